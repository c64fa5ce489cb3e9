"""Places named without a document: which are those of the text that speaks, and which are of something else, or no places at all.

A wrong reference of a document to itself is worse than a missing one: what may be another's is left out.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from legalgraph.model.reading import Citation, Mention, Unit
from legalgraph.text.homes import ATTACHED
from legalgraph.text.locators import Places

_ARTICLE = re.compile(r"\d+")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# What has articles of its own behind a place: treaties, rules of others, codes by their initials. "Điều 5 Quy chế này", "… ban hành kèm theo
# Thông tư này" is of the text that speaks.
_ELSEWHERE = re.compile(
    r",?[ \t\xa0\n]{1,4}(?P<of>(?:của|tại|trong|thuộc)\s+)?(?:bản\s+)?(?:Công ước|Hiệp định|Hiệp ước|Nghị định thư|Hiến chương|Tho[ảa]\s+thuận|Thỏa thuận|Quy chuẩn|QCVN|Tiêu chuẩn|TCVN"
    r"|[Hh]ợp\s+đồng|[Vv]ăn bằng|Quy chế|Điều lệ|Nội quy|Quy tắc|Dược điển|Biểu thuế|Giấy phép|Chương trình|Đề án|CITES|SOLAS|MARPOL|CDNT|BDL|ĐKCT?|Mẫu hợp đồng|BL[A-ZĐ]{2,5}|(?:Bộ luật|Luật|Pháp lệnh)(?=\s+[A-ZĐ]))(?!\w)(?![^.;:\n]{0,160}\bnày\b)"
    r"|[ \t\xa0\n]{1,4}(?:(?:của|tại|trong|thuộc)\s+)?(?:Bảng(?: số)?|Quy định) \d{1,3}[A-Z]?(?!\w)(?!\s+này)"
    r"|[ \t\xa0\n]{1,4}của\s+(?:bản\s+|các\s+)?(?:[Bb]áo cáo|[Hh]ồ sơ|[Bb]ảng|[Bb]iểu|[Đđ]ơn|[Tt]ờ khai|[Pp]hiếu|[Tt]huyết minh|[Gg]iấy)(?!\w)(?![^.;:\n]{0,160}\bnày\b)"
)
# "Điều 33 của Nghị định" in a circular is of the decree it is about.
_OF_A_TYPE = re.compile(r"[ \t\xa0\n]{1,4}(?P<of>(?:của|tại|trong|thuộc)\s+)?(?P<type>Nghị định|Bộ luật|Luật|Pháp lệnh|Thông tư|Quyết định|Nghị quyết|Hiến pháp)(?!\w)(?!\s+n[àa]y)")
_TYPES = {
    "nd": "Nghị định", "bo-luat": "Bộ luật", "luat": "Luật", "pl": "Pháp lệnh", "tt": "Thông tư", "ttlt": "Thông tư", "qd": "Quyết định",
    "nq": "Nghị quyết", "nqlt": "Nghị quyết", "hp": "Hiến pháp",
}  # fmt: skip
# "Mục III Chương trình … ban hành kèm theo Quyết định số …", "mẫu 14 TS quy định tại Phụ lục V ban hành kèm theo Thông tư số …".
_ATTACHED_TO = re.compile(r"(?:[^.;:\n]|\.(?=\w)){0,200}(?<!\w)(?:ban\s+hành(?:\s+kèm)?|kèm)\s+theo\s+(?:các\s+|của\s+)?\Z")
# "Chương VIII “Tạm giữ” của Bộ luật …", "Chương IV về thuế tơ quy định tại Nghị quyết số …".
_TITLED_IN = re.compile(r"\s*(?:[“\"(][^“”\"()\n]{1,160}[”\")]|\s[Vv]ề\s[^.,;:\n]{1,100}\s(?=quy\s+định\s+tại\s))\s*(?:của|trong|(?:quy\s+định\s+)?tại)\s+\Z")
# "Chương VI (trừ Điều 93) của Bộ luật …".
_EXCEPTED_OF = re.compile(r"\s?\)\s+(?:của|tại|trong|thuộc)\s+(?:các\s+)?\Z")
_EXCEPTION_OPENS = re.compile(r"\((?:(?:ngoại\s+)?trừ|bao\s+gồm|gồm|kể\s+cả)\s+(?:các\s+)?\Z")
# "Nơi nhận:⏎- Như Điều 3;": whom a paper goes to.
_SENT_TO = re.compile(r"(?:\n\s*[-–+]?\s*|Nơi nhận\s?:\s*[-–]?\s*)Như\s+\Z")
_PARTS = frozenset({"phan", "chuong", "muc", "tieumuc"})
_REACH = 220
Listed = tuple[int, int, int]
"""Where a list begins and ends, and the index of the citation of the document that it is of."""
# Editors of the codification tell below an article what others have to do with it; no words of the law.
_EDITORS = re.compile(r"\((?:Phần|Chương|Mục|Tiểu mục|Điều|Khoản|Điểm) này có nội dung liên quan đến\s")
_HEADS_ITEMS = re.compile(r":\s*\Z")
_LISTS_HERE = re.compile(r"\s?,?\s*(?:(?:bao\s+)?gồm|cụ\s+thể|sau\s+đây)?\s?:[ \t]*(?=(?:[Cc]ác\s+)?(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm)\s)")
_SENTENCE_END = re.compile(r"\n|\.\s")
_SOME_ARTICLES = re.compile(r"(?:các|một số)\s+(?:điều|khoản|điểm)(?:\s*,?\s+(?:và\s+)?(?:điều|khoản|điểm)){0,2}(?:\s+sau(?:\s+đây)?)?\s+của\s+(?:các\s+)?\Z|quy\s+định\s+chi\s+tiết(?:,?\s+(?:và\s+)?hướng\s+dẫn)?(?:\s+(?:việc\s+)?(?:thi\s+hành|thực\s+hiện))?\s+\Z")
_EDITORS_END = re.compile(r"\)(?=[ \t]*(?:\n|\Z|(?:Điều|Mục|Chương|Phần)\s))")
# "các mẫu bệnh phẩm", "ký phụ lục hợp đồng", "kể cả các phụ lục" are things; of the document only where it says so.
_SAYS_SO = re.compile(r"(?!\s+hợp đồng)[^.;:\n]{0,120}?(?:kèm(?:\s+theo)?|của|thuộc|tại|theo)\s+(?:[^.;:\n]{0,40}\s)?(?:[Ll]uật|[Nn]ghị\s+định|[Nn]ghị\s+quyết|[Tt]hông\s+tư|[Tt]hông\s+tư\s+liên\s+tịch|[Qq]uyết\s+định|[Cc]hỉ\s+thị|[Qq]uy\s+chế|[Đđ]iều\s+lệ)\s+này(?!\w)")
_SAID_SO = re.compile(r"kèm\s+theo\s+(?:Luật|Nghị\s+định|Nghị\s+quyết|Thông\s+tư|Thông\s+tư\s+liên\s+tịch|Quyết\s+định|Chỉ\s+thị)\s+này\s+(?:là\s+)?(?:các\s+)?\Z")
_IN_IT = re.compile(r"(?:(?:tại|theo|trong|có)\s+|\()\Z")
_WITH_IT = re.compile(r"\s+(?:ban\s+hành\s+kèm\s+theo|kèm\s+theo|đính\s+kèm)(?=\s*(?:[.,;)](?!\s*\(nếu)|\Z|để\s))")
_ENDS_THERE = re.compile(r"\s*(?:[.,;)]|(?:kèm\s+theo|đính\s+kèm)(?=\s*[.,;)])|\Z)")


def own_places(
    text: str, places: Sequence[Places], citations: Sequence[Citation], tree: Unit, type: str | None, lists: Sequence[Listed], *, fragment: bool
) -> list[Places]:
    """Leave of the places that no act names those of the text itself; `type` is that of its document, `lists` those of others."""
    last = 0 if fragment else last_article(tree)
    notes, items = list(_editors_notes(text)), sorted((start, end) for start, end, _ in lists)
    annexes, parts = sorted(_attached(tree)), frozenset(_parts(tree))
    others = [cited for cited in citations if cited.mention is not Mention.SELF]
    starts = [cited.start for cited in others]
    named = [(cited.start, cited.end) for cited in others]

    def attached_to_another(place: Places) -> bool:
        if _here(place):
            return False
        at = bisect_left(starts, place.end)
        if at == len(starts) or starts[at] - place.end > _REACH:
            return False
        if _EXCEPTED_OF.match(text, place.end, starts[at]) and _EXCEPTION_OPENS.search(text, max(0, place.start - 24), place.start):
            return True
        return any(between.match(text, place.end, starts[at]) for between in (_ATTACHED_TO, _TITLED_IN))

    return [
        place for place in (_here_alone(place) if _in_any(items, place.start) else place if fragment else _those_there(place, parts) for place in places)
        if place.places and not (
            _in_what_follows(text, place) or _beyond(place, last) or _in_any(notes, place.start) or _is_thing(text, place, attached=_in_any(annexes, place.start))
            or attached_to_another(place) or _in_any(named, place.start) or _SENT_TO.search(text, max(0, place.start - 24), place.start)
            or (not fragment and _of_another_type(text, place, type))
        )
    ]  # fmt: skip


def last_article(unit: Unit) -> int:
    """The highest number of an article in a text; 0 when it has none."""
    own = _ARTICLE.match(unit.label) if unit.kind == "dieu" else None
    below_it = (last_article(child) for child in unit.children if unit.kind != "quoted")
    return max((int(own[0]) if own else 0, *below_it), default=0)


def _beyond(places: Places, last: int) -> bool:
    """True behind the last article: "quy định chi tiết các điều sau của Luật …: 1. Khoản 2 Điều 161" in a decree of 115 articles."""
    return bool(last) and any(
        unit == "dieu" and (number := _ARTICLE.match(label)) and int(number[0]) > last for place in places.places for unit, label in place.steps
    )


def _parts(unit: Unit) -> Iterator[tuple[str, str]]:
    """The parts, chapters and sections of a text by kind and number."""
    if unit.kind in _PARTS:
        yield unit.kind, _counted(unit.label)
    for child in unit.children if unit.kind != "quoted" else ():
        yield from _parts(child)


def _counted(label: str) -> str:
    """A number in figures, whether it is printed so or in Roman numerals; a letter as it is."""
    digits = [_ROMAN.get(letter, 0) for letter in label]
    if not all(digits):
        return label
    return str(sum(-one if one < following else one for one, following in pairwise((*digits, 0))))


def _those_there(places: Places, parts: frozenset[tuple[str, str]]) -> Places:
    """Without parts that the text does not have: "gồm hai phần: phần thứ nhất là …". A text may have lost its chapters, and all sections."""
    kinds = {kind for kind, _ in parts}

    def is_there(unit: str, label: str) -> bool:
        return unit not in _PARTS or label == "này" or (unit != "phan" and unit not in kinds) or (unit, _counted(label)) in parts

    return replace(places, places=tuple(place for place in places.places if is_there(*place.steps[0])))


def _in_what_follows(text: str, places: Places) -> bool:
    found = None if _here(places) else _ELSEWHERE.match(text, places.end)
    return found is not None and not _titled(places, found)


def _titled(places: Places, found: re.Match[str]) -> bool:
    """True where what stands behind a form is its title: "Mẫu số 3 Quyết định …", "Mẫu số 4 Giấy phép …"."""
    return not found["of"] and any(place.steps[-1][0] == "mau" for place in places.places)


def _of_another_type(text: str, places: Places, type: str | None) -> bool:
    found = _OF_A_TYPE.match(text, places.end)
    return found is not None and _TYPES.get(type or "") != found["type"] and not _titled(places, found)


def _is_thing(text: str, places: Places, *, attached: bool) -> bool:
    """True for annexes and forms without number that are not told to be the document's.

    `attached` in a form or annex, which may be accompanied by annexes of its own.
    """
    if any(len(place.steps) > 1 or place.steps[0] not in (("mau", "*"), ("phuluc", "")) for place in places.places):
        return False
    if _SAYS_SO.match(text, places.end) or _SAID_SO.search(text, max(0, places.start - 60), places.start):
        return False
    if not _IN_IT.search(text, max(0, places.start - 8), places.start):
        return True
    annex = text.startswith("Phụ lục", places.start) and _ENDS_THERE.match(text, places.end)
    return not (annex or (not attached and _WITH_IT.match(text, places.end)))


def _editors_notes(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    while found := _EDITORS.search(text, place):
        end = _EDITORS_END.search(text, found.end())
        place = end.end() if end else len(text)
        yield found.start(), place


def of_others(text: str, places: Sequence[Places], citations: Sequence[Citation], lists: Sequence[Listed]) -> list[tuple[Places, int]]:
    """Return the places in items below "quy định chi tiết một số điều của Luật …:" that are that law's, with its citation.

    An item that names another document may mean that one's, and what is not in an article may be of the text itself.
    """
    found: dict[int, tuple[Places, int]] = {}
    bound = {cited.places_start for cited in citations}
    others = [cited.start for cited in citations if cited.mention is not Mention.SELF]
    for start, end, index in lists:
        if citations[index].within is not None or any(not _is_inside(cited, index) for cited in citations[index + 1 : bisect_left(citations, start, key=lambda c: c.start)]):
            continue
        for place in places[bisect_left(places, start, key=lambda p: p.start) : bisect_left(places, end, key=lambda p: p.start)]:
            line, stop = max(start, text.rfind("\n", 0, place.start) + 1), text.find("\n", place.end)
            alone = bisect_left(others, line) == bisect_left(others, stop if stop >= 0 else end)
            plain = all(p.steps[0][0] == "dieu" and all(label != "này" for _, label in p.steps) for p in place.places)
            if alone and plain and place.start not in bound and not _in_what_follows(text, place) and not _OF_A_TYPE.match(text, place.end):
                found[place.start] = place, index  # of lists in lists the inner one tells
    return list(found.values())


def lists_of_others(text: str, tree: Unit, citations: Sequence[Citation]) -> list[Listed]:
    """The stretches whose places are of the law named before them: items below it, or the rest of its sentence behind a colon."""
    return [*_items_of_others(text, tree, citations), *_in_line(text, citations)]


def _in_line(text: str, citations: Sequence[Citation]) -> Iterator[Listed]:
    """The rest of a sentence behind "một số điều của Luật …, bao gồm: Điều 5; khoản 2 Điều 7"."""
    for index, cited in enumerate(citations):
        listed = _LISTS_HERE.match(text, max(cited.end, cited.extent)) if cited.mention is not Mention.SELF else None
        if listed and _SOME_ARTICLES.search(text, max(0, cited.start - 60), cited.start):
            stop = _SENTENCE_END.search(text, listed.end())
            yield listed.end(), stop.start() if stop else len(text), index


def _is_inside(cited: Citation, index: int) -> bool:
    return cited.within is not None or cited.same_as == index


def _items_of_others(text: str, tree: Unit, citations: Sequence[Citation]) -> Iterator[Listed]:
    """The items below "quy định chi tiết một số điều của Luật …:", whose places are that law's, and its citation."""
    if tree.children and tree.kind != "quoted":
        if _HEADS_ITEMS.search(text, max(tree.start, tree.lead - 4), tree.lead):
            at = bisect_left(citations, tree.start, key=lambda cited: cited.start)
            for index, cited in enumerate(citations[at:], at):
                if cited.start >= tree.lead:
                    break
                if cited.mention is not Mention.SELF and _SOME_ARTICLES.search(text, max(tree.start, cited.start - 60), cited.start):
                    yield tree.lead, tree.end, index
                    break
        for child in tree.children:
            yield from _items_of_others(text, child, citations)


def _attached(unit: Unit) -> Iterator[tuple[int, int]]:
    if unit.kind in ATTACHED:
        yield unit.start, unit.end
        return
    for child in unit.children:
        yield from _attached(child)


def _here_alone(places: Places) -> Places:
    """What is said of "Điều này" in a list of another's places."""
    return replace(places, places=tuple(place for place in places.places if any(label == "này" for _, label in place.steps)))


def _here(places: Places) -> bool:
    return any(label == "này" for place in places.places for _, label in place.steps)


def _in_any(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(spans, (offset, len(spans) and spans[-1][1])) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]

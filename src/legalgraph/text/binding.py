"""Which documents places are of: "khoản 2 Điều 5 của …", "Phụ lục I ban hành kèm theo …", "Mục III Chương trình … kèm theo …"."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Citation, Mention
from legalgraph.text.issued import RULES
from legalgraph.text.locators import RANK, Places

# Between a place and the document it is in: "khoản 2 Điều 5 của …", "Phụ lục I ban hành kèm theo …".
_LINK = re.compile(
    r"(?: [-–] |[\s,]*(?:\(?(?:ban hành\s+)?kèm\s+theo\s+(?:của\s+)?|ban hành\s+theo\s+|của\s+(?:các\s+)?|tại\s+(?:các\s+)?|thuộc\s+|trong\s+|quy định\s+tại\s+|được\s+ban hành\s+(?:kèm\s+)?theo\s+|về\s+)?(?:các\s+)?)$"
)
_LOOK_BACK = 48
_ISSUED_WITH = r"(?:\s+(?:đã\s+)?được|,)?\s+(?:ban\s+hành\s+(?:kèm\s+)?theo|kèm\s+theo|đính\s+kèm)\s+(?:các\s+)?$"
_NAME = r"(?:(?!\b(?:này|và\s+(?:khoản|điểm|Điều|các|những|cơ quan|tổ chức)|thì|phải|là)\b)[^.;:()“”\"\n])"
# "Mục III Chương trình nuôi tằm ban hành kèm theo …"; what has no articles, "Mục A Biểu mức thu phí ban hành kèm theo …", is no place of an article.
_LISTS = r"(?:Biểu|Danh mục|Bảng|Định mức|Quy chuẩn|Tiêu chuẩn|Khung)"
_OF_ISSUED = re.compile(rf"[\s,]*(?:(?:của|tại|trong|thuộc)\s+)?(?:[Bb]ản\s+)?(?:{RULES}|(?P<list>{_LISTS}))(?!\w){_NAME}{{0,240}}?{_ISSUED_WITH}")
# "Phụ lục III danh mục giống tằm ban hành kèm theo …", "Mẫu số 02 Đơn xin nong kèm theo …": an annex with its title.
_TITLED_ANNEX = re.compile(rf"\s*[-–]?\s+(?:[Vv]ề\s|[Dd]anh mục\s|[A-ZĐ](?!\w*\s+này)){_NAME}{{2,160}}?{_ISSUED_WITH}")
# "Chương VIII “Tạm giữ” của Bộ luật …", "Mục III về cơ chế, chính sách của Quyết định số …": a part with its title.
_TITLED_PART = re.compile(rf"\s*(?:[“\"(][^“”\"()\n]{{1,160}}[”\")]|\s[Vv]ề\s{_NAME}{{1,160}}?)\s*\s(?:của|trong|(?:quy\s+định\s+)?tại)\s+(?:các\s+)?$")
_WITH_TITLE = 300
_NAME_OF_ISSUED = re.compile(RULES)
_ANNEXES = ("phuluc", "mau")
_ONE = rf"(?:{RULES}|{_LISTS})"
_SEVERAL = re.compile(rf"(?:\b(?:[Cc]ác|[Nn]hững|[0-9]+)\s+(?:{_ONE}|quy\s|danh\s)|\bvà\s+(?:[Bb]ản\s+)?{_ONE}|,\s*{_ONE})(?!\w)")
# A document that issues rules has some articles of its own, and it is not told which ones a place means.
_OWN_ARTICLES = 4
# "tội phạm quy định tại Chương XIII và các tội phạm quy định tại Điều 207 Bộ luật …": the same is said of places of one document.
_SAME_AGAIN = re.compile(r",?\s+(?:và|hoặc)\s+(?:(?:các|những)\s+)?(?P<what>[^\W\d_]+(?:\s[^\W\d_]+){0,3}?)\s+(?:được\s+)?quy\s+định\s+tại\s+(?:các\s+)?")
_SAID_OF = re.compile(r"(?P<what>[^\W\d_]+(?:\s[^\W\d_]+){0,5})\s+(?:được\s+)?quy\s+định\s+tại\s+(?:các\s+)?\Z")
_SAME_REACH = 80


def joined(text: str, places: Iterable[Places]) -> list[Places]:
    """Make one expression of two that say the same of places of one document."""
    found: list[Places] = []
    for place in places:
        before = found[-1] if found else None
        if before is not None and place.start - before.end <= _SAME_REACH and _same_again(text, before, place):
            found[-1] = Places(before.start, place.end, tuple(dict.fromkeys((*before.places, *place.places))))
        else:
            found.append(place)
    return found


def _same_again(text: str, before: Places, place: Places) -> bool:
    if not all(map(_is_whole, (*before.places, *place.places))):
        return False
    again = _SAME_AGAIN.fullmatch(text, before.end, place.start)
    said = _SAID_OF.search(text, max(0, before.start - _SAME_REACH), before.start) if again else None
    if again is None or said is None:
        return False
    what = again["what"].lower().split()
    return said["what"].lower().split()[-len(what) :] == what


def _is_whole(place: Locator) -> bool:
    return RANK.get(place.steps[0][0], 0) <= RANK["dieu"] and all(label != "này" for _, label in place.steps)


def bind(text: str, citations: Sequence[Citation], places: Sequence[Places]) -> tuple[Citation, ...]:
    """Give each citation the places named directly before it ("khoản 2 Điều 5 của …")."""
    ends = [p.end for p in places]
    bound: list[Citation] = []
    for cited in citations:
        at = bisect_left(ends, cited.start + 1) - 1
        before = places[at] if at >= 0 else None
        if before is not None and not _own(cited, before) and (named := _places_of(text, before, cited, bound[-1] if bound else None)):
            cited = replace(cited, places=named, places_start=before.start)  # noqa: PLW2901
        bound.append(cited)
    return tuple(bound)


def _places_of(text: str, before: Places, cited: Citation, last: Citation | None) -> tuple[Locator, ...]:
    """The places of the expression before a citation that are the document's; none when they are not."""
    gap = cited.start - before.end
    if 0 <= gap <= _LOOK_BACK and _LINK.fullmatch(text, before.end, cited.start):
        return before.places if not _NAME_OF_ISSUED.fullmatch(cited.quote) or all(map(_of_issued, before.places)) else ()
    if not 0 <= gap <= _WITH_TITLE or cited.mention is Mention.SELF or (last is not None and last.end > before.end):
        return ()
    if all(place.steps[0][0] in _ANNEXES for place in before.places):
        return before.places if _TITLED_ANNEX.fullmatch(text, before.end, cited.start) else ()
    if all(map(_is_part, before.places)) and _TITLED_PART.fullmatch(text, before.end, cited.start):
        return before.places
    issued = _OF_ISSUED.fullmatch(text, before.end, cited.start)
    if issued is None or _SEVERAL.search(f"{text[before.end : cited.start]} {cited.title or ''}"):
        return ()
    if issued["list"] and any(place.steps[0][0] == "dieu" for place in before.places):
        return ()
    return before.places if all(map(_of_issued, before.places)) else ()


def _is_part(place: Locator) -> bool:
    unit = place.steps[0][0]
    return RANK.get(unit, RANK["dieu"]) < RANK["dieu"] and unit not in _ANNEXES


def _of_issued(place: Locator) -> bool:
    """True for a place that only what is issued can have."""
    unit, label = place.steps[0]
    number = re.match(r"\d+", label)
    return _is_part(place) or (unit == "dieu" and number is not None and int(number[0]) > _OWN_ARTICLES)


def _own(cited: Citation, places: Places) -> bool:
    """True for a place of the text that speaks before another document: "quy định tại khoản 1 Điều này, Nghị định số …"."""
    return cited.mention is not Mention.SELF and any(label == "này" for place in places.places for _, label in place.steps)

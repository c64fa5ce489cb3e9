"""Documents that an annex lists, of which an article says what becomes of them: "Bãi bỏ các văn bản tại Phụ lục II".

A row counts where its structure is plain: the document stands at its head, after a number and places at most. Of lists
of what is repealed in part only rows with places count; all else is told by the article alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Citation, Mention, Statement, Target, Unit
from legalgraph.text.citations import find_citations
from legalgraph.text.locators import Places
from legalgraph.text.sentences import Announcement, Context, Pending, Sentence, complete
from legalgraph.text.shapes import Shape, signs_of

# "Bãi bỏ một phần các văn bản quy phạm pháp luật … tại Phụ lục II ban hành kèm theo Thông tư này".
ANNOUNCED = re.compile(
    r"\s*(?P<extent>toàn bộ|một phần|một số (?:điều|nội dung|quy định)|(?:một số|các|những) (?:điều|khoản|điểm|mục|chương)(?!\w))?[^ⒹⓅⓈⓆ;:]*?\b(?:văn bản|[Tt]hông tư|[Qq]uyết định|[Nn]ghị định|[Nn]ghị quyết|[Cc]hỉ thị)\b"
    r"[^ⒹⓅⓈⓆ;:]*?(?:tại|trong|theo|ở)\s+(?:[Dd]anh mục\s+(?:tại\s+)?)?(?P<annex>Ⓟ)?\s*(?:\(?\s*(?:được\s+)?(?:ban hành\s+)?kèm\s+theo|của)\s+Ⓢ"
)
# "1. Bãi bỏ khoản 3 Điều 7 Ⓓ": a row may have its own verb.
_VERB = r"(?:(?P<verb>Bãi bỏ|Hủy bỏ|Huỷ bỏ)\s+(?:toàn bộ\s+)?)"
_ROW = re.compile(
    r"\s*(?:(?:\d{1,4}|[IVXLC]{1,6}|[a-zđ])\s*[.)|]?\s*(?:\|\s*)?)?(?:[-–+]\s*)?" + _VERB + r"?"
    r"(?P<places>(?:(?:(?:[Cc]ác|[Tt]oàn bộ|[Qq]uy định tại|[Nn]ội dung tại)\s+)*Ⓟ[\s,;]*(?:(?:và|của|tại|thuộc|(?:ban hành\s+)?kèm theo)\s+)*)*)Ⓓ"
)
# A line of places alone, whose document stands in the next line.
_ONLY_PLACES = re.compile(r"\s*(?:\d{1,3}[.)]\s*)?(?:(?:Bãi bỏ|Hủy bỏ|Huỷ bỏ)\s+)?(?:(?:[Cc]ác\s+)?Ⓟ[\s,;]*(?:(?:và|của|tại|thuộc)\s+)*)+")
# "3. Bãi bỏ mẫu đơn tại Điều 2, Điều 3⏎Thông tư số …": what the line above goes on with is not the whole of a document.
_GOES_ON_BELOW = re.compile(r"[^\n|]*Ⓟ[^\n|.;:]*\n[ \t]*\Z")
# "DANH MỤC THÔNG TƯ BỊ BÃI BỎ", above rows that have their own verb; not what is yet to be decided.
_OF_REPEALED = re.compile(r"(?!.*\b(?:đề nghị|kiến nghị|đề xuất|dự kiến|kế hoạch|phương án|cần|sẽ|rà soát|trình|đề án|dự thảo)\b)(?:danh mục\s.*)?\b(?:văn bản|thông tư|nghị định|nghị quyết|quyết định|chỉ thị|quy định|điều)\b.*\bbãi bỏ\b", re.IGNORECASE)
_SECTION = re.compile(r"(?:(?:các |danh mục )?văn bản (?:quy phạm pháp luật )?)?(?:được |bị )?bãi bỏ (?:toàn bộ|(?P<part>một phần))(?: các văn bản(?: sau(?: đây)?)?)?\W*", re.IGNORECASE)
_OF_SPEAKER = re.compile(r"(?:^|\n)\s*\(\s*(?:ban hành\s+)?kèm\s+theo\s+(?:thông tư|nghị định|nghị quyết|quyết định|luật|pháp lệnh)(?:\s+liên tịch)?\s", re.IGNORECASE)
_ARTICLE = re.compile(r"(?m)^Điều \d")
# "1 | Thông tư | 999/2031/TT-BCT ngày 02/3/2031 | Về nuôi tằm": the kind and the number in cells of their own.
_CELLS = re.compile(r"\s*\d{1,4}\s*\|\s*(?P<type>[^|\d]{4,40}?)\s*\|\s*(?P<rest>(?:[Ss]ố\s*:?\s*)?\d[^\n]*)")


def in_annex(sentence: Sentence, verb: re.Match[str], end: int) -> re.Match[str] | None:
    """What a verb is done to when that is the documents an annex of the speaking document lists; None when it is not."""
    found = ANNOUNCED.match(sentence.words, verb.end(), end)
    sign = sentence.sign_at(found.start("annex")) if found and found["annex"] else None
    # "hủy bỏ quyết định tạm giữ quy định tại Điều 8 Ⓢ": no list, and no annex.
    return found if sign is None or (sign.places and sign.places.places[0].steps[0][0] in ("phuluc", "mau")) else None


def announced(sentence: Sentence, found: re.Match[str], kind: str, span: tuple[int, int], effective_from: str | None) -> Announcement:
    """State that the documents of an annex are acted upon, and return what its rows then mean."""
    sign = sentence.sign_at(found.start("annex")) if found["annex"] else None
    in_part = (found["extent"] or "toàn bộ") != "toàn bộ"
    act = "repeals_part" if in_part else kind
    unit, label = sign.places.places[0].steps[0] if sign and sign.places else ("phuluc", "")
    place = Locator(((f"annex:{unit}", label),))
    sentence.statements.append(
        Statement(
            act, Target(title="see annex"), *span, (place,), effective_from=effective_from,
            source=sentence.context.source, rule="listed_in_annex",
        )
    )  # fmt: skip
    return Announcement(label, in_part, act, effective_from)


def repealed_by_title(text: str, annex: Unit) -> bool:
    """True for an annex on its own whose title says that what its rows name is repealed: "DANH MỤC VĂN BẢN BỊ BÃI BỎ" above "1. Bãi bỏ Thông tư …"."""
    alone = annex.kind in ("phuluc", "kem-theo") and not _ARTICLE.search(text, 0, annex.start)
    return bool(alone and _OF_REPEALED.match(annex.heading or "") and _OF_SPEAKER.search(text, annex.start, annex.lead))


def repealed_in_section(section: Unit) -> Pending | None:
    """The act upon the rows of such an annex below "I. BÃI BỎ TOÀN BỘ", "II. BÃI BỎ MỘT PHẦN"."""
    found = _SECTION.fullmatch(section.heading or "") if section.kind in ("muc", "phan") else None
    return Pending("repeals_part" if found["part"] else "repeals", "repeals_part", section.start, section.lead) if found else None


def listed(
    text: str, citations: Sequence[Citation], places: Sequence[Places], annex: Unit, said: Announcement, path: tuple[tuple[str, str], ...]
) -> Iterator[Statement]:
    """Yield the act upon each document that heads a row of an annex."""
    for unit, steps in _leads(annex, path or ((annex.kind, ""),)):
        context = Context(source=Locator(steps), attached=True)
        shape = Shape(text, unit.start, unit.lead, signs_of(text, unit.start, unit.lead, citations, places))
        sentence = Sentence(text, shape, shape.words, citations, context)
        for start, end in _rows(shape.words):
            yield from _row(sentence, start, end, said)


def _leads(unit: Unit, path: tuple[tuple[str, str], ...], top: bool = True) -> Iterator[tuple[Unit, tuple[tuple[str, str], ...]]]:
    """The units of an annex and their paths; an annex with units of its own has no row in its caption."""
    if not (top and unit.children):
        yield unit, path
    for child in unit.children:
        if child.kind != "quoted":
            yield from _leads(child, (*path, (child.kind, child.label)) if child.label else path, top=False)


def _rows(words: str) -> Iterator[tuple[int, int]]:
    """The lines of a shape; one that holds places alone goes on in the next."""
    begin = place = 0
    for line in words.split("\n"):
        end = place + len(line)
        if not (_ONLY_PLACES.fullmatch(words, place, end) and end < len(words)):
            yield begin, end
            begin = end + 1
        place = end + 1


def _row(sentence: Sentence, start: int, end: int, said: Announcement) -> Iterator[Statement]:
    """Yield the act upon what heads a row; upon all that it names where it has its own verb."""
    words = sentence.words
    found = _ROW.match(words, start, end)
    if found is None:
        yield from _row_of_cells(sentence, start, end, said)
        return
    sign = sentence.sign_at(found.end() - 1)
    if sign is None or sentence.citations[sign.index].mention is Mention.SELF:
        return
    if not words[start : found.end() - 1].strip() and _GOES_ON_BELOW.search(words, 0, start):
        return
    objects = sentence.objects(start, end)
    # "Bãi bỏ Ⓓ về tơ: khoản 2 Điều 5": which part falls stands behind.
    if found["verb"] and any(o.document is None for o in objects):
        return
    for o in objects if found["verb"] else objects[:1]:
        where = tuple(complete(p, o.places[at + 1 :], ()) for at, p in enumerate(o.places))
        target = sentence.target(o.document)
        if target is not None and (where or not said.in_part) and not sentence.withholds(where, sign.start, sign.end):
            yield _said(sentence, target, sentence.span(start, end), where, said)


def _row_of_cells(sentence: Sentence, start: int, end: int, said: Announcement) -> Iterator[Statement]:
    a, b = sentence.span(start, end)
    found = None if said.in_part else _CELLS.match(sentence.text, a, b)
    if found is None:
        return
    cited = next(iter(find_citations(f"{found['type']} {found['rest']}".replace("|", ","))), None)
    if cited is None or cited.start or cited.number is None:
        return
    yield _said(sentence, Target(type=cited.type, number=cited.number, issued=cited.issued), (a, b), (), said)


def _said(sentence: Sentence, target: Target, span: tuple[int, int], places: tuple[Locator, ...], said: Announcement) -> Statement:
    kind = "repeals_part" if places else said.kind
    act = Statement(kind, target, *span, places, source=sentence.context.source, rule="listed_in_annex")
    return replace(act, effective_from=said.effective_from)

"""Which documents of a list belong to a title: "A sửa đổi một số điều của B và C" may name two documents or three.

A document acts upon older ones only. So a later one behind "và" stands beside A, an older one belongs to A's title:
lists of documents go from old to new.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from legalgraph.model.reading import Citation, Mention
from legalgraph.text.letters import SMALL

_ACTING = re.compile(
    r"(?:ban hành (?:thông tư|nghị định|nghị quyết|quyết định) )?(?:về việc |về |việc )?(?:sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính|(?:tạm )?ngưng|hủy bỏ|điều chỉnh|gia hạn|kéo dài)", re.IGNORECASE
)
# "hướng dẫn Nghị định A và sửa đổi, bổ sung một số điều của Thông tư B, Thông tư C", "về nuôi tằm, thay thế Quyết định B và Quyết định C"
_ALSO_ACTING = re.compile(
    r"\bvà (?:sửa đổi|bổ sung|bãi bỏ|thay thế)"
    r"|, (?:sửa đổi(?:, bổ sung)?|bãi bỏ|thay thế) (?:toàn bộ |một số điều của |(?:các )?(?:điều|khoản|điểm|mục) [^,;]{1,80} )?(?:của )?(?:các )?(?:nghị định|nghị quyết|thông tư|quyết định|chỉ thị) (?:liên tịch )?(?:số )?[0-9]", re.IGNORECASE
)
# What details or guides others details those of higher rank, not its like.
_GUIDING = re.compile(r"(?:về\s+(?:việc\s+)?)?(?:quy định\s+)?(?:chi tiết|hướng dẫn|biện pháp)", re.IGNORECASE)
# What a title is followed by when its document is the subject: "… về nuôi tằm, ngưng hiệu lực thi hành từ ngày …",
# "… tiếp tục có hiệu lực đến …", or when something comes in its place: "… về nuôi tằm bằng Phụ lục I …". Behind "về việc"
# the same words are the title's.
_GOES_ON = re.compile(
    r"(?<=[\s,])(?:(?:(?:vẫn|được|sẽ)\s+)*(?:tiếp tục\s+(?:được\s+)?(?:có hiệu lực|(?:thực hiện|áp dụng|thi hành)(?=\s*(?:[.,;]|$|(?:cho\s+)?đến\b|(?:kể\s+)?từ\b)))"
    r"|(?:tạm\s+)?ng[ưừ]ng\s+hiệu lực(?:\s+(?:thi hành|áp dụng))?(?=\s+(?:(?:kể\s+)?từ|(?:cho\s+)?đến)\b))"
    r"|(?:có|bị|còn)\s+(?:một số\s+|các\s+)?(?:sai sót|lỗi|nhầm lẫn|sơ suất|thiếu sót)\b(?=[^.;\n]{0,200}\bđính chính)"
    r"|(?:bằng|thành)\s+(?:các\s+)?(?:Phụ lục|Mẫu|Biểu mẫu|Danh mục|cụm từ)\b)"
)
_NUMBERED = r"(?:Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị)\s+(?:liên tịch\s+)?(?:số\s*:?\s*)?[0-9]"
# "Thông tư này thay thế A hướng dẫn nuôi tằm và bãi bỏ khoản 3 Mục II B": what else the document that speaks does.
_DOES_IT = re.compile(r"(?<!\w)này\s(?:[^.;:\n]{0,120}?\s)?(?:thay thế(?:\s+cho)?|thay cho|bãi bỏ|hủy bỏ|huỷ bỏ)\s+(?:toàn bộ\s+)?\Z")
_ALSO_DOES = re.compile(rf"(?<=[\s,])(?:và|đồng thời)\s+(?:bãi bỏ|hủy bỏ|huỷ bỏ|thay thế)\s+(?:toàn bộ\s+)?(?=(?:(?:các\s+)?(?P<place>[Kk]hoản|[Đđ]iểm|[Đđ]iều|[Mm]ục|[Pp]hần|[Cc]hương|Phụ lục)\s[^.;:\n]{{1,160}}?\s(?:của\s+)?)?{_NUMBERED})")
# "khoản 1 Điều 2 A hướng dẫn nuôi tằm và toàn bộ Thông tư số B hết hiệu lực": all of a document is of no title.
_ALL_OF_NEXT = re.compile(rf"(?:(?<=\s)và|,|;)\s+toàn bộ\s+(?={_NUMBERED})")
# "45/2029/TT-BCA(C11)": the office within a ministry.
_OFFICE = re.compile(r"\s?\([^()]*\)$")
_GUIDES = {"tt", "ttlt", "qd"}
_IN_TITLE = re.compile(r"(?:việc|về|để|và|quy định)\s+$")
# "sửa đổi mức phí quy định tại Thông tư B": where what the title changes was laid down.
_LAID_DOWN = re.compile(r"\s*(?:(?:ban hành\s+)?kèm\s+theo|(?:được\s+)?(?:quy định|ban hành|nêu)\s+(?:tại|theo|trong)|tại|theo)\s+(?:các\s+)?")
# "hướng dẫn về nuôi tằm tại Nghị định A và sửa đổi, bổ sung một số điều của Thông tư B": what guides amends as well.
_AND_AMENDS = re.compile(
    r"\s*,?\s*và\s+sửa đổi(?:\s*,\s*bổ sung)?\s+(?:một số|các)\s+(?:điều|khoản|nội dung|quy định)(?:\s*,\s*(?:điểm|khoản|phụ lục))*\s+(?:của|tại)\s+(?:các\s+)?(?![^.;\n]*\bnhư sau\b)"
)
# "sửa đổi, bổ sung một số điều của: Thông tư A, Thông tư B": the title names them behind its colon.
_NAMES_BEHIND = re.compile(r"\b(?:của|tại)(?:\s+các\s+(?:văn bản|thông tư|nghị định|nghị quyết|quyết định)(?:\s+sau(?:\s+đây)?)?)?\Z", re.IGNORECASE)
_CLAUSE_END = re.compile(r"\s*(?:\.|;\s*(?:\n|[a-zđ]\)|\Z)|\n|\Z)")
_COLON = re.compile(r"\s*:\s*(?:các\s+)?")
_BESIDE = re.compile(r"[\s,]*(?:,|\bvà)\s+(?:các\s+)?(?:(?:Nghị định|Nghị quyết|Thông tư|Quyết định|Luật)\s+)?$")


_LIST_GOES_ON = re.compile(r"\s*,?\s*(?:và\s+)?(?:các\s+)?")
# "A bãi bỏ B và khoản 2 Điều 5 C", "A sửa đổi Điều 5 B, Điều 7 C": what a title acts upon may be parts.
_REPEALING = re.compile(r"(?:về\s+(?:việc\s+)?|việc\s+)?(?:bãi bỏ|hủy bỏ|huỷ bỏ)\b", re.IGNORECASE)
_UNIT = r"(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Cc]hương|[Mm]ục|[Pp]hụ lục)"
_ALSO_PLACES = re.compile(rf"\s*(?:,\s*(?:và\s+)?|và\s+)(?:các\s+|một phần\s+)?{_UNIT}\s+[0-9a-zđIVX]{{1,4}}(?:(?:\s*,\s*|\s+(?:và\s+)?)(?:các\s+)?(?:{_UNIT}\s+)?[0-9a-zđIVX]{{1,4}}(?!\w))*\s+(?:của\s+)?")
_PLACE_BEFORE = re.compile(rf"{_UNIT}\s+[0-9a-zđIVX]{{1,4}}\s+(?:của\s+)?\Z")
# "A sửa đổi một số điều của B về in tơ, C về mẫu tơ; việc cấp, thu hồi tơ và D": C's title goes on behind its semicolon, the list has its last with "và".
_FIELD_GOES_ON = re.compile(r"\s*;\s+(?!(?:các|những|riêng|đồng thời|bãi bỏ|sửa đổi|thay thế|hủy bỏ|và)\b)(?=[" + SMALL + r"])(?:(?!\b(?:này|được|hết hiệu lực|bãi bỏ|sửa đổi|thay thế)\b)[^;:.()“”\"\n0-9]){2,200}?\s+và\s+(?:các\s+)?")
_AND = re.compile(r"\bvà\s+(?:các\s+)?(?:Nghị|Thông tư|Quyết định|Chỉ thị|Luật|Bộ luật|Pháp lệnh|số)\b")
# "A đã được sửa đổi, bổ sung bởi B và C về tơ": what amends is called "sửa đổi …", so what stands behind "về" is the title of A.
_AMENDED_BY = re.compile(r"\s*,?\s*\(?(?:đã\s+)?được\s+(?:sửa đổi|bổ sung)[^;:.()\n]{0,60}?\s(?:bởi|theo|tại)\s+(?:các\s+)?")
_CHAINED = re.compile(r"\s*(?:,|\bvà\b|,\s*và\b)\s*(?:số\s+)?")
_MOST_CHAINED, _CHAIN_REACH = 12, 120


def regroup(text: str, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return the citations with `within` and `extent` corrected by what can act upon what, and by where a verb begins."""
    done = list(citations)
    _end_titles(text, done)
    head: int | None = None
    for index, cited in enumerate(done):
        if cited.mention is Mention.SELF:
            continue
        if cited.within is None:
            also = head is not None and _also_amends(text, done, head, index)
            if head is not None and also:
                done[head] = _with_title_to(text, done[head], cited.end)
            laid_down = head is not None and _is_laid_down(text, done[head], cited)
            if head is not None and (also or laid_down or _joins(text, done, head, index)) and _belongs(cited, done[head]):
                done[index] = replace(cited, within=head, extent=max(cited.extent, cited.end))
                done[head] = replace(done[head], extent=max(done[head].extent, done[index].extent))
                if laid_down and cited.title:
                    head = None  # behind a title in a title, "và" may go on with either list
                continue
            head = index if cited.title and (_ACTING.match(cited.title) or _GUIDING.match(cited.title) or _ALSO_ACTING.search(cited.title)) else None
            continue
        outer = done[cited.within]
        before = text[outer.end : cited.start]
        later = outer.title and (_ACTING.match(outer.title) or _GUIDING.match(outer.title)) and older(cited, outer) is False
        if outer.within is None and (later or _is_like(cited, outer)) and _BESIDE.search(before):
            _split(text, done, cited.within, index)
            head = index if cited.title and (_ACTING.match(cited.title) or _GUIDING.match(cited.title)) else None
    _give_titles_to_bases(text, done)
    return tuple(done)


def _give_titles_to_bases(text: str, citations: list[Citation]) -> None:
    """Give a document without a title the one that stands behind the documents that amended it."""
    for index, base in enumerate(citations):
        if base.title or base.name or base.number is None or index + 1 == len(citations):
            continue
        joint = _AMENDED_BY
        for last in range(index + 1, min(len(citations), index + 1 + _MOST_CHAINED)):
            end, by = max(citations[last - 1].end, citations[last - 1].extent), citations[last]
            if by.type != base.type or by.start - end > _CHAIN_REACH or not joint.fullmatch(text, end, by.start):
                break
            if by.title:
                if by.title.startswith("về ") and not _ACTING.match(by.title):
                    citations[index], citations[last] = replace(base, title=by.title), replace(by, title=None)
                break
            joint = _CHAINED


def _end_titles(text: str, citations: list[Citation]) -> None:
    """Let a title end where the sentence goes on to say what becomes of the document; what stands behind is no part of it."""
    for index, cited in enumerate(citations):
        if cited.within is not None or cited.extent <= cited.end:
            continue
        verb = _GOES_ON.search(text, cited.end, cited.extent)
        while verb and _IN_TITLE.search(text, max(cited.start, verb.start() - 12), verb.start()):
            verb = _GOES_ON.search(text, verb.end(), cited.extent)
        verb = verb or _next_act(text, citations, index)
        if verb is None:
            continue
        end = max(cited.end, cited.start + len(text[cited.start : verb.start()].rstrip(" ,\n")))
        citations[index] = _ended(text, cited, end)
        released: int | None = None
        for at in range(index + 1, len(citations)):
            inner = citations[at]
            if inner.start >= cited.extent:
                break
            if inner.start < end < inner.extent:
                citations[at] = _ended(text, inner, max(end, inner.end))
            elif inner.start >= end and inner.within is not None and index <= inner.within and citations[inner.within].start < end:
                citations[at] = replace(inner, within=released)
                released = at if released is None else released


def _ended(text: str, cited: Citation, end: int) -> Citation:
    """A citation with extent and title up to a place."""
    title = cited.title if cited.title and text[cited.end : end].strip(" ,\n") else None
    if title:
        begin = text.find(title[:24], cited.end)
        title = text[begin:end] if 0 <= begin < end else None
    return replace(cited, extent=end, title=title)


def _next_act(text: str, citations: Sequence[Citation], index: int) -> re.Match[str] | None:
    """Where behind a title the sentence names what else is acted upon; a title that acts itself may go on with the same words.

    What the councils and committees of provinces issue repeals others by its title ("… và bãi bỏ Quyết định số B"): of these only
    what is later than the document, or a part, is no part of the title.
    """
    cited = citations[index]
    if not cited.title or _ACTING.match(cited.title):
        return None
    if all_of_next := _ALL_OF_NEXT.search(text, cited.end, cited.extent):
        return all_of_next
    found = _ALSO_DOES.search(text, cited.end, cited.extent + 40) if _DOES_IT.search(text, max(0, cited.start - 200), cited.start) else None
    if found is None or found.start() >= cited.extent or _ALSO_ACTING.search(text, cited.end, found.start()):
        return None
    following = next((c for c in citations[index + 1 :] if c.start >= found.end()), None)
    later = following is not None and older(following, cited) is False
    central = cited.number is not None and cited.number.is_central
    return found if later or central or found["place"] else None


def _belongs(cited: Citation, head: Citation) -> bool:
    """True for a document that the title of the head can speak of: an older one, and of another kind if it is guided."""
    if older(cited, head) is not True:
        return False
    return _acts(head) or cited.type != head.type


def _acts(head: Citation) -> bool:
    title = head.title or ""
    return bool(_ACTING.match(title) or _ALSO_ACTING.search(title))


def _is_like(cited: Citation, outer: Citation) -> bool:
    """True for a circular or decision behind one that guides others: "Thông tư A hướng dẫn Nghị định B và Thông tư C".

    What guides and what is guided are not of one kind and issuer.
    """
    if not outer.title or not _GUIDING.match(outer.title) or _ALSO_ACTING.search(outer.title) or cited.number is None or outer.number is None:
        return False
    one, other = (_OFFICE.sub("", c.number.symbol) if c.number else "" for c in (cited, outer))
    return cited.type == outer.type and cited.type in _GUIDES and one == other


def _joins(text: str, citations: Sequence[Citation], head: int, index: int) -> bool:
    """True when a comma or "và" stands between the title of the head, which names another document, and this one.

    With it may stand places of this one, where the title repeals, and what the last of a list of documents has behind a semicolon of its title.
    """
    between = text[citations[head].extent : citations[index].start]
    nested = [c for c in citations[head + 1 : index] if c.within == head]
    if not nested:
        return bool(_COLON.fullmatch(between) and _NAMES_BEHIND.search(citations[head].title or ""))
    if _ALSO_PLACES.fullmatch(between) and (_REPEALING.match(citations[head].title or "") or _acts_upon_places(text, citations[head], nested[0])):
        return True
    if between.strip() == ";":
        return _shares_issuer(text, citations, head, index)
    unfinished = len(nested) > 1 and nested[0].type == citations[index].type and not _AND.search(text, nested[0].end, citations[head].extent)
    return _LIST_GOES_ON.fullmatch(between) is not None or (unfinished and _FIELD_GOES_ON.fullmatch(between) is not None)


def _acts_upon_places(text: str, head: Citation, first: Citation) -> bool:
    """True for "A sửa đổi Điều 5 B"; of "Điều 2 A sửa đổi Điều 5 B, Điều 7 C" the list may be one of places like Điều 2."""
    return bool(_PLACE_BEFORE.search(text, head.end, first.start) and not _PLACE_BEFORE.search(text, max(0, head.start - 40), head.start))


def _shares_issuer(text: str, citations: Sequence[Citation], head: int, index: int) -> bool:
    """True for "A của Bộ Tơ sửa đổi B; C; D của Bộ Tơ.": the bare ones up to the one with the issuer are what the title amends."""
    outer = citations[head]
    run = [c for c in citations[head + 1 : index] if c.within == head]
    for cited in citations[index:]:
        if run[-1].issuer or text[run[-1].end : cited.start].strip() != ";":
            break
        run.append(cited)
    alike = all(c.type == outer.type and c.title is None and _belongs(c, outer) for c in run)
    last = run[-1]
    return bool(outer.issuer and alike and len(run) > 2 and last.issuer and not any(c.issuer for c in run[:-1]) and _CLAUSE_END.match(text, max(last.end, last.extent)))


def _is_laid_down(text: str, head: Citation, cited: Citation) -> bool:
    """True when the title of the head acts upon something, or guides it, and this is the document in which that was laid down."""
    guides = _GUIDING.match(head.title or "") and cited.type != head.type and not cited.title
    return bool((_ACTING.match(head.title or "") or guides) and _LAID_DOWN.fullmatch(text, head.extent, cited.start))


def _also_amends(text: str, citations: Sequence[Citation], head: int, index: int) -> bool:
    """True when the title of the head guides what another document lays down, and goes on to amend this one."""
    outer = citations[head]
    guides = bool(_GUIDING.match(outer.title or "")) and any(c.within == head for c in citations[head + 1 : index])
    return guides and _AND_AMENDS.fullmatch(text, outer.extent, citations[index].start) is not None


def _with_title_to(text: str, cited: Citation, end: int) -> Citation:
    """The citation with a title that ends at a place."""
    begin = text.find((cited.title or "")[:24], cited.end)
    return replace(cited, title=text[begin:end], extent=end) if cited.title and 0 <= begin < end else cited


def _split(text: str, citations: list[Citation], outer: int, index: int) -> None:
    """Let the title of the outer citation end before this one, which stands beside it from here on."""
    cut = _BESIDE.search(text, citations[outer].end, citations[index].start)
    end = cut.start() if cut else citations[index].start
    for at in range(outer + 1, len(citations)):
        if citations[at].start >= citations[outer].extent and at > index:
            break
        if at >= index and citations[at].within == outer:
            citations[at] = replace(citations[at], within=None if at == index else index)
        elif at < index:
            citations[at] = replace(citations[at], extent=min(citations[at].extent, max(end, citations[at].end)))
    mine = max(citations[index].extent, citations[outer].extent) if citations[index].title else citations[index].extent
    citations[index] = replace(citations[index], extent=mine)
    citations[outer] = replace(citations[outer], extent=end)


def older(a: Citation, b: Citation) -> bool | None:
    """True when `a` was issued before `b`; None when that cannot be told."""
    if a.issued and b.issued:
        return a.issued < b.issued if a.issued != b.issued else None
    first, second = _year(a), _year(b)
    if first is None or second is None:
        return None
    if first != second:
        return first < second
    if a.number and b.number and a.type == b.type and a.number.symbol_slug == b.number.symbol_slug:
        return _ordinal(a) < _ordinal(b) if _ordinal(a) != _ordinal(b) else None
    return None


def _year(cited: Citation) -> int | None:
    issued: date | None = cited.issued
    return (cited.number.year if cited.number else None) or (issued.year if issued else cited.year)


def _ordinal(cited: Citation) -> int:
    found = re.match(r"\d+", cited.number.ordinal) if cited.number else None
    return int(found[0]) if found else 0

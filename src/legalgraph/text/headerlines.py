"""The number and the day that a header gives, told from those that sentences around it name."""

import re
from collections.abc import Iterator
from datetime import date

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.folding import straighten
from legalgraph.model.number import Number
from legalgraph.text.letters import CAPITAL, SMALL

_NUMBER = re.compile(
    r"(?:(?:(?:[Bb]ộ\s+)?[Ll]uật|[Nn]ghị quyết|[Pp]háp lệnh)\s+)?\b[Ss][ốỐ](?:\s+hiệu)?\s*[:.]?\s*"
    r"(?P<number>[0-9]{1,5}(?:\.[0-9]{1,4})?[a-zA-ZđĐ]?(?:\s*/\s*(?:19|20)[0-9]{2}(?![0-9]))?"
    # The symbol: parts after "/" or "-", broken by blanks as the printer pleased; or after a blank, as before 1997.
    rf"(?:(?:\s*/\s*|\s*[-–]\s*)[{CAPITAL}][^\W_]*(?:&[^\W_]+)?(?:\([A-Z0-9]+\))?){{1,8}}|"
    rf"[0-9]{{1,5}}[ ][A-ZĐ]{{2,6}}(?:/[A-ZĐ-]{{2,8}})+)"
)
DAY = re.compile(
    r"(?:(?P<place>[^\W\d_][^\n,;:/()0-9]{1,40}),\s*)?\b[Nn]gày[\s.]*(?P<d>[0-9]{1,2})(?:[\s.]*tháng[\s.]*|[/-])(?P<m>[0-9]{1,2})(?:[\s.]*năm[\s.]*|[/-])(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
)
_LABELLED = re.compile(rf"(?:\A|\n)[^\n{SMALL}]*(?:(?:Bộ l|L)uật |Nghị quyết |Pháp lệnh )?[Ss][ốỐ]\s*:")
# What portals print around a document: its status, and the documents that touch it.
_BANNER = re.compile(
    r"tình trạng|(?:hết|còn|ngưng|ngừng|có)\s+hiệu lực|hiệu lực\s*:|(?:được|bị|đã)\s+(?:thay thế|sửa đổi|bổ sung|bãi bỏ|đính chính|hợp nhất|"
    r"hủy bỏ|huỷ bỏ)|văn bản\s+(?:này|được|bị|đã|thay thế|sửa đổi|bổ sung|bãi bỏ|hướng dẫn|hợp nhất|đính chính|liên quan|căn cứ|dẫn chiếu)|"
    r"(?:thay thế|sửa đổi|bổ sung|bãi bỏ)\s+bởi|xem\s+(?:thêm|tại|toàn văn)|xem\s*:",
    re.IGNORECASE,
)
# "NGHỊ ĐỊNH SỬA ĐỔI MỘT SỐ ĐIỀU CỦA NGHỊ ĐỊNH SỐ …", "NGHỊ ĐỊNH⏎sửa đổi một số điều của Nghị định số …": what a title acts upon. In small
# letters "theo" may stand before the own number: "(ban hành kèm theo Nghị định số …)".
_OF_ANOTHER = re.compile(
    r"\b(?:CỦA|BỎ|THẾ|SỬA ĐỔI|BỔ SUNG|ĐÍNH CHÍNH|HƯỚNG DẪN|CHI TIẾT|THI HÀNH|THỰC HIỆN|HIỆU LỰC|THEO)\s+(?:(?:TOÀN BỘ|CÁC|MỘT PHẦN)\s+)*"
    r"(?:NGHỊ ĐỊNH|NGHỊ QUYẾT|THÔNG TƯ|QUYẾT ĐỊNH|CHỈ THỊ)(?:\s+LIÊN TỊCH)?\s+\Z"
    r"|\b(?:của|bỏ|thay thế|sửa đổi|bổ sung|đính chính|hướng dẫn|chi tiết|thi hành|thực hiện)\s+(?:(?:toàn bộ|các|một phần)\s+)*"
    r"(?:[Nn]ghị định|[Nn]ghị quyết|[Tt]hông tư|[Qq]uyết định|[Cc]hỉ thị)(?:\s+liên tịch)?\s+\Z"
)
# Behind this many characters stand forms, which have headers of their own.
_FAR = 1500
_ABOUT_THIS = re.compile(r"(?<![^\W_])này(?![^\W_])")


Signed = tuple[date | None, str | None, tuple[int, int] | None]


def find_number(
    text: str, start: int, end: int, type: str | None = None, *, symbol: str = "", header: int = 0
) -> tuple[Number | None, tuple[int, int] | None]:
    """Find the number of a document in the lines about its title, and its span.

    A line of its own ("Số: …") goes before a sentence, and of several lines one that fits the `type` of the title, then
    one behind `header`, where issuer and Quốc hiệu begin, then one with a colon. A sentence gives the number only where
    no line has the label, and not when it tells of a status or of another document before, or when its number cannot be of the type.
    """
    near = max(start, header) + _FAR
    own: list[tuple[tuple[bool, bool, bool], Number, tuple[int, int]]] = []
    told: list[tuple[Number, tuple[int, int]]] = []
    another = -1  # where the number of another document ends
    for found, number in _numbers(text, start, end):
        if not number.symbol.startswith(symbol):
            continue
        before, after = _around(text, found.start(), found.end())
        if _OF_ANOTHER.search(text, max(start, found.start() - 80), found.start()):
            another = found.end()
            continue
        span, fits = found.span("number"), _fits(number, type)
        if found.start() < near and _is_bare(before) and not _ABOUT_THIS.search(after):
            own.append(((fits, found.start() >= header, ":" in text[found.start() : span[0]]), number, span))
        elif fits and not _BANNER.search(before) and (another < 0 or "\n" in text[another : found.start()]):
            told.append((number, span))
    if own:
        best = max(own, key=lambda one: one[0])  # the first of equal ones
        return best[1], best[2]
    if told and not _LABELLED.search(text, start, min(end, near)):
        return told[0]
    return None, None


def find_day(text: str, start: int, end: int, number: tuple[int, int] | None, *, header: int = 0) -> Signed:
    """Find day and place of signing, and their span; `number` is the span of the document's own number, `header` as above.

    A line of its own, or the line of the own number, goes before a sentence; the day of another document is none.
    """
    near = max(start, header) + _FAR
    best: tuple[tuple[bool, bool], date, str | None, tuple[int, int]] | None = None
    for found in DAY.finditer(text, start, min(end, len(text))):
        day = date_of(found)
        if day is None:
            continue
        place = found["place"].strip() if found["place"] else None
        span = (found.start("place") if place else found.start(), found.end())
        before, after = _around(text, *span)
        with_number = number is not None and span[0] - len(before) <= number[0] < span[1]
        if not with_number and (_BANNER.search(before + text[slice(*span)]) or _NUMBER.search(before)):
            continue
        own = with_number or (span[0] < near and _is_bare(before) and not _ABOUT_THIS.search(after))
        rank = (own, own and (with_number or place is not None))
        if best is None or rank > best[0]:
            best = rank, day, place, span
    return best[1:] if best else (None, None, None)


def impossible_day(text: str, end: int, header: int = 0) -> tuple[int, int] | None:
    """The span of the day of signing where the line that gives it names one that no month has, "ngày 31 tháng 02"; else None."""
    for found in DAY.finditer(text, 0, min(end, header + _FAR)):
        before, after = _around(text, *found.span())
        if date_of(found) is None and _is_bare(before) and not _ABOUT_THIS.search(after):
            return found.end("place") + 1 if found["place"] else found.start(), found.end()
    return None


def _numbers(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], Number]]:
    for found in _NUMBER.finditer(text, start, min(end, len(text))):
        number = parsed(found["number"])
        if number is not None:
            yield found, number


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a piece in its line."""
    line_end = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : start], text[end : line_end if line_end >= 0 else len(text)]


def _is_bare(before: str) -> bool:
    """True where no sentence leads to what follows: nothing, a rule, or the other column in capitals."""
    return not any(char.islower() for char in before)


def _fits(number: Number, type: str | None) -> bool:
    return number.can_be(type) or number.can_be(f"{type}-dang")


def parsed(printed: str) -> Number | None:
    """Return the number that printed words are; None when they are none."""
    try:
        return Number.parse(re.sub(r"\s*([/-])\s*", r"\1", straighten(printed)))
    except InvalidIdentifier:
        return None


def date_of(found: re.Match[str]) -> date | None:
    """Return the day that a match of a day names; None when there is no such day."""
    groups = found.groupdict()
    numbers = [groups["y"] or groups.get("y2"), groups["m"] or groups.get("m2"), groups["d"] or groups.get("d2")]
    try:
        return date(*(int(number or 0) for number in numbers))
    except ValueError:
        return None

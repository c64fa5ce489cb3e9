"""The characters of a printed page ▶ its lines: rows, columns of the header, heads and stamps out, footnotes known by size."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile

from legalgraph.sources.pdf_letters import Letter, rows_of, words_of
from legalgraph.sources.pdf_tables import THIN, Box, take_tables

_HEAD = re.compile(r"CÔNG BÁO\s*/\s*Số|^CÔNG BÁO$|^Số\s+\d+(?:\s*\+\s*\d+)*\s*/\s*Ngày", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,4}[-–\s]*")  # noqa: RUF001
_STAMP = re.compile(
    r"^(?:Người ký|Ký bởi|Thời gian ký|Ngày ký|Email|Cơ quan|Thời gian|Số ký hiệu)\s*:|\+0[0-9]:00\s*$|^Ký điện tử|^Digitally signed",
    re.IGNORECASE,
)
_STAMP_MARK = re.compile(r"Người ký\s*:|Ký bởi\s*:|Thời gian ký\s*:|\+0[0-9]:00")
_NOTE_MARK = re.compile(r"^\[?(\d{1,4})\]?[.)]?\s*(?=\S)")
_NATION = "CỘNGHÒAXÃHỘI"
# Behind a unit of measure a raised 2 or 3 is a power: m2, km2.
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kcdm]?m|ha)$")
_LEADERS = (".", "…", "_")
_MOST_MARKS = 60  # a line with more raised numbers is a formula
_RECIPIENTS = re.compile(r"Nơi nhận\s*:?$")
_TITLE_WORD = re.compile(r"^(?:LUẬT|BỘ LUẬT|NGHỊ ĐỊNH|NGHỊ QUYẾT|QUYẾT ĐỊNH|THÔNG TƯ|CHỈ THỊ|PHÁP LỆNH|CÔNG VĂN|THÔNG BÁO)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    `calls` are (offset, label) of raised digits taken out; `lead` are raised digits that it begins with; `note` is the mark
    of a footnote that begins here; `small` for lines in smaller type at the foot of the page, `ruled` with a rule above them.
    """

    words: str
    number: int
    box: Box
    size: float
    calls: tuple[tuple[int, str], ...] = ()
    note: str | None = None
    small: bool = False
    lead: str = ""
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines in reading order, how many characters were printed on it, and how many pictures."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    characters: int
    pictures: int


@dataclass(slots=True)
class _Segment:
    """Characters beside each other without a wide gap; the line most of them stand on, and the size of most."""

    letters: list[Letter]
    left: float = field(init=False)
    right: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.letters[0].left
        self.right = max(letter.right for letter in self.letters)
        self.base = round(Counter([letter.base for letter in self.letters]).most_common(1)[0][0], 1)
        sizes = Counter([letter.size for letter in self.letters if not letter.text.isspace()]).most_common(1)
        self.size = round(sizes[0][0], 1) if sizes else 0.0


def arrange(
    number: int, width: float, height: float, letters: Sequence[Letter], pictures: int, drawn: Sequence[Box] = ()
) -> Page:
    """Make lines of the characters of a page, in the order in which they are read; `drawn` are the boxes of its rules."""
    printed = [letter for letter in letters if not letter.text.isspace()]
    outside, table = take_tables(letters, drawn)
    rows = [row for row in rows_of(outside) if not _is_head(row, height)]
    segments = [s for row in rows for s in _segments(row) if any(not letter.text.isspace() for letter in s.letters)]
    ordered = list(_reading_order(segments, width, height, first=number == 1))
    body = _body_size(ordered)
    lines = [line for group in ordered if (line := _line(group, 0, body)).words and not _is_stamp(line)]
    for row in table:
        at = next((n for n, line in enumerate(lines) if line.box[3] > row.box[1] and line.box[1] > row.box[1] - 1), len(lines))
        words, calls = row.written([_cell(cell) for cell in row.cells])
        if words.strip(" |"):
            lines.insert(at, Line(words, 0, row.box, body, calls))
    lines = [replace(line, number=n) for n, line in enumerate(lines, 1)]
    return Page(number, width, height, tuple(_with_notes(lines, body, (width, height), drawn)), len(printed), pictures)


def _is_head(row: Sequence[Letter], height: float) -> bool:
    """True for the running head of a page and for a page number by itself."""
    words, base = words_of(row), row[0].base
    if _HEAD.search(words) and len(words) < 80:
        return base < 0.2 * height
    return (base < 0.1 * height or base > 0.92 * height) and _PAGE_NUMBER.fullmatch(words) is not None


def _segments(row: list[Letter]) -> Iterator[_Segment]:
    """A row cut where a gap is wider than words are apart."""
    current: list[Letter] = []
    end = 0.0
    for letter in row:
        if letter.text.isspace():
            if current:
                current.append(letter)
            continue
        if current and letter.left - end > 2.2 * max(letter.size, 6.0):
            yield _Segment(current)
            current = []
        current.append(letter)
        end = max(end, letter.right) if len(current) > 1 else letter.right
    if current:
        yield from _parted(current)


def _parted(letters: list[Letter]) -> Iterator[_Segment]:
    """A segment, cut before the Quốc hiệu, which may stand close to the name of a long issuer."""
    words = "".join(letter.text for letter in letters if not letter.text.isspace())
    at = words.find(_NATION) if _NATION in words else 0
    # Words that stand across the page are one letter of several characters.
    places = [n for n, letter in enumerate(letters) if not letter.text.isspace() for _ in letter.text] if at > 0 else []
    if places and places[at] > places[at - 1]:
        yield _Segment(letters[: places[at]])
        yield _Segment(letters[places[at] :])
    else:
        yield _Segment(letters)


def _reading_order(segments: list[_Segment], width: float, height: float, *, first: bool) -> Iterator[list[_Segment]]:
    """Groups of segments that are one line each; the two columns of a header one after the other."""
    rows = [list(group) for _, group in groupby(segments, key=lambda s: round(s.base / 3))]
    header = _header_end(rows, width, height) if first else 0
    left = [s for row in rows[:header] for s in row if (s.left + s.right) / 2 < 0.47 * width]
    right = [s for row in rows[:header] for s in row if (s.left + s.right) / 2 >= 0.47 * width]
    for segment in (*left, *right):
        yield [segment]
    rows = rows[header:]
    begin, end = _signature(rows, width)
    yield from rows[:begin]
    below = [s for row in rows[begin:end] for s in row]
    for segment in (*(s for s in below if not _is_right(s, width)), *(s for s in below if _is_right(s, width))):
        yield [segment]
    yield from rows[end:]


def _signature(rows: list[list[_Segment]], width: float) -> tuple[int, int]:
    """The rows in which recipients stand at the left and who signs at the right; none where they do not."""
    begin = next((at for at, row in enumerate(rows) if _RECIPIENTS.match(words_of(row[0].letters))), None)
    if begin is None:
        return len(rows), len(rows)
    end = begin
    while end < len(rows) and not any(s.left < 0.4 * width and s.right > 0.72 * width for s in rows[end]):
        end += 1
    while begin > 0 and len(rows[begin - 1]) == 1 and _is_right(rows[begin - 1][0], width):
        words = words_of(rows[begin - 1][0].letters)
        if not words.isupper():
            break
        begin -= 1
    return begin, end


def _is_right(segment: _Segment, width: float) -> bool:
    return segment.left > 0.4 * width and segment.left + segment.right > 1.1 * width


def _header_end(rows: list[list[_Segment]], width: float, height: float) -> int:
    """How many rows the header in two columns has: down to the type's name, which stands in the middle."""
    beside = 0
    for at, row in enumerate(rows):
        words = words_of(row[0].letters)
        middle = (row[0].left + row[-1].right) / 2
        if len(row) == 1 and abs(middle - width / 2) < 0.12 * width and (_TITLE_WORD.match(words) or at > beside + 6):
            return at if beside else 0
        if row[0].base > 0.5 * height:
            return 0
        if len(row) == 2 and row[0].right < 0.55 * width <= row[1].right:
            beside = at + 1
    return 0


def _body_size(groups: Iterable[list[_Segment]]) -> float:
    """The largest size in which a good part of the page is printed: a page may have more footnotes than text."""
    sizes: Counter[float] = Counter()
    for group in groups:
        for segment in group:
            sizes[segment.size] += len(segment.letters)
    many = [size for size, letters in sizes.items() if letters >= 0.2 * sizes.total()]
    return max(many, default=12.0)


def _line(group: list[_Segment], number: int, body: float) -> Line:
    pieces: list[str] = []
    calls: list[tuple[int, str]] = []
    length = 0
    for segment in group:
        words, marks = _without_marks(segment)
        if not words and not marks:
            continue
        offset = length + (3 if pieces else 0)
        calls += ((offset + at, label) for at, label in marks)
        pieces.append(words)
        length = offset + len(words)
    letters = [letter for segment in group for letter in segment.letters if not letter.text.isspace()]
    box = (min(x.left for x in letters), min(x.top for x in letters), max(x.right for x in letters), max(x.base for x in letters))
    size = max((segment.size for segment in group), default=body)
    return Line(" | ".join(pieces), number, box, size, tuple(calls), lead=_lead(group[0]) if group else "")


def _cell(letters: Sequence[Letter]) -> tuple[str, list[tuple[int, str]]]:
    """The words of a cell without the marks of footnotes, and where those stood."""
    words = ""
    calls: list[tuple[int, str]] = []
    for row in rows_of(letters):
        if all(letter.text.isspace() for letter in row):
            continue
        more, marks = _without_marks(_Segment(row))
        words = f"{words} {more}".strip()
        calls += ((len(words) - len(more) + at, label) for at, label in marks)
    return words, calls


def _lead(segment: _Segment) -> str:
    """The small raised digits that a segment begins with."""
    base, size = segment.base, segment.size
    small = takewhile(lambda x: x.text.isdigit() and x.size <= 0.8 * size and base - x.base > 0.12 * size, segment.letters)
    return "".join(letter.text for letter in small)


def _without_marks(segment: _Segment) -> tuple[str, list[tuple[int, str]]]:
    """The words of a segment without the small raised digits in it, and where those stood."""
    base, size = segment.base, segment.size
    kept: list[Letter] = []
    marks: list[tuple[int, str]] = []
    digits = ""
    begun = False
    for letter in segment.letters:
        small = letter.text.isdigit() and letter.size <= 0.8 * size
        raised = begun and small and base - letter.base > 0.12 * size
        if raised and not (letter.text in "23" and not digits and _UNIT.search(words_of(kept[-8:]))):
            digits += letter.text
            continue
        if digits:
            if len(marks) == _MOST_MARKS:
                return words_of(segment.letters), []
            marks.append((len(words_of(kept)), digits))
            digits = ""
        kept.append(letter)
        begun = begun or letter.text.isalpha() or letter.text in _LEADERS
    words = words_of(kept)
    if digits:
        marks.append((len(words), digits))
    return words, marks


def _is_stamp(line: Line) -> bool:
    """True for the lines of an electronic signature's stamp."""
    return (bool(_STAMP.search(line.words)) and line.size <= 10) or (bool(_STAMP_MARK.search(line.words)) and len(line.words) < 160)


def _with_notes(lines: list[Line], body: float, page: tuple[float, float], drawn: Sequence[Box]) -> Iterator[Line]:
    """Mark the lines at the foot of the page in smaller type: footnotes, and what may go on from the page before.

    A footnote begins with a raised mark, or with one that is called above it on its page.
    """
    first = len(lines)
    while first > 0 and lines[first - 1].size <= 0.9 * body and lines[first - 1].box[3] > 0.25 * page[1]:
        first -= 1
    rule = _rule_above(lines[first:], page[0], drawn)
    if rule is not None:
        first = next(at for at in range(first, len(lines)) if lines[at].box[3] > rule)
    called = {label for line in lines[:first] for _, label in line.calls}
    foot = lines[first:]
    raised = any(line.lead for line in foot)
    yield from lines[:first]
    for line in foot:
        mark = _NOTE_MARK.match(line.words)
        if mark and (mark[1] == line.lead if raised else mark[1] in called):
            yield replace(line, words=line.words[mark.end() :], calls=(), note=mark[1], small=True)
        else:
            yield replace(line, small=True, ruled=rule is not None)


def _rule_above(foot: Sequence[Line], width: float, drawn: Sequence[Box]) -> float | None:
    """Where the rule lies that parts footnotes from the text: above the lines at the foot, or between them."""
    if not foot:
        return None
    top, last = foot[0].box[1] - 25, foot[-1].box[1]
    rules = (b[3] for b in drawn if b[3] - b[1] <= THIN and 40 < b[2] - b[0] < 0.9 * width and b[0] < 0.35 * width)
    return min((place for place in rules if top < place < last), default=None)

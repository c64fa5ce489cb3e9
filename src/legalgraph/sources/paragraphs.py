"""Paragraphs on their way from a file to lines: marks of footnotes, raised digits, tables.

Readers of formats that know paragraphs (Word, HTML) collect `Paragraph`s and then write them to `Lines`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from legalgraph.model.reading import Origin
from legalgraph.sources.lines import Lines

# Raised digits stand between two characters that no text has until it is known whether they call a footnote.
RAISED, LOWERED = "\ufdd0", "\ufdd1"
_RAISED = re.compile(f"{RAISED}([^{RAISED}{LOWERED}]*){LOWERED}")
_STRAY = re.compile(f"[{RAISED}{LOWERED}]")
_DIGITS = re.compile(r"[\[(]?([0-9]{1,3})[\])]?")
# Behind a unit of measure raised digits are a power: m², km2.
_UNIT = re.compile(r"(?:\b(?:[kcdm]?m|ha|s)|[0-9])$")
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words with the place they came from; `calls` are (offset in the words, label) of footnotes called."""

    words: str
    origin: Origin
    calls: tuple[tuple[int, str], ...] = ()


Cell = Sequence[Paragraph]


def raised(words: str) -> str:
    """Mark words as raised above the line."""
    return f"{RAISED}{words}{LOWERED}" if words else ""


def without_marks(words: str) -> str:
    """Take out the two characters that mark raised words, so that no file can forge them."""
    return _STRAY.sub("", words)


def squeezed(paragraph: Paragraph) -> Paragraph:
    """Runs of blanks become one, none stand at the ends."""
    words = paragraph.words
    if not paragraph.calls:
        return replace(paragraph, words=_BLANKS.sub(" ", words).strip(" "))
    runs = [(found.start(), found.end()) for found in _BLANKS.finditer(words)]
    starts = [start for start, _ in runs]
    lost = [0]  # how many blanks are gone before each run
    for start, end in runs:
        lost.append(lost[-1] + end - start - (start > 0))
    done = _BLANKS.sub(" ", words).strip(" ")
    calls = []
    for at, label in paragraph.calls:
        behind = bisect_left(starts, at)
        gone = 0
        if behind:
            start, end = runs[behind - 1]
            gone = lost[behind - 1] + max(0, min(at, end) - start - (start > 0))
        calls.append((min(at - gone, len(done)), label))
    return Paragraph(done, paragraph.origin, tuple(calls))


def joined(paragraphs: Iterable[Paragraph], between: str, origin: Origin) -> Paragraph:
    """Several paragraphs as one."""
    words, calls = "", []
    for index, paragraph in enumerate(paragraphs):
        words += between if index else ""
        calls += [(len(words) + at, label) for at, label in paragraph.calls]
        words += paragraph.words
    return Paragraph(words, origin, tuple(calls))


def write(paragraphs: Sequence[Paragraph], lines: Lines) -> None:
    """Write paragraphs as lines. Raised digits for which the text has a note are written as [n], as its notes are."""
    called: set[str] = set()
    noted: set[str] = set()
    for paragraph in paragraphs:
        begin = len(paragraph.words) - len(paragraph.words.lstrip())
        for found in _RAISED.finditer(paragraph.words):
            if digits := _DIGITS.fullmatch(found[1].strip()):
                (called if found.start() > begin else noted).add(digits[1])
    notes = called & noted
    blank = True
    for paragraph in paragraphs:
        if paragraph.words or not blank:
            lines.add(*_settled(paragraph, notes))
        blank = not paragraph.words


def _settled(paragraph: Paragraph, notes: set[str]) -> tuple[str, Origin, tuple[tuple[int, str], ...]]:
    if RAISED not in paragraph.words:
        return _STRAY.sub("", paragraph.words), paragraph.origin, paragraph.calls
    parts: list[str] = []
    moved: list[tuple[int, int]] = []  # (old offset, how far what follows has moved)
    place = length = 0
    for found in _RAISED.finditer(paragraph.words):
        before = _STRAY.sub("", paragraph.words[place : found.start()])
        begins = length == 0 and not before.strip()
        digits = _DIGITS.fullmatch(found[1].strip())
        is_note = digits is not None and digits[1] in notes and not _UNIT.search(before[-8:])
        mark = f"[{digits[1]}]" if digits is not None and is_note else found[1]
        if is_note and begins and paragraph.words[found.end() : found.end() + 1] not in ("", " "):
            mark += " "
        parts += (before, mark)
        length += len(before) + len(mark)
        place = found.end()
        moved.append((place, length - place))
    parts.append(_STRAY.sub("", paragraph.words[place:]))
    ends = [old for old, _ in moved]

    def shifted(at: int) -> int:
        index = bisect_right(ends, at)
        return at + (moved[index - 1][1] if index else 0)

    return "".join(parts), paragraph.origin, tuple((shifted(at), label) for at, label in paragraph.calls)


# A header (issuer and number | state, motto, place and day) and a signature (recipients | who signs) stand in tables
# without lines; each column is read by itself.
_FRAME = re.compile(
    r"\W*(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM$|"
    r"Độc lập\s*[-\u2013]\s*Tự do|Nơi nhận\s*:|(?:TM|KT|TL|TUQ|Q)\s?\.\s*[A-ZĐ])"
)
_FRAME_ROWS, _FRAME_COLUMNS = 8, 4
# A cell that holds pages is no value: its paragraphs stay apart.
_LONG_CELL = 1500


def table_paragraphs(rows: Sequence[Sequence[tuple[int, Cell]]], part: str) -> Iterator[Paragraph]:
    """The paragraphs of a table: a row a line, cells joined by " | "; columns of headers and signatures one by one.

    A row is its cells as (column, paragraphs).
    """
    filled = [[(column, [p for p in cell if p.words]) for column, cell in row] for row in rows]
    filled = [row for row in filled if any(cell for _, cell in row)]
    columns = sorted({column for row in filled for column, cell in row if cell})
    if _is_frame(filled, len(columns)):
        for column in columns:
            for row in filled:
                yield from (p for at, cell in row if at == column for p in cell)
        return
    for number, row in enumerate(filled, 1):
        cells = [cell for _, cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if sum(map(bool, cells)) == 1 or any(sum(len(p.words) for p in cell) > _LONG_CELL for cell in cells):
            yield from (p for cell in cells for p in cell)
        else:
            origin = Origin(line=number, part=part)
            yield joined((joined(cell, " ", origin) for cell in cells), " | ", origin)


def _is_frame(rows: Sequence[Sequence[tuple[int, Cell]]], columns: int) -> bool:
    if columns < 2 or columns > _FRAME_COLUMNS or len(rows) > _FRAME_ROWS:
        return False
    cells = [cell for row in rows for _, cell in row if cell]
    if any(_FRAME.match(p.words) for cell in cells for p in cell):
        return True
    # One row of several paragraphs beside several others is a layout too.
    return len(rows) == 1 and all(len(cell) > 1 for cell in cells)

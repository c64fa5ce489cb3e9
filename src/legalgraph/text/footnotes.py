"""Footnotes of a printed text: which lines at the foot of a page are notes, and which digits in the text call them.

The numbers 1..n run through the document. A number is taken for a mark only when a note with this number follows on the
same page or the next, and the marks before it have their notes too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from legalgraph.model.reading import Diagnostic
from legalgraph.text.paragraphs import Line

_NOTE = re.compile(r"\[?([0-9]{1,3})\]?[ \t]*(?=[“\"(]?[^\W\d_])")
_NUMBERED = re.compile(r"[0-9]{1,3}")
# Letters before a digit that make it part of a symbol: QH15, m2, CO2, C1, Mẫu B1.
_SYMBOL = re.compile(r"(?:QH|UBTVQH|HĐNN|/[^\s/]*|\b[A-ZĐ]|\b(?:m|cm|km|dm|mm|CO|SO|NO|O|PM|H|N|Covid-|COVID-|https?\S*|www\S*))$")
_WORDS_OF_NOTE = re.compile(
    r"(?:(?:Khoản|Điều|Điểm|Mục|Chương|Cụm từ|Đoạn|Mẫu|Phụ lục|Tên|Từ|Nội dung|Biểu|Tiêu đề|Danh mục|Bộ)\b.{0,400}?(?:được|bị)\b|"
    r"(?:Luật|Nghị định|Thông tư|Quyết định|Pháp lệnh|Nghị quyết|Bộ luật)\b|Trước đó|Xem\b|Hiện nay|Theo\b|Tại thời|Văn bản)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Digits in a line that call a note: a span of the text."""

    label: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The notes of a text as (label, lines), the marks that call them, and the lines that belong to notes."""

    notes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    marks: tuple[Mark, ...] = ()
    lines: frozenset[int] = frozenset()
    starts: dict[int, int] = field(default_factory=dict)  # line ▶ where the words behind the number begin
    diagnostics: tuple[Diagnostic, ...] = ()


def find_footnotes(lines: Sequence[Line]) -> Footnotes:
    """Find the footnotes of a text printed on pages."""
    pages = [index for index, line in enumerate(lines) if line.page] or [0]
    if pages[0] != 0:
        pages.insert(0, 0)
    pages.append(len(lines))
    wanted = 1
    place = (0, 0)  # line and column behind the last mark
    notes: list[tuple[str, list[int]]] = []
    marks: list[Mark] = []
    starts: dict[int, int] = {}
    taken: set[int] = set()
    for begin, end in zip(pages, pages[1:], strict=False):
        first_note: int | None = None
        index = begin
        while index < end:
            found = _NOTE.match(lines[index].words)
            if found and int(found[1]) == wanted:
                mark = _mark(lines, wanted, max(place, (begin, 0)), index if first_note is None else first_note)
                if mark is not None:
                    marks.append(mark)
                    place = (mark.line, mark.end - lines[mark.line].start)
                    notes.append((found[1], []))
                    starts[index] = found.end()
                    first_note = index if first_note is None else first_note
                    wanted += 1
            if first_note is not None:
                notes[-1][1].append(index)
                taken.add(index)
            index += 1
    return Footnotes(tuple((label, tuple(rows)) for label, rows in notes), tuple(marks), frozenset(taken), starts)


def _mark(lines: Sequence[Line], number: int, place: tuple[int, int], until: int) -> Mark | None:
    """The best place for the mark of a note: digits glued to a word, after the last mark and before the notes."""
    digits = str(number)
    best: tuple[int, Mark] | None = None
    for index in range(place[0], until):
        words = lines[index].words
        at = words.find(digits, place[1] if index == place[0] else 0)
        while at >= 0:
            weight = _weight(words, at, at + len(digits))
            if weight and (best is None or weight > best[0]):
                start = lines[index].start + at
                best = (weight, Mark(digits, index, start, start + len(digits)))
            at = words.find(digits, at + 1)
    return best[1] if best else None


def _weight(words: str, start: int, end: int) -> int:
    """How much digits in a line look like a mark; 0 when they do not."""
    before = words[start - 1 : start]
    behind = words[end : end + 1]
    if behind.isdigit() or (behind and behind in "/-%" and words[end + 1 : end + 2].isalnum()) or not before:
        return 0
    if behind in (".", ",") and words[end + 1 : end + 2].isdigit():
        return 0
    if before.isalpha():
        if behind.isalpha() or _SYMBOL.search(words, max(0, start - 24), start):
            return 0
        return 3
    if before in ')]”"’;:%':
        return 3
    if before == "." and start >= 2:
        # "3.6 (được bãi bỏ)": khoản 3 and note 6; "5. 7" is none.
        if words[start - 2].isdigit():
            return 3 if start <= 5 and words[: start - 1].isdigit() and behind in (" ", "") else 0
        return 3
    if before == ",":
        return 0 if words[start - 2 : start - 1].isdigit() else 2
    return 0

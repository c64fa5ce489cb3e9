"""Footnotes of a printed text: which lines at the foot of a page are notes, and which digits in the text call them.

The numbers 1..n run through the document. A line is taken for a note when its number goes on and it either says what
notes say or its mark stands on the page; digits are taken for a mark only when a note with this number exists.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from legalgraph.model.reading import Diagnostic
from legalgraph.text.letters import CAPITAL, SMALL
from legalgraph.text.paragraphs import Line

_NOTE = re.compile(r"\[?([0-9]{1,3})\]?[ \t]*(?=(?:[-–][ ])?[“\"(]?[^\W\d_])")
# "Khoản này được bãi bỏ theo quy định tại …", "Nghị định số 999/2031/NĐ-CP ngày … sửa đổi …".
_FORMULA = re.compile(
    rf"(?:[-–][ ])?[“\"(]?(?:[{CAPITAL}][^\n]{{0,160}}?(?:này|số [0-9IVXA-Z]+|”|I|thứ)[^\n]{{0,60}}? (?:được|bị|bao gồm)\b|"
    r"(?:Luật|Bộ luật|Nghị định|Thông tư|Quyết định|Pháp lệnh|Nghị quyết)[^\n]{0,120}? (?:số|ngày) [0-9]|"
    r"Cụm từ|Từ “|Nội dung “|Khoản này|Điều này|Điểm này|Đoạn này|Mục này|Chương này|Phụ lục này|Mẫu này|Căn cứ |Tên [Đđ]iều|Tiêu đề)"
)
# Letters before digits that make a symbol of both: QH15, m2, CO2, B21, /2012.
_SYMBOL = re.compile(r"(?:QH|UBTVQH|HĐNN|/[^\s/]*|\b(?:m|cm|km|dm|mm|CO|SO|NO|O|PM|N|Covid-|COVID-|Ul|QCVN|TCVN|https?\S*|www\S*))$")
_ROMAN = re.compile(r"(?:Phụ lục|PHỤ LỤC|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Mẫu|Biểu|Bảng)(?: số)?[ .:]*(?:[0-9]{0,3}[IVXLA-Z]{1,5})$")
_UNIT_NUMBER = re.compile(r"(?:Điều |Khoản |Mẫu số |Phụ lục |Mục )?[0-9IVXa-zđ]{1,4}[.)]$")
_FORM_NUMBER = re.compile(r"(?:Mẫu|Biểu|Phụ lục|MẪU|PHỤ LỤC)(?: số)?[ :]*[0-9]{1,2}$")
_CODE = re.compile(r"[A-ZĐ][0-9A-Z]*(?:\.[0-9A-Z]{1,3})*\.[0-9]{1,3}$")  # "mã số: V.09.02.01" and note 4
_NOT_A_MARK_BEFORE = re.compile(
    r"(?:khoản|Khoản|[Đđ]iều|[Đđ]iểm|số|từ|đến|và|hoặc|ngày|tháng|năm|dưới|trên|đủ|hơn|là|các|mức|lần|quý|loại|nhóm|bậc|hạng|khóa|thứ|"
    r"tuổi|[0-9,./-]) $"
)
# "… quy định tại khoản 4 Điều" / "3 Nghị định số …": the number goes on with the line above.
_ASKS_NUMBER = re.compile(r"\b(?:[Kk]hoản|[Đđ]iều|[Đđ]iểm|[Mm]ục|[Cc]hương|số|và|hoặc|đến)$")
_NOT_A_MARK_BEHIND = re.compile(r" (?:tháng|năm|ngày|tuổi|giờ|đồng|người|bản|bộ|lần|triệu|tỷ|%|m|kg|điểm|khoản|Điều|và [0-9]|đến|-)")
_ARTICLE = re.compile(r"Điều [0-9]+[a-zđ]?[.:]")
_SURE, _LIKELY, _PERHAPS = 3, 2, 1
_MOST_SKIPPED = 3
_PAGE_LINES = 120
_FAR_LINES = 3000
_SHORT = 45


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
    pages = [0, *(index for index, line in enumerate(lines) if line.page and index), len(lines)]
    found = _Search(lines)
    for begin, end in pairwise(pages):
        found.page(begin, end)
    if not found.notes:
        return Footnotes()
    found.continue_notes(pages)
    doubts = tuple(
        Diagnostic("note-uncalled", f"note {label} is not called in the text", lines[rows[0]].start, lines[rows[0]].end)
        for label, rows in found.notes
        if label not in {mark.label for mark in found.marks}
    )
    taken = frozenset(row for _, rows in found.notes for row in rows)
    return Footnotes(tuple((label, tuple(sorted(rows))) for label, rows in found.notes), tuple(found.marks), taken, found.starts, doubts)


class _Search:
    """The notes found so far, and where the next mark can stand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.notes: list[tuple[str, list[int]]] = []
        self.marks: list[Mark] = []
        self.starts: dict[int, int] = {}
        self._wanted = 1
        self._place = (0, 0)  # line and column behind the last mark
        self._page_end = 0
        self._counted: dict[int, tuple[int, int]] = {}

    def page(self, begin: int, end: int) -> None:
        """Find the notes that begin on a page; from the first on, all its lines are notes."""
        first: int | None = None
        self._page_end = end
        before = (len(self.notes), len(self.marks), self._wanted, self._place)
        for index in range(begin, end):
            words = self.lines[index].words
            found = _NOTE.match(words) if words[0] in "123456789[" else None
            if found and self._begins_note(index, found, begin, first):
                first = index if first is None else first
            if first is not None:
                self.notes[-1][1].append(index)
        if first is not None and not self._plausible(first, end):
            self.notes, self.marks, self._wanted, self._place = self.notes[: before[0]], self.marks[: before[1]], before[2], before[3]
            self.starts = {row: at for row, at in self.starts.items() if row < first}

    def _plausible(self, first: int, end: int) -> bool:
        """False for rows of a table: many short lines that begin no note, and no note in the words of one."""
        short = 0
        for row in range(first, end):
            words = self.lines[row].words
            if row in self.starts:
                if _FORMULA.match(words, self.starts[row]):
                    return True
            elif len(words) < _SHORT and row + 1 < end and row + 1 not in self.starts:
                short += 1
        return short <= max(2, (end - first) // 5)

    def _begins_note(self, index: int, found: re.Match[str], begin: int, first: int | None) -> bool:
        number = int(found[1])
        if not self._wanted <= number <= self._wanted + _MOST_SKIPPED:
            return False
        words = self.lines[index].words
        formula = bool(_FORMULA.match(words, found.end()))
        apart = first is not None or self.lines[index].gap or self.lines[index].rule
        if not apart and index > begin and _ASKS_NUMBER.search(self.lines[index - 1].words):
            return False
        if number > self._wanted and not (formula and apart):
            return False
        until = index if first is None else first
        if not formula and (not apart or words[found.end()].islower()) and index + 6 < self._page_end:
            return False
        least = (_PERHAPS if apart else _LIKELY) if formula else _SURE
        mark = self._mark(number, max(self._place[0], begin, until - _PAGE_LINES), until, least)
        if mark is None and formula:
            # Notes at the end of a document are called from afar.
            mark = self._mark(number, max(self._place[0], until - _FAR_LINES), until, _SURE)
        if mark is None and not (formula and apart):
            return False
        if mark is not None:
            self.marks.append(mark)
            self._place = (mark.line, mark.end - self.lines[mark.line].start)
        self.notes.append((found[1], []))
        self.starts[index] = found.end()
        self._wanted = number + 1
        return True

    def _mark(self, number: int, begin: int, until: int, least: int) -> Mark | None:
        """The best place for the mark of a note: after the last mark and before the notes."""
        digits = str(number)
        best: tuple[int, Mark] | None = None
        for index in range(begin, until):
            words = self.lines[index].words
            at = words.find(digits, self._place[1] if index == self._place[0] else 0)
            while at >= 0:
                weight = _weight(words, at, at + len(digits))
                if weight >= least and (best is None or weight > best[0]):
                    start = self.lines[index].start + at
                    best = (weight, Mark(digits, index, start, start + len(digits)))
                at = words.find(digits, at + 1)
        return best[1] if best else None

    def continue_notes(self, pages: list[int]) -> None:
        """Give the last note of a page what goes on at the foot of the next."""
        taken = {row: number for number, (_, rows) in enumerate(self.notes) for row in rows}
        wide = _full_width([len(self.lines[row].words) for row in taken])
        narrow = _full_width([len(line.words) for row, line in enumerate(self.lines) if row not in taken])
        limit = (wide + narrow) / 2 if wide - narrow >= 4 else None
        open_note: int | None = None
        for begin, end in pairwise(pages):
            first = next((row for row in range(begin, end) if row in taken), end)
            if open_note is not None and begin < first:
                goes_on = self._quotes_open(open_note)
                least = limit if limit is None or not goes_on else narrow + (limit - narrow) * 0.6
                split = self._split(begin, first, end, least, narrow, open_note)
                if split is not None and not self._is_text(split, first, open_note):
                    self.notes[open_note][1].extend(range(split, first))
                    if first == end:
                        continue
            open_note = taken[end - 1] if end > begin and end - 1 in taken else None

    def _split(self, begin: int, end: int, page_end: int, limit: float | None, narrow: float, note: int) -> int | None:
        """Where on a page the text ends and a note goes on: at a ruled line, or where lines become wider."""
        lines = self.lines
        rule = next((row for row in range(end - 1, begin - 1, -1) if lines[row].rule), None)
        if rule is not None and (limit is None or self._wide(rule, end, limit, narrow) is not False):
            return rule
        if end < page_end and lines[end].rule:
            return None
        if limit is None:
            return None
        blocks = [row for row in range(begin, end) if row == begin or lines[row].gap]
        for row, following in pairwise([*blocks, end]):
            if self._wide(row, end, limit, narrow) and self._wide(row, following, limit, narrow):
                return row
        last = self.notes[note][1][-1]
        gap = next((row for row in range(end - 1, begin, -1) if lines[row].gap), None)
        goes_on = lines[last].words[-1] not in '.;”"' or self._quotes_open(note)
        if gap is not None and goes_on and end - gap <= 4 and lines[gap].words[0].islower() and lines[gap].words[1:2] != ")":
            return gap
        return None

    def _is_text(self, begin: int, end: int, note: int) -> bool:
        """True for lines of the text itself: a mark stands in them, or an article begins outside of quotation marks."""
        at = bisect_left(self.marks, begin, key=lambda mark: mark.line)
        if at < len(self.marks) and self.marks[at].line < end:
            return True
        depth = self._open_marks(note)
        for row in range(begin, end):
            if depth <= 0 and _ARTICLE.match(self.lines[row].words) and row > begin and self.lines[row - 1].words[-1] != ":":
                return True
            depth += self._depth(row)
        return False

    def _depth(self, row: int) -> int:
        return self.lines[row].words.count("“") - self.lines[row].words.count("”")

    def _wide(self, begin: int, end: int, limit: float, narrow: float) -> bool | None:
        """True when the full lines of a block are as wide as those of notes; None when it has no full line."""
        full = [len(self.lines[row].words) for row in range(begin, min(end, begin + 60)) if len(self.lines[row].words) > narrow * 0.9]
        if not full:
            return None
        return sum(full) / len(full) > limit

    def _quotes_open(self, note: int) -> bool:
        return self._open_marks(note) > 0

    def _open_marks(self, note: int) -> int:
        """How many quotation marks a note has opened and not closed; counted on from where it was counted last."""
        rows = self.notes[note][1]
        counted, depth = self._counted.get(note, (0, 0))
        depth += sum(self._depth(row) for row in rows[counted:])
        self._counted[note] = (len(rows), depth)
        return depth


def _full_width(lengths: list[int]) -> float:
    """How wide full lines are in the mean: those not much shorter than the widest."""
    if not lengths:
        return 0.0
    least = sorted(lengths)[len(lengths) * 9 // 10] * 0.85
    full = [length for length in lengths if length >= least]
    return sum(full) / len(full)


def _weight(words: str, start: int, end: int) -> int:
    """How much digits in a line look like a mark; 0 when they do not."""
    before, behind = words[start - 1 : start], words[end : end + 1]
    if not before or behind.isalnum() or (behind and behind in "/-%" and words[end + 1 : end + 2].isalnum()):
        return 0
    if behind in (".", ",") and words[end + 1 : end + 2].isdigit():
        return 0
    head = words[max(0, start - 24) : start]
    if before.isalpha():
        if _ROMAN.search(head):
            return _LIKELY
        if _SYMBOL.search(head) or before in _CAPITALS:
            return _SURE if before in _CAPITALS and start >= 3 and words[start - 3 : start].isupper() and not _SYMBOL.search(head) else 0
        return _SURE
    if before in _CLOSING:
        return _SURE
    if before in ".)":
        # "3.6 (được bãi bỏ)" is khoản 3 with note 6, "Điều 3.3" Điều 3 with note 3; "5.7" elsewhere is a number.
        if before == "." and words[start - 2 : start - 1].isdigit():
            return _SURE if start < 40 and _UNIT_NUMBER.fullmatch(words[:start]) and behind in (" ", "") else 0
        return _SURE
    if before == ",":
        return 0 if words[start - 2 : start - 1].isdigit() else _LIKELY
    return _weak(words, start, end, before, behind)


_CLOSING = ']”"’;:%'
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ")
_TWO_MARKS = re.compile(rf"[{SMALL}.;:”)][0-9]{{1,3}},? $")


def _weak(words: str, start: int, end: int, before: str, behind: str) -> int:
    """Marks set apart by a blank, or glued to a number: "1. 3 Chậm nhất", "việc làm.1 2", "công ty con 36 đã", "Mẫu số 1617"."""
    head = words[max(0, start - 24) : start]
    if before == " ":
        if start < 40 and _UNIT_NUMBER.fullmatch(words[: start - 1]) and behind == " " and words[end + 1 : end + 2].isupper():
            return _LIKELY
        if _TWO_MARKS.search(head):
            return _LIKELY
        if _NOT_A_MARK_BEFORE.search(head) or _NOT_A_MARK_BEHIND.match(words, end) or behind not in (" ", "", ",", ".", ";"):
            return 0
        return _PERHAPS if start > 1 and (words[start - 2].islower() or words[start - 2] in ",.;”)") else 0
    if before.isdigit() and (_FORM_NUMBER.search(head) or (not behind and _CODE.search(head))):
        return _PERHAPS
    return 0

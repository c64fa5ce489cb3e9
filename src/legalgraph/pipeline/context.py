"""What stands around quoted words: an act is often told by a verb before them, or in the line that heads their list."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from legalgraph.model.text import UnitRow

_MOST = 240  # characters of a sentence before its quoted words: the title of an attached document may stand between
_LONGEST_HEAD = 400
_HIGHEST = 3  # units above an item in which its head is looked for
_END = re.compile(r"[.?!]\s+|\s*\n\s*")
_ITEM = re.compile(r"(?:\d{1,3}[a-zđ]?[.)]|[a-zđ]\d?\)|[-–+•])\s")  # noqa: RUF001
_PLACE = re.compile(
    r"(?:(?:toàn bộ|các|một số|những|nội dung|quy định|tại)\s+)*(?:phần|chương|mục|điều|khoản|điểm|tiết|phụ lục|biểu|mẫu)\s", re.IGNORECASE
)
_HEAD = re.compile(r"[^\n]+:[ \t]*$", re.MULTILINE)
_HEADING = re.compile(
    r"Điều\s+\d{1,4}[a-zđ]?\s*[.:]\s*"
    r"(?:Bãi bỏ|Hủy bỏ|Huỷ bỏ|Thay thế|Ngưng|Đình chỉ|Sửa đổi|Bổ sung|Đính chính|Công bố|Quy định chi tiết)[^\n]*",
    re.IGNORECASE,
)


class Context:
    """Finds what stands around words of one text; `units` are its units, each after the one it is in."""

    def __init__(self, text: str, units: Sequence[UnitRow]) -> None:
        self._text, self._units = text, sorted(units, key=lambda unit: unit.start)
        self._starts = [unit.start for unit in self._units]
        self._by_path = {unit.path: unit for unit in units}
        self._first_below: dict[str, int] = {}
        for unit in self._units:
            if unit.parent:
                self._first_below.setdefault(unit.parent, unit.start)

    def before(self, start: int) -> str:
        """The words of the sentence from its beginning to `start`: whole ones, as many as tell the verb, and no mere "a)"."""
        first = max(0, start - _MOST)
        begin = first
        if first and not self._text[first - 1].isspace():
            begin = next((at for at in range(first, start) if self._text[at].isspace()), start)
        for gap in _END.finditer(self._text, first, start):
            if self._begins(gap):
                begin = gap.end()
        words = self._text[begin:start].lstrip()
        mark = _ITEM.match(words)
        return words[mark.end() :].lstrip() if mark else words

    def _begins(self, gap: re.Match[str]) -> bool:
        """Whether a sentence begins behind a gap; a line break alone may stand anywhere in one."""
        capital = self._text[gap.end() : gap.end() + 1].isupper()
        if "\n" not in gap[0]:
            return capital
        before = self._text[gap.start() - 1 : gap.start()] if gap[0][0].isspace() else gap[0][0]
        return capital or before in ".?!;:" or bool(_ITEM.match(self._text, gap.end()))

    def head(self, start: int, cited: int | None = None) -> tuple[int, int] | None:
        """The line above a list that says what is done to its items, where the words at `start` are no more than such an item.

        That is, a place or the name of a document, which begins at `cited`.
        """
        if start != cited and not _PLACE.match(self._text, start):
            return None
        if self.before(start):
            return None
        for number, unit in enumerate(self._around(start)):
            end = min(start, self._first_below.get(unit.path, start))
            heads = [found.span() for found in _HEAD.finditer(self._text, unit.start, end)]
            span = heads[-1] if heads else self._heading(unit, end) if number else None
            if span:
                return span if span[1] - span[0] <= _LONGEST_HEAD else None
        return None

    def _heading(self, unit: UnitRow, end: int) -> tuple[int, int] | None:
        """The heading of an article that names the act, below which the list follows at once."""
        line = _HEADING.match(self._text, unit.start, end)
        return line.span() if line and unit.kind == "dieu" and not self._text[line.end() : end].strip() else None

    def _around(self, start: int) -> Iterator[UnitRow]:
        """The units in which an offset lies, the smallest first."""
        at = bisect_right(self._starts, start) - 1
        unit = self._units[at] if at >= 0 else None
        found = 0
        while unit is not None and found < _HIGHEST:
            if start < unit.end:
                found += 1
                yield unit
            unit = self._by_path.get(unit.parent or "")

"""Lines and units of a text: which unit begins and ends at which line, where the text may be cut into parts."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legalgraph.model.text import UnitRow

DEEPEST = 12  # units inside units that become elements; deeper ones are points only
HEADED = frozenset({"kem-theo", "phuluc", "mau", "phan", "chuong", "muc", "tieumuc", "dieu"})
"""Units that have a heading and stand in the list of contents."""

_LONGEST_HEADING = 600  # characters; what is longer is a paragraph
_HEADING_LINES = 6
_SPACE = " \t\N{NO-BREAK SPACE}"
_CLOSED = re.compile(r"[”\"‟][\s.;,:)\]]*\Z")
_OPENED = re.compile(r"[\s(]*([“\"‟])")
_LONGEST_QUOTATION = 2000  # lines


@dataclass(frozen=True, slots=True)
class Held:
    """A unit that is an element: it begins with the line `first` and ends before the line `stop`. `title_lines` of it are heading."""

    unit: UnitRow
    first: int
    stop: int
    title_lines: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Lines as (start, end) without their breaks; units that hold lines, parents first; units that begin inside a line."""

    lines: list[tuple[int, int]]
    held: list[Held]
    inside: list[UnitRow]


def lines_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines between two offsets, without their line feeds."""
    found = []
    at = start
    while (stop := text.find("\n", at, end)) >= 0:
        found.append((at, stop))
        at = stop + 1
    found.append((at, end))
    return found


def outline(text: str, units: Iterable[UnitRow], start: int, end: int) -> Outline:
    """Lay the units that begin between two offsets over the lines there. Units may overlap: each is cut to the one around it."""
    lines = lines_of(text, start, end)
    starts = [line[0] for line in lines]
    held: list[Held] = []
    inside: list[UnitRow] = []
    stack: list[int] = []  # the lines before which the open units end
    for unit in sorted((u for u in units if start <= u.start < end), key=lambda u: (u.start, -u.end)):
        number = bisect_right(starts, unit.start) - 1
        while stack and stack[-1] <= number:
            stack.pop()
        if len(stack) >= DEEPEST or text[starts[number] : unit.start].strip(_SPACE):
            inside.append(unit)
            continue
        stop = max(number + 1, bisect_left(starts, min(unit.end, end)) if unit.end < end else len(lines))
        stop = min(stop, stack[-1]) if stack else stop
        held.append(Held(unit, number, stop, _title_lines(text, unit, lines[number:stop][:_HEADING_LINES])))
        stack.append(stop)
    return Outline(lines, held, inside)


def _title_lines(text: str, unit: UnitRow, lines: Sequence[tuple[int, int]]) -> int:
    """How many lines are the heading of a unit: those up to the end of its title; else the first, when that is short."""
    if unit.kind not in HEADED:
        return 0
    title = " ".join((unit.heading or "")[:_LONGEST_HEADING].split())
    said = ""
    for number, (start, end) in enumerate(lines, 1):
        said = f"{said} {' '.join(text[start : min(end, start + _LONGEST_HEADING)].split())}".strip()
        if title and said.endswith(title):
            return number
        if len(said) > _LONGEST_HEADING:
            break
    first = lines[0][1] - lines[0][0] if lines else _LONGEST_HEADING
    return 1 if unit.kind != "dieu" and first < 120 else 0


def quotations(text: str, plan: Outline) -> dict[int, int]:
    """New wording that an amending document quotes: first line ▶ line after the last.

    A quotation opens a line and closes one, its marks are balanced, and no unit of the document begins or ends in it.
    """
    limits = sorted({edge for held in plan.held for edge in (held.first, held.stop)})
    found: dict[int, int] = {}
    number = 0
    while number < len(plan.lines):
        opened = _OPENED.match(text, *plan.lines[number])
        if not opened:
            number += 1
            continue
        at = bisect_right(limits, number)
        limit = min(limits[at] if at < len(limits) else len(plan.lines), number + _LONGEST_QUOTATION)
        stop = _closing(text, plan.lines, number, limit, opened[1] == '"')
        if stop is None:
            # Nothing closes before the limit: the other lines up to there are not tried again.
            number = limit
            continue
        found[number] = stop
        number = stop
    return found


def _closing(text: str, lines: Sequence[tuple[int, int]], first: int, limit: int, straight: bool) -> int | None:
    open_marks = 0
    for number in range(first, limit):
        start, end = lines[number]
        if straight:
            open_marks = (open_marks + text.count('"', start, end)) % 2
        else:
            open_marks += text.count("“", start, end) + text.count("‟", start, end) - text.count("”", start, end)
        if open_marks <= 0:
            return number + 1 if _CLOSED.search(text, max(start, end - 8), end) else None
    return None


def parts(text: str, units: Iterable[UnitRow], size: int) -> list[int]:
    """Where the parts of a long text begin: at articles and annexes, else at lines, each part at most about `size` long.

    >>> parts("x" * 10, [], 100)
    [0]
    """
    if len(text) <= size:
        return [0]
    wanted = sorted({u.start for u in units if u.kind in HEADED and (u.start == 0 or text[u.start - 1] == "\n")})
    begins = [0]
    while len(text) - begins[-1] > size:
        last = begins[-1]
        at = bisect_right(wanted, last + size) - 1
        if at >= 0 and wanted[at] > last + size // 2:
            begins.append(wanted[at])
            continue
        cut = text.rfind("\n", last, last + size)
        cut = cut if cut >= 0 else text.find("\n", last + size)
        if cut < 0 or cut + 1 >= len(text):
            break
        begins.append(cut + 1)
    return begins

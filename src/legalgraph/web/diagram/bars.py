"""Charts of counts: bars one below the other, or columns over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10
from typing import Protocol

from legalgraph.web.diagram import measure

WIDE, NARROW = 820.0, 330.0
LABEL, VALUE, AXIS = 13.0, 12.5, 12.0
_BAR, _GAP, _LINE = 20.0, 10.0, 16.0
_TALL = 230.0  # room for the columns
_FOOT, _HEAD = 26.0, 22.0


class Labelled(Protocol):
    """What a bar is of."""

    @property
    def label(self) -> str:
        """The words before or above the bar."""

    @property
    def href(self) -> str | None:
        """Where they lead."""

    @property
    def language(self) -> str:
        """Their language, where it is not that of the page."""


@dataclass(frozen=True, slots=True)
class Point:
    """One number and what it counts; `value` is how the number is written, `href` where its words lead, `language` theirs."""

    label: str
    amount: float
    value: str
    href: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A text of the chart at its place; `anchor` is start, middle or end."""

    text: str
    x: float
    y: float
    anchor: str
    size: float
    role: str
    href: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, its corner at the top left. `look` is a class of the stylesheet, for bars that are not all of one kind."""

    x: float
    y: float
    width: float
    height: float
    spoken: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished layout. `rules` are thin lines as SVG paths."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    words: tuple[Word, ...]
    rules: tuple[str, ...]


def across(points: Sequence[Point], width: float) -> Chart:
    """Bars one below the other. On a narrow picture the words stand above their bar, else to the left of it."""
    above = width < 500
    longest = max(measure.width(point.label, LABEL) for point in points)
    left, room = (0.0, width) if above else _beside(longest, width)
    values = max(measure.width(point.value, VALUE) for point in points) + 10
    scale = (width - left - values) / (max(point.amount for point in points) or 1)
    bars, words, y = [], [], 4.0
    for point in points:
        lines, top, below = labelled(point, y, left, room)
        words += lines
        long = point.amount * scale
        bars.append(Bar(left, top, max(long, 1.0), _BAR, f"{point.label}: {point.value}"))
        words.append(Word(point.value, left + max(long, 1.0) + 6, top + 14.5, "start", VALUE, "value"))
        y = below
    return Chart(round(width), ceil(y - _GAP + 4), tuple(bars), tuple(words), (f"M{left:g} 0V{ceil(y - _GAP + 4)}",))


def labelled(point: Labelled, y: float, left: float, room: float) -> tuple[list[Word], float, float]:
    """The words of a bar, where its top is, and where the next one begins. Bars that begin at 0 have them above, others before."""
    lines = [measure.clip(line, room, LABEL) for line in measure.wrap(point.label, room, LABEL, 2)]
    x, anchor = (0.0, "start") if left == 0 else (left - 10, "end")
    if left == 0:
        top = y + _LINE * len(lines) + 4
        return _lines(point, lines, x, y + 13, anchor), top, top + _BAR + _GAP
    height = max(_BAR, _LINE * len(lines))
    first = y + height / 2 - _LINE * (len(lines) - 1) / 2 + 4.5
    return _lines(point, lines, x, first, anchor), y + (height - _BAR) / 2, y + height + _GAP


def _lines(point: Labelled, lines: Sequence[str], x: float, y: float, anchor: str) -> list[Word]:
    return [Word(line, x, y + _LINE * n, anchor, LABEL, "label", point.href, point.language) for n, line in enumerate(lines)]


def _beside(longest: float, width: float) -> tuple[float, float]:
    """Where bars begin beside their words, and the room of the words."""
    room = min(longest, width * 0.36)
    return room + 12, room


def over_years(points: Sequence[Point], width: float) -> Chart:
    """Columns from the first to the last year; a year that is not among the points keeps its empty place."""
    first, last = min(int(point.label) for point in points), max(int(point.label) for point in points)
    most = max(point.amount for point in points) or 1
    ticks = _ticks(most)
    left = max(measure.width(f"{tick:.10g}", AXIS) for tick in ticks) + 10
    step = (width - left) / (last - first + 1)
    bottom = _HEAD + _TALL
    scale = _TALL / max(most, ticks[-1])
    thick = max(1.0, min(step * 0.74, 46))
    written = all(measure.width(point.value, VALUE) <= step - 2 for point in points)
    bars, words = [], []
    for point in points:
        x = left + (int(point.label) - first + 0.5) * step
        high = point.amount * scale
        bars.append(Bar(x - thick / 2, bottom - high, thick, high, f"{point.label}: {point.value}"))
        if written:
            words.append(Word(point.value, x, bottom - high - 5, "middle", VALUE, "value"))
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if n * step >= 50 or n == 1000)
    shown = [year for year in range(first, last + 1) if year % every == 0] or [first]
    half = measure.width("0000", AXIS) / 2
    for year in shown:
        x = min(left + (year - first + 0.5) * step, width - half)
        words.append(Word(str(year), x, bottom + 18, "middle", AXIS, "tick"))
    words += [Word(f"{tick:.10g}", left - 8, bottom - tick * scale + 4, "end", AXIS, "tick") for tick in ticks]
    rules = tuple(f"M{left:.1f} {bottom - tick * scale:.1f}H{width:g}" for tick in ticks)
    return Chart(round(width), round(bottom + _FOOT), tuple(bars), tuple(words), rules)


def _ticks(most: float) -> list[float]:
    """Zero and round numbers up to about the largest, at most six."""
    size = 10 ** ceil(log10(most)) if most > 0 else 1
    step = next(s for s in (size / 50, size / 20, size / 10, size / 5, size / 2, size) if most / s <= 5)
    step = max(step, 1.0) if most >= 1 else step
    return [step * number for number in range(int(most / step) + 1)]

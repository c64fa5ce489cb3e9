"""Charts of shares: each bar is a whole, cut into its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.bars import LABEL, VALUE, Bar, Chart, Word, labelled

_BAR = 20.0
_BETWEEN = 1.5
_THIN = 1.0  # a part that is there is seen


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole. `look` is a class of the stylesheet, `value` is written into the part where it fits."""

    look: str
    amount: int
    value: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Whole:
    """One bar: its words, its parts in order, and its size in words."""

    label: str
    parts: Sequence[Part]
    value: str = ""
    href: str | None = None
    language: str = ""


def shares(wholes: Sequence[Whole], width: float) -> Chart:
    """Bars of one length, one below the other; the words of a bar stand above it on a narrow picture, else before it."""
    longest = max(measure.width(whole.label, LABEL) for whole in wholes)
    above = width < 500 or not longest
    room = width if above else min(longest, width * 0.36)
    left = 0.0 if above else room + 12
    sizes = max(measure.width(whole.value, VALUE) for whole in wholes)
    length = width - left - (sizes + 10 if sizes else 0)
    bars: list[Bar] = []
    words: list[Word] = []
    y = 4.0
    for whole in wholes:
        lines, top, y = labelled(whole, y, left, room)
        words += lines
        if whole.value:
            words.append(Word(whole.value, left + length + 8, top + 14.5, "start", VALUE, "value"))
        _cut(whole, left, top, length, bars, words)
    return Chart(round(width), ceil(y - 6), tuple(bars), tuple(words), ())


def _cut(whole: Whole, left: float, top: float, length: float, bars: list[Bar], words: list[Word]) -> None:
    parts = [part for part in whole.parts if part.amount]
    total = sum(part.amount for part in parts) or 1
    room = length - _BETWEEN * max(0, len(parts) - 1) - _THIN * len(parts)
    x = left
    for part in parts:
        long = _THIN + room * part.amount / total
        bars.append(Bar(x, top, long, _BAR, part.spoken, part.look))
        if measure.width(part.value, VALUE) + 8 <= long:
            words.append(Word(part.value, x + long / 2, top + 14.5, "middle", VALUE, f"inside {part.look}"))
        x += long + _BETWEEN

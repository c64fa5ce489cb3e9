"""Real time on a line of pixels, and the bars of documents that lie along it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from legalgraph.web.diagram.parts import Tick


@dataclass(frozen=True, slots=True)
class Bar:
    """One document: its words, the day it was signed, and the time it fills. An open end has no `until`."""

    id: str
    lane: int
    lane_name: str
    heading: str
    note: str
    href: str
    spoken: str
    status: str
    signed: date
    since: date
    until: date | None
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to `last` on the pixels from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """The place of a day, kept within the axis."""
        share = (day - self.first) / max(self.last - self.first, timedelta(1))
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def ticks(self, least: float) -> tuple[Tick, ...]:
        """The first days of round years, at least so many pixels apart."""
        pixels = (self.right - self.left) / max(1, self.last.year - self.first.year + 1)
        step = next((years for years in (1, 2, 5, 10, 20) if years * pixels >= least), 50)
        years = [year for year in range(self.first.year, self.last.year + 1) if year % step == 0]
        # The last one needs room for its number.
        return tuple(Tick(str(year), x) for year in years if (x := self.x(date(year, 1, 1))) + 34 <= self.right)


def axis_of(bars: Sequence[Bar], today: date, left: float, right: float) -> Axis:
    """An axis of whole years that holds all bars; open ends reach to today."""
    first = min(min(bar.signed, bar.since) for bar in bars)
    last = max(max(bar.signed, end_of(bar, today)) for bar in bars)
    return Axis(date(first.year, 1, 1), date(max(last.year, first.year + 3), 12, 31), left, right)


def end_of(bar: Bar, today: date) -> date:
    """Where the bar is drawn to: an open one to today, or to its beginning if that lies ahead."""
    return bar.until or max(today, bar.since)


def in_rows(bars: Sequence[Bar]) -> list[Bar]:
    """Bars from top to bottom: by lane, then by day."""
    return sorted(bars, key=lambda bar: (bar.lane, bar.signed, bar.id))

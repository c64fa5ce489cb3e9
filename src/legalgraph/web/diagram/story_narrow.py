"""The story over time for narrow screens: words on lines of their own, bars on a short axis, acts as rails at the left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.axis import Bar, axis_of, end_of, in_rows
from legalgraph.web.diagram.parts import Line, Link, Tick, rounded
from legalgraph.web.diagram.routes import levels
from legalgraph.web.diagram.trunks import merged

WIDTH, RAIL, TOP, LANE_ROOM, ARROW_STEP = 360.0, 13.0, 26.0, 30.0, 10.0
HEADING, NOTE, CAPTION = 15.0, 13.0, 12.5
HEADING_STEP, NOTE_STEP, CAPTION_STEP, BAR, BELOW = 20.0, 17.0, 17.0, 10.0, 26.0


@dataclass(frozen=True, slots=True)
class Strip:
    """A bar with its place; `captions` are (words, group) of its own acts, under its title."""

    bar: Bar
    top: float
    bar_y: float
    start: float
    end: float
    dot: float
    lines: tuple[str, ...]
    captions: tuple[tuple[str, str], ...]

    @property
    def anchor_y(self) -> float:
        """Where rails join."""
        return self.top + 9


@dataclass(frozen=True, slots=True)
class NarrowStory:
    """A finished narrow picture. Words and bars begin at `left`."""

    width: int
    height: int
    left: float
    strips: tuple[Strip, ...]
    lines: tuple[Line, ...]
    lanes: tuple[tuple[str, float], ...]
    ticks: tuple[Tick, ...]
    groups: tuple[str, ...]
    today: float | None


@dataclass(frozen=True, slots=True)
class _Rail:
    """All acts of one look on one document."""

    target: str
    group: str
    kind: str
    sources: tuple[str, ...]
    top: int
    bottom: int


def lay_out(bars: Sequence[Bar], links: Iterable[Link], today: date, names: dict[str, str]) -> NarrowStory:
    """Place the bars and draw the links. `names` are short names for captions. Raises ValueError without bars."""
    rows = in_rows(bars)
    number = {bar.id: at for at, bar in enumerate(rows)}
    drawn = [link for link in merged(links) if link.source != link.target and {link.source, link.target} <= set(number)]
    rails = _rails(drawn, number)
    level = levels(rails, lambda rail: (rail.top, rail.bottom))
    left = (max(level.values()) + 1 if level else 0) * RAIL + 14
    axis = axis_of(rows, today, left, WIDTH - 8)
    strips: list[Strip] = []
    lanes: list[tuple[str, float]] = []
    y = TOP
    for at, bar in enumerate(rows):
        if not lanes or bar.lane != rows[at - 1].lane:
            lanes.append((bar.lane_name, y + 18))
            y += LANE_ROOM
        captions = tuple(
            (line, link.group)
            for link in drawn
            if link.source == bar.id
            for line in measure.wrap(f"→ {link.label} {names[link.target]}", WIDTH - left - 4, CAPTION, 3)
        )
        lines = measure.wrap(bar.note, WIDTH - left - 4, NOTE, 3)
        bar_y = y + HEADING_STEP + NOTE_STEP * len(lines) + CAPTION_STEP * len(captions) + 6
        start, end = axis.x(bar.since), axis.x(end_of(bar, today))
        strips.append(Strip(bar, y, bar_y, start, max(end, start + 3), axis.x(bar.signed), lines, captions))
        y = bar_y + BAR + BELOW
    place = {strip.bar.id: strip for strip in strips}
    found = [
        _line(rail, source, left - 10 - level[rail] * RAIL, place, left, _arrival(rail, rails, level))
        for rail in rails
        for source in rail.sources
    ]
    groups = tuple(dict.fromkeys(link.group for link in drawn))
    shown = axis.x(today) if axis.first <= today <= axis.last else None
    return NarrowStory(
        round(WIDTH), round(y), left, tuple(strips), tuple(found), tuple(lanes), axis.ticks(60), groups, shown
    )


def _rails(links: Sequence[Link], number: dict[str, int]) -> list[_Rail]:
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for link in links:
        grouped.setdefault((link.target, link.group, link.kind), []).append(link.source)
    rails = []
    for (target, group, kind), sources in grouped.items():
        rows = [number[target], *(number[source] for source in sources)]
        rails.append(_Rail(target, group, kind, tuple(sources), min(rows), max(rows)))
    return sorted(rails, key=lambda rail: (rail.bottom - rail.top, rail.top, rail.target, rail.kind))


def _arrival(rail: _Rail, rails: Sequence[_Rail], level: Mapping[_Rail, int]) -> float:
    """How far below the first the arrow of a rail arrives, so that none covers another; the outermost rail comes in first."""
    same = sorted((other for other in rails if other.target == rail.target), key=lambda other: -level[other])
    return min(same.index(rail), 2) * ARROW_STEP


def _line(rail: _Rail, source: str, x: float, place: dict[str, Strip], left: float, lower: float) -> Line:
    start, end = place[rail.target], place[source]
    tip = start.anchor_y + 4 + lower
    # Arrow and tail stand a little apart, so that a document acted upon and acting shows both.
    points = [(left - 3, tip), (x, tip), (x, end.anchor_y - 4), (left - 3, end.anchor_y - 4)]
    return Line(source, rail.target, rail.kind, rail.group, rounded(points, 5), outward=False)

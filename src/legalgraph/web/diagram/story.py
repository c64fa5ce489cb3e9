"""Documents over real time: one bar a document, and every act as a line at the day on which it was signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.axis import Axis, Bar, axis_of, end_of, in_rows
from legalgraph.web.diagram.parts import Label, Line, Link, Point, Tick, rounded
from legalgraph.web.diagram.trunks import merged

WIDTH, EDGE, TOP, LANE_ROOM = 1120.0, 16.0, 30.0, 34.0
HEADING, NOTE, LABEL = 15.0, 12.5, 12.5
HEADING_STEP, NOTE_STEP, LABEL_STEP, BAR, BELOW = 21.0, 16.0, 15.0, 10.0, 30.0
LEAST_ROOM, LINE_GAP, LABEL_ROOM, BESIDE, NEAR = 128.0, 11.0, 165.0, 9.0, 120.0

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Strip:
    """A bar with its place. Words start at `text_x`, or end there when `leftward`; `dot` is the day of signing."""

    bar: Bar
    top: float
    bar_y: float
    start: float
    end: float
    dot: float
    text_x: float
    leftward: bool
    lines: tuple[str, ...]

    @property
    def words(self) -> Rectangle:
        """What the words cover: left, top, right, bottom."""
        widths = [measure.width(self.bar.heading, HEADING, bold=True), *(measure.width(line, NOTE) for line in self.lines)]
        left = self.text_x - max(widths) if self.leftward else self.text_x
        return left, self.top - 4, left + max(widths), self.bar_y - 3

    @property
    def middle(self) -> float:
        """The y of the middle of the bar."""
        return self.bar_y + BAR / 2


@dataclass(frozen=True, slots=True)
class Story:
    """A finished picture over time. `lanes` are (name, y of its words)."""

    width: int
    height: int
    strips: tuple[Strip, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    lanes: tuple[tuple[str, float], ...]
    ticks: tuple[Tick, ...]
    groups: tuple[str, ...]
    today: float | None


@dataclass(frozen=True, slots=True)
class _Act:
    """A link with its place: the rows of its ends and the x of its vertical line."""

    link: Link
    source: int
    target: int
    x: float

    @property
    def rows(self) -> tuple[int, int]:
        return min(self.source, self.target), max(self.source, self.target)

    def crosses_words(self, row: int) -> bool:
        """True for rows between the ends, and for the target's row when the line comes down to its bar."""
        return self.rows[0] < row < self.rows[1] or (self.source < self.target == row)


def lay_out(bars: Sequence[Bar], links: Iterable[Link], today: date) -> Story:
    """Place the bars and draw the links between them. Raises ValueError without bars."""
    rows = in_rows(bars)
    axis = axis_of(rows, today, EDGE, WIDTH - EDGE)
    acts = _acts(links, rows, axis)
    strips, lanes, height = _strips(rows, acts, axis, today)
    lines = tuple(_line(act, strips) for act in acts)
    groups = tuple(dict.fromkeys(act.link.group for act in acts))
    shown = axis.x(today) if axis.first <= today <= axis.last else None
    labels = _labels(acts, strips, lanes)
    return Story(round(WIDTH), round(height), strips, lines, labels, lanes, axis.ticks(54), groups, shown)


def _acts(links: Iterable[Link], rows: Sequence[Bar], axis: Axis) -> list[_Act]:
    """Vertical lines at the day the acting document was signed, moved apart where they would cover one another."""
    number = {bar.id: at for at, bar in enumerate(rows)}
    drawn = [link for link in merged(links) if link.source != link.target and {link.source, link.target} <= set(number)]
    drawn.sort(key=lambda link: (rows[number[link.source]].signed, number[link.target], number[link.source]))
    placed: list[_Act] = []
    for link in drawn:
        source, target = number[link.source], number[link.target]
        x = axis.x(rows[source].signed)
        beside = [a.x for a in placed if a.rows[0] < max(source, target) and min(source, target) < a.rows[1]]
        while any(abs(x - other) < LINE_GAP for other in beside):
            x += 1
        placed.append(_Act(link, source, target, x))
    return placed


def _strips(
    rows: Sequence[Bar], acts: Sequence[_Act], axis: Axis, today: date
) -> tuple[tuple[Strip, ...], tuple[tuple[str, float], ...], float]:
    strips: list[Strip] = []
    lanes: list[tuple[str, float]] = []
    y = TOP
    for number, bar in enumerate(rows):
        if not lanes or bar.lane != rows[number - 1].lane:
            lanes.append((bar.lane_name, y + 22))
            y += LANE_ROOM
        crossing = [act.x for act in acts if act.crosses_words(number)]
        own = [act.x for act in acts if act.source == number and act.target < number]
        strip = _strip(bar, y, crossing, own, axis, today)
        strips.append(strip)
        y = strip.bar_y + BAR + BELOW
    return tuple(strips), tuple(lanes), y


def _strip(bar: Bar, y: float, crossing: Sequence[float], own: Sequence[float], axis: Axis, today: date) -> Strip:
    """Place one bar. `crossing` are the lines that pass its words, `own` those that rise from it."""
    dot, start, end = axis.x(bar.signed), axis.x(bar.since), axis.x(end_of(bar, today))
    heading = measure.width(bar.heading, HEADING, bold=True)
    beside = max([dot, *own]) + BESIDE
    left = dot - BESIDE - max([x + 6 for x in crossing if x < dot - BESIDE] + [axis.left])
    # Right of the dot, or right of a line that passes close to it.
    starts = [beside, *(x + BESIDE for x in sorted(crossing) if beside < x < dot + NEAR)]
    rooms = {start: min([x - 6 for x in crossing if x > start] + [axis.right]) - start for start in starts}
    right, open_right = rooms[beside], axis.right - beside
    leftward = right < max(LEAST_ROOM, heading) and left > max(right, heading)
    start_x = next((start for start in starts if rooms[start] >= max(LEAST_ROOM, heading)), beside)
    room = left if leftward else rooms[start_x] if rooms[start_x] >= max(LEAST_ROOM, heading) else max(right, open_right)
    lines = measure.wrap(bar.note, min(room, 380), NOTE, 3)
    bar_y = y + HEADING_STEP + NOTE_STEP * len(lines) + 5
    text_x = dot - BESIDE if leftward else min(start_x, max(axis.left, axis.right - heading))
    return Strip(bar, y, bar_y, start, max(end, start + 3), dot, text_x, leftward, lines)


def _line(act: _Act, strips: Sequence[Strip]) -> Line:
    source, target = strips[act.source], strips[act.target]
    points: list[Point] = [(source.dot, source.middle), (act.x, source.middle)]
    if target.start <= act.x <= target.end:
        points.append((act.x, target.bar_y + BAR + 2 if act.source > act.target else target.bar_y - 2))
    else:  # the bar ended before the act, or begins after it: come in from its side
        side = target.end + 2 if act.x > target.end else target.start - 2
        points += [(act.x, target.middle), (side, target.middle)]
    link = act.link
    return Line(link.source, link.target, link.kind, link.group, rounded(points), outward=True)


def _labels(acts: Sequence[_Act], strips: Sequence[Strip], lanes: Sequence[tuple[str, float]]) -> tuple[Label, ...]:
    """Words beside each line, where they cover least."""
    taken: list[Rectangle] = [strip.words for strip in strips]
    taken += [(strip.start, strip.bar_y - 2, strip.end, strip.bar_y + BAR + 2) for strip in strips]
    taken += [(0, y - 14, measure.width(name, 13, bold=True) + EDGE, y + 4) for name, y in lanes]
    verticals = [_vertical(act, strips) for act in acts]
    found: dict[int, Label] = {}
    # Short lines leave the least choice.
    for number in sorted(range(len(acts)), key=lambda number: verticals[number][3] - verticals[number][1]):
        act = acts[number]
        lines = measure.wrap(act.link.label, LABEL_ROOM, LABEL, 4)
        places = _places(act, strips, lines)
        left, right = min(place[0] for place in places), max(place[2] for place in places)
        others = [other for other in taken + verticals[:number] + verticals[number + 1 :] if other[0] < right and left < other[2]]
        best = _clearest(places, others)
        taken.append(best)
        x, y = (best[0] + best[2]) / 2, (best[1] + best[3]) / 2
        found[number] = Label(lines, x, y, act.link.group, act.link.kind, act.link.source, (act.link.target,))
    return tuple(found[number] for number in range(len(acts)))


def _vertical(act: _Act, strips: Sequence[Strip]) -> Rectangle:
    ends = strips[act.source].middle, strips[act.target].middle
    return act.x - 3, min(ends), act.x + 3, max(ends)


def _places(act: _Act, strips: Sequence[Strip], lines: Sequence[str]) -> list[Rectangle]:
    """Where the words may stand: beside the line, from its beginning to its end, right of it first."""
    wide = max(measure.width(line, LABEL, bold=True) for line in lines)
    high = LABEL_STEP * len(lines)
    ends = sorted((strips[act.source].middle, strips[act.target].middle))
    first, last = ends[0] + BAR / 2 + high / 2 + 3, ends[1] - BAR / 2 - high / 2 - 3
    middles = [first + (last - first) * share / 12 for share in range(13)] if last > first else [sum(ends) / 2]
    if act.source > act.target:
        middles.reverse()
    places = [
        (left, y - high / 2, left + wide, y + high / 2)
        for y in middles
        for left in (act.x + 7, act.x - 7 - wide)
        if left >= 0 and left + wide <= WIDTH
    ]
    return places or [(max(0.0, act.x - wide / 2), middles[0], act.x + wide / 2, middles[0] + high)]


def _clearest(places: Sequence[Rectangle], others: Sequence[Rectangle]) -> Rectangle:
    """The first of the places that cover least; most often one covers nothing, and those behind it are not looked at."""
    best, least = places[0], _covered(places[0], others)
    for place in places[1:]:
        if not least:
            break
        if (covered := _covered(place, others)) < least:
            best, least = place, covered
    return best


def _covered(place: Rectangle, others: Iterable[Rectangle]) -> float:
    left, top, right, bottom = place
    total = 0.0
    for x, y, beyond, below in others:
        if x < right and left < beyond and y < bottom and top < below:
            total += (min(right, beyond) - max(left, x)) * (min(bottom, below) - max(top, y))
    return round(total, 1)

"""What diagrams are made of: cards and links go in, placed boxes, lines and labels come out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from legalgraph.web.diagram import measure

LABEL = 12.0
"""The size of the words on lines."""

HIGHEST = 778.0
"""What fits on a sheet, made smaller: 138 of its 273 millimetres of breadth, which may hold 1540 pixels."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Card:
    """One document, or a heap of `count` documents that share one box. `lane` orders the rows, highest rank first."""

    id: str
    lane: int
    lane_name: str
    when: date | None
    heading: str
    title: str
    href: str
    spoken: str
    status: str = "unknown"
    count: int = 1
    type_name: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One relation to draw, from the acting card to the one acted upon. `spoken` is its sentence, `href` where more is said."""

    source: str
    target: str
    kind: str
    group: str
    label: str
    strength: int = 0
    certain: bool = True
    href: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """What a card says of one of its links, broken to fit: before its number, as the centre sees it, or after its title."""

    lines: tuple[str, ...]
    link: Link
    height: float
    before: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A card with its place; `heading` and `lines` are its number and its title, broken to fit.

    A `small` heading has more lines of smaller letters. `caption` is plain words over them in the look of a `group`;
    `captions` are those that lead somewhere.
    """

    card: Card
    x: float
    y: float
    width: float
    height: float
    heading: tuple[str, ...]
    lines: tuple[str, ...]
    focus: bool = False
    small: bool = False
    caption: tuple[str, ...] = ()
    group: str = ""
    captions: tuple[Caption, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn link. `path` starts at the hub, so that links that share a trunk share their dashes.

    `outward` is true when the arrow stands at the end of the path, false when it stands at its start.
    """

    source: str
    target: str
    kind: str
    group: str
    path: str
    outward: bool
    href: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a trunk, centred on a point; `members` are what it joins to its hub."""

    lines: tuple[str, ...]
    x: float
    y: float
    group: str
    kind: str
    hub: str
    members: tuple[str, ...]

    @property
    def width(self) -> float:
        """How wide its longest line is."""
        return max((measure.width(line, LABEL, bold=True) for line in self.lines), default=0.0)


@dataclass(frozen=True, slots=True)
class Lane:
    """A band of one legal rank."""

    lines: tuple[str, ...]
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the time axis."""

    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished layout. Coordinates are pixels of the view box; `cuts` are the gutters (from, to) between rows."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    lanes: tuple[Lane, ...] = ()
    ticks: tuple[Tick, ...] = ()
    groups: tuple[str, ...] = ()
    left: float = 0
    cuts: tuple[tuple[float, float], ...] = ()

    @property
    def fits_a_sheet(self) -> bool:
        """Whether it is too high for a sheet as broad as it is, but fits one made smaller, with letters of six points still."""
        return self.width * 0.46 < self.height <= HIGHEST

    def sheets(self, first: float, others: float) -> tuple[tuple[float, float], ...]:
        """The picture in pieces (from, to) for paper, no higher than the first and the other sheets where its rows allow it.

        Pieces overlap by the gutter between them, so that a reader can follow the lines from one to the next.
        """
        found, start, last = list[tuple[float, float]](), 0.0, (0.0, 0.0)
        for cut in (*self.cuts, (float(self.height), float(self.height))):
            if cut[1] - start > (others if found else first) and last[1] > start:
                found.append((start, last[1]))
                start = last[0]
            last = cut
        return (*found, (start, float(self.height)))


def in_time(cards: Iterable[Card]) -> list[Card]:
    """Cards in order of date, those without one first, ties by heading."""
    return sorted(cards, key=lambda card: (card.when or date.min, card.heading, card.id))


def rounded(points: Sequence[Point], radius: float = 7) -> str:
    """An SVG path through the points with rounded corners; points on a straight run are dropped."""
    corners = _corners(points)
    parts = [f"M{_n(corners[0][0])} {_n(corners[0][1])}"]
    for before, here, after in zip(corners, corners[1:], corners[2:], strict=False):
        into, out = _towards(here, before, radius), _towards(here, after, radius)
        parts.append(f"L{_n(into[0])} {_n(into[1])}Q{_n(here[0])} {_n(here[1])} {_n(out[0])} {_n(out[1])}")
    parts.append(f"L{_n(corners[-1][0])} {_n(corners[-1][1])}")
    return "".join(parts)


def _corners(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if kept and _close(kept[-1], point):
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return kept if len(kept) > 1 else [kept[0], kept[0]]


def _close(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < 0.5 and abs(a[1] - b[1]) < 0.5


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (abs(a[0] - b[0]) < 0.5 and abs(b[0] - c[0]) < 0.5) or (abs(a[1] - b[1]) < 0.5 and abs(b[1] - c[1]) < 0.5)


def _towards(here: Point, there: Point, radius: float) -> Point:
    distance = abs(here[0] - there[0]) + abs(here[1] - there[1])
    share = min(radius, distance / 2) / max(distance, 1e-9)
    return here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")

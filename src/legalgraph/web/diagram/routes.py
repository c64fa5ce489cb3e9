"""Routes of links through the gutters of a grid, so that no line crosses a box.

Rows and columns of boxes are separated by gutters. A line leaves its hub, runs along a track in the gutter of the hub,
down a channel beside the hub when more rows lie between, along a track in the gutter of the member, and ends there.
Here everything is decided on cells; pixels come in `wide`.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cmp_to_key
from itertools import permutations
from typing import TypeVar

from legalgraph.web.diagram.columns import Cell, Grid
from legalgraph.web.diagram.trunks import Trunk

Span = tuple[float, float]
T = TypeVar("T", bound=Hashable)
_TRIED = 5  # all orders of so many tracks are tried


class Side(StrEnum):
    """A side of a box."""

    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Way:
    """How a trunk reaches one member. Gutter g lies above row g; a way without gutters is a straight line."""

    trunk: int
    hub: str
    member: str
    hub_side: Side
    member_side: Side
    hub_gutter: int | None = None
    member_gutter: int | None = None

    @property
    def channelled(self) -> bool:
        """True when rows lie between the two gutters."""
        return self.hub_gutter != self.member_gutter


@dataclass(frozen=True, slots=True)
class Channel:
    """A vertical run of a trunk, left of column `gutter`, between the horizontal gutters `top` and `bottom`."""

    trunk: int
    hub_side: Side
    gutter: int
    top: int
    bottom: int


@dataclass(slots=True)
class Track:
    """A horizontal run of a trunk in one gutter; `ups` and `downs` are where it is joined from above and below."""

    trunk: int
    gutter: int
    ups: set[float] = field(default_factory=set)
    downs: set[float] = field(default_factory=set)
    label: Span | None = None

    @property
    def low(self) -> float:
        """Where its line begins."""
        return min(self.ups | self.downs)

    @property
    def high(self) -> float:
        """Where its line ends."""
        return max(self.ups | self.downs)

    @property
    def span(self) -> Span:
        """What it needs of its gutter: its line and its label."""
        low, high = self.label or (self.low, self.high)
        return min(low, self.low), max(high, self.high)


def ways(trunks: Sequence[Trunk], grid: Grid) -> list[Way]:
    """Decide for every member how its trunk reaches it."""
    return [_way(number, trunk.hub, member, grid) for number, trunk in enumerate(trunks) for member in trunk.members]


def _way(trunk: int, hub: str, member: str, grid: Grid) -> Way:
    here, there = grid.cells[hub], grid.cells[member]
    if here.row == there.row:
        if _free(grid, here, there):
            right = there.column > here.column
            return Way(trunk, hub, member, *((Side.RIGHT, Side.LEFT) if right else (Side.LEFT, Side.RIGHT)))
        return Way(trunk, hub, member, Side.TOP, Side.TOP, here.row, there.row)
    below = there.row > here.row
    sides = (Side.BOTTOM, Side.TOP) if below else (Side.TOP, Side.BOTTOM)
    if here.column == there.column and _free(grid, here, there):
        return Way(trunk, hub, member, *sides)
    hub_gutter, member_gutter = (here.row + 1, there.row) if below else (here.row, there.row + 1)
    return Way(trunk, hub, member, *sides, hub_gutter, member_gutter)


def _free(grid: Grid, a: Cell, b: Cell) -> bool:
    """True when no box stands between two cells of one row or one column."""
    rows, columns = sorted((a.row, b.row)), sorted((a.column, b.column))
    if a.row == b.row:
        return not any(grid.taken(a.row, column) for column in range(columns[0] + 1, columns[1]))
    return not any(grid.taken(row, a.column) for row in range(rows[0] + 1, rows[1]))


def channels(all_ways: Iterable[Way], grid: Grid) -> list[Channel]:
    """One channel for each trunk and side of its hub that has to pass rows, on the side where most members are."""
    grouped: dict[tuple[int, Side], list[Way]] = defaultdict(list)
    for way in all_ways:
        if way.hub_gutter is not None:
            grouped[way.trunk, way.hub_side].append(way)
    found = []
    for (trunk, side), group in grouped.items():
        passing = [way for way in group if way.channelled]
        if not passing:
            continue
        hub = grid.cells[passing[0].hub]
        lean = sum(_sign(grid.cells[way.member].column - hub.column) for way in passing)
        gutters = [g for way in passing for g in (way.hub_gutter, way.member_gutter) if g is not None]
        found.append(Channel(trunk, side, hub.column + (1 if lean >= 0 else 0), min(gutters), max(gutters)))
    return found


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def levels(items: Sequence[T], span: Callable[[T], Span]) -> dict[T, int]:
    """Give items, in the order wanted, the lowest level at which none overlaps another of its level."""
    level: dict[T, int] = {}
    for item in items:
        low, high = span(item)
        over = [level[other] for other in level if span(other)[0] < high and low < span(other)[1]]
        level[item] = max(over) + 1 if over else 0
    return level


def untangled(tracks: Sequence[Track]) -> list[int]:
    """The order of tracks from top to bottom, as indices, with the fewest crossings."""

    def cost(above: Track, below: Track) -> int:
        (a_low, a_high), (b_low, b_high) = above.span, below.span
        return sum(a_low < x < a_high for x in below.ups) + sum(b_low < x < b_high for x in above.downs)

    numbers = range(len(tracks))
    table: dict[tuple[int, int], int] = {(i, j): cost(tracks[i], tracks[j]) for i in numbers for j in numbers if i != j}

    def crossings(order: tuple[int, ...]) -> int:
        return sum(table[above, below] for at, above in enumerate(order) for below in order[at + 1 :])

    if len(tracks) <= _TRIED:
        best = min(permutations(numbers, len(tracks)), key=crossings)
        return list(best)

    def compare(one: int, other: int) -> int:
        return table[one, other] - table[other, one]

    return sorted(numbers, key=cmp_to_key(compare))

"""Columns of time and rows of rank: which cell of the grid each card stands in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from legalgraph.web.diagram.parts import Card, in_time

_TRIES = 8
_HIGH = 2  # cards one above the other in a lane, beyond the first, from which on a column is split


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the grid, counted from the top left."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cards stand. `years` names the columns; `lanes` are (name, first row, last row)."""

    cells: dict[str, Cell]
    years: tuple[str, ...]
    lanes: tuple[tuple[str, int, int], ...]
    occupied: frozenset[tuple[int, int]] = frozenset()

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.lanes[-1][2] + 1 if self.lanes else 0

    def taken(self, row: int, column: int) -> bool:
        """True when a card stands there."""
        return (row, column) in self.occupied


def arrange(cards: Iterable[Card], most: int) -> Grid:
    """Give each card a cell: columns follow time, at most `most` of them, rows follow rank."""
    ordered = in_time(cards)
    columns = _columns(ordered, most)
    column_of = {card.id: number for number, column in enumerate(columns) for card in column}
    cells: dict[str, Cell] = {}
    lanes: list[tuple[str, int, int]] = []
    row = 0
    for lane in sorted({card.lane for card in ordered}):
        mine = [card for card in ordered if card.lane == lane]
        used: dict[int, int] = defaultdict(int)
        for card in mine:
            column = column_of[card.id]
            cells[card.id] = Cell(row + used[column], column)
            used[column] += 1
        height = max(used.values())
        lanes.append((mine[0].lane_name, row, row + height - 1))
        row += height
    return Grid(cells, tuple(_names(columns)), tuple(lanes), frozenset((cell.row, cell.column) for cell in cells.values()))


def _columns(ordered: Sequence[Card], most: int) -> list[list[Card]]:
    """One column a year, then neighbours joined where that adds least height and bridges the smallest gap.

    Where there are fewer years than columns, the highest columns are split: a year of many documents becomes several.
    """
    by_year: dict[int, list[Card]] = {}
    for card in ordered:
        by_year.setdefault(card.when.year if card.when else 0, []).append(card)
    undated = [by_year.pop(0)] if 0 in by_year else []
    columns = list(by_year.values())
    room = max(1, most - len(undated))
    costs = [_cost(a, b) for a, b in pairwise(columns)]
    while len(columns) > room:
        at = min(range(len(costs)), key=costs.__getitem__)
        columns[at : at + 2] = [columns[at] + columns[at + 1]]
        del costs[at]
        for pair in (at - 1, at):
            if 0 <= pair < len(costs):
                costs[pair] = _cost(columns[pair], columns[pair + 1])
    while len(columns) < room and columns:
        at = max(range(len(columns)), key=lambda i: (_height(columns[i]), -i))
        halves = _halves(columns[at]) if _height(columns[at]) >= _HIGH else None
        if halves is None:
            break
        columns[at : at + 1] = halves
    return [*undated, *_balanced(columns)]


def _balanced(columns: list[list[Card]]) -> list[list[Card]]:
    """Join two sparse neighbours and split a crowded column instead, as long as that saves rows."""
    for _ in range(_TRIES):
        tried = []
        for at in range(len(columns) - 1):
            joined = [*columns[:at], columns[at] + columns[at + 1], *columns[at + 2 :]]
            highest = max(range(len(joined)), key=lambda i: (_height(joined[i]), -i))
            if halves := _halves(joined[highest]):
                tried.append([*joined[:highest], *halves, *joined[highest + 1 :]])
        best = min(tried, key=_rows, default=columns)
        if _rows(best) >= _rows(columns):
            break
        columns = best
    return columns


def _rows(columns: Sequence[Sequence[Card]]) -> int:
    """How many rows the columns need: in each lane as many as its highest stack."""
    highest: dict[int, int] = defaultdict(int)
    for column in columns:
        for lane, count in Counter(card.lane for card in column).items():
            highest[lane] = max(highest[lane], count)
    return sum(highest.values())


def _halves(cards: Sequence[Card]) -> list[list[Card]] | None:
    """The cards of a column in two, between days, so that the highest stack is as low as can be; None when all are of one day."""
    cuts = [at for at in range(1, len(cards)) if cards[at - 1].when != cards[at].when]
    if not cuts:
        return None
    left, right = Counter[int](), Counter(card.lane for card in cards)
    best, done = (len(cards), len(cards), 0), 0
    for cut in cuts:
        for card in cards[done:cut]:
            left[card.lane] += 1
            right[card.lane] -= 1
        done = cut
        best = min(best, (max(*left.values(), *right.values()), abs(2 * cut - len(cards)), cut))
    at = best[2]
    return [[*cards[:at]], [*cards[at:]]]


def _height(cards: Sequence[Card]) -> int:
    counts: dict[int, int] = defaultdict(int)
    for card in cards:
        counts[card.lane] += 1
    return sum(n - 1 for n in counts.values())


def _cost(a: Sequence[Card], b: Sequence[Card]) -> tuple[int, int]:
    """What it costs to join two columns: the height it adds, and the time it bridges."""
    return _height([*a, *b]) - max(_height(a), _height(b)), _gap(a, b)


def _gap(a: Sequence[Card], b: Sequence[Card]) -> int:
    last, first = a[-1].when, b[0].when
    return (first - last).days if first and last else 0


def _names(columns: Sequence[Sequence[Card]]) -> Iterable[str]:
    """The years of each column; the months, too, where two columns share a year."""
    told = ""
    ends = [[card.when for card in column if card.when] for column in columns]
    for number, days in enumerate(ends):
        if not days:
            yield "?"
            continue
        first, last = days[0], days[-1]
        before, after = (ends[at] if 0 <= at < len(ends) else [] for at in (number - 1, number + 1))
        shared = (bool(before) and before[-1].year == first.year) or (bool(after) and after[0].year == last.year)
        names = [f"{day.month}/{day.year}" if shared else str(day.year) for day in (first, last)]
        name = names[0] if names[0] == names[1] else f"{names[0]}\N{EN DASH}{names[1]}"
        yield "" if name == told else name  # the same month goes on
        told = name

"""Columns of time and rows of rank: which cell of the grid each card stands in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from legalgraph.web.diagram.parts import Card, in_time


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

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.lanes[-1][2] + 1 if self.lanes else 0

    def taken(self, row: int, column: int) -> bool:
        """True when a card stands there."""
        return any(cell.row == row and cell.column == column for cell in self.cells.values())


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
    return Grid(cells, tuple(_years(column) for column in columns), tuple(lanes))


def _columns(ordered: Sequence[Card], most: int) -> list[list[Card]]:
    """One column a year, then neighbours joined where that adds least height and bridges the smallest gap."""
    by_year: dict[int, list[Card]] = {}
    for card in ordered:
        by_year.setdefault(card.when.year if card.when else 0, []).append(card)
    undated = [by_year.pop(0)] if 0 in by_year else []
    columns = list(by_year.values())
    while len(columns) > max(1, most - len(undated)):
        costs = [(_height(a + b) - max(_height(a), _height(b)), _gap(a, b), i) for i, (a, b) in enumerate(pairwise(columns))]
        at = min(costs)[2]
        columns[at : at + 2] = [columns[at] + columns[at + 1]]
    return [*undated, *columns]


def _height(cards: Sequence[Card]) -> int:
    counts: dict[int, int] = defaultdict(int)
    for card in cards:
        counts[card.lane] += 1
    return sum(n - 1 for n in counts.values())


def _gap(a: Sequence[Card], b: Sequence[Card]) -> int:
    last, first = a[-1].when, b[0].when
    return (first - last).days if first and last else 0


def _years(cards: Sequence[Card]) -> str:
    years = [card.when.year for card in cards if card.when]
    if not years:
        return "?"
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}\N{EN DASH}{years[-1]}"

"""Ruled tables of a printed page: the cells between the rules, so that each row of a table is one line."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from legalgraph.sources.pdf_letters import Letter, rows_of, words_of

Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the page's top left
BETWEEN = " | "
THIN = 3.0
_SHORT = 6.0
_NARROW = 8.0  # no column is narrower
_NEAR = 3.0
# More rules than these are a drawing.
_MOST_RULES = 4_000
_MOST_TABLES = 60
_MOST_SPANNED = 60  # rows by one cell
_LARGEST_CELL = 120_000.0  # square points: a quarter of a page
_OF_LAYOUT = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*-|Nơi nhận\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its box, and the letters of each cell from left to right."""

    box: Box
    cells: tuple[tuple[Letter, ...], ...]

    @property
    def words(self) -> str:
        """The words of the row, cells apart; where one cell alone is filled, its words."""
        return self.written([(_cell_words(cell), []) for cell in self.cells])[0]

    @staticmethod
    def written(cells: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> tuple[str, tuple[tuple[int, str], ...]]:
        """Join the words of cells, each with (offset, label) of the marks in it; empty cells at the end are left out."""
        filled = [at for at, (words, _) in enumerate(cells) if words]
        shown = [cells[at] for at in filled] if len(filled) == 1 else cells[: filled[-1] + 1] if filled else []
        calls: list[tuple[int, str]] = []
        length = 0
        for words, marks in shown:
            calls += ((length + at, label) for at, label in marks)
            length += len(words) + len(BETWEEN)
        return BETWEEN.join(words for words, _ in shown), tuple(calls)


@dataclass(slots=True)
class _Grid:
    across: list[Box]
    down: list[Box]

    @property
    def box(self) -> Box:
        rules = self.across + self.down
        return min(r[0] for r in rules), min(r[1] for r in rules), max(r[2] for r in rules), max(r[3] for r in rules)


def take_tables(letters: Sequence[Letter], drawn: Sequence[Box]) -> tuple[list[Letter], list[Row]]:
    """Return the letters outside tables, and the rows of the tables."""
    grids = list(_grids(drawn))
    if not 0 < len(grids) <= _MOST_TABLES:
        return list(letters), []
    outside: list[Letter] = []
    inside: dict[int, list[Letter]] = {}
    boxes = [grid.box for grid in grids]
    for letter in letters:
        middle, base = (letter.left + letter.right) / 2, letter.base - letter.size * 0.3
        at = next((n for n, b in enumerate(boxes) if b[0] - 1 <= middle <= b[2] + 1 and b[1] - 1 <= base <= b[3] + 1), None)
        if at is None:
            outside.append(letter)
        else:
            inside.setdefault(at, []).append(letter)
    rows: list[Row] = []
    for at, held in sorted(inside.items()):
        made = list(_rows(grids[at], held))
        # A header or signature laid out as a table is read as columns; a frame around everything is no table.
        filled = [sum(any(not x.text.isspace() for x in cell) for cell in row.cells) for row in made]
        beside = sum(cells > 1 for cells in filled)
        table = max(filled, default=0) > 2 or (len(made) > 1 and beside * 3 >= len(made))
        if not table or any(_OF_LAYOUT.search(row.words) for row in made):
            outside += held
        else:
            rows += made
    return outside, rows


def _grids(drawn: Sequence[Box]) -> Iterator[_Grid]:
    """The rules that touch each other, as tables; a line under a header or above footnotes is none."""
    across = [b for b in drawn if b[3] - b[1] <= THIN and b[2] - b[0] >= _SHORT]
    down = [b for b in drawn if b[2] - b[0] <= THIN and b[3] - b[1] >= _SHORT]
    for left, top, right, bottom in drawn:  # a cell drawn as a frame has four rules
        if right - left > _SHORT and bottom - top > _SHORT and (right - left) * (bottom - top) < _LARGEST_CELL:
            across += ((left, top, right, top), (left, bottom, right, bottom))
            down += ((left, top, left, bottom), (right, top, right, bottom))
    if len(across) + len(down) > _MOST_RULES:
        return
    rules = [(b, True) for b in across] + [(b, False) for b in down]
    rules.sort(key=lambda rule: rule[0][1])
    grids: list[tuple[Box, _Grid]] = []
    for box, flat in rules:
        touching = [g for g in grids if _touch(g[0], box)]
        grid = _Grid([], [])
        whole = box
        for old_box, old in touching:
            grid.across += old.across
            grid.down += old.down
            whole = (min(whole[0], old_box[0]), min(whole[1], old_box[1]), max(whole[2], old_box[2]), max(whole[3], old_box[3]))
        grids = [g for g in grids if g not in touching]
        (grid.across if flat else grid.down).append(box)
        grids.append((whole, grid))
    for _, grid in grids:
        if len(_places(b[1] for b in grid.across)) >= 2 and len(_places(b[0] for b in grid.down)) >= 3:
            yield grid


def _touch(a: Box, b: Box) -> bool:
    return a[0] <= b[2] + _NEAR and b[0] <= a[2] + _NEAR and a[1] <= b[3] + _NEAR and b[1] <= a[3] + _NEAR


def _places(values: Iterable[float], near: float = _NEAR) -> list[float]:
    """Values that lie near each other as one, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > near:
            found.append(value)
    return found


def _rows(grid: _Grid, letters: list[Letter]) -> Iterator[Row]:
    left, top, right, bottom = grid.box
    edges = _places([top, bottom, *_heights(grid, left, right)])
    bands = list(pairwise(edges))
    held: list[list[Letter]] = [[] for _ in bands]
    covers = [_covered(grid, edge) for edge in edges]
    firsts: dict[tuple[int, int], int] = {}
    for letter in letters:
        at = bisect_right(edges, letter.base - letter.size * 0.3 + 1) - 1
        place = (min(max(at, 0), len(bands) - 1), round((letter.left + letter.right) / 2))
        if place not in firsts:
            firsts[place] = _first_row(covers, *place)
        held[firsts[place]].append(letter)
    for (upper, lower), inside in zip(bands, held, strict=True):
        if all(letter.text.isspace() for letter in inside):
            continue
        bounds = _places([left, right, *_crossing(grid, upper, lower)], _NARROW)
        cells: list[list[Letter]] = [[] for _ in bounds]
        for printed in rows_of(inside):
            level = printed[0].base - printed[0].size * 0.3
            # A head above several columns is not cut by the rules between them, which begin below it.
            here = _places([left, right, *(r[0] for r in grid.down if r[1] - _NEAR <= level <= r[3] + _NEAR)], _NARROW)
            for letter in printed:
                begin = here[max(0, bisect_right(here, (letter.left + letter.right) / 2 + 1) - 1)]
                cells[max(0, bisect_right(bounds, begin + _NARROW / 2) - 1)].append(letter)
        yield Row((left, upper, right, lower), tuple(map(tuple, cells)))


def _crossing(grid: _Grid, upper: float, lower: float) -> Iterator[float]:
    """Where rules run down most of a band, by themselves or in pieces."""
    lengths: dict[int, float] = {}
    places: dict[int, float] = {}
    for rule in grid.down:
        inside = min(rule[3], lower) - max(rule[1], upper)
        if inside > 0:
            near = round(rule[0] / 2)
            lengths[near] = lengths.get(near, 0.0) + inside
            places.setdefault(near, rule[0])
    for near, place in places.items():
        if sum(lengths.get(near + d, 0.0) for d in (-1, 0, 1)) > 0.45 * (lower - upper):
            yield place


def _first_row(covers: Sequence[Sequence[tuple[float, float]]], row: int, middle: float) -> int:
    """The first row of the cell at a place: a cell that spans several rows has no rule between them."""
    for at in range(row, max(row - _MOST_SPANNED, 0), -1):
        if any(begin <= middle <= end for begin, end in covers[at]):
            return at
    return max(row - _MOST_SPANNED, 0)


def _covered(grid: _Grid, edge: float) -> list[tuple[float, float]]:
    """From where to where rules run along an edge of rows; pieces that nearly touch are one."""
    found: list[tuple[float, float]] = []
    for begin, end in sorted((r[0], r[2]) for r in grid.across if abs(r[1] - edge) <= 2 * _NEAR):
        if found and begin - found[-1][1] <= 2 * _NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def _heights(grid: _Grid, left: float, right: float) -> list[float]:
    """Where rules run over most of the table, by themselves or together, as cells draw their own edges.

    Rules that begin at its left edge and run over two columns are enough: the cells at the right span several rows.
    """
    levels: dict[int, list[Box]] = {}
    for rule in grid.across:
        levels.setdefault(round(rule[1] / _NEAR), []).append(rule)
    return [rule[1] for level, rules in levels.items() if _parts_rows(grid, levels, level, left, right) for rule in rules]


def _parts_rows(grid: _Grid, levels: dict[int, list[Box]], level: int, left: float, right: float) -> bool:
    near = [rule for d in (-1, 0, 1) for rule in levels.get(level + d, ())]
    if sum(rule[2] - rule[0] for rule in near) > 0.6 * (right - left):
        return True
    first = _covered(grid, near[0][1])[0]
    if first[0] > left + 2 * _NEAR:
        return False
    return any(first[0] + _NARROW < r[0] < first[1] - _NARROW and r[1] <= near[0][1] <= r[3] + _NEAR for r in grid.down)


def _cell_words(cell: tuple[Letter, ...]) -> str:
    return " ".join(words for row in rows_of(cell) if (words := words_of(row)))

"""When an answer counts something: what its chart draws."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legalgraph.web.diagram import bars
from legalgraph.web.diagram.bars import Chart, Point
from legalgraph.web.presentation.cells import Cell, Table
from legalgraph.web.presentation.words import Words

MOST_BARS = 40
_MOST_YEARS = 150
_YEAR = re.compile("1[6-9][0-9]{2}|20[0-9]{2}|21[0-9]{2}")
_Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class ChartView:
    """The chart of an answer in its two widths; `spoken` says what it shows. `left_out` counts rows that are not drawn."""

    wide: Chart
    narrow: Chart
    spoken: str
    left_out: int


def chart_of(table: Table, words: Words) -> ChartView | None:
    """Draw an answer of one label and one number a row, with or without an address beside; None for any other."""
    found = _columns(table)
    if found is None:
        return None
    label, amount = found
    points = [_point(row, label, amount) for row in table.rows]
    years = _are_years(points)
    shown = points if years else points[:MOST_BARS]
    most = max(shown, key=lambda point: point.amount)
    spoken = words.ngettext(
        "Biểu đồ %(n)s số: %(amount)s theo %(label)s. Lớn nhất: %(most)s, %(value)s. Bảng có cùng số liệu.",
        "Biểu đồ %(n)s số: %(amount)s theo %(label)s. Lớn nhất: %(most)s, %(value)s. Bảng có cùng số liệu.",
        len(shown), amount=table.columns[amount], label=table.columns[label], most=most.label, value=most.value,
    )  # fmt: skip
    draw = bars.over_years if years else bars.across
    return ChartView(draw(shown, bars.WIDE), draw(shown, bars.NARROW), spoken, len(points) - len(shown))


def _columns(table: Table) -> tuple[int, int] | None:
    """The places of the label and of the number."""
    if table.more or len(table.rows) < 2 or len(table.columns) not in (2, 3):
        return None
    places = range(len(table.columns))
    numbers = [place for place in places if all(_is_count(row[place]) for row in table.rows)]
    if len(numbers) == len(table.columns) == 2:
        pairs = ((0, 1), (1, 0))
        return next((pair for pair in pairs if _are_years([_point(row, *pair) for row in table.rows])), None)
    if len(numbers) != 1:
        return None
    others = [place for place in places if place != numbers[0]]
    # Of two other columns, one only gives addresses.
    plain = [place for place in others if not _is_address(table.rows, place)] or others[:1]
    texts = [cell.text if (cell := row[plain[0]]) else "" for row in table.rows]
    return (plain[0], numbers[0]) if len(plain) == 1 and len(set(texts)) == len(texts) else None


def _is_count(cell: Cell | None) -> bool:
    return cell is not None and cell.number and re.fullmatch(r"\+?[0-9]{1,15}(\.[0-9]*)?", cell.text) is not None


def _is_address(rows: Sequence[_Row], place: int) -> bool:
    return all(cell is not None and cell.iri for cell in (row[place] for row in rows))


def _point(row: _Row, label: int, amount: int) -> Point:
    name, number = row[label], row[amount]
    value = number.text if number else "0"
    return Point(name.text if name else "?", float(value), value)


def _are_years(points: Sequence[Point]) -> bool:
    labels = [point.label for point in points]
    if not all(_YEAR.fullmatch(label) for label in labels) or len(set(labels)) < len(labels):
        return False
    return int(max(labels)) - int(min(labels)) < _MOST_YEARS

"""The numbers of a figure as CSV, for spreadsheets."""

import csv
import io

from legalgraph.web.presentation.figures.figure import Cell, Figure

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(figure: Figure) -> str:
    """The table of a figure. Begins with the mark by which Excel knows UTF-8; no cell can be taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(figure.columns)
    writer.writerows([_cell(cell) for cell in row] for row in figure.rows)
    return "\ufeff" + text.getvalue()


def _cell(cell: Cell) -> str:
    if cell.number:  # grouped for people, and a machine would read 1.234 as one and a bit
        return "".join(char for char in cell.text if char.isdigit())
    return "'" + cell.text if cell.text.startswith(_FORMULA) else cell.text

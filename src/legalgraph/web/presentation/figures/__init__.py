"""The figures of the statistics page: each a sentence, a picture, and the numbers behind it."""

from legalgraph.web.presentation.figures.coverage import coverage_figures
from legalgraph.web.presentation.figures.documents import document_figures
from legalgraph.web.presentation.figures.figure import Cell, Figure
from legalgraph.web.presentation.figures.reach import reach_figures
from legalgraph.web.presentation.figures.sheet import sheet

__all__ = ["Cell", "Figure", "coverage_figures", "document_figures", "reach_figures", "sheet"]

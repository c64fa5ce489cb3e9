"""Figures about what matters most: the documents most cited, and those most changed."""

from legalgraph.model.document import Document
from legalgraph.queries.reader import Statistics
from legalgraph.web.diagram.bars import Point
from legalgraph.web.presentation.figures.figure import Cell, Figure, bars_of, number_cell, shortened
from legalgraph.web.presentation.relations import document_href
from legalgraph.web.presentation.words import Words

Counted = list[tuple[Document, int]]


def reach_figures(statistics: Statistics, words: Words) -> list[Figure]:
    """The figures, without those of which nothing is known."""
    made = (_cited(statistics.most_cited, words), _changed(statistics.most_changed, words))
    return [figure for figure in made if figure is not None]


def counted_rows(counted: Counted, words: Words) -> tuple[tuple[Cell, ...], ...]:
    """A row for each document: what it is called, its title, the number."""
    return tuple(
        (
            Cell(words.name(document), document_href(document.path)),
            Cell(shortened(words.title(document)), quoted=True),
            number_cell(n, words),
        )
        for document, n in counted
    )


def counted_points(counted: Counted, words: Words) -> list[Point]:
    """A bar for each document."""
    return [Point(named(document, words), n, words.number(n), document_href(document.path)) for document, n in counted]


def named(document: Document, words: Words) -> str:
    """What a document is called in a picture: in Vietnamese a law is known by its name, all else by its number."""
    if words.language == "vi" and document.number and document.title.startswith(("Luật", "Bộ luật", "Hiến pháp")):
        return f"{shortened(document.title)} ({document.number})"
    return shortened(words.name(document))


def _cited(counted: Counted, words: Words) -> Figure | None:
    if not counted:
        return None
    document, n = counted[0]
    return Figure(
        code="duoc-dan",
        title=words.gettext("Được dẫn nhiều nhất"),
        says=words.ngettext(
            "%(name)s được nhiều văn bản dẫn đến nhất: %(n)s văn bản.",
            "%(name)s được nhiều văn bản dẫn đến nhất: %(n)s văn bản.",
            n, name=named(document, words),
        ),
        columns=(words.gettext("Văn bản"), words.gettext("Tên"), words.gettext("Số văn bản dẫn đến")),
        rows=counted_rows(counted, words),
        note=words.gettext("Tính mỗi văn bản có căn cứ, sửa đổi, thay thế, hướng dẫn hoặc nhắc đến văn bản này một lần."),
        picture=bars_of(counted_points(counted, words)),
    )  # fmt: skip


def _changed(counted: Counted, words: Words) -> Figure | None:
    if not counted:
        return None
    document, n = counted[0]
    return Figure(
        code="sua-doi",
        title=words.gettext("Bị sửa đổi nhiều nhất"),
        says=words.ngettext(
            "%(name)s bị nhiều văn bản sửa đổi, bãi bỏ hoặc thay thế nhất: %(n)s văn bản.",
            "%(name)s bị nhiều văn bản sửa đổi, bãi bỏ hoặc thay thế nhất: %(n)s văn bản.",
            n, name=named(document, words),
        ),
        columns=(words.gettext("Văn bản"), words.gettext("Tên"), words.gettext("Số văn bản tác động")),
        rows=counted_rows(counted, words),
        picture=bars_of(counted_points(counted, words)),
    )  # fmt: skip

"""The statistics page and the tables behind its pictures."""

from datetime import date

from fastapi import APIRouter, Request, Response

from legalgraph.errors import NotFound
from legalgraph.web.live import View, keeping
from legalgraph.web.presentation.figures import Figure, coverage_figures, document_figures, reach_figures, sheet
from legalgraph.web.presentation.words import Words
from legalgraph.web.site import Site, Visit

_GET = ["GET", "HEAD"]


class StatisticsPage:
    """Handlers, each: read the address, draw the figures of the snapshot, render."""

    def __init__(self, site: Site) -> None:
        self.site = site
        # A snapshot never changes; the day turns statuses over.
        self._drawn = keeping(8)(_draw)

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/thong-ke", self.page, methods=_GET)
        router.add_api_route("/thong-ke/{code}.csv", self.table, methods=_GET)
        return router

    def page(self, request: Request) -> Response:
        """All figures."""
        visit, view = Visit.of(request), self.site.live.view()
        documents, reach, coverage = self._drawn(view, visit.words, self.site.today())
        context = {"documents": documents, "reach": reach, "coverage": coverage, "snapshot": view.snapshot}
        return self.site.page(visit, "statistics.html", context)

    def table(self, request: Request, code: str) -> Response:
        """The numbers of one figure as CSV, in the language of the visit. Raises NotFound."""
        visit, view = Visit.of(request), self.site.live.view()
        groups = self._drawn(view, visit.words, self.site.today())
        figure = next((figure for group in groups for figure in group if figure.code == code), None)
        if figure is None:
            raise NotFound(f"no figure {code!r}")
        headers = {
            "Content-Disposition": f'attachment; filename="thong-ke-{figure.code}.csv"',
            "Content-Language": visit.words.language,
            "Vary": "Accept-Language, Cookie",
            "Cache-Control": "private, no-cache",
        }
        return Response(sheet(figure), media_type="text/csv", headers=headers)


def _draw(view: View, words: Words, today: date) -> tuple[list[Figure], list[Figure], list[Figure]]:
    statistics = view.statistics()
    documents = document_figures(statistics, view.statuses_by_type(today), today, words)
    return documents, reach_figures(statistics, words), coverage_figures(statistics, words)

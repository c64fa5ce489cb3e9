"""The search page at /tim-kiem."""

from fastapi import APIRouter, Request, Response

from legalgraph.web.presentation.asked import PAGE, Asked
from legalgraph.web.presentation.results import results_of
from legalgraph.web.site import Site, Visit

PER_PAGE = 20
_GET = ["GET", "HEAD"]


class Searching:
    """Handlers of search."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route(PAGE, self.search, methods=_GET)
        return router

    def search(self, request: Request) -> Response:
        """Search by number, title, issuer and words of texts, narrowed by facets; without words, look through everything."""
        visit, view = Visit.of(request), self.site.live.view()
        asked = Asked.read(request.query_params.multi_items())
        results = results_of(view, asked, PER_PAGE, visit.words, self.site.today())
        status = 404 if asked.number > max(results.pages, 1) else 200
        return self.site.page(visit, "search.html", {"results": results, "asked": asked, "snapshot": view.snapshot}, status)

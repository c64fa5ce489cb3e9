"""The search page at /tim-kiem, and what fields suggest while typing at /goi-y."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from legalgraph.web.presentation.asked import MOST_TYPED, PAGE, Asked
from legalgraph.web.presentation.results import results_of, suggestions_of
from legalgraph.web.site import UNKEPT, Site, Visit

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
        router.add_api_route("/goi-y", self.suggest, methods=_GET)
        return router

    def search(self, request: Request) -> Response:
        """Search by number, title, issuer and words of texts, narrowed by facets; without words, look through everything."""
        visit, view = Visit.of(request), self.site.live.view()
        asked = Asked.read(request.query_params.multi_items())
        results = results_of(view, asked, PER_PAGE, visit.words, self.site.today())
        status = 404 if asked.number > max(results.pages, 1) else 200
        context = {"results": results, "asked": asked, "snapshot": view.snapshot}
        return self.site.page(visit, "search.html", context, status, {} if results.whole else UNKEPT)

    def suggest(self, request: Request, q: str = "") -> Response:
        """A few documents that may be meant by what was typed so far, as JSON; the same for as long as the snapshot is the same."""
        visit, view = Visit.of(request), self.site.live.view()
        etag = f'W/"{view.snapshot.id}-{visit.words.language}"'
        headers = {"ETag": etag, "Cache-Control": "private, max-age=60", "Vary": "Accept-Language, Cookie", "X-Robots-Tag": "noindex"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return JSONResponse(suggestions_of(view, q.strip()[:MOST_TYPED], visit.words), headers=headers)

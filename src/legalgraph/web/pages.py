"""The pages for people: home, search, two related documents, about, and the doors for programs."""

from functools import lru_cache
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from legalgraph.errors import Ambiguous, InvalidIdentifier, NotFound
from legalgraph.model.document import Document
from legalgraph.model.relation import kinds
from legalgraph.queries.relate import relate
from legalgraph.rdf.vocab import PREFIXES
from legalgraph.web.assets import is_built
from legalgraph.web.live import View
from legalgraph.web.presentation.home import home_page
from legalgraph.web.presentation.relate import relate_page
from legalgraph.web.presentation.results import choices_of, results_of
from legalgraph.web.site import Site, Visit

PER_PAGE = 20
MOST_TYPED = 300  # characters of a number or of a search that are looked at
_LAST_PAGE = 500
_GET = ["GET", "HEAD"]


class Pages:
    """Handlers, each: read the address, ask the snapshot, render."""

    def __init__(self, site: Site) -> None:
        self.site = site
        # Counting walks the whole graph, and a snapshot never changes.
        self._statistics = lru_cache(maxsize=2)(lambda view: view.reader.statistics())

    def router(self) -> APIRouter:
        """The routes of all pages that are not about one document."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self.home, methods=_GET)
        router.add_api_route("/tim-kiem", self.search, methods=_GET)
        router.add_api_route("/quan-he", self.relate, methods=_GET)
        router.add_api_route("/gioi-thieu", self.about, methods=_GET)
        router.add_api_route("/api", self.api, methods=_GET)
        router.add_api_route("/robots.txt", self.robots, methods=_GET)
        return router

    def home(self, request: Request) -> Response:
        """The founding example, search, counts."""
        visit, view = Visit.of(request), self.site.live.view()
        page = home_page(view, self._statistics(view), visit.words, self.site.today())
        return self.site.page(visit, "home.html", {"page": page, "snapshot": view.snapshot})

    def search(self, request: Request, q: str = "", trang: str = "1") -> Response:
        """Search by number, title or issuer."""
        visit, view = Visit.of(request), self.site.live.view()
        typed = q.strip()[:MOST_TYPED]
        number = min(int(trang), _LAST_PAGE) if trang.isascii() and trang.isdigit() and int(trang) > 0 else 1
        results = results_of(view, typed, number, PER_PAGE, visit.words, self.site.today())
        status = 200 if results.hits or number == 1 else 404
        return self.site.page(visit, "search.html", {"results": results, "snapshot": view.snapshot}, status)

    def relate(self, request: Request, a: str = "", b: str = "") -> Response:
        """How two documents relate; any spelling leads to the one address made of their paths."""
        visit, view = Visit.of(request), self.site.live.view()
        typed = {"a": a.strip()[:MOST_TYPED], "b": b.strip()[:MOST_TYPED]}
        found: dict[str, Document] = {}
        trouble = {}
        for side, text in typed.items():
            try:
                if text:
                    found[side] = view.reader.resolve(text)
            except (Ambiguous, NotFound, InvalidIdentifier):
                other = {name: value for name, value in typed.items() if name != side}
                trouble[side] = choices_of(view, text, side, other, visit.words, self.site.today())
        if len(found) < 2:
            status = 404 if any(not t.ambiguous for t in trouble.values()) else 300 if trouble else 200
            context = {"typed": typed, "found": found, "trouble": trouble, "page": None, "snapshot": view.snapshot}
            return self.site.page(visit, "relate.html", context, status)
        if (found["a"].path, found["b"].path) != (a, b):
            return _moved("/quan-he", {"a": found["a"].path, "b": found["b"].path}, request)
        return self._related(visit, view, found)

    def _related(self, visit: Visit, view: View, found: dict[str, Document]) -> Response:
        answer = relate(view.reader, found["a"].path, found["b"].path)
        page = relate_page(view, answer, visit.words, self.site.today())
        typed = {side: document.number or document.path for side, document in found.items()}
        context = {"typed": typed, "found": found, "trouble": {}, "page": page, "snapshot": view.snapshot}
        return self.site.page(visit, "relate.html", context)

    def about(self, request: Request) -> Response:
        """Where the data comes from, what it can and cannot say, how certain it is."""
        visit, view = Visit.of(request), self.site.live.view()
        statistics = self._statistics(view)
        context = {
            "statistics": statistics,
            "by_kind": dict(statistics.by_kind),
            "kinds": kinds().values(),
            "licences": "/static/licences.txt" if is_built() else None,
            "snapshot": view.snapshot,
        }
        return self.site.page(visit, "about.html", context)

    def api(self, request: Request) -> Response:
        """The doors for programs, for people to read."""
        visit, view = Visit.of(request), self.site.live.view()
        # Examples that this graph can answer: its most cited document, and one that relies on it.
        cited = next((document for document, _ in self._statistics(view).most_cited), None)
        acting = next((r.source for r in view.reader.relations_of(cited.path) if r.target == cited.path), None) if cited else None
        other = view.document(acting) if acting else None
        context = {"example": cited, "other": other, "snapshot": view.snapshot, "prefixes": PREFIXES}
        return self.site.page(visit, "api.html", context)

    def robots(self) -> Response:
        """Everything may be read; endless answers need not be crawled."""
        return PlainTextResponse("User-agent: *\nDisallow: /sparql?\nDisallow: /quan-he?\nDisallow: /tim-kiem?\nDisallow: /trich-dan/\n")


def _moved(path: str, query: dict[str, str], request: Request) -> RedirectResponse:
    """To the canonical address, in the language that was asked for."""
    if "lang" in request.query_params:
        query["lang"] = request.query_params["lang"]
    return RedirectResponse(f"{path}?{urlencode(query, safe='/')}", 303)

"""The pages for people: home, about, and the doors for programs."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from legalgraph.catalogue import Filters, Sort
from legalgraph.errors import EngineUnavailable
from legalgraph.model.relation import kinds
from legalgraph.rdf.vocab import PREFIXES
from legalgraph.web.assets import is_built
from legalgraph.web.i18n import LANGUAGES
from legalgraph.web.live import keeping
from legalgraph.web.presentation.home import home_page
from legalgraph.web.site import UNKEPT, Site, Visit

_GET = ["GET", "HEAD"]


class Pages:
    """Handlers, each: read the address, ask the snapshot, render."""

    def __init__(self, site: Site) -> None:
        self.site = site
        # A snapshot never changes, so the page of a day is made once in each language.
        self._home = keeping(2 * len(LANGUAGES))(home_page)

    def router(self) -> APIRouter:
        """The routes of all pages that are not about one document."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self.home, methods=_GET)
        router.add_api_route("/gioi-thieu", self.about, methods=_GET)
        router.add_api_route("/api", self.api, methods=_GET)
        return router

    def home(self, request: Request) -> Response:
        """The founding example, search, counts."""
        visit, view = Visit.of(request), self.site.live.view()
        headers: Mapping[str, str] = {}
        try:
            page = self._home(view, visit.words, self.site.today())
        except EngineUnavailable:
            page, headers = home_page(view, visit.words, self.site.today(), told=False), UNKEPT
        return self.site.page(visit, "home.html", {"page": page, "snapshot": view.snapshot}, headers=headers)

    def about(self, request: Request) -> Response:
        """Where the data comes from, what it can and cannot say, how certain it is."""
        visit, view = Visit.of(request), self.site.live.view()
        statistics = view.statistics()
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
        cited = next((document for document, _ in view.statistics().most_cited), None)
        other = next(iter(view.catalogue.mentioning(cited.path, 1)), None) if cited else None
        today = self.site.today()
        with_text = view.reader.search("", 1, 0, Filters(text=True, day=today, today=today), Sort.CITED).hits
        read = with_text[0].path if with_text else None
        context = {"example": cited, "other": other, "read": read, "snapshot": view.snapshot, "prefixes": PREFIXES}
        return self.site.page(visit, "api.html", context)

"""The page of several documents side by side, and its picture as a file."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from legalgraph.errors import Ambiguous, InvalidIdentifier, NotFound
from legalgraph.model.document import Document
from legalgraph.queries.chains import HUB
from legalgraph.queries.relate import MOST_ASKED, relate
from legalgraph.web.live import View
from legalgraph.web.presentation.relate import RelatePage, most_chains, relate_href, relate_page
from legalgraph.web.presentation.results import Choices, choices_of
from legalgraph.web.site import Site, Visit, day_asked

MOST_TYPED = 300  # characters of a name that are looked at
_GET = ["GET", "HEAD"]
Names = Annotated[list[str], Query()]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the form: the document that was meant, or what was typed and what that may mean."""

    typed: str
    document: Document | None
    choices: Choices | None = None


class Related:
    """Handlers of the page of several documents."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def router(self) -> APIRouter:
        """The routes of the page and of its picture."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/quan-he", self.page, methods=_GET)
        router.add_api_route("/quan-he.svg", self.picture, methods=_GET)
        return router

    def page(self, request: Request, vb: Names = [], a: str = "", b: str = "", ngay: str = "") -> Response:  # noqa: B006
        """How documents relate; any spelling leads to the one address made of their paths. `a` and `b` go before `vb`."""
        visit, view, today = Visit.of(request), self.site.live.view(), self.site.today()
        day, wrong_day = day_asked(ngay, today)
        names = [name for typed in (a, b, *vb) if (name := typed.strip()[:MOST_TYPED])]
        places = self._places(view, visit, names[:MOST_ASKED], day)
        found = list(dict.fromkeys(place.document for place in places if place.document))
        troubled = [place for place in places if place.choices]
        answered = len(found) > 1 and not troubled
        if answered and not wrong_day:
            asked = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
            here = relate_href((document.path for document in found), day if day != today else None)
            if asked != [("vb", document.path) for document in found] + ([("ngay", day.isoformat())] if day != today else []):
                return _moved(here, request)
        context = {
            "places": places,
            "found": found,
            "troubled": troubled,
            "too_many": len(names) > MOST_ASKED,
            "same": len(places) > len(found) == 1 and not troubled,
            "most": MOST_ASKED,
            "hub": HUB,
            "empty": min(MOST_ASKED - len(found) - len(troubled), max(1, 2 - len(found) - len(troubled))),
            "without": lambda document: relate_href((d.path for d in found if d != document), day if day != today else None),
            "day": day,
            "wrong_day": wrong_day,
            "page": self._related(view, visit, found, day) if answered else None,
            "snapshot": view.snapshot,
        }
        return self.site.page(visit, "relate.html", context, _status(troubled, wrong_day))

    def picture(self, request: Request, vb: Names = [], ngay: str = "") -> Response:  # noqa: B006
        """The picture over time as a file; the documents are named by their paths."""
        visit, view = Visit.of(request), self.site.live.view()
        day, _ = day_asked(ngay, self.site.today())
        found = [document for path in vb[:MOST_ASKED] if (document := view.document(path[:MOST_TYPED]))]
        page = self._related(view, visit, list(dict.fromkeys(found)), day) if len(set(found)) > 1 else None
        if page is None or page.picture is None:
            raise NotFound("no picture of these documents; it needs at least two that are in this graph and have a date")
        svg = self.site.render(visit.words.language, "relate.svg", {"page": page})
        headers = {
            # A picture opened by itself brings its own style and nothing else.
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            "Content-Disposition": 'inline; filename="quan-he.svg"',
            "Vary": "Accept-Language, Cookie",
        }
        return Response(svg, media_type="image/svg+xml", headers=headers)

    def _related(self, view: View, visit: Visit, found: list[Document], day: date) -> RelatePage:
        answer = relate(view.reader, *found, most=most_chains(len(found)))
        return relate_page(view, answer, visit.words, day, self.site.today())

    def _places(self, view: View, visit: Visit, names: list[str], day: date) -> list[Place]:
        places: list[Place] = []
        for number, name in enumerate(names):
            try:
                places.append(Place(name, view.reader.resolve(name)))
            except (Ambiguous, NotFound, InvalidIdentifier):
                before, after = [place.document.path if place.document else place.typed for place in places], names[number + 1 :]

                def chosen(path: str, before: list[str] = before, after: list[str] = after) -> str:
                    return relate_href([*before, path, *after], day if day != self.site.today() else None)

                places.append(Place(name, None, choices_of(view, name, chosen, visit.words, self.site.today())))
        return places


def _status(troubled: list[Place], wrong_day: str | None) -> int:
    if any(place.choices and not place.choices.ambiguous for place in troubled):
        return 404
    return 300 if troubled else 400 if wrong_day else 200


def _moved(address: str, request: Request) -> RedirectResponse:
    """To the canonical address, in the language that was asked for."""
    language = f"&lang={request.query_params['lang'][:2]}" if request.query_params.get("lang") in ("vi", "en") else ""
    return RedirectResponse(address + language, 303)

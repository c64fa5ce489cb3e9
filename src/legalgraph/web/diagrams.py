"""The lược đồ at /luoc-do/…: a page, a picture to take away, and why a line is drawn at /giai-thich."""

from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from legalgraph.errors import NotFound
from legalgraph.model.document import Document
from legalgraph.model.identity import canonical_path
from legalgraph.web.live import View
from legalgraph.web.presentation.explanation import explain
from legalgraph.web.presentation.lucdo_choice import Choice
from legalgraph.web.presentation.lucdo_page import lucdo_file, lucdo_page
from legalgraph.web.presentation.lucdo_rows import lucdo_href
from legalgraph.web.site import Site, Visit

_GET = ["GET", "HEAD"]
# A picture opened by itself brings its own style and nothing else.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class Diagrams:
    """Handlers of the addresses of diagrams."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/giai-thich", self.explanation, methods=_GET)
        router.add_api_route("/luoc-do/{path:path}.svg", self.file, methods=_GET)
        router.add_api_route("/luoc-do/{path:path}", self.page, methods=_GET)
        return router

    def page(
        self,
        request: Request,
        path: str,
        buoc: str = "",
        nhom: list[str] = Query([]),
        ngay: str = "",
        so: str = "",
        xep: str = "",
        trong: str = "",
    ) -> Response:
        """The diagram around a document, large, with its controls and the same as a table."""
        visit, view = Visit.of(request), self.site.live.view()
        document = view.document(path)
        if document is None:
            return _elsewhere(view, path)
        if document.is_text:
            raise NotFound(f"{path!r} is a text; only documents have a diagram")
        choice = Choice.read(buoc, nhom, ngay, so, xep, trong)
        page = lucdo_page(view, document, choice, visit.words, self.site.today())
        asked = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
        if asked != parse_qsl(page.choice.query[1:]) and not choice.wrong_day:  # one address for each picture
            return RedirectResponse(_address(document.path, page.choice, request), 303)
        headers = {"X-Robots-Tag": "noindex"} if asked else {}
        context = {"page": page, "snapshot": view.snapshot}
        return self.site.page(visit, "lucdo.html", context, 400 if choice.wrong_day else 200, headers)

    def file(
        self,
        request: Request,
        path: str,
        buoc: str = "",
        nhom: list[str] = Query([]),
        ngay: str = "",
        so: str = "",
    ) -> Response:
        """The diagram as a picture that stands alone."""
        visit, view = Visit.of(request), self.site.live.view()
        document = view.document(path)
        choice = Choice.read(buoc, nhom, ngay, so, "")
        page = lucdo_file(view, document, choice, visit.words, self.site.today()) if document and not document.is_text else None
        if page is None:
            raise NotFound(f"no diagram for {path!r}")
        svg = self.site.render(visit.words.language, "lucdo.svg", {"page": page, "snapshot": view.snapshot})
        headers = {
            "Content-Security-Policy": _PICTURE_POLICY,
            "Content-Disposition": f'inline; filename="{path.replace("/", "-").replace("~", "-")}.svg"',
            "Vary": "Accept-Language, Cookie",
        }
        return Response(svg, media_type="image/svg+xml", headers=headers)

    def explanation(self, request: Request, tu: str = "", den: str = "") -> Response:
        """A piece of a page: the relations by which one document acts on another, with their evidence."""
        visit, view = Visit.of(request), self.site.live.view()
        found = explain(view, tu, den, visit.words)
        if found is None:
            raise NotFound(f"no relation from {tu!r} to {den!r} in this graph")
        headers = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}
        return self.site.page(visit, "explanation.html", {"explanation": found}, headers=headers)


def _address(path: str, choice: Choice, request: Request) -> str:
    """The address of a picture, in the language that was asked for."""
    address = lucdo_href(path, choice)
    if language := request.query_params.get("lang"):
        address += f"{'&' if '?' in address else '?'}{urlencode({'lang': language})}"
    return address


def _elsewhere(view: View, path: str) -> Response:
    """Another spelling of the path."""
    found: Document | None = view.document(canonical_path(path))
    if found is None or found.path == path:
        raise NotFound(f"no document {path!r} in this graph")
    return RedirectResponse(lucdo_href(found.path), 308)

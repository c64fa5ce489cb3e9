"""The words of documents at /van-ban/…, and what a citation leads to, in a few words, at /trich-dan/…."""

import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from legalgraph.errors import InvalidIdentifier, NotFound
from legalgraph.model.document import Document
from legalgraph.model.identity import canonical_path
from legalgraph.model.provision import Provision
from legalgraph.model.relation import ACTS
from legalgraph.web.linked_data import Address
from legalgraph.web.live import View
from legalgraph.web.presentation.changed_places import change_signs
from legalgraph.web.presentation.changes import outstanding_of
from legalgraph.web.presentation.document import status_view
from legalgraph.web.presentation.excerpt import excerpt
from legalgraph.web.presentation.fulltext import Text, shortened
from legalgraph.web.presentation.relations import document_href, only_cited, text_href
from legalgraph.web.site import Site, Visit

_TITLE = 400  # characters of a title above the words
_GET = ["GET", "HEAD"]
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


class Texts:
    """Handlers of the addresses of texts."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/van-ban/{path:path}", self.text, methods=_GET)
        router.add_api_route("/trich-dan/{path:path}", self.excerpt, methods=_GET)
        return router

    def text(self, request: Request, path: str, phan: str = "", tai: str = "") -> Response:
        """The words of a document, long ones in parts (`phan`); `tai` is a span to highlight or a place to go to."""
        visit, view = Visit.of(request), self.site.live.view()
        document = view.document(path)
        if document is None:
            return self._elsewhere(view, path)
        read = view.text(document.path)
        if read is None:
            raise NotFound(f"this graph holds no text of {path!r}; what is known of it is at {document_href(document.path)}")
        relations = view.relations_of(document.path)
        day, acts = self.site.today(), [r for r in relations if r.target == document.path and r.kind in ACTS]
        signs = change_signs(read, acts, view.reader.documents({r.source for r in acts}), visit.words)
        text = Text(read, visit.words, relations, only_cited(view, {c.target for c in read.citations}), signs)
        highlight = _span(tai, len(read.text))
        if tai and highlight is None:
            return _to_place(text, tai)
        number = text.part_of(highlight[0]) if highlight else _number(phan, len(text.begins))
        context = {
            "document": document,
            "name": visit.words.name(document),
            "title": shortened(visit.words.title(document), _TITLE),
            "type": visit.words.type_of(document),
            "issuers": tuple(visit.words.body(code) for code in document.issuers),
            "text": text.view(),
            "part": text.part(number, highlight),
            "status": status_view(view.status(document, day), {}, visit.words) if document.identified else None,
            "outstanding": outstanding_of(view.reader, document, relations, acts, visit.words, day, read.units),
            "snapshot": view.snapshot,
        }
        return self.site.page(visit, "text.html", context)

    def excerpt(self, request: Request, path: str) -> Response:
        """A piece of a page: what a citation leads to."""
        visit, view = Visit.of(request), self.site.live.view()
        address = Address.parse(path)
        document = view.document(address.document)
        if document is None:
            raise NotFound(f"no document {address.document!r} in this graph")
        try:
            provision = Provision.parse(address.provision) if address.provision else None
        except InvalidIdentifier as error:
            raise NotFound(str(error)) from error
        found = excerpt(view, document, provision, visit.words, self.site.today())
        headers = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}
        return self.site.page(visit, "excerpt.html", {"excerpt": found}, headers=headers)

    def _elsewhere(self, view: View, path: str) -> Response:
        """Another spelling of the path, or a place inside the document."""
        address = Address.parse(path.lower().strip("/"))
        found: Document | None = view.document(canonical_path(address.document))
        if found is None or (found.path == path and not address.provision):
            raise NotFound(f"no document {path!r} in this graph")
        query = f"?tai={address.provision}" if address.provision else ""
        return RedirectResponse(text_href(found.path) + query, 308)


def _span(asked: str, length: int) -> tuple[int, int] | None:
    found = _SPAN.fullmatch(asked)
    if not found:
        return None
    start, end = int(found[1]), min(int(found[2]), length)
    return (start, end) if start < end else None


def _to_place(text: Text, asked: str) -> Response:
    try:
        path = Provision.parse(asked).path
    except InvalidIdentifier as error:
        raise NotFound(str(error)) from error
    unit = next((u for u in text.text.units if u.path == path), None)
    if unit is None:
        raise NotFound(f"the text of {text.text.path} holds no {path}")
    return RedirectResponse(text.where(unit.path, unit.start), 303)


def _number(asked: str, most: int) -> int:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    if not 1 <= number <= most:
        raise NotFound(f"this text has {most} part(s)")
    return number

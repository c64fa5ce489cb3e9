"""Linked data at /eli/vn/…: one address a document, as a page or as Turtle, JSON-LD, N-Triples and RDF/XML."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import Triple

from legalgraph.errors import InvalidIdentifier, NotFound
from legalgraph.model.document import Document
from legalgraph.model.identity import BASE, canonical_path
from legalgraph.model.provision import UNITS, Provision
from legalgraph.queries.places import statements_at
from legalgraph.rdf.formats import Format, formats, to_bytes
from legalgraph.web.live import View
from legalgraph.web.presentation.document import document_page
from legalgraph.web.presentation.relations import document_href, text_href
from legalgraph.web.representations import HTML, SUFFIX, wanted
from legalgraph.web.schema_org import legislation
from legalgraph.web.site import DATA_FORMATS, Site, Visit, day_asked

_GET = ["GET", "HEAD"]
RELATIONS_STATED = 200
"""Relations in one part of the data of a document or a place; tens of thousands rest on some laws."""
# A version, or a file it was read from, or a footnote of it.
_VERSION = re.compile(r"(?P<rest>.*?)/?(?:(?P<day>\d{4}-\d{2}-\d{2})/)?vie(?:/(?:file|note)/[^/]+)?")
_UNIT = re.compile(r"(?:" + "|".join(UNITS) + r")_[^/]+")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address names: a document, perhaps a place in it, perhaps a day (of a version)."""

    document: str
    provision: str | None = None
    day: str | None = None
    suffix: str | None = None

    @classmethod
    def parse(cls, path: str) -> "Address":
        """Take the path after `/eli/vn/` apart. Whether there is such a document is not looked at.

        >>> Address.parse("nd/2012/45/nd-cp/dieu_2/khoan_1.ttl")
        Address(document='nd/2012/45/nd-cp', provision='dieu_2/khoan_1', day=None, suffix='ttl')
        """
        found = SUFFIX.search(path)
        suffix = found[1] if found else None
        rest = path.removesuffix(found[0]) if found else path
        day = None
        if version := _VERSION.fullmatch(rest):
            rest, day = version["rest"], version["day"] or ""
        steps = rest.strip("/").split("/")
        at = next((number for number, step in enumerate(steps) if _UNIT.fullmatch(step.lower())), len(steps))
        return cls("/".join(steps[:at]), "/".join(steps[at:]) or None, day, suffix)


class LinkedData:
    """Handlers of document addresses."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def router(self) -> APIRouter:
        """The routes of documents and of texts that cite them."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/eli/vn/{path:path}", self.document, methods=_GET)
        router.add_api_route("/text/{digest}", self.text, methods=_GET)
        router.add_api_route("/relation/{digest}", self.relation, methods=_GET)
        router.add_api_route("/relation/{digest}/evidence/{rest:path}", self.relation, methods=_GET)
        router.add_api_route("/conflict/{digest}", self.conflict, methods=_GET)
        return router

    def document(self, request: Request, path: str, ngay: str = "", tu: str = "") -> Response:
        """A document or a place in it: the page, or the data in the format of the suffix or of `Accept`.

        Data begin with the relation number `tu`.
        """
        address = Address.parse(path)
        view = self.site.live.view()
        document = view.document(address.document)
        if document is None:
            return self._elsewhere(view, address)
        provision, suffix = _provision(address), wanted(request, address.suffix)
        if address.day is not None and suffix != HTML:  # what is said of a version stands in the data of the document
            return _see(f"{_path(document, provision)}.{suffix}")
        if address.day == "" and provision is None and view.text(document.path):
            return _see(text_href(document.path))  # the Vietnamese version is its words
        if address.day is not None:  # versions have no page of their own: the document's page, on that day
            return _see(_path(document, provision) + (f"?ngay={address.day}" if address.day else ""))
        if address.suffix in DATA_FORMATS:
            return _data(view, document, provision, formats()[address.suffix], tu)
        if suffix == HTML:
            return self._page(request, view, document, provision, ngay)
        return _see(f"{_path(document, provision)}.{suffix}")

    def text(self, request: Request, digest: str) -> Response:
        """A text that cites documents."""
        view = self.site.live.view()
        found = SUFFIX.search(digest)
        path = f"text/{digest.removesuffix(found[0]) if found else digest}"
        document = view.document(path)
        if document is None:
            raise NotFound(f"no text {path!r} in this graph")
        suffix = wanted(request, found[1] if found else None)
        if suffix == HTML:
            return self._page(request, view, document, None, "")
        if not found or found[1] != suffix:
            return _see(f"/{path}.{suffix}")
        return _data(view, document, None, formats()[suffix])

    def relation(self, request: Request, digest: str, rest: str = "") -> Response:
        """A relation, or a piece of its evidence: its place on the page of the document that acts, or what is stated of it."""
        view = self.site.live.view()
        found = SUFFIX.search(digest)
        digest = digest.removesuffix(found[0]) if found else digest
        path = view.acting(digest)
        if path is None:
            raise NotFound(f"no relation {digest!r} in this graph")
        suffix = wanted(request, found[1] if found else None)
        if suffix == HTML:
            return _see(f"{document_href(path)}#r-{digest}")
        if not found or found[1] != suffix or rest:
            return _see(f"/relation/{digest}.{suffix}")
        return _statements(view.reader.stated([digest]), formats()[suffix], f'<{BASE}relation/{digest}>; rel="describes"')

    def conflict(self, request: Request, digest: str) -> Response:
        """What sources say differently about a document: it stands on the page of the document, and in its data."""
        path = self.site.live.view().disputed(digest)
        if path is None:
            raise NotFound(f"no conflict {digest!r} in this graph")
        suffix = wanted(request, None)
        return _see(document_href(path) + ("#conflicts" if suffix == HTML else f".{suffix}"))

    def _page(self, request: Request, view: View, document: Document, provision: Provision | None, asked: str) -> Response:
        visit = Visit.of(request)
        day, wrong_day = day_asked(asked, self.site.today())
        page = document_page(view, document, visit.words, day, provision)
        context = {
            "page": page,
            "snapshot": view.snapshot,
            "day": day,
            "wrong_day": wrong_day,
            "schema_org": legislation(page.document, view.relations_of(document.path)),
        }
        links = [f'<{document_href(document.path)}.{name}>; rel="alternate"; type="{formats()[name].media_type}"' for name in DATA_FORMATS]
        headers = {"Vary": "Accept", "Link": ", ".join([f'<{document.iri}>; rel="cite-as"', *links])}
        place = page.provision
        absent = place is not None and place.lacking and not place.relations
        return self.site.page(visit, "document.html", context, 400 if wrong_day else 404 if absent else 200, headers)

    def _elsewhere(self, view: View, address: Address) -> Response:
        """A spelling of the address that is not canonical, as `nd/2012/45/NĐ-CP`, leads to the one that is."""
        path = canonical_path(address.document)
        found = view.document(path) if path != address.document else None
        if found is None:
            raise NotFound(f"no document {address.document!r} in this graph")
        rest = f"/{address.provision}" if address.provision else ""
        location = document_href(found.path) + rest + (f".{address.suffix}" if address.suffix else "")
        return RedirectResponse(location, 308, headers={"Access-Control-Allow-Origin": "*"})


def _see(location: str) -> Response:
    """Lead elsewhere. Pages of other sites follow only where every step lets them."""
    return RedirectResponse(location, 303, headers={"Vary": "Accept", "Access-Control-Allow-Origin": "*"})


def _statements(triples: Iterable[Triple], format: Format, link: str) -> Response:
    headers = {"Access-Control-Allow-Origin": "*", "Vary": "Accept", "Link": link}
    return Response(to_bytes(triples, format), media_type=format.media_type, headers=headers)


def _provision(address: Address) -> Provision | None:
    try:
        return Provision.parse(address.provision) if address.provision else None
    except InvalidIdentifier as error:
        raise NotFound(str(error)) from error


def _path(document: Document, provision: Provision | None) -> str:
    return document_href(document.path) + (f"/{provision.path}" if provision else "")


def _data(view: View, document: Document, provision: Provision | None, format: Format, asked: str = "") -> Response:
    """The data; of what has very many relations in parts, each of which names the next."""
    link = f'<{document.iri}>; rel="describes"'
    offset = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    if provision:
        triples, total = statements_at(view.reader, document.path, provision, RELATIONS_STATED, offset)
        if not triples and not offset:
            raise NotFound(f"the graph says nothing about {provision.path} of {document.path}")
    else:
        triples, total = view.reader.some_statements(document.path, RELATIONS_STATED, offset)
    following = offset + RELATIONS_STATED
    if following < total:
        link += f', <{_path(document, provision)}.{format.name}?tu={following}>; rel="next"'
    return _statements(triples, format, link)

"""The vocabulary at its own addresses: /ns for classes and properties, /vocabulary/… for the concept schemes."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import Triple

from legalgraph.errors import NotFound
from legalgraph.rdf.formats import formats, to_bytes
from legalgraph.rdf.vocab import graph
from legalgraph.web.live import View, keeping
from legalgraph.web.presentation.terms import SCHEMES, about_terms, start_of, term_list
from legalgraph.web.representations import HTML, wanted
from legalgraph.web.site import DATA_FORMATS, Site, Visit

_GET = ["GET", "HEAD"]


class Vocabulary:
    """Handlers of vocabulary addresses."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._statements = keeping(2)(_ontology)

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/ns", self.namespace, methods=_GET)
        router.add_api_route("/ns.{suffix}", self.namespace, methods=_GET)
        router.add_api_route("/vocabulary", self.index, methods=_GET)
        router.add_api_route("/vocabulary/{scheme}", self.scheme, methods=_GET)
        router.add_api_route("/vocabulary/{scheme}/{code}", self.concept, methods=_GET)
        return router

    def index(self) -> Response:
        """Where the schemes are listed: beside our classes and properties."""
        return RedirectResponse("/ns", 303)

    def namespace(self, request: Request, suffix: str = "") -> Response:
        """Our classes and properties; the fragment of a term's IRI is its place on the page."""
        return self._answer(request, None, None, suffix)

    def scheme(self, request: Request, scheme: str) -> Response:
        """All concepts of a scheme."""
        name, _, suffix = scheme.partition(".")
        return self._answer(request, _known(name), None, suffix)

    def concept(self, request: Request, scheme: str, code: str) -> Response:
        """One concept: its place on the page of its scheme, or its data."""
        name, _, suffix = code.partition(".")
        return self._answer(request, _known(scheme), name, suffix)

    def _answer(self, request: Request, scheme: str | None, code: str | None, suffix: str) -> Response:
        visit, view = Visit.of(request), self.site.live.view()
        statements = self._statements(view)
        start = start_of(scheme)
        about = about_terms(statements, start, start + code if code else None)
        if not about or suffix not in ("", HTML, *DATA_FORMATS):
            raise NotFound(f"no term at {request.url.path!r} in this vocabulary")
        name = wanted(request, suffix)
        if name != HTML:
            headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
            return Response(to_bytes(about, formats()[name]), media_type=formats()[name].media_type, headers=headers)
        if code:
            return RedirectResponse(f"/vocabulary/{scheme}#{code}", 303, headers={"Vary": "Accept"})
        context = {"list": term_list(statements, scheme, visit.words), "schemes": SCHEMES, "snapshot": view.snapshot}
        return self.site.page(visit, "terms.html", context, headers={"Vary": "Accept"})


def _known(scheme: str) -> str:
    schemes = (*SCHEMES, "subdivision")  # the units of texts: for programs, not in the menu of the page
    if scheme not in schemes:
        raise NotFound(f"no concept scheme {scheme!r}; there are {', '.join(schemes)}")
    return scheme


def _ontology(view: View) -> list[Triple]:
    return view.reader.engine.construct("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", {"g": graph("ontology")})

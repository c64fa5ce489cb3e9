"""/.well-known/void: what the dataset is and where it can be asked, for programs that know nothing but the host."""

from collections.abc import Callable, Iterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import Literal, NamedNode, Triple

from legalgraph.errors import NotFound
from legalgraph.rdf.formats import formats, to_bytes
from legalgraph.rdf.vocab import GRAPHS, PREFIXES, graph, term
from legalgraph.store.snapshots import Snapshot
from legalgraph.web.negotiation import choose
from legalgraph.web.service_description import DatasetDescription
from legalgraph.web.site import DATA_FORMATS, Site

_OF_IT = "CONSTRUCT { ?dataset ?p ?o } WHERE { ?dataset ?p ?o }"
# The datasets it was made from: where they come from, at which revision, under which licence. In one query with it Virtuoso finds nothing.
_OF_PARTS = "CONSTRUCT { ?part ?p ?o } WHERE { ?dataset <http://rdfs.org/ns/void#subset> ?part . ?part ?p ?o }"
_DESCRIPTIONS = (
    Literal("Văn bản pháp luật Việt Nam, quan hệ giữa chúng kèm bằng chứng, và tình trạng hiệu lực vào từng ngày.", language="vi"),
    Literal("Vietnamese legal documents, how they relate, with the evidence of each relation, and their status on any day.", language="en"),
)


class WellKnown:
    """Handlers. `describe` counts the graphs of the current snapshot, once each."""

    def __init__(self, site: Site, describe: Callable[[], DatasetDescription]) -> None:
        self.site = site
        self.describe = describe

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/.well-known/void", self.void, methods=["GET", "HEAD"])
        router.add_api_route("/graph/{name}", self.graph, methods=["GET", "HEAD"])
        return router

    def graph(self, name: str) -> Response:
        """A graph of the dataset, or the dataset itself by its name `void`: described in VoID."""
        if name not in GRAPHS:
            raise NotFound(f"no graph {name!r} here; there are {', '.join(GRAPHS)}")
        return RedirectResponse("/.well-known/void", 303, headers={"Access-Control-Allow-Origin": "*"})

    def void(self, request: Request) -> Response:
        """The dataset in VoID and DCAT, in the format the client likes best; Turtle when it likes none of ours."""
        view = self.site.live.view()
        by_type = {formats()[name].media_type: formats()[name] for name in DATA_FORMATS}
        chosen = choose(request.headers.get("accept"), list(by_type)) or "text/turtle"
        said = [triple for query in (_OF_IT, _OF_PARTS) for triple in view.reader.engine.construct(query, {"dataset": graph("void")})]
        here = self.site.base_url or str(request.base_url).rstrip("/")
        body = to_bytes([*said, *_served(here, view.snapshot, self.describe())], by_type[chosen])
        content_type = f"{chosen}; charset=utf-8" if chosen.startswith("text/") else chosen
        return Response(body, media_type=content_type, headers={"Access-Control-Allow-Origin": "*", "Vary": "Accept"})


def _served(here: str, snapshot: Snapshot, data: DatasetDescription) -> Iterator[Triple]:
    dataset, document = graph("void"), NamedNode(f"{here}/.well-known/void")

    def number(value: int) -> Literal:
        return Literal(str(value), datatype=term("xsd:integer"))

    yield Triple(document, term("rdf:type"), term("void:DatasetDescription"))
    yield Triple(document, NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), dataset)
    yield Triple(dataset, term("void:sparqlEndpoint"), NamedNode(f"{here}/sparql"))
    yield Triple(dataset, term("void:triples"), number(data.triples))
    yield Triple(dataset, term("dcterms:modified"), Literal(snapshot.created, datatype=term("xsd:dateTime")))
    yield Triple(dataset, term("dcterms:identifier"), Literal(snapshot.id))
    for words in _DESCRIPTIONS:
        yield Triple(dataset, term("dcterms:description"), words)
    yield Triple(dataset, term("dcat:landingPage"), NamedNode(f"{here}/"))
    endpoint = NamedNode(f"{document.value}#sparql")
    yield Triple(dataset, term("dcat:distribution"), endpoint)
    yield Triple(endpoint, term("rdf:type"), term("dcat:Distribution"))
    yield Triple(endpoint, term("dcat:accessURL"), NamedNode(f"{here}/sparql"))
    for name in DATA_FORMATS:
        yield Triple(dataset, term("void:feature"), NamedNode(formats()[name].iri))
    for iri, size in data.named_graphs.items():
        subset = NamedNode(f"{PREFIXES['lg'].removesuffix('ns#')}graph/void#{iri.rsplit('/', 1)[-1]}")
        yield Triple(dataset, term("void:subset"), subset)
        yield Triple(subset, term("rdf:type"), term("void:Dataset"))
        yield Triple(subset, term("dcterms:source"), NamedNode(iri))
        yield Triple(subset, term("void:triples"), number(size))

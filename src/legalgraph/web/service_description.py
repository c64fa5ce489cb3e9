"""What the SPARQL service says about itself (SPARQL 1.1 Service Description)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from legalgraph.store.result_formats import graph_formats, solution_formats

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_TITLE = NamedNode("http://purl.org/dc/terms/title")
_TRIPLES = NamedNode("http://rdfs.org/ns/void#triples")
_PREFIXES = {
    "sd": _SD,
    "void": "http://rdfs.org/ns/void#",
    "dcterms": "http://purl.org/dc/terms/",
    "formats": "http://www.w3.org/ns/formats/",
}
_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


@dataclass(frozen=True, slots=True)
class DatasetDescription:
    """The data behind the service: `triples` counts the union, `named_graphs` gives each graph's IRI and size."""

    title: str
    triples: int
    named_graphs: Mapping[str, int]


def service_description(endpoint: str, data: DatasetDescription, format: RdfFormat) -> bytes:
    """Describe the service at the absolute address `endpoint`."""
    return cast("bytes", serialize(_triples(endpoint, data), format=format, prefixes=_PREFIXES))  # no output given


def _triples(endpoint: str, data: DatasetDescription) -> list[Triple]:
    service, dataset, union = NamedNode(endpoint), BlankNode("dataset"), BlankNode("union")
    formats = (*solution_formats(), *graph_formats())
    triples = [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), service),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        *(Triple(service, _sd("resultFormat"), NamedNode(form.iri)) for form in formats),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, _TITLE, Literal(data.title)),
        Triple(dataset, _sd("defaultGraph"), union),
        Triple(union, _TYPE, _sd("Graph")),
        Triple(union, _TRIPLES, _number(data.triples)),
    ]
    for index, (iri, size) in enumerate(sorted(data.named_graphs.items()), start=1):
        named, graph = BlankNode(f"named{index}"), BlankNode(f"graph{index}")
        triples += [
            Triple(dataset, _sd("namedGraph"), named),
            Triple(named, _TYPE, _sd("NamedGraph")),
            Triple(named, _sd("name"), NamedNode(iri)),
            Triple(named, _sd("graph"), graph),
            Triple(graph, _TYPE, _sd("Graph")),
            Triple(graph, _TRIPLES, _number(size)),
        ]
    return triples


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=_INTEGER)

"""What the SPARQL service says about itself (SPARQL 1.1 Service Description), its limits too.

No vocabulary in use names the limits of a service, so they have terms of our own, which the description itself explains.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from legalgraph.rdf.vocab import PREFIXES
from legalgraph.store.limits import Limits
from legalgraph.store.result_formats import graph_formats, solution_formats

LIMITS = f"{PREFIXES['lg'].removesuffix('#')}/service#"
"""The namespace of the terms for limits."""

_SD = "http://www.w3.org/ns/sparql-service-description#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_PROPERTY = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property")
_TITLE = NamedNode("http://purl.org/dc/terms/title")
_TRIPLES = NamedNode("http://rdfs.org/ns/void#triples")
_PREFIXES = {
    "sd": _SD,
    "void": "http://rdfs.org/ns/void#",
    "dcterms": "http://purl.org/dc/terms/",
    "formats": "http://www.w3.org/ns/formats/",
    "rdfs": _RDFS,
    "limit": LIMITS,
}

# term, what it means in English and Vietnamese; numbers are whole unless they are seconds
_TERMS = (
    ("seconds", "seconds until an answer must begin, and of computing in all", "số giây đến khi có câu trả lời, và tổng thời gian tính"),
    ("readingSeconds", "seconds more for reading an answer", "số giây thêm để đọc câu trả lời"),
    ("pauseSeconds", "seconds a reader may take nothing", "số giây người đọc được dừng"),
    ("memoryBytes", "bytes of memory a query may use", "số byte bộ nhớ một câu hỏi được dùng"),
    ("answerBytes", "bytes an answer may have before compression", "số byte câu trả lời được có trước khi nén"),
    ("queryBytes", "bytes a query may have in UTF-8", "số byte câu hỏi được có trong UTF-8"),
    ("nesting", "how deep brackets may be nested", "độ sâu ngoặc lồng nhau được phép"),
    ("atOnce", "queries that run at once", "số câu hỏi chạy cùng lúc"),
    ("aside", "long queries that go on with the computing time others leave", "số câu hỏi dài chạy tiếp bằng thời gian còn thừa"),
    ("waiting", "queries that may wait; more get 503 with Retry-After", "số câu hỏi được chờ; quá số này nhận 503 kèm Retry-After"),
)


@dataclass(frozen=True, slots=True)
class DatasetDescription:
    """The data behind the service: `triples` counts the union, `named_graphs` gives each graph's IRI and size."""

    title: str
    triples: int
    named_graphs: Mapping[str, int]


def service_description(endpoint: str, data: DatasetDescription, limits: Limits, format: RdfFormat) -> bytes:
    """Describe the service at the absolute address `endpoint`."""
    triples = [*_triples(endpoint, data), *_limits(NamedNode(endpoint), limits)]
    return cast("bytes", serialize(triples, format=format, prefixes=_PREFIXES))  # no output given


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


def _limits(service: NamedNode, limits: Limits) -> Iterator[Triple]:
    values: dict[str, float] = {
        "seconds": limits.timeout_s,
        "readingSeconds": limits.stream_s,
        "pauseSeconds": limits.stall_s,
        "memoryBytes": limits.memory_mb << 20,
        "answerBytes": limits.max_result_bytes,
        "queryBytes": limits.max_query_bytes,
        "nesting": limits.max_depth,
        "atOnce": limits.size,
        "aside": limits.aside,
        "waiting": limits.queue,
    }
    for name, english, vietnamese in _TERMS:
        term = NamedNode(LIMITS + name)
        yield Triple(service, term, _number(values[name]))
        yield Triple(term, _TYPE, _PROPERTY)
        yield Triple(term, NamedNode(_RDFS + "domain"), _sd("Service"))
        yield Triple(term, NamedNode(_RDFS + "comment"), Literal(english, language="en"))
        yield Triple(term, NamedNode(_RDFS + "comment"), Literal(vietnamese, language="vi"))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _number(value: float) -> Literal:
    whole = value == int(value)
    return Literal(str(int(value)) if whole else f"{value:f}", datatype=NamedNode(_XSD + ("integer" if whole else "decimal")))

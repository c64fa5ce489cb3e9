"""What every snapshot states about itself, and the checks before it may be published."""

from collections.abc import Iterator, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Store

from legalgraph.model.document import Status
from legalgraph.pipeline.progress import Meter, Progress, metered
from legalgraph.queries.whole import Spans
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.texts import expression_of
from legalgraph.rdf.vocab import PREFIXES, concept, graph, term
from legalgraph.time.spans import Span, span_on

BY_STRENGTH = ("ontology", "curated", "inferred", "void", "portal", "extracted")
"""The graphs of a snapshot: what several state stands in the first of them."""

_IN_FORCE = {
    Status.IN_FORCE: "InForce-inForce",
    Status.PARTLY_EXPIRED: "InForce-partiallyInForce",
    Status.PARTLY_SUSPENDED: "InForce-partiallyInForce",
    Status.EXPIRED: "InForce-notInForce",
    Status.NOT_YET_IN_FORCE: "InForce-notInForce",
    Status.SUSPENDED: "InForce-notInForce",
}


def materialise(store: Store, spans: Spans, day: date, progress: Progress) -> None:
    """State the status of every document on the day of publication, for queries that need no history; none is stated yet.

    In one load and nothing else: the engine merges what was loaded as long as the store is open for writing, to twice its size.
    """
    found = metered(spans.items(), Meter(progress, "stating statuses", len(spans)))
    store.bulk_extend(quad for path, through_time in found for quad in status_quads(path, through_time, day))


def restate_day(store: Store, since: date, day: date) -> None:
    """State that the statuses of the day `since` are those of another, which they must be. In the engine: all documents have one."""
    place, predicate = graph("inferred"), term("lg:as_of")
    was, now = (Literal(one.isoformat(), datatype=term("xsd:date")) for one in (since, day))
    store.update(f"WITH {place} DELETE {{ ?s {predicate} {was} }} INSERT {{ ?s {predicate} {now} }} WHERE {{ ?s {predicate} {was} }}")


def status_quads(path: str, spans: Sequence[Span], day: date) -> Iterator[Quad]:
    """State the status of a document on a day."""
    place, node, status = graph("inferred"), iri_of(path), span_on(spans, day).status
    yield Quad(node, term("lg:current_status"), concept("status", status), place)
    yield Quad(node, term("lg:as_of"), Literal(day.isoformat(), datatype=term("xsd:date")), place)
    if known := _IN_FORCE.get(status):
        yield Quad(node, term("eli:in_force"), NamedNode(PREFIXES["eli"] + known), place)


def dataset_quads() -> Iterator[Quad]:
    """State what the dataset is, for DCAT and VoID."""
    place, node = graph("void"), graph("void")
    said: list[tuple[str, NamedNode | Literal]] = [
        ("rdf:type", term("void:Dataset")),
        ("rdf:type", term("dcat:Dataset")),
        ("dcterms:title", Literal("legalgraph: mạng văn bản pháp luật Việt Nam", language="vi")),
        ("dcterms:title", Literal("legalgraph: the network of Vietnamese legal documents", language="en")),
        ("dcterms:license", NamedNode("https://creativecommons.org/licenses/by/4.0/")),
        ("void:vocabulary", NamedNode(PREFIXES["eli"])),
        ("void:vocabulary", NamedNode(PREFIXES["lg"])),
        ("void:uriSpace", Literal(PREFIXES["vn"])),
    ]
    yield from (Quad(node, term(name), value, place) for name, value in said)


def keep_once(store: Store) -> None:
    """Keep each triple in one graph, the first of curated, inferred, void, portal and extracted that states it.

    Oxigraph's union of graphs does not merge a triple that stands in two, so every count would be off. Nothing is
    lost: who states a relation is on its node.
    """
    order = [graph(name) for name in BY_STRENGTH]
    order = [place for place in order if next(store.quads_for_pattern(None, None, None, place), None)]
    # The last two are by far the largest, so they are asked and never walked through; they were told apart when they were stated.
    for place, stronger in enumerate(order[:-1]):
        if stronger in (graph("portal"), graph("extracted")):
            break
        doubled = []
        for quad in store.quads_for_pattern(None, None, None, stronger):
            same = (Quad(quad.subject, quad.predicate, quad.object, weaker) for weaker in order[place + 1 :])
            doubled += [other for other in same if other in store]
        for quad in doubled:
            store.remove(quad)


def words_of(store: Store, path: str) -> str | None:
    """The words of a document or text, where the store holds them."""
    quad = next(store.quads_for_pattern(expression_of(path), term("lg:text"), None, None), None)
    return quad.object.value if quad and isinstance(quad.object, Literal) else None

"""Everything a graph describes: what the catalogue of a snapshot is made from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from legalgraph.catalogue import Edge, Entry, build_catalogue
from legalgraph.model.document import Document
from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.model.relation import ACTS, Certainty, Relation
from legalgraph.queries.catalog import query
from legalgraph.queries.reader import dated
from legalgraph.queries.scanning import scanned_acts, scanned_documents
from legalgraph.rdf.mapping import describe, document_from, relation_from
from legalgraph.rdf.vocab import local_name, term
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.engine import Engine, Node
from legalgraph.time.spans import Span, status_spans
from legalgraph.time.status import entry_into_force

_RELATION = f"{BASE}relation/"
_EDGE = ("relation", "source", "target", "kind", "certainty", "day", "place", "condition")
Spans = Mapping[str, tuple[Span, ...]]


def all_documents(engine: Engine) -> dict[str, Document]:
    """Return every document, citation and text that the graph describes, by path, sorted."""
    found = scanned_documents(engine) if isinstance(engine, EmbeddedEngine) else _described_documents(engine)
    return {document.path: document for document in sorted(found, key=lambda d: d.path)}


def _described_documents(engine: Engine) -> Iterator[Document]:
    described = describe(engine.construct(query("documents")))
    slug = term("lg:slug").value
    return (document_from(iri, described) for iri, said in described.items() if slug in said)


def all_spans(engine: Engine, documents: Mapping[str, Document]) -> dict[str, tuple[Span, ...]]:
    """Return the status through time of every identified document, by path."""
    acts: dict[str, list[Relation]] = defaultdict(list)
    for act in scanned_acts(engine) if isinstance(engine, EmbeddedEngine) else _described_acts(engine):
        acting = documents.get(act.source)
        acts[act.target].append(dated(act, acting) if acting else act)
    return {path: status_spans(document, acts[path]) for path, document in documents.items() if document.identified}


def _described_acts(engine: Engine) -> Iterator[Relation]:
    described = describe(engine.construct(query("acts")))
    return (relation_from(iri, described) for iri in described)


def all_edges(engine: Engine, documents: Mapping[str, Document]) -> Iterator[Edge]:
    """Give every relation without its evidence; the day of an act, if not stated, is that on which the acting document came into force."""
    # Ends, kinds and days are few beside the relations.
    path, code, day_of = lru_cache(None)(_path), lru_cache(None)(local_name), lru_cache(1 << 16)(date.fromisoformat)
    seen: set[str] = set()
    for relation, *ends, the_kind, certain, day, place, condition in _edge_rows(engine):
        source, target = (path(_value(end)) for end in ends)
        acting = documents.get(source)
        since = day_of(_value(day)) if day is not None else None
        kind = code(_value(the_kind))
        if since is None and acting and condition is None and kind in ACTS:
            since = entry_into_force(acting)[0]
        at = _path(_value(place)).removeprefix(target + "/") if place is not None else None
        name = _value(relation).removeprefix(_RELATION)
        if name not in seen:  # what two graphs state comes twice
            seen.add(name)
            yield Edge(name, source, target, kind, Certainty(code(_value(certain))), since, at)


def _edge_rows(engine: Engine) -> Iterator[tuple[Node | None, ...]]:
    """The rows of `edges`, each a tuple in the order of its variables."""
    if isinstance(engine, EmbeddedEngine):
        return engine.rows(query("edges"))
    return (tuple(row.get(name) for name in _EDGE) for row in engine.select(query("edges")))


def counts(engine: Engine) -> dict[str, int]:
    """How many documents, citations, relations … and triples there are."""
    found = {_value(row["what"]): int(_value(row["n"])) for row in engine.select(query("counts")) if "what" in row}
    (total,) = engine.select(query("count_triples"))
    return found | {"triples": int(_value(total["n"]))}


def graph_sizes(engine: Engine) -> dict[str, int]:
    """How many triples each named graph holds, by its IRI."""
    rows = engine.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {_value(row["g"]): int(_value(row["n"])) for row in rows}


def catalogue_of(
    engine: Engine,
    path: Path,
    documents: Mapping[str, Document],
    spans: Spans,
    words_of: Callable[[str], str | None],
    mentions: Mapping[str, int],
) -> dict[str, int]:
    """Write the catalogue of a graph; return the counts of what is not a triple. Raises StoreError.

    `mentions` counts the citations in texts: see `Catalogue.tally`.
    """
    curated = {_value(row["slug"]) for row in engine.select(query("curated"))}
    entries: Iterable[Entry] = (Entry(document, spans.get(at, ()), at in curated) for at, document in documents.items())
    counted = counts(engine)
    build_catalogue(path, entries, all_edges(engine, documents), {"count": counted, "mention": mentions}, words_of)
    del counted["triples"]
    return counted


def _value(node: Node | None) -> str:
    if isinstance(node, NamedNode | Literal):
        return node.value
    raise TypeError(f"{node!r} is neither an IRI nor a literal")


def _path(iri: str) -> str:
    return iri.removeprefix(ELI_BASE).removeprefix(BASE)

"""Some documents and relations of a graph, as `legalgraph.queries.whole` reads all of them: what an ingest has changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from legalgraph.catalogue import Edge
from legalgraph.model.document import Document
from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.model.relation import Relation
from legalgraph.queries.catalog import query
from legalgraph.queries.reader import dated
from legalgraph.rdf.mapping import describe, document_from, iri_of, relation_from
from legalgraph.rdf.vocab import local_name, term
from legalgraph.store.engine import Engine
from legalgraph.time.spans import Span, status_spans
from legalgraph.time.status import DECIDING

DocumentOf = Callable[[str], Document | None]
"""The document, citation or text at a path."""
_NODES = 200  # named in one query


def some_documents(engine: Engine, paths: Iterable[str]) -> dict[str, Document]:
    """Return those of the documents, citations and texts that there are, by path."""
    iris = [iri_of(path).value for path in paths]
    described = describe(t for name in ("documents_named", "conflicts_named") for t in _constructed(engine, name, iris))
    slug = term("lg:slug").value
    found = (document_from(iri, described) for iri in iris if slug in described.get(iri, ()))
    return {document.path: document for document in found}


def some_spans(engine: Engine, paths: Collection[str], document_of: DocumentOf) -> dict[str, tuple[Span, ...]]:
    """Return the status through time of those of the documents that are identified, by path; `document_of` knows all there are."""
    documents = {path: document for path in paths if (document := document_of(path)) and document.identified}
    acts: dict[str, list[Relation]] = defaultdict(list)
    relations = []
    for row in _selected(engine, "upon_named", [iri_of(path).value for path in documents]):
        relation, kind = row["relation"], row["kind"]
        if isinstance(relation, NamedNode) and isinstance(kind, NamedNode) and local_name(kind.value) in DECIDING:
            relations.append(relation.value)
    described = describe(_constructed(engine, "acts_named", relations))
    for iri in described:
        act = relation_from(iri, described)
        acting = document_of(act.source)
        acts[act.target].append(dated(act, acting) if acting else act)
    return {path: status_spans(document, acts[path]) for path, document in documents.items()}


def some_edges(engine: Engine, relations: Iterable[str], document_of: DocumentOf) -> Iterator[Edge]:
    """Give those of the relations, named by their ids, that there are; as `all_edges` does."""
    described = describe(_constructed(engine, "acts_named", [f"{BASE}relation/{relation}" for relation in relations]))
    needed = {term(name).value for name in ("lg:source", "lg:target", "lg:kind", "lg:certainty")}
    for iri, said in described.items():
        if not needed <= said.keys():
            continue
        relation = relation_from(iri, described)
        acting = document_of(relation.source)
        place = relation.target_provision.path if relation.target_provision else None
        day = (dated(relation, acting) if acting else relation).effective_from
        # Not by what was read: the words an operation changes are part of an id, and are left out here.
        yield Edge(iri.removeprefix(f"{BASE}relation/"), relation.source, relation.target, relation.kind, relation.certainty, day, place)


def acting(engine: Engine, paths: Iterable[str]) -> set[str]:
    """The ids of the relations in which one of these documents acts."""
    rows = _selected(engine, "acting_named", [iri_of(path).value for path in paths])
    return {node.value.removeprefix(f"{BASE}relation/") for row in rows if isinstance(node := row["relation"], NamedNode)}


def tabled(engine: Engine, paths: Iterable[str]) -> set[str]:
    """Of some paths those that tables and the national dataset tell of."""
    rows = _selected(engine, "tabled_named", [iri_of(path).value for path in paths])
    return {node.value for row in rows if isinstance(node := row["slug"], Literal)}


def path_of_iri(iri: str) -> str:
    """The path of a document, citation or text; of a place in one, with the place."""
    return iri.removeprefix(ELI_BASE).removeprefix(BASE)


def _constructed(engine: Engine, name: str, iris: Iterable[str]) -> Iterator[Triple]:
    for nodes in _named(iris):
        yield from engine.construct(query(name).replace("$nodes", nodes))


def _selected(engine: Engine, name: str, iris: Iterable[str]) -> Iterator[Mapping[str, object]]:
    for nodes in _named(iris):
        yield from engine.select(query(name).replace("$nodes", nodes))


def _named(iris: Iterable[str]) -> Iterator[str]:
    asked = list(dict.fromkeys(iris))
    for start in range(0, len(asked), _NODES):
        yield " ".join(f"<{iri}>" for iri in asked[start : start + _NODES])

"""A change of statements ▶ a change of what follows from them: documents read back, statuses, counts."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from legalgraph.catalogue import Catalogue, Edge
from legalgraph.model.document import Document
from legalgraph.model.identity import BASE
from legalgraph.pipeline.change import Change
from legalgraph.pipeline.publication import status_quads
from legalgraph.queries.catalog import query
from legalgraph.queries.some import acting, path_of_iri, some_documents, some_edges, some_spans
from legalgraph.rdf.vocab import PREFIXES, term
from legalgraph.store.engine import Engine
from legalgraph.time.spans import Span
from legalgraph.time.status import DECIDING, entry_into_force

_RELATION = f"{BASE}relation/"
_COUNTED = {
    "eli:LegalResource": "documents", "lg:Citation": "citations", "lg:Relation": "relations", "lg:SourceText": "texts",
    "lg:Conflict": "conflicts",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of what a catalogue is made from.

    `documents` are those of which something else is said, as they are now, None for those that are gone; relations are `gone`, by id, and
    `come`; `spans` are those of the documents of which the status through time was computed again, which are `turned`.
    """

    documents: Mapping[str, Document | None]
    gone: frozenset[str]
    come: tuple[Edge, ...]
    turned: frozenset[str]
    spans: Mapping[str, tuple[Span, ...]]


def followed(engine: Engine, before: Catalogue, change: Change) -> Followed:
    """Read back what a change bears on; `engine` has it, `before` is from before it. Raises StoreError."""
    paths, relations = _described(before, change), _relations(change)
    was, found = before.documents(paths), some_documents(engine, paths)
    now: dict[str, Document | None] = {path: found.get(path) for path in paths}
    document_of = lru_cache(1 << 16)(lambda path: now[path] if path in now else before.document(path))
    # What has effect from the day on which its document comes into force, and not before it is signed, moves with those days.
    moved = {path for path in paths if _days(was.get(path)) != _days(now[path])}
    relations |= acting(engine, moved) | {edge.id for edge in before.edges_acting(moved)}
    gone = before.edges_named(relations)
    come = tuple(some_edges(engine, relations, document_of))
    turned = frozenset(paths | {edge.target for edge in (*gone, *come) if edge.kind in DECIDING})
    spans = some_spans(engine, turned, document_of)
    return Followed(now, frozenset(edge.id for edge in gone), come, turned, spans)


def _described(before: Catalogue, change: Change) -> set[str]:
    """The paths of the documents of which something else is said, relations apart."""
    new = {quad.object.value for quad in change.added if quad.predicate == term("lg:slug") and isinstance(quad.object, Literal)}
    predicates = {NamedNode(PREFIXES[prefix] + name) for prefix, name in re.findall(r"(\w+):(\w+)", query("documents_named"))}
    subjects = {quad.subject for quads in (change.removed, change.added) for quad in quads if quad.predicate in predicates}
    paths = {path_of_iri(subject.value) for subject in subjects if isinstance(subject, NamedNode)}
    return {path for path in paths if path in new} | before.cited(paths).keys()


def _relations(change: Change) -> set[str]:
    """The ids of the relations of which something else is said."""
    subjects = {quad.subject.value for quads in (change.removed, change.added) for quad in quads if isinstance(quad.subject, NamedNode)}
    return {iri.removeprefix(_RELATION).partition("/")[0] for iri in subjects if iri.startswith(_RELATION)}


def _days(document: Document | None) -> tuple[object, ...]:
    return (entry_into_force(document)[0], document.signed, document.year) if document else ()


def status_change(before: Catalogue, since: date, after: Followed, day: date) -> Change:
    """What changes of the statuses stated, which were those of the day `since` and are to be those of `day`. Raises StoreError.

    Of documents whose status is the same on both days nothing is said: see `restate_day`.
    """
    change = Change()
    paths = after.turned | before.turning(since, day)
    was = before.spans(paths)
    for path in paths:
        now = after.spans.get(path) if path in after.turned else was[path]
        stated = status_quads(path, was[path], since) if path in was else ()
        change.swap(stated, status_quads(path, now, day) if now else ())
    return change


def recounted(counts: Mapping[str, int], change: Change) -> dict[str, int]:
    """How many documents, citations, relations … there are after a change. A triple stands in one graph, so each is counted once."""
    found = Counter(counts)
    for sign, quads in ((1, change.added), (-1, change.removed)):
        for what in _classes(quads):
            found[what] += sign
    return {what: n for what, n in found.items() if n}


def _classes(quads: Collection[Quad]) -> Iterator[str]:
    names = {term(name): what for name, what in _COUNTED.items()}
    for quad in quads:
        if quad.predicate == term("rdf:type") and isinstance(quad.object, NamedNode) and quad.object in names:
            yield names[quad.object]


def resized(graphs: Mapping[str, int], *done: Change) -> dict[str, int]:
    """How many triples each named graph holds after some changes."""
    sizes = Counter(graphs)
    for change in done:
        for sign, quads in ((1, change.added), (-1, change.removed)):
            for quad in quads:
                if isinstance(quad.graph_name, NamedNode):
                    sizes[quad.graph_name.value] += sign
    return {iri: n for iri, n in sizes.items() if n}

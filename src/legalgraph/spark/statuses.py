"""Documents and acts ▶ the status of each document on a day, from what is stated of them and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from legalgraph.model.document import Document
from legalgraph.model.relation import Relation
from legalgraph.pipeline.kept import pack, unpack
from legalgraph.pipeline.publication import status_quads
from legalgraph.queries.reader import dated
from legalgraph.rdf.mapping import describe, document_from, document_quads, relation_from, relation_node_quads
from legalgraph.rdf.vocab import graph
from legalgraph.registry import type_label
from legalgraph.spark.facts import Fact, shared
from legalgraph.time.spans import status_spans

SIDES = "path string, document binary, act binary"


def date_acts(rows: Iterable[Any]) -> Iterator[tuple[str, bytes | None, bytes | None]]:
    """A row has all that is stated of one document and its acts; give the document, and each act with its day to the document acted on."""
    for row in rows:
        document = _as_read([unpack(bytes(blob)) for blob in row.documents or ()])
        if document is not None and document.identified:
            yield document.path, pack(document), None
        for act in _acts([unpack(bytes(blob)) for blob in row.acts or ()]):
            yield act.target, None, pack(dated(act, document) if document else act)


def _as_read(stated: list[Document]) -> Document | None:
    """A document as queries find it in the graph, whoever states what of it."""
    if not stated:
        return None
    place = graph("extracted")
    quads = dict.fromkeys(quad for one in stated for quad in document_quads(one, type_label(one.type), place))
    return document_from(stated[0].iri, describe(quads))


def _acts(stated: list[Relation]) -> Iterator[Relation]:
    """Acts as queries find them, each once, without evidence."""
    by_iri: dict[str, list[Relation]] = defaultdict(list)
    for relation in stated:
        by_iri[relation.iri].append(replace(relation, evidence=()))
    for iri, same in sorted(by_iri.items()):
        quads = dict.fromkeys(quad for one in same for quad in relation_node_quads(one, graph("extracted")))
        yield relation_from(iri, describe(quads))


def state_statuses(rows: Iterable[Any], day: date) -> Iterator[Fact]:
    """State statuses: a row has a document, and all acts on it."""
    for row in rows:
        for blob in row.documents:
            document: Document = unpack(bytes(blob))
            acts = [unpack(bytes(act)) for act in row.acts]
            yield from map(shared, status_quads(document.path, status_spans(document, acts), day))

"""Documents and relations as nodes and edges with plain attributes: the same in every graph form and in networkx."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Evidence, Relation, kind
from legalgraph.rdf.mapping import document_label
from legalgraph.registry import body_label, type_label

Value: TypeAlias = str | int
Attributes: TypeAlias = dict[str, Value]

# Attribute ▶ type, in the order of the columns. Lists are joined by "; ", days are ISO dates.
NODE_ATTRIBUTES: Mapping[str, type[Value]] = {
    "iri": str, "class": str, "label": str, "number": str, "type": str, "type_label": str, "title": str, "year": int,
    "signed": str, "in_force_from": str, "in_force_until": str, "status": str, "issuer": str, "issuer_label": str,
    "area": str, "certainty": str, "subjects": str,
}  # fmt: skip
EDGE_ATTRIBUTES: Mapping[str, type[Value]] = {
    "iri": str, "kind": str, "label": str, "source_provision": str, "target_provision": str, "effective_from": str,
    "until": str, "certainty": str, "rule": str, "evidence": str, "quote": str, "note": str,
}  # fmt: skip


class NodeClass(StrEnum):
    """What a node stands for: a document, something known only by citation, or a text that cites documents."""

    DOCUMENT = "document"
    CITATION = "citation"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Node:
    """One node; `id` is the path. Unknown attributes are absent."""

    id: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge a relation, so two documents may have several; `id` is the relation's id."""

    id: str
    source: str
    target: str
    attributes: Attributes


def document_node(document: Document, status: Status | None = None) -> Node:
    """The node of a document, citation or text. `status` is that on the day the reader chose, absent when none was."""
    if document.is_text:
        return Node(document.path, _plain({"iri": document.iri, "class": NodeClass.TEXT, "label": document.title}))
    the_type = type_label(document.type)
    known = {
        "iri": document.iri,
        "class": NodeClass.DOCUMENT if document.identified else NodeClass.CITATION,
        "label": document_label(document, the_type),
        "number": document.number,
        "type": document.type,
        "type_label": the_type,
        "title": document.title,
        "year": document.year,
        "signed": document.signed,
        "in_force_from": document.in_force_from,
        "in_force_until": document.in_force_until,
        "status": status,
        "issuer": "; ".join(document.issuers),
        "issuer_label": "; ".join(body_label(code) for code in document.issuers),
        "area": document.area,
        "certainty": document.certainty,
        "subjects": "; ".join(document.subjects),
    }
    return Node(document.path, _plain(known))


def relation_edge(relation: Relation) -> Edge:
    """The edge of a relation, with the best piece of its evidence: one that can be looked up, nearest to the text.

    `quote` is the words of that piece, with what tells the act before them: of the document that `evidence` names, else of the acting one.
    """
    best = min(relation.evidence, key=_weight, default=None)
    known = {
        "iri": relation.iri,
        "kind": relation.kind,
        "label": kind(relation.kind).vi,
        "source_provision": relation.source_provision.path if relation.source_provision else None,
        "target_provision": relation.target_provision.path if relation.target_provision else None,
        "effective_from": relation.effective_from,
        "until": relation.until,
        "certainty": relation.certainty,
        "rule": relation.rule,
        "evidence": best.url if best else None,
        "quote": best.quote.read if best and best.quote else None,
        "note": best.note if best else None,
    }
    return Edge(relation.id, relation.source, relation.target, _plain(known))


def _weight(evidence: Evidence) -> tuple[bool, int, str, str, int]:
    nearness, start = evidence.order
    return not evidence.url, nearness, evidence.url or "", evidence.note or "", start


def _plain(known: Mapping[str, str | int | date | None]) -> Attributes:
    return {name: value if isinstance(value, int) else str(value) for name, value in known.items() if value not in (None, "")}

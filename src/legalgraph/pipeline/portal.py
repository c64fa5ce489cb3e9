"""The national dataset ▶ the portal graph: documents, relations, and one piece of evidence for each label."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad, Triple

from legalgraph.model.document import Conflict, Document
from legalgraph.model.identity import BASE
from legalgraph.model.merging import merge_documents
from legalgraph.model.relation import Relation
from legalgraph.pipeline.curated import CURATED, Curated
from legalgraph.pipeline.national import National, NationalReport
from legalgraph.pipeline.progress import Meter, Progress, metered
from legalgraph.pipeline.report import Report
from legalgraph.rdf.mapping import document_quads, plain_quads, relation_node_quads
from legalgraph.rdf.vocab import graph, term
from legalgraph.registry import type_label
from legalgraph.sources.vbpl import LICENCE, REPOSITORY

DATASET = f"https://huggingface.co/datasets/{REPOSITORY}"
PORTAL = "bộ dữ liệu của cổng thông tin quốc gia"
_COMPARED = ("signed", "in_force_from", "in_force_until")


def joined(national: National, curated: Curated) -> Curated:
    """All that is known from tables and the dataset, curated facts holding."""
    both = {path: as_stated(claimed, curated.documents.get(path), Report()) for path, claimed in national.documents.items()
            if path in curated.documents}  # fmt: skip
    known = {**national.documents, **curated.documents, **both}
    claimed = frozenset(path for path in national.documents if path not in curated.documents)
    ids = {relation.id for relation in curated.relations}
    relations = (*curated.relations, *(relation for relation in national.relations if relation.id not in ids))
    return Curated(known, relations, curated.unverified, claimed)


def source_quads(report: NationalReport) -> Iterator[Quad]:
    """State where the portal graph comes from: dataset, revision, licence, counts."""
    place, node = graph("void"), graph("portal")
    said: list[tuple[str, NamedNode | Literal]] = [
        ("rdf:type", term("void:Dataset")),
        ("dcterms:title", Literal(f"{REPOSITORY}: bản đã đọc vào legalgraph", language="vi")),
        ("dcterms:title", Literal(f"{REPOSITORY}, as read by legalgraph", language="en")),
        ("dcterms:source", NamedNode(DATASET)),
        ("dcterms:license", NamedNode(LICENCE)),
        ("void:documents", Literal(str(report.documents), datatype=term("xsd:integer"))),
        ("void:entities", Literal(str(report.relations), datatype=term("xsd:integer"))),
    ]
    if report.revision:
        said.append(("owl:versionInfo", Literal(report.revision)))
    yield from (Quad(node, term(name), value, place) for name, value in said)
    yield Quad(graph("void"), term("void:subset"), node, place)


class Facts:
    """What the tables and the national dataset know: `curated` is both joined, `known` has its relations by source.

    A triple stands in one graph, and texts say again much of what the portal graph states: that is asked piece by piece.
    """

    def __init__(self, tables: Curated, national: National | None) -> None:
        self.tables, self.national = tables, national
        self.curated = joined(national, tables) if national else tables
        self.known: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.curated.relations:
            self.known[relation.source].append(relation)
        self._between: dict[tuple[str, str], list[Relation]] = defaultdict(list)
        for relation in national.relations if national else ():
            self._between[relation.source, relation.target].append(relation)

    @property
    def by_number(self) -> Mapping[int, Document]:
        """The documents of the dataset by its numbers."""
        return self.national.by_number if self.national else {}

    @property
    def size(self) -> int:
        """How many documents and relations are known."""
        return len(self.curated.documents) + len(self.curated.relations)

    def about(self, path: str) -> set[Triple]:
        """The triples that the portal graph states about a document, without its relations."""
        return {quad.triple for quad in self.document(path, Report())}

    def document(self, path: str, report: Report) -> Iterator[Quad]:
        """State a document of the dataset; nothing for others. What the tables know of it holds, differences go to the report."""
        claimed = self.national.documents.get(path) if self.national else None
        if claimed is not None:
            document = as_stated(claimed, self.tables.documents.get(path), report)
            yield from document_quads(document, type_label(document.type), graph("portal"))

    def claims(self, ends: Iterable[tuple[str, str]]) -> Iterator[Relation]:
        """The relations of the dataset from the first to the second of any of these pairs of documents."""
        return (relation for pair in ends if pair in self._between for relation in self._between[pair])

    def between(self, relations: Iterable[Relation]) -> set[Triple]:
        """The triples of all relations between the two ends of any of these, in both directions."""
        ends, place = both_ways(relations), graph("portal")
        found = self.claims(ends)
        return {quad.triple for relation in found for quad in (*plain_quads(relation, place), *relation_node_quads(relation, place))}


def both_ways(relations: Iterable[Relation]) -> set[tuple[str, str]]:
    """The ends of relations, in both orders."""
    return {pair for r in relations for pair in ((r.source, r.target), (r.target, r.source))}


def national_quads(facts: Facts, report: Report, progress: Progress) -> Iterator[Quad]:
    """State the dataset. Where a curated fact differs it is stated in its place, and the difference told in the report."""
    if (national := facts.national) is None:
        return
    meter = Meter(progress, "stating the national dataset", len(national.documents) + len(national.relations))
    for path in metered(national.documents, meter):
        yield from facts.document(path, report)
    yield from claim_quads(facts, metered(national.relations, meter))
    yield from common_quads(national)


def common_quads(national: National) -> Iterator[Quad]:
    """State what the dataset is, and what being listed under each of its labels is."""
    for label in sorted(set(national.labels.values())):
        yield from label_quads(label)
    yield from source_quads(national.report)


def claim_quads(facts: Facts, relations: Iterable[Relation]) -> Iterator[Quad]:
    """State relations of the dataset."""
    ids, place = {relation.id for relation in facts.tables.relations}, graph("portal")
    labels = facts.national.labels if facts.national else {}
    for relation in relations:
        yield evidence_quad(relation, labels[relation.id])
        if relation.id not in ids:  # else more evidence of what is known better
            yield from plain_quads(relation, place)
            yield from relation_node_quads(relation, place)


def as_stated(claimed: Document, known: Document | None, report: Report) -> Document:
    """What is stated of a document of the dataset; what the tables know of it holds."""
    sourced = replace(claimed, sources=(DATASET,))
    return _merged(sourced, known, report) if known else sourced


def _merged(document: Document, known: Document, report: Report) -> Document:
    for name in _COMPARED:
        ours, theirs = getattr(known, name), getattr(document, name)
        if ours and theirs and ours != theirs:
            report.disagree(known.path, Conflict(name, ours.isoformat(), CURATED, theirs.isoformat(), PORTAL, "a"))
    if known.in_force_from:
        document = replace(document, in_force_rule=None)
    if known.status is not None:  # what a source says of the status belongs together
        document = replace(document, status=None, status_as_of=None, status_basis=None)
    # Nothing the curated facts leave open may contradict them.
    if document.in_force_until and known.in_force_from and document.in_force_until < known.in_force_from:
        document = replace(document, in_force_until=None)
    (merged,) = merge_documents([document, known]).values()
    return merged


def _evidence(label: str) -> NamedNode:
    """One node for all relations under a label: what it says is the same for all of them."""
    return NamedNode(f"{BASE}evidence/{sha256(label.encode()).hexdigest()[:16]}")


def evidence_quad(relation: Relation, label: str) -> Quad:
    """State that a relation is listed under a label."""
    return Quad(NamedNode(relation.iri), term("lg:evidence"), _evidence(label), graph("portal"))


def label_quads(label: str) -> Iterator[Quad]:
    """State what being listed under a label is, as evidence."""
    node, place = _evidence(label), graph("portal")
    said: Mapping[str, NamedNode | Literal] = {
        "rdf:type": term("lg:Evidence"),
        "lg:evidence_kind": Literal("page"),
        "dcterms:source": NamedNode(DATASET),
    }
    for name, value in said.items():
        yield Quad(node, term(name), value, place)
    yield Quad(node, term("lg:note"), Literal(f"ghi dưới nhãn “{label}”", language="vi"), place)
    yield Quad(node, term("lg:note"), Literal(f"listed under the label “{label}”", language="en"), place)

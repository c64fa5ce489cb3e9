"""The national dataset ▶ the portal graph: documents, relations, and one piece of evidence for each label."""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad, Triple

from legalgraph.model.document import Conflict, Document
from legalgraph.model.identity import BASE
from legalgraph.model.merging import merge_documents
from legalgraph.model.relation import Relation
from legalgraph.pipeline.curated import CURATED, Curated
from legalgraph.pipeline.national import NationalReport
from legalgraph.pipeline.national_kept import Dataset
from legalgraph.pipeline.progress import Meter, Progress, metered
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.targets import mark_of_path
from legalgraph.rdf.mapping import document_quads, plain_quads, relation_node_quads
from legalgraph.rdf.vocab import graph, term
from legalgraph.registry import type_label
from legalgraph.sources.vbpl import LICENCE, REPOSITORY

DATASET = f"https://huggingface.co/datasets/{REPOSITORY}"
PORTAL = "bộ dữ liệu của cổng thông tin quốc gia"
_COMPARED = ("signed", "in_force_from", "in_force_until")


class _Joined(Mapping[str, Document]):
    """The documents of tables and the dataset, curated facts holding."""

    def __init__(self, national: Dataset, tables: Curated) -> None:
        self._national, self._tables = national.documents, tables.documents
        self._both: dict[str, Document] = {}

    def __getitem__(self, path: str) -> Document:
        known = self._tables.get(path)
        if known is None:
            return self._national[path]
        if path in self._both:
            return self._both[path]
        claimed = self._national.get(path)
        self._both[path] = as_stated(claimed, known, Report()) if claimed else known
        return self._both[path]

    def __contains__(self, path: object) -> bool:
        return path in self._tables or path in self._national

    def __iter__(self) -> Iterator[str]:
        yield from self._national
        yield from (path for path in self._tables if path not in self._national)

    def __len__(self) -> int:
        return len(self._national) + sum(path not in self._national for path in self._tables)


class _Claimed(Container[str]):
    """The paths of documents that no table describes, only the dataset."""

    def __init__(self, national: Dataset, tables: Curated) -> None:
        self._national, self._tables = national.documents, tables.documents

    def __contains__(self, path: object) -> bool:
        return path in self._national and path not in self._tables


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
    """What the tables and the national dataset know: `curated` has the documents of both, joined, and the relations of the tables.

    A triple stands in one graph, and texts say again much of what the portal graph states: that is asked piece by piece.
    """

    def __init__(self, tables: Curated, national: Dataset | None) -> None:
        self.tables, self.national = tables, national
        self.curated = tables
        if national is not None:
            self.curated = replace(tables, documents=_Joined(national, tables), claimed=_Claimed(national, tables))
        self._tabled: dict[str, list[Relation]] = defaultdict(list)
        for relation in tables.relations:
            self._tabled[relation.source].append(relation)
        self.acting: Callable[[str], Sequence[Relation]] = lru_cache(1 << 10)(self._acting)
        """The relations of both in which a document acts."""

    def _acting(self, path: str) -> Sequence[Relation]:
        tabled = self._tabled.get(path, [])
        ids = {relation.id for relation in tabled}
        claimed = self.national.acting(path) if self.national else []
        return [*tabled, *(relation for relation in claimed if relation.id not in ids)] if tabled else claimed

    def at(self, mark: str) -> list[str]:
        """The paths of the documents with a shelfmark, as `mark_text` writes it, those of the dataset first."""
        claimed = self.national.at(mark) if self.national else ()
        return [*claimed, *(path for path in self._tabled_at.get(mark, ()) if path not in claimed)]

    @cached_property
    def _tabled_at(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path, document in self.tables.documents.items():
            if document.identified:
                found[mark_of_path(path)].append(path)
        return found

    def of_kinds(self, kinds: Collection[str]) -> list[Relation]:
        """The relations of some kinds."""
        tabled = [relation for relation in self.tables.relations if relation.kind in kinds]
        ids = {relation.id for relation in tabled}
        claimed = self.national.of_kinds(kinds) if self.national else ()
        return [*tabled, *(relation for relation in claimed if relation.id not in ids)]

    @property
    def by_number(self) -> Mapping[int, Document]:
        """The documents of the dataset by its numbers."""
        return self.national.by_number if self.national else {}

    @property
    def size(self) -> int:
        """How many documents and relations are known."""
        return len(self.curated.documents) + len(self.tables.relations) + (len(self.national.relations) if self.national else 0)

    def about(self, path: str) -> set[Triple]:
        """The triples that the portal graph states about a document, without its relations."""
        return {quad.triple for quad in self.document(path, Report())}

    def document(self, path: str, report: Report) -> Iterator[Quad]:
        """State a document of the dataset; nothing for others. What the tables know of it holds, differences go to the report."""
        claimed = self.national.documents.get(path) if self.national else None
        if claimed is not None:
            document = as_stated(claimed, self.tables.documents.get(path), report)
            yield from document_quads(document, type_label(document.type), graph("portal"))

    def claims(self, ends: Iterable[tuple[str, str]]) -> Iterator[tuple[Relation, str]]:
        """The relations of the dataset from the first to the second of any of these pairs of documents, each with its label."""
        return (found for pair in ends for found in self.national.between(*pair)) if self.national else iter(())

    def between(self, relations: Iterable[Relation]) -> set[Triple]:
        """The triples of all relations between the two ends of any of these, in both directions."""
        ends, place = both_ways(relations), graph("portal")
        found = self.claims(ends)
        return {quad.triple for relation, _ in found for quad in (*plain_quads(relation, place), *relation_node_quads(relation, place))}


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
    yield from claim_quads(facts, metered(national.labelled(), meter))
    yield from common_quads(national)


def common_quads(national: Dataset) -> Iterator[Quad]:
    """State what the dataset is, and what being listed under each of its labels is."""
    for label in sorted(national.label_names()):
        yield from label_quads(label)
    yield from source_quads(national.report)


def claim_quads(facts: Facts, relations: Iterable[tuple[Relation, str]]) -> Iterator[Quad]:
    """State relations of the dataset, each given with its label."""
    ids, place = {relation.id for relation in facts.tables.relations}, graph("portal")
    for relation, label in relations:
        yield evidence_quad(relation, label)
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

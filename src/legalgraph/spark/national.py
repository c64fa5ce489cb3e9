"""Rows of the national dataset ▶ documents and relations, with the functions that the local ingest uses."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from legalgraph.model.document import Document
from legalgraph.pipeline.kept import pack, unpack
from legalgraph.pipeline.national import LabelTest, NationalReport, label_in, relation_of, told_apart
from legalgraph.pipeline.portal import as_stated, evidence_quad
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.targets import mark_of_path
from legalgraph.rdf.mapping import document_quads, plain_quads, relation_node_quads
from legalgraph.rdf.vocab import graph
from legalgraph.registry import type_label
from legalgraph.sources.vbpl import NO_NUMBER, Refused, Row, number_in, read_document
from legalgraph.spark.facts import BEARING, Fact, Kind, own, shared, tally
from legalgraph.spark.texts import Tables

ROWS = "path string, id bigint, file string, row bigint, document binary, refused string"
DOCUMENTS = "path string, mark string, signed string, document binary, ids array<bigint>, base string, copy int"
PAIRS = "own bigint, its bigint, label string, file string, row bigint"
RELATIONS = "id string, source string, label string, file string, row bigint, relation binary"


def read_metadata(rows: Iterable[Any], columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Read rows of `metadata`; of one that is no document, say why."""
    for row in rows:
        cells = tuple(row[name] for name in columns)
        try:
            found = read_document(cells)
        except Refused as refused:
            number = number_in(cells[0])
            yield None, None if number == NO_NUMBER else number, row["_file"], row["_row"], None, refused.reason
        else:
            yield found.document.path, found.id, row["_file"], row["_row"], pack(found.document), None


def tell_apart(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Documents from the rows of one key each."""
    for row in rows:
        ordered = sorted(row.rows, key=lambda r: (r.file, r.row))
        same = [Row(one.id, unpack(bytes(one.document))) for one in ordered]
        for copy, (document, group) in enumerate(told_apart(same, NationalReport()), 1):
            day = document.signed.isoformat() if document.signed else None
            yield document.path, mark_of_path(document.path), day, pack(document), [one.id for one in group], row.path, copy


def read_pairs(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Read rows of `relationships`."""
    for row in rows:
        yield number_in(row["doc_id"]), number_in(row["other_doc_id"]), label_in(row["relationship"]), row["_file"], row["_row"]


def label_tests(counted: Iterable[Any]) -> dict[str, LabelTest]:
    """Labels put to the test: rows of `label`, `rows`, and how often the own document is the `later` or the `earlier` one."""
    tests = {}
    for row in counted:
        test = tests[row.label] = LabelTest.of(row.label)
        test.rows, test.tested = row.rows, row.later + row.earlier
        test.later = row.later if test.forward else row.earlier
    return tests


def relate(rows: Iterable[Any], tests: Mapping[str, LabelTest]) -> Iterator[tuple[Any, ...]]:
    """Relations from rows that are pairs of documents with their days."""
    for row in rows:
        signed = {row.doc: _day(row.doc_signed), row.other: _day(row.other_signed)}
        relation = relation_of(row.doc, row.other, tests[row.label], signed)
        yield relation.id, relation.source, row.label, row.file, row.row, pack(relation)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def state_documents(rows: Iterable[Any], tables: Tables) -> Iterator[Fact]:
    """State documents of the dataset."""
    counts: Counter[str] = Counter()
    for row in rows:
        report, claimed = Report(), unpack(bytes(row.document))
        document: Document = as_stated(claimed, tables.documents.get(claimed.path), report)
        yield Fact(Kind.DOCUMENT, document.path, blob=pack(document))
        yield from map(shared, document_quads(document, type_label(document.type), graph("portal")))
        counts["disagreements"] += report.disagreed
    yield from tally(counts)


def state_relations(rows: Iterable[Any], tables: Tables) -> Iterator[Fact]:
    """State relations of the dataset; where the tables know one better, the dataset is more evidence of it."""
    place = graph("portal")
    for row in rows:
        relation = unpack(bytes(row.relation))
        apart = [evidence_quad(relation, row.label)]
        if all(relation.id != known.id for known in tables.relations.get(relation.source, ())):
            apart += relation_node_quads(relation, place)
            yield from map(shared, plain_quads(relation, place))
            if relation.kind in BEARING:
                yield Fact(Kind.ACT, relation.source, blob=pack(relation))
        yield from own(apart, "portal")

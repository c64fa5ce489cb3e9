"""Rows with texts ▶ what was read ▶ what is stated: what executors do to one text after the other, with the functions of the ingest."""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from legalgraph.errors import LegalGraphError
from legalgraph.model.document import Document
from legalgraph.model.folding import nfc
from legalgraph.model.relation import Relation
from legalgraph.pipeline.collection import Text, joined, national_number, path_of
from legalgraph.pipeline.curated import Curated
from legalgraph.pipeline.extracted import Extraction, unwritten_quads
from legalgraph.pipeline.inputs import NATIONAL
from legalgraph.pipeline.kept import Card, pack, pack_units, unpack, unpack_units
from legalgraph.pipeline.reading_worker import make_sense, own_name
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.succession import SUCCESSION
from legalgraph.pipeline.targets import CitedDocuments, mark_of_path
from legalgraph.rdf.mapping import document_quads
from legalgraph.rdf.vocab import graph
from legalgraph.registry import type_label
from legalgraph.sources.files import shown_name
from legalgraph.sources.records import document_of
from legalgraph.spark.answers import Answer, Slice, asks
from legalgraph.spark.facts import BEARING, Fact, Kind, own, shared, tally

READ = (
    "file string, row bigint, own string, characters bigint, own_header boolean, card binary, units binary, "
    "asks array<struct<mark:string,units:boolean>>, reading binary, failed string"
)
CARD_COLUMNS = ("file", "row", "name", "characters", "own_header", "card", "units", "asks")
CARD = (
    "file string, row bigint, name string, characters bigint, own_header boolean, card binary, units binary, "
    "asks array<struct<mark:string,units:boolean>>"
)
CARDS = f"{CARD}, path string, mark string, signed string, acts boolean"


class Read(NamedTuple):
    """What was read of one row; of one that could not be read, only why."""

    file: str
    row: int
    own: str | None = None
    characters: int | None = None
    own_header: bool | None = None
    card: bytes | None = None
    units: bytes | None = None
    asks: list[tuple[str, bool]] | None = None
    reading: bytes | None = None
    failed: str | None = None


def read(rows: Iterable[Any], root: str, prefix: str) -> Iterator[Read]:
    """Read texts: rows of a Parquet file, with `_file` and `_row` beside their columns. `root` is the folder that was given."""
    for row in rows:
        record = row.asDict()
        file, number = name_below(record.pop("_file"), root), record.pop("_row") + 1
        shown = shown_name(Path(file))
        try:
            source = document_of(record, shown, number)
            kept = make_sense(source)
        except (LegalGraphError, RecursionError, MemoryError) as error:
            yield Read(prefix + file, number, failed=str(error)[:500] or type(error).__name__)
            continue
        slim = kept.slim()
        yield Read(
            prefix + file, number, own_name(source, shown, f"0.{number - 1}"), kept.card.characters, kept.card.own_header, pack(kept.card),
            pack_units(slim), list(asks(slim).items()), zlib.compress(pack(slim), 1),
        )  # fmt: skip


def name_below(file: str, root: str) -> str:
    """The name of a file below the folder given, or of the file itself."""
    path, base = PurePosixPath(unquote(file.partition(":")[2] or file)), PurePosixPath(unquote(root.partition(":")[2] or root))
    path, base = (PurePosixPath("/" + str(one).lstrip("/")) for one in (path, base))
    named = path.name if path == base or not path.is_relative_to(base) else path.relative_to(base).as_posix()
    return nfc(named.encode("utf-8", "replace").decode())


def join_cards(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Say which document each text is, once it is known what the national dataset says of it (`claimed`)."""
    for row in rows:
        card: Card = unpack(bytes(row.card))
        if row.file.startswith(NATIONAL):
            card = joined(card, unpack(bytes(row.claimed)) if row.claimed else None)
        document = card.document
        identified = document is not None and document.identified
        yield (
            row.file, row.row, row.name, row.characters, row.own_header, pack(card), row.units, row.asks, path_of(card),
            mark_of_path(document.path) if document and identified else None,
            document.signed.isoformat() if document and document.signed else None, card.tells_acts,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tables:
    """What all executors know: what the tables say, by document, and the triples they state."""

    documents: Mapping[str, Document]
    relations: Mapping[str, tuple[Relation, ...]]
    triples: frozenset[str]


def state(rows: Iterable[Any], tables: Tables) -> Iterator[Fact]:
    """State texts, each with what it asked for beside it."""
    counts: Counter[str] = Counter()
    for row in rows:
        yield from _state(row, tables, counts)
    yield from tally(counts)


def _state(row: Any, tables: Tables, counts: Counter[str]) -> Iterator[Fact]:
    path, report = row.path, Report()
    known: Document | None = unpack(bytes(row.known)) if row.known else None
    answers = [Answer(one.path, one.signed, one.has_text, one.acts, one.units) for one in row.answers or ()]
    there = Slice({ask.mark: ask.units for ask in row.asks}, answers)
    curated = Curated({path: known} if known else {}, (), 0, frozenset([path] if row.claimed else []))
    known_relations = partial(_among, {path: _relations(path, row.outgoing, tables)})
    extraction = Extraction(curated, known_relations, there, there.articles, there.tells_acts, report)
    text = Text(row.name, path, Path(), unpack(bytes(row.card)))
    said = extraction.text(text, unpack(zlib.decompress(bytes(row.reading))))
    if said.document is not None:
        yield Fact(Kind.DOCUMENT, path, blob=pack(said.document))
    yield from map(shared, said.described)
    # Tables may name places in the document, and state them as its text does.
    yield from own((quad for quad in said.written if str(quad.triple) not in tables.triples), "extracted")
    for relation in said.relations:
        if relation.kind == SUCCESSION:
            yield Fact(Kind.SUCCESSION, relation.source, relation.target, relation.id, pack(relation))
        elif relation.source != path:
            yield Fact(Kind.FOREIGN, relation.source, blob=pack(relation))
        else:
            yield from _relation(extraction, relation)
    yield from _remembered(extraction, path)
    _count(report, counts)
    counts["texts"] += 1
    counts["characters"] += text.card.characters
    counts["unasked"] += there.unasked


def _relations(source: str, national: Iterable[bytes] | None, tables: Tables) -> tuple[Relation, ...]:
    """The relations known of a source: those of the tables go first."""
    listed = tables.relations.get(source, ())
    ids = {relation.id for relation in listed}
    found = (unpack(bytes(blob)) for blob in national or ())
    return (*listed, *(relation for relation in sorted(found, key=lambda r: r.id) if relation.id not in ids))


def _among(relations: Mapping[str, tuple[Relation, ...]], path: str) -> tuple[Relation, ...]:
    return relations.get(path, ())


def _relation(extraction: Extraction, relation: Relation) -> Iterator[Fact]:
    """State a relation. Its node is its own, unless it is known from elsewhere or others report it, too."""
    fresh = extraction.known_as(relation) is None
    if fresh and relation.kind in BEARING:
        yield Fact(Kind.ACT, relation.source, blob=pack(relation))
    apart = []
    for quad in extraction.relations([relation]):
        if fresh and str(quad.subject).startswith(f"<{relation.iri}"):
            apart.append(quad)
        else:
            yield shared(quad)
    yield from own(apart, "extracted")


def _remembered(extraction: Extraction, by: str) -> Iterator[Fact]:
    for path, provisions in extraction.provisions.items():
        yield from (Fact(Kind.PLACE, path, text=provision) for provision in sorted(provisions))
    yield from (Fact(Kind.CITED, cited, what, said, n=times) for cited, what, said, times in extraction.cited.counts())
    for path, document in extraction.cited.citations.items():
        yield Fact(Kind.CITATION, path, text=by, blob=pack(document))


def _count(report: Report, counts: Counter[str]) -> None:
    counts["extracted_relations"] += report.extracted_relations
    counts["disagreements"] += report.disagreed
    counts["citations_resolved"] += report.resolved
    for reason, times in report.unresolved.items():
        counts[f"citations_unresolved:{reason}"] += times
    for reason, times in report.left_out.items():
        counts[f"left_out:{reason}"] += times
    for reason, times in report.unidentified.items():
        counts[f"unidentified:{reason}"] += times


def state_later(rows: Iterable[Any], tables: Tables, dropped: frozenset[str]) -> Iterator[Fact]:
    """State relations that one text cannot decide alone: of succession, and those reported in other documents; by their source."""
    counts: Counter[str] = Counter()
    for row in rows:
        report = Report()
        relations = {row.key: _relations(row.key, row.outgoing, tables)}
        known = partial(_among, relations)
        extraction = Extraction(Curated({}, (), 0), known, Slice({}, ()), lambda _: (), lambda _: False, report)
        found: list[Relation] = [unpack(bytes(blob)) for blob in row.blobs]
        for relation in sorted(found, key=lambda r: r.id):
            if relation.id not in dropped:
                if extraction.known_as(relation) is None and relation.kind in BEARING:
                    yield Fact(Kind.ACT, relation.source, blob=pack(relation))
                yield from map(shared, extraction.relations([relation]))
        yield from _remembered(extraction, row.key)
        _count(report, counts)
    yield from tally(counts)


def state_places(rows: Iterable[Any]) -> Iterator[Fact]:
    """State the places named in documents that are no units of their texts."""
    for row in rows:
        units = unpack_units(bytes(row.units)) if row.units else ()
        yield from map(shared, unwritten_quads(row.key, row.places, units, graph("extracted")))


def state_cited(rows: Iterable[Any]) -> Iterator[Fact]:
    """State documents that are known by citations alone; a row has all that was counted of one."""
    for row in rows:
        cited = CitedDocuments()
        for said in row.said:
            cited.count(row.key, said.what, said.text, said.n)
        yield from _described(cited.documents())


def state_citations(rows: Iterable[Any]) -> Iterator[Fact]:
    """State what is cited and known to be no one document."""
    yield from _described(unpack(bytes(row.blob)) for row in rows)


def _described(documents: Iterable[Document]) -> Iterator[Fact]:
    for document in documents:
        if document.identified:
            yield Fact(Kind.DOCUMENT, document.path, blob=pack(document))
        yield from map(shared, document_quads(document, type_label(document.type), graph("extracted")))


def numbers_of(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Cards with the number of the national dataset that the name of each stands for."""
    for row in rows:
        number = national_number(row.name) if row.file.startswith(NATIONAL) else -1
        yield (*row, number)

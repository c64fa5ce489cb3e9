"""Curated tables: `documents.csv`, `relations.csv`, `conflicts.csv` and the gazetteer `laws.csv`, one fact a cell.

Every cell is checked when it is read; an error names file, row and column of all that is wrong and says what would be right.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from legalgraph.errors import InvalidIdentifier, SourceError
from legalgraph.model.document import Conflict, Document, EntryRule, Status, in_symbol_order
from legalgraph.model.identity import CITATION_PREFIX, DocumentKey, is_citation
from legalgraph.model.merging import merge_relations, refuse_circles
from legalgraph.model.number import Number
from legalgraph.model.relation import Certainty, Evidence, Relation, kinds
from legalgraph.registry import areas, bodies, types
from legalgraph.sources.cells import Mistakes, Row, rows_of, separator_of

DOCUMENT_COLUMNS = (
    "id", "number", "type", "area", "title", "issuer", "issuer_2", "signer", "signed", "year", "published",
    "in_force_from", "in_force_rule", "in_force_until", "period_from", "period_until", "status", "status_as_of",
    "status_basis", "certainty", "source_url", "note",
)  # fmt: skip
RELATION_COLUMNS = (
    "source", "target", "kind", "source_provision", "target_provision", "effective_from", "until", "evidence_url",
    "evidence_kind", "certainty", "rule", "note", "note_en",
)  # fmt: skip
CONFLICT_COLUMNS = ("document", "field", "value_a", "source_a", "value_b", "source_b", "adopted", "note")
LAW_COLUMNS = ("id", "number", "type", "title", "signed", "in_force_from", "replaces", "ends", "source", "certainty", "note")
EVIDENCE_KINDS = ("recital", "title", "text", "page", "reasoning")
# Columns that a table may lack.
OPTIONAL = frozenset({"subjects"})
_LAYOUTS = {
    "documents": DOCUMENT_COLUMNS,
    "relations": RELATION_COLUMNS,
    "conflicts": CONFLICT_COLUMNS,
    "laws": LAW_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Tables:
    """What curated tables say, unverified rows included; `relations` are merged, with all their evidence."""

    documents: tuple[Document, ...]
    relations: tuple[Relation, ...]


_CITATION = re.compile(CITATION_PREFIX + r"[a-z0-9]+(?:-[a-z0-9]+)*")


def layout(path: Path) -> str | None:
    """Return which table a CSV file is (`documents`, `relations`, `conflicts`, `laws`), by header, else by name; or None."""
    named = path.stem if path.stem in _LAYOUTS else None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline()
            found = ((name, columns, separator_of(line, columns)) for name, columns in _LAYOUTS.items())
            headers = ((name, {*columns}, next(csv.reader([line], delimiter=separator), [])) for name, columns, separator in found)
            return next((name for name, columns, header in headers if columns <= {cell.strip() for cell in header}), named)
    except (OSError, UnicodeDecodeError, csv.Error):
        return named


def _rows(path: Path, columns: tuple[str, ...], mistakes: Mistakes) -> Iterator[Row]:
    return rows_of(path, columns, OPTIONAL, mistakes)


def document_ids(folder: Path) -> set[str]:
    """The ids of the documents that the tables of a folder describe, before anything else of them is checked."""
    described = ((path, layout(path)) for path in sorted(folder.glob("*.csv")))
    rows = (row for path, name in described if name in ("documents", "laws") for row in _rows(path, _LAYOUTS[name], Mistakes()))
    return {identifier for row in rows if (identifier := row.text("id"))}


def read_folder(folder: Path, known: Collection[str] = (), *, former: bool = False) -> Tables:
    """Read the tables of one folder. Relations may name its documents and those `known` already, by path.

    Of `former` tables, which were taken in before, no more is asked than what they cannot be read without.
    Raises SourceError for all rows that are wrong, and when no table is there; a table without rows says nothing.
    """
    found = {path: layout(path) for path in sorted(folder.glob("*.csv"))}
    if not any(found.values()):
        expected = "; ".join(f"{name}: {','.join(columns)}" for name, columns in _LAYOUTS.items())
        raise SourceError(f"{folder}: no table with a known header; the known ones are {expected}")
    mistakes = Mistakes()
    with mistakes.telling():
        documents, relations = _read(found, known, mistakes, former)
    try:
        refuse_circles(relations)
        return Tables(tuple(documents.values()), tuple(merge_relations(relations)))
    except SourceError as error:
        raise SourceError(f"{folder}: {error}") from error


def _read(
    found: Mapping[Path, str | None], known: Collection[str], mistakes: Mistakes, former_tables: bool
) -> tuple[dict[str, Document], list[Relation]]:
    """What the rows of tables say, by id and in their order, but for those noted as wrong."""
    documents: dict[str, Document] = {}
    relations: list[Relation] = []
    ids: set[str] = set()  # also of rows that are wrong, so that nothing is said against rows that name them
    former: list[tuple[Row, str]] = []
    for row, name in _of(found, ("documents", "laws"), mistakes, former_tables):
        with mistakes.noting():
            seen = row.text("id") in ids
            ids.add(row.text("id"))
            if name == "laws":
                document, ended = _law(row)
                former += [(row, relation.kind) for relation in ended]
                relations += ended
            else:
                document = _document(row)
            if seen:
                raise row.error("id", "stands in another row too; one document has one row")
            documents[document.path] = document
    there = ids.union(known)
    for row, column in former:
        with mistakes.noting():
            _described(row, column, there)
    for row, _ in _of(found, ("conflicts",), mistakes, former_tables):
        with mistakes.noting():
            _add_conflict(row, documents, ids)
    for row, _ in _of(found, ("relations",), mistakes, former_tables):
        with mistakes.noting():
            relations.append(_relation(row, there))
    return documents, relations


def _of(found: Mapping[Path, str | None], names: Collection[str], mistakes: Mistakes, former: bool) -> Iterator[tuple[Row, str]]:
    """The rows of all tables of these names."""
    for path, name in found.items():
        if name is not None and name in names:
            for row in _rows(path, _LAYOUTS[name], mistakes):
                yield replace(row, former=former), name


def _described(row: Row, column: str, documents: Collection[str]) -> str:
    """The document that a cell names by the id of its row. Raises SourceError that tells what to write, or to add."""
    identifier = row.needed(column)
    if identifier in documents:
        return identifier
    try:
        DocumentKey.parse(identifier)
    except InvalidIdentifier:
        if not is_citation(identifier):
            raise row.error(column, f"is not the id of a row of documents.csv{_path_instead(identifier)}") from None
    raise row.error(
        column,
        "is not the id of a row of documents.csv, and tables name no other documents, not even those of texts that were ingested: "
        "add a row with its id, number, type, title and certainty, and signed or year where its number has no year",
    )


def _path_instead(printed: str) -> str:
    """What to write in the place of a printed number."""
    try:
        number = Number.parse(printed)
        if number.is_local:
            return f", but a number: use the path, the province before it: vn-18/{number.type_codes[0]}/…" if number.type_codes else ""
        return f", but a number: use the path: {DocumentKey.of(number).path}"
    except InvalidIdentifier:
        return ": use its path, such as nd/2012/45/nd-cp"


def _document(row: Row) -> Document:
    identifier, signed, year = row.needed("id"), row.day("signed"), row.year("year")
    type_code = row.code("type", types(), needed=True) or ""
    number, area = row.maybe("number"), row.code("area", areas())
    title = row.needed("title")
    _check_identity(row, identifier, number, type_code, signed or year, area)
    issuers = tuple(b for b in (row.code("issuer", bodies()), row.code("issuer_2", bodies())) if b)
    rule, status = row.code("in_force_rule", list(EntryRule)), row.code("status", list(Status))
    certainty, url = _certainty(row), row.source("source_url")
    _require_place(row, certainty, "source_url")
    return Document(
        path=identifier,
        type=type_code,
        title=title,
        number=number,
        area=area,
        issuers=in_symbol_order(issuers, number),
        signer=row.maybe("signer"),
        signed=signed,
        published=row.day("published"),
        in_force_from=row.day("in_force_from"),
        in_force_rule=EntryRule(rule) if rule else None,
        in_force_until=row.day("in_force_until"),
        period_from=row.year("period_from"),
        period_until=row.year("period_until"),
        status=Status(status) if status else None,
        status_as_of=row.day("status_as_of"),
        status_basis=row.maybe("status_basis"),
        certainty=certainty,
        sources=(url,) if url else (),
        note=row.maybe("note"),
        subjects=tuple(sorted({subject for said in row.text("subjects").split(";") if (subject := " ".join(said.split()))})),
    )


def _check_identity(
    row: Row, identifier: str, number: str | None, type_code: str, signed: date | int | None, area: str | None
) -> None:
    if is_citation(identifier):
        if not _CITATION.fullmatch(identifier):
            raise row.error("id", "is not a citation such as citation/76-qd-ttg: lower-case letters, digits, hyphens")
        return
    column = "id"
    try:
        key = DocumentKey.parse(identifier)
        column = "number"
        if number is None and key.symbol:
            raise row.error("number", f"is empty, but the id is that of number {key.ordinal}")
        parsed = Number.parse(number) if number else None
        column = "signed"
        named = DocumentKey.of(parsed, type_code, signed, area) if parsed else replace(key, type=type_code, area=area)
        expected = replace(named, copy=key.copy)
    except InvalidIdentifier as error:
        raise row.error(column, f"does not identify the document: {error}") from error
    if key != expected:
        raise row.error("id", f"should be {expected.path!r} by number, type, year and area")


def _certainty(row: Row) -> Certainty:
    return Certainty(row.code("certainty", list(Certainty), needed=True) or "")


def _require_place(row: Row, certainty: Certainty, column: str) -> None:
    """Raise SourceError for a verified row that does not tell where it was read."""
    if certainty is Certainty.VERIFIED and not row.former and not row.text(column) and not row.text("note"):
        told = "is empty, and so is the note, but a verified row tells where it was read: give an address, or name the place in the note"
        raise row.error(column, told)


def _law(row: Row) -> tuple[Document, list[Relation]]:
    """A law, and what it says of those before it."""
    identifier, signed = row.needed("id"), row.day("signed")
    type_code, number = row.code("type", types(), needed=True) or "", row.maybe("number")
    _check_identity(row, identifier, number, type_code, signed, None)
    certainty = _certainty(row)
    source = row.source("source")
    document = Document(
        path=identifier,
        type=type_code,
        title=row.needed("title"),
        number=number,
        issuers=("ubtvqh",) if type_code == "pl" else ("qh",),
        signed=signed,
        in_force_from=row.day("in_force_from"),
        certainty=certainty,
        sources=(source,) if source else (),
        note=row.maybe("note"),
    )
    ended = [
        Relation(
            document.path, former, kind, effective_from=document.in_force_from, certainty=certainty,
            rule=None if certainty is Certainty.VERIFIED else "gazetteer",
            evidence=(Evidence("text", source, document.note),),
        )
        for kind in ("replaces", "ends") if (former := row.maybe(kind))
    ]  # fmt: skip
    return document, ended


def _add_conflict(row: Row, documents: dict[str, Document], ids: Collection[str]) -> None:
    identifier = row.needed("document")
    if identifier not in ids:
        raise row.error("document", "is not the id of a row of documents.csv")
    conflict = Conflict(
        field=row.needed("field"),
        value_a=row.text("value_a"),
        source_a=row.text("source_a"),
        value_b=row.text("value_b"),
        source_b=row.text("source_b"),
        adopted=row.code("adopted", ("a", "b", "none"), needed=True) or "none",
        note=row.maybe("note"),
    )
    if document := documents.get(identifier):
        documents[identifier] = replace(document, conflicts=(*document.conflicts, conflict))


def _relation(row: Row, documents: Collection[str]) -> Relation:
    source, target = (_described(row, column, documents) for column in ("source", "target"))
    if source == target:
        raise row.error("target", "is the source itself; a document has no relation to itself")
    certainty = _certainty(row)
    rule = row.maybe("rule")
    if certainty is Certainty.INFERRED and rule is None:
        raise row.error("rule", "is empty, but an inferred relation must name the rule it was inferred by")
    effective_from, until = row.day("effective_from"), row.day("until")
    if effective_from and until and until < effective_from:
        raise row.error("until", f"is before effective_from {effective_from}")
    evidence = Evidence(
        kind=row.code("evidence_kind", EVIDENCE_KINDS, needed=True) or "",
        url=row.address("evidence_url"),
        note=row.maybe("note"),
        note_en=row.maybe("note_en"),
    )
    _require_place(row, certainty, "evidence_url")
    return Relation(
        source=source,
        target=target,
        kind=row.code("kind", kinds(), needed=True) or "",
        source_provision=row.place("source_provision"),
        target_provision=row.place("target_provision"),
        effective_from=effective_from,
        until=until,
        certainty=certainty,
        rule=rule,
        evidence=(evidence,),
    )

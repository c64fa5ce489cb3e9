"""Curated tables: `documents.csv`, `relations.csv`, `conflicts.csv` and the gazetteer `laws.csv`, one fact a cell.

Every cell is checked when it is read; an error names file, row and column and says what would be right.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from legalgraph.errors import InvalidIdentifier, SourceError
from legalgraph.model.document import Conflict, Document, EntryRule, Status, in_symbol_order
from legalgraph.model.folding import nfc
from legalgraph.model.identity import CITATION_PREFIX, DocumentKey, is_citation
from legalgraph.model.merging import merge_relations, refuse_circles
from legalgraph.model.number import Number
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Certainty, Evidence, Relation, kinds
from legalgraph.registry import areas, bodies, types

T = TypeVar("T")

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


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with its place, for messages. Rows count as in a spreadsheet: the header is row 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def error(self, column: str, remedy: str) -> SourceError:
        return SourceError(f"{self.file}, row {self.number}, column {column!r}: {self.cells.get(column, '')!r} {remedy}")

    def text(self, column: str) -> str:
        return nfc(self.cells.get(column, "").strip())

    def maybe(self, column: str) -> str | None:
        return self.text(column) or None

    def needed(self, column: str) -> str:
        value = self.text(column)
        if not value:
            raise self.error(column, "is empty, but needed")
        return value

    def day(self, column: str) -> date | None:
        return self._read(column, _day, "is not a date such as 2012-05-21")

    def year(self, column: str) -> int | None:
        return self._read(column, _year, "is not a year such as 2014")

    def source(self, column: str) -> str | None:
        value = self.maybe(column)
        if value and value.startswith(("http://", "https://")) and not _WEB_ADDRESS.fullmatch(value):
            raise self.error(column, "is not a web address: write spaces and brackets in it as %20, %5B …")
        return value

    def place(self, column: str) -> Provision | None:
        return self._read(column, Provision.parse, "is not a provision such as dieu_2/khoan_1")

    def code(self, column: str, known: Iterable[str], needed: bool = False) -> str | None:
        value = self.needed(column) if needed else self.maybe(column)
        if value is not None and value not in (codes := list(known)):
            shown = ", ".join(codes[:40]) + (" …" if len(codes) > 40 else "")
            raise self.error(column, f"is not one of {shown}")
        return value

    def _read(self, column: str, parse: Callable[[str], T], remedy: str) -> T | None:
        value = self.text(column)
        if not value:
            return None
        try:
            return parse(value)
        except (ValueError, InvalidIdentifier):
            raise self.error(column, remedy) from None


# Python reads more as a date (2012-W21-1) and as a number (+201) than a table should hold.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[12][0-9]{3}")
# What RFC 3987 lets stand in an address.
_WEB_ADDRESS = re.compile(r"https?://(?:[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`%\[\]]|%[0-9A-Fa-f]{2})+")
_CITATION = re.compile(CITATION_PREFIX + r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise ValueError(text)
    return int(text)


def layout(path: Path) -> str | None:
    """Return which table a CSV file is (`documents`, `relations`, `conflicts`, `laws`), by header, else by name; or None."""
    named = path.stem if path.stem in _LAYOUTS else None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = {cell.strip() for cell in next(csv.reader(file), [])}
    except (OSError, UnicodeDecodeError, csv.Error):
        return named
    return next((name for name, columns in _LAYOUTS.items() if set(columns) <= header), named)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[_Row]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}, byte {error.start}: not UTF-8; save the table as CSV UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if missing := [column for column in columns if column not in header]:
            raise SourceError(f"{path}, row 1: missing column {', '.join(missing)}; the columns are {', '.join(columns)}")
        if unknown := [column for at, column in enumerate(header) if column not in (*columns, *OPTIONAL) or column in header[:at]]:
            raise SourceError(f"{path}, row 1: unknown or repeated column {', '.join(map(repr, unknown))}")
        for number, cells in enumerate(reader, 2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise SourceError(
                    f"{path}, row {number}: {len(cells)} cells where the header has {len(header)}; "
                    "quote cells that hold a comma"
                )
            yield _Row(str(path), number, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise SourceError(f"{path}, line {reader.line_num}: not a CSV table: {error}") from error


def document_ids(folder: Path) -> set[str]:
    """The ids of the documents that the tables of a folder describe, before anything else of them is checked."""
    described = ((path, layout(path)) for path in sorted(folder.glob("*.csv")))
    return {
        row.needed("id") for path, name in described if name in ("documents", "laws") for row in _rows(path, _LAYOUTS[name])
    }


def read_folder(folder: Path, known: Collection[str] = ()) -> Tables:
    """Read the tables of one folder. Relations may name its documents and those `known` already, by path.

    Raises SourceError at the first wrong cell, and when no table is there.
    """
    paths = sorted(folder.glob("*.csv"))
    found = {path: layout(path) for path in paths}
    documents: dict[str, Document] = {}
    gazetteer: list[tuple[_Row, Relation]] = []
    for path in (p for p, name in found.items() if name in ("documents", "laws")):
        reading = _documents(path) if found[path] == "documents" else _laws(path, gazetteer)
        for row, document in reading:
            if document.path in documents:
                raise row.error("id", "stands in another row too; one document has one row")
            documents[document.path] = document
    for row, relation in gazetteer:
        if relation.target not in documents and relation.target not in known:
            raise row.error(relation.kind, "is neither the id of a row nor in the graph")
    relations = [relation for _, relation in gazetteer]
    for path in (p for p, name in found.items() if name == "conflicts"):
        _add_conflicts(path, documents)
    for path in (p for p, name in found.items() if name == "relations"):
        relations += _relations(path, {*documents, *known})
    if not documents and not relations:
        expected = "; ".join(f"{name}: {','.join(columns)}" for name, columns in _LAYOUTS.items())
        raise SourceError(f"{folder}: no table with a known header; the known ones are {expected}")
    try:
        refuse_circles(relations)
        return Tables(tuple(documents.values()), tuple(merge_relations(relations)))
    except SourceError as error:
        raise SourceError(f"{folder}: {error}") from error


def _documents(path: Path) -> Iterator[tuple[_Row, Document]]:
    for row in _rows(path, DOCUMENT_COLUMNS):
        identifier, signed, year = row.needed("id"), row.day("signed"), row.year("year")
        type_code = row.code("type", types(), needed=True) or ""
        number, area = row.maybe("number"), row.code("area", areas())
        title = row.needed("title")
        _check_identity(row, identifier, number, type_code, signed or year, area)
        issuers = tuple(b for b in (row.code("issuer", bodies()), row.code("issuer_2", bodies())) if b)
        rule, status = row.code("in_force_rule", list(EntryRule)), row.code("status", list(Status))
        url = row.source("source_url")
        yield row, Document(
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
            certainty=Certainty(row.code("certainty", list(Certainty), needed=True) or ""),
            sources=(url,) if url else (),
            note=row.maybe("note"),
            subjects=tuple(sorted({subject for said in row.text("subjects").split(";") if (subject := " ".join(said.split()))})),
        )


def _check_identity(
    row: _Row, identifier: str, number: str | None, type_code: str, signed: date | int | None, area: str | None
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


def _laws(path: Path, relations: list[tuple[_Row, Relation]]) -> Iterator[tuple[_Row, Document]]:
    for row in _rows(path, LAW_COLUMNS):
        identifier, signed = row.needed("id"), row.day("signed")
        type_code, number = row.code("type", types(), needed=True) or "", row.maybe("number")
        _check_identity(row, identifier, number, type_code, signed, None)
        certainty = Certainty(row.code("certainty", list(Certainty), needed=True) or "")
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
        for kind in ("replaces", "ends"):
            if former := row.maybe(kind):
                relation = Relation(
                    document.path, former, kind, effective_from=document.in_force_from, certainty=certainty,
                    rule=None if certainty is Certainty.VERIFIED else "gazetteer",
                    evidence=(Evidence("text", source, document.note),),
                )  # fmt: skip
                relations.append((row, relation))
        yield row, document


def _add_conflicts(path: Path, documents: dict[str, Document]) -> None:
    for row in _rows(path, CONFLICT_COLUMNS):
        identifier = row.needed("document")
        if identifier not in documents:
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
        document = documents[identifier]
        documents[identifier] = replace(document, conflicts=(*document.conflicts, conflict))


def _relations(path: Path, documents: Collection[str]) -> Iterator[Relation]:
    for row in _rows(path, RELATION_COLUMNS):
        ends = {}
        for column in ("source", "target"):
            ends[column] = row.needed(column)
            if ends[column] not in documents:
                raise row.error(column, "is neither the id of a row of documents.csv nor in the graph")
        if ends["source"] == ends["target"]:
            raise row.error("target", "is the source itself; a document has no relation to itself")
        certainty = Certainty(row.code("certainty", list(Certainty), needed=True) or "")
        rule = row.maybe("rule")
        if certainty is Certainty.INFERRED and rule is None:
            raise row.error("rule", "is empty, but an inferred relation must name the rule it was inferred by")
        effective_from, until = row.day("effective_from"), row.day("until")
        if effective_from and until and until < effective_from:
            raise row.error("until", f"is before effective_from {effective_from}")
        evidence = Evidence(
            kind=row.code("evidence_kind", EVIDENCE_KINDS, needed=True) or "",
            url=row.source("evidence_url"),
            note=row.maybe("note"),
            note_en=row.maybe("note_en"),
        )
        yield Relation(
            source=ends["source"],
            target=ends["target"],
            kind=row.code("kind", kinds(), needed=True) or "",
            source_provision=row.place("source_provision"),
            target_provision=row.place("target_provision"),
            effective_from=effective_from,
            until=until,
            certainty=certainty,
            rule=rule,
            evidence=(evidence,),
        )

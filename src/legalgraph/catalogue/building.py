"""Writing a catalogue."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from legalgraph.catalogue.columns import SCHEMA as COLUMNS_SCHEMA
from legalgraph.catalogue.columns import gather_columns
from legalgraph.catalogue.edges import Edge
from legalgraph.catalogue.frequent import SCHEMA as FREQUENT_SCHEMA
from legalgraph.catalogue.frequent import gather_frequent
from legalgraph.catalogue.hubs import SCHEMA as HUBS_SCHEMA
from legalgraph.catalogue.hubs import gather_hubs
from legalgraph.catalogue.index import SCHEMA as SEARCH_SCHEMA
from legalgraph.catalogue.index import index_document, ordinal_of, title_of
from legalgraph.catalogue.names import SCHEMA as NAMES_SCHEMA
from legalgraph.catalogue.names import gather_names
from legalgraph.catalogue.records import packed
from legalgraph.errors import StoreError
from legalgraph.model.document import Document
from legalgraph.model.rank import rank_of_path
from legalgraph.model.relation import CHANGING, ENDING
from legalgraph.time.spans import Span

VERSION = 8
"""Of the form of the file: a snapshot with another one is made anew."""

# `cited` counts the documents that rest on, change or name one; `changed` those that change or end it. The numbers of documents
# go by `cited`, the most first: what SQLite finds comes in the order of numbers, so the first hits are the weightiest.
# `standing` is how a thing is known: see `Standing`. `title` stands for the words of the title, `rank` is the
# legal rank, NO_RANK for what has none.
_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE document (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, record TEXT NOT NULL, type TEXT NOT NULL, year INTEGER, signed TEXT,
  identified INTEGER NOT NULL, has_text INTEGER NOT NULL, standing TEXT NOT NULL, cited INTEGER NOT NULL, changed INTEGER NOT NULL,
  ordinal TEXT, title INTEGER NOT NULL, rank INTEGER NOT NULL);
CREATE TABLE issuer (document INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (document, code)) WITHOUT ROWID;
CREATE TABLE subject (document INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (document, name)) WITHOUT ROWID;
CREATE TABLE span (document INTEGER NOT NULL, since TEXT NOT NULL, status TEXT NOT NULL, certainty TEXT NOT NULL,
  PRIMARY KEY (document, since)) WITHOUT ROWID;
CREATE TABLE edge (relation TEXT PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL, kind TEXT NOT NULL,
  certainty TEXT NOT NULL, day TEXT, place TEXT) WITHOUT ROWID;
CREATE TABLE conflict (document INTEGER NOT NULL, field TEXT NOT NULL);
CREATE TABLE tally (name TEXT NOT NULL, code TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (name, code)) WITHOUT ROWID;
"""
# After everything is in: an index that grows with the rows costs three times as much.
_INDEXES = """
CREATE INDEX edge_source ON edge (source, kind);
CREATE INDEX edge_target ON edge (target, kind, source);
CREATE INDEX document_cited ON document (cited DESC);
CREATE INDEX document_signed ON document (signed DESC);
CREATE INDEX document_changed ON document (changed DESC);
CREATE INDEX document_standing ON document (standing, cited DESC);
CREATE INDEX document_ordinal ON document (ordinal, identified, year);
CREATE INDEX document_title ON document (title);
CREATE INDEX span_since ON span (since, document, status);
CREATE INDEX issuer_code ON issuer (code);
"""


_FURTHER = (SEARCH_SCHEMA, FREQUENT_SCHEMA, NAMES_SCHEMA, HUBS_SCHEMA, COLUMNS_SCHEMA)
NO_RANK = 99
"""Stands for the legal rank of what has none, behind all others."""


class Standing(StrEnum):
    """How a thing of the graph is known."""

    TEXT = "text"  # a document with its words
    FACTS = "facts"  # a document of which tables tell facts, without its words
    CITED = "cited"  # a document that others cite by a whole number, and of which nothing else is known
    NAME = "name"  # words that name no document for sure
    ARTICLE = "article"  # a text that is no legal document


@dataclass(frozen=True, slots=True)
class Entry:
    """One document, citation or text with its status through time; what is not identified has no spans.

    `curated` when tables tell of it.
    """

    document: Document
    spans: tuple[Span, ...] = ()
    curated: bool = False

    def standing(self, *, has_text: bool) -> Standing:
        """How it is known."""
        if not self.document.identified:
            return Standing.ARTICLE if self.document.is_text else Standing.NAME
        return Standing.TEXT if has_text else Standing.FACTS if self.curated else Standing.CITED


def build_catalogue(
    path: Path,
    entries: Iterable[Entry],
    edges: Iterable[Edge],
    counts: Mapping[str, Mapping[str, int]],
    words_of: Callable[[str], str | None] = lambda _: None,
) -> None:
    """Write a new catalogue, replacing the file; `words_of` gives the text of a path, `counts` are tallies of what else there is.

    Edges whose ends are not among the entries are left out. Raises StoreError when it cannot be written.
    """
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            # The file is only published whole: a crash leaves nothing that anyone reads.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA + "".join(_FURTHER))
            tallies: dict[str, Counter[str]] = {name: Counter(tally) for name, tally in counts.items()}
            described = {entry.document.path: entry for entry in entries}
            kept = [edge for edge in edges if edge.source in described and edge.target in described]
            ends = _Ends(kept)
            ids: dict[str, int] = {}
            for number, at in enumerate(sorted(described, key=lambda at: (-ends.cited(at), at)), 1):
                ids[at] = number
                _add_document(connection, number, described[at], words_of(at), ends, tallies)
            connection.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?, ?)", _edge_rows(kept, ids, tallies))
            connection.executescript(_INDEXES)
            gather_frequent(connection)
            derive(connection)
            rows = ((name, code, n) for name, tally in tallies.items() for code, n in tally.items())
            connection.executemany("INSERT INTO tally VALUES (?, ?, ?)", rows)
            connection.execute("ANALYZE")
    except sqlite3.Error as error:
        raise StoreError(f"the catalogue {path} cannot be written: {error}") from error


def derive(connection: sqlite3.Connection) -> None:
    """Write what follows from documents, spans and edges alone: names, hubs, facets and columns; their tables must be empty.

    Raises sqlite3.Error.
    """
    gather_names(connection)
    gather_hubs(connection)
    gather_columns(connection)


class _Ends:
    """How many documents mention, and how many change, each document."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._cited: dict[str, set[str]] = {}
        self._changed: dict[str, set[str]] = {}
        for edge in edges:
            self._cited.setdefault(edge.target, set()).add(edge.source)
            if edge.kind in CHANGING or edge.kind in ENDING:
                self._changed.setdefault(edge.target, set()).add(edge.source)

    def cited(self, path: str) -> int:
        """How many documents rest on, change or name it."""
        return len(self._cited.get(path, ()))

    def changed(self, path: str) -> int:
        """How many documents change or end it."""
        return len(self._changed.get(path, ()))


def _add_document(
    connection: sqlite3.Connection, number: int, entry: Entry, words: str | None, ends: _Ends, tallies: dict[str, Counter[str]]
) -> None:
    document, path = entry.document, entry.document.path
    signed = document.signed.isoformat() if document.signed else None
    has_text = words is not None
    standing = entry.standing(has_text=has_text)
    row = (
        number, path, packed(document), document.type, document.year, signed, document.identified, has_text, standing,
        ends.cited(path), ends.changed(path), ordinal_of(document), title_of(document), rank_of_path(path) or NO_RANK,
    )  # fmt: skip
    connection.execute(f"INSERT INTO document VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    connection.executemany("INSERT OR IGNORE INTO issuer VALUES (?, ?)", [(number, code) for code in document.issuers])
    connection.executemany("INSERT INTO subject VALUES (?, ?)", [(number, name) for name in document.subjects])
    spans = [(number, span.since.isoformat(), span.status.value, span.certainty.value) for span in entry.spans]
    connection.executemany("INSERT INTO span VALUES (?, ?, ?, ?)", spans)
    connection.executemany("INSERT INTO conflict VALUES (?, ?)", [(number, conflict.field) for conflict in document.conflicts])
    index_document(connection, number, document, words)
    _tally(tallies, "standing", standing)
    for conflict in document.conflicts:
        _tally(tallies, "conflict", conflict.field)
    if document.identified:
        _count_document(document, tallies)


def _count_document(document: Document, tallies: dict[str, Counter[str]]) -> None:
    rank = rank_of_path(document.path)
    _tally(tallies, "type", document.type)
    _tally(tallies, "year", str(document.year))
    _tally(tallies, "rank", "local" if document.area else str(rank or "none"))
    _tally(tallies, "issued", "known" if document.issuers else "unknown")
    for code in document.issuers:
        _tally(tallies, "issuer", code)


def _edge_rows(
    edges: Iterable[Edge], ids: Mapping[str, int], tallies: dict[str, Counter[str]]
) -> Iterator[tuple[str, int, int, str, str, str | None, str | None]]:
    for edge in edges:
        _tally(tallies, "kind", edge.kind)
        _tally(tallies, "certainty", edge.certainty)
        day = edge.day.isoformat() if edge.day else None
        yield edge.id, ids[edge.source], ids[edge.target], edge.kind, edge.certainty, day, edge.place


def _tally(tallies: dict[str, Counter[str]], name: str, code: str) -> None:
    tallies.setdefault(name, Counter())[code] += 1

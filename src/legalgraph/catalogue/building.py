"""Writing a catalogue."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from legalgraph.catalogue.columns import SCHEMA as COLUMNS_SCHEMA
from legalgraph.catalogue.columns import gather_columns
from legalgraph.catalogue.edges import Edge
from legalgraph.catalogue.frequent import SCHEMA as FREQUENT_SCHEMA
from legalgraph.catalogue.frequent import gather_frequent
from legalgraph.catalogue.hubs import SCHEMA as HUBS_SCHEMA
from legalgraph.catalogue.hubs import gather_hubs
from legalgraph.catalogue.index import SCHEMA as SEARCH_SCHEMA
from legalgraph.catalogue.index import beginning_of, index_document, ordinal_of, title_of
from legalgraph.catalogue.names import SCHEMA as NAMES_SCHEMA
from legalgraph.catalogue.names import gather_names
from legalgraph.catalogue.numbering import spread
from legalgraph.catalogue.records import packed
from legalgraph.errors import StoreError
from legalgraph.model.document import Document
from legalgraph.model.rank import rank_of_path
from legalgraph.model.relation import CHANGING, ENDING
from legalgraph.time.spans import Span

VERSION = 11
"""Of the form of the file: a snapshot with another one is made anew."""

# `cited` counts the documents that rest on, change or name one; `changed` those that change or end it; `breadth` all that stand in a
# relation with it. The numbers of documents go by `cited`, the most first, some are left free: what SQLite finds comes in the order of
# numbers, so the first hits are the weightiest. `standing` is how a thing is known: see `Standing`. `title` stands for the words of the
# title, `begins` has the first of their letters, `rank` is the legal rank, NO_RANK for what has none.
_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE document (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, record TEXT NOT NULL, type TEXT NOT NULL, year INTEGER, signed TEXT,
  identified INTEGER NOT NULL, has_text INTEGER NOT NULL, standing TEXT NOT NULL, cited INTEGER NOT NULL, changed INTEGER NOT NULL,
  breadth INTEGER NOT NULL, ordinal TEXT, title INTEGER NOT NULL, begins TEXT NOT NULL, rank INTEGER NOT NULL);
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
CREATE INDEX edge_source ON edge (source, kind, target);
CREATE INDEX edge_target ON edge (target, kind, source);
CREATE INDEX document_cited ON document (cited DESC);
CREATE INDEX document_signed ON document (signed DESC);
CREATE INDEX document_changed ON document (changed DESC);
CREATE INDEX document_standing ON document (standing, cited DESC);
CREATE INDEX document_ordinal ON document (ordinal, identified, year);
CREATE INDEX document_title ON document (title);
CREATE INDEX document_begins ON document (begins);
CREATE INDEX span_since ON span (since, document, status);
CREATE INDEX issuer_code ON issuer (code);
"""


_FURTHER = (SEARCH_SCHEMA, FREQUENT_SCHEMA, NAMES_SCHEMA, HUBS_SCHEMA, COLUMNS_SCHEMA)
NO_RANK = 99
"""Stands for the legal rank of what has none, behind all others."""


class Standing(StrEnum):
    """How a thing of the graph is known."""

    TEXT = "text"  # a document with its words
    FACTS = "facts"  # a document of which tables or the national dataset tell facts, without its words
    CITED = "cited"  # a document that others cite by a whole number, and of which nothing else is known
    NAME = "name"  # words that name no document for sure
    ARTICLE = "article"  # a text that is no legal document


@dataclass(frozen=True, slots=True)
class Entry:
    """One document, citation or text with its status through time; what is not identified has no spans.

    `curated` when tables or the national dataset tell of it.
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
            tallies: Counter[tuple[str, str]] = Counter()
            described = {entry.document.path: entry for entry in entries}
            kept = [edge for edge in edges if edge.source in described and edge.target in described]
            ends = _Ends(kept)
            ids: dict[str, int] = {}
            for place, at in enumerate(sorted(described, key=lambda at: (-ends.cited(at), at))):
                ids[at] = spread(place)
                standing = add_document(connection, ids[at], described[at], words_of(at), ends.mentions(at))
                tallies.update(tallied(described[at].document, standing))
            connection.executemany(ADD_EDGE, (edge_row(edge, ids) for edge in kept))
            tallies.update(pair for edge in kept for pair in edge_tallied(edge))
            connection.executescript(_INDEXES)
            gather_frequent(connection)
            derive(connection)
            count_in(connection, tallies, counts)
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


class Mentions(NamedTuple):
    """How many other documents mention one, how many change or end it, and how many stand in a relation with it, either way."""

    cited: int
    changed: int
    breadth: int


class _Ends:
    """How many documents mention each, change it, and stand around it."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._cited: dict[str, set[str]] = {}
        self._changed: dict[str, set[str]] = {}
        self._acted: dict[str, set[str]] = {}
        for edge in edges:
            self._cited.setdefault(edge.target, set()).add(edge.source)
            self._acted.setdefault(edge.source, set()).add(edge.target)
            if edge.kind in CHANGING or edge.kind in ENDING:
                self._changed.setdefault(edge.target, set()).add(edge.source)

    def cited(self, path: str) -> int:
        """How many documents rest on, change or name it."""
        return len(self._cited.get(path, ()))

    def mentions(self, path: str) -> Mentions:
        """All of these counts."""
        around = self._cited.get(path, set()) | self._acted.get(path, set())
        return Mentions(self.cited(path), len(self._changed.get(path, ())), len(around - {path}))


def add_document(connection: sqlite3.Connection, number: int, entry: Entry, words: str | None, mentions: Mentions) -> Standing:
    """Write a document, and say how it is known. Raises sqlite3.Error."""
    document, path = entry.document, entry.document.path
    signed = document.signed.isoformat() if document.signed else None
    has_text = words is not None
    standing = entry.standing(has_text=has_text)
    row = (
        number, path, packed(document), document.type, document.year, signed, document.identified, has_text, standing, *mentions,
        ordinal_of(document), title_of(document), beginning_of(document), rank_of_path(path) or NO_RANK,
    )  # fmt: skip
    connection.execute(f"INSERT INTO document VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    connection.executemany("INSERT OR IGNORE INTO issuer VALUES (?, ?)", [(number, code) for code in document.issuers])
    connection.executemany("INSERT INTO subject VALUES (?, ?)", [(number, name) for name in document.subjects])
    add_spans(connection, number, entry.spans)
    connection.executemany("INSERT INTO conflict VALUES (?, ?)", [(number, conflict.field) for conflict in document.conflicts])
    index_document(connection, number, document, words)
    return standing


def add_spans(connection: sqlite3.Connection, number: int, spans: Iterable[Span]) -> None:
    """Write the status of a document through time. Raises sqlite3.Error."""
    rows = [(number, span.since.isoformat(), span.status.value, span.certainty.value) for span in spans]
    connection.executemany("INSERT INTO span VALUES (?, ?, ?, ?)", rows)


def tallied(document: Document, standing: str) -> Iterator[tuple[str, str]]:
    """The tallies a document is counted in, each with its code."""
    yield "standing", str(standing)
    yield from (("conflict", conflict.field) for conflict in document.conflicts)
    if not document.identified:
        return
    rank = rank_of_path(document.path)
    yield "type", document.type
    yield "year", str(document.year)
    yield "rank", "local" if document.area else str(rank or "none")
    yield "issued", "known" if document.issuers else "unknown"
    yield from (("issuer", code) for code in document.issuers)


ADD_EDGE = "INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?, ?)"


def edge_row(edge: Edge, ids: Mapping[str, int]) -> tuple[str, int, int, str, str, str | None, str | None]:
    """The row of a relation, given the numbers of its ends."""
    day = edge.day.isoformat() if edge.day else None
    return edge.id, ids[edge.source], ids[edge.target], edge.kind, edge.certainty, day, edge.place


def edge_tallied(edge: Edge) -> tuple[tuple[str, str], tuple[str, str]]:
    """The tallies a relation is counted in, each with its code."""
    return ("kind", edge.kind), ("certainty", str(edge.certainty))


def count_in(connection: sqlite3.Connection, more: Mapping[tuple[str, str], int], given: Mapping[str, Mapping[str, int]]) -> None:
    """Add to the tallies, or take away from them; those `given` are written as they are. Raises sqlite3.Error."""
    rows = [(name, code, n) for (name, code), n in more.items() if n]
    connection.executemany("INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n", rows)
    connection.execute("DELETE FROM tally WHERE n = 0")
    for name, tally in given.items():
        connection.execute("DELETE FROM tally WHERE name = ?", (name,))
        connection.executemany("INSERT INTO tally VALUES (?, ?, ?)", [(name, code, n) for code, n in tally.items()])

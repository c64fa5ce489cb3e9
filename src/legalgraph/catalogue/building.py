"""Writing a catalogue."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from legalgraph.catalogue.edges import Edge
from legalgraph.catalogue.records import packed
from legalgraph.catalogue.search import SCHEMA as SEARCH_SCHEMA
from legalgraph.catalogue.search import index_document
from legalgraph.errors import StoreError
from legalgraph.model.document import Document
from legalgraph.model.relation import CHANGING, ENDING
from legalgraph.time.spans import Span

VERSION = 1
"""Of the form of the file: a snapshot with another one is made anew."""

# `cited` counts the documents that rest on, change or name one; `changed` those that change or end it.
_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE document (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, record TEXT NOT NULL, type TEXT NOT NULL, year INTEGER, signed TEXT,
  identified INTEGER NOT NULL, has_text INTEGER NOT NULL DEFAULT 0, cited INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE issuer (document INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (document, code)) WITHOUT ROWID;
CREATE TABLE span (document INTEGER NOT NULL, since TEXT NOT NULL, status TEXT NOT NULL, certainty TEXT NOT NULL,
  PRIMARY KEY (document, since)) WITHOUT ROWID;
CREATE TABLE edge (relation TEXT PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL, kind TEXT NOT NULL,
  certainty TEXT NOT NULL, day TEXT, place TEXT) WITHOUT ROWID;
CREATE TABLE tally (name TEXT NOT NULL, code TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (name, code)) WITHOUT ROWID;
"""
# After everything is in: an index that grows with the rows costs three times as much.
_INDEXES = """
CREATE INDEX edge_source ON edge (source, kind);
CREATE INDEX edge_target ON edge (target, kind);
CREATE INDEX document_cited ON document (cited DESC);
CREATE INDEX document_signed ON document (signed DESC);
CREATE INDEX document_changed ON document (changed DESC);
CREATE INDEX issuer_code ON issuer (code);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document, citation or text with its status through time; what is not identified has no spans."""

    document: Document
    spans: tuple[Span, ...] = ()


def build_catalogue(
    path: Path,
    entries: Iterable[Entry],
    edges: Iterable[Edge],
    counts: Mapping[str, int],
    words_of: Callable[[str], str | None] = lambda _: None,
) -> None:
    """Write a new catalogue, replacing the file; `words_of` gives the text of a path, `counts` how many there are of what else.

    Edges whose ends are not among the entries are left out. Raises StoreError when it cannot be written.
    """
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            # The file is only published whole: a crash leaves nothing that anyone reads.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA + SEARCH_SCHEMA)
            ids: dict[str, int] = {}
            tallies: dict[str, Counter[str]] = {"count": Counter(counts)}
            for number, entry in enumerate(entries, 1):
                ids[entry.document.path] = number
                _add_document(connection, number, entry, words_of(entry.document.path), tallies)
            connection.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?, ?)", _edge_rows(edges, ids, tallies))
            connection.executescript(_INDEXES)
            _count_edges(connection)
            rows = ((name, code, n) for name, tally in tallies.items() for code, n in tally.items())
            connection.executemany("INSERT INTO tally VALUES (?, ?, ?)", rows)
            connection.execute("ANALYZE")
    except sqlite3.Error as error:
        raise StoreError(f"the catalogue {path} cannot be written: {error}") from error


def _add_document(
    connection: sqlite3.Connection, number: int, entry: Entry, words: str | None, tallies: dict[str, Counter[str]]
) -> None:
    document = entry.document
    signed = document.signed.isoformat() if document.signed else None
    row = (number, document.path, packed(document), document.type, document.year, signed, document.identified, words is not None)
    connection.execute(
        "INSERT INTO document (id, path, record, type, year, signed, identified, has_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
    )
    connection.executemany("INSERT OR IGNORE INTO issuer VALUES (?, ?)", [(number, code) for code in document.issuers])
    spans = [(number, span.since.isoformat(), span.status.value, span.certainty.value) for span in entry.spans]
    connection.executemany("INSERT INTO span VALUES (?, ?, ?, ?)", spans)
    index_document(connection, number, document, words)
    if document.identified:
        _tally(tallies, "type", document.type)
        for code in document.issuers:
            _tally(tallies, "issuer", code)
        if document.signed:
            _tally(tallies, "year", str(document.signed.year))


def _edge_rows(
    edges: Iterable[Edge], ids: Mapping[str, int], tallies: dict[str, Counter[str]]
) -> Iterator[tuple[str, int, int, str, str, str | None, str | None]]:
    for edge in edges:
        source, target = ids.get(edge.source), ids.get(edge.target)
        if source is None or target is None:
            continue
        _tally(tallies, "kind", edge.kind)
        _tally(tallies, "certainty", edge.certainty)
        yield edge.id, source, target, edge.kind, edge.certainty, edge.day.isoformat() if edge.day else None, edge.place


def _count_edges(connection: sqlite3.Connection) -> None:
    changing = ", ".join(f"'{code}'" for code in sorted(CHANGING | ENDING))
    for column, condition in (("cited", ""), ("changed", f"WHERE kind IN ({changing})")):
        connection.execute(
            f"UPDATE document SET {column} = found.n FROM "  # noqa: S608 (our own words)
            f"(SELECT target, count(DISTINCT source) AS n FROM edge {condition} GROUP BY target) AS found WHERE id = found.target"
        )


def _tally(tallies: dict[str, Counter[str]], name: str, code: str) -> None:
    tallies.setdefault(name, Counter())[code] += 1

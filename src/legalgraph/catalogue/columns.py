"""What results are filtered by, counted in and sorted by, made with the catalogue: a hundred thousand hits are counted in milliseconds.

Documents are known by their number in the catalogue, which is 1 for the one that most others mention. A value of a facet is the
set of the documents that have it (see `legalgraph.catalogue.bits`), a column a number for each document.
"""

import sqlite3
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from legalgraph.catalogue.bits import bits, packed_bits, renumbered_bits, unpacked_bits
from legalgraph.model.document import Status

Values = Sequence[object] | Mapping[str, object]
Select = Callable[[str, Values], list[tuple[Any, ...]]]

# `turned` has the status of every document, a byte each, on some days, so that for any day few spans must be read.
SCHEMA = """
CREATE TABLE facet (name TEXT NOT NULL, value TEXT NOT NULL, documents BLOB NOT NULL, PRIMARY KEY (name, value)) WITHOUT ROWID;
CREATE TABLE numbers (name TEXT PRIMARY KEY, stored BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE turned (day TEXT PRIMARY KEY, statuses BLOB NOT NULL) WITHOUT ROWID;
"""
_DAYS = 8  # days of which the statuses are kept
_TURNS = 5_000  # spans read for the statuses of a day, at most by those of one more day
_STATUSES = tuple(Status)
_CODES = {status.value: number for number, status in enumerate(_STATUSES)}
# `document`, `issuer` and `subject` may be parts of these tables.
_FACETS = """
SELECT 'type', type, id FROM {document}
UNION ALL SELECT 'year', coalesce(substr(signed, 1, 4), printf('%d', year)), id FROM {document} WHERE signed IS NOT NULL OR year <> 0
UNION ALL SELECT 'there', '1', id FROM {document}
UNION ALL SELECT 'text', '1', id FROM {document} WHERE has_text
UNION ALL SELECT 'identified', '1', id FROM {document} WHERE identified
UNION ALL SELECT 'article', '1', id FROM {document} WHERE path LIKE 'text/%'
UNION ALL SELECT 'citation', '1', id FROM {document} WHERE path LIKE 'citation/%'
UNION ALL SELECT 'issuer', code, document FROM {issuer}
UNION ALL SELECT 'subject', name, document FROM {subject}
ORDER BY 1, 2
"""
_WHOLE = {"document": "document", "issuer": "issuer", "subject": "subject"}
_CHOSEN = {
    "document": "(SELECT * FROM document WHERE id IN (SELECT id FROM chosen))",
    "issuer": "(SELECT * FROM issuer WHERE document IN (SELECT id FROM chosen))",
    "subject": "(SELECT * FROM subject WHERE document IN (SELECT id FROM chosen))",
}
# Days as numbers: 2012-05-21 is 20120521, and a year alone comes before its days.
_DAY = "CASE WHEN signed IS NOT NULL THEN CAST(replace(signed, '-', '') AS INTEGER) ELSE coalesce(year, 0) * 10000 END"
_RANKED = "rank, CASE WHEN identified THEN -year ELSE 0 END, path"
_NUMBERS = f"SELECT id, cited, {_DAY}, row_number() OVER (ORDER BY {_RANKED}) FROM document"  # noqa: S608


def gather_columns(connection: sqlite3.Connection) -> None:
    """Write facets, columns and statuses; documents, issuers, subjects and spans must be in. Raises sqlite3.Error."""
    for (name, value), having in groupby(connection.execute(_FACETS.format(**_WHOLE)).fetchall(), key=lambda row: (row[0], row[1])):
        found = packed_bits(bits(number for _, _, number in having))
        connection.execute("INSERT INTO facet VALUES (?, ?, ?)", (name, value, found))
    _gather_numbers(connection)


def follow_columns(connection: sqlite3.Connection, moved: Mapping[int, int], gone: Collection[int], come: Iterable[int]) -> None:
    """Bring facets, columns and statuses up to date; documents, issuers, subjects and spans must be.

    `moved` are the new numbers of documents of which the same holds, `gone` the former numbers of those that are no more or are others,
    `come` the numbers of those that are new or are others. Raises sqlite3.Error.
    """
    connection.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO chosen VALUES (?)", ((number,) for number in come))
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for name, value, number in connection.execute(_FACETS.format(**_CHOSEN)):
        having[name, value].append(number)
    connection.execute("DROP TABLE chosen")
    for name, value, documents in connection.execute("SELECT name, value, documents FROM facet").fetchall():
        found = renumbered_bits(documents, moved, gone, having.pop((name, value), ()))
        if found is not None:
            connection.execute("UPDATE facet SET documents = ? WHERE name = ? AND value = ?", (found, name, value))
    connection.execute("DELETE FROM facet WHERE documents = ?", (packed_bits(0),))
    new = ((name, value, packed_bits(bits(numbers))) for (name, value), numbers in having.items())
    connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", new)
    connection.execute("DELETE FROM numbers")
    connection.execute("DELETE FROM turned")
    _gather_numbers(connection)


def _gather_numbers(connection: sqlite3.Connection) -> None:
    rows = sorted(connection.execute(_NUMBERS))
    length = rows[-1][0] + 1 if rows else 1
    cited, days, ranked = (array("I", bytes(4 * length)) for _ in range(3))
    for number, *values in rows:
        cited[number], days[number], ranked[number] = values
    among = [row[0] for row in rows]
    newest = array("I", sorted(among, key=days.__getitem__, reverse=True))
    oldest = array("I", sorted(among, key=lambda number: (not days[number], days[number])))
    named = {"cited": cited, "day": days, "ranked": ranked, "newest": newest, "oldest": oldest}
    connection.executemany("INSERT INTO numbers VALUES (?, ?)", ((name, _stored(column)) for name, column in named.items()))
    _gather_statuses(connection, length)


def _stored(column: "array[int]") -> bytes:
    if sys.byteorder == "big":
        column = array("I", column)
        column.byteswap()
    return zlib.compress(column.tobytes(), 1)


def _gather_statuses(connection: sqlite3.Connection, length: int) -> None:
    statuses, turns = bytearray([_CODES[Status.UNKNOWN]]) * length, _TURNS
    spans = connection.execute("SELECT since, document, status FROM span ORDER BY since")
    for day, rows in groupby(spans.fetchall(), key=lambda row: row[0]):
        for _, number, status in rows:
            statuses[number] = _CODES[status]
            turns += 1
        if turns >= _TURNS:
            connection.execute("INSERT INTO turned VALUES (?, ?)", (day, zlib.compress(statuses, 1)))
            turns = 0


class Columns:
    """The facets and columns of a catalogue, each read when it is first asked for."""

    def __init__(self, select: Select) -> None:
        self._select = select
        self.facet: Callable[[str], Mapping[str, int]] = lru_cache(maxsize=None)(self._facet)
        """The documents that have each value of a facet: type, issuer, year, subject, text, identified, article, citation."""
        self.column: Callable[[str], Sequence[int]] = lru_cache(maxsize=None)(self._column)
        """A value for each document, at the place of its number: `cited`, `day`, `ranked` (its place by legal rank, then
        the younger first); or all documents in an order: `newest`, `oldest` (those without a day last)."""
        self.statuses: Callable[[date, date | None], Mapping[str, int]] = lru_cache(_DAYS)(self._statuses)
        """The documents that have each status on a day, as `span_on` gives it."""

    def read(self) -> None:
        """Read all facets and columns, so that no search has to."""
        for (name,) in self._select("SELECT DISTINCT name FROM facet", ()):
            self.facet(name)
        for (name,) in self._select("SELECT name FROM numbers", ()):
            self.column(name)

    @property
    def length(self) -> int:
        """One more than the highest number of a document."""
        return len(self.column("cited"))

    def one(self, name: str) -> int:
        """The documents of which something is true: there (of all), text, identified, article, citation."""
        return self.facet(name).get("1", 0)

    def all(self) -> int:
        """All documents and articles; not what is known only by a citation."""
        return self.one("there") & ~self.one("citation")

    def any_of(self, name: str, values: Sequence[str]) -> int:
        """The documents that have at least one of the values of a facet."""
        known, found = self.facet(name), 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def _facet(self, name: str) -> Mapping[str, int]:
        rows = self._select("SELECT value, documents FROM facet WHERE name = ? ORDER BY value", (name,))
        return {value: unpacked_bits(stored) for value, stored in rows}

    def _column(self, name: str) -> Sequence[int]:
        column = array("I")
        ((stored,),) = self._select("SELECT stored FROM numbers WHERE name = ?", (name,))
        column.frombytes(zlib.decompress(stored))
        if sys.byteorder == "big":
            column.byteswap()
        return column

    def _statuses(self, day: date, today: date | None) -> Mapping[str, int]:
        asked = day.isoformat()
        before = self._select("SELECT day, statuses FROM turned WHERE day <= ? ORDER BY day DESC LIMIT 1", (asked,))
        unknown = _CODES[Status.UNKNOWN]
        since, stored = before[0] if before else ("", zlib.compress(bytes([unknown]) * self.length))
        statuses = bytearray(zlib.decompress(stored))
        turns = self._select("SELECT document, status FROM span WHERE since > ? AND since <= ? ORDER BY since", (since, asked))
        for number, status in turns:
            statuses[number] = _CODES[status]
        row = bytes(statuses[:0:-1]) + b"\xff"  # the highest number first; there is no document 0
        found = {status.value: int(row.translate(_one(code)), 2) for code, status in enumerate(_STATUSES)}
        if today and day > today:
            for status in (Status.IN_FORCE, Status.PARTLY_EXPIRED):
                found[Status.UNKNOWN] |= found[status]
                found[status] = 0
        return found


def _one(code: int) -> bytes:
    return bytes(49 if byte == code else 48 for byte in range(256))

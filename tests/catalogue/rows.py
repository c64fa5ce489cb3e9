"""What a catalogue holds, whichever numbers are left free in it."""

import sqlite3
import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from legalgraph.catalogue.bits import numbers, unpacked_bits

# Tables, and which of their columns are numbers of documents or sets of them.
TABLES = {
    "document": (0,), "issuer": (0,), "subject": (0,), "span": (0,), "edge": (1, 2), "conflict": (0,), "tally": (), "unnamed": (),
    "hub": (0, 2), "foremost": (0, 4), "facet": (2,), "frequent": (3,),
}  # fmt: skip


def rows_of(path: Path) -> list[str]:
    """All rows, sorted, with the place of a document in the order of numbers in the place of its number, and the two indexes word by word."""
    with closing(sqlite3.connect(path)) as connection:
        order = [number for (number,) in connection.execute("SELECT id FROM document ORDER BY id")]
        place = {number: at for at, number in enumerate(order)}

        def placed(value: Any) -> Any:
            return [place[number] for number in numbers(unpacked_bits(value))] if isinstance(value, bytes) else place[value]

        found = [("user_version", *connection.execute("PRAGMA user_version").fetchone())]
        for table, columns in TABLES.items():
            rows = connection.execute(f"SELECT * FROM {table}")
            found += [(table, *(placed(value) if at in columns else value for at, value in enumerate(row))) for row in rows]
        found += [("words", place[number], *row) for number, *row in connection.execute("SELECT rowid, * FROM words")]
        for index in ("words", "text"):
            connection.execute(f"CREATE VIRTUAL TABLE temp.instances USING fts5vocab(main, {index}, 'instance')")
            found += [(index, word, place[doc], *where) for word, doc, *where in connection.execute("SELECT * FROM instances")]
            connection.execute("DROP TABLE temp.instances")
            found += [(index, place[doc], size) for doc, size in connection.execute(f"SELECT id, sz FROM {index}_docsize")]
            found.append((index, *connection.execute(f"SELECT block FROM {index}_data WHERE id = 1").fetchone()))
        found += columns_of(connection, order, place)
        return sorted(map(str, found))


def columns_of(connection: sqlite3.Connection, order: Sequence[int], place: dict[int, int]) -> Iterator[tuple[object, ...]]:
    for name, stored in connection.execute("SELECT * FROM numbers"):
        column = array("I", zlib.decompress(stored))
        yield name, [place[number] for number in column] if name in ("newest", "oldest") else [column[number] for number in order]
    for day, stored in connection.execute("SELECT * FROM turned"):
        statuses = zlib.decompress(stored)
        yield "turned", day, [statuses[number] for number in order]

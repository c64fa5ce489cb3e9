"""Documents that very many act upon: who they are and which of them come first, found when the catalogue is made.

A page tells a hundred of the thirty thousand that rest on a law, and how many there are; it must not read them all for that.
"""

import sqlite3
from collections.abc import Collection, Mapping
from enum import StrEnum
from itertools import groupby

from legalgraph.catalogue.bits import bits, packed_bits, renumbered_bits, unpacked_bits
from legalgraph.catalogue.columns import Select

# `hub` has the documents that act upon one in relations of one kind as a set, `foremost` the first of them in an order.
SCHEMA = """
CREATE TABLE hub (document INTEGER NOT NULL, kind TEXT NOT NULL, sources BLOB NOT NULL, PRIMARY KEY (document, kind)) WITHOUT ROWID;
CREATE TABLE foremost (document INTEGER NOT NULL, kind TEXT NOT NULL, sorted TEXT NOT NULL, place INTEGER NOT NULL,
  source INTEGER NOT NULL, PRIMARY KEY (document, kind, sorted, place)) WITHOUT ROWID;
"""
MANY = 300
"""Relations that act upon a document up to which they are simply read."""
LATEST = "CASE WHEN identified THEN year ELSE 0 END DESC, path"
"""Documents first, by year, then what has no year."""


class Sorted(StrEnum):
    """Orders of the documents that act upon a hub."""

    RANK = "rank"  # what is certain, then by legal rank, then the younger
    LATEST = "latest"


KEPT = {Sorted.RANK: 300, Sorted.LATEST: 100}
"""How many documents of one kind are kept in each order."""
_ORDERS = {Sorted.RANK: "uncertain, rank, CASE WHEN identified THEN -year ELSE 0 END, path", Sorted.LATEST: LATEST}
_ACTING = "SELECT DISTINCT target, kind, source FROM edge WHERE target IN (SELECT id FROM great) AND source <> target ORDER BY target, kind"
_FIRST = """
INSERT INTO foremost SELECT target, kind, '{name}', place, source FROM (
  SELECT target, kind, source, row_number() OVER (PARTITION BY target, kind ORDER BY {order}) AS place
  FROM (SELECT target, kind, source, min(certainty <> 'verified') AS uncertain FROM edge
        WHERE target IN (SELECT id FROM great) AND source <> target GROUP BY target, kind, source)
  JOIN document ON document.id = source)
WHERE place <= {kept}
"""


def gather_hubs(connection: sqlite3.Connection, among: Collection[int] | None = None) -> None:
    """Write what is told of hubs, of all or of those `among` some documents; documents and edges must be in, and the indexes of edges.

    Raises sqlite3.Error.
    """
    connection.execute("CREATE TEMP TABLE great (id INTEGER PRIMARY KEY)")
    if among is None:
        query = "INSERT INTO great SELECT target FROM edge WHERE source <> target GROUP BY target HAVING count(*) > ?"
        connection.execute(query, (MANY,))
    else:
        query = "INSERT INTO great SELECT target FROM edge WHERE target = ? AND source <> target GROUP BY target HAVING count(*) > ?"
        connection.executemany(query, ((number, MANY) for number in among))
    for (document, kind), rows in groupby(connection.execute(_ACTING).fetchall(), key=lambda row: (row[0], row[1])):
        sources = packed_bits(bits(source for _, _, source in rows))
        connection.execute("INSERT INTO hub VALUES (?, ?, ?)", (document, kind, sources))
    for name, order in _ORDERS.items():
        connection.execute(_FIRST.format(name=name, order=order, kept=KEPT[name]))
    connection.execute("DROP TABLE great")


def follow_hubs(connection: sqlite3.Connection, places: Mapping[int, int], left: Collection[int], anew: Collection[int]) -> None:
    """Bring what is told of hubs up to date; documents and edges must be, and nothing `left` may act upon what else there was.

    `places` are the new numbers of documents that have others now, `left` the former numbers of those of which nothing holds any more,
    `anew` the numbers of documents of which it is gathered anew. Raises sqlite3.Error.
    """
    hubs, held = connection.execute("SELECT * FROM hub").fetchall(), []
    for document, kind, sources in hubs:
        if document in left:
            continue
        found = renumbered_bits(sources, places, (), ())
        held.append((places.get(document, document), kind, sources if found is None else found))
    connection.execute("DELETE FROM hub")
    connection.executemany("INSERT INTO hub VALUES (?, ?, ?)", held)
    connection.execute("CREATE TEMP TABLE other (id INTEGER PRIMARY KEY)")
    connection.executemany("INSERT OR IGNORE INTO other VALUES (?)", ((number,) for number in (*places, *left)))
    where = "FROM foremost WHERE document IN (SELECT id FROM other) OR source IN (SELECT id FROM other)"
    rows = connection.execute(f"SELECT * {where}").fetchall()
    connection.execute(f"DELETE {where}")
    connection.execute("DROP TABLE other")
    kept = [
        (places.get(document, document), kind, order, place, places.get(source, source))
        for document, kind, order, place, source in rows
        if document not in left
    ]
    connection.executemany("INSERT INTO foremost VALUES (?, ?, ?, ?, ?)", kept)
    gather_hubs(connection, anew)


def acting_upon(select: Select, number: int | None) -> Mapping[str, int]:
    """The documents that act upon a hub, as a set for each kind; nothing for a document that is no hub."""
    return {kind: unpacked_bits(stored) for kind, stored in select("SELECT kind, sources FROM hub WHERE document = ?", (number,))}


def foremost(select: Select, number: int, kind: str, order: Sorted) -> list[int]:
    """The first of the documents that act upon a hub in relations of a kind, at most KEPT."""
    query = "SELECT source FROM foremost WHERE document = ? AND kind = ? AND sorted = ? ORDER BY place"
    return [source for (source,) in select(query, (number, kind, order))]

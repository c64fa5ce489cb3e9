"""Names in texts that lead to no document, gathered over all texts: spellings that differ in case, marks or blanks are one name."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from legalgraph.catalogue.records import unpacked
from legalgraph.model.folding import fold

SCHEMA = """
CREATE TABLE unnamed (path TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL) WITHOUT ROWID;
"""
_KEPT = 500  # the most frequent
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A name as most texts write it, the path of that spelling, and how many documents use it."""

    path: str
    type: str
    name: str
    n: int


def gather_names(connection: sqlite3.Connection) -> None:
    """Write the names most used; the edges must be in. Raises sqlite3.Error."""
    spellings: dict[tuple[str, str], list[tuple[int, str, int, str]]] = defaultdict(list)
    for number, path, record, cited in connection.execute("SELECT id, path, record, cited FROM document WHERE standing = 'name' AND cited"):
        document = unpacked(record)
        # Tables write "(chưa rõ tên văn bản)" where only the number is known.
        said = document.number if document.number and document.title.startswith("(") else document.title
        name = " ".join(said.split())[:_LONGEST]
        spellings[document.type, fold(name)].append((-cited, path, number, name))
    names = []
    for (code, _), found in spellings.items():
        found.sort()
        (cited, path, _, name), *others = found
        n = _sources(connection, [number for _, _, number, _ in found]) if others else -cited
        names.append((-n, path, code, name))
    names.sort()
    connection.executemany("INSERT INTO unnamed VALUES (?, ?, ?, ?)", ((path, code, name, -n) for n, path, code, name in names[:_KEPT]))


def _sources(connection: sqlite3.Connection, targets: list[int]) -> int:
    """How many documents cite any of these: one that uses two spellings counts once."""
    sources: set[tuple[int]] = set()
    for target in targets:
        sources.update(connection.execute("SELECT DISTINCT source FROM edge WHERE target = ?", (target,)))
    return len(sources)

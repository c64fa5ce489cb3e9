"""A catalogue made from the one before: only the rows that a change bears on are written.

Documents that more or fewer mention get other numbers, and a few beside them that make room. A catalogue brought up to date answers as
one made anew does; only which numbers are left free differs.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legalgraph.catalogue.building import ADD_EDGE, Entry, Mentions, add_document, add_spans, count_in, edge_row, edge_tallied, tallied
from legalgraph.catalogue.columns import follow_columns
from legalgraph.catalogue.edges import Edge
from legalgraph.catalogue.frequent import follow_frequent
from legalgraph.catalogue.hubs import follow_hubs
from legalgraph.catalogue.index import WORDS, index_text, unindex_text
from legalgraph.catalogue.names import gather_names
from legalgraph.catalogue.numbering import NoRoom, renumbered
from legalgraph.catalogue.records import unpacked
from legalgraph.errors import StoreError
from legalgraph.model.relation import CHANGING, ENDING
from legalgraph.time.spans import Span

Words = Callable[[str], str | None]
_AT_ONCE = 500
_FEW, _MOST = 300, 0.1  # how many, or what part of all, may be told anew
# Tables with rows of one document, their columns with its number as the first, and what that is called.
_ROWS = (
    ("document", "*", "id"), ("issuer", "*", "document"), ("subject", "*", "document"), ("span", "*", "document"),
    ("conflict", "*", "document"), (WORDS, "rowid, *", "rowid"),
)  # fmt: skip
_ACTING = ", ".join(f"'{kind}'" for kind in sorted({*CHANGING, *ENDING}))
_MENTIONS = f"""
SELECT count(DISTINCT source), count(DISTINCT CASE WHEN kind IN ({_ACTING}) THEN source END), (SELECT count(*) FROM (
  SELECT target FROM edge WHERE source = :number AND target <> :number UNION
  SELECT source FROM edge WHERE target = :number AND source <> :number
)) FROM edge WHERE target = :number
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Update:
    """What became of what a catalogue was made from.

    `entries` are the documents, citations and texts that are new, or of which something else is told, or whose words are others, by path;
    None for those that are gone. `spans` has those whose status through time may be another. Relations, by id, are `gone` and `come`;
    one of which something else is told is both. `counts` are as for `build_catalogue`.
    """

    entries: Mapping[str, Entry | None]
    spans: Mapping[str, Sequence[Span]]
    gone: Collection[str]
    come: Sequence[Edge]
    counts: Mapping[str, Mapping[str, int]]


def update_catalogue(path: Path, update: Update, words_before: Words, words_of: Words) -> None:
    """Bring a catalogue up to date; the file must be the caller's own. The functions give the text of a path before and after.

    Raises NoRoom where it should be written anew, StoreError when it cannot be written; the file is of no use then.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN")
            _Updating(connection, update, words_before, words_of).run()
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(f"the catalogue {path} cannot be written: {error}") from error


class _Updating:
    """Brings one catalogue up to date."""

    def __init__(self, connection: sqlite3.Connection, update: Update, words_before: Words, words_of: Words) -> None:
        self._connection, self._update, self._words_before, self._words_of = connection, update, words_before, words_of
        self._before: dict[str, int] = {}
        self._mentions: dict[str, int] = {}
        for number, path, cited in connection.execute("SELECT id, path, cited FROM document"):
            self._before[path], self._mentions[path] = number, cited
        if len(update.entries) > max(_FEW, _MOST * len(self._before)):
            raise NoRoom
        self._tallies: Counter[tuple[str, str]] = Counter()
        self._there = [path for path, entry in update.entries.items() if entry]

    def run(self) -> None:
        """Do it. Raises NoRoom, sqlite3.Error."""
        gone = {path for path, entry in self._update.entries.items() if entry is None and path in self._before}
        # Until the numbers are given, new documents have some behind all others.
        ids = {path: number for path, number in self._before.items() if path not in gone}
        new = (path for path in self._there if path not in self._before)
        ids.update((path, number) for number, path in enumerate(new, max(self._before.values(), default=0) + 1))
        touched, acting = self._change_edges(ids, [self._before[path] for path in gone])
        changed = self._count_mentions({path: ids[path] for path in (*touched, *acting, *self._there) if path in ids})
        order = sorted(ids, key=lambda path: (-self._mentions.get(path, 0), path))
        numbers = dict(zip(order, renumbered([self._before.get(path) for path in order]), strict=True))
        self._rewrite(numbers, changed)
        self._renumber_edges({number: numbers[path] for path, number in ids.items() if numbers[path] != number})
        count_in(self._connection, self._tallies, self._update.counts)
        self._follow(numbers, gone, touched)

    # --- relations

    def _change_edges(self, ids: Mapping[str, int], ends: Sequence[int]) -> tuple[set[str], set[str]]:
        """Take out relations, those of what is gone, too, and put in others; return the documents they act upon and those that act."""
        path_of = {number: path for path, number in self._before.items()}
        touched, acting = set(), set()
        for column, values in (("relation", [*self._update.gone]), ("source", ends), ("target", ends)):
            where = f"FROM edge WHERE {column} IN ({{}})"
            for source, target, kind, certainty in self._among(f"SELECT source, target, kind, certainty {where}", values):
                touched.add(path_of[target])
                acting.add(path_of[source])
                self._tallies.subtract((("kind", kind), ("certainty", certainty)))
            self._each(f"DELETE {where}", values)
        come = [edge for edge in self._update.come if edge.source in ids and edge.target in ids]
        self._connection.executemany(ADD_EDGE, (edge_row(edge, ids) for edge in come))
        self._tallies.update(pair for edge in come for pair in edge_tallied(edge))
        return touched | {edge.target for edge in come}, acting | {edge.source for edge in come}

    def _count_mentions(self, ids: Mapping[str, int]) -> dict[str, Mentions]:
        """How many mention, change and stand around each of some documents."""
        found: dict[str, Mentions] = {}
        for path, number in ids.items():
            ((*counts,),) = self._connection.execute(_MENTIONS, {"number": number})
            found[path] = Mentions(*counts)
            self._mentions[path] = found[path].cited
        return found

    def _renumber_edges(self, moved: Mapping[int, int]) -> None:
        rows: dict[str, tuple[int, int]] = {}
        for column in ("source", "target"):
            where = f"FROM edge WHERE {column} IN ({{}})"
            for relation, source, target in self._among(f"SELECT relation, source, target {where}", moved):
                rows[relation] = (source, target)
        values = ((moved.get(source, source), moved.get(target, target), relation) for relation, (source, target) in rows.items())
        self._connection.executemany("UPDATE edge SET source = ?, target = ? WHERE relation = ?", values)

    # --- documents

    def _rewrite(self, numbers: Mapping[str, int], mentions: Mapping[str, Mentions]) -> None:
        """Write the documents of which something else is told, and those with other numbers."""
        entries, before = self._update.entries, self._before
        self._each("DELETE FROM span WHERE document IN ({})", [before[path] for path in self._update.spans if path in before])
        for path in self._update.spans.keys() & before.keys() - entries.keys():
            add_spans(self._connection, before[path], self._update.spans[path])
        counted = ((*counts, before[path]) for path, counts in mentions.items() if path in before)
        self._connection.executemany("UPDATE document SET cited = ?, changed = ?, breadth = ? WHERE id = ?", counted)
        told = {path: before[path] for path in entries if path in before}
        for record, standing in self._among("SELECT record, standing FROM document WHERE id IN ({})", told.values()):
            self._tallies.subtract(tallied(unpacked(record), standing))
        moved = {path: before[path] for path in numbers if path in before and path not in entries and numbers[path] != before[path]}
        rows = self._take_out(told | moved, {number: numbers[path] for path, number in moved.items()})
        for table, found in rows.items():
            self._connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)  # noqa: S608
        for path in moved:
            index_text(self._connection, numbers[path], self._words_of(path))
        for path in self._there:
            entry = entries[path]
            if entry:
                standing = add_document(self._connection, numbers[path], entry, self._words_of(path), mentions[path])
                self._tallies.update(tallied(entry.document, standing))

    def _take_out(self, documents: Mapping[str, int], moved: Mapping[int, int]) -> dict[str, list[tuple[Any, ...]]]:
        """Take out all rows of some documents, and return those of the ones that get other numbers, with these."""
        for path, number in documents.items():
            unindex_text(self._connection, number, self._words_before(path))
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for table, columns, number_of in _ROWS:
            name = table.partition(" ")[0]
            where = f"FROM {name} WHERE {number_of} IN ({{}})"
            found = [(moved[number], *values) for number, *values in self._among(f"SELECT {columns} {where}", moved)]
            if found:
                rows[table] = found
            self._each(f"DELETE {where}", documents.values())
        return rows

    # --- what all are looked up by

    def _follow(self, numbers: Mapping[str, int], gone: Collection[str], touched: Collection[str]) -> None:
        before, connection = self._before, self._connection
        places = {number: numbers[path] for path, number in before.items() if path in numbers and numbers[path] != number}
        told = {before[path] for path in self._update.entries if path in before}
        moved = {old: new for old, new in places.items() if old not in told}
        there = {path: numbers[path] for path in self._there}
        connection.execute("DELETE FROM unnamed")
        gather_names(connection)
        acted = self._among("SELECT DISTINCT path FROM edge JOIN document ON id = target WHERE source IN ({})", there.values())
        hubs = {*touched, *(path for (path,) in acted)}
        left = {before[path] for path in (*hubs, *gone) if path in before}
        follow_hubs(connection, places, left, {numbers[path] for path in hubs if path in numbers})
        follow_columns(connection, moved, told, there.values())
        entries = ((there[path], entry.document, self._words_of(path)) for path in there if (entry := self._update.entries[path]))
        follow_frequent(connection, moved, told, entries)

    def _among(self, query: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """Rows for many values; `{}` in the statement stands for them."""
        asked = list(values)
        for start in range(0, len(asked), _AT_ONCE):
            part = asked[start : start + _AT_ONCE]
            yield from self._connection.execute(query.format(", ".join("?" * len(part))), part).fetchall()

    def _each(self, statement: str, values: Iterable[object]) -> None:
        for _ in self._among(statement, values):
            pass

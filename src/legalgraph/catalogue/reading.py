"""Reading a catalogue."""

import sqlite3
import threading
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from legalgraph.catalogue.bits import bits
from legalgraph.catalogue.building import VERSION, Standing
from legalgraph.catalogue.columns import Columns, Values
from legalgraph.catalogue.edges import SELECT_EDGES, Edge, Related, edges_from
from legalgraph.catalogue.filters import ALL, Filters
from legalgraph.catalogue.hubs import KEPT, LATEST, Sorted, acting_upon
from legalgraph.catalogue.names import Unnamed
from legalgraph.catalogue.numbers import meant, near, only_number, spelled, tells
from legalgraph.catalogue.records import unpacked
from legalgraph.catalogue.search import Page, Search, Sort
from legalgraph.catalogue.sets import Numbered, Sets
from legalgraph.catalogue.suggesting import suggested
from legalgraph.catalogue.walking import Walk
from legalgraph.errors import StoreError
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty, Group, kind
from legalgraph.model.spelling import Spelling
from legalgraph.time.spans import Span, span_on

_AT_ONCE = 500  # values in one statement; SQLite takes many more, the planner likes fewer
K = TypeVar("K")
_ACTING = "SELECT relation FROM edge WHERE target = :document AND kind = :kind AND source <> target"
# Those of one kind that act upon a document, of its latest others.
_LATEST = f"""
SELECT relation FROM edge WHERE target = :document AND kind = :kind AND source IN (
  SELECT id FROM document WHERE id IN (SELECT DISTINCT source FROM edge WHERE target = :document AND kind = :kind AND source <> target)
  ORDER BY {LATEST} LIMIT :most)
"""  # noqa: S608
# The same of a hub.
_LATEST_OF_HUB = """
SELECT relation FROM edge WHERE target = :document AND kind = :kind AND source IN (
  SELECT source FROM foremost WHERE document = :document AND kind = :kind AND sorted = 'latest' AND place <= :most)
"""


class _OfThread(sqlite3.Connection):
    """A connection that is closed when its thread, or the catalogue, is gone; whichever thread finds that out."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # one that could not be opened
            self.close()


class Catalogue:
    """The catalogue of a published snapshot, which never changes. Any thread may ask; each has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def select(self, query: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Run one statement of our own. Raises StoreError when the file is missing, damaged or of another form."""
        try:
            return self._connection().execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the catalogue {self.path} cannot be read: {error}") from error

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = _OfThread(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != VERSION:
                raise StoreError(f"the catalogue {self.path} cannot be read: it has form {version}, not {VERSION}; ingest again")
            self._local.connection = connection
        return connection

    def probe(self) -> None:
        """Read a little, and what every search asks for. Raises StoreError when the file is missing, cut off, or no catalogue."""
        self.last()
        try:
            self._columns.read()
        except (zlib.error, ValueError) as error:
            raise StoreError(f"the catalogue {self.path} cannot be read: {error}") from error

    def documents(self, paths: Iterable[str]) -> dict[str, Document]:
        """Return those of the documents, citations and texts that there are, by path, in the order asked for."""
        asked = _asked(paths)
        found = dict(self._among("SELECT path, record FROM document WHERE path IN ({})", asked))
        return {path: unpacked(found[path]) for path in asked if path in found}

    def document(self, path: str) -> Document | None:
        """Return the document, citation or text at a path."""
        return self.documents([path]).get(path)

    def paths(self) -> list[str]:
        """The paths of everything there is, sorted."""
        return [path for (path,) in self.select("SELECT path FROM document ORDER BY path")]

    def last(self) -> int:
        """The highest number of an entry; entries are numbered from 1."""
        ((number,),) = self.select("SELECT coalesce(max(id), 0) FROM document")
        return int(number)

    def addresses(self, first: int, last: int) -> list[tuple[str, bool]]:
        """The paths of the identified documents with these numbers, and whether there is a text of them."""
        rows = self.select("SELECT path, has_text FROM document WHERE id BETWEEN ? AND ? AND identified ORDER BY id", (first, last))
        return [(path, bool(has_text)) for path, has_text in rows]

    def spans(self, paths: Iterable[str]) -> dict[str, tuple[Span, ...]]:
        """Return the status through time of those documents that have one, by path."""
        query = "SELECT path, since, status, certainty FROM document JOIN span ON document = id WHERE path IN ({}) ORDER BY id, since"
        found: dict[str, list[Span]] = defaultdict(list)
        for path, since, status, certainty in self._among(query, _asked(paths)):
            found[path].append(Span(date.fromisoformat(since), Status(status), Certainty(certainty)))
        return {path: tuple(spans) for path, spans in found.items()}

    def turning(self, one: date, other: date) -> set[str]:
        """The paths of what may have another status on one day than on another."""
        first, last = sorted((one.isoformat(), other.isoformat()))
        query = "SELECT DISTINCT path FROM span JOIN document ON id = document WHERE since > ? AND since <= ?"
        return {path for (path,) in self.select(query, (first, last))}

    def statuses(self, paths: Iterable[str], day: date, today: date | None = None) -> dict[str, Span]:
        """Return the status on a day of all of the documents, by path; see `span_on` for `today`."""
        asked = _asked(paths)
        found = self.spans(asked)
        unknown = Span(date.min, Status.UNKNOWN, Certainty.VERIFIED)
        return {path: span_on(found[path], day, today) if path in found else unknown for path in asked}

    def edges_of(self, paths: Iterable[str], kinds: Collection[str] = ()) -> list[Edge]:
        """Return the relations with any of the documents at either end, by source, kind and target; of all kinds, or of `kinds`."""
        asked, known = sorted(kinds), self._ids(paths)
        within = f" AND kind IN ({', '.join('?' * len(asked))})" if asked else ""
        halves = [self._among(SELECT_EDGES + f"WHERE edge.{end} IN ({{}}){within}", known, asked) for end in ("source", "target")]
        rows = {row[0]: row for half in halves for row in half}
        return edges_from(rows.values())

    def edges_out(self, path: str) -> list[Edge]:
        """Return the relations in which a document acts, by kind and target."""
        return edges_from(self._among(SELECT_EDGES + "WHERE edge.source IN ({})", self._ids([path])))

    def related(self, path: str, most: int, whole: Collection[str]) -> Related:
        """Return the relations of a document: all in which it acts; of those that act upon it all of the kinds in `whole`.

        Of every other kind those of the `most` latest documents, so that a law that thousands rest on costs no more than others.
        """
        number = next(iter(self._ids([path])), None)
        acting = self.select("SELECT relation, kind, target FROM edge WHERE source = ?", (number,))
        others: dict[tuple[str, bool], set[int]] = defaultdict(set)
        for _, code, other in acting:
            others[code, False].add(other)
        hub = acting_upon(self.select, number)
        if not hub:
            for code, other in self.select("SELECT kind, source FROM edge WHERE target = ? AND source <> target", (number,)):
                others[code, True].add(other)
        sets = {key: bits(members) for key, members in others.items()} | {(code, True): members for code, members in hub.items()}
        ids = [identity for identity, _, _ in acting]
        for (code, incoming), members in sets.items():
            if incoming:
                few = members.bit_count() <= most or code in whole
                latest = _LATEST_OF_HUB if hub and most <= KEPT[Sorted.LATEST] else _LATEST
                found = self.select(_ACTING if few else latest, {"document": number, "kind": code, "most": most})
                ids += [identity for (identity,) in found]
        families: dict[tuple[Group, bool], int] = defaultdict(int)
        for (code, incoming), members in sets.items():
            families[kind(code).group, incoming] |= members
        return Related(tuple(ids), _sizes(sets), _sizes(families))

    def some_related(self, path: str, limit: int, offset: int = 0, code: str | None = None) -> tuple[list[str], int]:
        """The ids of some of the relations of a document, and how many there are: first those in which it acts.

        Those that act upon it go by kind, and the most mentioned documents first. With `code` those of one kind only.
        """
        found: list[str] = []
        total, left, number = 0, offset, next(iter(self._ids([path])), None)
        for where, order in (("source = ?", "kind, target"), ("target = ? AND source <> target", "kind, source")):
            values, within = ([number, code], f"{where} AND kind = ?") if code else ([number], where)
            ((n,),) = self.select(f"SELECT count(*) FROM edge WHERE {within}", values)  # noqa: S608
            if len(found) < limit and left < n:
                query = f"SELECT relation FROM edge WHERE {within} ORDER BY {order}, relation LIMIT ? OFFSET ?"  # noqa: S608
                found += [identity for (identity,) in self.select(query, [*values, limit - len(found), left])]
            total, left = total + n, max(0, left - n)
        return found, total

    def acting_on(self, path: str, kinds: Collection[str]) -> list[str]:
        """The ids of the relations of some kinds that act upon a document."""
        marks = ", ".join("?" * len(kinds))
        query = f"SELECT relation FROM edge WHERE target = (SELECT id FROM document WHERE path = ?) AND kind IN ({marks})"  # noqa: S608
        return [identity for (identity,) in self.select(query, (path, *sorted(kinds)))]

    def edges_at(self, path: str, place: str, limit: int, kinds: Collection[str] = ()) -> list[Edge]:
        """Return relations that name a place in a document, a place in it, or one that holds it; at most `limit`, of some `kinds` alone."""
        within = [place[:end] for end, letter in enumerate(place) if letter == "/"] + [place]
        of_kinds = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        query = (
            f"WHERE edge.target = (SELECT id FROM document WHERE path = ?) AND place IS NOT NULL "  # noqa: S608
            f"AND (place IN ({', '.join('?' * len(within))}) OR substr(place, 1, ?) = ?){of_kinds} LIMIT ?"
        )
        return edges_from(self.select(SELECT_EDGES + query, (path, *within, len(place) + 1, place + "/", *kinds, limit)))

    def edges_among(self, paths: Iterable[str]) -> list[Edge]:
        """Return the relations with both ends among the documents."""
        chosen = set(paths)
        rows = self._among(SELECT_EDGES + "WHERE edge.source IN ({})", self._ids(chosen))
        return edges_from(row for row in rows if row[2] in chosen)

    def edges_acting(self, paths: Iterable[str]) -> list[Edge]:
        """Return the relations in which one of the documents acts."""
        return edges_from(self._among(SELECT_EDGES + "WHERE edge.source IN ({})", self._ids(paths)))

    def edges_named(self, relations: Iterable[str]) -> list[Edge]:
        """Return the relations with these ids."""
        return edges_from(self._among(SELECT_EDGES + "WHERE relation IN ({})", list(relations)))

    def edges_between(self, some: Iterable[Numbered], others: Iterable[Numbered]) -> list[Edge]:
        """Return the relations of some documents, at most hundreds, with any of the others, in either direction."""
        of, asked = ({one.number: one.path for one in among} for among in (some, others))
        marks, rows, paths = ", ".join("?" * len(of)), dict[str, tuple[Any, ...]](), of | asked
        # By the sources: tens of thousands of relations have one target. The plus keeps the index of targets out, and what the index of
        # sources holds is looked through before anything else is read.
        for condition in (f"source IN ({{}}) AND +target IN ({marks})", f"+target IN ({{}}) AND source IN ({marks})"):
            within = f"SELECT relation FROM edge WHERE {condition}"  # noqa: S608
            query = f"SELECT relation, source, target, kind, certainty, day, place FROM edge WHERE relation IN ({within})"  # noqa: S608
            rows |= {row[0]: row for row in self._among(query, list(asked), list(of))}
        return edges_from((relation, paths[source], paths[target], *rest) for relation, source, target, *rest in rows.values())

    def ends(self, path: str) -> list[str]:
        """The paths of everything one relation away, sorted."""
        query = (
            "SELECT path FROM document WHERE id <> :id AND id IN "
            "(SELECT target FROM edge WHERE source = :id UNION SELECT source FROM edge WHERE target = :id) ORDER BY path"
        )
        return [end for number in self._ids([path]) for (end,) in self.select(query, {"id": number})]

    def walk(self, path: str, wanted: Collection[Group] = (), day: date | None = None) -> Walk:
        """Steps from a document on, over relations of some groups, of all when none is named; see `Walk`."""
        return Walk(self.select, self._columns, path, wanted, day)

    def breadths(self, paths: Iterable[str]) -> dict[str, int]:
        """How many there are one relation away from each of the documents that there are, by path: as many as `ends` names."""
        return dict(self._among("SELECT path, breadth FROM document WHERE path IN ({})", _asked(paths)))

    def resting_on(self, path: str, code: str, most: int) -> list[str] | None:
        """The paths of what has relations of a kind to a document, sorted; None when those are more than `most`."""
        query = "SELECT DISTINCT source FROM edge WHERE target = ? AND kind = ? LIMIT ?"
        found = [number for at in self._ids([path]) for (number,) in self.select(query, (at, code, most + 1))]
        if len(found) > most:
            return None
        return sorted(path for (path,) in self._among("SELECT path FROM document WHERE id IN ({})", found))

    def mentioning(self, path: str, most: int) -> list[Document]:
        """Some of the documents that rest on, change or name one, the most mentioned first."""
        query = "SELECT record FROM document WHERE id IN (SELECT source FROM edge WHERE target = ?) ORDER BY id LIMIT ?"
        return [unpacked(record) for at in self._ids([path]) for (record,) in self.select(query, (at, most))]

    def degree(self, path: str) -> int:
        """How many relations have the document at either end."""
        query = "SELECT (SELECT count(*) FROM edge WHERE source = :id) + (SELECT count(*) FROM edge WHERE target = :id)"
        return sum(int(n) for number in self._ids([path]) for (n,) in self.select(query, {"id": number}))

    def tally(self, name: str) -> list[tuple[str, int]]:
        """Counts by code: `type`, `issuer`, `year` (of identified documents), `kind`, `certainty` (of relations), `count` (of all else).

        `rank` (a number, `local`, `none`) and `issued` (whether the issuer is `known`) are of identified documents, `standing` of
        everything, `conflict` of fields about which sources differ, `mention` of citations in texts: `present` and `absent` say
        whether the document they lead to is there, all other codes why they lead to none. The most frequent come first, years in order.
        """
        order = "code" if name == "year" else "n DESC, code"
        return [(code, int(n)) for code, n in self.select(f"SELECT code, n FROM tally WHERE name = ? ORDER BY {order}", (name,))]  # noqa: S608

    def most(self, column: str, limit: int = 20) -> list[tuple[Document, int]]:
        """The identified documents that most others cite (`cited`) or change (`changed`), with how many do."""
        if column not in ("cited", "changed"):
            raise ValueError(f"nothing is counted as {column!r}")
        rows = self.select(
            f"SELECT record, {column} FROM document WHERE identified AND {column} > 0 ORDER BY {column} DESC, path DESC LIMIT ?",  # noqa: S608
            (limit,),
        )
        return [(unpacked(record), int(n)) for record, n in rows]

    def latest(self, day: date, limit: int = 20) -> list[Document]:
        """The identified documents signed last, none after the day."""
        query = "SELECT record FROM document WHERE identified AND signed <= ? ORDER BY signed DESC, path LIMIT ?"
        return [unpacked(record) for (record,) in self.select(query, (day.isoformat(), limit))]

    def wanted(self, limit: int = 20) -> list[tuple[Document, int]]:
        """The documents known only by being cited that most documents cite, with how many do."""
        rows = self.select(
            "SELECT record, cited FROM document WHERE standing = 'cited' AND cited > 0 ORDER BY cited DESC, path DESC LIMIT ?", (limit,)
        )
        return [(unpacked(record), int(n)) for record, n in rows]

    def unnamed(self, limit: int = 20) -> list[Unnamed]:
        """The names that lead to no document and that most documents use."""
        return [Unnamed(*row) for row in self.select("SELECT path, type, name, n FROM unnamed ORDER BY n DESC, path LIMIT ?", (limit,))]

    def disputed(self, limit: int = 20) -> list[Document]:
        """Documents about which sources differ, those with most differences first."""
        rows = self.select(
            "SELECT record FROM document JOIN conflict ON document = id GROUP BY id ORDER BY count(*) DESC, path LIMIT ?", (limit,)
        )
        return [unpacked(record) for (record,) in rows]

    def statuses_by_type(self, day: date) -> dict[str, dict[Status, int]]:
        """How many identified documents of each type have each status on a day, which is not after today."""
        identified = self._columns.one("identified")
        statuses = {Status(code): among & identified for code, among in self._columns.statuses(day, None).items()}
        found: dict[str, dict[Status, int]] = {}
        for code, of_type in self._columns.facet("type").items():
            counts = {status: n for status, among in statuses.items() if (n := (among & of_type).bit_count())}
            if counts:
                found[code] = counts
        return found

    def cited(self, paths: Iterable[str]) -> dict[str, int]:
        """How many documents rest on, change or name each of those that there are."""
        return {path: int(n) for path, n in self._among("SELECT path, cited FROM document WHERE path IN ({})", _asked(paths))}

    def standings(self, paths: Iterable[str]) -> dict[str, Standing]:
        """How each of those that there are is known."""
        return {path: Standing(code) for path, code in self._among("SELECT path, standing FROM document WHERE path IN ({})", _asked(paths))}

    def search(
        self, text: str, limit: int = 20, offset: int = 0, filters: Filters = ALL, sort: Sort = Sort.RELEVANCE, count: bool = False
    ) -> Page:
        """See `legalgraph.catalogue.search.Search.page`."""
        return self._search.page(text, limit, offset, filters, sort, count)

    def near(self, text: str) -> tuple[bool, tuple[Document, ...]]:
        """Whether a number was typed that means a document, and the documents whose number almost is that."""
        spelling = spelled(text) if any(c.isdigit() for c in text) else None
        if spelling is None:
            return False, ()
        return tells(text, spelling), tuple(near(self.select, spelling))

    def nearly_named(self, text: str, most: int = 5) -> tuple[Document, ...]:
        """See `legalgraph.catalogue.search.Search.nearly_named`."""
        return tuple(self.documents(self._search.nearly_named(text, most)).values())

    def suggested(self, text: str, limit: int = 8) -> list[Document]:
        """What may be meant by what was typed so far, see `suggesting.suggested`; where nothing has that number or name, what is close."""
        ids = suggested(self.select, self._columns, text, limit)
        records = dict(self._among("SELECT id, record FROM document WHERE id IN ({})", ids))
        found = {document.path: document for document in (unpacked(records[number]) for number in ids)}
        spelling = only_number(text) if len(found) < limit else None
        if spelling and not self.answering(spelling):
            found |= {document.path: document for document in near(self.select, spelling)}
        elif not found:
            found = {document.path: document for document in self.nearly_named(text)}
        return list(found.values())[:limit]

    @cached_property
    def sets(self) -> Sets:
        """Sets of documents."""
        return Sets(self.select, self._columns)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.select)

    @cached_property
    def _search(self) -> Search:
        return Search(self.select, self._columns)

    def answering(self, spelling: Spelling) -> list[Document]:
        """The documents whose number agrees with what was typed; citations too."""
        return [document for _, document in meant(self.select, spelling)]

    def _ids(self, paths: Iterable[str]) -> list[int]:
        return [int(number) for (number,) in self._among("SELECT id FROM document WHERE path IN ({})", _asked(paths))]

    def _among(self, query: str, values: Sequence[str | int], further: Sequence[str | int] = ()) -> Iterator[tuple[Any, ...]]:
        """Run a statement for many values, some hundreds at a time, with `further` values behind them each time."""
        for start in range(0, len(values), _AT_ONCE):
            part = values[start : start + _AT_ONCE]
            yield from self.select(query.format(", ".join("?" * len(part))), (*part, *further))


def _asked(paths: Iterable[str]) -> list[str]:
    """Each path once; what is no Unicode text is no path."""
    return [path for path in dict.fromkeys(paths) if path.isascii() or path.encode("utf-8", "ignore").decode() == path]


def _sizes(sets: Mapping[K, int]) -> dict[K, int]:
    return {key: members.bit_count() for key, members in sets.items()}

"""The national dataset as it was read, kept beside its files: an ingest of texts asks it for a few documents and reads no Parquet.

A SQLite file and a note that says of which files, by which version and with which sum it was made. What does not agree with the note
is not used, and the dataset is read from its own files again.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, fields
from datetime import date
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import Any, TypeVar

from legalgraph.catalogue.records import packed, unpacked
from legalgraph.errors import StoreError
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Relation
from legalgraph.pipeline.national import LabelTest, National, NationalReport, count_statuses, labelled
from legalgraph.pipeline.targets import mark_of_path

_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE document (id INTEGER PRIMARY KEY, path TEXT NOT NULL, mark TEXT NOT NULL, record TEXT NOT NULL,
  status TEXT, begun TEXT, ended TEXT);
CREATE TABLE numbered (number INTEGER PRIMARY KEY, document INTEGER NOT NULL);
CREATE TABLE label (id INTEGER PRIMARY KEY, said TEXT NOT NULL);
CREATE TABLE relation (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL, kind TEXT NOT NULL,
  label INTEGER NOT NULL);
"""
_INDEXES = """
CREATE UNIQUE INDEX document_path ON document (path);
CREATE INDEX document_mark ON document (mark);
CREATE INDEX relation_ends ON relation (source, target);
"""
_RELATIONS = """
SELECT s.path, t.path, kind, said FROM relation JOIN document AS s ON s.id = source JOIN document AS t ON t.id = target
JOIN label ON label.id = relation.label
"""
_FILE, _NOTE = "read.sqlite", "read.json"
_COUNTERS = ("refused", "doubts", "statuses", "labels_elsewhere")


def keep_read(place: Path, national: National, version: str, day: date) -> None:
    """Keep what was read of the dataset in its folder. `version` is that of all that decides what is read. Raises StoreError."""
    file, note = place / _FILE, place / _NOTE
    try:
        note.unlink(missing_ok=True)  # both may be linked to those of an older snapshot
        file.unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.executescript(_SCHEMA)
            _write(connection, national)
            connection.executescript(_INDEXES)
        said = {"version": version, "files": _sums(place), "sum": _sum(file), "day": day.isoformat(), "report": _told(national.report)}
        note.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"what was read of the national dataset cannot be kept in {file}: {error}") from error


def _write(connection: sqlite3.Connection, national: National) -> None:
    ids = {path: number for number, path in enumerate(national.documents, 1)}
    connection.executemany(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((ids[path], path, mark_of_path(path), packed(d), d.status, _iso(d.in_force_from), _iso(d.in_force_until))
         for path, d in national.documents.items()),
    )  # fmt: skip
    connection.executemany("INSERT INTO numbered VALUES (?, ?)", ((number, ids[d.path]) for number, d in national.by_number.items()))
    labels = {label: number for number, label in enumerate(dict.fromkeys(national.labels.values()), 1)}
    connection.executemany("INSERT INTO label VALUES (?, ?)", ((number, label) for label, number in labels.items()))
    connection.executemany(
        "INSERT INTO relation (source, target, kind, label) VALUES (?, ?, ?, ?)",
        ((ids[r.source], ids[r.target], r.kind, labels[label]) for r, label in national.labelled()),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sums(place: Path) -> dict[str, str]:
    """The sums of what the dataset is read from, by the names of the files."""
    files = [*sorted(place.glob("*.parquet")), place / "REVISION"]
    return {file.name: _sum(file) for file in files if file.exists()}


def _sum(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def open_read(place: Path, version: str, day: date) -> "KeptNational | None":
    """The dataset as it was read from the files in a folder; None when that is not kept, or by another version, or is damaged."""
    file = place / _FILE
    try:
        note = json.loads((place / _NOTE).read_text("utf-8"))
        if (note["version"], note["files"], note["sum"]) != (version, _sums(place), _sum(file)):
            return None
        report = _report(note["report"])
        kept = KeptNational(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True), report)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error):
        return None
    try:
        if note["day"] != day.isoformat():
            report.statuses = count_statuses(kept.statuses(), day)
    except (ValueError, StoreError):
        kept.close()
        return None
    return kept


def files_read(place: Path) -> list[str]:
    """The names of the files from which the dataset in a folder was read before; none when that is not known."""
    try:
        return [str(name) for name in json.loads((place / _NOTE).read_text("utf-8"))["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _told(report: NationalReport) -> dict[str, Any]:
    return {field.name: getattr(report, field.name) for field in fields(report)} | {"labels": [asdict(label) for label in report.labels]}


def _report(said: dict[str, Any]) -> NationalReport:
    report = NationalReport(**{**said, "labels": [LabelTest(**label) for label in said["labels"]]})
    for name in _COUNTERS:
        setattr(report, name, Counter(said[name]))
    return report


class KeptNational:
    """What was kept, as `National` has it, until it is closed; all is read when it is asked for. Raises StoreError when it cannot be."""

    def __init__(self, connection: sqlite3.Connection, report: NationalReport) -> None:
        self._connection, self.report = connection, report
        self.documents: Mapping[str, Document] = _Documents(self._select, "path")
        self.by_number: Mapping[int, Document] = _Documents(self._select, "number")
        self.relations: Collection[Relation] = _Relations(self._select)

    def close(self) -> None:
        """Close the file, so that its folder can be renamed or removed on every system."""
        self._connection.close()

    def _select(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            return iter(self._connection.execute(query, values).fetchall())
        except sqlite3.Error as error:
            raise StoreError(f"what was kept of the national dataset cannot be read: {error}") from error

    def statuses(self) -> Iterator[tuple[Status | None, date | None, date | None]]:
        """The status of each document with its first and its last day, as the dataset gives them."""
        for status, begun, ended in self._select("SELECT status, begun, ended FROM document"):
            yield Status(status) if status else None, _day(begun), _day(ended)

    def at(self, mark: str) -> list[str]:
        """See `National.at`."""
        return [path for (path,) in self._select("SELECT path FROM document WHERE mark = ? ORDER BY id", (mark,))]

    def acting(self, path: str) -> list[Relation]:
        """See `National.acting`."""
        return [labelled(*ends) for *ends, _ in self._select(_RELATIONS + "WHERE s.path = ? ORDER BY relation.id", (path,))]

    def between(self, source: str, target: str) -> list[tuple[Relation, str]]:
        """See `National.between`."""
        rows = self._select(_RELATIONS + "WHERE s.path = ? AND t.path = ? ORDER BY relation.id", (source, target))
        return [(labelled(*ends), label) for *ends, label in rows]

    def labelled(self) -> Iterator[tuple[Relation, str]]:
        """See `National.labelled`."""
        return ((labelled(*ends), label) for *ends, label in self._select(_RELATIONS + "ORDER BY relation.id"))

    def of_kinds(self, kinds: Collection[str]) -> list[Relation]:
        """See `National.of_kinds`."""
        marks = ", ".join("?" * len(kinds))
        rows = self._select(f"{_RELATIONS} WHERE kind IN ({marks}) ORDER BY relation.id", [*kinds])
        return [labelled(*ends) for *ends, _ in rows]

    def label_names(self) -> list[str]:
        """See `National.label_names`."""
        return [said for (said,) in self._select("SELECT said FROM label")]


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


Dataset = National | KeptNational
"""The national dataset, read just now or kept."""
K = TypeVar("K", str, int)
_Select = Callable[[str, Sequence[object]], Iterator[tuple[Any, ...]]]
_TABLES = {"path": "document", "number": "numbered"}
_RECORD = {
    "path": "SELECT record FROM document WHERE path = ?",
    "number": "SELECT record FROM document WHERE id = (SELECT document FROM numbered WHERE number = ?)",
}


class _Documents(Mapping[K, Document]):
    """Documents by path or by number."""

    def __init__(self, select: _Select, key: str) -> None:
        self._select, self._key = select, key
        self._found: Callable[[K], Document | None] = lru_cache(1 << 16)(self._document)

    def _document(self, key: K) -> Document | None:
        return next((unpacked(record) for (record,) in self._select(_RECORD[self._key], (key,))), None)

    def __getitem__(self, key: K) -> Document:
        document = self._found(key)
        if document is None:
            raise KeyError(key)
        return document

    def __iter__(self) -> Iterator[K]:
        return (key for (key,) in self._select(f"SELECT {self._key} FROM {_TABLES[self._key]} ORDER BY rowid", ()))  # noqa: S608

    def __len__(self) -> int:
        return _count(self._select, _TABLES[self._key])


class _Relations(Collection[Relation]):
    """All relations."""

    def __init__(self, select: _Select) -> None:
        self._select = select

    def __contains__(self, relation: object) -> bool:
        return any(relation == other for other in self)

    def __iter__(self) -> Iterator[Relation]:
        return (labelled(*ends) for *ends, _ in self._select(_RELATIONS + "ORDER BY relation.id", ()))

    def __len__(self) -> int:
        return _count(self._select, "relation")


def _count(select: _Select, table: str) -> int:
    ((n,),) = select(f"SELECT count(*) FROM {table}", ())  # noqa: S608
    return int(n)

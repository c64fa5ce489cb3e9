"""The ledger of a snapshot: what each text asked and added, so that the next ingest states anew only what a change bears on.

A SQLite file beside the store. Questions, pairs of documents and the like are numbers that stand for words: see `stating.key_of`.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import astuple
from functools import cache
from hashlib import sha256
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Self

from legalgraph.errors import StoreError
from legalgraph.model.document import Conflict, Document
from legalgraph.model.relation import Relation
from legalgraph.pipeline.collection import Text
from legalgraph.pipeline.kept import pack, unpack
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.stating import Noted, Share

_SCHEMA = """
CREATE TABLE text (id INTEGER PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL, kept TEXT NOT NULL, report TEXT NOT NULL);
CREATE TABLE asked (question INTEGER NOT NULL, text INTEGER NOT NULL);
CREATE TABLE related (ends INTEGER NOT NULL, text INTEGER NOT NULL);
CREATE TABLE noted (path TEXT NOT NULL, what TEXT NOT NULL, said TEXT NOT NULL, n INTEGER NOT NULL, text INTEGER NOT NULL);
CREATE TABLE bare (path TEXT NOT NULL, document BLOB NOT NULL, text INTEGER NOT NULL);
CREATE TABLE place (path TEXT NOT NULL, provision TEXT NOT NULL, text INTEGER NOT NULL);
CREATE TABLE succession (relation BLOB NOT NULL, text INTEGER NOT NULL);
"""
_OF_TEXTS = ("asked", "related", "noted", "bare", "place", "succession")
_KEYS = {"text": "path", "asked": "question", "related": "ends", "noted": "path", "bare": "path", "place": "path"}
_AT_ONCE = 500
_COUNTERS = ("unresolved", "wanted", "statements", "left_out", "unidentified")


class Ledger:
    """The ledger of one snapshot, to be used in a `with` statement; what fails in there leaves a file that nobody should use.

    Raises StoreError when the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        there = path.exists()
        try:
            self._connection = sqlite3.connect(path, isolation_level=None)
        except sqlite3.Error as error:
            raise self._broken(error) from error
        try:
            # The file is only published whole: a crash leaves nothing that anyone reads.
            self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + ("" if there else _SCHEMA))
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            self._connection.close()
            raise self._broken(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Write everything, unless something failed, and close the file."""
        with closing(self._connection):
            if kind is None:
                self._write()

    def _broken(self, error: sqlite3.Error) -> StoreError:
        return StoreError(f"the ledger {self.path} cannot be used: {error}")

    def _write(self) -> None:
        """Write everything, with the indexes by which it is looked up."""
        try:
            for table in _OF_TEXTS:
                self._connection.execute(f"CREATE INDEX IF NOT EXISTS {table}_text ON {table} (text)")
            for table, key in _KEYS.items():
                self._connection.execute(f"CREATE INDEX IF NOT EXISTS {table}_{key} ON {table} ({key})")
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _run(self, statement: str, values: Collection[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _among(self, statement: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """Rows for many values; `{}` in the statement stands for them."""
        asked = list(dict.fromkeys(values))
        for start in range(0, len(asked), _AT_ONCE):
            part = asked[start : start + _AT_ONCE]
            yield from self._run(statement.format(", ".join("?" * len(part))), part)

    def add(self, text: Text, share: Share) -> None:
        """Enter a text that is not in it."""
        try:
            row = (text.path, text.name, text.kept.name, _packed(share.report))
            number = self._connection.execute("INSERT INTO text (path, name, kept, report) VALUES (?, ?, ?, ?)", row).lastrowid
            rows: Mapping[str, Iterable[tuple[object, ...]]] = {
                "asked": ((question,) for question in share.asked),
                "related": ((ends,) for ends in share.ends),
                "noted": share.noted,
                "bare": ((path, pack(document)) for path, document in share.bare.items()),
                "place": share.places,
                "succession": ((pack(relation),) for relation in share.succession),
            }
            for table, given in rows.items():
                values = [(*one, number) for one in given]
                if values:
                    marks = ", ".join("?" * len(values[0]))
                    self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def remove(self, paths: Iterable[str]) -> None:
        """Take texts out."""
        numbers = [number for (number,) in self._among("SELECT id FROM text WHERE path IN ({})", paths)]
        for table in _OF_TEXTS:
            for _ in self._among(f"DELETE FROM {table} WHERE text IN ({{}})", numbers):  # noqa: S608
                pass
        for _ in self._among("DELETE FROM text WHERE id IN ({})", numbers):
            pass

    def texts(self) -> dict[str, tuple[str, str]]:
        """The name and the kept reading of every text, by path."""
        return {path: (name, kept) for path, name, kept in self._run("SELECT path, name, kept FROM text")}

    def asking(self, questions: Iterable[int]) -> set[str]:
        """The paths of the texts that asked any of these."""
        query = "SELECT DISTINCT path FROM asked JOIN text ON text.id = asked.text WHERE question IN ({})"
        return {path for (path,) in self._among(query, questions)}

    def relating(self, ends: Iterable[int]) -> set[str]:
        """The paths of the texts that state relations between any of these pairs."""
        query = "SELECT DISTINCT path FROM related JOIN text ON text.id = related.text WHERE ends IN ({})"
        return {path for (path,) in self._among(query, ends)}

    def cited(self, paths: Collection[str] | None = None) -> tuple[list[Noted], list[Document]]:
        """What is noted of documents that are not there, and what is cited and known to be no one document; of all, or of these paths.

        Of the latter, what the first text says, by its path.
        """
        noted = self._of("SELECT path, what, said, n FROM noted", "", paths)
        rows = self._of("SELECT bare.path, document, text.path FROM bare JOIN text ON text.id = bare.text", "bare.", paths)
        first: dict[str, tuple[str, bytes]] = {}
        for path, document, text in rows:
            if path not in first or text < first[path][0]:
                first[path] = (text, document)
        return noted, [self._unpacked(first[path][1]) for path in sorted(first)]

    def places(self, paths: Collection[str] | None = None) -> list[tuple[str, str]]:
        """The places that texts name in documents, as paths of a document and in it; in all documents, or in these."""
        return self._of("SELECT DISTINCT path, provision FROM place", "", paths)

    def _of(self, query: str, table: str, paths: Collection[str] | None) -> list[Any]:
        if paths is None:
            return self._run(query)
        return list(self._among(f"{query} WHERE {table}path IN ({{}})", paths))

    def succession(self) -> list[Relation]:
        """The relations that may close a circle."""
        return [self._unpacked(relation) for (relation,) in self._run("SELECT relation FROM succession ORDER BY text, rowid")]

    def _unpacked(self, packed: bytes) -> Any:
        try:
            return unpack(packed)
        except (UnpicklingError, ValueError, TypeError, EOFError) as error:
            raise StoreError(f"the ledger {self.path} is damaged: {error}") from error

    def count(self, report: Report) -> None:
        """Add what was counted in each text to a report."""
        for (packed,) in self._run("SELECT report FROM text ORDER BY path"):
            try:
                report.add(_unpacked(packed))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise StoreError(f"the ledger {self.path} is damaged: {error}") from error


def _packed(report: Report) -> str:
    said: dict[str, Any] = {name: dict(getattr(report, name)) for name in _COUNTERS}
    said |= {
        "missing": report.missing, "compared": [[*pair, n] for pair, n in report.compared.items()],
        "disagreements": [[path, *astuple(conflict)] for path, conflict in report.disagreements],
        "examples": report.unidentified_examples,
        "numbers": [report.extracted_relations, report.resolved, report.disagreed],
    }  # fmt: skip
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, separators=(",", ":"))


def _unpacked(packed: str) -> Report:
    said = json.loads(packed)
    extracted, resolved, disagreed = said["numbers"]
    report = Report(extracted_relations=extracted, resolved=resolved, disagreed=disagreed, missing=said.get("missing", {}))
    for name in _COUNTERS:
        getattr(report, name).update(said.get(name, {}))
    report.compared.update({(group, where): n for group, where, n in said.get("compared", ())})
    report.unidentified_examples += [(name, why, header) for name, why, header in said.get("examples", ())]
    report.disagreements += [(path, Conflict(*values)) for path, *values in said.get("disagreements", ())]
    return report


@cache
def stating_version() -> str:
    """A digest of all code that decides what is stated of what was read; other code states everything anew."""
    package = Path(__file__).parents[1]
    rooms = ("model", "registry.py", "issuers.py", "sources", "text", "time", "rdf", "catalogue", "queries", "extraction", "pipeline")
    places = [package / room for room in rooms]
    files = sorted(file for place in places for file in ([place] if place.is_file() else place.rglob("*.py")))
    digest = sha256()
    for file in files:
        digest.update(f"{file.relative_to(package)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]

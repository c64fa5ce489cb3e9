"""The catalogue of an engine elsewhere, made from what it says and kept on this machine.

```
home/remote/ENDPOINT/     a digest of the address
  NAME/                   catalogue.sqlite and manifest.json; NAME is that of the snapshot loaded into the engine
  building/               one that is being made
```
"""

import json
import logging
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import IO, Self

from pyoxigraph import Literal, NamedNode

from legalgraph import catalogue
from legalgraph.errors import DataUnavailable, EngineUnavailable, LegalGraphError, StoreError
from legalgraph.queries.catalog import query
from legalgraph.queries.parts import Parts, at_once
from legalgraph.queries.whole import all_documents, all_spans, catalogue_of
from legalgraph.rdf.texts import expression_of
from legalgraph.store.remote.connection import Connection
from legalgraph.store.remote.engine import Dataset, RemoteEngine
from legalgraph.store.remote.statement import Statement, dataset_of, missing, read_statement
from legalgraph.store.snapshots import Snapshot
from legalgraph.store.source import Opened

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S = 5.0
_COUNT_EVERY = 60  # looks between two counts of an engine that says nothing of its data
_BUILD_S = 300.0  # for one query of the making
_KEPT = 2
_TEXTS = 20  # asked for at once
_COUNTED = "counted-"  # how the name of data begins that the engine says nothing of


class Mirror:
    """A `Source` over an engine elsewhere.

    A thread looks every few seconds at what the engine says of its data and makes the catalogue anew when that changes; what was
    made before serves until then, also while the engine is dead. What was made by an earlier process serves only after a first
    look. From the look on that sees other data, nothing is `certain` until their catalogue is there; from the one on that finds
    the data gone, being loaded or others than the engine says, they are not read until they are there again.
    """

    def __init__(self, connection: Connection, home: Path, look_every_s: float = _LOOK_EVERY_S) -> None:
        self.connection = connection
        self.folder = home / "remote" / sha256(connection.address.encode()).hexdigest()[:16]
        self.moved: Callable[[Opened], None] = lambda _: None
        """Called when other data are there, or the same ones again; before they are served."""
        self._looking = connection.twin()
        self._look_every_s = look_every_s
        self._ended = threading.Event()
        self._ready: Opened | None = None
        self._doing = "it has not been asked yet"
        self._looks = 0
        self._begun = False
        self._known: Snapshot | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look, and then take up what was kept."""
        self.connection.certain = False
        self._ready = next(self._kept(), None)
        self._thread = threading.Thread(target=self._watch, name="mirror", daemon=True)
        self._thread.start()

    @property
    def certain(self) -> bool:
        """See `Source.certain`."""
        ready = self._ready
        return self.connection.certain and ready is not None and self._known is ready.snapshot

    def latest(self, known: Snapshot | None) -> Opened | None:
        """See `Source.latest`. Raises EngineUnavailable until there is a catalogue."""
        ready, self._known = self._ready, known
        if ready is None or not self._begun:
            raise EngineUnavailable(f"the catalogue of the engine at {self.connection.address} is not there yet: {self._doing}")
        return ready if known is not ready.snapshot else None

    def earlier(self) -> Iterator[Opened]:
        """See `Source.earlier`."""
        return iter(())

    def close(self) -> None:
        """See `Source.close`."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self.connection.close()
        self._looking.close()

    def _watch(self) -> None:
        while not self._ended.is_set():
            try:
                self.look()
            except LegalGraphError as error:
                if str(error) != self._doing and not self.connection.breaker.why:
                    _LOG.warning("%s", error)
                self._doing = str(error)
            except Exception:  # noqa: BLE001  the thread must go on whatever happens; the log tells
                _LOG.exception("the catalogue of the engine at %s cannot be made", self.connection.address)
                self._doing = "something went wrong; the log of the server says what"
            self._begin()
            # What cannot be reached is asked as often as the breaker lets us.
            self._ended.wait(min(self._look_every_s, self.connection.breaker.wait_s or self._look_every_s))

    def look(self) -> None:
        """See what the engine says of its data, and make the catalogue when it is another's. Raises what reading raises."""
        try:
            found = self._found(RemoteEngine(self._looking))
        except DataUnavailable as error:
            self.connection.certain = False
            self.connection.held_back = str(error)
            raise
        self.connection.held_back = ""
        if found is not None:
            told, dataset = found
            ready, self.connection.certain = self._ready, False
            if ready is not None and ready.snapshot.id == _folder_name(told.snapshot):
                # The same again: views keep what they have read, and what was read while the data were away may be wrong.
                opened = self._opened(ready.snapshot.folder, ready.snapshot.manifest, dataset)
            else:
                opened = self._make(told, dataset)
            self.moved(opened)
            self._ready, self._begun = opened, True
            self._drop_old(told.snapshot)
        self._begin()
        self.connection.certain = True

    def _found(self, engine: RemoteEngine) -> tuple[Statement, Dataset] | None:
        """What the engine holds and how it has to be asked; None while that is what was taken up.

        Raises DataUnavailable when it holds nothing, or other data than it says.
        """
        statement = read_statement(engine)
        self._looks += 1
        ready, connection = self._ready, self.connection
        counted_before = ready is not None and ready.snapshot.id.startswith(_COUNTED)
        if ready is not None:
            if empty := missing(engine, statement):
                raise DataUnavailable(f"the engine at {connection.address} has lost its data: nothing is in {', '.join(empty)}; push again")
            same = ready.snapshot.id == _folder_name(statement.snapshot) if statement else counted_before
            if same and not connection.held_back and (statement or self._looks % _COUNT_EVERY != 1):  # counting is dear
                return None
            if not same:
                connection.certain = False
            if statement is None and not counted_before:
                connection.held_back = f"the engine at {connection.address} does not say any more what it holds"
            self._begin()
        self._doing = "the data are being counted"
        dataset, counted = dataset_of(engine, statement)
        told = statement or _unstated(counted)
        as_before = counted_before and ready is not None and ready.snapshot.id == told.snapshot
        return None if as_before and not connection.held_back else (told, dataset)

    def _begin(self) -> None:
        """Serve what was kept."""
        if not self._begun and self._ready is not None:
            self.moved(self._ready)
            self._begun = True

    def _kept(self) -> Iterator[Opened]:
        """What was made before by the same version, the latest first."""
        folders = [file.parent for file in self.folder.glob("*/manifest.json") if file.parent.name != "building"]
        for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True):
            with suppress(OSError, ValueError, KeyError, TypeError):
                kept = json.loads((folder / "manifest.json").read_text("utf-8"))
                if kept["version"] == catalogue.VERSION:
                    dataset = Dataset(tuple(kept["graphs"]), kept["most_rows"], kept["loses_rows"])
                    yield self._opened(folder, kept["manifest"], dataset)

    def _opened(self, folder: Path, manifest: Mapping[str, object], dataset: Dataset) -> Opened:
        snapshot = Snapshot(folder.name, folder, str(manifest["created"]), manifest)
        return Opened(snapshot, RemoteEngine(self.connection, dataset))

    def _make(self, told: Statement, dataset: Dataset) -> Opened:
        """Make a catalogue. Raises StoreError."""
        engine = RemoteEngine(self._looking, dataset, _BUILD_S)
        building, target = self.folder / "building", self.folder / _folder_name(told.snapshot)
        try:
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir(parents=True)
            manifest = {**told.manifest, "counts": self._catalogue(engine, building / "catalogue.sqlite", told)}
            kept = {"version": catalogue.VERSION, **asdict(dataset), "manifest": manifest}
            (building / "manifest.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
            shutil.rmtree(target, ignore_errors=True)
            building.rename(target)
        except OSError as error:
            raise StoreError(f"the catalogue of {self.connection.address} cannot be written to {self.folder}: {error}") from error
        _LOG.info("made the catalogue of snapshot %s at %s", told.snapshot, self.connection.address)
        return self._opened(target, manifest, dataset)

    def _catalogue(self, engine: RemoteEngine, path: Path, told: Statement) -> dict[str, int]:
        parts = Parts(engine, told.triples, self._tell)
        documents = all_documents(parts)
        spans = all_spans(parts, documents)
        counted = told.manifest.get("mentions")
        mentions = {str(code): int(n) for code, n in counted.items()} if isinstance(counted, dict) else {}
        with _Texts(engine, documents, self._tell) as texts:
            self._tell("writing")
            return catalogue_of(parts, path, documents, spans, texts.words, mentions)

    def _tell(self, what: str) -> None:
        if self._ended.is_set():
            raise StoreError("the server is shutting down")
        self._doing = f"it is being made ({what})"

    def _drop_old(self, current: str) -> None:
        folders = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in [path for path in folders if path.is_dir() and path.name != _folder_name(current)][_KEPT - 1 :]:
            shutil.rmtree(old, ignore_errors=True)


class _Texts:
    """The words of all documents, fetched many at a time and laid down in a file until they are asked for."""

    def __init__(self, engine: RemoteEngine, paths: Iterable[str], progress: Callable[[str], None]) -> None:
        self._engine, self._paths, self._progress = engine, list(paths), progress
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._places: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        parts = [self._paths[start : start + _TEXTS] for start in range(0, len(self._paths), _TEXTS)]
        for number, found in enumerate(at_once(self._fetch, parts), 1):
            self._progress(f"texts: {min(number * _TEXTS, len(self._paths)):,} of {len(self._paths):,}")
            for path, words in found.items():
                data = words.encode()
                self._places[path] = (self._file.tell(), len(data))
                self._file.write(data)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def words(self, path: str) -> str | None:
        """The words of a document; None where there are none."""
        if path not in self._places:
            return None
        start, size = self._places[path]
        self._file.seek(start)
        return self._file.read(size).decode()

    def _fetch(self, paths: list[str]) -> dict[str, str]:
        by_node = {expression_of(path).value: path for path in paths}
        nodes = " ".join(f"<{iri}>" for iri in by_node)
        found: dict[str, str] = {}
        for row in self._engine.select(query("texts_named").replace("$nodes", nodes)):
            version, words = row["version"], row["words"]
            if isinstance(version, NamedNode) and isinstance(words, Literal):
                found[by_node[version.value]] = words.value
        return found


def _unstated(counted: Mapping[str, int]) -> Statement:
    """What stands for the statement of an engine that was loaded by other means: its counts name its state."""
    name = sha256(repr(sorted(counted.items())).encode()).hexdigest()[:16]
    return Statement(f"{_COUNTED}{name}", {"created": ""}, counted)


def _folder_name(snapshot: str) -> str:
    """The name of a snapshot, when it is one; it comes from elsewhere."""
    plain = snapshot.replace(".", "").replace("-", "")
    return snapshot if plain.isalnum() and plain.isascii() and not snapshot.startswith(".") else sha256(snapshot.encode()).hexdigest()[:16]

"""Snapshots: built aside, published whole by one rename, never written again.

```
home/
  CURRENT            the name of the snapshot that is served
  ingest.lock        held by the one ingest that may run
  building/          what an ingest is writing; left over by a killed one, cleared by the next
  readings/          what an ingest has read from files; the next one goes on from there if this one is killed
  snapshots/NAME/    store/ (Oxigraph), catalogue.sqlite, manifest.json, warnings.json, ledger.sqlite, and what it was made from: sources/
                     (tables), national/ (the national dataset, and what was read of it) and texts/ (readings of files)
```
"""

import gc
import json
import os
import secrets
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pyoxigraph import Store

from legalgraph.errors import LegalGraphError, NotFound, SnapshotDamaged, StoreError
from legalgraph.store.embedded import MADE_ANEW, EmbeddedEngine, telling_damage
from legalgraph.store.merging import merge
from legalgraph.store.room import is_full, told_full, what_stays, written_in
from legalgraph.store.sealing import Seal, harm, seal, seals_of


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published snapshot. `created` is an ISO instant in UTC; `manifest` holds counts and sources.

    `seals` tell what its files were when it was published.
    """

    id: str
    folder: Path
    created: str
    manifest: Mapping[str, object]
    seals: Mapping[str, Seal] = field(default_factory=dict, repr=False)

    def check(self) -> None:
        """Look whether the store and the catalogue are as they were published. Raises SnapshotDamaged.

        To be called before anything is read of them: see `legalgraph.store.sealing`.
        """
        harmed = harm(self.folder, self.seals)
        if harmed:
            raise SnapshotDamaged(f"the snapshot {self.folder} is damaged: {harmed}", MADE_ANEW, whole_sources=True)

    @property
    def store_path(self) -> Path:
        """The folder of the Oxigraph store."""
        return self.folder / "store"

    @property
    def catalogue_path(self) -> Path:
        """What pages ask of many documents at once; see `legalgraph.catalogue`."""
        return self.folder / "catalogue.sqlite"

    @property
    def sources_path(self) -> Path:
        """Copies of the tables the snapshot was made from, one folder a dataset."""
        return self.folder / "sources"

    @property
    def national_path(self) -> Path:
        """Copies of the files of the national dataset the snapshot was made from."""
        return self.folder / "national"

    @property
    def texts_path(self) -> Path:
        """The readings of files the snapshot was made from."""
        return self.folder / "texts"

    @property
    def ledger_path(self) -> Path:
        """What each text asked and added, for the next ingest; see `legalgraph.pipeline.ledger`."""
        return self.folder / "ledger.sqlite"


class Draft:
    """A snapshot in the making: a private copy of the current one, open for writing."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self.sources_path = folder / "sources"
        self.national_path = folder / "national"
        self.texts_path = folder / "texts"
        self.catalogue_path = folder / "catalogue.sqlite"
        self.ledger_path = folder / "ledger.sqlite"
        self.base_seals: Mapping[str, Seal] = {}
        """Those of the snapshot before, of which files are linked."""
        self.damage = ""
        """Why the store of the snapshot before cannot be built upon; the draft then has only what that was made from."""
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The store, opened for writing at first use."""
        if self._store is None:
            self._store = Store(str(self.folder / "store"))
        return self._store

    def read(self) -> EmbeddedEngine:
        """The store as it is written so far, for reading. An engine that may write merges files all the while, which doubles them."""
        self.close()
        return EmbeddedEngine.read_only(self.folder / "store")

    def merge(self) -> None:
        """Merge the files of the store, so that each look-up looks into one place. Raises StoreError."""
        self.close()
        try:
            merge(self.folder / "store")
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the files of the store cannot be merged: {error}") from error

    def begin_anew(self) -> None:
        """Empty the store: what all sources say is to be stated from the beginning."""
        with suppress(StoreError):  # what cannot be written of it is not wanted
            self.close()
        shutil.rmtree(self.folder / "store", ignore_errors=True)
        self.ledger_path.unlink(missing_ok=True)

    def own_ledger(self) -> Path:
        """The ledger as a file of its own, no longer linked to that of an older snapshot."""
        aside = self.ledger_path.with_suffix(".own")
        shutil.copyfile(self.ledger_path, aside)
        return aside.replace(self.ledger_path)

    def close(self) -> None:
        """Flush and close the store: RocksDB must have let go before the folder is renamed. Raises StoreError where it is damaged."""
        if self._store is not None:
            try:
                with telling_damage():
                    self._store.flush()
            finally:
                self._store = None
                gc.collect()


class Home:
    """The folder where snapshots live. Any number of readers, one writer at a time."""

    def __init__(self, folder: Path, keep: int = 3) -> None:
        self.folder = folder
        self.keep = keep

    @property
    def pointer(self) -> Path:
        """The file that names the current snapshot."""
        return self.folder / "CURRENT"

    def is_there(self) -> bool:
        """Whether anything was published here, readable or not. Raises StoreError when that cannot be seen."""
        try:
            self.pointer.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return bool(self.earlier())
        except OSError as error:
            raise StoreError(f"the home folder {self.folder} cannot be read: {error}") from error
        return True

    @property
    def readings(self) -> Path:
        """Where an ingest keeps what it has read from files, until a snapshot holds it."""
        return self.folder / "readings"

    def current(self) -> Snapshot | None:
        """Return the published snapshot, or None when nothing was published yet.

        Where the file that names it is missing and one snapshot is there, that is it: its first ingest was killed as it ended.
        Raises StoreError if unreadable, SnapshotDamaged where several are there and it is not known which one holds.
        """
        try:
            name = self.pointer.read_text("utf-8").strip()
        except FileNotFoundError as error:
            there = self.earlier()
            if len(there) < 2:
                return there[0] if there else None
            # What took the home for an empty one would in the end delete what is there.
            raise SnapshotDamaged(f"the file {self.pointer}, which names the snapshot to read, is missing", self._remedy()) from error
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"the home folder {self.folder} cannot be read: {error}") from error
        return self._load(self.folder / "snapshots" / name)

    def _readable(self) -> Snapshot | None:
        try:
            return self.current()
        except StoreError:
            return None

    def _may_be_there(self) -> bool:
        try:
            return self.is_there()
        except StoreError:
            return True

    def earlier(self) -> list[Snapshot]:
        """The other snapshots that are still there and readable at a glance, the latest first."""
        try:
            current = self.pointer.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            current = ""
        try:
            folders = sorted((self.folder / "snapshots").iterdir(), key=lambda path: path.name, reverse=True)
        except OSError:
            return []
        found = []
        for folder in folders:
            with suppress(*_UNREADABLE):
                if folder.name != current:
                    found.append(_read_snapshot(folder))
        return found

    def use(self, name: str) -> Snapshot:
        """Make another of the snapshots that are there the current one; `name` is its name, or how only its name begins.

        Raises NotFound when there is none or several, SnapshotDamaged when it is, StoreError when an ingest runs or nothing can be written.
        """
        with self._locked():
            found = [one for one in (self._readable(), *self.earlier()) if one and one.id.startswith(name)]
            chosen = next((one for one in found if one.id == name), found[0] if name and len(found) == 1 else None)
            if chosen is None:
                count = f"{len(found)} snapshots begin so" if name and found else "there is no such snapshot"
                raise NotFound(f"{count} in {self.folder}: {name!r}; `legalgraph snapshots` lists what is there")
            chosen.check()
            self._point(chosen.id)
        return chosen

    def _load(self, folder: Path) -> Snapshot:
        try:
            return _read_snapshot(folder)
        except _UNREADABLE as error:
            raise SnapshotDamaged(f"the snapshot {folder} is missing or damaged ({error})", self._remedy()) from error

    def _remedy(self) -> str:
        """What to do about a snapshot that nothing can be built upon. Who has an earlier one need not ingest what that holds."""
        kept = self.earlier()
        if kept:
            command = f"`legalgraph --home {shlex.quote(str(self.folder))} snapshots --use {kept[0].id}`"
            return f"{command} goes on from the latest that is there; ingest again what came later"
        return f"remove {self.pointer} and ingest again, or name another home"

    @contextmanager
    def writing(self) -> Iterator[Draft]:
        """Give a draft that starts as a copy of the current snapshot; call `publish` to make it current.

        Leaving without publishing drops the draft. Raises StoreError when another ingest runs, when the folder
        cannot be written, or when the disk is full; what was published stays.
        """
        with self._locked() as written:
            yield from self._draft(written)

    @contextmanager
    def _locked(self) -> Iterator[list[int]]:
        """Hold the lock; how many bytes were written when it fails goes into the list given."""
        written = [0]
        try:
            (self.folder / "building").mkdir(parents=True, exist_ok=True)
            (self.folder / "snapshots").mkdir(exist_ok=True)
            lock = FileLock(self.folder / "ingest.lock", timeout=0)
            with lock:
                yield written
        except Timeout as error:
            raise StoreError(f"another ingest is writing to {self.folder}; wait for it to end and try again") from error
        except (OSError, LegalGraphError) as error:
            if is_full(error):
                before = current.folder if (current := self._readable()) else None
                raise StoreError(told_full(self.folder, before, written[-1], error, there=self._may_be_there())) from error
            if isinstance(error, LegalGraphError):
                raise
            raise StoreError(f"cannot write to {self.folder}: {error}; {what_stays(there=self._may_be_there())}") from error

    def _draft(self, written: list[int]) -> Iterator[Draft]:
        """Where it fails, how much had been `written` is added there, as the draft is gone when that is asked."""
        building = self.folder / "building"
        for leftover in building.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}Z-{secrets.token_hex(3)}"  # sorts by age
        draft = Draft(building / name, name)
        draft.folder.mkdir()
        try:
            self._copy_current(draft)
            yield draft
        except (OSError, LegalGraphError):
            written.append(written_in(draft.folder, self.readings))
            raise
        finally:
            # A full disk makes even the flush fail; the folder must go all the same.
            try:
                draft.close()
            finally:
                shutil.rmtree(draft.folder, ignore_errors=True)

    def _copy_current(self, draft: Draft) -> None:
        base = self.current()
        if base is None:
            draft.sources_path.mkdir()
            draft.texts_path.mkdir()
            draft.national_path.mkdir()
            return
        if not base.sources_path.is_dir():
            raise StoreError(f"the snapshot {base.folder} cannot be built upon (its sources are missing); {self._remedy()}")
        try:
            base.check()
            draft.base_seals = base.seals
            # Hard links to immutable files: the copy costs milliseconds whatever the size.
            EmbeddedEngine.read_only(base.store_path).store.backup(str(draft.folder / "store"))
        except SnapshotDamaged as error:  # all that it was made from is there
            draft.damage = error.what
        except StoreError as error:
            draft.damage = str(error)
        shutil.copytree(base.sources_path, draft.sources_path)
        if base.ledger_path.exists() and not draft.damage:
            link(base.ledger_path, draft.ledger_path)
        for ours, theirs in ((draft.texts_path, base.texts_path), (draft.national_path, base.national_path)):
            ours.mkdir()
            for file in theirs.iterdir() if theirs.is_dir() else ():
                if file.is_file():  # no folder in them is ours
                    link(file, ours / file.name)

    def publish(self, draft: Draft, manifest: Mapping[str, object]) -> Snapshot:
        """Make the draft the current snapshot: rename its folder, then replace the pointer, both atomic."""
        draft.close()
        created = datetime.now(UTC).isoformat(timespec="seconds")
        whole = {"created": created, **manifest, "files": seal(draft.folder, draft.base_seals)}
        _write_synced(draft.folder / "manifest.json", json.dumps(whole, ensure_ascii=False, indent=1))
        target = self.folder / "snapshots" / draft.name
        draft.folder.rename(target)
        _sync_folder(target.parent)
        self._point(draft.name)
        self._drop_old(draft.name)
        return self._load(target)

    def _point(self, name: str) -> None:
        aside = self.folder / f"CURRENT.{name}"
        _write_synced(aside, name + "\n")
        aside.replace(self.pointer)
        _sync_folder(self.folder)

    def _drop_old(self, current: str) -> None:
        snapshots = sorted((self.folder / "snapshots").iterdir(), key=lambda path: path.name, reverse=True)
        # Readers that still have a dropped snapshot open keep their files until they close them.
        for old in [path for path in snapshots if path.name != current][max(0, self.keep - 1) :]:
            shutil.rmtree(old, ignore_errors=True)
        for stray in self.folder.glob("CURRENT.*"):
            stray.unlink(missing_ok=True)


_UNREADABLE = (OSError, ValueError, KeyError, TypeError)


def _read_snapshot(folder: Path) -> Snapshot:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return Snapshot(folder.name, folder, str(manifest["created"]), manifest, seals_of(manifest))


def link(file: Path, place: Path) -> None:
    """Give an immutable file a second place: by a hard link, else by a copy. Raises OSError."""
    try:
        os.link(file, place)
    except FileExistsError:
        return
    except OSError:  # another file system, or one without links
        shutil.copy2(file, place)


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

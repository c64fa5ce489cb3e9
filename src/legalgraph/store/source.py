"""Where the snapshot comes from that pages are made from: a home folder, or whatever else opens one."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from legalgraph.errors import StoreError
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.engine import Engine
from legalgraph.store.snapshots import Home, Snapshot


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot with the engine that reads it."""

    snapshot: Snapshot
    engine: Engine


class Source(Protocol):
    """Gives what is current. Asked once a second at most, by one thread at a time, while others wait: it must be quick."""

    @property
    def certain(self) -> bool:
        """Whether what was given last is known to be what can be read now; costs nothing."""
        ...

    def latest(self, known: Snapshot | None) -> Opened | None:
        """What has taken the place of the snapshot known; None while that is still current.

        Raises StoreError when nothing is there, saying what to do, or when it cannot be opened.
        """
        ...

    def earlier(self) -> Iterator[Opened]:
        """What was current before and is still there, the latest first; only what can be opened."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


class HomeSource:
    """The published snapshots of a home folder."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._seen: tuple[int, int, str] | None = None
        self.certain = True
        """A snapshot never changes."""

    def latest(self, known: Snapshot | None) -> Opened | None:
        """See `Source.latest`."""
        try:
            stat = self.home.pointer.stat()
            pointer = (stat.st_mtime_ns, stat.st_ino)
        except OSError:
            pointer = (0, 0)
        if known is not None and (*pointer, known.id) == self._seen:
            return None
        snapshot = self.home.current()
        if snapshot is None:
            raise StoreError(f"nothing was published in {self.home.folder} yet; run `legalgraph ingest`")
        # Only once it is taken, which the caller tells by knowing it, is the pointer not read again.
        self._seen = (*pointer, snapshot.id)
        if known is not None and snapshot.id == known.id:
            return None
        return _opened(snapshot)

    def earlier(self) -> Iterator[Opened]:
        """See `Source.earlier`."""
        for snapshot in self.home.earlier():
            with suppress(StoreError):
                yield _opened(snapshot)

    def close(self) -> None:
        """See `Source.close`."""


def _opened(snapshot: Snapshot) -> Opened:
    snapshot.check()
    return Opened(snapshot, EmbeddedEngine.read_only(snapshot.store_path))

"""Room on the disk: whether it was missing, and what to tell about it."""

import errno
import shutil
from contextlib import suppress
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT)
_WORTH_TELLING = 100_000  # bytes
_WORDS = ("No space left on device", "Disk quota exceeded", "database or disk is full", *(f"[Errno {number}]" for number in _FULL))


def is_full(error: Exception | str) -> bool:
    """True when something could not be written because the disk, or the share of it that one may use, is full.

    The engine, SQLite and child processes tell it in words alone.
    """
    return getattr(error, "errno", None) in _FULL or any(words in str(error) for words in _WORDS)


def told_full(home: Path, current: Path | None, written: int, error: Exception | str, *, there: bool) -> str:
    """What to say of a full disk: where, how much is free, how much more than which is needed, and that nothing was lost.

    `current` is the folder of the snapshot before, None where it cannot be read or is not `there`: another one takes about as much where
    everything is stated anew. New data may be many times larger, and of them it is known that the `written` bytes were not enough.
    """
    known = []
    with suppress(OSError):
        known.append(f"{_size(shutil.disk_usage(home).free)} free now")
    if written >= _WORTH_TELLING:
        known.append(f"this ingest had written {_size(written)} when the disk was full, and needs more than that")
    if current:
        known.append(f"the snapshot before has {_size(_taken(current))}")
    told = f" ({'; '.join(known)})" if known else ""
    return (
        f"the disk that holds {home} is full{told}: {error}; make room on it, or copy the home to a "
        f"larger disk, then do the same again: {what_stays(there=there)}, and what was read of texts need not be read again"
    )


def what_stays(*, there: bool) -> str:
    """What is left by an ingest that failed, where a snapshot was `there` before, or was not."""
    return "the last snapshot is unchanged" if there else "nothing was published, as there was no snapshot before"


def written_in(draft: Path, readings: Path) -> int:
    """How many bytes an ingest took: its draft, but for what it shares with the snapshot before, and the readings, which it may share."""
    return _taken(readings) + _taken(draft, shared=False)


def _taken(folder: Path, *, shared: bool = True) -> int:
    sizes = [0]
    for file in folder.rglob("*"):
        with suppress(OSError):
            about = file.lstat()
            sizes.append(about.st_size if shared or about.st_nlink == 1 else 0)
    return sum(sizes)


def _size(count: int) -> str:
    """A number of bytes in words.

    >>> _size(1_234_567), _size(6_100_000_000)
    ('1.2 MB', '6.1 GB')
    """
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"

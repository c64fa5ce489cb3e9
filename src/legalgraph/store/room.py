"""Room on the disk: whether it was missing, and what to tell about it."""

import errno
import shutil
from contextlib import suppress
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT)
_WORDS = ("No space left on device", "Disk quota exceeded", "database or disk is full", *(f"[Errno {number}]" for number in _FULL))


def is_full(error: Exception | str) -> bool:
    """True when something could not be written because the disk, or the share of it that one may use, is full.

    The engine, SQLite and child processes tell it in words alone.
    """
    return getattr(error, "errno", None) in _FULL or any(words in str(error) for words in _WORDS)


def told_full(home: Path, current: Path | None, error: Exception | str) -> str:
    """What to say of a full disk: where, how much is free, how much may be needed, and that nothing was lost.

    `current` is the folder of the current snapshot: another one takes about as much where everything is stated anew.
    """
    room = ""
    with suppress(OSError):
        room = f"{_size(shutil.disk_usage(home).free)} free"
    if current:
        room += f"{', ' if room else ''}an ingest may take as much as the snapshot before, {_size(_taken(current))}"
    return (
        f"the disk that holds {home} is full{f' ({room})' if room else ''}: {error}; make room on it, or copy the home to a larger disk, "
        "then do the same again: the last snapshot is unchanged, and what was read of texts need not be read again"
    )


def _taken(folder: Path) -> int:
    sizes = [0]
    for file in folder.rglob("*"):
        with suppress(OSError):
            sizes.append(file.lstat().st_size)
    return sum(sizes)


def _size(count: int) -> str:
    """A number of bytes in words.

    >>> _size(1_234_567), _size(6_100_000_000)
    ('1.2 MB', '6.1 GB')
    """
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"

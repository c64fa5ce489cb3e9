"""What the files of a snapshot were when it was published, so that damage is found before anything is read or built upon.

An engine that meets a damaged block in the midst of an aggregate may never end and takes memory without bound, and an ingest links
the files of the snapshot before without reading them. Size and time of change are looked at each time, which costs a fraction of a
millisecond a file; the file itself is only read where these are not as they were, for instance in a home that was copied.
"""

import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# What the engine writes when it opens a store to read it, or about itself.
_PASSING = ("LOCK", "LOG", "OPTIONS-")
_AT_ONCE = 1 << 20


class Seal(NamedTuple):
    """One file: its size in bytes, when it was changed (nanoseconds since 1970), and the CRC-32 of its content."""

    size: int
    changed_ns: int
    crc: int


def seal(folder: Path, before: Mapping[str, Seal]) -> dict[str, Seal]:
    """The seals of the store and the catalogue of a snapshot that nobody writes to any more, by path within its folder.

    What was linked from the snapshot before, of which the seals are given, is not read again. Raises OSError.
    """
    seals = {}
    for file in _sealed(folder):
        name, stat = file.relative_to(folder).as_posix(), file.stat()
        known = before.get(name)
        if known is None or (known.size, known.changed_ns) != (stat.st_size, stat.st_mtime_ns):
            known = Seal(stat.st_size, stat.st_mtime_ns, _crc(file))
        seals[name] = known
    return seals


def harm(folder: Path, seals: Mapping[str, Seal]) -> str:
    """The first file that is not as it was sealed, and why; empty when all are."""
    for name, sealed in seals.items():
        file = folder / name
        try:
            stat = file.stat()
            if stat.st_size != sealed.size:
                return f"{name} has {stat.st_size:,} bytes, and had {sealed.size:,}"
            if stat.st_mtime_ns == sealed.changed_ns:
                continue
            if _crc(file) != sealed.crc:
                return f"the content of {name} is not what was written"
            with suppress(OSError):  # so that it need not be read the next time
                os.utime(file, ns=(stat.st_atime_ns, sealed.changed_ns))
        except OSError as error:
            return f"{name} cannot be read: {error.strerror or error}"
    return ""


def seals_of(manifest: Mapping[str, object]) -> dict[str, Seal]:
    """The seals that a manifest holds; none of one that was written before there were any. Raises ValueError, TypeError."""
    files = manifest.get("files", {})
    if not isinstance(files, Mapping):
        raise TypeError("the list of files is none")
    return {name: Seal(*map(int, told)) for name, told in files.items()}


def _sealed(folder: Path) -> Iterator[Path]:
    yield from (file for file in sorted(folder.glob("store/*")) if not file.name.startswith(_PASSING))
    yield from folder.glob("catalogue.sqlite")


def _crc(file: Path) -> int:
    crc = 0
    with file.open("rb") as content:
        while part := content.read(_AT_ONCE):
            crc = zlib.crc32(part, crc)
    return crc

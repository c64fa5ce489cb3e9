"""Zip archives: the documents of the files in them, one level deep."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath

from legalgraph.errors import SourceError
from legalgraph.model.folding import nfc
from legalgraph.model.reading import SourceDocument

MOST_FILES = 20_000
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_RATIO = 250  # text packs to a tenth, a bomb to a thousandth
_SMALL = 1024 * 1024  # what is smaller may pack as well as it likes


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """Open an archive that is no bomb. Raises SourceError."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"{name}: the archive is broken or cut off: {error}") from error
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise SourceError(f"{name}: {len(entries):,} files are more than the {MOST_FILES:,} that are unpacked; split it")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise SourceError(f"{name}: it unpacks to more than {MOST_UNPACKED // 2**20} MiB; split it")
    return archive


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """Return the bytes of one entry. Raises SourceError for a bomb, for a password and for damage."""
    if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        raise SourceError(f"{name}: {entry.filename} unpacks to more than {MOST_RATIO} times its size; it is not read")
    if entry.flag_bits & 1:
        raise SourceError(f"{name}: {entry.filename} has a password; save it without")
    try:
        with archive.open(entry) as file:
            data = file.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise SourceError(f"{name}: {entry.filename} is damaged: {error}") from error
    if len(data) > entry.file_size:
        raise SourceError(f"{name}: {entry.filename} is larger than the archive says; it is not read")
    return data


def read_zip(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of all files that can be read; those that cannot are named at the end in one SourceError."""
    from legalgraph.sources.files import is_readable, read_bytes

    archive, failed, found = open_zip(data, name), [], 0
    for entry in archive.infolist():
        path = PurePosixPath(nfc(_named(entry)))
        if entry.is_dir() or any(part.startswith((".", "__MACOSX")) for part in path.parts):
            continue
        if path.suffix.lower() == ".zip" or not is_readable(path):  # type: ignore[arg-type]
            continue
        try:
            for document in read_bytes(unpack(archive, entry, name), str(path)):
                found += 1
                yield replace(document, name=f"{name}/{path}")
        except SourceError as error:
            failed.append(str(error))
    if failed:
        raise SourceError(f"{name}: {len(failed)} of its files cannot be read: " + "; ".join(failed[:10]))
    if not found:
        raise SourceError(f"{name}: no file in it that can be read")


def _named(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; old archivers wrote UTF-8 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename

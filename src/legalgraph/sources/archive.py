"""Zip archives: the documents of the files in them, one level deep; opened with suspicion of bombs."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath

from legalgraph.errors import SourceError
from legalgraph.model.folding import nfc
from legalgraph.model.reading import SourceDocument

MOST_FILES = 20_000
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_ENTRY = 256 * 1024 * 1024
MOST_RATIO = 250  # text packs to a tenth, forms to a fiftieth, a bomb to a thousandth
MANY_SMALL = 64 * 1024 * 1024  # so large, all files together are measured as one is
_SMALL = 4 * 1024 * 1024  # what is smaller may pack as well as it likes
_LOCKED = 0x1
_UTF_8 = 0x800
_NAMED = 10
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, OverflowError,
)  # fmt: skip


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """Open an archive that is no bomb. Raises SourceError."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN as error:
        raise SourceError(f"{name}: broken or cut off ({error}); fetch it again") from error
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise SourceError(f"{name}: {len(entries):,} files are more than the {MOST_FILES:,} that are unpacked; split it")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise SourceError(f"{name}: it unpacks to more than {MOST_UNPACKED // 2**20} MiB; split it")
    if unpacked > MANY_SMALL and unpacked > MOST_RATIO * len(data):
        raise SourceError(f"{name}: it unpacks to more than {MOST_RATIO} times its size, which no documents do; it is not read")
    return archive


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """Return the bytes of one entry. Raises SourceError for a bomb, for a password and for damage."""
    shown = true_name(entry)
    if entry.flag_bits & _LOCKED:
        raise SourceError(f"{name}: {shown} is locked with a password; save it without")
    if entry.file_size > MOST_ENTRY:
        raise SourceError(f"{name}: {shown} unpacks to more than {MOST_ENTRY // 2**20} MiB; split it")
    if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        raise SourceError(f"{name}: {shown} unpacks to more than {MOST_RATIO} times its size, which no document does; it is not read")
    try:
        with archive.open(entry) as file:
            data = file.read(entry.file_size + 1)  # what is said of the size need not be true
    except _BROKEN as error:
        raise SourceError(f"{name}: {shown} is damaged ({error}); fetch it again") from error
    if len(data) > entry.file_size:
        raise SourceError(f"{name}: {shown} is larger than the archive says; it is not read")
    return data


def read_zip(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of all files that can be read; those that cannot are named at the end in one SourceError."""
    from legalgraph.sources.files import is_readable, read_bytes

    failed: list[str] = []
    found = 0
    with open_zip(data, name) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(true_name(entry))
            if entry.filename.endswith("/") or not is_readable(path) or any(part.startswith((".", "__MACOSX")) for part in path.parts):
                continue
            try:
                for document in read_bytes(unpack(archive, entry, name), str(path), unpacked=True):
                    found += 1
                    yield replace(document, name=f"{name}/{document.name}")
            except SourceError as error:
                failed.append(str(error).removeprefix(f"{name}: "))
    if failed:
        more = f" and {len(failed) - _NAMED} more" if len(failed) > _NAMED else ""
        raise SourceError(f"{name}: {len(failed)} of its files cannot be read: " + "; ".join(failed[:_NAMED]) + more)
    if not found:
        raise SourceError(f"{name}: no file in it that can be read")


def true_name(entry: zipfile.ZipInfo) -> str:
    """The path of a file in its archive, in NFC; Windows and old archivers wrote UTF-8 without saying so."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return nfc("".join(letter if letter.isprintable() else "?" for letter in name.replace("\\", "/")))

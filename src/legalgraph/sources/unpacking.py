"""Archives opened with suspicion of bombs; Word files are archives, too."""

import lzma
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

from legalgraph.errors import SourceError
from legalgraph.model.folding import nfc

MOST_FILES = 20_000
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_ENTRY = 256 * 1024 * 1024
MOST_RATIO = 250  # text packs to a tenth, forms to a fiftieth, a bomb to a thousandth
MANY_SMALL = 64 * 1024 * 1024  # so large, all files together are measured as one is
_SMALL = 4 * 1024 * 1024  # what is smaller may pack as well as it likes
_LOCKED = 0x1
_UTF_8 = 0x800
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
    if odd := next((e for e in entries if e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)), None):
        # The others give all they hold at once, whatever was said of its size.
        raise SourceError(f"{name}: {true_name(odd)} is packed in a way that is not unpacked; pack it as an ordinary zip")
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


def true_name(entry: zipfile.ZipInfo) -> str:
    """The path of a file in its archive, in NFC; Windows and old archivers wrote UTF-8 without saying so."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return nfc("".join(letter if letter.isprintable() else "?" for letter in name.replace("\\", "/")))

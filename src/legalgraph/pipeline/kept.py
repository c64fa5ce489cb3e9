"""Readings kept as files, so that what was read once is not read again, neither after a kill nor by the next ingest.

A file holds a card and the paths of the units, small, for what the whole corpus is asked about, and the reading itself,
packed. Its name says what was read by which version of the readers: equal bytes read by equal code are one file.
"""

import io
import json
import os
import pickle
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import legalgraph.model.reading as reading_module
from legalgraph.model.document import Document
from legalgraph.model.offsets import OffsetMap
from legalgraph.model.reading import Reading, SourceDocument
from legalgraph.model.text import SourceFile, unit_rows
from legalgraph.resources import folder

WHOLE = -1  # in the place of an entry: the list of all that a file holds
_HEAD = struct.Struct(">4sII")
_MAGIC = b"lgr2"
_SUFFIX = ".reading"


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a text that was read, without its words. `document` is None for a text that is no legal document.

    `own_header` when the text itself says which document it is, not only what stood beside it. `unusable` are values that stood beside it
    and mean nothing, each with the name of its column. `unidentified`: why a text that says it is a document is none that can be told
    from others, and what it says of itself. `tells_acts` when its words change, end or suspend something: those of an amending law may
    be all that the codification left of it.
    """

    file: SourceFile
    document: Document | None
    text_digest: str
    characters: int
    own_header: bool
    unusable: tuple[tuple[str, str], ...] = ()
    unidentified: tuple[str, str] | None = None
    tells_acts: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """A card with the source as it was given and what was read from it, but for the way back to the source's offsets."""

    card: Card
    source: SourceDocument
    reading: Reading

    def slim(self) -> Reading:
        """The reading without the way back to the source's offsets."""
        return replace(self.reading, back=OffsetMap())


@cache
def reader_version() -> str:
    """A digest of all code and data that decide what is read from a file."""
    digest = sha256()
    package = Path(reading_module.__file__).parents[1]
    rooms = ("text", "sources", "model", "registry.py", "issuers.py", "extraction/records.py", "pipeline/identification.py")
    places = [package / room for room in rooms]
    files = sorted(file for place in places for file in ([place] if place.is_file() else place.glob("*.py")))
    for file in (*files, *sorted((folder("data") / "vn").glob("*.csv"))):
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def kept_name(digest: str, entry: int, version: str) -> str:
    """The name of the file that keeps what readers of a version read of one document (from 0) with this digest."""
    return f"{digest[:40]}-{entry}-{version}{_SUFFIX}"


def parts_of(name: str) -> tuple[str, int]:
    """The digest and the entry in the name of a kept reading."""
    digest, entry, _ = name.split("-")
    return digest, int(entry)


def version_of(name: str) -> str:
    """The version of the readers that made a kept reading."""
    return name.removesuffix(_SUFFIX).rpartition("-")[2]


def lists_in(place: Path) -> dict[str, list[str]]:
    """The lists of all that a source file held which are kept in a folder, each with the names of the readings in it."""
    found = {}
    for file in place.glob(f"*-{WHOLE}-*{_SUFFIX}"):
        with suppress(OSError, ValueError, TypeError):
            found[file.name] = [str(kept) for _, kept in json.loads(file.read_text("utf-8"))]
    return found


def is_current(name: str) -> bool:
    """True for a reading made by the readers of this version."""
    return name.endswith(f"-{reader_version()}{_SUFFIX}")


def write_kept(path: Path, kept: Kept) -> None:
    """Write a reading, whole or not at all. Raises OSError."""
    slim = kept.slim()
    card, units, body = pack(kept.card), pack_units(slim), zlib.compress(pack((kept.source, slim)), 1)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            file.write(_HEAD.pack(_MAGIC, len(card), len(units)) + card + units + body)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def pack_units(reading: Reading) -> bytes:
    """The paths of the units of a text, packed."""
    return zlib.compress("\n".join(row.path for row in unit_rows(reading.tree)).encode(), 1)


def unpack_units(data: bytes) -> tuple[str, ...]:
    """The paths of units, in order, that were packed. Raises zlib.error."""
    return tuple(zlib.decompress(data).decode().split())


# What reading a file that is missing, damaged or made by others may raise.
_DAMAGED = (OSError, ValueError, EOFError, TypeError, zlib.error, struct.error, pickle.UnpicklingError)


def read_card(path: Path) -> Card | None:
    """Return the card of a kept reading; None when there is none or it is damaged."""
    try:
        with path.open("rb") as file:
            magic, length, _ = _HEAD.unpack(file.read(_HEAD.size))
            card = unpack(file.read(length)) if magic == _MAGIC else None
    except _DAMAGED:
        return None
    return card if isinstance(card, Card) else None


def read_units(path: Path) -> tuple[str, ...]:
    """Return the paths of the units of a kept text, in order; none when it is missing or damaged."""
    try:
        with path.open("rb") as file:
            _, card, length = _HEAD.unpack(file.read(_HEAD.size))
            file.seek(card, os.SEEK_CUR)
            return unpack_units(file.read(length))
    except _DAMAGED:
        return ()


def is_whole(path: Path) -> bool:
    """True for a kept reading that is there and not damaged, as far as its sums tell."""
    return whole_card(path) is not None


def whole_card(path: Path) -> Card | None:
    """The card of a kept reading that is whole; None for any other."""
    try:
        data = path.read_bytes()
        _, *lengths = _HEAD.unpack_from(data)
        zlib.decompress(data[_HEAD.size + sum(lengths) :])
    except _DAMAGED:
        return None
    return read_card(path)


def read_kept(path: Path) -> Kept | None:
    """Return a kept reading; None when there is none or it is damaged."""
    card = read_card(path)
    try:
        data = path.read_bytes()
        _, *lengths = _HEAD.unpack_from(data)
        source, reading = unpack(zlib.decompress(data[_HEAD.size + sum(lengths) :]))
    except _DAMAGED:
        return None
    return Kept(card, source, reading) if card is not None else None


class _Writer(pickle.Pickler):
    """Writes our values as calls of their classes: read five times as fast as what dataclasses with slots do of themselves."""

    def reducer_override(self, obj: Any) -> Any:
        if is_dataclass(obj) and not isinstance(obj, type):
            return type(obj), tuple(getattr(obj, name) for name in _fields(type(obj)))
        if isinstance(obj, Enum):
            return type(obj), (obj.value,)  # Python 3.11.0 to 3.11.3 would write it as what `getattr` finds
        return NotImplemented


@cache
def _fields(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


def pack(value: Any) -> bytes:
    """Values of the model as bytes."""
    buffer = io.BytesIO()
    _Writer(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


class _Values(pickle.Unpickler):
    """Reads values of the model and nothing else: a file made by others runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.startswith("legalgraph.model.") and "." not in name and name[:1].isupper()) or (module, name) in _KNOWN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no value that is kept")


_KNOWN = {("datetime", "date"), (__name__, "Card")}


def unpack(data: bytes) -> Any:
    """Values of the model from bytes. Raises UnpicklingError for what was packed by others or by another version."""
    try:
        return _Values(io.BytesIO(data)).load()
    except (AttributeError, ImportError, IndexError, TypeError) as error:  # made by another version
        raise pickle.UnpicklingError(str(error)) from error

"""The list that the embedded engine keeps of its files: which index each belongs to, and on which level it lies.

Oxigraph keeps its indexes in RocksDB, each a "column family", and RocksDB keeps this list, the file named by CURRENT, as a log of edits.
Only what the bulk loader and the opening of a store write is understood; at anything else NotUnderstood is raised and nothing is guessed.
The form is that of RocksDB's `db/log_format.h` and `db/version_edit.cc`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_BLOCK = 32768
_HEAD = struct.Struct("<IHB")  # checksum, length, kind
_WHOLE, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4

_COMPARATOR, _DELETED_FILE, _NEW_FILE, _OF_INDEX, _NEW_INDEX = 1, 6, 103, 200, 201
_NUMBERS = frozenset({2, 3, 4, 9, 10, 203, 300})  # of logs, files and changes: none of them says where a file lies
_IGNORABLE = 1 << 13  # a bit of the kinds that a reader may pass over by their length
_LAST_DETAIL = 1


class NotUnderstood(Exception):
    """The list says something that is not known here, or is damaged."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of an index: its level, number and size, the oldest change in it, and what the list says of it after its level."""

    index: int
    level: int
    number: int
    size: int
    oldest: int
    told: bytes


def table_files(manifest: bytes) -> list[TableFile]:
    """The files there are after all edits. Raises NotUnderstood."""
    files = dict[tuple[int, int], TableFile]()
    try:
        for record in _records(manifest):
            _Edit(record).carry_out(files)
    except (IndexError, struct.error, KeyError) as error:
        raise NotUnderstood(str(error)) from error
    return list(files.values())


def moved(file: TableFile, level: int) -> bytes:
    """The edit that takes a file from its level to another."""
    edit = _varint(_DELETED_FILE) + _varint(file.level) + _varint(file.number)
    edit += _varint(_NEW_FILE) + _varint(level) + file.told
    return edit + _varint(_OF_INDEX) + _varint(file.index)


def appended(manifest: bytes, edit: bytes) -> bytes:
    """The list with an edit more."""
    kind, begun = _FIRST, False
    while edit or not begun:
        left = _BLOCK - len(manifest) % _BLOCK
        if left < _HEAD.size:
            manifest += bytes(left)
            continue
        part, edit = edit[: left - _HEAD.size], edit[left - _HEAD.size :]
        if not edit:
            kind = _LAST if begun else _WHOLE
        manifest += _HEAD.pack(_checksum(bytes([kind]) + part), len(part), kind) + part
        kind, begun = _MIDDLE, True
    return manifest


def _records(manifest: bytes) -> Iterator[bytes]:
    place, whole = 0, b""
    while len(manifest) - place >= _HEAD.size:
        left = _BLOCK - place % _BLOCK
        if left < _HEAD.size:
            place += left
            continue
        checksum, length, kind = _HEAD.unpack_from(manifest, place)
        part = manifest[place + _HEAD.size : place + _HEAD.size + length]
        if kind not in (_WHOLE, _FIRST, _MIDDLE, _LAST) or len(part) < length or _checksum(bytes([kind]) + part) != checksum:
            raise NotUnderstood(f"the record at byte {place}")
        place += _HEAD.size + length
        whole = part if kind in (_WHOLE, _FIRST) else whole + part
        if kind in (_WHOLE, _LAST):
            yield whole


class _Edit:
    """One record, read from its beginning to its end."""

    def __init__(self, record: bytes) -> None:
        self._bytes = record
        self._place = 0

    def carry_out(self, files: dict[tuple[int, int], TableFile]) -> None:
        """Bring the files up to date. Which index an edit is of may be said at its end."""
        index, gone, come = 0, list[int](), list[TableFile]()
        while self._place < len(self._bytes):
            kind = self._number()
            if kind == _OF_INDEX:
                index = self._number()
            elif kind == _DELETED_FILE:
                self._number()
                gone.append(self._number())
            elif kind == _NEW_FILE:
                come.append(self._file())
            elif kind in _NUMBERS:
                self._number()
            elif kind in (_COMPARATOR, _NEW_INDEX) or kind & _IGNORABLE:
                self._text()
            else:
                raise NotUnderstood(f"an edit of the kind {kind}")
        for number in gone:
            del files[index, number]
        for file in come:
            files[index, file.number] = TableFile(index, file.level, file.number, file.size, file.oldest, file.told)

    def _file(self) -> TableFile:
        level, begun = self._number(), self._place
        number, size = self._number(), self._number()
        self._text()  # the first key
        self._text()  # the last one
        oldest, _ = self._number(), self._number()
        while self._number() != _LAST_DETAIL:
            self._text()
        return TableFile(0, level, number, size, oldest, self._bytes[begun : self._place])

    def _number(self) -> int:
        value = shift = 0
        while True:
            byte = self._bytes[self._place]
            self._place += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def _text(self) -> None:
        length = self._number()
        self._place += length
        if self._place > len(self._bytes):
            raise NotUnderstood("a text that goes beyond its edit")


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


@cache
def _castagnoli() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return tuple(table)


def _checksum(data: bytes) -> int:
    table, value = _castagnoli(), 0xFFFFFFFF
    for byte in data:
        value = (value >> 8) ^ table[(value ^ byte) & 0xFF]
    value ^= 0xFFFFFFFF
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF

"""Files of many records cut in pieces, so that all cores read one file, and read piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from legalgraph.errors import SourceError
from legalgraph.sources.files import JSONL, PARQUET, is_jsonl, is_parquet, shown_name
from legalgraph.sources.rows import LINE, ROW, ParquetRows, Raw, lines_of

PIECE = 1 << 20  # bytes, unpacked
_MOST_ROWS = 4096  # rows may be packed to nothing, as when all hold the same words
_MOST_PIECES = 100_000  # a file may say that it has any number of rows
_HEAD = 4096
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """The records of a file behind number `before` up to number `last`, counted from 1.

    `what` is what a record is called, `digest` tells the file from others, `size` is in bytes, unpacked. Of lines, `start` says where
    the bytes begin. `state` is that of the file when it was cut.
    """

    what: str
    digest: str
    before: int
    last: int
    size: int
    start: int = 0
    state: str = ""


def state_of(path: Path) -> str:
    """What tells that a file was written anew: its time and size. Raises OSError."""
    known = path.stat()
    return f"{known.st_mtime_ns}-{known.st_size}"


def cut(path: Path, size: int = PIECE) -> list[Piece]:
    """Cut a file in pieces of about `size` bytes; nothing for a file that is read as a whole, or that will not be read at all."""
    ending = path.suffix.lower()
    if ending not in (*JSONL.endings, *PARQUET.endings):
        return []  # most files: not opened for that
    try:
        state = state_of(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(0)
            if is_jsonl(head, ending):
                found = _of_lines(file, size)
            else:
                found = list(_of_rows(file, shown_name(path), size)) if is_parquet(head, ending) else []
    except (OSError, SourceError):
        return []  # told where it is read
    return [replace(piece, state=state) for piece in found]


def _of_lines(file: BinaryIO, size: int) -> list[Piece]:
    """Pieces of whole lines."""
    digest, marks = sha256(), [(0, 0)]
    while block := file.read(size):
        digest.update(block)
        length, lines, end = len(block), block.count(b"\n"), block
        while not end.endswith(b"\n") and (end := file.readline(_BLOCK)):
            digest.update(end)
            length += len(end)
            lines += end.endswith(b"\n")
        lines += not end  # the last line may lack its end
        marks.append((marks[-1][0] + lines, marks[-1][1] + length))
    return [Piece(LINE, digest.hexdigest(), before, last, end - start, start) for (before, start), (last, end) in pairwise(marks)]


def _of_rows(file: BinaryIO, name: str, size: int) -> Iterator[Piece]:
    """Pieces of as many bytes when unpacked: small row groups together, large ones cut evenly."""
    groups = ParquetRows(file, name).groups
    size = max(size, sum(unpacked for _, unpacked in groups) // _MOST_PIECES)
    most = max(_MOST_ROWS, sum(count for count, _ in groups) // _MOST_PIECES)
    marks, at, weight = [(0, 0)], 0, 0
    for count, unpacked in groups:
        first, held = marks[-1]
        if first < at and (weight + unpacked - held > size or at + count - first > most):
            marks.append((at, weight))
        parts = min(count, max(-(-unpacked // size), -(-count // most)))
        marks += [(at + count * part // parts, weight + unpacked * part // parts) for part in range(1, parts)]
        at, weight = at + count, weight + unpacked
    marks += [(at, weight)] if marks[-1][0] < at else []
    file.seek(0)
    digest = sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    for (before, begun), (last, ended) in pairwise(marks):
        yield Piece(ROW, digest.hexdigest(), before, last, ended - begun)


class Records:
    """The records of pieces. Of Parquet the file stays open, as the next piece is most often one behind in the same file."""

    def __init__(self) -> None:
        self._rows: tuple[Path, str, BinaryIO, ParquetRows] | None = None

    def of(self, path: Path, piece: Piece) -> Iterator[tuple[int, Raw]]:
        """Yield the records of a piece, each with its number in the file. Raises SourceError and OSError."""
        if piece.what == ROW:
            yield from self._open(path, piece.digest).between(piece.before, piece.last)
            return
        with path.open("rb") as file:
            file.seek(piece.start)
            yield from lines_of(file, shown_name(path), piece.before, piece.size)

    def _open(self, path: Path, digest: str) -> ParquetRows:
        if self._rows is None or self._rows[:2] != (path, digest):
            self.close()
            file = path.open("rb")
            try:
                self._rows = path, digest, file, ParquetRows(file, shown_name(path))
            except SourceError:
                file.close()
                raise
        return self._rows[3]

    def close(self) -> None:
        """Close the file that is open."""
        if self._rows is not None:
            self._rows[2].close()
            self._rows = None


def digest_of(path: Path, piece: Piece) -> str:
    """A digest of all that decides what is read from a piece."""
    return sha256(f"{path.suffix.lower()}\0{piece.digest}\0{piece.before}-{piece.last}".encode()).hexdigest()

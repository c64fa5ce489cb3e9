"""The records of JSON lines and of Parquet as they come from their file, and those that cannot be read.

Read are whole files or some of their records, in their order.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any, BinaryIO

from legalgraph.errors import SourceError
from legalgraph.resources import install_line
from legalgraph.sources.subjects import is_subject

Raw = bytes | Mapping[str, Any]
"""A record as it comes from its file: a line, or the values of a row by their columns."""
LINE, ROW = "line", "row"
TEXT_COLUMNS = ("text", "content", "content_html", "html")
_MOST_LINE = 128 * 1024 * 1024
_BUFFER = 1024 * 1024
_ROWS = 16  # unpacked at once
_NAMED = 5
_MOST_FURTHER = 200  # stretches of records without a reason of their own


class Doubts:
    """Records of a file that cannot be read, told together at the end: of the first few why, of all where they are.

    `what` is what a record is called: line or row.
    """

    def __init__(self, name: str, what: str) -> None:
        self._name, self._what = name, what
        self._said: list[str] = []
        self._count = 0
        self._further: list[tuple[int, int]] = []  # from which to which
        self._in_further = 0

    def add(self, number: int, why: str) -> None:
        """Remember a record that cannot be read."""
        self._count += 1
        if len(self._said) < _NAMED:
            self._said.append(f"{self._what} {number}: {why[:200]}")
        elif self._further and self._further[-1][1] == number - 1:
            self._further[-1] = (self._further[-1][0], number)
            self._in_further += 1
        elif len(self._further) < _MOST_FURTHER:
            self._further.append((number, number))
            self._in_further += 1

    def tell(self, total: int) -> None:
        """Raise SourceError if there is something to tell."""
        if not total:
            raise SourceError(f"{self._name}: there is no {self._what} in it")
        if self._count:
            raise SourceError(f"{self._name}: {self._count} of {total} records cannot be read: {'; '.join(self._said)}{self._more()}")

    def _more(self) -> str:
        if not self._further:
            return ""
        told = ", ".join(f"{first} to {last}" if last > first else str(first) for first, last in self._further)
        beyond = self._count - len(self._said) - self._in_further
        return f"; also {self._what}s {told}" + (f" and {beyond} more" if beyond else "")


def lines_of(file: BinaryIO, name: str, before: int = 0, size: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Yield lines that hold something, each with its number, from where the file stands and for `size` bytes; `before` lines went before.

    Raises SourceError for a line of more than 128 MiB.
    """
    number, left = before, size
    while (left is None or left > 0) and (line := file.readline(_MOST_LINE)):
        number += 1
        if len(line) == _MOST_LINE:
            raise SourceError(f"{name}, line {number}: longer than {_MOST_LINE // 2**20} MiB; each line is one document")
        left = None if left is None else left - len(line)
        if line := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield number, line


def parsed(raw: Raw) -> Mapping[str, Any]:
    """A line as a record; a row is one. Raises SourceError."""
    if not isinstance(raw, bytes):
        return raw
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise SourceError("not an object; each line is one document with id and text")
    return record


class ParquetRows:
    """The rows of a Parquet file, unpacked a few at a time, however large its row groups are.

    Ranges asked for in their order cost no row twice: what lies between is passed over. Raises SourceError.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        try:
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError as error:
            raise SourceError(f"{name}: Parquet needs the library pyarrow: {install_line('parquet')}") from error
        self._broken = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError, NotImplementedError)
        self._name = name
        try:
            # Else the library reads the packed bytes of a whole row group before the first row.
            self._table = parquet.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
            self._columns = _columns(self._table, name)
        except self._broken as error:
            raise SourceError(f"{name}: broken or cut off ({_short(error)}); fetch it again") from error
        groups = [self._table.metadata.row_group(index) for index in range(self._table.num_row_groups)]
        self.groups = [(group.num_rows, group.total_byte_size) for group in groups]
        self._starts = list(accumulate((rows for rows, _ in self.groups), initial=0))
        self._group, self._first = -1, 0
        self._batches: Iterator[Any] = iter(())
        self._batch: Any = ()  # rows of the group, from `_first` on

    def between(self, before: int = 0, last: int | None = None) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the rows behind number `before` up to number `last`, counted from 1, each with its number."""
        last = self._starts[-1] if last is None else last
        number = before
        if number < last:
            self._seek(number)
        while number < last:
            while number >= self._first + len(self._batch):
                self._next()
            at = number - self._first
            for row in self._unpacked(at, last - number):
                number += 1
                yield number, row

    def _seek(self, before: int) -> None:
        """Go to the row group of a row, unless it is ahead in the one that is being read."""
        group = bisect_right(self._starts, before) - 1
        if before < self._first or group != self._group:
            self._open(group)

    def _open(self, group: int) -> None:
        self._group, self._batch, self._first = group, (), self._starts[group]
        try:
            self._batches = self._table.iter_batches(_ROWS, row_groups=[group], columns=self._columns, use_threads=False)
        except self._broken as error:
            raise self._failed(self._first, error) from error

    def _next(self) -> None:
        stop = self._first + len(self._batch)
        if stop == self._starts[self._group + 1]:
            self._open(bisect_right(self._starts, stop) - 1)
        try:
            batch = next(self._batches, None)
        except self._broken as error:
            raise self._failed(stop, error) from error
        if batch is None:
            raise self._failed(stop, "fewer rows than it says")
        self._batch, self._first = batch, stop

    def _unpacked(self, at: int, most: int) -> list[Mapping[str, Any]]:
        try:
            rows: list[Mapping[str, Any]] = self._batch.slice(at, most).to_pylist()
        except self._broken as error:
            raise self._failed(self._first + at, error) from error
        return rows

    def _failed(self, behind: int, error: Exception | str) -> SourceError:
        self._group = -1  # whoever asks again begins anew
        return SourceError(f"{self._name}, behind row {behind}: broken ({_short(error)}); fetch it again")


def _columns(table: Any, name: str) -> list[str]:
    """The columns to read: one value a row. Raises SourceError when none is a text or the file is broken."""
    from pyarrow import types

    schema, about = table.schema_arrow, table.metadata
    groups = [about.row_group(index) for index in range(about.num_row_groups)]
    # The library believes counts, and a negative one ends the process; so does asking for columns that are broken.
    rows = [group.num_rows for group in groups]
    if min(rows, default=0) < 0 or sum(rows) != about.num_rows or any(group.total_byte_size < 0 for group in groups):
        raise SourceError(f"{name}: broken or cut off (its counts of rows do not agree); fetch it again")
    if not set(TEXT_COLUMNS) & set(schema.names):
        raise SourceError(f"{name}: no text; one column must be called {', '.join(TEXT_COLUMNS)}")
    plain = (f.name for f in schema if not types.is_binary(f.type) and (not types.is_nested(f.type) or _lists_subjects(f)))
    return list(plain)


def _lists_subjects(field: Any) -> bool:
    from pyarrow import types

    return is_subject(field.name) and types.is_list(field.type) and types.is_string(field.type.value_type)


def _short(error: Exception | str) -> str:
    return " ".join(str(error).split())[:200]

"""Tables of documents: JSON lines and Parquet with columns id, number, title and text.

The text is the first of `text`, `content`, `content_html` and `html` that has words. All other columns with one value go
along as what was given beside the text. A record that cannot be read stops nothing: those are named at the end.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, BinaryIO

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.html import read_html
from legalgraph.sources.legacy import shown
from legalgraph.sources.lines import MOST_CHARACTERS, clean
from legalgraph.sources.subjects import is_subject

TEXT_COLUMNS = ("text", "content", "content_html", "html")
_MOST_LINE = 128 * 1024 * 1024
_MOST_ROW_GROUP = 2 * 1024 * 1024 * 1024
_MOST_VALUE = 4000  # what is longer is another text, not a value
_MOST_SUBJECTS = 20
_NAMED = 5
# A text that begins with a tag, or has some soon.
_IS_HTML = re.compile(r"\s*<[!a-z][a-z0-9]*[\s>]|.{0,2000}(?:</(?:p|div|td|table)>|<br ?/?>)", re.IGNORECASE | re.DOTALL)


class _Doubts:
    """Records that cannot be read, told together at the end."""

    def __init__(self, name: str, what: str) -> None:
        self._name, self._what = name, what
        self._said: list[str] = []
        self._count = 0

    def add(self, number: int, error: Exception) -> None:
        """Remember a record that cannot be read."""
        self._count += 1
        if len(self._said) < _NAMED:
            self._said.append(f"{self._what} {number}: {str(error)[:200]}")

    def tell(self, total: int) -> None:
        """Raise SourceError if there is something to tell."""
        if not total:
            raise SourceError(f"{self._name}: there is no {self._what} in it")
        if self._count:
            more = " …" if self._count > len(self._said) else ""
            raise SourceError(f"{self._name}: {self._count} of {total} records cannot be read: {'; '.join(self._said)}{more}")


def read_jsonl(file: BinaryIO, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of JSON lines, one an object a line. Raises SourceError at the end for lines that are none."""
    doubts, total, number = _Doubts(name, "line"), 0, 0
    while line := file.readline(_MOST_LINE):
        number += 1
        if len(line) == _MOST_LINE:
            raise SourceError(f"{name}, line {number}: longer than {_MOST_LINE // 2**20} MiB; each line is one document")
        line = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not line:
            continue
        total += 1
        try:
            yield document_of(_object(line), name, number)
        except SourceError as error:
            doubts.add(number, error)
    doubts.tell(total)


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise SourceError("not an object; each line is one document with id and text")
    return record


def read_parquet(file: BinaryIO, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of a Parquet file, one a row. Raises SourceError; it needs the library pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise SourceError(f"{name}: Parquet needs the library pyarrow: pip install 'legalgraph[parquet]'") from error
    doubts, number = _Doubts(name, "row"), 0
    broken = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError, NotImplementedError)
    try:
        table = parquet.ParquetFile(file)
        columns = _columns(table, name)
        batches = table.iter_batches(batch_size=16, columns=columns)
        rows = (row for batch in batches for row in batch.to_pylist())
    except broken as error:
        raise SourceError(f"{name}: broken or cut off ({_short(error)}); fetch it again") from error
    while True:
        try:
            row = next(rows, None)
        except broken as error:
            raise SourceError(f"{name}, behind row {number}: broken ({_short(error)}); fetch it again") from error
        if row is None:
            break
        number += 1
        try:
            yield document_of(row, name, number)
        except SourceError as error:
            doubts.add(number, error)
    doubts.tell(number)


def _columns(table: Any, name: str) -> list[str]:
    """The columns to read: one value a row. Raises SourceError when none is a text, or a piece is too large to unpack."""
    from pyarrow import types

    schema, about = table.schema_arrow, table.metadata
    groups = [about.row_group(index) for index in range(about.num_row_groups)]
    # The library believes counts, and a negative one ends the process; so does asking for columns that are broken.
    rows = [group.num_rows for group in groups]
    if min(rows, default=0) < 0 or sum(rows) != about.num_rows or any(group.total_byte_size < 0 for group in groups):
        raise SourceError(f"{name}: broken or cut off (its counts of rows do not agree); fetch it again")
    for index, group in enumerate(groups):
        if group.total_byte_size > _MOST_ROW_GROUP:
            raise SourceError(f"{name}: row group {index} unpacks to more than {_MOST_ROW_GROUP // 2**30} GiB; write smaller row groups")
    if not set(TEXT_COLUMNS) & set(schema.names):
        raise SourceError(f"{name}: no text; one column must be called {', '.join(TEXT_COLUMNS)}")
    plain = (f.name for f in schema if not types.is_binary(f.type) and (not types.is_nested(f.type) or _lists_subjects(f)))
    return list(plain)


def _lists_subjects(field: Any) -> bool:
    from pyarrow import types

    return is_subject(field.name) and types.is_list(field.type) and types.is_string(field.type.value_type)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def document_of(record: Mapping[str, Any], name: str, number: int) -> SourceDocument:
    """One record of a file as a document; `number` counts records from 1. Raises SourceError when it has no text."""
    column = next((key for key in TEXT_COLUMNS if isinstance(record.get(key), str) and record[key].strip()), None)
    if column is None:
        raise SourceError(f"no text; one column must be called {', '.join(TEXT_COLUMNS)}")
    given = tuple((clean(key), said) for key, value in record.items() if key not in TEXT_COLUMNS and (said := _said(key, value)))
    words: str = record[column]
    if len(words) > MOST_CHARACTERS:
        raise SourceError(f"more than {MOST_CHARACTERS // 2**20} million characters of text")
    own = next((said for key, said in given if key == "id"), str(number))
    origin = Origin(line=number)
    digest = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    if column in ("content_html", "html") or _IS_HTML.match(words):
        page = next(iter(read_html(words.encode("utf-8", "replace"), name)))
        known = dict(given)
        beside = tuple((key, value) for key, value in page.given if key not in known)
        return replace(page, name=f"{name}#{own}", given=(*given, *beside), digest=digest, origins=((0, origin),))
    text, told = shown(clean(words))
    if not text.strip():
        raise SourceError("no text")
    return SourceDocument(f"{name}#{own}", text, "text/plain", digest, ((0, origin),), given, diagnostics=told)


def _said(key: str, value: object) -> str:
    if isinstance(value, list) and is_subject(key):
        return "; ".join(filter(None, map(_scalar, value[:_MOST_SUBJECTS])))
    return _scalar(value)


def _scalar(value: object) -> str:
    """A value as a string; nothing for lists, objects and what is not there."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        # Whole numbers with gaps in their column come as 3.0.
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else str(value) if math.isfinite(value) else ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str) and len(value) <= _MOST_VALUE:
        return clean(value).strip()
    return ""

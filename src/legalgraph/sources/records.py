"""Tables of documents: JSON lines and Parquet with id, number, title and text columns.

The text is `text`, `content` or `content_html`; every other scalar column goes along as what was given beside the text.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.html import read_html
from legalgraph.sources.lines import Lines

_PLAIN = ("text", "content", "noi_dung")
_HTML = ("content_html", "html")


def read_jsonl(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of JSON lines, one an object a line. Raises SourceError naming the line."""
    found = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{name}, line {number}: not JSON: {error}") from error
        if not isinstance(record, dict):
            raise SourceError(f"{name}, line {number}: not an object; each line is one document with id and text")
        yield _document(record, f"{name}, line {number}", name, Origin(line=number))
        found += 1
    if not found:
        raise SourceError(f"{name}: no line in it")


def read_parquet(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of a Parquet file, one a row. Raises SourceError; it needs the library pyarrow."""
    try:
        import pyarrow as arrow
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise SourceError(f"{name}: Parquet needs the library pyarrow; install it with: pip install 'legalgraph[parquet]'") from error
    try:
        file = ParquetFile(arrow.BufferReader(data))
        number = 0
        for batch in file.iter_batches(batch_size=64):
            for record in batch.to_pylist():
                number += 1
                yield _document(record, f"{name}, row {number}", name, Origin(line=number, part="row"))
    except SourceError:
        raise
    except (arrow.ArrowException, OSError, ValueError, KeyError) as error:
        raise SourceError(f"{name}: not a Parquet file that can be read: {str(error)[:200]}") from error


def _document(record: Mapping[str, Any], place: str, name: str, origin: Origin) -> SourceDocument:
    given = tuple((key, str(value)) for key, value in record.items() if _is_scalar(value) and key not in (*_PLAIN, *_HTML))
    column = next((key for key in (*_PLAIN, *_HTML) if isinstance(record.get(key), str) and record[key].strip()), None)
    if column is None:
        raise SourceError(f"{place}: no text; a document needs a column text, content or content_html")
    words = record[column]
    digest = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    if column in _HTML or words.lstrip()[:1] == "<":
        read = next(read_html(words.encode("utf-8", "replace"), place))
        return replace(read, name=name, given=given, digest=digest)
    lines = Lines(place)
    for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines.add(line, origin)
    return replace(lines.document(b"", "text/plain", given), name=name, digest=digest)


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float | bool) and value != ""

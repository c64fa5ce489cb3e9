"""Tables of documents: JSON lines and Parquet with columns id, number, title and text.

The text is the first of `text`, `content`, `content_html` and `html` that has words. All other columns with one value go
along as what was given beside the text. A record that cannot be read stops nothing: those are named at the end.
"""

import math
import re
import reprlib
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
from legalgraph.sources.lines import MOST_CHARACTERS, NoText, clean
from legalgraph.sources.rows import LINE, ROW, TEXT_COLUMNS, Doubts, ParquetRows, Raw, lines_of, parsed
from legalgraph.sources.subjects import is_subject

_MOST_VALUE = 4000  # what is longer is another text, not a value
_MOST_SUBJECTS = 20
_REMEDY = "fill it in, or leave the record out"
_MOST_NAME = 60  # characters, in messages
# A text that begins with a tag, or has some soon.
_IS_HTML = re.compile(r"\s*<[!a-z][a-z0-9]*[\s>]|.{0,2000}(?:</(?:p|div|td|table)>|<br ?/?>)", re.IGNORECASE | re.DOTALL)


def read_jsonl(file: BinaryIO, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of JSON lines, one an object a line. Raises SourceError at the end for lines that are none."""
    return _documents(lines_of(file, name), Doubts(name, LINE), name)


def read_parquet(file: BinaryIO, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of a Parquet file, one a row. Raises SourceError; it needs the library pyarrow."""
    return _documents(ParquetRows(file, name).between(), Doubts(name, ROW), name)


def _documents(records: Iterator[tuple[int, Raw]], doubts: Doubts, name: str) -> Iterator[SourceDocument]:
    total = 0
    for number, raw in records:
        total += 1
        try:
            yield document_of(parsed(raw), name, number)
        except SourceError as error:
            doubts.add(number, str(error))
    doubts.tell(total)


def document_of(record: Mapping[str, Any], name: str, number: int) -> SourceDocument:
    """One record of a file as a document; `number` counts records from 1.

    Raises SourceError, which begins with the name of the document in its file, when it has no text or too much.
    """
    values = [(clean(key), value, _said(key, value)) for key, value in record.items() if key not in TEXT_COLUMNS]
    given = tuple((key, said) for key, _, said in values if said)
    own = next((said for key, said in given if key == "id"), f"0.{number - 1}")  # as `ingest` and `forget` call it
    try:
        column = _text_column(record)
        page = _page(record[column], column, name)
    except SourceError as error:
        raise SourceError(f"#{own[:_MOST_NAME]}: {str(error).removeprefix(f'{name}: ')}") from error
    dropped = tuple((key, reprlib.repr(value)) for key, value, said in values if not (said or _is_empty(value)))
    digest = sha256(record[column].encode("utf-8", "surrogatepass")).hexdigest()
    known = dict(given)
    beside = tuple((key, value) for key, value in page.given if key not in known)
    return replace(page, name=f"{name}#{own}", given=(*given, *beside), digest=digest, origins=((0, Origin(line=number)),), dropped=dropped)


def _text_column(record: Mapping[str, Any]) -> str:
    """The first column of texts that has words. Raises NoText."""
    for column in TEXT_COLUMNS:
        if isinstance(record.get(column), str) and record[column].strip():
            return column
    there = [column for column in TEXT_COLUMNS if column in record]
    if there:
        raise NoText(f"no text in column {' or '.join(there)}; {_REMEDY}")
    raise NoText(f"no text; one column must be called {', '.join(TEXT_COLUMNS)}")


def _page(words: str, column: str, name: str) -> SourceDocument:
    """The text of a record. Raises SourceError, and NoText when nothing of it can be read."""
    if len(words) > MOST_CHARACTERS:
        raise SourceError(f"more than {MOST_CHARACTERS // 2**20} million characters of text")
    if column in ("content_html", "html") or _IS_HTML.match(words):
        try:
            return next(iter(read_html(words.encode("utf-8", "replace"), name)))
        except NoText as error:
            raise NoText(f"no text between the tags of column {column}; {_REMEDY}") from error
    text, told = shown(clean(words))
    if not text.strip():
        raise NoText(f"no text in column {column}; {_REMEDY}")
    return SourceDocument(name, text, "text/plain", "", (), diagnostics=told)


def _is_empty(value: object) -> bool:
    """Whether there is no value: nothing, no words, nothing in a list, or a float for a gap in a column of numbers."""
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip()) or value != value  # noqa: PLR0124


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

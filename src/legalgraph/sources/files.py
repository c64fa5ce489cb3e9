"""Files ▶ documents: what a file is, by its first bytes, and the reader for it.

Every reader takes bytes and a name and yields documents; whatever the bytes are, it raises SourceError and nothing else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from legalgraph.errors import SourceError
from legalgraph.model.folding import nfc
from legalgraph.model.reading import SourceDocument

MOST_BYTES = 256 * 1024 * 1024
_MIB = 1024 * 1024
Reader = Callable[[bytes, str], Iterator[SourceDocument]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is called, the endings of its files, and the module and function that read it."""

    name: str
    endings: tuple[str, ...]
    module: str
    function: str

    def reader(self) -> Reader:
        """The function that reads it; its library is loaded only now."""
        from importlib import import_module

        reader: Reader = getattr(import_module(f"legalgraph.sources.{self.module}"), self.function)
        return reader


_FORMATS = (
    Format("plain text", (".txt", ".md"), "plain", "read_plain"),
    Format("HTML", (".html", ".htm", ".xhtml", ".mhtml"), "html", "read_html"),
    Format("Word", (".docx",), "docx", "read_docx"),
    Format("old Word", (".doc", ".rtf"), "doc", "read_doc"),
    Format("PDF", (".pdf",), "pdf", "read_pdf"),
    Format("JSON lines", (".jsonl", ".ndjson"), "records", "read_jsonl"),
    Format("Parquet", (".parquet",), "records", "read_parquet"),
    Format("zip", (".zip",), "archive", "read_zip"),
)
ENDINGS = tuple(ending for form in _FORMATS for ending in form.endings)
# Files that hold many documents.
MANY = (".jsonl", ".ndjson", ".parquet", ".zip")


def formats() -> dict[str, Format]:
    """All formats by name."""
    return {form.name: form for form in _FORMATS}


def is_readable(path: Path) -> bool:
    """True for a file whose ending is that of a format."""
    return path.suffix.lower() in ENDINGS


def read_file(path: Path) -> Iterator[SourceDocument]:
    """Yield the documents of a file. Raises SourceError naming the file, what is wrong and what to do."""
    name = shown_name(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise SourceError(f"{path}: {size // _MIB} MiB are more than the {MOST_BYTES // _MIB} MiB that are read; split it")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        yield from read_bytes(data, name)
    except SourceError as error:
        raise SourceError(_with_path(str(error), name, path)) from error


def _with_path(message: str, name: str, path: Path) -> str:
    return message.replace(name, str(path), 1) if message.startswith(name) else f"{path}: {message}"


def shown_name(path: Path) -> str:
    """The name of a file as it can be stored: NFC, and what is not UTF-8 as question marks."""
    return nfc(path.name.encode("utf-8", "replace").decode())


def read_bytes(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of a file's bytes. Raises SourceError."""
    if not data.strip(b"\0 \t\r\n"):
        raise SourceError(f"{name}: the file is empty")
    form = format_of(data, Path(name).suffix.lower())
    if form is None:
        raise SourceError(f"{name}: not a format that is read ({', '.join(f.name for f in _FORMATS)}); convert it to one of them")
    try:
        yield from form.reader()(data, name)
    except SourceError:
        raise
    except (MemoryError, RecursionError) as error:
        raise SourceError(f"{name}: too large or too deeply nested to be read as {form.name}") from error


def format_of(data: bytes, ending: str) -> Format | None:
    """The format of bytes: by what they begin with, else by the ending of the name; None when neither tells."""
    known = formats()
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return known["PDF"]
    if data.startswith(b"PAR1"):
        return known["Parquet"]
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or data.startswith(b"{\\rtf"):
        return known["old Word"]
    if data.startswith(b"PK\x03\x04"):
        return known["Word"] if b"word/" in data and ending != ".zip" else known["zip"]
    lowered = start[:512].lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")) or b"<html" in data[:4096].lower():
        return known["HTML"]
    by_ending = next((form for form in _FORMATS if ending in form.endings), None)
    if by_ending and by_ending.name in ("plain text", "HTML", "JSON lines"):
        return by_ending
    return None if by_ending is None and ending else known["plain text"] if not ending else _wrongly_named(data)


def _wrongly_named(data: bytes) -> Format | None:
    """A file named as a format it is not: text is read as text, all else is refused."""
    try:
        data[:4096].decode("utf-8")
    except UnicodeDecodeError:
        return None
    return formats()["plain text"] if b"\0" not in data[:4096] else None

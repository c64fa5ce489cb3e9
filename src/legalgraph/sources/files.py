"""Files ▶ documents: what a file is, by its first bytes, and the reader for it.

Every reader takes bytes and a name and yields documents; whatever the bytes are, it raises SourceError and nothing else.
"""

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any, BinaryIO, TypeVar

from legalgraph.errors import SourceError
from legalgraph.model.folding import nfc
from legalgraph.model.reading import SourceDocument
from legalgraph.sources.unpacking import open_zip, unpack

T = TypeVar("T")
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is called, the endings of its files, the module and function that read it, and how large it may be.

    A reader takes the bytes of a file; one that `streams` takes the open file, however large.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    function: str
    most_bytes: int = 128 * _MIB
    streams: bool = False

    def reader(self) -> Callable[[Any, str], Iterator[SourceDocument]]:
        """The function that reads it; its library is loaded only now."""
        from importlib import import_module

        reader: Callable[[Any, str], Iterator[SourceDocument]]
        reader = getattr(import_module(f"legalgraph.sources.{self.module}"), self.function)
        return reader


TEXT = Format("plain text", (".txt",), "plain", "read_plain", 32 * _MIB)
MARKDOWN = Format("Markdown", (".md",), "plain", "read_markdown", 32 * _MIB)
HTML = Format("HTML", (".html", ".htm", ".xhtml"), "html", "read_html", 32 * _MIB)
MHTML = Format("web archive", (".mhtml", ".mht"), "mhtml", "read_mhtml")
DOCX = Format("Word", (".docx", ".docm"), "docx", "read_docx")
DOC = Format("old Word", (".doc", ".rtf", ".odt"), "doc", "read_doc")
PDF = Format("PDF", (".pdf",), "pdf", "read_pdf", 512 * _MIB)
JSONL = Format("JSON lines", (".jsonl", ".ndjson"), "records", "read_jsonl", streams=True)
PARQUET = Format("Parquet", (".parquet",), "records", "read_parquet", streams=True)
ZIP = Format("zip", (".zip",), "archive", "read_zip", 1024 * _MIB)
FORMATS = (TEXT, MARKDOWN, HTML, MHTML, DOCX, DOC, PDF, JSONL, PARQUET, ZIP)
ENDINGS = tuple(ending for form in FORMATS for ending in form.endings)
# Files that hold many documents.
MANY = (*JSONL.endings, *PARQUET.endings, *ZIP.endings)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_UNREAD = {
    b"Rar!": "a RAR archive; unpack it",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it",
    b"\x1f\x8b": "packed with gzip; unpack it",
    b"\x89PNG": "a picture; recognise its words, with ocrmypdf or the like",
    b"\xff\xd8\xff": "a picture; recognise its words, with ocrmypdf or the like",
    b"II*\0": "a picture; recognise its words, with ocrmypdf or the like",
    b"MM\0*": "a picture; recognise its words, with ocrmypdf or the like",
    b"GIF8": "a picture; recognise its words, with ocrmypdf or the like",
}
_HEAD = 4096


def is_readable(path: PurePath) -> bool:
    """True for a file whose ending is that of a format."""
    return path.suffix.lower() in ENDINGS


def read_file(path: Path) -> Iterator[SourceDocument]:
    """Yield the documents of a file. Raises SourceError naming the file, what is wrong and what to do."""
    return naming(path, _of_file(path))


def _of_file(path: Path) -> Iterator[SourceDocument]:
    with path.open("rb") as file:
        yield from _read(file, path.stat().st_size, shown_name(path))


def naming(path: Path, read: Iterator[T]) -> Iterator[T]:
    """Yield what is read from a file. Raises SourceError that names the file by its whole path."""
    name = shown_name(path)
    try:
        yield from read
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    except SourceError as error:
        told = str(error)
        raise SourceError(told.replace(name, str(path), 1) if told.startswith(name) else f"{path}: {told}") from error


def shown_name(path: Path) -> str:
    """The name of a file as it can be stored: NFC, and what is not UTF-8 as question marks."""
    return nfc(path.name.encode("utf-8", "replace").decode())


def read_bytes(data: bytes, name: str, *, unpacked: bool = False) -> Iterator[SourceDocument]:
    """Yield the documents of a file's bytes. Raises SourceError; also for an archive that was `unpacked` from one."""
    yield from _read(BytesIO(data), len(data), name, unpacked=unpacked)


def _read(file: BinaryIO, size: int, name: str, *, unpacked: bool = False) -> Iterator[SourceDocument]:
    head = file.read(_HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf") and size <= _HEAD:
        raise SourceError(f"{name}: the file is empty; fetch it again or leave it out")
    ending = PurePath(name).suffix.lower()
    form = JSONL if is_jsonl(head, ending) else _format_of(head, ending, name)
    file.seek(0)
    if form.streams:
        yield from _guarded(form, file, name)
        return
    _refuse_giants(form, size, name)
    data = file.read(form.most_bytes + 1)
    form = _office(data, form, name)
    _refuse_giants(form, len(data), name)
    if unpacked and form is ZIP:
        raise SourceError(f"{name}: an archive in an archive; unpack it")
    yield from _guarded(form, data, name)


def _guarded(form: Format, source: bytes | BinaryIO, name: str) -> Iterator[SourceDocument]:
    try:
        yield from form.reader()(source, name)
    except (MemoryError, RecursionError) as error:
        raise SourceError(f"{name}: too large or too deeply nested to be read as {form.name}; split it") from error


def _refuse_giants(form: Format, size: int, name: str) -> None:
    if size > form.most_bytes:
        raise SourceError(f"{name}: {size // _MIB} MiB are more than the {form.most_bytes // _MIB} MiB of {form.name} read; split it")


def _format_of(head: bytes, ending: str, name: str) -> Format:
    """The format of a file by what it begins with, else by its ending; all office files are `DOCX` or `DOC` as yet."""
    for start, what in _UNREAD.items():
        if head.startswith(start):
            raise SourceError(f"{name}: {what}")
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith((_OLE, b"{\\rtf")):
        return DOC
    if head.startswith(_ZIP):
        return ZIP
    lowered = head.lower().lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\0", b"")
    if b"multipart/related" in lowered and (lowered.startswith((b"mime-version:", b"from:", b"content-type:"))):
        return MHTML
    if b'progid="word.document"' in lowered:
        return DOC
    if lowered.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")) or b"<html" in lowered:
        return HTML
    for form in (JSONL, HTML, MARKDOWN, TEXT):
        if ending in form.endings:
            return JSONL if form is TEXT and lowered.startswith(b'{"') else form
    return _wrongly_named(head, ending, name)


def is_jsonl(head: bytes, ending: str) -> bool:
    """True for a file of JSON lines by its name and what it begins with: pages in its first record do not make it a page."""
    return ending in JSONL.endings and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def is_parquet(head: bytes, ending: str) -> bool:
    """True for a Parquet file by its name and what it begins with."""
    return ending in PARQUET.endings and head.startswith(b"PAR1")


def _wrongly_named(head: bytes, ending: str, name: str) -> Format:
    """A file that is not what its ending says: text is read as text, all else is refused."""
    decoder = getincrementaldecoder("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")()
    try:
        decoder.decode(head, final=len(head) < _HEAD)
    except UnicodeDecodeError as error:
        meant = next((form.name for form in FORMATS if ending in form.endings), None)
        known = ", ".join(form.name for form in FORMATS)
        said = f"not {meant}, as its ending says, but broken or something else" if meant else f"of no kind that is read ({known})"
        raise SourceError(f"{name}: {said}; fetch it again or convert it") from error
    return TEXT


def _office(data: bytes, form: Format, name: str) -> Format:
    """Which kind of office file it is. Raises SourceError for tables, slides and what is locked with a password."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SourceError(f"{name}: locked with a password; save it without")
        if "WordDocument".encode("utf-16-le") not in data:
            raise SourceError(f"{name}: an old office file that is no text (Excel, PowerPoint, Outlook); save it as .docx or PDF")
    if form is not ZIP:
        return form
    with open_zip(data, name) as archive:
        names = {entry.filename: entry for entry in archive.infolist()}
        mime = names.get("mimetype")
        kind = unpack(archive, mime, name)[:80] if mime is not None and mime.file_size < 200 else b""
    if "word/document.xml" in names:
        return DOCX
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return DOC
    if "[Content_Types].xml" in names or kind:
        raise SourceError(f"{name}: an office file or a book, and no text that is read; save it as .docx or PDF")
    return ZIP

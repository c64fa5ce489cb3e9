"""Plain text files, Markdown among them: UTF-8, or UTF-16 with its mark; kept in NFC, a line of the file a line of the text."""

import re
from collections.abc import Iterator
from hashlib import sha256

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.legacy import is_legacy, shown
from legalgraph.sources.lines import clean

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_plain(data: bytes, name: str, media_type: str = "text/plain") -> Iterator[SourceDocument]:
    """Read one text. Raises SourceError when it is empty or no text."""
    text, told = shown(clean(decode(data, name)))
    if not text.strip():
        raise SourceError(f"{name}: there is no text in it; fetch it again or leave it out")
    yield SourceDocument(name, text, media_type, sha256(data).hexdigest(), tuple(_origins(text)), diagnostics=told)


def read_markdown(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Read one text with marks of Markdown, which the reading takes out. Raises SourceError when it is empty or no text."""
    return read_plain(data, name, "text/markdown")


def decode(data: bytes, name: str) -> str:
    """The words of a text file. Raises SourceError with the place where it is none."""
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        old = data.decode("latin-1")
        if is_legacy(old) and not _CONTROL.search(old):  # TCVN3, a byte a letter
            return old
        raise SourceError(f"{name}, byte {error.start}: not {encoding.removesuffix('-sig').upper()} text; save it as UTF-8") from error
    if "\0" in text:
        raise SourceError(f"{name}, character {text.index(chr(0))}: a NUL character, so this is not a text file; save it as text in UTF-8")
    return text


def _origins(text: str) -> Iterator[tuple[int, Origin]]:
    pages = "\f" in text
    page, place = 1, 0
    for number, line in enumerate(text.split("\n"), 1):
        page += line.count("\f") if pages else 0
        yield place, Origin(page=page if pages else None, line=number)
        place += len(line) + 1

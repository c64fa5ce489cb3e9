"""Plain text files: UTF-8, kept in NFC."""

from hashlib import sha256
from pathlib import Path

from legalgraph.errors import SourceError
from legalgraph.model.document import SourceText
from legalgraph.model.folding import nfc

ENDINGS = (".txt", ".md")
# A statute of a thousand articles is about 2 MB; more is not one document.
_MOST_BYTES = 32 * 1024 * 1024


def read_text(path: Path) -> SourceText:
    """Read one text file. Raises SourceError when it is missing, too large or not UTF-8 text."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise SourceError(f"{path}: {size // 2**20} MiB are more than the {_MOST_BYTES // 2**20} MiB read; split it")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        text = nfc(data.decode("utf-8-sig")).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}, byte {error.start}: not UTF-8 text; save it as UTF-8") from error
    if "\0" in text:
        raise SourceError(f"{path}, character {text.index(chr(0))}: a NUL character; this is not a text file")
    # A name that is not UTF-8 cannot be stored as it is.
    name = nfc(path.name.encode("utf-8", "replace").decode())
    return SourceText(sha256(text.encode()).hexdigest()[:16], name, text)

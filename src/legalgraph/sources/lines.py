"""Lines of a document on their way into one text, each with the place in the file it came from."""

import re
from hashlib import sha256

from legalgraph.errors import SourceError
from legalgraph.model.folding import nfc
from legalgraph.model.reading import Diagnostic, Origin, SourceDocument
from legalgraph.sources.legacy import shown

# More is no legal document: the longest decree with its forms has about two million characters.
MOST_CHARACTERS = 64 * 1024 * 1024
# All that is no text: controls but for new line, tab and page break, surrogates, and what Unicode will never give a meaning.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_LINE_ENDS = {ord(end): "\n" for end in "\r\v\u0085\u2028\u2029"}

_RULE = re.compile(r"[\s_=\u2014\u2013-]{3,}")


def clean(text: str) -> str:
    r"""Return NFC text with plain line ends and without control characters; a form feed stays, as the mark of a page.

    >>> clean("Mục\r\n1\x07")
    'Mục\n1'
    """
    plain = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    return nfc(_NO_TEXT.sub("", plain))


class NoText(SourceError):
    """A file without any text."""


class Lines:
    """Collects lines and footnotes. Raises SourceError when the text grows beyond what one document can be."""

    def __init__(self, name: str, *, printed: bool = False) -> None:
        """With `printed`, lines that only draw a rule (under a header, above a footnote) come in as blank ones."""
        self._name, self._printed = name, printed
        self._lines: list[str] = []
        self._origins: list[tuple[int, Origin]] = []
        self._length = 0
        self._notes: list[tuple[str, str, Origin]] = []
        self._calls: list[tuple[int, str]] = []
        self.diagnostics: list[Diagnostic] = []

    @property
    def length(self) -> int:
        """How many characters there are so far; the next line begins here."""
        return self._length

    def add(self, line: str, origin: Origin, calls: tuple[tuple[int, str], ...] = ()) -> None:
        """Add one line; `calls` are (offset in the line, label) of the marks of footnotes taken out of it."""
        words = clean(line).rstrip()
        if self._printed and _RULE.fullmatch(words):
            words = ""
        self._origins.append((self._length, origin))
        self._calls += ((self._length + min(at, len(words)), label) for at, label in calls)
        self._lines.append(words)
        self._length += len(words) + 1
        if self._length > MOST_CHARACTERS:
            raise SourceError(f"{self._name}: more than {MOST_CHARACTERS // 2**20} million characters of text; split it")

    def note(self, label: str, words: str, origin: Origin) -> None:
        """Add a footnote, which goes behind the text."""
        self._notes.append((label, " ".join(clean(words).split()), origin))

    def document(self, data: bytes, media_type: str, given: tuple[tuple[str, str], ...] = ()) -> SourceDocument:
        """Return what was collected. Raises NoText when there is no text at all."""
        if not any(line.strip() for line in self._lines):
            raise NoText(f"{self._name}: there is no text in it; if it shows any, recognise it with ocrmypdf or the like")
        notes_start = self._length if self._notes else None
        for label, words, origin in self._notes:
            self.add(f"[{label}] {words}", origin)
        text, told = shown("\n".join(self._lines) + "\n")
        return SourceDocument(
            name=self._name,
            text=text,
            media_type=media_type,
            digest=sha256(data).hexdigest(),
            origins=tuple(self._origins),
            given=given,
            notes_start=notes_start,
            note_calls=tuple(self._calls),
            diagnostics=(*self.diagnostics, *told),
        )

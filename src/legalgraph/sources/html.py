"""HTML pages, saved portal pages too: the legal text inside the page's furniture, a paragraph a line."""

import codecs
import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from legalgraph.errors import SourceError
from legalgraph.model.reading import Diagnostic, Origin, SourceDocument
from legalgraph.sources.lines import Lines, clean
from legalgraph.sources.page import attributes, choose, steps
from legalgraph.sources.paragraphs import Cell, Paragraph, raised, squeezed, table_paragraphs, without_marks, write

MEDIA_TYPE = "text/html"
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
_NO_TEXT = frozenset(
    {"applet", "audio", "button", "canvas", "datalist", "embed", "frameset", "head", "iframe", "input", "map", "noframes", "noscript",
     "object", "script", "select", "style", "svg", "template", "textarea", "title", "video"}
)  # fmt: skip
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
# What pages in Vietnamese are written in, and nothing that Python also calls a codec.
_CHARSETS = frozenset(("utf-8", "cp1258", "cp1252", "iso8859-1", "utf-16", "utf-16-le", "utf-16-be", "ascii"))
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A page with a broken letter now and then is read; one in another encoding would be broken all over.
_MOST_BROKEN = 0.005
_NOTE_CALL = re.compile(r"#_?(?:ftn|edn|fn|footnote|endnote)[-_:]?([0-9]{1,4}|[ivx]{1,6})$", re.IGNORECASE)
_NOTE_BACK = re.compile(r"#_?(?:ftnref|ednref|fnref|footnote-?ref|endnote-?ref)[-_:]?([0-9]{1,4}|[ivx]{1,6})$", re.IGNORECASE)


def read_html(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Read a page. Raises SourceError when there is no text in it or it cannot be parsed."""
    words, doubts = _decoded(data, name)
    page = _parsed(words, name)
    lines = Lines(name, printed=True)
    reader = _Reader()
    for part in choose(page):
        reader.read(part)
    write(reader.paragraphs, lines)
    for label, note in reader.notes:
        lines.note(label, note.words, note.origin)
    lines.diagnostics += doubts
    yield lines.document(data, MEDIA_TYPE, attributes(page))


def _decoded(data: bytes, name: str) -> tuple[str, list[Diagnostic]]:
    """The characters of a page: UTF-8 where the bytes are that, whatever the page says; else what it says."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    said = _CHARSET.search(data[:4096])
    try:
        encoding = codecs.lookup(said[1].decode("ascii")).name if said else "utf-8"
    except LookupError:
        encoding = "utf-8"
    words = data.decode(encoding if encoding in _CHARSETS else "utf-8", "replace")
    broken = words.count("\ufffd")
    if broken > max(2, _MOST_BROKEN * len(words)):
        raise SourceError(f"{name}: neither UTF-8 nor what its charset says; open it in a browser and save it as UTF-8")
    told = [Diagnostic("letters-broken", f"{broken} letters are broken in the file")] if broken else []
    return words, told


def _parsed(words: str, name: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        page = etree.fromstring(clean(words).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise SourceError(f"{name}: not an HTML page that can be read ({str(error)[:200]}); save it anew") from error
    if page is None:
        raise SourceError(f"{name}: there is no text in it; fetch it again or leave it out")
    return page


class _Reader:
    """Reads parts of a page into paragraphs, and the notes they call."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.notes: list[tuple[str, Paragraph]] = []
        self._sinks: list[list[Paragraph]] = [self.paragraphs]
        self._rows: list[list[list[tuple[int, Cell]]]] = []
        self._parts: list[str] = []
        self._said = False  # whether there is a word among the parts
        self._length = 0
        self._calls: list[tuple[int, str]] = []
        self._line: int | None = None
        self._note: str | None = None
        self._raised = self._kept = self._tables = 0
        self._labels: set[str] = set()

    def read(self, part: etree._Element) -> None:
        """Read an element and all in it."""
        for step, element in steps(part, _NO_TEXT):
            if step == "open":
                self._open(element)
            elif step == "close":
                self._close(element)
            else:
                self._say(element.tail, element.getparent())
        self._break()

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag == "br":
            self._break()
        if tag == "table":
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._rows[-1].append([])
        elif tag in ("td", "th") and self._rows:
            self._sinks.append([])
        elif tag == "pre":
            self._kept += 1
        elif tag == "sup":
            self._raised += 1
        elif tag == "a":
            self._mark(element)
        self._say(element.text, element)

    def _close(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._break()
        if tag == "table" and self._rows:
            self._tables += 1
            self._sinks[-1] += table_paragraphs(self._rows.pop(), f"table {self._tables}")
        elif tag in ("td", "th") and self._rows and len(self._sinks) > 1:
            row = self._rows[-1] or [[]]
            self._rows[-1] = row
            column = sum(_span(cell) for cell in element.itersiblings("td", "th", preceding=True)) if len(row[-1]) < 200 else len(row[-1])
            row[-1].append((column, self._sinks.pop()))
        elif tag == "pre":
            self._kept -= 1
        elif tag == "sup":
            self._raised -= 1

    def _mark(self, link: etree._Element) -> None:
        """Take the mark of a footnote out; at the note itself it begins the note."""
        target = link.get("href") or ""
        label = "".join(map(str, link.itertext())).strip(" []()\n\t")[:12] if "#" in target else ""
        if not label or not (label.isdigit() or label.isalpha()):
            return
        if _NOTE_BACK.search(target) and not self._said and len(self._rows) == 0:
            self._break()
            if label not in self._labels:
                self._labels.add(label)
                self._note = label
                _silence(link)
        elif _NOTE_CALL.search(target):
            self._calls.append((self._length, label))
            _silence(link)

    def _say(self, words: str | None, element: etree._Element | None) -> None:
        if not words:
            return
        words = without_marks(words)
        if self._kept:
            *whole, words = words.split("\n")
            for line in whole:
                self._add(line, element)
                self._break()
        words = words.replace("\n", " ")
        self._add(raised(words) if self._raised and words.strip(" []()").isdigit() else words, element)

    def _add(self, words: str, element: etree._Element | None) -> None:
        if self._line is None and words.strip() and element is not None:
            self._line = cast("int | None", element.sourceline)
        self._parts.append(words)
        self._said = self._said or not words.isspace()
        self._length += len(words)

    def _break(self) -> None:
        paragraph = Paragraph("".join(self._parts), Origin(line=self._line), tuple(self._calls))
        self._parts.clear()
        self._said = False
        self._calls.clear()
        self._length, self._line = 0, None
        paragraph = squeezed(paragraph)
        if not paragraph.words:
            return
        if self._note is not None:
            self.notes.append((self._note, paragraph))
            self._note = None
        else:
            self._sinks[-1].append(paragraph)


def _silence(link: etree._Element) -> None:
    """Empty a mark that was read: its words are no part of the text."""
    for inner in link.iter():
        inner.text = None
        if inner is not link:
            inner.tail = None


def _span(cell: etree._Element) -> int:
    span = cell.get("colspan") or ""
    return int(span) if span.isascii() and span.isdigit() and 0 < len(span) < 4 else 1

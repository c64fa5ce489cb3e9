"""HTML pages, saved portal pages too: the legal text inside the page's furniture, a paragraph a line.

What belongs to the text is found by where the words are, not by one portal's names: links weigh against a part.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.lines import Lines

_DROPPED = (
    "script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "button", "select", "iframe", "object",
    "video", "audio", "head", "input", "textarea", "dialog", "menu",
)  # fmt: skip
_BLOCKS = frozenset(
    """address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p
    pre section table tbody td tfoot th thead tr ul""".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
# A part of which most words are links is a menu or a list of other pages.
_MOST_LINKED = 0.6
# The part of the page that holds this share of all weight holds the text.
_SHARE = 0.85
# A cell of a header or of a signature is read by itself, not beside its neighbour.
_OF_LAYOUT = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*-|Nơi nhận", re.IGNORECASE)
_NOTE_CALL = re.compile(r"#_?(?:ftn|edn|fn|footnote)[-_]?(\d{1,4})$", re.IGNORECASE)
_NOTE_BACK = re.compile(r"#_?(?:ftnref|ednref|fnref|footnote-?ref)[-_]?(\d{1,4})$", re.IGNORECASE)


def read_html(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Read a page. Raises SourceError when there is no text in it or it cannot be parsed."""
    try:
        page = document_fromstring(data, parser=HTMLParser(encoding=_encoding(data), no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError, LookupError) as error:
        raise SourceError(f"{name}: not an HTML page that can be read: {str(error)[:200]}") from error
    title = page.findtext(".//title")
    _prune(page)
    lines = Lines(name, printed=True)
    _Writer(lines).write(_main(page))
    given = (("page_title", " ".join(title.split())),) if title and title.strip() else ()
    yield lines.document(data, "text/html", given)


def _encoding(data: bytes) -> str | None:
    """UTF-8 where the bytes are that, whatever the page says; else what it says."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _prune(page: HtmlElement) -> None:
    """Take out what is no text: code, menus, forms, what is hidden."""
    for element in list(page.iter()):
        if not isinstance(element.tag, str):
            if element.getparent() is not None:
                element.drop_tree()
        elif element.tag in _DROPPED or _HIDDEN.search(element.get("style", "")) or element.get("hidden") is not None:
            if element.getparent() is not None:
                element.drop_tree()


def _main(page: HtmlElement) -> HtmlElement:
    """The smallest part of the page that holds most of its words that are no links."""
    weights: dict[HtmlElement, int] = {}
    _weigh(page, weights)
    here = page.find("body") if page.find("body") is not None else page
    while True:
        heavy = [child for child in here if weights.get(child, 0) >= _SHARE * max(1, weights.get(here, 0))]
        if not heavy or heavy[0].tag in ("p", "tr", "td", "tbody", "table"):
            return here
        here = heavy[0]


def _weigh(page: HtmlElement, weights: dict[HtmlElement, int]) -> None:
    """Weigh each element by its words less those of its links; the children first."""
    for element in reversed(list(page.iter())):
        own = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
        inner = sum(weights.get(child, 0) for child in element)
        linked = element.tag == "a"
        weights[element] = -own if linked else max(own + inner, 0) if element.tag in ("ul", "ol", "dl") else own + inner


class _Writer:
    """Writes the paragraphs of an element as lines."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._parts: list[str] = []
        self._calls: list[tuple[int, str]] = []
        self._number = 0
        self._note: str | None = None

    def write(self, element: HtmlElement) -> None:
        """Write the element and all in it."""
        # Depth first without recursion: pages may nest deeper than Python's stack.
        todo: list[tuple[str, HtmlElement]] = [("open", element)]
        while todo:
            step, at = todo.pop()
            if step == "open":
                todo += self._open(at)
            elif step == "close":
                self._break()
            else:
                self._text(at.tail)
        self._break()

    def _open(self, element: HtmlElement) -> list[tuple[str, HtmlElement]]:
        if element.tag == "br":
            self._break()
            return []
        if element.tag in ("ul", "ol", "div", "table", "section") and _is_menu(element):
            return []
        if element.tag == "a" and self._is_note_mark(element):
            return []
        if element.tag == "tr" and _is_row(element):
            self._row(element)
            return []
        block = element.tag in _BLOCKS
        if block:
            self._break()
        self._text(element.text)
        steps: list[tuple[str, HtmlElement]] = []
        for child in element:
            steps += (("open", child), ("tail", child))
        if block:
            steps.append(("close", element))
        return steps[::-1]

    def _is_note_mark(self, link: HtmlElement) -> bool:
        """Take the mark of a footnote out; at the note itself it begins the note."""
        target = link.get("href", "")
        if back := _NOTE_BACK.search(target):
            self._break()
            self._note = back[1]
            return True
        if call := _NOTE_CALL.search(target):
            self._calls.append((len(self._line()), call[1]))
            return True
        return False

    def _row(self, row: HtmlElement) -> None:
        self._break()
        cells = [" ".join(" ".join(cell.itertext()).split()) for cell in row if cell.tag in ("td", "th")]
        self._text(" | ".join(cells) if any(cells) else "")
        self._break()

    def _text(self, words: str | None) -> None:
        if words:
            self._parts.append(_BLANKS.sub(" ", words))

    def _line(self) -> str:
        return re.sub(r" {2,}", " ", "".join(self._parts)).lstrip()

    def _break(self) -> None:
        line = self._line().rstrip()
        self._parts.clear()
        calls, self._calls = tuple(self._calls), []
        if not line:
            return
        self._number += 1
        origin = Origin(line=self._number, part="paragraph")
        if self._note is not None:
            self._lines.note(self._note, line, origin)
            self._note = None
        else:
            self._lines.add(line, origin, calls)


def _is_menu(element: HtmlElement) -> bool:
    """True for a part of which most words are links: a menu, or a list of other pages."""
    links = list(element.iter("a"))
    if len(links) < 4:
        return False
    words = sum(len(text.strip()) for text in element.itertext())
    linked = sum(len(text.strip()) for link in links for text in link.itertext())
    return words > 0 and linked > _MOST_LINKED * words


def _is_row(row: HtmlElement) -> bool:
    """True for a row of values; a row that lays out paragraphs beside each other is read cell by cell."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2:
        return False
    words = ["".join(cell.itertext()) for cell in cells]
    return not any(_OF_LAYOUT.search(text) for text in words) and max(map(len, words)) < 1500 and row.find(".//table") is None

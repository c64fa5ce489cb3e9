"""Word files (.docx): paragraphs, tables row by row, numbers of lists, footnotes set apart, changes taken as accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.archive import open_zip, unpack
from legalgraph.sources.lines import Lines

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PART = "word/document.xml"
_OF_LAYOUT = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*-|Nơi nhận", re.IGNORECASE)
_LEVEL = re.compile(r"%([1-9])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read_docx(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Read a Word file. Raises SourceError when it is none, is broken, or holds no text."""
    archive = open_zip(data, name)
    parts = {entry.filename: entry for entry in archive.infolist()}
    if _PART not in parts:
        raise SourceError(f"{name}: not a Word document: {_PART} is missing in it")

    def tree(part: str) -> etree._Element | None:
        return _parse(unpack(archive, parts[part], name), name, part) if part in parts else None

    document = tree(_PART)
    if document is None:
        raise SourceError(f"{name}: {_PART} cannot be read")
    writer = _Writer(Lines(name, printed=True), _numbering(tree("word/numbering.xml")), _footnotes(tree("word/footnotes.xml")))
    body = document.find(f"{_W}body")
    writer.write(document if body is None else body)
    yield writer.finish().document(data, MEDIA_TYPE)


def _parse(data: bytes, name: str, part: str) -> etree._Element:
    """Parse one part. A document type in it, which Word never writes, could name entities without end: refused."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise SourceError(f"{name}: {part} declares entities, which no Word file does; it is not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name}: {part} is broken: {str(error)[:200]}") from error


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    words: str = ""
    start: int = 1


@dataclass(slots=True)
class _Numbering:
    """The lists of a document: number id ▶ levels, and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, level: int) -> str:
        """Count on and return the label of the next item, as Word shows it."""
        levels = self.levels.get(number)
        if levels is None or level not in levels:
            return ""
        counts = self.counts.setdefault(number, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]
        if levels[level].form == "bullet":
            return "-"

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            form = levels.get(at, _Level())
            return _count(counts.get(at, form.start), form.form)

        return _LEVEL.sub(shown, levels[level].words)


def _count(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = _LETTERS[(value - 1) % 26] * ((value - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    return f"{value:02d}" if form == "decimalZero" else str(value)


def _roman(value: int) -> str:
    parts, rest = [], max(0, min(value, 3999))
    for size, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
                          (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        while rest >= size:
            parts.append(letters)
            rest -= size
    return "".join(parts)


def _numbering(tree: etree._Element | None) -> _Numbering:
    found = _Numbering()
    if tree is None:
        return found
    abstract: dict[str, dict[int, _Level]] = {}
    for one in tree.iter(f"{_W}abstractNum"):
        levels = {}
        for level in one.iter(f"{_W}lvl"):
            start = _value(level, "start")
            levels[_whole(level.get(f"{_W}ilvl"))] = _Level(
                _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", _whole(start, 1)
            )
        abstract[one.get(f"{_W}abstractNumId") or ""] = levels
    for num in tree.iter(f"{_W}num"):
        found.levels[num.get(f"{_W}numId") or ""] = abstract.get(_value(num, "abstractNumId") or "", {})
    return found


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _footnotes(tree: etree._Element | None) -> dict[str, str]:
    """The words of each footnote by its id; separators are none."""
    notes = {}
    for note in tree.iter(f"{_W}footnote") if tree is not None else ():
        if note.get(f"{_W}type") in (None, "normal"):
            words = " ".join("".join(text for text, _ in _runs(p)) for p in note.iter(f"{_W}p"))
            notes[note.get(f"{_W}id") or ""] = " ".join(words.split())
    return notes


def _runs(paragraph: etree._Element) -> Iterator[tuple[str, str | None]]:
    """The words of a paragraph in order, and the id of a footnote where one is called; what was deleted is left out."""
    todo = [paragraph]
    while todo:
        at = todo.pop()
        tag = at.tag
        if tag == f"{_W}t":
            yield at.text or "", None
        elif tag == f"{_W}tab":
            yield "\t", None
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n", None
        elif tag == f"{_W}noBreakHyphen":
            yield "-", None
        elif tag == f"{_W}footnoteReference":
            yield "", at.get(f"{_W}id")
        elif tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}txbxContent",
                         f"{_MC}Fallback"):  # fmt: skip
            todo += reversed(at)


class _Writer:
    """Writes paragraphs and tables as lines, and the footnotes they call behind them."""

    def __init__(self, lines: Lines, numbering: _Numbering, footnotes: dict[str, str]) -> None:
        self._lines, self._numbering, self._footnotes = lines, numbering, footnotes
        self._paragraph = self._table = 0
        self._called: list[tuple[str, str]] = []

    def finish(self) -> Lines:
        """Write the footnotes and return all lines."""
        for label, words in self._called:
            self._lines.note(label, words, Origin(line=int(label), part="footnote"))
        return self._lines

    def write(self, element: etree._Element) -> None:
        """Write the paragraphs and tables of a body or a cell; content controls are looked into."""
        todo = list(reversed(element))
        while todo:
            at = todo.pop()
            if at.tag == f"{_W}p":
                self._write_paragraph(at)
            elif at.tag == f"{_W}tbl":
                self._write_table(at)
            elif at.tag not in (f"{_W}sectPr", f"{_W}tcPr", f"{_W}del", f"{_MC}Fallback"):
                todo += reversed(at)

    def _write_paragraph(self, paragraph: etree._Element) -> None:
        self._paragraph += 1
        origin = Origin(line=self._paragraph, part="paragraph")
        words, calls = self._label(paragraph), []
        for text, note in _runs(paragraph):
            if note is not None and note in self._footnotes:
                label = str(len(self._called) + 1)
                self._called.append((label, self._footnotes[note]))
                calls.append((len(words), label))
            words += text
        place = 0
        for line in words.split("\n"):
            mine = tuple((at - place, label) for at, label in calls if place <= at <= place + len(line))
            calls = [call for call in calls if call[0] > place + len(line)]
            self._lines.add(line, origin, mine)
            place += len(line) + 1
        inner = [box for box in paragraph.iter(f"{_W}txbxContent") if not any(True for _ in box.iterancestors(f"{_MC}Fallback"))]
        for box in inner:
            self.write(box)

    def _label(self, paragraph: etree._Element) -> str:
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        if found is None:
            return ""
        label = self._numbering.label(_value(found, "numId") or "", _whole(_value(found, "ilvl")))
        return f"{label} " if label else ""

    def _write_table(self, table: etree._Element) -> None:
        self._table += 1
        for number, row in enumerate(table.iter(f"{_W}tr"), 1):
            if next(row.iterancestors(f"{_W}tbl"), None) is not table:
                continue  # of a table in a cell, which that cell writes
            cells = [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr"), None) is row]
            words = [_cell_words(cell) for cell in cells]
            beside = len(cells) < 2 or any(_OF_LAYOUT.search(text) for text in words) or max(map(len, words), default=0) > 1500
            if beside or row.find(f".//{_W}tbl") is not None:
                for cell in cells:
                    self.write(cell)
            elif any(words):
                self._lines.add(" | ".join(words), Origin(line=number, part=f"table {self._table}"))


def _cell_words(cell: etree._Element) -> str:
    return " ".join(" ".join("".join(text for text, _ in _runs(p)) for p in cell.iter(f"{_W}p")).split())

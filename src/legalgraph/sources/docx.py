"""Word files (.docx): paragraphs, tables row by row, numbers of lists, footnotes set apart, changes taken as accepted."""

from collections.abc import Iterator, Mapping
from itertools import count as counting

from lxml import etree

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.fonts import Fonts, read_fonts
from legalgraph.sources.lines import Lines, clean
from legalgraph.sources.numbering import Numbering, count, is_on, properties, read_numbering, value
from legalgraph.sources.numbering import W as _W
from legalgraph.sources.paragraphs import Cell, Paragraph, raised, squeezed, table_paragraphs, without_marks, write
from legalgraph.sources.unpacking import open_zip, unpack
from legalgraph.sources.xml import parse

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PART = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HYPHENS = {f"{_W}noBreakHyphen": "-", f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
# What is no text of the document: what was deleted or moved away, properties, codes of fields, readings above letters.
_LEFT_OUT = frozenset(
    f"{_W}{name}"
    for name in (
        "del", "moveFrom", "pPr", "rPr", "instrText", "delInstrText", "delText", "rt", "sectPr", "tcPr", "tblPr", "tblGrid", "trPr",
    )
)
_NOTES = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}
# Words that stand at the left and the right end of one line of a header, a tab between.
_COLUMNS = ("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "Độc lập", "ngày")


def read_docx(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Read a Word file. Raises SourceError when it is none, is broken, or holds no text."""
    archive = open_zip(data, name)
    parts = {entry.filename: entry for entry in archive.infolist()}
    if _PART not in parts:
        raise SourceError(f"{name}: not a Word document: {_PART} is missing in it; save it anew as .docx")

    def needed(part: str) -> etree._Element:
        return parse(unpack(archive, parts[part], name).replace(_STRICT, _LOOSE), name, part)

    def tree(part: str) -> etree._Element | None:
        return needed(part) if part in parts else None

    document = needed(_PART)
    styles = tree("word/styles.xml")
    numbering = read_numbering(tree("word/numbering.xml"), styles)
    fonts = read_fonts(unpack(archive, parts[_PART], name), styles)
    notes = {kind: _notes(tree(f"word/{kind}s.xml"), kind) for kind in ("footnote", "endnote")}
    body = document.find(f"{_W}body")
    reader = _Reader(numbering, notes, fonts)
    paragraphs = reader.paragraphs(document if body is None else body)
    lines = Lines(name, printed=True)
    write(paragraphs, lines)
    for label, words, origin in reader.called():
        lines.note(label, words, origin)
    yield lines.document(data, MEDIA_TYPE)


def _notes(tree: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    """The notes of one kind by their ids; the lines that separate them from the text are none."""
    if tree is None:
        return {}
    notes = tree.iter(f"{_W}{kind}")
    return {note.get(f"{_W}id") or "": note for note in notes if note.get(f"{_W}type") in (None, "normal")}


class _Reader:
    """Reads a body paragraph by paragraph, counting lists, tables and notes as they come."""

    def __init__(self, numbering: Numbering, notes: Mapping[str, Mapping[str, etree._Element]], fonts: Fonts) -> None:
        self._numbering, self._notes, self._fonts = numbering, notes, fonts
        self._paragraphs, self._tables = counting(1), counting(1)
        self._called: dict[str, tuple[str, etree._Element]] = {}
        self._counts = {"footnote": 0, "endnote": 0}
        self._carried: Paragraph | None = None

    def called(self) -> Iterator[tuple[str, str, Origin]]:
        """The notes in the order they were called: label, words, where they stand."""
        for label, (kind, note) in list(self._called.items()):
            words = "".join(f" {p.words}" for p in self.paragraphs(note))
            yield label, without_marks(words), Origin(part=f"{kind} {label}")

    def paragraphs(self, parent: etree._Element) -> list[Paragraph]:
        """The paragraphs of a body, a cell, a text box or a note."""
        found: list[Paragraph] = []
        todo = list(reversed(parent))
        while todo:
            at = todo.pop()
            if at.tag == f"{_W}p":
                found += self._paragraph(at)
            elif at.tag == f"{_W}tbl":
                found += self._table(at)
            elif at.tag == f"{_MC}AlternateContent":
                todo += _alternative(at)
            elif at.tag not in _LEFT_OUT and isinstance(at.tag, str):
                todo += reversed(at)
        if self._carried is not None and self._carried.words:
            found.append(squeezed(self._carried))
        self._carried = None
        return found

    def _paragraph(self, paragraph: etree._Element) -> list[Paragraph]:
        number = next(self._paragraphs)
        origin = Origin(part=f"paragraph {number}")
        words, calls, boxes = self._numbering.label(paragraph), [], []
        if self._carried is not None:
            words, calls, origin = self._carried.words, list(self._carried.calls), self._carried.origin
            self._carried = None
        for said, element in _runs(paragraph, self._fonts):
            if element is None:
                words += said
            elif said == "box":
                boxes.append(element)
            elif label := self._call(said, element):
                calls.append((len(words), label))
        whole = Paragraph(words, origin, tuple(calls))
        if is_on(paragraph.find(f"{_W}pPr/{_W}rPr"), "del"):  # the end of the paragraph was deleted: the next one goes on
            self._carried = whole
            return []
        found = [squeezed(line) for line in _broken(whole)]
        for box in boxes:
            found += self.paragraphs(box)
        return found

    def _call(self, kind: str, reference: etree._Element) -> str | None:
        """The label of a note that is called, counted from 1; endnotes have small Roman numbers, as in Word."""
        note = self._notes[kind].get(reference.get(f"{_W}id") or "")
        if note is None or reference.get(f"{_W}customMarkFollows") in ("1", "true", "on"):
            return None
        self._counts[kind] += 1
        number = self._counts[kind]
        label = str(number) if kind == "footnote" else count(number, "lowerRoman") if number < 4000 else f"e{number}"
        self._called[label] = (kind, note)
        return label

    def _table(self, table: etree._Element) -> list[Paragraph]:
        part = f"table {next(self._tables)}"
        rows: list[list[tuple[int, Cell]]] = []
        for row in _inside(table, f"{_W}tr"):
            if is_on(row.find(f"{_W}trPr"), "del"):
                continue
            column = 0
            cells: list[tuple[int, Cell]] = []
            for cell in _inside(row, f"{_W}tc"):
                about = properties(cell, "tcPr")
                merged = about.find(f"{_W}vMerge") if about is not None else None
                goes_on = merged is not None and merged.get(f"{_W}val") in (None, "continue")
                cells.append((column, [] if goes_on else self.paragraphs(cell)))
                span = value(about, "gridSpan") or ""
                column += int(span) if span.isascii() and span.isdigit() and len(span) < 4 else 1
            rows.append(cells)
        return list(table_paragraphs(rows, part))


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in content controls, but not those of tables in cells."""
    todo = list(reversed(parent))
    while todo:
        at = todo.pop()
        if at.tag == tag:
            yield at
        elif at.tag not in _LEFT_OUT and at.tag not in (f"{_W}tc", f"{_W}p", f"{_W}tbl"):
            todo += reversed(at)


def _alternative(element: etree._Element) -> list[etree._Element]:
    """What to read of a thing that is written twice, for new and for old programs: the first that has words."""
    for choice in element:
        if next(choice.iter(f"{_W}t", f"{_MATH}t"), None) is not None:
            return [choice]
    return []


def _runs(paragraph: etree._Element, fonts: Fonts) -> Iterator[tuple[str, etree._Element | None]]:
    """The words of a paragraph in order; for notes called, their kind and the call; for text boxes, "box" and the box."""
    todo = list(reversed(paragraph))
    while todo:
        at = todo.pop()
        tag = at.tag
        if tag in (f"{_W}t", f"{_MATH}t"):
            yield _letters(at, paragraph, fonts), None
        elif tag in _HYPHENS:
            yield _HYPHENS[tag], None
        elif tag in _NOTES:
            yield _NOTES[tag], at
        elif tag == f"{_W}txbxContent":
            yield "box", at
        elif tag == f"{_MC}AlternateContent":
            todo += _alternative(at)
        elif tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        elif tag != f"{_W}r" or not is_on(properties(at, "rPr"), "vanish"):
            todo += reversed(at)


def _letters(element: etree._Element, paragraph: etree._Element, fonts: Fonts) -> str:
    run = element.getparent()
    words = without_marks(clean(fonts.letters(element.text or "", run, paragraph))).replace("\n", " ")
    if words.strip(" []()").isdigit() and value(properties(run, "rPr"), "vertAlign") == "superscript":
        return raised(words)
    return words


def _broken(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph cut at its line breaks, and at the tabs of a header in two columns."""
    words = paragraph.words
    if "\t" in words and any(mark in words for mark in _COLUMNS) and len(words) < 300:
        head, _, rest = words.partition("\t")
        if head.strip() and rest.strip() and (head.isupper() or ":" in head):
            words = words.replace("\t", "\n")
    place = called = 0
    for line in words.split("\n"):
        end, first = place + len(line), called
        while called < len(paragraph.calls) and paragraph.calls[called][0] <= end:
            called += 1
        yield Paragraph(line, paragraph.origin, tuple((at - place, label) for at, label in paragraph.calls[first:called]))
        place = end + 1

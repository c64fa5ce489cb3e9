"""A text, or a stretch of it, as a tree of pieces: units in units, headings, paragraphs, quoted wording, tables."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from legalgraph.model.text import NoteRow, UnitRow
from legalgraph.web.fulltext.outline import Held, Outline, outline, quotations
from legalgraph.web.fulltext.pieces import Element, Piece
from legalgraph.web.fulltext.spans import Link, Marked, Point, apart

_SHORT = 90  # characters of a line that may be set in the middle
_BETWEEN_CELLS = re.compile(r"\t|(?:^| )\|(?: |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """What the page itself says about the text, in the language of the page."""

    table: str = "Bảng"
    note: str = "Chú thích"
    back: str = "Về chỗ chú thích"
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is marked in a text. `where` gives the address of an anchor that stands at an offset of the whole text.

    `here` is the path of the unit the page is about. `page_of` gives the address and the name of the page of a unit; units
    with a heading link it.
    """

    links: Sequence[Link] = ()
    signs: Sequence[Point] = ()
    notes: Sequence[NoteRow] = ()
    highlight: tuple[int, int] | None = None
    where: Callable[[str, int], str] = lambda anchor, _: f"#{anchor}"
    here: str | None = None
    page_of: Callable[[UnitRow], tuple[str, str]] | None = None


def render(
    text: str,
    units: Iterable[UnitRow],
    marks: Marks = Marks(),
    stretch: tuple[int, int] | None = None,
    top: int = 2,
    told: Told = Told(),
) -> tuple[Piece, ...]:
    """The pieces of a text or of a stretch of it, whose stored words are exactly the text's.

    `top` is the level of the highest headings. Spans may overlap and lie anywhere; time is linear in text and spans.
    """
    start, end = stretch or (0, len(text))
    return _Renderer(text, outline(text, units, start, end), marks, top, told, end).pieces()


class _Renderer:
    def __init__(self, text: str, plan: Outline, marks: Marks, top: int, told: Told, end: int) -> None:
        self.text, self.plan, self.told, self.top, self.end = text, plan, told, top, end
        self.page_of, self.here = marks.page_of, marks.here
        # What stands before the first unit, but for the recitals, is set in the middle as on paper.
        self.front = plan.held[0].first if plan.held and plan.lines[0][0] == 0 else 0
        self.ids: set[str] = set()
        self.quotations = quotations(text, plan)
        # Lines that no table crosses, the first last.
        self.edges = sorted({edge for held in plan.held for edge in (held.first, held.stop)} | set(self.quotations), reverse=True)
        links, left = apart(marks.links, len(text))
        self.ids.update(link.anchor for link in links)
        points = [Point(unit.start, anchor) for unit in plan.inside if (anchor := self._anchor(unit.path))]
        points += [Point(link.start, anchor) for link in left if (anchor := self._anchor(link.anchor))]
        points += self._note_points(marks)
        self.marked = Marked(links, [*points, *marks.signs], marks.highlight)

    def _named(self, name: str) -> bool:
        """True for the first element of a name: no id stands twice on a page."""
        if not name or name in self.ids:
            return False
        self.ids.add(name)
        return True

    def _anchor(self, name: str) -> Element | None:
        return Element("span", (("id", name),)) if self._named(name) else None

    def _note_points(self, marks: Marks) -> list[Point]:
        points = []
        for number, note in enumerate(marks.notes, 1):
            label = note.label.strip() or str(number)
            # Marks may come twice in a text that was put together from several.
            name = label if label.isalnum() and f"n-{label}" not in self.ids else f"{number}-{len(marks.notes)}"
            if anchor := self._anchor(f"n-{name}"):
                points.append(Point(note.start, anchor))
            if note.called is None:
                continue
            there, here = marks.where(f"n-{name}", note.start), marks.where(f"nc-{name}", note.called)
            call = (("id", f"nc-{name}"), ("href", there), ("aria-label", f"{self.told.note} {label}"), *self._language())
            points.append(Point(note.called, Element("sup", (("class", "call"),), (Element("a", call, (label,), added=True),), added=True)))
            back = (("class", "back"), ("href", here), ("aria-label", f"{self.told.back} {label}"), *self._language())
            points.append(Point(max(note.start, note.end - self._break(note.end)), Element("a", back, ("↩",), added=True)))
        return points

    def _break(self, end: int) -> int:
        """How many line feeds end a span that ends here."""
        return len(self.text[max(0, end - 4) : end]) - len(self.text[max(0, end - 4) : end].rstrip("\n"))

    def pieces(self) -> tuple[Piece, ...]:
        out: list[Piece] = []
        # The open elements: the unit, its pieces so far, and the level of headings inside.
        open_units: list[tuple[Held | None, list[Piece], int]] = [(None, out, self.top)]
        opening = 0
        number = 0
        while number < len(self.plan.lines):
            while open_units[-1][0] is not None and open_units[-1][0].stop <= number:
                self._close(open_units)
            title_end = number
            while opening < len(self.plan.held) and self.plan.held[opening].first == number:
                held = self.plan.held[opening]
                level = open_units[-1][2]
                inner: list[Piece] = []
                if held.title_lines and title_end == number:
                    title_end = min(number + held.title_lines, self._next_start(opening))
                    inner += self._heading(held.unit, number, title_end, level)
                    level += 1
                open_units.append((held, inner, level))
                opening += 1
            if title_end > number:
                number = title_end
                continue
            number = self._block(number, open_units[-1][1])
        while len(open_units) > 1:
            self._close(open_units)
        return tuple(out)

    def _next_start(self, opening: int) -> int:
        """The line at which the unit after this one begins, or at which this one ends."""
        here = self.plan.held[opening]
        following = (h.first for h in self.plan.held[opening + 1 : opening + 2])
        after = next(following, here.stop)
        return min(here.stop, after if after > here.first else here.first + 1)

    def _close(self, open_units: list[tuple[Held | None, list[Piece], int]]) -> None:
        held, inner, _ = open_units.pop()
        if held is None:
            return
        attributes = [("class", f"u {held.unit.kind}{' here' if held.unit.path == self.here else ''}")]
        if self._named(held.unit.path):
            attributes.insert(0, ("id", held.unit.path))
        open_units[-1][1].append(Element("div", tuple(attributes), tuple(inner)))

    def _heading(self, unit: UnitRow, first: int, stop: int, level: int) -> list[Piece]:
        inside: list[Piece] = []
        for number in range(first, stop):
            inside += self.marked.line(self.text, *self.plan.lines[number])
            if number + 1 < stop:
                inside.append(self._feed(number))
        if self.page_of:
            href, label = self.page_of(unit)
            inside.append(Element("a", (("class", "self"), ("href", href), ("aria-label", label), *self._language()), ("#",), added=True))
        return [Element(f"h{min(level, 6)}", (), tuple(inside)), self._feed(stop - 1)]

    def _language(self) -> tuple[tuple[str, str], ...]:
        return (("lang", self.told.language),) if self.told.language != "vi" else ()

    def _feed(self, number: int) -> str:
        """The line feed after a line."""
        end = self.plan.lines[number][1]
        return self.text[end : min(end + 1, self.end)] if number + 1 < len(self.plan.lines) else ""

    def _block(self, number: int, out: list[Piece]) -> int:
        """Add the paragraph, the table or the quotation that begins at a line; returns the line after it."""
        if stop := self.quotations.get(number):
            inner: list[Piece] = []
            at = number
            while at < stop:
                at = self._table(at, stop, inner) or self._paragraph(at, inner)
            out.append(Element("blockquote", (("class", "quoted"),), tuple(inner)))
            return stop
        limit = self._limit(number)
        return self._table(number, limit, out) or self._paragraph(number, out)

    def _limit(self, number: int) -> int:
        """Up to which line a table may go: no unit begins or ends in it."""
        if not self._in_cells(number):
            return number
        while self.edges and self.edges[-1] <= number:
            self.edges.pop()
        return self.edges[-1] if self.edges else len(self.plan.lines)

    def _paragraph(self, number: int, out: list[Piece]) -> int:
        start, end = self.plan.lines[number]
        inner = tuple(self.marked.line(self.text, start, end))
        if inner:
            out.append(Element("p", self._setting(number), inner))
        out.append(self._feed(number))
        return number + 1

    def _setting(self, number: int) -> tuple[tuple[str, str], ...]:
        start, end = self.plan.lines[number]
        if end - start > _SHORT:
            return ()
        words = self.text[start:end].strip()
        if words.isupper() and len(words) > 2:
            return (("class", "capitals"),)
        return (("class", "front"),) if number < self.front and not words.endswith((";", ".", ",", ":")) else ()

    def _in_cells(self, number: int) -> bool:
        return _BETWEEN_CELLS.search(self.text, *self.plan.lines[number]) is not None

    def _table(self, number: int, limit: int, out: list[Piece]) -> int | None:
        """Lines of cells between tabs or bars, two or more, are a table."""
        stop = number
        while stop < limit and self._in_cells(stop):
            stop += 1
        if stop - number < 2:
            return None
        rows: list[Piece] = []
        for at in range(number, stop):
            start, end = self.plan.lines[at]
            cells: list[Piece] = []
            while apart := _BETWEEN_CELLS.search(self.text, start, end):
                # No words may stand between two cells in HTML: a bar stays in the cell before it, unseen.
                bar = (Element("span", (("class", "bar"),), (apart[0],)),) if "|" in apart[0] else ()
                cells.append(Element("td", (), (*self.marked.line(self.text, start, apart.start()), *bar)))
                cells += [] if bar else [apart[0]]
                start = apart.end()
            cells.append(Element("td", (), tuple(self.marked.line(self.text, start, end))))
            rows += [Element("tr", (), tuple(cells)), self._feed(at)]
        frame = (("class", "scroll"), ("role", "region"), ("aria-label", self.told.table), ("tabindex", "0"))
        out.append(Element("div", frame, (Element("table", (), (Element("tbody", (), tuple(rows)),)),)))
        return stop

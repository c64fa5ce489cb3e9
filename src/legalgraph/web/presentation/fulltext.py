"""The text of a document as pages show it: its contents, one part of it, how much of what it cites was recognised."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from legalgraph.model.provision import UNITS, WITHIN_ARTICLE, Provision
from legalgraph.model.relation import Relation, kind
from legalgraph.model.text import UnitRow
from legalgraph.queries.texts import CitationRow, DocumentText
from legalgraph.web.fulltext.blocks import Marks, Told, render
from legalgraph.web.fulltext.outline import HEADED, parts
from legalgraph.web.fulltext.pieces import Element, markup
from legalgraph.web.fulltext.spans import Link, Point, anchor_of
from legalgraph.web.presentation.relations import document_href, text_href
from legalgraph.web.presentation.words import Words
from legalgraph.wording.rules import is_doubt, rule_words

PART = 120_000
"""Characters of a text on one page; longer texts are read in parts."""

_LISTED = 100  # citations that were not recognised
_SIGNS = 6  # of acts at one place of a text
_TITLE = 160  # characters of a heading in the list of contents
_NUMBER = re.compile(r"(?:[^\W\d]+ ){0,2}([0-9]+[a-zđ]?|[IVXLCDM]+|[A-Z])(?![^\W_])")
_AS_PRINTED = frozenset({"phuluc", "mau", "kem-theo"})
_EXCERPT = 30_000  # characters of one provision on its own page


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of contents, with the lines below it. `title` is Vietnamese on every page."""

    label: str
    title: str
    href: str
    entries: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A document that is cited and not known: the words of the first mention, how many there are, why, and where both lead."""

    words: str
    times: int
    why: str | None
    place: str
    href: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of the citations of a text lead to a document, and those that do not.

    `only_cited` counts those that lead to a document of which nothing else is known.
    """

    total: int
    resolved: int
    unrecognised: tuple[Unrecognised, ...]
    left_out: int
    only_cited: int


@dataclass(frozen=True, slots=True)
class PartLink:
    """One of the parts of a long text."""

    number: int
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class TextView:
    """What both pages of a document say of its text."""

    href: str
    contents: tuple[Entry, ...]
    articles: int
    accuracy: Accuracy
    file: str | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a text, ready for the page; `parts` is empty when the text is whole."""

    body: Markup
    number: int
    parts: tuple[PartLink, ...]


@dataclass(frozen=True, slots=True)
class PlaceText:
    """The words of one article with the way to it: the units around it, its neighbours, and where it stands in the whole."""

    body: Markup
    around: tuple[Entry, ...]
    before: Entry | None
    after: Entry | None
    href: str
    cut: bool


class Text:
    """One text in one language, with the relations of its document. Everything on its pages comes from here.

    `cited` are documents known only because they are cited: there is nothing of them to read. `signs` are marks besides those of
    the acts of the document.
    """

    def __init__(
        self, text: DocumentText, words: Words, relations: Iterable[Relation] = (), cited: Container[str] = frozenset(),
        signs: Iterable[Point] = (),
    ) -> None:  # fmt: skip
        self.text, self.words, self._cited = text, words, cited
        own = [r for r in relations if r.source == text.path]
        self._rules = {r.id: r.rule for r in own}
        acts = [r for r in own if r.kind != "refers"]
        self.relations = sorted(acts, key=lambda r: (r.kind, r.target_provision is None, r.id))
        self.others = tuple(signs)
        self.href = text_href(text.path)
        self.begins = parts(text.text, text.units, PART)

    def view(self) -> TextView:
        """The list of contents and how well the citations were recognised."""
        source = self.text.source
        return TextView(
            href=self.href,
            contents=self._contents(),
            articles=sum(unit.kind == "dieu" for unit in self.text.units),
            accuracy=self._accuracy(),
            file=source.name if source else None,
            digest=source.digest if source else None,
        )

    def part_of(self, offset: int) -> int:
        """The number, from 1, of the part in which an offset lies."""
        return max(1, bisect_right(self.begins, offset))

    def where(self, anchor: str, offset: int) -> str:
        """The address of an anchor that stands at an offset."""
        number = self.part_of(offset)
        fragment = quote(anchor, safe="/~:@!$&'()*+,;=")
        return f"{self.href}?phan={number}#{fragment}" if number > 1 else f"{self.href}#{fragment}"

    def part(self, number: int, highlight: tuple[int, int] | None = None) -> PartView:
        """One part of the text."""
        start = self.begins[number - 1]
        end = self.begins[number] if number < len(self.begins) else len(self.text.text)
        marks = Marks(self._links(), self._signs(), self.text.notes, highlight, _Where(self, number), page_of=self._page_of)
        body = markup(render(self.text.text, self.text.units, marks, (start, end), 2, self._told()))
        links = tuple(self._part_link(number) for number in range(1, len(self.begins) + 1)) if len(self.begins) > 1 else ()
        return PartView(body, number, links)

    def lacks(self, provision: Provision) -> bool:
        """Whether the place is in an article that cannot be there: the text counts its articles without a gap, and ends before it.

        Articles with a letter (5a) are put in by others, and those of an attached document are often named without it.
        """
        unit, label = provision.steps[0]
        named = {row.label for row in self.text.units if row.kind == "dieu"}
        own = {row.label for row in self.text.units if row.kind == "dieu" and row.path == f"dieu_{row.label}"}
        numbers = {int(label) for label in own if label.isdecimal()}
        gapless = bool(numbers) and numbers == set(range(1, max(numbers) + 1))
        return unit == "dieu" and label.isdecimal() and label not in named and gapless

    def article(self, provision: Provision) -> UnitRow | None:
        """The article a provision is in, or the annex; also of a place that the text does not hold, but for its article."""
        rows = {unit.path: unit for unit in self.text.units}
        paths = ("/".join(provision.path.split("/")[:end]) for end in range(len(provision.steps), 0, -1))
        shown = next((rows[path] for path in paths if path in rows), None)
        while shown and shown.kind in WITHIN_ARTICLE and shown.parent in rows:
            shown = rows[shown.parent]
        return shown

    def place(self, provision: Provision) -> PlaceText | None:
        """The words of the article a provision is in, or of the annex; None when the text does not hold the place."""
        rows = {unit.path: unit for unit in self.text.units}
        unit, shown = rows.get(provision.path), self.article(provision)
        if unit is None or shown is None:
            return None
        end = min(shown.end, max(shown.start + _EXCERPT, min(unit.end, unit.start + _EXCERPT)))
        start = shown.start if unit.start - shown.start < _EXCERPT else unit.start
        inner = [u for u in self.text.units if start <= u.start < end]
        here = unit.path if unit is not shown else None
        marks = Marks(self._links(), self._signs(), self.text.notes, None, self.where, here)
        body = markup(render(self.text.text, inner, marks, (start, end), 3, self._told()))
        around: list[Entry] = []
        parent = rows.get(shown.parent or "")
        while parent is not None and len(around) < 12:
            around.append(self._entry(parent))
            parent = rows.get(parent.parent or "")
        same = [u for u in self.text.units if u.kind == shown.kind]
        at = same.index(shown)
        return PlaceText(
            body=body,
            around=tuple(reversed(around)),
            before=self._neighbour(same[at - 1]) if at > 0 else None,
            after=self._neighbour(same[at + 1]) if at + 1 < len(same) else None,
            href=self.where(unit.path, unit.start),
            cut=(start, end) != (shown.start, shown.end),
        )

    def _neighbour(self, unit: UnitRow) -> Entry:
        return Entry(self._label(unit), shortened(unit.heading or ""), f"{document_href(self.text.path)}/{unit.path}")

    def _page_of(self, unit: UnitRow) -> tuple[str, str]:
        label = self.words.gettext("Trang riêng của %(place)s", place=self._label(unit))
        return f"{document_href(self.text.path)}/{unit.path}", label

    def _told(self) -> Told:
        words = self.words
        return Told(words.gettext("Bảng"), words.gettext("Chú thích"), words.gettext("Về chỗ có chú thích"), words.language)

    def _part_link(self, number: int) -> PartLink:
        start = self.begins[number - 1]
        first = next((u for u in self.text.units if u.kind in HEADED and u.start >= start), None)
        title = self._label(first) if first else ""
        return PartLink(number, f"{self.href}?phan={number}" if number > 1 else self.href, title)

    def _contents(self) -> tuple[Entry, ...]:
        """Units with headings as a tree; what stands in one that is not listed moves up."""
        listed = [unit for unit in self.text.units if unit.kind in HEADED]
        below: dict[str | None, list[UnitRow]] = {}
        paths = {unit.path for unit in listed}
        parents = {unit.path: unit.parent for unit in self.text.units}
        for unit in listed:
            parent = unit.parent
            for _ in range(20):
                if parent is None or parent in paths:
                    break
                parent = parents.get(parent)
            below.setdefault(parent if parent in paths and parent != unit.path else None, []).append(unit)
        return self._entries(below, None, 4)

    def _entries(self, below: Mapping[str | None, Sequence[UnitRow]], parent: str | None, depth: int) -> tuple[Entry, ...]:
        return tuple(self._entry(u, self._entries(below, u.path, depth - 1) if depth else ()) for u in below.get(parent, ()))

    def _entry(self, unit: UnitRow, entries: tuple[Entry, ...] = ()) -> Entry:
        return Entry(self._label(unit), shortened(unit.heading or ""), self.where(unit.path, unit.start), entries)

    def _label(self, unit: UnitRow) -> str:
        """What a unit is called: with its number as printed, and annexes, which often bear none, in the words printed."""
        printed = self.text.text[unit.start : min(unit.end, unit.start + _TITLE)].strip().partition("\n")[0]
        if unit.kind in _AS_PRINTED:
            return " ".join(printed.split())[:60] or unit.label
        names = UNITS.get(unit.kind, (unit.kind, unit.kind))
        number = _NUMBER.match(printed)
        told = f"{names[self.words.language != 'vi']} {number[1] if number else unit.label}"
        return told[:1].upper() + told[1:]

    def _links(self) -> list[Link]:
        return [
            Link(c.start, c.end, self._target(c), c.resolved, only_cited=c.resolved and c.target in self._cited)
            for c in self.text.citations
        ]

    def _target(self, citation: CitationRow) -> str:
        place = f"/{citation.target_provision}" if citation.target_provision else ""
        return document_href(citation.target) + (place if citation.resolved else "")

    def _signs(self) -> list[Point]:
        """After the words of an act a sign that leads to its relation in the list of the document."""
        taken: dict[int, int] = {}
        signs = list(self.others)
        for relation in self.relations:
            quotes = [(e.kind == "citation", e.quote.end) for e in relation.evidence if e.quote and e.kind != "heading"]
            # After the document that is named, else after the whole sentence.
            named = {end for is_citation, end in quotes if is_citation} or {end for _, end in quotes}
            for end in sorted(named):
                taken[end] = taken.get(end, 0) + 1
                if taken[end] <= _SIGNS:
                    signs.append(Point(end, self._sign(relation)))
        return signs

    def _sign(self, relation: Relation) -> Element:
        language = self.words.language
        label = self.words.verb(relation)
        if relation.target_provision:
            label = f"{label}: {relation.target_provision.words(language)}"
        href = f"{document_href(self.text.path)}#r-{relation.id}"
        attributes = (("class", f"act g-{kind(relation.kind).group}"), ("href", href), *((("lang", language),) if language != "vi" else ()))
        return Element("a", attributes, (label,), added=True)

    def _accuracy(self) -> Accuracy:
        citations = self.text.citations
        unknown: dict[str, list[CitationRow]] = {}
        for citation in citations:
            if not citation.resolved:
                unknown.setdefault(citation.target, []).append(citation)
        listed = tuple(self._unrecognised(mentions) for mentions in list(unknown.values())[:_LISTED])
        cited = sum(citation.resolved and citation.target in self._cited for citation in citations)
        return Accuracy(len(citations), self.text.resolved, listed, len(unknown) - len(listed), cited)

    def _unrecognised(self, mentions: Sequence[CitationRow]) -> Unrecognised:
        first = mentions[0]
        said = shortened(self.text.text[first.start : min(first.end, first.start + 2 * _TITLE)])
        rules = [rule for mention in mentions if (rule := self._rules.get(mention.relation))]
        # An act says by which words it was found; only a mere mention says why it leads nowhere.
        why = next((rule_words(rule, self.words.language) for rule in rules if is_doubt(rule)), None)
        place = self.where(anchor_of(first.start, first.end), first.start)
        return Unrecognised(said, len(mentions), why, place, document_href(first.target))


@dataclass(frozen=True, slots=True)
class _Where:
    """Addresses seen from one part: what stands in it needs only a fragment."""

    text: Text
    number: int

    def __call__(self, anchor: str, offset: int) -> str:
        if self.text.part_of(offset) == self.number:
            return f"#{quote(anchor, safe='/')}"
        return self.text.where(anchor, offset)


def shortened(words: str, most: int = _TITLE) -> str:
    """The words on one line, those beyond `most` characters left out."""
    said = " ".join(words[: 4 * most].split())
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"



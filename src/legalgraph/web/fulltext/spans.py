"""What is marked inside the lines of a text: citations as links, points to jump to, signs, one highlighted span.

Spans may overlap in any way when they come; when they are given out links are apart, in order, and never inside each other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from legalgraph.web.display import WITH_HYPHENS
from legalgraph.web.fulltext.pieces import Element, Piece

HIGHLIGHT = "tai"
"""The id of the highlighted span."""


@dataclass(frozen=True, slots=True)
class Link:
    """A citation: where it stands, where it leads, whether anything is known to be meant, and its id on the page.

    `only_cited`: what is meant is known, but only by such citations.
    """

    start: int
    end: int
    href: str
    resolved: bool = True
    anchor: str = ""
    only_cited: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """Something that stands between two characters: an anchor, the mark of a footnote, the sign of an act."""

    at: int
    piece: Element


def anchor_of(start: int, end: int) -> str:
    """The id of a span of the text.

    >>> anchor_of(123, 145)
    'c-123-145'
    """
    return f"c-{start}-{end}"


def apart(links: Iterable[Link], length: int) -> tuple[list[Link], list[Link]]:
    """Links of which no two share a character, in order, and those that gave way: a link around others, and later ones.

    What sticks out of the text is cut off; a link that starts within another keeps what is outside of it.
    """
    kept: list[Link] = []
    left: list[Link] = []
    for given in sorted(links, key=lambda k: (max(0, k.start), -k.end, k.href)):
        start, end = max(0, given.start), min(length, given.end)
        link = Link(start, end, given.href, given.resolved, given.anchor or anchor_of(given.start, given.end), given.only_cited)
        # A link around this one stands for a whole sentence: the one inside is what is meant.
        if kept and start < end < kept[-1].end:
            left.append(kept.pop())
        begin = max(start, kept[-1].end) if kept else start
        if begin < end:
            kept.append(replace(link, start=begin))
        else:
            left.append(link)
    return kept, left


class Marked:
    """The marks of one text, ready to be asked for line after line."""

    def __init__(self, links: Sequence[Link], points: Iterable[Point], highlight: tuple[int, int] | None = None) -> None:
        self.links = links
        self._ends = [link.end for link in links]
        # Links do not hold links: what links stands after the citation it would fall into.
        placed = sorted(((self._outside(p), number, p.piece) for number, p in enumerate(points)), key=lambda item: item[:2])
        self._points = [(at, piece) for at, _, piece in placed]
        self._point_places = [at for at, _ in self._points]
        self.highlight = highlight if highlight and highlight[0] < highlight[1] else None
        self._highlight_named = False

    def _outside(self, point: Point) -> int:
        at = bisect_right(self._ends, point.at)
        if at < len(self.links) and self.links[at].start < point.at:
            return self.links[at].end
        return point.at

    def line(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """The pieces of the words of one line or cell, with the points in it and at its end."""
        at = start
        number = bisect_right(self._ends, start)
        while number < len(self.links) and self.links[number].start < end:
            link = self.links[number]
            begin, stop = max(start, link.start), min(end, link.end)
            yield from self._stretch(text, at, begin)
            yield from self._points_between(begin, begin + 1)
            yield self._link(text, link, begin, stop)
            at, number = stop, number + 1
        yield from self._stretch(text, at, end)
        yield from self._points_between(end, end + 1)

    def _link(self, text: str, link: Link, begin: int, stop: int) -> Element:
        look = "cite" if link.resolved and not link.only_cited else "cite cited" if link.resolved else "cite unknown"
        attributes = [("class", look), ("href", link.href)]
        if begin == link.start:
            attributes.insert(0, ("id", link.anchor))
        if not link.resolved:
            attributes.append(("aria-describedby", "not-known"))
        elif link.only_cited:
            attributes.append(("aria-describedby", "only-cited"))
        return Element("a", tuple(attributes), tuple(unbroken_pieces(self._lit(text, begin, stop))))

    def _stretch(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """Words without a link, with the points before `end`."""
        number, at = bisect_left(self._point_places, start), start
        while number < len(self._points) and self._points[number][0] < end:
            place, piece = self._points[number]
            yield from self._lit(text, at, place)
            yield piece
            at, number = place, number + 1
        yield from self._lit(text, at, end)

    def _points_between(self, start: int, end: int) -> Iterator[Piece]:
        number = bisect_left(self._point_places, start)
        while number < len(self._points) and self._points[number][0] < end:
            yield self._points[number][1]
            number += 1

    def _lit(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """Words, those of them in a mark that are highlighted."""
        if start >= end:
            return
        if self.highlight is None or end <= self.highlight[0] or self.highlight[1] <= start:
            yield text[start:end]
            return
        first, stop = max(start, self.highlight[0]), min(end, self.highlight[1])
        if start < first:
            yield text[start:first]
        named = () if self._highlight_named else (("id", HIGHLIGHT),)
        self._highlight_named = True
        yield Element("mark", named, (text[first:stop],))
        if stop < end:
            yield text[stop:end]


def unbroken_pieces(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with each số hiệu in an element of its own, which no line breaks at its hyphen."""
    for piece in pieces:
        found = WITH_HYPHENS.search(piece) if isinstance(piece, str) else None
        if found is None or not isinstance(piece, str):
            yield piece
            continue
        before, after = piece[: found.start()], piece[found.end() :]
        yield from (part for part in (before, Element("bdi", (("class", "nb"),), (found[0],)), after) if part)

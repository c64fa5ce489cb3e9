"""Chains of relations that join two documents over others: the shortest, and those that tell most before those that tell little."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from heapq import nsmallest
from itertools import islice, pairwise

from legalgraph.catalogue import Edge
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Group, Relation, kind
from legalgraph.queries.links import Links, OutOfReach

# No way leads on from a document that more than this many relate to: it would connect everything with everything.
HUB = 400
# A document that so many relate to joins two of them by chance rather than by sense.
BUSY = 40
# Between two hubs there may be more ways than anyone can read; the first this many are compared.
MOST_WAYS = 1_000
# What says most about two documents, first.
_TELLING = (ENDING | SUSPENDING, CHANGING, {"succeeds", "corrects"}, {"adopts_programme", "details", "carries_out"}, {"basis"})
_RANKS = {code: number for number, codes in enumerate(_TELLING) for code in codes}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: a relation, walked from its source to its target (`forward`) or the other way."""

    relation: Relation
    forward: bool

    @property
    def start(self) -> str:
        """The path of the document the step leaves."""
        return self.relation.source if self.forward else self.relation.target

    @property
    def end(self) -> str:
        """The path of the document the step reaches."""
        return self.relation.target if self.forward else self.relation.source


@dataclass(frozen=True, slots=True)
class Chain:
    """A way from one document to the other over at least one document between them.

    A `weak` chain tells little: see `Way.weak`.
    """

    steps: tuple[Step, ...]
    weak: bool = False

    @property
    def alike(self) -> bool:
        """True when both documents stand in the same relation to the one between them: both rest on it, it amends both."""
        first, *rest = self.steps
        return len(rest) == 1 and rest[0].forward is not first.forward and rest[0].relation.kind == first.relation.kind


@dataclass(frozen=True, slots=True)
class Way:
    """A way as the search finds it: its documents, one link for each step, how many documents relate to those between."""

    paths: tuple[str, ...]
    links: tuple[Edge, ...]
    degrees: tuple[int, ...]

    @property
    def bends(self) -> int:
        """How often the way turns against the direction of the relations."""
        forward = [link.source == start for link, start in zip(self.links, self.paths, strict=False)]
        return sum(before is not after for before, after in pairwise(forward))

    @property
    def weak(self) -> bool:
        """It leads through a text that only cites, a document that very many relate to, a mere reference, or to and fro."""
        if any(degree > BUSY for degree in self.degrees) or any(path.startswith("text/") for path in self.paths[1:-1]):
            return True
        return any(kind(link.kind).group is Group.REFERS for link in self.links) or self.bends > 1

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts the ways that tell most to the front."""
        texts = sum(path.startswith("text/") for path in self.paths)
        told, doubtful = sum(rank(link.kind) for link in self.links), sum(link.certainty is not Certainty.VERIFIED for link in self.links)
        return self.weak, texts, len(self.paths), self.bends, told, doubtful, sum(self.degrees), self.paths


@dataclass(frozen=True, slots=True)
class Found:
    """The best ways, how long the longest ways are that were all looked at, and how many ways there are besides."""

    ways: tuple[Way, ...]
    reach: int
    left_out: int


def rank(code: str) -> int:
    """How much a kind of relation says, least number first."""
    return _RANKS.get(code, len(_TELLING))


def find(links: Links, a: str, b: str, depth: int, most: int, content: bool = False) -> Found:
    """Find the shortest ways from `a` to `b` of two to `depth` steps, the most telling first, at most `most`.

    When all of the shortest are weak, longer ones are looked for too, unless one is `content` with them. From a document that is
    wide (see `Links`) those of two steps are found first; from one of which not all may be read, no more than three are looked for.
    """
    if not links.wide(a) and not links.wide(b):
        return _walked(links, a, b, depth, most, content)
    near = _walked(links, a, b, 2, most, content)
    unread = links.in_common(a, b) - len(near.ways) - near.left_out
    if depth > 2 and not _settled(near.ways, content):
        if deeper := links.deeper():
            return _walked(deeper, a, b, depth, most, content)
        near = _farther(links, a, b, most) or near
    return replace(near, left_out=near.left_out + unread)


def _farther(links: Links, a: str, b: str, most: int) -> Found | None:
    """Ways of up to three steps between a document of which not all may be read and one of which all may; None when neither may."""
    start = next((end for end in (a, b) if not links.too_wide(end)), None)
    try:
        further = links.farther(start, HUB) if start else None
    except OutOfReach:
        return None
    found = _walked(further, a, b, 3, most, content=False) if further else None
    return replace(found, reach=min(found.reach, 3 if further.whole else 2)) if found and further else None


def _walked(links: Links, a: str, b: str, depth: int, most: int, content: bool) -> Found:
    found: list[Way] = []
    best = cache(partial(_best, links))
    for length in range(2, depth + 1):
        try:
            for paths in islice(_paths(links, a, b, length), MOST_WAYS):
                steps = tuple(best(start, end) for start, end in pairwise(paths))
                found.append(Way(paths, steps, tuple(links.degree(path) for path in paths[1:-1])))
        except OutOfReach:
            return _chosen(found, length - 1, most)
        if length < depth and _settled(found, content):
            return _chosen(found, length, most)
    return _chosen(found, depth, most)


def _settled(ways: Sequence[Way], content: bool) -> bool:
    """Whether longer ways need not be looked for."""
    return any(not way.weak for way in ways) or (bool(ways) and content)


def _chosen(ways: list[Way], reach: int, most: int) -> Found:
    return Found(tuple(nsmallest(most, ways, key=lambda way: way.order)), reach, max(0, len(ways) - most))


def _paths(links: Links, a: str, b: str, length: int) -> Iterator[tuple[str, ...]]:
    """All simple ways of exactly `length` steps. Half of it is known from b, so that only the other half is walked blindly."""
    known = _distances(links, b, a, length // 2)
    radius = length // 2

    def walk(way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        left = length - len(way)  # steps after the next one
        ends = [
            end for end in links.around(way[-1]) if end != b and end not in way and (left > radius or known.get(end, length) <= left)
        ]
        if length > 2:
            links.weigh(ends)
        for end in ends:
            if length > 2 and links.degree(end) > HUB:
                continue
            if left == 1:
                yield (*way, end, b)
            else:
                yield from walk((*way, end))

    return walk((a,))


def _distances(links: Links, b: str, a: str, radius: int) -> dict[str, int]:
    """How far from b everything within the radius is, not walking through a or through hubs."""
    distance, border = {b: 0}, [b]
    for step in range(1, radius + 1):
        following = []
        links.weigh(border)
        for path in border:
            if path != b and (path == a or links.degree(path) > HUB):
                continue
            for end in links.around(path):
                if end not in distance:
                    distance[end] = step
                    following.append(end)
        border = following
    return distance


def _best(links: Links, start: str, end: str) -> Edge:
    """What says most between two documents; the last one before b was found from b's side and need not have been read itself."""
    joining = links.around(end)[start] if links.knows(end) else links.around(start)[end]
    return min(joining, key=_said) if len(joining) > 1 else joining[0]


def _said(link: Edge) -> tuple[int, bool, int, str]:
    """Acts first; of the rest, what is certain must not hide behind what is inferred."""
    told = rank(link.kind)
    return min(told, 2), link.certainty is not Certainty.VERIFIED, told, link.id

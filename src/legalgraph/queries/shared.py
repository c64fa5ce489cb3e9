"""What several documents have in common: others that stand in the same relation to each of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from legalgraph.catalogue import Edge
from legalgraph.model.relation import Certainty, Group, Relation, kind
from legalgraph.queries.chains import BUSY, rank
from legalgraph.queries.links import Links

# Of each group so many are told with their evidence; the others are counted.
SHOWN = 6
MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Shared:
    """One document in common, with its relation to each of the documents of the group. So many others relate to it: `degree`."""

    path: str
    degree: int
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class InCommon:
    """Documents that the `ends` have in common in one way: all ends act on them (`forward`), or they act on all ends.

    `others` are the most telling, those that few relate to first; `total` counts all. `weak`: mere references, or nothing but
    documents that very many relate to.
    """

    kind: str
    forward: bool
    ends: tuple[str, ...]
    others: tuple[Shared, ...]
    total: int
    weak: bool


@dataclass(frozen=True, slots=True)
class Common:
    """As InCommon, the relations of those `chosen` not read yet."""

    kind: str
    forward: bool
    ends: tuple[str, ...]
    chosen: tuple[tuple[str, int, tuple[Edge, ...]], ...]
    total: int
    weak: bool

    @property
    def edges(self) -> Iterator[Edge]:
        """The relations that are to be read."""
        return (edge for _, _, edges in self.chosen for edge in edges)

    def told(self, relations: Mapping[str, Relation]) -> InCommon:
        """The same with the relations themselves, which are given by id."""
        others = (Shared(other, degree, tuple(relations[edge.id] for edge in edges)) for other, degree, edges in self.chosen)
        return InCommon(self.kind, self.forward, self.ends, tuple(others), self.total, self.weak)


def in_common(links: Links, asked: Sequence[str]) -> tuple[Common, ...]:
    """Find what at least two of the documents have in common, the most telling groups first. Raises OutOfReach."""
    groups: dict[tuple[str, bool, tuple[str, ...]], dict[str, list[Edge]]] = defaultdict(dict)
    for other, standing in _standing(links, asked).items():
        # One entry a document: in what most of the documents share, then in what is certain, then in what says most.
        (code, forward), found = min(standing.items(), key=_telling)
        groups[code, forward, tuple(end for end in asked if end in found)][other] = [found[end] for end in asked if end in found]
    made = [_group(links, key, others) for key, others in groups.items()]
    return tuple(sorted(made, key=lambda group: (group.weak, -len(group.ends), rank(group.kind), group.kind, group.ends))[:MOST_GROUPS])


def _standing(links: Links, asked: Sequence[str]) -> dict[str, dict[tuple[str, bool], dict[str, Edge]]]:
    """By other document, kind and direction: a link to each of at least two of the documents asked about."""
    found: dict[str, dict[tuple[str, bool], dict[str, Edge]]] = defaultdict(lambda: defaultdict(dict))
    for end in asked:
        for other, joining in links.around(end).items():
            for link in joining if other not in asked else ():
                kept = found[other][link.kind, link.source == end]
                if end not in kept or (kept[end].certainty is not Certainty.VERIFIED and link.certainty is Certainty.VERIFIED):
                    kept[end] = link
    several = {other: {key: ends for key, ends in standing.items() if len(ends) > 1} for other, standing in found.items()}
    return {other: standing for other, standing in several.items() if standing}


def _telling(item: tuple[tuple[str, bool], dict[str, Edge]]) -> tuple[int, int, int, tuple[str, bool]]:
    key, found = item
    return -len(found), sum(link.certainty is not Certainty.VERIFIED for link in found.values()), rank(key[0]), key


def _group(links: Links, key: tuple[str, bool, tuple[str, ...]], others: dict[str, list[Edge]]) -> Common:
    code, forward, ends = key
    links.weigh(others)
    degrees = {other: links.degree(other) for other in others}
    chosen = sorted(others, key=lambda other: (degrees[other], other))[:SHOWN]
    weak = kind(code).group is Group.REFERS or all(degrees[other] > BUSY or other.startswith("text/") for other in chosen)
    # Of what acts on documents that thousands relate to, not all is read.
    total = len(others) if forward or not any(map(links.wide, ends)) else max(len(others), links.acting_on_all(ends, code))
    return Common(code, forward, ends, tuple((other, degrees[other], tuple(others[other])) for other in chosen), total, weak)

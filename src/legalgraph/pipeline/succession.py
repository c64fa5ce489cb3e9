"""Who replaces whom: relations that no text decides alone, as they must not go in a circle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from legalgraph.model.relation import Relation

SUCCESSION = "replaces"
FOLLOWING = (SUCCESSION, "succeeds")
"""The kinds of relation that must not go in a circle together."""


class Link(Protocol):
    """What is asked of a relation of succession."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def id(self) -> str: ...


L = TypeVar("L", bound=Link)


def without_circles(relations: Iterable[L], known: Iterable[Relation]) -> list[L]:
    """The relations of succession that, one after the other, make no circle with those known; the rest was read wrongly."""
    after: dict[str, set[str]] = defaultdict(set)
    for told in known:
        if told.kind in FOLLOWING:
            after[told.source].add(told.target)
    kept: list[L] = []
    for relation in sorted(relations, key=lambda r: (r.source, r.target, r.id)):
        if not _leads(after, relation.target, relation.source):
            after[relation.source].add(relation.target)
            kept.append(relation)
    return kept


def _leads(after: Mapping[str, set[str]], start: str, goal: str) -> bool:
    border, seen = [start], {start}
    while border:
        at = border.pop()
        if at == goal:
            return True
        for following in after.get(at, ()):
            if following not in seen:
                seen.add(following)
                border.append(following)
    return False

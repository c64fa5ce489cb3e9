"""Relations without their evidence: enough to draw and to count, and the way to the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from legalgraph.model.relation import Certainty, Group


@dataclass(frozen=True, slots=True)
class Related:
    """The relations of one document that are worth telling one by one, by id, and how many documents there are in all.

    `kinds` counts the others by kind and by whether they act upon the document, `groups` by family of kinds.
    """

    ids: tuple[str, ...]
    kinds: Mapping[tuple[str, bool], int]
    groups: Mapping[tuple[Group, bool], int]


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation. `id` is that of the relation; `day` when it takes effect; `place` the provision acted upon, as a path."""

    id: str
    source: str
    target: str
    kind: str
    certainty: Certainty = Certainty.VERIFIED
    day: date | None = None
    place: str | None = None


SELECT_EDGES = (
    "SELECT relation, s.path, t.path, kind, certainty, day, place FROM edge "
    "JOIN document AS s ON s.id = edge.source JOIN document AS t ON t.id = edge.target "
)
"""Reads the rows of which `edges_from` makes edges; a condition may follow."""
_IN_ORDER = itemgetter(1, 3, 2, 0)
_CERTAINTIES = {certainty.value: certainty for certainty in Certainty}


def edges_from(rows: Iterable[tuple[Any, ...]]) -> list[Edge]:
    """Edges by source, kind and target."""
    # Thousands of rows at once: to look a certainty up takes a fifth of the time of asking the enumeration for it.
    return [
        Edge(relation, source, target, kind, _CERTAINTIES[certainty], date.fromisoformat(day) if day else None, place)
        for relation, source, target, kind, certainty, day, place in sorted(rows, key=_IN_ORDER)
    ]

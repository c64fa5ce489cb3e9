"""Relations without their evidence: enough to draw and to count, and the way to the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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

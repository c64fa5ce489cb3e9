"""Relations without their evidence: enough to draw and to count, and the way to the rest."""

from dataclasses import dataclass
from datetime import date

from legalgraph.model.relation import Certainty


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

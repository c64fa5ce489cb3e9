"""Relations without their evidence, read once for a question and within a limit: enough to walk from document to document."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from legalgraph.catalogue import Edge
from legalgraph.model.relation import Relation
from legalgraph.queries.reader import Reader


class OutOfReach(Exception):
    """A limit that a search meets and ends at: more documents would have to be read than one question may."""


@dataclass(slots=True)
class Links:
    """The relations around documents, read when they are asked for. At most `most` documents, for at most `seconds`.

    Of `kinds` only; of all when none is named.
    """

    reader: Reader
    most: int
    seconds: float
    kinds: frozenset[str] = frozenset()
    _known: dict[str, dict[str, list[Edge]]] = field(default_factory=dict)
    _degrees: dict[str, int] = field(default_factory=dict)
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    def around(self, path: str) -> dict[str, list[Edge]]:
        """The relations of a document by the other document, in a stable order. Raises OutOfReach."""
        if path not in self._known:
            if len(self._known) >= self.most or time.monotonic() > self._until:
                raise OutOfReach
            found: dict[str, list[Edge]] = defaultdict(list)
            for edge in self.reader.catalogue.edges_of([path], self.kinds):
                if edge.source != edge.target:
                    found[edge.target if edge.source == path else edge.source].append(edge)
            self._known[path] = {other: sorted(found[other], key=lambda edge: edge.id) for other in sorted(found)}
        return self._known[path]

    def knows(self, path: str) -> bool:
        """True when the relations of a document were read."""
        return path in self._known

    def degree(self, path: str) -> int:
        """How many documents relate to this one. Raises OutOfReach where only some kinds are looked at."""
        if self.kinds:
            return len(self.around(path))
        if path not in self._degrees:
            self._degrees[path] = len(self._known[path]) if path in self._known else self.reader.catalogue.breadth(path)
        return self._degrees[path]

    def told(self, edges: Iterable[Edge]) -> dict[str, Relation]:
        """The relations themselves, with their evidence, by id."""
        return {relation.id: relation for relation in self.reader.relations_named(edge.id for edge in edges)}

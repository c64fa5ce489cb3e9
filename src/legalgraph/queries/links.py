"""Relations without their evidence, read once for a question and within a limit: enough to walk from document to document."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, attrgetter, or_

from legalgraph.catalogue import Edge
from legalgraph.model.relation import Relation
from legalgraph.queries.reader import Reader

MANY, WIDE = 100, 1_000
"""From a document that more than MANY relate to, ways of two steps are found by what is shared. Of one of more than WIDE
never all relations are read."""
_ID = attrgetter("id")
_SHARED = 100  # documents that a wide one has in common with the others, those that are mentioned least


class OutOfReach(Exception):
    """A limit that a search meets and ends at: more documents would have to be read than one question may."""


@dataclass(slots=True)
class Links:
    """The relations around documents, read when they are asked for. At most `most` documents, for at most `seconds`.

    Of `kinds` only; of all when none is named. Of wide documents among those `asked` about, to which more than MANY relate, or WIDE
    if `deep`, only what they have in common with the others is read, and what stands between them and `beyond`, a set of documents;
    and not all of that: `in_common` and `acting_on_all` count it.
    """

    reader: Reader
    most: int
    seconds: float
    kinds: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    deep: bool = False
    beyond: int = 0
    _known: dict[str, dict[str, list[Edge]]] = field(default_factory=dict)
    _degrees: dict[str, int] = field(default_factory=dict)
    _besides: dict[str, int] = field(default_factory=dict)
    _actings: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _asked: int | None = None
    _joint: dict[tuple[int, int], list[Edge]] = field(default_factory=dict)  # of all wide ones with some others
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    def deeper(self) -> "Links | None":
        """The same, with all relations of the documents asked about; None when that is too much of any of them."""
        if any(map(self.too_wide, self.asked)):
            return None
        left = self._until - time.monotonic()
        return Links(self.reader, self.most, left, self.kinds, self.asked, deep=True, _degrees=self._degrees)

    def farther(self, path: str, most: int) -> "Links":
        """The same, with all relations of one document, and with what wide ones have to do with those that are two relations from it.

        Nothing leads on from documents that more than `most` relate to. Raises OutOfReach.
        """
        found = Links(self.reader, self.most, self._until - time.monotonic(), self.kinds, self.asked, deep=True, _degrees=self._degrees)
        around = found.around(path)
        self._read_breadths(around)
        found.beyond = self.reader.catalogue.sets.beside([other for other in around if found.degree(other) <= most])
        return found

    @property
    def whole(self) -> bool:
        """Whether all that wide documents have to do with those `beyond` is read."""
        return all((self._beside(path) & self.beyond).bit_count() <= _SHARED for path in self.asked if self.wide(path))

    def too_wide(self, path: str) -> bool:
        """Whether more relate to the document than may be read of any."""
        return self._breadth(path) > WIDE

    def around(self, path: str) -> dict[str, list[Edge]]:
        """The relations of a document by the other document, in a stable order. Raises OutOfReach."""
        if path not in self._known:
            if len(self._known) >= self.most or time.monotonic() > self._until:
                raise OutOfReach
            found: dict[str, list[Edge]] = defaultdict(list)
            for edge in self._edges(path):
                if edge.source != edge.target:
                    found[edge.target if edge.source == path else edge.source].append(edge)
            self._known[path] = {other: sorted(found[other], key=_ID) if len(found[other]) > 1 else found[other] for other in sorted(found)}
        return self._known[path]

    def _edges(self, path: str) -> list[Edge]:
        catalogue = self.reader.catalogue
        if not self.wide(path):
            return catalogue.edges_of([path], self.kinds)
        asked = self._among_asked()
        shared = reduce(or_, (self._beside(path) & self._beside(other) for other in self.asked if other != path), 0) & ~asked
        further = self._beside(path) & self.beyond & ~shared & ~asked
        if (shared, further) not in self._joint:
            sets = catalogue.sets
            others = [*sets.numbered(self.asked), *sets.least_cited(shared, _SHARED), *sets.least_cited(further, _SHARED)]
            self._degrees |= {one.path: one.breadth for one in others}
            self._joint[shared, further] = catalogue.edges_between((one for one in others if self.wide(one.path)), others)
        return [
            edge
            for edge in self._joint[shared, further]
            if path in (edge.source, edge.target) and (not self.kinds or edge.kind in self.kinds)
        ]

    def wide(self, path: str) -> bool:
        """Whether the document is one of those asked about and too many relate to it to be read."""
        return path in self.asked and self._breadth(path) > (WIDE if self.deep else MANY)

    def _breadth(self, path: str) -> int:
        if path not in self._degrees:
            self._read_breadths([path])
        return self._degrees[path]

    def _read_breadths(self, paths: Iterable[str]) -> None:
        unknown = [path for path in paths if path not in self._degrees]
        if unknown:
            self._degrees |= dict.fromkeys(unknown, 0) | self.reader.catalogue.breadths(unknown)

    def _beside(self, path: str) -> int:
        """All documents that relate to one, as a set."""
        if path not in self._besides:
            around = *self._acting(path).items(), *self.reader.catalogue.sets.acted_upon(path).items()
            self._besides[path] = reduce(or_, (among for code, among in around if not self.kinds or code in self.kinds), 0)
        return self._besides[path]

    def _acting(self, path: str) -> Mapping[str, int]:
        if path not in self._actings:
            self._actings[path] = self.reader.catalogue.sets.acting(path)
        return self._actings[path]

    def _among_asked(self) -> int:
        if self._asked is None:
            self._asked = self.reader.catalogue.sets.of(self.asked)
        return self._asked

    def in_common(self, a: str, b: str) -> int:
        """How many other documents relate to both of two that are asked about."""
        return (self._beside(a) & self._beside(b) & ~self._among_asked()).bit_count()

    def acting_on_all(self, ends: Iterable[str], code: str) -> int:
        """How many other documents have relations of a kind to all of some that are asked about."""
        return reduce(and_, (self._acting(end).get(code, 0) for end in ends), ~self._among_asked()).bit_count()

    def knows(self, path: str) -> bool:
        """True when the relations of a document were read."""
        return path in self._known

    def degree(self, path: str) -> int:
        """How many documents relate to this one. Raises OutOfReach where only some kinds are looked at."""
        return len(self.around(path)) if self.kinds and not self.wide(path) else self._breadth(path)

    def weigh(self, paths: Iterable[str]) -> None:
        """Read at once what `degree` will be asked of many."""
        if not self.kinds:
            self._read_breadths(paths)

    def told(self, edges: Iterable[Edge]) -> dict[str, Relation]:
        """The relations themselves, with their evidence, by id."""
        return {relation.id: relation for relation in self.reader.relations_named(edge.id for edge in edges)}

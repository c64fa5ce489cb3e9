"""Steps from document to document: who stands one relation further, how many they are, and the foremost of them.

Of those that act upon a hub only the foremost are read, by legal rank and the younger first; all others are counted.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from heapq import nsmallest
from itertools import groupby
from operator import or_
from typing import Any, TypeVar

from legalgraph.catalogue.bits import bits, flags, numbers
from legalgraph.catalogue.columns import Columns, Select
from legalgraph.catalogue.edges import SELECT_EDGES, Edge, edges_from
from legalgraph.catalogue.hubs import Sorted, acting_upon, foremost
from legalgraph.model.relation import Certainty, Group, kind

_AT_ONCE = 500
T = TypeVar("T")
Row = tuple[str, str, int, str]  # relation, kind, the other document, certainty


@dataclass(frozen=True, slots=True)
class Step:
    """What one step reaches for the first time: `total` documents, and the relations by which the foremost of them are reached.

    `groups` are those of all relations that lead on, wanted or not.
    """

    edges: tuple[Edge, ...]
    total: int
    groups: frozenset[Group]


class Walk:
    """Steps that begin at one document and never come back. Texts that only cite are passed over.

    With a day, documents that are known to be younger are not reached, and are counted as `later`.
    """

    def __init__(self, select: Select, columns: Columns, start: str, wanted: Collection[Group], day: date | None) -> None:
        self._select, self._columns = select, columns
        self._wanted, self._day = wanted, day
        self._passed = columns.one("article") | bits(self._ids([start]))
        self._younger = 0

    @property
    def later(self) -> int:
        """How many documents that stand around are too young."""
        return self._younger.bit_count()

    def step(self, border: Iterable[str], most: int, telling: Callable[[str], int]) -> Step:
        """Go one relation beyond the documents at the border. The relations to the `most` foremost documents are read.

        Foremost is what stands in a kind of relation that is most `telling` (a code ▶ a number, larger for more), then what does so for
        certain, then by legal rank.
        """
        at = self._ids(border)
        hubs = {number: sets for number in at if (sets := acting_upon(self._select, number))}
        rows = [*self._rows("source", at, "target"), *self._rows("target", [n for n in at if n not in hubs], "source")]
        around = _by_kind(rows)
        for code, among in (item for sources in hubs.values() for item in sources.items()):
            around[code] = around.get(code, 0) | among
        sets = {code: new for code, among in around.items() if (new := among & ~self._passed)}
        reached = reduce(or_, (among for code, among in sets.items() if self._wants(code)), 0)
        younger = self._too_young(reached)
        self._younger |= younger
        reached &= ~younger
        self._passed |= reached
        met = flags(reached, self._columns.length)
        for number, sources in hubs.items():
            acting = {code: among & reached for code, among in sources.items() if self._wants(code) and among & reached}
            rows += self._between(number, sorted(self._foremost(number, acting, met, most, telling)))
        rows = [row for row in rows if met[row[2]] and self._wants(row[1])]
        chosen = self._chosen(rows, most, telling)
        found = dict.fromkeys(relation for relation, _, other, _ in rows if other in chosen)
        groups = frozenset(kind(code).group for code in sets)
        return Step(tuple(self._edges(list(found))), reached.bit_count(), groups)

    def _wants(self, code: str) -> bool:
        return not self._wanted or kind(code).group in self._wanted

    def _too_young(self, among: int) -> int:
        if self._day is None or not among:
            return 0
        days, day, younger, same = self._columns.column("day"), int(f"{self._day:%Y%m%d}"), 0, 0
        for year, of_year in self._columns.facet("year").items():
            if int(year) > self._day.year:
                younger |= of_year
            elif int(year) == self._day.year:
                same |= of_year
        return among & younger | bits(number for number in numbers(among & same) if days[number] > day)

    def _foremost(self, hub: int, acting: Mapping[str, int], met: bytes, most: int, telling: Callable[[str], int]) -> set[int]:
        """The foremost that act upon a hub, of sets by kind: at least `most` of them, where there are so many."""
        found: set[int] = set()
        for _, codes in groupby(sorted(acting, key=telling, reverse=True), key=telling):
            for code in codes:
                found.update(self._foremost_of(hub, code, acting[code], met, most))
            if len(found) >= most:
                break
        return found

    def _foremost_of(self, hub: int, code: str, among: int, met: bytes, most: int) -> list[int]:
        """The foremost of one kind; those that are kept first, and if they are not enough all others by rank."""
        first = [number for number in foremost(self._select, hub, code, Sorted.RANK) if met[number]][:most]
        if len(first) < min(most, among.bit_count()):
            first += nsmallest(most - len(first), numbers(among & ~bits(first)), key=self._columns.column("ranked").__getitem__)
        return first

    def _chosen(self, rows: Iterable[Row], most: int, telling: Callable[[str], int]) -> set[int]:
        ranked, best = self._columns.column("ranked"), dict[int, tuple[int, bool, int]]()
        for _, code, other, certainty in rows:
            how = -telling(code), certainty != Certainty.VERIFIED, ranked[other]
            if other not in best or how < best[other]:
                best[other] = how
        return set(nsmallest(most, best, key=best.__getitem__))

    def _between(self, hub: int, sources: Sequence[int]) -> Iterator[Row]:
        # By the sources: tens of thousands of relations have the hub as target. The plus keeps the index of targets out.
        for part in _parts(sources):
            query = f"SELECT relation, kind, source, certainty FROM edge WHERE source IN ({_marks(part)}) AND +target = ?"  # noqa: S608
            yield from self._select(query, (*part, hub))

    def _rows(self, end: str, at: Sequence[int], other: str) -> Iterator[Row]:
        for part in _parts(at):
            query = f"SELECT relation, kind, {other}, certainty FROM edge WHERE {end} IN ({_marks(part)})"  # noqa: S608
            yield from self._select(query, part)

    def _ids(self, paths: Iterable[str]) -> list[int]:
        found: dict[str, int] = {}
        asked = list(paths)
        for part in _parts(asked):
            found.update(self._select(f"SELECT path, id FROM document WHERE path IN ({_marks(part)})", part))  # noqa: S608
        return [found[path] for path in asked if path in found]

    def _edges(self, ids: Sequence[str]) -> list[Edge]:
        rows: list[tuple[Any, ...]] = []
        for part in _parts(ids):
            rows += self._select(SELECT_EDGES + f"WHERE relation IN ({_marks(part)})", part)
        return edges_from(rows)


def _by_kind(rows: Iterable[Row]) -> dict[str, int]:
    found: dict[str, list[int]] = defaultdict(list)
    for _, code, other, _ in rows:
        found[code].append(other)
    return {code: bits(others) for code, others in found.items()}


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _marks(part: Sequence[object]) -> str:
    return ", ".join("?" * len(part))

"""Sets of documents that are asked about together: those around one, those of some types, the most mentioned of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from legalgraph.catalogue.bits import bits, numbers
from legalgraph.catalogue.columns import Columns, Select
from legalgraph.catalogue.hubs import acting_upon

_AT_ONCE = 500


class Numbered(NamedTuple):
    """A document by its number in the catalogue, and how many there are one relation away from it."""

    number: int
    path: str
    breadth: int


class Sets:
    """Sets of the documents of one catalogue; see `legalgraph.catalogue.bits`."""

    def __init__(self, select: Select, columns: Columns) -> None:
        self._select, self._columns = select, columns

    def of(self, paths: Iterable[str]) -> int:
        """Those of the documents that there are."""
        asked = list(paths)
        found: list[int] = []
        for start in range(0, len(asked), _AT_ONCE):
            part = asked[start : start + _AT_ONCE]
            rows = self._select(f"SELECT id FROM document WHERE path IN ({', '.join('?' * len(part))})", part)  # noqa: S608
            found += [number for (number,) in rows]
        return bits(found)

    def around(self, path: str) -> Mapping[str, int]:
        """The documents that stand in a relation with one, in either direction, by kind of relation."""
        found = defaultdict(int, self.acting(path))
        for code, members in self.acted_upon(path).items():
            found[code] |= members
        return found

    def acted_upon(self, path: str) -> Mapping[str, int]:
        """The documents that one acts upon, by kind of relation."""
        return self._by_kind("SELECT kind, target FROM edge WHERE source = ? AND target <> source", self._number(path))

    def beside(self, paths: Iterable[str]) -> int:
        """The documents that stand in a relation with any of some, in either direction."""
        at, found = numbers(self.of(paths)), list[int]()
        for start in range(0, len(at), _AT_ONCE):
            part = at[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            for query in ("SELECT target FROM edge WHERE source IN ({})", "SELECT source FROM edge WHERE target IN ({})"):
                found += [number for (number,) in self._select(query.format(marks), part)]
        return bits(found)

    def acting(self, path: str) -> Mapping[str, int]:
        """The documents that act upon one, by kind of relation."""
        number = self._number(path)
        hub = acting_upon(self._select, number)
        return hub or self._by_kind("SELECT kind, source FROM edge WHERE target = ? AND source <> target", number)

    def _number(self, path: str) -> int:
        (number,) = numbers(self.of([path])) or (0,)
        return number

    def _by_kind(self, query: str, number: int) -> dict[str, int]:
        others: dict[str, list[int]] = defaultdict(list)
        for code, other in self._select(query, (number,)):
            others[code].append(other)
        return {code: bits(members) for code, members in others.items()}

    def fitting(self, types: Sequence[str], issuers: Sequence[str], since: int | None, until: int | None) -> int:
        """The documents of any of the types, by any of the issuers, with a year within the bounds; what is empty or None leaves all."""
        among = self._columns.one("there")
        if types:
            among &= self._columns.any_of("type", types)
        if issuers:
            among &= self._columns.any_of("issuer", issuers)
        if since is not None or until is not None:
            rows = self._select("SELECT id FROM document WHERE year BETWEEN ? AND ?", (since or 0, until or 9999))
            among &= bits(number for (number,) in rows)
        return among

    def counted(self, facet: str, among: int) -> dict[str, int]:
        """How many documents of a set have each value of a facet, the most frequent first."""
        found = [(value, n) for value, having in self._columns.facet(facet).items() if (n := (having & among).bit_count())]
        return dict(sorted(found, key=lambda item: (-item[1], item[0])))

    def most_cited(self, among: int, most: int) -> list[str]:
        """The paths of the most mentioned documents of a set; of those mentioned as often the younger first."""
        cited, days = self._columns.column("cited"), self._columns.column("day")
        first = nsmallest(most, numbers(among), key=lambda number: (-cited[number], -(days[number] // 10_000), number))
        marks = ", ".join("?" * len(first))
        found: dict[int, str] = dict(self._select(f"SELECT id, path FROM document WHERE id IN ({marks})", first))  # noqa: S608
        return [found[number] for number in first]

    def least_cited(self, among: int, most: int) -> list[Numbered]:
        """The least mentioned documents of a set, the least first."""
        last = numbers(among)[: -most - 1 : -1]
        found = {one.number: one for one in self._numbered("id", last)}
        return [found[number] for number in last]

    def numbered(self, paths: Sequence[str]) -> list[Numbered]:
        """Those of the documents, at most hundreds, that there are, in any order."""
        return self._numbered("path", paths)

    def _numbered(self, column: str, values: Sequence[str | int]) -> list[Numbered]:
        query = f"SELECT id, path, breadth FROM document WHERE {column} IN ({', '.join('?' * len(values))})"  # noqa: S608
        return [Numbered(*row) for row in self._select(query, values)]

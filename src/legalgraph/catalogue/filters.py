"""What may be asked of results beside the words: type, issuer, year, status on a day, field, whether there is a text."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from legalgraph.catalogue.columns import Columns

FACETS = ("type", "issuer", "year", "status", "subject", "text")
Years = tuple[int, int]


def read_years(value: str) -> Years | None:
    """Read `2012` or `2010-2019`; None for anything else."""
    first, dash, last = value.strip().partition("-")
    parts = (first, last if dash else first)
    if not all(part.isascii() and part.isdigit() and len(part) == 4 for part in parts):
        return None
    years = int(parts[0]), int(parts[1])
    return years if years[0] <= years[1] else None


@dataclass(frozen=True, slots=True)
class Filters:
    """Values of one facet are alternatives, facets are joined. `years` are first and last; statuses are those on `day`.

    `today` is for `span_on`: later nothing is known to be in force.
    """

    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[Years, ...] = ()
    statuses: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    text: bool = False
    day: date = date.max
    today: date | None = None

    def active(self) -> tuple[str, ...]:
        """The names of the facets that leave something out."""
        given = (self.types, self.issuers, self.years, self.statuses, self.subjects, self.text)
        return tuple(name for name, values in zip(FACETS, given, strict=True) if values)

    def without(self, facet: str) -> "Filters":
        """These filters but for one facet."""
        open_again: dict[str, Filters] = {
            "type": replace(self, types=()),
            "issuer": replace(self, issuers=()),
            "year": replace(self, years=()),
            "status": replace(self, statuses=()),
            "subject": replace(self, subjects=()),
            "text": replace(self, text=False),
        }
        return open_again[facet]


ALL = Filters()
"""No filter."""


def kept(columns: Columns, ids: Sequence[int], filters: Filters) -> list[int]:
    """Those of the documents that pass."""
    found = list(ids)
    for test in _tests(columns, filters):
        found = [number for number in found if test(number)]
    return found


def _tests(columns: Columns, filters: Filters) -> Iterable[Callable[[int], bool]]:
    if filters.types:
        yield _one_of(columns.types, filters.types)
    if filters.issuers:
        yield _any_of(columns.issuers, filters.issuers)
    if filters.years:
        years, ranges = columns.years, filters.years
        yield lambda number: any(first <= years[number] <= last for first, last in ranges)
    if filters.statuses:
        yield _one_of(columns.statuses(filters.day, filters.today), filters.statuses)
    if filters.subjects:
        yield _any_of(columns.subjects, filters.subjects)
    if filters.text:
        yield columns.texts.__getitem__


def _one_of(column: Sequence[str], values: Iterable[str]) -> Callable[[int], bool]:
    wanted = frozenset(values)
    return lambda number: column[number] in wanted


def _any_of(column: Sequence[tuple[str, ...]], values: Iterable[str]) -> Callable[[int], bool]:
    wanted = frozenset(values)
    return lambda number: not wanted.isdisjoint(column[number])


Counts = dict[str, list[tuple[str, int]]]


def counted(columns: Columns, ids: Sequence[int], filters: Filters) -> Counts:
    """How many documents each value of each facet would give beside the other filters; the most frequent first, years in order."""
    passed = kept(columns, ids, filters)
    counts: Counts = {}
    for facet in FACETS:
        among = kept(columns, ids, filters.without(facet)) if facet in filters.active() else passed
        tally = _tally(columns, among, facet, filters)
        order = sorted(tally.items()) if facet == "year" else sorted(tally.items(), key=lambda item: (-item[1], item[0]))
        counts[facet] = [(str(value), n) for value, n in order]
    return counts


def _tally(columns: Columns, ids: Sequence[int], facet: str, filters: Filters) -> Counter[str] | Counter[int]:
    if facet == "type":
        return Counter(map(columns.types.__getitem__, ids))
    if facet == "year":
        return Counter(year for year in map(columns.years.__getitem__, ids) if year)
    if facet == "status":
        return Counter(map(columns.statuses(filters.day, filters.today).__getitem__, ids))
    if facet == "text":
        return Counter({"1": sum(map(columns.texts.__getitem__, ids))})
    many = columns.issuers if facet == "issuer" else columns.subjects
    return Counter(chain.from_iterable(map(many.__getitem__, ids)))

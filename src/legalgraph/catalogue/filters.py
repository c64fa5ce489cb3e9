"""What may be asked of results beside the words: type, issuer, year, status on a day, field, whether there is a text."""

from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_, or_

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


def passing(columns: Columns, filters: Filters) -> int | None:
    """The documents that pass, as a set; None when all do."""
    found: int | None = None
    for name in filters.active():
        passed = _passing(columns, name, filters)
        found = passed if found is None else found & passed
    return found


def _passing(columns: Columns, name: str, filters: Filters) -> int:
    if name == "type":
        return columns.any_of("type", filters.types)
    if name == "issuer":
        return columns.any_of("issuer", filters.issuers)
    if name == "subject":
        return columns.any_of("subject", filters.subjects)
    if name == "text":
        return columns.one("text")
    if name == "status":
        statuses = columns.statuses(filters.day, filters.today)
        return reduce(or_, (statuses.get(status, 0) for status in filters.statuses), 0)
    known = columns.facet("year")
    return reduce(or_, (among for year, among in known.items() if any(first <= int(year) <= last for first, last in filters.years)), 0)


Counts = dict[str, list[tuple[str, int]]]


def counted(columns: Columns, found: int, filters: Filters) -> Counts:
    """How many documents of a set each value of each facet would give beside the other filters; the most frequent first, years in order."""
    passed = {name: _passing(columns, name, filters) for name in filters.active()}
    counts: Counts = {}
    for facet in FACETS:
        among = reduce(and_, (others for name, others in passed.items() if name != facet), found)
        values = columns.statuses(filters.day, filters.today) if facet == "status" else columns.facet(facet)
        tally = [(str(value), n) for value, having in values.items() if (n := (having & among).bit_count())]
        counts[facet] = sorted(tally) if facet == "year" else sorted(tally, key=lambda item: (-item[1], item[0]))
    counts["text"] = counts["text"] or [("1", 0)]
    return counts

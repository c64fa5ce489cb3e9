"""What results are filtered by and counted in, one value a document, in memory: ten thousand hits are counted in milliseconds.

Documents are known by their number in the catalogue, which is 1 for the one that most others mention.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from sys import intern
from typing import Any

from legalgraph.model.document import Status

Select = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
_DAYS = 8  # days of which the statuses are kept


class Columns:
    """The columns of a catalogue, each a list in which the number of a document is the place."""

    def __init__(self, select: Select) -> None:
        self._select = select
        rows = select("SELECT type, year, signed, has_text, title_words, path, cited, identified FROM document ORDER BY id", ())
        self.types: list[str] = ["", *(intern(row[0]) for row in rows)]
        self.years: list[int] = [0, *(int(row[2][:4]) if row[2] else row[1] or 0 for row in rows)]
        self.texts: list[bool] = [False, *(bool(row[3]) for row in rows)]
        self.title_words: list[int] = [0, *(row[4] for row in rows)]
        self.cited: list[int] = [0, *(row[6] for row in rows)]
        self.identified: list[bool] = [False, *(bool(row[7]) for row in rows)]
        self._days: list[str] = ["", *(row[2] or (f"{row[1]:04d}" if row[1] else "") for row in rows)]
        self.all = [number for number, row in enumerate(rows, 1) if not row[5].startswith("citation/")]
        """All documents and articles, the most mentioned first; not what is known only by a citation."""
        self.statuses = lru_cache(_DAYS)(self._statuses)

    @cached_property
    def issuers(self) -> list[tuple[str, ...]]:
        """The codes of the issuers of each document."""
        return self._many("SELECT document, code FROM issuer ORDER BY document, code")

    @cached_property
    def subjects(self) -> list[tuple[str, ...]]:
        """The fields of law of each document."""
        return self._many("SELECT document, name FROM subject ORDER BY document, name")

    @cached_property
    def newest(self) -> list[int]:
        """The place of each document when the newest comes first and what has no day last."""
        return self._places(sorted(range(1, len(self._days)), key=lambda n: self._days[n], reverse=True))

    @cached_property
    def oldest(self) -> list[int]:
        """The place of each document when the oldest comes first and what has no day last."""
        return self._places(sorted(range(1, len(self._days)), key=lambda n: (not self._days[n], self._days[n])))

    @staticmethod
    def _places(order: Sequence[int]) -> list[int]:
        places = [0] * (len(order) + 1)
        for place, number in enumerate(order):
            places[number] = place
        return places

    def _many(self, query: str) -> list[tuple[str, ...]]:
        found: dict[int, list[str]] = defaultdict(list)
        for number, value in self._select(query, ()):
            found[number].append(intern(value))
        kept: dict[tuple[str, ...], tuple[str, ...]] = {}
        column: list[tuple[str, ...]] = [()] * len(self.types)
        for number, values in found.items():
            column[number] = kept.setdefault(tuple(values), tuple(values))
        return column

    def _statuses(self, day: date, today: date | None) -> list[str]:
        """The status of each document on a day, as `span_on` gives it."""
        column = [Status.UNKNOWN.value] * len(self.types)
        query = "SELECT document, status, max(since) FROM span WHERE since <= ? GROUP BY document"
        unsure = (Status.IN_FORCE, Status.PARTLY_EXPIRED) if today and day > today else ()
        for number, status, _ in self._select(query, (day.isoformat(),)):
            if status not in unsure:
                column[number] = intern(status)
        return column

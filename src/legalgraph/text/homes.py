"""Where in its text a word stands, and what a place named there without a document is the place of."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from legalgraph.model.provision import Locator

ATTACHED = frozenset({"phuluc", "mau", "kem-theo"})
# What an annex or attached document may have of its own; annexes and forms are numbered through the whole document.
_NUMBERED_ANEW = frozenset({"phan", "chuong", "muc", "tieumuc", "dieu"})
Steps = tuple[tuple[str, str], ...]


class Homes:
    """The units of a text by where they begin; those of its annexes by what they are called there."""

    def __init__(self, sources: Sequence[tuple[int, Locator | None]]) -> None:
        self._starts = [offset for offset, _ in sources]
        self._sources = [place for _, place in sources]
        self._within: dict[Steps, dict[tuple[str, str], set[Steps]]] = {}
        for steps in {place.steps for place in self._sources if place}:
            for at, (unit, _) in enumerate(steps):
                if unit in ATTACHED:
                    self._within.setdefault(steps[: at + 1], {}).setdefault(steps[-1], set()).add(steps)

    def source(self, offset: int) -> Locator | None:
        """The place of the unit in which an offset stands."""
        at = bisect_left(self._starts, offset + 1) - 1
        return self._sources[at] if at >= 0 else None

    def begins(self, offset: int) -> int:
        """Where the unit begins in which an offset stands."""
        at = bisect_left(self._starts, offset + 1) - 1
        return self._starts[at] if at >= 0 else 0

    def of(self, place: Locator, where: Locator | None) -> Locator | None:
        """The place that is meant at `where`: "Điều 4" in an attached charter is the charter's; None where that is not plain."""
        first = place.steps[0]
        around = [where.steps[: at + 1] for at, (unit, _) in enumerate(where.steps) if unit in ATTACHED] if where else []
        if not around or first[0] not in _NUMBERED_ANEW:
            return place
        for attached in reversed(around):
            found = self._within.get(attached, {}).get(first, set())
            if found:
                return replace(place, steps=(*next(iter(found)), *place.steps[1:])) if len(found) == 1 else None
        has_articles = any(unit == "dieu" for attached in around for unit, _ in self._within.get(attached, {}))
        return place if first[0] == "dieu" and not has_articles else None

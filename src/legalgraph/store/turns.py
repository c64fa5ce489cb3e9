"""Who leaves place, computing time or worker to others when many queries run: the rule alone, without clocks and processes.

What a query has computed counts, not how long it took: a machine that is busy with other things makes short queries slow, not long.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from legalgraph.errors import Busy, LegalGraphError

_SHORT = 0.05  # seconds after which a query may have to step aside
_LONG = 0.25  # seconds of computing after which a query only gets the time that newer ones leave
_LARGE = 10.0  # the same for one that is being answered


class GaveWay(LegalGraphError):
    """The query lost its worker to a newer one and is run again when there is room."""


class Contender(Protocol):
    """A query that runs: `since` it got its worker, `aside` when it has left its place, with a `second_chance` when it gave way before."""

    since: float
    answering: bool
    aside: bool
    second_chance: bool

    @property
    def computing(self) -> bool:
        """Whether a worker that is ready looks for the answer."""
        ...

    def computed(self, now: float) -> float:
        """How many seconds it has computed; nothing before its worker is ready."""
        ...

    def lower(self) -> None:
        """Leave the computing time to others."""
        ...

    def lift(self) -> None:
        """Undo `lower`, if that is allowed."""
        ...


Query = TypeVar("Query", bound=Contender)


def stepping_aside(running: Iterable[Query], now: float, missing: int) -> list[Query]:
    """Those that leave their places to so many newer ones: who has run longest, if it has run a moment."""
    old = sorted((query for query in running if not query.aside and _has_run(query, now)), key=lambda query: query.since)
    return old[:missing]


def lower_long(running: Iterable[Contender], now: float) -> None:
    """Let what has computed for a while compute with the time that others leave."""
    for query in running:
        if query.computed(now) > (_LARGE if query.answering else _LONG):
            query.lower()


def giving_way(running: Iterable[Query], now: float, missing: int, slice_s: float) -> list[tuple[Query, LegalGraphError]]:
    """Those that lose their workers to so many newer ones, each with what it is told: who has computed for more than its slice."""
    queries = list(running)
    most = min(missing, sum(_has_run(query, now) for query in queries if not query.aside))
    slow = [query for query in queries if not query.answering and query.computed(now) > slice_s]
    return [(query, _told(query, now)) for query in sorted(slow, key=lambda query: query.since)[: max(0, most)]]


def _has_run(query: Contender, now: float) -> bool:
    # A slow reader and the start of a worker take up a place too, and compute nothing.
    return (query.computed(now) if query.computing else now - query.since) > _SHORT


def _told(query: Contender, now: float) -> LegalGraphError:
    if query.second_chance:
        return Busy(f"the query was stopped after {now - query.since:.3g} seconds because others wait; try again later")
    return GaveWay("a newer query needs the worker")

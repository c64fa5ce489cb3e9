"""The rule of turns, in numbers: what queries have computed decides, not how long they took."""

from dataclasses import dataclass
from typing import Any

import pytest

from legalgraph.errors import Busy
from legalgraph.store.turns import GaveWay, giving_way, lower_long, stepping_aside

NOW = 100.0


@dataclass(eq=False)
class Query:
    """A query as the rule sees it."""

    took: float
    used: float
    answering: bool = False
    aside: bool = False
    second_chance: bool = False
    starting: bool = False
    lowered: bool = False

    @property
    def since(self) -> float:
        return NOW - self.took

    @since.setter
    def since(self, value: float) -> None:
        self.took = NOW - value

    @property
    def computing(self) -> bool:
        return not self.answering and not self.starting

    def computed(self, now: float) -> float:
        assert now == NOW
        return self.used

    def lower(self) -> None:
        self.lowered = True

    def lift(self) -> None:
        self.lowered = False


def test_who_has_run_longest_steps_aside_first() -> None:
    queries = [Query(1, 1), Query(3, 0.1), Query(2, 1), Query(4, 1, aside=True)]
    assert stepping_aside(queries, NOW, 2) == [queries[1], queries[2]]


@pytest.mark.parametrize(
    ("query", "steps"),
    [
        (Query(5, 0.04), False),  # short, on a machine that is busy with other things
        (Query(0.1, 0.06), True),
        (Query(1, 0.01, answering=True), True),  # its reader is slow
        (Query(0.04, 0.01, answering=True), False),
        (Query(0.1, 0.0, starting=True), True),
    ],
)
def test_a_query_steps_aside_when_it_has_computed_a_moment(query: Query, steps: bool) -> None:
    assert bool(stepping_aside([query], NOW, 1)) is steps


@pytest.mark.parametrize(("more", "lowered"), [({"used": 0.2}, False), ({"used": 0.3}, True), ({"used": 9, "answering": True}, False)])
def test_who_has_computed_long_leaves_the_computing_time(more: dict[str, Any], lowered: bool) -> None:
    query = Query(**{"took": 15, **more})
    lower_long([query], NOW)
    assert query.lowered is lowered


def test_short_queries_keep_their_workers_however_long_they_take() -> None:
    """Eight clients of queries of 70 ms on a machine with nine other programs: each takes a second, and none is too long."""
    assert giving_way([Query(2, 0.07, aside=index > 1, second_chance=index > 6) for index in range(8)], NOW, 8, 0.5) == []


def test_the_longest_give_way_and_are_turned_away_the_second_time() -> None:
    queries = [Query(2, 0.6), Query(4, 0.6, second_chance=True), Query(3, 0.6), Query(9, 0.1), Query(9, 9, answering=True)]
    told = giving_way(queries, NOW, 2, 0.5)
    assert [query for query, _ in told] == [queries[1], queries[2]]
    assert [type(verdict) for _, verdict in told] == [Busy, GaveWay]
    assert "after 4 seconds" in str(told[0][1])


def test_nobody_gives_way_when_a_place_is_about_to_be_free() -> None:
    queries = [Query(9, 9, aside=True), Query(0.1, 0.01)]
    assert giving_way(queries, NOW, 1, 0.5) == []
    assert giving_way(queries, NOW, -1, 0.5) == []

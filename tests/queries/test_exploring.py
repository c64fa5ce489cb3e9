"""What the explorer gathers: the most telling first, within a limit, and every count as if its own filter were not set."""

import pytest
from tests.conftest import WriteTables

from legalgraph.library import Library, open_published
from legalgraph.model.relation import kinds
from legalgraph.pipeline import ingest
from legalgraph.queries.exploring import Filters, Seen, Wish, explore, telling
from legalgraph.store.snapshots import Home

DECREE, OLD, AMENDING = "nd/2031/901/nd-cp", "nd/2025/77/nd-cp", "nd/2034/12/nd-cp"
FIRST, SECOND, LOCAL = "qd/2032/4001/qd-ttg", "qd/2035/4002/qd-ttg", "vn-18/qd/2033/4001/qd-ubnd"
CITATION = "citation/chi-thi-tam"


def seen(sample: Library, *opened: str, **wish: object) -> Seen:
    return explore(sample.reader.catalogue, Wish(opened, **wish))  # type: ignore[arg-type]


def test_acts_stand_before_references(sample: Library) -> None:
    found = seen(sample, DECREE)
    assert found.paths[:3] == (DECREE, OLD, AMENDING)
    assert found.paths[-1] == CITATION
    assert found.opened == {DECREE}
    assert not found.left_out


def test_the_limit_counts_what_it_leaves_out(sample: Library) -> None:
    found = seen(sample, DECREE, limit=2)
    assert found.paths == (DECREE, OLD, AMENDING)
    assert found.left_out == {DECREE: len(sample.reader.ends(DECREE)) - 2}
    assert {end for edge in found.edges for end in (edge.source, edge.target)} <= set(found.paths)


def test_nothing_opened_is_nothing_seen(sample: Library) -> None:
    assert seen(sample).paths == ()
    assert seen(sample, "nd/1900/1/nd-cp").paths == ()
    assert seen(sample, DECREE, without=frozenset({DECREE})).paths == ()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(kinds=frozenset({"replaces"})), {DECREE, OLD}),
        (Filters(types=frozenset({"qd"})), {DECREE, FIRST, SECOND}),
        (Filters(issuers=frozenset({"cp"})), {DECREE, OLD, AMENDING}),
        (Filters(since=2034), {DECREE, AMENDING, SECOND}),
        (Filters(until=2025), {DECREE, OLD}),
        (Filters(types=frozenset({"nd"}), since=2030), {DECREE, AMENDING}),
    ],
)
def test_filters_choose_what_is_reached(sample: Library, filters: Filters, expected: set[str]) -> None:
    assert set(seen(sample, DECREE, filters=filters).paths) == expected


def test_counts_are_as_if_their_own_filter_were_not_set(sample: Library) -> None:
    free = seen(sample, DECREE)
    narrow = seen(sample, DECREE, filters=Filters(types=frozenset({"nd"})))
    assert narrow.types == free.types
    assert set(narrow.kinds) == {"replaces", "amends"}
    assert free.issuers["cp"] == 2


def test_removed_documents_are_not_shown(sample: Library) -> None:
    found = seen(sample, DECREE, without=frozenset({OLD}))
    assert OLD not in found.paths
    assert "replaces" not in found.kinds


def test_added_documents_bring_nobody_along(sample: Library) -> None:
    found = explore(sample.reader.catalogue, Wish(added=(LOCAL, FIRST)))
    assert found.paths == (LOCAL, FIRST)
    assert [edge.kind for edge in found.edges] == ["carries_out"]
    assert found.kinds == {"carries_out": 1}


def test_relations_among_those_around_are_drawn_only_when_asked_for_or_when_they_act(write_tables: WriteTables) -> None:
    documents = [{"id": f"nd/2031/{n}/nd-cp", "number": f"{n}/2031/NĐ-CP", "issuer": "cp"} for n in (1, 2, 3, 4)]
    drawn = [("2", "1", "basis"), ("3", "1", "basis"), ("4", "1", "basis"), ("3", "2", "basis"), ("4", "2", "amends")]
    relations = [{"source": f"nd/2031/{a}/nd-cp", "target": f"nd/2031/{b}/nd-cp", "kind": kind} for a, b, kind in drawn]
    folder = write_tables(documents=documents, relations=relations)
    ingest([folder], Home(folder / "home"))
    catalogue = open_published(folder / "home").reader.catalogue
    calm, whole = (explore(catalogue, Wish(("nd/2031/1/nd-cp",), everything=everything)) for everything in (False, True))
    assert (len(calm.edges), calm.undrawn) == (4, 1)
    assert "amends" in {edge.kind for edge in calm.edges}
    assert (len(whole.edges), whole.undrawn) == (5, 0)


def test_every_kind_has_its_weight() -> None:
    weights = {code: telling(code) for code in kinds()}
    assert weights["replaces"] < weights["amends"] < weights["details"] < weights["basis"] < weights["refers"]
    assert weights["consolidates"] < weights["refers"] == max(weights.values())

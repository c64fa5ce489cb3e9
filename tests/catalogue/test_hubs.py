"""What is kept of documents that very many act upon says the same as reading everything."""

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.catalogue import Catalogue, Edge, Entry, build_catalogue, hubs
from legalgraph.catalogue.bits import bits, flags, numbers, packed_bits, unpacked_bits
from legalgraph.catalogue.building import NO_RANK
from legalgraph.model.document import Document
from legalgraph.model.rank import rank_of_path
from legalgraph.model.relation import Certainty, Group
from legalgraph.queries.exploring import Filters, Wish, explore

LAW = "luat/2001/1/qh10"


@given(st.sets(st.integers(1, 2000)))
def test_sets_come_back(chosen: set[int]) -> None:
    among = bits(chosen)
    assert numbers(among) == sorted(chosen)
    assert among.bit_count() == len(chosen)
    assert unpacked_bits(packed_bits(among)) == among
    assert [n for n, flag in enumerate(flags(among, 2001)) if flag] == sorted(chosen)


def country(folder: Path) -> Catalogue:
    """A law, another law, and 60 documents that act upon them in several ways, all drawn from one seed."""
    drawn = random.Random(7)
    laws = [Document(LAW, "luat", "Luật Tằm"), Document("luat/2005/2/qh11", "luat", "Luật Dê")]
    kinds = (("nd", "nd-cp"), ("tt", "tt-btc"), ("qd", "qd-ttg"), ("luat", "qh12"))
    others = [
        Document(f"{kind}/{drawn.randint(2001, 2020)}/{n}/{symbol}", kind, "a") for n in range(3, 63) for kind, symbol in [drawn.choice(kinds)]
    ]
    others += [Document(f"citation/{n}", "nd", "Nghị định") for n in range(3)] + [Document(f"text/{n}", "", "Bài viết") for n in range(3)]
    edges = []
    for number, other in enumerate(others * 2):
        code, target = drawn.choice(["basis", "refers", "details", "amends", "ends"]), drawn.choice([*laws, others[0]])
        certainty = drawn.choice(list(Certainty))
        edges.append(Edge(f"{number:016x}", other.path, target.path, code, certainty, place=drawn.choice([None, "dieu_1"])))
    edges += [Edge("f" * 16, LAW, laws[1].path, "refers"), Edge("e" * 16, LAW, LAW, "refers")]
    build_catalogue(folder / "c", map(Entry, [*laws, *others]), edges, {})
    return Catalogue(folder / "c")


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Catalogue, Catalogue]:
    """The same country without hubs, and with everything a hub that three relations act upon."""
    (tmp_path / "plain").mkdir()
    (tmp_path / "hubs").mkdir()
    plain = country(tmp_path / "plain")
    monkeypatch.setattr(hubs, "MANY", 3)
    return plain, country(tmp_path / "hubs")


@pytest.mark.parametrize("most", [1, 5, 1000])
def test_relations_told_and_counted(both: tuple[Catalogue, Catalogue], most: int) -> None:
    plain, known = both
    assert plain.select("SELECT count(*) FROM hub") == [(0,)]
    assert known.select("SELECT count(DISTINCT document) FROM hub")[0][0] >= 3
    for path in plain.paths():
        expected, found = plain.related(path, most, {"amends"}), known.related(path, most, {"amends"})
        assert (sorted(found.ids), found.kinds, found.groups) == (sorted(expected.ids), expected.kinds, expected.groups)


def test_everything_around_is_counted(both: tuple[Catalogue, Catalogue]) -> None:
    plain, known = both
    for path in plain.paths():
        assert plain.breadths([path])[path] == known.breadths([path])[path] == len(plain.ends(path))


def test_the_first_are_kept_in_both_orders(both: tuple[Catalogue, Catalogue]) -> None:
    _, known = both
    edges = [edge for edge in known.edges_of([LAW]) if edge.target == LAW != edge.source]
    documents, ids = known.documents(known.paths()), dict(known.select("SELECT path, id FROM document"))
    for code in {edge.kind for edge in edges}:
        sources = {edge.source for edge in edges if edge.kind == code}
        certain = {edge.source for edge in edges if edge.kind == code and edge.certainty is Certainty.VERIFIED}
        year = {path: documents[path].year or 0 if documents[path].identified else 0 for path in sources}
        ranks = dict(known.select("SELECT path, rank FROM document"))
        by_rank = sorted(sources, key=lambda path: (path not in certain, ranks[path], -year[path], path))
        latest = sorted(sources, key=lambda path: (-year[path], path))
        for order, expected in ((hubs.Sorted.RANK, by_rank), (hubs.Sorted.LATEST, latest)):
            assert hubs.foremost(known.select, ids[LAW], code, order) == [ids[path] for path in expected]


def test_what_rests_on_a_document_and_mentions_it(both: tuple[Catalogue, Catalogue]) -> None:
    plain, _ = both
    sources = {edge.source for edge in plain.edges_of([LAW]) if edge.target == LAW}
    basis = sorted({edge.source for edge in plain.edges_of([LAW], {"basis"}) if edge.target == LAW})
    assert plain.resting_on(LAW, "basis", 100) == basis
    assert plain.resting_on(LAW, "basis", len(basis)) == basis
    assert plain.resting_on(LAW, "basis", len(basis) - 1) is None
    cited = plain.cited(sources)
    expected = sorted(sources, key=lambda path: (-cited[path], path))
    assert [document.path for document in plain.mentioning(LAW, 7)] == expected[:7]


def age(document: Document) -> tuple[int, int, str]:
    """Sorts by legal rank, then the younger first."""
    year = document.year or 0
    return rank_of_path(document.path) or NO_RANK, -year if document.identified else 0, document.path


@pytest.mark.parametrize("day", [None, date(2010, 6, 1)])
@pytest.mark.parametrize("wanted", [(), (Group.BASIS, Group.AMENDS)])
def test_steps_reach_the_same(both: tuple[Catalogue, Catalogue], day: date | None, wanted: tuple[Group, ...]) -> None:
    plain, known = both
    for path in plain.paths()[:20]:
        walks = [catalogue.walk(path, wanted, day) for catalogue in both]
        border = [path]
        for _ in range(3):
            expected, found = (walk.step(border, 1000, len) for walk in walks)
            assert found == expected
            inside = set(border)
            border = sorted({edge.target if edge.source in inside else edge.source for edge in found.edges})
            assert len(border) == found.total
        assert walks[0].later == walks[1].later
        # Of a hub, too, the foremost, with all their relations.
        few = known.walk(path, wanted, day).step([path], 3, len)
        all_around = plain.walk(path, wanted, day).step([path], 1000, len)
        assert (few.total, few.groups) == (all_around.total, all_around.groups)
        others = {edge: edge.target if edge.source == path else edge.source for edge in all_around.edges}
        documents = plain.documents(others.values())
        foremost = sorted(others, key=lambda edge: (-len(edge.kind), edge.certainty is not Certainty.VERIFIED, *age(documents[others[edge]])))
        chosen = list(dict.fromkeys(others[edge] for edge in foremost))[:3]
        assert set(few.edges) == {edge for edge in others if others[edge] in chosen}


def test_a_step_knows_days(both: tuple[Catalogue, Catalogue]) -> None:
    plain, known = both
    documents = plain.documents(plain.ends(LAW))
    around = {path: d.year or 0 for path, d in documents.items() if not d.is_text}
    walk = known.walk(LAW, (), date(2010, 6, 1))
    step = walk.step([LAW], 1000, len)
    assert step.total == sum(year <= 2010 for year in around.values())
    assert walk.later == sum(year > 2010 for year in around.values()) > 0


WISHES: tuple[dict[str, object], ...] = (
    {},
    {"limit": 3},
    {"limit": 4, "filters": Filters(types=frozenset({"nd", "tt"}))},
    {"limit": 4, "filters": Filters(kinds=frozenset({"basis", "ends"}), since=2005, until=2015)},
    {"added": ("citation/1",), "without": frozenset({"luat/2005/2/qh11"}), "everything": True},
)


@pytest.mark.parametrize("wish", WISHES)
def test_what_is_explored_is_the_same(both: tuple[Catalogue, Catalogue], wish: dict[str, object]) -> None:
    opened = (LAW, "luat/2005/2/qh11", "citation/0")
    plain, known = (explore(catalogue, Wish(opened, **wish)) for catalogue in both)  # type: ignore[arg-type]
    assert known == plain
    around = {end for edge in both[0].edges_of(opened) for end in (edge.source, edge.target)} - set(opened)
    if not wish:
        assert set(plain.documents) - set(opened) <= around
        types = Counter(document.type for path, document in both[0].documents(around).items() if path not in opened)
        assert plain.types == dict(types)

"""How two documents relate: direct relations, all shortest chains (compared with networkx), what is shared, later acts, what is absent."""

import random
from dataclasses import dataclass
from datetime import date

import networkx as nx
import pytest
from pyoxigraph import Store
from tests.reading import reader_of

from legalgraph.errors import Ambiguous, NotFound, QueryError
from legalgraph.library import Library
from legalgraph.model.document import Document
from legalgraph.model.relation import Relation, kinds
from legalgraph.queries import chains, links
from legalgraph.queries import relate as relating
from legalgraph.queries.reader import Reader
from legalgraph.queries.relate import Answer, relate, weight
from legalgraph.queries.shared import SHOWN
from legalgraph.rdf.mapping import document_quads, relation_quads
from legalgraph.rdf.vocab import graph

DECREE, OLD, AMENDING = "nd/2031/901/nd-cp", "nd/2025/77/nd-cp", "nd/2034/12/nd-cp"
FIRST, SECOND, LOCAL = "qd/2032/4001/qd-ttg", "qd/2035/4002/qd-ttg", "vn-18/qd/2033/4001/qd-ubnd"


def told(relations: list[Relation]) -> list[tuple[str, str, str]]:
    return [(r.source, r.kind, r.target) for r in relations]


def ways(answer: Answer) -> list[list[str]]:
    return [[chain.steps[0].start, *(step.end for step in chain.steps)] for chain in answer.ways]


def test_a_programme_and_its_decree(sample: Library) -> None:
    answer = sample.relate("4001/QĐ-TTg ngày 10/7/2032", "Nghị định 901/2031")
    assert (answer.a.path, answer.b.path) == (FIRST, DECREE)
    assert told(answer.direct) == [(FIRST, "basis", DECREE), (FIRST, "adopts_programme", DECREE)]
    assert ways(answer) == [[FIRST, SECOND, DECREE]]
    # The first step is walked against its relation: the second programme follows the first.
    assert [(s.relation.kind, s.forward) for s in answer.ways[0].steps] == [("succeeds", False), ("basis", True)]
    assert told(answer.later) == [(AMENDING, "amends", DECREE), (AMENDING, "amends", DECREE), (SECOND, "succeeds", FIRST)]
    assert answer.later[0].effective_from == date(2034, 8, 1)
    assert answer.absent == []
    assert set(answer.documents) >= {FIRST, SECOND, DECREE, AMENDING}


def test_acts_are_told_before_references() -> None:
    codes = ("refers", "adds", "continues", "substitutes_phrase", "details", "repeals")
    told = [r.kind for r in sorted((Relation(AMENDING, DECREE, code) for code in codes), key=weight)]
    assert told[:2] == ["repeals", "details"]
    assert set(told[2:4]) == {"adds", "substitutes_phrase"}


def test_one_programme_follows_another_and_does_not_replace_it(sample: Library) -> None:
    for a, b in ((FIRST, SECOND), (SECOND, FIRST)):
        answer = sample.relate(a, b)
        assert told(answer.direct) == [(SECOND, "succeeds", FIRST)]
        assert answer.absent == ["replaces"]
        assert ways(answer) == [[a, DECREE, b]]


def test_where_one_replaces_the_other_nothing_is_absent(sample: Library) -> None:
    answer = sample.relate(DECREE, OLD)
    assert told(answer.direct) == [(DECREE, "replaces", OLD)]
    assert answer.absent == []


def test_documents_far_apart(sample: Library) -> None:
    answer = sample.relate(LOCAL, OLD)
    assert answer.direct == []
    assert ways(answer) == [[LOCAL, FIRST, DECREE, OLD]]
    assert sample.relate(LOCAL, OLD, depth=2).chains == []


def test_documents_without_any_way(sample: Library) -> None:
    answer = sample.relate("qd/2036/4001/qd-ttg", DECREE)
    assert (answer.direct, answer.chains) == ([], [])


def test_a_document_and_itself(sample: Library) -> None:
    answer = sample.relate(DECREE, DECREE)
    assert (answer.direct, answer.chains, answer.absent) == ([], [], [])
    assert {r.source for r in answer.later} == {AMENDING}


def test_names_that_are_not_one_document(sample: Library) -> None:
    with pytest.raises(Ambiguous) as caught:
        sample.relate("4001", DECREE)
    assert [path for path, _ in caught.value.choices] == [FIRST, "qd/2036/4001/qd-ttg", LOCAL]
    with pytest.raises(NotFound, match="'9999/2031/NĐ-CP'"):
        sample.relate(DECREE, "9999/2031/NĐ-CP")


@dataclass(frozen=True, slots=True)
class World:
    """A random graph, as a reader over a real store and as networkx sees it."""

    reader: Reader
    plain: "nx.Graph[str]"
    paths: list[str]


def world(seed: int, documents: int, relations: int) -> World:
    chance = random.Random(seed)
    paths = [f"nd/2031/{n}/nd-cp" for n in range(1, documents + 1)]
    pairs = [chance.sample(paths, 2) for _ in range(relations)]
    plain: nx.Graph[str] = nx.Graph()
    store = Store()
    plain.add_nodes_from(paths)
    for path in paths:
        store.extend(document_quads(Document(path, "nd", "Về việc thử", number=f"{path.split('/')[2]}/2031/NĐ-CP"), "Nghị định", graph("curated")))
    for source, target in pairs:
        store.extend(relation_quads(Relation(source, target, chance.choice(sorted(kinds()))), graph("curated")))
        plain.add_edge(source, target)
    return World(reader_of(store), plain, paths)


def simple(plain: "nx.Graph[str]", a: str, b: str, steps: int) -> set[tuple[str, ...]]:
    """All simple ways of two to so many steps."""
    return {tuple(way) for way in nx.all_simple_paths(plain, a, b, cutoff=steps) if len(way) > 2}


@pytest.mark.parametrize("seed", range(25))
def test_chains_are_all_the_shortest_ways_there_are(seed: int) -> None:
    the_world = world(seed, documents=9, relations=6 + seed % 12)
    for b in the_world.paths[1:]:
        a = the_world.paths[0]
        for depth in (2, 5):
            answer = relate(the_world.reader, a, b, depth=depth, most=10_000)
            found = [tuple(way) for way in ways(answer)]
            assert len(found) == len(set(found))
            (pair,) = answer.pairs
            assert set(found) == simple(the_world.plain, a, b, pair.reach), (a, b, depth)
            # It ends at the first length that has a telling chain, or any where there is a direct relation; else it goes on.
            telling = {len(chain.steps) for chain in pair.ways if pair.direct or not chain.weak}
            assert pair.reach == min(telling, default=depth)
            assert (pair.left_out, [chain.weak for chain in pair.ways]) == (0, sorted(chain.weak for chain in pair.ways))
            for chain in answer.ways:
                for step in chain.steps:
                    assert (step.relation.source, step.relation.target) == ((step.start, step.end) if step.forward else (step.end, step.start))


def test_no_more_chains_than_asked_for_and_quiet_ways_first() -> None:
    a, b, hub, quiet = (f"nd/2031/{n}/nd-cp" for n in (1, 2, 3, 4))
    others = [f"nd/2031/{n}/nd-cp" for n in range(10, 30)]
    store = Store()
    for path in (a, b, hub, quiet, *others):
        store.extend(document_quads(Document(path, "nd", "x", number="1/2031/NĐ-CP"), "Nghị định", graph("curated")))
    for source, target in [(a, hub), (b, hub), (a, quiet), (b, quiet), *((other, hub) for other in others)]:
        store.extend(relation_quads(Relation(source, target, "basis"), graph("curated")))
    answer = relate(reader_of(store), a, b)
    assert ways(answer) == [[a, quiet, b], [a, hub, b]]
    assert ways(relate(reader_of(store), a, b, most=1)) == [[a, quiet, b]]


def test_what_everything_rests_on_is_a_weak_way_and_none_leads_on_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "HUB", 3)
    monkeypatch.setattr(chains, "BUSY", 3)
    a, b, hub, far, *others = paths = [f"nd/2031/{n}/nd-cp" for n in range(1, 8)]
    store = Store()
    for path in paths:
        store.extend(document_quads(Document(path, "nd", "x", number="1/2031/NĐ-CP"), "Nghị định", graph("curated")))
    for source, target in [(a, hub), (b, hub), *((other, hub) for other in others), (far, b)]:
        store.extend(relation_quads(Relation(source, target, "basis"), graph("curated")))
    reader = reader_of(store)
    (chain,) = relate(reader, a, b).ways
    assert (chain.weak, chain.steps[0].end) == (True, hub)
    for ends in ((a, far), (far, a)):
        assert relate(reader, *ends).ways == []
    # From the hub itself one may walk.
    assert told(relate(reader, a, hub).direct) == [(a, "basis", hub)]


def test_a_search_that_meets_its_limit_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    the_world = world(seed=3, documents=9, relations=9)
    a, b = the_world.paths[0], the_world.paths[8]
    monkeypatch.setattr(relating, "MOST_READ", 2)
    (pair,) = relate(the_world.reader, a, b).pairs
    assert (pair.reach, pair.ways) == (2, [])
    monkeypatch.setattr(relating, "SECONDS", -1.0)
    answer = relate(the_world.reader, a, b)
    assert (answer.pairs[0].reach, answer.direct, answer.shared) == (0, [], ())


@pytest.mark.parametrize("seed", range(4))
def test_of_documents_that_very_many_relate_to_what_they_share_is_read(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    the_world = world(seed=seed, documents=12, relations=40)
    a, b = the_world.paths[0], the_world.paths[1]
    plain = relate(the_world.reader, a, b, depth=2, most=50)
    monkeypatch.setattr(links, "MANY", 0)
    monkeypatch.setattr(links, "WIDE", 0)
    found = relate(the_world.reader, a, b, depth=4, most=50)
    assert (found.direct, found.later) == (plain.direct, plain.later)
    assert [(chain.steps, chain.weak) for chain in found.ways] == [(chain.steps, chain.weak) for chain in plain.ways]
    assert found.pairs[0].reach == 2
    assert [(group.kind, group.ends, group.others) for group in found.shared] == [(g.kind, g.ends, g.others) for g in plain.shared]
    assert all(group.total >= len(group.others) for group in found.shared)
    # What is not read is counted.
    monkeypatch.setattr(links, "_SHARED", 1)
    fewer = relate(the_world.reader, a, b, most=50).pairs[0]
    assert len(fewer.ways) + fewer.left_out == len(plain.ways) + plain.pairs[0].left_out


@pytest.mark.parametrize("seed", range(6))
def test_ways_of_three_steps_between_a_document_that_very_many_relate_to_and_another(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    the_world = world(seed=seed, documents=14, relations=16)
    degrees = {path: the_world.reader.catalogue.breadths([path])[path] for path in the_world.paths}
    wide = max(degrees, key=degrees.__getitem__)
    others = [path for path, degree in degrees.items() if degree < degrees[wide]]
    plain = {path: relate(the_world.reader, path, wide, depth=3, most=200) for path in others}
    far = [path for path in others if any(len(way) == 4 for way in ways(plain[path]))]
    assert far
    monkeypatch.setattr(links, "MANY", 0)
    monkeypatch.setattr(links, "WIDE", degrees[wide] - 1)
    for path in others:
        for ends in ((path, wide), (wide, path)):
            answer = relate(the_world.reader, *ends, most=200)
            assert {frozenset(way) for way in ways(answer)} == {frozenset(way) for way in ways(plain[path])}
            assert (answer.pairs[0].reach, answer.pairs[0].left_out) == (plain[path].pairs[0].reach, 0)
    # Where not all is read, no more is claimed to have been looked at.
    monkeypatch.setattr(links, "_SHARED", 0)
    assert {relate(the_world.reader, path, wide).pairs[0].reach for path in far} == {2}


def test_several_documents_answer_pair_by_pair(sample: Library) -> None:
    answer = sample.relate(FIRST, DECREE, SECOND, FIRST)
    assert [document.path for document in answer.asked] == [FIRST, DECREE, SECOND]
    assert [(pair.a.path, pair.b.path) for pair in answer.pairs] == [(FIRST, DECREE), (FIRST, SECOND), (DECREE, SECOND)]
    for pair in answer.pairs:
        alone = sample.relate(pair.a.path, pair.b.path)
        assert (pair.direct, pair.ways, pair.absent) == (alone.direct, alone.ways, alone.absent)
    assert told(answer.later) == [(AMENDING, "amends", DECREE), (AMENDING, "amends", DECREE)]
    assert answer.absent == ["replaces"]


@pytest.mark.parametrize(
    ("asked", "chains"),
    [
        ((FIRST, SECOND), 0),  # both rest on the decree: something in common
        ((FIRST, DECREE), 1),  # over the second programme
        ((FIRST, DECREE, SECOND), 0),  # which here tells nothing that the direct relations do not
    ],
)
def test_chains_do_not_repeat_what_is_told_elsewhere(sample: Library, asked: tuple[str, ...], chains: int) -> None:
    answer = sample.relate(*asked)
    assert len([chain for chain in answer.chains if not chain.weak]) == chains
    assert answer.ways
    assert not any(chain.alike or {step.end for step in chain.steps} <= set(asked) for chain in answer.chains)


def test_what_documents_share(sample: Library) -> None:
    (group, *rest) = sample.relate(FIRST, SECOND).shared
    assert (group.kind, group.forward, group.ends, group.total, group.weak) == ("basis", True, (FIRST, SECOND), 1, False)
    assert [(one.path, told(list(one.relations))) for one in group.others] == [(DECREE, [(FIRST, "basis", DECREE), (SECOND, "basis", DECREE)])]
    assert rest == []
    assert sample.relate(FIRST, DECREE).shared == ()


def test_what_many_share_is_counted_and_the_quiet_come_first() -> None:
    a, b, c, citing, *others = (f"nd/2031/{n}/nd-cp" for n in range(1, 24))
    store = Store()
    for path in (a, b, c, citing, *others):
        store.extend(document_quads(Document(path, "nd", "x", number="1/2031/NĐ-CP"), "Nghị định", graph("curated")))
    links = [(end, other, "basis") for end in (a, b) for other in others] + [(other, others[0], "basis") for other in others[1:]]
    links += [(c, others[3], "basis"), (citing, a, "refers"), (citing, c, "refers")]
    for source, target, code in links:
        store.extend(relation_quads(Relation(source, target, code), graph("curated")))
    groups = relate(reader_of(store), a, b, c).shared
    assert [(group.kind, group.forward, group.ends, group.total) for group in groups] == [
        ("basis", True, (a, b, c), 1), ("basis", True, (a, b), 18), ("refers", False, (a, c), 1),
    ]  # fmt: skip
    assert [one.path for one in groups[0].others] == [others[3]]
    assert len(groups[1].others) == SHOWN
    assert others[0] not in {one.path for one in groups[1].others}, "on it all others rest, so it comes last"
    assert [group.weak for group in groups] == [False, False, True]


@pytest.mark.parametrize("names", [(), ("nd/2031/1/nd-cp",), tuple(f"nd/2031/{n}/nd-cp" for n in range(1, 8))])
def test_so_many_documents_cannot_be_related(names: tuple[str, ...]) -> None:
    with pytest.raises(QueryError, match="between 2 and 6"):
        relate(world(seed=1, documents=9, relations=3).reader, *names)

"""How two documents relate: direct relations, all shortest chains (compared with networkx), later acts, what is absent."""

import random
from dataclasses import dataclass
from datetime import date

import networkx as nx
import pytest
from pyoxigraph import Store
from tests.reading import reader_of

from legalgraph.errors import Ambiguous, NotFound
from legalgraph.library import Library
from legalgraph.model.document import Document
from legalgraph.model.relation import Relation, kinds
from legalgraph.queries import relate as relating
from legalgraph.queries.reader import Reader
from legalgraph.queries.relate import Answer, relate
from legalgraph.rdf.mapping import document_quads, relation_quads
from legalgraph.rdf.vocab import graph
from legalgraph.store.embedded import EmbeddedEngine

DECREE, OLD, AMENDING = "nd/2031/901/nd-cp", "nd/2025/77/nd-cp", "nd/2034/12/nd-cp"
FIRST, SECOND, LOCAL = "qd/2032/4001/qd-ttg", "qd/2035/4002/qd-ttg", "vn-18/qd/2033/4001/qd-ubnd"


def told(relations: list[Relation]) -> list[tuple[str, str, str]]:
    return [(r.source, r.kind, r.target) for r in relations]


def ways(answer: Answer) -> list[list[str]]:
    return [[chain.steps[0].start, *(step.end for step in chain.steps)] for chain in answer.chains]


def test_a_programme_and_its_decree(sample: Library) -> None:
    answer = sample.relate("4001/QĐ-TTg ngày 10/7/2032", "Nghị định 901/2031")
    assert (answer.a.path, answer.b.path) == (FIRST, DECREE)
    assert told(answer.direct) == [(FIRST, "basis", DECREE), (FIRST, "adopts_programme", DECREE)]
    assert ways(answer) == [[FIRST, SECOND, DECREE]]
    # The first step is walked against its relation: the second programme follows the first.
    assert [(s.relation.kind, s.forward) for s in answer.chains[0].steps] == [("succeeds", False), ("basis", True)]
    assert told(answer.later) == [(AMENDING, "amends", DECREE), (AMENDING, "amends", DECREE), (SECOND, "succeeds", FIRST)]
    assert answer.later[0].effective_from == date(2034, 8, 1)
    assert answer.absent == []
    assert set(answer.documents) >= {FIRST, SECOND, DECREE, AMENDING}


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


def shortest(plain: "nx.Graph[str]", a: str, b: str, depth: int) -> set[tuple[str, ...]]:
    """All simple ways of the least length above one, by looking at every simple way there is."""
    found = {tuple(way) for way in nx.all_simple_paths(plain, a, b, cutoff=depth) if len(way) > 2}
    least = min((len(way) for way in found), default=0)
    return {way for way in found if len(way) == least}


@pytest.mark.parametrize("seed", range(25))
def test_chains_are_all_the_shortest_ways_there_are(seed: int) -> None:
    the_world = world(seed, documents=9, relations=6 + seed % 12)
    for b in the_world.paths[1:]:
        a = the_world.paths[0]
        for depth in (2, 5):
            answer = relate(the_world.reader, a, b, depth, most=10_000)
            found = [tuple(way) for way in ways(answer)]
            assert set(found) == shortest(the_world.plain, a, b, depth), (a, b, depth)
            assert len(found) == len(set(found))
            for chain in answer.chains:
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


def test_no_way_goes_through_what_everything_rests_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "HUB", 3)
    the_world = world(seed=1, documents=6, relations=0)
    a, b, hub, *others = the_world.paths
    store = the_world.reader.engine
    assert isinstance(store, EmbeddedEngine)
    for path in (a, b, *others):
        store.store.extend(relation_quads(Relation(path, hub, "basis"), graph("curated")))
    assert relate(the_world.reader, a, b).chains == []
    # From the hub itself one may walk.
    assert told(relate(the_world.reader, a, hub).direct) == [(a, "basis", hub)]

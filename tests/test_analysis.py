from datetime import UTC, date, datetime
from pathlib import Path

import igraph  # type: ignore[import-untyped]
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.export.invented import CIRCULAR, CITATION, DECISION, DECREE, DOCUMENTS, LAW, RELATIONS, TEXT, example

from legalgraph.analysis import Graph, citation_ranking, most_cited, multigraph
from legalgraph.export.slices import Slice
from legalgraph.library import Library
from legalgraph.model.document import Status


@pytest.fixture
def graph() -> Graph:
    return multigraph({document.path: document for document in DOCUMENTS}, RELATIONS)


def test_nodes_are_paths_and_edges_relation_ids(graph: Graph) -> None:
    assert set(graph) == {*(document.path for document in DOCUMENTS), TEXT.path}
    assert {(source, target, key) for source, target, key in graph.edges} == {(r.source, r.target, r.id) for r in RELATIONS}
    assert graph.number_of_edges(DECREE.path, LAW.path) == 2


def test_attributes_are_those_of_the_exports(tmp_path: Path) -> None:
    content = Slice.around(example(tmp_path / "store"), DECREE.path)
    documents = content.reader.documents(content.chosen or ())
    graph = multigraph(documents, content.relations())
    assert {path: graph.nodes[path] for path in graph} == {node.id: node.attributes for node in content.nodes()}
    assert {key: data for (_, _, key), data in graph.edges.items()} == {edge.id: edge.attributes for edge in content.edges()}
    assert len(graph) == 5


def test_statuses_are_attributes_when_given() -> None:
    graph = multigraph({LAW.path: LAW, CIRCULAR.path: CIRCULAR}, [], {LAW.path: Status.EXPIRED})
    assert graph.nodes[LAW.path]["status"] == "expired"
    assert "status" not in graph.nodes[CIRCULAR.path]


def test_the_whole_graph_tells_statuses_on_a_day_when_asked(packaged: Library) -> None:
    path = "nd/2012/45/nd-cp"
    assert packaged.networkx(on=date(2020, 1, 1)).nodes[path]["status"] == "in_force"
    assert packaged.networkx(on=date(2012, 6, 1)).nodes[path]["status"] == "not_yet_in_force"
    assert "status" not in packaged.networkx().nodes[path]


@pytest.mark.parametrize("on", ["2018-05-01", datetime(2018, 5, 1, tzinfo=UTC), 2018])
def test_only_a_day_is_a_day(packaged: Library, on: object) -> None:
    with pytest.raises(TypeError, match=r"a datetime\.date is wanted, such as date\(2018, 5, 1\)"):
        packaged.networkx(on=on)  # type: ignore[arg-type]


def test_an_end_that_was_not_given_becomes_a_bare_node(graph: Graph) -> None:
    assert graph.nodes[TEXT.path] == {"iri": TEXT.iri}


def test_most_cited_counts_documents_not_relations(graph: Graph) -> None:
    graph.add_edge(LAW.path, LAW.path, "itself")
    assert most_cited(graph) == [(DECREE.path, 3), (CITATION.path, 1), (LAW.path, 1)]
    assert most_cited(graph, limit=1) == [(DECREE.path, 3)]


def test_ranking_puts_what_weighty_documents_rest_on_first(graph: Graph) -> None:
    ranking = citation_ranking(graph)
    assert [path for path, _ in ranking[:2]] == [LAW.path, DECREE.path]
    ranks = dict(ranking)
    assert ranks[DECISION.path] == pytest.approx(ranks[CIRCULAR.path])
    assert sum(ranks.values()) == pytest.approx(1)


def test_an_empty_graph_has_no_ranking() -> None:
    assert citation_ranking(multigraph({}, [])) == []
    assert most_cited(multigraph({}, [])) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60))
@settings(max_examples=100)
def test_ranking_agrees_with_igraph(pairs: list[tuple[int, int]]) -> None:
    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from(str(i) for i in range(13))
    graph.add_edges_from((str(a), str(b)) for a, b in pairs)
    other = igraph.Graph(n=13, edges=sorted(set(pairs)), directed=True)
    ranks = dict(citation_ranking(graph))
    assert [ranks[str(i)] for i in range(13)] == pytest.approx(other.pagerank(damping=0.85), abs=1e-8)

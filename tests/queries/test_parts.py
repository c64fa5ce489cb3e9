"""All of a graph, read in parts."""

import re
from importlib.resources import files

import legalgraph.queries
from legalgraph.library import Library
from legalgraph.queries.catalog import query
from legalgraph.queries.parts import Parts
from legalgraph.queries.whole import all_documents, all_edges, all_spans

NAMED = sorted(file.name.removesuffix(".rq") for file in files(legalgraph.queries).joinpath("rq").iterdir() if "_named" in file.name)


def test_parts_are_the_whole(packaged: Library) -> None:
    engine = packaged.engine
    parts = Parts(engine, 1)
    documents = all_documents(engine)
    assert len(documents) > 300
    assert all_documents(parts) == documents
    assert all_spans(parts, documents) == all_spans(engine, documents)
    edges = list(all_edges(engine, documents))
    assert len(edges) > 250
    assert sorted(all_edges(parts, documents), key=repr) == sorted(edges, key=repr)


def test_no_branch_has_two_lists() -> None:
    """With two, Oxigraph reads all triples of each term of the one: a hundred times the work for two hundred nodes."""
    assert len(NAMED) > 5
    branches = [(name, branch) for name in NAMED for branch in query(name).split("UNION")]
    assert [name for name, branch in branches if len(re.findall(r"^[^#\n]*\bVALUES\b", branch, re.MULTILINE)) > 1] == []

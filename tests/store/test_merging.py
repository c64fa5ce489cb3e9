"""Merging: the same statements and graphs as before, in fewer files, and in new ones where that compresses them."""

import gc
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from legalgraph.store import merging
from legalgraph.store.merging import merge

GRAPH = NamedNode("https://example.org/graph")
QUADS = {Quad(NamedNode(f"https://example.org/{n}"), NamedNode("https://example.org/says"), Literal(f"số {n}"), GRAPH) for n in range(3_000)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store(str(tmp_path / "store"))
    store.bulk_extend(QUADS)
    store.optimize()
    store.flush()
    del store
    gc.collect()
    return tmp_path / "store"


def test_a_large_store_is_written_anew_and_holds_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "_LEAST", 1)
    before = {file.name for file in folder.glob("*.sst")}
    merge(folder)
    store = Store.read_only(str(folder))
    assert set(store) == QUADS
    assert list(store.named_graphs()) == [GRAPH]
    assert len(before & {file.name for file in folder.glob("*.sst")}) <= 2, "every index is written anew"


def test_what_was_loaded_in_pieces_lies_in_one(folder: Path) -> None:
    more = {Quad(quad.subject, quad.predicate, Literal("thêm"), GRAPH) for quad in QUADS}
    store = Store(str(folder))
    store.bulk_extend(more)
    store.flush()
    del store
    gc.collect()
    before = len(list(folder.glob("*.sst")))
    merge(folder)
    assert set(Store.read_only(str(folder))) == QUADS | more
    assert len(list(folder.glob("*.sst"))) < before


def test_what_is_merged_already_is_left_alone(folder: Path) -> None:
    before = {file.name for file in folder.glob("*.sst")}
    merge(folder)
    assert {file.name for file in folder.glob("*.sst")} == before

"""Compressing: the same statements and graphs as before, and only where it helps."""

import gc
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from legalgraph.store import merging
from legalgraph.store.merging import compress

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


def test_a_large_store_holds_the_same_afterwards(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "_LEAST", 1)
    before = {file.name for file in folder.glob("*.sst")}
    assert compress(folder)
    store = Store.read_only(str(folder))
    assert set(store) == QUADS
    assert list(store.named_graphs()) == [GRAPH]
    assert len(before & {file.name for file in folder.glob("*.sst")}) <= 2, "every index is written anew"


def test_a_store_that_would_not_be_compressed_is_left_alone(folder: Path) -> None:
    before = {file.name for file in folder.iterdir()}
    assert not compress(folder)
    assert {file.name for file in folder.iterdir()} == before

"""What a push says and does, in order, to an engine that takes everything."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from tests.conftest import TAM_TANG

from legalgraph.errors import StoreError
from legalgraph.pipeline import ingest
from legalgraph.store.remote import push as pushing
from legalgraph.store.remote.connection import Connection
from legalgraph.store.snapshots import Home


class Engine:
    """Takes graphs, and notes what is asked of it."""

    address = "http://127.0.0.1:9/store"

    def __init__(self) -> None:
        self.done: list[str] = []

    def put(self, iri: str, _: bytes) -> None:
        self.done.append(f"put {iri.rpartition('/')[2]}")

    def post(self, iri: str, _: bytes) -> None:
        self.done.append(f"post {iri.rpartition('/')[2]}")

    def delete(self, iri: str) -> None:
        self.done.append(f"delete {iri.rpartition('/')[2]}")


def test_what_is_coming_is_told_before_anything_is_replaced(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, held = Engine(), iter([False, True, True])
    monkeypatch.setattr(pushing, "_holds", lambda *_: next(held))
    monkeypatch.setattr(pushing, "_load", lambda *_: 7)
    said = [None]
    monkeypatch.setattr(pushing, "named_snapshot", lambda _: said[0])

    def push() -> pushing.Pushed:
        store: Any = engine
        return pushing.push(Home(own_home), cast(Connection, engine), store, begun=lambda coming: engine.done.append(f"told of {coming.triples}"))

    assert push().sent == 7
    assert engine.done[0].startswith("told of ")
    assert engine.done[1:] == ["put void", "put void"]
    del engine.done[:]
    assert push().unchanged  # nothing is replaced, and nothing told
    assert engine.done == []


def test_what_another_home_has_loaded_is_replaced_only_when_asked(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, held, said = Engine(), [False], ["20010101T000000.000000Z-abcdef"]
    monkeypatch.setattr(pushing, "_holds", lambda *_: held.pop())
    monkeypatch.setattr(pushing, "_load", lambda *_: 7)
    monkeypatch.setattr(pushing, "named_snapshot", lambda _: said[0])

    def push(*, replace: bool = False) -> pushing.Pushed:
        held[:] = [True, False]
        store: Any = engine
        return pushing.push(Home(own_home), cast(Connection, engine), store, replace=replace)

    with pytest.raises(StoreError, match=f"holds snapshot {said[0]}, which this home, .*, neither has nor pushed there; .* --replace"):
        push()
    assert engine.done == []
    assert push(replace=True).sent == 7
    said[0] = (own_home / "CURRENT").read_text().strip()
    assert push().sent == 7
    ingest([TAM_TANG / "documents.csv"], Home(own_home), today=date(2036, 7, 1))
    shutil.rmtree(own_home / "snapshots" / said[0])
    assert push().sent == 7, "it was pushed from here, though it is no longer here"
    ingest([TAM_TANG / "documents.csv"], Home(own_home), today=date(2036, 8, 1))
    with pytest.raises(StoreError, match="--replace"):
        push()

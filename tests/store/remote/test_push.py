"""What a push says and does, in order, to an engine that takes everything."""

from pathlib import Path
from typing import Any, cast

import pytest

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

    def push() -> pushing.Pushed:
        store: Any = engine
        return pushing.push(Home(own_home), cast(Connection, engine), store, begun=lambda coming: engine.done.append(f"told of {coming.triples}"))

    assert push().sent == 7
    assert engine.done[0].startswith("told of ")
    assert engine.done[1:] == ["put void", "put void"]
    del engine.done[:]
    assert push().unchanged  # nothing is replaced, and nothing told
    assert engine.done == []

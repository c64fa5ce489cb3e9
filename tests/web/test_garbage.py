"""What the collector passes over in a server, and that it lets go of what is left all the same."""

import gc
import shutil
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import TODAY
from tests.waiting import until

from legalgraph.store.snapshots import Home
from legalgraph.store.source import HomeSource
from legalgraph.web import live
from legalgraph.web.garbage import settle


@pytest.fixture
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


class _Circle:
    def __init__(self) -> None:
        self.me = self


@pytest.mark.usefixtures("_as_before")
def test_what_was_there_is_passed_over_until_the_next_time() -> None:
    circle = _Circle()
    seen = weakref.ref(circle)
    settle()
    assert gc.get_freeze_count() > 10_000
    del circle
    gc.collect()
    assert seen() is not None
    settle()
    assert seen() is None


@pytest.mark.usefixtures("_as_before")
def test_a_snapshot_that_is_left_is_let_go_of(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_LOOK_EVERY", 0.05)
    served = live.Live(HomeSource(Home(own_home)), lambda: TODAY)
    first = weakref.ref(served.view())
    settle()
    current = Home(own_home).current()
    assert current is not None
    later = current.folder.with_name(current.id + "x")
    shutil.copytree(current.folder, later)
    served.follow()
    try:
        (own_home / "CURRENT").write_text(later.name, "utf-8")
        until(lambda: first() is None)
        assert served.view().snapshot.id == later.name
        assert first() is None
    finally:
        served.close()

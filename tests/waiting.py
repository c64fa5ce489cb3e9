"""Waiting for what will be so instead of for a time: what takes a moment here takes a minute on a machine with much to do."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from legalgraph.store import deadlines
from legalgraph.store.workers import QueryPool

GENEROUS = 120.0
"""Seconds within which whatever is waited for is so on any machine."""

_USUAL = 0.005  # seconds of processor time that the work of `pace` takes on a machine of 2024


def until(condition: Callable[[], bool], seconds: float = GENEROUS) -> None:
    """Wait for what will be so, with a bound for when it will not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never became so"
        time.sleep(0.005)


@contextmanager
def hurried(pool: QueryPool, **seconds: float) -> Iterator[None]:
    """Other deadlines for a while, also for what runs: `timeout_s`, `stream_s`, `stall_s`."""
    before = pool.deadlines
    pool.deadlines = replace(before, **seconds)
    try:
        yield
    finally:
        pool.deadlines = before


def nobody_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on queries keep their workers, however many others wait."""
    monkeypatch.setattr(deadlines.Deadlines, "slice_s", float("inf"))


def pace() -> float:
    """How many times longer than usual a piece of work takes on this machine now; never less than once."""
    begun = time.process_time()
    seen = {str(number): [number] for number in range(20_000)}
    assert sum(len(seen[name]) for name in sorted(seen)) == 20_000
    return max(1.0, (time.process_time() - begun) / _USUAL)


def effort(work: Callable[[], object]) -> float:
    """The seconds of processor time that something takes on a machine as they usually are, whatever this one is like."""
    before = pace()
    begun = time.process_time()
    work()
    return (time.process_time() - begun) / max(before, pace())

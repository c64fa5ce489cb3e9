"""How far a phase of an ingest is: done and all, how many a second, and the time left."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[str], None]
S = TypeVar("S")
T = TypeVar("T")
_EVERY = 0.2  # seconds between two lines


class Meter:
    """Tells how far one phase is; the first line comes at once, the others a few times a second."""

    def __init__(self, progress: Progress, what: str, total: int) -> None:
        self._progress, self._what, self._total = progress, what, total
        self._started = time.monotonic()
        self._shown = self._started
        self._done = 0
        progress(what)

    def step(self) -> None:
        """Count one more as done."""
        self._done += 1
        if self._total < 1000 or not self._done % 32 or self._done == self._total:
            self._show()

    def _show(self) -> None:
        now = time.monotonic()
        if now - self._shown < _EVERY:
            return
        self._shown = now
        rate = self._done / (now - self._started)
        left = f", {length_of((self._total - self._done) / rate)} left" if self._done < self._total else ""
        self._progress(f"{self._what}: {self._done:,} of {self._total:,}, {rate:,.0f} a second{left}")


def metered(items: Iterable[T], meter: Meter) -> Iterator[T]:
    """Give the items, each counted once it is done with."""
    for item in items:
        yield item
        meter.step()


def counting(function: Callable[[S], T], meter: Meter) -> Callable[[S], T]:
    """The function, each call of which counts."""

    def counted(value: S) -> T:
        meter.step()
        return function(value)

    return counted


def length_of(seconds: float) -> str:
    """A length of time in words: `45 s`, `3 min 20 s`, `1 h 5 min`.

    >>> length_of(3925)
    '1 h 5 min'
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"

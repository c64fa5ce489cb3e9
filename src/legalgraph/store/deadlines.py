"""How long a query may take: the rule alone, without clocks."""

from dataclasses import dataclass

from legalgraph.errors import LegalGraphError, QueryTimeout

_SLICE_S = 0.5
_SHORTEST_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Times in seconds: until an answer begins, for reading it from then on, and without taking any of it."""

    timeout_s: float
    stream_s: float
    stall_s: float

    @property
    def slice_s(self) -> float:
        """How long a query keeps its worker when new ones wait for one."""
        return min(_SLICE_S, self.timeout_s / 4)

    def before_answer(self, elapsed: float) -> LegalGraphError | None:
        """The verdict on a query that has not begun to answer."""
        if elapsed > self.timeout_s:
            return QueryTimeout(f"the query had no answer within {self.timeout_s:g} seconds and was stopped")
        return None

    def while_reading(self, elapsed: float, untouched: float | None, waiting: int) -> LegalGraphError | None:
        """The verdict on an answer that is being read; `untouched`: how long the client has taken nothing.

        While others wait, readers get less, so that a few slow ones cannot shut out everyone else.
        """
        allowed = max((self.timeout_s + self.stream_s) / (1 + waiting), self.timeout_s)
        if elapsed > allowed:
            return QueryTimeout(f"the answer was not read within {allowed:.3g} seconds")
        pause = min(self.stall_s, _SHORTEST_PAUSE_S) if waiting else self.stall_s
        if untouched is not None and untouched > pause:
            return QueryTimeout(f"nobody took the next part of the answer for {pause:g} seconds")
        return None

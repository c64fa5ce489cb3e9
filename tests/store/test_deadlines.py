"""The rule of deadlines, in numbers."""

import pytest

from legalgraph.store.deadlines import Deadlines

RULE = Deadlines(timeout_s=20, stream_s=60, stall_s=5)


@pytest.mark.parametrize(("elapsed", "stopped"), [(0, False), (20, False), (20.1, True)])
def test_before_the_answer(elapsed: float, stopped: bool) -> None:
    assert (RULE.before_answer(elapsed) is not None) is stopped


@pytest.mark.parametrize(
    ("elapsed", "untouched", "waiting", "words"),
    [
        (79, None, 0, ""),
        (81, None, 0, "within 80 seconds"),
        (30, 4.9, 0, ""),
        (30, 5.1, 0, "for 5 seconds"),
        (30, 0.9, 1, ""),
        (30, 1.1, 1, "for 1 seconds"),
        (41, None, 1, "within 40 seconds"),
        (19, None, 16, ""),
        (21, None, 16, "within 20 seconds"),
    ],
)
def test_while_reading(elapsed: float, untouched: float | None, waiting: int, words: str) -> None:
    verdict = RULE.while_reading(elapsed, untouched, waiting)
    assert words in str(verdict) if words else verdict is None


def test_the_slice_is_half_a_second_and_less_of_a_short_timeout() -> None:
    assert RULE.slice_s == 0.5
    assert Deadlines(timeout_s=1, stream_s=1, stall_s=1).slice_s == 0.25

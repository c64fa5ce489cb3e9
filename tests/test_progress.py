"""How far a phase is: what is done, how fast, and the time left."""

import pytest

from legalgraph.pipeline.progress import Meter, counting, length_of, metered


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59.4, "59 s"), (60, "1 min 0 s"), (200, "3 min 20 s"), (3600, "1 h 0 min"), (9000, "2 h 30 min")])
def test_lengths_of_time(seconds: float, words: str) -> None:
    assert length_of(seconds) == words


def test_a_meter_tells_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("legalgraph.pipeline.progress.time.monotonic", lambda: now[0])
    said: list[str] = []
    meter = Meter(said.append, "joining documents", 4)
    for done, _ in enumerate(metered(range(4), meter), 1):
        now[0] = 100.0 + 2 * done
    assert said == [
        "joining documents", "joining documents: 1 of 4, 0 a second, 6 s left", "joining documents: 2 of 4, 0 a second, 4 s left",
        "joining documents: 3 of 4, 0 a second, 2 s left", "joining documents: 4 of 4, 0 a second",
    ]  # fmt: skip


def test_lines_come_a_few_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("legalgraph.pipeline.progress.time.monotonic", lambda: now[0])
    said: list[str] = []

    def double(value: int) -> int:
        now[0] += 0.001
        return 2 * value

    counted = counting(double, Meter(said.append, "counting", 900))
    assert [counted(number) for number in range(900)] == [2 * number for number in range(900)]
    assert len(said) == 5
    assert said[1] == "counting: 201 of 900, 1,005 a second, 1 s left"

"""The layout of the explorer: any documents get places of their own, always the same, and lines that can be told apart."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.waiting import effort

from legalgraph.web.diagram import field
from legalgraph.web.diagram.field import Spot, lay_out

LANES = st.sampled_from([2, 5, 6, 8, 10, 35, 50])
YEARS = st.one_of(st.none(), st.integers(1945, 2036))


@st.composite
def spots(draw: st.DrawFn) -> list[Spot]:
    drawn = draw(st.lists(st.tuples(LANES, YEARS), max_size=400))
    return [Spot(f"d{number}", lane, f"Hàng {lane}", year) for number, (lane, year) in enumerate(drawn)]


@given(spots())
def test_every_document_has_a_place_of_its_own(given_spots: list[Spot]) -> None:
    laid = lay_out(given_spots)
    assert set(laid.places) == {spot.id for spot in given_spots}
    assert len(set(laid.places.values())) == len(given_spots)
    for x, y in laid.places.values():
        assert math.isfinite(x)
        assert math.isfinite(y)
        assert field.LEFT <= x <= laid.width
        assert field.TOP <= y <= laid.height
    rows = sorted({(y, x) for x, y in laid.places.values()})
    assert all(b[1] - a[1] >= laid.size.width for a, b in pairwise(rows) if a[0] == b[0]), "boxes overlap"
    assert lay_out(given_spots) == laid


@given(spots())
def test_years_go_from_left_to_right_and_ranks_from_top_to_bottom(given_spots: list[Spot]) -> None:
    laid = lay_out(given_spots)
    known = [spot for spot in given_spots if spot.year]
    for a, b in pairwise(sorted(known, key=lambda spot: laid.places[spot.id])):
        apart = laid.places[b.id][0] - laid.places[a.id][0] > 3 * laid.size.step_x * len(given_spots)
        assert not apart or (a.year or 0) <= (b.year or 0)
    for a, b in pairwise(sorted(given_spots, key=lambda spot: spot.lane)):
        if a.lane != b.lane:
            assert laid.places[a.id][1] < laid.places[b.id][1]
    assert [tick.x for tick in laid.ticks] == sorted(tick.x for tick in laid.ticks)


def test_columns_hold_years_in_order() -> None:
    laid = lay_out([Spot(str(year), 5, "Nghị định", year) for year in range(1990, 2030)])
    across = [laid.places[str(year)][0] for year in range(1990, 2030)]
    assert across == sorted(across)
    assert all("\N{EN DASH}" in tick.text or tick.text.isdigit() for tick in laid.ticks)


@pytest.mark.parametrize(("number", "size"), [(1, "card"), (24, "card"), (25, "tag"), (120, "tag"), (121, "dot"), (2000, "dot")])
def test_the_more_there_are_the_less_is_written(number: int, size: str) -> None:
    laid = lay_out([Spot(str(n), 2 + n % 5, "Hàng", 1990 + n % 30) for n in range(number)])
    assert laid.size.name == size
    head, title = field.written("26/2014/TTLT-BTC-BCT", "Về việc nuôi tằm ở các huyện miền núi", laid.size)
    assert bool(head) is (size != "dot")
    assert bool(title) is (size == "card")


def test_nothing_is_laid_out_as_nothing() -> None:
    assert lay_out([]).places == {}


def test_two_thousand_documents_take_no_time() -> None:
    many = [Spot(str(n), 2 + n % 7, "Hàng", 1960 + n * 7 % 65) for n in range(2000)]
    assert effort(lambda: lay_out(many)) < 1


def test_lines_between_the_same_two_are_apart() -> None:
    assert field.turns([("a", "b"), ("b", "a"), ("a", "c"), ("a", "b")]) == [0, 1, 0, 2]
    start, end = (0.0, 0.0), (400.0, 0.0)
    curves = {field.curve(start, end, field.TAG, field.swing(start, end, turn)) for turn in range(3)}
    assert len(curves) == 3
    assert field.curve(start, start, field.DOT, field.swing(start, start, 0)).startswith("M")

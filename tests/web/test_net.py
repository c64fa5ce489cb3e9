"""Pictures of small graphs and charts of counts: boxes never touch, words fit, the same input gives the same picture."""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalgraph.web.diagram import bars, measure, net
from legalgraph.web.diagram.bars import Point
from legalgraph.web.diagram.net import NARROW, WIDE, Frame
from legalgraph.web.diagram.parts import Box, Card, Link, Picture

NUMBER = "26/2014/TTLT-BTC-BCT-BKHCN"
CAPTIONS = {"0": ("quy định chi tiết, hướng dẫn thi hành", "details"), "3": ("căn cứ", "basis")}


def card(name: str, heading: str = NUMBER) -> Card:
    return Card(name, 0, "", None, heading, "Về việc quản lý và sử dụng kinh phí khuyến công", f"/{name}", name)


def link(source: str, target: str, kind: str = "basis", strength: int = 0) -> Link:
    return Link(source, target, kind, kind, kind, strength)


def drawn(links: Sequence[Link], frame: Frame = WIDE, count: int = 0) -> Picture:
    names = list(dict.fromkeys([end for one in links for end in (one.source, one.target)] + [str(n) for n in range(count)]))
    return net.lay_out([card(name) for name in names], links, CAPTIONS, frame)


def ends(path: str) -> tuple[tuple[float, float], tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?[0-9.]+", path)]
    return (numbers[0], numbers[1]), (numbers[-2], numbers[-1])


def on_side(box: Box, point: tuple[float, float]) -> bool:
    x, y = point
    return min(abs(x - box.x), abs(x - box.x - box.width)) < 0.1 and box.y < y < box.y + box.height


@given(st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), min_size=1, max_size=90), st.sampled_from([WIDE, NARROW]))
@settings(max_examples=150)
def test_boxes_never_touch_and_arrows_join_their_boxes(pairs: list[tuple[int, int]], frame: Frame) -> None:
    picture = drawn([link(str(a), str(b)) for a, b in pairs], frame)
    for one, other in combinations(picture.boxes, 2):
        beside = one.x + one.width + 10 <= other.x or other.x + other.width + 10 <= one.x
        assert beside or one.y + one.height + 10 <= other.y or other.y + other.height + 10 <= one.y
    for box in picture.boxes:
        assert 0 <= box.x <= picture.width - box.width
        assert 0 <= box.y <= picture.height - box.height
        assert 1 <= len(box.caption) + len(box.heading) + len(box.lines) <= 3
        for words, size, bold in ((box.caption, 12, True), (box.heading, 14, True), (box.lines, 12, False)):
            assert all(measure.width(told, size, bold=bold) <= box.width - 20 for told in words)
    boxes = {box.card.id: box for box in picture.boxes}
    assert {(line.source, line.target) for line in picture.lines} == {(str(a), str(b)) for a, b in pairs if a != b}
    for line in picture.lines:
        start, end = ends(line.path)
        assert on_side(boxes[line.source], start)
        assert on_side(boxes[line.target], end)


def test_the_same_graph_gives_the_same_picture() -> None:
    links = [link(str(a), str(a * 7 % 23)) for a in range(23)]
    assert drawn(links) == drawn(links)


def test_what_acts_stands_to_the_left_of_what_it_acts_on() -> None:
    boxes = {box.card.id: box for box in drawn([link("a", "b"), link("b", "c"), link("c", "d")]).boxes}
    assert boxes["a"].x < boxes["b"].x < boxes["c"].x < boxes["d"].x
    assert len({box.y for box in boxes.values()}) == 1


def test_many_on_one_side_share_both() -> None:
    boxes = {box.card.id: box for box in drawn([link(f"m{n}", "hub") for n in range(24)]).boxes}
    left = [name for name, box in boxes.items() if box.x < boxes["hub"].x]
    right = [name for name, box in boxes.items() if box.x > boxes["hub"].x]
    assert (len(left), len(right)) == (12, 12)


def test_to_and_fro_are_two_arrows_apart() -> None:
    picture = drawn([link("a", "b"), link("b", "a")])
    assert len({line.path for line in picture.lines}) == 2
    (a, b), (c, d) = (ends(line.path) for line in picture.lines)
    assert abs(a[1] - d[1]) > 10
    assert abs(b[1] - c[1]) > 10


def test_parts_that_are_not_joined_stand_side_by_side_then_below() -> None:
    links = [link(f"a{n}", f"b{n}") for n in range(5)]
    wide, narrow = drawn(links), drawn(links, NARROW)
    assert wide.width <= WIDE.room + 16
    assert narrow.width <= NARROW.room + 16
    assert narrow.height > wide.height


def test_a_card_alone_and_one_that_points_to_itself() -> None:
    picture = drawn([link("a", "a")], count=1)
    assert len(picture.boxes) == 2
    assert not picture.lines


COUNTS = st.lists(
    st.tuples(st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), min_size=1, max_size=60), st.integers(0, 10**9)), min_size=1, max_size=40
)


@given(COUNTS, st.sampled_from([bars.WIDE, bars.NARROW]))
@settings(max_examples=120)
def test_bars_stay_within_their_picture(counts: list[tuple[str, int]], width: float) -> None:
    chart = bars.across([Point(label, amount, str(amount)) for label, amount in counts], width)
    inside(chart)
    assert len(chart.bars) == len(counts)
    for above, below in pairwise(chart.bars):
        assert above.y + above.height < below.y


@given(st.dictionaries(st.integers(1700, 1849), st.integers(0, 10**6), min_size=1, max_size=150), st.sampled_from([bars.WIDE, bars.NARROW]))
@settings(max_examples=120)
def test_columns_stand_at_their_year(years: dict[int, int], width: float) -> None:
    chart = bars.over_years([Point(str(year), amount, str(amount)) for year, amount in years.items()], width)
    inside(chart)
    where = {int(bar.spoken[:4]): bar.x + bar.width / 2 for bar in chart.bars}
    assert where.keys() == years.keys()
    ordered = sorted(where)
    assert [where[year] for year in ordered] == sorted(where.values())
    ticks = sorted((word for word in chart.words if word.role == "tick" and word.anchor == "middle"), key=lambda word: word.x)
    assert ticks
    for one, other in pairwise(ticks):
        assert one.x + measure.width(one.text, one.size) / 2 < other.x - measure.width(other.text, other.size) / 2


def inside(chart: bars.Chart) -> None:
    for bar in chart.bars:
        assert bar.width > 0
        assert bar.x >= 0
        assert bar.y >= 0
        assert bar.x + bar.width <= chart.width + 0.5
        assert bar.y + bar.height <= chart.height + 0.5
    for word in chart.words:
        long = measure.width(word.text, word.size)
        left = word.x - {"start": 0.0, "middle": long / 2, "end": long}[word.anchor]
        assert left >= -1
        assert left + long <= chart.width + 1.5
        assert 0 < word.y <= chart.height


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([1], ["0", "1"]), ([7, 3], ["0", "2", "4", "6"]), ([530], ["0", "200", "400"]), ([8076], ["0", "2000", "4000", "6000", "8000"]), ([0], ["0", "1"])],
)
def test_scales_have_round_numbers(amounts: list[int], expected: list[str]) -> None:
    chart = bars.over_years([Point(str(2000 + n), amount, str(amount)) for n, amount in enumerate(amounts)], bars.WIDE)
    assert [word.text for word in chart.words if word.anchor == "end"] == expected

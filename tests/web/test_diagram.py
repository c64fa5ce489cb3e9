"""Diagrams: nothing overlaps, no line crosses a box, equal input gives equal pictures."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalgraph.web.diagram import measure, parts, story, story_narrow, tall, wide
from legalgraph.web.diagram.axis import Bar
from legalgraph.web.diagram.columns import arrange
from legalgraph.web.diagram.condense import Calm, HeapKey, condense
from legalgraph.web.diagram.parts import Box, Card, Label, Line, Link, Point, in_time, rounded
from legalgraph.web.diagram.trunks import merged, trunks

KINDS = {"basis": "basis", "details": "details", "amends": "amends", "replaces": "replaces", "refers": "refers"}
TODAY = date(2036, 6, 1)


def card(id: str, lane: int = 5, when: date | None = date(2031, 1, 1), heading: str | None = None) -> Card:
    return Card(id, lane, f"Hàng {lane}", when, heading or f"{id}/2031/NĐ-CP", "Về khuyến khích nuôi tằm ở nông thôn", f"/{id}", id)


def link(source: str, target: str, kind: str = "basis", strength: int = 1) -> Link:
    return Link(source, target, kind, KINDS[kind], kind, strength)


@st.composite
def networks(draw: st.DrawFn, most: int = 24) -> tuple[list[Card], list[Link]]:
    """Any cards with any links, most of them to the centre c0."""
    number = draw(st.integers(1, most))
    days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 12, 31)))
    cards = [card(f"c{i}", draw(st.sampled_from([2, 5, 6, 8, 10])), draw(days)) for i in range(number)]
    ids = [c.id for c in cards]
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from([ids[0], *ids]), st.sampled_from(sorted(KINDS)), st.booleans())
    drawn = draw(st.lists(pairs, max_size=40))
    return cards, [link(b, a, kind) if turned else link(a, b, kind) for a, b, kind, turned in drawn]


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def points(line: Line) -> list[Point]:
    """The corners of a path, read back from what is drawn."""
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", line.path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def inside(box: Box, a: Point, b: Point) -> bool:
    """True when the straight piece from a to b passes through the inner part of a box."""
    low_x, high_x, low_y, high_y = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
    return low_x < box.x + box.width - 1 and high_x > box.x + 1 and low_y < box.y + box.height - 1 and high_y > box.y + 1


def crossings(boxes: Iterable[Box], lines: Iterable[Line]) -> list[tuple[str, str, str]]:
    found = []
    for line in lines:
        corners = points(line)
        for a, b in pairwise(corners):
            found += [(line.source, line.target, box.card.id) for box in boxes if inside(box, a, b)]
    return found


# --- wide


@settings(max_examples=60)
@given(networks())
def test_wide_boxes_stand_apart_and_no_line_crosses_one(network: tuple[list[Card], list[Link]]) -> None:
    cards, links = network
    picture = wide.lay_out(cards, links, "c0")
    assert {box.card.id for box in picture.boxes} == {c.id for c in cards}
    assert not [(a.card.id, b.card.id) for a, b in combinations(picture.boxes, 2) if overlap(a, b)]
    assert not crossings(picture.boxes, picture.lines)
    assert all(box.x >= 0 and box.x + box.width <= picture.width and box.y + box.height <= picture.height for box in picture.boxes)


@settings(max_examples=30)
@given(networks())
def test_wide_is_the_same_for_the_same_network_in_any_order(network: tuple[list[Card], list[Link]]) -> None:
    cards, links = network
    assert wide.lay_out(cards, links, "c0") == wide.lay_out(list(cards), list(links), "c0")
    assert wide.lay_out(cards[::-1], links, "c0").boxes == wide.lay_out(cards, links, "c0").boxes


@settings(max_examples=60)
@given(networks(), st.integers(1, 7))
def test_columns_follow_time_and_rows_rank(network: tuple[list[Card], list[Link]], most: int) -> None:
    cards, _ = network
    grid = arrange(cards, most)
    undated = any(c.when is None for c in cards)
    assert len(grid.years) <= max(most, 1 + undated)
    assert len(set(grid.cells.values())) == len(cards)
    for earlier, later in combinations([c for c in in_time(cards) if c.when], 2):
        assert grid.cells[earlier.id].column <= grid.cells[later.id].column
    for a, b in combinations(cards, 2):
        if a.lane < b.lane:
            assert grid.cells[a.id].row < grid.cells[b.id].row


def test_wide_draws_each_pair_once_and_says_what_is_certain() -> None:
    cards = [card("c0"), card("c1", 6, date(2032, 1, 1))]
    uncertain = Link("c1", "c0", "details", "details", "quy định chi tiết (suy luận)", 2, certain=False)
    picture = wide.lay_out(cards, [link("c1", "c0"), uncertain], "c0")
    assert len(picture.lines) == 1
    assert picture.lines[0].group == "details"
    assert picture.labels[0].lines == ("quy định chi tiết (suy luận); basis",)


def test_arrows_point_from_the_acting_document() -> None:
    picture = wide.lay_out([card("c0"), card("c1", 6), card("c2", 2)], [link("c1", "c0"), link("c0", "c2")], "c0")
    assert {(line.source, line.target, line.outward) for line in picture.lines} == {("c1", "c0", False), ("c0", "c2", True)}


def test_links_to_what_is_not_shown_and_to_itself_are_left_out() -> None:
    picture = wide.lay_out([card("c0"), card("c1")], [link("c0", "c0"), link("c1", "elsewhere")], "c0")
    assert picture.lines == ()


def test_labels_of_a_crowded_picture_do_not_cover_each_other() -> None:
    cards = [card("c0", 5, date(2031, 1, 1))]
    links = []
    for number in range(1, 20):
        cards.append(card(f"c{number}", 6 + number % 3, date(2031, 1, 1) + timedelta(200 * number)))
        kind = sorted(KINDS)[number % len(KINDS)]
        links.append(link(f"c{number}", "c0", kind))
    picture = wide.lay_out(cards, links, "c0")
    boxes = [(x.x - measure.width(x.lines[0], 12) / 2, x.y - 6, x.x + measure.width(x.lines[0], 12) / 2, x.y + 6) for x in picture.labels]
    assert len(boxes) == len(KINDS)
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@settings(max_examples=60)
@given(networks())
def test_labels_keep_clear_of_the_corners_of_their_line_where_a_piece_of_it_is_long_enough(network: tuple[list[Card], list[Link]]) -> None:
    cards, links = network
    picture = wide.lay_out(cards, links, "c0")
    for label in picture.labels:
        mine = [line for line in picture.lines if line.kind == label.kind and label.hub in {line.source, line.target}]
        runs = [(a, b) for line in mine for a, b in pairwise(points(line)) if a[1] == b[1] == label.y]
        corners = sorted({round(x) for run in runs for x, _ in run})
        if any(high - low > label.width + 60 for low, high in pairwise(corners)):
            hidden = [x for line in mine for x, y in points(line) if 0 < abs(y - label.y) <= 7 and abs(x - label.x) < label.width / 2 + 2]
            assert not hidden, label


@pytest.mark.parametrize(("rows", "fits"), [(1, False), (6, True), (9, False)])
def test_a_picture_a_little_too_high_for_a_sheet_is_made_smaller(rows: int, fits: bool) -> None:
    picture = wide.lay_out([card(f"c{row}", 2 + row, date(2031 + row % 5, 1, 1)) for row in range(rows)], [], "c0")
    assert picture.fits_a_sheet is fits


# --- tall


@settings(max_examples=60)
@given(networks())
def test_tall_is_narrow_and_no_line_crosses_a_box(network: tuple[list[Card], list[Link]]) -> None:
    cards, links = network
    told = {c.id: [("Được sửa đổi, bổ sung bởi (suy luận)", link(c.id, "c0", "amends")), ("Căn cứ", link(c.id, "cx"))] for c in cards[1:]}
    picture = tall.lay_out(cards, links, "c0", told)
    assert picture.width == 360
    assert not [1 for a, b in combinations(picture.boxes, 2) if overlap(a, b)]
    assert not crossings(picture.boxes, picture.lines)
    ordered = sorted(picture.boxes, key=lambda box: box.y)
    assert [box.card.id for box in ordered] == [c.id for c in in_time(cards)]
    assert all(box.x + box.width <= 360 for box in picture.boxes)
    assert all(x >= 0 for line in picture.lines for x, _ in points(line))
    for box in picture.boxes:
        assert [caption.before for caption in box.captions] == ([True, False] if box.card.id != "c0" else [])
        assert all(caption.height >= 24 for caption in box.captions), "too low for a finger"


# --- from five to eighty


def crowd(number: int, seed: int) -> tuple[list[Card], list[Link]]:
    """A network like those of real documents: most relate to the centre, some to one another, in lanes of unequal size."""
    dice = Random(seed)
    numbers = ("45/2012/NĐ-CP", "08/2023/TT-BLĐTBXH", "26/2014/TTLT-BTC-BCT", "13/2014/TTLT-BNNPTNT-BKHĐT-BTC", "2646/QĐ-BCT", "01/2005/NQLT-BLĐTBXH-BCA-BVHTT-UBTWMTTQVN")
    cards = [
        card(f"c{i}", dice.choice([2, 5, 6, 8, 8, 8, 9, 10, 10]), date(1996, 1, 1) + timedelta(dice.randrange(11_000)), dice.choice(numbers))
        for i in range(number)
    ]
    links = []
    for i in range(1, number):
        ends = (f"c{i}", "c0" if dice.random() < 0.7 else f"c{dice.randrange(i)}")
        kind = dice.choice(sorted(KINDS))
        links.append(link(*(ends if dice.random() < 0.7 else ends[::-1]), kind))
    for _ in range(number // 3):
        a, b = dice.sample(range(number), 2)
        links.append(link(f"c{a}", f"c{b}", dice.choice(sorted(KINDS))))
    return cards, links


def label_box(label: Label) -> tuple[float, float, float, float]:
    half = max(measure.width(line, parts.LABEL, bold=True) for line in label.lines) / 2
    high = 7.5 * len(label.lines)
    return label.x - half, label.y - high, label.x + half, label.y + high


@pytest.mark.parametrize("number", [5, 20, 40, 80])
@pytest.mark.parametrize("seed", range(4))
def test_pictures_of_any_size_stay_clear(number: int, seed: int) -> None:
    cards, links = crowd(number, seed)
    picture = wide.lay_out(cards, links, "c0", 7)
    assert len(picture.boxes) == number
    assert picture.width <= max(wide.WIDEST, 600)
    assert not [1 for a, b in combinations(picture.boxes, 2) if overlap(a, b)]
    assert not crossings(picture.boxes, picture.lines)
    labels = [label_box(label) for label in picture.labels]
    rects = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in picture.boxes]
    for a, b in [*combinations(labels, 2), *product(labels, rects)]:
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for box in picture.boxes:
        assert all(measure.width(line, wide.SMALL_HEADING if box.small else wide.HEADING, bold=True) <= box.width for line in box.heading)
        assert len(box.heading) + len(box.lines) <= (4 if box.small else 3)
    narrow = tall.lay_out(cards, links, "c0", {})
    assert not [1 for a, b in combinations(narrow.boxes, 2) if overlap(a, b)]
    assert not crossings(narrow.boxes, narrow.lines)


@pytest.mark.parametrize("seed", range(4))
def test_sheets_of_paper_hold_every_box_whole(seed: int) -> None:
    picture = wide.lay_out(*crowd(80, seed), "c0", 7)
    sheets = picture.sheets(700, 950)
    assert len(sheets) > 1
    assert (sheets[0][0], sheets[-1][1]) == (0, picture.height)
    assert all(earlier[1] > later[0] for earlier, later in pairwise(sheets)), "the lines between two sheets are on both"
    assert all(end - start <= 950 for start, end in sheets)
    for box in picture.boxes:
        assert [1 for start, end in sheets if start <= box.y and box.y + box.height <= end], box.card.id


def test_a_year_of_many_documents_becomes_several_columns() -> None:
    cards = [card(f"c{i}", 5, date(2031, 1, 5) + timedelta(7 * i)) for i in range(24)]
    grid = arrange(cards, 4)
    assert grid.rows <= 7
    assert grid.years == ("1/2031–2/2031", "2/2031–3/2031", "3/2031–5/2031", "5/2031–6/2031")


# --- calm


def heaped(number: int) -> tuple[list[Card], list[Link]]:
    cards = [card("c0"), *(card(f"c{i}", 10, date(2032, 1, 1) + timedelta(i)) for i in range(1, number + 1))]
    return cards, [link(c.id, "c0") for c in cards[1:]]


def heap(key: HeapKey, members: Sequence[Card], ties: Sequence[Link]) -> tuple[Card, Link]:
    id = f"more-{key.kind}-{key.hub}"
    ends = (key.hub, id) if key.hub_acts else (id, key.hub)
    words = f"và {len(members)} khác" if key.partly else f"{len(members)} văn bản"
    return card(id, key.lane, members[0].when, words), link(*ends, ties[0].kind)


def test_many_alike_share_a_box() -> None:
    calm = condense(*heaped(40), 20, heap)
    assert len(calm.cards) == 20
    assert [c.id for c in calm.cards] == [f"c{i}" for i in range(19)] + ["more-basis-c0"]
    assert calm.cards[-1].heading == "và 22 khác"
    assert {(d.source, d.target) for d in calm.links} == {(c.id, "c0") for c in calm.cards[1:]}
    assert set(calm.heaped) == {f"c{i}" for i in range(19, 41)}
    assert calm.hidden == ()


def test_few_are_left_as_they_are() -> None:
    cards, links = heaped(12)
    assert condense(cards, links, 20, heap) == Calm(tuple(cards), tuple(links), {}, ())


def test_the_most_telling_keep_their_boxes_and_heaps_hang_where_their_members_do() -> None:
    cards, links = heaped(30)
    cards += [card(f"d{i}", 8) for i in range(5)]
    links += [link("c1", f"d{i}", "amends") for i in range(5)]
    calm = condense(cards, links, 10, heap)
    assert [c.id for c in calm.cards] == [*(f"c{i}" for i in range(8)), "more-basis-c0", "more-amends-c1"]
    assert ("c1", "more-amends-c1") in {(d.source, d.target) for d in calm.links}
    assert calm.cards[-1].heading == "5 văn bản", "none of them is shown, so these are no others"


def test_what_hangs_on_a_heaped_card_is_hidden_and_counted() -> None:
    cards, links = heaped(30)
    cards.append(card("d", 8))
    links.append(link("d", "c30", "amends"))
    calm = condense(cards, links, 10, heap)
    assert calm.hidden == ("d",)
    assert "d" not in {c.id for c in calm.cards} | set(calm.heaped)


def test_a_heap_of_one_is_the_card_itself() -> None:
    cards, links = heaped(10)
    cards.append(card("d", 8))
    links.append(link("d", "c0", "amends"))
    calm = condense(cards, links, 6, heap)
    assert "d" in {c.id for c in calm.cards}
    assert "d" not in calm.heaped


@settings(max_examples=60)
@given(networks(), st.integers(8, 24))
def test_every_card_is_shown_heaped_or_hidden(network: tuple[list[Card], list[Link]], most: int) -> None:
    cards, links = network
    calm = condense(cards, links, most, heap)
    own = {c.id for c in calm.cards}
    assert cards[0].id in own
    for c in cards:
        assert (c.id in own) + (c.id in calm.heaped) + (c.id in calm.hidden) == 1
    assert all({d.source, d.target} <= own for d in calm.links)
    assert set(calm.heaped.values()) <= own


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        ("26/2014/TTLT-BTC-BCT", ("26/2014/", "TTLT-BTC-BCT")),
        ("13/2014/TTLT-BNNPTNT-BKHĐT-BTC", ("13/2014/TTLT-", "BNNPTNT-BKHĐT-", "BTC")),
        ("45/2012/NĐ-CP", ("45/2012/NĐ-CP",)),
    ],
)
def test_numbers_are_broken_and_never_shortened(number: str, lines: tuple[str, ...]) -> None:
    found = measure.heading(number, 148, 14)
    assert "".join(found) == number
    assert all(measure.width(line, 14, bold=True) <= 148 for line in found)
    assert found == lines


# --- over time


def bar(id: str, signed: date, until: date | None = None, lane: int = 5) -> Bar:
    return Bar(id, lane, f"Hàng {lane}", f"{id}/NĐ-CP", "Về khuyến khích nuôi tằm", f"/{id}", id, "in_force", signed, signed, until)


BARS = [
    bar("a", date(2004, 6, 9), date(2012, 7, 5)),
    bar("b", date(2012, 5, 21)),
    bar("c", date(2025, 8, 27)),
    bar("p", date(2007, 8, 20), date(2012, 12, 31), 60),
    bar("q", date(2014, 8, 1), date(2020, 12, 31), 60),
    bar("r", date(2020, 11, 20), date(2025, 12, 31), 60),
]
ACTS = [link("b", "a", "replaces"), link("c", "b", "amends"), link("p", "a"), link("q", "b"), link("r", "b"), link("r", "q", "refers")]


def test_story_keeps_time_and_order() -> None:
    told = story.lay_out(BARS, ACTS, TODAY)
    assert [strip.bar.id for strip in told.strips] == ["a", "b", "c", "p", "q", "r"]
    days = sorted(told.strips, key=lambda strip: strip.bar.signed)
    assert [strip.dot for strip in days] == sorted(strip.dot for strip in days)
    assert all(strip.start <= strip.end for strip in told.strips)
    open_ends = {strip.bar.id: strip.end for strip in told.strips if strip.bar.until is None}
    assert set(open_ends.values()) == {told.today}
    assert [int(tick.text) for tick in told.ticks] == sorted(int(tick.text) for tick in told.ticks)


def test_story_lines_begin_at_the_day_of_signing_and_end_at_a_bar() -> None:
    told = story.lay_out(BARS, ACTS, TODAY)
    place = {strip.bar.id: strip for strip in told.strips}
    for line in told.lines:
        source, target = place[line.source], place[line.target]
        first, last = points(line)[0], points(line)[-1]
        assert first == pytest.approx((source.dot, source.middle), abs=0.1)
        assert target.start - 3 <= last[0] <= target.end + 3
        assert target.bar_y - 3 <= last[1] <= target.bar_y + 13


def test_story_words_stay_inside_and_labels_do_not_cover_them() -> None:
    told = story.lay_out(BARS, ACTS, TODAY)
    words = [strip.words for strip in told.strips]
    assert all(left >= 0 and right <= told.width for left, _, right, _ in words)
    assert len(told.labels) == len(ACTS)
    for label in told.labels:
        half = max(measure.width(line, 12.5, bold=True) for line in label.lines) / 2
        high = 7.5 * len(label.lines)
        for left, top, right, bottom in words:
            assert label.x + half <= left or label.x - half >= right or label.y + high <= top or label.y - high >= bottom


def test_vertical_lines_of_a_story_keep_apart() -> None:
    same_day = [bar("a", date(2004, 1, 1)), *(bar(f"x{i}", date(2010, 1, 1)) for i in range(5))]
    told = story.lay_out(same_day, [link(f"x{i}", "a") for i in range(5)], TODAY)
    columns = sorted(points(line)[-1][0] for line in told.lines)
    assert all(b - a >= 10 for a, b in pairwise(columns))


def test_no_arrow_of_a_narrow_story_covers_another() -> None:
    days = [date(2012, 5, 21), date(2014, 8, 1), date(2025, 8, 27)]
    bars = [bar(name, day, None, 5) for name, day in zip("abc", days, strict=True)]
    links = [link("b", "a"), link("c", "a", "amends")]
    told = story_narrow.lay_out(bars, links, TODAY, {b.id: b.heading for b in bars})
    (one, other) = (points(line)[0] for line in told.lines)
    assert one[0] == other[0]
    assert abs(one[1] - other[1]) >= 9


@settings(max_examples=40)
@given(st.lists(st.tuples(st.dates(date(1950, 1, 1), date(2035, 1, 1)), st.integers(0, 9000)), min_size=1, max_size=12), st.data())
def test_any_story_can_be_told(spans: list[tuple[date, int]], data: st.DataObject) -> None:
    bars = [bar(f"b{i}", day, day + timedelta(days) if days % 3 else None, 5 + i % 2) for i, (day, days) in enumerate(spans)]
    ids = st.sampled_from([b.id for b in bars])
    links = [link(a, b) for a, b in data.draw(st.lists(st.tuples(ids, ids), max_size=15))]
    told = story.lay_out(bars, links, TODAY)
    narrow = story_narrow.lay_out(bars, links, TODAY, {b.id: b.heading for b in bars})
    assert len(told.strips) == len(narrow.strips) == len(bars)
    assert narrow.width == 360
    assert all(0 <= strip.start <= strip.end <= 360 for strip in narrow.strips)
    tops = [strip.top for strip in told.strips]
    assert tops == sorted(tops)


# --- pieces


def test_links_between_two_cards_become_one() -> None:
    both = merged([link("a", "b", "basis", 1), link("a", "b", "details", 2), link("b", "a", "amends", 2)])
    assert [(found.source, found.kind) for found in both] == [("a", "details"), ("b", "amends")]


def test_of_links_beside_the_centre_the_end_where_more_meet_is_the_hub() -> None:
    found = trunks([link("x", "a", "amends"), link("x", "b", "amends"), link("y", "b", "refers"), link("z", "b", "refers")], "c")
    assert [(t.hub, t.outward, t.members) for t in found] == [("x", True, ("a", "b")), ("b", False, ("y", "z"))]


def test_trunks_bundle_by_hub_kind_and_direction() -> None:
    found = trunks([link("x", "c"), link("y", "c"), link("c", "z"), link("x", "y", "amends")], "c")
    assert [(t.hub, t.outward, t.members) for t in found] == [("c", False, ("x", "y")), ("c", True, ("z",)), ("y", False, ("x",))]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=8))
def test_rounded_paths_keep_their_ends(raw: list[tuple[int, int]]) -> None:
    path = rounded([(float(x), float(y)) for x, y in raw])
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]
    assert (numbers[0], numbers[1]) == pytest.approx(raw[0], abs=0.6)
    assert (numbers[-2], numbers[-1]) == pytest.approx(raw[-1], abs=0.6)
    assert "e" not in path


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy ẠẬỸ123/-", max_size=120), st.integers(40, 300), st.integers(1, 4))
def test_wrapping_fits_and_loses_no_word_in_silence(text: str, room: int, lines: int) -> None:
    broken = measure.wrap(text, room, 12, lines)
    assert len(broken) <= lines
    assert " ".join(broken).split() == text.split() or broken[-1].endswith("…")
    for line in broken:
        assert measure.width(line, 12) <= room or " " not in line.rstrip("…")


def test_letters_with_marks_are_as_wide_as_their_base() -> None:
    assert measure.width("Nghị định", 14) == measure.width("Nghi đinh", 14)
    assert measure.width("ộ", 10) == measure.width("o", 10)
    assert measure.width("e\u0323\u0302", 10) == measure.width("ệ", 10)


@pytest.mark.parametrize(("kinds", "told"), [(("adds", "amends"), "amends"), (("ends", "replaces"), "replaces"), (("adds", "ends"), "adds")])
def test_the_fuller_of_several_acts_is_worded(kinds: tuple[str, ...], told: str) -> None:
    links = [Link(source="a", target="b", kind=kind, group="changes", label=kind, strength=2) for kind in kinds]
    assert [one.label for one in merged(links)] == [told]

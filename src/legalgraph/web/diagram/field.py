"""Many documents in one picture: years from left to right, ranks from top to bottom, each document in a place of its own.

Deterministic and O(n log n): the documents of some years and one rank stand in a block, and the blocks are as broad as makes the
whole a picture one can look at. The more there are, the less is written in each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, hypot, log, sqrt

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.parts import Lane, Point, Tick

LEFT, TOP, MARGIN = 138.0, 34.0, 14.0
_SHAPE = 1.4  # width to height of a picture that fits a screen
HEADING, TITLE = 12.5, 11.5  # sizes of the letters in boxes
_WORDS = 12.5  # size of the letters of lanes and years
_UNKNOWN = 0  # the year of what has none


@dataclass(frozen=True, slots=True)
class Size:
    """How large one document is drawn, how far apart they stand, and up to how many documents it is used for."""

    name: str
    most: int
    width: float
    height: float
    step_x: float
    step_y: float


CARD = Size("card", 24, 160, 64, 190, 90)
TAG = Size("tag", 120, 128, 36, 144, 52)
DOT = Size("dot", 1_000_000, 12, 12, 22, 20)
_SIZES = (CARD, TAG, DOT)


@dataclass(frozen=True, slots=True)
class Spot:
    """One document to place; `lane` orders the rows, highest rank first."""

    id: str
    lane: int
    lane_name: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """Where each document stands: `places` are the middles. The tick of what has no year has no text."""

    width: float
    height: float
    size: Size
    places: dict[str, Point]
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]


def lay_out(spots: Sequence[Spot]) -> Field:
    """Place the documents, those of one year and rank in the order given. The ids must differ."""
    size = next(size for size in _SIZES if len(spots) <= size.most)
    spans = _spans(Counter(spot.year or _UNKNOWN for spot in spots), size)
    column_of = {year: number for number, span in enumerate(spans) for year in span}
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for spot in sorted(spots, key=lambda spot: spot.year or _UNKNOWN):
        cells[column_of[spot.year or _UNKNOWN], spot.lane].append(spot.id)
    rows = _rows(cells, size)
    broad = _greatest((column, ceil(len(ids) / rows)) for (column, _), ids in cells.items())
    tall = _greatest((lane, min(len(ids), rows)) for (_, lane), ids in cells.items())
    lefts, width = _starts(broad, size.step_x, LEFT, size)
    tops, height = _starts(tall, size.step_y, TOP, size)
    places = {}
    for (column, lane), ids in cells.items():
        # A block that is not full stands in the middle of its place.
        high = min(len(ids), rows)
        lift = (tall[lane] - high) * size.step_y / 2
        shift = (broad[column] - ceil(len(ids) / rows)) * size.step_x / 2
        for number, id in enumerate(ids):
            across, down = divmod(number, high)
            places[id] = (lefts[column] + shift + (across + 0.5) * size.step_x, tops[lane] + lift + (down + 0.5) * size.step_y)
    names = {spot.lane: spot.lane_name for spot in spots}
    middles = [(spans[column], lefts[column] + broad[column] * size.step_x / 2) for column in broad]
    bands = tuple(_band(names[lane], tops[lane], tall[lane] * size.step_y) for lane in tall)
    return Field(width, height, size, places, _ticks(middles), bands)


def _greatest(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The greatest value of each key, by key."""
    found: dict[int, int] = {}
    for key, value in pairs:
        found[key] = max(value, found.get(key, 0))
    return dict(sorted(found.items()))


def _spans(years: Counter[int], size: Size) -> list[tuple[int, ...]]:
    """The years of each column: neighbours with few documents share one. What has no year keeps to itself."""
    most = max(4, ceil(1.2 * sqrt(_SHAPE * years.total() * size.step_y / size.step_x)))
    spans: list[tuple[int, ...]] = [(year,) for year in sorted(years) if year != _UNKNOWN]
    weights = [years[span[0]] for span in spans]
    while len(spans) > most:
        at = min(range(len(spans) - 1), key=lambda i: (weights[i] + weights[i + 1], spans[i + 1][-1] - spans[i][0]))
        spans[at : at + 2] = [spans[at] + spans[at + 1]]
        weights[at : at + 2] = [weights[at] + weights[at + 1]]
    return [*([(_UNKNOWN,)] if _UNKNOWN in years else []), *spans]


def _rows(cells: dict[tuple[int, int], list[str]], size: Size) -> int:
    """How many may stand one below the other in a block, so that the picture gets its shape."""
    by_column = _greatest((column, len(ids)) for (column, _), ids in cells.items()).values()
    by_lane = _greatest((lane, len(ids)) for (_, lane), ids in cells.items()).values()

    def off(rows: int) -> float:
        width = LEFT + size.step_x * sum(ceil(n / rows) + 0.3 for n in by_column)
        height = TOP + size.step_y * sum(min(n, rows) + 0.5 for n in by_lane)
        return abs(log(width / height / _SHAPE))

    return min(range(1, max(by_lane, default=1) + 1), key=off)


def _starts(lengths: dict[int, int], step: float, first: float, size: Size) -> tuple[dict[int, float], float]:
    """Where each column or row begins, and where the last one ends."""
    gap = 10 if size is DOT else 16
    starts, at = {}, first
    for key, length in lengths.items():
        starts[key] = at
        at += length * step + gap
    return starts, at - gap * bool(lengths) + MARGIN


def _band(name: str, top: float, height: float) -> Lane:
    return Lane(measure.wrap(name, LEFT - 22, _WORDS, max(1, int(height // 17))), top, height)


def _ticks(columns: Iterable[tuple[tuple[int, ...], float]]) -> tuple[Tick, ...]:
    """The years above the columns, but where there is no room for them."""
    ticks: list[Tick] = []
    free = 0.0
    for years, x in columns:
        text = "" if years[0] == _UNKNOWN else str(years[0]) if len(years) == 1 else f"{years[0]}\N{EN DASH}{years[-1]}"
        half = measure.width(text or "0000", _WORDS) / 2 + 5
        if x - half >= free:
            ticks.append(Tick(text, x))
            free = x + half
    return tuple(ticks)


def written(heading: str, title: str, size: Size) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is written in a document's box: its number, and of its title what there is room for."""
    if size is DOT:
        return (), ()
    room = size.width - 15
    head = measure.heading(heading, room, HEADING)
    if len(head) > 2:  # half a number is none
        head = (head[0], head[1] + "…")
    return head, measure.wrap(title, room, TITLE, 3 - len(head)) if size is CARD and title else ()


def turns(pairs: Iterable[tuple[str, str]]) -> list[int]:
    """For each line the number of those before it between the same two documents."""
    met: dict[frozenset[str], int] = defaultdict(int)
    found = []
    for pair in pairs:
        found.append(met[frozenset(pair)])
        met[frozenset(pair)] += 1
    return found


def swing(start: Point, end: Point, turn: int) -> float:
    """How far a line swings out to its left, so that it does not run through what stands in a row, nor over its own kind (`turn`)."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    return min(46.0, 0.12 * length) * (1 + 0.8 * turn)


def curve(start: Point, end: Point, size: Size, out: float) -> str:
    """An SVG path from the edge of one document to the edge of another that swings `out`."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down) or 1.0
    middle = (start[0] + end[0]) / 2 + down / length * out, (start[1] + end[1]) / 2 - across / length * out
    a, b = _edge(start, middle, size, 0), _edge(end, middle, size, 2)
    return f"M{a[0]:.0f} {a[1]:.0f}Q{middle[0]:.0f} {middle[1]:.0f} {b[0]:.0f} {b[1]:.0f}"


def _edge(centre: Point, towards: Point, size: Size, gap: float) -> Point:
    x, y = towards[0] - centre[0], towards[1] - centre[1]
    reach = min((size.width / 2 + gap) / abs(x) if x else 1.0, (size.height / 2 + gap) / abs(y) if y else 1.0, 1.0)
    return centre[0] + x * reach, centre[1] + y * reach

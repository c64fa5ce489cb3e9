"""The lược đồ for wide screens and paper: rows are legal ranks, columns are time, lines run in the gutters between."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.columns import Grid, arrange
from legalgraph.web.diagram.parts import LABEL, Box, Card, Label, Lane, Line, Link, Picture, Point, Tick, rounded
from legalgraph.web.diagram.routes import Channel, Side, Span, Track, Way, channels, levels, untangled, ways
from legalgraph.web.diagram.trunks import Trunk, merged, trunks

WIDTH, HEIGHT = 172.0, 64.0
LEFT, TOP, MARGIN = 112.0, 34.0, 12.0
COLUMN_GUTTER, ROW_GUTTER = 26.0, 24.0
CHANNEL_STEP, TRACK_STEP = 12.0, 16.0
HEADING, SMALL_HEADING, TITLE, LANE = 14.0, 12.0, 12.0, 12.5
MOST_COLUMNS = 5
WIDEST = 1540.0  # so that on A4, lying, the smallest letters are six points high
CLEAR = 6.0  # between the room of a label and a corner of its line
SHORT = 62.0  # labels between neighbouring boxes are broken to this width


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything decided before pixels."""

    grid: Grid
    trunks: Sequence[Trunk]
    ways: Sequence[Way]
    channels: Sequence[Channel]


def lay_out(cards: Sequence[Card], links: Sequence[Link], centre: str, most_columns: int = MOST_COLUMNS) -> Picture:
    """Place the cards and draw the links, in fewer columns where they would grow too wide.

    Links to cards that are not shown are left out.
    """
    shown = {card.id for card in cards}
    drawn = merged(link for link in links if {link.source, link.target} <= shown and link.source != link.target)
    said = {(link.source, link.target): link for link in drawn}
    bundles = trunks(drawn, centre)
    by_id = {card.id: card for card in cards}
    for columns in range(most_columns, 0, -1):
        grid = arrange(cards, columns)
        all_ways = ways(bundles, grid)
        drawing = _Drawing(_Plan(grid, bundles, all_ways, channels(all_ways, grid)), by_id, centre, said)
        if drawing.width <= WIDEST:
            break
    return drawing.picture()


class _Drawing:
    """Turns a plan into pixels, step by step: columns, ports, tracks, rows, paths, labels."""

    def __init__(self, plan: _Plan, cards: dict[str, Card], centre: str, said: Mapping[tuple[str, str], Link]) -> None:
        self.plan, self.cards, self.centre, self.said = plan, cards, centre, said
        self.cells = plan.grid.cells
        self.column_x, self.channel_x, self.width = self._columns()
        self.port: dict[tuple[str, Side, int], float] = {}
        self.tracks: dict[tuple[int, int], Track] = {}
        self.row_y: list[float] = []
        self.track_y: dict[tuple[int, int], float] = {}
        self.height = 0.0

    # Columns: a gutter is as wide as its channels, and as the words of the short straight lines that cross it.
    def _columns(self) -> tuple[list[float], dict[tuple[int, Side], float], float]:
        number = len(self.plan.grid.years)
        by_gutter: dict[int, list[Channel]] = defaultdict(list)
        for channel in sorted(self.plan.channels, key=lambda c: (self._aim(c.trunk, c.hub_side), c.trunk)):
            by_gutter[channel.gutter].append(channel)
        x, left, channel_x = LEFT, [], {}
        for gutter in range(number + 1):
            level = levels(by_gutter[gutter], lambda c: (c.top - 0.5, c.bottom + 0.5))
            lanes = max(level.values()) + 1 if level else 0
            inner = 0 < gutter < number
            room = max(COLUMN_GUTTER if inner else 4.0, 20 + (lanes - 1) * CHANNEL_STEP if lanes else 0, self._words(gutter))
            start = x + (room - (lanes - 1) * CHANNEL_STEP) / 2
            for channel, at in level.items():
                channel_x[channel.trunk, channel.hub_side] = start + at * CHANNEL_STEP
            x += room
            if gutter < number:
                left.append(x)
                x += WIDTH
        return left, channel_x, x + MARGIN

    def _words(self, gutter: int) -> float:
        """The room that labels of straight lines between the two neighbouring columns need."""
        need = 0.0
        for way in self.plan.ways:
            columns = sorted((self.cells[way.hub].column, self.cells[way.member].column))
            if way.hub_side in (Side.LEFT, Side.RIGHT) and columns == [gutter - 1, gutter]:
                lines = measure.wrap(self.plan.trunks[way.trunk].label, SHORT, LABEL, 4)
                need = max(need, *(measure.width(line, LABEL, bold=True) + 32 for line in lines))
        return need

    def _aim(self, trunk: int, side: Side) -> float:
        """Where the members lie that the trunk reaches from this side of its hub, as a column."""
        mine = [way for way in self.plan.ways if way.trunk == trunk and way.hub_side == side]
        return sum(self.cells[way.member].column for way in mine) / max(1, len(mine))

    # Ports: where on a side of a box its lines begin and end, in the order of where they lead.
    def _ports(self) -> dict[tuple[str, Side, int], float]:
        wanted: dict[tuple[str, Side], dict[int, float]] = defaultdict(dict)
        for way in self.plan.ways:
            if way.hub_side in (Side.TOP, Side.BOTTOM):
                wanted[way.hub, way.hub_side][way.trunk] = self._aim(way.trunk, way.hub_side)
                wanted[way.member, way.member_side][way.trunk] = self.cells[way.hub].column
        port = {}
        for (box, side), aims in wanted.items():
            step = min(22.0, (WIDTH - 28) / max(1, len(aims) - 1))
            middle = self.column_x[self.cells[box].column] + WIDTH / 2
            for place, trunk in enumerate(sorted(aims, key=lambda t: (aims[t], t))):
                port[box, side, trunk] = middle + (place - (len(aims) - 1) / 2) * step
        for way in self.plan.ways:
            if way.hub_side in (Side.TOP, Side.BOTTOM) and way.hub_gutter is None:
                port[way.member, way.member_side, way.trunk] = port[way.hub, way.hub_side, way.trunk]
        return port

    # Tracks: the horizontal runs in each gutter between rows.
    def _tracks(self) -> dict[tuple[int, int], Track]:
        tracks: dict[tuple[int, int], Track] = {}
        for way in self.plan.ways:
            if way.hub_gutter is None or way.member_gutter is None:
                continue
            near = tracks.setdefault((way.trunk, way.hub_gutter), Track(way.trunk, way.hub_gutter))
            far = tracks.setdefault((way.trunk, way.member_gutter), Track(way.trunk, way.member_gutter))
            _join(near, way.hub_side, self.port[way.hub, way.hub_side, way.trunk])
            _join(far, way.member_side, self.port[way.member, way.member_side, way.trunk])
            if way.channelled:
                x = self.channel_x[way.trunk, way.hub_side]
                (near.downs if way.hub_side is Side.BOTTOM else near.ups).add(x)
                (far.ups if way.hub_side is Side.BOTTOM else far.downs).add(x)
        self._give_rooms(tracks)
        return tracks

    def _give_rooms(self, tracks: dict[tuple[int, int], Track]) -> None:
        """One track of each trunk makes room for its label, where it hides least; so does a straight vertical line."""
        for number, trunk in enumerate(self.plan.trunks):
            words = measure.width(trunk.label, LABEL, bold=True) + 14
            mine = [track for (of, _), track in tracks.items() if of == number]
            places = [
                (self._hidden(under, track, label), track.low - track.high, at, label)
                for at, track in enumerate(mine)
                for under in [self._under(tracks, track)]
                for label in self._label_spans(track, words)
            ]
            if places:
                best = min(places, key=lambda place: place[:2])
                mine[best[2]].label = best[3]
            if mine:  # without a place wide enough the words stand in the list only
                continue
            drop = next((w for w in self.plan.ways if w.trunk == number and w.hub_side in (Side.TOP, Side.BOTTOM)), None)
            if drop:
                x = self.port[drop.hub, drop.hub_side, number]
                row = self.cells[drop.hub].row
                gutter = row + 1 if drop.hub_side is Side.BOTTOM else row
                tracks[number, gutter] = Track(number, gutter, {x}, {x}, label=(x - words / 2, x + words / 2))

    def _label_spans(self, track: Track, words: float) -> list[Span]:
        """Where on a track its label may stand: on a piece without corners, or where none is long enough, flush with either end."""
        starts = [(track.low + track.high - words) / 2]
        for low, high in pairwise(sorted(track.downs | track.ups)):
            if high - low >= words + 2 * CLEAR:
                starts += [(low + high - words) / 2, low + CLEAR, high - CLEAR - words]
        starts += [track.low - 6, track.high + 6 - words]
        return [(start, start + words) for start in starts if start >= LEFT and start + words <= self.width]

    def _under(self, tracks: dict[tuple[int, int], Track], track: Track) -> set[float]:
        """Where lines of other trunks cross the level of a track."""
        crossing = {
            self.channel_x[channel.trunk, channel.hub_side]
            for channel in self.plan.channels
            if channel.trunk != track.trunk and channel.top <= track.gutter <= channel.bottom
        }
        others = [other for other in tracks.values() if other.gutter == track.gutter and other.trunk != track.trunk]
        return crossing.union(*(other.ups | other.downs for other in others))

    def _hidden(self, under: set[float], track: Track, label: Span) -> int:
        """How many lines pass under a label, and how many corners of its own line; one more where it sticks out of its track."""
        outside = max(0.0, track.low - label[0]) + max(0.0, label[1] - track.high)
        corners = sum(label[0] - CLEAR < x < label[1] + CLEAR for x in track.downs | track.ups)
        return sum(label[0] - 4 < x < label[1] + 4 for x in under) + corners + (outside > 40)

    # Rows: a gutter is as high as the tracks in it.
    def _rows(self) -> tuple[list[float], dict[tuple[int, int], float], float]:
        rows = self.plan.grid.rows
        y, tops, track_y = TOP, [], {}
        for gutter in range(rows + 1):
            mine = [track for (_, at), track in self.tracks.items() if at == gutter]
            order = untangled(mine)
            spans = [(track.span[0] - 5, track.span[1] + 5) for track in mine]
            level = levels(order, spans.__getitem__)
            number = max(level.values()) + 1 if level else 0
            room = max(ROW_GUTTER if 0 < gutter < rows else 10.0, number * TRACK_STEP + 22 if number else 0)
            for i, at in level.items():
                track_y[mine[i].trunk, gutter] = y + (room - (number - 1) * TRACK_STEP) / 2 + at * TRACK_STEP
            y += room
            if gutter < rows:
                tops.append(y)
                y += HEIGHT
        return tops, track_y, y + 2

    def picture(self) -> Picture:
        """The finished layout."""
        self.port = self._ports()
        self.tracks = self._tracks()
        self.row_y, self.track_y, self.height = self._rows()
        grid = self.plan.grid
        boxes = tuple(self._box(card) for card in sorted(self.cards.values(), key=lambda c: self._reading_order(c.id)))
        lanes = tuple(
            Lane(measure.wrap(name, LEFT - 24, LANE, 4), self.row_y[first] - 9, self.row_y[last] - self.row_y[first] + HEIGHT + 18)
            for name, first, last in grid.lanes
        )
        ticks = tuple(Tick(years, self.column_x[number]) for number, years in enumerate(grid.years))
        lines = tuple(self._line(way) for way in self.plan.ways)
        labels = tuple(self._label(number) for number in range(len(self.plan.trunks)))
        groups = tuple(dict.fromkeys(trunk.group for trunk in self.plan.trunks))
        cuts = tuple((above + HEIGHT + 2, below - 2) for above, below in pairwise(self.row_y))
        return Picture(round(self.width), round(self.height), boxes, lines, labels, lanes, ticks, groups, LEFT, cuts)

    def _reading_order(self, id: str) -> tuple[int, int]:
        return self.cells[id].column, self.cells[id].row

    def _box(self, card: Card) -> Box:
        cell = self.cells[card.id]
        room = WIDTH - 24
        heading, small = measure.heading(card.heading, room, HEADING), False
        if len(heading) > 3:  # the number of four bodies that sign together
            heading, small = measure.heading(card.heading, room, SMALL_HEADING)[:4], True
        lines = measure.title(card.title, room, TITLE, 3 - len(heading)) if len(heading) < 3 else ()
        focus = card.id == self.centre
        return Box(card, self.column_x[cell.column], self.row_y[cell.row], WIDTH, HEIGHT, heading, lines, focus, small=small)

    def _line(self, way: Way) -> Line:
        trunk = self.plan.trunks[way.trunk]
        ends = (trunk.hub, way.member) if trunk.outward else (way.member, trunk.hub)
        link = self.said[ends]
        return Line(*ends, trunk.kind, trunk.group, rounded(self._points(way)), trunk.outward, link.href, link.spoken)

    def _points(self, way: Way) -> list[Point]:
        start, end = self._end(way.hub, way.hub_side, way), self._end(way.member, way.member_side, way)
        if way.hub_gutter is None or way.member_gutter is None:
            return [start, end]
        near, far = self.track_y[way.trunk, way.hub_gutter], self.track_y[way.trunk, way.member_gutter]
        if not way.channelled:
            return [start, (start[0], near), (end[0], near), end]
        x = self.channel_x[way.trunk, way.hub_side]
        return [start, (start[0], near), (x, near), (x, far), (end[0], far), end]

    def _end(self, box: str, side: Side, way: Way) -> Point:
        cell = self.cells[box]
        x, y = self.column_x[cell.column], self.row_y[cell.row]
        if side is Side.TOP:
            return self.port[box, side, way.trunk], y
        if side is Side.BOTTOM:
            return self.port[box, side, way.trunk], y + HEIGHT
        return x + (WIDTH if side is Side.RIGHT else 0), y + HEIGHT / 2 + self._shift(way)

    def _shift(self, way: Way) -> float:
        """Straight lines between the same two boxes lie one below the other."""
        pair = {way.hub, way.member}
        same = [w for w in self.plan.ways if {w.hub, w.member} == pair and w.hub_side in (Side.LEFT, Side.RIGHT)]
        return (same.index(way) - (len(same) - 1) / 2) * 22

    def _label(self, number: int) -> Label:
        trunk = self.plan.trunks[number]
        mine = [way for way in self.plan.ways if way.trunk == number]
        labelled = next((track for (of, _), track in self.tracks.items() if of == number and track.label), None)
        if labelled and labelled.label:
            lines: tuple[str, ...] = (trunk.label,)
            x, y = sum(labelled.label) / 2, self.track_y[number, labelled.gutter]
        else:
            start, end = self._points(mine[0])
            lines = measure.wrap(trunk.label, max(SHORT, abs(end[0] - start[0]) - 30), LABEL, 4)
            x, y = (start[0] + end[0]) / 2, start[1]
        return Label(lines, x, y, trunk.group, trunk.kind, trunk.hub, trunk.members)


def _join(track: Track, side: Side, x: float) -> None:
    """A line that leaves the bottom of a box comes into the track from above."""
    (track.ups if side is Side.BOTTOM else track.downs).add(x)

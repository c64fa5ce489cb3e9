"""The picture of any small graph: each connected part in columns around the card with most links, the parts side by side."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.parts import Box, Card, Line, Link, Picture, rounded
from legalgraph.web.diagram.trunks import merged

HEADING, TITLE = 14.0, 12.0
_LINE, _PAD = 16.0, 13.0
_BETWEEN, _PARTS, _MARGIN = 14.0, 26.0, 8.0
_LOPSIDED = 8  # cards on one side, from which on the other side takes its share
_CROWD = 5  # arrows at one side of a card that each have a place of their own
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Sizes: of a card, of the gap between columns, and the width within which parts stand side by side.

    With one side only, everything stands to the right of the hub and down from it, as a phone scrolls.
    """

    width: float
    height: float
    gutter: float
    room: float
    one_sided: bool = False


WIDE = Frame(width=216, height=62, gutter=84, room=1240)
NARROW = Frame(width=148, height=62, gutter=38, room=350, one_sided=True)


def lay_out(cards: Sequence[Card], links: Sequence[Link], captions: Mapping[str, tuple[str, str]], frame: Frame) -> Picture:
    """Place the cards and draw the links. The same graph gives the same picture; boxes never touch.

    `captions` says for a card with one neighbour only how it relates to it: (words, group).
    """
    shown = {card.id for card in cards}
    drawn = merged(link for link in links if {link.source, link.target} <= shown and link.source != link.target)
    near: dict[str, list[str]] = {card.id: [] for card in cards}
    for link in drawn:
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    acting = {(link.source, link.target) for link in drawn}
    parts = [_Part(members, near, acting, frame).places for members in _parts(near)]
    place, width, height = _side_by_side(parts, frame)
    boxes = tuple(_box(card, *place[card.id], captions.get(card.id), frame) for card in cards)
    lines = _lines(drawn, place, frame)
    groups = tuple(dict.fromkeys(line.group for line in lines))
    return Picture(round(width), round(height), boxes, lines, (), groups=groups)


def _parts(near: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The connected parts, the largest first, their cards in the order given."""
    order = {card: number for number, card in enumerate(near)}
    found: list[list[str]] = []
    seen: set[str] = set()
    for card in near:
        if card in seen:
            continue
        part, waiting = {card}, [card]
        while waiting:
            for other in near[waiting.pop()]:
                if other not in part:
                    part.add(other)
                    waiting.append(other)
        seen |= part
        found.append(sorted(part, key=order.__getitem__))
    return sorted(found, key=lambda part: (-len(part), order[part[0]]))


class _Part:
    """One connected part: columns are steps from its hub, what acts on the hub to the left, what it acts on to the right."""

    def __init__(self, members: Sequence[str], near: Mapping[str, Sequence[str]], acting: set[tuple[str, str]], frame: Frame) -> None:
        self.members, self.near, self.acting, self.frame = members, near, acting, frame
        self.hub = max(members, key=lambda card: (len(set(near[card])), -members.index(card)))
        self.parent, self.order = self._tree()
        self.column = self._columns()
        self.places = self._places()

    def _tree(self) -> tuple[dict[str, str], list[str]]:
        parent: dict[str, str] = {}
        order, waiting = [self.hub], deque([self.hub])
        while waiting:
            card = waiting.popleft()
            for other in self.near[card]:
                if other not in parent and other != self.hub:
                    parent[other] = card
                    order.append(other)
                    waiting.append(other)
        return parent, order

    def _columns(self) -> dict[str, int]:
        sides: dict[int, list[str]] = {-1: [], 1: []}
        for card in self.order[1:]:
            if self.parent[card] == self.hub:
                acts = (card, self.hub) in self.acting and not self.frame.one_sided
                sides[-1 if acts else 1].append(card)
        many, few = sorted(sides, key=lambda side: -len(sides[side]))
        if len(sides[many]) > _LOPSIDED and not self.frame.one_sided:
            over = (len(sides[many]) - len(sides[few])) // 2
            # Leaves first: what carries others keeps its side.
            moved = sorted(sides[many], key=lambda card: (len(set(self.near[card])), -self.order.index(card)))[:over]
            sides[few] += [card for card in sides[many] if card in moved]
            sides[many] = [card for card in sides[many] if card not in moved]
        column = {self.hub: 0} | {card: side for side, mine in sides.items() for card in mine}
        for card in self.order[1:]:
            if card not in column:
                inner = column[self.parent[card]]
                column[card] = inner + (1 if inner > 0 else -1)
        return column

    def _places(self) -> dict[str, Place]:
        pitch = self.frame.height + _BETWEEN
        y = {self.hub: 0.0}
        columns: dict[int, list[str]] = defaultdict(list)
        for card in self.order[1:]:
            columns[self.column[card]].append(card)
        for number in sorted(columns, key=abs):
            inner = {card: [y[other] for other in self.near[card] if other in y] for card in columns[number]}
            wanted = {card: _mean(heights) for card, heights in inner.items()}
            mine = sorted(columns[number], key=lambda card: (wanted[card], self.order.index(card)))
            at: list[float] = []
            for card in mine:
                at.append(max(wanted[card], at[-1] + pitch) if at else wanted[card])
            shift = 0.0 if self.frame.one_sided else _mean([wanted[card] - there for card, there in zip(mine, at, strict=True)])
            y |= {card: there + shift for card, there in zip(mine, at, strict=True)}
        left, top = min(self.column.values()), min(y.values())
        step = self.frame.width + self.frame.gutter
        return {card: ((self.column[card] - left) * step, y[card] - top) for card in self.members}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _side_by_side(parts: Sequence[Mapping[str, Place]], frame: Frame) -> tuple[dict[str, Place], float, float]:
    """Put the parts into rows as on a shelf."""
    place: dict[str, Place] = {}
    x = y = _MARGIN
    row = wide = 0.0
    for part in parts:
        width = max(there[0] for there in part.values()) + frame.width
        height = max(there[1] for there in part.values()) + frame.height
        if x > _MARGIN and x + width > frame.room:
            x, y, row = _MARGIN, y + row + _PARTS, 0.0
        place |= {card: (x + there[0], y + there[1]) for card, there in part.items()}
        wide = max(wide, x + width)
        x, row = x + width + _PARTS, max(row, height)
    return place, wide + _MARGIN, y + row + _MARGIN


def _box(card: Card, x: float, y: float, caption: tuple[str, str] | None, frame: Frame) -> Box:
    room = frame.width - 2 * _PAD
    told, group = caption or ("", "")
    above = tuple(measure.clip(line, room, TITLE, bold=True) for line in measure.wrap(told, room, TITLE, 1))
    heading = tuple(measure.clip(line, room, HEADING, bold=True) for line in measure.heading(card.heading, room, HEADING))
    heading = heading[: 3 - len(above)]
    left = 3 - len(above) - len(heading)
    lines = tuple(measure.clip(line, room, TITLE) for line in measure.wrap(card.title, room, TITLE, left)) if left else ()
    return Box(card, x, y, frame.width, frame.height, heading, lines, caption=above, group=group)


def _lines(links: Sequence[Link], place: Mapping[str, Place], frame: Frame) -> tuple[Line, ...]:
    """Curves from side to side of the cards; where there is little room, rails that the links of one look share."""
    sides = []
    for link in links:
        here, there = place[link.source][0], place[link.target][0]
        out = 1 if there >= here else -1
        sides.append((out, 1 if there == here else -out))
    at = _ports(links, sides, place, frame)
    groups = list(dict.fromkeys(link.group for link in links))
    drawn = []
    for number, (link, (out, into)) in enumerate(zip(links, sides, strict=True)):
        start = place[link.source][0] + (frame.width if out > 0 else 0), at[number, link.source]
        end = place[link.target][0] + (frame.width if into > 0 else 0), at[number, link.target]
        if frame.one_sided and abs(end[0] - start[0]) <= frame.gutter:
            path = rounded([start, (rail := _rail(start[0], end[0], groups.index(link.group)), start[1]), (rail, end[1]), end])
        else:
            path = _curve(start, end, (out, into), frame)
        drawn.append(Line(link.source, link.target, link.kind, link.group, path, outward=True))
    return tuple(drawn)


def _curve(start: Place, end: Place, sides: tuple[int, int], frame: Frame) -> str:
    bend = max(frame.gutter * 0.5, abs(end[0] - start[0]) * 0.45)
    points = (start, (start[0] + sides[0] * bend, start[1]), (end[0] + sides[1] * bend, end[1]), end)
    return "M{} C{} {} {}".format(*(f"{x:.1f} {y:.1f}" for x, y in points))


def _rail(start: float, end: float, group: int) -> float:
    """Where links of one look run down between two columns, clear of the arrow heads."""
    return min(start, end) + 14 + 5 * (group % 4)


def _ports(
    links: Sequence[Link], sides: Sequence[tuple[int, int]], place: Mapping[str, Place], frame: Frame
) -> dict[tuple[int, str], float]:
    """Where each link touches its cards: spread over the side in the order of where the links lead.

    Where many meet, those of one look and one direction share a place: their arrows would lie on each other.
    """
    ends: dict[tuple[str, int], list[tuple[float, bool, int]]] = defaultdict(list)
    for number, (link, (out, into)) in enumerate(zip(links, sides, strict=True)):
        ends[link.source, out].append((place[link.target][1], False, number))
        ends[link.target, into].append((place[link.source][1], True, number))
    at = {}
    for (card, _), mine in ends.items():
        crowded = len(mine) > _CROWD
        bundles: dict[tuple[str, bool] | int, list[tuple[float, bool, int]]] = defaultdict(list)
        for end in mine:
            bundles[(links[end[2]].group, end[1]) if crowded else end[2]].append(end)
        ordered = sorted(bundles.values(), key=lambda bundle: (_mean([y for y, _, _ in bundle]), bundle[0][1:]))
        for index, bundle in enumerate(ordered, 1):
            for _, _, number in bundle:
                at[number, card] = place[card][1] + frame.height * index / (len(ordered) + 1)
    return at

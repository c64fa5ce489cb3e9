"""The picture of any small graph: each connected part in columns around the card with most links, the parts side by side."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.parts import Box, Card, Line, Link, Picture
from legalgraph.web.diagram.trunks import merged

HEADING, TITLE = 14.0, 12.0
_LINE, _PAD = 16.0, 13.0
_BETWEEN, _PARTS, _MARGIN = 14.0, 26.0, 8.0
_LOPSIDED = 8  # cards on one side, from which on the other side takes its share
_TWIN = 6.0  # between two arrows that go to and fro
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Sizes: of a card, of the gap between columns, and the width within which parts stand side by side."""

    width: float
    height: float
    gutter: float
    room: float


WIDE = Frame(width=216, height=62, gutter=84, room=1240)
NARROW = Frame(width=150, height=62, gutter=44, room=350)


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
                sides[-1 if (card, self.hub) in self.acting else 1].append(card)
        many, few = sorted(sides, key=lambda side: -len(sides[side]))
        if len(sides[many]) > _LOPSIDED:
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
            shift = _mean([wanted[card] - there for card, there in zip(mine, at, strict=True)])
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
    """Curves from side to side; the ends at one side of a card are spread in the order of where they lead."""
    ports: dict[tuple[str, int], list[tuple[float, float, int]]] = defaultdict(list)
    sides = []
    for number, link in enumerate(links):
        (x, y), (to_x, to_y) = place[link.source], place[link.target]
        out = 1 if to_x >= x else -1
        into = 1 if to_x == x else -out
        sides.append((out, into))
        ports[link.source, out].append((to_y, 0, number))
        ports[link.target, into].append((y, _TWIN, number))
    at = {
        (card, side, number): place[card][1] + frame.height * (index + 1) / (len(ends) + 1)
        for (card, side), ends in ports.items()
        for index, (*_, number) in enumerate(sorted(ends))
    }
    drawn = []
    for number, (link, (out, into)) in enumerate(zip(links, sides, strict=True)):
        start = place[link.source][0] + (frame.width if out > 0 else 0), at[link.source, out, number]
        end = place[link.target][0] + (frame.width if into > 0 else 0), at[link.target, into, number]
        bend = max(frame.gutter * 0.5, abs(end[0] - start[0]) * 0.45)
        curve = (start, (start[0] + out * bend, start[1]), (end[0] + into * bend, end[1]), end)
        path = "M{} C{} {} {}".format(*(f"{x:.1f} {y:.1f}" for x, y in curve))
        drawn.append(Line(link.source, link.target, link.kind, link.group, path, outward=True))
    return tuple(drawn)

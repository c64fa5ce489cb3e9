"""The lược đồ for narrow screens: one column of boxes, time running down, and rails that join them to the centre.

Each box says in words how it relates to others; links that do not touch the centre have no rail, only these words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.parts import Box, Caption, Card, Line, Link, Picture, Point, Tick, in_time, rounded
from legalgraph.web.diagram.routes import levels
from legalgraph.web.diagram.trunks import Trunk, merged, trunks

WIDTH = 360.0
GAP, RAIL, EDGE, YEAR = 14.0, 13.0, 12.0, 24.0
PAD, CAPTION, HEADING, TITLE = 12.0, 12.5, 15.0, 13.0
LINE, TOUCH = 17.0, 26.0  # a line of text; the least height of what a finger is to hit
Told = Sequence[tuple[str, Link]]


@dataclass(frozen=True, slots=True)
class _Rail:
    """A trunk as a vertical line from its first to its last box."""

    trunk: Trunk
    top: int
    bottom: int


def lay_out(cards: Sequence[Card], links: Sequence[Link], centre: str, captions: Mapping[str, Told]) -> Picture:
    """Place the cards one below the other and join them to the centre. `captions` are what each card says of its links."""
    ordered = in_time(cards)
    row = {card.id: number for number, card in enumerate(ordered)}
    direct = [link for link in links if centre in (link.source, link.target) and {link.source, link.target} <= set(row)]
    drawn = merged(link for link in direct if link.source != link.target)
    rails = _rails(trunks(drawn, centre), row, centre)
    level = levels(rails, lambda rail: (rail.top, rail.bottom))
    count = max(level.values()) + 1 if level else 0
    left = EDGE + count * RAIL + (8 if count else 0)
    boxes, ticks, height = _boxes(ordered, left, centre, captions)
    place = {box.card.id: box for box in boxes}
    ports = _ports(rails, place[centre], row[centre])
    said = {(link.source, link.target): link for link in drawn}
    lines = [
        _line(rail.trunk, member, left - 8 - (level[rail] + 0.5) * RAIL, ports[rail], place, said)
        for rail in rails
        for member in rail.trunk.members
    ]
    groups = tuple(dict.fromkeys(rail.trunk.group for rail in rails))
    return Picture(round(WIDTH), round(height), tuple(boxes), tuple(lines), (), (), tuple(ticks), groups, left)


def _rails(bundles: Sequence[Trunk], row: Mapping[str, int], centre: str) -> list[_Rail]:
    """Rails in the order in which they get their places, the shortest nearest to the boxes."""
    found = []
    for trunk in bundles:
        rows = [row[centre], *(row[member] for member in trunk.members)]
        found.append(_Rail(trunk, min(rows), max(rows)))
    return sorted(found, key=lambda rail: (rail.bottom - rail.top, rail.top, rail.trunk.kind, rail.trunk.outward))


def _boxes(
    ordered: Sequence[Card], left: float, centre: str, captions: Mapping[str, Told]
) -> tuple[list[Box], list[Tick], float]:
    boxes, ticks, y, year = [], [], 4.0, ""
    width = WIDTH - left - 2
    room = width - 26
    for card in ordered:
        this_year = str(card.when.year) if card.when else "?"
        if this_year != year:
            year = this_year
            ticks.append(Tick(year, y + 15))
            y += YEAR
        heading = measure.heading(card.heading, room, HEADING)
        lines = measure.title(card.title, room, TITLE, 3 if card.id == centre else 2)
        told = tuple(_caption(words, link, room, centre) for words, link in captions.get(card.id, ()))
        height = PAD * 2 + LINE * (len(heading) + len(lines)) + sum(caption.height for caption in told)
        boxes.append(Box(card, left, y, width, height, heading, lines, card.id == centre, captions=told))
        y += height + GAP
    return boxes, ticks, y


def _caption(words: str, link: Link, room: float, centre: str) -> Caption:
    lines = measure.wrap(words, room / 1.05, CAPTION, 3)
    return Caption(lines, link, max(TOUCH, LINE * len(lines) + 6), before=centre in (link.source, link.target))


def _ports(rails: Sequence[_Rail], centre: Box, at: int) -> dict[_Rail, float]:
    """Where on the left side of the centre each rail ends: those that lead upwards first, the nearest rail inmost."""
    above = [rail for rail in rails if rail.top < at and rail.bottom == at]
    below = [rail for rail in reversed(rails) if rail not in above]
    ordered = [*above, *below]
    step = min(15.0, (centre.height - 16) / max(1, len(ordered) - 1))
    middle = centre.y + centre.height / 2
    return {rail: middle + (number - (len(ordered) - 1) / 2) * step for number, rail in enumerate(ordered)}


def _line(
    trunk: Trunk, member: str, x: float, port: float, place: Mapping[str, Box], said: Mapping[tuple[str, str], Link]
) -> Line:
    box, hub = place[member], place[trunk.hub]
    points: list[Point] = [(hub.x, port), (x, port), (x, box.y + box.height / 2), (box.x, box.y + box.height / 2)]
    ends = (trunk.hub, member) if trunk.outward else (member, trunk.hub)
    link = said[ends]
    return Line(*ends, trunk.kind, trunk.group, rounded(points), trunk.outward, link.href, link.spoken)

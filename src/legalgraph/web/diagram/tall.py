"""The lược đồ for narrow screens: one column of boxes, time running down, and rails that join them to the centre."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legalgraph.web.diagram import measure
from legalgraph.web.diagram.parts import Box, Card, Line, Link, Picture, Point, Tick, in_time, rounded
from legalgraph.web.diagram.routes import levels
from legalgraph.web.diagram.trunks import Trunk, merged, trunks

WIDTH = 360.0
GAP, RAIL, EDGE, YEAR = 14.0, 13.0, 12.0, 24.0
PAD, CAPTION, HEADING, TITLE = 12.0, 12.5, 15.0, 13.0


@dataclass(frozen=True, slots=True)
class _Rail:
    """A trunk as a vertical line from its first to its last box."""

    trunk: Trunk
    top: int
    bottom: int


def lay_out(cards: Sequence[Card], links: Sequence[Link], centre: str, captions: Mapping[str, tuple[str, str]]) -> Picture:
    """Place the cards one below the other and join them to the centre; relations among the others are left to the lists.

    `captions` says for each card how it relates to the centre: (words, group).
    """
    ordered = in_time(cards)
    row = {card.id: number for number, card in enumerate(ordered)}
    direct = [link for link in links if centre in (link.source, link.target) and {link.source, link.target} <= set(row)]
    rails = _rails(trunks(merged(direct), centre), row, centre)
    level = levels(rails, lambda rail: (rail.top, rail.bottom))
    count = max(level.values()) + 1 if level else 0
    left = EDGE + count * RAIL + (8 if count else 0)
    boxes, ticks, height = _boxes(ordered, left, centre, captions)
    place = {box.card.id: box for box in boxes}
    ports = _ports(rails, place[centre], row[centre])
    lines = [
        _line(rail.trunk, member, left - 8 - (level[rail] + 0.5) * RAIL, ports[rail], place)
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
    ordered: Sequence[Card], left: float, centre: str, captions: Mapping[str, tuple[str, str]]
) -> tuple[list[Box], list[Tick], float]:
    boxes, ticks, y, year = [], [], 4.0, ""
    width = WIDTH - left - 2
    for card in ordered:
        this_year = str(card.when.year) if card.when else "?"
        if this_year != year:
            year = this_year
            ticks.append(Tick(year, y + 15))
            y += YEAR
        caption, group = captions.get(card.id, ("", ""))
        heading = measure.heading(card.heading, width - 26, HEADING)
        lines = measure.wrap(card.title, width - 26, TITLE, 3 if card.id == centre else 2)
        captions_lines = measure.wrap(caption, (width - 26) / 1.05, CAPTION, 2)
        height = PAD * 2 + 17 * (len(captions_lines) + len(heading) + len(lines))
        boxes.append(Box(card, left, y, width, height, heading, lines, card.id == centre, captions_lines, group))
        y += height + GAP
    return boxes, ticks, y


def _ports(rails: Sequence[_Rail], centre: Box, at: int) -> dict[_Rail, float]:
    """Where on the left side of the centre each rail ends: those that lead upwards first, the nearest rail inmost."""
    above = [rail for rail in rails if rail.top < at and rail.bottom == at]
    below = [rail for rail in reversed(rails) if rail not in above]
    ordered = [*above, *below]
    step = min(15.0, (centre.height - 16) / max(1, len(ordered) - 1))
    middle = centre.y + centre.height / 2
    return {rail: middle + (number - (len(ordered) - 1) / 2) * step for number, rail in enumerate(ordered)}


def _line(trunk: Trunk, member: str, x: float, port: float, place: Mapping[str, Box]) -> Line:
    box, hub = place[member], place[trunk.hub]
    points: list[Point] = [(hub.x, port), (x, port), (x, box.y + box.height / 2), (box.x, box.y + box.height / 2)]
    ends = (trunk.hub, member) if trunk.outward else (member, trunk.hub)
    return Line(*ends, trunk.kind, trunk.group, rounded(points), trunk.outward)

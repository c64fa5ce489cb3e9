"""Calm for crowded diagrams: cards that relate to another in the same way share one box."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from legalgraph.web.diagram.parts import Card, Link


@dataclass(frozen=True, slots=True)
class HeapKey:
    """What the members of a heap share: the card they relate to, how, in which direction, and their lane.

    `partly`: others of the same key have boxes of their own.
    """

    hub: str
    kind: str
    hub_acts: bool
    lane: int
    partly: bool = False


Heap = Callable[[HeapKey, Sequence[Card], Sequence[Link]], tuple[Card, Link]]


@dataclass(frozen=True, slots=True)
class Calm:
    """What is left to draw. `heaped` gives the heap of each card that is in one; `hidden` cards are not drawn at all."""

    cards: tuple[Card, ...]
    links: tuple[Link, ...]
    heaped: Mapping[str, str]
    hidden: tuple[str, ...]


def condense(cards: Sequence[Card], links: Sequence[Link], most: int, heap: Heap) -> Calm:
    """Put cards into heaps until at most `most` boxes are left, or nothing more can be heaped.

    `cards` begin with the centre, the most telling first, each after the one it was reached from: the last ones go into
    heaps first. A heap has one link, to the card its members relate to; where that card is itself in a heap, they are hidden.
    """
    if len(cards) <= most:
        return Calm(tuple(cards), _between(links, cards), {}, ())
    ties = _ties(cards, links)
    keys = [_key(card, ties[card.id]) if card.id in ties else None for card in cards]
    # Fewer boxes of their own, until these and the heaps of the others fit.
    for kept in range(min(most, len(cards)), 0, -1):
        heaps, hidden = _heaps(cards, kept, keys)
        if kept + len(heaps) <= most:
            break
    shown, heaped = [*cards[:kept]], dict[str, str]()
    alone = [member for members in heaps.values() if len(members) == 1 for member in members]
    shown += alone
    drawn = [*_between(links, shown)]
    for key, members in heaps.items():
        if len(members) > 1:
            box, link = heap(key, members, [ties[member.id] for member in members])
            shown.append(box)
            drawn.append(link)
            heaped |= {member.id: box.id for member in members}
    return Calm(tuple(shown), tuple(drawn), heaped, tuple(hidden))


def _between(links: Sequence[Link], cards: Sequence[Card]) -> tuple[Link, ...]:
    own = {card.id for card in cards}
    return tuple(link for link in links if {link.source, link.target} <= own)


def _ties(cards: Sequence[Card], links: Sequence[Link]) -> dict[str, Link]:
    """For each card its most telling link to a card before it; one to the centre goes before others."""
    place = {card.id: number for number, card in enumerate(cards)}
    best: dict[str, tuple[tuple[bool, int, int], Link]] = {}
    for link in links:
        if link.source not in place or link.target not in place or link.source == link.target:
            continue
        later, earlier = sorted((link.source, link.target), key=lambda id: -place[id])
        merit = (place[earlier] == 0, link.strength, -place[earlier])
        if later not in best or merit > best[later][0]:
            best[later] = (merit, link)
    return {id: link for id, (_, link) in best.items()}


def _heaps(cards: Sequence[Card], kept: int, keys: Sequence[HeapKey | None]) -> tuple[dict[HeapKey, list[Card]], list[str]]:
    own, shown = {card.id for card in cards[:kept]}, set(keys[1:kept])
    heaps: dict[HeapKey, list[Card]] = {}
    hidden = []
    for card, key in zip(cards[kept:], keys[kept:], strict=True):
        if key is None or key.hub not in own:
            hidden.append(card.id)
        else:
            heaps.setdefault(key, []).append(card)
    return {replace(key, partly=key in shown): members for key, members in heaps.items()}, hidden


def _key(card: Card, link: Link) -> HeapKey:
    outward = link.target == card.id
    return HeapKey(link.source if outward else link.target, link.kind, outward, card.lane)

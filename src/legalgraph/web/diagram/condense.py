"""Calm for crowded diagrams: many cards that relate to the centre in the same way share one box."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from legalgraph.web.diagram.parts import Card, Link, in_time

SHOWN = 2  # of a heap, so many stand on their own
LEAST = 3  # a heap smaller than this saves no room

HeapKey = tuple[str, bool, int]


def condense(
    cards: Sequence[Card], links: Sequence[Link], centre: str, most: int, heap: Callable[[HeapKey, Sequence[Card]], Card]
) -> tuple[list[Card], list[Link]]:
    """Return the cards and links with the largest heaps put into boxes until at most `most` cards are left.

    A heap holds cards of one lane with one kind of link to the centre, in one direction, and none to others. `heap`
    makes the card of a heap from its key (kind, centre acts, lane) and members.
    """
    heaps = sorted(_heaps(cards, links, centre).items(), key=lambda item: (-len(item[1]), item[0]))
    total, box_of, boxes = len(cards), dict[str, str](), list[Card]()
    for key, members in heaps:
        hidden = members[SHOWN:]
        if total <= most or len(hidden) < LEAST:
            break
        box = heap(key, hidden)
        boxes.append(box)
        box_of |= {card.id: box.id for card in hidden}
        total -= len(hidden) - 1
    kept = [card for card in cards if card.id not in box_of]
    moved = [
        replace(link, source=box_of.get(link.source, link.source), target=box_of.get(link.target, link.target)) for link in links
    ]
    return [*kept, *boxes], list(dict.fromkeys(moved))


def _heaps(cards: Sequence[Card], links: Sequence[Link], centre: str) -> dict[HeapKey, list[Card]]:
    joined: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        joined[link.source].append(link)
        joined[link.target].append(link)
    heaps: dict[HeapKey, list[Card]] = defaultdict(list)
    for card in in_time(cards):
        mine = joined[card.id]
        if card.id == centre or len(mine) != 1:
            continue
        (link,) = mine
        if centre in (link.source, link.target):
            heaps[link.kind, link.source == centre, card.lane].append(card)
    return heaps

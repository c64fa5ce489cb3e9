"""Time the lược đồ: the layout of 5 to 80 documents, and whole pages of real ones.

    python -m bench.lucdo [--home HOME] [PATH…]

Layouts are of invented networks, twenty of each size. With a home also the documents at
PATH (else the five that most others cite), with one, two and three steps and 80 boxes: choosing, laying out both shapes, the
table. Exit code 1 when the median layout of 80 documents takes more than 30 ms.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from legalgraph import clock
from legalgraph.store.snapshots import Home
from legalgraph.store.source import HomeSource
from legalgraph.web.diagram import tall, wide
from legalgraph.web.diagram.parts import Card, Link
from legalgraph.web.live import Live
from legalgraph.web.presentation.lucdo_choice import Choice
from legalgraph.web.presentation.lucdo_page import lucdo_page
from legalgraph.web.presentation.words import Words

_MOST_MS = 30.0
_NETWORKS = 20


_KINDS = ("basis", "details", "amends", "replaces", "refers")
_NUMBERS = ("45/2012/NĐ-CP", "08/2023/TT-BLĐTBXH", "26/2014/TTLT-BTC-BCT", "2646/QĐ-BCT")
_TITLE = "Về khuyến khích nuôi tằm ở nông thôn và các vùng miền núi"


def network(number: int, seed: int) -> tuple[list[Card], list[Link]]:
    """Documents of which most relate to the first, some to one another, in rows of unequal size, over thirty years."""
    dice = Random(seed)
    cards = []
    for i in range(number):
        lane, day = dice.choice([2, 5, 6, 8, 8, 8, 9, 10, 10]), date(1996, 1, 1) + timedelta(dice.randrange(11_000))
        cards.append(Card(f"c{i}", lane, f"Hàng {lane}", day, dice.choice(_NUMBERS), _TITLE, f"/{i}", f"c{i}"))
    pairs = [(i, 0 if dice.random() < 0.7 else dice.randrange(i)) for i in range(1, number)]
    pairs += [(a, b) for a, b in (dice.sample(range(number), 2) for _ in range(number // 3))]
    links = []
    for pair in pairs:
        a, b = pair if dice.random() < 0.7 else pair[::-1]
        kind = dice.choice(_KINDS)
        links.append(Link(f"c{a}", f"c{b}", kind, kind, kind, 2))
    return cards, links


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def layouts() -> float:
    """Print the times of both shapes by size; return the median of the wide one for the largest."""
    print(f"{'documents':>9} {'wide: median':>13} {'most':>7} {'tall: median':>13}   (ms)")
    last = 0.0
    for number in (5, 20, 40, 80):
        networks = [network(number, seed) for seed in range(_NETWORKS)]
        wides = [_ms(partial(wide.lay_out, cards, links, "c0", 7)) for cards, links in networks]
        talls = [_ms(partial(tall.lay_out, cards, links, "c0", {})) for cards, links in networks]
        last = median(wides)
        print(f"{number:>9} {last:>13.1f} {max(wides):>7.1f} {median(talls):>13.1f}")
    return last


def pages(home: Path, paths: list[str]) -> None:
    """Print how long whole pages of real documents take to make, without rendering."""
    view, words, today = Live(HomeSource(Home(home))).view(), Words("vi"), clock.today()
    for path in paths or [document.path for document, _ in view.catalogue.most("cited", 5)]:
        document = view.document(path)
        if document is None:
            print(f"{path}: not in this graph")
            continue
        for hops in (1, 2, 3):
            make = partial(lucdo_page, view, document, Choice(hops=hops, boxes=80), words, today)
            lucdo = make().lucdo
            took = min(_ms(make) for _ in range(3))
            boxes = len(lucdo.wide.boxes) if lucdo else 0
            print(f"{path:<28} {hops} step(s) {boxes:>3} boxes {took:>7.1f} ms")


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("paths", nargs="*")
    asked = parser.parse_args()
    took = layouts()
    if asked.home:
        pages(asked.home, asked.paths)
    return int(took > _MOST_MS)


if __name__ == "__main__":
    sys.exit(main())

"""What a figure is made of, and the words that all of them need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from babel.numbers import format_percent

from legalgraph.web.diagram import bars
from legalgraph.web.diagram.bars import Chart, Point
from legalgraph.web.diagram.shares import Part, Whole, shares
from legalgraph.web.presentation.words import Words

DRAWN = 15
"""Bars of one picture; its table has all rows."""
_LONGEST = 90  # characters of a title in a picture


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table. A number stands at the right; `quoted` words are those of documents and stay Vietnamese."""

    text: str
    href: str | None = None
    number: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: the look of a part, what it is, how many, and what is meant."""

    look: str
    label: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in its two widths."""

    wide: Chart
    narrow: Chart


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture people can read. `code` names it in addresses; `says` is what is seen, in one sentence.

    `quoted` are words of that sentence which stay Vietnamese, `left_out` counts rows that only the table has.
    """

    code: str
    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    picture: Picture
    keys: tuple[Key, ...] = ()
    note: str = ""
    quoted: str = ""
    left_out: int = 0


Draw = Callable[[float], Chart]


def drawn(draw: Draw) -> Picture:
    """Draw for both widths."""
    return Picture(draw(bars.WIDE), draw(bars.NARROW))


def bars_of(points: Sequence[Point]) -> Picture:
    """Horizontal bars of the first points."""
    return drawn(lambda width: bars.across(points[:DRAWN], width))


def whole_of(keys: Sequence[tuple[str, str, int, str]], words: Words) -> tuple[Picture, tuple[Key, ...]]:
    """One bar cut into parts (look, label, number, meaning), and its legend."""
    total = sum(n for _, _, n, _ in keys)
    parts = [Part(look, n, percent(n, total, words), f"{label}: {words.number(n)}") for look, label, n, _ in keys]
    legend = tuple(
        Key(look, label, f"{words.number(n)} ({percent(n, total, words)})", meaning) for look, label, n, meaning in keys if n
    )
    return drawn(lambda width: shares([Whole("", parts)], width)), legend


def percent(n: int, total: int, words: Words) -> str:
    """A share of a whole. What is not nothing is never 0%, what is not all never 100%."""
    share = n / total if total else 0
    if 0 < share < 0.01:
        return f"<{format_percent(0.01, locale=words.language)}"
    if 0.99 < share < 1:
        return f">{format_percent(0.99, locale=words.language)}"
    return str(format_percent(share, locale=words.language))


def part_words(n: int, total: int, words: Words) -> str:
    """A share of documents as people say it: half, a third, or a percentage. Begins a sentence."""
    share = n / total if total else 0
    for value, said in ((1 / 4, words.gettext("Một phần tư")), (1 / 3, words.gettext("Một phần ba")), (1 / 2, words.gettext("Một nửa")),
                        (2 / 3, words.gettext("Hai phần ba")), (3 / 4, words.gettext("Ba phần tư"))):  # fmt: skip
        if abs(share - value) <= 0.015:
            return said
    return percent(n, total, words)


def number_cell(n: int, words: Words) -> Cell:
    """A number in the table."""
    return Cell(words.number(n), number=True)


def search_href(**facets: str) -> str:
    """Where the documents counted can be seen."""
    return f"/tim-kiem?{urlencode({name.replace('_', '-'): value for name, value in facets.items()})}"


def lowered(name: str) -> str:
    """A name inside a sentence: "Thông tư" ▶ "thông tư"."""
    return name[:1].lower() + name[1:]


def shortened(title: str) -> str:
    """A title short enough for a picture."""
    flat = " ".join(title.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"

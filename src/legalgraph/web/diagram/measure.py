"""Estimated widths of text in the font of the pages, so that boxes fit their words without a browser."""

import re
import unicodedata
from functools import lru_cache

# Advance widths of Be Vietnam Pro Regular in em. Vietnamese letters are as wide as their base letter.
_GROUPS = {
    0.2: "'`",
    0.25: " Iilj!.:,;·",
    0.32: '"',
    0.41: "1fr|t{}()",
    0.48: "[]J~\\*/zs",
    0.57: "<>^kxnu?hvy7",
    0.62: "e+-cELF8PSagoơ\u00d7",
    0.66: "$2Tbdpq35ZBRYđ",
    0.7: "069K_4HVUX\u2013",
    0.76: "=DN&AĐ…",
    0.82: "CG#QO",
    0.88: "%Mwm",
    1.0: "@W—→←",
}
_WIDTHS = {char: width for width, chars in _GROUPS.items() for char in chars}
_PIECES = re.compile(r"[^/-]+[/-]?|[/-]")
_BOLD = 1.04  # the semi-bold cut, in proportion
_SLACK = 1.03  # kerning and rounding


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of the text in pixels at a font size."""
    return sum(map(_em, text.split(" ")), _WIDTHS[" "] * text.count(" ")) * size * _SLACK * (_BOLD if bold else 1)


@lru_cache(maxsize=20_000)  # the words of titles come again and again
def _em(word: str) -> float:
    return sum(_WIDTHS.get(char, 0.62) for char in map(_base, unicodedata.normalize("NFC", word)))


def _base(char: str) -> str:
    return char if char in _WIDTHS else unicodedata.normalize("NFD", char)[0]


def heading(text: str, room: float, size: float) -> tuple[str, ...]:
    """A bold heading on one line, or on more when it is too long: a number is broken after its last slash.

    The symbol of many bodies is broken after a hyphen, too; a number is never shortened. The province behind a number has its own line.

    >>> heading("26/2014/TTLT-BTC-BCT", 150, 14)
    ('26/2014/', 'TTLT-BTC-BCT')
    """
    if width(text, size, bold=True) <= room:
        return (text,)
    number, bracket, place = text.partition(" (")
    if bracket and "/" in number and " " not in number:
        return (*heading(number, room, size), *wrap(f"({place}", room / _BOLD, size, 1))
    head, slash, tail = text.rpartition("/")
    if not slash or " " in text:
        return wrap(text, room / _BOLD, size, 2)
    if width(tail, size, bold=True) <= room:
        return (head + slash, tail)
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and width(lines[-1] + piece, size, bold=True) > room:
            lines.append("")
        lines[-1] += piece
    return tuple(lines)


def wrap(text: str, room: float, size: float, lines: int) -> tuple[str, ...]:
    """Break the text into at most `lines` lines that fit, at spaces; what does not fit ends in an ellipsis.

    >>> wrap("Phê duyệt Chương trình khuyến công quốc gia đến năm 2020", 150, 12, 2)
    ('Phê duyệt Chương trình', 'khuyến công quốc gia…')
    """
    done: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if not line or width(longer, size) <= room:
            line = longer
            continue
        done.append(line)
        line = word
        if len(done) == lines:
            return (*done[:-1], _shortened(done[-1], room, size))
    return (*done, line) if line else tuple(done)


def title(text: str, room: float, size: float, lines: int) -> tuple[str, ...]:
    """A title broken to fit, as by `wrap`; a word that is too long by itself is cut."""
    return tuple(clip(line, room, size) for line in wrap(text, room, size, lines))


def clip(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, cut inside a word where even one word is too long.

    >>> clip("programme_defined_in_provision", 120, 12)
    'programme_defin…'
    """
    if width(text, size, bold=bold) <= room:
        return text
    while len(text) > 1 and width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text + "…"


def _shortened(line: str, room: float, size: float) -> str:
    words = line.rstrip(" ,;").split()
    while len(words) > 1 and width(" ".join(words) + "…", size) > room:
        words.pop()
    return " ".join(words).rstrip(" ,;") + "…"

"""Numbers of lists in Word files, counted as Word counts them: they are not in the words."""

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BULLETS = ("-", "+", "*", "•", "\u2013")  # others are signs of a font without meaning elsewhere
_MOST_BASES = 20
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and looks: "%1.%2" with places for the numbers of this level and those above."""

    form: str = "decimal"
    words: str = ""
    start: int = 1
    gap: str = " "
    arabic: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document. `kinds` leads from a list to the one it shares its count with."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str:
        """Count on and return what stands before the words of a paragraph; nothing when it is in no list."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, depth = place
        levels = self.levels.get(number)
        if levels is None or depth not in levels:
            return ""
        level = levels[depth]
        counts = self._counts.setdefault(self.kinds.get(number, number), {})
        if (number, depth) in self.starts and (number, depth) not in self._begun:
            counts[depth] = self.starts[number, depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self._begun.add((number, depth))
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        if level.form == "none":
            return ""
        if level.form == "bullet":
            return f"{level.words} " if level.words in _BULLETS else "- "

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = levels.get(at, Level())
            return count(counts.get(at, other.start), "decimal" if level.arabic and at != depth else other.form)

        words = _PLACE.sub(shown, level.words)
        return words + level.gap if words else ""

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and the level of a paragraph: its own, else those of its style."""
        style = value(properties(paragraph, "pPr"), "pStyle")
        given = self.styles.get(style or "")
        given_here = properties(paragraph, "pPr")
        own = None if given_here is None else given_here.find(f"{W}numPr")
        if own is None:
            return given
        number = value(own, "numId") or (given[0] if given else None)
        depth = value(own, "ilvl")
        return (number, whole(depth, given[1] if given else 0)) if number and number != "0" else None


def count(number: int, form: str) -> str:
    """A number as a list shows it.

    >>> count(4, "upperRoman"), count(28, "lowerLetter")
    ('IV', 'bb')
    """
    if form in ("lowerLetter", "upperLetter"):
        letters = _LETTERS[(number - 1) % 26] * min((number - 1) // 26 + 1, 9) if number > 0 else ""
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        parts, rest = [], max(0, min(number, 3999))
        for size, letters in _ROMAN:
            parts.append(letters * (rest // size))
            rest %= size
        return "".join(parts).upper() if form == "upperRoman" else "".join(parts)
    return f"{number:02d}" if form == "decimalZero" else "" if form == "none" else str(number)


def read_numbering(lists: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists of `numbering.xml`, and which styles of `styles.xml` number their paragraphs."""
    found = Numbering()
    if lists is None:
        return found
    abstract = {kind.get(f"{W}abstractNumId") or "": _levels(kind) for kind in lists.iter(f"{W}abstractNum")}
    for num in lists.iter(f"{W}num"):
        number, kind = num.get(f"{W}numId") or "", value(num, "abstractNumId") or ""
        levels = dict(abstract.get(kind, {}))
        for override in num.iter(f"{W}lvlOverride"):
            depth = whole(override.get(f"{W}ilvl"))
            levels.update(_levels(override))
            start = value(override, "startOverride")
            if start is not None:
                found.starts[number, depth] = whole(start, 1)
        found.levels[number], found.kinds[number] = levels, kind
    if styles is not None:
        found.styles = _styles(styles)
    return found


def _levels(parent: etree._Element) -> dict[int, Level]:
    gaps = {"nothing": "", "space": " ", "tab": " "}
    return {
        whole(level.get(f"{W}ilvl")): Level(
            form=value(level, "numFmt") or "decimal",
            words=value(level, "lvlText") or "",
            start=whole(value(level, "start"), 1),
            gap=gaps.get(value(level, "suff") or "tab", " "),
            arabic=is_on(level, "isLgl"),
        )
        for level in parent.iter(f"{W}lvl")
    }


def _styles(styles: etree._Element) -> dict[str, tuple[str, int]]:
    """Style ▶ list and level, its own or that of the style it is based on."""
    own: dict[str, tuple[str | None, str | None]] = {}
    bases: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        identifier = style.get(f"{W}styleId") or ""
        numbered = style.find(f"{W}pPr/{W}numPr")
        if numbered is not None:
            own[identifier] = (value(numbered, "numId"), value(numbered, "ilvl"))
        if base := value(style, "basedOn"):
            bases[identifier] = base
    placed: dict[str, tuple[str, int]] = {}
    for identifier in {*own, *bases}:
        number = depth = None
        at: str | None = identifier
        for _ in range(_MOST_BASES):
            if at is None or number is not None:
                break
            given = own.get(at, (None, None))
            number, depth = given[0], depth if depth is not None else given[1]
            at = bases.get(at)
        if number is not None and number != "0":
            placed[identifier] = (number, whole(depth))
    return placed


def properties(element: etree._Element | None, name: str) -> etree._Element | None:
    """The properties (`pPr`, `rPr`) of an element, which are its first child: no search through a thousand others."""
    first = None if element is None else next(iter(element), None)
    return first if first is not None and first.tag == f"{W}{name}" else None


def value(element: etree._Element | None, name: str) -> str | None:
    """The value of a property, a child of an element."""
    child = None if element is None else element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def is_on(element: etree._Element | None, name: str) -> bool:
    """True when a property is there and not switched off."""
    child = None if element is None else element.find(f"{W}{name}")
    return child is not None and child.get(f"{W}val") not in ("0", "false", "off", "none")


def whole(text: str | None, otherwise: int = 0) -> int:
    """A small whole number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise

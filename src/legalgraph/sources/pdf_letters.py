"""The characters of a printed page, the rows they stand in and the words they make."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Letter(NamedTuple):
    """One character as it is read upright, or some that stand across the page; places in points from the page's top left."""

    text: str
    left: float
    base: float
    right: float
    top: float
    size: float


# A blank that is not in the file and that the library guesses: it stands where letters are a little apart.
GUESSED = "\u200a"
# Letters that are set wide stand up to 0.18 of their size apart, words at least 0.22; in files without blanks 0.14.
_BLANK, _GUESSED_BLANK = 0.2, 0.12
_MARGIN = 0.1  # of the width and the height of a page


def words_of(letters: Iterable[Letter]) -> str:
    """The words of letters in order; a blank where they stand apart and the file has none."""
    parts: list[str] = []
    end = None
    blank = _BLANK
    for letter in letters:
        if letter.text == GUESSED:
            blank = _GUESSED_BLANK
            continue
        if letter.text.isspace():
            parts.append(" ")
            end = None
            continue
        if end is not None and letter.left - end > blank * max(letter.size, 4.0) and not unicodedata.combining(letter.text[0]):
            parts.append(" ")
        parts.append(letter.text)
        end, blank = letter.right, _BLANK
    return " ".join("".join(parts).split())


def rows_of(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Characters by the line they stand on: those whose baselines differ by less than a part of their size."""
    rows: list[list[Letter]] = []
    bases: list[float] = []
    for letter in sorted(letters, key=lambda found: (found.base, found.left)):
        size = max(letter.size, 4.0)
        if rows and letter.base - bases[-1] <= 0.25 * size:
            rows[-1].append(letter)
            if not letter.text.isspace() and len(rows[-1]) < 4:
                bases[-1] = letter.base
        else:
            rows.append([letter])
            bases.append(letter.base)
    for row in _with_raised(rows, bases):
        row.sort(key=lambda found: found.left)
        yield row


def _with_raised(rows: list[list[Letter]], bases: list[float]) -> list[list[Letter]]:
    """Put a row of a few small raised characters (marks of footnotes, powers) into the row below that it belongs to."""
    joined: list[list[Letter]] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        following = rows[at + 1] if at + 1 < len(rows) else None
        if following is not None and _is_raised(row, following, bases[at + 1] - bases[at]):
            following.extend(row)
        else:
            joined.append(row)
        at += 1
    return joined


def _is_raised(row: Sequence[Letter], below: Sequence[Letter], distance: float) -> bool:
    small = max((letter.size for letter in row if not letter.text.isspace()), default=99.0)
    large = Counter(round(letter.size, 1) for letter in below).most_common(1)[0][0]
    digits = all(letter.text.isdigit() or letter.text.isspace() for letter in row)
    return digits and small <= 0.8 * large and 0 < distance < 0.7 * large


def joined_across(letters: Sequence[Letter], width: float, height: float) -> Iterator[Letter]:
    """Letters that stand across the page, in the order of the file, as words; those in the margins left out."""
    parts: list[Letter] = []
    for letter in letters:
        middle, level = (letter.left + letter.right) / 2, (letter.top + letter.base) / 2
        if not (_MARGIN * width < middle < (1 - _MARGIN) * width and _MARGIN * height < level < (1 - _MARGIN) * height):
            continue
        if parts and abs(letter.base - parts[-1].base) > 2 * letter.size and abs(letter.left - parts[-1].left) > 2 * letter.size:
            yield from _one(parts)
            parts = []
        parts.append(letter)
    yield from _one(parts)


def _one(parts: Sequence[Letter]) -> Iterator[Letter]:
    words = " ".join("".join(letter.text for letter in parts).split())
    if words:
        left, top = min(part.left for part in parts), min(part.top for part in parts)
        yield Letter(words, left, max(part.base for part in parts), max(part.right for part in parts), top, parts[0].size)

"""The characters of a printed page and the words they make."""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple


class Letter(NamedTuple):
    """One character as it is read upright; places in points from the page's top left."""

    text: str
    left: float
    base: float
    right: float
    top: float
    size: float


def words_of(letters: Iterable[Letter]) -> str:
    """The words of letters in order; a blank where they stand apart and the file has none."""
    parts: list[str] = []
    end = None
    for letter in letters:
        if letter.text.isspace():
            parts.append(" ")
            end = None
            continue
        if end is not None and letter.left - end > 0.28 * max(letter.size, 4.0) and not unicodedata.combining(letter.text):
            parts.append(" ")
        parts.append(letter.text)
        end = letter.right
    return " ".join("".join(parts).split())

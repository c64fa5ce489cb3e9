"""Labels of units in their order: 4, 4a, 5; c, d, đ, e; ii, iii; IV, V."""

import re

_ALPHABET = {letter: index for index, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_USED = "abcdđeghiklmnopqrstuvxy"
_USED_RANK = {letter: index for index, letter in enumerate(_USED)}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_NUMBER = re.compile(r"([0-9]{1,6})([a-zđ]{0,2})([0-9]{0,2})")

Rank = tuple[int, ...]


def number_rank(label: str) -> Rank | None:
    """The place of a number in its list: 5 before 5a before 5b before 6."""
    found = _NUMBER.fullmatch(label)
    if not found:
        return None
    return (int(found[1]), *(_ALPHABET.get(letter, 0) + 1 for letter in found[2]), *((int(found[3]),) if found[3] else ()))


def letter_rank(label: str) -> Rank | None:
    """The place of a letter in its list: d before đ before e; b before b1."""
    if not label or label[0] not in _USED_RANK:
        return None
    rest = label[1:]
    if rest and not rest.isdigit():
        return (len(_USED), *(_USED_RANK.get(letter, 0) for letter in label))
    return (_USED_RANK[label[0]] + 1, *((int(rest),) if rest else ()))


def roman_rank(label: str) -> Rank | None:
    """The value of a Roman number; a letter may follow it ("Ia")."""
    found = re.fullmatch(r"([ivxlc]{1,8})([abdđe]?)", label.lower())
    if not found:
        return None
    total = last = 0
    for letter in reversed(found[1]):
        value = _ROMAN[letter]
        total += value if value >= last else -value
        last = max(last, value)
    return (total, *((_ALPHABET[found[2]] + 1,) if found[2] else ()))


def follows(rank: Rank, last: Rank, most: int = 1) -> bool:
    """True when a label comes after another in one list, with at most so many left out."""
    return last < rank and rank[0] - last[0] <= most

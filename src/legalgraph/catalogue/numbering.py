"""Numbers of documents: the most mentioned first, with some left free in between, so that a change gives few of them another one."""

from bisect import bisect_left
from collections.abc import Sequence
from math import log2

_EACH = 3  # documents to one number left free
_NEAR = 32  # documents on one side that give way without more
_LEFT = 0.1  # of the numbers, left free where all documents get others
_AT_LEAST = 1_000


class NoRoom(Exception):
    """So many numbers would be others that all are better given anew."""


def spread(place: int) -> int:
    """The number of the document at a place, from 0, where all are numbered anew.

    >>> [spread(place) for place in (0, 1, 2, 3, 4)]
    [1, 2, 3, 5, 6]
    """
    return 1 + place + place // _EACH


def renumbered(old: Sequence[int | None]) -> list[int]:
    """Numbers for documents in their order, given those they had before, None for new ones; most keep theirs.

    Raises NoRoom when more than a tenth would get another one, or when far more numbers than documents are in use.

    >>> renumbered([1, 2, 9, 4, None, 6])
    [1, 2, 3, 4, 5, 6]
    """
    kept = _longest_rise(old)
    most = max(_AT_LEAST, len(old) // 10)
    start = 0
    while start < len(kept):
        if kept[start]:
            start += 1
            continue
        end = start
        while end < len(kept) and not kept[end]:
            end += 1
        start = _fill(kept, start, end)
    found = [number or 0 for number in kept]
    others = sum(was is not None and was != number for was, number in zip(old, found, strict=True))
    if others > most or (found and found[-1] > 2 * len(found) + _AT_LEAST):
        raise NoRoom
    return found


def _fill(kept: list[int | None], start: int, end: int) -> int:
    """Give numbers to those from `start` to before `end`, and to some beside them; return where it ended.

    Where a few on one side make room, they do. Else the wider one has to look, the more is left free among those that get others: what
    comes in again and again at one place, as new decrees do, must not push more before it each time.
    """
    for further in range(_NEAR):
        for first, last in ((max(0, start - further), end), (start, min(len(kept), end + further))):
            if _free(kept, first, last) >= 0:
                return _place(kept, first, last)
    first, last, width = start, end, _NEAR
    while first or last < len(kept):
        first, last = max(0, start - width), min(len(kept), end + width)
        while last < len(kept) and not kept[last]:
            last += 1
        size = last - first
        share = _LEFT * (log2(size) - log2(_NEAR)) / (log2(len(kept)) - log2(_NEAR)) if size > _NEAR else 0
        if _free(kept, first, last) >= share * size:
            break
        width *= 2
    return _place(kept, first, last)


def _bounds(kept: Sequence[int | None], first: int, last: int) -> tuple[int, int]:
    before = (kept[first - 1] or 0) if first else 0
    return before, (kept[last] or 0) if last < len(kept) else before + spread(last - first) + 1


def _free(kept: Sequence[int | None], first: int, last: int) -> int:
    """How many numbers would be left free between two places; negative when there are too few."""
    before, behind = _bounds(kept, first, last)
    return behind - before - 1 - (last - first)


def _place(kept: list[int | None], first: int, last: int) -> int:
    before, behind = _bounds(kept, first, last)
    for place in range(first, last):
        kept[place] = before + (behind - before) * (place - first + 1) // (last - first + 1)
    return last


def _longest_rise(old: Sequence[int | None]) -> list[int | None]:
    """The numbers of the most documents that stand in order already, None in all other places."""
    ends: list[int] = []  # the smallest number with which a rise of each length may end
    places: list[int] = []  # and where it stands
    before: list[int] = [-1] * len(old)
    for place, number in enumerate(old):
        if number is None:
            continue
        length = bisect_left(ends, number)
        before[place] = places[length - 1] if length else -1
        if length == len(ends):
            ends.append(number)
            places.append(place)
        else:
            ends[length], places[length] = number, place
    kept: list[int | None] = [None] * len(old)
    at = places[-1] if places else -1
    while at >= 0:
        kept[at] = old[at]
        at = before[at]
    return kept

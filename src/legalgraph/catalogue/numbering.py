"""Numbers of documents: the most mentioned first, with some left free in between, so that a change gives few of them another one."""

from bisect import bisect_left
from collections.abc import Sequence

_EACH = 8  # documents to one number left free
_AT_LEAST = 1_000


class NoRoom(Exception):
    """So many numbers would be others that all are better given anew."""


def spread(place: int) -> int:
    """The number of the document at a place, from 0, where all are numbered anew.

    >>> [spread(place) for place in (0, 1, 7, 8, 9)]
    [1, 2, 8, 10, 11]
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
    """Give numbers to those from `start` to before `end`, and to as few as can be on one side of them; return where it ended."""
    count, further = len(kept), 0
    while True:
        for first, last in ((max(0, start - further), end), (start, min(count, end + further))):
            before = (kept[first - 1] or 0) if first else 0
            behind = (kept[last] or 0) if last < count else before + spread(last - first)
            if behind - before > last - first:
                for place in range(first, last):
                    kept[place] = before + (behind - before) * (place - first + 1) // (last - first + 1)
                return last
        further += 1


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

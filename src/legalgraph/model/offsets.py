"""Texts rewritten piece by piece, with the way back: each offset of the new text leads to one of the old."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way from offsets of a new text to those of the old one, in code points.

    Piece k begins at `new[k]` and came from `old[k]`; inside a piece that was kept offsets run in step, inside one that
    was put in (`kept[k]` false) every offset leads to the place where it was put. `new` begins with 0 and rises.
    """

    new: tuple[int, ...] = (0,)
    old: tuple[int, ...] = (0,)
    kept: tuple[bool, ...] = (True,)

    def to_old(self, offset: int) -> int:
        """Return the old offset of the character at a new offset."""
        piece = bisect_right(self.new, offset) - 1
        return self.old[piece] + (offset - self.new[piece] if self.kept[piece] else 0)

    def span_to_old(self, start: int, end: int) -> tuple[int, int]:
        """Return the old span of a new one: from its first character to behind its last."""
        if end <= start:
            place = self.to_old(start)
            return place, place
        first, last = self.to_old(start), self.to_old(end - 1)
        piece = bisect_right(self.new, end - 1) - 1
        return first, max(first, last + 1 if self.kept[piece] else last)

    def to_new(self, offset: int) -> int:
        """Return the first new offset whose character came from the old offset or later."""
        low, high = 0, self.new[-1] + max(0, offset - self.old[-1]) + 1
        while low < high:
            middle = (low + high) // 2
            if self.to_old(middle) < offset:
                low = middle + 1
            else:
                high = middle
        return low

    def after(self, earlier: "OffsetMap") -> "OffsetMap":
        """Join two steps: this map leads to a text that `earlier` leads back from."""
        nothing = OffsetMap()
        if nothing in (self, earlier):
            return self if earlier == nothing else earlier
        new: list[int] = []
        old: list[int] = []
        kept: list[bool] = []
        for piece, begin in enumerate(self.new):
            end = self.new[piece + 1] if piece + 1 < len(self.new) else None
            place, runs = self.old[piece], self.kept[piece]
            first = bisect_right(earlier.new, place) - 1
            new.append(begin)
            old.append(earlier.to_old(place))
            kept.append(runs and earlier.kept[first])
            following = first + 1
            while runs and following < len(earlier.new):
                at = begin + earlier.new[following] - place
                if end is not None and at >= end:
                    break
                new.append(at)
                old.append(earlier.old[following])
                kept.append(earlier.kept[following])
                following += 1
        return OffsetMap(tuple(new), tuple(old), tuple(kept))


def rewrite(text: str, edits: Iterable[tuple[int, int, str]]) -> tuple[str, OffsetMap]:
    """Replace `text[start:end]` by the given words for each edit; edits are in order and do not overlap.

    >>> rewrite("a  b", [(1, 3, " ")])[0]
    'a b'
    """
    parts: list[str] = []
    new: list[int] = []
    old: list[int] = []
    kept: list[bool] = []
    length = place = 0

    def put(words: str, origin: int, *, runs: bool) -> None:
        nonlocal length
        if words:
            parts.append(words)
            new.append(length)
            old.append(origin)
            kept.append(runs)
            length += len(words)

    for start, end, words in edits:
        put(text[place:start], place, runs=True)
        put(words, start, runs=False)
        place = end
    put(text[place:], place, runs=True)
    if not new:
        return "", OffsetMap((0,), (len(text),), (True,))
    return "".join(parts), OffsetMap(tuple(new), tuple(old), tuple(kept))

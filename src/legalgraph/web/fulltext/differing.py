"""Two wordings of one place: what only the old one has and what only the new one has, word by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from legalgraph.web.fulltext.pieces import Element, Piece

_WORD = re.compile(r"\w+|[^\w\s]")
_MOST = 2_500  # words of one wording; to compare longer ones may take seconds
_COMMON = 50  # times a word stands in the new wording, from which on it begins no stretch that both have
_LEAST_COMMON = 0.15  # of the words of the longer one; with less in common the place was written anew
_CHANCE = 2  # so many words that both have between two longer changes are there by chance
_ALIKE = str.maketrans({"“": '"', "”": '"', "\N{EN DASH}": "-"})


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of the old and of the new wording, by their numbers, that are the same or stand for each other."""

    same: bool
    old: range
    new: range

    @property
    def longest(self) -> int:
        return max(len(self.old), len(self.new))


def differing(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]] | None:
    """Both wordings with `del` and `ins` around what the other does not have; None where they have next to nothing in common.

    What the pieces store is exactly `old` and `new`. Spaces, ends of lines and forms of quotation marks count for nothing.
    """
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    if not before or not after or max(len(before), len(after)) > _MOST:
        return None
    told = _alike(after)
    common = {word for word, times in Counter(told).items() if times > _COMMON}
    found = SequenceMatcher(common.__contains__, _alike(before), told, autojunk=False)
    stretches = list(_joined([_Stretch(tag == "equal", range(a, b), range(c, d)) for tag, a, b, c, d in found.get_opcodes()]))
    if sum(len(stretch.old) for stretch in stretches if stretch.same) < _LEAST_COMMON * max(len(before), len(after)):
        return None
    changed = [stretch for stretch in stretches if not stretch.same]
    return (
        tuple(_marked(old, before, (stretch.old for stretch in changed), "del")),
        tuple(_marked(new, after, (stretch.new for stretch in changed), "ins")),
    )


def _alike(words: Iterable[re.Match[str]]) -> list[str]:
    return [word[0].translate(_ALIKE) for word in words]


def _joined(stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """The stretches, those that differ joined where nothing stands between them but what both have by chance."""
    held: list[_Stretch] = []
    for number, stretch in enumerate(stretches):
        beside = stretches[max(0, number - 1) : number + 2]
        chance = len(beside) == 3 and len(stretch.old) <= _CHANCE and all(s.longest > len(stretch.old) for s in beside if not s.same)
        if not stretch.same or chance:
            held.append(stretch)
            continue
        yield from _one(held)
        held = []
        yield stretch
    yield from _one(held)


def _one(held: Sequence[_Stretch]) -> Iterator[_Stretch]:
    if held:
        first, last = held[0], held[-1]
        yield _Stretch(same=False, old=range(first.old.start, last.old.stop), new=range(first.new.start, last.new.stop))


def _marked(text: str, words: Sequence[re.Match[str]], changed: Iterable[range], name: str) -> Iterator[Piece]:
    at = 0
    for numbers in changed:
        if not numbers:
            continue
        begin, end = words[numbers.start].start(), words[numbers.stop - 1].end()
        if at < begin:
            yield text[at:begin]
        yield Element(name, (), (text[begin:end],))
        at = end
    if at < len(text):
        yield text[at:]

"""Asking the index for the documents that hold words."""

from dataclasses import replace
from functools import reduce
from operator import and_

from legalgraph.catalogue.bits import bits
from legalgraph.catalogue.columns import Select
from legalgraph.catalogue.frequent import frequent
from legalgraph.catalogue.index import Index
from legalgraph.catalogue.typed import Typed
from legalgraph.model.folding import fold


def matching(select: Select, index: Index, expression: str, most: int = -1) -> list[int]:
    """The documents an expression finds, by number; only the first `most` of them when that is not negative."""
    query = f"SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT ?"  # noqa: S608
    return [number for (number,) in select(query, (expression, most))]


def holding(select: Select, index: Index, typed: Typed) -> int:
    """The documents that hold what was typed, as a set: those that `typed.within(index)` finds.

    Frequent words are not asked for in the index, which takes the longer the more documents hold them.
    """
    # What is one word here might be two for the index, or none.
    if not all(word.isascii() and word.isalnum() for word in map(fold, (*typed.words, *typed.without))):
        return bits(matching(select, index, typed.within(index)))
    short, last = dict(typed.short), len(typed.parts) - 1
    single = {
        number: (fold(part[0]), typed.unfinished and number == last)
        for number, part in enumerate(typed.parts)
        if len(part) == 1 and part not in short
    }
    held = frequent(select, index, set(single.values()))
    left = [number for number in range(last + 1) if single.get(number) not in held]
    sets = list(held.values())
    if left:
        rest = replace(
            typed, parts=tuple(typed.parts[number] for number in left), without=(), unfinished=typed.unfinished and last in left
        )
        sets.append(bits(matching(select, index, rest.within(index))))
    found = reduce(and_, sets)
    for word in typed.without:
        found &= ~holding(select, index, Typed(((word,),), unfinished=False))
    return found


def nearly_holding(select: Select, index: Index, typed: Typed) -> list[int]:
    """For each part typed the documents that hold all others and not this one, as sets; of one part alone, none."""
    last = len(typed.parts) - 1
    held = [
        holding(select, index, replace(typed, parts=(part,), without=(), unfinished=typed.unfinished and number == last))
        for number, part in enumerate(typed.parts)
    ]
    return [reduce(and_, (*held[:n], *held[n + 1 :])) & ~without for n, without in enumerate(held) if last]

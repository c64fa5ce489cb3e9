"""What may be meant by what was typed so far: a few documents, found in milliseconds however many there are.

The index gives documents in the order of their numbers in the catalogue, the most mentioned first, so a few are enough.
"""

from collections.abc import Iterable
from dataclasses import replace

from legalgraph.catalogue.columns import Columns, Select
from legalgraph.catalogue.index import BEGINNING
from legalgraph.catalogue.numbers import answering
from legalgraph.catalogue.typed import Typed, beginning_expression, number_expression, read_typed
from legalgraph.model.folding import fold

_FEW, _SOME = 24, 80  # hits looked at
_BEGINNINGS = 1_000  # documents with titles that begin so, up to which all of them are looked at
_LOOKED_AT = 60  # documents with one ordinal, of which there may be thousands; the index of numbers knows the others


def suggested(select: Select, columns: Columns, text: str, most: int) -> list[int]:
    """Documents by number, then by the beginning of the title, then by all words of the name; the most mentioned first."""
    typed = read_typed(text)
    if typed is None:
        return []
    found: dict[int, None] = {}
    identified = columns.one("identified")
    for hits in _hits(select, columns, text, typed):
        found.update(dict.fromkeys(sorted(hits, key=lambda number: not identified >> number & 1)))
        if len(found) >= most:
            break
    return list(found)[:most]


def _hits(select: Select, columns: Columns, text: str, typed: Typed) -> Iterable[list[int]]:
    def matching(expression: str, limit: int) -> list[int]:
        return [number for (number,) in select("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", (expression, limit))]

    types = typed.types()
    fitting = columns.any_of("type", types)
    if any(c.isdigit() for c in text):
        yield answering(select, text, 0, _LOOKED_AT)
        # "nghị định 45/20": the type stands beside the number, which is unfinished.
        number = replace(typed, parts=typed.parts[typed.type_words() :])
        yield [hit for hit in matching(number_expression(number), _SOME if types else _FEW) if not types or fitting >> hit & 1]
    yield _beginning(select, typed)
    hits = matching(typed.names(), _SOME)
    yield sorted(hits, key=lambda hit: bool(types) and not fitting >> hit & 1)


def _beginning(select: Select, typed: Typed) -> list[int]:
    """Some of the documents whose title begins with what was typed so far, the most mentioned first."""
    typed_so_far = " ".join(map(fold, typed.words))
    first = typed_so_far[:BEGINNING]
    query = "SELECT id FROM document WHERE begins >= ? AND begins < ? LIMIT ?"
    found = [number for (number,) in select(query, (first, first + "\U0010ffff", _BEGINNINGS))]
    # What few begin with takes the index of words longest, what many begin with it finds at once.
    if len(found) < _BEGINNINGS and typed_so_far == first:
        return sorted(found)[:_FEW]
    query = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
    return [number for (number,) in select(query, (beginning_expression(typed), _FEW))] if found else []

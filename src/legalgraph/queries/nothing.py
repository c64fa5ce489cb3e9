"""Why a search found nothing, and what would find something: numbers near the one typed, fewer words, fewer filters."""

from collections.abc import Iterator
from dataclasses import dataclass

from legalgraph.catalogue import ALL, Catalogue, Filters, read_typed
from legalgraph.model.document import Document
from legalgraph.model.folding import fold

_MOST_WORDS, _OFFERED = 8, 3


@dataclass(frozen=True, slots=True)
class Nothing:
    """What is close: `numbered` when a number was typed, of which `near` are almost the same.

    `fewer` are words to type instead and `freed` facets not to filter by, each with how many documents that gives; the empty name
    stands for all facets.
    """

    numbered: bool
    near: tuple[Document, ...] = ()
    fewer: tuple[tuple[str, int], ...] = ()
    freed: tuple[tuple[str, int], ...] = ()


def why_nothing(catalogue: Catalogue, text: str, filters: Filters) -> Nothing:
    """Look for what is close to a search that found nothing."""
    numbered, near = catalogue.near(text)
    freed = [(facet, total) for facet in filters.active() if (total := _total(catalogue, text, filters.without(facet)))]
    if len(filters.active()) > 1 and (total := _total(catalogue, text, ALL)):
        freed.append(("", total))
    # A number with a part left out is no number; the near ones help more.
    fewer = () if numbered or freed else tuple(_fewer(catalogue, text, filters))[:_OFFERED]
    return Nothing(numbered, near, fewer, tuple(freed))


def _total(catalogue: Catalogue, text: str, filters: Filters) -> int:
    return catalogue.search(text, 0, filters=filters, count=True).total


def _fewer(catalogue: Catalogue, text: str, filters: Filters) -> list[tuple[str, int]]:
    """As many of the words as find something, what finds least first: that is closest to what was meant."""
    typed = read_typed(text)
    words = typed.words if typed else ()
    if not 2 <= len(words) <= _MOST_WORDS:
        return []
    for tried in _parts(words):
        found = {part: total for part in tried if fold(part) != fold(text) and (total := _total(catalogue, part, filters))}
        if found:
            return sorted(found.items(), key=lambda item: item[1])
    return []


def _parts(words: tuple[str, ...]) -> Iterator[list[str]]:
    """All words but one, then ever fewer that stand beside each other, down to two."""
    many = len(words)
    yield [" ".join((*words[:n], *words[n + 1 :])) for n in range(many)]
    for length in range(many - 2, 1, -1):
        yield [" ".join(words[n : n + length]) for n in range(many - length + 1)]

"""Why a search found nothing, and what would find something: numbers near the one typed, fewer words, fewer filters."""

from collections.abc import Iterable
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
    spelling, near = catalogue.near(text)
    freed = [(facet, total) for facet in filters.active() if (total := _total(catalogue, text, filters.without(facet)))]
    if len(filters.active()) > 1 and (total := _total(catalogue, text, ALL)):
        freed.append(("", total))
    return Nothing(spelling, near, tuple(_fewer(catalogue, text, filters))[:_OFFERED] if not freed else (), tuple(freed))


def _total(catalogue: Catalogue, text: str, filters: Filters) -> int:
    return catalogue.search(text, 0, filters=filters, count=True).total


def _fewer(catalogue: Catalogue, text: str, filters: Filters) -> Iterable[tuple[str, int]]:
    """The words without one of them, what finds least first: that is closest to what was meant."""
    typed = read_typed(text)
    words = typed.words if typed else ()
    if not 2 <= len(words) <= _MOST_WORDS:
        return ()
    found: dict[str, int] = {}
    for left_out in range(len(words)):
        rest = " ".join(word for number, word in enumerate(words) if number != left_out)
        if fold(rest) != fold(text) and (total := _total(catalogue, rest, filters)):
            found[rest] = total
    return sorted(found.items(), key=lambda item: item[1])


def mentioning(catalogue: Catalogue, path: str, most: int) -> list[Document]:
    """Some of the documents that rest on, change or name one, the most mentioned first."""
    sources = {edge.source for edge in catalogue.edges_of([path]) if edge.target == path}
    cited = catalogue.cited(sources)
    chosen = sorted(sources, key=lambda source: (-cited.get(source, 0), source))[:most]
    return list(catalogue.documents(chosen).values())

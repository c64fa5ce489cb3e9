"""Search over numbers, titles, issuers and texts, with filters and counts.

What answers to a number that was typed comes first, then titles that are or hold what was typed, then names that hold all
words, then texts. Within each, what fits better and what more documents mention.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import nsmallest
from math import log1p

from legalgraph.catalogue.columns import Columns, Select
from legalgraph.catalogue.filters import ALL, Counts, Filters, counted, kept
from legalgraph.catalogue.index import RANK
from legalgraph.catalogue.numbers import answering, number_phrases, only_number
from legalgraph.catalogue.typed import Typed, number_expressions, read_typed, text_phrase, title_expression

_RANKED = 5_000  # hits up to which words are weighed; more have too little in common with what was meant
_MENTIONED = 0.6  # of a rank, for each power of e of documents that mention one
_UNIDENTIFIED = 1_000.0  # behind all documents of the same place
_AT_ONCE = 500


class Sort(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    CITED = "cited"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits: document paths in order, and how many there are in all.

    The first `exact` of the whole order answer exactly to the number or the title typed; `counts` are those of facets.
    """

    total: int
    paths: tuple[str, ...]
    exact: int = 0
    counts: Counts = field(default_factory=dict)


NOTHING = Page(0, ())
# Places of an order, best first: by number, by whole title, by words of the title as typed, by such words without marks, by name.
_NUMBER, _TITLE, _MARKED, _PHRASE, _NAME, _TEXT_PHRASE, _TEXT = range(7)


class Search:
    """Searches one catalogue."""

    def __init__(self, select: Select, columns: Columns) -> None:
        self._select, self._columns = select, columns

    def page(
        self, text: str, limit: int = 20, offset: int = 0, filters: Filters = ALL, sort: Sort = Sort.RELEVANCE, count: bool = False
    ) -> Page:
        """Return the documents that hold all words typed (the last may be unfinished) and pass the filters.

        Without a word all documents are looked through, if there is a filter or they are to be counted.
        """
        typed = read_typed(text)
        if typed is None and not filters.active() and not count:
            return NOTHING
        if typed is None and text.strip():
            return NOTHING
        matched = _Matched(self, text, typed) if typed else None
        ids = matched.ids if matched else self._columns.all
        found = kept(self._columns, ids, filters)
        counts = counted(self._columns, ids, filters) if count else {}
        most = min(offset + limit, len(found))
        exact = 0
        if matched and sort is Sort.RELEVANCE:
            order, exact = matched.ranked(found, most)
        else:
            order = self._sorted(found, sort, most)
        return Page(len(found), self._paths(order[offset:]), exact, counts)

    def _sorted(self, ids: list[int], sort: Sort, most: int) -> list[int]:
        if sort is Sort.CITED:
            return sorted(ids)[:most]
        places = self._columns.oldest if sort is Sort.OLDEST else self._columns.newest
        return nsmallest(most, ids, key=places.__getitem__)

    def _paths(self, ids: Sequence[int]) -> tuple[str, ...]:
        paths: dict[int, str] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            paths.update(self._select(f"SELECT id, path FROM document WHERE id IN ({marks})", part))  # noqa: S608
        return tuple(paths[number] for number in ids)

    def matching(self, table: str, expression: str) -> list[int]:
        """The documents an expression finds in an index, the most mentioned first."""
        return [number for (number,) in self._select(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (expression,))]  # noqa: S608

    def ranks(self, table: str, rank: str, expression: str) -> dict[int, float]:
        """The same with their ranks, the lowest best."""
        return dict(self._select(f"SELECT rowid, {rank} FROM {table} WHERE {table} MATCH ?", (expression,)))  # noqa: S608

    def with_mentions(self, ranks: Mapping[int, float]) -> dict[int, float]:
        """The ranks, better for what more documents mention, and worse for what is known only by a citation."""
        cited, identified = self._columns.cited, self._columns.identified
        return {n: rank - _MENTIONED * log1p(cited[n]) + (0 if identified[n] else _UNIDENTIFIED) for n, rank in ranks.items()}

    def answering(self, text: str, named: Iterable[int]) -> list[int]:
        """The documents whose number was typed."""
        return answering(self._select, text, named)

    def named_by(self, text: str, answering: Sequence[int]) -> list[tuple[str, ...]]:
        """The words that name the documents that answer to a number; none when more was typed than a whole number."""
        spelling = only_number(text)
        return number_phrases(self._select, answering, spelling) if spelling else []

    def of_types(self, types: Sequence[str]) -> Callable[[int], bool]:
        """Tells whether a document is of one of the types."""
        column = self._columns.types
        return lambda number: column[number] in types

    def titled(self, titles: Iterable[tuple[str, ...]]) -> set[int]:
        """The documents with one of these titles, folded: those that begin with it and have no word more."""
        words = self._columns.title_words
        return {
            number
            for title in titles
            for number in self.matching("words", title_expression([title], first=True))
            if words[number] == len(title)
        }


class _Matched:
    """What was found for the words typed."""

    def __init__(self, search: Search, text: str, typed: Typed) -> None:
        self._search, self._typed = search, typed
        self._names, self._says = typed.names(), typed.all_words()
        self._named = search.matching("words", self._names)
        self._numbered = search.answering(text, self._named) if not typed.without else []
        # Who types a whole number that is there does not ask where its words stand scattered.
        if self._numbered and (phrases := search.named_by(text, self._numbered)):
            self._names, self._says = number_expressions(phrases)
            self._named = search.matching("words", self._names)
        named = {*self._named, *self._numbered}
        self._saying = [number for number in search.matching("text", self._says) if number not in named]
        self.ids = [*self._named, *(n for n in self._numbered if n not in set(self._named)), *self._saying]

    def ranked(self, found: Sequence[int], most: int) -> tuple[list[int], int]:
        """The first `most` of the documents found, best first, and how many answer exactly."""
        places = self._places()
        among = set(found)
        exact = sum(1 for number, place in places.items() if place <= _TITLE and number in among)
        ranks, types = self._ranks(), self._search.of_types(self._typed.types())
        order = nsmallest(most, found, key=lambda n: (places.get(n, _NAME), not types(n), ranks.get(n, 0.0), n))
        return order, exact

    def _places(self) -> dict[int, int]:
        """The place of each document that has another than by name."""
        search, titles = self._search, self._typed.titles()
        named = set(self._named)
        # The last found is the best, and overwrites.
        places = dict.fromkeys(self._saying, _TEXT)
        if len(self._typed.words) > 1 and self._saying:
            places.update((n, _TEXT_PHRASE) for n in search.matching("text", text_phrase(self._typed)) if n in places)
        places.update((n, _PHRASE) for n in search.matching("words", title_expression(titles)) if n in named)
        if self._typed.marked():
            marked = search.matching("words", title_expression(self._typed.titles(folded=False), column="title"))
            places.update((n, _MARKED) for n in marked if n in named)
        types = self._typed.types()
        titled = (n for n in search.titled(self._typed.whole_titles()) if n in named)
        places.update((n, _TITLE) for n in titled if not types or search.of_types(types)(n))
        places.update(dict.fromkeys(self._numbered, _NUMBER))
        return places

    def _ranks(self) -> dict[int, float]:
        ranks: dict[int, float] = {}
        if len(self._saying) <= _RANKED:
            ranks |= self._search.ranks("text", "bm25(text)", self._says) if self._saying else {}
        if len(self._named) <= _RANKED:
            ranks |= self._search.ranks("words", RANK, self._typed.ranked()) if self._named else {}
        return self._search.with_mentions(ranks)

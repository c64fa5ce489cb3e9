"""Search over numbers, titles, issuers and texts, with filters and counts.

What answers to a number that was typed comes first, then titles that are or hold what was typed, then names that hold all
words, then texts. Within each, what fits better and what more documents mention.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from math import log1p

from legalgraph.catalogue.bits import bits, first, flags, numbers
from legalgraph.catalogue.columns import Columns, Select
from legalgraph.catalogue.filters import ALL, Counts, Filters, counted, passing
from legalgraph.catalogue.index import RANK, Index, title_sum
from legalgraph.catalogue.matching import holding, matching, nearly_holding
from legalgraph.catalogue.numbers import answering, number_phrases, only_number
from legalgraph.catalogue.typed import Typed, number_expressions, read_typed, text_phrase, title_expression

_RANKED = 1_500  # hits up to which words are weighed; more have too little in common with what was meant
_MENTIONED = 0.6  # of a rank, for each power of e of documents that mention one
_UNIDENTIFIED = 1_000.0  # behind all documents of the same place
_LOOKED_AT = (500, 4_000)  # hits of a phrase read, where those that are mentioned most may do
_AT_ONCE = 500
_PARTS = (4, 12)  # words typed of which one may be missing


class Sort(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    CITED = "cited"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits: document paths in order, and how many there are in all.

    The first `exact` of the whole order answer exactly to the number or the title typed, `named` of all have the words in their
    names; `counts` are those of facets.
    """

    total: int
    paths: tuple[str, ...]
    exact: int = 0
    named: int = 0
    counts: Counts = field(default_factory=dict)


NOTHING = Page(0, ())


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
        hits = matched.hits if matched else self._columns.all()
        passed = passing(self._columns, filters)
        found = hits if passed is None else hits & passed
        counts = counted(self._columns, hits, filters) if count else {}
        most, exact = offset + limit, 0
        named = (found & matched.named).bit_count() if matched else 0
        if matched and sort is Sort.RELEVANCE:
            order, exact = matched.ranked(found, most)
        else:
            order = self._sorted(found, sort, most)
        return Page(found.bit_count(), self._paths(order[offset:]), exact, named, counts)

    def nearly_named(self, text: str, most: int) -> tuple[str, ...]:
        """The paths of documents whose names hold all words typed but one, the most mentioned first; first the rest that fewest names hold.

        Of two or three words typed none may be missing: what is left would tell too little.
        """
        typed = read_typed(text)
        if typed is None or typed.without or not _PARTS[0] <= len(typed.parts) <= _PARTS[1]:
            return ()
        found = (names & self._columns.one("identified") for names in nearly_holding(self._select, Index.WORDS, typed))
        fewest = sorted(found, key=int.bit_count)
        return self._paths(list(dict.fromkeys(number for names in fewest for number in first(names, most)))[:most])

    def _sorted(self, found: int, sort: Sort, most: int) -> list[int]:
        if sort is Sort.CITED:
            return first(found, most)
        order = self._columns.column("oldest" if sort is Sort.OLDEST else "newest")
        return list(islice(filter(flags(found, self._columns.length).__getitem__, order), most))

    def _paths(self, ids: Sequence[int]) -> tuple[str, ...]:
        paths: dict[int, str] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            paths.update(self._select(f"SELECT id, path FROM document WHERE id IN ({marks})", part))  # noqa: S608
        return tuple(paths[number] for number in ids)

    def holding(self, index: Index, typed: Typed) -> int:
        """The documents that hold what was typed, as a set."""
        return holding(self._select, index, typed)

    def matching(self, index: Index, expression: str, most: int = -1) -> list[int]:
        """The documents an expression finds in an index, by number; see `matching.matching`."""
        return matching(self._select, index, expression, most)

    def ranks(self, index: Index, rank: str, expression: str) -> dict[int, float]:
        """The same with their ranks, the lowest best."""
        return dict(self._select(f"SELECT rowid, {rank} FROM {index} WHERE {index} MATCH ?", (expression,)))  # noqa: S608

    def with_mentions(self, ranks: Mapping[int, float]) -> dict[int, float]:
        """The ranks, better for what more documents mention, and worse for what is known only by a citation."""
        if not ranks:
            return {}
        cited, identified = self._columns.column("cited"), self._columns.one("identified")
        known = flags(identified, len(cited))
        return {n: rank - _MENTIONED * log1p(cited[n]) + (0 if known[n] else _UNIDENTIFIED) for n, rank in ranks.items()}

    def answering(self, text: str, named: int) -> list[int]:
        """The documents whose number was typed."""
        return answering(self._select, text, named)

    def named_by(self, text: str, answering: Sequence[int]) -> list[tuple[str, ...]]:
        """The words that name the documents that answer to a number; none when more was typed than a whole number."""
        spelling = only_number(text)
        return number_phrases(self._select, answering, spelling) if spelling else []

    def of_types(self, types: Sequence[str]) -> int:
        """The documents that are of one of the types."""
        return self._columns.any_of("type", types)

    def titled(self, titles: Iterable[tuple[str, ...]]) -> int:
        """The documents with one of these titles, folded, and no word more."""
        sums = list({title_sum(title) for title in titles})
        rows = self._select(f"SELECT id FROM document WHERE title IN ({', '.join('?' * len(sums))})", sums)  # noqa: S608
        return bits(number for (number,) in rows)


class _Matched:
    """What was found for the words typed; documents are sets of numbers."""

    def __init__(self, search: Search, text: str, typed: Typed) -> None:
        self._search, self._typed = search, typed
        self._says = typed.within(Index.TEXT)
        self.named = search.holding(Index.WORDS, typed)
        numbered = search.answering(text, self.named) if not typed.without else []
        # Who types a whole number that is there does not ask where its words stand scattered.
        phrases = search.named_by(text, numbered) if numbered else []
        self._by_number = bool(phrases)
        if phrases:
            names, self._says = number_expressions(phrases)
            self.named = bits(search.matching(Index.WORDS, names))
            saying = bits(search.matching(Index.TEXT, self._says))
        else:
            saying = search.holding(Index.TEXT, typed)
        self._numbered = bits(numbered)
        self._saying = saying & ~(self.named | self._numbered)
        self.hits = self.named | self._numbered | self._saying

    def ranked(self, found: int, most: int) -> tuple[list[int], int]:
        """The first `most` of the documents found, best first, and how many answer exactly."""
        search, types = self._search, self._typed.types()
        fitting = search.of_types(types)
        titled = search.titled(self._typed.whole_titles()) & self.named
        exactly = self._numbered | (titled & fitting if types else titled)
        order, left = list[int](), found
        for place, phrase in self._places(exactly):
            here = left & place
            if not here:
                continue
            ranks = self._text_ranks if here & self._saying else self._name_ranks
            if phrase:
                # Where some are weighed, the first by number come first only among more than are weighed.
                here = self._with(phrase, here, fitting, max(most - len(order), _RANKED + 1 if ranks else 0))
            left &= ~here
            for part in (here & fitting, here & ~fitting):
                order += self._first(part, most - len(order), ranks)
            if len(order) >= most or not left:
                break
        return order, (found & exactly).bit_count()

    def _with(self, phrase: tuple[Index, str], among: int, fitting: int, most: int) -> int:
        """Those of a set that a phrase is in; perhaps only the first by number, where these are `most` of those that come first."""
        for looked_at in _LOOKED_AT:
            read = self._search.matching(*phrase, looked_at)
            here = among & bits(read)
            if len(read) < looked_at or (here & fitting if among & fitting else here).bit_count() >= most:
                return here
        return among & bits(self._search.matching(*phrase))

    @staticmethod
    def _first(among: int, most: int, ranks: Mapping[int, float]) -> list[int]:
        """The first of a set; where there are too many to be weighed they go by number, the most mentioned first."""
        if not among or most <= 0:
            return []
        if among.bit_count() > _RANKED:
            return first(among, most)
        return nsmallest(most, numbers(among), key=lambda n: (ranks.get(n, 0.0), n))

    def _places(self, exactly: int) -> Iterator[tuple[int, tuple[Index, str] | None]]:
        """Sets of documents, those of a better place first; with a phrase only those it is in.

        By number, by whole title, by words of the title as typed, by such words without marks, by name, by words of the text as
        typed, by text. The last two hold none of the others.
        """
        titles = self._typed.titles()
        yield self._numbered, None
        yield exactly, None
        if self._typed.marked():
            yield self.named, (Index.WORDS, title_expression(self._typed.titles(folded=False), column="title"))
        yield self.named, (Index.WORDS, title_expression(titles))
        yield self.named, None
        if len(self._typed.words) > 1:
            yield self._saying, (Index.TEXT, text_phrase(self._typed))
        yield self._saying, None

    @cached_property
    def _name_ranks(self) -> dict[int, float]:
        """What is named, with the weight of its words; none when that are too many, or all have nothing but the number typed."""
        if self.named.bit_count() > _RANKED:
            return {}
        if self._by_number:
            return self._search.with_mentions(dict.fromkeys(numbers(self.named | self._numbered), 0.0))
        return self._search.with_mentions(self._search.ranks(Index.WORDS, RANK, self._typed.ranked()))

    @cached_property
    def _text_ranks(self) -> dict[int, float]:
        """The same of the texts. Weighed only where a page reaches them: behind thousands of names nobody sees one."""
        if self._saying.bit_count() > _RANKED:
            return {}
        return self._search.with_mentions(self._search.ranks(Index.TEXT, "bm25(text)", self._says))

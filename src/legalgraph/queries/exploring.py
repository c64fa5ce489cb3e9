"""What the explorer shows: opened documents with those around them, the most telling first, within a limit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from legalgraph.catalogue import Catalogue, Edge
from legalgraph.model.document import Document
from legalgraph.model.relation import Group, kind
from legalgraph.queries.chains import rank

MOST = 2_000
"""Documents seen at once; a picture of more says nothing."""

# Among documents that only stand around, acts on one another are news; that they cite one another is not.
_AMONG = frozenset({Group.REPLACES, Group.AMENDS, Group.SUCCEEDS, Group.CONSOLIDATES})


@dataclass(frozen=True, slots=True)
class Filters:
    """Which relations are walked, and which documents may be reached by them. What is empty leaves everything."""

    kinds: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    issuers: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be seen: the `opened` documents with up to `limit` others around each, and those `added` without any.

    `without` is never shown. `everything` also draws the relations among documents that were not opened.
    """

    opened: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    filters: Filters = Filters()
    limit: int = 40
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to see. The first documents are those opened and added, then the others by what relates them.

    `left_out` counts, for each opened document, those around it beyond the limit; `undrawn` the relations among the
    documents that are not in `edges`. `kinds` counts `edges`, and where only some kinds are asked for the others as they
    would be without that; a kind that is around but beyond the limit counts 0. `types` and `issuers` count documents around
    the opened ones, each as if its own filter were not set.
    """

    documents: Mapping[str, Document]
    edges: tuple[Edge, ...]
    opened: frozenset[str]
    cited: Mapping[str, int]
    left_out: Mapping[str, int]
    undrawn: int
    kinds: Mapping[str, int]
    types: Mapping[str, int]
    issuers: Mapping[str, int]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the documents, in their order."""
        return tuple(self.documents)


def explore(catalogue: Catalogue, wish: Wish) -> Seen:
    """Gather what is to be seen. Paths that the graph does not describe are passed over."""
    firm = {path: d for path, d in catalogue.documents([*wish.opened, *wish.added]).items() if path not in wish.without}
    opened = [path for path in dict.fromkeys(wish.opened) if path in firm]
    around = _Around(catalogue, wish, opened, firm)
    chosen, left_out = _chosen(around, wish, len(firm))
    documents = {**firm, **catalogue.documents(chosen)}
    among = [edge for edge in catalogue.edges_among(documents) if edge.source != edge.target]
    walked = [edge for edge in among if _walked(edge.kind, wish.filters)]
    edges = tuple(edge for edge in walked if wish.everything or {edge.source, edge.target} & set(firm) or kind(edge.kind).group in _AMONG)
    free = explore(catalogue, replace(wish, filters=replace(wish.filters, kinds=frozenset()))).kinds if wish.filters.kinds else {}
    return Seen(
        documents=documents,
        edges=edges,
        opened=frozenset(opened),
        cited=catalogue.cited(documents),
        left_out=left_out,
        undrawn=len(walked) - len(edges),
        kinds={**free, **dict.fromkeys(sorted(wish.filters.kinds), 0), **around.kinds(), **_counted(edges)},
        types=around.counted("type", replace(wish.filters, types=frozenset())),
        issuers=around.counted("issuer", replace(wish.filters, issuers=frozenset())),
    )


class _Around:
    """The documents around those that are opened, as sets: a law that thousands rest on is no more work than others."""

    def __init__(self, catalogue: Catalogue, wish: Wish, opened: Sequence[str], firm: Iterable[str]) -> None:
        self._sets, self._filters = catalogue.sets, wish.filters
        self._firm = self._sets.of(firm)
        hidden = self._sets.of(wish.without)
        sets = {path: self._sets.around(path) for path in opened}
        self._by = {
            path: {code: among & ~hidden for code, among in kinds.items() if _walked(code, wish.filters)} for path, kinds in sets.items()
        }
        self._fits = self._fitting(wish.filters)

    def _fitting(self, filters: Filters) -> int:
        return self._sets.fitting(sorted(filters.types), sorted(filters.issuers), filters.since, filters.until)

    def opened(self) -> Iterable[str]:
        """The paths of the documents that are opened."""
        return self._by

    def order(self, path: str) -> Iterator[int]:
        """Sets of those to show around a document, the most telling first; none is in two of them."""
        levels: dict[int, int] = defaultdict(int)
        for code, among in self._by[path].items():
            levels[telling(code)] |= among & self._fits & ~self._firm
        before = 0
        for level in sorted(levels):
            yield levels[level] & ~before
            before |= levels[level]

    def first(self, among: int, most: int) -> list[str]:
        """The paths of the first of a set."""
        return self._sets.most_cited(among, most)

    def without(self, among: int, paths: Iterable[str]) -> int:
        """How many of a set are not among the paths."""
        return (among & ~self._sets.of(paths)).bit_count()

    def kinds(self) -> dict[str, int]:
        """The kinds of the relations to what fits, none of them counted."""
        shown = self._fits | self._firm
        return dict.fromkeys((code for kinds in self._by.values() for code, among in kinds.items() if among & shown), 0)

    def counted(self, facet: str, filters: Filters) -> dict[str, int]:
        """The documents around, counted by the values of a facet that pass the filters."""
        reached = reduce(or_, (among for kinds in self._by.values() for among in kinds.values()), 0)
        return self._sets.counted(facet, reached & ~self._firm & self._fitting(filters))


def _counted(edges: Iterable[Edge]) -> dict[str, int]:
    return dict(Counter(edge.kind for edge in edges).most_common())


def telling(code: str) -> int:
    """How much a relation of this kind says of two documents: 0 is most."""
    return rank(code) + (kind(code).group is Group.REFERS)


def _chosen(around: _Around, wish: Wish, firm: int) -> tuple[list[str], dict[str, int]]:
    """The others to show, and how many around each opened document are not."""
    chosen: dict[str, None] = {}
    sets: dict[str, int] = {}
    for path in around.opened():
        order: list[str] = []
        sets[path] = 0
        for among in around.order(path):
            if among and len(order) < wish.limit:
                order += around.first(among, wish.limit - len(order))
            sets[path] |= among
        room = max(0, MOST - firm - len(chosen))
        chosen.update(dict.fromkeys([other for other in order if other not in chosen][:room]))
    beyond = {path: around.without(among, chosen) for path, among in sets.items()}
    return list(chosen), {path: n for path, n in beyond.items() if n}


def _walked(code: str, filters: Filters) -> bool:
    return not filters.kinds or code in filters.kinds

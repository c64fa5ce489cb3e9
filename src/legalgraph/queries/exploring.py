"""What the explorer shows: opened documents with those around them, the most telling first, within a limit."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

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
    around = [edge for edge in catalogue.edges_of(opened) if edge.source != edge.target and not {edge.source, edge.target} & wish.without]
    others = catalogue.documents({end for edge in around for end in (edge.source, edge.target)} - set(firm))
    cited = catalogue.cited([*firm, *others])
    chosen, left_out = _chosen(opened, around, firm, others, cited, wish)
    documents = {**firm, **{path: others[path] for path in chosen}}
    among = [edge for edge in catalogue.edges_among(documents) if edge.source != edge.target]
    walked = [edge for edge in among if _walked(edge, wish.filters)]
    edges = tuple(edge for edge in walked if wish.everything or {edge.source, edge.target} & set(firm) or kind(edge.kind).group in _AMONG)
    free = explore(catalogue, replace(wish, filters=replace(wish.filters, kinds=frozenset()))).kinds if wish.filters.kinds else {}
    return Seen(
        documents=documents,
        edges=edges,
        opened=frozenset(opened),
        cited={path: cited.get(path, 0) for path in documents},
        left_out=left_out,
        undrawn=len(walked) - len(edges),
        kinds={**free, **dict.fromkeys(sorted(wish.filters.kinds), 0), **_kinds(edges, around, others, wish.filters)},
        types=_documents(around, others, wish.filters, "types", lambda document: (document.type,)),
        issuers=_documents(around, others, wish.filters, "issuers", lambda document: document.issuers),
    )


def telling(code: str) -> int:
    """How much a relation of this kind says of two documents: 0 is most."""
    return rank(code) + (kind(code).group is Group.REFERS)


def _chosen(
    opened: Iterable[str],
    around: Iterable[Edge],
    firm: Mapping[str, Document],
    others: Mapping[str, Document],
    cited: Mapping[str, int],
    wish: Wish,
) -> tuple[list[str], dict[str, int]]:
    """The others to show, and how many around each opened document are not."""
    best: dict[str, dict[str, int]] = {path: {} for path in opened}
    for edge in around:
        if _walked(edge, wish.filters):
            for here, there in ((edge.source, edge.target), (edge.target, edge.source)):
                if here in best and there in others and _fits(others[there], wish.filters):
                    best[here][there] = min(telling(edge.kind), best[here].get(there, telling(edge.kind)))
    chosen: dict[str, None] = {}
    left_out: dict[str, int] = {}
    for path, ranked in best.items():
        order = sorted(ranked, key=lambda other: (ranked[other], -cited.get(other, 0), -(others[other].year or 0), other))
        room = max(0, MOST - len(firm) - len(chosen))
        new = [other for other in order[: wish.limit] if other not in chosen][:room]
        chosen.update(dict.fromkeys(new))
        left_out[path] = sum(other not in chosen for other in order)
    return list(chosen), {path: sum(other not in chosen for other in best[path]) for path in left_out if left_out[path]}


def _walked(edge: Edge, filters: Filters) -> bool:
    return not filters.kinds or edge.kind in filters.kinds


def _fits(document: Document, filters: Filters, but: str = "") -> bool:
    """Whether a document passes the filters, `but` one of them. What has no year passes only where no year is asked for."""
    if filters.types and but != "types" and document.type not in filters.types:
        return False
    if filters.issuers and but != "issuers" and not filters.issuers.intersection(document.issuers):
        return False
    if filters.since is None and filters.until is None:
        return True
    year = document.year
    return year is not None and (filters.since or year) <= year <= (filters.until or year)


def _kinds(edges: Iterable[Edge], around: Iterable[Edge], others: Mapping[str, Document], filters: Filters) -> dict[str, int]:
    counted = dict(Counter(edge.kind for edge in edges).most_common())
    unfit = {path for path, document in others.items() if not _fits(document, filters)}
    beyond = (edge.kind for edge in around if _walked(edge, filters) and not {edge.source, edge.target} & unfit)
    return dict.fromkeys(beyond, 0) | counted


def _documents(
    around: Iterable[Edge],
    others: Mapping[str, Document],
    filters: Filters,
    name: str,
    codes: Callable[[Document], Iterable[str]],
) -> dict[str, int]:
    reached = {end for edge in around if _walked(edge, filters) for end in (edge.source, edge.target)}
    counted = Counter(
        code for path in sorted(reached) if path in others and _fits(others[path], filters, name) for code in codes(others[path])
    )
    return dict(counted.most_common())

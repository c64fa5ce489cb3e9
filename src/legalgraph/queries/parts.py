"""All of a graph read in parts: engines elsewhere cut long answers off, or take too long to give them whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import IO, TypeVar

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from legalgraph.errors import QueryError, QueryLimit, QueryTimeout, StoreError
from legalgraph.queries.catalog import query
from legalgraph.rdf.vocab import term
from legalgraph.store.engine import Engine, Node, Row

_PAGE, _SMALL_PAGE = 100_000, 5000  # paths asked for at once: engines read all of them for each page; Virtuoso sorts no more than a few
_NODES = 200  # nodes named in one query
_EDGE = {
    term("lg:source"): "source", term("lg:target"): "target", term("lg:kind"): "kind", term("lg:certainty"): "certainty",
    term("lg:effective_from"): "day", term("lg:target_provision"): "place", term("lg:condition"): "condition",
}  # fmt: skip
_NEEDED = {"source", "target", "kind", "certainty"}
_AT_ONCE = 4  # queries sent to the engine at the same time
_T = TypeVar("_T")
_U = TypeVar("_U")


class Parts:
    """An `Engine` that gives everything of a graph in parts, to those who make a catalogue; all else it passes on.

    First all paths are read in pages, then what is said of so many of them at a time. `triples` are counted without what was
    said of them when they were loaded. `progress` is told what is being read.
    """

    def __init__(self, engine: Engine, triples: int, progress: Callable[[str], None] = lambda _: None) -> None:
        self.engine = engine
        self.triples = triples
        self.progress = progress
        self._page = _PAGE
        self._nodes: list[str] | None = None
        self._rows: list[Row] | None = None

    def select(self, asked: str, bindings: Mapping[str, Node] | None = None) -> list[Row]:
        """See `Engine.select`."""
        if asked == query("edges"):
            return self._edges()
        if asked == query("count_triples"):
            return [{"n": Literal(self.triples)}]
        return self.engine.select(asked, bindings)

    def ask(self, asked: str, bindings: Mapping[str, Node] | None = None) -> bool:
        """See `Engine.ask`."""
        return self.engine.ask(asked, bindings)

    def construct(self, asked: str, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """See `Engine.construct`."""
        if asked == query("documents"):
            named = self._constructed("documents_named", self._described(), "documents")
            return named + self.engine.construct(query("conflicts"))
        if asked == query("acts"):
            return self._constructed("acts_named", self._acting(), "acts")
        return self.engine.construct(asked, bindings)

    def dump(self, output: IO[bytes], format: RdfFormat) -> None:
        """See `Engine.dump`."""
        self.engine.dump(output, format)

    def describe(self) -> str:
        """See `Engine.describe`."""
        return self.engine.describe()

    def _described(self) -> list[str]:
        """The IRIs of all documents, citations and texts. Raises StoreError when the engine keeps some back."""
        if self._nodes is None:
            nodes: dict[str, None] = {}
            after = ""
            while True:
                page = self._slugs(after)
                nodes |= {row["node"].value: None for row in page if isinstance(row["node"], NamedNode)}
                self.progress(f"paths: {len(nodes):,}")
                slugs = [row["slug"].value for row in page if isinstance(row["slug"], Literal)]
                if not slugs or max(slugs) <= after:
                    break
                after = max(slugs)
            self._same(len(nodes), "SELECT (COUNT(DISTINCT ?node) AS ?n) WHERE { ?node lg:slug ?slug }", "documents")
            self._nodes = list(nodes)
        return self._nodes

    def _slugs(self, after: str) -> list[Row]:
        """The next page of paths, as long as the engine gives it."""
        asked = query("slugs").replace("$after", str(Literal(after)))
        if self._page > _SMALL_PAGE:
            try:
                return self.engine.select(asked.replace("$most", str(self._page)))
            except (QueryError, QueryLimit, QueryTimeout):
                self._page = _SMALL_PAGE
        return self.engine.select(asked.replace("$most", str(self._page)))

    def _edges(self) -> list[Row]:
        """Every relation without its evidence. Raises StoreError when the engine keeps some back."""
        if self._rows is None:
            found = self._in_parts(self._described(), self._acting_in, "relations")
            relations = list(dict.fromkeys(_iri(row["relation"]) for part in found for row in part))
            self._rows = rows_of(self._constructed("edges_named", relations, "ends of relations"))
            counted = (
                "SELECT (COUNT(DISTINCT ?relation) AS ?n) WHERE { ?relation lg:source ?source ; lg:target ?target ; "
                "lg:kind ?kind ; lg:certainty ?certainty . ?source lg:slug ?slug }"
            )
            self._same(len({row["relation"] for row in self._rows}), counted, "relations")
        return self._rows

    def _acting_in(self, nodes: str) -> list[Row]:
        return self.engine.select(query("acting_named").replace("$nodes", nodes))

    def _acting(self) -> list[str]:
        """The IRIs of the relations that bear on the status of a document."""
        kinds = {word.strip("<>") for word in query("acts").split() if word.startswith("<")}
        return [_iri(row["relation"]) for row in self._edges() if _iri(row["kind"]) in kinds]

    def _constructed(self, name: str, nodes: Iterable[str], what: str) -> list[Triple]:
        def ask(named: str) -> list[Triple]:
            return self.engine.construct(query(name).replace("$nodes", named))

        return [triple for part in self._in_parts(list(nodes), ask, what) for triple in part]

    def _in_parts(self, nodes: list[str], ask: Callable[[str], _T], what: str) -> Iterator[_T]:
        parts = [" ".join(f"<{iri}>" for iri in nodes[start : start + _NODES]) for start in range(0, len(nodes), _NODES)]
        for number, part in enumerate(at_once(ask, parts), 1):
            self.progress(f"{what}: {min(number * _NODES, len(nodes)):,} of {len(nodes):,}")
            yield part

    def _same(self, got: int, counting: str, what: str) -> None:
        (row,) = self.engine.select(counting)
        stated = int(row["n"].value) if isinstance(row["n"], Literal) else 0
        if got != stated:
            raise StoreError(f"the engine says that it has {stated:,} {what} and gives {got:,} of them; does it cut answers off?")


def rows_of(triples: Iterable[Triple]) -> list[Row]:
    """The rows that `edges` gives, from what is said of relations; those without ends, kind or certainty are left out."""
    found: dict[Node, Row] = {}
    for triple in triples:
        if (name := _EDGE.get(triple.predicate)) is not None:
            found.setdefault(triple.subject, {"relation": triple.subject})[name] = triple.object
    return [row for row in found.values() if row.keys() >= _NEEDED]


def at_once(ask: Callable[[_U], _T], parts: Iterable[_U]) -> Iterator[_T]:
    """Ask about a few parts at the same time; the answers come in order."""
    left = iter(parts)
    with ThreadPoolExecutor(_AT_ONCE, "parts") as pool:
        while group := list(islice(left, 2 * _AT_ONCE)):
            yield from pool.map(ask, group)


def _iri(node: Node) -> str:
    return node.value if isinstance(node, NamedNode) else ""



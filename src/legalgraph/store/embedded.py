"""Oxigraph inside this process, reading a published snapshot or a store that is being built."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    serialize,
)

from legalgraph.errors import QueryError, StoreError
from legalgraph.rdf.vocab import PREFIXES, WRITTEN_PREFIXES
from legalgraph.store.engine import Node, Row
from legalgraph.store.syntax_errors import explain

MADE_ANEW = "`legalgraph ingest --anew` with any file makes what is damaged anew from what the home keeps of its sources"
"""The remedy for a damaged store whose sources are whole."""


@contextmanager
def telling_damage() -> Iterator[None]:
    """Raise StoreError where the engine finds that files of a store are damaged, which it tells in the middle of whatever it does."""
    try:
        yield
    except RuntimeError as error:
        if not str(error).startswith("Corruption"):
            raise
        raise StoreError(f"the store is damaged ({error}); {MADE_ANEW}") from error


class EmbeddedEngine:
    """An `Engine` over a pyoxigraph Store. Our own fixed queries run here; the engine releases the GIL."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def read_only(cls, folder: Path) -> "EmbeddedEngine":
        """Open a published store. Raises StoreError when it is missing or damaged."""
        try:
            return cls(Store.read_only(str(folder)))
        except (OSError, RuntimeError) as error:  # RuntimeError: the engine's word for corruption
            raise StoreError(f"the store {folder} cannot be opened: {error}") from error

    def run(
        self, query: str, bindings: Mapping[str, Node] | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Run any query and give its live result, to be used up in the thread that asked. Raises QueryError."""
        try:
            return self.store.query(
                query,
                prefixes=PREFIXES,
                use_default_graph_as_union=True,
                substitutions={Variable(name): node for name, node in (bindings or {}).items()},
            )
        except SyntaxError as error:
            raise explain(query, str(error.msg), PREFIXES, known=PREFIXES) from error
        except UnicodeEncodeError as error:
            raise QueryError(f"character {error.start + 1} is not Unicode text") from error
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the store cannot be read: {error}") from error

    def select(self, query: str, bindings: Mapping[str, Node] | None = None) -> list[Row]:
        """See `Engine.select`."""
        found = self.run(query, bindings)
        if not isinstance(found, QuerySolutions):
            raise QueryError("a SELECT query is needed here")
        names = [variable.value for variable in found.variables]
        # Substitution removes the variable from the solution; readers expect to see it.
        bound = dict(bindings or {})

        def full(row: QuerySolution) -> Row:
            return bound | {n: node for n in names if (node := row[n]) is not None}

        try:
            with telling_damage():
                return list(map(full, found))
        finally:
            del found  # a traceback would keep it, for whichever thread clears that away, and it is of this one

    def rows(self, query: str) -> Iterator[tuple[Node | None, ...]]:
        """Stream the solutions of a SELECT, to be used up in the thread that asked; unbound variables are None. Raises as `run`."""
        found = self.run(query)
        if not isinstance(found, QuerySolutions):
            raise QueryError("a SELECT query is needed here")
        try:
            with telling_damage():
                for row in found:
                    yield tuple(row)
        finally:
            del found

    def ask(self, query: str, bindings: Mapping[str, Node] | None = None) -> bool:
        """See `Engine.ask`."""
        found = self.run(query, bindings)
        if not isinstance(found, QueryBoolean):
            raise QueryError("an ASK query is needed here")
        return bool(found)

    def construct(self, query: str, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """See `Engine.construct`."""
        found = self.run(query, bindings)
        if not isinstance(found, QueryTriples):
            raise QueryError("a CONSTRUCT or DESCRIBE query is needed here")
        try:
            with telling_damage():
                return list(found)
        finally:
            del found

    def dump(self, output: IO[bytes], format: RdfFormat) -> None:
        """See `Engine.dump`."""
        with telling_damage():
            if format.supports_datasets:
                self.store.dump(output, format, prefixes=WRITTEN_PREFIXES)
            else:
                serialize(self.union(), output, format, prefixes=WRITTEN_PREFIXES)

    def quads(self) -> Iterator[Quad]:
        """All quads, streamed."""
        with telling_damage():
            yield from self.store.quads_for_pattern(None, None, None, None)

    def union(self) -> Iterator[Triple]:
        """All triples of all graphs, each once, sorted by subject for readable output."""
        query = "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
        with telling_damage():
            for row in self.store.query(query, use_default_graph_as_union=True):  # type: ignore[union-attr]
                yield Triple(row["s"], row["p"], row["o"])

    def describe(self) -> str:
        """See `Engine.describe`."""
        return f"Oxigraph (pyoxigraph {version('pyoxigraph')})"


def named_node(value: str) -> NamedNode:
    """Return the IRI as a term. Raises QueryError for text that is no IRI."""
    try:
        return NamedNode(value)
    except ValueError as error:
        raise QueryError(f"{value!r} is not an IRI") from error

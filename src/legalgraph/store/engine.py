"""The one interface through which everything reads a graph, whatever engine holds it."""

from collections.abc import Mapping
from typing import IO, Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

Node: TypeAlias = NamedNode | BlankNode | Literal | Triple
Row: TypeAlias = dict[str, Node]


class Engine(Protocol):
    """A SPARQL 1.1 engine over one immutable dataset. The default graph of a query is the union of all graphs.

    Results are complete lists: a live engine result must not cross threads. Queries of strangers do not come
    here but to killable workers. All methods raise QueryError for a query the engine refuses and StoreError when
    the data cannot be read.
    """

    def select(self, query: str, bindings: Mapping[str, Node] | None = None) -> list[Row]:
        """Run a SELECT; `bindings` are bound as terms, never pasted into the text. Unbound variables are absent."""
        ...

    def ask(self, query: str, bindings: Mapping[str, Node] | None = None) -> bool:
        """Run an ASK."""
        ...

    def construct(self, query: str, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """Run a CONSTRUCT or DESCRIBE."""
        ...

    def dump(self, output: IO[bytes], format: RdfFormat) -> None:
        """Write everything: quads in a format with named graphs, else the union of all graphs as triples."""
        ...

    def describe(self) -> str:
        """Name the engine and its version, for the service description and `stats`."""
        ...

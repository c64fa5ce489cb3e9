"""An `Engine` over a SPARQL 1.1 service elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from legalgraph.errors import QueryError, StoreError
from legalgraph.rdf.vocab import WRITTEN_PREFIXES, graph, term
from legalgraph.store.engine import Node, Row
from legalgraph.store.remote.comparisons import row_by_row
from legalgraph.store.remote.connection import Connection
from legalgraph.store.remote.rewriting import Query, as_table, asking

TABLE = "application/sparql-results+json"
_GRAPH = "application/n-triples"
_BOOLEAN = term("xsd:boolean")
_TRUTH = {"1": "true", "0": "false"}  # Virtuoso keeps no booleans


@dataclass(frozen=True, slots=True)
class Dataset:
    """How an engine has to be asked.

    `graphs` are named with each query as what its default graph is made of and what GRAPH may name; none where the engine's own
    default graph is the union of just ours. `most_rows` is where it cuts answers off without a word; None when it does not.
    `loses_rows`: its indexes leave out rows where a variable may be at most some day, as those of Virtuoso do.
    """

    graphs: tuple[str, ...] = ()
    most_rows: int | None = None
    loses_rows: bool = False

    def worded(self, query: str) -> str:
        """The query in words that the engine understands rightly."""
        return row_by_row(query) if self.loses_rows else query

    def form(self, query: str) -> list[tuple[str, str]]:
        """The fields of a request."""
        named = [(name, iri) for name in ("default-graph-uri", "named-graph-uri") for iri in self.graphs]
        return [("query", self.worded(query)), *named]


class RemoteEngine:
    """See `Engine`. Also raises EngineUnavailable, at once while the engine is known to be dead."""

    def __init__(self, connection: Connection, dataset: Dataset | None = None, timeout_s: float | None = None) -> None:
        self.connection = connection
        self.dataset = dataset or Dataset()
        self.timeout_s = timeout_s

    def select(self, query: str, bindings: Mapping[str, Node] | None = None) -> list[Row]:
        """See `Engine.select`."""
        bound = dict(bindings or {})
        return [{**bound, **row} for row in self._rows(asking(query, bindings))]

    def ask(self, query: str, bindings: Mapping[str, Node] | None = None) -> bool:
        """See `Engine.ask`."""
        found = truth(self._answer(asking(query, bindings).text))
        if found is None:
            raise QueryError("an ASK query is needed here")
        return found

    def construct(self, query: str, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """See `Engine.construct`."""
        if (made := as_table(query, bindings)) is not None:
            table, (subject, predicate, object_) = made
            return [_triple(row[subject], row[predicate], row[object_]) for row in self._rows(table)]
        body = self._fetch(asking(query, bindings).text, _GRAPH)
        try:
            triples = list(dict.fromkeys(quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error, "N-Triples") from error
        if self._cut(len(triples)):
            raise StoreError(f"the engine at {self.connection.address} cuts answers at {self.dataset.most_rows} rows; raise its limit")
        return triples

    def dump(self, output: IO[bytes], format: RdfFormat) -> None:
        """See `Engine.dump`."""
        if format.supports_datasets:
            serialize(self._quads(), output, format, prefixes=WRITTEN_PREFIXES)
        else:
            serialize(self.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), output, format, prefixes=WRITTEN_PREFIXES)

    def describe(self) -> str:
        """See `Engine.describe`."""
        return f"{self.connection.server or 'SPARQL 1.1'} (SPARQL 1.1 Protocol)"

    def _quads(self) -> Iterator[Quad]:
        for row in self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            place = row["g"]
            if isinstance(place, NamedNode):
                for triple in self.construct("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", {"g": place}):
                    yield Quad(triple.subject, triple.predicate, triple.object, place)

    def _rows(self, query: Query) -> list[Row]:
        """All rows, in pages where the engine cuts answers off."""
        names, rows = self._table(query.text)
        if not self._cut(len(rows)):
            return rows
        size = self.dataset.most_rows or len(rows)
        rows = []
        while True:
            _, page = self._table(query.page(names, size, len(rows)))
            rows += page
            if len(page) < size:
                return rows

    def _cut(self, rows: int) -> bool:
        return self.dataset.most_rows is not None and rows >= self.dataset.most_rows

    def _table(self, query: str) -> tuple[list[str], list[Row]]:
        found = self._answer(query)
        if not isinstance(found, QuerySolutions):
            raise QueryError("a SELECT query is needed here")
        names = [variable.value for variable in found.variables]

        def read(row: QuerySolution) -> Row:
            return {n: _canonical(node) for n in names if (node := row[n]) is not None}

        try:
            return names, list(map(read, found))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error
        finally:
            del found  # a traceback would keep it, for whichever thread clears that away, and it is of this one

    def _answer(self, query: str) -> QuerySolutions | QueryBoolean:
        try:
            return parse_query_results(self._fetch(query, TABLE), format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error

    def _fetch(self, query: str, accept: str) -> bytes:
        return self.connection.fetch(self.dataset.form(query), accept, self.timeout_s)

    def _unreadable(self, error: Exception, wanted: str = "SPARQL results in JSON") -> StoreError:
        return StoreError(f"{self.connection.address} gives no {wanted}: {error}; is it the address of the query service?")


def truth(found: QuerySolutions | QueryBoolean) -> bool | None:
    """What an ASK answered; None when it is no answer to one."""
    if isinstance(found, QueryBoolean):
        return bool(found)
    # Virtuoso answers with a table of one column, empty for no.
    asked = [variable.value for variable in found.variables] == ["__ASK_RETVAL"]
    return any(True for _ in found) if asked else None


def _canonical(node: Node) -> Node:
    if isinstance(node, Literal) and node.datatype == _BOOLEAN:
        return Literal(_TRUTH.get(node.value, node.value), datatype=_BOOLEAN)
    return node


def _triple(subject: Node, predicate: Node, object_: Node) -> Triple:
    if not isinstance(subject, NamedNode | BlankNode | Triple) or not isinstance(predicate, NamedNode):
        raise QueryError(f"{subject} {predicate} {object_} is no triple")
    return Triple(subject, predicate, object_)


OURS = tuple(graph(name).value for name in ("curated", "extracted", "inferred", "ontology", "portal", "void"))
"""The named graphs of a snapshot."""

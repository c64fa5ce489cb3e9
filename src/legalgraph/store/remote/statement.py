"""What an engine says of the data that was loaded into it: of which snapshot, and how much in which graph.

It stands in the graph of VoID statements. While data are being loaded, that graph says so and nothing else; the statement comes
last: when it was made, all was there. What was taken away since by other means it does not know: see `missing` and `dataset_of`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from legalgraph.errors import DataUnavailable
from legalgraph.rdf.vocab import graph, term
from legalgraph.store.engine import Engine, Row
from legalgraph.store.remote.engine import OURS, Dataset, RemoteEngine
from legalgraph.store.remote.rewriting import asking

_VOID = graph("void")
_COUNT_S = 600.0  # an engine may count a country for minutes
_MANY = 100_001
_LOADED = NamedNode(f"{_VOID.value}#loaded")
_LOADED_TRIPLES = "SELECT ?p ?o WHERE { GRAPH ?g { ?loaded ?p ?o } }"
_SNAPSHOT, _MANIFEST, _COMING = term("dcterms:identifier"), term("prov:value"), term("dcterms:isReplacedBy")


@dataclass(frozen=True, slots=True)
class Statement:
    """The `snapshot` loaded, its `manifest`, and how many triples each graph has, by IRI, without this statement."""

    snapshot: str
    manifest: Mapping[str, object]
    graphs: Mapping[str, int]

    @property
    def triples(self) -> int:
        """How many there are in all."""
        return sum(self.graphs.values())

    def stated(self) -> list[Triple]:
        """The statement as triples, for `read_statement`."""
        content = json.dumps({"manifest": dict(self.manifest), "graphs": dict(self.graphs)}, ensure_ascii=False)
        return [Triple(_LOADED, _SNAPSHOT, Literal(self.snapshot)), Triple(_LOADED, _MANIFEST, Literal(content))]

    def found(self) -> Mapping[str, int]:
        """How many triples an engine holds in each graph that holds all, this statement among them."""
        return {**self.graphs, _VOID.value: self.graphs.get(_VOID.value, 0) + len(self.stated())}


def loading(snapshot: str) -> list[Triple]:
    """What the graph says while a snapshot is being loaded."""
    return [Triple(_LOADED, _COMING, Literal(snapshot))]


def read_statement(engine: RemoteEngine) -> Statement | None:
    """Read what an engine says of its data; None when it says nothing.

    Raises DataUnavailable while data are being loaded, and what `RemoteEngine.select` raises.
    """
    return statement_in(engine.select(_LOADED_TRIPLES, {"g": _VOID, "loaded": _LOADED}), engine.connection.address)


def named_snapshot(engine: RemoteEngine) -> str | None:
    """The snapshot that an engine says it holds, or is being loaded with; None when it says nothing. Raises as `RemoteEngine.select`."""
    said = _said(engine.select(_LOADED_TRIPLES, {"g": _VOID, "loaded": _LOADED}))
    return said.get(_COMING.value) or said.get(_SNAPSHOT.value)


def statement_in(rows: Iterable[Row], address: str) -> Statement | None:
    """As `read_statement`, from the rows of ?p and ?o about what was loaded."""
    said = _said(rows)
    if being_loaded := said.get(_COMING.value):
        raise DataUnavailable(f"the engine at {address} is being loaded with snapshot {being_loaded}; if that has stopped, push again")
    snapshot, content = said.get(_SNAPSHOT.value), said.get(_MANIFEST.value)
    if not snapshot or not content:
        return None
    try:
        told = json.loads(content)
        return Statement(snapshot, dict(told["manifest"]), {str(iri): int(triples) for iri, triples in told["graphs"].items()})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataUnavailable(f"what the engine at {address} says of its data cannot be read ({error}); push again") from error


def _said(rows: Iterable[Row]) -> dict[str, str]:
    return {p.value: o.value for row in rows if isinstance(p := row["p"], NamedNode) and isinstance(o := row["o"], Literal)}


def missing(engine: RemoteEngine, statement: Statement | None) -> list[str]:
    """Which of the graphs that should hold something are empty, at little cost; without a statement: all of ours, or none."""
    if statement is None:
        return [] if any(_holds(engine, iri) for iri in OURS) else list(OURS)
    return [iri for iri, triples in statement.graphs.items() if triples and not _holds(engine, iri)]


def _holds(engine: RemoteEngine, iri: str) -> bool:
    return engine.ask("ASK { GRAPH ?g { ?s ?p ?o } }", {"g": NamedNode(iri)})


def count(engine: RemoteEngine, iri: str) -> int:
    """How many triples an engine elsewhere holds in a graph, however long it counts."""
    return graph_size(RemoteEngine(engine.connection, Dataset(), _COUNT_S), iri)


def graph_size(engine: Engine, iri: str) -> int:
    """How many triples an engine holds in a graph; the engine on this machine counts without making them."""
    # With a term in place of the variable, which that engine could only take if it were selected.
    return number(engine.select(asking("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }", {"g": NamedNode(iri)}).text))


def number(rows: list[Row]) -> int:
    """The ?n of the only row."""
    node = rows[0].get("n") if rows else None
    return int(node.value) if isinstance(node, Literal) else 0


def dataset_of(engine: RemoteEngine, statement: Statement | None) -> tuple[Dataset, dict[str, int]]:
    """Find out how an engine has to be asked; also how many triples it holds in each graph of ours.

    Raises DataUnavailable when it holds other data than it says, or none of ours, or cannot be asked for the union of all graphs.
    """
    where = f"the engine at {engine.connection.address}"
    counted = {iri: n for iri in (statement.graphs if statement else OURS) if (n := count(engine, iri))}
    if not counted:
        raise DataUnavailable(f"{where} holds no data of legalgraph; load a snapshot with `legalgraph push`, or with its own loader")
    if statement and counted != statement.found():
        differ = [f"{iri} has {counted.get(iri, 0):,} of {n:,} triples" for iri, n in statement.found().items() if counted.get(iri) != n]
        raise DataUnavailable(f"{where} holds other data than it says: {'; '.join(differ)}; push again")
    total = sum(counted.values())
    for graphs in ((), tuple(counted)):
        asked = RemoteEngine(engine.connection, Dataset(graphs), _COUNT_S)
        if number(asked.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")) == total:
            # By its name: which rows are lost hangs on how the engine came to keep them, so that asking proves nothing.
            loses_rows = engine.connection.server.lower().startswith("virtuoso")
            return Dataset(graphs, _most_rows(asked, total), loses_rows), counted
    raise DataUnavailable(f"{where} cannot be asked for the union of all graphs; have it use that as its default graph")


def _most_rows(engine: RemoteEngine, triples: int) -> int | None:
    """Where an engine cuts answers off: told by asking for many rows."""
    rows = len(engine.select(f"SELECT ?p WHERE {{ ?s ?p ?o }} LIMIT {_MANY}"))
    return rows if rows < min(_MANY, triples) else None

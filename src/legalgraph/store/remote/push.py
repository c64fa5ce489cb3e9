"""Loading a snapshot into an engine elsewhere, over the Graph Store Protocol, a piece at a time.

What was taken is written down after each piece, so that a push that was stopped goes on where it was. A piece that is sent twice
changes nothing: our graphs have no blank nodes. Whoever reads what the engine says of its data sees that it is being loaded; our
servers look every five seconds, and until then may read from the half-loaded engine: see `statement`.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import httpx
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Triple, serialize

from legalgraph.errors import EngineUnavailable, QueryTimeout, StoreError
from legalgraph.rdf.vocab import graph
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.remote.connection import (
    Again,
    Connection,
    Credentials,
    beginning,
    checked_address,
    client,
    exchanging,
    pause_before,
    plain_words,
    refusal,
    within,
)
from legalgraph.store.remote.engine import OURS, RemoteEngine
from legalgraph.store.remote.statement import Statement, count, graph_size, loading, named_snapshot, read_statement
from legalgraph.store.snapshots import Home

_PIECE_TRIPLES = 10_000
_PIECE_BYTES = 4 * 1024 * 1024
_PIECE_S = 120.0
_TRIES = 7  # about half a minute: an engine that is started anew is waited for
_MEDIA_TYPE = "application/n-triples"
_VOID = graph("void").value
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: the `statement` now made, how many triples were `sent`, or that all was there already."""

    statement: Statement
    sent: int
    unchanged: bool = False


def guessed_store(endpoint: str, server: str) -> str | None:
    """The address of the Graph Store Protocol that belongs to a query address, for engines where it is always the same.

    >>> guessed_store("http://127.0.0.1:7878/query", "Oxigraph/0.5")
    'http://127.0.0.1:7878/store'
    """
    head, _, last = endpoint.rpartition("/")
    name = server.lower()
    if name.startswith("oxigraph") and last == "query":
        return f"{head}/store"
    if name.startswith("virtuoso") and last == "sparql":
        return f"{head}/sparql-graph-crud-auth"
    if "fuseki" in name and last in ("query", "sparql"):
        return f"{head}/data"
    return None


@dataclass(slots=True)
class _State:
    """How many triples of each graph an engine has taken, kept in a file."""

    file: Path
    snapshot: str
    taken: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, file: Path, snapshot: str) -> "_State":
        """Read what was written for the same snapshot; anything else counts as nothing."""
        try:
            kept = json.loads(file.read_text("utf-8"))
            if kept["snapshot"] == snapshot:
                return cls(file, snapshot, {str(iri): int(n) for iri, n in kept["taken"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        return cls(file, snapshot)

    def take(self, iri: str, triples: int) -> None:
        """Write down that the engine has so many triples of a graph."""
        self.taken[iri] = triples
        aside = self.file.with_suffix(".new")
        aside.write_text(json.dumps({"snapshot": self.snapshot, "taken": self.taken}), "utf-8")
        aside.replace(self.file)

    def forget(self, iri: str) -> None:
        """A graph is to be loaded from its beginning."""
        self.taken.pop(iri, None)


class GraphStore:
    """Writes graphs over the Graph Store Protocol, trying again when the engine drops a request."""

    def __init__(self, address: str, credentials: Credentials | None = None, tries: int = _TRIES) -> None:
        self.address = checked_address(address, "--gsp")
        self._client = client((credentials or Credentials()).auth(), most=2)
        self._tries = tries
        # Virtuoso's own name for the parameter; the standard's is taken for the name of a form.
        self._parameter = "graph-uri" if "sparql-graph-crud" in address else "graph"

    def put(self, iri: str, body: bytes) -> None:
        """Replace a graph."""
        self._send("PUT", iri, body)

    def post(self, iri: str, body: bytes) -> None:
        """Add to a graph."""
        self._send("POST", iri, body)

    def delete(self, iri: str) -> None:
        """Remove a graph, which need not be there."""
        self._send("DELETE", iri, b"")

    def close(self) -> None:
        """Close the connections kept open."""
        self._client.close()

    def _send(self, method: str, iri: str, body: bytes) -> None:
        for number in range(1, self._tries + 1):
            try:
                self._once(method, iri, body)
            except (Again, QueryTimeout) as error:
                if number == self._tries:
                    raise EngineUnavailable(
                        f"the graph store at {self.address} takes nothing any more: {error}; push again to go on from here"
                    ) from None
                time.sleep(pause_before(number + 2))
            else:
                return

    def _once(self, method: str, iri: str, body: bytes) -> None:
        until = time.monotonic() + _PIECE_S
        url = httpx.URL(self.address).copy_merge_params({self._parameter: iri})
        headers = {"Content-Type": _MEDIA_TYPE} if body else {}
        how: dict[str, Any] = {"content": body or None, "headers": headers, "timeout": within(until)}
        with exchanging(until), self._client.stream(method, url, **how) as response:
            told = beginning(response, until)
        status = response.status_code
        if status < 300 or (method == "DELETE" and status == 404):
            return
        words = plain_words(told, response.headers.get("content-type", ""))
        if status in (429, 502, 503, 504):
            raise Again(f"it answers {status} {words}".rstrip())
        error = refusal(self.address, status, words, response.headers.get("location", ""))
        raise StoreError(f"{error}; is {self.address} the address of a graph store that may be written?")


def push(
    home: Home,
    connection: Connection,
    store: GraphStore,
    progress: Progress = lambda _: None,
    begun: Callable[[Statement], None] = lambda _: None,
    *,
    replace: bool = False,
) -> Pushed:
    """Load the current snapshot of a home folder. Raises StoreError, EngineUnavailable among them; push again to go on.

    `begun` is told what will be there, before anything of what is there is replaced. What another home has loaded is
    replaced only with `replace`; else it is a StoreError.
    """
    snapshot = home.current()
    if snapshot is None:
        raise StoreError(f"nothing was published in {home.folder} yet; run `legalgraph ingest`")
    snapshot.check()
    engine = RemoteEngine(connection)
    own = EmbeddedEngine.read_only(snapshot.store_path)
    local = own.store
    progress("counting")
    statement = Statement(snapshot.id, snapshot.manifest, {iri: graph_size(own, iri) for iri in _graphs(local)})
    if _holds(engine, statement):
        return Pushed(statement, 0, unchanged=True)
    notes = notes_of(home) / sha256(store.address.encode()).hexdigest()[:16]
    state, pushed = _State.of(notes.with_suffix(".json"), snapshot.id), notes.with_suffix(".pushed")
    if not replace and (other := _of_another_home(engine, home, state, pushed)):
        why = f"the engine at {connection.address} holds snapshot {other}, which this home, {home.folder}, neither has nor pushed there"
        raise StoreError(f"{why}; look whether home and engine are the right ones, then push with --replace")
    begun(statement)
    store.put(_VOID, _written(loading(snapshot.id)))
    sent = _load(local, engine, store, statement, state, progress)
    store.put(_VOID, _written([*_triples(local, _VOID), *statement.stated()]))
    if not _holds(engine, statement):
        raise StoreError(f"{store.address} took the snapshot, and {connection.address} does not give it; are they one engine?")
    pushed.write_text(snapshot.id, "utf-8")
    state.file.unlink(missing_ok=True)
    return Pushed(statement, sent)


def _of_another_home(engine: RemoteEngine, home: Home, state: _State, pushed: Path) -> str | None:
    """The snapshot that an engine says it holds, where it is none of the home and the last one pushed from there is another."""
    held = named_snapshot(engine)
    own = {state.snapshot, *(snapshot.id for snapshot in home.earlier())}
    with suppress(OSError, UnicodeDecodeError):
        own.add(pushed.read_text("utf-8"))
    return None if held in own else held


def notes_of(home: Home) -> Path:
    """The folder in which pushes write down how far they came. Raises StoreError when it cannot be written."""
    folder = home.folder / "push"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        remedy = "let this user write to the home, or push from a copy of it"
        raise StoreError(f"how far a push came is kept in {folder}, which cannot be written: {error.strerror}; {remedy}") from error


def _load(
    local: Store, engine: RemoteEngine, store: GraphStore, statement: Statement, state: _State, progress: Progress
) -> int:
    """Load all graphs but that of the statement, and count what came of it; what differs is loaded once more."""
    sent = 0
    wanted = {iri: n for iri, n in statement.graphs.items() if iri != _VOID}
    for iri in set(OURS) - set(statement.graphs):
        store.delete(iri)
    for last in (False, True):
        for iri, size in wanted.items():
            if state.taken.get(iri, 0) < size:  # what was taken is only skipped by reading it
                sent += _load_graph(local, store, state, iri, partial(_tell, progress, iri, size))
        progress("verifying")
        differ = {iri: n for iri in wanted if (n := count(engine, iri)) != wanted[iri]}
        if not differ:
            return sent
        if last:
            told = "; ".join(f"{iri} has {n:,} of {wanted[iri]:,} triples" for iri, n in differ.items())
            raise StoreError(f"the engine at {engine.connection.address} holds less or more than was sent: {told}")
        # An engine that lost what it had taken, or whose graphs were written by someone else meanwhile.
        for iri in differ:
            state.forget(iri)
        wanted = {iri: n for iri, n in wanted.items() if iri in differ}
    return sent


def _tell(progress: Progress, iri: str, size: int, taken: int) -> None:
    progress(f"loading {iri}: {taken:,} of {size:,} triples")


def _load_graph(local: Store, store: GraphStore, state: _State, iri: str, watch: Callable[[int], None]) -> int:
    """Send what an engine has not taken of a graph; return how many triples that was."""
    already = taken = state.taken.get(iri, 0)
    for body, triples in pieces(islice(_triples(local, iri), already, None)):
        (store.post if taken else store.put)(iri, body)
        taken += triples
        state.take(iri, taken)
        watch(taken)
    return taken - already


def pieces(triples: Iterable[Triple], most: int = _PIECE_TRIPLES, most_bytes: int = _PIECE_BYTES) -> Iterator[tuple[bytes, int]]:
    """N-Triples of bounded size, each with how many triples it holds. Raises StoreError for blank nodes.

    A piece has at least one triple, whatever its size.
    """
    lines: list[bytes] = []
    size = 0
    for triple in triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            raise StoreError(f"{triple} has a blank node, which would become another in each piece; use the engine's own loader")
        line = f"{triple} .\n".encode()
        if lines and (len(lines) >= most or size + len(line) > most_bytes):
            yield b"".join(lines), len(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield b"".join(lines), len(lines)


def _holds(engine: RemoteEngine, statement: Statement) -> bool:
    """Whether an engine says that it holds a snapshot, and does."""
    try:
        said = read_statement(engine)
    except EngineUnavailable:
        if engine.connection.breaker.why:
            raise
        return False  # a push was stopped
    except StoreError:
        return False
    return said == statement and all(count(engine, iri) == n for iri, n in statement.found().items())


def _graphs(local: Store) -> list[str]:
    return sorted(node.value for node in local.named_graphs() if isinstance(node, NamedNode))


def _triples(local: Store, iri: str) -> Iterator[Triple]:
    return (quad.triple for quad in local.quads_for_pattern(None, None, None, NamedNode(iri)))


def _written(triples: Iterable[Triple]) -> bytes:
    body = serialize(triples, format=RdfFormat.N_TRIPLES)
    return body or b""


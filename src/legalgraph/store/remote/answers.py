"""Strangers' queries answered by an engine elsewhere: passed on after the guard, within the same limits as on this machine.

Each query has a thread and a connection of its own. The thread reads the engine's answer as it comes and writes it anew in the
format asked for, so that all engines answer in the same formats and every format is right. The thread ends when the answer is
complete, when nobody reads it any more, or when its connection is cut off under it: that stops a query at once, and tells
engines that look for it to stop too.
"""

import queue
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Self, cast

import httpx
from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from legalgraph.errors import Busy, EngineUnavailable, LegalGraphError, QueryError, QueryLimit, QueryTimeout, StoreError
from legalgraph.store.guard import CheckedQuery, check
from legalgraph.store.limits import Limits, Load
from legalgraph.store.query_service import InThreads, ResultKind
from legalgraph.store.remote.connection import Again, Connection, client, exchanging, fields, pause_before, within
from legalgraph.store.remote.engine import TABLE, Dataset, truth
from legalgraph.store.syntax_errors import explain
from legalgraph.store.worker_main import nameable, readable_xml

_GRAPH = "application/n-triples"
_CHUNK = 64 * 1024
_AHEAD = 4  # chunks written before the client has taken them
_TRIES = 2
_TOLD = 64 * 1024


class RemoteQueries:
    """See `QueryService`. `dataset` is how the engine has to be asked, and may be replaced while queries run."""

    def __init__(self, connection: Connection, *, limits: Limits | None = None, prefixes: Mapping[str, str] | None = None) -> None:
        self.connection = connection
        self.dataset = Dataset()
        self.limits = limits = limits or Limits()
        self.size, self.queue, self.max_query_bytes = limits.size, limits.queue, limits.max_query_bytes
        self.prefixes = dict(prefixes or {})
        self._changed = threading.Condition()
        self._waiting: deque[RemoteAnswer] = deque()
        self._running: set[RemoteAnswer] = set()
        self._closed = False
        self._snapshot = ""
        self._started = self._lost = 0

    @property
    def snapshot(self) -> str:
        """See `QueryService.snapshot`."""
        return self._snapshot if self.connection.certain else ""

    def check(self, query: str) -> CheckedQuery:
        """See `QueryService.check`."""
        return check(query, max_bytes=self.limits.max_query_bytes, max_depth=self.limits.max_depth)

    def prepare(
        self,
        query: str | CheckedQuery,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> "RemoteAnswer":
        """See `QueryService.prepare`."""
        checked = self.check(query) if isinstance(query, str) else query
        for iri in (*default_graphs, *named_graphs):
            try:
                NamedNode(iri)
            except ValueError as error:
                raise QueryError(f"{iri!r} is not an IRI") from error
        form = [("query", checked.text), *(("default-graph-uri", iri) for iri in default_graphs)]
        form += [("named-graph-uri", iri) for iri in named_graphs]
        if not default_graphs and not named_graphs and not checked.own_dataset:
            form = self.dataset.form(checked.text)
        return RemoteAnswer(self, checked, form, media_type)

    def run(
        self,
        query: str | CheckedQuery,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> "RemoteAnswer":
        """See `QueryService.run`."""
        return self.prepare(query, media_type, default_graphs, named_graphs).start()

    def load(self) -> Load:
        """See `QueryService.load`."""
        with self._changed:
            return Load(len(self._running), len(self._waiting), 0, self._started, self._lost)

    def take_up(self, snapshot: str, dataset: Dataset) -> None:
        """Answer new queries from other data in the engine."""
        self._snapshot, self.dataset = snapshot, dataset

    def warm(self) -> None:
        """See `QueryService.warm`."""

    def close(self) -> None:
        """See `QueryService.close`."""
        with self._changed:
            self._closed = True
            running = list(self._running)
            self._changed.notify_all()
        for answer in running:
            answer.stop(StoreError("the server is shutting down"))

    def acquire(self, answer: "RemoteAnswer") -> None:
        """Wait for a place. Raises Busy, StoreError, or why the query was stopped. For RemoteAnswer."""
        if not self._snapshot:
            raise EngineUnavailable(f"it is not known yet what the engine at {self.connection.address} holds")
        self.connection.must_live()
        with self._changed:
            if self._running and len(self._running) >= self.size and len(self._waiting) >= self.queue:
                raise Busy(f"{self.size} queries are running and {self.queue} are waiting; try again later")
            self._waiting.append(answer)
            try:
                due = time.monotonic() + self.limits.timeout_s
                while not (answer.verdict or self._closed or (len(self._running) < self.size and self._waiting[0] is answer)):
                    if not self._changed.wait(max(0.0, due - time.monotonic())) and time.monotonic() >= due:
                        raise Busy(f"no place became free within {self.limits.timeout_s:g} seconds; try again later")
                if self._closed:
                    raise StoreError("the server is shutting down")
                if answer.verdict:
                    raise answer.verdict
                self._running.add(answer)
                self._started += 1
            finally:
                self._waiting.remove(answer)
                self._changed.notify_all()

    def release(self, answer: "RemoteAnswer") -> None:
        """Take the place back. For RemoteAnswer."""
        with self._changed:
            self._running.discard(answer)
            self._lost += answer.verdict is not None
            self._changed.notify_all()

    def wake(self) -> None:
        """Have those who wait look whether they still should. For RemoteAnswer."""
        with self._changed:
            self._changed.notify_all()


class RemoteAnswer(InThreads):
    """See `QueryAnswer`."""

    def __init__(self, service: RemoteQueries, checked: CheckedQuery, form: list[tuple[str, str]], media_type: str) -> None:
        self.kind = _kind(checked)
        self.snapshot = service.snapshot
        self.queue_seconds = 0.0
        self.answer_seconds = 0.0
        self.verdict: LegalGraphError | None = None  # why it was stopped, if it was
        self._service = service
        self._checked, self._form, self._media_type = checked, form, media_type
        self._parts: queue.Queue[bytes | LegalGraphError | None] = queue.Queue(_AHEAD)
        self._sockets: list[socket.socket] = []
        self._since = 0.0
        self._done = False

    def start(self) -> Self:
        """See `QueryAnswer.start`."""
        asked = time.monotonic()
        try:
            self._service.acquire(self)
        finally:
            self._since = time.monotonic()
            self.queue_seconds = self._since - asked
        threading.Thread(target=self._work, name="remote query", daemon=True).start()
        try:
            first = self._take(self._since + self._service.limits.timeout_s)
        except BaseException:
            self.close()
            raise
        finally:
            self.answer_seconds = time.monotonic() - self._since
        self._first: list[bytes | None] = [first]
        return self

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        if self._done:
            raise StopIteration
        limits = self._service.limits
        try:
            part = self._first.pop() if self._first else self._take(self._since + limits.timeout_s + limits.stream_s)
        except LegalGraphError:
            self.close()
            raise
        if part is None:
            self._done = True
            raise StopIteration
        return part

    def cancel(self) -> None:
        """See `QueryAnswer.cancel`."""
        self.stop(QueryTimeout("the query was cancelled"))

    def stop(self, verdict: LegalGraphError) -> None:
        """Cut the connection off; whoever reads the answer gets the verdict."""
        if self._done:
            return
        self.verdict = self.verdict or verdict
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        with suppress(queue.Full):
            self._parts.put_nowait(verdict)
        self._service.wake()

    def close(self) -> None:
        """See `QueryAnswer.close`."""
        self.stop(QueryTimeout("the answer was not read to its end"))
        self._done = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _take(self, until: float) -> bytes | None:
        try:
            part = self._parts.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            self.stop(QueryTimeout(f"the query had no answer within {self._service.limits.timeout_s:g} seconds and was stopped"))
            part = self.verdict
        if isinstance(part, LegalGraphError):
            raise self.verdict or part
        return part

    def _give(self, part: bytes | LegalGraphError | None) -> None:
        """Hand something to the reader. Raises QueryTimeout when nobody takes it."""
        stall_s = self._service.limits.stall_s
        until = time.monotonic() + stall_s
        while not self.verdict:
            try:
                self._parts.put(part, timeout=0.2)
            except queue.Full:
                if time.monotonic() > until:
                    self.verdict = QueryTimeout(f"nobody took the next part of the answer for {stall_s:g} seconds")
            else:
                return
        raise self.verdict

    def _work(self) -> None:
        try:
            self._converse()
            last: LegalGraphError | None = None
        except LegalGraphError as error:
            last = error
        except Exception as error:  # noqa: BLE001  whatever it is, the reader must not wait for ever
            last = StoreError(f"the answer of the engine cannot be read: {error}")
        finally:
            self._service.release(self)
        with suppress(LegalGraphError):
            self._give(last)

    def _converse(self) -> None:
        connection = self._service.connection
        for number in range(1, _TRIES + 1):
            try:
                self._exchange(connection)
            except Again as error:
                if self.verdict:
                    raise self.verdict from None
                if number == _TRIES:
                    raise connection.dead(str(error)) from None
                time.sleep(pause_before(number))
            else:
                connection.lives()
                return

    def _exchange(self, connection: Connection) -> None:
        limits = self._service.limits
        until = time.monotonic() + limits.timeout_s + limits.stream_s
        accept = _GRAPH if self.kind is ResultKind.GRAPH else TABLE
        # A connection of its own, so that it can be cut off.
        with client(connection.auth, most=1) as own, exchanging(until):
            how: dict[str, Any] = {"headers": {"Accept": accept}, "timeout": within(until), "extensions": {"trace": self._traced}}
            with own.stream("POST", connection.address, data=fields(self._form), **how) as response:
                self._read(connection, response)

    def _traced(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            found = info["return_value"].get_extra_info("socket")
            if found is not None:
                self._sockets.append(found)

    def _read(self, connection: Connection, response: httpx.Response) -> None:
        if response.status_code != 200:
            told = bytearray()
            for chunk in response.iter_bytes():
                told += chunk
                if len(told) > _TOLD:
                    break
            try:
                connection.refuse(response, bytes(told))
            except QueryError as error:
                raise explain(self._checked.text, str(error), self._service.prefixes) from None
        source = _Source(response)
        sink = _Sink(self._give, self._service.limits.max_result_bytes, xml="xml" in self._media_type)
        try:
            _rewrite(source, sink, self.kind, self._media_type, self._service.prefixes)
        except (OSError, SyntaxError, ValueError, RuntimeError, httpx.HTTPError, LegalGraphError) as error:
            # What our own file raised comes back through the parser as it likes.
            cause = self.verdict or sink.error or source.error
            if cause is None or isinstance(error, LegalGraphError):
                cause = cause or error
            if isinstance(cause, httpx.HTTPError) and sink.begun:
                raise connection.dead("the connection broke off in the middle of an answer") from None
            if isinstance(cause, SyntaxError | ValueError):
                raise QueryError(str(cause)) from None
            raise cause from None
        sink.finish()


def _kind(checked: CheckedQuery) -> ResultKind:
    if checked.form.gives_graph:
        return ResultKind.GRAPH
    return ResultKind.BOOLEAN if checked.form.value == "ask" else ResultKind.SOLUTIONS


def _rewrite(source: "_Source", sink: "_Sink", kind: ResultKind, media_type: str, prefixes: Mapping[str, str]) -> None:
    """Read an answer in the format in which engines give it, and write it in the one asked for."""
    read, output = cast("IO[bytes]", source), cast("IO[bytes]", sink)
    if kind is ResultKind.GRAPH:
        triples = (quad.triple for quad in parse(read, format=RdfFormat.N_TRIPLES))
        form = RdfFormat.from_media_type(media_type)
        serialize(nameable(triples) if form == RdfFormat.RDF_XML else triples, output, form, prefixes=dict(prefixes))
        return
    table = QueryResultsFormat.from_media_type(media_type)
    found = parse_query_results(read, format=QueryResultsFormat.JSON)
    if kind is ResultKind.BOOLEAN:
        told = truth(found)
        found = parse_query_results(b'{"head":{},"boolean":%s}' % (b"true" if told else b"false"), format=QueryResultsFormat.JSON)
    if isinstance(found, QuerySolutions | QueryBoolean):
        found.serialize(output, table)


class _Source:
    """The body of a response as a file."""

    def __init__(self, response: httpx.Response) -> None:
        self._chunks = response.iter_bytes()
        self._left = b""
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; none at the end."""
        try:
            while not self._left:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return b""
                self._left = chunk
        except Exception as error:
            self.error = error
            raise
        size = len(self._left) if size < 0 else size
        part, self._left = self._left[:size], self._left[size:]
        return part


class _Sink:
    """The answer as it is written: handed on in chunks, of limited size."""

    def __init__(self, give: Callable[[bytes], None], limit: int, *, xml: bool) -> None:
        self.begun = False
        self.error: LegalGraphError | None = None
        self._give, self._limit, self._left, self._xml = give, limit, limit, xml
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        """Take bytes of the answer. Raises QueryLimit and QueryTimeout."""
        if self.error is not None:
            return len(data)  # what writes has heard it once, and empties its own buffer
        self._buffer += readable_xml(data) if self._xml else data
        while len(self._buffer) >= _CHUNK:
            self._send(_CHUNK)
        return len(data)

    def flush(self) -> None:
        """Do nothing: only `finish` knows that all was written."""

    def finish(self) -> None:
        """Hand on what is left."""
        self._send(len(self._buffer))

    def _send(self, size: int) -> None:
        self._left -= size
        try:
            if self._left < 0:
                raise QueryLimit(f"the answer has more than {self._limit:,} bytes; ask for less with LIMIT")
            self.begun = True
            self._give(bytes(self._buffer[:size]))
        except LegalGraphError as error:
            self.error = error
            raise
        del self._buffer[:size]

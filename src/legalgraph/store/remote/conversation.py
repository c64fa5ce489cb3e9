"""One query of a stranger and the answer of an engine elsewhere.

Each query has a thread and a connection of its own. The thread reads the engine's answer as it comes and writes it anew in the
format asked for, so that all engines answer in the same formats and every format is right. The thread ends when the answer is
complete, when nobody reads it any more, or when its connection is cut off under it: that stops a query at once, and tells
engines that look for it to stop too.
"""

import queue
import re
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol, Self

import httpx

from legalgraph.errors import LegalGraphError, QueryError, QueryTimeout, StoreError
from legalgraph.store.guard import CheckedQuery
from legalgraph.store.limits import Limits
from legalgraph.store.query_service import InThreads, ResultKind
from legalgraph.store.remote.connection import Again, Connection, beginning, client, exchanging, fields, pause_before, within
from legalgraph.store.remote.engine import TABLE
from legalgraph.store.remote.translation import GRAPH, Sink, Source, translate
from legalgraph.store.syntax_errors import explain

_AHEAD = 4  # chunks written before the client has taken them
_TRIES = 2
# Engines put it in their own words; what is wrong in other ways, ours would only hide.
_SYNTAX = re.compile(r"(?i)\berror at \d+:\d+: expected|\bsyntax\b|\bpars(?:e|er|ing)\b|\blexical error|\bmalformed|\bSP030\b")


class Pool(Protocol):
    """Gives places to queries, and takes them back."""

    connection: Connection
    limits: Limits
    prefixes: dict[str, str]

    @property
    def snapshot(self) -> str:
        """What new queries are answered from; empty while that is not known."""
        ...

    def acquire(self, answer: "RemoteAnswer") -> None:
        """Wait for a place. Raises Busy, StoreError, or why the query was stopped."""
        ...

    def release(self, answer: "RemoteAnswer") -> None:
        """Take the place back."""
        ...

    def wake(self) -> None:
        """Have those who wait look whether they still should."""
        ...


class RemoteAnswer(InThreads):
    """See `QueryAnswer`."""

    def __init__(self, service: Pool, checked: CheckedQuery, form: list[tuple[str, str]], media_type: str) -> None:
        self.kind = _kind(checked)
        self.snapshot = service.snapshot
        self.queue_seconds = 0.0
        self.verdict: LegalGraphError | None = None  # why it was stopped, if it was
        self._service = service
        self._checked, self._form, self._media_type = checked, form, media_type
        self._parts: queue.Queue[bytes | LegalGraphError | None] = queue.Queue(_AHEAD)
        self._sockets: list[socket.socket] = []
        self._since = self._until = 0.0  # when it had a place, and when it gave it back
        self._done = False
        self._stopped = threading.Event()

    @property
    def answer_seconds(self) -> float:
        """See `QueryAnswer.answer_seconds`."""
        return (self._until or time.monotonic()) - self._since if self._since else 0.0

    def start(self) -> Self:
        """See `QueryAnswer.start`."""
        asked = time.monotonic()
        try:
            self._service.acquire(self)
            self._since = time.monotonic()
        finally:
            self.queue_seconds = time.monotonic() - asked
        threading.Thread(target=self._work, name="remote query", daemon=True).start()
        try:
            first = self._take(self._since + self._service.limits.timeout_s)
        except BaseException:
            self.close()
            raise
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
        self._stopped.set()
        for one in self._sockets:
            _cut_off(one)
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
            self._until = time.monotonic()
            self._service.release(self)
        self._end(last)

    def _end(self, last: LegalGraphError | None) -> None:
        """Give the last word. Of an answer that was stopped the verdict takes the place of its parts: the reader would wait for it."""
        with suppress(LegalGraphError):
            self._give(last)
            return
        while True:
            with suppress(queue.Full):
                self._parts.put_nowait(self.verdict)
                return
            with suppress(queue.Empty):
                self._parts.get_nowait()

    def _converse(self) -> None:
        connection = self._service.connection
        for number in range(1, _TRIES + 1):
            if self.verdict:
                raise self.verdict
            try:
                self._exchange(connection)
            except Again as error:
                if self.verdict:
                    raise self.verdict from None
                if number == _TRIES:
                    # Only who cannot be reached is dead for all; an engine that drops one query may answer the next.
                    raise (connection.faltered if error.reached else connection.dead)(str(error)) from None
                self._stopped.wait(pause_before(number))
            else:
                connection.lives()
                return

    def _exchange(self, connection: Connection) -> None:
        limits = self._service.limits
        until = time.monotonic() + limits.timeout_s + limits.stream_s
        accept = GRAPH if self.kind is ResultKind.GRAPH else TABLE
        # A connection of its own, so that it can be cut off.
        with client(connection.auth, most=1) as own, exchanging(until):
            how: dict[str, Any] = {"headers": {"Accept": accept}, "timeout": within(until), "extensions": {"trace": self._traced}}
            with own.stream("POST", connection.address, data=fields(self._form), **how) as response:
                self._read(connection, response, until)

    def _traced(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            found = info["return_value"].get_extra_info("socket")
            if found is not None:
                self._sockets.append(found)
                if self.verdict:  # `stop` came before there was anything to cut off
                    _cut_off(found)

    def _read(self, connection: Connection, response: httpx.Response, until: float) -> None:
        if response.status_code != 200:
            try:
                connection.refuse(response, beginning(response, until))
            except QueryError as error:
                if not _SYNTAX.search(str(error)):
                    raise
                raise explain(self._checked.text, str(error), self._service.prefixes) from None
        source = Source(response)
        sink = Sink(self._give, self._service.limits.max_result_bytes, xml="xml" in self._media_type)
        try:
            translate(source, sink, self.kind, self._media_type, self._service.prefixes)
        except (OSError, SyntaxError, ValueError, RuntimeError, httpx.HTTPError, LegalGraphError) as error:
            # What our own file raised comes back through the parser as it likes.
            cause = self.verdict or sink.error or source.error
            if cause is None or isinstance(error, LegalGraphError):
                cause = cause or error
            if isinstance(cause, httpx.HTTPError) and sink.begun:
                raise connection.faltered("the connection broke off in the middle of the answer") from None
            if isinstance(cause, SyntaxError | ValueError):
                raise QueryError(str(cause)) from None
            raise cause from None
        sink.finish()


def _cut_off(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


def _kind(checked: CheckedQuery) -> ResultKind:
    if checked.form.gives_graph:
        return ResultKind.GRAPH
    return ResultKind.BOOLEAN if checked.form.value == "ask" else ResultKind.SOLUTIONS

"""Strangers' queries answered by an engine elsewhere: passed on after the guard, within the same limits as on this machine."""

import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence

from legalgraph.errors import Busy, EngineUnavailable, ShuttingDown
from legalgraph.store.guard import CheckedQuery, check
from legalgraph.store.limits import Limits, Load
from legalgraph.store.remote.connection import Connection
from legalgraph.store.remote.conversation import RemoteAnswer
from legalgraph.store.remote.engine import Dataset
from legalgraph.store.remote.plain import PlainQuery, known_graphs, plain


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

    def check(self, query: str) -> PlainQuery:
        """See `QueryService.check`. Nothing but SPARQL 1.1 passes."""
        return plain(check(query, max_bytes=self.limits.max_query_bytes, max_depth=self.limits.max_depth), self.prefixes)

    def prepare(
        self,
        query: str | CheckedQuery,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> RemoteAnswer:
        """See `QueryService.prepare`."""
        checked = query if isinstance(query, PlainQuery) else self.check(query if isinstance(query, str) else query.text)
        known_graphs((*default_graphs, *named_graphs))
        form = [("query", self.dataset.worded(checked.sent)), *(("default-graph-uri", iri) for iri in default_graphs)]
        form += [("named-graph-uri", iri) for iri in named_graphs]
        if not default_graphs and not named_graphs and not checked.own_dataset:
            form = self.dataset.form(checked.sent)
        return RemoteAnswer(self, checked, form, media_type)

    def run(
        self,
        query: str | CheckedQuery,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> RemoteAnswer:
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
            answer.stop(ShuttingDown())

    def acquire(self, answer: RemoteAnswer) -> None:
        """Wait for a place. Raises Busy, EngineUnavailable, or why the query was stopped. For RemoteAnswer."""
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
                    raise ShuttingDown
                if answer.verdict:
                    raise answer.verdict
                self._running.add(answer)
                self._started += 1
            finally:
                self._waiting.remove(answer)
                self._changed.notify_all()

    def release(self, answer: RemoteAnswer) -> None:
        """Take the place back. For RemoteAnswer."""
        with self._changed:
            self._running.discard(answer)
            self._lost += answer.verdict is not None
            self._changed.notify_all()

    def wake(self) -> None:
        """Have those who wait look whether they still should. For RemoteAnswer."""
        with self._changed:
            self._changed.notify_all()

"""A small pool of killable processes that answer the queries of strangers.

Python cannot stop a query that runs; the kernel can stop a process. Every query therefore runs in a worker process
with a deadline and a memory limit, and its answer is streamed through this process in pieces, never held whole.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from legalgraph.errors import Busy, LegalGraphError, StoreError
from legalgraph.store.deadlines import Deadlines
from legalgraph.store.guard import MAX_DEPTH, MAX_QUERY_BYTES, CheckedQuery, check
from legalgraph.store.limits import Limits, Load
from legalgraph.store.query_service import ResultKind
from legalgraph.store.running_query import GaveWay, RunningQuery
from legalgraph.store.worker_process import WorkerProcess

__all__ = ["QueryPool", "ResultKind", "RunningQuery"]

_LOG = logging.getLogger(__name__)
_LOOK_EVERY = 0.05  # seconds between two looks at the deadlines while queries run
_SHORT = 0.05  # seconds after which a query may have to step aside
_LONG = 0.25  # seconds of computing after which one that stepped aside only gets the time that others leave
_LARGE = 10.0  # the same for one that is being answered


class QueryPool:
    """Runs checked queries in at most `size` processes; `queue` more may wait, the rest is turned away with Busy.

    A query has `timeout_s` until its answer begins and as much computing time in all. A client has `stream_s` more to
    read the answer and may pause `stall_s`. When a new query finds all workers taken, one that has run a moment
    steps `aside` and goes on with the computing time that others leave. When there is no room aside either, the one that
    has computed longest gives way after half a second and is run once more when no new ones wait. So short queries pass long
    ones, and endless queries cannot shut out everyone else. Safe to use from many threads. `prefixes` make Turtle and RDF/XML readable
    and errors helpful; they are not declared for queries.
    """

    def __init__(  # noqa: PLR0913  one operator's setting each
        self,
        store_path: Path,
        *,
        snapshot: str = "",
        size: int = 2,
        timeout_s: float = 20.0,
        stream_s: float = 60.0,
        stall_s: float = 5.0,
        memory_mb: int = 1024,
        max_result_bytes: int = 256 * 1024 * 1024,
        queue: int = 16,
        max_query_bytes: int = MAX_QUERY_BYTES,
        max_depth: int = MAX_DEPTH,
        aside: int = 0,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.snapshot = snapshot or store_path.name
        self.limits = Limits(size, queue, timeout_s, stream_s, stall_s, memory_mb, max_result_bytes, max_query_bytes, max_depth, aside)
        self.size, self.queue = size, queue
        self.deadlines = Deadlines(timeout_s, stream_s, stall_s)
        self.max_query_bytes = max_query_bytes
        self.prefixes: Mapping[str, str] = dict(prefixes or {})
        lock = threading.RLock()
        self.changed = threading.Condition(lock)
        self._alarm = threading.Condition(lock)  # apart, so that not every query wakes who looks at the deadlines
        self._asleep = False
        self._store_path = store_path
        self._idle: list[WorkerProcess] = []
        self._running: set[RunningQuery] = set()
        self._new: deque[RunningQuery] = deque()
        self._again: deque[RunningQuery] = deque()
        # One more than there are places: for the query that takes the place of one that steps aside.
        self._wanted = size + (aside > 0)
        self._closed = False
        self._started = self._lost = 0
        self._watch: threading.Thread | None = None

    def check(self, query: str) -> CheckedQuery:
        """Pass a query through the guard with this pool's limits. Raises QueryError and QueryLimit."""
        return check(query, max_bytes=self.max_query_bytes, max_depth=self.limits.max_depth)

    def prepare(
        self,
        query: str | CheckedQuery,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> RunningQuery:
        """Check a query and make it ready to start. Graphs given here replace those of its FROM clauses.

        The media type must be one that the query's form can be answered in. Raises QueryError and QueryLimit.
        """
        checked = self.check(query) if isinstance(query, str) else query
        given = bool(default_graphs or named_graphs)
        job = {
            "query": checked.text,
            "media_type": media_type,
            "default_graphs": list(default_graphs) if given else None,
            "named_graphs": list(named_graphs) if given else None,
            "union": not given and not checked.own_dataset,
            "prefixes": self.prefixes,
            "cpu_seconds": self.deadlines.timeout_s,
            "wall_seconds": self.deadlines.timeout_s + self.deadlines.stream_s + 5,
            "max_bytes": self.limits.max_result_bytes,
        }
        return RunningQuery(self, job)

    def run(
        self,
        query: str | CheckedQuery,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> RunningQuery:
        """Prepare a query and start it; use it in a `with` statement. Raises what both raise."""
        return self.prepare(query, media_type, default_graphs, named_graphs).start()

    def load(self) -> Load:
        """Tell what the pool does at this moment."""
        with self.changed:
            waiting = len(self._new) + len(self._again)
            return Load(len(self._running), waiting, len(self._idle) + len(self._running), self._started, self._lost)

    def warm(self) -> None:
        """Start all workers now, so that the first queries need not wait for them. Raises StoreError."""
        with self.changed:
            self._refill()

    def switch(self, store_path: Path, snapshot: str = "") -> None:
        """Answer new queries from another snapshot. Those that run end on the one they began with."""
        with self.changed:
            self._store_path, self.snapshot = store_path, snapshot or store_path.name
            stale, self._idle = self._idle, []
        for worker in stale:
            worker.bury()
        self.warm()

    def close(self) -> None:
        """Stop everything that runs and leave no process behind."""
        with self.changed:
            self._closed = True
            running, idle = list(self._running), self._idle
            self._idle = []
            self.changed.notify_all()
            self._alarm.notify()
        for query in running:
            query.stop(StoreError("the server is shutting down"))
        for worker in idle:
            worker.bury()
        with self.changed:
            self.changed.wait_for(lambda: not self._running, timeout=5)
        if self._watch is not None:
            self._watch.join(timeout=5)

    def acquire(self, query: RunningQuery) -> WorkerProcess:
        """Wait for a worker, new queries first, each kind in turn. For RunningQuery. Raises Busy and StoreError."""
        line = self._again if query.second_chance else self._new
        with self.changed:
            self._step_aside(time.monotonic())
            taken, waiting = self._taken(), len(self._new) + len(self._again)
            if taken >= self.size and waiting >= self.queue and not query.second_chance:
                raise Busy(f"{taken} queries run and {waiting} wait; try again later")
            line.append(query)
            if taken >= self.size:
                self._alarm.notify()  # who looks after the deadlines may make room at once
            try:
                self.changed.wait_for(lambda: self._may_start(query), timeout=self.deadlines.timeout_s)
                if query.verdict is not None:
                    raise query.verdict
                if self._closed:
                    raise StoreError("the server is shutting down")
                if not self._may_start(query):
                    raise Busy(f"no worker became free within {self.deadlines.timeout_s:g} seconds; try again later")
            finally:
                line.remove(query)
                self.changed.notify_all()
            worker = self._take()
            self._lend(worker, query)
            return worker

    def acquire_now(self, query: RunningQuery) -> WorkerProcess | None:
        """Give a worker that is ready if one is free and nobody waits. For RunningQuery."""
        with self.changed:
            if self._closed or self._new or self._again or not self._idle or self._taken() >= self.size:
                return None
            worker = self._idle[-1]
            if not worker.ready or not worker.alive or worker.store_path != self._store_path:
                return None
            self._lend(self._idle.pop(), query)
            return worker

    def _lend(self, worker: WorkerProcess, query: RunningQuery) -> None:
        query.hold(worker, self.snapshot)
        self._running.add(query)
        if self._watch is None:
            self._watch = threading.Thread(target=self._look, name="query deadlines", daemon=True)
            self._watch.start()
        if self._asleep:
            self._alarm.notify()

    def release(self, query: RunningQuery, *, reusable: bool) -> None:
        """Take the worker back, once. For RunningQuery."""
        with self.changed:
            worker = query.let_go()
            if worker is None:
                return
            sound = reusable and query.verdict is None  # a verdict means that it is being killed
            current = not self._closed and worker.store_path == self._store_path
            others = len(self._idle) + self._taken() - (not query.aside)
            # A lower priority is lower for good.
            kept = sound and current and not query.lowered and others < self._wanted
            if kept:
                self._idle.append(worker)
                self._running.discard(query)
                self.changed.notify_all()
        if kept:
            return
        worker.bury()
        with self.changed:
            self._running.discard(query)
            self._lost += current and not sound
            # A worker that never got ready would fail again: the next query finds out.
            if worker.ready:
                self._refill()
            self.changed.notify_all()

    def answered(self, peak_kib: int) -> bool:
        """Whether a worker may answer again: what it still holds of much memory might fail the next query."""
        return peak_kib < self.limits.memory_mb * 1024 // 2

    def started(self, worker: WorkerProcess) -> None:
        """Warn the operator when only the guard stands between queries and the network."""
        if worker.network_barred_by == "nothing":
            _LOG.warning("the kernel does not bar query worker %d from the network; the query guard alone does", worker.pid)

    def _may_start(self, query: RunningQuery) -> bool:
        if query.verdict is not None or self._closed:
            return True
        line = self._new or self._again
        return bool(line) and line[0] is query and self._taken() < self.size

    def _taken(self) -> int:
        return sum(not query.aside for query in self._running)

    def _refill(self) -> None:
        while not self._closed and len(self._idle) + self._taken() < self._wanted:
            self._idle.insert(0, self._spawn())  # those that have answered before are ready and come first

    def _step_aside(self, now: float) -> None:
        """When all places are taken, let those step aside that have run longest, as far as there is room."""
        taken = self._taken()
        room = self.limits.aside - (len(self._running) - taken)
        if taken < self.size or room <= 0:
            return
        old = sorted((query for query in self._running if not query.aside and now - query.since > _SHORT), key=lambda query: query.since)
        for query in old[: min(room, len(self._new) + 1)]:
            query.aside = True
        if old:
            self._refill()
            self.changed.notify_all()

    def _take(self) -> WorkerProcess:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive and worker.store_path == self._store_path:
                return worker
            worker.bury()
        return self._spawn()

    def _spawn(self) -> WorkerProcess:
        try:
            worker = WorkerProcess(self._store_path, self.limits.memory_mb)
        except OSError as error:
            raise StoreError(f"no query worker can be started: {error}") from error
        self._started += 1
        return worker

    def _look(self) -> None:
        """Enforce the deadlines, also of those whose client does not read."""
        while True:
            with self.changed:
                if self._closed:
                    return
                self._asleep = not self._running
                self._alarm.wait(None if self._asleep else _LOOK_EVERY)
                self._asleep = False
                now = time.monotonic()
                late = self._late(now)
                for query in self._running:
                    if query.aside and now - query.computing_since > (_LARGE if query.answering else _LONG):
                        query.lower()
            for query, verdict in late:
                query.stop(verdict)

    def _late(self, now: float) -> list[tuple[RunningQuery, LegalGraphError]]:
        """The queries to stop now, with the reason."""
        self._step_aside(now)
        front = [query for query in self._running if not query.aside]
        room = self.limits.aside > len(self._running) - len(front)
        # Who reads slowly stands in nobody's way as long as there is room aside.
        waiting = 0 if room else len(self._new) + len(self._again)
        late = [(query, verdict) for query in self._running if (verdict := query.overdue(now, waiting))]
        if room:
            return late
        missing = len(self._new) - (self.size - len(front)) - len(late)
        missing = min(missing, sum(now - query.since > _SHORT for query in front))
        slow = [query for query in self._running if not query.answering and self.deadlines.slice_s < now - query.computing_since]
        for query in sorted(slow, key=lambda query: query.since)[: max(0, missing)]:
            if query.second_chance:
                took = f"{now - query.since:.3g} seconds"
                late.append((query, Busy(f"the query was stopped after {took} because others wait; try again later")))
            else:
                late.append((query, GaveWay("a newer query needs the worker")))
        return late

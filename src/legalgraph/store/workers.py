"""A small pool of killable processes that answer the queries of strangers.

Python cannot stop a query that runs; the kernel can stop a process. Every query therefore runs in a worker process
with a deadline and a memory limit, and its answer is streamed through this process in pieces, never held whole.
"""

import logging
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from legalgraph.errors import Busy, LegalGraphError, ShuttingDown, StoreError
from legalgraph.store.deadlines import Deadlines
from legalgraph.store.guard import CheckedQuery, check
from legalgraph.store.limits import Limits, Load
from legalgraph.store.query_service import ResultKind
from legalgraph.store.running_query import RunningQuery
from legalgraph.store.turns import giving_way, lower_long, stepping_aside
from legalgraph.store.worker_process import WorkerProcess

__all__ = ["QueryPool", "ResultKind", "RunningQuery"]

_LOG = logging.getLogger(__name__)
_LOOK_EVERY = 0.05  # seconds between two looks at the deadlines while queries run
_SPARE = 2  # workers kept ready beyond the places
_COMING = 1.0  # seconds after the last query in which the next one is looked out for
_ENDING_S = 5.0  # at most, for processes that are killed
_ALONE = 1.0  # seconds without another query after which one has all the time it wants again


class QueryPool:
    """Runs checked queries in at most `size` processes; `queue` more may wait, the rest is turned away with Busy.

    When a new query finds all places taken, the one that has run longest steps `aside`, if it has run a moment, and goes on.
    Whatever has computed for a while when a new one begins only has the computing time that others leave. When there is no
    room aside either, the one that has computed longest gives way after half a second and is run once more when no new ones
    wait; while queries keep coming it does so before the next one has to wait. So short queries pass long ones, and endless
    queries cannot shut out everyone else. Safe to use from many threads, also from an event loop: only `acquire`, `warm` and
    `close` wait for processes, the rest leaves that to a thread of the pool. `prefixes` make Turtle and RDF/XML readable and
    errors helpful; they are not declared for queries.
    """

    def __init__(
        self, store_path: Path, limits: Limits | None = None, *, snapshot: str = "", prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.snapshot = snapshot or store_path.name
        self.limits = limits = limits or Limits()
        self.size, self.queue = limits.size, limits.queue
        self.deadlines = Deadlines(limits.timeout_s, limits.stream_s, limits.stall_s)
        self.max_query_bytes = limits.max_query_bytes
        self.prefixes: Mapping[str, str] = dict(prefixes or {})
        self.lock = lock = threading.RLock()
        self.changed = threading.Condition(lock)
        self._alarm = threading.Condition(lock)  # apart, so that not every query wakes who looks at the deadlines
        self._asleep = False
        self._chores = threading.Condition(lock)
        self._store_path = store_path
        self._idle: list[WorkerProcess] = []
        self._running: set[RunningQuery] = set()
        self._new: deque[RunningQuery] = deque()
        self._again: deque[RunningQuery] = deque()
        # More than there are places: for the queries that take the places of those that step aside, as starting takes its time.
        self._wanted = limits.size + min(_SPARE, limits.aside)
        self._closed = False
        self._lent = self._came = 0.0  # when a query last had a worker, and when one had that came from outside
        self._started = self._lost = 0
        # Processes start and end while nobody holds the lock: how many start for whom waits in place, and for nobody yet.
        self._promised = self._starting = 0
        self._ended: deque[tuple[WorkerProcess, bool | None]] = deque()  # workers to bury, and whether their place is aside, if any
        self._leaving = Counter({False: 0, True: 0})  # places, in front and aside, that are free when the worker is buried
        self._short = False  # whether workers may be missing
        self._threads: dict[str, threading.Thread] = {}

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
            "prefixes": self.prefixes if checked.form.gives_graph else {},
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
        with self.lock:
            waiting = len(self._new) + len(self._again)
            running = len(self._running) + self._leaving.total()
            workers = len(self._idle) + running + self._promised + self._starting
            return Load(running, waiting, workers, self._started, self._lost, self._leaving.total())

    def warm(self) -> None:
        """Start all workers now, so that the first queries need not wait for them, and wait until one is ready.

        Raises StoreError when none can be started. That they end at once is logged: pages go on, and each query finds out.
        """
        while self._start_missing():
            pass
        with self.lock:
            if not self._idle:
                return
            worker = self._idle.pop()
            self._starting += 1  # as long as it is waited for, nobody else may read from it
        try:
            never = worker.why_never_ready(self.deadlines.timeout_s)
        finally:
            self._started_for_nobody(worker)
        if never is not None:
            _LOG.error("query workers end as soon as they are started, so no query can be answered: %s", never)
        elif worker.ready:
            self.started(worker)

    def switch(self, store_path: Path, snapshot: str = "") -> None:
        """Answer new queries from another snapshot. Those that run end on the one they began with."""
        with self.lock:
            self._store_path, self.snapshot = store_path, snapshot or store_path.name
            for worker in self._idle:
                self._end(worker)
            self._idle = []
            self._refill()

    def close(self) -> None:
        """Stop everything that runs and leave no process behind."""
        with self.lock:
            self._closed, until = True, time.monotonic() + _ENDING_S
            running = list(self._running)
            for worker in self._idle:
                self._end(worker)
            self._idle = []
            self.changed.notify_all()
            self._alarm.notify()
            self._chores.notify()
        for query in running:
            query.stop(ShuttingDown())
        with self.lock:
            self.changed.wait_for(self._over, timeout=_ENDING_S)
        for thread in list(self._threads.values()):
            thread.join(timeout=max(0.0, until - time.monotonic()))

    def acquire(self, query: RunningQuery) -> WorkerProcess:
        """Wait for a worker, new queries first, each kind in turn. For RunningQuery. Raises Busy and StoreError."""
        line = self._again if query.second_chance else self._new
        with self.lock:
            waiting = len(self._new) + len(self._again)
            self._step_aside(time.monotonic(), waiting + 1)
            taken = self._taken()
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
                    raise ShuttingDown
                if not self._may_start(query):
                    raise Busy(f"no worker became free within {self.deadlines.timeout_s:g} seconds; try again later")
            finally:
                line.remove(query)
                self.changed.notify_all()
            snapshot, path, worker = self.snapshot, self._store_path, self._take()
            if worker is None:
                self._promised += 1
            else:
                self._lend(worker, query, snapshot)
        return worker or self._start_for(query, path, snapshot)

    def acquire_now(self, query: RunningQuery) -> WorkerProcess | None:
        """Give a worker that is ready if one is free, or can be freed, and nobody waits. For RunningQuery."""
        with self.lock:
            if self._closed or self._new or not self._idle:
                return None
            worker = self._idle[-1]
            if not worker.alive or not self._current(worker):
                return None
            if not worker.ready:
                if not worker.look():
                    return None
                self.started(worker)
            if self._taken() >= self.size:
                self._step_aside(time.monotonic(), 1)
                if self._taken() >= self.size:
                    return None
            self._lend(self._idle.pop(), query, self.snapshot)
            return worker

    def _lend(self, worker: WorkerProcess, query: RunningQuery, snapshot: str) -> None:
        query.hold(worker, snapshot)
        self._lent = query.since
        self._came = self._came if query.second_chance else self._lent
        lower_long(self._running, self._lent)
        self._running.add(query)
        self._have("query deadlines", self._look)
        if self._asleep:
            self._alarm.notify()

    def release(self, query: RunningQuery, *, reusable: bool) -> None:
        """Take the worker back, once; its place is free when nothing is left of one that cannot be kept. For RunningQuery."""
        with self.lock:
            worker = query.let_go()
            if worker is None:
                return
            sound = reusable and query.verdict is None  # a verdict means that it is being killed
            current = not self._closed and self._current(worker)
            others = len(self._idle) + self._taken() - (not query.aside)
            # What was lowered may be so for good.
            if sound and current and others < self._wanted and (not query.lowered or worker.lift()):
                self._idle.append(worker)
            else:
                self._lost += current and not sound
                self._end(worker, aside=query.aside)
            self._running.discard(query)
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

    def _current(self, worker: WorkerProcess) -> bool:
        return worker.store_path is self._store_path  # not compared: that takes longer than most of what is done for a query

    def _taken(self) -> int:
        return sum(not query.aside for query in self._running) + self._promised + self._leaving[False]

    def _step_aside(self, now: float, waiting: int) -> None:
        """If so many wait and find no place, let those step aside that have run longest, as far as there is room."""
        missing = min(self._room(), waiting - max(0, self.size - self._taken()))
        if missing <= 0:
            return
        leaving = stepping_aside(self._running, now, missing)
        for query in leaving:
            query.aside = True
        if leaving:
            self._refill()
            self.changed.notify_all()

    def _take(self) -> WorkerProcess | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive and self._current(worker):
                return worker
            self._end(worker)
        return None

    def _start_for(self, query: RunningQuery, path: Path, snapshot: str) -> WorkerProcess:
        """Start the worker of a query whose place was promised. Raises StoreError."""
        worker = None
        try:
            worker = self._spawn(path)
        finally:
            with self.lock:
                self._promised -= 1
                if worker is not None:
                    self._lend(worker, query, snapshot)
                if self._closed:
                    query.stop(ShuttingDown())
                self._chores.notify()
                self.changed.notify_all()
        return worker

    def _start_missing(self) -> bool:
        """Start one worker, if one is missing. Raises StoreError."""
        with self.lock:
            if self._closed or len(self._idle) + self._taken() + self._starting >= self._wanted:
                return False
            self._starting += 1
            path = self._store_path
        worker = None
        try:
            worker = self._spawn(path)
        finally:
            self._started_for_nobody(worker)
        return True

    def _started_for_nobody(self, worker: WorkerProcess | None) -> None:
        with self.lock:
            self._starting -= 1
            if worker is not None and (self._closed or not self._current(worker)):
                self._end(worker)
            elif worker is not None:
                self._idle.insert(0, worker)  # those that have answered before are ready and come first
            self._chores.notify()
            self.changed.notify_all()

    def _room(self) -> int:
        return self.limits.aside - sum(query.aside for query in self._running) - self._leaving[True]

    def _refill(self) -> None:
        self._short = True
        self._have("worker chores", self._tend)
        self._chores.notify()

    def _end(self, worker: WorkerProcess, *, aside: bool | None = None) -> None:
        worker.kill()
        self._ended.append((worker, aside))
        if aside is not None:
            self._leaving[aside] += 1
        self._have("worker chores", self._tend)
        self._chores.notify()

    def _have(self, name: str, task: Callable[[], None]) -> None:
        if name not in self._threads:
            self._threads[name] = threading.Thread(target=task, name=name, daemon=True)
            self._threads[name].start()

    def _tend(self) -> None:
        """Bury and start workers, so that nobody else has to wait for the kernel: much memory takes it its time."""
        while True:
            with self.lock:
                self._chores.wait_for(lambda: self._ended or self._short or self._over())
                if not self._ended and self._over():
                    return
                ended, short = list(self._ended), self._short
                self._ended.clear()
                self._short = False
            for worker, aside in ended:
                worker.bury()
                short |= worker.ready  # one that never got ready would fail again: the next query finds out
                with self.lock:
                    if aside is not None:
                        self._leaving[aside] -= 1
                    self.changed.notify_all()
            try:
                while short and self._start_missing():
                    pass
            except StoreError as error:
                _LOG.warning("%s", error)

    def _over(self) -> bool:
        return self._closed and not (self._running or self._leaving.total() or self._promised or self._starting)

    def _spawn(self, path: Path) -> WorkerProcess:
        try:
            worker = WorkerProcess(path, self.limits.memory_mb)
        except OSError as error:
            raise StoreError(f"no query worker can be started with {sys.executable!r}: {error.strerror or error}") from error
        with self.lock:
            self._started += 1
        return worker

    def _look(self) -> None:
        """Enforce the deadlines, also of those whose client does not read."""
        while True:
            with self.lock:
                if self._closed:
                    return
                self._asleep = not self._running
                self._alarm.wait(None if self._asleep else _LOOK_EVERY)
                self._asleep = False
                now = time.monotonic()
                late = self._late(now)
                self._share(now)
            for query, verdict in late:
                query.stop(verdict)

    def _share(self, now: float) -> None:
        """Let long queries compute with the time that others leave, and one that is alone as if it had never been long."""
        if len(self._running) == 1 and not self._new and not self._again and now - self._lent > _ALONE:
            for query in self._running:
                query.lift()
        else:
            lower_long((query for query in self._running if query.aside), now)

    def _late(self, now: float) -> list[tuple[RunningQuery, LegalGraphError]]:
        """The queries to stop now, with the reason."""
        self._step_aside(now, len(self._new) + len(self._again))
        room = self._room() > 0
        # Who reads slowly stands in nobody's way as long as there is room aside.
        waiting = 0 if room else len(self._new) + len(self._again)
        late = [(query, verdict) for query in self._running if (verdict := query.overdue(now, waiting))]
        # As long as queries keep coming, room is made before the next one comes: it must not wait for it.
        wanted = 0 if room else len(self._new) or (self.limits.aside > 0 and now - self._came < _COMING)
        missing = wanted - (self.size - self._taken()) - len(late) - self._leaving.total()
        return late + giving_way(self._running, now, missing, self.deadlines.slice_s)

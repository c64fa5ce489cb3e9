"""One query on its way through a worker: waiting, answering, stopped."""

import marshal
import threading
import time
from collections.abc import Iterator, Mapping
from json import loads
from types import TracebackType
from typing import Any, Protocol, Self

from legalgraph.errors import LegalGraphError, QueryError, QueryLimit, QueryTimeout, StoreError
from legalgraph.store.deadlines import Deadlines
from legalgraph.store.query_service import ResultKind
from legalgraph.store.syntax_errors import explain
from legalgraph.store.turns import GaveWay
from legalgraph.store.worker_process import WorkerDied, WorkerProcess

_KINDS = {kind.encode(): kind for kind in ResultKind}
_SHARE = 0.2  # of the time that passes, at least, counts as computing: who waits for a disk holds a worker too


class Lender(Protocol):
    """Who lends workers to queries: the pool, as its queries see it. `lock` guards all that both share; `changed` belongs to it."""

    lock: threading.RLock
    changed: threading.Condition
    deadlines: Deadlines

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes worth suggesting to people."""
        ...

    def acquire(self, query: "RunningQuery") -> WorkerProcess:
        """Wait for a worker. Raises Busy, StoreError, or the query's verdict."""
        ...

    def acquire_now(self, query: "RunningQuery") -> WorkerProcess | None:
        """Give a worker that is ready if one is free and nobody waits."""
        ...

    def release(self, query: "RunningQuery", *, reusable: bool) -> None:
        """Take back the worker, if the query still has one, without waiting for its end."""
        ...

    def answered(self, peak_kib: int) -> bool:
        """Whether a worker that used so much memory may answer another query."""
        ...

    def started(self, worker: WorkerProcess) -> None:
        """Note that a worker is ready."""
        ...


class RunningQuery:
    """One query and its answer: start it, read `kind`, iterate over the bytes, and always close it.

    Reading raises QueryTimeout, QueryLimit or StoreError when the answer breaks off. `cancel` may be called from any
    thread; everything else belongs to one thread at a time. `snapshot` names what it was answered from.
    See `QueryAnswer` for the seconds.
    """

    def __init__(self, lender: Lender, job: dict[str, Any]) -> None:
        self.kind = ResultKind.SOLUTIONS
        self.snapshot = ""
        self.second_chance = False
        self.since = 0.0  # when the worker got the query
        self.answering = False
        self.aside = False  # whether it has left its place to newer ones
        self.lowered = False  # whether it only gets the computing time that others leave
        self._computing_since = float("inf")  # when a worker that was ready had the query …
        self._computed_before: float | None = None  # … and what it had computed until then
        self.verdict: LegalGraphError | None = None  # why it was stopped, if it was
        self._lender = lender
        self._job = job
        self._worker: WorkerProcess | None = None
        self._reading = False
        self._done = False
        self._idle_since = 0.0  # when the client was last given something
        self._waits_since: float | None = time.monotonic()  # None: it does not wait for a worker
        self._waited = self._held = 0.0  # seconds of waits that are over, and of workers that were given back

    @property
    def queue_seconds(self) -> float:
        """See `QueryAnswer.queue_seconds`."""
        since = self._waits_since
        return self._waited + (0.0 if since is None else time.monotonic() - since)

    @property
    def answer_seconds(self) -> float:
        """See `QueryAnswer.answer_seconds`."""
        with self._lender.lock:
            return self._held + (0.0 if self._worker is None else time.monotonic() - self.since)

    def start(self) -> Self:
        """Wait for a worker and for the first bytes of the answer.

        Raises Busy, QueryError, QueryTimeout, QueryLimit, StoreError; the query is then closed.
        """
        try:
            try:
                letter, body = self._begin() if self._worker is None else self._first()
            except GaveWay:
                self._lender.release(self, reusable=False)
                self.verdict, self.second_chance = None, True
                self._waits_since = time.monotonic()
                letter, body = self._begin()
        except BaseException:
            self.close()
            raise
        if letter == b"X":
            self._done = True
            # A worker that fails before it is ready has ended.
            self._lender.release(self, reusable=self._worker is not None and self._worker.ready)
            raise self._error(body)
        self.kind = _KINDS[body]
        return self

    def begin(self) -> bool:
        """See `QueryAnswer.begin`."""
        worker = self._lender.acquire_now(self)
        if worker is not None:
            worker.ask(marshal.dumps(self._job))
        return worker is not None

    def expect(self) -> int | None:
        """See `QueryAnswer.expect`."""
        with self._lender.lock:
            worker = self._worker
            if worker is None or self._done or self.verdict is not None or worker.has_frame:
                return None
            self._reading = True
            return worker.descriptor

    def take_in(self) -> None:
        """See `QueryAnswer.take_in`."""
        if self._worker is not None:
            self._worker.take_in()

    @property
    def arrived(self) -> bool:
        """See `QueryAnswer.arrived`."""
        with self._lender.lock:
            worker = self._worker
            if worker is None or self.verdict is not None:
                return self._done
            arrived = worker.has_frame and not worker.ended
            self.answering |= arrived  # so that it does not give way before `start`, which would then wait
            return arrived

    def whole(self) -> bytes | None:
        """See `QueryAnswer.whole`."""
        with self._lender.lock:
            worker = self._worker
            if worker is None or self.verdict is not None or (found := worker.whole()) is None:
                return None
            self.answering = self._done = True
            self._reading = False
            header, body, end = found
            peak_kib = worker.note_end(end)
        self.kind = _KINDS[header]
        self._lender.release(self, reusable=self._lender.answered(peak_kib))
        return body

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._done:
            raise StopIteration
        worker = self._worker
        try:
            letter, body = self._frame()
        except LegalGraphError:
            self.close()
            raise
        if letter == b"D":
            return body
        self._done = True
        if letter == b"E" and worker is not None:
            self._lender.release(self, reusable=self._lender.answered(worker.note_end(body)))
            raise StopIteration
        error = self._error(body)
        self._lender.release(self, reusable=True)
        raise error

    def cancel(self) -> None:
        """Stop the query now, for instance because the client has gone. Does not wait for its end."""
        self.stop(QueryTimeout("the query was cancelled"))

    def close(self) -> None:
        """Give the worker back, or end it when it is in the middle of an answer. May be called twice."""
        self._done = True
        self._end_wait()
        self._lender.release(self, reusable=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def stop(self, verdict: LegalGraphError) -> None:
        """Kill the worker; whoever reads the answer gets the verdict. For the lender and for `cancel`."""
        with self._lender.lock:
            too_late = isinstance(verdict, GaveWay) and (self.answering or self.second_chance)
            if self._done or too_late:
                return
            if self.verdict is None or isinstance(self.verdict, GaveWay):
                self.verdict = verdict
            worker = self._worker
            if worker is not None:
                worker.kill()
            unread = worker is not None and not self._reading
            self._lender.changed.notify_all()
        if unread:
            # The client holds the answer and may never ask again: others need the place.
            self._lender.release(self, reusable=False)

    def overdue(self, now: float, waiting: int) -> LegalGraphError | None:
        """Say whether the query has had its time. For the lender, which holds the lock."""
        if not self.answering:
            return self._lender.deadlines.before_answer(now - self.since)
        untouched = None if self._reading else now - self._idle_since
        return self._lender.deadlines.while_reading(now - self.since, untouched, waiting)

    def hold(self, worker: WorkerProcess, snapshot: str) -> None:
        """Take the worker that is to answer. For the lender, which holds the lock."""
        self._worker, self.snapshot = worker, snapshot
        self.aside = self.lowered = False
        self._end_wait()
        self.since = self._idle_since = time.monotonic()
        self._computing_since = float("inf")
        if worker.ready:
            self._begin_to_count(worker)
        self._reading = True

    def _begin_to_count(self, worker: WorkerProcess) -> None:
        self._computed_before = worker.computed_before_s()
        self._computing_since = time.monotonic()

    @property
    def computing(self) -> bool:
        """Whether a worker that is ready looks for the answer."""
        return not self.answering and self._computing_since < float("inf")

    def computed(self, now: float) -> float:
        """How many seconds it has computed; nothing before its worker is ready. For the lender, which holds the lock."""
        passed = max(0.0, now - self._computing_since)
        computed = None if self._worker is None else self._worker.computed_s()
        if computed is None or self._computed_before is None:
            return passed
        return max(computed - self._computed_before, passed * _SHARE)

    def lower(self) -> None:
        """Leave the computing time to others. For the lender, which holds the lock."""
        if self._worker is not None and not self.lowered:
            self.lowered = True
            self._worker.lower()

    def lift(self) -> None:
        """Undo `lower`, if that is allowed. For the lender, which holds the lock."""
        if self._worker is not None and self.lowered:
            self.lowered = not self._worker.lift()

    def let_go(self) -> WorkerProcess | None:
        """Give up the worker, if there still is one. For the lender, which holds the lock."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._held += time.monotonic() - self.since
        return worker

    def _end_wait(self) -> None:
        self._waited, self._waits_since = self.queue_seconds, None

    def _begin(self) -> tuple[bytes, bytes]:
        worker = self._lender.acquire(self)
        worker.ask(marshal.dumps(self._job))
        return self._first()

    def _first(self) -> tuple[bytes, bytes]:
        letter, body = self._frame()
        worker = self._worker
        if letter == b"R" and worker is not None:
            worker.note_ready(body)
            self._begin_to_count(worker)
            self._lender.started(worker)
            letter, body = self._frame()
        with self._lender.lock:
            if self.verdict is not None:
                raise self.verdict
            self.answering = letter == b"H"
        return letter, body

    def _frame(self) -> tuple[bytes, bytes]:
        with self._lender.lock:
            worker = self._worker
            if self.verdict is not None or worker is None:
                raise self.verdict or StoreError("the query is closed")
            self._reading = True
        try:
            return worker.frame()
        except WorkerDied:
            cause = worker.cause_of_death()
            raise self._sentence() or cause from None
        finally:
            with self._lender.lock:
                self._reading = False
                self._idle_since = time.monotonic()

    def _sentence(self) -> LegalGraphError | None:
        """The verdict as it is now: another thread may have passed it while this one read."""
        return self.verdict

    def _error(self, body: bytes) -> LegalGraphError:
        said = loads(body)
        code, message = said["code"], said["message"]
        if code == "syntax":
            return explain(self._job["query"], message, self._lender.prefixes)
        if code == "query":
            return QueryError(message)
        if code == "size":
            return QueryLimit(f"{message}; ask for less with LIMIT, or take the whole graph from the downloads")
        if code == "memory":
            return QueryLimit("the query needed more memory than it may have")
        return StoreError(f"the snapshot cannot be read: {message}")

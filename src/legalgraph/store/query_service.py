"""How strangers' queries are answered, whoever answers them: worker processes on this machine or an engine elsewhere."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from legalgraph.store.guard import CheckedQuery
from legalgraph.store.limits import Limits, Load


class ResultKind(StrEnum):
    """What a query answered with."""

    SOLUTIONS = "solutions"
    BOOLEAN = "boolean"
    GRAPH = "graph"


class QueryAnswer(Protocol):
    """One query and its answer: start it, read `kind`, iterate over the bytes, and always close it.

    Reading raises QueryTimeout, QueryLimit or StoreError when the answer breaks off. `cancel` may be called from any
    thread; everything else belongs to one thread at a time. `snapshot` names what it was answered from;
    empty when that is not certain. `queue_seconds` are those of waiting for a place, `answer_seconds` those of having one,
    up to now or until it was given back: to compute and to be read, however it ends.
    """

    kind: ResultKind
    snapshot: str
    @property
    def queue_seconds(self) -> float:
        """How long it waited for a place."""
        ...

    @property
    def answer_seconds(self) -> float:
        """How long it has had a place."""
        ...

    def start(self) -> Self:
        """Wait for the first bytes of the answer.

        Raises Busy, QueryError, QueryTimeout, QueryLimit, StoreError; the query is then closed.
        """
        ...

    def begin(self) -> bool:
        """Hand the query over if that needs no waiting. If not, `start` and every part have to be waited for in a thread.

        For who must not wait: after it, `expect` tells on what to wait before `start` and before every part.
        """
        ...

    def expect(self) -> int | None:
        """The descriptor that becomes readable when there is more to `take_in`; None when there is nothing to wait for."""
        ...

    def take_in(self) -> None:
        """Take in what can be read at the descriptor."""
        ...

    @property
    def arrived(self) -> bool:
        """Whether what `start` or the next part needs is here. If it is not though there is nothing to wait for, they may take long."""
        ...

    def whole(self) -> bytes | None:
        """In place of `start` and all parts: a short answer, once all of it was taken in; None while it was not, or is long."""
        ...

    def __iter__(self) -> Iterator[bytes]: ...

    def __next__(self) -> bytes: ...

    def cancel(self) -> None:
        """Stop the query now, for instance because the client has gone. Does not wait for its end."""
        ...

    def close(self) -> None:
        """Let go of what the query holds. May be called twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class InThreads:
    """What an answer says that only a thread can wait for: see `QueryAnswer.begin`."""

    @property
    def arrived(self) -> bool:
        """See `QueryAnswer.arrived`."""
        return False

    def begin(self) -> bool:
        """See `QueryAnswer.begin`."""
        return False

    def expect(self) -> int | None:
        """See `QueryAnswer.expect`."""
        return None

    def take_in(self) -> None:
        """See `QueryAnswer.take_in`."""

    def whole(self) -> bytes | None:
        """See `QueryAnswer.whole`."""
        return None


class QueryService(Protocol):
    """Answers checked queries, `size` at once; `queue` more may wait, the rest is turned away with Busy."""

    size: int
    queue: int
    max_query_bytes: int
    limits: Limits

    @property
    def snapshot(self) -> str:
        """The snapshot that is read; empty while it is not certain which one that is."""
        ...

    def load(self) -> Load:
        """Tell what is done at this moment, for metrics."""
        ...

    def check(self, query: str) -> CheckedQuery:
        """Pass a query through the guard. Raises QueryError and QueryLimit."""
        ...

    def prepare(
        self,
        query: str | CheckedQuery,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QueryAnswer:
        """Check a query and make it ready to start. Graphs given here replace those of its FROM clauses.

        The media type must be one that the query's form can be answered in. Raises QueryError and QueryLimit.
        """
        ...

    def run(
        self,
        query: str | CheckedQuery,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QueryAnswer:
        """Prepare a query and start it; use it in a `with` statement. Raises what both raise."""
        ...

    def warm(self) -> None:
        """Make ready what the first queries would else wait for. Raises StoreError."""
        ...

    def close(self) -> None:
        """Stop everything that runs."""
        ...

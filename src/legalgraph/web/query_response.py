"""An HTTP response that is written while a query runs, and stops the query when nobody listens any more."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

import anyio
from anyio import to_thread
from fastapi import Response
from starlette.types import Receive, Scope, Send

from legalgraph.errors import LegalGraphError
from legalgraph.store.query_service import QueryAnswer
from legalgraph.web.readable import Readable
from legalgraph.web.told import ANSWERED, BROKEN_OFF, LEFT, QueryTold, tell, told

_LOG = logging.getLogger(__name__)
# Nobody leaves so soon; a watcher is a task, and most queries are answered before one would have begun.
_UNWATCHED_S = 0.05
# What is larger is sent at no more than some bytes a second, so that others get their turn between its parts.
_AT_FULL_SPEED = 16 * 1024 * 1024
_THEN_A_SECOND = 32 * 1024 * 1024
_T = TypeVar("_T")


class Waiting(NamedTuple):
    """How answers are waited for: in the event loop, or in threads that pages do not need."""

    readable: Readable
    threads: anyio.CapacityLimiter


class QueryResponse(Response):
    """Starts a prepared query and streams its answer; `head` gives the headers, `failed` turns errors into a response.

    An error after the first bytes can no longer have a status: the connection is then closed before the body's end.
    """

    def __init__(
        self,
        query: QueryAnswer,
        head: Callable[[QueryAnswer], list[tuple[bytes, bytes]]],
        failed: Callable[[LegalGraphError], Response],
        waiting: Waiting,
    ) -> None:
        # What the base class would set, which has headers to make and a text to encode.
        self.status_code, self.background, self.body, self.raw_headers = 200, None, b"", []
        self._query = query
        self._head = head
        self._failed = failed
        self._readable, self._limiter = waiting
        self._handed_over = False
        self._complete = False
        self._gone = False
        self._outcome = BROKEN_OFF  # unless it turns out otherwise
        self._watcher: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        later = asyncio.get_running_loop().call_later(_UNWATCHED_S, self._begin_to_watch, receive)
        try:
            await self._respond(scope, receive, send)
        finally:
            later.cancel()
            if self._watcher is not None:
                self._watcher.cancel()
            if not self._complete:
                with anyio.CancelScope(shield=True):
                    await to_thread.run_sync(self._query.close, limiter=self._limiter)
            # Not before: only now it is known how long it took.
            tell(scope, QueryTold(self._outcome, self._query.queue_seconds, self._query.answer_seconds))

    def _begin_to_watch(self, receive: Receive) -> None:
        self._watcher = asyncio.ensure_future(self._watch(receive))

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        self._query.cancel()

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._handed_over = self._query.begin()
            first, second = await self._short(), None
            if first is None:
                await self._when_arrived(self._query.start)
                self._handed_over = True
                # With the second part it is known whether the first is all, and an early failure still has a status.
                first, second = await self._part(), await self._part()
        except LegalGraphError as error:
            if self._gone:
                self._outcome = LEFT
            else:
                response = self._failed(error)
                self._outcome = failed.outcome if (failed := told(scope)) is not None else BROKEN_OFF
                await response(scope, receive, send)
            return
        headers = self._head(self._query)
        if second is None:
            headers.append((b"content-length", b"%d" % len(first or b"")))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            self._outcome = ANSWERED
            return
        await send({"type": "http.response.body", "body": first or b"", "more_body": second is not None})
        sent = 0
        try:
            while second is not None:
                part, second = second, await self._part()
                await send({"type": "http.response.body", "body": part, "more_body": second is not None})
                sent += len(part)
                if sent > _AT_FULL_SPEED:
                    await asyncio.sleep(len(part) / _THEN_A_SECOND)
            self._outcome = ANSWERED
        except LegalGraphError as error:
            self._outcome = LEFT if self._gone else BROKEN_OFF
            if not self._gone:
                _LOG.warning("an answer broke off: %s", error)

    async def _short(self) -> bytes | None:
        """The answer, if the first that arrives is all of it."""
        if not self._handed_over or (descriptor := self._query.expect()) is None:
            return None
        await self._readable.wait(descriptor)
        self._query.take_in()
        answer = self._query.whole()
        self._complete = answer is not None
        return answer

    async def _part(self) -> bytes | None:
        part: bytes | None = await self._when_arrived(partial(next, self._query, None))
        self._complete = part is None
        return part

    async def _when_arrived(self, function: Callable[[], _T]) -> _T:
        """Call what takes the next part: here once it has arrived, so that most queries need no thread, else in a thread."""
        while self._handed_over and (descriptor := self._query.expect()) is not None:
            await self._readable.wait(descriptor)
            self._query.take_in()
        if self._handed_over and self._query.arrived:
            return function()
        return await to_thread.run_sync(function, limiter=self._limiter)

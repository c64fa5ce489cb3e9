"""An HTTP response that is written while a query runs, and stops the query when nobody listens any more."""

import logging
from collections.abc import Callable
from functools import partial

import anyio
from anyio import to_thread
from fastapi import Response
from starlette.types import Receive, Scope, Send

from legalgraph.errors import LegalGraphError
from legalgraph.store.query_service import QueryAnswer
from legalgraph.web.told import ANSWERED, BROKEN_OFF, LEFT, QueryTold, tell

_LOG = logging.getLogger(__name__)


class QueryResponse(Response):
    """Starts a prepared query and streams its answer; `head` gives the headers, `failed` turns errors into a response.

    An error after the first bytes can no longer have a status: the connection is then closed before the body's end.
    """

    def __init__(
        self,
        query: QueryAnswer,
        head: Callable[[QueryAnswer], dict[str, str]],
        failed: Callable[[LegalGraphError], Response],
        limiter: anyio.CapacityLimiter,
    ) -> None:
        super().__init__()
        self._query = query
        self._head = head
        self._failed = failed
        self._limiter = limiter
        self._gone = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._watch, receive)
                await self._respond(scope, receive, send)
                tasks.cancel_scope.cancel()
        finally:
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(self._query.close, limiter=self._limiter)

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        self._query.cancel()

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await to_thread.run_sync(self._query.start, limiter=self._limiter)
            # With the second part it is known whether the first is all, and an early failure still has a status.
            first, second = await self._part(), await self._part()
        except LegalGraphError as error:
            if self._gone:
                self._tell(scope, LEFT)
            else:
                await self._failed(error)(scope, receive, send)
            return
        self._tell(scope, ANSWERED)
        headers = self._head(self._query)
        if second is None:
            headers["content-length"] = str(len(first or b""))
        await self._begin(send, headers)
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.body", "body": first or b"", "more_body": second is not None})
        try:
            while second is not None:
                part, second = second, await self._part()
                await send({"type": "http.response.body", "body": part, "more_body": second is not None})
        except LegalGraphError as error:
            self._tell(scope, LEFT if self._gone else BROKEN_OFF)
            if not self._gone:
                _LOG.warning("an answer broke off: %s", error)

    def _tell(self, scope: Scope, outcome: str) -> None:
        tell(scope, QueryTold(outcome, self._query.queue_seconds, self._query.answer_seconds))

    async def _begin(self, send: Send, headers: dict[str, str]) -> None:
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})

    async def _part(self) -> bytes | None:
        return await to_thread.run_sync(partial(next, self._query, None), limiter=self._limiter)

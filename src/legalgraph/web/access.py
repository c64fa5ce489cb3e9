"""Every request timed and measured on its way, for the journal; and what is said to one that can no longer be answered."""

import asyncio
from time import perf_counter

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legalgraph.errors import ShuttingDown
from legalgraph.web.journal import Journal, Over
from legalgraph.web.metrics import Metrics
from legalgraph.web.told import told

CLIENT_LEFT = 499
"""The status told of a request whose client went before the answer began."""


class Access:
    """Outside of everything else, so that it sees what is sent, compressed and with all headers.

    A request that is cancelled, because the server ends, gets 503; when its answer had begun, it breaks off.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, journal: Journal) -> None:
        self.app = app
        self.metrics, self.journal = metrics, journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and take note when it is over."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, size = perf_counter(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            elif message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.metrics.begun()
        try:
            await self.app(scope, receive, counted)
        except asyncio.CancelledError:
            if not status:
                await _unanswered(scope, receive, counted)
        except Exception:
            status = status or 500  # the answer is made further out
            raise
        finally:
            self.metrics.over()
            seconds, status = perf_counter() - begun, status or CLIENT_LEFT
            self.journal.note(Over(scope["method"], route_of(scope, status), scope["path"], status, seconds, size, told(scope)))


async def _unanswered(scope: Scope, receive: Receive, send: Send) -> None:
    error = ShuttingDown()
    headers = {"Retry-After": str(error.retry_after), "Cache-Control": "no-store"}
    await PlainTextResponse(f"{error}\n", 503, headers)(scope, receive, send)


def route_of(scope: Scope, status: int) -> str:
    """The pattern of the address, never the address itself: a label must not grow with what visitors type.

    >>> route_of({"path": "/static/main.js"}, 200), route_of({"path": "/x"}, 404), route_of({"path": "/"}, 304)
    ('/static', 'none', 'unchanged')
    """
    if (route := scope.get("route")) is not None and (path := getattr(route, "path", None)):
        return str(path)
    if scope["path"].startswith("/static/"):
        return "/static"
    return "unchanged" if status == 304 else "none"

"""Every request counted, timed and told in one line of the access log.

A line holds what an operator needs and nothing about who asked: no address, no browser, no cookie, and of the address
only the path, because what people search for and ask stands behind the question mark.
"""

import logging
import re
from time import perf_counter, time
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legalgraph.web.metrics import Metrics
from legalgraph.web.told import told

LOG = logging.getLogger("legalgraph.access")
CLIENT_LEFT = 499
"""The status told of a request whose client went before the answer began."""

_LONGEST_PATH = 200
# What `quote` leaves as it is, looked at in a fraction of the time.
_VISIBLE = re.compile(rf"[\w.~/:@!$&()*+,;-]{{,{_LONGEST_PATH}}}", re.ASCII)


class Access:
    """Outside of everything else, so that it sees what is sent, compressed and with all headers."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics
        self._record = logging.LogRecord(LOG.name, logging.INFO, "", 0, "", (), None).__dict__

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
        except Exception:
            status = status or 500  # the answer is made further out
            raise
        finally:
            self._note(scope, status or CLIENT_LEFT, perf_counter() - begun, size)

    def _note(self, scope: Scope, status: int, seconds: float, size: int) -> None:
        query = told(scope)
        self.metrics.request(scope["method"], route_of(scope, status), status, seconds, size)
        if query is not None:
            self.metrics.query(query)
        if not LOG.isEnabledFor(logging.INFO):
            return
        fields: dict[str, Any] = {
            "method": scope["method"] if scope["method"].isascii() and scope["method"].isalpha() else "?",
            "path": shown(scope["path"]),
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 1),
        }
        if query is not None:
            waited, answered = query.queue_seconds * 1000, query.answer_seconds * 1000
            fields |= {"query": query.outcome, "queue_ms": round(waited, 1), "query_ms": round(answered, 1)}
        # Made of one that was made before: what `LOG.info` finds out for each costs more than writing the line.
        record = logging.LogRecord.__new__(logging.LogRecord)
        now = time()
        line = " ".join([f"{name}={value}" for name, value in fields.items()])
        record.__dict__.update(self._record, msg=line, fields=fields, created=now, msecs=now % 1 * 1000)
        LOG.handle(record)


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


def shown(path: str) -> str:
    r"""The path in visible ASCII, cut where it gets too long: nothing in it can begin a line or hide one.

    >>> shown("/eli/vn/nđ\n2026-01-01 GET")
    '/eli/vn/n%C4%91%0A2026-01-01%20GET'
    """
    if _VISIBLE.fullmatch(path):
        return path
    quoted = quote(path, safe="/~:@!$&()*+,;", errors="replace")
    return quoted if len(quoted) <= _LONGEST_PATH else f"{quoted[:_LONGEST_PATH]}..."

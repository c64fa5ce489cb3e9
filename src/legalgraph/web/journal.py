"""What requests turned out to be: counted, and told in one line each of the access log.

A line holds what an operator needs and nothing about who asked: no address, no browser, no cookie, and of the address
only the path, because what people search for and ask stands behind the question mark.
"""

import asyncio
import logging
import re
import threading
from collections import deque
from time import time
from typing import Any, NamedTuple
from urllib.parse import quote

from legalgraph.web.metrics import Metrics
from legalgraph.web.told import QueryTold

LOG = logging.getLogger("legalgraph.access")

_A_MOMENT = 0.1  # seconds between the end of a request and its line
_MANY = 200  # requests that are over and wait no longer
_LONGEST_PATH = 200
# What `quote` leaves as it is, looked at in a fraction of the time.
_VISIBLE = re.compile(rf"[\w.~/:@!$&()*+,;-]{{,{_LONGEST_PATH}}}", re.ASCII)


class Over(NamedTuple):
    """A request that is over; `size`: bytes of its answer, as sent."""

    method: str
    route: str
    path: str
    status: int
    seconds: float
    size: int
    query: QueryTold | None


class Journal:
    """Takes note of requests, and counts and tells them a moment later, many at a time.

    What counts and writes is far from the processor when a request is over; for one request alone, fetching it costs a
    sixth of answering a short query. Metrics are up to date whenever they are read.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        metrics.before = self.tell
        self._over: deque[tuple[float, Over]] = deque()
        self._telling = threading.Lock()  # who reads metrics waits for what another thread is about to count
        self._due: asyncio.AbstractEventLoop | None = None  # where it will be told in a moment
        self._record = logging.LogRecord(LOG.name, logging.INFO, "", 0, "", (), None).__dict__

    def note(self, over: Over) -> None:
        """Take note of a request; in an event loop."""
        self._over.append((time(), over))
        loop = asyncio.get_running_loop()
        if self._due is not loop:
            self._due = loop
            loop.call_later(_A_MOMENT, self._tell_now)
        elif len(self._over) >= _MANY:
            self.tell()

    def _tell_now(self) -> None:
        self._due = None
        self.tell()

    def tell(self) -> None:
        """Count and write what was noted; in any thread."""
        with self._telling:
            while self._over:
                at, over = self._over.popleft()
                self._metrics.request(over.method, over.route, over.status, over.seconds, over.size, over.query)
                if LOG.isEnabledFor(logging.INFO):
                    self._write(at, over)

    def _write(self, at: float, over: Over) -> None:
        fields: dict[str, Any] = {
            "method": over.method if over.method.isascii() and over.method.isalpha() else "?",
            "path": shown(over.path),
            "status": over.status,
            "bytes": over.size,
            "ms": round(over.seconds * 1000, 1),
        }
        if (query := over.query) is not None:
            waited, answered = query.queue_seconds * 1000, query.answer_seconds * 1000
            fields |= {"query": query.outcome, "queue_ms": round(waited, 1), "query_ms": round(answered, 1)}
        # Made of one that was made before: what `LOG.info` finds out for each costs more than writing the line.
        record = logging.LogRecord.__new__(logging.LogRecord)
        line = " ".join([f"{name}={value}" for name, value in fields.items()])
        record.__dict__.update(self._record, msg=line, fields=fields, created=at, msecs=at % 1 * 1000)
        LOG.handle(record)


def shown(path: str) -> str:
    r"""The path in visible ASCII, cut where it gets too long: nothing in it can begin a line or hide one.

    >>> shown("/eli/vn/nđ\n2026-01-01 GET")
    '/eli/vn/n%C4%91%0A2026-01-01%20GET'
    """
    if _VISIBLE.fullmatch(path):
        return path
    quoted = quote(path, safe="/~:@!$&()*+,;", errors="replace")
    return quoted if len(quoted) <= _LONGEST_PATH else f"{quoted[:_LONGEST_PATH]}..."

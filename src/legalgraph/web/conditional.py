"""Pages and data that hold as long as the snapshot: an ETag each, and 304 without any work for who has them already.

Of an answer to GET, everything hangs on the snapshot, the day, the program and the request: what is asked for, and the
headers that choose a language or a format. So the ETag is made of these, before anything is read or drawn.
"""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legalgraph.web.live import Live
from legalgraph.web.negotiation import matches

# These have ETags of their own, or change without a new snapshot.
_OTHERS = ("/sparql", "/static/", "/health", "/ready", "/metrics")
_CHOOSING = ("host", "accept", "accept-language")
_ALL = "Accept, Accept-Language, Cookie, Accept-Encoding"


class Conditional:
    """Answers If-None-Match. Data may be used `max_age` seconds without asking again, pages are always asked for."""

    def __init__(self, app: ASGIApp, live: Live, today: Callable[[], date], max_age: int = 0) -> None:
        self.app = app
        self.live = live
        self.today = today
        program()  # read once, before the first visitor comes
        self.data = f"public, max-age={max_age}" if max_age else "no-cache"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless the client has the answer already."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(_OTHERS):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        tag = self._tag(scope, asked)
        if tag is not None and matches(asked.get("if-none-match", ""), tag):
            headers = [(b"etag", tag.encode()), (b"vary", _ALL.encode())]
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return

        async def tagged(message: Message) -> None:
            # The snapshot may have moved meanwhile: then nobody knows which of the two was read.
            if message["type"] == "http.response.start" and message["status"] == 200 and tag == self._tag(scope, asked):
                self._mark(MutableHeaders(scope=message), tag)
            await send(message)

        await self.app(scope, receive, tagged)

    def _mark(self, headers: MutableHeaders, tag: str | None) -> None:
        if tag is None or "etag" in headers or "set-cookie" in headers or headers.get("cache-control") == "no-store":
            return
        headers["ETag"] = tag
        headers.setdefault("Cache-Control", self.data)

    def _tag(self, scope: Scope, asked: Headers) -> str | None:
        snapshot = self.live.known
        if snapshot is None:
            return None
        chosen = [asked.get(name) for name in _CHOOSING]
        language = cookie_parser(asked.get("cookie", "")).get("lang")
        key = (snapshot.id, self.today(), program(), scope.get("raw_path") or scope["path"], scope["query_string"], chosen, language)
        # Weak: the same answer may be sent compressed or not.
        return f'W/"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}"'


@cache
def program() -> str:
    """Another text whenever the program that makes the answers is another."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for file in sorted(package.rglob("*")):
        if file.suffix in {".py", ".html", ".po", ".rq"} or file.name == "manifest.json":
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]

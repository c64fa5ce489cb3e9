"""Pages and data that hold as long as the snapshot: an ETag each, and 304 without any work for who has them already.

Of an answer to GET, everything hangs on the snapshot, the day, the program, the address the server takes for its own, and the
request: what is asked for and where, and the headers that choose a language or a format. So the ETag is made of these, before
anything is read or drawn. Its end says how long the answer may be kept, which only the answer itself knew: a 304 has to repeat it.
While it is in doubt whether the data are those of the snapshot, nothing has an ETag and nothing may be kept.
"""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legalgraph.resources import folder
from legalgraph.web.live import Live
from legalgraph.web.negotiation import matches

# These have ETags of their own, or change without a new snapshot.
_OTHERS = ("/sparql", "/static/", "/health", "/ready", "/metrics")
_CHOOSING = ("host", "accept", "accept-language")
_ALL = "Accept, Accept-Language, Cookie, Accept-Encoding"
_KEEPING = ("private, no-cache", "private, max-age=300", "public, max-age=3600")  # besides that of data


class Conditional:
    """Answers If-None-Match. Data may be used `max_age` seconds without asking again, pages are always asked for.

    `base_url` is the address of the server that pages name, if any.
    """

    def __init__(self, app: ASGIApp, live: Live, today: Callable[[], date], max_age: int = 0, base_url: str | None = None) -> None:
        self.app = app
        self.live = live
        self.today = today
        self.base_url = base_url
        program()  # read once, before the first visitor comes
        self.data = f"public, max-age={max_age}" if max_age else "no-cache"
        self._keeping = (self.data, *_KEEPING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless the client has the answer already."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(_OTHERS):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        name = self._name(scope, asked)
        given = asked.get("if-none-match")
        if name is not None and given is not None:
            for keeping in self._keeping:
                if matches(given, tag := self._tag(name, keeping)):
                    headers = [(b"etag", tag.encode()), (b"vary", _ALL.encode()), (b"cache-control", keeping.encode())]
                    await send({"type": "http.response.start", "status": 304, "headers": headers})
                    await send({"type": "http.response.body", "body": b""})
                    return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                if not self.live.certain:
                    headers["Cache-Control"] = "no-store"
                    del headers["ETag"]
                elif name == self._name(scope, asked):  # else the snapshot has moved: nobody knows which of the two was read
                    self._mark(headers, name)
            await send(message)

        await self.app(scope, receive, tagged)

    def _mark(self, headers: MutableHeaders, name: str | None) -> None:
        if name is None or "etag" in headers or "set-cookie" in headers:
            return
        keeping = headers.setdefault("Cache-Control", self.data)
        if keeping in self._keeping:
            headers["ETag"] = self._tag(name, keeping)

    def _tag(self, name: str, keeping: str) -> str:
        # Weak: the same answer may be sent compressed or not.
        return f'W/"{name}-{self._keeping.index(keeping)}"'

    def _name(self, scope: Scope, asked: Headers) -> str | None:
        snapshot = self.live.known
        if snapshot is None or not self.live.certain:
            return None
        chosen = [asked.get(name) for name in _CHOOSING]
        language = cookie_parser(asked.get("cookie", "")).get("lang")
        here = (self.base_url, scope["scheme"], scope.get("root_path", ""), scope.get("raw_path") or scope["path"], scope["query_string"])
        key = (snapshot.id, self.today(), program(), here, chosen, language)
        return hashlib.sha256(repr(key).encode()).hexdigest()[:32]


@cache
def program() -> str:
    """Another text whenever the program that makes the answers, or the data it brings along, are others."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for file in sorted(package.rglob("*")):
        if file.suffix in {".py", ".html", ".po", ".rq"} or file.name == "manifest.json":
            digest.update(file.read_bytes())
    for name in ("data", "ontology"):
        for file in sorted(path for path in folder(name).rglob("*") if path.is_file()):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]

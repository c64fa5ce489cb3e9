"""The HTTP server of `legalgraph serve`: uvicorn, stopped gently by the first signal and at once by the second."""

import asyncio
import errno
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from legalgraph.errors import LegalGraphError
from legalgraph.web.garbage import settle
from legalgraph.web.sparql_protocol import DataFirst

_LOG = logging.getLogger(__name__)
_LAST_WORDS_S = 1.0  # at most, for a request that was ended to say so


class _Server(uvicorn.Server):
    """Ends with exit code 0 after SIGTERM or SIGINT: whoever sent it wanted it to end.

    After the first signal requests have `grace_s` seconds. Then, or after the second, `hurry` stops the queries that run, so that
    those who asked them are told; the requests that are left are cancelled, and connections that take nothing are cut off. uvicorn
    would cancel everything at once, which leaves a client without a reason and the log with a traceback for each.

    `prepare` is called once it listens, beside the first requests.
    """

    def __init__(self, config: uvicorn.Config, grace_s: float, hurry: Callable[[], None], prepare: Callable[[], None]) -> None:
        super().__init__(config)
        self._grace_s, self._hurry, self._prepare = grace_s, hurry, prepare
        self._exit_asked: float | None = None
        self._at_once = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self.started:
            threading.Thread(target=self._prepared, name="prepare", daemon=True).start()

    def _prepared(self) -> None:
        self._prepare()
        settle()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  uvicorn's signature
        """The first signal lets requests end; the second does not."""
        # No more here: what was interrupted may hold the locks that are needed.
        if self.should_exit and self._loop is not None:
            self._loop.call_soon_threadsafe(self._at_once.set)
        self._exit_asked = self._exit_asked or time.monotonic()
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and wait for requests as long as they have."""
        ending = asyncio.create_task(self._end_requests())
        await super().shutdown(sockets)
        ending.cancel()

    async def _end_requests(self) -> None:
        state, now = self.server_state, time.monotonic()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._at_once.wait(), self._grace_s - (now - (self._exit_asked or now)))
        if state.tasks:
            _LOG.warning("requests that are not over and are ended now: %d", len(state.tasks))
        threading.Thread(target=self._hurry, name="hurry", daemon=True).start()
        await self._last_words()
        for task in list(state.tasks):
            task.cancel()
        await self._last_words()
        for connection in list(state.connections):
            if connection.transport is not None:
                connection.transport.abort()

    async def _last_words(self) -> None:
        if tasks := list(self.server_state.tasks):
            await asyncio.wait(tasks, timeout=_LAST_WORDS_S)


def serve(app: DataFirst, host: str, port: int, *, grace_s: float = 30.0) -> None:
    """Serve until a signal. Raises LegalGraphError when nothing can listen there, or the application cannot begin.

    After the signal no new connections are taken, and requests have `grace_s` seconds to end.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,  # as `web.logs` has set it
        access_log=False,  # ours has the timing, and nothing about the visitor
        server_header=False,
        proxy_headers=False,  # below
        timeout_keep_alive=30,
    )
    # What a proxy was asked for is of use to pages; who asks for data is not made to pay for it.
    others = cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", app.others), config.forwarded_allow_ips))
    app.others = _saying_it_once(others, app)
    sys.setswitchinterval(0.001)  # seconds: many short requests beside a few long ones
    server = _Server(config, grace_s, app.state.hurry, app.state.prepare)
    settle()
    with suppress(SystemExit):  # uvicorn's way to say that it cannot listen; its log says why
        server.run()
    if app.state.failed:
        raise LegalGraphError(f"the server cannot begin: {app.state.failed}")
    if not server.started and server.lifespan.should_exit:
        raise LegalGraphError("the server cannot begin; what was logged before says why")
    if not server.started:
        raise LegalGraphError(f"could not listen on {host}:{port}: {why_deaf(host, port)}")


def _saying_it_once(others: ASGIApp, app: DataFirst) -> ASGIApp:
    """Leave out the traceback of a failure that `serve` tells in words."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def tell(message: Message) -> None:
            await send({**message, "message": ""} if message["type"] == "lifespan.startup.failed" and app.state.failed else message)

        await others(scope, receive, tell if scope["type"] == "lifespan" else send)

    return answer


def why_deaf(host: str, port: int) -> str:
    """Why nothing can listen there, with what to do about it."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        return f"{host!r} is neither an address nor a name that is known here; 127.0.0.1 is this machine alone, 0.0.0.0 lets others in"
    try:
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            return f"{host} is not an address of this machine; 127.0.0.1 is this machine alone, 0.0.0.0 lets others in"
        if error.errno == errno.EACCES:
            return "this user may not open that port; choose one above 1023 with --port"
        if error.errno != errno.EADDRINUSE:
            return os.strerror(error.errno) if error.errno else str(error)
        return "the port is taken; choose another with --port"
    return "something was in the way that is gone now; try again"

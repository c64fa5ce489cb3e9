"""A real server on a free port of this machine, for tests of pages, data and browsers."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from tests.conftest import TODAY
from tests.waiting import GENEROUS

from legalgraph.settings import Settings
from legalgraph.web.app import create_app


def settings(home: Path) -> Settings:
    return Settings(home=home, query_workers=1)


@contextmanager
def serving(home: Path, today: date = TODAY, base_url: str | None = None, **more: Any) -> Iterator[str]:
    """Serve a home as if it were `today`; gives the address. `base_url` is what the server takes for its address in the world.

    `more` are fields of Settings.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        app = create_app(replace(settings(home), base_url=base_url, **more), today=lambda: today)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            while not server.started:
                if not thread.is_alive():
                    raise RuntimeError("the server did not start")
                time.sleep(0.02)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=GENEROUS)


@contextmanager
def visiting(home: Path, today: date = TODAY, base_url: str | None = None, **more: Any) -> Iterator[httpx.Client]:
    """A visitor who reads Vietnamese pages, keeps cookies and follows no redirects by itself."""
    headers = {"Accept": "text/html", "Accept-Language": "vi"}
    with serving(home, today, base_url, **more) as address, httpx.Client(base_url=address, headers=headers, timeout=GENEROUS) as client:
        yield client

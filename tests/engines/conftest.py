"""Engines with the packaged data in them, and servers that read from them."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import httpx
import pytest
from tests.engines.servers import Server, made, missing
from tests.web.serving import visiting

from legalgraph.store.remote.connection import Connection, Credentials
from legalgraph.store.remote.engine import RemoteEngine
from legalgraph.store.remote.push import GraphStore, Pushed, guessed_store, push
from legalgraph.store.snapshots import Home

TODAY = date(2026, 1, 1)


def load(server: Server, home: Path, *, replace: bool = False) -> Pushed:
    """Push the current snapshot of a home, as the command does."""
    credentials = Credentials.of(server.login)
    with closing(Connection(server.query, credentials)) as connection:
        RemoteEngine(connection).ask("ASK { ?s ?p ?o }")
        address = guessed_store(server.query, connection.server)
        assert address
        with closing(GraphStore(address, credentials)) as store:
            return push(Home(home), connection, store, replace=replace)


def ready(client: httpx.Client, seconds: float = 60) -> None:
    """Wait until a server can answer everything."""
    until = time.monotonic() + seconds
    while (told := client.get("/ready")).status_code != 200:
        assert time.monotonic() < until, told.text
        time.sleep(0.1)


@pytest.fixture
def own_packaged(packaged_home: Path, tmp_path: Path) -> Path:
    """A copy of the packaged data's home, to push from."""
    return Path(shutil.copytree(packaged_home, tmp_path / "own"))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Start an engine of one's own with an empty database."""
    with ExitStack() as stack:

        def started(name: str) -> Server:
            if why := missing(name):
                pytest.skip(why)
            server = made(name, tmp_path / name)
            stack.callback(server.kill)
            server.start()
            return server

        yield started


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso", "virtuoso-short"])
def loaded(request: pytest.FixtureRequest, packaged_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each of the engines, with the packaged data. Read it only."""
    if why := missing(request.param):
        pytest.skip(why)
    server = made(request.param, tmp_path_factory.mktemp(request.param) / "db")
    try:
        server.start()
        load(server, packaged_home)
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="module")
def local(packaged_home: Path) -> Iterator[httpx.Client]:
    """A visitor of a server that reads the snapshot of the home."""
    with visiting(packaged_home, TODAY) as client:
        yield client


@pytest.fixture(scope="module")
def remote(loaded: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A visitor of a server that reads from the engine."""
    home = tmp_path_factory.mktemp("mirror") / "home"
    with visiting(home, TODAY, endpoint=loaded.query) as client:
        ready(client)
        yield client

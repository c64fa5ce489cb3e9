"""The engines compared: libraries in a process of their own, servers over HTTP. Each is started, asked, and ended."""

import http.client
import json
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlencode

from bench.queries.answers import Rows, rows_of
from bench.queries.data import Data
from bench.queries.processes import cpu_seconds, end, memory_mb

JSON = "application/sparql-results+json"
START_SECONDS = 900
_STILL, _IDLE = 1.0, 0.03  # a server has settled that needs less of the processor than that in so many seconds


class Missing(Exception):
    """The engine is not on this machine; says how to get it."""


class Failed(Exception):
    """The engine did not start, or did not answer."""


class NotReached(Failed):
    """The server does not listen, or closed the connection."""


class Engine(ABC):
    """One running engine."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    @abstractmethod
    def rows(self, query: str) -> Rows:
        """The answer to a query. Raises Failed."""

    @abstractmethod
    def cpu(self, queries: list[str], seconds: float) -> float:
        """Ask all queries once and return what they cost the processor. Raises Failed after `seconds` of time."""

    @property
    def memory_mb(self) -> float:
        """What it holds in memory now."""
        return memory_mb(self.process.pid)

    def close(self) -> None:
        """End the engine."""
        end(self.process)


class Inside(Engine):
    """A library, driven through the pipes of its process."""

    def __init__(self, kind: str, path: Path, log: IO[bytes]) -> None:
        command = [sys.executable, "-m", "bench.queries.inside", kind, str(path)]
        super().__init__(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log))
        self._said()

    def rows(self, query: str) -> Rows:
        return rows_of(self._ask(query, rows=True)["answer"])

    def cpu(self, queries: list[str], seconds: float) -> float:
        until = time.monotonic() + seconds
        spent = 0.0
        for query in queries:
            spent += float(self._ask(query, rows=False)["cpu"])
            if time.monotonic() > until:
                raise Failed(f"took more than {seconds:.0f} seconds")
        return spent

    def _ask(self, query: str, *, rows: bool) -> dict[str, Any]:
        source = cast("IO[bytes]", self.process.stdin)
        source.write(json.dumps({"query": query, "rows": rows}).encode() + b"\n")
        source.flush()
        return self._said()

    def _said(self) -> dict[str, Any]:
        line = cast("IO[bytes]", self.process.stdout).readline()
        if not line:
            raise Failed(f"ended with {self.process.wait()}")
        return cast("dict[str, Any]", json.loads(line))


class Server(Engine):
    """A SPARQL endpoint on this machine. Making one waits until it answers; raises Failed."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, path: str) -> None:
        super().__init__(process)
        self.port, self.path = port, path
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        until = time.monotonic() + START_SECONDS
        while True:
            with suppress(NotReached):
                self.body("ASK { }")
                self._settle(until)
                return
            if time.monotonic() > until or self.process.poll() is not None:
                self.close()
                raise Failed("the server did not start")
            time.sleep(0.2)

    def _settle(self, until: float) -> None:
        """Wait until what a server prepares once it answers is done, as that is no part of what a query costs."""
        before = cpu_seconds(self.process.pid)
        while time.monotonic() < until:
            time.sleep(_STILL)
            now = cpu_seconds(self.process.pid)
            if now - before < _IDLE:
                return
            before = now

    def rows(self, query: str) -> Rows:
        return rows_of(json.loads(self.body(query)))

    def cpu(self, queries: list[str], seconds: float) -> float:
        until = time.monotonic() + seconds
        before = cpu_seconds(self.process.pid)
        for query in queries:
            self.body(query)
            if time.monotonic() > until:
                raise Failed(f"took more than {seconds:.0f} seconds")
        return cpu_seconds(self.process.pid) - before

    def target(self, query: str) -> str:
        """What a GET asks for."""
        return f"{self.path}?{urlencode({'query': query})}"

    def body(self, query: str) -> bytes:
        """The answer as it comes, over one connection that is kept. Raises Failed."""
        try:
            self._connection.request("GET", self.target(query), headers={"Accept": JSON})
            answer = self._connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise NotReached(repr(error)) from error
        if answer.status != 200:
            raise Failed(f"{answer.status} {body[:200]!r}")
        return body

    def close(self) -> None:
        self._connection.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Contender:
    """How an engine is called and started. `open` is given the data, a folder, a free port and a log."""

    name: str
    open: Callable[[Data, Path, int, IO[bytes]], Engine]


def beside_python(name: str) -> str:
    """A program of the virtual environment. Raises Missing."""
    found = Path(sys.executable).parent / name
    if not found.is_file():
        raise Missing(f"no {name} beside {sys.executable}: pip install {name}")
    return str(found)


def begun(command: list[str], log: IO[bytes], folder: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a server; what it says goes to the log."""
    return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)


def _library(kind: str, data: Data, _: Path, __: int, log: IO[bytes]) -> Engine:
    needed = {"legalgraph": "pyoxigraph"}.get(kind, kind)
    if find_spec(needed) is None:
        raise Missing(f"pip install {needed}")
    return Inside(kind, data.nquads if kind == "rdflib" else data.home, log)


def _serve(data: Data, _: Path, port: int, log: IO[bytes]) -> Engine:
    command = [sys.executable, "-m", "legalgraph.cli", "--home", str(data.home), "serve", "--port", str(port)]
    return Server(begun([*command, "--query-timeout", "60"], log), port, "/sparql")


def _native(data: Data, _: Path, port: int, log: IO[bytes]) -> Engine:
    command = [beside_python("oxigraph"), "serve-read-only", "--location", str(data.store), "--bind", f"127.0.0.1:{port}"]
    return Server(begun([*command, "--union-default-graph"], log), port, "/query")


def _rdflib_endpoint(data: Data, _: Path, port: int, log: IO[bytes]) -> Engine:
    command = [beside_python("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(data.nquads)]
    return Server(begun(command, log), port, "/")


def _virtuoso(data: Data, folder: Path, port: int, log: IO[bytes]) -> Engine:
    from bench.queries.virtuoso import start

    return start(data, folder, port, log)


CONTENDERS = (
    Contender("legalgraph in process", partial(_library, "legalgraph")),
    Contender("rdflib in memory", partial(_library, "rdflib")),
    Contender("oxrdflib", partial(_library, "oxrdflib")),
    Contender("legalgraph serve", _serve),
    Contender("oxigraph serve-read-only", _native),
    Contender("rdflib-endpoint", _rdflib_endpoint),
    Contender("Virtuoso", _virtuoso),
)

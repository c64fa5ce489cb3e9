"""`legalgraph serve` as a process of its own, for tests that stop and kill it."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from tests.waiting import GENEROUS

SOURCE = Path(__file__).parents[2] / "src"


class Server:
    """A running server: its address, its process, its workers, and what it has written so far."""

    def __init__(self, home: Path, folder: Path, *options: str) -> None:
        self.out, self.err = folder / "out.log", folder / "err.log"
        command = [sys.executable, "-m", "legalgraph.cli", "--home", str(home), "serve", "--port", "0", "--as-is", *options]
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(command, stdout=out, stderr=err, env={**os.environ, "PYTHONPATH": str(SOURCE)})
        self.address = ""

    def wait(self, seconds: float = GENEROUS) -> None:
        """Wait until it listens. Raises RuntimeError when it ends before."""
        deadline = time.monotonic() + seconds
        while not (found := re.search(r"running on (http://\S+)", self.err.read_text())):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.err.read_text())
            time.sleep(0.02)
        self.address = found[1]

    @property
    def workers(self) -> set[int]:
        """The processes it has started."""
        found = set()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it may end while we look
                state, parent = stat.read_text().rpartition(")")[2].split()[:2]
                if int(parent) == self.process.pid and state != "Z":
                    found.add(int(stat.parent.name))
        return found

    def client(self, **more: str) -> httpx.Client:
        """A visitor who reads data."""
        return httpx.Client(base_url=self.address, timeout=GENEROUS, headers={"Accept": "*/*", "Accept-Encoding": "identity", **more})

    def end(self) -> int:
        """Stop it as an operator does, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=GENEROUS)


@contextmanager
def running(home: Path, folder: Path, *options: str) -> Iterator[Server]:
    """A server that listens; whatever happens, it is gone afterwards."""
    server = Server(home, folder, *options)
    try:
        server.wait()
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def gone(pids: set[int], seconds: float = GENEROUS) -> bool:
    """Whether all of the processes end within the time."""
    deadline = time.monotonic() + seconds
    while any(_lives(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Visitors:
    """What came of the requests of many clients."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, int, bytes]] = []
        self.errors: list[Exception] = []

    def visit(self, server: Server, address: str, ended: threading.Event) -> None:
        """Ask on one connection until the end."""
        with server.client() as client:
            while not ended.wait(0.01):
                try:
                    reply = client.get(address)
                    self.answers.append((address, reply.status_code, reply.content))
                except httpx.HTTPError as error:
                    self.errors.append(error)


@contextmanager
def visiting(server: Server, *addresses: str) -> Iterator[Visitors]:
    """A client for each address, asking again and again meanwhile."""
    visitors, ended = Visitors(), threading.Event()
    threads = [threading.Thread(target=visitors.visit, args=(server, address, ended), daemon=True) for address in addresses]
    for thread in threads:
        thread.start()
    try:
        yield visitors
    finally:
        ended.set()
        for thread in threads:
            thread.join(timeout=GENEROUS)

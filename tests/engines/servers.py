"""Real SPARQL engines as processes on free ports of this machine."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {most_rows}
MaxQueryExecutionTime = 20
"""


@dataclass(slots=True)
class Server:
    """One engine: started, killed, started again with the same data on the same port."""

    name: str
    command: list[str]
    folder: Path
    query: str
    login: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = (self.folder / "out.log").open("ab")
        self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        log.close()
        for _ in range(600):
            try:
                if httpx.post(self.query, data={"query": "ASK { ?s ?p ?o }"}, timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} did not start: {(self.folder / 'out.log').read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=20)
            self.process = None


def free_port() -> int:
    """A port that nobody listens on, and that the kernel gives to no connection meanwhile."""
    while True:
        port = random.randrange(15_000, 30_000)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def missing(name: str) -> str | None:
    """Why an engine cannot be tested here; None when it can."""
    if name.startswith("virtuoso"):
        return None if shutil.which("virtuoso-t") else "virtuoso-t is not installed (Debian: apt-get install virtuoso-opensource-7)"
    return None if _oxigraph() else "the oxigraph server is not installed (pip install oxigraph)"


def made(name: str, folder: Path) -> Server:
    """An engine with an empty database in a folder. `virtuoso-short` cuts answers at 1,000 rows."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    if not name.startswith("virtuoso"):
        # Without the option by which its default graph would be the union: we have to find that out.
        command = [_oxigraph() or "", "serve", "--location", "db", "--bind", f"127.0.0.1:{port}"]
        return Server(name, command, folder, f"http://127.0.0.1:{port}/query")
    most_rows = 1000 if name == "virtuoso-short" else 10_000
    (folder / "virtuoso.ini").write_text(_INI.format(port=port, sql_port=free_port(), most_rows=most_rows))
    command = [shutil.which("virtuoso-t") or "", "-f", "-c", "virtuoso.ini"]
    login = {"LEGALGRAPH_ENDPOINT_USER": "dba", "LEGALGRAPH_ENDPOINT_PASSWORD": "dba"}
    return Server(name, command, folder, f"http://127.0.0.1:{port}/sparql", login)


def _oxigraph() -> str | None:
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if os.access(beside, os.X_OK) else shutil.which("oxigraph")

"""One query worker as its parent sees it: a child process, two pipes, and what its death means."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from legalgraph.errors import LegalGraphError, QueryLimit, QueryTimeout, StoreError
from legalgraph.store import worker_main


class WorkerDied(Exception):
    """The child closed its pipes; `WorkerProcess.cause_of_death` says why."""


class WorkerProcess:
    """A child that answers queries over one snapshot. Used by one thread at a time; `kill` may come from any."""

    def __init__(self, store_path: Path, memory_mb: int) -> None:
        # By path and without its folder on the module path: the child needs nothing of this package to start.
        command = [sys.executable, "-P", worker_main.__file__, str(store_path), str(memory_mb)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "RUST_BACKTRACE": "0"},
        )
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        self._stderr = cast("IO[bytes]", self._process.stderr)
        self.store_path = store_path
        self.ready = False
        self.network_barred_by = ""

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    def ask(self, job: dict[str, Any]) -> None:
        """Hand over one job. Raises WorkerDied."""
        body = json.dumps(job).encode()
        try:
            self._stdin.write(worker_main.LENGTH.pack(len(body)) + body)
            self._stdin.flush()
        except OSError as error:
            raise WorkerDied from error

    def frame(self) -> tuple[bytes, bytes]:
        """Wait for the next frame and return its letter and content. Raises WorkerDied."""
        head = self._stdout.read(worker_main.FRAME.size)
        if len(head) < worker_main.FRAME.size:
            raise WorkerDied
        letter, length = worker_main.FRAME.unpack(head)
        body = self._stdout.read(length)
        if len(body) < length:
            raise WorkerDied
        return letter, body

    def lower(self) -> None:
        """Let the child compute only when nobody else wants to, from now on."""
        with suppress(OSError):  # it may have ended
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def kill(self) -> None:
        """End the child at once, whatever it does. Its pipes then read as closed."""
        self._process.kill()

    def bury(self) -> None:
        """Make sure that nothing is left of the child. Not while another thread reads from it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._stdin, self._stdout, self._stderr):
            with suppress(BrokenPipeError):  # what was not yet written to it is of no use now
                pipe.close()

    def cause_of_death(self) -> LegalGraphError:
        """Wait for the end of a child that closed its pipes, and say in words why it died."""
        code = self._process.wait()
        words = self._stderr.read().decode(errors="replace")
        if code in (-signal.SIGXCPU, -signal.SIGALRM):
            return QueryTimeout("the query took too long and was stopped")
        if code in (-signal.SIGSEGV, -signal.SIGBUS) or "overflowed its stack" in words:
            return QueryLimit("the query is too long or too deeply nested for the engine")
        # Rust and C++ both abort when memory is refused; the kernel kills when the whole machine has none left.
        if code in (-signal.SIGABRT, -signal.SIGKILL):
            return QueryLimit("the query needed more memory than it may have and was stopped")
        return StoreError(f"the query worker ended with {code}: {words.strip()[-500:] or 'it said nothing'}")

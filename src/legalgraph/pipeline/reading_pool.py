"""Files read on all cores by child processes. A child that dies or hangs costs the one file it was reading."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from legalgraph.pipeline.kept import reader_version

# A statute of a thousand articles takes a second or two, a scanned atlas a minute.
_SECONDS_A_FILE = 300.0


@dataclass(frozen=True, slots=True)
class Read:
    """One document of a file: its name, the name of its kept reading, and whether it was read just now."""

    name: str
    kept: str
    new: bool


@dataclass(frozen=True, slots=True)
class FileDone:
    """A job that ended: what the file held, or why it could not be read. `size` is in bytes."""

    path: Path
    name: str
    size: int
    read: tuple[Read, ...] = ()
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, or the bytes from `start` to `end` of it, or a reading kept by an older version (`digest`, `entry`)."""

    path: Path
    name: str
    size: int
    start: int | None = None
    end: int | None = None
    digest: str | None = None
    entry: int | None = None

    def message(self) -> bytes:
        """The job as the child reads it."""
        said = {
            "path": str(self.path),
            "name": self.name,
            "version": reader_version(),
            "start": self.start,
            "end": self.end,
            "digest": self.digest,
            "entry": self.entry,
        }
        return json.dumps({name: value for name, value in said.items() if value is not None}).encode() + b"\n"


class _Child:
    """One child process and the thread that hands it jobs."""

    def __init__(self, command: Sequence[str], jobs: "queue.SimpleQueue[Job | None]", done: "queue.SimpleQueue[FileDone | None]") -> None:
        self._command, self._jobs, self._done = command, jobs, done
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] = TemporaryFile()  # noqa: SIM115
        self.since: float | None = None
        self.stopped = False
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def kill(self) -> None:
        """End the process, whatever it does."""
        process = self._process
        if process is not None:
            process.kill()

    def _serve(self) -> None:
        try:
            while (job := self._jobs.get()) is not None and not self.stopped:
                self.since = time.monotonic()
                self._done.put(self._tried(job))
                self.since = None
            if self._process is not None:
                with suppress(OSError):
                    cast("IO[bytes]", self._process.stdin).close()
                self._process.wait()
                cast("IO[bytes]", self._process.stdout).close()
            self._said.close()
        finally:
            self._done.put(None)  # whoever waits must not wait for ever

    def _tried(self, job: Job) -> FileDone:
        """Do a job; what goes wrong on this side of the pipe costs the file, too."""
        try:
            return self._do(job)
        except (OSError, ValueError, KeyError) as error:
            self.kill()
            self._process = None
            return FileDone(job.path, job.name, job.size, (), f"the reader could not be started or understood: {error}")

    def _do(self, job: Job) -> FileDone:
        if self._process is None:
            self._said.seek(0)
            self._said.truncate()
            quiet = {**os.environ, "RUST_BACKTRACE": "0"}
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, env=quiet
            )
        read: list[Read] = []
        stdin, stdout = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        with suppress(OSError):
            stdin.write(job.message())
            stdin.flush()
        for line in stdout:
            self.since = time.monotonic()  # the time limit is for one document, and here is one
            message: dict[str, Any] = json.loads(line)
            if "kept" in message:
                read.append(Read(message["name"], message["kept"], message["new"]))
            else:
                return FileDone(job.path, job.name, job.size, tuple(read), message.get("failed"))
        return FileDone(job.path, job.name, job.size, (), self._cause_of_death())

    def _cause_of_death(self) -> str:
        process, self._process = cast("subprocess.Popen[bytes]", self._process), None
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                cast("IO[bytes]", pipe).close()
        if self.since is not None and time.monotonic() - self.since >= _SECONDS_A_FILE:
            return f"it took more than {_SECONDS_A_FILE:.0f} seconds to read"
        self._said.seek(0)
        last = self._said.read().decode(errors="replace").strip().rpartition("\n")[2]
        how = f"signal {-code}" if code < 0 else last[-200:] or f"code {code}"
        return f"the reader broke down over it ({how})"


def read_files(
    jobs: Sequence[Job], folders: Sequence[Path], processes: int | None = None, watch: Callable[[float], None] = lambda _: None
) -> Generator[FileDone]:
    """Read files with as many processes as there are cores; give each as it is done, in any order.

    `folders` are where readings are kept; new ones are written to the last. `watch` is called about five times a
    second while nothing is done. Children are gone when the iteration ends, however it ends.
    """
    waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[FileDone | None] = queue.SimpleQueue()
    # The largest first, so that no core is left with it alone at the end.
    for job in sorted(jobs, key=lambda job: -job.size):
        waiting.put(job)
    count = max(1, min(processes or os.cpu_count() or 1, len(jobs)))
    for _ in range(count):
        waiting.put(None)
    command = [sys.executable, "-P", "-m", "legalgraph.pipeline.reading_worker", *map(str, folders)]
    children = [_Child(command, waiting, done) for _ in range(count)] if jobs else []
    try:
        running = len(children)
        while running:
            try:
                result = done.get(timeout=0.2)
            except queue.Empty:
                now = time.monotonic()
                for child in children:
                    if child.since is not None and now - child.since > _SECONDS_A_FILE:
                        child.kill()
                watch(now)
                continue
            if result is None:
                running -= 1
            else:
                yield result
    finally:
        for child in children:
            child.stopped = True
            child.kill()
        for child in children:
            child.thread.join(timeout=10)


def pieces(path: Path, size: int = 1 << 20) -> Iterator[tuple[int, int]]:
    """Cut a file of lines in pieces of about a size, each whole lines."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        start = 0
        while start < end:
            file.seek(min(end, start + size))
            file.readline()
            stop = min(end, file.tell())
            yield start, stop
            start = stop

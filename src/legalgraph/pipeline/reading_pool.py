"""Files read on all cores by child processes. A child that dies or hangs costs the one file, or the record of many, it was reading."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from legalgraph.pipeline.kept import reader_version
from legalgraph.pipeline.pieces import PIECE, Piece

# A statute of a thousand articles takes a second or two, a scanned atlas a minute.
_SECONDS_A_FILE = 300.0
_MOST_DEATHS = 8  # of children over the records of one file
_WORTH_A_CHILD = 200_000  # bytes: a child takes as long to start as to read so much
_KILLED = 9  # the signal by which others, and systems short of memory, end a process


@dataclass(frozen=True, slots=True)
class Read:
    """One document of a file: its name, the name of its kept reading, whether it was read just now, and what beside it meant nothing."""

    name: str
    kept: str
    new: bool
    unusable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, or a piece of it, or a reading kept by an older version (`digest`, `entry`). `size` is in bytes."""

    path: Path
    name: str
    size: int
    piece: Piece | None = None
    digest: str | None = None
    entry: int | None = None

    def message(self, after: int | None = None) -> bytes:
        """The job as the child reads it; the records of a piece up to number `after` are passed over."""
        said = {
            "path": str(self.path),
            "name": self.name,
            "version": reader_version(),
            "piece": asdict(self.piece) if self.piece else None,
            "after": after,
            "digest": self.digest,
            "entry": self.entry,
        }
        return json.dumps({name: value for name, value in said.items() if value is not None}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class FileDone:
    """A job that ended: what the file or its piece held, or why it could not be read.

    `doubts` are records that could not be read: the number of each and why. When all failed in a piece, `behind` is the number of the
    last record before that.
    """

    job: Job
    read: tuple[Read, ...] = ()
    failed: str | None = None
    doubts: tuple[tuple[int, str], ...] = ()
    behind: int = 0


class _Doing:
    """A job that is being done: what was read as yet, which record is being read, and the last that is behind."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.read: list[Read] = []
        self.doubts: list[tuple[int, str]] = []
        self.at: int | None = None
        self.behind = job.piece.before if job.piece else 0

    def hear(self, message: Mapping[str, Any]) -> None:
        """Take in what a child says of a document or a record."""
        if "kept" in message:
            self.read.append(Read(message["name"], message["kept"], message["new"], tuple(map(tuple, message.get("unusable", ())))))
            self._passed()
        elif "why" in message:
            self.doubt(message["why"])
        else:
            self.at = message["number"]

    def doubt(self, why: str) -> None:
        """The record that is being read cannot be."""
        if self.at is not None:
            self.doubts.append((self.at, why))
        self._passed()

    def _passed(self) -> None:
        self.behind, self.at = self.at or self.behind, None

    def ended(self, failed: str | None) -> FileDone:
        """The job as it ended."""
        return FileDone(self.job, tuple(self.read), failed, tuple(self.doubts), self.behind)


class _Child:
    """One child process and the thread that hands it jobs."""

    def __init__(
        self, command: Sequence[str], jobs: "queue.SimpleQueue[Job | None]", done: "queue.SimpleQueue[FileDone | None]",
        deaths: Counter[str],
    ) -> None:  # fmt: skip
        self._command, self._jobs, self._done, self._deaths = command, jobs, done, deaths
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
        doing = _Doing(job)
        try:
            return self._done_with(doing)
        except (OSError, ValueError, KeyError) as error:
            self.kill()
            self._process = None
            return doing.ended(f"the reader could not be started or understood: {error}")

    def _done_with(self, doing: _Doing) -> FileDone:
        """Do a job; behind a record that ends the child, another child goes on."""
        job, after, again = doing.job, None, None
        while self._deaths[job.name] < _MOST_DEATHS:
            ended = self._do(doing, after)
            if ended is not None:
                return doing.ended(ended.get("failed"))
            why, killed = self._cause_of_death()
            self._deaths[job.name] += 1
            if job.piece is None or doing.at is None or self.stopped:
                return doing.ended(why)
            if killed and again != doing.at:
                again, doing.at = doing.at, None  # as where memory is short: the record need not be to blame
            else:
                doing.doubt(why)
            after, self.since = doing.behind, time.monotonic()
        return doing.ended(f"the reader broke down over it {_MOST_DEATHS} times")

    def _do(self, doing: _Doing, after: int | None) -> Mapping[str, Any] | None:
        """Hand a job to a child and listen to what it says; return its last word, or None when it died."""
        if self._process is None:
            self._said.seek(0)
            self._said.truncate()
            quiet = {**os.environ, "RUST_BACKTRACE": "0"}
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, env=quiet
            )
        stdin, stdout = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        with suppress(OSError):
            stdin.write(doing.job.message(after))
            stdin.flush()
        for line in stdout:
            self.since = time.monotonic()  # the time limit is for one document, and here is one
            message: dict[str, Any] = json.loads(line)
            if "failed" in message or "done" in message:
                return message
            doing.hear(message)
        return None

    def _cause_of_death(self) -> tuple[str, bool]:
        """Why the process ended, and whether others ended it."""
        process, self._process = cast("subprocess.Popen[bytes]", self._process), None
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                cast("IO[bytes]", pipe).close()
        if self.since is not None and time.monotonic() - self.since >= _SECONDS_A_FILE:
            return f"it took more than {_SECONDS_A_FILE:.0f} seconds to read", False
        self._said.seek(0)
        last = self._said.read().decode(errors="replace").strip().rpartition("\n")[2]
        how = f"signal {-code}" if code < 0 else last[-200:] or f"code {code}"
        return f"the reader broke down over it ({how})", code == -_KILLED


def read_files(
    jobs: Sequence[Job], folders: Sequence[Path], processes: int | None = None, watch: Callable[[float], None] = lambda _: None
) -> Generator[FileDone]:
    """Read files with as many processes as there are cores, or fewer where there is little to read; give each as it is done, in any order.

    `folders` are where readings are kept; new ones are written to the last. `watch` is called about five times a
    second while nothing is done. Children are gone when the iteration ends, however it ends.
    """
    waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[FileDone | None] = queue.SimpleQueue()
    # The largest first, so that no core is left with it alone at the end. Pieces keep their order: whoever reads on reads no row twice.
    for job in sorted(jobs, key=lambda job: -PIECE if job.piece else -job.size):
        waiting.put(job)
    worth = 1 + sum(job.size for job in jobs) // _WORTH_A_CHILD
    count = max(1, min(processes or min(os.cpu_count() or 1, worth), len(jobs)))
    for _ in range(count):
        waiting.put(None)
    command = [sys.executable, "-P", "-m", "legalgraph.pipeline.reading_worker", *map(str, folders)]
    deaths = Counter[str]()
    children = [_Child(command, waiting, done, deaths) for _ in range(count)] if jobs else []
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

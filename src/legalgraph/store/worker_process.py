"""One query worker as its parent sees it: a child process, two pipes, and what its death means."""

import fcntl
import io
import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from legalgraph.errors import LegalGraphError, QueryLimit, QueryTimeout, StoreError
from legalgraph.store import worker_main

_LOG = logging.getLogger(__name__)
_HEAD = worker_main.FRAME.size
_MOST_LOGGED = 4000  # characters of what a worker said before it ended
_MOST_AT_ONCE = 1024 * 1024  # what anybody may let a pipe of Linux hold
# The engine asks for many small pieces of memory and gives them back at once: keeping more of them at hand saves a third of
# a short query, keeping what was freed a twentieth of a large answer. Other C libraries do not look at it.
_MEMORY = ":".join(
    f"glibc.malloc.{name}={value}"
    for name, value in (("tcache_count", 127), ("trim_threshold", 64 << 20), ("mmap_threshold", 64 << 20), ("top_pad", 1 << 20))
)
_NICER = 5  # than the server, which hands on what the workers write
_ALL_THREADS = 2  # Linux names the clock of another process by its id and by what is counted; glibc: clock_getcpuclockid
_F_SETPIPE_SZ = 1031  # Linux; `fcntl` has a name for it where Python was built beside a newer kernel only


class WorkerDied(Exception):
    """The child closed its pipes; `WorkerProcess.cause_of_death` says why."""


class WorkerProcess:
    """A child that answers queries over one snapshot. Used by one thread at a time; `kill` may come from any."""

    def __init__(self, store_path: Path, memory_mb: int) -> None:
        # By path and without its folder on the module path: the child needs nothing of this package to start.
        command = [sys.executable, "-P", worker_main.__file__, str(store_path), str(memory_mb)]
        self._process = subprocess.Popen(
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"GLIBC_TUNABLES": _MEMORY, **os.environ, "RUST_BACKTRACE": "0"},
        )
        self._stdin = cast("io.FileIO", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        self.descriptor = self._stdout.fileno()
        """What becomes readable when the child has written, or has died."""
        self._arrived, self._at = b"", 0  # what was taken in, and how much of it was given on
        self._data_left = 0  # of the frame of data that is being given on
        self.ended = False
        """Whether the child has closed its pipe, as far as was taken in."""
        _widen(self.descriptor)
        with suppress(OSError):  # from the beginning: starting takes longer than most queries
            os.setpriority(os.PRIO_PROCESS, self.pid, os.getpriority(os.PRIO_PROCESS, 0) + _NICER)
        self._stderr = cast("IO[bytes]", self._process.stderr)
        self.store_path = store_path
        self.ready = False
        self.network_barred_by = ""
        self._told_s: float | None = None  # what it had computed at the end of its last answer

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    def computed_s(self) -> float | None:
        """How much processor time the child has used, all its threads together; None where only the system knows."""
        if sys.platform == "linux" and self._process.returncode is None:
            with suppress(OSError):  # it may have ended
                return time.clock_gettime((~self.pid << 3) | _ALL_THREADS)
        return None

    def computed_before_s(self) -> float | None:
        """The same, for one that begins with a job: as it told at the end of the one before, which is had without asking the system."""
        told, self._told_s = self._told_s, None
        return self.computed_s() if told is None else told

    def note_end(self, told: bytes) -> int:
        """Take note of what the child told at the end of an answer; the most memory it ever used, in KiB."""
        peak_kib, computed_us = told.split()
        self._told_s = int(computed_us) / 1e6
        return int(peak_kib)

    def ask(self, job: bytes) -> None:
        """Hand over one job, a marshalled dictionary. That the child has died is told by `frame`: it may have said why before."""
        left = worker_main.LENGTH.pack(len(job)) + job
        with suppress(OSError):
            while left:
                left = left[self._stdin.write(left) :]

    @property
    def has_frame(self) -> bool:
        """Whether `frame` will not wait, because there is something to give or nothing more will come."""
        held = len(self._arrived) - self._at
        if self._data_left:
            return held > 0 or self.ended
        if held <= _HEAD:
            return self.ended
        letter, length = worker_main.FRAME.unpack_from(self._arrived, self._at)
        return letter == b"D" or held >= _HEAD + length or self.ended

    def look(self) -> bool:
        """Whether the child has said that it is ready; does not wait for it."""
        if not self.ready and not self.has_frame:
            arrived = select.poll()
            arrived.register(self.descriptor, select.POLLIN)
            if arrived.poll(0):
                self.take_in()
        if not self.ready and self._arrived.startswith(b"R", self._at) and self.has_frame:
            self.note_ready(self.frame()[1])
        return self.ready

    def why_never_ready(self, seconds: float) -> LegalGraphError | None:
        """Wait until the child is ready, but not longer than that; why it never will be, if it has ended or refused."""
        until = time.monotonic() + seconds
        arrived = select.poll()
        arrived.register(self.descriptor, select.POLLIN)
        while not self.ready and not self.has_frame and (left := until - time.monotonic()) > 0:
            if arrived.poll(left * 1000):
                self.take_in()
        if self.look() or not self.has_frame:
            return None
        try:
            return StoreError(json.loads(self.frame()[1])["message"])
        except WorkerDied:
            return self.cause_of_death()

    def note_ready(self, told: bytes) -> None:
        """Take note of what the child told when it was ready."""
        self.ready = True
        self.network_barred_by = told.decode()

    def take_in(self) -> None:
        """Take in what the child has written; waits when that is nothing."""
        try:
            arrived = os.read(self.descriptor, _MOST_AT_ONCE)
        except BlockingIOError:  # an event loop that once looked at the pipe may have changed how it is read
            waiting = select.poll()
            waiting.register(self.descriptor, select.POLLIN)
            waiting.poll()
            arrived = os.read(self.descriptor, _MOST_AT_ONCE)
        self.ended = not arrived
        self._arrived, self._at = self._arrived[self._at :] + arrived, 0

    def frame(self) -> tuple[bytes, bytes]:
        """Wait for the next frame and return its letter and content; data may come in pieces. Raises WorkerDied."""
        while not self.has_frame:
            self.take_in()
        held = len(self._arrived) - self._at
        letter = b"D"
        if not self._data_left:
            if held <= _HEAD:
                raise WorkerDied
            letter, length = worker_main.FRAME.unpack_from(self._arrived, self._at)
            self._at, held = self._at + _HEAD, held - _HEAD
            if letter == b"D":
                self._data_left = length
            elif held < length:
                raise WorkerDied
            else:
                return letter, self._given(length)
        if not held:
            raise WorkerDied
        piece = self._given(min(held, self._data_left))
        self._data_left -= len(piece)
        return letter, piece

    def whole(self) -> tuple[bytes, bytes, bytes] | None:
        """The contents of the header, the data and the end of an answer that is all here in one frame each; else take nothing."""
        arrived, at = self._arrived, self._at
        contents = []
        for expected in (b"H", b"D", b"E"):
            begin = at + _HEAD
            if begin > len(arrived):
                return None
            letter, length = worker_main.FRAME.unpack_from(arrived, at)
            at = begin + length
            if letter != expected or at > len(arrived):
                return None
            contents.append(arrived[begin:at])
        self._arrived, self._at = b"", 0
        header, data, end = contents
        return header, data, end

    def _given(self, size: int) -> bytes:
        begin, self._at = self._at, self._at + size
        return self._arrived[begin : self._at]

    def lower(self) -> None:
        """Let the child compute only when nobody else wants to."""
        with suppress(OSError):  # it may have ended
            if sys.platform == "linux":
                # A lowest priority still has its few milliseconds when somebody wakes; this has not.
                os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def lift(self) -> bool:
        """Undo `lower`, if this process may; most are not allowed to."""
        try:
            if sys.platform == "linux":
                os.sched_setscheduler(self.pid, os.SCHED_OTHER, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self.pid, os.getpriority(os.PRIO_PROCESS, 0) + _NICER)
        except OSError:
            return False
        return True

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
        if code == -signal.SIGABRT:  # so do Rust and C++ when memory is refused
            return QueryLimit("the query needed more memory than it may have and was stopped")
        if code == -signal.SIGKILL:  # of the query's own limits none does that; the kernel does not tell who did
            return QueryLimit("the query was killed from outside, or by a machine that had no memory left; try again, or ask for less")
        said = words.strip().splitlines() or ["it said nothing"]
        if len(said) > 1:  # a traceback is for the log
            _LOG.error("a query worker ended with %d: %s", code, words.strip()[-_MOST_LOGGED:])
        return StoreError(f"the query worker ended with {code}: {said[-1][:500]}")


def _widen(descriptor: int) -> None:
    """Let a pipe hold more: a large answer then costs fewer turns of both sides."""
    if sys.platform == "linux":
        with suppress(OSError):  # many pipes of one user are not allowed to be large
            fcntl.fcntl(descriptor, _F_SETPIPE_SZ, _MOST_AT_ONCE)

"""The program of a query worker: answers the queries of strangers, one after the other, until it is killed.

The parent writes jobs to standard input and reads answers from standard output; both are frames. A job is a marshalled
dictionary behind its length; an answer is any number of frames, each a letter, a length and at least one byte:

    R ready   once, with what bars the worker from the network
    H header  the kind of the answer, sent with its first bytes
    D data    a part of the serialised answer
    E end     the answer is complete; tells the most memory the worker ever used, in KiB, and the processor time, in µs
    X error   {"code": …, "message": …}, as JSON; the worker stays ready unless it was the first frame

It imports nothing of this package, so that a new worker is ready in the time Python needs to start.
"""

import ctypes
import json
import marshal
import os
import re
import resource
import select
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

LENGTH = struct.Struct(">I")
FRAME = struct.Struct(">cI")
FIRST = 64 * 1024  # an answer begins early …
CHUNK = 960 * 1024  # … and goes on in parts that fit the pipe with what the engine writes at once: a part is one turn of both sides
_STATUS = Path("/proc/self/status")
_STACK = 64 * 1024 * 1024  # deep queries end in words more often than in a crash


class ResultTooLarge(Exception):
    """The answer outgrew what the operator allows."""


class Answer:
    """The file-like output of one answer: collects what the engine writes into frames."""

    def __init__(self, output: IO[bytes], kind: bytes, limit: int, *, xml: bool) -> None:
        self._output = output
        self._kind = kind
        self._left = limit
        self._xml = xml
        self._begun = False
        self._parts: list[bytes] = []
        self._held = 0

    def write(self, data: bytes) -> int:
        """Take bytes of the answer. Raises ResultTooLarge."""
        part = readable_xml(data) if self._xml else data
        self._parts.append(part)
        self._held += len(part)
        if self._held >= (CHUNK if self._begun else FIRST):
            self._send()
            self._output.flush()
        return len(data)

    def flush(self) -> None:
        """Do nothing: only `finish` knows that all was written."""

    def finish(self) -> None:
        """Send what is left and mark the end, so that a short answer is one write. Raises ResultTooLarge."""
        self._send(frame(b"E", b"%d %d" % (peak_kib(), time.process_time_ns() // 1000)))

    def _send(self, end: bytes = b"") -> None:
        self._left -= self._held
        if self._left < 0:
            raise ResultTooLarge
        # Only now: whatever fails before the first bytes can still be answered with a proper status.
        head = b"" if self._begun else frame(b"H", self._kind)
        data = (FRAME.pack(b"D", self._held), *self._parts) if self._held else ()
        # In one write: the parent would else be woken for the few bytes before the data.
        self._output.write(b"".join((head, *data, end)))
        self._begun, self._parts, self._held = True, [], 0


def peak_kib() -> int:
    """The most memory this process ever used, in KiB; of little memory it may be more than that."""
    counted = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # A process inherits this count from the one that started it: much may be what the server used. Where it is told
    # rightly costs more to read.
    if 2 * 1024 * counted > resource.getrlimit(resource.RLIMIT_DATA)[0]:
        with suppress(OSError):  # exists on Linux only
            for line in _STATUS.read_bytes().splitlines():
                if line.startswith(b"VmHWM:"):
                    return int(line.split()[1])
    return counted


# Characters that XML 1.0 cannot carry at all; in UTF-8 these bytes are never part of another character.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def readable_xml(data: bytes) -> bytes:
    """Part of an XML document as the engine writes it, without what no reader of XML takes."""
    # A bare carriage return would be read as a line feed. The serialisers leave both as they are.
    return _NOT_XML.sub(b"\xef\xbf\xbd", data).replace(b"\r", b"&#13;")


def frame(letter: bytes, body: bytes) -> bytes:
    """One frame as it is written."""
    return FRAME.pack(letter, len(body)) + body


def refuse(output: IO[bytes], code: str, message: str) -> None:
    """Write that there is no answer and why, without flushing."""
    output.write(frame(b"X", json.dumps({"code": code, "message": message}).encode()))


def receive(source: IO[bytes]) -> dict[str, Any] | None:
    """Read one job, or None when the parent has gone."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = source.read(length)
    return cast("dict[str, Any]", marshal.loads(body)) if len(body) == length else None  # noqa: S302  what the parent made


def answer(store: Store, job: dict[str, Any], output: IO[bytes]) -> None:
    """Run one query and send its answer, or the error it ended with."""
    # If the parent stops, nobody would end this query: the kernel does, at a time the parent never reaches.
    signal.setitimer(signal.ITIMER_REAL, job["wall_seconds"])
    _limit_cpu(job["cpu_seconds"])
    try:
        _evaluate(store, job, output)
    except SyntaxError as error:
        refuse(output, "syntax", str(error))
    except ResultTooLarge:
        refuse(output, "size", f"the answer has more than {job['max_bytes']:,} bytes")
    except MemoryError:
        refuse(output, "memory", "")
    except BrokenPipeError:
        raise  # nobody is left to tell
    except OSError as error:
        refuse(output, "store", str(error))
    except (RuntimeError, ValueError) as error:
        refuse(output, "query", str(error))
    output.flush()
    signal.setitimer(signal.ITIMER_REAL, 0)


def _evaluate(store: Store, job: dict[str, Any], output: IO[bytes]) -> None:
    default, named = job["default_graphs"], job["named_graphs"]
    found = store.query(
        job["query"],
        # The flag overrides FROM clauses, so it is left out where the query has its own.
        use_default_graph_as_union=job["union"],
        default_graph=None if default is None else [NamedNode(iri) for iri in default],
        named_graphs=None if named is None else [NamedNode(iri) for iri in named],
    )
    media_type = job["media_type"]
    sink = Answer(output, _kind(found), job["max_bytes"], xml="xml" in media_type)
    target = cast("IO[bytes]", sink)
    if isinstance(found, QueryTriples):
        graph_format = RdfFormat.from_media_type(media_type)
        triples = nameable(found) if graph_format == RdfFormat.RDF_XML else found
        serialize(triples, target, graph_format, prefixes=job["prefixes"])
    else:
        found.serialize(target, QueryResultsFormat.from_media_type(media_type))
    sink.finish()


def _kind(found: QuerySolutions | QueryBoolean | QueryTriples) -> bytes:
    if isinstance(found, QueryTriples):
        return b"graph"
    return b"solutions" if isinstance(found, QuerySolutions) else b"boolean"


# A predicate becomes an element name, so it must end in a letter or underscore and what may follow one.
_ELEMENT_NAME = re.compile(r"(?:(?!\d)\w)[\w.-]*\Z")


def nameable(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples as they are. Raises ValueError at one that RDF/XML cannot hold."""
    seen: set[str] = set()
    for triple in triples:
        predicate = triple.predicate.value
        if predicate not in seen:
            if not _ELEMENT_NAME.search(predicate):
                raise ValueError(f"RDF/XML cannot name the predicate <{predicate}>; ask for Turtle or another format")
            seen.add(predicate)
        yield triple


def _limit_cpu(seconds: float) -> None:
    _limit(resource.RLIMIT_CPU, int(time.process_time() + seconds) + 1)


def _limit(what: int, value: int) -> None:
    soft, hard = resource.getrlimit(what)
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    if wanted != soft:
        resource.setrlimit(what, (wanted, hard))


def confine(memory_mb: int) -> str:
    """Limit memory and reach of this process; return what bars the network: "seccomp" or "nothing".

    Lowering the number of descriptors would bar sockets too, but a large store opens its files while it answers, and
    an engine that may not open one takes memory without end.
    """
    _limit(resource.RLIMIT_CORE, 0)
    # Data, not address space: the latter also counts what is only reserved, and every thread reserves 64 MiB.
    _limit(resource.RLIMIT_DATA, memory_mb << 20)
    _limit(resource.RLIMIT_STACK, _STACK)
    with suppress(OSError):  # exists on Linux only: when the machine runs out of memory, spare the server
        Path("/proc/self/oom_score_adj").write_text("500")
    return "seccomp" if _bar_sockets() else "nothing"


class _Filter(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Filter)))


# machine: the kernel's number of the architecture, then those of the calls socket and io_uring_setup
_CALLS = {
    "x86_64": (0xC000003E, (41, 425)),
    "aarch64": (0xC00000B7, (198, 425)),
    "riscv64": (0xC00000F3, (198, 425)),
}


def _bar_sockets() -> bool:
    """Have the kernel refuse new sockets to this process for good, should a SERVICE ever pass the guard."""
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in _CALLS:
        return False
    architecture, calls = _CALLS[machine]
    load, equal, give = 0x20, 0x15, 0x06  # BPF: load a word, jump if equal, return
    refuse, allow = 0x00050000 | 13, 0x7FFF0000  # fail with EACCES, let pass
    steps = [_Filter(load, 0, 0, 4), _Filter(equal, 0, len(calls) + 1, architecture), _Filter(load, 0, 0, 0)]
    steps += [_Filter(equal, len(calls) - index, 0, call) for index, call in enumerate(calls)]
    steps += [_Filter(give, 0, 0, allow), _Filter(give, 0, 0, refuse)]
    program = _Program(len(steps), (_Filter * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, by_filter = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(set_seccomp, by_filter, ctypes.byref(program), 0, 0) == 0)


def _end_with_parent() -> None:
    """End this process as soon as nobody is left who could write to it, also in the middle of a query."""

    def watch() -> None:
        ended = select.poll()
        ended.register(0, 0)  # nothing but the end of the pipe
        ended.poll()
        os._exit(0)

    threading.stack_size(256 * 1024)  # memory is counted
    threading.Thread(target=watch, daemon=True).start()
    threading.stack_size(0)


def main(arguments: list[str]) -> int:
    """Serve the store named first within the memory named second, until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the pipe
    source, output = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that prints may get between the frames
    barred = confine(int(arguments[1]))
    _end_with_parent()
    try:
        store = Store.read_only(arguments[0])
    except OSError as error:
        refuse(output, "store", str(error))
        output.flush()
        return 1
    output.write(frame(b"R", barred.encode()))
    output.flush()
    while (job := receive(source)) is not None:
        answer(store, job, output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

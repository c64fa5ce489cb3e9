"""Exports in the RDF family: sorted, each statement once, within bounded memory."""

import heapq
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, TypeVar, cast

from pyoxigraph import Quad, RdfFormat, Triple, parse

from legalgraph.export.slices import Slice
from legalgraph.rdf.formats import Format, write
from legalgraph.rdf.vocab import term

# So many statements are sorted in memory at once (about 100 MB); more are sorted in runs on disk and merged.
RUN = 300_000
_IN_MEMORY = 64 * 1024 * 1024
_TYPE = f" {term('rdf:type')} ".encode()
_T = TypeVar("_T", Quad, Triple)


def write_statements(content: Slice, output: IO[bytes], format: Format) -> tuple[int, int]:
    """Write a slice in a format with named graphs, else the union of all graphs as triples; sorted, each once.

    Returns how many statements were written and how many characters RDF/XML could not carry.
    """
    order = _by_graph if format.rdf_format == RdfFormat.TRIG else _by_subject
    counter = _Counter()
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        lines = cast("IO[bytes]", spool)
        content.dump(lines)
        lines.seek(0)
        quads = parse(io.BufferedReader(_Lines(in_order(lines, order))), format=RdfFormat.N_QUADS)
        if format.named_graphs:
            replaced = write(counter.once(quads), output, format)
        else:
            # In order, the copies of a triple in different graphs follow each other.
            replaced = write(counter.once(quad.triple for quad in quads), output, format)
    return counter.count, replaced


def _by_subject(line: bytes) -> bytes:
    """Sort N-Quads as they stand, but rdf:type before other predicates: it makes Turtle and RDF/XML readable."""
    return line.replace(_TYPE, b" ", 1)


def _by_graph(line: bytes) -> bytes:
    """Sort by named graph first, so that each is written as one block. The graph is the last but one word."""
    return line.rsplit(b" ", 2)[-2] + _by_subject(line)


def in_order(lines: Iterable[bytes], order: Callable[[bytes], bytes], run: int = RUN) -> Iterator[bytes]:
    """Sort any number of lines, holding at most `run` in memory."""
    left = iter(lines)
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        while batch := sorted(islice(left, run), key=order):
            if not runs and len(batch) < run:
                yield from batch
                return
            spilled = stack.enter_context(TemporaryFile())
            spilled.writelines(batch)
            spilled.seek(0)
            runs.append(spilled)
        yield from heapq.merge(*runs, key=order)


class _Lines(io.RawIOBase):
    """Lines as a file to read from."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self._left or b"".join(islice(self._lines, 500))
        size = min(len(data), len(buffer))
        buffer[:size], self._left = data[:size], data[size:]
        return size


class _Counter:
    """Counts what passes; drops what equals its predecessor."""

    def __init__(self) -> None:
        self.count = 0

    def once(self, statements: Iterable[_T]) -> Iterator[_T]:
        previous: _T | None = None
        for statement in statements:
            if statement != previous:
                self.count += 1
                previous = statement
                yield statement

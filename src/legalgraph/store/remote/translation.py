"""An engine's answer, read as it comes in the format that engines give and written in the one asked for."""

from collections.abc import Callable, Mapping
from typing import IO, cast

import httpx
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results, serialize

from legalgraph.errors import LegalGraphError, QueryLimit
from legalgraph.store.query_service import ResultKind
from legalgraph.store.remote.engine import truth
from legalgraph.store.worker_main import nameable, readable_xml

GRAPH = "application/n-triples"
_CHUNK = 64 * 1024


class Source:
    """The body of a response as a file."""

    def __init__(self, response: httpx.Response) -> None:
        self._chunks = response.iter_bytes()
        self._left = b""
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; none at the end."""
        try:
            while not self._left:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return b""
                self._left = chunk
        except Exception as error:
            self.error = error
            raise
        size = len(self._left) if size < 0 else size
        part, self._left = self._left[:size], self._left[size:]
        return part


class Sink:
    """The answer as it is written: handed on in chunks, of limited size."""

    def __init__(self, give: Callable[[bytes], None], limit: int, *, xml: bool) -> None:
        self.begun = False
        self.error: LegalGraphError | None = None
        self._give, self._limit, self._left, self._xml = give, limit, limit, xml
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        """Take bytes of the answer. Raises QueryLimit and QueryTimeout."""
        if self.error is not None:
            return len(data)  # what writes has heard it once, and empties its own buffer
        self._buffer += readable_xml(data) if self._xml else data
        while len(self._buffer) >= _CHUNK:
            self._send(_CHUNK)
        return len(data)

    def flush(self) -> None:
        """Do nothing: only `finish` knows that all was written."""

    def finish(self) -> None:
        """Hand on what is left."""
        self._send(len(self._buffer))

    def _send(self, size: int) -> None:
        self._left -= size
        try:
            if self._left < 0:
                raise QueryLimit(f"the answer has more than {self._limit:,} bytes; ask for less with LIMIT")
            self.begun = True
            self._give(bytes(self._buffer[:size]))
        except LegalGraphError as error:
            self.error = error
            raise
        del self._buffer[:size]


def translate(source: Source, sink: Sink, kind: ResultKind, media_type: str, prefixes: Mapping[str, str]) -> None:
    """Read an answer in the format in which engines give it, and write it in the one asked for."""
    read, output = cast("IO[bytes]", source), cast("IO[bytes]", sink)
    if kind is ResultKind.GRAPH:
        triples = (quad.triple for quad in parse(read, format=RdfFormat.N_TRIPLES))
        form = RdfFormat.from_media_type(media_type)
        serialize(nameable(triples) if form == RdfFormat.RDF_XML else triples, output, form, prefixes=dict(prefixes))
        return
    table = QueryResultsFormat.from_media_type(media_type)
    found = parse_query_results(read, format=QueryResultsFormat.JSON)
    try:
        if kind is ResultKind.BOOLEAN:
            told = truth(found)
            found = parse_query_results(b'{"head":{},"boolean":%s}' % (b"true" if told else b"false"), format=QueryResultsFormat.JSON)
        found.serialize(output, table)
    finally:
        del found  # a traceback would keep it, for whichever thread clears that away, and it is of this one

"""The one table of RDF formats, and writing statements in them; exports, linked data and query results share it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import IO, TypeAlias, cast

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from legalgraph.errors import ExportError
from legalgraph.rdf.vocab import WRITTEN_PREFIXES, term

Statement: TypeAlias = Triple | Quad


@dataclass(frozen=True, slots=True)
class Format:
    """One RDF format. `name` is what people type and the suffix of a linked data address; `extension` has no dot.

    A format without named graphs takes triples, one with them takes quads. JSON-LD could carry named graphs, but
    many readers look only at its default graph, so ours is flat.
    """

    name: str
    title: str
    rdf_format: RdfFormat
    media_type: str
    extension: str
    named_graphs: bool

    @property
    def iri(self) -> str:
        """Its name at W3C (https://www.w3.org/ns/formats/), for descriptions of services and datasets."""
        return f"http://www.w3.org/ns/formats/{self.title.replace('/', '_')}"


@cache
def formats() -> dict[str, Format]:
    """All RDF formats by name, the most readable first."""
    table = (
        Format("ttl", "Turtle", RdfFormat.TURTLE, "text/turtle", "ttl", named_graphs=False),
        Format("nt", "N-Triples", RdfFormat.N_TRIPLES, "application/n-triples", "nt", named_graphs=False),
        Format("nq", "N-Quads", RdfFormat.N_QUADS, "application/n-quads", "nq", named_graphs=True),
        Format("trig", "TriG", RdfFormat.TRIG, "application/trig", "trig", named_graphs=True),
        Format("jsonld", "JSON-LD", RdfFormat.JSON_LD, "application/ld+json", "jsonld", named_graphs=False),
        Format("rdf", "RDF/XML", RdfFormat.RDF_XML, "application/rdf+xml", "rdf", named_graphs=False),
    )
    return {row.name: row for row in table}


_TYPE = term("rdf:type")


def _order(triple: Triple) -> tuple[str, str, str]:
    """Sort by subject, rdf:type before other predicates: equal data gives equal bytes."""
    predicate = "" if triple.predicate == _TYPE else triple.predicate.value
    return str(triple.subject), predicate, str(triple.object)


def to_bytes(triples: Iterable[Triple], format: Format) -> bytes:
    """Return a small set of triples as a file, each once and sorted. Raises ExportError as `write` does."""
    output = BytesIO()
    in_order: list[Triple] = sorted(set(triples), key=_order)
    write(in_order, output, format)
    return output.getvalue()


def write(statements: Iterable[Statement], output: IO[bytes], format: Format) -> int:
    """Write statements in the order given: triples, or quads when the format has named graphs.

    Returns how many characters became U+FFFD because RDF/XML cannot carry them (control characters); every other
    format keeps them. Raises ExportError when RDF/XML cannot name a predicate, and OSError from the output.
    """
    if format.rdf_format != RdfFormat.RDF_XML:
        _serialize(statements, output, format.rdf_format)
        return 0
    xml = _Xml(output)
    _serialize(xml.ready(statements), xml, format.rdf_format)
    return xml.replaced


def _serialize(statements: Iterable[Statement], output: object, format: RdfFormat) -> None:
    # pyoxigraph asks for one kind of statement throughout and for anything that has `write`.
    serialize(cast("Iterable[Quad]", statements), cast("IO[bytes]", output), format, prefixes=WRITTEN_PREFIXES)


# XML 1.0 has no way at all to write these characters.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A predicate becomes the name of an element, so it must end in a name as XML (NCName) defines it.
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_ENDS_IN_NAME = re.compile(f"[{_NAME_START}][{_NAME_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]*\\Z")


def xml_text(text: str) -> tuple[str, int]:
    """Replace what XML cannot carry by U+FFFD; return the text and how many characters were replaced."""
    return _NOT_XML.subn("\N{REPLACEMENT CHARACTER}", text)


class _Xml:
    """Stands between statements, the RDF/XML serialiser and the output, and mends what the serialiser gets wrong."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self.replaced = 0

    def ready(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Give the statements with characters replaced that XML cannot carry."""
        named: set[str] = set()
        for statement in statements:
            predicate, node = statement.predicate.value, statement.object
            if predicate not in named:
                if not _ENDS_IN_NAME.search(predicate):
                    raise ExportError(f"RDF/XML cannot name the predicate <{predicate}>; choose ttl or another RDF format")
                named.add(predicate)
            if isinstance(node, Literal) and _NOT_XML.search(node.value):
                value, count = xml_text(node.value)
                self.replaced += count
                node = Literal(value, language=node.language) if node.language else Literal(value, datatype=node.datatype)
                yield Triple(statement.subject, statement.predicate, node)
            else:
                yield statement

    def write(self, data: bytes) -> int:
        """Write carriage returns as references: left bare, as they come, XML readers make them line feeds."""
        self._output.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        """Flush the output: the serialiser asks for it at the end."""
        self._output.flush()

"""Taking the graph away: RDF formats, graph formats for other programs, and tables."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import IO, TypeAlias

from legalgraph.errors import ExportError
from legalgraph.export.cytoscape import write_cytoscape
from legalgraph.export.files import explained, whole_file, whole_folder
from legalgraph.export.gexf import write_gexf
from legalgraph.export.graphml import write_graphml
from legalgraph.export.rdf import write_statements
from legalgraph.export.slices import Slice
from legalgraph.export.tables import EDGES, NODES, write_tables
from legalgraph.queries.elements import Edge, Node
from legalgraph.rdf import formats as rdf_formats

__all__ = ["Counts", "ExportFormat", "Kind", "Slice", "formats", "write"]

GraphWriter: TypeAlias = Callable[[Iterable[Node], Iterable[Edge], IO[bytes], date | None], int]


@dataclass(frozen=True, slots=True)
class Counts:
    """Statements of an RDF export, or nodes and edges of a graph; the others are None.

    `replaced` counts characters that XML cannot carry and that became U+FFFD, in RDF/XML, GraphML and GEXF;
    `left_out` the documents beyond the limit of a neighbourhood.
    """

    statements: int | None = None
    nodes: int | None = None
    edges: int | None = None
    replaced: int = 0
    left_out: int = 0

    def __str__(self) -> str:
        """Say it in English: "12 nodes, 30 edges"."""
        counted = {"statements": self.statements, "nodes": self.nodes, "edges": self.edges}
        said = [f"{count} {what}" for what, count in counted.items() if count is not None]
        if self.replaced:
            said.append(f"{self.replaced} characters that XML cannot carry became U+FFFD")
        if self.left_out:
            said.append(f"{self.left_out} documents beyond the limit left out")
        return ", ".join(said)


class Kind(StrEnum):
    """What a format holds: every statement, or documents and relations as nodes and edges."""

    RDF = "rdf"
    GRAPH = "graph"


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One export format. `name` is what people type; `extension` has no dot and is empty for a folder."""

    name: str
    description: str
    kind: Kind
    is_folder: bool
    extension: str
    media_type: str


_GRAPH_WRITERS: dict[str, GraphWriter] = {"graphml": write_graphml, "gexf": write_gexf, "cytoscape": write_cytoscape}


@cache
def formats() -> dict[str, ExportFormat]:
    """All export formats by name: the RDF family, then graph formats, then tables."""
    rdf = [
        ExportFormat(
            row.name,
            f"{row.title}: every statement, {'in named graphs by provenance' if row.named_graphs else 'the union of all named graphs'}",
            Kind.RDF,
            is_folder=False,
            extension=row.extension,
            media_type=row.media_type,
        )
        for row in rdf_formats.formats().values()
    ]
    graph = [
        _graph("graphml", "GraphML: documents and relations for networkx, igraph and others", "graphml", "application/graphml+xml"),
        _graph("gexf", "GEXF: documents and relations for Gephi and networkx", "gexf", "application/gexf+xml"),
        _graph("cytoscape", "Cytoscape JSON: documents and relations for Cytoscape and Cytoscape.js", "cyjs", "application/json"),
        ExportFormat("csv", f"CSV: a folder with {NODES} and {EDGES}", Kind.GRAPH, is_folder=True, extension="", media_type="text/csv"),
    ]
    return {row.name: row for row in (*rdf, *graph)}


def _graph(name: str, description: str, extension: str, media_type: str) -> ExportFormat:
    return ExportFormat(name, description, Kind.GRAPH, is_folder=False, extension=extension, media_type=media_type)


def write(content: Slice, format: str, output: Path | IO[bytes], day: date | None = None) -> Counts:
    """Write a slice in a format, to a path or to a binary stream such as standard output; return what was written.

    Equal content gives equal bytes. A file or folder appears whole or not at all. `day` is the day for which nodes
    of graph formats carry a status; without it they carry none. Raises ExportError, naming place and remedy, for an
    unknown format, a folder format to a stream, and a place that cannot be written; what stood there stays.
    """
    chosen = formats().get(format)
    if chosen is None:
        raise ExportError(f"unknown export format {format!r}; the formats are {', '.join(formats())}")
    if not isinstance(output, Path):
        if chosen.is_folder:
            raise ExportError(f"{format} is a folder of files and cannot go to a stream; name a folder with -o")
        with explained("the output"):
            return _write_file(content, chosen, output, day)
    if chosen.is_folder:
        with whole_folder(output, (NODES, EDGES)) as (nodes_file, edges_file):
            elements = _Elements(content)
            write_tables(elements.nodes(day), elements.edges(), nodes_file, edges_file)
            return elements.counts(0)
    with whole_file(output) as file:
        return _write_file(content, chosen, file, day)


def _write_file(content: Slice, format: ExportFormat, output: IO[bytes], day: date | None) -> Counts:
    if format.kind is Kind.RDF:
        statements, replaced = write_statements(content, output, rdf_formats.formats()[format.name])
        return Counts(statements=statements, replaced=replaced, left_out=content.left_out)
    elements = _Elements(content)
    return elements.counts(_GRAPH_WRITERS[format.name](elements.nodes(day), elements.edges(), output, day))


class _Elements:
    """Nodes and edges on their way to a writer: counted, and no edge without its ends, which no program would open."""

    def __init__(self, content: Slice) -> None:
        self._content = content
        self._ids: set[str] = set()
        self._edges = 0

    def nodes(self, day: date | None) -> Iterator[Node]:
        for node in self._content.nodes(day):
            self._ids.add(node.id)
            yield node

    def edges(self) -> Iterator[Edge]:
        """The edges; all nodes must have been taken before. Raises ExportError for an end the graph does not describe."""
        for edge in self._content.edges():
            if missing := {edge.source, edge.target} - self._ids:
                named = " and ".join(sorted(missing))
                raise ExportError(f"relation {edge.id} ends at {named}, which the graph does not describe; run `legalgraph validate`")
            self._edges += 1
            yield edge

    def counts(self, replaced: int) -> Counts:
        return Counts(nodes=len(self._ids), edges=self._edges, replaced=replaced, left_out=self._content.left_out)

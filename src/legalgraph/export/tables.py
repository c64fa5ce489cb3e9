"""CSV: a folder with nodes.csv and edges.csv, UTF-8, comma, header row, every value as it is in the graph."""

import csv
from codecs import getwriter
from collections.abc import Iterable
from typing import IO

from legalgraph.queries.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Edge, Node

NODES, EDGES = "nodes.csv", "edges.csv"


def write_tables(nodes: Iterable[Node], edges: Iterable[Edge], nodes_file: IO[bytes], edges_file: IO[bytes]) -> None:
    """Write both tables; a cell is empty where the attribute is unknown."""
    node_rows = ([node.id, *(node.attributes.get(name) for name in NODE_ATTRIBUTES)] for node in nodes)
    edge_rows = ([e.id, e.source, e.target, *(e.attributes.get(name) for name in EDGE_ATTRIBUTES)] for e in edges)
    _write(nodes_file, ["id", *NODE_ATTRIBUTES], node_rows)
    _write(edges_file, ["id", "source", "target", *EDGE_ATTRIBUTES], edge_rows)


def _write(file: IO[bytes], header: list[str], rows: Iterable[list[str | int | None]]) -> None:
    # The line ends of RFC 4180; with them csv also quotes cells that hold a bare carriage return.
    table = csv.writer(getwriter("utf-8")(file), lineterminator="\r\n")
    table.writerow(header)
    table.writerows(rows)

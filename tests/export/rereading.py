"""Reading exports back with readers that are not ours, into plain comparable values."""

import csv
import json
import math
import warnings
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import igraph  # type: ignore[import-untyped]
import networkx as nx
import pyoxigraph as ox
import rdflib
from pyld import jsonld  # type: ignore[import-untyped]

from legalgraph.export.slices import Slice
from legalgraph.queries.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES

Attributes: TypeAlias = dict[str, str | int]
# Nodes by id; edges by id with source, target and attributes.
Elements: TypeAlias = tuple[dict[str, Attributes], dict[str, tuple[str, str, Attributes]]]


def with_networkx(path: Path, form: str) -> Elements:
    if form == "graphml":
        read = nx.read_graphml(path, edge_key_type=str, force_multigraph=True)
    elif form == "gexf":
        read = nx.read_gexf(path)
    else:
        read = nx.cytoscape_graph(json.loads(path.read_bytes()))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(read)
    edges = {
        str(data.get("id", key)): (source, target, _known(data, EDGE_ATTRIBUTES)) for (source, target, key), data in graph.edges.items()
    }
    return {node: _known(data, NODE_ATTRIBUTES) for node, data in graph.nodes(data=True)}, edges


def with_igraph(path: Path) -> Elements:
    """igraph 1.0 gives edges the ids of nodes, whatever the file says; the IRI tells which relation an edge is."""
    graph = igraph.Graph.Read_GraphML(str(path))
    names = graph.vs["id"]
    edges = {
        edge["iri"].rsplit("/", 1)[-1]: (names[edge.source], names[edge.target], _known(edge.attributes(), EDGE_ATTRIBUTES))
        for edge in graph.es
    }
    return {vertex["id"]: _known(vertex.attributes(), NODE_ATTRIBUTES) for vertex in graph.vs}, edges


def with_csv(folder: Path) -> Elements:
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = {row["id"]: _known(row, NODE_ATTRIBUTES) for row in csv.DictReader(file)}
    with (folder / "edges.csv").open(encoding="utf-8", newline="") as file:
        edges = {row["id"]: (row["source"], row["target"], _known(row, EDGE_ATTRIBUTES)) for row in csv.DictReader(file)}
    return nodes, edges


def _known(data: Mapping[str, object], names: Mapping[str, type]) -> Attributes:
    """The attributes of ours that are known. For unknown ones igraph gives "" and NaN, and for years floats; CSV gives text."""
    found = {name: data.get(name) for name in names}
    known = {name: value for name, value in found.items() if value not in (None, "") and not _nan(value)}
    return {name: int(float(str(value))) if names[name] is int else str(value) for name, value in known.items()}


def _nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def with_pyoxigraph(data: bytes, form: ox.RdfFormat) -> ox.Dataset:
    return ox.Dataset(ox.parse(data, format=form))


def with_rdflib(data: bytes, form: str) -> ox.Dataset:
    """Read with rdflib's own parser; handed over as N-Triples or N-Quads so that all is compared in one way."""
    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "nq": "nquads", "trig": "trig"}
    with warnings.catch_warnings():
        # rdflib calls its own deprecated methods.
        warnings.simplefilter("ignore", DeprecationWarning)
        if form in ("nq", "trig"):
            dataset = rdflib.Dataset()
            dataset.parse(data=data, format=names[form])
            return with_pyoxigraph(dataset.serialize(format="nquads", encoding="utf-8"), ox.RdfFormat.N_QUADS)
        graph = rdflib.Graph()
        graph.parse(data=data, format=names[form])
        return with_pyoxigraph(graph.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)


def with_pyld(data: bytes) -> ox.Dataset:
    quads = jsonld.to_rdf(json.loads(data), {"format": "application/n-quads"})
    return with_pyoxigraph(quads.encode(), ox.RdfFormat.N_QUADS)


def stated(content: Slice) -> ox.Dataset:
    """The statements of a slice as the store gives them."""
    output = BytesIO()
    content.dump(output)
    return with_pyoxigraph(output.getvalue(), ox.RdfFormat.N_QUADS)


def union(dataset: ox.Dataset) -> ox.Dataset:
    return ox.Dataset(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in dataset)


def same(first: ox.Dataset, second: ox.Dataset) -> bool:
    """True when the datasets are isomorphic: equal but for the names of blank nodes."""
    for dataset in (first, second):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(first) == set(second)

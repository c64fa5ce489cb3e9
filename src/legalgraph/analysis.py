"""The graph for networkx, and a few measures. Nodes and edges carry the attributes of the exports.

networkx holds everything in memory: give it a neighbourhood, or the whole graph only when asked for.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import networkx as nx

from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Relation
from legalgraph.queries.elements import document_node, relation_edge
from legalgraph.rdf.mapping import iri_of

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def multigraph(documents: Mapping[str, Document], relations: Iterable[Relation], statuses: Mapping[str, Status] | None = None) -> Graph:
    """Return documents as nodes (key: path) and relations as edges (key: relation id), acting ▶ acted upon.

    Attributes are those of the graph exports, unknown ones absent; `statuses` by path give nodes a status. An end
    that is no document, such as a text that cites one, becomes a node with its IRI alone.
    """
    graph: Graph = nx.MultiDiGraph()
    for path in sorted(documents):
        node = document_node(documents[path], (statuses or {}).get(path))
        graph.add_node(node.id, **node.attributes)
    for relation in relations:
        edge = relation_edge(relation)
        for end in (edge.source, edge.target):
            if end not in graph:
                graph.add_node(end, iri=iri_of(end).value)
        graph.add_edge(edge.source, edge.target, edge.id, **edge.attributes)
    return graph


def most_cited(graph: Graph, limit: int = 20) -> list[tuple[str, int]]:
    """The documents that most other documents act on or cite, with how many do; several relations of one count once."""
    cited = ((path, len(set(graph.predecessors(path)) - {path})) for path in graph)
    return sorted(((path, n) for path, n in cited if n), key=lambda row: (-row[1], row[0]))[:limit]


def citation_ranking(graph: Graph, damping: float = 0.85, tolerance: float = 1e-10, rounds: int = 200) -> list[tuple[str, float]]:
    """PageRank: a document weighs more when weighty documents rest on it. Highest first; ranks add up to 1.

    Several relations between two documents count once. networkx's own needs numpy and scipy, which nothing else
    here does, so this iterates in plain Python until ranks move by less than `tolerance` altogether.
    """
    paths = list(graph)
    if not paths:
        return []
    place = {path: i for i, path in enumerate(paths)}
    sources = [[place[source] for source in set(graph.predecessors(path))] for path in paths]
    # What a document passes on to each of those it rests on; what documents that rest on none hold goes to all alike.
    parts = [damping / len(set(graph.successors(path))) if graph.out_degree(path) else 0.0 for path in paths]
    idle = [i for i, part in enumerate(parts) if not part]
    rank = [1 / len(paths)] * len(paths)
    for _ in range(rounds):
        shares = [value * part for value, part in zip(rank, parts, strict=True)]
        base = (1 - damping + damping * sum(map(rank.__getitem__, idle))) / len(paths)
        following = [base + sum(map(shares.__getitem__, ends)) for ends in sources]
        moved = sum(abs(a - b) for a, b in zip(rank, following, strict=True))
        rank = following
        if moved < tolerance:
            break
    return sorted(zip(paths, rank, strict=True), key=lambda row: (-row[1], row[0]))

"""Cytoscape JSON, for Cytoscape, Cytoscape.js and networkx."""

import json
from codecs import getwriter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import IO

from legalgraph.queries.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Edge, Node, Value


def write_cytoscape(nodes: Iterable[Node], edges: Iterable[Edge], output: IO[bytes], day: date | None) -> int:
    """Write elements with all attributes, null where unknown.

    `name` is what Cytoscape shows; networkx asks for `value` on nodes and `key` on edges: both repeat the id.
    Returns 0: JSON can carry every character.
    """
    stream = getwriter("utf-8")(output)
    head = {"name": "legalgraph", "status_day": day.isoformat() if day else None}
    stream.write(f'{{"data":{_json(head)},"directed":true,"multigraph":true,\n"elements":{{"nodes":[')
    _list(stream.write, map(_node, nodes))
    stream.write('\n],"edges":[')
    _list(stream.write, map(_edge, edges))
    stream.write("\n]}}\n")
    return 0


def _list(write: Callable[[str], object], elements: Iterable[Mapping[str, Value | None]]) -> None:
    for number, element in enumerate(elements):
        write(f"{',' if number else ''}\n{_json({'data': element})}")


def _node(node: Node) -> Mapping[str, Value | None]:
    known = {name: node.attributes.get(name) for name in NODE_ATTRIBUTES}
    return {"id": node.id, "value": node.id, "name": known["label"], **known}


def _edge(edge: Edge) -> Mapping[str, Value | None]:
    known = {name: edge.attributes.get(name) for name in EDGE_ATTRIBUTES}
    ends = {"id": edge.id, "key": edge.id, "source": edge.source, "target": edge.target, "name": known["label"]}
    return {**ends, **known}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

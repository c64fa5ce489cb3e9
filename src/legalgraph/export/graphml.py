"""GraphML: nodes, edges with ids of their own (parallel edges are common), typed attributes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import IO

from legalgraph.export.xml import XmlWriter
from legalgraph.queries.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attributes, Edge, Node, Value

_HEAD = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
# GraphML calls its types as Java does.
_TYPES: Mapping[type[Value], str] = {str: "string", int: "int"}


def write_graphml(nodes: Iterable[Node], edges: Iterable[Edge], output: IO[bytes], day: date | None) -> int:
    """Write a directed graph. Path and relation id are the XML ids; unknown attributes are left out.

    Returns how many characters XML could not carry.
    """
    xml = XmlWriter(output)
    xml.markup(_HEAD)
    _keys(xml, "node", NODE_ATTRIBUTES)
    _keys(xml, "edge", EDGE_ATTRIBUTES)
    _keys(xml, "graph", {"status_day": str})
    xml.markup('<graph id="legalgraph" edgedefault="directed">\n')
    if day:
        xml.markup(f"{_data(xml, 'graph', {'status_day': day.isoformat()})}\n")
    for node in nodes:
        xml.markup(f"{xml.tag('node', {'id': node.id})}>{_data(xml, 'node', node.attributes)}</node>\n")
    for edge in edges:
        tag = xml.tag("edge", {"id": edge.id, "source": edge.source, "target": edge.target})
        xml.markup(f"{tag}>{_data(xml, 'edge', edge.attributes)}</edge>\n")
    xml.markup("</graph>\n</graphml>\n")
    return xml.replaced


def _keys(xml: XmlWriter, of: str, attributes: Mapping[str, type[Value]]) -> None:
    for name, the_type in attributes.items():
        key = {"id": f"{of}_{name}", "for": of, "attr.name": name, "attr.type": _TYPES[the_type]}
        xml.markup(xml.tag("key", key) + "/>\n")


def _data(xml: XmlWriter, of: str, attributes: Attributes) -> str:
    return "".join(f'<data key="{of}_{name}">{xml.text(value)}</data>' for name, value in attributes.items())

"""GEXF for Gephi. Version 1.2draft: networkx 3.3, the oldest we support, reads no newer one."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import IO

from legalgraph.export.xml import XmlWriter
from legalgraph.queries.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attributes, Edge, Node, Value

_TYPES: Mapping[type[Value], str] = {str: "string", int: "integer"}


def write_gexf(nodes: Iterable[Node], edges: Iterable[Edge], output: IO[bytes], day: date | None) -> int:
    """Write a directed static graph. Labels stand on nodes and edges themselves; unknown attributes are left out.

    Returns how many characters XML could not carry.
    """
    xml = XmlWriter(output)
    xml.markup('<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n<meta><creator>legalgraph</creator>')
    if day:
        xml.markup(f"<description>status_day {day.isoformat()}</description>")
    xml.markup('</meta>\n<graph defaultedgetype="directed" idtype="string" mode="static">\n')
    _attributes(xml, "node", NODE_ATTRIBUTES)
    _attributes(xml, "edge", EDGE_ATTRIBUTES)
    xml.markup("<nodes>\n")
    for node in nodes:
        _element(xml, "node", {"id": node.id, "label": node.attributes.get("label", node.id)}, node.attributes)
    xml.markup("</nodes>\n<edges>\n")
    for edge in edges:
        ends = {"id": edge.id, "source": edge.source, "target": edge.target, "label": edge.attributes["label"]}
        _element(xml, "edge", ends, edge.attributes)
    xml.markup("</edges>\n</graph>\n</gexf>\n")
    return xml.replaced


def _attributes(xml: XmlWriter, of: str, attributes: Mapping[str, type[Value]]) -> None:
    xml.markup(f'<attributes class="{of}" mode="static">\n')
    for name, the_type in attributes.items():
        if name != "label":
            xml.markup(xml.tag("attribute", {"id": name, "title": name, "type": _TYPES[the_type]}) + "/>\n")
    xml.markup("</attributes>\n")


def _element(xml: XmlWriter, name: str, own: Mapping[str, object], attributes: Attributes) -> None:
    values = "".join(xml.tag("attvalue", {"for": key, "value": value}) + "/>" for key, value in attributes.items() if key != "label")
    xml.markup(f"{xml.tag(name, own)}><attvalues>{values}</attvalues></{name}>\n")

"""The picture of the explorer: the same boxes and lines for the SVG of the page and for the canvas that scripts put in its place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from legalgraph.catalogue import Edge
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty, kind
from legalgraph.queries.exploring import Seen
from legalgraph.registry import numbered
from legalgraph.web.diagram import field
from legalgraph.web.diagram.parts import Lane, Tick
from legalgraph.web.presentation.lanes import lane_of
from legalgraph.web.presentation.words import Words

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """One document; `x` and `y` are its middle."""

    path: str
    heading: tuple[str, ...]
    lines: tuple[str, ...]
    spoken: str
    status: Status
    opened: bool
    chosen: bool
    on_path: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """All relations of one look between two documents, from the acting one. `certain` when one of them is verified."""

    source: str
    target: str
    group: str
    kinds: tuple[str, ...]
    ids: tuple[str, ...]
    certain: bool
    on_path: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The finished picture. `paths` and `swings` are those of `lines`, in their order."""

    width: int
    height: int
    size: field.Size
    nodes: tuple[Node, ...]
    lines: tuple[Drawn, ...]
    paths: tuple[str, ...]
    swings: tuple[float, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    groups: tuple[str, ...]


def joined(edges: Sequence[Edge], ways: Collection[Pair]) -> tuple[Drawn, ...]:
    """The relations as lines; `ways` are the pairs, as sorted, that a path walks."""
    found: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in edges:
        found.setdefault((edge.source, edge.target, kind(edge.kind).group), []).append(edge)
    return tuple(
        Drawn(
            source,
            target,
            group,
            tuple(dict.fromkeys(edge.kind for edge in mine)),
            tuple(edge.id for edge in mine),
            any(edge.certainty is Certainty.VERIFIED for edge in mine),
            pair(source, target) in ways,
        )
        for (source, target, group), mine in found.items()
    )


def pair(a: str, b: str) -> Pair:
    """Two documents whichever way round."""
    return (a, b) if a < b else (b, a)


def draw(
    seen: Seen, lines: Sequence[Drawn], statuses: Mapping[str, Status], words: Words, chosen: str, on_path: Collection[str], day: date
) -> Picture:
    """Lay the documents out over years and ranks."""
    spots = [_spot(document, words) for document in seen.documents.values()]
    laid = field.lay_out(spots)
    nodes = []
    for path, document in seen.documents.items():
        head, title = field.written(_heading(document, words), words.title(document), laid.size)
        x, y = laid.places[path]
        status = words.status_of(document, statuses[path], day)
        spoken = ". ".join(part for part in (words.name(document), words.title(document), status) if part) + "."
        nodes.append(Node(path, head, title, spoken, statuses[path], path in seen.opened, path == chosen, path in on_path, x, y))
    swings = [
        field.swing(laid.places[line.source], laid.places[line.target], turn)
        for line, turn in zip(lines, field.turns((line.source, line.target) for line in lines), strict=True)
    ]
    paths = [
        field.curve(laid.places[line.source], laid.places[line.target], laid.size, out) for line, out in zip(lines, swings, strict=True)
    ]
    groups = tuple(dict.fromkeys(line.group for line in lines))
    drawn = (tuple(lines), tuple(paths), tuple(swings))
    return Picture(round(laid.width), round(laid.height), laid.size, tuple(nodes), *drawn, laid.lanes, laid.ticks, groups)


def elements(picture: Picture, seen: Seen, words: Words) -> dict[str, Any]:
    """The picture as Cytoscape reads it, with the places of the nodes and the words of its axes."""
    names = {path: _heading(document, words) for path, document in seen.documents.items()}
    return {
        "size": {"name": picture.size.name, "width": picture.size.width, "height": picture.size.height},
        "nodes": [
            {
                "data": {
                    "id": node.path,
                    "label": "\n".join([*node.heading, *node.lines]) or names[node.path],
                    "heading": "\n".join(node.heading) or names[node.path],
                    "name": node.spoken,
                    "status": node.status,
                    "opened": node.opened,
                    "cited": seen.cited[node.path],
                },
                "position": {"x": round(node.x, 1), "y": round(node.y, 1)},
                "classes": _classes(opened=node.opened, chosen=node.chosen, path=node.on_path),
            }
            for node in picture.nodes
        ],
        "edges": [
            {
                "data": {
                    "id": f"{line.group}-{line.ids[0]}",
                    "source": line.source,
                    "target": line.target,
                    "group": line.group,
                    "kinds": line.kinds,
                    "relations": line.ids,
                    "certain": line.certain,
                    "swing": round(out, 1),
                },
                "classes": _classes(path=line.on_path),
            }
            for line, out in zip(picture.lines, picture.swings, strict=True)
        ],
        "axes": {
            "years": [{"text": tick.text or words.gettext("Không rõ năm"), "x": round(tick.x, 1)} for tick in picture.ticks],
            "lanes": [{"text": " ".join(lane.lines), "y": round(lane.y, 1), "height": round(lane.height, 1)} for lane in picture.lanes],
            "width": picture.width,
        },
    }


def _classes(**holds: bool) -> str:
    return " ".join(name for name, held in holds.items() if held)


def _spot(document: Document, words: Words) -> field.Spot:
    lane, name = lane_of(document, words)
    return field.Spot(document.path, lane, name, document.year)


def _heading(document: Document, words: Words) -> str:
    return numbered(document) or document.title or words.type(document.type)

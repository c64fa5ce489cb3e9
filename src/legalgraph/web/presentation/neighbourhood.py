"""Which documents the lược đồ shows around one: the most telling first, and what was left out is counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from legalgraph.catalogue import Edge, Walk
from legalgraph.model.document import Document
from legalgraph.model.rank import rank_of_path
from legalgraph.model.relation import Certainty, Group, kind
from legalgraph.web.live import View

MOST_HOPS = 3
READ = 100  # documents around one that are read and listed
_EXPANDED = 24  # documents of a step from which the next one goes on
# How much of the picture each step may take: the nearest most, what it leaves over is the next one's.
_SHARES = {1: (1.0,), 2: (0.6, 1.0), 3: (0.5, 0.6, 1.0)}
# What a relation tells about a document: what ends or changes it before what carries it out, mere mention last.
_TELLING = {
    Group.REPLACES: 6, Group.AMENDS: 5, Group.SUCCEEDS: 4, Group.DETAILS: 4, Group.CONSOLIDATES: 3, Group.BASIS: 2, Group.REFERS: 0,
}  # fmt: skip
# Among the documents around the centre only acts on one another are drawn: that all rest on the same laws is no news.
_AMONG = frozenset({Group.REPLACES, Group.AMENDS, Group.SUCCEEDS})
_LOWEST = 99


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks to see: how many relations away, of which groups (empty for all), known on which day."""

    hops: int = 1
    groups: frozenset[Group] = frozenset()
    day: date | None = None
    boxes: int = 20


@dataclass(frozen=True, slots=True)
class Around:
    """The documents around a centre, which comes first: the most telling, each after one it was reached from.

    `edges` are what is drawn between them. `hop` says how many relations away each is. `groups` are those that there
    are to choose from. `later` counts documents left out because they are younger than the day, `left_out` all others.
    """

    centre: str
    documents: Mapping[str, Document]
    edges: tuple[Edge, ...]
    hop: Mapping[str, int]
    groups: tuple[Group, ...]
    later: int = 0
    left_out: int = 0


@dataclass(slots=True)
class _Search:
    """What is known while the steps are taken."""

    wanted: Wanted
    walk: Walk
    hop: dict[str, int]
    groups: set[Group] = field(default_factory=set)
    ties: list[Edge] = field(default_factory=list)
    left_out: int = 0


def around(view: View, centre: str, wanted: Wanted) -> Around:
    """Choose the documents around one."""
    found = _Search(wanted, view.catalogue.walk(centre, wanted.groups, wanted.day), {centre: 0})
    chosen, rest, border = [centre], list[str](), [centre]
    for hop, share in enumerate(_SHARES[wanted.hops], 1):
        room = max(0, round((wanted.boxes - len(chosen)) * share))
        reached, total = _step(found, border, hop, READ if hop == 1 else room)
        kept, others = reached[:room], reached[room:]
        if hop == 1:
            rest = others[: max(0, READ - wanted.boxes)]
        found.left_out += total - len(kept) - (len(rest) if hop == 1 else 0)
        chosen += kept
        border = kept[:_EXPANDED]
    shown = [*chosen, *rest]
    documents = view.catalogue.documents(shown)
    known = {path: documents[path] for path in shown if path in documents}
    edges = tuple(edge for edge in _drawn(view, found, chosen) if edge.source in known and edge.target in known)
    return Around(
        centre=centre,
        documents=known,
        edges=edges,
        hop={path: found.hop[path] for path in known},
        groups=tuple(group for group in Group if group in found.groups),
        later=found.walk.later,
        left_out=found.left_out,
    )


def _step(found: _Search, border: Sequence[str], hop: int, most: int) -> tuple[list[str], int]:
    """The documents one relation beyond the border, the most telling first, and how many they are with those that are not read."""
    step = found.walk.step(border, most, _telling)
    found.groups |= step.groups
    inside = set(border)
    ties: dict[str, list[Edge]] = {}
    for edge in step.edges:
        ties.setdefault(edge.target if edge.source in inside else edge.source, []).append(edge)
    reached = sorted(ties, key=lambda path: _merit(path, ties[path]))
    for other in reached:
        found.hop[other] = hop
        found.ties += ties[other] if hop == 1 else [min(ties[other], key=_strength)]
    return reached, step.total


def _telling(code: str) -> int:
    return _TELLING[kind(code).group]


def _strength(edge: Edge) -> tuple[int, bool, str]:
    return -_telling(edge.kind), edge.certainty is not Certainty.VERIFIED, edge.id


def _merit(path: str, ties: Iterable[Edge]) -> tuple[int, bool, int, int, str]:
    """Smaller is more telling: what the relation is, whether it is certain, the rank, and the younger first."""
    strength, uncertain, _ = min(map(_strength, ties))
    year = next((int(step) for step in path.split("/")[1:3] if len(step) == 4 and step.isdigit()), 0)
    return strength, uncertain, rank_of_path(path) or _LOWEST, -year, path


def _drawn(view: View, found: _Search, chosen: Sequence[str]) -> Iterable[Edge]:
    """The relations by which the documents were reached, and what the chosen ones do to one another."""
    known = {edge.id for edge in found.ties}
    yield from found.ties
    for edge in view.catalogue.edges_among(chosen):
        group = kind(edge.kind).group
        if edge.id in known or group not in _AMONG:
            continue
        found.groups.add(group)
        if not found.wanted.groups or group in found.wanted.groups:
            yield edge

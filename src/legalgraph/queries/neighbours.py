"""A handful of documents that stand beside one: of the same chain of programmes, or resting on the same thing, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legalgraph.catalogue import Catalogue
from legalgraph.errors import InvalidIdentifier
from legalgraph.model.identity import DocumentKey
from legalgraph.model.relation import Relation

MOST = 6
"""Neighbours shown for one reason."""
_HUB = 120  # a law on which more rest than this makes nobody a neighbour
_CHAIN = 12  # programmes looked at, one after another
_SHARED = ("details", "adopts_programme", "carries_out", "basis")
"""Kinds that make neighbours of two documents that have them to the same third one, the strongest first."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Documents beside one for the same reason: `succeeds`, or both having `kind` to `shared`. `left_out` counts the rest."""

    kind: str
    shared: str | None
    paths: tuple[str, ...]
    left_out: int


def neighbours_of(catalogue: Catalogue, path: str, relations: Iterable[Relation]) -> list[Neighbours]:
    """Return the neighbours of a document, the nearest first; each document once. `relations` are all of the document's."""
    relations = list(relations)
    found: list[Neighbours] = []
    seen = {path}
    for kind, shared, beside in _candidates(catalogue, path, relations):
        fresh = [p for p in dict.fromkeys(beside) if p not in seen]
        if fresh:
            seen.update(fresh[:MOST])
            found.append(Neighbours(kind, shared, tuple(fresh[:MOST]), len(fresh[MOST:])))
        if len(found) == 3:
            break
    return found


def _candidates(catalogue: Catalogue, path: str, relations: Sequence[Relation]) -> Iterable[tuple[str, str | None, list[str]]]:
    if chain := _chain(catalogue, path, relations):
        yield "succeeds", None, chain
    own = path.split("/")
    for kind in _SHARED:
        shared = {r.target for r in relations if r.source == path and r.kind == kind}
        # Lower documents are the closer ones: what details one decree is nearer than what rests on one law.
        for parent in sorted(shared, key=_latest_first):
            beside = catalogue.resting_on(parent, kind, _HUB)
            if beside is None:
                continue
            if kind == "basis":
                beside = [other for other in beside if _type(other) == _type(path) and other.split("/")[:1] == own[:1]]
            yield kind, parent, sorted(beside, key=_latest_first)


def _chain(catalogue: Catalogue, path: str, relations: Iterable[Relation]) -> list[str]:
    """Programmes before and after the document, in both directions."""
    border = {r.target if r.source == path else r.source for r in relations if r.kind == "succeeds"}
    seen = {path}
    while border and len(seen) < _CHAIN:
        seen |= border
        border = {end for edge in catalogue.edges_of(border, {"succeeds"}) for end in (edge.source, edge.target)} - seen
    return sorted(seen - {path}, key=_latest_first)


def _type(path: str) -> str:
    try:
        return DocumentKey.parse(path).type
    except InvalidIdentifier:
        return ""


def _latest_first(path: str) -> tuple[int, str]:
    try:
        return -DocumentKey.parse(path).year, path
    except InvalidIdentifier:
        return 0, path

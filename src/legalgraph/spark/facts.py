"""The rows that stages hand to each other, and how statements become lines.

A stage gives rows of many kinds under one schema; `kind` says which, and what the other columns hold.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Quad

from legalgraph.pipeline.publication import BY_STRENGTH
from legalgraph.rdf.vocab import graph
from legalgraph.time.status import DECIDING


class Kind:
    """What a row of a stage holds. Plain strings: they travel between Python and Java."""

    OWN = "own"  # text: lines of N-Quads that nothing else states; key: their graph; n: how many
    SHARED = "shared"  # text: a triple that others may state, too; n: the strength of the graph, 0 for the strongest
    PLACE = "place"  # key: a document; text: a place in it that is named
    CITED = "cited"  # key: a document known by citations; what, text, n: see `CitedDocuments.counts`
    CITATION = "citation"  # key: its path; blob: what is described; text: the text that says so
    DOCUMENT = "document"  # key: its path; blob: the document as it is stated
    ACT = "act"  # key: the acting document; blob: a relation that bears on the status of another
    SUCCESSION = "succession"  # key, what, text: source, target and id; blob: a relation that may close a circle
    FOREIGN = "foreign"  # key: the source; blob: a relation reported in the text of another document
    TALLY = "tally"  # key: what is counted; n: how many


class Fact(NamedTuple):
    """One row."""

    kind: str
    key: str
    what: str | None = None
    text: str | None = None
    blob: bytes | None = None
    n: int = 0


FACTS = "kind string, key string, what string, text string, blob binary, n bigint"
BEARING = DECIDING
"""Kinds of relations that bear on the status of a document."""


def strength(quad: Quad) -> int:
    """The place of a quad's graph among those that may state one triple."""
    return _STRENGTH[str(quad.graph_name)]


_STRENGTH = {str(graph(name)): place for place, name in enumerate(BY_STRENGTH)}


def shared(quad: Quad) -> Fact:
    """A statement that others may make, too."""
    return Fact(Kind.SHARED, "", text=str(quad.triple), n=strength(quad))


def own(quads: Iterable[Quad], name: str) -> list[Fact]:
    """Statements that nothing else makes, as one row; each of them once. `name` is that of their graph."""
    lines = list(dict.fromkeys(f"{quad} ." for quad in quads))
    return [Fact(Kind.OWN, name, text="\n".join(lines), n=len(lines))] if lines else []


def tally(counts: dict[str, int]) -> list[Fact]:
    """What was counted."""
    return [Fact(Kind.TALLY, name, n=count) for name, count in counts.items() if count]

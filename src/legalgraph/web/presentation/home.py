"""The home page: the founding example over time, told in sentences that the graph itself supports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.relation import Certainty, Relation
from legalgraph.queries.reader import Statistics
from legalgraph.web.live import View
from legalgraph.web.presentation import overtime
from legalgraph.web.presentation.relate import Told, told
from legalgraph.web.presentation.words import Words

# The documents of the story. What is said of them comes from the graph.
STORY = (
    "nd/2004/134/nd-cp", "nd/2012/45/nd-cp", "nd/2025/235/nd-cp",
    "qd/2007/136/qd-ttg", "qd/2014/1288/qd-ttg", "qd/2020/1881/qd-ttg", "qd/2025/2646/qd-bct",
)  # fmt: skip
# Pairs offered as examples of related documents, first those that gave rise to the whole.
EXAMPLES = (
    ("qd/2014/1288/qd-ttg", "nd/2012/45/nd-cp"),
    ("qd/2020/1881/qd-ttg", "nd/2012/45/nd-cp"),
    ("qd/2020/1881/qd-ttg", "qd/2014/1288/qd-ttg"),
    ("qd/2025/2646/qd-bct", "qd/2014/1288/qd-ttg"),
)
# The acts that make the story, in the order in which they are told.
_TOLD = ("replaces", "amends", "adopts_programme", "succeeds", "basis")


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of documents to relate."""

    a: Document
    b: Document
    name_a: str
    name_b: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """All the home page shows; without the documents of the story, `story` is None and nothing is told."""

    story: overtime.OverTime | None
    told: tuple[Told, ...]
    examples: tuple[Example, ...]
    statistics: Statistics


def home_page(view: View, statistics: Statistics, words: Words, today: date) -> HomePage:
    """Gather what the home page shows."""
    documents = view.reader.documents(STORY)
    relations = view.reader.relations_among(documents) if len(documents) > 1 else []
    story = overtime.draw(view, documents, relations, words, today) if relations else None
    examples = [
        Example(documents[a], documents[b], words.name(documents[a]), words.name(documents[b]))
        for a, b in EXAMPLES
        if a in documents and b in documents
    ]
    return HomePage(
        story=story,
        told=_tell(relations, documents, words),
        examples=tuple(examples),
        statistics=statistics,
    )


def _tell(relations: Sequence[Relation], documents: Mapping[str, Document], words: Words) -> tuple[Told, ...]:
    """One sentence for each pair of documents, the one that says most, in the order of time."""
    best: dict[tuple[str, str], Relation] = {}
    for relation in sorted(relations, key=_weight):
        best.setdefault((relation.source, relation.target), relation)
    ordered = sorted(best.values(), key=lambda r: (documents[r.source].signed or date.min, _weight(r)))
    return tuple(told(relation, dict(documents), words) for relation in ordered)


def _weight(relation: Relation) -> tuple[int, bool, bool, str]:
    order = _TOLD.index(relation.kind) if relation.kind in _TOLD else len(_TOLD)
    return order, relation.certainty is not Certainty.VERIFIED, relation.target_provision is not None, relation.id

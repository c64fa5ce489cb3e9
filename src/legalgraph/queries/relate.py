"""How two documents relate: direct relations, the shortest chains between them, and what has happened since."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from legalgraph.model.document import Document
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Relation
from legalgraph.queries.reader import Reader

Around = Callable[[str], list[str]]

# Walking through a document that hundreds rest on connects everything with everything and explains nothing.
HUB = 400
# Between two hubs there may be more ways than anyone can read; the first this many are compared.
MOST_WAYS = 2_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: a relation, walked from its source to its target (`forward`) or the other way."""

    relation: Relation
    forward: bool

    @property
    def start(self) -> str:
        """The path of the document the step leaves."""
        return self.relation.source if self.forward else self.relation.target

    @property
    def end(self) -> str:
        """The path of the document the step reaches."""
        return self.relation.target if self.forward else self.relation.source


@dataclass(frozen=True, slots=True)
class Chain:
    """A way from one document to the other over at least one document between them."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How `a` and `b` relate. `documents` describes every document named.

    `direct` holds the relations between the two, in either direction; `chains` the shortest ways over others;
    `later` the acts of third documents on either of them; `absent` the kinds one might expect but that no fact
    supports, such as `replaces` where one programme only follows another.
    """

    a: Document
    b: Document
    documents: dict[str, Document]
    direct: list[Relation]
    chains: list[Chain]
    later: list[Relation]
    absent: list[str]


def relate(reader: Reader, a: str, b: str, depth: int = 4, most: int = 6) -> Answer:
    """Relate the documents typed as `a` and `b`. Chains have up to `depth` steps, at most `most` are given.

    Raises NotFound or Ambiguous for a name that is not exactly one document.
    """
    first, second = reader.resolve(a), reader.resolve(b)
    ends = (first.path, second.path)
    between = [r for r in reader.relations_of(first.path) if {r.source, r.target} == set(ends)] if ends[0] != ends[1] else []
    direct = sorted(between, key=_weight)
    chains = [_chain(reader, path) for path in _shortest(reader, *ends, depth, most)] if ends[0] != ends[1] else []
    later = _later(reader, ends)
    named = {*ends, *(p for r in later for p in (r.source, r.target))}
    named |= {p for chain in chains for step in chain.steps for p in (step.start, step.end)}
    return Answer(first, second, reader.documents(sorted(named)), direct, chains, later, _absent(direct))


def _weight(relation: Relation) -> tuple[int, bool, bool, str]:
    """Acts before references, certain before inferred, whole documents before provisions."""
    order = ("replaces", "repeals", "ends", "amends", "basis", "adopts_programme", "details", "carries_out", "succeeds")
    rank = order.index(relation.kind) if relation.kind in order else len(order)
    return rank, relation.certainty != Certainty.VERIFIED, relation.target_provision is not None, relation.id


def _shortest(reader: Reader, a: str, b: str, depth: int, most: int) -> list[list[str]]:
    """The shortest ways from a to b that are longer than one step, as lists of paths, few hubs first."""
    neighbours: dict[str, list[str]] = {}

    def around(path: str) -> list[str]:
        if path not in neighbours:
            ends = reader.ends(path)
            neighbours[path] = ends if path in (a, b) or len(ends) <= HUB else []
        return neighbours[path]

    distance, border = {b: 0}, [b]
    found: list[list[str]] = []
    for length in range(2, depth + 1):
        border = _widen(around, distance, border, a)
        ways = islice(_ways(around, distance, a, b, length), MOST_WAYS)
        # A text that cites both says less than a document between them; so does a law everything rests on.
        found = sorted(ways, key=lambda way: (_texts(way), sum(len(around(p)) for p in way[1:-1]), way))
        if found:
            break
    return found[:most]


def _widen(around: Around, distance: dict[str, int], border: list[str], goal: str) -> list[str]:
    """Note the distance of everything one step beyond the border, not walking through the goal; return the new border."""
    following = []
    for path in border:
        for end in around(path) if path != goal else ():
            if end not in distance:
                distance[end] = distance[path] + 1
                following.append(end)
    return following


def _ways(around: Around, distance: dict[str, int], a: str, b: str, length: int) -> Iterator[list[str]]:
    """All simple ways of exactly `length` steps, cut short where the end is out of reach."""

    def walk(way: list[str]) -> Iterator[list[str]]:
        left = length - len(way) + 1
        for end in around(way[-1]):
            if end == b:
                if left == 1:
                    yield [*way, end]
            elif left > 1 and end not in way and distance.get(end, length) <= left - 1:
                yield from walk([*way, end])

    yield from walk([a])


def _texts(way: list[str]) -> int:
    return sum(path.startswith("text/") for path in way)


def _chain(reader: Reader, way: list[str]) -> Chain:
    steps = []
    for start, end in pairwise(way):
        joining = [r for r in reader.relations_of(start) if {r.source, r.target} == {start, end}]
        best = min(joining, key=_weight)
        steps.append(Step(best, best.source == start))
    return Chain(tuple(steps))


def _later(reader: Reader, ends: tuple[str, str]) -> list[Relation]:
    """Acts of third documents on either end, oldest first; one for each act and place."""
    acts: dict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for path in ends:
        for relation in reader.relations_of(path):
            acting = relation.kind in ENDING | CHANGING | SUSPENDING | {"succeeds", "corrects"}
            if acting and relation.target == path and relation.source not in ends:
                place = relation.target_provision.path if relation.target_provision else ""
                acts[relation.source, relation.kind, path + place].append(relation)
    chosen = [min(group, key=_weight) for group in acts.values()]
    dated = reader.dated(chosen)
    return sorted(dated, key=lambda r: (r.effective_from or date.max, r.source, r.kind, _place(r), r.id))


def _place(relation: Relation) -> tuple[tuple[str, int, str], ...]:
    """Orders provisions as they stand in the document, the whole document first."""
    steps = relation.target_provision.steps if relation.target_provision else ()
    return tuple((unit, int("".join(filter(str.isdigit, label)) or 0), label) for unit, label in steps)


def _absent(direct: list[Relation]) -> list[str]:
    found = {relation.kind for relation in direct}
    return ["replaces"] if "succeeds" in found and not found & ENDING else []

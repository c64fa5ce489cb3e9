"""How documents relate: directly, over others, in what they have in common, and what has happened to them since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from legalgraph.catalogue import Edge
from legalgraph.errors import QueryError
from legalgraph.model.document import Document
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Group, Relation, kind
from legalgraph.queries.chains import Chain, Step, Way, find, rank
from legalgraph.queries.links import Links, OutOfReach
from legalgraph.queries.reader import Reader
from legalgraph.queries.shared import Common, InCommon, in_common

MOST_ASKED = 6
# What one question may read, and for how long: more documents, or hubs, must not make it slow.
MOST_READ = 4_000
SECONDS = 3.0
_MOST_LATER = 300
_ACTING = ENDING | CHANGING | SUSPENDING | {"succeeds", "corrects"}


@dataclass(frozen=True, slots=True)
class Pair:
    """How two of the documents relate.

    `direct` holds the relations between the two, in either direction; `ways` the shortest ways over others, most telling first, and
    `chains` those of them that say more than the rest of the answer does: not what both have in common, nor the direct relations of
    others that were asked about. `absent` holds the kinds one might expect but that no fact supports, such as `replaces` where one
    programme only follows another.
    All ways of up to `reach` steps were looked at, but for those through documents that hundreds relate to; `left_out` counts
    chains that were found and are not given.
    """

    a: Document
    b: Document
    direct: list[Relation]
    chains: list[Chain]
    ways: list[Chain]
    absent: list[str]
    reach: int
    left_out: int

    @property
    def later_first(self) -> tuple[Document, Document]:
        """The two, the one that follows the other in time first."""
        follows = next((relation for relation in self.direct if relation.kind == "succeeds"), None)
        return (self.b, self.a) if follows and follows.source == self.b.path else (self.a, self.b)


@dataclass(frozen=True, slots=True)
class Answer:
    """How the documents `asked` about relate. `documents` describes every document named, theirs and others.

    `pairs` answers for every two of them; `shared` is what they have in common; `later` the acts of others on any of them.
    """

    asked: tuple[Document, ...]
    documents: dict[str, Document]
    pairs: tuple[Pair, ...]
    shared: tuple[InCommon, ...]
    later: list[Relation]

    @property
    def a(self) -> Document:
        """The first document."""
        return self.asked[0]

    @property
    def b(self) -> Document:
        """The second document; the first again when only that was asked about."""
        return self.asked[1] if len(self.asked) > 1 else self.asked[0]

    @property
    def direct(self) -> list[Relation]:
        """The relations among the documents, pair by pair."""
        return [relation for pair in self.pairs for relation in pair.direct]

    @property
    def chains(self) -> list[Chain]:
        """The chains of all pairs."""
        return [chain for pair in self.pairs for chain in pair.chains]

    @property
    def ways(self) -> list[Chain]:
        """The ways of all pairs, those too that only repeat what is told elsewhere."""
        return [way for pair in self.pairs for way in pair.ways]

    @property
    def absent(self) -> list[str]:
        """What is absent in any of the pairs."""
        return list(dict.fromkeys(code for pair in self.pairs for code in pair.absent))


def relate(reader: Reader, *names: str | Document, depth: int = 4, most: int = 6) -> Answer:
    """Relate the documents typed as `names`, or given; one named twice counts once.

    Chains have up to `depth` steps, at most `most` a pair.

    Raises NotFound or Ambiguous for a name that is not exactly one document, QueryError for fewer than two names or more than MOST_ASKED.
    """
    asked = tuple(dict.fromkeys(reader.resolve(name) if isinstance(name, str) else name for name in names))
    if len(names) < 2 or len(asked) > MOST_ASKED:
        raise QueryError(f"{len(asked)} documents: between 2 and {MOST_ASKED} can be related")
    paths = [document.path for document in asked]
    links = Links(reader, MOST_READ, SECONDS, asked=tuple(paths))
    ways = {(a, b): _ways(links, a, b, depth, most) for a, b in combinations(paths, 2)}
    common, acting = _shared(links, paths), _acting(links, paths)
    walked = [link for direct, found, *_ in ways.values() for link in [*direct, *(link for way in found for link in way.links)]]
    # The evidence of all in one question: what a question costs beside its answer is paid once.
    told = links.told([*walked, *(link for group in common for link in group.edges), *acting])
    shared = tuple(group.told(told) for group in common)
    later = _later(told[link.id] for link in acting if link.id in told)
    chains = {pair: [_chain(way, told) for way in found] for pair, (_, found, *_) in ways.items()}
    named = {*paths, *(path for _, found, *_ in ways.values() for way in found for path in way.paths)}
    named |= {relation.source for relation in later} | {one.path for group in shared for one in group.others}
    documents = reader.documents(sorted(named))
    pairs = []
    for (a, b), (joining, _, reach, left_out) in ways.items():
        direct = sorted((told[link.id] for link in joining), key=weight)
        new = [chain for chain in chains[a, b] if not _told_elsewhere(chain, paths, shared)]
        pairs.append(Pair(documents[a], documents[b], direct, new, chains[a, b], _absent(direct), reach, left_out))
    return Answer(asked, documents, tuple(pairs), shared, later)


def between(reader: Reader, a: str, b: str, kinds: frozenset[str] = frozenset(), depth: int = 4, most: int = 6) -> Answer:
    """Relate two documents by relations of `kinds` only, of all when none is named: directly and by chains, and nothing else of them.

    Raises NotFound or Ambiguous for a name that is not exactly one document.
    """
    asked = tuple(dict.fromkeys(reader.resolve(name) for name in (a, b)))
    if len(asked) < 2:
        return Answer(asked, {document.path: document for document in asked}, (), (), [])
    links = Links(reader, MOST_READ, SECONDS, kinds, tuple(document.path for document in asked))
    joining, ways, reach, left_out = _ways(links, asked[0].path, asked[1].path, depth, most)
    told = links.told([*joining, *(link for way in ways for link in way.links)])
    documents = reader.documents(sorted({asked[0].path, asked[1].path, *(path for way in ways for path in way.paths)}))
    direct = sorted((told[link.id] for link in joining), key=weight)
    chains = [_chain(way, told) for way in ways]
    pair = Pair(asked[0], asked[1], direct, chains, chains, [], reach, left_out)
    return Answer(asked, documents, (pair,), (), [])


def weight(relation: Relation) -> tuple[int, bool, bool, str]:
    """Sorts acts before references, certain before inferred, whole documents before provisions."""
    order = ("replaces", "repeals", "ends", "amends", "basis", "adopts_programme", "details", "carries_out", "succeeds")
    place = order.index(relation.kind) if relation.kind in order else len(order) + (kind(relation.kind).group is Group.REFERS)
    return place, relation.certainty != Certainty.VERIFIED, relation.target_provision is not None, relation.id


def _ways(links: Links, a: str, b: str, depth: int, most: int) -> tuple[list[Edge], tuple[Way, ...], int, int]:
    """The links between two documents, the ways over others, how far was looked, how many ways are left out."""
    try:
        direct = links.around(a).get(b, [])
    except OutOfReach:
        return [], (), 0, 0
    found = find(links, a, b, depth, most, content=bool(direct))
    return direct, found.ways, found.reach, found.left_out


def _chain(way: Way, told: dict[str, Relation]) -> Chain:
    steps = (Step(told[link.id], link.source == start) for link, start in zip(way.links, way.paths, strict=False))
    return Chain(tuple(steps), way.weak)


def _told_elsewhere(chain: Chain, asked: Sequence[str], shared: Sequence[InCommon]) -> bool:
    """Whether a chain is something both ends have in common, or runs over nothing but documents that were asked about."""
    return (chain.alike and bool(shared)) or {step.end for step in chain.steps} <= set(asked)


def _shared(links: Links, asked: Sequence[str]) -> tuple[Common, ...]:
    try:
        return in_common(links, asked) if len(asked) > 1 else ()
    except OutOfReach:
        return ()


def _later(acting: Iterable[Relation]) -> list[Relation]:
    """The acts of others on the documents asked about, oldest first; one for each act and place."""
    acts: dict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for relation in acting:
        place = relation.target_provision.path if relation.target_provision else ""
        acts[relation.source, relation.kind, relation.target + place].append(relation)
    chosen = [min(group, key=weight) if len(group) > 1 else group[0] for group in acts.values()]
    return sorted(chosen, key=lambda r: (r.effective_from or date.max, r.source, r.kind, _place(r), r.id))


def _acting(links: Links, asked: Sequence[str]) -> list[Edge]:
    """The acts of other documents on any of those asked about, the strongest first when there are too many of them."""
    around = links.reader.catalogue.edges_of(asked, _ACTING)
    acts = [link for link in around if link.kind in _ACTING and link.target in asked and link.source not in asked]
    return sorted(acts, key=lambda link: (rank(link.kind), link.id))[:_MOST_LATER]


def _place(relation: Relation) -> tuple[tuple[str, int, str], ...]:
    """Orders provisions as they stand in the document, the whole document first."""
    steps = relation.target_provision.steps if relation.target_provision else ()
    return tuple((unit, int("".join(filter(str.isdigit, label)) or 0), label) for unit, label in steps)


def _absent(direct: list[Relation]) -> list[str]:
    found = {relation.kind for relation in direct}
    return ["replaces"] if "succeeds" in found and not found & ENDING else []

"""Statements that go and that come, and what changed of what tables and the national dataset know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from pyoxigraph import Quad, Store, Triple

from legalgraph.model.document import Document
from legalgraph.model.relation import Relation
from legalgraph.pipeline.curated import table_quads
from legalgraph.pipeline.portal import Facts, both_ways, claim_quads, common_quads
from legalgraph.pipeline.publication import BY_STRENGTH
from legalgraph.pipeline.report import Report
from legalgraph.rdf.vocab import graph


@dataclass(slots=True)
class Change:
    """Statements that go and that come."""

    removed: set[Quad] = field(default_factory=set)
    added: set[Quad] = field(default_factory=set)

    def swap(self, before: Iterable[Quad], after: Iterable[Quad]) -> None:
        """Take note that some statements were made before and others are now."""
        old, new = set(before), set(after)
        self.removed |= old - new
        self.added |= new - old

    def join(self, other: "Change") -> None:
        """Make both changes. What one puts in stays, whatever the other takes out."""
        self.added |= other.added
        self.removed = (self.removed | other.removed) - self.added


@dataclass(frozen=True)
class Known:
    """What changed of what tables and the dataset know: documents by path, relations as they were and as they are.

    `tables` when a table is among what changed.
    """

    before: Facts
    after: Facts
    documents: frozenset[str]
    relations: frozenset[Relation]
    tables: bool

    @classmethod
    def between(cls, before: Facts, after: Facts) -> "Known":
        """What changed from one to the other."""
        if before is after:
            return cls(before, after, frozenset(), frozenset(), tables=False)
        tables = before.tables is not after.tables and (before.tables != after.tables)
        documents = _different(before.tables.documents, after.tables.documents)
        relations = {*before.tables.relations} ^ {*after.tables.relations}
        if before.national is not after.national:
            old, new = ({} if facts.national is None else facts.national.documents for facts in (before, after))
            documents |= _different(old, new)
            claims = [() if facts.national is None else facts.national.labelled() for facts in (before, after)]
            relations |= {relation for relation, _ in {*claims[0]} ^ {*claims[1]}}
        return cls(before, after, frozenset(documents), frozenset(relations), tables)

    @cached_property
    def paths(self) -> frozenset[str]:
        """The documents of which something else is known, themselves or their relations."""
        return self.documents | {end for relation in self.relations for end in (relation.source, relation.target)}

    @property
    def size(self) -> int:
        """How much changed."""
        return len(self.documents) + len(self.relations)

    def change(self) -> Change:
        """The statements of tables and of the dataset that go and come."""
        change = Change()
        if self.before is self.after:
            return change
        ends, documents = both_ways(self.relations), sorted(self.documents)
        if self.tables:
            tabled = set(table_quads(self.after.tables))
            change.swap(table_quads(self.before.tables), tabled)
            change.added |= tabled  # what stood in a stronger graph only comes forth, too
        was, now = (set(_claims(facts, documents, ends)) for facts in (self.before, self.after))
        change.swap(was, now)
        if self.tables:
            change.added |= now  # what a table stated in its place comes forth
        return change


def tell_differences(facts: Facts, report: Report) -> None:
    """Tell a report where tables and the dataset differ."""
    for path in facts.national.documents if facts.national else ():
        if path in facts.tables.documents:
            for _ in facts.document(path, report):
                pass


def _claims(facts: Facts, documents: Iterable[str], ends: Iterable[tuple[str, str]]) -> Iterable[Quad]:
    """What the dataset states about documents and between pairs of them, and about itself."""
    about = chain.from_iterable(facts.document(path, Report()) for path in documents)
    return chain(about, claim_quads(facts, facts.claims(ends)), common_quads(facts.national) if facts.national else ())


def _different(before: Mapping[str, Document], after: Mapping[str, Document]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def carry_out(store: Store, change: Change) -> Change:
    """Make a change in a store, and return what was done. A triple stands in the strongest graph that states it: see `keep_once`."""
    order = [graph(name) for name in BY_STRENGTH]
    weak = order.index(graph("portal"))  # from here on graphs are told apart when they are stated
    done = Change({quad for quad in change.removed if quad in store})
    for quad in done.removed:
        store.remove(quad)
    taken: set[Triple] = set()
    for place, name in enumerate(order):
        for quad in (quad for quad in change.added if quad.graph_name == name and quad not in store and quad.triple not in taken):
            same = [Quad(quad.subject, quad.predicate, quad.object, other) for other in order]
            if any(one in store for one in same[: min(place, weak)]):
                continue
            done.added.add(quad)
            if place < weak:
                taken.add(quad.triple)
                done.removed.update(one for one in same[place + 1 :] if one in store)
    for quad in done.removed:
        store.remove(quad)
    store.extend(done.added)
    return done

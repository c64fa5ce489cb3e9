"""What an export holds: the whole graph, or chosen documents with what belongs to them and lies between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import IO

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.model.relation import Relation, kinds
from legalgraph.queries.catalog import query
from legalgraph.queries.elements import Edge, Node, document_node, relation_edge
from legalgraph.queries.reader import Reader
from legalgraph.rdf.mapping import iri_of, plain_quads, provision_iri
from legalgraph.rdf.vocab import term

# Nodes of ours that the graph describes: a statement that leads to one outside the slice would dangle.
_DESCRIBED = (ELI_BASE, BASE + "relation/", BASE + "text/", BASE + "conflict/")
_VOCABULARY = BASE + "vocabulary/"
# Statements that lead from a node to another that exists only for it.
_OWNING = frozenset(term(name) for name in ("eli:is_realized_by", "lg:has_conflict", "lg:evidence", "oa:hasSelector"))

_ANY = NamedNode(BASE + "graph")  # of no matter: only the triples are looked at


@cache
def _relating() -> frozenset[NamedNode]:
    """The properties that say of two documents that they are related."""
    names = {name for row in kinds().values() for name in (row.predicate, row.inverse, *row.parents, *row.inverse_parents) if name}
    return frozenset(map(term, names))


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of one snapshot. Everything is read when asked for, so a large graph need not fit into memory.

    `chosen` holds the paths of documents, citations and texts, None for the whole graph; `left_out` counts those
    that the limit of `around` cut off. `kept` holds the ids of the relations among the chosen, None for all of them.

    The statements of a part are taken out of the store, never made again from the model, so they are exactly those
    the whole graph has, in the same named graphs: what is said of each document, its versions and conflicts; the
    relations with both ends chosen, with their provisions and evidence; the plain triples between the chosen; type
    and names of the concepts used. Statements about a node of ours that the part does not describe are left out.
    """

    reader: Reader
    chosen: tuple[str, ...] | None = None
    left_out: int = 0
    kept: frozenset[str] | None = None

    @classmethod
    def whole(cls, reader: Reader) -> "Slice":
        """Everything in the snapshot, the ontology among it."""
        return cls(reader)

    @classmethod
    def of(cls, reader: Reader, paths: Iterable[str], relations: Iterable[str] | None = None) -> "Slice":
        """The documents at these paths; those the graph does not describe are ignored. With `relations` only those with these ids."""
        kept = None if relations is None else frozenset(relations)
        return cls(reader, tuple(sorted(reader.documents(paths))), kept=kept)

    @classmethod
    def around(cls, reader: Reader, path: str, depth: int = 1, limit: int = 1000) -> "Slice":
        """A document and those up to `depth` relations away. Raises NotFound when there is no such document."""
        found = reader.neighbourhood(path, depth, limit)
        return cls(reader, tuple(sorted(found.documents)), found.left_out)

    def nodes(self, day: date | None = None) -> Iterator[Node]:
        """Documents, citations and texts, sorted by path; with their status on `day` if it is given.

        The status rests on everything the graph says of a document, relations from outside the slice among it.
        """
        for path in self._paths():
            if document := self.reader.document(path):
                yield document_node(document, self.reader.status(document, day).status if day else None)

    def edges(self) -> Iterator[Edge]:
        """The relations with both ends in the slice, sorted by source."""
        return map(relation_edge, self.relations())

    def relations(self) -> Iterator[Relation]:
        """The relations with both ends in the slice, in the order of `edges`."""
        chosen = None if self.chosen is None else frozenset(self.chosen)
        if self.kept is not None:
            named = self.reader.relations_named(sorted(self.kept))
            yield from (relation for relation in named if chosen is None or {relation.source, relation.target} <= chosen)
            return
        for path in self._paths():
            for relation in self.reader.relations_from(path):
                if chosen is None or relation.target in chosen:
                    yield relation

    def dump(self, output: IO[bytes]) -> None:
        """Write every statement with its named graph as N-Quads, in no order; those of a part may come twice."""
        if self.chosen is None:
            self.reader.engine.dump(output, RdfFormat.N_QUADS)
        else:
            serialize(self._chosen_quads(self.chosen), output, RdfFormat.N_QUADS)

    def _paths(self) -> Iterable[str]:
        return self.reader.paths() if self.chosen is None else self.chosen

    def _chosen_quads(self, paths: tuple[str, ...]) -> Iterator[Quad]:
        relations = list(self.relations())
        within = {iri_of(path) for path in paths} | {NamedNode(relation.iri) for relation in relations}
        for relation in relations:
            if relation.source_provision:
                within.add(provision_iri(relation.source, relation.source_provision))
            if relation.target_provision:
                within.add(provision_iri(relation.target, relation.target_provision))
        plain = {quad.triple for relation in relations for quad in plain_quads(relation, _ANY)}
        waiting, concepts = list(within), set()
        while waiting:
            for quad in self._about(waiting.pop()):
                node = quad.object
                if self.kept is not None and quad.predicate in _relating() and quad.triple not in plain:
                    continue  # it says that a relation holds which is not kept
                if not isinstance(node, NamedNode):
                    yield quad
                elif quad.predicate in _OWNING:
                    waiting.append(node)
                    yield quad
                elif node in within or not node.value.startswith(_DESCRIBED):
                    yield quad
                    if node.value.startswith(_VOCABULARY):
                        concepts.add(node)
        for concept in concepts:
            yield from (q for q in self._about(concept) if isinstance(q.object, Literal) or q.predicate == term("rdf:type"))

    def _about(self, subject: NamedNode) -> Iterator[Quad]:
        for row in self.reader.engine.select(query("quads_of"), {"subject": subject}):
            predicate, node, graph = row["p"], row["o"], row["g"]
            if isinstance(predicate, NamedNode) and isinstance(graph, NamedNode | BlankNode | DefaultGraph):
                yield Quad(subject, predicate, node, graph)

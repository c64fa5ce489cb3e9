"""A large store of our own read in the order of its indexes.

An index holds hashes; the IRI or the words behind one are kept apart, and to fetch them costs up to 40 µs in a country of 19 million
triples, but 10 where the one fetched before lies next to it. So things are listed by class, in the order in which the store keeps
them, and what is said of them is joined to them inside the engine, predicate by predicate, each read from one end of its index to
the other: an index asked for one thing after the other looks through each of the files it was loaded from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from legalgraph.model.document import Document
from legalgraph.model.relation import Relation
from legalgraph.queries.catalog import query
from legalgraph.rdf.mapping import describe, document_of, relation_of
from legalgraph.rdf.said import Node
from legalgraph.rdf.vocab import concept
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.time.status import DECIDING

_TOGETHER = 4
"""Predicates joined in one query: the engine holds what each says in memory meanwhile, half a KB a value."""
_DOCUMENTS = "VALUES ?class { eli:LegalResource lg:Citation lg:SourceText } ?node a ?class"
_OF_DOCUMENT = (
    "dcterms:title", "eli:type_document", "eli:jurisdiction", "eli:id_local",
    "lg:signed_by", "eli:date_document", "eli:date_publication", "eli:first_date_entry_in_force",
    "lg:in_force_rule", "eli:date_no_longer_in_force", "lg:period_from", "lg:period_until",
    "lg:claimed_status", "lg:claimed_status_as_of", "lg:status_basis", "lg:certainty", "lg:note",
)  # fmt: skip
_ALL_OF_DOCUMENT = ("eli:passed_by", "dcterms:source", "dcterms:subject", "lg:has_conflict")
_ACTS = f"VALUES ?kind {{ {' '.join(str(concept('relation', code)) for code in sorted(DECIDING))} }} ?node lg:kind ?kind"
_OF_ACT = (
    "lg:source", "lg:target", "lg:kind", "lg:certainty",
    "lg:source_provision", "lg:target_provision", "lg:effective_from", "lg:until",
    "lg:rule", "lg:condition", "lg:exception", "lg:action", "lg:anchor",
)  # fmt: skip


def scanned_documents(engine: EmbeddedEngine) -> Iterator[Document]:
    """Give every document, citation and text, in any order."""
    table = _Table(engine, _DOCUMENTS, "?node lg:slug ?slug")
    table.read(_OF_DOCUMENT)
    for name in _ALL_OF_DOCUMENT:
        table.read_all(name)
    conflicts = describe(engine.construct(query("conflicts")))
    for iri, row in table.rows():
        yield document_of(iri, row, conflicts)


def scanned_acts(engine: EmbeddedEngine) -> Iterator[Relation]:
    """Give every relation that bears on the status of a document, without evidence and the words it changes, in any order."""
    table = _Table(engine, _ACTS, _ACTS)
    table.read(_OF_ACT)
    table.read_all("lg:place")
    for _, row in table.rows():
        yield relation_of(row, {})


class _Table:
    """A row for each thing, a column for each predicate.

    The things are those of a pattern of ?node; `ordered` is one that finds them all, as a rule, in the order of the store.
    """

    def __init__(self, engine: EmbeddedEngine, ordered: str, pattern: str) -> None:
        self._engine, self._ordered, self._pattern = engine, ordered, pattern
        self._numbers = self._listed()
        ((stated,),) = engine.rows(f"SELECT (COUNT(DISTINCT ?node) AS ?n) WHERE {{ {pattern} }}")
        if int(_value(stated)) != len(self._numbers):
            self._ordered = pattern
            self._numbers = self._listed()
        self._first: dict[str, list[str | None]] = {}
        self._all: dict[str, dict[int, list[Node]]] = {}

    def _listed(self) -> dict[str, int]:
        among = f"{{ SELECT DISTINCT ?node {{ {self._pattern} }} }} {{ SELECT ?node {{ {self._ordered} }} }}"
        found = (node.value for (node,) in self._engine.rows(f"SELECT ?node WHERE {{ {among} }}") if isinstance(node, NamedNode))
        return {iri: number for number, iri in enumerate(dict.fromkeys(found))}

    def read(self, names: Sequence[str]) -> None:
        """Read the first value, in order, of each predicate."""
        for start in range(0, len(names), _TOGETHER):
            together = names[start : start + _TOGETHER]
            columns: list[list[str | None]] = [[None] * len(self._numbers) for _ in together]
            # Few words are said of very many: each is kept once.
            kept: list[dict[str, str]] = [{} for _ in together]
            for number, values in self._values(together):
                for column, known, value in zip(columns, kept, values, strict=True):
                    if value is None or isinstance(value, Triple):
                        continue
                    words = known.setdefault(value.value, value.value)
                    before = column[number]
                    if before is None or words < before:
                        column[number] = words
            self._first |= zip(together, columns, strict=True)

    def read_all(self, name: str) -> None:
        """Read all values of a predicate."""
        column: dict[int, list[Node]] = {}
        for number, (value,) in self._values([name]):
            if value is not None and value not in (values := column.setdefault(number, [])):
                values.append(value)
        self._all[name] = column

    def _values(self, names: Sequence[str]) -> Iterator[tuple[int, list[Node | None]]]:
        """The numbers of things with a value of each predicate, as often as there are combinations of values."""
        among = f"{{ SELECT DISTINCT ?node {{ {self._pattern} }} }}"
        joined = [
            f"OPTIONAL {{ SELECT ?node ?v{at} {{ {among} {{ SELECT ?node ?v{at} {{ ?node {name} ?v{at} }} }} }} }}"
            for at, name in enumerate(names)
        ]
        variables = " ".join(f"?v{at}" for at in range(len(names)))
        for node, *values in self._engine.rows(f"SELECT ?node {variables} WHERE {{ {self._ordered} {' '.join(joined)} }}"):
            if isinstance(node, NamedNode) and (number := self._numbers.get(node.value)) is not None:
                yield number, values

    def rows(self) -> Iterator[tuple[str, "_Row"]]:
        """Each thing with what was read of it."""
        for iri, number in self._numbers.items():
            yield iri, _Row(number, self._first, self._all)


@dataclass(frozen=True, slots=True)
class _Row:
    """What a table says of one thing; see `Said`. What was not read is not said."""

    number: int
    firsts: Mapping[str, Sequence[str | None]]
    alls: Mapping[str, Mapping[int, Sequence[Node]]]

    def first(self, name: str) -> str | None:
        column = self.firsts.get(name)
        return column[self.number] if column else None

    def all(self, name: str) -> Sequence[Node]:
        column = self.alls.get(name)
        return column.get(self.number, ()) if column else ()


def _value(node: Node | None) -> str:
    return node.value if isinstance(node, Literal) else ""

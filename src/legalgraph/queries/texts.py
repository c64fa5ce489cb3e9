"""Typed reads of the texts of documents: the words, their units, what they cite and where, and the file they came from.

All offsets are code points of `DocumentText.text`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from legalgraph.model.identity import is_citation
from legalgraph.model.provision import Provision
from legalgraph.model.text import NoteRow, SourceFile, UnitRow
from legalgraph.queries.catalog import query
from legalgraph.rdf.mapping import describe, iri_of, relation_from
from legalgraph.rdf.said import Description
from legalgraph.rdf.texts import expression_of
from legalgraph.rdf.vocab import local_name, term
from legalgraph.store.engine import Engine, Row

__all__ = ["CitationRow", "DocumentText", "NoteRow", "SourceFile", "UnitRow", "text_of"]


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One mention of a document. `target` is a document or `citation/…` path, `target_provision` a place in it.

    `kind` is the relation the mention is evidence of (`refers` when it is a mere reference), `relation` its id.
    Not `resolved` when nothing in this graph is known to be meant.
    """

    start: int
    end: int
    target: str
    target_provision: str | None
    relation: str
    kind: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document or of an article, with all that pages mark in it, in the order of the text."""

    path: str
    text: str
    units: tuple[UnitRow, ...] = ()
    citations: tuple[CitationRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    source: SourceFile | None = None

    @property
    def resolved(self) -> int:
        """How many citations lead to a document."""
        return sum(citation.resolved for citation in self.citations)

    @property
    def unresolved(self) -> int:
        """How many citations lead to no document."""
        return len(self.citations) - self.resolved


def text_of(engine: Engine, path: str) -> DocumentText | None:
    """Return the text of the document or article at a path; None when the graph holds no text of it."""
    document, version = iri_of(path), expression_of(path)
    rows = engine.select(query("text"), {"version": version})
    if not rows:
        return None
    (row,) = rows
    return DocumentText(
        path=path,
        text=_value(row, "words"),
        units=tuple(_units(describe(engine.construct(query("units"), {"document": document})), document.value)),
        citations=tuple(_citations(describe(engine.construct(query("relations_from"), {"document": document})))),
        notes=tuple(_notes(engine.select(query("notes"), {"version": version}))),
        source=SourceFile(_value(row, "name"), _value(row, "format"), _value(row, "digest")) if "digest" in row else None,
    )


def _units(described: Mapping[str, Description], document: str) -> list[UnitRow]:
    start_of = term("lg:start").value
    units = [_unit(iri, said, document) for iri, said in described.items() if start_of in said]
    # A parent begins where its first child does or before, and its path is shorter.
    return sorted(units, key=lambda unit: (unit.start, -unit.end, unit.path.count("/"), unit.order))


def _unit(iri: str, said: Description, document: str) -> UnitRow:
    def value(name: str) -> str:
        return min((getattr(node, "value", "") for node in said.get(term(name).value, ())), default="")

    path = iri.removeprefix(document + "/")
    # Curated tables name a place without its text and state it of the whole document: the unit around it says more.
    parents = [getattr(node, "value", "") for node in said.get(term("eli:is_part_of").value, ())]
    parent = min((iri for iri in parents if iri != document), default=document)
    return UnitRow(
        path=path,
        kind=local_name(value("eli:type_subdivision")),
        label=Provision.parse(path).label,
        heading=value("dcterms:title") or None,
        start=int(value("lg:start")),
        end=int(value("lg:end")),
        parent=None if parent == document else parent.removeprefix(document + "/"),
        order=int(value("lg:order")),
    )


def _citations(described: Mapping[str, Description]) -> list[CitationRow]:
    """One row a place in the text: an act goes before a mere reference, then the most exact place of the target."""
    by_place: dict[tuple[int, int], CitationRow] = {}
    kind_of = term("lg:kind").value
    for relation in (relation_from(iri, described) for iri, said in described.items() if kind_of in said):
        for quote in (evidence.quote for evidence in relation.evidence if evidence.kind == "citation"):
            if quote:
                provision = relation.target_provision.path if relation.target_provision else None
                known = not is_citation(relation.target)
                row = CitationRow(quote.start, quote.end, relation.target, provision, relation.id, relation.kind, known)
                by_place[row.start, row.end] = min(row, by_place.get((row.start, row.end), row), key=_weight)
    return [by_place[place] for place in sorted(by_place)]


def _weight(citation: CitationRow) -> tuple[bool, int, str, str]:
    provision = citation.target_provision or ""
    return citation.kind == "refers", -len(provision), provision, citation.relation


def _notes(rows: Iterable[Row]) -> list[NoteRow]:
    notes = {
        NoteRow(_value(r, "label"), int(_value(r, "start")), int(_value(r, "end")), int(_value(r, "called")) if "called" in r else None)
        for r in rows
    }
    return sorted(notes, key=lambda note: (note.start, note.label))


def _value(row: Row, name: str) -> str:
    return getattr(row.get(name), "value", "")

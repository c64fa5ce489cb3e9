"""Typed reads of the texts of documents: the words, their units, what they cite and where, and the file they came from.

All offsets are code points of `DocumentText.text`.
"""

from dataclasses import dataclass

from legalgraph.model.text import NoteRow, SourceFile, UnitRow
from legalgraph.queries.catalog import query
from legalgraph.rdf.mapping import iri_of
from legalgraph.store.engine import Engine

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
    rows = engine.select(query("text"), {"document": iri_of(path)})
    return DocumentText(path, getattr(rows[0]["words"], "value", "")) if rows else None

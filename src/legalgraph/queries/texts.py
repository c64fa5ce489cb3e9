"""Typed reads of the texts of documents: the words, their units, what they cite and where, and the file they came from.

All offsets are code points of `DocumentText.text`.
"""

from dataclasses import dataclass

from legalgraph.queries.catalog import query
from legalgraph.rdf.mapping import iri_of
from legalgraph.store.engine import Engine


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One part of a text. `path` is its place under the document (`dieu_5/khoan_2`), `parent` that of the part it is in.

    `kind` is a unit of `model.provision.UNITS`, `label` the number as printed ("5a", "đ", "II"); `parent` is None for
    what stands directly in the document. Units come in the order of the text, a parent before its children.
    """

    path: str
    kind: str
    label: str
    heading: str | None
    start: int
    end: int
    parent: str | None
    order: int


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
class NoteRow:
    """A footnote: its mark, the span of its words, and where the text calls it."""

    label: str
    start: int
    end: int
    called: int | None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file a text was read from; `digest` is the SHA-256 of its bytes in hexadecimal."""

    name: str
    media_type: str
    digest: str


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

"""What one text needs to know of the rest of a corpus: asked when it is read, answered by a join, looked up when it is stated."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from legalgraph.extraction.gazetteer import law_names
from legalgraph.model.identity import DocumentKey
from legalgraph.model.reading import Reading, Statement
from legalgraph.pipeline.kept import unpack_units
from legalgraph.pipeline.targets import Shelf, citation_of, mark_of_path, mark_text
from legalgraph.text.resolve import Shelfmark, marks_of


class Answer(NamedTuple):
    """A document present: its path, its day of signing in ISO, whether its text is there and tells acts, its units where asked for."""

    path: str
    signed: str | None
    has_text: bool
    tells_acts: bool
    units: bytes | None


def asks(reading: Reading) -> dict[str, bool]:
    """Every shelfmark at which a text may look for documents, and whether it may need the units of those found there.

    Units are needed for ranges only ("từ Điều 5 đến Điều 9"), which are the places that stand between two in the document itself.
    """
    names, citations = law_names(), reading.citations
    ranged = {s.target.citation for s in reading.statements if _has_range(s)}
    found: dict[str, bool] = {}
    for index, citation in enumerate(citations):
        for mark in marks_of(citation, citations, names):
            found[mark_text(mark)] = found.get(mark_text(mark), False) or index in ranged
    for statement in reading.statements:
        for target in (statement.target, *statement.by):
            said = citation_of(target)
            for mark in marks_of(said, citations, names) if said else ():
                found[mark_text(mark)] = found.get(mark_text(mark), False) or _has_range(statement)
    return found


def _has_range(statement: Statement) -> bool:
    return any(locator.until is not None for locator in statement.provisions)


class Slice(Shelf):
    """The part of the shelf that one text asked for. `unasked` counts what it looks for and had not asked for: there should be none."""

    def __init__(self, asked: Mapping[str, bool], answers: Iterable[Answer]) -> None:
        answers = list(answers)
        super().__init__((DocumentKey.parse(a.path), date.fromisoformat(a.signed) if a.signed else None) for a in answers)
        self._asked, self._units = asked, {a.path: a.units for a in answers if a.has_text}
        self._telling = {a.path for a in answers if a.tells_acts}
        self.unasked = 0

    def at(self, mark: Shelfmark) -> Sequence[tuple[DocumentKey, date | None]]:
        """The documents at a place."""
        self.unasked += mark_text(mark) not in self._asked
        return super().at(mark)

    def holds(self, path: str) -> bool:
        """True when the document is present."""
        self.unasked += mark_of_path(path) not in self._asked
        return super().holds(path)

    def tells_acts(self, path: str) -> bool:
        """True when the text of a document is there and tells what it does to others."""
        return path in self._telling

    def articles(self, path: str) -> tuple[str, ...]:
        """The units of a document, where its text is there."""
        packed = self._units.get(path)
        if packed is None:
            self.unasked += path in self._units
            return ()
        return unpack_units(packed)

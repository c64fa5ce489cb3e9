"""Marks at the articles of a text that other documents changed later: its words on the page are still those from before."""

from collections.abc import Iterable, Mapping

from legalgraph.model.document import Document
from legalgraph.model.provision import WITHIN_ARTICLE
from legalgraph.model.relation import Relation, kind
from legalgraph.model.text import UnitRow
from legalgraph.queries.texts import DocumentText
from legalgraph.time.writing import is_probable
from legalgraph.web.fulltext.pieces import Element
from legalgraph.web.fulltext.spans import Point, unbroken_pieces
from legalgraph.web.presentation.changes import TOUCHING
from legalgraph.web.presentation.relations import document_href
from legalgraph.web.presentation.words import Words

_MOST = 6  # marks at one article; all changes are on the page of the document
_PLACES = 2  # places inside an article that a mark names


def change_signs(text: DocumentText, relations: Iterable[Relation], documents: Mapping[str, Document], words: Words) -> list[Point]:
    """A mark behind the heading of each article that another document changed, ended or suspended, leading to the relation.

    One for each acting document and kind of act, in the order of their days. What is only probable bears no mark.
    """
    rows = {unit.path: unit for unit in text.units}
    found: dict[tuple[str, str, str], list[Relation]] = {}
    for relation in sorted(relations, key=lambda r: (str(r.effective_from or "9"), r.source, r.id)):
        unit = _article(relation, rows) if _touches(relation, text.path, documents) else None
        if unit:
            found.setdefault((unit.path, relation.source, relation.kind), []).append(relation)
    marks: dict[str, list[Point]] = {}
    for (path, source, _), group in found.items():
        marks.setdefault(path, []).append(Point(_line_end(text.text, rows[path]), _mark(group, path, documents[source], words)))
    return [point for points in marks.values() for point in points[:_MOST]]


def _touches(relation: Relation, path: str, documents: Mapping[str, Document]) -> bool:
    acts = relation.target == path != relation.source and relation.kind in TOUCHING and relation.source in documents
    return acts and not is_probable(relation)


def _article(relation: Relation, rows: Mapping[str, UnitRow]) -> UnitRow | None:
    """The article, or the annex, in which the place that is changed lies; None where the text does not hold it."""
    path = relation.target_provision.path if relation.target_provision else ""
    while path and (path not in rows or rows[path].kind in WITHIN_ARTICLE):
        path = path.rpartition("/")[0]
    return rows.get(path)


def _line_end(text: str, unit: UnitRow) -> int:
    end = text.find("\n", unit.start, unit.end)
    return end if end >= 0 else len(text[: unit.end].rstrip())


def _mark(group: list[Relation], article: str, acting: Document, words: Words) -> Element:
    first = group[0]
    places = list(dict.fromkeys(r.target_provision for r in group if r.target_provision))
    label = f"{words.verb(first, inverse=True)} {words.name(acting)}"
    if all(place.path != article for place in places):
        told = ", ".join(place.words(words.language) for place in places[:_PLACES])
        label = f"{told}{'…' if len(places) > _PLACES else ''}: {label}"
    if first.effective_from:
        label = words.gettext("%(change)s, từ %(day)s", change=label, day=words.date(first.effective_from))
    language = (("lang", words.language),) if words.language != "vi" else ()
    attributes = (("class", f"act changed g-{kind(first.kind).group}"), ("href", f"{document_href(first.target)}#r-{first.id}"), *language)
    return Element("a", attributes, tuple(unbroken_pieces([label])), added=True)

"""What a citation leads to, in a few words: the document, its status, and the words of the place that is cited."""

from dataclasses import dataclass
from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.provision import Provision, touches
from legalgraph.model.relation import ENDING_PART, Relation
from legalgraph.queries.texts import DocumentText
from legalgraph.time.writing import is_probable
from legalgraph.web.live import View
from legalgraph.web.presentation.changes import TOUCHING
from legalgraph.web.presentation.document import StatusView, status_view
from legalgraph.web.presentation.words import Words
from legalgraph.wording.places import places_words

_LONGEST = 700  # characters of the cited words
_LONGEST_TITLE = 300
_LOOKED_AT, _TOLD = 40, 3  # acts upon a place


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A document or a place in it. `said` are the words of the place, `note` says why there are none, `changes` what others did to it."""

    name: str
    title: str
    status: StatusView | None
    place: str | None
    said: str | None
    note: str | None
    changes: tuple[str, ...] = ()


def excerpt(view: View, document: Document, provision: Provision | None, words: Words, day: date) -> Excerpt:
    """Tell what stands at a place; without one, which document it is."""
    text = view.text(document.path) if document.identified else None
    said = _said(text, provision) if text and provision else None
    note = None
    if not document.identified and not document.is_text:
        note = words.gettext("Chưa nhận ra đây là văn bản nào trong bản dữ liệu này.")
    elif provision and text is None:
        note = words.gettext("Chưa có toàn văn của văn bản này.")
    elif provision and said is None:
        note = words.gettext("Toàn văn đang có không chứa điều khoản này.")
    return Excerpt(
        name=words.name(document),
        title=_cut(words.title(document), _LONGEST_TITLE),
        status=status_view(view.status(document, day), {}, words) if document.identified else None,
        place=provision.words(words.language) if provision else None,
        said=said,
        note=note,
        changes=_changes(view, document, provision, words) if provision and document.identified else (),
    )


def _changes(view: View, document: Document, provision: Provision, words: Words) -> tuple[str, ...]:
    """What others did to the place, the latest first. What is only probable is left out."""
    named = [edge.id for edge in view.catalogue.edges_at(document.path, provision.path, _LOOKED_AT, TOUCHING)]
    # Of ranges ("từ Điều 5 đến Điều 18") an edge knows no place.
    ranges = view.catalogue.acting_on(document.path, ENDING_PART)[:_LOOKED_AT]
    found = view.reader.relations_named([*named, *(one for one in ranges if one not in named)])
    acts = [r for r in found if r.source != document.path and not is_probable(r) and (r.id in named or _reaches(r, provision))]
    acts.sort(key=lambda r: r.effective_from or date.min, reverse=True)
    acting = view.reader.documents({r.source for r in acts})
    told = dict.fromkeys(_change(r, acting[r.source], provision, words) for r in acts if r.source in acting)
    return tuple(told)[:_TOLD]


def _reaches(relation: Relation, provision: Provision) -> bool:
    return any(touches(place, provision.path) for place in relation.places)


def _change(relation: Relation, acting: Document, provision: Provision, words: Words) -> str:
    said = f"{words.verb(relation, inverse=True)} {words.name(acting)}"
    place = relation.target_provision
    if relation.places:
        said = f"{places_words(relation.places, words.language)}: {said}"
    elif place and place != provision:
        said = f"{place.words(words.language)}: {said}"
    day = relation.effective_from
    return words.gettext("%(change)s, từ %(day)s", change=said, day=words.date(day)) if day else said


def _said(text: DocumentText, provision: Provision) -> str | None:
    unit = next((u for u in text.units if u.path == provision.path), None)
    return _cut(text.text[unit.start : unit.end].strip(), _LONGEST) if unit else None


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most].rsplit(None, 1)[0] + " …"

"""Documents over real time: bars and links for the story of the home page and of two related documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Relation
from legalgraph.time.status import entry_into_force
from legalgraph.web.diagram import story, story_narrow
from legalgraph.web.diagram.axis import Bar
from legalgraph.web.live import View
from legalgraph.web.presentation.lanes import lane_of
from legalgraph.web.presentation.lucdo import link
from legalgraph.web.presentation.relations import document_href
from legalgraph.web.presentation.words import Words

_PROGRAMMES = 60  # below everything that has a rank


@dataclass(frozen=True, slots=True)
class OverTime:
    """The two shapes of a story, and the documents that have no date to be placed by."""

    wide: story.Story
    narrow: story_narrow.NarrowStory
    undated: tuple[Document, ...]


def draw(
    view: View, documents: Mapping[str, Document], relations: Iterable[Relation], words: Words, today: date, focus: Iterable[str] = ()
) -> OverTime | None:
    """Lay the documents out over time; None when fewer than two have a date."""
    chosen = set(focus)
    bars = [bar for document in documents.values() if (bar := _bar(view, document, words, today, document.path in chosen))]
    if len(bars) < 2:
        return None
    links = [link(relation, words) for relation in relations]
    names = {document.path: document.number or words.name(document) for document in documents.values()}
    placed = {bar.id for bar in bars}
    return OverTime(
        wide=story.lay_out(bars, links, today),
        narrow=story_narrow.lay_out(bars, links, today, names),
        undated=tuple(document for document in documents.values() if document.path not in placed),
    )


def _bar(view: View, document: Document, words: Words, today: date, focus: bool) -> Bar | None:
    signed = document.signed or (date(document.year, 1, 1) if document.year else None)
    if signed is None:
        return None
    status = view.status(document, today)
    programme = document.period_until is not None
    since, until = _period(document, signed) if programme else (entry_into_force(document)[0] or signed, document.in_force_until)
    if not programme and status.status is Status.EXPIRED:
        until = next((reason.day for reason in status.reasons if reason.day), until)
    lane, lane_words = (_PROGRAMMES, words.gettext("Chương trình theo giai đoạn")) if programme else lane_of(document, words)
    return Bar(
        id=document.path,
        lane=lane,
        lane_name=lane_words,
        heading=document.number or words.name(document),
        note=document.title,
        href=document_href(document.path),
        spoken=f"{words.name(document)}. {document.title}. {words.status(status.status)}.",
        status="programme" if programme else status.status,
        signed=signed,
        since=since,
        until=max(until, since) if until else None,
        focus=focus,
    )


def _period(document: Document, signed: date) -> tuple[date, date]:
    begin = date(document.period_from, 1, 1) if document.period_from else signed
    return begin, date(document.period_until or begin.year, 12, 31)

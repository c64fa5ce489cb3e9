"""Documents over real time: bars and links for the story of the home page and of two related documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Relation
from legalgraph.registry import numbered
from legalgraph.time.status import entry_into_force
from legalgraph.web.diagram import story, story_narrow
from legalgraph.web.diagram.axis import Bar, in_rows
from legalgraph.web.diagram.parts import Link
from legalgraph.web.diagram.trunks import merged
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
    statuses: tuple[tuple[str, str], ...]
    """The looks of the bars, as (code, words), in the order in which they first come."""


def draw(
    view: View,
    documents: Mapping[str, Document],
    relations: Iterable[Relation],
    words: Words,
    today: date,
    focus: Iterable[str] = (),
    marks: Mapping[str, str] | None = None,
) -> OverTime | None:
    """Lay the documents out over time; None when fewer than two have a date.

    `marks` are put before the words of arrows, by "source>target".
    """
    chosen = set(focus)
    bars = [bar for document in documents.values() if (bar := _bar(view, document, words, today, document.path in chosen))]
    if len(bars) < 2:
        return None
    links = [_marked(line, marks or {}) for line in merged(link(relation, words) for relation in relations)]
    names = {document.path: numbered(document) or words.name(document) for document in documents.values()}
    placed = {bar.id for bar in bars}
    return OverTime(
        wide=story.lay_out(bars, links, today),
        narrow=story_narrow.lay_out(bars, links, today, names),
        undated=tuple(document for document in documents.values() if document.path not in placed),
        statuses=tuple({bar.status: _look(bar, words) for bar in in_rows(bars)}.items()),
    )


def _marked(line: Link, marks: Mapping[str, str]) -> Link:
    mark = marks.get(f"{line.source}>{line.target}")
    return replace(line, label=f"({mark}) {line.label}") if mark else line


def _look(bar: Bar, words: Words) -> str:
    if bar.status == "programme":
        return words.gettext("giai đoạn của chương trình")
    label = words.status(Status(bar.status))
    return label[:1].lower() + label[1:]


def _bar(view: View, document: Document, words: Words, today: date, focus: bool) -> Bar | None:
    signed = document.signed or (date(document.year, 1, 1) if document.year else None)
    if signed is None:
        return None
    status = view.status(document, today)
    programme = document.period_until is not None
    since, until = _period(document, signed) if programme else (entry_into_force(document)[0] or signed, document.in_force_until)
    if not programme and status.status is Status.EXPIRED:
        until = next((reason.day for reason in status.reasons if reason.day), until)
    spoken = (words.name(document), words.title(document), words.status_of(document, status.status, today))
    lane, lane_words = (_PROGRAMMES, words.gettext("Chương trình theo giai đoạn")) if programme else lane_of(document, words)
    return Bar(
        id=document.path,
        lane=lane,
        lane_name=lane_words,
        heading=numbered(document) or words.name(document),
        note=words.title(document),
        href=document_href(document.path),
        spoken=". ".join(part for part in spoken if part) + ".",
        status="programme" if programme else status.status,
        signed=signed,
        since=since,
        until=max(until, since) if until else None,
        focus=focus,
    )


def _period(document: Document, signed: date) -> tuple[date, date]:
    begin = date(document.period_from, 1, 1) if document.period_from else signed
    return begin, date(document.period_until or begin.year, 12, 31)

"""The page of one document: what is known of it, its status on a day, its relations and its history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from legalgraph import wording
from legalgraph.model.document import Conflict, Document, Status
from legalgraph.model.provision import GROUPS, Provision, touches
from legalgraph.model.relation import ACTS, Certainty, Relation, kind
from legalgraph.model.text import SourceFile
from legalgraph.queries.basis import footing_of
from legalgraph.queries.neighbours import neighbours_of
from legalgraph.time.basis import RESTING
from legalgraph.time.status import StatusOnDay, entry_into_force, merely_amended
from legalgraph.web.live import View
from legalgraph.web.presentation import lucdo
from legalgraph.web.presentation.basis import FootingView, footing_view
from legalgraph.web.presentation.beside import CiteView, NeighboursView, Tally, cite_view, neighbours_view, tallies
from legalgraph.web.presentation.changes import Changes, Outstanding, changes_of, outstanding_of
from legalgraph.web.presentation.consolidation import ArticleView, article_view, told_of
from legalgraph.web.presentation.events import EventView, history
from legalgraph.web.presentation.fulltext import PlaceText, Text, TextView
from legalgraph.web.presentation.neighbourhood import Wanted, around
from legalgraph.web.presentation.relations import (
    GroupView,
    RelationView,
    document_href,
    evidence_place,
    gather,
    grouped,
    linked,
    only_cited,
    relation_view,
)
from legalgraph.web.presentation.words import Words
from legalgraph.wording.told_by import source_words

_BOXES, _BOXES_TALL = 20, 16  # of the diagram, wide and on a phone

_AT_A_PLACE = 200  # relations told of one place


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the list of facts. An unknown one has no values; `quoted` words are Vietnamese on every page."""

    label: str
    values: tuple[Markup | str, ...]
    note: str | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why a status holds; `place` is where the act that decides can be read."""

    told: Markup
    place: str | None


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status on a day, and why; `inferred` is the word for that, None for a status that is certain.

    `merely_amended`: only amendments are known to make it partly expired. `undated`: it is unknown because the day of an act is.
    """

    code: str
    label: str
    inferred: str | None
    day: date
    reasons: tuple[ReasonView, ...]
    merely_amended: bool
    undated: bool


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two sources that disagree; `adopted` is what was taken, None where neither was."""

    field: str
    first: str
    first_source: str
    second: str
    second_source: str
    adopted: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """A place in the document that the address names, the relations that name it, and its words where there are any.

    `lacking` when the text is there and has no such article. `changed` is what others made of it.
    """

    words: str
    path: str
    relations: tuple[RelationView, ...]
    text: PlaceText | None
    lacking: bool
    changed: ArticleView


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """All a document's page shows."""

    document: Document
    name: str
    title: str
    type: str
    issuers: tuple[str, ...]
    status: StatusView
    facts: tuple[Fact, ...]
    conflicts: tuple[ConflictView, ...]
    outgoing: list[GroupView]
    incoming: list[GroupView]
    lucdo: lucdo.Lucdo | None
    events: list[EventView]
    provision: ProvisionView | None
    text: TextView | None
    tallies: list[Tally]
    footing: FootingView | None
    changes: Changes
    outstanding: Outstanding | None
    neighbours: list[NeighboursView]
    cite: CiteView | None


def document_page(view: View, document: Document, words: Words, day: date, provision: Provision | None = None) -> DocumentPage:
    """Gather what the page of a document shows on a day."""
    relations, related = view.related(document.path)
    gathered = gather(relations, document.path, related)
    acts = [r for r in relations if r.target == document.path and r.kind in ACTS]
    beside = neighbours_of(view.catalogue, document.path, relations) if document.identified else []
    # Of a law that thousands rest on, only what is shown is read.
    named = {document.path, *(r.source for r in acts), *(path for group in gathered for path in group.others)}
    named.update(r.target for r in relations if r.source == document.path and r.kind in RESTING)
    named.update(path for group in beside for path in (*group.paths, group.shared) if path)
    footing, documents = footing_of(view.reader, document, relations, view.reader.documents(named), lambda d: view.status(d, day))
    outgoing, incoming = grouped(gathered, documents, words, document.path, only_cited(view, documents))
    read = view.text(document.path)
    text = Text(read, words, relations, only_cited(view, {c.target for c in read.citations})) if read else None
    diagram = None
    if not document.is_text:
        nearest = around(view, document.path, Wanted(boxes=_BOXES))
        diagram = lucdo.draw(nearest, view.statuses(nearest.documents, day), words, day, (_BOXES, _BOXES_TALL))
    return DocumentPage(
        document=document,
        name=words.name(document),
        title=words.title(document),
        type=words.type_of(document),
        issuers=tuple(words.body(code) for code in document.issuers),
        status=status_view(view.status(document, day), documents, words),
        facts=tuple(_facts(document, words, read.source if read else None)),
        conflicts=tuple(_conflict(conflict, words) for conflict in document.conflicts),
        outgoing=outgoing,
        incoming=incoming,
        lucdo=diagram,
        events=history(document, acts, documents, words),
        provision=_provision(view, provision, relations, documents, document.path, words, text, day) if provision else None,
        text=text.view() if text else None,
        tallies=tallies(relations, document.path, related, words),
        footing=footing_view(footing, documents, words),
        changes=changes_of(acts, document.path, documents, words, day),
        outstanding=outstanding_of(view.reader, document, relations, acts, words, day, read.units) if read else None,
        neighbours=neighbours_view(beside, documents, words),
        cite=cite_view(document, provision),
    )


def status_view(status: StatusOnDay, documents: Mapping[str, Document], words: Words) -> StatusView:
    """A status with its reasons, the names in them linked."""
    reasons = tuple(
        ReasonView(linked(wording.reason(why, documents, words.language), _acting(why.relation, documents), words), _place(why.relation))
        for why in status.reasons
    )
    inferred = words.certainty(status.certainty) if status.certainty is not Certainty.VERIFIED else None
    label = wording.status_label_on_day(status, words.language)
    undated = status.status is Status.UNKNOWN and any(why.undated for why in status.reasons[:1])
    return StatusView(status.status, label, inferred, status.day, reasons, merely_amended(status), undated)


def _place(relation: Relation | None) -> str | None:
    """Where the act stands in the text that says it, else in the list of the document acted upon."""
    if relation is None:
        return None
    places = (evidence_place(evidence, relation.source) for evidence in relation.evidence)
    return next((place for place in places if place), f"{document_href(relation.target)}#r-{relation.id}")


def _acting(relation: Relation | None, documents: Mapping[str, Document]) -> Iterable[Document]:
    return [documents[relation.source]] if relation and relation.source in documents else []


def _facts(document: Document, words: Words, file: SourceFile | None) -> Iterable[Fact]:
    if document.is_text:
        return
    started, _ = entry_into_force(document)
    rule = wording.entry_rule_words(document.in_force_rule, words.language) if document.in_force_rule else None
    yield Fact(words.gettext("Số hiệu"), _known(document.number))
    yield Fact(words.gettext("Cơ quan ban hành"), tuple(words.body(code) for code in document.issuers))
    if document.area:
        yield Fact(words.gettext("Địa phương"), (words.area(document.area),))
    if document.subjects:
        # The words of the source, which stay Vietnamese on every page.
        subjects = (Markup('<span lang="vi">{}</span>').format(subject) for subject in document.subjects)
        yield Fact(words.gettext("Lĩnh vực"), tuple(subjects))
    yield Fact(words.gettext("Người ký"), _known(document.signer))
    yield Fact(words.gettext("Ngày ký"), _day(document.signed, words), wording.signing_note(document, words.language))
    if document.published:
        yield Fact(words.gettext("Ngày đăng Công báo"), _day(document.published, words))
    notes = [note for note in (rule, wording.entry_note(document, started, words.language)) if note]
    yield Fact(words.gettext("Có hiệu lực từ"), _day(started, words), "; ".join(notes) or None)
    if document.in_force_until:
        yield Fact(words.gettext("Hết hiệu lực từ"), _day(document.in_force_until, words))
    if document.period_until:
        until = words.gettext("đến năm %(year)s", year=document.period_until)
        years = f"{document.period_from}\N{EN DASH}{document.period_until}" if document.period_from else until
        yield Fact(words.gettext("Giai đoạn của chương trình"), (years,))
    if document.status:
        claim = words.status(document.status)
        if document.status_as_of:
            dated = words.gettext("ghi ngày %(day)s", day=words.date(document.status_as_of))
            claim = f"{claim}, {dated}"
        yield Fact(words.gettext("Tình trạng nguồn ghi"), (claim,), document.status_basis, quoted=True)
    yield Fact(words.gettext("Nhận diện văn bản"), (words.certainty(document.certainty),))
    if document.note:
        yield Fact(words.gettext("Ghi chú"), (), document.note, quoted=True)
    # What is only known from its own text has that as its source.
    own = (words.gettext("tệp %(name)s", name=file.name),) if file and not document.sources else ()
    yield Fact(words.gettext("Nguồn"), (*(_source(url) for url in document.sources), *own))


def _known(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _day(day: date | None, words: Words) -> tuple[Markup, ...]:
    return (Markup('<time datetime="{}">{}</time>').format(day.isoformat(), words.date(day)),) if day else ()


def _source(url: str) -> Markup | str:
    if not url.startswith(("http://", "https://")):
        return url
    return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(url, urlsplit(url).hostname or url)


def _conflict(conflict: Conflict, words: Words) -> ConflictView:
    chosen = {"a": conflict.value_a, "b": conflict.value_b}.get(conflict.adopted)
    return ConflictView(
        field=field_name(conflict.field, words),
        first=_value(conflict.value_a, words),
        first_source=source_words(conflict.source_a, words.language),
        second=_value(conflict.value_b, words),
        second_source=source_words(conflict.source_b, words.language),
        adopted=_value(chosen, words) if chosen else None,
        note=conflict.note,
    )


def _value(value: str, words: Words) -> str:
    try:
        return words.date(date.fromisoformat(value))
    except ValueError:
        return value


def field_name(code: str, words: Words) -> str:
    """What a column of the tables is called; an unknown one keeps its code."""
    names = {
        "number": words.gettext("Số hiệu"),
        "title": words.gettext("Tên"),
        "type": words.gettext("Loại văn bản"),
        "issuer": words.gettext("Cơ quan ban hành"),
        "signer": words.gettext("Người ký"),
        "signed": words.gettext("Ngày ký"),
        "year": words.gettext("Năm"),
        "published": words.gettext("Ngày đăng Công báo"),
        "in_force_from": words.gettext("Có hiệu lực từ"),
        "in_force_until": words.gettext("Hết hiệu lực từ"),
        "period_from": words.gettext("Năm đầu của giai đoạn"),
        "period_until": words.gettext("Năm cuối của giai đoạn"),
        "status": words.gettext("Tình trạng nguồn ghi"),
    }
    return names.get(code, code)


def _provision(
    view: View,
    provision: Provision,
    relations: Sequence[Relation],
    documents: Mapping[str, Document],
    path: str,
    words: Words,
    text: Text | None,
    day: date,
) -> ProvisionView:
    """The relations that name the place itself, a place inside it, or one that holds it."""
    named = []
    for relation in relations:
        place = relation.target_provision if relation.target == path else relation.source_provision
        ranges = relation.places if relation.target == path else ()
        if (place and _overlap(place, provision)) or any(touches(one, provision.path) for one in ranges):
            named.append(relation)
    # Of a law that thousands cite, those that name this place may be told nowhere else on its page.
    known = {relation.id for relation in relations}
    others = view.reader.relations_named(e.id for e in view.catalogue.edges_at(path, provision.path, _AT_A_PLACE) if e.id not in known)
    documents = {**documents, **view.reader.documents(r.source for r in others)}
    named += others
    named.sort(key=lambda r: (list(kind(r.kind).group), r.id))
    views = tuple(relation_view(r, documents, words, path) for r in named)
    said, lacking = (text.place(provision), text.lacks(provision)) if text else (None, False)
    changed = _changed(view, text, provision, [r for r in named if r.target == path != r.source], words, day)
    return ProvisionView(provision.words(words.language), provision.path, views, said, lacking, changed)


def _changed(
    view: View, text: Text | None, provision: Provision, named: Sequence[Relation], words: Words, day: date
) -> ArticleView:  # fmt: skip
    """What others made of a place: in its article if the text holds it (not in all of a chapter), else the words they say."""
    article = text.article(provision) if text else None
    if text is None or article is None or article.kind in GROUPS:
        return told_of(named, view.reader.documents({r.source for r in named}), words, day)
    acts = view.reader.acts_on(text.text.path)
    return article_view(text.text, article, acts, view.reader.acting(acts), words, day)


def _overlap(a: Provision, b: Provision) -> bool:
    shared = min(len(a.steps), len(b.steps))
    return a.steps[:shared] == b.steps[:shared]

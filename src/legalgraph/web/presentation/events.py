"""The history of a document as a list of days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from legalgraph import wording
from legalgraph.model.document import Document
from legalgraph.model.relation import ACTS, Certainty, Relation, kind
from legalgraph.time.status import entry_into_force
from legalgraph.web.presentation.relations import linked
from legalgraph.web.presentation.words import Words


@dataclass(frozen=True, slots=True)
class EventView:
    """What happened on a day; `group` colours acts of other documents. `certainty` is None for dates of its own.

    `note` tells what is odd about the day.
    """

    day: date
    words: str
    told: Markup
    group: str | None = None
    certainty: str | None = None
    note: str | None = None


def history(
    document: Document, relations: Iterable[Relation], documents: Mapping[str, Document], words: Words
) -> list[EventView]:
    """Own dates of the document and acts of others on it, oldest first.

    Relations of other kinds are passed over; acts without a day are dated by their signing.
    """
    events = list(_own(document, words))
    seen: set[tuple[str, str, date]] = set()
    for relation in sorted(relations, key=lambda r: r.certainty is not Certainty.VERIFIED):
        acting = documents.get(relation.source)
        if relation.target != document.path or relation.kind not in ACTS or acting is None:
            continue
        day = relation.effective_from or acting.signed
        if day is None or (relation.source, relation.kind, day) in seen:
            continue
        seen.add((relation.source, relation.kind, day))
        label = words.kind_title(relation.kind, inverse=True)
        told = linked(f"{label} {words.name(acting)}", [acting], words)
        inferred = words.certainty(relation.certainty) if relation.certainty is not Certainty.VERIFIED else None
        events.append(EventView(day, words.date(day), told, kind(relation.kind).group, inferred))
    return sorted(events, key=lambda event: (event.day, str(event.told)))


def _own(document: Document, words: Words) -> Iterable[EventView]:
    started, certainty = entry_into_force(document)
    inferred = words.certainty(certainty) if certainty is not Certainty.VERIFIED else None
    signing, entry = wording.signing_note(document, words.language), wording.entry_note(document, started, words.language)
    own = [
        (document.signed, words.gettext("Ký ban hành"), None, signing),
        (document.published, words.gettext("Đăng Công báo"), None, None),
        (started, words.gettext("Bắt đầu có hiệu lực"), inferred, entry),
        (document.in_force_until, words.gettext("Hết hiệu lực"), None, None),
    ]
    for day, told, doubt, note in own:
        if day:
            yield EventView(day, words.date(day), Markup("{}").format(told), certainty=doubt, note=note)
    if document.period_until:
        end = date(document.period_until, 12, 31)
        yield EventView(end, str(end.year), Markup("{}").format(words.gettext("Năm cuối của giai đoạn chương trình")))
    if document.period_from:
        begin = date(document.period_from, 1, 1)
        yield EventView(begin, str(begin.year), Markup("{}").format(words.gettext("Năm đầu của giai đoạn chương trình")))

"""The status of a document through all days: spans of days with one status, so that any day is looked up, not computed."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty, Relation
from legalgraph.time.parts import last_day_left_out
from legalgraph.time.status import entry_into_force, status_on


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` on, until the next span, the status is this. `since` of the first span is `date.min`."""

    since: date
    status: Status
    certainty: Certainty


def status_spans(document: Document, relations: Iterable[Relation]) -> tuple[Span, ...]:
    """Return the spans of the document, first to last; neighbours differ.

    `relations` as for `status_on`, which gives the same status on every day when `today` is left out.
    """
    acts = [relation for relation in relations if relation.target == document.path and relation.source != document.path]
    spans: list[Span] = []
    for day in sorted({date.min, *_turns(document, acts)}):
        found = status_on(document, acts, day)
        span = Span(day, found.status, found.certainty)
        if not spans or (spans[-1].status, spans[-1].certainty) != (span.status, span.certainty):
            spans.append(span)
    return tuple(spans)


def span_on(spans: Sequence[Span], day: date, today: date | None = None) -> Span:
    """Return the span that holds on a day; as with `status_on`, nothing is known to be in force after `today`."""
    found = spans[bisect_right(spans, day, key=lambda span: span.since) - 1]
    if today and day > today and found.status in (Status.IN_FORCE, Status.PARTLY_EXPIRED):
        return Span(found.since, Status.UNKNOWN, Certainty.VERIFIED)
    return found


def _turns(document: Document, acts: Iterable[Relation]) -> Iterable[date]:
    """Every day on which something may change: a day named, or the one after the last on which something holds."""
    acts = list(acts)
    left_out = (last_day_left_out(act.exception) for act in acts if act.exception)
    ends = [document.status_as_of, *(act.effective_from for act in acts), *(act.until for act in acts), *left_out]
    signings = [document.signed, *(act.not_before for act in acts)]
    named = [*signings, document.in_force_until, entry_into_force(document)[0], *ends]
    yield from (day for day in named if day)
    yield from (day + timedelta(1) for day in ends if day and day < date.max)
    if document.period_from:
        yield date(document.period_from, 1, 1)
    if document.period_until and document.period_until < date.max.year:
        yield date(document.period_until + 1, 1, 1)

"""What is left of a document that another one ends: parts that go on to apply, and for how long."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from legalgraph.model.relation import BEGUN_BEFORE, Relation

CONTINUING = "continues"
"""The kind of relation by which a document lets another, or a part of it, go on."""

# "trừ Điều 4 tiếp tục có hiệu lực đến hết ngày 31 tháng 12 năm 2028": one thing, one last day, and nothing behind it.
_LAST_DAY = re.compile(
    r"(?:ngoại )?trừ (?P<what>[^;.:]+?) (?:(?:được|vẫn|còn|tiếp tục) )*(?:có hiệu lực|hiệu lực|áp dụng|thực hiện|thi hành)(?: thi hành)? "
    r"(?:cho )?đến hết "
    r"(?:(?:ngày )?(?P<day>\d{1,2})(?: ?/ ?| tháng )(?P<month>\d{1,2})(?: ?/ ?| năm )|năm )(?P<year>(?:19|20)\d{2})",
    re.IGNORECASE,
)
# Another day, an event, another verb, a second exception: then the last day may not be that of all.
_MORE = re.compile(r"\b(?:ngày|năm|tháng|đến|trước|sau|khi|trừ|hiệu lực|áp dụng|thực hiện|thi hành)\b", re.IGNORECASE)


def has_place(act: Relation) -> bool:
    """True of what is done to named places of a document, not to the whole."""
    return act.target_provision is not None or bool(act.places)


def last_day_left_out(exception: str) -> date | None:
    """The last day on which what an act leaves out goes on, where its words say that and nothing else.

    >>> last_day_left_out("trừ Điều 4 tiếp tục có hiệu lực đến hết ngày 31/12/2028")
    datetime.date(2028, 12, 31)
    """
    found = _LAST_DAY.fullmatch(" ".join(exception.split()).strip("(,;). "))
    if found is None or _MORE.search(found["what"]):
        return None
    try:
        return date(int(found["year"]), int(found["month"] or 12), int(found["day"] or 31))
    except ValueError:
        return None


def last_day(act: Relation) -> date | None:
    """The last day on which goes on what an act lets go on, or leaves out of an end; None where it tells none."""
    return last_day_left_out(act.exception) if act.exception and act.kind != CONTINUING else act.until


def stays_in_part(act: Relation, acts: Iterable[Relation], day: date) -> bool:
    """True when an act that ends a document leaves something of it on a day: what it excepts, or lets go on."""
    if act.exception is not None:
        last = last_day_left_out(act.exception)
        if last is None or day <= last:
            return True
    return bool(going_on(act, acts, day))


def going_on(act: Relation, acts: Iterable[Relation], day: date | None = None) -> tuple[Relation, ...]:
    """By what the document that ends another lets a part of it go on from that end, on a day or, without one, on any.

    What settles cases that were begun before, by rules that have ended for all others, lets no part go on: so read by its rule, else
    so taken where neither a place nor a last day is named.
    """
    return tuple(
        other
        for other in acts
        if other.kind == CONTINUING
        and (other.source, other.target) == (act.source, act.target)
        and other.rule not in BEGUN_BEFORE
        and (has_place(other) or other.until)
        and (other.effective_from is None or other.effective_from <= (act.effective_from or date.min))
        and (act.effective_from is None or other.until is None or other.until >= act.effective_from)
        and (day is None or other.until is None or day <= other.until)
    )


def whole_ended_from(act: Relation, lasting: Iterable[Relation]) -> date | None:
    """The first day on which nothing is left of what an act ended; None where its day is not known."""
    lasts = [last for other in lasting if (last := other.until)]
    if act.exception and (left_out := last_day_left_out(act.exception)):
        lasts.append(left_out)
    return max([act.effective_from, *(last + timedelta(1) for last in lasts)]) if act.effective_from else None

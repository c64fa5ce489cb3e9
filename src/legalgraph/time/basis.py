"""What a document rests on, on a day: whether each of its legal bases still stands, and what that means for it.

A recital ("căn cứ") only says where the power to issue came from: its end does not by itself end the document. What
details another document ("quy định chi tiết") hangs on it, and the rule for that changed on 1 April 2025:

- until then Article 154(4) of Law 80/2015/QH13, in force from 1 July 2016: with a document, those detailing it end, too.
  How far that went was contested, so such an end is inferred, and only where nothing else is left to be detailed;
- from then on Article 57 of Law 64/2025/QH15: what details a replaced or amended document continues so far as it is not
  contrary to what follows, until its expiry is announced;
- for ends before 1 July 2016 no rule is known here, and nothing is concluded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty, Relation
from legalgraph.time.parts import whole_ended_from
from legalgraph.time.status import CHANGED, Reason, StatusOnDay

ENDING_TOGETHER_FROM = date(2016, 7, 1)
"""Entry into force of Law 80/2015/QH13."""
CONTINUING_FROM = date(2025, 4, 1)
"""Entry into force of Law 64/2025/QH15."""

RESTING = ("details", "basis")
"""The kinds of relation by which a document rests on another, the stronger first."""


class Health(StrEnum):
    """How a legal basis stands on a day. `amended` is alive, and changed since the document that rests on it was signed."""

    ALIVE = "alive"
    AMENDED = "amended"
    SUSPENDED = "suspended"
    PARTLY_SUSPENDED = "partly_suspended"
    LAPSED = "lapsed"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What follows for the document. Only `ended_with_parent` says that it ended, and that is an inference."""

    BASIS_ONLY = "basis_only"  # a recital lapsed, nothing that is detailed
    ENDED_WITH_PARENT = "ended_with_parent"
    MAY_CONTINUE = "may_continue"
    PARENT_AMENDED = "parent_amended"
    OTHER_PARENT = "other_parent"  # it details another document, too, of which no end is known
    DETAILS_UNCERTAIN = "details_uncertain"
    NOT_NORMATIVE = "not_normative"  # one of the two is not known to be a normative document: the rule may not reach it
    ENDED_BEFORE = "ended_before"  # its parent had ended before it was signed: one of the two is not as recorded
    DAY_UNKNOWN = "day_unknown"
    BEFORE_THE_RULES = "before_the_rules"


class Doubt(StrEnum):
    """Why an outcome is not certain."""

    CONTESTED = "contested"
    NOT_ANNOUNCED = "not_announced"
    TRANSITION = "transition"
    REPEALED_OUTRIGHT = "repealed_outright"
    INFERRED = "inferred"  # what happened to the parent is itself an inference
    LATER_LAW = "later_law"


@dataclass(frozen=True, slots=True)
class Basis:
    """One document that another rests on. `relations` say how, `since` what changed it after that one was signed.

    `ended` is the first day on which it was no longer in force, None where it has not ended or the day is not known.
    """

    path: str
    relations: tuple[Relation, ...]
    health: Health
    status: StatusOnDay
    since: tuple[Reason, ...]
    ended: date | None

    @property
    def detailed(self) -> bool:
        """True when the other document lays down detailed rules for this one, certainly or not."""
        return any(relation.kind == "details" for relation in self.relations)

    @property
    def detailed_certainly(self) -> bool:
        """True when a checked fact, or the detailing document in its own words, says so."""
        told = (r for r in self.relations if r.kind == "details")
        return any(r.certainty is Certainty.VERIFIED or any(e.quote for e in r.evidence) for r in told)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows for a document from the ends of what it rests on: the documents that decide, and since when."""

    outcome: Outcome
    parents: tuple[str, ...]
    day: date | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Footing:
    """All that a document rests on, what it details first, and what follows; None where nothing does."""

    bases: tuple[Basis, ...]
    consequence: Consequence | None


def footing(
    document: Document,
    own: StatusOnDay,
    relations: Iterable[Relation],
    statuses: Mapping[str, StatusOnDay],
    normative: Mapping[str, bool | None],
    signed: Mapping[str, date | None],
) -> Footing:
    """Return what `document` rests on, `own` being its status on the day.

    `relations` may hold any; `statuses` are those of the bases on the same day, and what is not among them is passed
    over. `normative` tells of the document and its bases whether they are normative documents, `signed` when documents
    were signed that ended a basis; both by path, and what they lack is not known.
    """
    held: dict[str, list[Relation]] = {}
    for relation in relations:
        if relation.source == document.path and relation.kind in RESTING and relation.target in statuses:
            held.setdefault(relation.target, []).append(relation)
    bases = [_basis(document, path, tuple(found), statuses[path]) for path, found in held.items()]
    bases.sort(key=lambda basis: not basis.detailed)
    settled = own.status in (Status.EXPIRED, Status.NOT_YET_IN_FORCE)
    return Footing(tuple(bases), None if settled else _consequence(document, bases, normative, signed))


def _basis(document: Document, path: str, relations: tuple[Relation, ...], status: StatusOnDay) -> Basis:
    changes = [r for r in status.reasons if r.code in CHANGED]
    # What the document itself changed in its basis is no news to it.
    others = [r for r in changes if r.relation is None or r.relation.source != document.path]
    since = tuple(r for r in others if document.signed is None or r.day is None or r.day > document.signed)
    ends = [_wholly(r) for r in status.reasons if r.code.startswith("ended_") and r.day] if status.status is Status.EXPIRED else []
    ended = min((day for day in ends if day), default=None)
    return Basis(path, relations, _health(status.status, changed=bool(since) or not changes), status, since, ended)


def _wholly(reason: Reason) -> date | None:
    return whole_ended_from(reason.relation, reason.lasting) if reason.relation else reason.day


def _health(status: Status, changed: bool) -> Health:
    """`changed` tells, of a document that was amended, whether that was after the other was signed, or when is not known."""
    if status is Status.PARTLY_EXPIRED:
        return Health.AMENDED if changed else Health.ALIVE
    return {
        Status.IN_FORCE: Health.ALIVE,
        Status.SUSPENDED: Health.SUSPENDED,
        Status.PARTLY_SUSPENDED: Health.PARTLY_SUSPENDED,
        Status.EXPIRED: Health.LAPSED,
        Status.NOT_YET_IN_FORCE: Health.NOT_YET,
    }.get(status, Health.UNKNOWN)


def _consequence(
    document: Document, bases: list[Basis], normative: Mapping[str, bool | None], signed: Mapping[str, date | None]
) -> Consequence | None:
    lapsed = [basis for basis in bases if basis.health is Health.LAPSED]
    parents = [basis for basis in bases if basis.detailed]
    ended = [basis for basis in parents if basis.health is Health.LAPSED]
    if not ended:
        changed = _changed_under_the_new_rule(document, parents, normative)
        return changed or (Consequence(Outcome.BASIS_ONLY, _paths(lapsed)) if lapsed else None)
    standing = [basis for basis in parents if basis.health is not Health.LAPSED]
    if standing:
        return Consequence(Outcome.OTHER_PARENT, _paths(standing))
    if not all(basis.detailed_certainly for basis in parents):
        return Consequence(Outcome.DETAILS_UNCERTAIN, _paths(ended))
    if not all(normative.get(path) for path in (document.path, *_paths(ended))):
        return Consequence(Outcome.NOT_NORMATIVE, _paths(ended))
    days = [basis.ended for basis in ended if basis.ended]
    if len(days) < len(ended):
        return Consequence(Outcome.DAY_UNKNOWN, _paths([basis for basis in ended if not basis.ended]))
    # It stood as long as one of them did: the last to end decides, and the rule of that day.
    day = max(days)
    last = [basis for basis in ended if basis.ended == day]
    if document.signed and day < document.signed:
        return Consequence(Outcome.ENDED_BEFORE, _paths(last), day)
    return _by_the_rule_of(day, last, signed)


def _by_the_rule_of(day: date, last: list[Basis], signed: Mapping[str, date | None]) -> Consequence:
    if day < ENDING_TOGETHER_FROM:
        return Consequence(Outcome.BEFORE_THE_RULES, _paths(last), day)
    inferred = (Doubt.INFERRED,) if any(basis.status.certainty is not Certainty.VERIFIED for basis in last) else ()
    if day < CONTINUING_FROM:
        return Consequence(Outcome.ENDED_WITH_PARENT, _paths(last), day, (Doubt.CONTESTED, *inferred))
    acts = [r.relation for basis in last for r in basis.status.reasons if r.relation and _wholly(r) == day]
    doubts = [Doubt.NOT_ANNOUNCED]
    if acts and all(act.kind == "repeals" for act in acts):
        doubts.append(Doubt.REPEALED_OUTRIGHT)
    # Decided under the old law, effective under the new: which of the two holds is not known here.
    if day == CONTINUING_FROM or any((made := signed.get(act.source)) and made < CONTINUING_FROM for act in acts):
        doubts.append(Doubt.TRANSITION)
    return Consequence(Outcome.MAY_CONTINUE, _paths(last), day, (*doubts, Doubt.LATER_LAW, *inferred))


def _changed_under_the_new_rule(
    document: Document, parents: list[Basis], normative: Mapping[str, bool | None]
) -> Consequence | None:
    """What details an amended document continues so far as it is not contrary: nothing ends, but it must be read with care."""
    changed = [
        basis for basis in parents
        if basis.detailed_certainly and normative.get(document.path) and any(r.day and r.day >= CONTINUING_FROM for r in basis.since)
    ]  # fmt: skip
    if not changed:
        return None
    latest = max((r for basis in changed for r in basis.since if r.day), key=lambda r: r.day or date.min)
    inferred = (Doubt.INFERRED,) if latest.certainty is not Certainty.VERIFIED else ()
    return Consequence(Outcome.PARENT_AMENDED, _paths(changed), latest.day, (Doubt.LATER_LAW, *inferred))


def _paths(bases: Iterable[Basis]) -> tuple[str, ...]:
    return tuple(basis.path for basis in bases)

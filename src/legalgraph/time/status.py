"""Status of a document on a day, computed from events, with the reasons in order of weight.

Three values of knowledge are kept apart: known to be in force, known not to be, and not known. A missing end is
not a proof of force: without a source that says so the status is `unknown`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from legalgraph.model.document import Document, EntryRule, Status
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Relation
from legalgraph.time.parts import CONTINUING, going_on, has_place, last_day, stays_in_part


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a status holds. `code` is one of the codes worded in `legalgraph.wording`; `day` is when it began.

    `relation` is the act that decides; `parts` are the acts of its document on named places that are told together with it.
    `lasting` are those by which its document lets a part of what it ends go on.
    """

    code: str
    day: date | None = None
    relation: Relation | None = None
    certainty: Certainty = Certainty.VERIFIED
    parts: tuple[Relation, ...] = ()
    lasting: tuple[Relation, ...] = ()

    @property
    def undated(self) -> bool:
        """True of an act that may have had effect on the day, or not yet."""
        return self.code.endswith(_UNDATED)


@dataclass(frozen=True, slots=True)
class StatusOnDay:
    """The status of one document on one day, and the reasons for it, the deciding one first."""

    status: Status
    day: date
    reasons: tuple[Reason, ...]

    @property
    def issued(self) -> bool:
        """False on a day before the document was signed."""
        return all(reason.code != "not_signed_yet" for reason in self.reasons)

    @property
    def certainty(self) -> Certainty:
        """`inferred` when the status rests on an inference: on all its grounds for an end, on any for being in force.

        Before its signing a document is not issued by that day alone; of one suspended only the suspension counts.
        """
        reasons = [reason for reason in self.reasons if reason.code == _SETTLING.get(self.status, reason.code)] or self.reasons
        # What may have happened decides no status that is known.
        reasons = [reason for reason in reasons if not reason.undated]
        if not self.issued:
            reasons = [reason for reason in self.reasons if reason.code == "not_signed_yet"]
        # A document surely changed by another is changed, whatever else of that other is only inferred.
        sure = {reason.relation.source for reason in reasons if reason.relation and reason.certainty is Certainty.VERIFIED}
        weak = [
            reason.certainty is not Certainty.VERIFIED and not (reason.relation and reason.relation.source in sure)
            for reason in reasons
        ]
        inferred = all(weak) if self.status is Status.EXPIRED else any(weak) and self.status is not Status.UNKNOWN
        return Certainty.INFERRED if inferred and weak else Certainty.VERIFIED


_UNDATED = "_undated"
# The kinds of relation that bear on the status of what they act upon.
DECIDING = ENDING | CHANGING | SUSPENDING | {"restores", CONTINUING}
# What a source may say that leaves no room for "in force" without a day that settles it.
_DENIALS = (Status.EXPIRED, Status.SUSPENDED, Status.PARTLY_SUSPENDED, Status.NO_LONGER_SUITABLE)
_SETTLING = {Status.SUSPENDED: "suspended", Status.PARTLY_SUSPENDED: "suspended"}
# What is done to a part of a document, by the kind of the act; all else is an amendment.
_IN_PART = {
    "repeals": "repealed_in_part", "repeals_part": "repealed_in_part", "ends": "ended_in_part", "ends_part": "ended_in_part",
    "replaces": "replaced_in_part", "replaces_part": "replaced_in_part",
}  # fmt: skip
CHANGED = frozenset(code + undated for code in ("amended", *_IN_PART.values()) for undated in ("", _UNDATED))
"""Codes of reasons that tell of a change to a part, or of one that may have had effect already."""
_DAYS_AFTER_SIGNING = {EntryRule.ON_SIGNING: 0, EntryRule.SIGNED_PLUS_10D: 10, EntryRule.SIGNED_PLUS_45D: 45}


def entry_into_force(document: Document) -> tuple[date | None, Certainty]:
    """The day a document came into force: stated, or computed from its rule (then `inferred`).

    Whether the last day of "after 45 days from signing" counts is disputed; the day computed is signing plus 45.
    """
    if document.in_force_from:
        return document.in_force_from, Certainty.VERIFIED
    rule = document.in_force_rule
    if rule is EntryRule.GAZETTE_PLUS_15D:
        day = document.published + timedelta(15) if document.published else None
        return day, Certainty.INFERRED
    if rule and document.signed:
        return document.signed + timedelta(_DAYS_AFTER_SIGNING[rule]), Certainty.INFERRED
    return None, Certainty.VERIFIED


def status_on(document: Document, relations: Iterable[Relation], day: date, today: date | None = None) -> StatusOnDay:
    """Return the status of `document` on `day`. `relations` may hold any; those acting on the document count.

    Replaced, repealed or ended documents are expired from the day the act says, and partly so while a part of them goes on by
    the words of what ended them; an act without a day counts only as a reason for doubt, and not before it was signed.
    Amended ones are `partly_expired`, as in the official lists. After `today`, when it is given, nothing is known to be in
    force: what happens until then is not known.
    """
    found = _status_on(document, relations, day)
    if today and day > today and found.status in (Status.IN_FORCE, Status.PARTLY_EXPIRED):
        return StatusOnDay(Status.UNKNOWN, day, (Reason("future"), *found.reasons))
    return found


def _status_on(document: Document, relations: Iterable[Relation], day: date) -> StatusOnDay:
    acts = list(dict.fromkeys(r for r in relations if r.target == document.path and r.source != document.path))
    decided = _ended(document, acts, day) or _not_yet(document, day) or _suspended(acts, day)
    if decided:
        return StatusOnDay(decided[0], day, decided[1])
    started, certainty = entry_into_force(document)
    doubts, changed, lasting = _doubts(document, acts, day), _changed(acts, day), _lasting(acts, day)
    # What goes on without a last day is not known to go on until this one.
    surely_lasting = tuple(why for why in lasting if why.relation and last_day(why.relation))
    if started is None and surely_lasting and not doubts:
        return StatusOnDay(Status.PARTLY_EXPIRED, day, (*changed, *surely_lasting))
    if started is None:
        told = dict.fromkeys((*doubts, *changed, *lasting, *_claim(document)))
        return StatusOnDay(Status.UNKNOWN, day, (Reason("start_unknown"), *told))
    began = Reason("in_force_since", started, certainty=certainty)
    if doubts:
        return StatusOnDay(Status.UNKNOWN, day, (*doubts, began, *changed))
    alive = (*surely_lasting, *_known_alive(document, acts, day))
    if not alive:
        return StatusOnDay(Status.UNKNOWN, day, (Reason("no_evidence_of_force"), began, *changed, *lasting, *_claim(document)))
    surely = any(not reason.undated for reason in changed)
    if surely or (document.status is Status.PARTLY_EXPIRED and _claim_holds(document, day)):
        return StatusOnDay(Status.PARTLY_EXPIRED, day, (*changed, began, *alive))
    # Alive, but whether whole or changed already is not known.
    return StatusOnDay(Status.UNKNOWN if changed else Status.IN_FORCE, day, (*changed, began, *alive))


def merely_amended(found: StatusOnDay) -> bool:
    """True of what is partly expired, and of which nothing but amendments is known."""
    codes = {reason.code for reason in found.reasons} & CHANGED
    return found.status is Status.PARTLY_EXPIRED and "amended" in codes and codes <= {"amended", f"amended{_UNDATED}"}


def _ended(document: Document, acts: list[Relation], day: date) -> tuple[Status, tuple[Reason, ...]] | None:
    ends = [r for r in acts if _ends_all(r, acts, day) and r.effective_from and r.effective_from <= day]
    reasons = [Reason(f"ended_by_{r.kind}", r.effective_from, r, r.certainty, lasting=going_on(r, acts)) for r in ends]
    if document.in_force_until and document.in_force_until <= day and not reasons and not _lasts_beyond(document, acts, day):
        reasons.append(Reason("ended_on", document.in_force_until))
    if reasons:
        return Status.EXPIRED, tuple(sorted(reasons, key=lambda r: (r.day or date.max, r.code)))
    if document.status is Status.EXPIRED and document.status_as_of and document.status_as_of <= day:
        return Status.EXPIRED, _claim(document)
    return None


def _ends_all(act: Relation, acts: Iterable[Relation], day: date) -> bool:
    """An act that ends one provision, or leaves something out that still holds on the day, ends part of the document only."""
    return act.kind in ENDING and not _is_partial(act) and not stays_in_part(act, acts, day)


def _lasts_beyond(document: Document, acts: list[Relation], day: date) -> bool:
    """True on a day when a part goes on of what ended on the day that is known as the end of the document."""
    ends = [act for act in acts if act.kind in ENDING and not _is_partial(act) and act.effective_from == document.in_force_until]
    return any(going_on(act, acts, day) for act in ends)


def _lasting(acts: list[Relation], day: date) -> tuple[Reason, ...]:
    """What goes on, on a day, of a document that was ended: by an act of its own, else by an exception that has a last day."""
    ended = [act for act in acts if act.kind in ENDING and not _is_partial(act) and _begun(act, day)]
    lasting = dict.fromkeys(other for act in ended for other in going_on(act, acts, day))
    told = {act.source for act in lasting}
    excepting = [act for act in ended if act.source not in told and act.exception and day <= (last_day(act) or date.min)]
    return _told("continues_in_part", (*lasting, *excepting))


def _is_partial(act: Relation) -> bool:
    return has_place(act) or act.kind == "suspends_part"


def _not_yet(document: Document, day: date) -> tuple[Status, tuple[Reason, ...]] | None:
    started, certainty = entry_into_force(document)
    unsigned = (Reason("not_signed_yet", document.signed),) if document.signed and day < document.signed else ()
    if started and day < started:
        return Status.NOT_YET_IN_FORCE, (*unsigned, Reason("in_force_later", started, certainty=certainty))
    if unsigned and started is None:
        return Status.NOT_YET_IN_FORCE, unsigned
    return None


def _suspended(acts: list[Relation], day: date) -> tuple[Status, tuple[Reason, ...]] | None:
    restored = max((r.effective_from for r in acts if r.kind == "restores" and r.effective_from and r.effective_from <= day),
                   default=date.min)  # fmt: skip
    held = [
        act
        for act in acts
        if act.kind in SUSPENDING and act.effective_from and restored < act.effective_from <= day <= (act.until or date.max)
    ]
    if whole := [act for act in held if not _is_partial(act)]:
        return Status.SUSPENDED, _told("suspended", whole)
    return (Status.PARTLY_SUSPENDED, (*_told("suspended", held), *_changed(acts, day))) if held else None


def _changed(acts: list[Relation], day: date) -> tuple[Reason, ...]:
    """What changed the document until the day, then what may have."""
    changing = [r for r in acts if r.kind in CHANGING or (r.kind in ENDING and not _ends_all(r, acts, day))]
    by_document: dict[tuple[str, str], list[Relation]] = {}
    for act in changing:
        if (_begun(act, day) or _may_have_begun(act, day)) and not _only_announces(act, acts):
            code = _IN_PART.get(act.kind, "amended") + ("" if act.effective_from else _UNDATED)
            by_document.setdefault((act.source, code), []).append(act)
    reasons = [_as_sure(reason, acts, day) for (_, code), found in by_document.items() for reason in _told(code, found)]
    return tuple(sorted(reasons, key=_in_order))


def _as_sure(reason: Reason, acts: list[Relation], day: date) -> Reason:
    """That only a part was ended is as sure as that the rest goes on."""
    lasting = going_on(reason.relation, acts, day) if reason.relation and not reason.parts and reason.relation.kind in ENDING else ()
    return replace(reason, certainty=Certainty.INFERRED) if any(not _is_sure(act) for act in lasting) else reason


def _begun(act: Relation, day: date) -> bool:
    return act.effective_from is not None and act.effective_from <= day


def _may_have_begun(act: Relation, day: date) -> bool:
    return act.effective_from is None and (act.not_before is None or act.not_before <= day)


def _only_announces(act: Relation, acts: list[Relation]) -> bool:
    """Read over what only repeals or suspends articles of A, "Sửa đổi Thông tư A" is no change besides those."""
    if act.kind != "amends" or has_place(act) or _is_sure(act):
        return False
    beside = [other.kind for other in acts if other.source == act.source and has_place(other) and other.kind in DECIDING]
    return bool(beside) and all(code in _IN_PART or code in SUSPENDING for code in beside)


def _told(code: str, acts: Iterable[Relation]) -> tuple[Reason, ...]:
    """What each document did, in the order of the days."""
    by_document: dict[str, list[Relation]] = {}
    for act in sorted(acts, key=lambda r: (not _is_sure(r), r.effective_from or date.max, r.until or date.max, r.id)):
        by_document.setdefault(act.source, []).append(act)
    return tuple(sorted((reason for found in by_document.values() for reason in _of_one(code, found)), key=_in_order))


def _of_one(code: str, acts: list[Relation]) -> Iterator[Reason]:
    """The surest statement about the whole, unless places say it as surely; then places of one day and certainty together.

    An amendment told of the whole is told without its places: the table of changes has them.
    """
    whole, placed = [act for act in acts if not has_place(act)], [act for act in acts if has_place(act)]
    if whole and code.removesuffix(_UNDATED) == "amended":
        placed = []
    if whole and not any(_is_sure(act) or not _is_sure(whole[0]) for act in placed):
        yield Reason(code, whole[0].effective_from, whole[0], whole[0].certainty)
    together: dict[tuple[date | None, date | None, Certainty], list[Relation]] = {}
    for act in placed:
        together.setdefault((act.effective_from, act.until, act.certainty), []).append(act)
    for found in together.values():
        yield Reason(code, found[0].effective_from, found[0], found[0].certainty, tuple(found))


def _is_sure(act: Relation) -> bool:
    return act.certainty is Certainty.VERIFIED


def _in_order(reason: Reason) -> tuple[date, str, str, bool]:
    source = reason.relation.source if reason.relation else ""
    return reason.day or date.max, source, reason.code, reason.certainty is not Certainty.VERIFIED


def _doubts(document: Document, acts: list[Relation], day: date) -> tuple[Reason, ...]:
    doubts = []
    if document.period_until and day.year > document.period_until:
        doubts.append(Reason("period_over", date(document.period_until, 12, 31), certainty=Certainty.INFERRED))
    undated = [r for r in acts if _may_have_begun(r, day)]
    doubts += [Reason(f"ended_by_{r.kind}{_UNDATED}", None, r, r.certainty) for r in undated if _ends_all(r, acts, day)]
    doubts += _told(f"suspended{_UNDATED}", (r for r in undated if r.kind in SUSPENDING))
    # A source that says "expired" adds nothing to an end whose day is known.
    end_known = document.in_force_until or any(_ends_all(r, acts, date.max) and r.effective_from for r in acts)
    if document.status in _DENIALS and not (document.status is Status.EXPIRED and end_known):
        doubts += _claim(document)
    return tuple(doubts)


def _claim_holds(document: Document, day: date) -> bool:
    return document.status_as_of is None or day <= document.status_as_of


def _claim(document: Document) -> tuple[Reason, ...]:
    """What the source says; without a day it is not known to speak of the day asked for."""
    certainty = Certainty.VERIFIED if document.status_as_of else Certainty.INFERRED
    return (Reason(f"claimed_{document.status}", document.status_as_of, certainty=certainty),) if document.status else ()


def _known_alive(document: Document, acts: list[Relation], day: date) -> tuple[Reason, ...]:
    """What shows that the document was in force on the day: a source that says so, or an act that supposes it."""
    if document.status in (Status.IN_FORCE, Status.PARTLY_EXPIRED) and _claim_holds(document, day):
        return _claim(document)
    if document.period_from and document.period_until and document.period_from <= day.year <= document.period_until:
        return (Reason("within_period", None, certainty=Certainty.INFERRED),)
    if document.in_force_until and day < document.in_force_until:
        return (Reason("in_force_until", document.in_force_until),)
    for act in sorted(acts, key=lambda r: (r.effective_from or date.min, r.id)):
        if act.kind in ENDING | CHANGING and act.effective_from and day <= act.effective_from:
            return (Reason("acted_upon_later", act.effective_from, act, act.certainty),)
    return ()

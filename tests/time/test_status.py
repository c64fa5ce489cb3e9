"""Status on a day: every rule with its reasons, and never force where force is not known."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.model.document import Document, EntryRule, Status
from legalgraph.model.provision import Provision
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Relation, kinds
from legalgraph.time.parts import last_day_left_out, stays_in_part
from legalgraph.time.spans import span_on, status_spans
from legalgraph.time.status import StatusOnDay, entry_into_force, merely_amended, status_on

PATH, OTHER = "nd/2031/901/nd-cp", "nd/2034/12/nd-cp"
SIGNED, START = date(2031, 3, 2), date(2031, 5, 1)
DOCUMENT = Document(PATH, "nd", "Về tằm", signed=SIGNED, in_force_from=START)
PLACE = Provision.parse("dieu_2")


def document(**known: Any) -> Document:
    return replace(DOCUMENT, **known)


def act(kind: str, day: str | None = "2034-08-01", **more: Any) -> Relation:
    return Relation(OTHER, PATH, kind, effective_from=date.fromisoformat(day) if day else None, **more)


NEXT = Provision.parse("dieu_3")
LATER = {"not_before": date(2034, 7, 1)}
GUESSED = {"certainty": Certainty.INFERRED, "rule": "x"}
ANOTHER = Relation("tt/2034/5/tt-bct", PATH, "suspends", target_provision=NEXT, effective_from=date(2034, 9, 1))
CLAIMED = document(status=Status.IN_FORCE)
GONE_ON = {"until": date(2034, 12, 31), **GUESSED}
UNTIL = document(in_force_until=date(2040, 1, 1))
PROGRAMME = document(period_from=2032, period_until=2035)
N, I, P, X, S, Q, U = (  # noqa: E741
    Status.NOT_YET_IN_FORCE, Status.IN_FORCE, Status.PARTLY_EXPIRED, Status.EXPIRED, Status.SUSPENDED, Status.PARTLY_SUSPENDED, Status.UNKNOWN,
)  # fmt: skip

# name, document, acts on it, day, status, codes of the reasons
CASES: tuple[tuple[str, Document, tuple[Relation, ...], str, Status, str], ...] = (
    ("nothing known", document(signed=None, in_force_from=None), (), "2035-01-01", U, "start_unknown"),
    ("only signed", document(in_force_from=None), (), "2035-01-01", U, "start_unknown"),
    ("before it was signed", document(in_force_from=None), (), "2031-03-01", N, "not_signed_yet"),
    ("the day it was signed", document(in_force_from=None), (), "2031-03-02", U, "start_unknown"),
    ("a claim without a start", document(in_force_from=None, status=I), (), "2035-01-01", U, "start_unknown claimed_in_force"),
    ("an expiry claimed without a start or day", document(in_force_from=None, status=X), (), "2035-01-01", U,
     "start_unknown claimed_expired"),
    ("before it was signed, with a known start", CLAIMED, (), "2031-03-01", N, "not_signed_yet in_force_later"),
    ("before it starts", CLAIMED, (), "2031-04-30", N, "in_force_later"),
    ("the day it starts", CLAIMED, (), "2031-05-01", I, "in_force_since claimed_in_force"),
    ("started, and no source", DOCUMENT, (), "2031-05-01", U, "no_evidence_of_force in_force_since"),
    ("in force before it was signed", document(signed=date(2031, 6, 1), status=I), (), "2031-05-15", I, "in_force_since claimed_in_force"),
    ("claim of a day, before it", document(status=I, status_as_of=date(2033, 1, 1)), (), "2032-01-01", I, "in_force_since claimed_in_force"),
    ("claim of a day, on it", document(status=I, status_as_of=date(2033, 1, 1)), (), "2033-01-01", I, "in_force_since claimed_in_force"),
    ("claim of a day, after it", document(status=I, status_as_of=date(2033, 1, 1)), (), "2033-01-02", U,
     "no_evidence_of_force in_force_since claimed_in_force"),
    ("claimed amended", document(status=P), (), "2035-01-01", P, "in_force_since claimed_partly_expired"),
    ("claimed expired, no day", document(status=X), (), "2035-01-01", U, "claimed_expired in_force_since"),
    ("claimed expired, day passed", document(status=X, status_as_of=date(2034, 1, 1)), (), "2034-01-01", X, "claimed_expired"),
    ("claimed expired, day to come", document(status=X, status_as_of=date(2034, 1, 1)), (), "2033-12-31", U, "claimed_expired in_force_since"),
    ("claimed suspended", document(status=S), (), "2035-01-01", U, "claimed_suspended in_force_since"),
    ("claimed suspended, end given", replace(UNTIL, status=S), (), "2035-01-01", U, "claimed_suspended in_force_since"),
    ("claimed unsuitable, amended later", document(status=Status.NO_LONGER_SUITABLE), (act("amends", "2036-01-01"),), "2035-01-01", U,
     "claimed_no_longer_suitable in_force_since"),
    ("a source says it does not know", document(status=U), (), "2035-01-01", U, "no_evidence_of_force in_force_since claimed_unknown"),
    ("an end given, before it", UNTIL, (), "2039-12-31", I, "in_force_since in_force_until"),
    ("an end given, on it", UNTIL, (), "2040-01-01", X, "ended_on"),
    ("an end given, start unknown", document(in_force_from=None, in_force_until=date(2040, 1, 1)), (), "2035-01-01", U, "start_unknown"),
    ("an end given, start unknown, after it", document(in_force_from=None, in_force_until=date(2033, 1, 1)), (), "2035-01-01", X, "ended_on"),
    ("replaced, before", DOCUMENT, (act("replaces"),), "2034-07-31", I, "in_force_since acted_upon_later"),
    ("replaced, that day", DOCUMENT, (act("replaces"),), "2034-08-01", X, "ended_by_replaces"),
    ("repealed", DOCUMENT, (act("repeals"),), "2035-01-01", X, "ended_by_repeals"),
    ("ended", CLAIMED, (act("ends"),), "2035-01-01", X, "ended_by_ends"),
    ("ended twice", CLAIMED, (act("repeals", "2034-09-01"), act("ends")), "2035-01-01", X, "ended_by_ends ended_by_repeals"),
    ("ended before it started", DOCUMENT, (act("repeals", "2031-04-01"),), "2031-04-15", X, "ended_by_repeals"),
    ("replaced, no day", CLAIMED, (act("replaces", None),), "2035-01-01", U, "ended_by_replaces_undated in_force_since"),
    ("replaced, no day, start unknown", document(in_force_from=None), (act("ends", None),), "2035-01-01", U,
     "start_unknown ended_by_ends_undated"),
    ("claimed expired, replaced on a day, before it", document(status=X), (act("replaces"),), "2033-01-01", I,
     "in_force_since acted_upon_later"),
    ("one article replaced", CLAIMED, (act("replaces", target_provision=PLACE),), "2035-01-01", P, "replaced_in_part in_force_since claimed_in_force"),
    ("one article replaced, no day", CLAIMED, (act("replaces", None, target_provision=PLACE),), "2035-01-01", U,
     "replaced_in_part_undated in_force_since claimed_in_force"),
    ("replaced, no day, not signed yet", CLAIMED, (act("replaces", None, **LATER),), "2034-06-30", I, "in_force_since claimed_in_force"),
    ("replaced, no day, signed that day", CLAIMED, (act("replaces", None, **LATER),), "2034-07-01", U,
     "ended_by_replaces_undated in_force_since"),
    ("an article ended, start unknown", document(in_force_from=None), (act("repeals_part", target_provision=PLACE),), "2035-01-01", U,
     "start_unknown repealed_in_part"),
    ("the whole but for an article, start unknown", document(in_force_from=None), (act("ends", exception="trừ Điều 2"),), "2035-01-01", U,
     "start_unknown ended_in_part"),
    ("an article ended, start unknown, before", document(in_force_from=None), (act("ends_part", target_provision=PLACE),), "2034-07-31", U,
     "start_unknown"),
    ("amended, no day, start unknown", document(in_force_from=None, status=I), (act("amends", None),), "2035-01-01", U,
     "start_unknown amended_undated claimed_in_force"),
    ("amended, no day", CLAIMED, (act("amends", None),), "2032-01-01", U, "amended_undated in_force_since claimed_in_force"),
    ("amended, no day, not signed yet", CLAIMED, (act("amends", None, **LATER),), "2034-06-30", I, "in_force_since claimed_in_force"),
    ("amended, no day, signed that day", CLAIMED, (act("amends", None, **LATER),), "2034-07-01", U,
     "amended_undated in_force_since claimed_in_force"),
    ("amended, no day, no source", DOCUMENT, (act("amends", None),), "2035-01-01", U, "no_evidence_of_force in_force_since amended_undated"),
    ("amended, no day, claimed amended", document(status=P), (act("amends", None),), "2035-01-01", P,
     "amended_undated in_force_since claimed_partly_expired"),
    ("amended, and an article repealed, no day", CLAIMED, (act("amends"), act("repeals_part", None, target_provision=PLACE)), "2035-01-01", P,
     "amended repealed_in_part_undated in_force_since claimed_in_force"),
    ("amended, no day, replaced on a day", DOCUMENT, (act("amends", None, **LATER), act("replaces", "2035-08-01")), "2035-01-01", U,
     "amended_undated in_force_since acted_upon_later"),
    ("amended, no day, ended", CLAIMED, (act("amends", None), act("ends")), "2035-01-01", X, "ended_by_ends"),
    ("amended, no day, programme over", PROGRAMME, (act("amends", None),), "2036-01-01", U, "period_over in_force_since amended_undated"),
    ("an amendment read over what only repeals, no day", CLAIMED,
     (act("amends", None, **GUESSED), act("repeals_part", None, target_provision=PLACE)), "2035-01-01", U,
     "repealed_in_part_undated in_force_since claimed_in_force"),
    ("amended, before", DOCUMENT, (act("amends"),), "2034-07-31", I, "in_force_since acted_upon_later"),
    ("amended, that day", DOCUMENT, (act("amends"),), "2034-08-01", P, "amended in_force_since acted_upon_later"),
    ("amended, after, no source", DOCUMENT, (act("amends"),), "2035-01-01", U, "no_evidence_of_force in_force_since amended"),
    ("amended, after, a source", CLAIMED, (act("amends"),), "2035-01-01", P, "amended in_force_since claimed_in_force"),
    ("amended in two places by one act", CLAIMED, (act("amends", target_provision=PLACE), act("amends")), "2035-01-01", P,
     "amended in_force_since claimed_in_force"),
    ("partly repealed", CLAIMED, (act("repeals_part"),), "2035-01-01", P, "repealed_in_part in_force_since claimed_in_force"),
    ("two articles repealed", CLAIMED, (act("repeals_part", target_provision=PLACE), act("repeals", target_provision=NEXT)), "2035-01-01", P,
     "repealed_in_part in_force_since claimed_in_force"),
    ("an article repealed, announced for the whole", CLAIMED, (act("ends_part"), act("ends_part", target_provision=PLACE)), "2035-01-01", P,
     "ended_in_part in_force_since claimed_in_force"),
    ("the whole but for an article", CLAIMED, (act("ends", exception="trừ Điều 2"),), "2035-01-01", P,
     "ended_in_part in_force_since claimed_in_force"),
    ("amended, and an article repealed", CLAIMED, (act("amends"), act("repeals_part", target_provision=PLACE)), "2035-01-01", P,
     "amended repealed_in_part in_force_since claimed_in_force"),
    ("an amendment read over what only repeals", CLAIMED, (act("amends", **GUESSED), act("repeals_part", target_provision=PLACE)), "2035-01-01",
     P, "repealed_in_part in_force_since claimed_in_force"),
    ("suspended, before", CLAIMED, (act("suspends"),), "2034-07-31", I, "in_force_since claimed_in_force"),
    ("suspended, no end", CLAIMED, (act("suspends"),), "2035-01-01", S, "suspended"),
    ("suspended, last day", CLAIMED, (act("suspends", until=date(2034, 12, 31)),), "2034-12-31", S, "suspended"),
    ("suspended, over", CLAIMED, (act("suspends", until=date(2034, 12, 31)),), "2035-01-01", I, "in_force_since claimed_in_force"),
    ("enforcement suspended", CLAIMED, (act("suspends_enforcement"),), "2035-01-01", S, "suspended"),
    ("one article suspended", CLAIMED, (act("suspends", target_provision=PLACE),), "2035-01-01", Q, "suspended"),
    ("two articles suspended by two acts", CLAIMED, (act("suspends", target_provision=PLACE), ANOTHER), "2035-01-01", Q, "suspended suspended"),
    ("one article suspended, another repealed", CLAIMED,
     (act("suspends", target_provision=PLACE), act("repeals_part", target_provision=NEXT)), "2035-01-01", Q, "suspended repealed_in_part"),
    ("the whole suspended besides an article", CLAIMED, (act("suspends", target_provision=PLACE), act("suspends")), "2035-01-01", S, "suspended"),
    ("suspended, no day", CLAIMED, (act("suspends", None),), "2035-01-01", U, "suspended_undated in_force_since"),
    ("two articles suspended, no day", CLAIMED,
     (act("suspends", None, target_provision=PLACE), act("suspends", None, target_provision=NEXT)), "2035-01-01", U,
     "suspended_undated in_force_since"),
    ("an article suspended, another repealed, no day", CLAIMED,
     (act("suspends", target_provision=PLACE), act("repeals_part", None, target_provision=NEXT)), "2035-01-01", Q,
     "suspended repealed_in_part_undated"),
    ("suspended, then restored", CLAIMED, (act("suspends"), act("restores", "2034-10-01")), "2035-01-01", I, "in_force_since claimed_in_force"),
    ("suspended, restored later", CLAIMED, (act("suspends"), act("restores", "2035-10-01")), "2035-01-01", S, "suspended"),
    ("restored, suspended anew", CLAIMED, (act("restores", "2034-01-01"), act("suspends")), "2035-01-01", S, "suspended"),
    ("suspended and ended", CLAIMED, (act("suspends"), act("repeals", "2034-12-01")), "2035-01-01", X, "ended_by_repeals"),
    ("ended, an article goes on", DOCUMENT, (act("ends"), act("continues", None, target_provision=PLACE, **GONE_ON)), "2034-10-01", P,
     "ended_in_part in_force_since continues_in_part"),
    ("ended, an article goes on, last day", DOCUMENT, (act("ends"), act("continues", None, target_provision=PLACE, **GONE_ON)), "2034-12-31", P,
     "ended_in_part in_force_since continues_in_part"),
    ("ended, an article has gone on", DOCUMENT, (act("ends"), act("continues", None, target_provision=PLACE, **GONE_ON)), "2035-01-01", X,
     "ended_by_ends"),
    ("ended, two articles go on, before", DOCUMENT, (act("ends"), act("continues", None, target_provision=PLACE, **GONE_ON)), "2034-07-31", I,
     "in_force_since acted_upon_later"),
    ("replaced, some of it goes on until a day", DOCUMENT, (act("replaces"), act("continues", None, **GONE_ON)), "2034-10-01", P,
     "replaced_in_part in_force_since continues_in_part"),
    ("replaced, a place goes on, nothing says how long", DOCUMENT, (act("replaces"), act("continues", None, target_provision=PLACE)), "2034-10-01",
     U, "no_evidence_of_force in_force_since replaced_in_part continues_in_part"),
    ("replaced, cases begun before go on", DOCUMENT, (act("replaces"), act("continues", None)), "2034-10-01", X, "ended_by_replaces"),
    ("replaced, cases begun before go on under an article", DOCUMENT,
     (act("replaces"), act("continues", None, target_provision=PLACE, rule="formula_begun_before")), "2034-10-01", X, "ended_by_replaces"),
    ("replaced, cases begun before go on until a day", DOCUMENT, (act("replaces"), act("continues", None, until=date(2034, 12, 31), rule="formula_begun_before")),
     "2034-10-01", X, "ended_by_replaces"),
    ("replaced, cases begun before go by the older rules", DOCUMENT,
     (act("replaces"), act("continues", None, target_provision=PLACE, rule="formula_older_rules")), "2034-10-01", X, "ended_by_replaces"),
    ("replaced, an article goes on, and cases under another", DOCUMENT,
     (act("replaces"), act("continues", None, target_provision=PLACE, rule="formula_continues", until=date(2034, 12, 31)),
      act("continues", None, target_provision=NEXT, rule="formula_begun_before")), "2035-01-01", X, "ended_by_replaces"),
    ("ended, another document lets an article go on", DOCUMENT,
     (act("ends"), Relation("tt/2034/5/tt-bct", PATH, "continues", target_provision=PLACE, until=date(2034, 12, 31))), "2034-10-01", X, "ended_by_ends"),
    ("ended on the day that is known, an article goes on", document(in_force_until=date(2034, 8, 1)),
     (act("ends"), act("continues", None, target_provision=PLACE, **GONE_ON)), "2034-10-01", P, "ended_in_part in_force_since continues_in_part"),
    ("ended, an article goes on, claimed expired", document(status=X), (act("ends"), act("continues", None, target_provision=PLACE, **GONE_ON)),
     "2034-10-01", P, "ended_in_part in_force_since continues_in_part"),
    ("an article goes on before the end", DOCUMENT, (act("ends"), act("continues", None, target_provision=PLACE, until=date(2034, 6, 1))),
     "2034-08-01", X, "ended_by_ends"),
    ("the whole but for an article until a day, last day", CLAIMED, (act("ends", exception="trừ Điều 2 tiếp tục có hiệu lực đến hết ngày 31/12/2034"),),
     "2034-12-31", P, "ended_in_part in_force_since continues_in_part claimed_in_force"),
    ("the whole but for an article until a day, no other source", DOCUMENT,
     (act("ends", exception="trừ Điều 2 tiếp tục có hiệu lực đến hết ngày 31/12/2034"),), "2034-12-31", P,
     "ended_in_part in_force_since continues_in_part"),
    ("ended, an article goes on, start unknown", document(in_force_from=None),
     (act("ends"), act("continues", None, target_provision=PLACE, **GONE_ON)), "2034-10-01", P, "ended_in_part continues_in_part"),
    ("ended, an article goes on, start unknown, claimed suspended", document(in_force_from=None, status=S),
     (act("ends"), act("continues", None, target_provision=PLACE, **GONE_ON)), "2034-10-01", U,
     "start_unknown claimed_suspended ended_in_part continues_in_part"),
    ("the whole but for an article until a day, after it", CLAIMED, (act("ends", exception="trừ Điều 2 tiếp tục có hiệu lực đến hết ngày 31/12/2034"),),
     "2035-01-01", X, "ended_by_ends"),
    ("programme before its period", PROGRAMME, (), "2031-12-31", U, "no_evidence_of_force in_force_since"),
    ("programme in its period", PROGRAMME, (), "2032-01-01", I, "in_force_since within_period"),
    ("programme, last day of its period", PROGRAMME, (), "2035-12-31", I, "in_force_since within_period"),
    ("programme after its period", PROGRAMME, (), "2036-01-01", U, "period_over in_force_since"),
    ("programme after its period, a source", replace(PROGRAMME, status=I), (), "2036-01-01", U, "period_over in_force_since"),
    ("programme followed in time", replace(PROGRAMME, status=I), (act("succeeds"),), "2035-01-01", I, "in_force_since claimed_in_force"),
    ("detailed, cited, corrected", CLAIMED, (act("details"), act("refers"), act("corrects"), act("basis")), "2035-01-01", I,
     "in_force_since claimed_in_force"),
    ("an act of its own on others", CLAIMED, (Relation(PATH, OTHER, "replaces", effective_from=START),), "2035-01-01", I,
     "in_force_since claimed_in_force"),
    ("an act between others", CLAIMED, (Relation(OTHER, "nd/2025/77/nd-cp", "replaces", effective_from=START),), "2035-01-01", I,
     "in_force_since claimed_in_force"),
)  # fmt: skip


def codes(found: StatusOnDay) -> str:
    return " ".join(reason.code for reason in found.reasons)


@pytest.mark.parametrize(("known", "acts", "day", "status", "reasons"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_status(known: Document, acts: tuple[Relation, ...], day: str, status: Status, reasons: str) -> None:
    found = status_on(known, acts, date.fromisoformat(day))
    assert (found.status, codes(found)) == (status, reasons)
    assert found.day == date.fromisoformat(day)
    # The order in which the store gives the acts decides nothing.
    again = status_on(known, acts[::-1], found.day)
    assert (again.status, codes(again)) == (status, reasons)


def test_the_table_is_whole() -> None:
    assert len(CASES) == 109
    assert {case[4] for case in CASES} == set(Status) - {Status.NO_LONGER_SUITABLE}


@pytest.mark.parametrize(
    ("known", "day", "certainty"),
    [
        (document(), START, Certainty.VERIFIED),
        (document(in_force_rule=EntryRule.SIGNED_PLUS_45D), START, Certainty.VERIFIED),  # a stated day stands
        (document(in_force_from=None, in_force_rule=EntryRule.ON_SIGNING), SIGNED, Certainty.INFERRED),
        (document(in_force_from=None, in_force_rule=EntryRule.SIGNED_PLUS_10D), date(2031, 3, 12), Certainty.INFERRED),
        (document(in_force_from=None, in_force_rule=EntryRule.SIGNED_PLUS_45D), date(2031, 4, 16), Certainty.INFERRED),
        (document(in_force_from=None, in_force_rule=EntryRule.GAZETTE_PLUS_15D, published=date(2031, 3, 20)), date(2031, 4, 4),
         Certainty.INFERRED),
        (document(in_force_from=None, signed=None, in_force_rule=EntryRule.SIGNED_PLUS_45D), None, Certainty.VERIFIED),
    ],
)  # fmt: skip
def test_entry_into_force(known: Document, day: date | None, certainty: Certainty) -> None:
    assert entry_into_force(known) == (day, certainty)


def test_a_gazette_rule_without_gazette_day_is_no_start() -> None:
    known = document(in_force_from=None, in_force_rule=EntryRule.GAZETTE_PLUS_15D, status=I)
    assert entry_into_force(known)[0] is None
    assert status_on(known, (), date(2035, 1, 1)).status is U


def test_reasons_carry_the_act_its_day_and_its_certainty() -> None:
    inferred = act("replaces", certainty=Certainty.INFERRED, rule="x")
    (reason,) = status_on(DOCUMENT, [inferred], date(2035, 1, 1)).reasons
    assert (reason.relation, reason.day, reason.certainty) == (inferred, date(2034, 8, 1), Certainty.INFERRED)
    computed = document(in_force_from=None, in_force_rule=EntryRule.SIGNED_PLUS_45D)
    assert status_on(computed, (), SIGNED).reasons[0].certainty is Certainty.INFERRED


def test_of_one_amending_act_the_surest_statement_about_the_whole_is_the_reason() -> None:
    whole, part = act("amends"), act("amends", target_provision=PLACE, certainty=Certainty.INFERRED, rule="x")
    reason = status_on(CLAIMED, [part, whole], date(2035, 1, 1)).reasons[0]
    assert reason.relation == whole


def test_places_of_one_act_are_told_together_and_apart_from_those_only_inferred() -> None:
    known, guessed = act("repeals_part", target_provision=PLACE), act("repeals_part", target_provision=NEXT, **GUESSED)
    found = status_on(CLAIMED, [guessed, known], date(2035, 1, 1))
    assert [(r.parts, r.certainty) for r in found.reasons[:2]] == [((known,), Certainty.VERIFIED), ((guessed,), Certainty.INFERRED)]
    both = status_on(CLAIMED, [replace(known, target_provision=NEXT), known], date(2035, 1, 1)).reasons[0]
    assert {part.target_provision for part in both.parts} == {PLACE, NEXT}


CLAIMED_THEN = document(status=Status.IN_FORCE, status_as_of=date(2050, 1, 1))
ON_SIGNING = document(in_force_from=None, in_force_rule=EntryRule.SIGNED_PLUS_45D)


@pytest.mark.parametrize(
    ("known", "acts", "day", "certainty"),
    [
        # What is not issued rests on the day of signing alone, whatever is computed of its entry into force.
        (ON_SIGNING, (), "2031-03-01", Certainty.VERIFIED),
        (ON_SIGNING, (), "2031-03-02", Certainty.INFERRED),
        # An act that surely changed it made it so, whatever else of that act is inferred.
        (CLAIMED_THEN, (act("ends_part"), act("repeals_part", target_provision=PLACE, **GUESSED)), "2035-01-01", Certainty.VERIFIED),
        (CLAIMED_THEN, (act("repeals_part", target_provision=PLACE, **GUESSED),), "2035-01-01", Certainty.INFERRED),
        # A suspension is as sure as it is, whatever is inferred beside it.
        (CLAIMED_THEN, (act("suspends", target_provision=PLACE), act("amends", **GUESSED)), "2035-01-01", Certainty.VERIFIED),
        (CLAIMED_THEN, (act("suspends", target_provision=PLACE, **GUESSED),), "2035-01-01", Certainty.INFERRED),
        # What may have happened besides makes what surely happened no less sure.
        (CLAIMED_THEN, (act("amends"), act("repeals_part", None, target_provision=PLACE, **GUESSED)), "2035-01-01", Certainty.VERIFIED),
    ],
)
def test_a_status_is_inferred_by_what_it_rests_on(known: Document, acts: tuple[Relation, ...], day: str, certainty: Certainty) -> None:
    assert status_on(known, acts, date.fromisoformat(day)).certainty is certainty


def test_merely_amended_is_what_nothing_else_was_done_to() -> None:
    day = date(2035, 1, 1)
    assert merely_amended(status_on(CLAIMED, [act("amends")], day))
    assert not merely_amended(status_on(CLAIMED, [act("amends"), act("repeals_part", target_provision=PLACE)], day))
    assert not merely_amended(status_on(CLAIMED, [act("amends"), act("repeals_part", None, target_provision=PLACE)], day))
    assert not merely_amended(status_on(CLAIMED, [], day))
    assert not merely_amended(status_on(document(status=Status.PARTLY_EXPIRED), [], day)), "why is not known"


@pytest.mark.parametrize(
    ("exception", "last"),
    [
        ("trừ Điều 4 tiếp tục có hiệu lực đến hết ngày 31/12/2038", "2038-12-31"),
        ("trừ Điều 4 và điểm h khoản 1 Điều 9 tiếp tục có hiệu lực thi hành đến hết ngày 31 tháng 12 năm 2036", "2036-12-31"),
        ("ngoại trừ quy định tại khoản 2 Điều 7 được tiếp tục áp dụng cho đến hết 30/6/2035.", "2035-06-30"),
        ("(trừ Phụ lục II được thực hiện đến hết năm 2035)", "2035-12-31"),
        ("trừ Điều 4", None),
        ("trừ nội dung quy định tại khoản 3 Điều này", None),
        ("trừ Điều 4 tiếp tục có hiệu lực đến hết ngày 31/12/2038 và Điều 5", None),
        ("trừ Điều 4 tiếp tục có hiệu lực đến hết ngày 31/12/2038, Điều 5 tiếp tục có hiệu lực đến hết ngày 31/12/2039", None),
        ("trừ Điều 5; Điều 4 tiếp tục có hiệu lực đến hết ngày 31/12/2038", None),
        ("trừ hợp đồng ký trước ngày 1/1/2037 được thực hiện đến hết ngày 31/12/2038", None),
        ("trừ hồ sơ đã nhận khi Luật Tằm có hiệu lực được thực hiện đến hết năm 2038", None),
        ("trừ Điều 4 có hiệu lực đến khi có quy định mới", None),
        ("trừ Điều 4 tiếp tục có hiệu lực đến hết ngày 31/2/2038", None),
    ],
)
def test_the_last_day_of_what_is_left_out_is_told_by_its_words_alone(exception: str, last: str | None) -> None:
    assert last_day_left_out(exception) == (date.fromisoformat(last) if last else None)


def test_that_a_part_goes_on_is_as_sure_as_what_says_so() -> None:
    ends = act("ends")
    for more, certainty in (({}, Certainty.VERIFIED), (GUESSED, Certainty.INFERRED)):
        goes_on = act("continues", None, target_provision=PLACE, until=date(2034, 12, 31), **more)
        assert status_on(DOCUMENT, [ends, goes_on], date(2034, 10, 1)).certainty is certainty
        ended = status_on(DOCUMENT, [ends, goes_on], date(2035, 1, 1))
        assert (ended.certainty, ended.reasons[0].day, ended.reasons[0].lasting) == (Certainty.VERIFIED, date(2034, 8, 1), (goes_on,))


DAYS = st.dates(date(2030, 1, 1), date(2042, 1, 1))
ACTS = st.builds(
    Relation,
    source=st.sampled_from([OTHER, PATH]),
    target=st.sampled_from([PATH, PATH, PATH, OTHER]),
    kind=st.sampled_from(sorted(kinds())),
    target_provision=st.sampled_from([None, PLACE]),
    exception=st.sampled_from([None, None, "trừ Điều 2", "trừ Điều 2 tiếp tục có hiệu lực đến hết năm 2036"]),
    effective_from=st.none() | DAYS,
    until=st.none() | DAYS,
    not_before=st.none() | DAYS,
)
KNOWN = st.builds(
    Document,
    path=st.just(PATH), type=st.just("nd"), title=st.just("Về tằm"), signed=st.none() | DAYS, published=st.none() | DAYS,
    in_force_from=st.none() | DAYS, in_force_rule=st.none() | st.sampled_from(EntryRule), in_force_until=st.none() | DAYS,
    period_from=st.none() | st.integers(2030, 2042), period_until=st.none() | st.integers(2030, 2042),
    status=st.none() | st.sampled_from(Status), status_as_of=st.none() | DAYS,
)  # fmt: skip
ALIVE = {"claimed_in_force", "claimed_partly_expired", "within_period", "in_force_until", "acted_upon_later", "continues_in_part"}


@given(KNOWN, st.lists(ACTS, max_size=5), DAYS)
def test_force_is_never_shown_without_knowing_it(known: Document, acts: list[Relation], day: date) -> None:
    found = status_on(known, acts, day)
    assert found.reasons
    assert len(set(found.reasons)) == len(found.reasons)
    on_it = [a for a in acts if a.target == PATH != a.source]
    started, _ = entry_into_force(known)
    if found.status in (I, P):
        lasting = [r for r in found.reasons if r.code == "continues_in_part"]
        assert lasting or started is not None
        assert started is None or started <= day
        assert ALIVE & {r.code for r in found.reasons}
        assert known.status not in (S, Q, Status.NO_LONGER_SUITABLE)
        assert known.in_force_until is None or day < known.in_force_until or lasting
        for a in on_it:
            to_come = (a.effective_from or a.not_before or date.min) > day
            assert a.kind not in ENDING or a.target_provision or to_come or stays_in_part(a, acts, day)
            assert a.kind not in SUSPENDING or a.effective_from or to_come
    if found.status is I:
        in_effect = [a for a in on_it if (a.effective_from or a.not_before or date.min) <= day]
        assert not [a for a in in_effect if a.kind in CHANGING]
    if found.status is X:
        ended = known.in_force_until or known.status is X or [a for a in on_it if a.kind in ENDING and a.target_provision is None]
        assert ended


@given(KNOWN, st.lists(ACTS, max_size=4), DAYS)
def test_what_ended_on_a_day_stays_ended(known: Document, acts: list[Relation], day: date) -> None:
    if status_on(known, acts, day).status is X:
        assert status_on(known, acts, day + timedelta(1)).status is X


def test_what_is_to_come_is_not_known() -> None:
    alive = document(status=Status.IN_FORCE)
    assert status_on(alive, [], date(2050, 1, 1)).status is Status.IN_FORCE
    found = status_on(alive, [], date(2050, 1, 1), today=date(2040, 1, 1))
    assert (found.status, found.reasons[0].code) == (Status.UNKNOWN, "future")
    ended = document(status=Status.IN_FORCE, in_force_until=date(2045, 1, 1))
    assert status_on(ended, [], date(2050, 1, 1), today=date(2040, 1, 1)).status is Status.EXPIRED


def test_an_undated_claim_makes_a_status_inferred() -> None:
    undated, dated = document(status=Status.IN_FORCE), document(status=Status.IN_FORCE, status_as_of=date(2050, 1, 1))
    assert status_on(undated, [], date(2040, 1, 1)).certainty is Certainty.INFERRED
    assert status_on(dated, [], date(2040, 1, 1)).certainty is Certainty.VERIFIED


@given(KNOWN, st.lists(ACTS, max_size=5), st.lists(DAYS, min_size=1, max_size=8), DAYS)
def test_spans_say_of_every_day_what_the_status_says(known: Document, acts: list[Relation], days: list[date], today: date) -> None:
    spans = status_spans(known, acts)
    assert spans[0].since == date.min
    assert all((a.status, a.certainty) != (b.status, b.certainty) and a.since < b.since for a, b in pairwise(spans))
    around = {day + timedelta(step) for span in spans for day in (span.since,) for step in (-1, 0, 1) if day != date.min}
    for day in {*days, *around}:
        for until in (None, today):
            found, looked_up = status_on(known, acts, day, until), span_on(spans, day, until)
            assert (looked_up.status, looked_up.certainty) == (found.status, found.certainty)

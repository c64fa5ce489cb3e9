"""Whether legal bases stand, and what follows from their ends: each rule of law with its doubts, and no conclusion without one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.model.document import Document, Status
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Certainty, Evidence, Quote, Relation
from legalgraph.time.basis import CONTINUING_FROM, ENDING_TOGETHER_FROM, Basis, Consequence, Doubt, Footing, Health, Outcome, footing
from legalgraph.time.status import StatusOnDay, status_on

CHILD, PARENT, SECOND, ENDER = "tt/2018/9/tt-btt", "nd/2010/90/nd-cp", "nd/2012/91/nd-cp", "nd/2024/92/nd-cp"
DAY = date(2031, 1, 1)
DOCUMENT = Document(CHILD, "tt", "Hướng dẫn nuôi tằm", signed=date(2018, 3, 1), in_force_from=date(2018, 5, 1), status=Status.IN_FORCE)
READ = Evidence("title", quote=Quote("Nghị định số 90/2010/NĐ-CP", "", "", 10, 36))


def parent(path: str = PARENT, **known: Any) -> Document:
    begun = Document(path, "nd", "Về tằm", signed=date(2010, 1, 1), in_force_from=date(2010, 3, 1), status=Status.IN_FORCE)
    return replace(begun, **known)


def act(kind: str, day: str | None, target: str = PARENT, **more: Any) -> Relation:
    return Relation(ENDER, target, kind, effective_from=date.fromisoformat(day) if day else None, **more)


def rests(kind: str, target: str = PARENT, **more: Any) -> Relation:
    return Relation(CHILD, target, kind, **more)


def found(
    relations: list[Relation],
    acts: list[Relation],
    *,
    day: date = DAY,
    parents: list[Document] | None = None,
    own: StatusOnDay | None = None,
    normative: dict[str, bool | None] | None = None,
    signed: dict[str, date | None] | None = None,
) -> Footing:
    statuses = {p.path: status_on(p, acts, day) for p in parents or [parent(), parent(SECOND)]}
    kinds = {CHILD: True, PARENT: True, SECOND: True} if normative is None else normative
    return footing(DOCUMENT, own or status_on(DOCUMENT, [], day), relations, statuses, kinds, signed or {})


def health(relations: list[Relation], acts: list[Relation], **more: Any) -> Health:
    (basis,) = found(relations, acts, **more).bases
    return basis.health


HEALTHS: tuple[tuple[str, list[Relation], str, Health], ...] = (
    ("in force", [], "2031-01-01", Health.ALIVE),
    ("amended before the child was signed", [act("amends", "2015-01-01")], "2031-01-01", Health.ALIVE),
    ("amended on the day the child was signed", [act("amends", "2018-03-01")], "2031-01-01", Health.ALIVE),
    ("amended since", [act("amends", "2020-01-01")], "2031-01-01", Health.AMENDED),
    ("amended later than the day", [act("amends", "2032-01-01")], "2031-01-01", Health.ALIVE),
    ("amended before and since", [act("amends", "2015-01-01"), Relation(SECOND, PARENT, "adds", effective_from=date(2021, 1, 1))],
     "2031-01-01", Health.AMENDED),
    ("amended, day not known", [act("amends", None)], "2031-01-01", Health.UNKNOWN),
    ("amended before, and on a day not known", [act("amends", "2015-01-01"), Relation(SECOND, PARENT, "adds")], "2031-01-01", Health.AMENDED),
    ("changed by the child itself", [Relation(CHILD, PARENT, "amends", effective_from=date(2020, 1, 1))], "2031-01-01", Health.ALIVE),
    ("suspended", [act("suspends", "2030-01-01", until=date(2031, 6, 1))], "2031-01-01", Health.SUSPENDED),
    ("suspension over", [act("suspends", "2030-01-01", until=date(2030, 6, 1))], "2031-01-01", Health.ALIVE),
    ("partly suspended", [act("suspends", "2030-01-01", places=("dieu_1..dieu_3",))], "2031-01-01", Health.PARTLY_SUSPENDED),
    ("one article suspended", [act("suspends", "2030-01-01", target_provision=Provision.parse("dieu_88"))], "2031-01-01", Health.PARTLY_SUSPENDED),
    ("partly suspended by a list", [act("suspends_part", "2030-01-01")], "2031-01-01", Health.PARTLY_SUSPENDED),
    ("replaced", [act("replaces", "2024-05-01")], "2031-01-01", Health.LAPSED),
    ("replaced, the day before", [act("replaces", "2024-05-01")], "2024-04-30", Health.ALIVE),
    ("replaced, day not known", [act("replaces", None)], "2031-01-01", Health.UNKNOWN),
    ("ended but for a part", [act("ends", "2024-05-01", exception="trừ Điều 5")], "2031-01-01", Health.AMENDED),
    ("before it came into force", [], "2010-02-01", Health.NOT_YET),
)  # fmt: skip


@pytest.mark.parametrize(("acts", "day", "expected"), [case[1:] for case in HEALTHS], ids=[case[0] for case in HEALTHS])
def test_health(acts: list[Relation], day: str, expected: Health) -> None:
    assert health([rests("basis")], acts, day=date.fromisoformat(day)) is expected


def test_no_source_is_no_life() -> None:
    assert health([rests("basis")], [], parents=[parent(status=None)]) is Health.UNKNOWN
    assert health([rests("basis")], [], parents=[parent(in_force_from=None)]) is Health.UNKNOWN


def test_bases_stand_once_what_is_detailed_first_with_all_that_says_so() -> None:
    relations = [rests("basis", SECOND), rests("basis"), rests("details"), rests("refers", SECOND), Relation(SECOND, CHILD, "basis")]
    bases = found(relations, []).bases
    assert [(b.path, b.detailed, len(b.relations)) for b in bases] == [(PARENT, True, 2), (SECOND, False, 1)]
    assert found([rests("basis", "nd/1999/1/nd-cp")], []).bases == ()


def test_changes_since_are_told_and_the_first_day_of_an_end() -> None:
    both = [act("replaces", "2024-05-01"), Relation("nd/2025/1/nd-cp", PARENT, "repeals", effective_from=date(2025, 1, 1))]
    (basis,) = found([rests("basis")], both).bases
    assert basis.ended == date(2024, 5, 1)
    (amended,) = found([rests("basis")], [act("amends", "2020-01-01")]).bases
    assert [r.day for r in amended.since] == [date(2020, 1, 1)]
    assert amended.ended is None


def test_what_went_on_in_part_ended_when_nothing_of_it_was_left() -> None:
    left = act("continues", None, target_provision=Provision.parse("dieu_5"), until=date(2025, 6, 30))
    for acts in ([act("ends", "2024-05-01"), left], [act("ends", "2024-05-01", exception="trừ Điều 5 tiếp tục có hiệu lực đến hết ngày 30/6/2025")]):
        (basis,) = found([rests("basis")], acts).bases
        assert basis.ended == date(2025, 7, 1)
        consequence = found([rests("details")], acts).consequence
        assert consequence is not None
        assert (consequence.outcome, consequence.day) == (Outcome.MAY_CONTINUE, date(2025, 7, 1))


D, B = [rests("details")], [rests("basis")]
BOTH = [rests("details"), rests("details", SECOND)]
INFERRED = [rests("details", certainty=Certainty.INFERRED, rule="content_from_title")]
OWN_WORDS = [rests("details", certainty=Certainty.INFERRED, rule="title", evidence=(READ,))]
OLD, NEW = [act("replaces", "2024-05-01")], [act("replaces", "2026-05-01")]
CONTESTED, ANNOUNCED = (Doubt.CONTESTED,), (Doubt.NOT_ANNOUNCED, Doubt.LATER_LAW)
O = Outcome  # noqa: E741
# name, relations of the child, acts on what it rests on, outcome, parents, day, doubts
OUTCOMES: tuple[tuple[str, list[Relation], list[Relation], Outcome | None, tuple[str, ...], str | None, tuple[Doubt, ...]], ...] = (
    ("nothing ended", BOTH, [], None, (), None, ()),
    ("a recital lapsed under the old rule", B, OLD, O.BASIS_ONLY, (PARENT,), None, ()),
    ("a recital lapsed under the new rule", B, NEW, O.BASIS_ONLY, (PARENT,), None, ()),
    ("a recital lapsed, what is detailed stands", [rests("basis"), rests("details", SECOND)], OLD, O.BASIS_ONLY, (PARENT,), None, ()),
    ("parent ended before the child was signed", D, [act("replaces", "2018-02-28")], O.ENDED_BEFORE, (PARENT,), "2018-02-28", ()),
    ("parent ended on the day the child was signed", D, [act("replaces", "2018-03-01")], O.ENDED_WITH_PARENT, (PARENT,), "2018-03-01", CONTESTED),
    ("old rule", D, OLD, O.ENDED_WITH_PARENT, (PARENT,), "2024-05-01", CONTESTED),
    ("old rule, read in the title", OWN_WORDS, OLD, O.ENDED_WITH_PARENT, (PARENT,), "2024-05-01", CONTESTED),
    ("old rule, the end is inferred", D, [act("ends", "2024-05-01", certainty=Certainty.INFERRED)], O.ENDED_WITH_PARENT, (PARENT,),
     "2024-05-01", (Doubt.CONTESTED, Doubt.INFERRED)),
    ("last day of the old rule", D, [act("repeals", "2025-03-31")], O.ENDED_WITH_PARENT, (PARENT,), "2025-03-31", CONTESTED),
    ("first day of the new rule", D, [act("replaces", "2025-04-01")], O.MAY_CONTINUE, (PARENT,), "2025-04-01",
     (Doubt.NOT_ANNOUNCED, Doubt.TRANSITION, Doubt.LATER_LAW)),
    ("new rule", D, NEW, O.MAY_CONTINUE, (PARENT,), "2026-05-01", ANNOUNCED),
    ("new rule, repealed outright", D, [act("repeals", "2026-05-01")], O.MAY_CONTINUE, (PARENT,), "2026-05-01",
     (Doubt.NOT_ANNOUNCED, Doubt.REPEALED_OUTRIGHT, Doubt.LATER_LAW)),
    ("details is only inferred", INFERRED, OLD, O.DETAILS_UNCERTAIN, (PARENT,), None, ()),
    ("details another, which stands", BOTH, OLD, O.OTHER_PARENT, (SECOND,), None, ()),
    ("details two, both ended under the old rule", BOTH, [*OLD, act("ends", "2020-01-01", SECOND)], O.ENDED_WITH_PARENT, (PARENT,),
     "2024-05-01", CONTESTED),
    ("details two, the last ended under the new rule", BOTH, [*OLD, act("ends", "2026-01-01", SECOND)], O.MAY_CONTINUE, (SECOND,),
     "2026-01-01", ANNOUNCED),
    ("part of the parent ended", D, [act("repeals_part", "2024-05-01")], None, (), None, ()),
    ("parent amended under the new rule", D, [act("amends", "2026-05-01")], O.PARENT_AMENDED, (PARENT,), "2026-05-01", (Doubt.LATER_LAW,)),
    ("parent amended under the new rule, details only inferred", INFERRED, [act("amends", "2026-05-01")], None, (), None, ()),
    ("a mere recital amended under the new rule", B, [act("amends", "2026-05-01")], None, (), None, ()),
)  # fmt: skip


@pytest.mark.parametrize(("relations", "acts", "outcome", "parents", "day", "doubts"), [case[1:] for case in OUTCOMES],
                         ids=[case[0] for case in OUTCOMES])  # fmt: skip
def test_what_follows(
    relations: list[Relation], acts: list[Relation], outcome: Outcome | None, parents: tuple[str, ...], day: str | None, doubts: tuple[Doubt, ...]
) -> None:
    expected = Consequence(outcome, parents, date.fromisoformat(day) if day else None, doubts) if outcome else None
    assert found(relations, acts).consequence == expected
    assert found(relations[::-1], acts[::-1]).consequence == expected


@pytest.mark.parametrize(
    ("day", "outcome"), [("2016-06-30", Outcome.BEFORE_THE_RULES), ("2016-07-01", Outcome.ENDED_WITH_PARENT), ("2009-01-01", Outcome.BEFORE_THE_RULES)]
)
def test_the_rule_began_on_a_day_and_none_is_known_before(day: str, outcome: Outcome) -> None:
    older = replace(DOCUMENT, signed=date(2008, 3, 1), in_force_from=date(2008, 5, 1))
    statuses = {PARENT: status_on(parent(signed=date(2005, 1, 1), in_force_from=date(2005, 3, 1)), [act("replaces", day)], DAY)}
    found = footing(older, status_on(older, [], DAY), D, statuses, {CHILD: True, PARENT: True}, {}).consequence
    assert found is not None
    assert (found.outcome, found.day) == (outcome, date.fromisoformat(day))


def test_an_end_decided_under_one_law_and_effective_under_the_other_is_in_transition() -> None:
    doubts = {made: found(D, NEW, signed={ENDER: made}).consequence for made in (date(2025, 3, 31), date(2025, 4, 1), None)}
    told = [c.doubts if c else () for c in doubts.values()]
    assert [Doubt.TRANSITION in d for d in told] == [True, False, False]


@pytest.mark.parametrize("missing", [CHILD, PARENT])
@pytest.mark.parametrize("said", [False, None])
def test_the_rule_is_only_for_normative_documents(missing: str, said: bool | None) -> None:
    known = {CHILD: True, PARENT: True, missing: said}
    consequence = found(D, OLD, normative=known).consequence
    assert consequence is not None
    assert consequence.outcome is Outcome.NOT_NORMATIVE


def test_an_end_without_a_day_decides_nothing() -> None:
    expired = parent(status=Status.EXPIRED, status_as_of=date(2030, 1, 1))
    consequence = found(D, [], parents=[expired]).consequence
    assert consequence == Consequence(Outcome.DAY_UNKNOWN, (PARENT,))


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.NOT_YET_IN_FORCE])
def test_nothing_follows_for_what_ended_by_itself_or_has_not_begun(status: Status) -> None:
    assert found(D, OLD, own=StatusOnDay(status, DAY, ())).consequence is None


@given(
    st.lists(st.tuples(st.sampled_from(["basis", "details"]), st.sampled_from([PARENT, SECOND]), st.booleans()), max_size=4),
    st.lists(st.tuples(st.sampled_from(["replaces", "repeals", "amends"]), st.sampled_from([PARENT, SECOND]),
                       st.none() | st.dates(date(2014, 1, 1), date(2028, 1, 1))), max_size=4),
)  # fmt: skip
def test_an_end_is_inferred_only_by_the_old_rule_and_never_from_a_recital(
    rests_on: list[tuple[str, str, bool]], acted: list[tuple[str, str, date | None]]
) -> None:
    relations = [rests(k, t, certainty=Certainty.VERIFIED if sure else Certainty.INFERRED) for k, t, sure in rests_on]
    footing_found = found(relations, [Relation(ENDER, t, k, effective_from=d) for k, t, d in acted])
    consequence = footing_found.consequence
    if consequence and consequence.outcome is Outcome.ENDED_WITH_PARENT:
        assert consequence.day is not None
        assert ENDING_TOGETHER_FROM <= consequence.day < CONTINUING_FROM
        assert Doubt.CONTESTED in consequence.doubts
        detailed: list[Basis] = [b for b in footing_found.bases if b.detailed]
        assert detailed
        assert all(b.health is Health.LAPSED and b.detailed_certainly for b in detailed)
    if consequence and consequence.outcome is Outcome.MAY_CONTINUE:
        assert consequence.day is not None
        assert consequence.day > CONTINUING_FROM - timedelta(1)
        assert Doubt.NOT_ANNOUNCED in consequence.doubts

"""The table of relation kinds is consistent in itself, and a relation keeps its identity."""

from dataclasses import replace
from datetime import date

import pytest

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.provision import Provision
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Evidence, Group, Relation, RelationKind, kind, kinds

RELATION = Relation("nd/2031/901/nd-cp", "nd/2025/77/nd-cp", "replaces")


def test_the_kinds_there_are() -> None:
    assert set(kinds()) == {
        "basis", "details", "guides_application", "adopts_programme", "carries_out", "amends", "adds", "renames",
        "substitutes_phrase", "deletes_phrase", "inserts_phrase", "replaces_annex", "replaces", "repeals", "ends",
        "repeals_part", "ends_part", "replaces_part", "suspends", "suspends_part", "suspends_enforcement", "restores",
        "extends_term", "continues", "commences", "corrects", "consolidates", "consolidates_amendment", "promulgates", "interprets",
        "announces", "succeeds", "same_subject", "related", "refers",
    }  # fmt: skip
    assert len(kinds()) == 35
    assert {k.group for k in kinds().values()} == set(Group)


@pytest.mark.parametrize("a_kind", kinds().values(), ids=list(kinds()))
def test_kind(a_kind: RelationKind) -> None:
    for name in (a_kind.predicate, a_kind.inverse, *a_kind.parents, *a_kind.inverse_parents):
        assert name
        assert name.split(":")[0] in ("eli", "lg")
    assert a_kind.symmetric == (a_kind.code in ("same_subject", "related"))
    words = [a_kind.verb(language, inverse) for language in ("vi", "en") for inverse in (False, True)]
    assert all(word == word.strip() and word for word in words)
    assert len(set(words)) == (2 if a_kind.symmetric else 4)


def test_one_predicate_has_one_inverse_and_one_line_of_parents() -> None:
    by_predicate: dict[str, set[tuple[object, ...]]] = {}
    for a_kind in kinds().values():
        by_predicate.setdefault(a_kind.predicate, set()).add((a_kind.inverse, a_kind.parents, a_kind.inverse_parents))
    assert all(len(told) == 1 for told in by_predicate.values())
    amending = {code for code, a_kind in kinds().items() if a_kind.predicate == "eli:amends"}
    assert amending == {"amends", "adds", "renames", "substitutes_phrase", "deletes_phrase", "inserts_phrase", "replaces_annex"}


def test_families_are_apart() -> None:
    families = (ENDING, CHANGING, SUSPENDING)
    assert not ENDING & CHANGING
    assert not SUSPENDING & (ENDING | CHANGING)
    assert {code for family in families for code in family} <= set(kinds())
    for code in ENDING:
        assert "eli:repeals" in kind(code).parents
    for code in CHANGING:
        assert "eli:amends" in (kind(code).predicate, *kind(code).parents)
    for code in SUSPENDING:
        assert "lg:suspends" in kind(code).parents


def test_succession_is_neither_an_end_nor_a_change() -> None:
    assert kind("succeeds").parents == ("eli:related_to",)
    assert "succeeds" not in ENDING | CHANGING


def test_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(InvalidIdentifier, match=r"'likes'.*basis.*refers"):
        kind("likes")


def test_identity_is_what_acts_how_on_what() -> None:
    same = replace(RELATION, effective_from=date(2031, 5, 1), certainty=Certainty.INFERRED, rule="x", evidence=(Evidence("text"),))
    assert same.id == RELATION.id
    others = [
        replace(RELATION, kind="repeals"),
        replace(RELATION, source=RELATION.target, target=RELATION.source),
        replace(RELATION, target_provision=Provision.parse("dieu_2")),
        replace(RELATION, source_provision=Provision.parse("dieu_2")),
    ]
    assert len({RELATION.id, *(other.id for other in others)}) == 5
    assert RELATION.iri.endswith(f"/relation/{RELATION.id}")

"""Broken rules are told in words with the document they are about; odd characters do not stop the check."""

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import NamedNode, Triple

from legalgraph.model.document import Document
from legalgraph.model.relation import Certainty, Evidence, Relation
from legalgraph.rdf.mapping import document_quads, relation_quads
from legalgraph.rdf.validation import Finding, check
from legalgraph.rdf.vocab import graph, term
from legalgraph.resources import folder

OLD = Document("nd/2025/77/nd-cp", "nd", "Về nghề tằm tang", number="77/2025/NĐ-CP", signed=date(2025, 1, 15))
NEW = Document("nd/2031/901/nd-cp", "nd", "Về khuyến khích nuôi tằm", number="901/2031/NĐ-CP", signed=date(2031, 3, 2))
REPLACES = Relation(NEW.path, OLD.path, "replaces", evidence=(Evidence("text", "https://example.org/901"),))


def findings(*facts: Document | Relation, extra: tuple[Triple, ...] = ()) -> list[Finding]:
    triples = list(extra)
    for fact in facts:
        quads = relation_quads(fact, graph("curated")) if isinstance(fact, Relation) else document_quads(fact, "Nghị định", graph("curated"))
        triples += [Triple(q.subject, q.predicate, q.object) for q in quads]
    return check(triples, folder("ontology") / "shapes.ttl")


def test_good_data_breaks_no_rule() -> None:
    assert findings(OLD, NEW, REPLACES) == []


def test_odd_characters_are_no_broken_rule_and_stop_nothing() -> None:
    odd = "".join(map(chr, [*range(0x20), 0x7F, 0x85, 0xA0, 0x2028, 0x2029, 0xFFFE, 0x10FFFF])) + "\"\\'''\"\"\"🦋e\u0301"
    # pySHACL reads patterns of the path, not of the title: nothing here is against a rule.
    assert findings(replace(OLD, title=odd, note=odd, signer=odd)) == []


@pytest.mark.parametrize(
    ("facts", "shape", "severity", "subject", "words_vi", "words_en"),
    [
        (
            (OLD, replace(NEW, in_force_from=date(2031, 5, 1), in_force_until=date(2031, 4, 1)), REPLACES),
            "EndNotBeforeStart", "violation", NEW.path, "Nghị định 901/2031/NĐ-CP", "Nghị định 901/2031/NĐ-CP",
        ),
        ((OLD, NEW, replace(REPLACES, source=OLD.path, target=NEW.path)), "EndsLaterDocument", "warning", OLD.path, "77/2025", "77/2025"),
        ((OLD, NEW, replace(REPLACES, certainty=Certainty.INFERRED)), "InferredHasRule", "violation", "", "suy luận", "infer"),
        ((OLD, NEW, replace(REPLACES, evidence=())), "RelationEvidence", "warning", "", "bằng chứng", "evidence"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalpha() else "",
)  # fmt: skip
def test_a_broken_rule_is_told_in_words(
    facts: tuple[Document | Relation, ...], shape: str, severity: str, subject: str, words_vi: str, words_en: str
) -> None:
    (found,) = findings(*facts)
    assert (found.shape, found.severity) == (shape, severity)
    assert subject in found.subject
    assert words_vi in found.words("vi")
    assert words_en in found.words("en")
    assert found.message_vi != found.message_en
    assert f"[{shape}]" in found.words("vi")


def test_violations_stand_before_warnings() -> None:
    circle = replace(REPLACES, source=OLD.path, target=NEW.path, evidence=())
    found = findings(OLD, NEW, REPLACES, circle)
    severities = [f.severity for f in found]
    assert severities == sorted(severities)
    assert {f.shape for f in found if f.severity == "violation"} == {"NoCircleOfSuccession"}
    assert {f.subject for f in found if f.severity == "violation"} == {OLD.path, NEW.path}


def test_two_values_where_one_may_be_are_found() -> None:
    second = Triple(NamedNode(NEW.iri), term("lg:slug"), term("lg:Relation"))
    shapes = {f.shape for f in findings(NEW, extra=(second,))}
    assert "DocumentSlug" in shapes

"""What snapshots state is what the ontology declares: terms, kinds of values, subjects, concepts; words agree with the code's.

That the ontology and the code name the same terms, kinds, types and statuses is tested in tests/ontology.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from tests.conftest import TODAY

from legalgraph import wording
from legalgraph.library import Library, open_published
from legalgraph.model.document import Status
from legalgraph.model.folding import fold
from legalgraph.model.identity import DocumentKey
from legalgraph.model.relation import Certainty
from legalgraph.model.spelling import WIDER_TYPES
from legalgraph.pipeline import ingest
from legalgraph.pipeline.curated import vocabulary_quads
from legalgraph.rdf.vocab import PREFIXES, concept, concept_scheme, term
from legalgraph.registry import area_label, area_names, areas, bodies, body_label, body_names, listed_body_label, type_names, types
from legalgraph.resources import folder
from legalgraph.store.snapshots import Home
from legalgraph.text import heads as heads_module

LG, XSD = PREFIXES["lg"], PREFIXES["xsd"]
VOCABULARY = "https://w3id.org/legalgraph/vocabulary/"
DCAM = "http://purl.org/dc/dcam/"
STRINGS = {XSD + "string", PREFIXES["rdf"] + "langString"}

# The terms of ELI that our data use; each was looked up in ELI 1.2 or later. A new one is to be looked up before it is added.
ELI = {
    "LegalExpression", "LegalResource", "LegalResourceSubdivision", "Organization", "amended_by", "amends", "based_on", "basis_for",
    "changed_by", "changes", "cited_by", "cites", "consolidated_by", "consolidates", "corrected_by", "corrects", "date_document",
    "date_no_longer_in_force", "date_publication", "ensures_implementation_of", "first_date_entry_in_force", "has_annex", "id_local",
    "implementation_ensured_by", "in_force", "is_part_of", "is_realized_by", "jurisdiction", "language", "number", "passed_by", "realizes",
    "refers_to", "related_to", "repealed_by", "repeals", "title", "type_document", "commences", "commenced_by",
    "Format", "embodies", "is_embodied_by", "type_subdivision", "InForce-inForce", "InForce-partiallyInForce", "InForce-notInForce",
}  # fmt: skip


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for file in folder("ontology").glob("*.ttl"):
        graph.parse(file)
    return graph


@pytest.fixture(scope="module")
def everything(packaged: Library, tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    """All that the packaged data, the sample and a text with citations state, but for the ontology itself."""
    place = tmp_path_factory.mktemp("vocabulary")
    (place / "tin.txt").write_text("Nghị định số 901/2031/NĐ-CP và Nghị định số 5/2020/NĐ-CP ngày 1/2/2020", "utf-8")
    ingest([Path(__file__).parent / "cases" / "tam-tang", place / "tin.txt"], Home(place / "home"), today=TODAY)
    stated = [*open_published(place / "home").engine.quads(), *packaged.engine.quads()]
    return [quad for quad in stated if not str(quad.graph_name).endswith("/ontology>")]


def own(node: object) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(LG)


def test_own_terms_are_declared_and_used_as_declared(ontology: Graph, everything: list[Quad]) -> None:
    used: dict[str, list[Quad]] = defaultdict(list)
    for quad in everything:
        if own(quad.predicate):
            used[quad.predicate.value].append(quad)
    assert len(used) >= 45
    for name, quads in used.items():
        predicate = URIRef(name)
        kinds = set(ontology.objects(predicate, RDF.type))
        values = [quad.object for quad in quads]
        if OWL.DatatypeProperty in kinds:
            assert all(isinstance(value, Literal) for value in values), name
            datatypes = {value.datatype.value for value in values if isinstance(value, Literal)}
            declared = {str(r) for r in ontology.objects(predicate, RDFS.range)} | {str(r) for r in ontology.objects(predicate, URIRef(DCAM + "rangeIncludes"))}
            assert datatypes <= declared | (STRINGS if declared & (STRINGS | {str(RDFS.Literal)}) else set()), name
        else:
            assert OWL.ObjectProperty in kinds, name
            assert all(isinstance(value, NamedNode) for value in values), name


def test_own_terms_stand_on_what_they_are_declared_for(ontology: Graph, everything: list[Quad]) -> None:
    above = {str(cls): {str(c) for c in ontology.transitive_objects(cls, RDFS.subClassOf)} for cls in ontology.subjects(RDF.type, OWL.Class)}
    # A place in a document may stand where the document may.
    above[PREFIXES["eli"] + "LegalResourceSubdivision"] = {PREFIXES["eli"] + "LegalResource"}
    classes: dict[str, set[str]] = defaultdict(set)
    for quad in everything:
        if quad.predicate == term("rdf:type") and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            classes[quad.subject.value] |= above.get(quad.object.value, {quad.object.value})
    wrong = set()
    for quad in everything:
        predicate = URIRef(quad.predicate.value)
        allowed = {str(c) for rule in (RDFS.domain, URIRef(DCAM + "domainIncludes")) for c in ontology.objects(predicate, rule)}
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if own(quad.predicate) and allowed and not classes[subject] & allowed:
            wrong.add((quad.predicate.value.removeprefix(LG), tuple(sorted(classes[subject]))))
    assert wrong == set()


def test_own_classes_are_declared(ontology: Graph, everything: list[Quad]) -> None:
    used = {quad.object.value for quad in everything if quad.predicate == term("rdf:type") and isinstance(quad.object, NamedNode) and own(quad.object)}
    assert {name.removeprefix(LG) for name in used} == {"Relation", "Evidence", "Citation", "SourceText", "Conflict"}
    assert all((URIRef(name), RDF.type, OWL.Class) in ontology for name in used)


def test_terms_of_eli_are_known_ones(everything: list[Quad]) -> None:
    nodes = {part.value for quad in everything for part in (quad.predicate, quad.object) if isinstance(part, NamedNode)}
    used = {value.removeprefix(PREFIXES["eli"]) for value in nodes if value.startswith(PREFIXES["eli"])}
    used.remove("")  # void:vocabulary names the namespace itself
    assert len(used) >= 30
    assert used <= ELI


def test_no_blank_nodes(everything: list[Quad]) -> None:
    assert not [quad for quad in everything if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]


def test_every_concept_named_is_described(packaged: Library, everything: list[Quad]) -> None:
    named = {quad.object.value for quad in everything if isinstance(quad.object, NamedNode) and quad.object.value.startswith(VOCABULARY)}
    assert len(named) > 60
    described = packaged.engine.select("SELECT DISTINCT ?c { ?c rdfs:label|skos:prefLabel ?l FILTER(LANG(?l) = 'vi') }")
    assert named <= {getattr(row["c"], "value", "") for row in described}


@pytest.mark.parametrize(
    ("scheme", "members", "words"),
    [("status", tuple(Status), wording.status_label), ("certainty", tuple(Certainty), wording.certainty_label)],
)
def test_labels_of_concepts_are_the_words_of_pages(
    ontology: Graph, scheme: str, members: Sequence[Any], words: Callable[[Any, str], str]
) -> None:
    for member in members:
        labels = set(ontology.objects(URIRef(concept(scheme, member).value), SKOS.prefLabel))
        assert labels == {rdflib.Literal(words(member, language), language) for language in wording.LANGUAGES}


# -------- the tables of types, bodies and areas


def rows(name: str) -> list[dict[str, str]]:
    with (folder("data") / "vn" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_abbreviations_have_a_source_and_words_that_they_abbreviate() -> None:
    found = rows("abbreviations.csv")
    assert len({row["abbreviation"] for row in found}) == len(found) >= 40
    for row in found:
        assert row["source"], row
        assert row["certainty"] in (Certainty.VERIFIED, Certainty.INFERRED), row
        initials = [word[0] for word in fold(row["words"]).replace("-", " ").replace(",", "").split()]
        letters = iter(initials)
        assert all(letter in letters for letter in fold(row["abbreviation"])), row


def test_tables_have_a_source_and_a_certainty_for_each_row() -> None:
    for name in ("types.csv", "bodies.csv", "areas.csv"):
        found = rows(name)
        assert len(found) >= 25
        assert len({row["code"] for row in found}) == len(found), name
        for row in found:
            assert row["certainty"] in set(Certainty), (name, row)
            assert row["source"] or row["certainty"] != Certainty.VERIFIED, (name, row)
            assert row["vi"], (name, row)


def test_codes_name_rows() -> None:
    assert {row["code"] for row in rows("body_aliases.csv")} <= set(bodies())
    aliases = [row["alias"] for row in rows("body_aliases.csv")]
    assert len(set(aliases)) == len(aliases)
    for body in bodies().values():
        assert set(body.successors) <= set(bodies()), body.code
        assert body.area is None or body.area in areas(), body.code
        assert body.valid_from is None or body.valid_until is None or body.valid_from < body.valid_until, body.code
    for area in areas().values():
        assert set(area.successors) <= set(areas()) - {area.code}, area.code
        assert area.valid_from is None or area.valid_until is None or area.valid_from < area.valid_until, area.code
        assert area.decided is None or (area.valid_until is not None and area.decided <= area.valid_until), area.code
        told = (area.valid_from, area.valid_until, area.decided, *area.successors)
        assert (area.period_certainty is not None) == any(told), area.code
        # ISO's codes have three characters at most behind the country's, and these that it lacks four or more.
        in_iso = area.certainty is Certainty.VERIFIED
        assert re.fullmatch(r"vn-[a-z0-9]{2}" if in_iso else r"vn-[a-z]{4,24}", area.code), area.code
        letters = "".join(re.findall("[a-z]", fold(area.vi)))
        assert in_iso or area.code in (f"vn-{letters}", f"vn-tp{letters}"), area.code
        assert DocumentKey.parse(f"{area.code}/qd/1995/12/qd-ub").area == area.code
    assert {"hp", "luat", "bo-luat", "pl", "lenh", "nq", "nd", "qd", "ct", "tt", "ttlt", "nqlt", "vbhn", "cv", "kh", "tb", "bc", "ttr", "sl",
            "hdln", "nq-dang", "ct-dang", "kl-dang", "qd-dang", "qc", "kb"} == set(types())  # fmt: skip


def test_names_are_not_ambiguous() -> None:
    for language in ("vi", "en"):
        names = defaultdict(set)
        for code in areas():
            names[area_label(code, language)].add(code)
        assert {name: codes for name, codes in names.items() if len(codes) > 1} == {}
    assert {code for codes in area_names().values() for code in codes} == set(areas())
    assert set(type_names().values()) == set(types())


def test_bodies_of_one_name_are_told_apart_in_lists() -> None:
    labels = [listed_body_label(code, language) for language in ("vi", "en") for code, body in bodies().items() if body.area]
    assert len(set(labels)) == len(labels)
    assert listed_body_label("ubnd-vn-haugiang") == "Ủy ban nhân dân tỉnh Hậu Giang (đến 1991)"
    assert [listed_body_label(code) for code in ("ubnd-vn-73", "ubnd-vn-habac", "cp", "khac")] == [body_label(code) for code in ("ubnd-vn-73", "ubnd-vn-habac", "cp", "khac")]
    assert body_label("ubnd-vn-haugiang") == body_label("ubnd-vn-73")
    assert body_names()[fold("Ủy ban nhân dân tỉnh Hậu Giang")] == "ubnd-vn-73"


def test_areas_of_earlier_times_tell_their_end_and_what_took_over_from_them() -> None:
    said = {(quad.subject, quad.predicate, quad.object) for quad in vocabulary_quads()}

    def area(code: str) -> NamedNode:
        return concept("area", code)

    def day(text: str) -> Literal:
        return Literal(text, datatype=NamedNode(XSD + "date"))

    for successor, earlier in (("54", "habac"), ("56", "habac"), ("cantho", "haugiang"), ("52", "haugiang"), ("ct", "cantho"), ("73", "cantho"),
                               ("tphue", "26"), ("43", "vungtaucondao"), ("hn", "15")):  # fmt: skip
        assert (area(f"vn-{successor}"), term("lg:successor_of"), area(f"vn-{earlier}")) in said
    for code, until, sure in (("habac", "1996-12-31", "unverified"), ("haugiang", "1991-12-26", "unverified"), ("26", "2024-12-31", "unverified")):
        assert (area(f"vn-{code}"), term("lg:valid_until"), day(until)) in said
        assert (area(f"vn-{code}"), term("lg:certainty"), concept("certainty", sure)) in said
    assert (area("vn-tphue"), term("lg:valid_from"), day("2025-01-01")) in said
    assert (area("vn-haugiang"), term("rdfs:label"), Literal("Hậu Giang (đến 1991)", language="vi")) in said
    assert (area("vn-73"), term("rdfs:label"), Literal("Hậu Giang", language="vi")) in said
    assert (area("vn-habac"), term("rdfs:label"), Literal("Hà Bắc", language="vi")) in said


def test_types_a_citation_can_have_are_types() -> None:
    heads = {code for _, rests in heads_module._SEARCHES for _, code in rests}
    told = {*heads, *heads_module._ABBREVIATIONS.values(), *(code for codes in WIDER_TYPES.values() for code in codes)}
    assert len(told) >= 18
    assert told <= set(types())
    for first, rests in heads_module._SEARCHES:
        for rest, code in rests:
            if rest not in ("tư liên bộ", "tư liên ngành", "thẩm tra") and code != "kl-dang":
                assert f"{first} {rest}".strip() == types()[code].vi.lower()


def test_all_of_a_scheme_have_their_names_in_two_languages_by_both_properties() -> None:
    names: dict[str, dict[object, set[tuple[str, str | None]]]] = {name: defaultdict(set) for name in ("rdfs:label", "skos:prefLabel")}
    members: dict[object, set[object]] = defaultdict(set)
    quads = list(vocabulary_quads())
    for quad in quads:
        for name, by_term in names.items():
            if quad.predicate == term(name) and isinstance(quad.object, Literal):
                by_term[quad.subject].add((quad.object.value, quad.object.language))
        if quad.predicate == term("skos:inScheme"):
            members[quad.object].add(quad.subject)
    assert len(quads) == len(set(quads))
    assert members.keys() == {concept_scheme(name) for name in ("relation", "status", "certainty", "type", "body", "area", "subdivision")}
    assert {concept("body", code) for code in bodies()} == members[concept_scheme("body")]
    for member in set().union(*members.values(), members):
        assert names["rdfs:label"][member] == names["skos:prefLabel"][member]
        assert {language for _, language in names["skos:prefLabel"][member]} == {"vi", "en"}, member

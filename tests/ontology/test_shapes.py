"""Each shape catches the mistake it is named for, with its severity, and lets lawful oddities pass."""

from collections import defaultdict
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SKOS, Graph, Namespace, URIRef
from rdflib.namespace import SH
from rdflib.term import Literal

ROOT = Path(__file__).parents[2]
SHAPE = Namespace("https://w3id.org/legalgraph/shapes#")

PREFIXES = """
@prefix certainty: <https://w3id.org/legalgraph/vocabulary/certainty/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix lg: <https://w3id.org/legalgraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rel: <https://w3id.org/legalgraph/vocabulary/relation/> .
@prefix status: <https://w3id.org/legalgraph/vocabulary/status/> .
@prefix type: <https://w3id.org/legalgraph/vocabulary/type/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# Invented: a decree, a programme under it, a notice without number, two bare citations, a news article.
PLAIN = """
ex:decree a eli:LegalResource ; rdfs:label "Nghị định 901/2031/NĐ-CP"@vi ; eli:type_document type:nd ;
    eli:id_local "901/2031/NĐ-CP" ; lg:slug "nd/2031/901/nd-cp" ; lg:certainty certainty:verified ;
    lg:current_status status:expired ; lg:as_of "2036-01-01"^^xsd:date ; lg:claimed_status status:unknown .
ex:programme a eli:LegalResource ; rdfs:label "Quyết định 903/QĐ-TTg"@vi ; eli:type_document type:qd ;
    eli:id_local "903/QĐ-TTg" ; lg:slug "qd/2033/903/qd-ttg" ; lg:certainty certainty:inferred ;
    eli:date_document "2033-02-03"^^xsd:date ; eli:first_date_entry_in_force "2033-01-01"^^xsd:date .
ex:notice a eli:LegalResource ; rdfs:label "Thông báo không số"@vi ; eli:type_document type:tb ;
    lg:slug "tb/2033/ks-20330405-0a1b2c" ; lg:certainty certainty:verified .
ex:numbered a lg:Citation ; eli:id_local "904/QĐ-TTg" .
ex:titled a lg:Citation ; dcterms:title "Luật về việc không có thật"@vi .
ex:news a lg:SourceText .
ex:article a eli:LegalResourceSubdivision ; eli:is_part_of ex:decree .
ex:adopts a lg:Relation ; lg:kind rel:adopts_programme ; lg:source ex:programme ; lg:target ex:decree ; lg:evidence ex:e ;
    lg:target_provision ex:article ; lg:certainty certainty:inferred ; lg:rule "two_texts_compared" ; lg:confidence 0.9 .
ex:refers a lg:Relation ; lg:kind rel:refers ; lg:source ex:news ; lg:target ex:numbered ; lg:evidence ex:e .
ex:e a lg:Evidence ; lg:evidence_kind "text" .
"""

# What the SPARQL shapes look at. Entry into force before signing, and an end on the day it began, are lawful.
ORDERED = """
ex:old a eli:LegalResource ; rdfs:label "Nghị định 911/2031/NĐ-CP"@vi ; eli:type_document type:nd ;
    eli:id_local "911/2031/NĐ-CP" ; lg:slug "nd/2031/911/nd-cp" ; lg:certainty certainty:verified ;
    eli:date_document "2031-04-29"^^xsd:date ; eli:first_date_entry_in_force "2031-01-01"^^xsd:date ;
    eli:date_no_longer_in_force "2035-06-01"^^xsd:date .
ex:new a eli:LegalResource ; rdfs:label "Nghị định 912/2035/NĐ-CP"@vi ; eli:type_document type:nd ;
    eli:id_local "912/2035/NĐ-CP" ; lg:slug "nd/2035/912/nd-cp" ; lg:certainty certainty:verified ;
    eli:date_document "2035-04-01"^^xsd:date ; lg:period_from "2035"^^xsd:gYear ; lg:period_until "2035"^^xsd:gYear ;
    lg:replaces ex:old ; lg:has_legal_basis ex:law .
ex:law a lg:Citation ; eli:id_local "913/2030/QH19" ; eli:date_document "2035-04-01"^^xsd:date .
ex:replaces a lg:Relation ; lg:kind rel:replaces ; lg:source ex:new ; lg:target ex:old ; lg:evidence ex:e ;
    lg:effective_from "2035-06-01"^^xsd:date ; lg:until "2035-06-01"^^xsd:date ; lg:certainty certainty:verified .
"""

# name of the case, what is taken out of the sample, what is put in its place, shape that must report
CASES = (
    ("no type", "eli:type_document type:qd ;", "", "DocumentType"),
    ("two types", "eli:type_document type:qd ;", "eli:type_document type:qd, type:ct ;", "DocumentType"),
    ("type from elsewhere", "eli:type_document type:qd ;", "eli:type_document ex:qd ;", "DocumentType"),
    ("no number", 'eli:id_local "903/QĐ-TTg" ;', "", "DocumentNumber"),
    ("two numbers", 'eli:id_local "903/QĐ-TTg" ;', 'eli:id_local "903/QĐ-TTg", "903/QD-TTg" ;', "DocumentNumber"),
    ("no path", 'lg:slug "qd/2033/903/qd-ttg" ;', "", "DocumentSlug"),
    ("two paths", 'lg:slug "qd/2033/903/qd-ttg" ;', 'lg:slug "qd/2033/903/qd-ttg", "qd/2033/903/x" ;', "DocumentSlug"),
    ("upper case path", '"qd/2033/903/qd-ttg"', '"qd/2033/903/QD-TTg"', "DocumentSlug"),
    ("path with a mark", '"qd/2033/903/qd-ttg"', '"qd/2033/903/qđ-ttg"', "DocumentSlug"),
    ("no label", 'rdfs:label "Quyết định 903/QĐ-TTg"@vi ;', "", "DocumentLabel"),
    ("no certainty", 'qd-ttg" ; lg:certainty certainty:inferred ;', 'qd-ttg" ;', "DocumentCertainty"),
    ("two certainties", 'qd-ttg" ; lg:certainty', 'qd-ttg" ; lg:certainty certainty:verified ; lg:certainty', "DocumentCertainty"),
    ("unknown certainty", 'qd-ttg" ; lg:certainty certainty:inferred', 'qd-ttg" ; lg:certainty certainty:sure', "DocumentCertainty"),
    ("signed twice", '"2033-02-03"^^xsd:date', '"2033-02-03"^^xsd:date, "2033-02-04"^^xsd:date', "SigningDate"),
    ("signed on no day", '"2033-02-03"^^xsd:date', '"2033-02-30"^^xsd:date', "SigningDate"),
    ("signed in words", '"2033-02-03"^^xsd:date', '"3/2/2033"', "SigningDate"),
    ("published in words", '"2033-02-03"^^xsd:date', '"2033-02-03"^^xsd:date ; eli:date_publication "2033"', "PublicationDate"),
    ("two entries into force", '"2033-01-01"^^xsd:date', '"2033-01-01"^^xsd:date, "2033-02-01"^^xsd:date', "EntryIntoForce"),
    ("in force from no day", '"2031-01-01"^^xsd:date', '"2031-02-30"^^xsd:date', "EntryIntoForce"),
    ("in force in words", '"2031-01-01"^^xsd:date', '"sau 45 ngày"', "EntryIntoForce"),
    ("two ends", 'no_longer_in_force "2035-06-01"^^xsd:date', 'no_longer_in_force "2035-06-01"^^xsd:date, "2035-07-01"^^xsd:date',
     "EndOfForce"),
    ("ends in words", 'no_longer_in_force "2035-06-01"^^xsd:date', 'no_longer_in_force "2035"', "EndOfForce"),
    ("ends before it starts", '"2031-01-01"^^xsd:date', '"2035-06-02"^^xsd:date', "EndNotBeforeStart"),
    ("citation signed in words", '"913/2030/QH19" ; eli:date_document "2035-04-01"^^xsd:date', '"913/2030/QH19" ; eli:date_document "2035"',
     "SigningDate"),
    ("period starts on a day", 'lg:period_from "2035"^^xsd:gYear', 'lg:period_from "2035-01-01"^^xsd:date', "PeriodStart"),
    ("period ends on a day", 'lg:period_until "2035"^^xsd:gYear', 'lg:period_until "2035-01-01"^^xsd:date', "PeriodEnd"),
    ("period backwards", 'lg:period_until "2035"', 'lg:period_until "2034"', "PeriodInOrder"),
    ("unknown status", "lg:current_status status:expired", "lg:current_status status:alive", "CurrentStatus"),
    ("two statuses", "lg:current_status status:expired", "lg:current_status status:expired, status:in_force", "CurrentStatus"),
    ("unknown claim", "lg:claimed_status status:unknown", "lg:claimed_status status:alive", "ClaimedStatus"),
    ("status of no day", 'lg:as_of "2036-01-01"^^xsd:date ;', "", "CurrentStatusHasDay"),
    ("no kind", "lg:kind rel:adopts_programme ;", "", "RelationKind"),
    ("two kinds", "lg:kind rel:adopts_programme ;", "lg:kind rel:adopts_programme, rel:refers ;", "RelationKind"),
    ("unknown kind", "lg:kind rel:adopts_programme ;", "lg:kind rel:likes ;", "RelationKind"),
    ("no source", "lg:source ex:programme ;", "", "RelationSource"),
    ("two sources", "lg:source ex:programme ;", "lg:source ex:programme, ex:notice ;", "RelationSource"),
    ("source not described", "lg:source ex:programme ;", "lg:source ex:nowhere ;", "RelationSource"),
    ("no target", "lg:target ex:numbered ;", "", "RelationTarget"),
    ("two targets", "lg:target ex:numbered ;", "lg:target ex:numbered, ex:titled ;", "RelationTarget"),
    ("target not described", "lg:target ex:numbered ;", "lg:target ex:nowhere ;", "RelationTarget"),
    ("text acted upon", "lg:source ex:news ; lg:target ex:numbered", "lg:source ex:decree ; lg:target ex:news", "RelationTarget"),
    ("provision not described", "lg:target_provision ex:article", "lg:target_provision ex:nowhere", "RelationTargetProvision"),
    ("acting provision not described", "lg:target_provision ex:article", "lg:source_provision ex:nowhere",
     "RelationSourceProvision"),
    ("self", "lg:source ex:programme ; lg:target ex:decree", "lg:source ex:decree ; lg:target ex:decree", "RelationNotToItself"),
    ("start in words", 'effective_from "2035-06-01"^^xsd:date', 'effective_from "2035"', "RelationStart"),
    ("end in words", 'until "2035-06-01"^^xsd:date', 'until "2035"', "RelationEnd"),
    ("relation ends before it starts", 'until "2035-06-01"', 'until "2035-05-31"', "RelationDatesInOrder"),
    ("too confident", "lg:confidence 0.9", "lg:confidence 1.1", "RelationConfidence"),
    ("less than no confidence", "lg:confidence 0.9", "lg:confidence -0.1", "RelationConfidence"),
    ("confidence in words", "lg:confidence 0.9", 'lg:confidence "high"', "RelationConfidence"),
    ("confidence as a float", "lg:confidence 0.9", "lg:confidence 9e-1", "RelationConfidence"),
    ("inferred by no rule", 'lg:rule "two_texts_compared" ;', "", "InferredHasRule"),
    ("operation by no rule", "ex:refers a lg:Relation", "ex:refers a lg:Operation ; lg:certainty certainty:inferred", "InferredHasRule"),
    ("no evidence", "lg:target ex:numbered ; lg:evidence ex:e", "lg:target ex:numbered", "RelationEvidence"),
    ("signed years after its number", '"912/2035/NĐ-CP" ; lg:slug "nd/2035', '"912/2033/NĐ-CP" ; lg:slug "nd/2033', "SignedInAnotherYear"),
    ("signed a year before its number", '"912/2035/NĐ-CP" ; lg:slug "nd/2035', '"912/2036/NĐ-CP" ; lg:slug "nd/2036', "SignedInAnotherYear"),
    ("replaces a later one", '"911/2031/NĐ-CP" ; lg:slug "nd/2031/911/nd-cp" ; lg:certainty certainty:verified ;\n    eli:date_document "2031-04-29"',
     '"911/2035/NĐ-CP" ; lg:slug "nd/2035/911/nd-cp" ; lg:certainty certainty:verified ;\n    eli:date_document "2035-04-02"', "EndsLaterDocument"),
    ("repeals a later one", "ex:replaces a", "ex:old lg:abolishes ex:new . ex:replaces a", "EndsLaterDocument"),
    ("ends a later one", "ex:replaces a", "ex:old lg:ends ex:new . ex:replaces a", "EndsLaterDocument"),
    ("basis is a later one", '"913/2030/QH19" ; eli:date_document "2035-04-01"', '"913/2030/QH19" ; eli:date_document "2035-04-02"',
     "BasisLaterDocument"),
    ("replaces itself", "lg:replaces ex:old", "lg:replaces ex:new", "NoCircleOfSuccession"),
    ("circle of three", "lg:replaces ex:old", "lg:replaces ex:old . ex:old lg:succeeds ex:law . ex:law lg:succeeds ex:new",
     "NoCircleOfSuccession"),
    ("empty citation", 'eli:id_local "904/QĐ-TTg"', 'lg:slug "citation/0a1b"', "CitationSaysSomething"),
    ("citation of an empty title", '"Luật về việc không có thật"@vi', '""@vi', "CitationSaysSomething"),
)  # fmt: skip
WARNINGS = {"RelationEvidence", "SignedInAnotherYear", "EndsLaterDocument", "BasisLaterDocument"}  # all others are violations

Reports = dict[str, set[tuple[str, str, str]]]


def validated(samples: dict[str, str], shapes: Graph) -> Reports:
    """Validate all samples at once, each in a namespace of its own: (shape, severity, node) of every result by sample."""
    spaces = {f"https://example.org/{index}/": name for index, name in enumerate(samples)}
    graph = Graph()
    for space, name in spaces.items():
        graph.parse(data=f"{PREFIXES}@prefix ex: <{space}> .\n{samples[name]}", format="turtle")
    _, report, _ = validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found: Reports = defaultdict(set)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape, severity = report.value(result, SH.sourceShape), report.value(result, SH.resultSeverity)
        assert isinstance(shape, URIRef), "a shape without a name reported"
        assert {str(m) for m in report.objects(result, SH.resultMessage)} == {str(m) for m in shapes.objects(shape, SH.message)}
        space, node = str(report.value(result, SH.focusNode)).rsplit("/", 1)
        found[spaces[space + "/"]].add((shape.removeprefix(SHAPE), str(severity).removeprefix(str(SH)), node))
    return found


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ROOT / "ontology" / "shapes.ttl")


@pytest.fixture(scope="module")
def found(shapes: Graph) -> Reports:
    samples = {"good": PLAIN + ORDERED}
    for name, old, new, _ in CASES:
        assert (PLAIN + ORDERED).count(old) == 1, f"the case {name!r} must change exactly one place"
        samples[name] = (PLAIN if old in PLAIN else ORDERED).replace(old, new)
    assert len(samples) == len(CASES) + 1
    return validated(samples, shapes)


@pytest.mark.slow
def test_good_sample_conforms(found: Reports) -> None:
    assert found["good"] == set()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "shape"), [(case[0], case[3]) for case in CASES], ids=[case[0] for case in CASES])
def test_bad_sample_is_reported_by_its_shape_alone(found: Reports, name: str, shape: str) -> None:
    assert {(by, level) for by, level, _ in found[name]} == {(shape, "Warning" if shape in WARNINGS else "Violation")}


@pytest.mark.slow
def test_every_member_of_a_circle_is_named(found: Reports) -> None:
    assert {node for _, _, node in found["circle of three"]} == {"new", "old", "law"}


def test_every_reporting_shape_has_a_case_and_words_in_both_languages(shapes: Graph) -> None:
    gathering = {SHAPE.Document, SHAPE.Dates, SHAPE.Relation}
    named = {s for s in shapes.subjects(RDF.type) if str(s).startswith(SHAPE)}
    assert {str(s).removeprefix(SHAPE) for s in named - gathering} == {case[3] for case in CASES}
    for shape in named:
        assert {w.language for w in shapes.objects(shape, SH.name) if isinstance(w, Literal)} == {"vi", "en"}, shape
    for shape in named - gathering:
        assert {m.language for m in shapes.objects(shape, SH.message) if isinstance(m, Literal)} == {"vi", "en"}, shape
        assert (shape, SH.severity, None) in shapes, shape


@pytest.mark.parametrize(
    ("shape", "file", "scheme"),
    [
        ("RelationKind", "relations.ttl", "relation"),
        ("CurrentStatus", "statuses.ttl", "status"),
        ("ClaimedStatus", "statuses.ttl", "status"),
        ("DocumentCertainty", "statuses.ttl", "certainty"),
    ],
)
def test_allowed_values_are_those_of_the_scheme(shapes: Graph, shape: str, file: str, scheme: str) -> None:
    concepts = Graph().parse(ROOT / "ontology" / file)
    allowed = shapes.value(SHAPE[shape], SH["in"])
    assert allowed is not None
    in_scheme = set(concepts.subjects(SKOS.inScheme, URIRef(f"https://w3id.org/legalgraph/vocabulary/{scheme}")))
    assert in_scheme
    assert set(shapes.items(allowed)) == in_scheme


def test_shapes_are_themselves_valid_shacl(shapes: Graph) -> None:
    conforms, _, words = validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, words

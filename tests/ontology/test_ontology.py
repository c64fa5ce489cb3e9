"""The vocabulary says the same in both languages, in both directions, and as the code."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Literal, Node

from legalgraph.model.document import Status
from legalgraph.model.relation import Certainty, RelationKind, kinds

ROOT = Path(__file__).parents[2]
FILES = ("legalgraph.ttl", "relations.ttl", "types.ttl", "statuses.ttl", "shapes.ttl")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
LG = Namespace("https://w3id.org/legalgraph/ns#")
DCAM = Namespace("http://purl.org/dc/dcam/")
VOCABULARY = "https://w3id.org/legalgraph/vocabulary/"
SCHEMES = ("relation", "type", "status", "certainty")

# Pairs of ELI. related_to leads both ways; refers_to and has_annex have none that we rely on.
ELI_INVERSES = {
    ELI.based_on: ELI.basis_for,
    ELI.changes: ELI.changed_by,
    ELI.amends: ELI.amended_by,
    ELI.repeals: ELI.repealed_by,
    ELI.consolidates: ELI.consolidated_by,
    ELI.ensures_implementation_of: ELI.implementation_ensured_by,
    ELI.related_to: ELI.related_to,
}
ELI_WITHOUT_INVERSE = {ELI.refers_to, ELI.has_annex}
# ELI's own hierarchy, as far as our terms stand under it.
ELI_PARENTS = {
    ELI.amends: ELI.changes,
    ELI.amended_by: ELI.changed_by,
    ELI.repeals: ELI.changes,
    ELI.repealed_by: ELI.changed_by,
    ELI.commences: ELI.changes,
    ELI.commenced_by: ELI.changed_by,
}


def load(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(ROOT / "ontology" / name, format="turtle")
    return graph


@pytest.fixture(scope="module")
def terms() -> Graph:
    return load("legalgraph.ttl")


@pytest.fixture(scope="module")
def everything() -> Graph:
    return load(*FILES)


def own_terms(graph: Graph) -> set[URIRef]:
    return {s for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(LG)}


def inverse_pairs(graph: Graph) -> list[tuple[Node, Node]]:
    return list(graph.subject_objects(OWL.inverseOf))


def languages(values: Iterable[Node]) -> list[str]:
    return sorted(str(value.language) for value in values if isinstance(value, Literal) and str(value).strip())


def prefixed(name: str) -> URIRef:
    prefix, local = name.split(":")
    return {"eli": ELI, "lg": LG}[prefix][local]


@pytest.mark.parametrize("name", FILES)
def test_both_engines_read_the_same_triples(name: str) -> None:
    path = ROOT / "ontology" / name
    read = list(pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE))
    as_rdflib = Graph().parse(data=pyoxigraph.serialize(read, format=pyoxigraph.RdfFormat.N_TRIPLES), format="nt")
    assert len(read) > 40
    assert isomorphic(as_rdflib, load(name))


def test_every_term_has_label_definition_and_home(terms: Graph) -> None:
    found = own_terms(terms)
    assert len(found) > 100
    for term in found:
        assert languages(terms.objects(term, RDFS.label)) == ["en", "vi"], term
        assert languages(terms.objects(term, SKOS.definition)) == ["en", "vi"], term
        assert terms.value(term, RDFS.isDefinedBy) == URIRef("https://w3id.org/legalgraph/ns"), term
        assert set(terms.objects(term, RDF.type)) & {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}, term


def test_every_property_has_a_range(terms: Graph) -> None:
    properties = own_terms(terms) - set(terms.subjects(RDF.type, OWL.Class))
    for term in properties:
        assert (term, RDFS.range, None) in terms or (term, DCAM.rangeIncludes, None) in terms, term
    # rdfs:domain and rdfs:range with two classes would mean both at once.
    for term in properties:
        assert len(list(terms.objects(term, RDFS.domain))) <= 1, term
        assert len(list(terms.objects(term, RDFS.range))) <= 1, term


def test_nothing_of_eli_is_declared_again(everything: Graph) -> None:
    assert not [s for s in everything.subjects() if str(s).startswith(ELI)]


def test_deprecated_and_invented_eli_terms_are_not_used(everything: Graph) -> None:
    used = {str(part) for triple in everything for part in triple}
    traps = ("implements", "implemented_by", "replaces", "replaced_by", "suspends", "suspended_by")
    assert used.isdisjoint(ELI[trap] for trap in traps)


def test_inverses_name_each_other(terms: Graph) -> None:
    pairs = inverse_pairs(terms)
    assert len(pairs) > 40
    for one, other in pairs:
        assert (other, OWL.inverseOf, one) in terms, one
        assert ((one, RDF.type, OWL.SymmetricProperty) in terms) == (one == other), one


def test_the_parent_of_the_inverse_is_the_inverse_of_the_parent(terms: Graph) -> None:
    inverse = dict(inverse_pairs(terms)) | ELI_INVERSES | {v: k for k, v in ELI_INVERSES.items()}
    for one, other in inverse_pairs(terms):
        parents = set(terms.objects(one, RDFS.subPropertyOf)) - ELI_WITHOUT_INVERSE
        mirrored = {inverse[parent] for parent in parents}
        assert set(terms.objects(other, RDFS.subPropertyOf)) - ELI_WITHOUT_INVERSE == mirrored, one


def test_every_relation_property_has_an_inverse_and_eli_above_one_direction(terms: Graph, everything: Graph) -> None:
    concepts = set(everything.subjects(LG.property, None))
    own = {p for c in concepts for p in everything.objects(c, LG.property) if str(p).startswith(LG)}
    assert len(own) >= 20
    for term in own:
        assert (term, OWL.inverseOf, None) in terms, term
        assert any(str(parent).startswith(ELI) for parent in ancestors(terms, term)), term


def ancestors(graph: Graph, term: Node) -> set[Node]:
    above = set(graph.objects(term, RDFS.subPropertyOf))
    if isinstance(term, URIRef) and term in ELI_PARENTS:
        above.add(ELI_PARENTS[term])
    return above.union(*(ancestors(graph, parent) for parent in above))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_concepts_are_complete(everything: Graph, scheme: str) -> None:
    node = URIRef(VOCABULARY + scheme)
    concepts = set(everything.subjects(SKOS.inScheme, node))
    assert (node, RDF.type, SKOS.ConceptScheme) in everything
    assert {s for s in everything.subjects() if str(s).startswith(node + "/")} == concepts
    assert set(everything.objects(node, SKOS.hasTopConcept)) == set(everything.subjects(SKOS.topConceptOf, node))
    for concept in concepts | {node}:
        assert languages(everything.objects(concept, SKOS.prefLabel)) == ["en", "vi"], concept
        assert languages(everything.objects(concept, SKOS.definition)) == ["en", "vi"], concept
    for concept in concepts:
        code = everything.value(concept, SKOS.notation)
        assert concept == URIRef(f"{node}/{code}")
        below_top = (concept, SKOS.broader, None) in everything
        assert below_top != ((concept, SKOS.topConceptOf, node) in everything), concept


def codes(graph: Graph, scheme: str) -> set[str]:
    concepts = graph.subjects(SKOS.inScheme, URIRef(VOCABULARY + scheme))
    return {str(graph.value(concept, SKOS.notation)) for concept in concepts}


def test_schemes_have_the_codes_of_the_code(everything: Graph) -> None:
    assert codes(everything, "relation") == set(kinds())
    assert codes(everything, "status") == {status.value for status in Status}
    assert codes(everything, "certainty") == {certainty.value for certainty in Certainty}


def test_types_are_as_in_the_table(everything: Graph) -> None:
    with (ROOT / "data" / "vn" / "types.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert codes(everything, "type") == {row["code"] for row in rows}
    for row in rows:
        concept = URIRef(f"{VOCABULARY}type/{row['code']}")
        assert set(everything.objects(concept, SKOS.prefLabel)) == {Literal(row["vi"], "vi"), Literal(row["en"], "en")}
        rank, normative = everything.value(concept, LG.legal_rank), everything.value(concept, LG.normative)
        assert row["rank"] == ("" if rank is None else str(rank)), concept
        assert row["normative"] == {None: "depends", "true": "yes", "false": "no"}[None if normative is None else str(normative)], concept


def test_unknown_status_maps_to_nothing(everything: Graph) -> None:
    matches = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
    mapped = {s for match in matches for s, o in everything.subject_objects(match) if str(o).startswith(ELI + "InForce-")}
    unmapped = set(everything.subjects(SKOS.inScheme, URIRef(VOCABULARY + "status"))) - mapped
    assert unmapped == {URIRef(VOCABULARY + "status/unknown")}


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_relation_kind_is_as_in_the_code(everything: Graph, kind: RelationKind) -> None:
    concept = URIRef(f"{VOCABULARY}relation/{kind.code}")
    assert kind.inverse is not None
    forward, backward = prefixed(kind.predicate), prefixed(kind.inverse)
    assert everything.value(concept, LG.property) == forward
    assert everything.value(concept, LG.inverse_property) == backward
    assert set(everything.objects(concept, SKOS.prefLabel)) == {Literal(kind.vi, "vi"), Literal(kind.en, "en")}
    inverse_words = {Literal(kind.vi_inverse, "vi"), Literal(kind.en_inverse, "en")}
    assert set(everything.objects(concept, SKOS.altLabel)) == (set() if kind.symmetric else inverse_words)
    assert {str(a) for a in ancestors(everything, forward)} == {str(prefixed(p)) for p in kind.parents}
    assert {str(a) for a in ancestors(everything, backward)} == {str(prefixed(p)) for p in kind.inverse_parents}
    if forward.startswith(LG):
        labels = set(everything.objects(forward, RDFS.label))
        assert labels == set(everything.objects(concept, SKOS.prefLabel))
        assert set(everything.objects(backward, RDFS.label)) == inverse_words


def test_every_own_term_the_code_names_is_declared(terms: Graph) -> None:
    sources = [path for pattern in ("*.py", "*.rq") for path in (ROOT / "src" / "legalgraph").rglob(pattern)]
    named = {name for path in sources for name in re.findall(r"\blg:([A-Za-z][A-Za-z_]*)", path.read_text("utf-8"))}
    declared = {term.removeprefix(LG) for term in own_terms(terms)}
    assert named
    assert named <= declared

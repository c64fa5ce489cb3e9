"""Names and IRIs of terms, concepts and graphs."""

import pytest
from pyoxigraph import NamedNode

from legalgraph.rdf.vocab import GRAPHS, PREFIXES, concept, concept_scheme, graph, local_name, prefixed, term


def test_iris_of_the_house() -> None:
    assert term("lg:kind") == NamedNode("https://w3id.org/legalgraph/ns#kind")
    assert term("eli:amends") == NamedNode("http://data.europa.eu/eli/ontology#amends")
    assert concept("status", "unknown") == NamedNode("https://w3id.org/legalgraph/vocabulary/status/unknown")
    assert concept_scheme("status") == NamedNode("https://w3id.org/legalgraph/vocabulary/status")
    assert {graph(name).value for name in GRAPHS} == {f"https://w3id.org/legalgraph/graph/{name}" for name in GRAPHS}
    assert set(GRAPHS) == {"curated", "extracted", "inferred", "ontology", "portal", "void"}


@pytest.mark.parametrize("name", ["curated ", "", "Curated", "default"])
def test_there_is_no_other_graph(name: str) -> None:
    with pytest.raises(KeyError):
        graph(name)


def test_an_unknown_prefix_is_an_error() -> None:
    with pytest.raises(KeyError):
        term("ex:kind")


@pytest.mark.parametrize(
    ("iri", "shown"),
    [
        ("https://w3id.org/legalgraph/ns#kind", "lg:kind"),
        ("http://data.europa.eu/eli/ontology#basis_for", "eli:basis_for"),
        ("https://w3id.org/legalgraph/eli/vn/nd/2031/901/nd-cp", "https://w3id.org/legalgraph/eli/vn/nd/2031/901/nd-cp"),
        ("https://w3id.org/legalgraph/ns#", "https://w3id.org/legalgraph/ns#"),
        ("https://example.org/x", "https://example.org/x"),
        ("", ""),
    ],
)
def test_prefixed(iri: str, shown: str) -> None:
    assert prefixed(iri) == shown


def test_prefixes_are_namespaces_and_each_has_one_name() -> None:
    assert all(start.endswith(("#", "/")) for start in PREFIXES.values())
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert local_name(NamedNode("https://example.org/a/b#c")) == "c"
    assert local_name("https://example.org/a/b") == "b"

"""The shapes as queries find what pySHACL finds: in each broken sample of the shapes' own tests, and in whole snapshots."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple
from tests.ontology.test_shapes import CASES, ORDERED, PLAIN, PREFIXES

from legalgraph.library import Library
from legalgraph.rdf.rules import broken, rules
from legalgraph.rdf.validation import Finding, check
from legalgraph.rdf.vocab import graph
from legalgraph.resources import folder

SHAPES = folder("ontology") / "shapes.ttl"


def both(store: Store) -> tuple[list[Finding], list[Finding]]:
    triples = {Triple(q.subject, q.predicate, q.object) for q in store}
    return broken(store, rules(SHAPES)), check(triples, SHAPES)


def test_every_constraint_is_a_rule() -> None:
    found = rules(SHAPES)
    assert len(found) >= 50
    assert {rule.shape for rule in found} == {case[3] for case in CASES}
    assert all(rule.message_vi and rule.message_en for rule in found)


@pytest.fixture(scope="module")
def samples() -> Store:
    """All samples of the shapes' tests, each in a namespace of its own."""
    store = Store()
    texts = [PLAIN + ORDERED] + [(PLAIN if old in PLAIN else ORDERED).replace(old, new) for _, old, new, _ in CASES]
    for index, text in enumerate(texts):
        data = f"{PREFIXES}@prefix ex: <https://example.org/{index}/> .\n{text}"
        # Each piece in another graph: the rules hold for the union.
        store.load(data, format=RdfFormat.TURTLE, to_graph=NamedNode(f"https://example.org/graph/{index % 3}"))
    return store


@pytest.mark.slow  # pySHACL parses the queries of shapes anew for every document
def test_the_same_findings_as_pyshacl_in_every_broken_sample(samples: Store) -> None:
    ours, theirs = both(samples)
    assert len(theirs) >= len(CASES)
    told = {(f.severity, f.shape, f.subject, f.label, f.property, f.message_vi, f.message_en) for f in ours}
    assert told == {(f.severity, f.shape, f.subject, f.label, f.property, f.message_vi, f.message_en) for f in theirs}
    # pySHACL names the value in the same places, but for the focus node of a shape that is about no property.
    assert {(f.shape, f.subject, f.value) for f in ours} == {(f.shape, f.subject, f.value) for f in theirs}


def test_a_statement_in_two_graphs_is_one_statement(sample: Library) -> None:
    store = Store()
    for quad in sample.engine.quads():
        store.add(quad)
        if quad.graph_name == graph("curated"):
            store.add(Quad(quad.subject, quad.predicate, quad.object, graph("inferred")))
    assert broken(store, rules(SHAPES)) == []


@pytest.mark.slow
def test_the_packaged_data_break_the_same_rules(packaged: Library) -> None:
    store = Store()
    store.extend(quad for quad in packaged.engine.quads() if quad.graph_name != graph("ontology"))
    ours, theirs = both(store)
    assert ours == theirs


@pytest.mark.parametrize("constraint", ["sh:minCount 2", "sh:uniqueLang true", "sh:maxCount 3", 'sh:languageIn ("vi")'])
def test_what_is_not_understood_is_refused(tmp_path: Path, constraint: str) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .\n"
        f"x:S a sh:NodeShape ; sh:targetClass x:C ; sh:property x:P . x:P a sh:PropertyShape ; sh:path x:p ; {constraint} ."
    )
    with pytest.raises(ValueError, match="not understood"):
        rules(shapes)

"""Checking a change: what it finds is what checking everything finds."""

import random

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from legalgraph.library import Library
from legalgraph.pipeline.change import Change
from legalgraph.pipeline.checking import broken_by, broken_rules
from legalgraph.rdf.vocab import concept, graph, term

WRONG: dict[str, tuple[Literal | NamedNode, ...]] = {
    "eli:date_document": (Literal("2999-01-01", datatype=term("xsd:date")), Literal("sometime"), Literal("1801-02-30", datatype=term("xsd:date"))),
    "eli:date_no_longer_in_force": (Literal("1802-01-01", datatype=term("xsd:date")),),
    "lg:current_status": (concept("status", "in_force"), concept("status", "nowhere")),
    "lg:certainty": (concept("certainty", "guessed"), concept("certainty", "inferred")),
    "lg:kind": (concept("relation", "amends"), concept("relation", "envies")),
    "rdf:type": (term("lg:Operation"), term("lg:Citation")),
}


def changed(chance: random.Random, store: Store) -> Change:
    """Statements taken out and put in, carried out."""
    quads = [quad for quad in store if isinstance(quad.subject, NamedNode) and quad.graph_name != graph("ontology")]
    weighty = [quad for quad in quads if str(quad.predicate) in {str(term(name)) for name in WRONG}]
    removed = {*chance.sample(quads, 4), *chance.sample(weighty, 4)}
    added = set()
    for _ in range(6):
        name = chance.choice(list(WRONG))
        added.add(Quad(chance.choice(quads).subject, term(name), chance.choice(WRONG[name]), graph("curated")))
    documents = [quad.subject for quad in quads if quad.predicate == term("eli:date_document")]
    named = [quad.object for quad in quads if isinstance(quad.object, NamedNode)]
    added.add(Quad(chance.choice(documents), chance.choice((term("lg:replaces"), term("lg:has_legal_basis"))), chance.choice(documents), graph("curated")))
    added.add(Quad(chance.choice(quads).subject, term("lg:target"), chance.choice(named), graph("curated")))
    added -= set(store)
    for quad in removed:
        store.remove(quad)
    store.extend(added)
    return Change(removed, added)


@pytest.mark.parametrize("seed", range(6))
def test_what_a_change_breaks(seed: int, sample: Library) -> None:
    chance, store = random.Random(seed), Store()
    store.extend(sample.engine.quads())
    before = broken_rules(store, lambda _: None)
    change = changed(chance, store)
    whole = broken_rules(store, lambda _: None)
    assert broken_by(store, change, before, lambda _: None) == whole
    assert len(whole) > len(before)

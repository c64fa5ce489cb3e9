"""A store read in the order of its indexes says what it says when each thing is asked for by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple
from tests.rdf.test_mapping import DOCUMENTS, RELATIONS

from legalgraph.library import Library, open_published
from legalgraph.model.document import Document, SourceText
from legalgraph.model.relation import Relation
from legalgraph.queries.whole import all_documents, all_edges, all_spans
from legalgraph.rdf.mapping import document_quads, iri_of, relation_quads, text_quads
from legalgraph.rdf.vocab import graph, term
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.engine import Engine, Node, Row
from legalgraph.time.spans import status_spans

CURATED, PORTAL = graph("curated"), graph("portal")


class Asked:
    """An engine of which nothing is known but that it answers queries."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def select(self, query: str, bindings: Mapping[str, Node] | None = None) -> list[Row]:
        return self._engine.select(query, bindings)

    def ask(self, query: str, bindings: Mapping[str, Node] | None = None) -> bool:
        return self._engine.ask(query, bindings)

    def construct(self, query: str, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        return self._engine.construct(query, bindings)

    def dump(self, output: IO[bytes], format: RdfFormat) -> None:
        self._engine.dump(output, format)

    def describe(self) -> str:
        return self._engine.describe()


def same_both_ways(quads: Iterable[Quad]) -> dict[str, Document]:
    """What is read of a store, after it was read both ways."""
    store = Store()
    store.extend(quads)
    scanned, asked = EmbeddedEngine(store), Asked(EmbeddedEngine(store))
    documents = all_documents(scanned)
    assert list(documents.items()) == list(all_documents(asked).items())
    assert all_spans(scanned, documents) == all_spans(asked, documents)
    assert sorted(all_edges(scanned, documents), key=repr) == sorted(all_edges(asked, documents), key=repr)
    return documents


@settings(max_examples=60)
@given(
    st.lists(DOCUMENTS, max_size=4, unique_by=lambda document: document.path),
    st.lists(DOCUMENTS, max_size=2, unique_by=lambda document: document.path),
    st.lists(RELATIONS, max_size=5, unique_by=lambda relation: relation.id),
)
def test_anything_stated(first: Sequence[Document], second: Sequence[Document], relations: Sequence[Relation]) -> None:
    # The second graph says other things of some of the documents, and the same of others.
    quads = [quad for document in first for quad in document_quads(document, "Nghị định", CURATED)]
    quads += [quad for document in (*second, *first[:1]) for quad in document_quads(document, "Nghị định", PORTAL)]
    quads += [quad for relation in relations for quad in relation_quads(relation, PORTAL)]
    quads += text_quads(SourceText("0011223344556677", "Bài báo", "Theo Nghị định …"), graph("extracted"))
    documents = same_both_ways(quads)
    assert set(documents) == {*(d.path for d in (*first, *second)), "text/0011223344556677"}


@pytest.mark.parametrize("home", ["sample_home", "texts_home", "packaged_home"])
def test_whole_snapshots(home: str, request: pytest.FixtureRequest) -> None:
    library: Library = open_published(request.getfixturevalue(home))
    assert isinstance(library.engine, EmbeddedEngine)
    assert len(same_both_ways(library.engine.quads())) > 7


DOCUMENT = Document("nd/2031/901/nd-cp", "nd", "Về việc thử", "901/2031/NĐ-CP", issuers=("cp",), sources=("https://example.org/1",))
NODE = iri_of(DOCUMENT.path)
ODD: dict[str, list[Quad]] = {
    "a thing without a class": [Quad(iri_of("nd/2031/902/nd-cp"), term("lg:slug"), Literal("nd/2031/902/nd-cp"), CURATED)],
    "a thing of two classes": [Quad(NODE, term("rdf:type"), term("lg:Citation"), PORTAL)],
    "a thing with two paths": [Quad(NODE, term("lg:slug"), Literal("a"), PORTAL)],
    "a thing without a name": [
        Quad(BlankNode("b"), term("lg:slug"), Literal("b"), CURATED),
        Quad(BlankNode("b"), term("rdf:type"), term("lg:Citation"), CURATED),
    ],
    "a class without a path": [Quad(iri_of("nd/2031/903/nd-cp"), term("rdf:type"), term("eli:LegalResource"), CURATED)],
    "one value twice": [
        Quad(NODE, term("dcterms:source"), NamedNode("https://example.org/1"), PORTAL),
        Quad(NODE, term("dcterms:source"), Literal("https://example.org/1"), PORTAL),
        Quad(NODE, term("eli:passed_by"), NamedNode("https://w3id.org/legalgraph/vocabulary/body/cp"), PORTAL),
    ],
    "several values of one": [Quad(NODE, term("dcterms:title"), Literal(title), PORTAL) for title in ("A", "a", "")],
    "empty words": [Quad(NODE, term(name), Literal(""), PORTAL) for name in ("lg:note", "lg:signed_by", "lg:status_basis")],
}


@pytest.mark.parametrize("name", ODD)
def test_odd_statements(name: str) -> None:
    documents = same_both_ways([*document_quads(DOCUMENT, "Nghị định", CURATED), *ODD[name]])
    assert documents[DOCUMENT.path].number == DOCUMENT.number
    assert len(documents) == (2 if name == "a thing without a class" else 1)


def test_a_relation_in_two_graphs_is_one_edge() -> None:
    other = replace(DOCUMENT, path="nd/2031/902/nd-cp", number="902/2031/NĐ-CP")
    relation = Relation(DOCUMENT.path, other.path, "amends")
    quads = [quad for document in (DOCUMENT, other) for quad in document_quads(document, "Nghị định", CURATED)]
    quads += [quad for place in (CURATED, PORTAL) for quad in relation_quads(relation, place)]
    documents = same_both_ways(quads)
    store = Store()
    store.extend(quads)
    assert [edge.id for edge in all_edges(EmbeddedEngine(store), documents)] == [relation.id]


def test_an_act_of_what_is_not_described_counts() -> None:
    act = Relation("nd/2031/999/nd-cp", DOCUMENT.path, "amends")
    told = replace(DOCUMENT, in_force_from=None)
    store = Store()
    store.extend([*document_quads(told, "Nghị định", CURATED), *relation_quads(act, CURATED)])
    engine = EmbeddedEngine(store)
    assert all_spans(engine, all_documents(engine)) == {DOCUMENT.path: status_spans(told, [act])}

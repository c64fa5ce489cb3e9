"""The embedded engine: bindings as terms, the union of all graphs, complete lists, errors of our own."""

from io import BytesIO
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from legalgraph.errors import QueryError, StoreError
from legalgraph.rdf.vocab import graph, term
from legalgraph.store.embedded import EmbeddedEngine, named_node

A, B = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
QUADS = [
    Quad(A, term("lg:slug"), Literal("a"), graph("curated")),
    Quad(A, term("lg:slug"), Literal("a"), graph("inferred")),
    Quad(A, term("eli:amends"), B, graph("curated")),
    Quad(B, term("rdfs:label"), Literal("bê “đ” 'x' \" \\ } UNION {", language="vi"), graph("extracted")),
    Quad(BlankNode("x"), term("lg:slug"), Literal("blank"), graph("void")),
]


@pytest.fixture
def engine() -> EmbeddedEngine:
    store = Store()
    store.extend(QUADS)
    return EmbeddedEngine(store)


def test_the_default_graph_is_the_union_and_prefixes_are_known(engine: EmbeddedEngine) -> None:
    rows = engine.select("SELECT DISTINCT ?slug WHERE { ?s lg:slug ?slug } ORDER BY ?slug")
    assert [row["slug"] for row in rows] == [Literal("a"), Literal("blank")]
    # The engine gives a triple once for each graph it stands in: the pipeline lets it stand in one only.
    assert len(engine.select("SELECT * WHERE { ?s lg:slug 'a' }")) == 2
    assert engine.ask("ASK { GRAPH <https://w3id.org/legalgraph/graph/inferred> { ?s lg:slug 'a' } }")


def test_unbound_variables_are_absent(engine: EmbeddedEngine) -> None:
    rows = engine.select("SELECT DISTINCT ?s ?to ?none WHERE { ?s lg:slug 'a' OPTIONAL { ?s eli:amends ?to } }")
    assert rows == [{"s": A, "to": B}]


@pytest.mark.parametrize("text", ["a", "bê “đ” 'x' \" \\ } UNION {", "'} } #", "\n\r\0"])
def test_bindings_are_terms_and_never_text(engine: EmbeddedEngine, text: str) -> None:
    engine.store.add(Quad(A, term("lg:note"), Literal(text, language="vi"), graph("curated")))
    rows = engine.select("SELECT ?s ?words WHERE { ?s lg:note ?words }", {"words": Literal(text, language="vi")})
    assert rows == [{"s": A, "words": Literal(text, language="vi")}]
    assert not engine.ask("ASK { ?s lg:note ?words }", {"words": Literal(text + "x", language="vi")})


def test_construct(engine: EmbeddedEngine) -> None:
    (triple,) = engine.construct("CONSTRUCT { ?b eli:amended_by ?a } WHERE { ?a eli:amends ?b }", {"a": A})
    assert (triple.subject, triple.predicate, triple.object) == (B, term("eli:amended_by"), A)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ("SELECT * WHERE {", "line 1, column 16: { is never closed"),
        ("", "the query ends too early"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "line 1, column 1: syntax error near INSERT"),
        ("\ud800", "not Unicode"),
    ],
)
def test_a_query_that_cannot_be_read_is_our_error(engine: EmbeddedEngine, ask: str, words: str) -> None:
    for method in (engine.select, engine.ask, engine.construct, engine.run):
        with pytest.raises(QueryError, match=words):
            method(ask)


def test_a_query_of_another_form_is_refused(engine: EmbeddedEngine) -> None:
    with pytest.raises(QueryError, match="SELECT query is needed"):
        engine.select("ASK {}")
    with pytest.raises(QueryError, match="ASK query is needed"):
        engine.ask("SELECT * {}")
    with pytest.raises(QueryError, match="CONSTRUCT or DESCRIBE query is needed"):
        engine.construct("ASK {}")


@pytest.mark.parametrize("format", [RdfFormat.N_QUADS, RdfFormat.TRIG])
def test_dump_with_graphs_keeps_them(engine: EmbeddedEngine, format: RdfFormat) -> None:
    output = BytesIO()
    engine.dump(output, format)
    read = {(q.predicate, q.object, q.graph_name) for q in parse(output.getvalue(), format=format)}
    assert read == {(q.predicate, q.object, q.graph_name) for q in QUADS}


@pytest.mark.parametrize("format", [RdfFormat.N_TRIPLES, RdfFormat.TURTLE, RdfFormat.RDF_XML])
def test_dump_without_graphs_says_each_triple_once(engine: EmbeddedEngine, format: RdfFormat) -> None:
    output = BytesIO()
    engine.dump(output, format)
    read = [(q.predicate, q.object) for q in parse(output.getvalue(), format=format)]
    assert sorted(map(str, read)) == sorted({str((q.predicate, q.object)) for q in QUADS})
    assert len(list(engine.quads())) == 5
    assert len(list(engine.union())) == 4


def test_engine_names_itself(engine: EmbeddedEngine) -> None:
    assert engine.describe().startswith("Oxigraph (pyoxigraph 0.")


def test_a_store_that_is_not_there_or_damaged_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="none cannot be opened"):
        EmbeddedEngine.read_only(tmp_path / "none")
    (tmp_path / "CURRENT").write_bytes(b"\0\xff")
    with pytest.raises(StoreError, match="cannot be opened"):
        EmbeddedEngine.read_only(tmp_path)


def test_named_node() -> None:
    assert named_node("https://example.org/a") == A
    for text in ("a b", "", "nd/2031", "<x>"):
        with pytest.raises(QueryError, match="is not an IRI"):
            named_node(text)

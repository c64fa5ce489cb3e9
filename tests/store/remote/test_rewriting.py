"""Our queries as any engine understands them."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from legalgraph.errors import QueryError
from legalgraph.library import Library
from legalgraph.queries.catalog import query
from legalgraph.rdf.mapping import iri_of
from legalgraph.store.engine import Node
from legalgraph.store.remote.rewriting import as_table, asking

A, P = NamedNode("http://e/a"), NamedNode("http://e/p")
QUERIES = [
    ("SELECT ?a ?b WHERE { ?a ?p ?b }", {"a": A}, "SELECT  ?b WHERE { <http://e/a> ?p ?b }"),
    ("SELECT ?a WHERE { ?a ?p ?b }", {"a": A}, "SELECT  (1 AS ?found) WHERE { <http://e/a> ?p ?b }"),
    ("SELECT * { ?a ?p ?b }", {"a": A}, "SELECT * { <http://e/a> ?p ?b }"),
    ("SELECT (COUNT(?a) AS ?n) { ?a ?p ?b }", {"a": A}, "SELECT (COUNT(<http://e/a>) AS ?n) { <http://e/a> ?p ?b }"),
    ("SELECT ?b { ?a ?p ?b FILTER(?ab != 1) }", {"a": A}, "SELECT ?b { <http://e/a> ?p ?b FILTER(?ab != 1) }"),
    ("ASK { ?a ?p $b }", {"b": Literal("x")}, 'ASK { ?a ?p "x" }'),
    ("SELECT ?b { ?b ?p '?a' } # ?a", {"a": A}, "SELECT ?b { ?b ?p '?a' } # ?a"),
    ("PREFIX x: <http://x/> ASK { x:y ?p ?o }", {}, "ASK { x:y ?p ?o }"),
]


@pytest.mark.parametrize(("text", "bindings", "expected"), QUERIES)
def test_terms_take_the_place_of_variables(text: str, bindings: dict[str, Node], expected: str) -> None:
    assert asking(text, bindings).body == expected


def test_prefixes_are_declared_where_the_query_does_not() -> None:
    assert asking("ASK { ?s rdfs:label ?o ; lg:slug 'eli:x' }").prologue.count("PREFIX") == 2
    assert asking("PREFIX lg: <http://own/> ASK { ?s lg:slug ?o }").prologue == "PREFIX lg: <http://own/> "


HOSTILE = ['"', "\\", '"@vi . } DELETE { ?s ?p ?o } #', "\n'''", '\u0000"""', "\\u0022 } #", "\U0001f600", "}", "?a", "'' } SERVICE <http://e/> {"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_term_ends_the_place_it_stands_in(words: str) -> None:
    store = Store()
    store.extend([Quad(A, P, Literal(words)), Quad(A, P, Literal("other"))])
    asked = asking("SELECT ?s WHERE { ?s ?p ?words }", {"words": Literal(words), "p": P})
    assert [row["s"] for row in store.query(asked.text)] == [A]  # type: ignore[union-attr]


def test_blank_nodes_are_refused() -> None:
    with pytest.raises(QueryError, match="blank node"):
        asking("ASK { ?a ?p ?b }", {"a": BlankNode("x")})


NOT_TABLES = ["CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <http://e/a>", "CONSTRUCT { ?s ?p ?o . ?o ?p ?s } {}"]


@pytest.mark.parametrize("text", NOT_TABLES)
def test_only_plain_constructs_become_tables(text: str) -> None:
    assert as_table(text) is None


OF_ONE = {"document": iri_of("nd/2012/45/nd-cp")}
CONSTRUCTS = [(name, OF_ONE) for name in ("document", "relations", "relations_from", "statements", "statements_own", "units")] + [("documents", {}), ("acts", {})]


@pytest.mark.parametrize(("name", "bindings"), CONSTRUCTS)
def test_a_table_and_its_pages_say_what_the_construct_says(packaged: Library, name: str, bindings: dict[str, NamedNode]) -> None:
    expected = {(t.subject, t.predicate, t.object) for t in packaged.engine.construct(query(name), bindings)}
    made = as_table(query(name), bindings)
    assert made
    asked, names = made
    store = packaged.engine.store

    def rows(text: str) -> list[tuple[object, ...]]:
        found = store.query(text, use_default_graph_as_union=True)
        return [tuple(row[name] for name in names) for row in found]  # type: ignore[union-attr]

    assert set(rows(asked.text)) == expected
    size = max(1, len(expected) // 3)
    pages = [rows(asked.page(names, size, start)) for start in range(0, len(expected) + 1, size)]
    assert {row for page in pages for row in page} == expected
    assert sum(map(len, pages)) == len(expected)

"""Syntax errors as people get them: words, line and column, from what the engine really says."""

import pytest
from pyoxigraph import Store

from legalgraph.store.syntax_errors import explain

CASES = [
    ("SELECT * {\n  ?s ?p ) .\n  ?a ?b ?c }", 2, 9, ") stands where } is needed"),
    ("ASK {}}", 1, 7, "} closes nothing"),
    ("ASK {\n  { ?s ?p ?o }\n", 1, 5, "{ is never closed"),
    ("ASK { ?s ?p [ ?p '}' }", 1, 22, "} stands where ] is needed"),
    ("SELECT * { ?s ?p }", 1, 12, "syntax error near ?s ?p }"),
    ("SELECT * {\n ?s ?p ?o ;;; ?p\n . ?a ?b ?c . ?a ?b ?c }", 2, 15, "syntax error near ?p . ?"),
    ("SELECT * {\n ?s ?p ?o .\n ?a ?b ?c }\n LIMT 10\n", 4, 2, "syntax error near LIMT"),
    ("SELECT * {\n FILTER(foo(?x))\n ?s ?p ?o . ?a ?b ?c }", 2, 9, "syntax error near foo(?x)) ?s"),
    ("SELECT ?x (?y AS ?x) { ?x ?p ?y }", 1, 34, "The SELECT overrides an existing variable"),
    ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 1, 41, "variable that is unbound"),
    ("ASK { ?s ?p <no-scheme> }", 1, 24, "IRI parsing failed"),
    ("ASK { ?s a lg:Document }", 1, 12, "the prefix lg: is not declared; begin with PREFIX lg: <http://e/lg#>"),
    ("PREFIX a: <http://e/> ASK { ?s a:b other:c }", 1, 36, "PREFIX other: <…>"),
    ("ASK { ?s ?p :x }", 1, 13, "the prefix : is not declared"),
    ("ASK { BIND('Nghị định' AS ?x)\n ?x ?y . ?a ?b ?c }", 2, 2, "syntax error near ?x ?y ."),
]


@pytest.mark.parametrize(("query", "line", "column", "words"), CASES)
def test_names_the_place(query: str, line: int, column: int, words: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    error = explain(query, str(caught.value), {"lg": "http://e/lg#"})
    assert (error.line, error.column) == (line, column)
    assert words in str(error)
    assert str(error).startswith(f"line {line}, column {column}: ")


def test_passes_on_what_it_does_not_know() -> None:
    assert str(explain("ASK {}", "something else", {})) == "something else"

"""Nothing but SPARQL 1.1 is passed on, in whatever clothes it comes."""

from pathlib import Path

import pytest
from pyoxigraph import Store

import legalgraph.web
from legalgraph.errors import QueryError
from legalgraph.store.guard import check
from legalgraph.store.remote.answers import RemoteQueries
from legalgraph.store.remote.connection import Connection
from legalgraph.store.remote.plain import plain

GRAPHS = "https://w3id.org/legalgraph/graph/"
EXAMPLES = Path(legalgraph.web.__path__[0], "examples")
XSD = "http://www.w3.org/2001/XMLSchema#"
CALL = '("http://127.0.0.1:1/")'


def bound(expression: str, prologue: str = "") -> str:
    return f"{prologue} SELECT ?x WHERE {{ BIND({expression} AS ?x) }}"


CALLS = [
    bound(f"bif:http_get{CALL}"),
    bound(f"sql:f{CALL}"),
    bound(f"<bif:http_get>{CALL}"),
    bound(f"<BIF:http_get>{CALL}"),
    bound(f"<b\\u0069f:http_get>{CALL}"),
    bound(f"\\u0062if:http_get{CALL}"),
    bound(f"bif:http_get # a comment\n \t\r\n {CALL}"),
    bound(f"bif:http_get #{CALL}\n{CALL}"),
    bound(f"x:http_get{CALL}", "PREFIX x: <bif:>"),
    bound(f"x:get{CALL}", "PREFIX x: <bif:http_>"),
    bound(f":http_get{CALL}", "PREFIX : <bif:>"),
    bound(f"<http_get>{CALL}", "BASE <bif:>"),
    bound(f"bif:http_get{CALL}", "PREFIX bif: <http://e/>"),
    bound(f"bif:date{CALL}", f"PREFIX bif: <{XSD}>"),
    bound(f"Sql:date{CALL}", f"PREFIX Sql: <{XSD}>"),
    bound(f"x:f{CALL}", "PREFIX x: <http://e/>"),
    bound(f"x:{CALL}", "PREFIX x: <http://e/f>"),
    bound(f"<http://www.openlinksw.com/schemas/bif#http_get>{CALL}"),
    bound(f"xsd:f{CALL}", f"PREFIX xsd: <{XSD}>"),
    bound(f"xsd:int\\-eger{CALL}", f"PREFIX xsd: <{XSD}>"),
    bound(f"xsd:date{CALL}", f"PREFIX xsd: <{XSD}> PREFIX xsd: <bif:>"),
    bound(f"xsd:date{CALL}", f"PREFIX xsd: <{XSD}> PREFIX xsd: <http://e/>"),
    bound(f"xsd:date{CALL}"),
    bound("1 + bif:exec('x')"),
    bound("1<bif:exec('x')&&2>1"),
    bound("?a<?b||bif:f('x')>1"),
    bound("'''a'''+bif:f('''x''')"),
    bound("'\\u0027'+bif:f('x')"),
    f"SELECT (bif:http_get{CALL} AS ?x) WHERE {{}}",
    f"SELECT (SUM(bif:f(?y)) AS ?x) WHERE {{ ?x ?p ?y FILTER(bif:f{CALL}) }}",
    f"SELECT * WHERE {{ ?x ?p ?y FILTER bif:f{CALL} }}",
    f"SELECT ?x WHERE {{ ?x ?p ?y }} GROUP BY bif:f{CALL}",
    f"SELECT ?x WHERE {{ ?x ?p ?y }} GROUP BY ?x HAVING bif:f{CALL}",
    f"SELECT ?x WHERE {{ ?x ?p ?y }} ORDER BY DESC(bif:f{CALL})",
    f"SELECT ?x WHERE {{ ?x ?p ?y }} ORDER BY bif:f{CALL}",
    f"SELECT (<http://e/aggregate>(DISTINCT ?y) AS ?x) WHERE {{ ?x ?p ?y . # {CALL}\n}}",
    f"ASK {{ {{ SELECT (COUNT(*) AS ?n) {{ FILTER NOT EXISTS {{ FILTER(bif:f{CALL}) }} }} }} }}",
    f"CONSTRUCT {{ ?s ?p ?x }} WHERE {{ ?s ?p ?o BIND(IF(true, bif:f{CALL}, 1) AS ?x) }}",
    "SELECT * WHERE { ?x bif:contains 'a' }",
    "SELECT * WHERE { ?x <bif:contains> 'a' }",
]
EXTENSIONS = [
    'define get:soft "replace" SELECT * WHERE { ?s ?p ?o }',
    "DEFINE input:grab-all 'yes' SELECT * WHERE { ?s ?p ?o }",
    "PREFIX x: <http://e/> define x:y 1 SELECT * { }",
    "SELECT * WHERE { ?s ?p ?o OPTION(TRANSITIVE) }",
    "SELECT * WHERE { { SELECT ?s ?o { ?s ?p ?o } } OPTION (t_in(?s), t_out(?o)) }",
    "SELECT * WHERE { ?s ?p ?o TRANSITIVE }",
    "SELECT (`bif:f('x')` AS ?x) WHERE { }",
    "SELECT * WHERE { ?s ?p ?o } LOAD <http://127.0.0.1:1/>",
    "SELECT * WHERE { ?s ?p ?o } ; INSERT DATA { <http://e/a> <http://e/b> 1 }",
    "LOAD <http://127.0.0.1:1/>",
    "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * WHERE { LATERAL { ?s ?p ?o } }",
    "SELECT * WHERE { << ?s ?p ?o >> ?q ?r }",
    "SELECT * WHERE { ?s ?p ?o FILTER(?o = @x) }",
    "SELECT * WHERE { ?s ?p ?o FILTER(?o = $:x) }",
    "SELECT * WHERE { ?s ?p ?o\x0b}",
    "SELECT * WHERE { ?s ?p ?o\u00a0}",
    "SELECT * WHERE { ?s ?p 'a\0b' }",
    "SELECT * WHERE { ?s ?p '''a\\u0000b''' }",
    "SELECT * WHERE { PREFIX x: <bif:> ?s ?p ?o }",
    "SELECT * WHERE { ?s ?p <file:///etc/passwd> }",
    "SELECT * WHERE { ?a ?b ?c FILTER(?a<strlen('x')&&?b>?c) }",
    "SELECT * WHERE { ?a ?b ?c FILTER(?a<?b#')&&?c>1) }",
]
DATASETS = [
    "SELECT * FROM <http://127.0.0.1:1/> WHERE { ?s ?p ?o }",
    f"SELECT * FROM <{GRAPHS}curated> FROM NAMED <http://127.0.0.1:1/> WHERE {{ ?s ?p ?o }}",
    "PREFIX x: <http://127.0.0.1:1/> SELECT * FROM x:g WHERE { ?s ?p ?o }",
    "BASE <http://127.0.0.1:1/> SELECT * FROM <g> WHERE { ?s ?p ?o }",
    f"SELECT * from # <{GRAPHS}curated>\n<http://127.0.0.1:1/> WHERE {{ ?s ?p ?o }}",
]


@pytest.mark.parametrize("text", CALLS + EXTENSIONS + DATASETS)
def test_what_is_not_of_the_standard_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        plain(check(text))


@pytest.mark.parametrize("given", [{"default_graphs": ["http://127.0.0.1:1/"]}, {"named_graphs": [f"{GRAPHS}curated", "x"]}])
def test_requests_name_no_graphs_but_ours(given: dict[str, list[str]]) -> None:
    queries = RemoteQueries(Connection("http://127.0.0.1:1/"))
    with pytest.raises(QueryError, match="there is no graph"):
        queries.prepare("ASK { }", "text/csv", **given)
    with pytest.raises(QueryError, match="there is no graph"):
        queries.prepare(check("ASK { }"), "text/csv", **given)


def test_a_query_that_only_the_guard_has_seen_is_looked_at_again() -> None:
    queries = RemoteQueries(Connection("http://127.0.0.1:1/"))
    with pytest.raises(QueryError, match=r"line 1, column 29: bif: is refused|the prefix bif: is not declared"):
        queries.prepare(check(bound(f"bif:http_get{CALL}")), "text/csv")


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SAME = [
    "SELECT * WHERE { ?s a ?o ; ?p 1, -2, +3.5e1 . FILTER(?s != ?o && ?o<=5||!(?p >= 2)) }",
    "SELECT (COUNT(*) AS ?n) (GROUP_CONCAT(?x; SEPARATOR=', ') AS ?y) { ?s ?p ?x } GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY DESC(?n)",
    f"PREFIX r: <{RDF}> SELECT DISTINCT ?s WHERE {{ ?s r:type/(r:a|^r:b)*/!(r:c|^r:d)+ ?o . MINUS {{ ?s r:e? ?o }} }} LIMIT 5 OFFSET 1",
    f"PREFIX xsd: <{XSD}> SELECT (xsd:integer('5') AS ?x) (<{XSD}date>(?d) AS ?y) WHERE {{ VALUES (?d) {{ ('2020-01-01'^^xsd:date) (UNDEF) }} }}",
    "ASK { ?s ?p 'tên'@vi, \"b\\\"c\\\\d\\n\"@en-GB, '' . }",
    f"SELECT ?x FROM <{GRAPHS}curated> FROM NAMED <{GRAPHS}void> WHERE {{ GRAPH ?g {{ ?x ?y ?z }} OPTIONAL {{ _:b ?x [] }} }}",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER REGEX(STR(?o), 'a(b)#c', 'i') FILTER NOT EXISTS { ?o a true } }",
    "DESCRIBE <http://en.wikipedia.org/wiki/X_(Y)> <http://e/#it's>",
    "BASE <http://e/a/> PREFIX : <b#> SELECT ?tên WHERE { ?tên :c <d> }",
]


@pytest.mark.parametrize("text", SAME)
def test_the_standard_is_passed_on_as_it_stands(text: str) -> None:
    sent = plain(check(text)).sent
    assert sent == text
    Store().query(sent)


WRITTEN = [
    ("ASK { ?s ?p ?o } #pragma x", "ASK { ?s ?p ?o }"),
    ("ASK {#a\n?s ?p#'\r\n?o }", "ASK { \n?s ?p \r\n?o }"),
    ("ASK { ?s ?p '''a\n\"b'\\t''' }", 'ASK { ?s ?p "a\\n\\"b\'\\t"\n }'),
    ("ASK { ?s ?p 'a\\u0027b\\u00e9\\U0001F600' }", 'ASK { ?s ?p "a\'bé😀" }'),
    ("ASK { ?s ?p <http://e/\\u00e9> }", "ASK { ?s ?p <http://e/é> }"),
    ("PREFIX x: <http://e/> ASK { ?s ?p x:a\\/b\\'c }", "PREFIX x: <http://e/> ASK { ?s ?p <http://e/a/b'c> }"),
    ("PREFIX x: <http://e/> ASK { ?s x:a??o }", "PREFIX x: <http://e/> ASK { ?s x:a? ?o }"),
    ("ASK { FILTER(?a<?b) }", "ASK { FILTER(?a< ?b) }"),
    ("ASK{?s?p?o}", "ASK{?s ?p ?o}"),
]


@pytest.mark.parametrize(("text", "sent"), WRITTEN)
def test_what_could_be_read_otherwise_is_spelled_out(text: str, sent: str) -> None:
    made = plain(check(text))
    assert (made.sent.rstrip(), made.text) == (sent, text)
    assert plain(check(made.sent)).sent.rstrip() == sent
    Store().query(made.sent)


def test_errors_name_place_and_remedy() -> None:
    with pytest.raises(QueryError, match=r"line 2, column 8: x:f\(…\) is refused: functions other than those of SPARQL 1\.1"):
        plain(check("PREFIX x: <http://e/>\nSELECT(x:f(1) AS ?x) { }"))
    with pytest.raises(QueryError, match=r"begin with PREFIX eli: <http://e/eli#>"):
        plain(check("ASK { ?s eli:x ?o }"), {"eli": "http://e/eli#"})


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.rq")), ids=lambda file: file.stem)
def test_the_examples_of_the_page_are_plain(file: Path) -> None:
    text = file.read_text("utf-8")
    assert plain(check(text)).text == text

"""Comparisons are worded anew where an engine loses rows, and mean what they meant."""

from datetime import date, timedelta

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.store.remote.test_plain import EXAMPLES, SAME

from legalgraph.rdf.vocab import term
from legalgraph.store.remote.comparisons import row_by_row

DAY = '"2015-01-01"^^xsd:date'
WORDED = [
    (f"?day <= {DAY}", f"COALESCE(?day) <= {DAY}"),
    (f"?day<={DAY}", f"COALESCE(?day)<={DAY}"),
    (f"{DAY} >= ?day", f"{DAY} >= COALESCE(?day)"),
    ("?day <= ?until", "COALESCE(?day) <= ?until"),
    ("?day >= ?until", "?day >= COALESCE(?until)"),
    (f"?until >= {DAY}", f"?until >= {DAY}"),
    (f"{DAY} <= ?until", f"{DAY} <= ?until"),
    (f"?day < {DAY} || ?day > {DAY}", f"?day < {DAY} || ?day > {DAY}"),
    (f"?n <= 5 && -5 >= ?n && ?day <= {DAY} || !BOUND(?n)", f"?n <= 5 && -5 >= ?n && COALESCE(?day) <= {DAY} || !BOUND(?n)"),
    (f"!(?day <= {DAY})", f"!(COALESCE(?day) <= {DAY})"),
    (f"IF(?day <= {DAY}, ?day<=?until, (?n) <= ?day)", f"IF(COALESCE(?day) <= {DAY}, COALESCE(?day)<=?until, COALESCE((?n)) <= ?day)"),
    ("(?day <= ?until) <= (?n >= ?day)", "COALESCE((COALESCE(?day) <= ?until)) <= (?n >= COALESCE(?day))"),
    ("EXISTS { ?s ?p ?n FILTER(?n <= ?day) } = (?n <= 5)", "EXISTS { ?s ?p ?n FILTER(COALESCE(?n) <= ?day) } = (?n <= 5)"),
    ("?day IN (?day <= ?n, ?n)", "?day IN (COALESCE(?day) <= ?n, ?n)"),
    ('?day = "?a <= ?b" # ?a <= ?b\n', '?day = "?a <= ?b" # ?a <= ?b\n'),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "worded"), WORDED)
def test_what_is_worded_anew(expression: str, worded: str) -> None:
    query = "SELECT * WHERE {{ ?s ?p ?day FILTER({}) }}"
    assert row_by_row(query.format(expression)) == query.format(worded)


OUTSIDE_FILTERS = [
    ("SELECT (?a <= ?b AS ?c) WHERE {}", "SELECT (COALESCE(?a) <= ?b AS ?c) WHERE {}"),
    ("SELECT (COUNT(DISTINCT ?a <= ?b) AS ?c) WHERE {}", "SELECT (COUNT(DISTINCT COALESCE(?a) <= ?b) AS ?c) WHERE {}"),
    ("SELECT ?a WHERE {} GROUP BY ?a HAVING(?n >= COUNT(*)) ORDER BY (?a <= ?b)", "SELECT ?a WHERE {} GROUP BY ?a HAVING(?n >= COUNT(*)) ORDER BY (COALESCE(?a) <= ?b)"),
    ("SELECT ?a WHERE {} GROUP BY ?a HAVING(MIN(?b) <= MAX(?c) && MIN(?b) >= ?a)", "SELECT ?a WHERE {} GROUP BY ?a HAVING(MIN(?b) <= MAX(?c) && MIN(?b) >= COALESCE(?a))"),
    ("ASK { BIND(?a <= ?b AS ?c) FILTER(?c <= ?a) }", "ASK { BIND(COALESCE(?a) <= ?b AS ?c) FILTER(COALESCE(?c) <= ?a) }"),
    ("ASK { { SELECT (MAX(?b) AS ?c) WHERE {} } FILTER(?a <= ?c && ?c <= ?a) }", "ASK { { SELECT (MAX(?b) AS ?c) WHERE {} } FILTER(COALESCE(?a) <= ?c && ?c <= ?a) }"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "worded"), OUTSIDE_FILTERS)
def test_outside_filters(query: str, worded: str) -> None:
    assert row_by_row(query) == worded


@pytest.fixture(scope="module")
def days() -> Store:
    """Twenty days with a later one each for half of them, and things that are no days."""
    store = Store()
    for number in range(20):
        thing, day = NamedNode(f"http://e/{number}"), date(2014, 12, 20) + timedelta(number)
        store.add(Quad(thing, NamedNode("http://e/day"), Literal(day.isoformat(), datatype=term("xsd:date"))))
        if number % 2:
            until = (day + timedelta(number - 9)).isoformat()
            store.add(Quad(thing, NamedNode("http://e/until"), Literal(until, datatype=term("xsd:date"))))
        store.add(Quad(thing, NamedNode("http://e/n"), Literal(number) if number % 3 else Literal(str(number))))
    return store


@pytest.mark.parametrize("expression", [expression for expression, _ in WORDED])
def test_the_meaning_is_the_same(days: Store, expression: str) -> None:
    where = "?s <http://e/day> ?day ; <http://e/n> ?n OPTIONAL { ?s <http://e/until> ?until }"
    query = f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT ?s (({expression}) AS ?x) (COALESCE({expression}, 'error') AS ?y) WHERE {{ {where} }} ORDER BY ?s"
    before, after = ([(row["s"], row["x"], row["y"]) for row in days.query(text)] for text in (query, row_by_row(query)))  # type: ignore[union-attr]
    assert after == before
    assert len(before) == 20


def test_every_query_is_still_one() -> None:
    asked = [*SAME, *(file.read_text("utf-8") for file in EXAMPLES.glob("*.rq"))]
    worded = [row_by_row(text) for text in asked]
    assert sum(one != other for one, other in zip(asked, worded, strict=True)) >= 1
    for text in worded:
        Store().query(text)

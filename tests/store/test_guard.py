"""The guard: what it lets pass, what it refuses, and that no disguise of SERVICE gets by."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Store
from tests.waiting import effort

from legalgraph.errors import QueryError, QueryLimit
from legalgraph.store import guard
from legalgraph.store.guard import CheckedQuery, QueryForm, check

SELECT, ASK, CONSTRUCT, DESCRIBE = QueryForm

EXAMPLES = Path(guard.__file__).parents[1] / "web" / "examples"

PASSES = [
    ("SELECT * { ?s ?p ?o }", SELECT, "", ""),
    ("select(count(*)as?n){?s?p?o}", SELECT, "", ""),
    ("SELECTDISTINCT ?s { ?s ?p ?o }", SELECT, "", ""),
    ("BASE <http://e/> PREFIX : <#> PREFIX a.b: <x>\n# a comment\nASK {}", ASK, "", ""),
    ("VERSION '1.2' ASK {}", ASK, "", ""),
    ("CONSTRUCT WHERE { ?s ?p ?o }", CONSTRUCT, "", ""),
    ("DESCRIBE <http://e/>", DESCRIBE, "", ""),
    ("SELECT * FROM <http://e/> { ?s ?p ?o }", SELECT, "own dataset", ""),
    ("ASKFROM NAMED <http://e/> {}", ASK, "own dataset", ""),
    ("ASK { ?s ?p 'FROM' . ?from ?p <http://e/FROM> }", ASK, "", ""),
    ("SELECT (NOW() AS ?now) {}", SELECT, "", "volatile"),
    ("SELECT * { BIND(rand() AS ?r) }", SELECT, "", "volatile"),
    ("SELECT * { ?uuid ?p 'RAND()' }", SELECT, "", ""),
    # SERVICE where it is no keyword
    ("ASK { ?service ?p $SERVICE }", ASK, "", ""),
    ("PREFIX service: <http://e/service#> ASK { ?s service:x service:service . GRAPH service:g { ?s ?p ?o } }", ASK, "", ""),
    ("PREFIX service: <x:> SELECT * FROM NAMED service:g { ?s ?p ?o }", SELECT, "own dataset", ""),
    ("PREFIX e: <x:> ASK { e:SERVICE e:service.x e:\\'SERVICE }", ASK, "", ""),
    ("ASK { ?s ?p 'SERVICE <http://e/> {}', \"SERVICE\", '''\nSERVICE ' {}''', \"\"\"SERVICE\"\"\" }", ASK, "", ""),
    ("ASK { ?s ?p 'it\\'s SERVICE', \"\\\\\" }", ASK, "", ""),
    ("ASK { ?s ?p 'x'@service-SERVICE, 'y'@service }", ASK, "", ""),
    ("ASK { ?s <http://e/SERVICE> _:service } # SERVICE <http://e/> {}", ASK, "", ""),
    ("ASK { <http://e/o'x#y> ?p 'SERVICE' }", ASK, "", ""),
    # `<` may compare or open an IRI
    ("ASK { ?s ?p ?a FILTER(?a<'foo>bar') }", ASK, "", ""),
    ("ASK { ?s ?p ?a FILTER(?a<?b&&?c>?d) }", ASK, "", ""),
    ("ASK { ?s ?p <<?a ?b ?c>> }", ASK, "", ""),
]


@pytest.mark.parametrize(("query", "form", "dataset", "volatile"), PASSES)
def test_lets_a_reading_query_pass(query: str, form: QueryForm, dataset: str, volatile: str) -> None:
    assert check(query) == CheckedQuery(query, form, own_dataset=bool(dataset), volatile=bool(volatile))


END = "<http://127.0.0.1/> { ?s ?p ?o }"
SERVICES = [
    f"SELECT * {{ SERVICE {END} }}",
    f"SELECT * {{ SERVICE{END} }}",
    f"SELECT * {{ sErViCe SILENT {END} }}",
    f"SELECT * {{ SERVICE # a comment\n# another\r{END} }}",
    f"SELECT * {{ SERV\\u0049CE {END} }}",
    f"SELECT * {{ \\U00000053ERVICE {END} }}",
    "SELECT * { SERVICE ?e {} }",
    "SELECT * { SERVICE?e{} }",
    "PREFIX : <x:> SELECT * { SERVICE:e{} }",
    "PREFIX e: <x:> SELECT * { SERVICEe:e { } }",
    "PREFIX e: <x:> SELECT * { ?s ?p ?o SERVICEe:e#\n{ } }",
    "PREFIX : <x:> SELECT * { ?s ?p trueSERVICE:e{} }",
    "PREFIX : <x:> SELECT * { ?s ?p true.SERVICE:e{} }",
    "PREFIX e: <x:> SELECT * { ?s ?p e:.SERVICE e:e{} }",
    f"SELECT * {{ ?s ?p trueSERVICE{END} }}",
    f"SELECT * {{ ?s ?p 1SERVICE{END} }}",
    f"SELECT * {{ ?s ?p 1.SERVICE{END} }}",
    f"SELECT * {{ ?s ?p 1e5SERVICE{END} }}",
    f"SELECT * {{ ?s ?p ''SERVICE{END} }}",
    f"SELECT * {{ ?s ?p []SERVICE{END} }}",
    f"SELECT * {{ ?s ?p 'x'@en SERVICE{END} }}",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE {END} }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {END} }} }} }}",
    # read as IRIs, these comparisons would hide a quote or a comment sign
    f"SELECT * {{ ?s ?p ?a FILTER(?a<'foo>bar') SERVICE {END} #'\n}}",
    f"SELECT * {{ ?s ?p ?a FILTER(?a<?b#>'''\n) SERVICE {END} #'''\n}}",
    f"SELECT * {{ ?s ?p ?a FILTER(?a<?b#>\r) SERVICE {END} }}",
    # a name that ends elsewhere for the engine would hide a quote
    f"PREFIX e: <x:> SELECT * {{ ?s ?p e:\u3001\\' SERVICE {END} #'\n}}",
    # strings that the engine does not take as a whole
    f"SELECT * {{ VALUES ?x {{ '''a' }} SERVICE {END} #\\q'''\n}}",
    f"SELECT * {{ VALUES ?x {{ '''a' }} SERVICE {END} #\\uD800'''\n}}",
    f"SELECT * {{ VALUES ?x {{ '''a' }} SERVICE {END} }}",
]


@pytest.mark.parametrize("query", SERVICES)
def test_refuses_service_in_every_disguise(query: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE is refused|not closed"):
        check(query)


REFUSALS = [
    ("", "empty", 1, 1),
    ("  \n# only a comment", "empty", 1, 1),
    ("FOO", "expected SELECT", 1, 1),
    ("PREFIX e: <x:>\n  INSERT DATA { e:a e:b e:c }", "INSERT changes data", 2, 3),
    ("DELETE WHERE { ?s ?p ?o }", "read-only", 1, 1),
    ("load <http://127.0.0.1/>", "LOAD changes data", 1, 1),
    ("WITH <g> DELETE { ?s ?p ?o } WHERE {}", "read-only", 1, 1),
    ("DROP ALL", "read-only", 1, 1),
    ("ASK {\n ?s ?p 'open }", "not closed", 2, 8),
    ("ASK { ?s ?p \\x }", "backslash", 1, 13),
    ("ASK { BIND('\\uD800' AS ?x) }", "escape|not closed", 1, 12),
    ("ASK " + "{" * 101, "more than 100 deep", 1, 105),
    ("ASK { FILTER" + "(" * 5000 + "1" + ")" * 5000 + "}", "more than 100 deep", 1, 112),
    ("ASK { ?s ?p " + "[ ?p " * 101 + " }", "more than 100 deep", 1, 508),
    ("ASK { SERVICE <x:> {} }", "SERVICE", 1, 7),
]


@pytest.mark.parametrize(("query", "words", "line", "column"), REFUSALS)
def test_refuses_with_words_and_a_place(query: str, words: str, line: int, column: int) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        check(query)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_refuses_half_a_surrogate_pair() -> None:
    with pytest.raises(QueryError, match="surrogate"):
        check("ASK { ?s ?p '\ud800' }")


def test_counts_bytes_not_characters() -> None:
    query = "ASK { } #" + "đ" * 10
    assert check(query, max_bytes=29).form is ASK
    with pytest.raises(QueryLimit, match="29 bytes; 28 are allowed"):
        check(query, max_bytes=28)


HARMLESS = [
    "?s ?p ?o .", "e:a\\'b", "<http://e/o'x#y>", "<a'b>", "<#>", "?a<?b", "'it'", '"a # b"', "'''x' \"y'''", '"""\n"""',
    "'\\''", "# note '\n", "@vi", "^^", "1.5e3", "{", "}", "(", ")", "[]", "FILTER", "true", "_:b.c", "e:a.b", "||", ">", "<=", "%",
]  # fmt: skip
GAPS = st.sampled_from([" ", "\n", "\t", "#'\n", " # <\r\n"])


UNREAD = [
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX x: <http://x#>", "BASE <http://b/>", "INSERT", "FROM", "from", "NAMED", "now()", "SERVICE",
    " ", " ", " ", "\n", "{", "}", "(", ")", "[", "]", ".", ";", "*", "+", "?from", "lg:effective_from", "<http://from>", "FROM<http://x>", "x:y",
    "<", ">", "#", "'", '"', '"a"', "\\", "\\u0046ROM", "^^",
]  # fmt: skip


@given(st.sampled_from(["", "PREFIX x: <http://x#> "]), st.sampled_from(["ASK", "SELECT *", ""]), st.lists(st.sampled_from(UNREAD), max_size=30))
@example("", "ASK", [" ", "FROM", "#", "\n", "<http://x>", "{", "}"])
@example("", "ASK", ["{", "?from", " ", ";", "FROM", "\n", "x:y", "}"])
def test_what_passes_unread_is_what_reading_makes_of_it(prologue: str, form: str, pieces: list[str]) -> None:
    text = prologue + form + "".join(pieces)
    unread = guard._plain(text, 20)
    if unread is not None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(guard, "_plain", lambda text, depth: None)  # noqa: ARG005  its signature
            read = check(text, max_depth=20)
        assert (read.form, read.volatile) == (unread.form, unread.volatile)
        if read.own_dataset:  # a FROM without a graph behind it, which no engine takes
            with pytest.raises(SyntaxError):
                Store().query(text)


def test_most_queries_pass_unread() -> None:
    examples = [file.read_text("utf-8") for file in EXAMPLES.glob("*.rq")]
    assert sum(guard._plain(query, 100) is not None for query in examples) > len(examples) // 2


@given(
    st.lists(st.sampled_from(HARMLESS)), st.lists(st.sampled_from(HARMLESS)), GAPS, GAPS, st.sampled_from(["SERVICE", "service", "SerVice"])
)
def test_finds_service_at_any_boundary_between_tokens(before: list[str], after: list[str], gap: str, other: str, word: str) -> None:
    query = f"SELECT * {{ {gap.join(before)}{gap}{word}{other}<http://e/> {{ }} {other.join(after)} }}"
    with pytest.raises(QueryError):
        check(query)


@given(st.text(alphabet=st.sampled_from(list("SERVICEservice:{}<>'\"\\#?@_.u0049 \n\r-1ađ、")), max_size=60))
@example("ASK {?s ?p ex:、\\' SERVICE <x> {} #'\n}")
def test_any_text_passes_or_is_refused(text: str) -> None:
    with suppress(QueryError):
        assert check(f"ASK {text}").form is ASK


PARTS = [
    "SERVICE", "SERVICE:", "service", ":x", "e:x", "<http://127.0.0.1:1/>", "{", "}", "{}", "?v", " ", "\n", "#", "'", "'''", '"', "<", ">", "\\'",
    "true", "1", ".", "1.", "''", "[]", "FILTER(", ")", "?a<", "?a", "@en", "-", "\\q", "\\u0041", "\u3001", "e:", ";", ",", "OPTIONAL{", "VALUES ?x {", "BIND(1 AS ?z)",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=14), st.lists(st.sampled_from(PARTS), max_size=6))
def test_refuses_whatever_the_engine_takes_for_a_service(before: list[str], after: list[str]) -> None:
    """The engine itself is the judge: it refuses to connect to port 1, and says so only when it tried to."""
    query = f"PREFIX : <http://127.0.0.1:1/> PREFIX e: <http://127.0.0.1:1/> SELECT * {{ {''.join(before)}SERVICE<http://127.0.0.1:1/>{{}}{''.join(after)} }}"
    try:
        for _ in Store().query(query):  # type: ignore[union-attr]
            break
    except OSError:
        with pytest.raises(QueryError):
            check(query)
    except (SyntaxError, RuntimeError):
        pass


@pytest.mark.parametrize("piece", ["a.", "<#>", "<a'", "<'''a>", "'''a'''b\"\"\"", "{x ", ":.", "<a<", "\\u0041", "'a", "e:a.b\\'", "a-"])
def test_reads_long_nonsense_in_linear_time(piece: str) -> None:
    query = "ASK { " + piece * (250_000 // len(piece))

    def read() -> None:
        with suppress(QueryError):
            assert check(query).text == query

    assert effort(read) < 5

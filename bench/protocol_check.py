"""Check a running SPARQL endpoint against the SPARQL 1.1 Protocol and against hostile clients, over HTTP alone.

    python -m bench.protocol_check URL [--hostile]

It shares no code with the server. Every case is data: a request and what must come
back. The endpoint needs a few named graphs with some data; the checker finds out their names by asking. `--hostile`
adds queries that must be stopped, a client that reads slowly, clients that leave, and measures how long ordinary
queries wait meanwhile. Exits with 1 when a case fails.
"""

import argparse
import csv
import http.client
import io
import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from urllib.parse import urlencode

from bench.hostile_clients import hostile
from bench.sparql_client import JSON, Case, Endpoint, Reply

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
XML = "application/sparql-results+xml"
SELECT = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
NOWHERE = "http://example.org/no-such-graph"


# --- checks -----------------------------------------------------------------------------------------------------------


def is_json_table(reply: Reply) -> bool:
    """A table in SPARQL JSON with at least one row."""
    return bool(json.loads(reply.body)["results"]["bindings"]) and reply.media_type in (JSON, "application/json")


def is_json_yes(reply: Reply) -> bool:
    """Yes, in SPARQL JSON."""
    return json.loads(reply.body)["boolean"] is True and reply.media_type in (JSON, "application/json")


def is_xml_table(reply: Reply) -> bool:
    """A table in SPARQL XML."""
    root = ET.fromstring(reply.body)  # noqa: S314  our own server's answer
    return root.tag == "{http://www.w3.org/2005/sparql-results#}sparql" and len(root[1]) > 0


def is_csv_table(reply: Reply) -> bool:
    """A CSV table with a header and rows of its width."""
    lines = list(csv.reader(io.StringIO(reply.body.decode(), newline="")))
    return len(lines) > 1 and lines[0] == ["s", "p", "o"] and all(len(line) == 3 for line in lines)


def is_tsv_table(reply: Reply) -> bool:
    """A TSV table whose header has variables with question marks."""
    return reply.body.decode().split("\n")[0] == "?s\t?p\t?o"


def is_graph(media_type: str) -> Callable[[Reply], bool]:
    """RDF in the given format, by its looks: this checker has no RDF parser."""

    def check(reply: Reply) -> bool:
        text = reply.body.decode()
        looks = {
            "text/turtle": lambda: "<" in text and "." in text,
            "application/n-triples": lambda: all(line.endswith(" .") for line in text.splitlines()),
            "application/rdf+xml": lambda: ET.fromstring(text).tag.endswith("#}RDF") or "RDF" in text,  # noqa: S314
            "application/ld+json": lambda: isinstance(json.loads(text), list | dict),
        }
        return reply.media_type == media_type and bool(text.strip()) and looks[media_type]()

    return check


def describes_service(reply: Reply) -> bool:
    """RDF that speaks of a SPARQL service."""
    return b"sparql-service-description#" in reply.body and b"UnionDefaultGraph" in reply.body


def tells_place(reply: Reply) -> bool:
    """A problem document that names line 3."""
    return bool(json.loads(reply.body).get("line") == 3)


def says(word: str) -> Callable[[Reply], bool]:
    """A body that holds a word."""
    return lambda reply: word in reply.body.decode()


def has_header(name: str, part: str) -> Callable[[Reply], bool]:
    """A header that holds a text."""
    return lambda reply: part in reply.headers.get(name, "")


def counts(expected: int) -> Callable[[Reply], bool]:
    """A table of one row with this number."""
    return lambda reply: json.loads(reply.body)["results"]["bindings"][0]["n"]["value"] == str(expected)


# --- cases ------------------------------------------------------------------------------------------------------------


def get(name: str, wanted: int, query: str, check: Callable[[Reply], bool] = lambda _: True, accept: str = JSON, **more: str) -> Case:
    """A query sent with GET."""
    return Case(name, (wanted,), params=(("query", query), *more.items()), headers={"Accept": accept}, check=check)


def post(name: str, wanted: int, content_type: str | None, body: bytes, check: Callable[[Reply], bool] = lambda _: True) -> Case:
    """A request with a body."""
    headers = {"Accept": JSON} | ({"Content-Type": content_type} if content_type else {})
    return Case(name, (wanted,), "POST", (), headers, body, check)


def form(*pairs: tuple[str, str]) -> bytes:
    """A URL-encoded form."""
    return urlencode(pairs).encode()


def basic_cases() -> list[Case]:
    """Forms, methods and formats."""
    ask = b"ASK { ?s ?p ?o }"
    cases = [
        get("query via GET", 200, SELECT, is_json_table),
        post("query via URL-encoded POST", 200, FORM, form(("query", SELECT)), is_json_table),
        post("query via POST directly", 200, QUERY, ask, is_json_yes),
        post("POST with charset parameter", 200, f"{QUERY}; charset=UTF-8", ask, is_json_yes),
        post("POST form with charset parameter", 200, f"{FORM}; charset=utf-8", form(("query", SELECT)), is_json_table),
        post("media type in capitals", 200, "Application/SPARQL-Query", ask, is_json_yes),
        post("Vietnamese in a posted query", 200, QUERY, "ASK { BIND('Nghị định' AS ?x) FILTER(STRLEN(?x) = 9) }".encode(), is_json_yes),
        get("Vietnamese in an address", 200, "ASK { BIND('đường' AS ?x) FILTER(STRLEN(?x) = 5) }", is_json_yes),
        Case(
            "HEAD has headers and no body",
            (200,),
            "HEAD",
            (("query", SELECT),),
            {"Accept": JSON},
            check=lambda r: not r.body and r.media_type == JSON,
        ),
        Case("trailing slash or redirect", (200, 301, 307, 308), params=(("query", "ASK {}"),)),
        get("SELECT as JSON", 200, SELECT, is_json_table),
        get("SELECT as XML", 200, SELECT, is_xml_table, XML),
        get("SELECT as CSV", 200, SELECT, is_csv_table, "text/csv"),
        get("SELECT as TSV", 200, SELECT, is_tsv_table, "text/tab-separated-values"),
        get("ASK as JSON", 200, "ASK {}", is_json_yes),
        get("ASK as XML", 200, "ASK {}", says("<boolean>true</boolean>"), XML),
        get("SELECT with any Accept", 200, SELECT, is_json_table, "*/*"),
        Case("SELECT without Accept", (200,), params=(("query", SELECT),), check=is_json_table),
        get("quality values decide", 200, SELECT, is_xml_table, f"{JSON};q=0.2, {XML};q=0.9, */*;q=0.1"),
        get("q=0 excludes", 200, SELECT, is_xml_table, f"*/*;q=0.5, {XML}, {JSON};q=0"),
        get("application/json is understood", 200, SELECT, is_json_table, "application/json"),
        get("no format the client takes", 406, SELECT, accept="image/png"),
        get("a table cannot be Turtle", 406, SELECT, accept="text/turtle"),
        get("varies by Accept", 200, SELECT, has_header("vary", "Accept")),
    ]
    for media_type in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"):
        cases.append(get(f"CONSTRUCT as {media_type}", 200, CONSTRUCT, is_graph(media_type), media_type))
        cases.append(Case(f"service description as {media_type}", (200,), headers={"Accept": media_type}, check=describes_service))
    cases.append(get("DESCRIBE gives RDF", 200, "DESCRIBE <http://example.org/nothing>", accept="text/turtle"))
    tables, graphs = ("json", "xml", "csv", "tsv"), ("ttl", "nt", "rdf", "jsonld")
    for name, query in (*((name, SELECT) for name in tables), *((name, CONSTRUCT) for name in graphs)):
        cases.append(get(f"format={name}", 200, query, accept="text/html", format=name))
    return cases


def bad_cases() -> list[Case]:
    """Requests that must be refused, each with its own status."""
    utf16 = "ASK {}".encode("utf-16")
    return [
        get("syntax error has its place", 400, "SELECT *\nWHERE {\n  ?s ?p ) .\n}", tells_place),
        get("empty query", 400, ""),
        Case("two queries in the address", (400,), params=(("query", "ASK {}"), ("query", "SELECT * {}"))),
        post("two queries in a form", 400, FORM, form(("query", "ASK {}"), ("query", "ASK {}"))),
        Case("query in the address and posted", (400,), "POST", (("query", "ASK {}"),), {"Content-Type": QUERY}, b"ASK {}"),
        post("form without a query", 400, FORM, form(("other", "x"))),
        post("wrong media type", 415, "text/plain", b"ASK {}"),
        post("multipart is not part of the protocol", 415, "multipart/form-data; boundary=x", b"--x--"),
        post("no media type", 415, None, b"ASK {}"),
        post("another character set", 415, f"{QUERY}; charset=UTF-16", utf16),
        post("bytes that are not UTF-8", 400, QUERY, b"ASK { BIND('\xff\xfe' AS ?x) }"),
        Case("percent-encoded bytes that are not UTF-8", (400,), "POST", (), {"Content-Type": FORM}, b"query=ASK%7B%7D%FF"),
        Case("PUT", (405,), "PUT", body=b"x", check=has_header("allow", "GET")),
        Case("DELETE", (405,), "DELETE", check=has_header("allow", "POST")),
        Case("PATCH", (405,), "PATCH", body=b"x"),
        get("update sent as a query", 400, "INSERT DATA { <x:a> <x:b> <x:c> }", says("read-only")),
        get("DROP ALL", 400, "DROP ALL", says("read-only")),
        get("LOAD", 400, "LOAD <http://127.0.0.1:1/>", says("read-only")),
        post("update parameter", 400, FORM, form(("update", "CLEAR ALL")), says("read-only")),
        post("update posted directly", 415, "application/sparql-update", b"CLEAR ALL", says("read-only")),
        Case("update via GET", (400,), params=(("update", "CLEAR ALL"),)),
        Case("100 KB address", (400, 413, 414, 431), params=(("query", "ASK { # " + "x" * 100_000),)),
        post("1 MB query", 413, QUERY, b"ASK { # " + b"x" * 1_000_000),
        post("1 MB query in a form", 413, FORM, form(("query", "ASK { # " + "x" * 1_000_000))),
        get("unknown format", 400, SELECT, format="docx"),
        get("SERVICE", 400, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", says("SERVICE")),
        get("5,000 nested braces", 400, "ASK " + "{" * 5000 + "}" * 5000),
        get("5,000 nested parentheses", 400, "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }"),
    ]


def web_cases() -> list[Case]:
    """Browsers of other sites, and caches."""
    origin = {"Origin": "http://example.org"}
    preflight = origin | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    return [
        Case(
            "CORS on an answer", (200,), params=(("query", "ASK {}"),), headers=origin, check=has_header("access-control-allow-origin", "*")
        ),
        Case("CORS on an error", (400,), params=(("query", "x"),), headers=origin, check=has_header("access-control-allow-origin", "*")),
        Case("CORS preflight", (200, 204), "OPTIONS", headers=preflight, check=has_header("access-control-allow-headers", "content-type")),
        Case(
            "no credentials",
            (200,),
            params=(("query", "ASK {}"),),
            headers=origin,
            check=lambda r: "access-control-allow-credentials" not in r.headers,
        ),
    ]


def dataset_cases(endpoint: Endpoint) -> list[Case]:
    """Default and named graphs, in the request and in the query. Finds two graphs of the endpoint itself."""
    found = json.loads(endpoint.ask("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g").body)["results"]["bindings"]
    names = [row["g"]["value"] for row in found]
    if len(names) < 2:
        print("  fewer than two named graphs: the dataset cases are left out")
        return []
    sizes = {name: endpoint.number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}") for name in names}
    one, two = sorted(names, key=sizes.__getitem__)[-2:]
    both = f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g IN (<{one}>, <{two}>)) }} }} }}"
    merged = endpoint.number(both)
    default, named = "default-graph-uri", "named-graph-uri"

    def asked(name: str, query: str, expected: int, *graphs: tuple[str, str], method: str = "GET") -> Case:
        pairs = (("query", query), *graphs)
        if method == "GET":
            return Case(name, (200,), params=pairs, headers={"Accept": JSON}, check=counts(expected))
        if method == "form":
            return post(name, 200, FORM, form(*pairs), counts(expected))
        return Case(name, (200,), "POST", graphs, {"Accept": JSON, "Content-Type": QUERY}, query.encode(), counts(expected))

    own = COUNT.replace("WHERE", f"FROM <{two}> WHERE")
    own_named = COUNT_NAMED.replace("WHERE", f"FROM NAMED <{two}> WHERE")
    everything = endpoint.number("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }")
    return [
        asked("the default graph is the union", COUNT, everything),
        asked("one default graph", COUNT, sizes[one], (default, one)),
        asked("two default graphs are merged", COUNT, merged, (default, one), (default, two)),
        asked("default graph in a form", COUNT, sizes[one], (default, one), method="form"),
        asked("default graph with a direct POST", COUNT, sizes[one], (default, one), method="direct"),
        asked("a default graph leaves no named graphs", COUNT_NAMED, 0, (default, one)),
        asked("one named graph", COUNT_NAMED, sizes[two], (named, two)),
        asked("two named graphs", COUNT_NAMED, sizes[one] + sizes[two], (named, one), (named, two)),
        asked("named graphs leave the default graph empty", COUNT, 0, (named, one)),
        asked("default and named graphs", COUNT_NAMED, sizes[two], (default, one), (named, two)),
        asked("an unknown default graph is empty", COUNT, 0, (default, NOWHERE)),
        asked("an unknown named graph is empty", COUNT_NAMED, 0, (named, NOWHERE)),
        asked("FROM", own, sizes[two]),
        asked("FROM NAMED", own_named, sizes[two]),
        asked("FROM NAMED leaves the default graph empty", own_named.replace("GRAPH ?g { ?s ?p ?o }", "?s ?p ?o"), 0),
        asked("FROM an unknown graph is empty", own.replace(two, NOWHERE), 0),
        asked("the request's dataset replaces FROM", own, sizes[one], (default, one)),
        asked("the request's dataset replaces FROM NAMED", own_named, sizes[one], (named, one)),
    ]


def run_cases(endpoint: Endpoint, cases: list[Case]) -> int:
    """Run cases in turn, print each, and return how many failed."""
    failed = 0
    for case in cases:
        try:
            reply = endpoint.send(case)
            passed = reply.status in case.wanted and case.check(reply)
            seen = f"{reply.status} {reply.media_type} {reply.body[:120]!r}"
        except (OSError, http.client.HTTPException, ValueError, KeyError, IndexError, ET.ParseError) as error:
            passed, seen = False, f"{type(error).__name__}: {error}"
        failed += not passed
        print(f"  {'pass' if passed else 'FAIL'}  {case.name}" + ("" if passed else f"   wanted {case.wanted}, got {seen}"))
    return failed


def main() -> int:
    """Check the endpoint named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="the endpoint's address, http://host:port/sparql")
    parser.add_argument("--hostile", action="store_true", help="also attack it; takes some minutes")
    arguments = parser.parse_args()
    endpoint = Endpoint(arguments.url)
    failed = total = 0
    for title, cases in (
        ("queries and formats", basic_cases()),
        ("datasets", dataset_cases(endpoint)),
        ("refusals", bad_cases()),
        ("web", web_cases()),
    ):
        print(title)
        total += len(cases)
        failed += run_cases(endpoint, cases)
    print(f"{total - failed} of {total} cases pass")
    if arguments.hostile:
        print("hostile clients")
        failed += hostile(endpoint)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

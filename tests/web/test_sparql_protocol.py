"""The SPARQL endpoint over real HTTP: a uvicorn on loopback, real workers, a real store."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from tests.waiting import GENEROUS, hurried, nobody_gives_way, until

from legalgraph.store.limits import Limits
from legalgraph.store.workers import QueryPool
from legalgraph.web.service_description import LIMITS, DatasetDescription
from legalgraph.web.sparql_protocol import DataFirst, SparqlEndpoint
from legalgraph.web.sparql_request import Refused, SparqlRequest
from legalgraph.web.sparql_request import parse as parse_request

JSON, XML, CSV, TSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"
TURTLE, NT, RDF, LD = "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"
FORM, QUERY, PROBLEM = "application/x-www-form-urlencoded", "application/sparql-query", "application/problem+json"
SELECT = "SELECT ?o { <http://e/0> ?p ?o } LIMIT 1"
CONSTRUCT = "CONSTRUCT WHERE { <http://e/0> ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Server:
    """The endpoint in this process, and what the tests need to look behind it."""

    def __init__(self, url: str, pool: QueryPool) -> None:
        self.url = url
        self.pool = pool
        self.client = httpx.Client(base_url=url, timeout=GENEROUS, headers={"Accept-Encoding": "identity"})

    def ask(self, query: str, accept: str | None = JSON, **params: str) -> httpx.Response:
        """Send a query with GET."""
        return self.client.get("/sparql", params={"query": query, **params}, headers={"Accept": accept} if accept else {})

    def send(
        self, method: str, body: bytes = b"", content_type: str = "", params: Any = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Send whatever request."""
        typed = {"Content-Type": content_type} if content_type else {}
        return self.client.request(method, "/sparql", content=body, params=params, headers={**typed, **(headers or {})})


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    config = uvicorn.Config(app, port=0, log_level="critical", ws="none", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def page(request: Request) -> Response:
    return HTMLResponse(f"page: {request.state.sparql.query}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("store")
    store = Store(str(folder))
    for index in range(5000):
        graph = NamedNode("http://e/one" if index % 5 else "http://e/two")
        store.add(Quad(NamedNode(f"http://e/{index}"), NamedNode("http://e/says"), Literal(f"điều {index}", language="vi"), graph))
    store.flush()
    limits = Limits(timeout_s=GENEROUS, stream_s=240, stall_s=60, memory_mb=300, queue=4, max_query_bytes=64 * 1024)
    pool = QueryPool(folder, limits, snapshot="s1")
    data = DatasetDescription("Invented data", 5000, {"http://e/one": 4000, "http://e/two": 1000})
    app = DataFirst()
    app.endpoint = app.first = endpoint = SparqlEndpoint(lambda: pool, lambda: data, page)
    app.include_router(endpoint.router())
    with serving(app) as url:
        server = Server(url, pool)
        yield server
        server.client.close()
    pool.close()


FORMATS = [
    (SELECT, None, JSON, '"value":"điều 0"'),
    (SELECT, "*/*", JSON, "bindings"),
    (SELECT, XML, XML, '<literal xml:lang="vi">điều 0</literal>'),
    (SELECT, CSV, "text/csv; charset=utf-8", "o\r\nđiều 0\r\n"),
    (SELECT, TSV, "text/tab-separated-values; charset=utf-8", '?o\n"điều 0"@vi\n'),
    (SELECT, "application/json", "application/json", "bindings"),
    (SELECT, "application/xml", "application/xml", "<sparql"),
    (SELECT, f"{JSON};q=0.1, {XML};q=0.2", XML, "<sparql"),
    (SELECT, f"text/turtle, {CSV};q=0.5", "text/csv; charset=utf-8", "o\r\n"),
    ("ASK {}", JSON, JSON, '{"head":{},"boolean":true}'),
    ("ASK {}", XML, XML, "<boolean>true</boolean>"),
    (CONSTRUCT, None, "text/turtle; charset=utf-8", "điều 0"),
    (CONSTRUCT, NT, NT, '<http://e/0> <http://e/says> "điều 0"@vi .\n'),
    (CONSTRUCT, RDF, RDF, "<rdf:RDF"),
    (CONSTRUCT, LD, LD, '"@language":"vi"'),
    ("DESCRIBE <http://e/0>", TURTLE, "text/turtle; charset=utf-8", "điều 0"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "accept", "content_type", "part"), FORMATS)
def test_answers_in_the_format_asked_for(server: Server, query: str, accept: str | None, content_type: str, part: str) -> None:
    reply = server.ask(query, accept)
    assert (reply.status_code, reply.headers["content-type"]) == (200, content_type)
    assert part in reply.text
    assert reply.headers["vary"] == "Accept"


SHORTCUTS = [
    ("json", JSON),
    ("xml", XML),
    ("csv", CSV),
    ("tsv", TSV),
    ("ttl", TURTLE),
    ("nt", NT),
    ("rdf", RDF),
    ("jsonld", LD),
    (JSON, JSON),
    ("CSV", CSV),
]


@pytest.mark.parametrize(("name", "media_type"), SHORTCUTS)
def test_format_overrides_accept(server: Server, name: str, media_type: str) -> None:
    reply = server.ask(CONSTRUCT if media_type in (TURTLE, NT, RDF, LD) else SELECT, BROWSER, format=name)
    assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (200, media_type)


# The parameters with which SPARQLWrapper asks for a format, whatever Accept says.
WRAPPED = [
    (SELECT, [("format", "tsv"), ("format", TSV), ("output", "tsv"), ("results", "tsv")], TSV),
    (CONSTRUCT, [("format", "xml"), ("output", "xml")], RDF),
    (CONSTRUCT, [("format", "turtle"), ("output", "turtle")], TURTLE),
    (CONSTRUCT, [("format", "n3"), ("output", "n3")], TURTLE),
    (CONSTRUCT, [("format", "json"), ("output", "json")], LD),
    (CONSTRUCT, [("format", "json-ld"), ("format", f"{LD},application/x-json+ld")], LD),
    (CONSTRUCT, [("format", "rdf+xml"), ("format", RDF)], RDF),
    (SELECT, [("format", "")], JSON),
]  # fmt: skip


@pytest.mark.parametrize(("query", "sent", "media_type"), WRAPPED)
def test_formats_by_the_names_of_other_programs(server: Server, query: str, sent: list[tuple[str, str]], media_type: str) -> None:
    reply = server.send("GET", params=[("query", query), *sent])
    assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (200, media_type)


WAYS = [
    ("GET", b"", "", {"query": COUNT}),
    ("POST", urlencode({"query": COUNT}).encode(), FORM, None),
    ("POST", urlencode({"query": COUNT}).encode(), f"{FORM}; charset=UTF-8", None),
    ("POST", COUNT.encode(), QUERY, None),
    ("POST", COUNT.encode(), 'Application/SPARQL-Query; charset="utf-8"', None),
]


@pytest.mark.parametrize(
    ("graphs", "count"), [((), 5000), (("default-graph-uri", "http://e/two"), 1000), (("named-graph-uri", "http://e/two"), 0)]
)
@pytest.mark.parametrize(("method", "body", "content_type", "params"), WAYS)
def test_every_way_of_asking(
    server: Server, method: str, body: bytes, content_type: str, params: Mapping[str, str] | None, graphs: tuple[str, ...], count: int
) -> None:
    pairs = [*(params or {}).items(), *([(graphs[0], graphs[1])] if graphs else [])]
    if graphs and content_type.startswith(FORM):
        body, pairs = body + b"&" + urlencode({graphs[0]: graphs[1]}).encode(), []
    reply = server.send(method, body, content_type, pairs, headers={"Accept": CSV})
    assert (reply.status_code, reply.text) == (200, f"n\r\n{count}\r\n")


REFUSALS: list[tuple[str, bytes, str, Any, int, str, str]] = [
    ("GET", b"", "", {"query": "SELECT *\n{ ?s ?p ) }"}, 400, "bad-query", "line 2, column 9"),
    ("GET", b"", "", {"query": ""}, 400, "bad-query", "the query is empty"),
    ("GET", b"", "", {"query": " \n"}, 400, "bad-query", "the query is empty"),
    ("GET", b"", "", {"format": "json", "query": ""}, 400, "bad-query", "the query is empty"),
    ("GET", b"", "", {"query": "", "default-graph-uri": "http://e/one"}, 400, "bad-query", "the query is empty"),
    ("POST", b"query=", FORM, None, 400, "bad-query", "the query is empty"),
    ("POST", b"query", FORM, None, 400, "bad-query", "the query is empty"),
    ("POST", b"", QUERY, None, 400, "bad-query", "the query is empty"),
    ("GET", b"", "", {"query": "CLEAR ALL"}, 400, "bad-query", "read-only"),
    ("GET", b"", "", {"query": "ASK { SERVICE <http://127.0.0.1/> {} }"}, 400, "bad-query", "SERVICE is refused"),
    ("GET", b"", "", {"query": "ASK " + "{" * 5000 + "}" * 5000}, 400, "bad-query", "nested"),
    ("GET", b"", "", {"query": "ASK {}", "default-graph-uri": "not an iri"}, 400, "bad-query", "IRI"),
    ("GET", b"", "", [("query", "ASK {}"), ("query", "ASK {}")], 400, "bad-request", "more than once"),
    ("GET", b"", "", {"query": "ASK {}", "format": "docx"}, 400, "bad-request", "docx is unknown"),
    ("GET", b"", "", {"query": "ASK {}", "format": "ttl"}, 406, "not-acceptable", "json, xml, csv, tsv"),
    ("GET", b"", "", {"default-graph-uri": "http://e/one"}, 400, "bad-request", "query is missing"),
    ("GET", b"", "", {"update": "CLEAR ALL"}, 400, "read-only", "read-only"),
    ("POST", b"", "", None, 415, "unsupported-media-type", "names no Content-Type"),
    ("POST", b"ASK {}", "", None, 415, "unsupported-media-type", "names no Content-Type"),
    ("POST", b"ASK {}", "text/plain", None, 415, "unsupported-media-type", "not text/plain"),
    ("POST", b"--x--", "multipart/form-data; boundary=x", None, 415, "unsupported-media-type", "multipart"),
    ("POST", b"CLEAR ALL", "application/sparql-update", None, 415, "read-only", "read-only"),
    ("POST", b"update=CLEAR+ALL", FORM, None, 400, "read-only", "read-only"),
    ("POST", b"other=x", FORM, None, 400, "bad-request", "query is missing"),
    ("POST", b"query=ASK%7B%7D%FF", FORM, None, 400, "bad-request", "UTF-8"),
    ("POST", b"ASK { BIND('\xff' AS ?x) }", QUERY, None, 400, "bad-request", "byte 13"),
    ("POST", "ASK {}".encode("utf-16"), f"{QUERY}; charset=utf-16", None, 415, "unsupported-media-type", "utf-16"),
    ("POST", b"ASK {}", QUERY, {"query": "ASK {}"}, 400, "bad-request", "more than once"),
    ("POST", b"ASK {} #" + b"x" * 70_000, QUERY, None, 413, "query-too-large", "65,536"),
    ("POST", b"ASK {} #" + b"x" * 1_000_000, QUERY, None, 413, "query-too-large", "65,536"),
    ("POST", b"query=ASK+%7B%7D+%23" + b"x" * 70_000, FORM, None, 413, "query-too-large", "65,536"),
    ("POST", b"query=ASK+%7B%7D+%23" + b"x" * 1_000_000, FORM, None, 413, "query-too-large", "allowed"),
    ("POST", b"&".join([b"a=b"] * 300), FORM, None, 400, "bad-request", "200 parameters"),
    ("PUT", b"x", "", None, 405, "method-not-allowed", "PUT"),
    ("DELETE", b"", "", None, 405, "method-not-allowed", "DELETE"),
    ("PATCH", b"x", "", None, 405, "method-not-allowed", "PATCH"),
    ("GET", b"", "", {"query": ENDLESS}, 503, "query-timeout", "within 0.5 seconds"),
    ("GET", b"", "", {"query": LARGE + " ORDER BY ?c ?f"}, 503, "query-too-demanding", "memory"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "body", "content_type", "params", "status", "code", "words"), REFUSALS)
def test_refuses_in_words(
    server: Server, method: str, body: bytes, content_type: str, params: Any, status: int, code: str, words: str
) -> None:
    with hurried(server.pool, timeout_s=0.5) if code == "query-timeout" else nullcontext():
        reply = server.send(method, body, content_type, params)
    assert (reply.status_code, reply.headers["content-type"]) == (status, PROBLEM)
    problem = reply.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert words in problem["detail"]
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["cache-control"] == "no-store"
    if status == 405:
        assert reply.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_gives_the_place_of_an_error_as_numbers_and_as_text(server: Server) -> None:
    query = "SELECT *\n{ ?s ?p ) }"
    problem = server.ask(query).json()
    assert (problem["line"], problem["column"]) == (2, 9)
    plain = server.ask(query, "text/csv, text/plain;q=0.5")
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert plain.text.startswith("line 2, column 9: ")


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "image/png"), (SELECT, TURTLE), (CONSTRUCT, CSV), (SELECT, "*/*;q=0")])
def test_says_what_it_could_answer_in(server: Server, query: str, accept: str) -> None:
    reply = server.ask(query, accept)
    assert reply.status_code == 406
    assert (TURTLE if query is CONSTRUCT else JSON) in reply.json()["detail"]


def test_a_chunked_body_is_limited_too(server: Server) -> None:
    reply = server.client.post("/sparql", content=(b"x" * 1000 for _ in range(200)), headers={"Content-Type": QUERY})
    assert reply.status_code == 413


def test_a_body_that_announces_too_much_is_not_read(server: Server) -> None:
    with socket.create_connection(server.client.base_url.netloc.decode().split(":")) as connection:  # type: ignore[arg-type]
        connection.sendall(f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\nContent-Length: 99999999\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


def test_head_answers_as_get_without_the_body(server: Server) -> None:
    get, head = server.ask(SELECT), server.send("HEAD", params={"query": SELECT}, headers={"Accept": JSON})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "vary", "cache-control"):
        assert head.headers[name] == get.headers[name]
    assert server.send("HEAD", params={"query": "x"}).status_code == 400
    assert server.send("HEAD", params={"query": LARGE}).status_code == 200


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT, "SELECT", COUNT])
def test_the_way_through_the_application_answers_alike(server: Server, query: str) -> None:
    answers = [server.client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": coding}) for coding in ("identity", "gzip")]
    direct, routed = ((answer.status_code, answer.content, {**answer.headers, "server-timing": "", "date": ""}) for answer in answers)
    assert direct == routed


def test_a_trailing_slash_changes_nothing(server: Server) -> None:
    assert server.client.get("/sparql/", params={"query": "ASK {}"}).json() == {"head": {}, "boolean": True}


def test_answers_pages_of_other_sites(server: Server) -> None:
    preflight = {"Origin": "http://e", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type, x-more"}
    reply = server.send("OPTIONS", headers=preflight)
    assert reply.status_code == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["access-control-allow-headers"] == "content-type, x-more"
    assert "POST" in reply.headers["access-control-allow-methods"]
    simple = server.ask(SELECT)
    assert simple.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in simple.headers


@pytest.mark.parametrize(
    ("accept", "format"),
    [(TURTLE, RdfFormat.TURTLE), (NT, RdfFormat.N_TRIPLES), (RDF, RdfFormat.RDF_XML), (LD, RdfFormat.JSON_LD), ("*/*", RdfFormat.TURTLE)],
)
def test_describes_itself_without_a_query(server: Server, accept: str, format: RdfFormat) -> None:
    reply = server.client.get("/sparql", headers={"Accept": accept})
    assert reply.status_code == 200
    sd, store = "http://www.w3.org/ns/sparql-service-description#", Store()
    store.extend(parse(reply.content, format=format))
    service = NamedNode(f"{server.url}/sparql")

    def values(predicate: str, subject: Any = service) -> set[str]:
        return {str(quad.object).strip("<>") for quad in store.quads_for_pattern(subject, NamedNode(sd + predicate), None)}

    assert values("endpoint") == {service.value}
    assert values("feature") == {f"{sd}UnionDefaultGraph"}
    assert values("supportedLanguage") == {f"{sd}SPARQL11Query"}
    assert values("name", None) == {"http://e/one", "http://e/two"}
    assert len(values("resultFormat")) == 8
    told = {quad.predicate.value.removeprefix(LIMITS): quad.object.value for quad in store.quads_for_pattern(service, None, None)
            if quad.predicate.value.startswith(LIMITS) and isinstance(quad.object, Literal)}  # fmt: skip
    assert told == {
        "seconds": "120", "readingSeconds": "240", "pauseSeconds": "60", "memoryBytes": str(300 << 20), "answerBytes": str(256 << 20),
        "queryBytes": "65536", "nesting": "100", "atOnce": "2", "aside": "0", "waiting": "4",
    }  # fmt: skip
    comment = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    assert all(len(list(store.quads_for_pattern(NamedNode(LIMITS + name), comment, None))) == 2 for name in told)


def test_without_a_query_a_table_is_refused(server: Server) -> None:
    reply = server.client.get("/sparql", headers={"Accept": JSON})
    assert reply.status_code == 400
    assert "query is missing" in reply.json()["detail"]


@pytest.mark.parametrize("query", [None, "ASK {}", "not a query"])
def test_people_get_the_page(server: Server, query: str | None) -> None:
    reply = server.client.get("/sparql", params={"query": query} if query else {}, headers={"Accept": BROWSER})
    assert (reply.status_code, reply.text) == (200, f"page: {query}")
    assert reply.headers["vary"] == "Accept"
    if query:
        posted = server.send("POST", urlencode({"query": query}).encode(), FORM, headers={"Accept": BROWSER})
        assert posted.text == f"page: {query}"


def test_an_answer_is_not_sent_twice(server: Server) -> None:
    first = server.ask(SELECT)
    assert first.headers["cache-control"] == "no-cache"
    again = server.send("GET", params={"query": SELECT}, headers={"Accept": JSON, "If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = server.send("GET", params={"query": SELECT}, headers={"Accept": XML, "If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    assert other.headers["etag"] != first.headers["etag"]


def test_an_answer_of_the_moment_is_not_kept(server: Server) -> None:
    reply = server.ask("SELECT (RAND() AS ?r) {}")
    assert "etag" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"
    assert "query;dur=" in reply.headers["server-timing"]


def test_another_snapshot_has_other_tags(server: Server) -> None:
    path, before = server.pool._store_path, server.ask(SELECT).headers["etag"]
    server.pool.switch(path, "s2")
    after = server.ask(SELECT).headers["etag"]
    server.pool.switch(path, "s1")
    assert before != after
    assert server.ask(SELECT).headers["etag"] == before


def open_request(server: Server, query: str) -> socket.socket:
    """Send a query and read nothing yet."""
    address = server.client.base_url
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(GENEROUS)
    connection.connect((address.host, address.port))
    connection.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return connection


def load(server: Server) -> tuple[int, int]:
    """How many queries run and wait."""
    now = server.pool.load()
    return now.running, now.waiting


def test_a_client_that_leaves_frees_the_worker(server: Server) -> None:
    connections = [open_request(server, ENDLESS) for _ in range(2)]
    until(lambda: load(server) == (2, 0))
    for connection in connections:
        connection.close()
    until(lambda: load(server) == (0, 0), GENEROUS / 2)  # the two would have run for all of it
    assert server.ask(SELECT).status_code == 200


def test_a_client_that_does_not_read_is_cut_off(server: Server) -> None:
    connections = [open_request(server, LARGE) for _ in range(2)]
    until(lambda: len(server.pool._running) == 2 and all(query.answering for query in server.pool._running))
    with hurried(server.pool, stall_s=0.2):
        until(lambda: load(server) == (0, 0))
    assert server.ask(SELECT).status_code == 200
    for connection in connections:
        received = b"".join(iter(lambda: connection.recv(1 << 20), b""))  # noqa: B023  used up in this round
        assert received.startswith(b"HTTP/1.1 200 OK")
        assert not received.endswith(b"0\r\n\r\n")  # the end of a chunked body that is complete
        connection.close()


@pytest.mark.slow
def test_others_are_served_during_an_attack(server: Server) -> None:
    attackers = [open_request(server, ENDLESS) for _ in range(5)]
    until(lambda: load(server) == (2, 3))
    began = time.monotonic()
    assert server.ask(SELECT).status_code == 200
    assert time.monotonic() - began < GENEROUS / 2  # each of them would have had all of it
    for attacker in attackers:
        attacker.close()
    until(lambda: load(server) == (0, 0))


def test_too_many_are_asked_to_come_back(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_gives_way(monkeypatch)
    connections = [open_request(server, ENDLESS) for _ in range(6)]
    until(lambda: load(server) == (2, 4))
    reply = server.ask(SELECT)
    for connection in connections:
        connection.close()
    assert (reply.status_code, reply.json()["code"]) == (503, "busy")
    assert int(reply.headers["retry-after"]) > 0
    until(lambda: load(server) == (0, 0))


def test_service_never_connects(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        service = f"<http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }}"
        for query in (f"ASK {{ SERVICE {service} }}", f"ASK {{ SERV\\u0049CE {service} }}", f"ASK {{ ?s ?p trueSERVICE{service} }}"):
            assert server.ask(query).status_code == 400
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_broken_store_tells_nothing_about_the_server(server: Server, tmp_path: Path) -> None:
    path = server.pool._store_path
    server.pool.switch(tmp_path / "gone", "gone")
    reply = server.ask(SELECT)
    server.pool.switch(path, "s1")
    assert (reply.status_code, reply.json()["code"]) == (500, "internal")
    assert str(tmp_path) not in reply.text


def test_is_part_of_the_openapi_document(server: Server) -> None:
    paths = server.client.get("/openapi.json").json()["paths"]
    assert [key for key in paths if "sparql" in key] == ["/sparql"]
    operations = paths["/sparql"]
    assert set(operations) == {"get", "post"}
    assert [one["name"] for one in operations["get"]["parameters"]] == ["query", "default-graph-uri", "named-graph-uri", "format"]
    assert set(operations["post"]["requestBody"]["content"]) == {FORM, QUERY}


def test_a_request_is_understood_without_a_server() -> None:
    url = "default-graph-uri=http://e/a&named-graph-uri=http://e/b&named-graph-uri=http://e/c&format=csv"
    expected = SparqlRequest("ASK {}", ("http://e/a",), ("http://e/b", "http://e/c"), "csv")
    assert parse_request(url, QUERY, b"ASK {}") == expected
    assert parse_request("", FORM, f"query=ASK+%7B%7D&{url}".encode()) == expected
    assert parse_request("other=1") == SparqlRequest(None)
    assert parse_request("format=tsv&format=&format=text/csv").format == "tsv,text/csv"
    with pytest.raises(Refused, match="more than once"):
        parse_request("query=ASK+%7B%7D&query=ASK+%7B%7D")


@given(st.text('aA0f%=+& \r\n"_é', max_size=12), st.text(max_size=20))
@example("%e1%BA%a5=%3d", "SELECT * { ?thu\u1ebf ?b '=%zz' }")
@example("=\n", "=\r\n")
@example("Ã©", "")
def test_the_short_way_reads_a_query_as_the_long_one_does(raw: str, query: str) -> None:
    for text in (f"query={raw}", f"query={quote_plus(query)}", f"query={quote(query)}"):
        try:
            expected = dict(parse_qsl(text, keep_blank_values=True, errors="strict")).get("query")
        except UnicodeDecodeError:
            with pytest.raises(Refused, match="UTF-8"):
                parse_request(text)
        else:
            assert parse_request(text).query == expected

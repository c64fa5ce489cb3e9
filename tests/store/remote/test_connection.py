"""What happens between us and an engine when things go wrong, with small servers in its place."""

import base64
import gc
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from tests.store.remote.http import Answer, engine, table, truth

from legalgraph.errors import Busy, EngineUnavailable, LegalGraphError, QueryError, QueryLimit, QueryTimeout, StoreError
from legalgraph.store.engine import Row
from legalgraph.store.limits import Limits
from legalgraph.store.remote.answers import RemoteQueries
from legalgraph.store.remote.connection import Breaker, Connection, Credentials, checked_address
from legalgraph.store.remote.engine import Dataset, RemoteEngine
from legalgraph.store.remote.push import pieces
from legalgraph.store.remote.statement import Statement, loading, statement_in

CSV = "text/csv"
SELECT = "SELECT ?x WHERE { ?x ?p ?o }"


def test_a_dropped_read_is_tried_again() -> None:
    asked: list[str] = []

    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer | None:
        asked.append(query)
        return {1: None, 2: (503, {"Retry-After": "0"}, b"starting")}.get(len(asked), table("a"))

    with engine(answer) as address, closing(Connection(address)) as connection:
        assert RemoteEngine(connection).select(SELECT) == [{"x": Literal("a")}]
    assert len(asked) == 3


REFUSALS: list[tuple[Answer, type[LegalGraphError], str]] = [
    ((400, {}, b"parse error at 1:2"), QueryError, "parse error at 1:2"),
    ((500, {}, b"Virtuoso 37000 Error SP030: syntax\n\nSPARQL query:\nx"), QueryError, "SP030: syntax$"),
    ((500, {}, b"Virtuoso S1T00 Error SR171: Transaction timed out"), QueryTimeout, "gave up"),
    ((500, {}, b"out of disk"), StoreError, "failed: 500 out of disk"),
    ((401, {}, b""), StoreError, "LEGALGRAPH_ENDPOINT_USER"),
    ((404, {"Content-Type": "text/html"}, b"<h1>Not here</h1>"), StoreError, "no SPARQL query service: it answers 404 Not here"),
    ((302, {"Location": "http://127.0.0.1/other"}, b""), StoreError, "leads on to http://127.0.0.1/other"),
    ((200, {"Content-Type": "text/html"}, b"<html>"), StoreError, "no SPARQL results in JSON"),
]


@pytest.mark.parametrize(("told", "kind", "words"), REFUSALS)
def test_what_an_engine_refuses_is_said_once_and_in_words(told: Answer, kind: type[LegalGraphError], words: str) -> None:
    asked: list[str] = []

    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer:
        asked.append(query)
        return told

    with engine(answer) as address, closing(Connection(address)) as connection, pytest.raises(kind, match=words):
        RemoteEngine(connection).select(SELECT)
    assert len(asked) == 1


def test_a_dead_engine_costs_nothing_until_a_try_is_due() -> None:
    now, asked, dead = [0.0], list[str](), [True]

    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer | None:
        asked.append(query)
        return None if dead[0] else truth()

    breaker = Breaker(clock=lambda: now[0])
    with engine(answer) as address, closing(Connection(address, breaker=breaker, tries=2)) as connection:
        remote = RemoteEngine(connection)
        with pytest.raises(EngineUnavailable, match=f"the SPARQL engine at {re.escape(address)} cannot be reached"):
            remote.ask("ASK { ?s ?p ?o }")
        assert len(asked) == 2
        for _ in range(50):
            with pytest.raises(EngineUnavailable):
                remote.ask("ASK { ?s ?p ?o }")
        assert len(asked) == 2
        now[0] += 0.6
        with pytest.raises(EngineUnavailable):
            remote.ask("ASK { ?s ?p ?o }")
        assert asked[2:] == ["ASK { }"]  # one small question, and none of the real ones
        dead[0] = False
        now[0] += 0.6
        with pytest.raises(EngineUnavailable):
            remote.ask("ASK { ?s ?p ?o }")  # the pause has doubled
        now[0] += 0.6
        assert remote.ask("ASK { ?s ?p ?o }")
        assert breaker.why == ""


def test_one_slow_query_says_nothing_of_the_engine_and_three_do() -> None:
    release = threading.Event()

    def answer(_query: str, _: BaseHTTPRequestHandler) -> Answer:
        release.wait(5)
        return truth()

    with engine(answer) as address, closing(Connection(address, timeout_s=0.1)) as connection:
        for _ in range(3):
            assert connection.breaker.why == ""
            with pytest.raises(QueryTimeout, match="no answer within"):
                RemoteEngine(connection).ask("ASK { ?s ?p ?o }")
        assert "no answer" in connection.breaker.why
        release.set()


def test_the_password_goes_where_it_is_asked_for_and_nowhere_else() -> None:
    def answer(_query: str, request: BaseHTTPRequestHandler) -> Answer:
        given = request.headers.get("authorization", "")
        if given == f"Basic {base64.b64encode(b'me:secret').decode()}":
            return truth()
        return 401, {"WWW-Authenticate": 'Basic realm="x"'}, b""

    login = Credentials.of({"LEGALGRAPH_ENDPOINT_USER": "me", "LEGALGRAPH_ENDPOINT_PASSWORD": "secret", "LEGALGRAPH_ENDPOINT_TOKEN": ""})
    assert "secret" not in repr(login)
    with engine(answer) as address, closing(Connection(address, login)) as connection:
        assert RemoteEngine(connection).ask("ASK { ?s ?p ?o }")


@pytest.mark.parametrize("address", ["ftp://e/", "127.0.0.1:7878", "http:///query", "http://e/#x", "http://me:secret@e/query", ""])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(StoreError, match="--endpoint") as refused:
        checked_address(address)
    assert "secret" not in str(refused.value)


def test_what_an_engine_cuts_off_is_asked_for_in_pages() -> None:
    everything = [str(number) for number in range(25)]

    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer:
        found = re.search(r"LIMIT (\d+) OFFSET (\d+)$", query)
        size, start = (int(found[1]), int(found[2])) if found else (10, 0)
        return table(*everything[start : start + min(size, 10)])

    with engine(answer) as address, closing(Connection(address)) as connection:
        assert len(RemoteEngine(connection).select(SELECT)) == 10
        rows = RemoteEngine(connection, Dataset(most_rows=10)).select(SELECT)
    assert [row["x"] for row in rows] == [Literal(number) for number in everything]


@pytest.fixture
def slow() -> Iterator[tuple[RemoteQueries, threading.Event]]:
    """Strangers' queries over an engine that answers when it is told to: two at once, one more may wait."""
    release = threading.Event()

    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer:
        if "slow" in query:
            release.wait(10)
        return table(*(["x" * 1000] * (2000 if "long" in query else 2)))

    limits = Limits(size=2, queue=1, timeout_s=0.6, stream_s=2, stall_s=0.3, max_result_bytes=2_050_000)
    with engine(answer) as address, closing(Connection(address)) as connection, closing(RemoteQueries(connection, limits=limits)) as queries:
        queries.take_up("s1", Dataset())
        yield queries, release
        release.set()


def test_strangers_queries_have_a_deadline_and_leave_their_place(slow: tuple[RemoteQueries, threading.Event]) -> None:
    queries, _ = slow
    for _ in range(3):
        with pytest.raises(QueryTimeout, match=r"within 0\.6 seconds"):
            queries.run(f"{SELECT} # slow", CSV)
    with queries.run(SELECT, CSV) as answer:
        assert (b"".join(answer).splitlines()[0], answer.snapshot) == (b"x", "s1")
    _settled(queries)


def test_too_many_strangers_are_turned_away(slow: tuple[RemoteQueries, threading.Event]) -> None:
    queries, release = slow
    threads = [threading.Thread(target=_try, args=(queries,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 5
    while queries.load().waiting < 1 and time.monotonic() < until:
        time.sleep(0.01)
    with pytest.raises(Busy):
        queries.run(SELECT, CSV)
    release.set()
    for thread in threads:
        thread.join()
    _settled(queries)


def test_a_cancelled_query_ends_at_once_and_one_that_nobody_reads_soon(slow: tuple[RemoteQueries, threading.Event]) -> None:
    queries, _ = slow
    waiting = queries.prepare(f"{SELECT} # slow", CSV)
    threading.Timer(0.1, waiting.cancel).start()
    with pytest.raises(QueryTimeout, match="cancelled"):
        waiting.start()
    unread = queries.run(f"{SELECT} # long", CSV)
    _settled(queries)
    with pytest.raises(QueryTimeout, match="nobody took"):
        list(unread)


# The engine's serialiser tells Python of an error once more when it is dropped.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_answers_have_a_largest_size(slow: tuple[RemoteQueries, threading.Event]) -> None:
    queries, _ = slow
    with queries.run(f"{SELECT} # long", CSV) as answer:
        assert len(b"".join(answer)) > 2_000_000
    with pytest.raises(QueryLimit, match="2,050,000"), queries.run(f"{SELECT} # long", "application/sparql-results+xml") as answer:
        list(answer)
    _settled(queries)
    gc.collect()


def _try(queries: RemoteQueries) -> None:
    with suppress(LegalGraphError):
        queries.run(f"{SELECT} # slow", CSV).close()


def _settled(queries: RemoteQueries) -> None:
    until = time.monotonic() + 5
    while queries.load().running:
        assert time.monotonic() < until
        time.sleep(0.01)


A, P = NamedNode("http://e/a"), NamedNode("http://e/p")


def test_pieces_are_bounded_in_triples_and_bytes() -> None:
    triples = [Triple(A, P, Literal("x" * (50 if number % 10 else 5000))) for number in range(100)]
    made = list(pieces(triples, most=7, most_bytes=2000))
    assert sum(n for _, n in made) == 100
    assert all(n <= 7 and (len(body) <= 2000 or n == 1) for body, n in made)
    assert b"".join(body for body, _ in made).count(b"\n") == 100


def test_a_statement_is_read_as_it_was_made() -> None:
    made = Statement("20360601T000000Z-1", {"created": "2036-06-01", "counts": {"văn bản": 3}}, {"http://e/g": 7})
    assert statement_in(_rows(made.stated()), "here") == made
    assert statement_in([], "here") is None
    with pytest.raises(EngineUnavailable, match="being loaded with snapshot s2"):
        statement_in(_rows(loading("s2")), "here")
    with pytest.raises(StoreError, match="push again"):
        statement_in(_rows([made.stated()[0], Triple(A, made.stated()[1].predicate, Literal("{"))]), "here")


def _rows(triples: list[Triple]) -> list[Row]:
    return [{"p": t.predicate, "o": t.object} for t in triples if isinstance(t.object, NamedNode | Literal)]

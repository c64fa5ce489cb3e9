"""What happens between us and an engine when things go wrong, with small servers in its place."""

import base64
import gc
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from tests.store.remote.http import Answer, engine, table, truth
from tests.waiting import GENEROUS, until

from legalgraph.errors import Busy, EngineUnavailable, LegalGraphError, QueryError, QueryLimit, QueryTimeout, StoreError
from legalgraph.store.engine import Row
from legalgraph.store.limits import Limits
from legalgraph.store.remote import conversation
from legalgraph.store.remote.answers import RemoteQueries
from legalgraph.store.remote.connection import Breaker, Connection, Credentials, checked_address
from legalgraph.store.remote.engine import Dataset, RemoteEngine
from legalgraph.store.remote.push import pieces
from legalgraph.store.remote.statement import Statement, loading, statement_in

CSV = "text/csv"
SELECT = "SELECT ?x WHERE { ?x ?p ?o }"
SLOW, LONG = "SELECT ?x WHERE { ?x ?slow ?o }", "SELECT ?x WHERE { ?x ?long ?o }"


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
    ((503, {}, b"Query timed out"), QueryTimeout, "gave up: Query timed out"),
    ((429, {}, b"Operation timed out after 20 s"), QueryTimeout, "gave up"),
    ((408, {}, b"Query timeout"), QueryTimeout, "gave up"),
    ((500, {}, b"out of disk"), StoreError, "failed: 500 out of disk"),
    ((401, {}, b""), StoreError, "LEGALGRAPH_ENDPOINT_USER"),
    ((404, {"Content-Type": "text/html"}, b"<h1>Not here</h1>"), StoreError, "no SPARQL query service: it answers 404 Not here"),
    ((404, {"Content-Type": "text/html"}, b"<style>b { color: red }</style><h1>Not here</h1><script>x</script>"), StoreError, "answers 404 Not here$"),
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
        release.wait(GENEROUS)
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
            release.wait(GENEROUS)
        return table(*(["x" * 1000] * (2000 if "long" in query else 2)))

    limits = Limits(size=2, queue=1, timeout_s=GENEROUS, stream_s=GENEROUS, stall_s=GENEROUS, max_result_bytes=2_050_000)
    with engine(answer) as address, closing(Connection(address)) as connection, closing(RemoteQueries(connection, limits=limits)) as queries:
        queries.take_up("s1", Dataset())
        yield queries, release
        release.set()


@pytest.mark.slow
def test_strangers_queries_have_a_deadline_and_leave_their_place(slow: tuple[RemoteQueries, threading.Event]) -> None:
    queries, _ = slow
    patient, queries.limits = queries.limits, replace(queries.limits, timeout_s=0.6)
    for _ in range(3):
        with pytest.raises(QueryTimeout, match=r"within 0\.6 seconds"):
            queries.run(SLOW, CSV)
    queries.limits = patient
    with queries.run(SELECT, CSV) as answer:
        assert (b"".join(answer).splitlines()[0], answer.snapshot) == (b"x", "s1")
    _settled(queries)


def test_too_many_strangers_are_turned_away(slow: tuple[RemoteQueries, threading.Event]) -> None:
    queries, release = slow
    threads = [threading.Thread(target=_try, args=(queries,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: queries.load().waiting == 1)
    with pytest.raises(Busy):
        queries.run(SELECT, CSV)
    release.set()
    for thread in threads:
        thread.join()
    _settled(queries)


def test_a_cancelled_query_ends_at_once_and_one_that_nobody_reads_soon(slow: tuple[RemoteQueries, threading.Event]) -> None:
    queries, _ = slow
    queries.limits = replace(queries.limits, stall_s=0.3)
    waiting = queries.prepare(SLOW, CSV)
    threading.Timer(0.1, waiting.cancel).start()
    with pytest.raises(QueryTimeout, match="cancelled"):
        waiting.start()
    unread = queries.run(LONG, CSV)
    _settled(queries)
    begun = time.monotonic()
    with pytest.raises(QueryTimeout, match="nobody took"):
        list(unread)
    assert time.monotonic() - begun < GENEROUS, "the reader is told, and does not wait for its own time to be over"


# The engine's serialiser tells Python of an error once more when it is dropped.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_answers_have_a_largest_size(slow: tuple[RemoteQueries, threading.Event]) -> None:
    queries, _ = slow
    with queries.run(LONG, CSV) as answer:
        assert len(b"".join(answer)) > 2_000_000
    with pytest.raises(QueryLimit, match="2,050,000"), queries.run(LONG, "application/sparql-results+xml") as answer:
        list(answer)
    _settled(queries)
    gc.collect()


def _try(queries: RemoteQueries) -> None:
    with suppress(LegalGraphError):
        queries.run(SLOW, CSV).close()


def _settled(queries: RemoteQueries) -> None:
    until(lambda: queries.load().running == 0)


def _asked(told: Answer | None, query: str = SELECT) -> tuple[LegalGraphError, int, str]:
    """What a stranger gets from an engine that answers like that, how often it was asked, and why it counts as dead then."""
    asked: list[str] = []

    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer | None:
        asked.append(query)
        return told

    with engine(answer) as address, closing(Connection(address)) as connection, closing(RemoteQueries(connection)) as queries:
        queries.take_up("s1", Dataset())
        with pytest.raises(LegalGraphError) as refused:
            b"".join(queries.run(query, CSV))
        return refused.value, len(asked), connection.breaker.why


ONE_QUERY: list[tuple[Answer | None, type[LegalGraphError], str, int]] = [
    ((503, {}, b"Query timed out"), QueryTimeout, "gave up", 1),
    ((429, {}, b"Operation timed out"), QueryTimeout, "gave up", 1),
    ((503, {}, b"busy"), EngineUnavailable, "503 busy", 2),
    ((504, {}, b"Gateway timeout"), EngineUnavailable, "504", 2),
    (None, EngineUnavailable, "dropped the query", 2),
    ((400, {}, b"Virtuoso 22023 Error SR012: no such argument"), QueryError, "^Virtuoso 22023 Error SR012: no such argument$", 1),
]


@pytest.mark.parametrize(("told", "kind", "words", "asked"), ONE_QUERY)
def test_what_an_engine_says_to_one_stranger_says_nothing_to_others(
    told: Answer | None, kind: type[LegalGraphError], words: str, asked: int
) -> None:
    error, often, dead = _asked(told)
    assert (type(error), often, dead) == (kind, asked, "")
    assert re.search(words, str(error))


def test_an_answer_that_breaks_off_says_nothing_of_the_engine() -> None:
    def answer(query: str, request: BaseHTTPRequestHandler) -> Answer | None:
        if "ASK" in query:
            return truth()
        request.send_response(200)
        request.send_header("Content-Type", "application/sparql-results+json")
        request.send_header("Content-Length", "10000000")
        request.end_headers()
        request.wfile.write(table(*["x" * 1000] * 200)[2][:-10])
        return None

    with engine(answer) as address, closing(Connection(address)) as connection, closing(RemoteQueries(connection)) as queries:
        queries.take_up("s1", Dataset())
        with pytest.raises(EngineUnavailable, match="in the middle"), queries.run(SELECT, CSV) as broken:
            list(broken)
        assert connection.breaker.why == ""
        assert RemoteEngine(connection).ask("ASK { }")


def test_only_who_cannot_be_reached_is_dead_for_all() -> None:
    with engine(lambda *_: truth()) as address:
        pass
    with closing(Connection(address)) as connection, closing(RemoteQueries(connection)) as queries:
        queries.take_up("s1", Dataset())
        with pytest.raises(EngineUnavailable, match="cannot be reached"):
            queries.run(SELECT, CSV)
        assert connection.breaker.why != ""


def test_the_engines_own_words_are_not_replaced_by_a_guess() -> None:
    bracket = "SELECT ?x WHERE { ?x ?p ?o"
    assert str(_asked((400, {}, b"too many of those"), bracket)[0]) == "too many of those"
    assert "never closed" in str(_asked((400, {}, b"syntax error before end"), bracket)[0])


def test_a_query_cancelled_between_two_tries_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    again = threading.Event()

    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer | None:
        asked.append(query)
        again.set()
        return None

    monkeypatch.setattr(conversation, "pause_before", lambda _: GENEROUS)
    with engine(answer) as address, closing(Connection(address)) as connection, closing(RemoteQueries(connection)) as queries:
        queries.take_up("s1", Dataset())
        one = queries.prepare(SELECT, CSV)

        def leave() -> None:
            again.wait(GENEROUS)
            time.sleep(0.2)
            one.cancel()

        threading.Thread(target=leave, daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(QueryTimeout, match="cancelled"):
            one.start()
        _settled(queries)
        assert time.monotonic() - begun < GENEROUS / 2
    assert len(asked) == 1


def test_a_connection_that_opens_after_the_query_was_stopped_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    traced = conversation.RemoteAnswer._traced

    def stopped(self: conversation.RemoteAnswer, event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            self.cancel()
        traced(self, event, info)

    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer | None:
        asked.append(query)
        return table("a")

    monkeypatch.setattr(conversation.RemoteAnswer, "_traced", stopped)
    with engine(answer) as address, closing(Connection(address)) as connection, closing(RemoteQueries(connection)) as queries:
        queries.take_up("s1", Dataset())
        with pytest.raises(QueryTimeout, match="cancelled"):
            queries.run(SELECT, CSV)
        _settled(queries)
    assert asked == []


def test_a_graph_that_is_none_is_said_in_words() -> None:
    page = (200, {"Content-Type": "text/html"}, b"<html>")
    with engine(lambda *_: page) as address, closing(Connection(address)) as connection:
        remote = RemoteEngine(connection)
        with pytest.raises(StoreError, match="gives no N-Triples"):
            remote.construct("CONSTRUCT { ?s <http://e/p> ?o } WHERE { ?s ?p ?o }")


def test_what_is_read_of_an_engine_is_bounded() -> None:
    def answer(query: str, _: BaseHTTPRequestHandler) -> Answer:
        return (500, {}, b"x" * 1_000_000) if "wrong" in query else table("x" * 200_000)

    with engine(answer) as address, closing(Connection(address, most_bytes=100_000)) as connection:
        with pytest.raises(QueryLimit, match="100,000 bytes"):
            RemoteEngine(connection).select(SELECT)
        with closing(connection.twin()) as twin:  # reads the data of a catalogue
            assert len(RemoteEngine(twin).select(SELECT)) == 1
        with pytest.raises(StoreError, match="failed: 500 x") as refused:
            RemoteEngine(connection).select("SELECT ?wrong WHERE { }")
        assert len(str(refused.value)) < 1000


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

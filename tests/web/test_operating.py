"""What operators see: health, readiness, metrics, log lines; and what is sent once only."""

import asyncio
import gzip
import json
import logging
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send
from tests.conftest import TODAY
from tests.national import write_dataset
from tests.waiting import GENEROUS, until
from tests.web.serving import settings, visiting

from legalgraph.errors import Busy, DataUnavailable, EngineUnavailable, LegalGraphError, QueryLimit, QueryTimeout, StoreError
from legalgraph.pipeline import ingest
from legalgraph.resources import folder
from legalgraph.settings import Settings
from legalgraph.store import worker_main
from legalgraph.store.limits import Load
from legalgraph.store.query_service import QueryService
from legalgraph.store.snapshots import Home
from legalgraph.store.source import HomeSource
from legalgraph.web import conditional, logs, monitoring
from legalgraph.web.access import Access
from legalgraph.web.app import create_app
from legalgraph.web.conditional import program
from legalgraph.web.journal import LOG, Journal, Over
from legalgraph.web.live import Live, View
from legalgraph.web.metrics import Metrics
from legalgraph.web.monitoring import direct

ASK = {"query": "ASK {}"}
DOCUMENT = "/eli/vn/nd/2031/901/nd-cp"


def test_health_and_readiness(web: httpx.Client, sample_home: Path) -> None:
    assert web.get("/health").json() == {"alive": True}
    current = Home(sample_home).current()
    assert current is not None
    ready = web.get("/ready")
    assert (ready.status_code, ready.headers["cache-control"]) == (200, "no-store")
    assert ready.json() == {"ready": True, "reasons": [], "snapshot": current.id, "created": current.created, "warning": None}


@pytest.mark.slow
def test_not_ready_when_no_worker_can_answer(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitoring, "_KEPT_S", 0.0)
    with visiting(own_home) as client:
        current = Home(own_home).current()
        assert current is not None
        current.store_path.rename(current.store_path.with_name("elsewhere"))


        def reasons() -> str:
            """Each asking ends a worker that had the store open already; there are spare ones."""
            client.get("/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f", "format": "csv"})
            ready = client.get("/ready")
            return " ".join(ready.json()["reasons"]) if ready.status_code == 503 else ""

        until(lambda: "no query can be answered" in reasons())
        hidden = client.get("/ready", headers={"Forwarded": "for=203.0.113.5"})
        assert str(own_home) not in hidden.text
        assert client.get("/health").status_code == 200


class Pool:
    """A pool of one place, which answers or lets wait in vain."""

    def __init__(self, running: int, leaving: int, failing: LegalGraphError | None) -> None:
        self._load, self._failing = Load(running, 0, 1, 1, 0, leaving), failing

    def load(self) -> Load:
        return self._load

    def run(self, *_: str) -> AbstractContextManager[list[bytes]]:
        if self._failing:
            raise self._failing
        return nullcontext([b"true"])


NO_PLACE = Busy("no worker became free within 20 seconds; try again later")


@pytest.mark.parametrize(
    ("pool", "reasons"),
    [
        (Pool(1, 0, NO_PLACE), []),
        (Pool(0, 0, None), []),
        (Pool(1, 1, None), []),  # it was ended meanwhile
        (Pool(1, 1, NO_PLACE), [f"no query can be answered: {NO_PLACE}"]),
        (Pool(2, 1, NO_PLACE), []),
    ],
)
def test_a_worker_that_is_being_ended_answers_nothing(sample_home: Path, pool: Pool, reasons: list[str]) -> None:
    live = Live(HomeSource(Home(sample_home)))
    watching = monitoring.Monitoring(live, lambda: cast(QueryService, pool), Metrics(), "open")
    answer = watching.ready(Request({"type": "http", "client": ("127.0.0.1", 1), "headers": []}))
    assert json.loads(bytes(answer.body))["reasons"] == reasons
    assert answer.status_code == (503 if reasons else 200)


def test_pages_are_served_and_the_server_is_not_ready_when_workers_end_at_once(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_main, "__file__", str(sample_home / "no program"))
    with visiting(sample_home) as client:
        ready = client.get("/ready")
        assert ready.status_code == 503
        assert "no query can be answered" in " ".join(ready.json()["reasons"])
        assert client.get(DOCUMENT, headers={"Accept": "text/html"}).status_code == 200


def test_a_traceback_is_for_the_log(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("def main():\n    raise ValueError('no such number')\n\nmain()\n")
    monkeypatch.setattr(worker_main, "__file__", str(broken))
    with visiting(sample_home) as client:
        ready = client.get("/ready")
        asked = client.get("/sparql", params=ASK, headers={"Accept": "*/*"})
    assert (ready.status_code, asked.status_code) == (503, 500)
    assert "ValueError: no such number" in ready.text
    for told in (ready.text, asked.text):
        assert "Traceback" not in told
        assert str(tmp_path) not in told
    assert "Traceback" in caplog.text
    assert str(broken) in caplog.text


METRICS = [
    'legalgraph_requests_total{method="GET",route="/eli/vn/{path:path}",status="200"}',
    'legalgraph_requests_total{method="GET",route="none",status="404"}',
    'legalgraph_requests_total{method="other",route="/sparql",status="405"}',
    'legalgraph_request_seconds_count{route="/sparql"}',
    'legalgraph_response_bytes_total{route="/sparql"}',
    'legalgraph_queries_total{outcome="answered"}',
    'legalgraph_queries_total{outcome="bad-query"}',
    "legalgraph_query_seconds_count",
    "legalgraph_query_running 0.0",
    "legalgraph_query_running_limit 7.0",
    "legalgraph_query_waiting 0.0",
    "legalgraph_query_workers 3.0",
    "legalgraph_query_workers_started_total",
    "legalgraph_query_workers_lost_total 0.0",
    "legalgraph_snapshot_info{created=",
    "legalgraph_snapshot_failed 0.0",
    "process_resident_memory_bytes",
]


def test_metrics(sample_home: Path) -> None:
    with visiting(sample_home) as client:
        for path in (DOCUMENT, "/x/1", "/x/2"):
            client.get(path)
        client.get("/sparql", params={**ASK, "format": "json"})
        client.get("/sparql", params={"query": "x", "format": "json"})
        client.put("/sparql")
        text = client.get("/metrics").text
        assert [name for name in METRICS if f"\n{name}" not in text] == []
        assert "/x/" not in text
        assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


def request(host: str | None, **headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": raw, "client": (host, 1) if host else None})


@pytest.mark.parametrize(
    ("asking", "near"),
    [
        (request("127.0.0.1"), True),
        (request("::1"), True),
        (request("203.0.113.5"), False),
        (request("127.0.0.1", **{"x-forwarded-for": "127.0.0.1"}), False),
        (request("127.0.0.1", forwarded="for=127.0.0.1"), False),
        (request("127.0.0.1", via="1.1 proxy"), False),
        (request("testclient"), False),
        (request(None), False),
    ],
)
def test_who_is_on_this_machine(asking: Request, near: bool) -> None:
    assert direct(asking) is near


def test_metrics_can_be_closed(sample_home: Path) -> None:
    assert Settings(home=sample_home).metrics == "loopback"
    with visiting(sample_home, metrics="off") as client:
        assert client.get("/metrics").status_code == 404
    with visiting(sample_home, metrics="open") as client:
        assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 200


LASTING = ["/", DOCUMENT, f"{DOCUMENT}.ttl", "/thong-ke", "/api/statistics", "/api/search?q=901", "/.well-known/void", "/sitemap.xml"]


@pytest.mark.parametrize("address", LASTING)
def test_what_a_client_has_is_not_sent_again(web: httpx.Client, address: str) -> None:
    first = web.get(address)
    if address == "/sitemap.xml":  # no base URL, no sitemap, no tag
        assert (first.status_code, "etag" in first.headers) == (404, False)
        return
    tag = first.headers["etag"]
    again = web.get(address, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "content-security-policy" in again.headers
    assert web.get(address, headers={"If-None-Match": '"x"'}).status_code == 200
    for other in ({"Accept-Language": "en"}, {"Cookie": "lang=en"}, {"Accept": "application/json"}):
        changed = web.get(address, headers={"If-None-Match": tag, **other})
        assert changed.status_code != 304, other
    head = web.head(address)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert head.headers["content-length"] == first.headers["content-length"]


def test_what_is_not_there_is_not_unchanged(web: httpx.Client) -> None:
    for address in ("/nope", "/eli/vn/nd/1999/1/nd-cp"):
        assert web.get(address, headers={"If-None-Match": "*"}).status_code == 404


def test_a_304_says_how_long_the_answer_may_be_kept(sample_home: Path) -> None:
    with visiting(sample_home, max_age=60, base_url="https://luat.example") as client:
        for address in ("/", f"{DOCUMENT}.ttl", "/sitemap.xml", "/thong-ke"):
            first = client.get(address)
            again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
            assert (again.status_code, again.headers["cache-control"]) == (304, first.headers["cache-control"]), address


def test_another_address_has_other_tags(sample_home: Path) -> None:
    named = {"Host": "luat.example"}
    tags = []
    for base_url in (None, "https://luat.example"):
        with visiting(sample_home, base_url=base_url) as client:
            tags.append(client.get("/", headers=named).headers["etag"])
    assert tags[0] != tags[1]
    with visiting(sample_home) as client:
        plain, safe = (client.get("/.well-known/void", headers={**named, "X-Forwarded-Proto": scheme}) for scheme in ("http", "https"))
    assert plain.text != safe.text
    assert plain.headers["etag"] != safe.headers["etag"]


def test_other_packaged_data_are_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = program.__wrapped__()
    table = Path(shutil.copytree(folder("data"), tmp_path / "data")) / "README.md"
    monkeypatch.setattr(conditional, "folder", lambda name: tmp_path / "data" if name == "data" else folder(name))
    assert program.__wrapped__() == before
    table.write_text("changed", "utf-8")
    assert program.__wrapped__() != before


@pytest.mark.slow
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(
    "error",
    [
        StoreError("/srv/secret/home cannot be read; set LEGALGRAPH_ENDPOINT_USER"),
        EngineUnavailable("the engine at http://secret:1/ cannot be reached"),
        DataUnavailable("the engine at http://secret:1/ has lost its data"),
        QueryLimit("the engine at http://secret:1/ gave more than 64 MiB"),
        QueryTimeout("the engine gave up: secret"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_visitors_do_not_learn_where_the_data_are(
    sample_home: Path, error: LegalGraphError, accept: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: Live) -> View:
        raise error

    with visiting(sample_home) as client:
        monkeypatch.setattr(Live, "view", fails)
        path = "/api/statistics" if "json" in accept else "/thong-ke"
        reply = client.get(path, headers={"Accept": accept})
    assert reply.status_code == 503
    assert not any(word in reply.text for word in ("secret", "LEGALGRAPH", "MiB"))
    if not isinstance(error, EngineUnavailable):  # those are logged when they begin
        assert str(error) in caplog.text


def test_pages_say_what_they_depend_on(web: httpx.Client) -> None:
    for address in ("/", "/sparql", DOCUMENT):
        vary = {name.strip() for name in web.get(address).headers["vary"].split(",")}
        assert {"Accept-Language", "Cookie"} <= vary
    assert "Accept" in {name.strip() for name in web.get("/sparql", params=ASK).headers["vary"].split(",")}
    page = web.get("/?lang=en")
    assert "set-cookie" in page.headers
    assert "etag" not in page.headers


def test_another_day_has_other_tags(own_home: Path) -> None:
    tags = []
    for day in (TODAY, TODAY.replace(day=2), TODAY):
        with visiting(own_home, day) as client:
            tags.append(client.get("/api/statistics", headers={"Host": "x"}).headers["etag"])
    assert tags[0] == tags[2] != tags[1]


def test_data_may_be_kept_as_long_as_the_operator_says(sample_home: Path) -> None:
    with visiting(sample_home, max_age=60) as client:
        for address in ("/api/statistics", f"{DOCUMENT}.nt", "/sparql?query=ASK%7B%7D&format=json"):
            assert client.get(address).headers["cache-control"] == "public, max-age=60"
        assert client.get("/").headers["cache-control"] == "private, no-cache"
        assert client.get("/sparql?query=ASK%7BFILTER(RAND()<2)%7D&format=json").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [("*/*", "text/turtle; charset=utf-8", RdfFormat.TURTLE), ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
     ("text/html", "text/turtle; charset=utf-8", RdfFormat.TURTLE)],
)  # fmt: skip
def test_void(web: httpx.Client, accept: str, media_type: str, form: RdfFormat) -> None:
    reply = web.get("/.well-known/void", headers={"Accept": accept})
    assert reply.headers["content-type"] == media_type
    void = "http://rdfs.org/ns/void#"
    triples = [quad.triple for quad in parse(reply.content, format=form)]
    said = {(t.subject.value, t.predicate.value): t.object for t in triples if isinstance(t.subject, NamedNode)}
    dataset = "https://w3id.org/legalgraph/graph/void"
    assert said[dataset, f"{void}sparqlEndpoint"] == NamedNode(f"{web.base_url}/sparql".replace("//sparql", "/sparql"))
    total = said[dataset, f"{void}triples"]
    subsets = [t.object.value for t in triples if t.predicate.value == f"{void}triples" and t.subject != NamedNode(dataset)
               and isinstance(t.object, Literal)]  # fmt: skip
    assert isinstance(total, Literal)
    assert int(total.value) == sum(map(int, subsets))
    assert len(subsets) >= 4
    description = [t.object for t in triples if t.predicate.value == "http://purl.org/dc/terms/description"]
    assert {words.language for words in description if isinstance(words, Literal)} == {"vi", "en"}
    distribution = said[dataset, "http://www.w3.org/ns/dcat#distribution"]
    assert isinstance(distribution, NamedNode)
    assert said[distribution.value, "http://www.w3.org/ns/dcat#accessURL"] == said[dataset, f"{void}sparqlEndpoint"]
    service = web.get("/sparql", headers={"Accept": "text/turtle"}).text
    features = [t.object.value for t in triples if t.predicate.value == f"{void}feature" and isinstance(t.object, NamedNode)]
    assert len(features) == 4
    for feature in features:  # by the names that the description of the service has for them
        assert f"formats:{feature.removeprefix('http://www.w3.org/ns/formats/')}" in service


def test_void_tells_of_the_national_dataset_where_it_comes_from(tmp_path: Path) -> None:
    revision = "0123456789abcdef0123456789abcdef01234567"
    decrees = [{"id": n, "title": f"Về việc thử {n}", "so_ky_hieu": f"{n}/2030/NĐ-CP", "loai_van_ban": "Nghị định", "ngay_ban_hanh": f"0{n}/03/2030"} for n in (1, 2)]
    ingest([write_dataset(tmp_path / "snapshots" / revision, decrees, [(2, "1", "Văn bản căn cứ")])], Home(tmp_path / "home"), TODAY)
    with visiting(tmp_path / "home") as client:
        reply = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    portal = "<https://w3id.org/legalgraph/graph/portal>"
    said = {line.removeprefix(portal).removesuffix(" .").strip() for line in reply.text.splitlines() if line.startswith(portal)}
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert said > {
        f'<http://www.w3.org/2002/07/owl#versionInfo> "{revision}"', f'<http://rdfs.org/ns/void#documents> "2"{integer}',
        "<http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/>",
        "<http://purl.org/dc/terms/source> <https://huggingface.co/datasets/th1nhng0/vietnamese-legal-documents>",
    }  # fmt: skip


@contextmanager
def lines(client: httpx.Client | None = None) -> Iterator[list[logging.LogRecord]]:
    """What the access log is told meanwhile."""
    kept: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.__dict__["fields"]["path"] != "/metrics":
                kept.append(record)

    def tell() -> None:
        """Lines come a moment later, but before metrics are told."""
        if client is not None:
            assert client.get("/metrics").status_code == 200

    tell()
    handler = Keep()
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    try:
        yield kept
        tell()
    finally:
        LOG.removeHandler(handler)
        LOG.setLevel(logging.NOTSET)


def test_the_access_log(web: httpx.Client) -> None:
    with lines(web) as kept:
        web.get("/tim-kiem", params={"q": "bí mật"}, headers={"User-Agent": "secret"})
        web.get("/sparql", params={"query": "SELECT * { ?secret ?p ?o } LIMIT 1", "format": "json"})
        web.get("/%0A2026-01-01T00:00:00%20info%20x%1b[31m")
        web.request("PROPFIND", "/")
    first, query, forged, method = (logs.TextLines().format(record) for record in kept)
    assert "method=GET path=/tim-kiem status=200 bytes=" in first
    assert not any(secret in first + query for secret in ("secret", "b%C3%AD", "127.0.0.1"))
    assert "query=answered queue_ms=" in query
    assert forged.isascii()
    assert forged.isprintable()
    assert "method=PROPFIND" in method
    as_json = json.loads(logs.JsonLines().format(kept[1]))
    assert {"time", "level", "logger", "method", "path", "status", "bytes", "ms", "query", "queue_ms", "query_ms"} == set(as_json)
    assert as_json["bytes"] > 0


def test_requests_are_told_a_moment_later_and_counted_when_asked_for() -> None:
    metrics = Metrics()
    journal = Journal(metrics)

    def counted() -> str:
        return metrics.text().decode().partition("\nlegalgraph_requests_total")[2].split("\n")[0].rpartition(" ")[2]

    async def noted(times: int, seconds: float, *, read: bool) -> tuple[str, int]:
        with lines() as kept:
            for number in range(times):
                journal.note(Over("GET", "/x", f"/x/{number}", 200, 0.001, 10, None))
            count = counted() if read else ""
            await asyncio.sleep(seconds)
            assert [record.__dict__["fields"]["path"] for record in kept] == [f"/x/{number}" for number in range(len(kept))]
            return count, len(kept)

    assert asyncio.run(noted(3, 0, read=False)) == ("", 0)
    assert asyncio.run(noted(0, 0, read=True)) == ("3.0", 3)
    assert asyncio.run(noted(3, 0.3, read=False)) == ("", 3), "in another loop, too"
    assert asyncio.run(noted(250, 0, read=False)) == ("", 200), "no more than that wait"
    assert counted() == "256.0"


def test_who_reads_metrics_waits_for_what_another_thread_is_counting() -> None:
    metrics = Metrics()
    journal, counting, go_on = Journal(metrics), threading.Event(), threading.Event()
    count = metrics.request

    def slowly(*told: Any) -> None:
        counting.set()
        assert go_on.wait(30)
        count(*told)

    async def note() -> None:
        journal.note(Over("GET", "/", "/", 200, 0.1, 1, None))

    with pytest.MonkeyPatch.context() as during:
        during.setattr(metrics, "request", slowly)
        asyncio.run(note())
        telling = threading.Thread(target=journal.tell)
        telling.start()
        assert counting.wait(30)
        reading = threading.Thread(target=metrics.text)
        reading.start()
        reading.join(0.2)
        assert reading.is_alive(), "what is being counted is not told yet"
        go_on.set()
        reading.join(30)
        telling.join(30)
    assert b'legalgraph_requests_total{method="GET",route="/",status="200"} 1.0' in metrics.text()


def test_the_access_log_tells_the_time_of_a_query_that_was_stopped(sample_home: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with visiting(sample_home, query_timeout=0.3) as client, lines(client) as kept:
        client.get("/sparql", params={"query": "ASK {}", "format": "json"})
        assert client.get("/sparql", params={"query": endless, "format": "json"}).status_code == 503
    fields = next(record.__dict__["fields"] for record in kept if record.__dict__["fields"].get("query") == "query-timeout")
    assert 300 <= fields["queue_ms"] + fields["query_ms"] <= fields["ms"]
    assert fields["query_ms"] >= 250


@pytest.mark.slow
@pytest.mark.parametrize(
    ("outcome", "stall", "most"),
    [("answered", 60.0, None), ("broken-off", 0.4, None), ("client-left", 60.0, 1)],
)
def test_the_access_log_tells_the_time_of_an_answer_to_its_end(
    sample_home: Path, outcome: str, stall: float, most: int | None
) -> None:
    long = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"  # more than any buffer between here and there holds
    plain = {"Accept-Encoding": "identity"}
    with visiting(sample_home, query_stall=stall) as client, lines(client) as kept:

        def ended() -> bool:
            return "\nlegalgraph_query_running 0.0" in client.get("/metrics").text

        with suppress(httpx.RemoteProtocolError), client.stream("GET", "/sparql", params={"query": long, "format": "tsv"}, headers=plain) as reply:
            parts = reply.iter_raw()
            next(parts)
            time.sleep(0.7)
            if outcome == "broken-off":  # on a busy machine buffers are full later
                until(ended)
            list(islice(parts, most))
        until(lambda: any("query" in record.__dict__["fields"] for record in kept))
        metrics = client.get("/metrics").text
    fields = next(record.__dict__["fields"] for record in kept if "query" in record.__dict__["fields"])
    assert fields["query"] == outcome
    assert 1000 * min(stall, 0.7) * 0.9 <= fields["query_ms"] <= fields["ms"]
    counted = float(metrics.partition("\nlegalgraph_query_seconds_sum ")[2].split()[0])
    assert counted == pytest.approx(fields["query_ms"] / 1000, abs=0.001)


@pytest.mark.parametrize("begun", [False, True])
def test_a_request_that_is_cancelled_is_answered(caplog: pytest.LogCaptureFixture, begun: bool) -> None:
    sent: list[Message] = []

    async def endless(_scope: Scope, _receive: Receive, send: Send) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(GENEROUS)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def cancel() -> None:
        metrics = Metrics()
        access = Access(endless, metrics, journal := Journal(metrics))
        task = asyncio.ensure_future(access({"type": "http", "method": "GET", "path": "/x", "headers": []}, receive, send))
        await asyncio.sleep(0.01)
        task.cancel()
        await task
        journal.tell()

    with caplog.at_level(logging.INFO, LOG.name):
        asyncio.run(cancel())
    starts = [message for message in sent if message["type"] == "http.response.start"]
    assert [message["status"] for message in starts] == [200 if begun else 503]
    assert (b"retry-after" in dict(starts[0]["headers"])) is not begun
    assert not begun or len(sent) == 1, "whoever has a part of it learns that it is not whole"


@pytest.mark.parametrize("form", logs.FORMS)
def test_what_is_typed_cannot_begin_a_line(form: str) -> None:
    formatter = logs.configuration(form)["formatters"]["lines"]["()"]()
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "said %s", ("a\nb\x1b\u2028\x85",), None)
    assert formatter.format(record).isprintable()
    record.exc_info = (ValueError, ValueError("broken"), None)
    assert "ValueError: broken" in formatter.format(record)


def test_every_application_counts_for_itself(sample_home: Path) -> None:
    one, two = create_app(replace(settings(sample_home), query_workers=1)), create_app(settings(sample_home))
    assert one.state is not two.state
    for app in (one, two):
        app.state.hurry()


def test_long_answers_are_compressed_on_their_way(web: httpx.Client) -> None:
    asked = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 3000", "format": "tsv"}
    plain = web.get("/sparql", params=asked, headers={"Accept-Encoding": "identity"})
    with web.stream("GET", "/sparql", params=asked, headers={"Accept-Encoding": "gzip"}) as reply:
        sent = list(reply.iter_raw())
    assert "Accept-Encoding" in reply.headers["vary"]
    assert (reply.headers["content-encoding"], reply.headers["transfer-encoding"]) == ("gzip", "chunked")
    assert gzip.decompress(b"".join(sent)).count(b"\n") == plain.content.count(b"\n") == 3001
    assert sum(map(len, sent)) < len(plain.content) / 4

"""Engines that die, stop, hold other data or half of it: noticed, explained, and over when it is over."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat
from tests.engines.conftest import TODAY, load, ready
from tests.engines.servers import Server
from tests.web.serving import visiting

from legalgraph.errors import EngineUnavailable, StoreError
from legalgraph.library import Library
from legalgraph.queries.mirror import Mirror
from legalgraph.rdf.vocab import graph
from legalgraph.store.remote.connection import Connection, Credentials
from legalgraph.store.remote.engine import OURS, Dataset, RemoteEngine
from legalgraph.store.remote.push import GraphStore, guessed_store
from legalgraph.store.remote.statement import Statement, count, read_statement
from legalgraph.store.source import Opened

pytestmark = pytest.mark.engine

Start = Callable[[str], Server]
DECREE = "/eli/vn/nd/2012/45/nd-cp"
CURATED = graph("curated")
ENGINES = ["oxigraph", "virtuoso"]
QUERY = "/sparql?query=SELECT+(COUNT(*)+AS+%3Fn)+WHERE+%7B%3Fs+%3Fp+%3Fo%7D&format=csv"
# Pushes in small pieces, slowly enough to be killed in the middle.
PUSHER = """
import os, sys, time
from contextlib import closing
from pathlib import Path
from legalgraph.store.remote import push as module
from legalgraph.store.remote.connection import Connection, Credentials
from legalgraph.store.snapshots import Home
credentials, pieces = Credentials.of(os.environ), module.pieces
def slow(triples):
    for piece in pieces(triples, most=500):
        time.sleep(0.1)
        yield piece
module.pieces = slow
with closing(Connection(sys.argv[2], credentials)) as connection, closing(module.GraphStore(sys.argv[3], credentials)) as store:
    module.push(Home(Path(sys.argv[1])), connection, store)
"""


def engine_of(server: Server) -> RemoteEngine:
    return RemoteEngine(Connection(server.query))


def store_of(server: Server) -> str:
    engine = engine_of(server)
    with closing(engine.connection) as connection:
        engine.ask("ASK { ?s ?p ?o }")
        return guessed_store(server.query, connection.server) or ""


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("name", ENGINES)
def test_a_push_that_is_killed_goes_on_where_it_was(start: Start, own_packaged: Path, packaged: Library, name: str) -> None:
    server = start(name)
    command = [sys.executable, "-c", PUSHER, str(own_packaged), server.query, store_of(server)]
    pushing = subprocess.Popen(command, env={"PYTHONPATH": "src", **server.login})

    def taken() -> int:
        return sum(sum(json.loads(file.read_text())["taken"].values()) for file in (own_packaged / "push").glob("*.json"))

    until(lambda: taken() >= 2000)
    pushing.kill()
    pushing.wait(timeout=20)
    engine = engine_of(server)
    with closing(engine.connection), pytest.raises(EngineUnavailable, match="being loaded"):
        read_statement(engine)
    before, all_of_it = taken(), sum(1 for _ in packaged.engine.quads())
    pushed = load(server, own_packaged)
    assert 0 < pushed.sent <= all_of_it - before
    assert load(server, own_packaged).unchanged
    assert [file.suffix for file in (own_packaged / "push").iterdir()] == [".pushed"]
    engine = engine_of(server)
    with closing(engine.connection):
        assert read_statement(engine) == pushed.statement
        assert count(engine, CURATED.value) == pushed.statement.graphs[CURATED.value]


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_that_lost_what_it_had_taken_gets_it_again(start: Start, own_packaged: Path, name: str) -> None:
    server = start(name)
    first = load(server, own_packaged)
    with closing(GraphStore(store_of(server), Credentials.of(server.login))) as store:
        store.delete(CURATED.value)
    again = load(server, own_packaged)
    assert not again.unchanged
    assert again.statement == first.statement
    assert load(server, own_packaged).unchanged


@pytest.mark.parametrize("name", ENGINES)
def test_killed_in_mid_work_and_back(start: Start, packaged_home: Path, tmp_path: Path, name: str) -> None:
    server = start(name)
    load(server, packaged_home)
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query, endpoint_timeout=5.0) as client:
        ready(client)
        whole = client.get(DECREE).text
        stop, statuses = threading.Event(), set[int]()
        visitor = threading.Thread(target=_visit, args=(str(client.base_url), stop, statuses))
        visitor.start()
        server.kill()
        until(lambda: client.get(f"{DECREE}?ngay=2019-01-02").status_code == 503)
        page = client.get(DECREE.replace("45/nd-cp", "1/nd-cp"))
        assert page.status_code == 503
        assert "Cơ sở dữ liệu đặt ở máy khác" in page.text
        assert server.query not in page.text
        assert int(page.headers["retry-after"]) > 0
        told = client.get(QUERY, headers={"Accept": "application/json"})
        assert (told.status_code, told.json()["code"]) == (503, "engine-unavailable")
        assert client.get("/tim-kiem?loai=nd").status_code == 200  # from the catalogue
        assert client.get("/health").status_code == 200
        until(lambda: client.get("/ready").status_code == 503)  # what it said last holds for a second
        begun = time.process_time()
        for number in range(20):
            assert client.get(f"{DECREE}?ngay=2018-01-{number + 1:02}").status_code == 503
        assert time.process_time() - begun < 5
        server.start()
        ready(client)
        assert client.get(DECREE).text == whole
        assert client.get(QUERY).status_code == 200
        stop.set()
        visitor.join(timeout=20)
        assert statuses <= {200, 503}


def _visit(address: str, stop: threading.Event, statuses: set[int]) -> None:
    with httpx.Client(base_url=address, timeout=30) as client:
        number = 0
        while not stop.is_set():
            number += 1
            statuses.add(client.get(f"{DECREE}?ngay=2015-{number % 12 + 1:02}-{number % 28 + 1:02}", headers={"Accept": "text/html"}).status_code)


def test_dead_at_the_start_and_alive_later(start: Start, packaged_home: Path, tmp_path: Path) -> None:
    server = start("oxigraph")
    load(server, packaged_home)
    server.kill()
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        page = client.get("/")
        assert page.status_code == 503
        assert "Cơ sở dữ liệu đặt ở máy khác" in page.text
        assert client.get("/api/statistics").json()["error"]["code"] == "engine_unavailable"
        server.start()
        ready(client)
        assert client.get(DECREE).status_code == 200
        server.kill()
    # A catalogue made before serves while the engine is dead.
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        until(lambda: client.get("/tim-kiem?loai=nd").status_code == 200)
        assert client.get(DECREE).status_code == 503
        assert client.get("/ready").status_code == 503
        for address in ("/tim-kiem?q=45/2012", "/tim-kiem?q=khuyen+cong", "/api/search?q=khuyen+cong", "/", "/api", "/gioi-thieu"):
            assert client.get(address).status_code == 200, address
        found = client.get("/tim-kiem?q=khuyen+cong")
        # What lacks something must not be taken for the whole later.
        assert (found.headers["cache-control"], found.headers.get("etag")) == ("no-store", None)
        assert "chưa trích được đoạn văn" in found.text
        assert client.get("/api/search?q=khuyen+cong").headers["cache-control"] == "no-store"
        server.start()
        ready(client)
        assert "chưa trích được đoạn văn" not in client.get("/tim-kiem?q=khuyen+cong").text
        until(lambda: "etag" in client.get("/").headers)  # once it is certain that the data are the same
        assert "1288/QĐ-TTg" in client.get("/").text


def test_other_data_are_taken_up_while_the_old_catalogue_serves(
    start: Start, packaged_home: Path, sample_home: Path, tmp_path: Path
) -> None:
    server = start("oxigraph")
    load(server, packaged_home)
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        ready(client)
        before = client.get("/ready").json()["snapshot"]
        pushed = load(server, sample_home, replace=True)
        until(lambda: client.get("/ready").json()["snapshot"] == pushed.statement.snapshot, 60)
        ready(client)
        assert before != pushed.statement.snapshot
        assert client.get(DECREE).status_code == 404
        assert client.get("/api/statistics").json()["counts"]["documents"] > 0


def test_half_loaded_and_foreign_data_are_not_taken_for_whole(start: Start, packaged_home: Path, tmp_path: Path) -> None:
    server = start("oxigraph")
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        until(lambda: "holds no data of legalgraph" in client.get("/ready").text)
        load(server, packaged_home)
        ready(client)
    with closing(GraphStore(store_of(server))) as store:
        store.post(CURATED.value, b"<http://e/a> <http://e/b> <http://e/c> .\n")
    with visiting(tmp_path / "another", TODAY, endpoint=server.query) as client:
        until(lambda: "holds other data than it says" in client.get("/ready").text)
        assert client.get(DECREE).status_code == 503


def test_an_engine_loaded_by_other_means_is_served_too(start: Start, packaged: Library, tmp_path: Path) -> None:
    server = start("oxigraph")
    with (tmp_path / "all.nq").open("wb") as file:
        packaged.engine.dump(file, RdfFormat.N_QUADS)
    body = (tmp_path / "all.nq").read_bytes()
    assert httpx.post(store_of(server), content=body, headers={"Content-Type": "application/n-quads"}, timeout=60).status_code < 300
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        ready(client)
        assert client.get("/ready").json()["snapshot"].startswith("counted-")
        assert client.get(DECREE).status_code == 200
        assert client.get("/api/statistics").json()["triples"] == sum(1 for _ in packaged.engine.quads())


def test_a_push_to_nothing_says_what_to_do(start: Start, packaged_home: Path) -> None:
    server = start("oxigraph")
    store = store_of(server)
    server.kill()
    with closing(Connection(server.query)) as connection, closing(GraphStore(store, tries=2)) as graphs:
        with pytest.raises(EngineUnavailable, match="Start it"):
            RemoteEngine(connection).ask("ASK { ?s ?p ?o }")
        with pytest.raises(StoreError, match="push again to go on"):
            graphs.put("http://e/g", b"<http://e/a> <http://e/b> <http://e/c> .\n")
    assert packaged_home.exists()


def test_virtuoso_without_a_login_says_how_to_sign_in(start: Start, packaged_home: Path) -> None:
    server = start("virtuoso")
    server.login = {}
    with pytest.raises(StoreError, match="LEGALGRAPH_ENDPOINT_USER"):
        load(server, packaged_home)


def _emptied(server: Server) -> None:
    with closing(GraphStore(store_of(server), Credentials.of(server.login))) as store:
        for iri in OURS:
            store.delete(iri)


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_that_is_emptied_is_not_served(start: Start, packaged_home: Path, tmp_path: Path, name: str) -> None:
    server = start(name)
    load(server, packaged_home)
    asked = {"Accept": "text/csv"}
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        ready(client)
        until(lambda: "etag" in client.get(DECREE).headers)
        whole, tag = client.get(QUERY, headers=asked).text, client.get(QUERY, headers=asked).headers["etag"]
        _emptied(server)
        until(lambda: client.get(QUERY, headers=asked).status_code == 503, 12)
        assert client.get(QUERY, headers={**asked, "If-None-Match": tag}).status_code == 503
        page = client.get(DECREE)
        assert (page.status_code, int(page.headers["retry-after"]) > 0) == (503, True)
        assert "không còn hoặc đang được nạp" in page.text
        assert server.query not in page.text
        assert client.get("/api/documents/nd/2012/45/nd-cp").json()["error"]["code"] == "data_unavailable"
        catalogued = client.get("/tim-kiem?loai=nd")
        assert (catalogued.status_code, catalogued.headers["cache-control"], "etag" in catalogued.headers) == (200, "no-store", False)
        until(lambda: client.get("/ready").status_code == 503)
        load(server, packaged_home)
        until(lambda: client.get(QUERY, headers=asked).status_code == 200)
        again = client.get(QUERY, headers=asked)
        assert (again.text, again.headers["etag"]) == (whole, tag)
        until(lambda: "etag" in client.get(DECREE).headers)
        ready(client)


def test_a_graph_that_is_gone_is_missed(start: Start, packaged_home: Path, tmp_path: Path) -> None:
    server = start("oxigraph")
    load(server, packaged_home)
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        ready(client)
        with closing(GraphStore(store_of(server))) as store:
            store.delete(CURATED.value)
        until(lambda: client.get(DECREE).status_code == 503, 12)


def test_what_is_kept_is_not_served_before_a_look(start: Start, packaged_home: Path, tmp_path: Path) -> None:
    server = start("oxigraph")
    load(server, packaged_home)
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        ready(client)
    _emptied(server)
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        statuses = set[int]()

        def catalogued() -> bool:
            statuses.add(client.get(QUERY, headers={"Accept": "text/csv"}).status_code)
            return client.get("/tim-kiem?loai=nd").status_code == 200

        until(catalogued)
        assert statuses == {503}


def test_nothing_may_be_kept_while_other_data_have_no_catalogue(
    start: Start, packaged_home: Path, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start("oxigraph")
    load(server, packaged_home)
    with visiting(tmp_path / "mirror", TODAY, endpoint=server.query) as client:
        ready(client)
        asked = {"Accept": "text/csv"}
        tag = client.get(QUERY, headers=asked).headers["etag"]
        made, make = threading.Event(), Mirror._make

        def slowly(mirror: Mirror, told: Statement, dataset: Dataset) -> Opened:
            made.wait(30)
            return make(mirror, told, dataset)

        monkeypatch.setattr(Mirror, "_make", slowly)
        pushed = load(server, sample_home, replace=True)

        def doubted() -> bool:
            reply = client.get(QUERY, headers={**asked, "If-None-Match": tag})
            return (reply.status_code, reply.headers["cache-control"], "etag" in reply.headers) == (200, "no-store", False)

        until(doubted, 12)
        page = client.get("/tim-kiem?loai=nd")
        assert (page.status_code, page.headers["cache-control"], "etag" in page.headers) == (200, "no-store", False)
        made.set()
        until(lambda: client.get("/ready").json()["snapshot"] == pushed.statement.snapshot)
        until(lambda: "etag" in client.get("/tim-kiem?loai=nd").headers)
        assert client.get(QUERY, headers=asked).headers["etag"] != tag

"""The server as a process: stopped, killed, given new and damaged snapshots while visitors ask."""

import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from tests.waiting import GENEROUS
from tests.web.processes import Server, gone, running, visiting

from legalgraph.store.snapshots import Home, Snapshot

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes the way of Linux"),
]

POOL = ThreadPoolExecutor(4)
PAIRS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
LONG = f"{PAIRS} LIMIT 60000"  # some 20 MB: more than any buffer between here and there holds
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "/sparql?query=SELECT%20(COUNT(*)%20AS%20?n)%20%7B?s%20a%20?c%7D&format=csv"


def publish(home: Path, *, whole: bool = True) -> Snapshot:
    """The same once more, as a new snapshot; with half of its catalogue when it is not to be whole."""
    target = Home(home)
    before = target.current()
    assert before is not None
    with target.writing() as draft:
        catalogue = before.catalogue_path.read_bytes()
        draft.catalogue_path.write_bytes(catalogue if whole else catalogue[: len(catalogue) // 2])
        return target.publish(draft, {**before.manifest})


def served(client: httpx.Client) -> str:
    return str(client.get("/api/statistics").json()["snapshot"])


def workers_lost(client: httpx.Client) -> float:
    return float(client.get("/metrics").text.partition("\nlegalgraph_query_workers_lost_total ")[2].split()[0])


def eventually(test: Callable[[], bool], seconds: float = GENEROUS) -> bool:
    deadline = time.monotonic() + seconds
    while not test():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_requests_end_and_nothing_is_left(sample_home: Path, tmp_path: Path) -> None:
    with running(sample_home, tmp_path) as server, server.client() as client:
        with client.stream("GET", "/sparql", params={"query": LONG, "format": "tsv"}) as reply:
            parts = reply.iter_raw(1 << 16)
            body = next(parts)
            workers = server.workers
            server.process.send_signal(signal.SIGTERM)
            assert eventually(lambda: "Shutting down" in server.err.read_text())
            with pytest.raises(httpx.ConnectError), server.client() as late:
                late.get("/health")
            body += b"".join(parts)
        assert body.count(b"\n") == 60001
        assert server.process.wait(timeout=GENEROUS) == 0
        assert len(workers) == 4  # and two spare ones
        assert gone(workers)
        assert "query=answered" in server.out.read_text()


def test_the_second_signal_ends_at_once(sample_home: Path, tmp_path: Path) -> None:
    with running(sample_home, tmp_path, "--query-timeout", "600", "--grace", "600") as server, server.client() as client:
        with client.stream("GET", "/sparql", params={"query": LONG}) as reply:
            parts = reply.iter_raw()  # kept: without it the connection is closed
            next(parts)
            workers = server.workers
            server.process.send_signal(signal.SIGTERM)
            assert eventually(lambda: "Shutting down" in server.err.read_text())
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(timeout=GENEROUS) == 0
        assert gone(workers)


def asking(server: Server, query: str, accept: str) -> "Future[httpx.Response]":
    def ask() -> httpx.Response:
        with server.client(Accept=accept) as client:
            return client.get("/sparql", params={"query": query})

    return POOL.submit(ask)


@pytest.mark.parametrize(("grace", "signals"), [("2", 1), ("600", 2)])
def test_queries_that_are_ended_are_told_so(sample_home: Path, tmp_path: Path, grace: str, signals: int) -> None:
    with running(sample_home, tmp_path, "--grace", grace, "--query-stall", "60") as server, server.client() as client:
        asked = [asking(server, ENDLESS, accept) for accept in ("*/*", "text/html")]
        with client.stream("GET", "/sparql", params={"query": LONG}) as slow:
            parts = slow.iter_raw()  # kept: without it the connection is closed
            next(parts)
            metrics = f"{server.address}/metrics"
            assert eventually(lambda: "\nlegalgraph_requests_in_progress 4.0" in httpx.get(metrics).text)  # these, and itself
            time.sleep(0.5)  # in which queries get their workers
            begun = time.monotonic()
            for _ in range(signals):
                server.process.send_signal(signal.SIGTERM)
                assert eventually(lambda: "Shutting down" in server.err.read_text())
            data, page = (future.result(timeout=GENEROUS) for future in asked)
            assert server.process.wait(timeout=GENEROUS) == 0
            assert time.monotonic() - begun < 10, "of grace two seconds, and another two for who takes nothing"
            with pytest.raises(httpx.RemoteProtocolError):
                list(parts)
    assert (data.status_code, data.json()["code"], data.headers["retry-after"]) == (503, "shutting-down", "5")
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert page.headers["content-type"].startswith("text/html")
    words = server.err.read_text()
    assert "requests that are not over and are ended now: 3" in words
    assert "Traceback" not in words
    assert sorted(re.findall(r"query=(\S+)", server.out.read_text())) == ["broken-off", "not-answered", "shutting-down"]


def test_what_takes_too_long_is_ended(sample_home: Path, tmp_path: Path) -> None:
    with running(sample_home, tmp_path, "--grace", "1", "--query-timeout", "600") as server, server.client() as client:
        with client.stream("GET", "/sparql", params={"query": LONG}) as reply:
            parts = reply.iter_raw()  # kept: without it the connection is closed
            next(parts)
            workers = server.workers
            assert server.end() == 0
        assert gone(workers)


def _snapshots_seen(answers: Iterable[tuple[str, int, bytes]]) -> list[str]:
    return [json.loads(body)["snapshot"] for address, status, body in list(answers) if address == "/api/statistics" and status == 200]


def test_new_snapshots_drop_no_request(own_home: Path, tmp_path: Path) -> None:
    with running(own_home, tmp_path) as server, server.client() as client:
        names = [served(client)]
        with visiting(server, "/api/statistics", "/thong-ke", COUNT, COUNT, "/ready") as visitors:
            for _ in range(3):
                names.append(publish(own_home).id)
                assert eventually(lambda: served(client) == names[-1])
            assert eventually(lambda: names[-1] in _snapshots_seen(visitors.answers))
        assert visitors.errors == []
        assert {status for _, status, _ in visitors.answers} == {200}
        seen = _snapshots_seen(visitors.answers)
        assert list(dict.fromkeys(seen)) == names  # each in its turn, and never back
        assert len({body for address, _, body in visitors.answers if address == COUNT}) == 1
        assert f'id="{names[-1]}"' in client.get("/metrics").text


def test_damage_and_death(own_home: Path, tmp_path: Path) -> None:
    with running(own_home, tmp_path, "--query-timeout", "600") as server:
        with server.client() as client:
            _damaged_while_serving(own_home, server, client)
            _worker_killed(server, client)
            before = served(client)
            with client.stream("GET", "/sparql", params={"query": LONG}) as reply:
                parts = reply.iter_raw()
                next(parts)
                workers = server.workers
                server.process.kill()
                with pytest.raises(httpx.HTTPError):
                    list(parts)
        assert gone(workers)
    again = tmp_path / "again"
    again.mkdir()
    with running(own_home, again) as server, server.client() as client:
        assert served(client) == before
        assert server.end() == 0


def _damaged_while_serving(home: Path, server: Server, client: httpx.Client) -> None:
    good = served(client)
    publish(home, whole=False)
    assert eventually(lambda: client.get("/ready").json()["warning"] is not None)
    ready = client.get("/ready").json()
    assert ready["ready"]
    assert ready["snapshot"] == served(client) == good
    assert "malformed" in ready["warning"]
    assert f"The snapshot {good}" in ready["warning"]
    abroad = client.get("/ready", headers={"X-Forwarded-For": "203.0.113.5"}).json()
    assert "malformed" not in abroad["warning"]
    assert "malformed" in server.err.read_text()
    assert "legalgraph_snapshot_failed 1.0" in client.get("/metrics").text
    (home / "CURRENT").write_text("nowhere\n")
    assert eventually(lambda: "nowhere" in client.get("/ready").json()["warning"])
    remedies = client.get("/ready").json()["warning"]
    assert f"`legalgraph snapshots --use {good}` goes on from it" in remedies
    assert "remove" not in remedies
    assert served(client) == good
    (home / "CURRENT").write_text(f"{good}\n")
    assert eventually(lambda: client.get("/ready").json()["warning"] is None)
    new = publish(home).id
    assert eventually(lambda: served(client) == new)


def _worker_killed(server: Server, client: httpx.Client) -> None:
    lost = workers_lost(client)
    with client.stream("GET", "/sparql", params={"query": LONG}) as reply:
        assert reply.status_code == 200
        parts = reply.iter_raw()
        next(parts)
        for pid in server.workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(httpx.RemoteProtocolError):
            list(parts)
    assert client.get(COUNT).status_code == 200
    assert client.get("/ready").status_code == 200
    assert eventually(lambda: "query=broken-off" in server.out.read_text())
    assert workers_lost(client) > lost
    assert 'legalgraph_queries_total{outcome="broken-off"} 1.0' in client.get("/metrics").text


def test_a_damaged_snapshot_at_the_start(own_home: Path, tmp_path: Path) -> None:
    first = Home(own_home).current()
    assert first is not None
    second = publish(own_home)
    manifest = next(second.store_path.glob("MANIFEST*"))
    manifest.unlink()
    manifest.write_bytes(b"")
    with running(own_home, tmp_path, "--log-format", "json") as server, server.client() as client:
        assert served(client) == first.id
        said = [json.loads(line) for line in server.err.read_text().splitlines()]
        assert [line["level"] for line in said if second.id in str(line)] == ["error"]
        assert client.get(COUNT).status_code == 200
        assert eventually(lambda: '"query"' in server.out.read_text())
        line = json.loads(server.out.read_text().splitlines()[-1])
        assert (line["path"], line["query"], line["status"]) == ("/sparql", "answered", 200)
    shutil.rmtree(first.folder)
    server = Server(own_home, tmp_path)
    assert server.process.wait(timeout=GENEROUS) == 1
    words = server.err.read_text()
    assert words.startswith(f"legalgraph: the snapshot {second.folder} is damaged: store/{manifest.name} has 0 bytes")
    assert "Traceback" not in words


def test_addresses_are_told_as_the_proxy_was_asked_for_them(sample_home: Path, tmp_path: Path) -> None:
    with running(sample_home, tmp_path) as server, server.client(Host="luat.example", Accept="text/turtle") as client:
        for scheme in ("http", "https"):
            asked = {"X-Forwarded-Proto": scheme}
            assert f"<{scheme}://luat.example/sparql>" in client.get("/sparql", headers=asked).text
            assert f"{scheme}://luat.example" in client.get("/.well-known/void", headers=asked).text

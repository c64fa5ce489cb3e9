"""The pool of query workers: real processes over a real store, killed in every way there is."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.waiting import GENEROUS, hurried, nobody_gives_way, until

from legalgraph.errors import Busy, LegalGraphError, QueryError, QueryLimit, QueryTimeout, ShuttingDown, StoreError
from legalgraph.store.guard import CheckedQuery, QueryForm
from legalgraph.store.limits import Limits, Load
from legalgraph.store.worker_process import WorkerProcess
from legalgraph.store.workers import QueryPool, ResultKind, RunningQuery

JSON, CSV, XML, TURTLE, RDF = (
    "application/sparql-results+json",
    "text/csv",
    "application/sparql-results+xml",
    "text/turtle",
    "application/rdf+xml",
)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
SECONDS = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 5000000 } }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"


def make_store(folder: Path, triples: int) -> Path:
    """Graph one with a triple for each number, graph two for each even one."""
    store = Store(str(folder))
    for index in range(triples):
        for graph in ("one",) if index % 2 else ("one", "two"):
            subject = NamedNode(f"http://e/{graph}/{index}")
            store.add(Quad(subject, NamedNode("http://e/says"), Literal(f"điều {index}", language="vi"), NamedNode(f"http://e/{graph}")))
    store.flush()
    return folder


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store"), 2500)


def children() -> set[int]:
    """The processes this one has started and not buried, zombies too."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may end while we look
            # pid (name) state parent …, where the name may hold anything
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(stat.parent.name))
    return found


@pytest.fixture
def pool(store_path: Path) -> Iterator[QueryPool]:
    """Little of everything but time, and no process left behind."""
    before = children()
    limits = Limits(timeout_s=GENEROUS, stream_s=GENEROUS, stall_s=GENEROUS, memory_mb=300, queue=2, max_result_bytes=300_000)
    pool = QueryPool(store_path, limits)
    yield pool
    pool.close()
    until(lambda: children() == before)


@pytest.fixture
def patient(store_path: Path) -> Iterator[QueryPool]:
    """More may wait, and answers may be large."""
    before = children()
    pool = QueryPool(store_path, Limits(timeout_s=GENEROUS, stall_s=GENEROUS, memory_mb=300))
    yield pool
    pool.close()
    until(lambda: children() == before)


def ready(pool: QueryPool) -> None:
    """Have a worker that has answered before, and nothing left of what ran."""
    text(pool, "ASK {}")
    until(lambda: pool.load().running == 0)


def computing(query: RunningQuery) -> bool:
    """Whether a worker has had the query for so long that it may have to step aside."""
    return query.computed(time.monotonic()) > 0.1


def text(pool: QueryPool, query: str | CheckedQuery, media_type: str = CSV, *graphs: list[str]) -> str:
    """The whole answer."""
    with pool.run(query, media_type, *graphs) as running:
        return b"".join(running).decode()


def number(pool: QueryPool, query: str, *graphs: list[str]) -> int:
    return int(text(pool, query, CSV, *graphs).split()[1])


ANSWERS = [
    ("SELECT ?o { <http://e/two/0> ?p ?o }", JSON, ResultKind.SOLUTIONS, '"xml:lang":"vi"'),
    ("SELECT ?o { <http://e/two/0> ?p ?o }", CSV, ResultKind.SOLUTIONS, "o\r\nđiều 0\r\n"),
    ("SELECT ?o { <http://e/two/0> ?p ?o }", XML, ResultKind.SOLUTIONS, '<literal xml:lang="vi">điều 0</literal>'),
    ("SELECT ('a\\rb\\u0001c' AS ?x) {}", XML, ResultKind.SOLUTIONS, "a&#13;b\ufffdc"),
    ("ASK {}", JSON, ResultKind.BOOLEAN, '{"head":{},"boolean":true}'),
    ("CONSTRUCT WHERE { <http://e/two/0> ?p ?o }", TURTLE, ResultKind.GRAPH, 'e:two\\/0 e:says "điều 0"@vi'),
    ("DESCRIBE <http://e/two/0>", "application/n-triples", ResultKind.GRAPH, "<http://e/two/0> <http://e/says>"),
]


@pytest.mark.parametrize(("query", "media_type", "kind", "part"), ANSWERS)
def test_answers(store_path: Path, query: str, media_type: str, kind: ResultKind, part: str) -> None:
    with (
        closing(QueryPool(store_path, Limits(size=1), snapshot="s1", prefixes={"e": "http://e/"})) as pool,
        pool.run(query, media_type) as running,
    ):
        assert running.kind is kind
        assert running.snapshot == "s1"
        assert part in b"".join(running).decode()


@pytest.mark.parametrize(("query", "length"), [("ASK {}", 4), (f"{LARGE} LIMIT 3000", 200_000), ("SELECT ?o { ?o ?o ?o }", 3)])
def test_an_answer_is_taken_without_waiting(pool: QueryPool, query: str, length: int) -> None:
    ready(pool)
    answer = pool.prepare(query, CSV)
    assert answer.begin()
    taken = b""

    def arrive() -> None:
        while (descriptor := answer.expect()) is not None:
            assert select.select([descriptor], [], [], GENEROUS)[0]
            answer.take_in()
        assert answer.arrived

    arrive()
    answer.start()
    arrive()
    for part in answer:
        taken += part
        arrive()
    assert len(taken) >= length
    until(lambda: pool.load().running == 0)


@pytest.mark.parametrize(("query", "answer"), [("ASK {}", "true"), ("SELECT ?o { <http://e/two/0> ?p ?o }", "o\r\nđiều 0\r\n")])
def test_a_short_answer_is_taken_whole(pool: QueryPool, query: str, answer: str) -> None:
    ready(pool)
    asked = pool.prepare(query, CSV)
    assert (asked.whole(), asked.begin(), asked.whole()) == (None, True, None)
    descriptor = asked.expect()
    assert descriptor is not None
    assert select.select([descriptor], [], [], GENEROUS)[0]
    asked.take_in()
    assert asked.whole() == answer.encode()
    assert asked.answer_seconds > 0
    assert list(asked) == []
    until(lambda: pool.load().running == 0)


@pytest.mark.parametrize(
    ("query", "media_type"),
    [("SELECT", CSV), (f"{LARGE} LIMIT 2000", CSV), ("CONSTRUCT WHERE { ?o ?o ?o }", "application/n-triples")],
)
def test_an_error_or_a_long_answer_or_none_is_not_taken_whole(pool: QueryPool, query: str, media_type: str) -> None:
    ready(pool)
    asked = pool.prepare(query, media_type)
    assert asked.begin()
    descriptor = asked.expect()
    assert descriptor is not None
    assert select.select([descriptor], [], [], GENEROUS)[0]
    asked.take_in()
    assert asked.whole() is None
    if query == "SELECT":
        with pytest.raises(QueryError):
            asked.start()
    else:
        with asked.start() as parts:
            assert b"".join(parts).decode() == text(pool, query, media_type)


def test_a_query_is_not_handed_over_when_it_would_wait(pool: QueryPool) -> None:
    ready(pool)
    queries = [pool.run(LARGE, CSV) for _ in range(2)]
    assert not pool.prepare("ASK {}", CSV).begin()
    for query in queries:
        query.close()


def test_a_worker_that_dies_is_waited_for_in_a_thread(pool: QueryPool) -> None:
    ready(pool)
    answer = pool.prepare(ENDLESS, CSV)
    assert answer.begin()
    answer.cancel()
    while (descriptor := answer.expect()) is not None:
        assert select.select([descriptor], [], [], GENEROUS)[0]
        answer.take_in()
    assert not answer.arrived
    with pytest.raises(QueryTimeout, match="cancelled"):
        answer.start()


DATASETS: list[tuple[str, list[list[str]], int]] = [
    (COUNT, [], 3750),
    (COUNT, [["http://e/one"]], 2500),
    (COUNT, [["http://e/one", "http://e/two"]], 3750),
    (COUNT, [["http://e/none"]], 0),
    (COUNT, [[], ["http://e/one"]], 0),
    (COUNT_NAMED, [], 3750),
    (COUNT_NAMED, [["http://e/one"]], 0),
    (COUNT_NAMED, [["http://e/one"], ["http://e/two"]], 1250),
    (COUNT.replace(" {", " FROM <http://e/two> {", 1), [], 1250),
    (COUNT.replace(" {", " FROM <http://e/none> {", 1), [], 0),
    (COUNT.replace(" {", " FROM NAMED <http://e/two> {", 1), [], 0),
    (COUNT_NAMED.replace(" {", " FROM NAMED <http://e/two> {", 1), [], 1250),
    (COUNT.replace(" {", " FROM <http://e/two> {", 1), [["http://e/one"]], 2500),
]


def test_every_dataset_is_the_one_asked_for(pool: QueryPool) -> None:
    assert [number(pool, query, *graphs) for query, graphs, _ in DATASETS] == [expected for *_, expected in DATASETS]


def fails(pool: QueryPool, query: RunningQuery | None = None) -> threading.Thread:
    """A client of its own whose query, an endless one, ends in an error."""

    def ask() -> None:
        with pytest.raises(LegalGraphError):
            (query or pool.prepare(ENDLESS, CSV)).start()

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def chain(length: int) -> str:
    return "ASK { FILTER(" + "||".join(["?x=1"] * length) + ") }"


ENDINGS: list[tuple[str, str, type[LegalGraphError], str]] = [
    ("SELECT * {\n ?s ?p ) .\n ?a ?b ?c . }", JSON, QueryError, "line 2, column 8: "),
    ("ASK { FILTER(<http://e/f>(1)) }", JSON, QueryError, "custom function"),
    ("CONSTRUCT { ?s <http://e/1> ?o } WHERE { ?s ?p ?o }", RDF, QueryError, "RDF/XML cannot name"),
    ("ASK { SERVICE <http://127.0.0.1/> {} }", JSON, QueryError, "SERVICE is refused"),
    ("CLEAR ALL", JSON, QueryError, "read-only"),
    (ENDLESS, JSON, QueryTimeout, "within 0.5 seconds"),
    (chain(8000), JSON, QueryTimeout, "within 0.5 seconds"),
    (GREEDY, JSON, QueryLimit, "memory"),
    ("ASK {} #" + "x" * 300_000, JSON, QueryLimit, "bytes"),
]


@pytest.mark.parametrize(("query", "media_type", "kind", "words"), ENDINGS)
def test_ends_in_words_and_goes_on(pool: QueryPool, query: str, media_type: str, kind: type[LegalGraphError], words: str) -> None:
    with hurried(pool, timeout_s=0.5) if kind is QueryTimeout else nullcontext(), pytest.raises(kind, match=words):
        text(pool, query, media_type)
    assert text(pool, "ASK {}") == "true"


def test_a_crash_of_the_engine_ends_in_words(store_path: Path) -> None:
    with closing(QueryPool(store_path, Limits(size=1, timeout_s=GENEROUS, max_depth=10**6))) as pool:
        with pytest.raises(QueryLimit, match="too long or too deeply nested"):
            text(pool, "ASK " + "{" * 100_000)
        assert text(pool, "ASK {}") == "true"


def test_graphs_that_are_no_iris_are_refused(pool: QueryPool) -> None:
    with pytest.raises(QueryError, match="IRI"):
        text(pool, COUNT, JSON, ["not an iri"])


def test_an_answer_that_grows_too_large_breaks_off(pool: QueryPool) -> None:
    with pool.run(LARGE, CSV) as running:
        received = [next(running)]
        with pytest.raises(QueryLimit, match="more than 300,000 bytes"):
            received.extend(running)
        assert 50_000 < sum(map(len, received)) <= 300_000
    assert text(pool, "ASK {}") == "true"


def test_a_syntax_error_does_not_cost_the_worker(pool: QueryPool) -> None:
    pool.warm()
    before = children()
    for _ in range(5):
        with pytest.raises(QueryError):
            text(pool, "ASK {")
    assert children() == before


@pytest.mark.slow
def test_others_are_served_while_endless_queries_run(patient: QueryPool) -> None:
    attackers = [fails(patient) for _ in range(5)]
    until(lambda: (patient.load().running, patient.load().waiting) == (2, 3))
    began = time.monotonic()
    assert text(patient, "ASK {}") == "true"
    assert time.monotonic() - began < GENEROUS / 2  # each of them would have had all of it
    patient.close()
    for attacker in attackers:
        attacker.join()


@pytest.mark.slow
def test_a_query_that_gave_way_is_run_again(store_path: Path) -> None:
    """Alone it takes longer than the slice; it still answers after a newer one passed it."""
    with closing(QueryPool(store_path, Limits(size=1, timeout_s=GENEROUS))) as pool:
        answers: list[str] = []
        thread = threading.Thread(target=lambda: answers.append(text(pool, SECONDS)))
        thread.start()
        until(lambda: pool.load().running == 1)
        assert text(pool, "ASK {}") == "true"
        assert answers == [], "it did not wait for the other's end"
        thread.join()
        assert answers == ["n\r\n5000000\r\n"]


def test_what_other_programs_take_is_not_counted(store_path: Path) -> None:
    """Its worker gets no processor: the query keeps it while others wait, as it computes nothing."""
    with closing(QueryPool(store_path, Limits(size=1, timeout_s=GENEROUS))) as pool:
        ready(pool)
        query, answers = pool.prepare(COUNT_NAMED, CSV), list[str]()
        worker = pool._idle[-1].pid
        os.kill(worker, signal.SIGSTOP)
        assert query.begin()
        thread = threading.Thread(target=lambda: answers.append(text(pool, "ASK {}")))
        thread.start()
        until(lambda: pool.load().waiting == 1)
        time.sleep(2 * pool.deadlines.slice_s)
        assert (query.verdict, query.second_chance) == (None, False)
        os.kill(worker, signal.SIGCONT)
        with query.start() as parts:
            assert b"".join(parts) == b"n\r\n3750\r\n"
        thread.join()
        assert answers == ["true"]


def test_warm_waits_until_a_worker_is_ready(pool: QueryPool) -> None:
    for _ in range(2):  # the second time there is nothing to wait for
        pool.warm()
        assert any(worker.ready for worker in pool._idle)


def test_workers_that_end_at_once_are_told_when_they_are_started(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = children()
    with closing(QueryPool(tmp_path / "no store", Limits(timeout_s=GENEROUS))) as pool:
        pool.warm()
        (told,) = [record.getMessage() for record in caplog.records]
        assert told.startswith("query workers end as soon as they are started, so no query can be answered: ")
        assert "no store" in told
        with pytest.raises(StoreError):
            text(pool, "ASK {}")
    until(lambda: children() == before)


def test_a_place_whose_process_is_being_ended_is_told_apart(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    buried, bury = threading.Event(), WorkerProcess.bury

    def slowly(worker: WorkerProcess) -> None:
        buried.wait(GENEROUS)
        bury(worker)

    monkeypatch.setattr(WorkerProcess, "bury", slowly)
    with closing(QueryPool(store_path, Limits(size=1, timeout_s=GENEROUS))) as pool:
        query = pool.prepare(ENDLESS, CSV)
        thread = fails(pool, query)
        until(lambda: computing(query))
        assert (pool.load().running, pool.load().leaving) == (1, 0)
        query.cancel()
        thread.join()
        assert (pool.load().running, pool.load().leaving) == (1, 1)
        buried.set()
        until(lambda: (pool.load().running, pool.load().leaving) == (0, 0))


def test_a_pipe_that_an_event_loop_made_not_wait_is_waited_for(pool: QueryPool) -> None:
    pool.warm()
    for worker in pool._idle:
        os.set_blocking(worker.descriptor, False)
    assert text(pool, "ASK {}") == "true"


@pytest.mark.slow
def test_a_long_query_steps_aside_and_goes_on(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Only noted: where other programs leave no time it would never end.
    lowered: list[int] = []
    monkeypatch.setattr(WorkerProcess, "lower", lambda worker: lowered.append(worker.pid))
    with closing(QueryPool(store_path, Limits(size=1, aside=1, timeout_s=GENEROUS))) as pool:
        long = pool.prepare(SECONDS, CSV)
        thread = threading.Thread(target=long.start)
        thread.start()
        until(lambda: computing(long))
        for _ in range(3):
            assert text(pool, "ASK {}") == "true"
        assert (pool.load().running, long.aside, long.second_chance) == (1, True, False)
        worker = long._worker
        assert worker is not None
        until(lambda: text(pool, "ASK {}") == "true" and long.lowered)
        assert lowered == [worker.pid]  # the one beside it is not
        thread.join(timeout=GENEROUS)
        assert b"".join(long) == b"n\r\n5000000\r\n"
        long.close()
        # Its worker is kept where this process may undo what it did to it.
        until(lambda: pool.load() in [Load(running=0, waiting=0, workers=2, started=started, lost=0) for started in (2, 3)])


@pytest.mark.slow
def test_a_query_that_is_alone_again_is_lifted(store_path: Path) -> None:
    with closing(QueryPool(store_path, Limits(size=1, aside=1, timeout_s=GENEROUS))) as pool:
        long = pool.prepare(ENDLESS, CSV)
        thread = fails(pool, long)
        until(lambda: computing(long))
        until(lambda: text(pool, "ASK {}") == "true" and long.lowered)
        worker = long._worker
        assert worker is not None
        if worker.lift():  # most users may not
            worker.lower()
            until(lambda: not long.lowered)
            assert os.sched_getscheduler(worker.pid) == os.SCHED_OTHER
        long.cancel()
        thread.join()


def test_a_query_alone_keeps_its_place(store_path: Path) -> None:
    """However long it takes: nobody waits for its place, so it costs no process and no priority."""
    with closing(QueryPool(store_path, Limits(size=1, aside=2, timeout_s=GENEROUS))) as pool:
        pool.warm()
        with pool.run(SECONDS, CSV) as long:  # longer than what makes one step aside and be lowered
            assert (long.aside, long.lowered) == (False, False)
            assert b"".join(long) == b"n\r\n5000000\r\n"
        assert long.answer_seconds > 0.25
        assert pool.load() == Load(running=0, waiting=0, workers=3, started=3, lost=0)


def test_a_new_query_has_a_place_at_once_beside_endless_ones(store_path: Path) -> None:
    with closing(QueryPool(store_path, Limits(size=2, aside=2, timeout_s=GENEROUS))) as pool:
        pool.warm()
        endless = [pool.prepare(ENDLESS, CSV) for _ in range(2)]
        threads = [fails(pool, query) for query in endless]
        until(lambda: all(computing(query) for query in endless))
        text(pool, "ASK {}")  # waits for the worker that is neither in use nor known to be ready
        assert [query.aside for query in endless].count(True) == 1
        second = pool.prepare("ASK {}", CSV)
        assert second.begin()  # needs no waiting
        assert b"".join(second.start()) == b"true"
        assert [query.aside for query in endless].count(True) == 1
        for query in endless:
            query.cancel()
        for thread in threads:
            thread.join()


def test_a_place_is_made_at_once_for_who_must_not_wait(store_path: Path) -> None:
    with closing(QueryPool(store_path, Limits(size=1, aside=1, timeout_s=GENEROUS))) as pool:
        pool.warm()
        long = pool.prepare(ENDLESS, CSV)
        thread = fails(pool, long)
        until(lambda: computing(long))
        for worker in pool._idle:
            worker.ready = True  # as it is after its first answer
        quick = pool.prepare("ASK {}", CSV)
        assert quick.begin()
        assert long.aside
        assert b"".join(quick.start()) == b"true"
        long.cancel()
        thread.join()


def test_a_large_server_does_not_cost_its_workers(store_path: Path) -> None:
    """A process inherits the peak of memory of the one that started it."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom legalgraph.store.limits import Limits\n"
        "from legalgraph.store.workers import QueryPool\n"
        "bytearray(b'x') * (300 << 20)\n"
        "pool = QueryPool(Path(sys.argv[1]), Limits(size=1, memory_mb=300))\n"
        f"for _ in range(3):\n    with pool.run('ASK {{}}', {CSV!r}) as running:\n        b''.join(running)\n"
        "print(pool.load())\npool.close()\n"
    )
    source = str(Path(__file__).parents[2] / "src")
    said = subprocess.run(
        [sys.executable, "-c", program, str(store_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert said.stdout.strip() == str(Load(running=0, waiting=0, workers=1, started=1, lost=0))


def test_nobody_who_must_not_wait_waits_for_processes(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither for their end nor for their start: a thread of the pool does, while others go on."""
    seen: list[tuple[str, str]] = []
    start, bury = WorkerProcess.__init__, WorkerProcess.bury

    def note(what: str, pool: QueryPool) -> bool:
        other = threading.Thread(target=pool.load)
        other.start()
        other.join(timeout=GENEROUS / 4)
        seen.append((f"{what} with the lock" if other.is_alive() else what, threading.current_thread().name))
        return False

    with closing(QueryPool(store_path, Limits(size=1, timeout_s=GENEROUS))) as pool:
        pool.warm()
        ready(pool)
        monkeypatch.setattr(WorkerProcess, "__init__", lambda *given: note("start", pool) or start(*given))
        monkeypatch.setattr(WorkerProcess, "bury", lambda worker: note("end", pool) or bury(worker))
        query = pool.prepare(LARGE, CSV)
        assert query.begin()
        query.start()
        query.cancel()
        until(lambda: pool.load() == Load(running=0, waiting=0, workers=1, started=2, lost=1))
        ready(pool)
        query = pool.prepare("ASK {}", CSV)
        assert query.begin()
        pool.switch(store_path.parent / "elsewhere")
        assert b"".join(query.start()) == b"true"
        until(lambda: pool.load() == Load(running=0, waiting=0, workers=1, started=3, lost=1))
    assert {thread for _, thread in seen} == {"worker chores"}
    assert [what for what, _ in seen[:4]] == ["end", "start"] * 2


@pytest.mark.slow
def test_when_aside_is_full_the_longest_gives_way(store_path: Path) -> None:
    with closing(QueryPool(store_path, Limits(size=1, aside=1, timeout_s=GENEROUS))) as pool:
        attackers = [pool.prepare(ENDLESS, CSV) for _ in range(3)]
        threads = [fails(pool, attacker) for attacker in attackers]
        until(lambda: (pool.load().running, pool.load().waiting) == (2, 1))
        began = time.monotonic()
        assert text(pool, "ASK {}") == "true"
        assert time.monotonic() - began < GENEROUS / 2  # each of them would have had all of it
        for attacker, thread in zip(attackers, threads, strict=True):
            attacker.cancel()
            thread.join()
        until(lambda: (pool.load().running, pool.load().waiting) == (0, 0))


def test_too_many_are_turned_away(pool: QueryPool, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_gives_way(monkeypatch)
    queries = [pool.prepare(ENDLESS, CSV) for _ in range(4)]
    threads = [fails(pool, query) for query in queries]
    until(lambda: (pool.load().running, pool.load().waiting) == (2, 2))
    with pytest.raises(Busy, match="2 queries run and 2 wait") as caught:
        text(pool, "ASK {}")
    assert caught.value.retry_after > 0
    for query, thread in zip(queries, threads, strict=True):
        query.cancel()
        thread.join()


def test_a_client_that_takes_nothing_loses_the_worker(pool: QueryPool) -> None:
    first, second = pool.run(LARGE, CSV), pool.run(LARGE, CSV)
    assert next(first).startswith(b"a,b,c")
    assert next(second).startswith(b"a,b,c")
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(text(pool, "ASK {}")))
    thread.start()
    with hurried(pool, stall_s=0.1):
        until(lambda: None not in (first.verdict, second.verdict))
    thread.join()
    assert answers == ["true"]  # it waited until one of the two had lost its worker
    with pytest.raises(QueryTimeout, match="nobody took"):
        next(first)
    with pytest.raises(QueryTimeout, match="nobody took"):
        next(second)


def test_a_client_that_goes_frees_the_worker(patient: QueryPool) -> None:
    for _ in range(3):
        with patient.run(LARGE, CSV) as running:
            assert next(running)
        until(lambda: patient.load().running == 0)
    assert text(patient, "ASK {}") == "true"


def test_cancelling_ends_a_computation_at_once(patient: QueryPool) -> None:
    query = patient.prepare(ENDLESS, CSV)
    thread = fails(patient, query)
    until(lambda: computing(query))
    query.cancel()
    thread.join(timeout=GENEROUS / 2)
    assert not thread.is_alive()
    assert "cancelled" in str(query.verdict)


def test_cancelling_ends_the_waiting(patient: QueryPool) -> None:
    patient.size = 0
    query = patient.prepare("ASK {}", CSV)
    thread = fails(patient, query)
    until(lambda: patient.load().waiting == 1)
    query.cancel()
    thread.join(timeout=GENEROUS / 2)
    assert not thread.is_alive()
    assert "cancelled" in str(query.verdict)


def test_a_worker_killed_from_outside_is_replaced(pool: QueryPool) -> None:
    before = children()
    pool.warm()
    for pid in children() - before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(worker.alive for worker in pool._idle))
    assert text(pool, "ASK {}") == "true"


def test_a_worker_killed_while_it_answers_is_an_error_in_words(pool: QueryPool) -> None:
    before = children()
    with pool.run(LARGE, CSV) as running:
        assert next(running)
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(QueryLimit, match="killed from outside, or by a machine that had no memory left"):
            list(running)
    assert text(pool, "ASK {}") == "true"


def test_switches_to_another_snapshot_without_dropping_a_query(pool: QueryPool, tmp_path: Path) -> None:
    other = make_store(tmp_path / "other", 2)
    with pool.run("SELECT * { ?s ?p ?o }", CSV) as running:
        parts = [next(running)]
        pool.switch(other, "other")
        assert number(pool, COUNT) == 3
        parts += running
        assert b"".join(parts).count(b"\n") == 3751
        assert running.snapshot != "other" == pool.snapshot


def test_a_missing_store_is_an_error_in_words(tmp_path: Path) -> None:
    with closing(QueryPool(tmp_path / "nothing")) as pool, pytest.raises(StoreError, match="nothing"):
        text(pool, "ASK {}")


def test_a_closed_pool_answers_nothing(store_path: Path) -> None:
    pool = QueryPool(store_path)
    pool.warm()
    pool.close()
    pool.close()
    with pytest.raises(ShuttingDown, match="shutting down"):
        text(pool, "ASK {}")


def test_closing_ends_what_runs(store_path: Path) -> None:
    before = children()
    pool = QueryPool(store_path)
    thread = fails(pool)
    until(lambda: pool.load().running == 1)
    pool.close()
    thread.join(timeout=GENEROUS)
    assert not thread.is_alive()
    until(lambda: children() == before)


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is a filter of Linux")
@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_the_kernel_bars_a_service_that_passed_the_guard(pool: QueryPool, silent: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        query = f"ASK {{ SERVICE {silent}<http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        unguarded = CheckedQuery(query, QueryForm.ASK, own_dataset=False, volatile=False)
        if silent:
            assert text(pool, unguarded) == "true"
        else:
            with pytest.raises(StoreError, match="ermission denied"):
                text(pool, unguarded)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.slow
@pytest.mark.parametrize("busy", [False, True])
def test_workers_do_not_outlive_a_killed_parent(store_path: Path, busy: bool) -> None:
    program = (
        "import sys, threading, time\nfrom pathlib import Path\nfrom legalgraph.store.limits import Limits\n"
        "from legalgraph.store.workers import QueryPool\n"
        f"pool = QueryPool(Path(sys.argv[1]), Limits(size=1, timeout_s={GENEROUS}))\npool.warm()\npid = pool._idle[0].pid\n"
        f"query = pool.prepare({ENDLESS!r}, {CSV!r})\n"
        f"{busy} and threading.Thread(target=query.start, daemon=True).start()\n"
        f"while {busy} and query.computed(time.monotonic()) < 0.1: time.sleep(0.01)\n"
        "print(pid, flush=True)\ntime.sleep(600)\n"
    )
    source = str(Path(__file__).parents[2] / "src")
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(store_path)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": source}
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not Path(f"/proc/{worker}").exists())

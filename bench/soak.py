"""Soak a server: ordinary visitors all the time, first alone and then beside attackers; how long they wait, and what memory does.

`python -m bench.soak --home HOME --minutes 30 [--json FILE]` serves a hard-linked copy of HOME on a free port of this
machine, and publishes the same snapshot anew now and then. Exits with 1 when a criterion fails.
"""

import argparse
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from bench.attackers import ATTACKS, Address
from legalgraph.catalogue import Catalogue
from legalgraph.store.snapshots import Home, link

_SMALL = (
    "SELECT ?d ?t { ?d a <http://data.europa.eu/eli/ontology#LegalResource> ; <http://purl.org/dc/terms/title> ?t } LIMIT 20",
    "SELECT ?p (COUNT(*) AS ?n) { <https://w3id.org/legalgraph/eli/vn/%s> ?p ?o } GROUP BY ?p",
    "CONSTRUCT WHERE { <https://w3id.org/legalgraph/eli/vn/%s> ?p ?o }",
    "ASK { <https://w3id.org/legalgraph/eli/vn/%s> ?p ?o }",
    "SELECT ?by { ?by <https://w3id.org/legalgraph/ns#has_legal_basis> <https://w3id.org/legalgraph/eli/vn/%s> } LIMIT 100",
)
_LARGE = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 100000"
_WORDS = ("thuế", "đất đai", "khuyến công", "bảo hiểm", "45/2012/NĐ-CP", "xây dựng")
# kind: how many visitors, and how many seconds each waits between two requests
_VISITORS: Mapping[str, tuple[int, float]] = {"page": (2, 0.4), "api": (1, 0.3), "small query": (2, 0.25), "100,000 rows": (1, 4.0)}
_BETWEEN_SNAPSHOTS = 120.0
_MOST_SLOWER, _MOST_GROWTH, _MOST_BUSY = 3.0, 1.10, 0.01


@dataclass
class Phase:
    """What visitors met with: seconds of whole answers by kind, statuses, errors of the connection."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)


def main(arguments: list[str]) -> int:
    """Run the soak and print what came of it."""
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    total = 60 * max(1.0, min(asked.minutes, 240))
    quiet_s = min(120.0, max(15.0, total / 6))
    with tempfile.TemporaryDirectory(prefix="soak-", dir=asked.home.absolute().parent) as folder:
        home = Home(_copied(Home(asked.home), Path(folder) / "home"))
        with _serving(home.folder, Path(folder)) as (process, address):
            told = _soak(home, process.pid, address, total, quiet_s)
            process.send_signal(signal.SIGTERM)
            told["exit code"] = process.wait(timeout=60)
            told["logged errors"] = _errors(Path(folder) / "err.log")
            told["server ms"] = _timed(Path(folder) / "out.log")
    failed = _print(told)
    if asked.json:
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return 1 if failed else 0


def _copied(home: Home, folder: Path) -> Path:
    snapshot = home.current()
    if snapshot is None:
        raise SystemExit(f"nothing is published in {home.folder}")
    target = folder / "snapshots" / snapshot.id
    shutil.copytree(snapshot.folder, target, copy_function=lambda a, b: link(Path(a), Path(b)))
    (folder / "CURRENT").write_text(f"{snapshot.id}\n")
    return folder


@contextmanager
def _serving(home: Path, folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", Address]]:
    command = [sys.executable, "-m", "legalgraph.cli", "--home", str(home), "serve", "--port", "0", "--as-is", "--log-format", "json"]
    log = folder / "err.log"
    with (folder / "out.log").open("wb") as out, log.open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
    try:
        deadline = time.monotonic() + 120
        while not (found := re.search(r"running on http://([\d.]+):(\d+)", log.read_text())):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the server did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield process, Address(found[1], int(found[2]))
    finally:
        process.kill()
        process.wait()


def _soak(home: Home, pid: int, address: Address, total: float, quiet_s: float) -> dict[str, Any]:
    snapshot = home.current()
    paths = _paths(Catalogue(snapshot.catalogue_path)) if snapshot else []
    ended, phases = threading.Event(), [Phase(), Phase(), Phase()]  # warming, quiet, attacked
    now = [0]
    threads = [
        threading.Thread(target=_visit, args=(kind, pause, address, paths, ended, lambda: phases[now[0]], number), daemon=True)
        for kind, (count, pause) in _VISITORS.items()
        for number in range(count)
    ]
    memory = Memory(pid)
    threads += [threading.Thread(target=memory.watch, args=(ended,), daemon=True)]
    for thread in threads:
        thread.start()
    time.sleep(min(10.0, quiet_s))
    now[0] = 1
    computed = [(time.monotonic(), _computed(pid))]
    time.sleep(quiet_s)
    now[0] = 2
    memory.began = time.monotonic()
    computed.append((memory.began, _computed(pid)))
    with _attacking(address) as told:
        published = _publishing(home, total - quiet_s - min(10.0, quiet_s))
    computed.append((time.monotonic(), _computed(pid)))
    now[0] = 0
    ended.set()
    for thread in threads:
        thread.join(timeout=90)
    share = {name: (after[1] - before[1]) / (after[0] - before[0])
             for name, before, after in zip(("quiet", "attacked"), computed, computed[1:], strict=False)}  # fmt: skip
    return {**_told(phases[1], phases[2], memory, told, published), "processor of the server": share, "load": os.getloadavg()}


def _computed(pid: int) -> float:
    """Seconds of the processor that the server itself has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _paths(catalogue: Catalogue) -> list[str]:
    last = catalogue.last()
    found = [path for path, _ in catalogue.addresses(1, last)]
    return random.Random(1).sample(found, min(200, len(found)))


def _visit(
    kind: str, pause: float, address: Address, paths: list[str], ended: threading.Event, phase: Callable[[], Phase], seed: int
) -> None:
    """One visitor of a kind, on one connection."""
    choice = random.Random(f"{kind} {seed}")
    connection = HTTPConnection(address.host, address.port, timeout=60)
    while not ended.wait(pause * choice.uniform(0.5, 1.5)):
        target = _target(kind, choice, paths)
        begun, during = time.monotonic(), phase()
        try:
            connection.request("GET", target, headers={"Accept": "*/*", "Accept-Encoding": "gzip"})
            reply = connection.getresponse()
            reply.read()
        except (OSError, HTTPException) as error:
            during.errors[f"{kind}: {type(error).__name__} {error}"] += 1
            connection.close()
            continue
        during.statuses[kind, reply.status] += 1
        if reply.status == 200:
            during.seconds[kind].append(time.monotonic() - begun)
    connection.close()


def _target(kind: str, choice: random.Random, paths: list[str]) -> str:
    path = choice.choice(paths)
    if kind == "page":
        return choice.choice(("/", f"/eli/vn/{path}.html", f"/eli/vn/{path}.html", f"/tim-kiem?q={quote(choice.choice(_WORDS))}"))
    if kind == "api":
        return choice.choice((f"/api/search?q={quote(choice.choice(_WORDS))}", f"/api/documents/{path}", f"/api/graph/{path}"))
    query = _LARGE if kind == "100,000 rows" else choice.choice(_SMALL).replace("%s", path)
    return f"/sparql?{urlencode({'query': query})}"


def _publishing(home: Home, seconds: float) -> int:
    """Let the time pass, and publish the same snapshot anew now and then."""
    until, published = time.monotonic() + seconds, 0
    between = min(_BETWEEN_SNAPSHOTS, seconds / 3)
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(between, left))
        before = home.current()
        if before is not None and until - time.monotonic() > 1:
            with home.writing() as draft:
                link(before.catalogue_path, draft.catalogue_path)
                home.publish(draft, before.manifest)
            published += 1
    return published


@contextmanager
def _attacking(address: Address) -> Iterator[dict[str, Counter[str]]]:
    """Attackers in a process of their own, one thread each; gives what they were answered with, once they have ended."""
    spawn = multiprocessing.get_context("spawn")
    ended, answers = spawn.Event(), spawn.Queue()
    process = spawn.Process(target=_attack_all, args=(address, ended, answers), daemon=True)
    process.start()
    told: dict[str, Counter[str]] = {}
    try:
        yield told
    finally:
        ended.set()
        with suppress(Exception):
            told.update(answers.get(timeout=120))
        process.join(timeout=10)
        process.kill()


def _attack_all(address: Address, ended: Event, answers: "Queue[dict[str, Counter[str]]]") -> None:
    told: dict[str, Counter[str]] = {name: Counter() for name in ATTACKS}

    def attack(name: str) -> None:
        while not ended.wait(1.0):
            try:
                told[name][ATTACKS[name].run(address)] += 1
            except (OSError, HTTPException) as error:
                told[name][type(error).__name__] += 1

    threads = [threading.Thread(target=attack, args=(name,), daemon=True) for name in ATTACKS]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 10**6
    for thread in threads:
        while thread.is_alive() and time.monotonic() < deadline:
            thread.join(timeout=0.5)
            if ended.is_set() and deadline > time.monotonic() + 90:
                deadline = time.monotonic() + 90
    answers.put(told)


class Memory:
    """Resident MiB of the server and of its workers together, once a second."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.began = float("inf")
        self.server: list[tuple[float, float]] = []
        self.workers: list[tuple[float, float]] = []
        self.most_workers = 0

    def watch(self, ended: threading.Event) -> None:
        """Look until the end."""
        page = os.sysconf("SC_PAGE_SIZE")

        def resident(pid: int) -> float:
            try:
                return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page / 2**20
            except (OSError, IndexError):
                return 0.0

        while not ended.wait(1):
            now, children = time.monotonic(), self._children()
            self.server.append((now, resident(self.pid)))
            self.workers.append((now, sum(map(resident, children))))
            self.most_workers = max(self.most_workers, len(children))

    def _children(self) -> list[int]:
        found: list[int] = []
        for file in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, file.read_text().split())
        return found

    def figures(self, samples: list[tuple[float, float]]) -> dict[str, float]:
        """Medians of the thirds of the attack, the most ever, and the slope in MiB an hour."""
        during = [(at, size) for at, size in samples if at >= self.began]
        third = max(1, len(during) // 3)
        parts = [statistics.median(size for _, size in during[start : start + third]) for start in (0, third, 2 * third)]
        slope = statistics.linear_regression(*zip(*during[third:], strict=True)).slope if len(during) > third + 2 else 0.0
        return {"first": parts[0], "middle": parts[1], "last": parts[2], "most": max(size for _, size in samples), "slope": slope * 3600}


def _told(quiet: Phase, attacked: Phase, memory: Memory, told: Mapping[str, Counter[str]], published: int) -> dict[str, Any]:
    kinds = {}
    for kind in _VISITORS:
        before, after = sorted(quiet.seconds[kind]), sorted(attacked.seconds[kind])
        kinds[kind] = {
            "quiet": len(before), "attacked": len(after),
            "quiet p50": _share(before, 0.5), "quiet p95": _share(before, 0.95),
            "attacked p50": _share(after, 0.5), "attacked p95": _share(after, 0.95), "attacked p99": _share(after, 0.99),
        }  # fmt: skip
    statuses = {f"{kind} {status}": count for (kind, status), count in sorted((quiet.statuses + attacked.statuses).items())}
    attacks = {name: dict(told.get(name, {})) for name in ATTACKS}
    unforeseen = {f"{name}: {answer}": count for name, counts in attacks.items() for answer, count in counts.items()
                  if answer not in ATTACKS[name].foreseen}  # fmt: skip
    return {
        "visitors": kinds, "statuses": statuses, "errors": dict(quiet.errors + attacked.errors),
        "attacks": attacks, "unforeseen": unforeseen,
        "server MiB": memory.figures(memory.server), "workers MiB": memory.figures(memory.workers),
        "most workers": memory.most_workers, "published": published,
    }  # fmt: skip


def _share(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("nan")


def _errors(log: Path) -> dict[str, int]:
    """Lines of the server's log that tell of an error, numbers left out."""
    found: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        said = json.loads(line)
        if said["level"] in ("error", "critical"):
            found[re.sub(r"[\dT:.-]+", "#", said["message"])[:120]] += 1
    return dict(found)


def _timed(log: Path) -> dict[str, dict[str, float]]:
    """From the access log: how long answered queries waited for a worker, and had it until the first bytes, in ms."""
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    answered = [line for line in lines if line.get("query") == "answered"]
    found = {}
    for name in ("queue_ms", "query_ms"):
        values = sorted(line[name] for line in answered)
        found[name] = {f"p{part * 100:.0f}": _share(values, part) for part in (0.5, 0.9, 0.95, 0.99)}
    return found


def _print(told: dict[str, Any]) -> int:
    print("milliseconds          quiet: n    p50    p95   attacked: n    p50    p95    p99   p95 ratio")
    for kind, row in told["visitors"].items():
        times = [row[name] * 1000 for name in ("quiet p50", "quiet p95", "attacked p50", "attacked p95", "attacked p99")]
        ratio = times[3] / times[1]
        before, after = (" ".join(f"{time:6.0f}" for time in some) for some in (times[:2], times[2:]))
        print(f"{kind:20} {row['quiet']:9} {before} {row['attacked']:13} {after} {ratio:11.1f}")
    for name in ("server MiB", "workers MiB"):
        print(f"{name:20}" + "  ".join(f"{part} {value:.0f}" for part, value in told[name].items()) + " an hour")
    share = told["processor of the server"]
    print(f"processor of the server: quiet {share['quiet']:.2f}, attacked {share['attacked']:.2f} of a core; load {told['load'][0]:.1f}")
    print(f"answered queries, from the access log: {told['server ms']}")
    for name, counts in told["attacks"].items():
        print(f"attack  {name:32} {counts}")
    answers = sum(told["statuses"].values())
    busy = sum(count for status, count in told["statuses"].items() if status.endswith(" 503"))
    other = {status: count for status, count in told["statuses"].items() if not status.endswith((" 200", " 503"))}
    checks = {
        "visitors met no error": not told["errors"] and not other,
        f"visitors were turned away with 503 in at most {_MOST_BUSY:.0%}": busy <= _MOST_BUSY * answers,
        "attackers got nothing but what is intended": not told["unforeseen"],
        "memory of the server is flat": told["server MiB"]["last"] <= _MOST_GROWTH * told["server MiB"]["middle"],
        **{f"p95 of {kind} is at most {_MOST_SLOWER:.0f} times the quiet one": row["attacked p95"] <= _MOST_SLOWER * row["quiet p95"]
           for kind, row in told["visitors"].items()},
        "the server logged no error": not told["logged errors"],
        "the server ended with exit code 0": told["exit code"] == 0,
    }  # fmt: skip
    print(f"statuses {told['statuses']} errors {told['errors']} unforeseen {told['unforeseen']} logged {told['logged errors']}")
    print(f"snapshots published meanwhile: {told['published']}; most processes of workers: {told['most workers']}")
    for name, passed in checks.items():
        print(f"  {'pass' if passed else 'FAIL'}  {name}")
    told["failed"] = [name for name, passed in checks.items() if not passed]
    return len(told["failed"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

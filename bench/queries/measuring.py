"""What is measured: answers, processor per query, processor per request of two endpoints, and throughput."""

import http.client
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.queries.answers import Rows, difference
from bench.queries.engines import JSON, Engine, Failed, Server

_LEAST_CPU = 0.3  # seconds; /proc counts in hundredths
_MOST_ASKED = 1000
_LONGEST = 180.0
CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """What one query costs an engine: milliseconds of processor, rows in all answers, and how these differ, if they do."""

    milliseconds: float
    rows: int
    differs: str


def cost(engine: Engine, queries: Sequence[str], expected: list[Rows]) -> Cost:
    """Compare the answers with those expected, then measure. An empty `expected` is filled with the answers. Raises Failed."""
    answers = [engine.rows(query) for query in queries]
    if not expected:
        expected += answers
    differs = next(filter(None, map(difference, expected, answers)), "")
    spent, asked, until = 0.0, 0, time.monotonic() + _LONGEST
    while spent < _LEAST_CPU and asked < _MOST_ASKED and time.monotonic() < until:
        spent += engine.cpu(list(queries), _LONGEST)
        asked += len(queries)
    return Cost(spent / asked * 1000, sum(answer.total() for answer in answers), differs)


def side_by_side(engines: Mapping[str, Server], rounds: Sequence[Sequence[str]]) -> dict[str, float]:
    """Milliseconds of processor a request, the engines asked in turn so that what else goes on meets all alike.

    The first round is not counted. Raises Failed.
    """
    first, *others = rounds
    spent = {name: 0 * engine.cpu(list(first), _LONGEST) for name, engine in engines.items()}
    for queries in others:
        for name, engine in engines.items():
            spent[name] += engine.cpu(list(queries), _LONGEST)
    return {name: seconds / sum(map(len, others)) * 1000 for name, seconds in spent.items()}


def throughput(engine: Server, queries: Sequence[str], least_seconds: float) -> float:
    """Requests a second with eight clients, each of which asks all queries in turn, from another one on. Raises Failed."""
    targets = [engine.target(query) for query in queries]
    counts, errors = [0] * CLIENTS, list[str]()
    begun = time.monotonic()

    def client(number: int) -> None:
        first = number * len(targets) // CLIENTS
        connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=_LONGEST)
        try:
            while time.monotonic() - begun < least_seconds:
                for target in targets[first:] + targets[:first]:
                    connection.request("GET", target, headers={"Accept": JSON})
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status != 200:
                        errors.append(str(answer.status))
                    if errors:
                        return
                    counts[number] += 1
        except (OSError, http.client.HTTPException) as error:
            errors.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise Failed(f"with {CLIENTS} clients: {errors[0]}")
    return sum(counts) / (time.monotonic() - begun)

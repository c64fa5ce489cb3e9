"""What has to hold, and the tables that show it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.queries.measuring import Cost

OURS_INSIDE, OURS, NATIVE = "legalgraph in process", "legalgraph serve", "oxigraph serve-read-only"
PEER_INSIDE, PEER = "rdflib in memory", "rdflib-endpoint"
TIMES_RDFLIB = 10.0
TIMES_ENDPOINT = 3.0
MOST_ONE_DOCUMENT = 1.5
MOST_MANY_ROWS = 1.1


@dataclass(slots=True)
class Found:
    """All that was measured; `costs` by query and engine, `requests` by kind of request and engine, in milliseconds."""

    costs: dict[str, dict[str, Cost]]
    requests: dict[str, dict[str, float]]
    throughput: dict[str, float]
    missing: dict[str, str]
    failed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One criterion. `passed` is None when it could not be judged."""

    what: str
    passed: bool | None
    seen: str


def verdicts(found: Found) -> Iterator[Verdict]:
    """Judge what was measured."""
    for query, by_engine in found.costs.items():
        different = {name: cost.differs for name, cost in by_engine.items() if cost.differs}
        seen = "; ".join(f"{name}: {differs}" for name, differs in different.items())
        rows = next(iter(by_engine.values())).rows if by_engine else 0
        yield Verdict(f"{query}: identical answers", not different and rows > 0, seen or f"{len(by_engine)} engines, {rows:,} rows")
        times = _ratio({name: cost.milliseconds for name, cost in by_engine.items()}, PEER_INSIDE, OURS_INSIDE)
        yield _at_least(f"{query}: processor of rdflib to ours", times, TIMES_RDFLIB)
    for kind, most in (("one document", MOST_ONE_DOCUMENT), ("many rows", MOST_MANY_ROWS)):
        ratio = _ratio(found.requests.get(kind, {}), OURS, NATIVE)
        seen = "not measured" if ratio is None else f"{ratio:.2f} (at most {most:g})"
        yield Verdict(f"{kind}: processor of our endpoint to the native server's", None if ratio is None else ratio <= most, seen)
    yield _at_least("throughput of our endpoint to rdflib-endpoint", _ratio(found.throughput, OURS, PEER), TIMES_ENDPOINT)
    for name, why in found.failed.items():
        yield Verdict(f"{name} answers", passed=False, seen=why)


def _ratio(values: Mapping[str, float], upper: str, lower: str) -> float | None:
    return values[upper] / values[lower] if upper in values and values.get(lower) else None


def _at_least(what: str, ratio: float | None, least: float) -> Verdict:
    seen = "not measured" if ratio is None else f"{ratio:.1f} (at least {least:g})"
    return Verdict(what, None if ratio is None else ratio >= least, seen)


def table(found: Found) -> Iterator[str]:
    """Milliseconds of processor a query, a column an engine."""
    engines = list(dict.fromkeys(name for by_engine in found.costs.values() for name in by_engine))
    yield f"{'milliseconds of processor a query':34}" + "".join(f"{name:>26}" for name in engines)
    for query, by_engine in found.costs.items():
        cells = (f"{by_engine[name].milliseconds:26,.2f}" if name in by_engine else f"{'-':>26}" for name in engines)
        yield f"{query:34}" + "".join(cells)
    yield ""
    yield f"{'milliseconds of processor a request':40}" + "".join(f"{name:>26}" for name in (OURS, NATIVE))
    for kind, by_name in found.requests.items():
        yield f"{kind:40}" + "".join(f"{by_name[name]:26,.3f}" for name in (OURS, NATIVE) if name in by_name)
    yield ""
    for name, rate in found.throughput.items():
        yield f"{name:40}{rate:10,.1f} requests a second, eight clients, all queries"
    for name, why in found.missing.items():
        yield f"{name:40}not compared: {why}"

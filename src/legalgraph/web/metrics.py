"""What the server counts and measures, in the text format of Prometheus.

Every application has a registry of its own. No label holds what a visitor typed: routes are patterns, and whatever
matches none of them is one label.
"""

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from legalgraph.store.limits import Limits, Load
from legalgraph.web.live import Live
from legalgraph.web.told import QueryTold

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS = frozenset(["GET", "HEAD", "POST", "OPTIONS"])


@dataclass(slots=True)
class _Times:
    """How often something took how long: counts by the bounds of `_SECONDS` and beyond, and the sum."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(_SECONDS) + 1))
    seconds: float = 0.0

    def note(self, seconds: float) -> None:
        self.counts[bisect_left(_SECONDS, seconds)] += 1
        self.seconds += seconds

    def buckets(self) -> list[tuple[str, float]]:
        return [(str(bound), count) for bound, count in zip((*_SECONDS, "+Inf"), accumulate(self.counts), strict=True)]


class Metrics(Collector):
    """Takes note of requests and queries; `text` gives everything. Any thread may use it.

    The library's own counters would cost a request more than reading it does.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.before: Callable[[], None] = lambda: None
        """Called before anything is read."""
        self._lock = threading.Lock()
        self._in_progress = 0
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: defaultdict[str, _Times] = defaultdict(_Times)
        self._bytes: Counter[str] = Counter()
        self._queries: Counter[str] = Counter()
        self._waited, self._answered = _Times(), _Times()
        self.registry.register(self)

    def watch(self, load: Callable[[], Load], limits: Limits, live: Live) -> None:
        """Also tell what the pool and the snapshot are like when metrics are read."""
        self.registry.register(_State(load, limits, live))

    def begun(self) -> None:
        """Count one request that is being answered."""
        with self._lock:
            self._in_progress += 1

    def over(self) -> None:
        """Count one request less that is being answered."""
        with self._lock:
            self._in_progress -= 1

    def request(self, method: str, route: str, status: int, seconds: float, size: int, query: QueryTold | None) -> None:
        """Count one request that was answered, and its query if it asked one."""
        with self._lock:
            self._requests[method if method in _METHODS else "other", route, status] += 1
            self._seconds[route].note(seconds)
            self._bytes[route] += size
            if query is not None:
                self._queries[query.outcome] += 1
                if query.queue_seconds or query.answer_seconds:
                    self._waited.note(query.queue_seconds)
                if query.answer_seconds:
                    self._answered.note(query.answer_seconds)

    def text(self) -> bytes:
        """Everything, in the text format."""
        return generate_latest(self.registry)

    def describe(self) -> list[Metric]:
        """Nothing, or the registry would collect when it registers."""
        return []

    def collect(self) -> Iterator[Metric]:
        """See `prometheus_client.registry.Collector`."""
        self.before()
        with self._lock:
            return iter(list(self._counted()))

    def _counted(self) -> Iterator[Metric]:
        requests = CounterMetricFamily("legalgraph_requests", "Requests answered", labels=("method", "route", "status"))
        for (method, route, status), count in self._requests.items():
            requests.add_metric((method, route, str(status)), count)
        seconds = HistogramMetricFamily("legalgraph_request_seconds", "Seconds until an answer was sent whole", labels=("route",))
        for route, times in self._seconds.items():
            seconds.add_metric((route,), times.buckets(), times.seconds)
        sizes = CounterMetricFamily("legalgraph_response_bytes", "Bytes of answers, as sent", labels=("route",))
        for route, size in self._bytes.items():
            sizes.add_metric((route,), size)
        queries = CounterMetricFamily("legalgraph_queries", "SPARQL queries, by how they ended", labels=("outcome",))
        for outcome, count in self._queries.items():
            queries.add_metric((outcome,), count)
        yield from (requests, seconds, sizes, queries)
        yield GaugeMetricFamily("legalgraph_requests_in_progress", "Requests that are being answered", value=self._in_progress)
        for name, words, times in (
            ("legalgraph_query_queue_seconds", "Seconds queries waited for a worker", self._waited),
            ("legalgraph_query_seconds", "Seconds queries had a worker: computing, and being sent until the end", self._answered),
        ):
            yield HistogramMetricFamily(name, words, buckets=times.buckets(), sum_value=times.seconds)


class _State(Collector):
    """What is looked up when somebody reads the metrics, and costs nothing until then."""

    def __init__(self, load: Callable[[], Load], limits: Limits, live: Live) -> None:
        self._load, self._limits, self._live = load, limits, live

    def describe(self) -> list[Metric]:
        return []  # or the registry would collect when it registers

    def collect(self) -> Iterator[Metric]:
        load, limits = self._load(), self._limits
        for name, words, value in (
            ("running", "Queries that run", load.running),
            ("running_limit", "Queries that may run at once, also aside", limits.size + limits.aside),
            ("waiting", "Queries that wait for a worker", load.waiting),
            ("waiting_limit", "Queries that may wait", limits.queue),
            ("workers", "Worker processes", load.workers),
        ):
            yield GaugeMetricFamily(f"legalgraph_query_{name}", words, value=value)
        yield CounterMetricFamily("legalgraph_query_workers_started", "Worker processes started", value=load.started)
        yield CounterMetricFamily("legalgraph_query_workers_lost", "Worker processes that ended with a query", value=load.lost)
        snapshot = self._live.known
        info = GaugeMetricFamily("legalgraph_snapshot_info", "The snapshot that is served", labels=["id", "created"])
        if snapshot is not None:
            info.add_metric([snapshot.id, snapshot.created], 1)
        yield info
        failed = "1 when the snapshot published last cannot be served, and an earlier one is"
        yield GaugeMetricFamily("legalgraph_snapshot_failed", failed, value=float(self._live.failure is not None))

"""What the server counts and measures, in the text format of Prometheus.

Every application has a registry of its own. No label holds what a visitor typed: routes are patterns, and whatever
matches none of them is one label.
"""

from collections.abc import Callable, Iterator
from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from legalgraph.store.limits import Limits, Load
from legalgraph.web.live import Live
from legalgraph.web.told import QueryTold

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS = frozenset(["GET", "HEAD", "POST", "OPTIONS"])


class Metrics:
    """Takes note of requests and queries; `text` gives everything. Any thread may use it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        here = self.registry
        labels = ("method", "route", "status")
        self._requests = Counter("legalgraph_requests", "Requests answered", labels, registry=here)
        told = "Seconds until an answer was sent whole"
        self._seconds = Histogram("legalgraph_request_seconds", told, ("route",), buckets=_SECONDS, registry=here)
        self._bytes = Counter("legalgraph_response_bytes", "Bytes of answers, as sent", ("route",), registry=here)
        self.in_progress = Gauge("legalgraph_requests_in_progress", "Requests that are being answered", registry=here)
        self._queries = Counter("legalgraph_queries", "SPARQL queries, by how they ended", ("outcome",), registry=here)
        told = "Seconds queries waited for a worker"
        self._waited = Histogram("legalgraph_query_queue_seconds", told, buckets=_SECONDS, registry=here)
        told = "Seconds from the worker's start to the first bytes"
        self._answered = Histogram("legalgraph_query_seconds", told, buckets=_SECONDS, registry=here)
        # To look a label up takes longer than to count; there are as many as routes, methods and statuses that occur.
        self._of_answers = cache(lambda method, route, status: self._requests.labels(method, route, str(status)))
        self._of_route = cache(lambda route: (self._seconds.labels(route), self._bytes.labels(route)))
        self._of_outcome = cache(self._queries.labels)

    def watch(self, load: Callable[[], Load], limits: Limits, live: Live) -> None:
        """Also tell what the pool and the snapshot are like when metrics are read."""
        self.registry.register(_State(load, limits, live))

    def request(self, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Count one request that was answered."""
        self._of_answers(method if method in _METHODS else "other", route, status).inc()
        durations, sizes = self._of_route(route)
        durations.observe(seconds)
        sizes.inc(size)

    def query(self, told: QueryTold) -> None:
        """Count one query that ended."""
        self._of_outcome(told.outcome).inc()
        if told.answer_seconds:
            self._waited.observe(told.queue_seconds)
            self._answered.observe(told.answer_seconds)

    def text(self) -> bytes:
        """Everything, in the text format."""
        return generate_latest(self.registry)


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

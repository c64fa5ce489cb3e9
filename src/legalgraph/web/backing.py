"""What an application reads from: the snapshots of a home folder, or an engine elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from legalgraph.queries.mirror import Mirror
from legalgraph.rdf.vocab import WRITTEN_PREFIXES
from legalgraph.settings import Settings
from legalgraph.store.limits import Limits
from legalgraph.store.query_service import QueryService
from legalgraph.store.remote.answers import RemoteQueries
from legalgraph.store.remote.connection import Connection, Credentials
from legalgraph.store.remote.engine import Dataset, RemoteEngine
from legalgraph.store.snapshots import Home
from legalgraph.store.source import HomeSource, Opened
from legalgraph.store.workers import QueryPool
from legalgraph.web.live import Live


@dataclass(frozen=True, slots=True)
class Backing:
    """What pages and queries are answered from. `current` gives the queries as of now; `begin` and `end` frame the service."""

    live: Live
    queries: QueryService
    current: Callable[[], QueryService]
    begin: Callable[[], None]

    def end(self) -> None:
        """Let go of everything."""
        self.queries.close()
        self.live.close()
        self.live.source.close()


def of_home(settings: Settings, today: Callable[[], date]) -> Backing:
    """Read the snapshots of a home folder. Raises StoreError when none can be opened."""
    live = Live(HomeSource(Home(settings.home, settings.keep_snapshots)), today)
    first = live.view().snapshot
    pool = QueryPool(first.store_path, _limits(settings), snapshot=first.id, prefixes=WRITTEN_PREFIXES)
    live.moved = lambda snapshot: pool.switch(snapshot.store_path, snapshot.id)

    def current() -> QueryService:
        live.view()  # queries, too, move to a new snapshot
        return pool

    def begin() -> None:
        pool.warm()
        live.follow()

    return Backing(live, pool, current, begin)


def of_endpoint(settings: Settings, endpoint: str, today: Callable[[], date]) -> Backing:
    """Read from an engine elsewhere, dead or alive. Raises StoreError for an address that is none."""
    connection = Connection(endpoint, Credentials.of(settings.endpoint_login), settings.endpoint_timeout)
    mirror = Mirror(connection, settings.home)
    queries = RemoteQueries(connection, limits=_limits(settings), prefixes=WRITTEN_PREFIXES)
    live = Live(mirror, today)

    def moved(opened: Opened) -> None:
        queries.take_up(opened.snapshot.id, opened.engine.dataset if isinstance(opened.engine, RemoteEngine) else Dataset())

    def begin() -> None:
        mirror.start()
        live.follow()

    mirror.moved = moved
    return Backing(live, queries, lambda: queries, begin)


def _limits(settings: Settings) -> Limits:
    return Limits(
        size=settings.query_workers,
        queue=settings.query_queue,
        timeout_s=settings.query_timeout,
        stream_s=settings.query_stream,
        stall_s=settings.query_stall,
        memory_mb=settings.query_memory,
        max_result_bytes=settings.query_result << 20,
        max_query_bytes=settings.query_kib << 10,
        max_depth=settings.query_depth,
        aside=settings.query_aside,
    )

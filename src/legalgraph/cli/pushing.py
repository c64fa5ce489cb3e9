"""What the command `push` does between its arguments and its one line of output."""

import logging
import os
from contextlib import closing

import click

from legalgraph.cli.terminal import clear_line, progress_line, tell
from legalgraph.errors import EngineUnavailable, StoreError
from legalgraph.pipeline import ensure_snapshot
from legalgraph.store.remote.connection import Connection, Credentials
from legalgraph.store.remote.engine import RemoteEngine
from legalgraph.store.remote.push import GraphStore, Pushed, guessed_store, push
from legalgraph.store.remote.statement import Statement
from legalgraph.store.snapshots import Home


def push_snapshot(home: Home, endpoint: str, gsp: str | None, *, replace: bool) -> Pushed:
    """Load the current snapshot of a home folder into the engine; see `push` for `replace`. Raises StoreError and UsageError."""
    credentials, progress = Credentials.of(os.environ), progress_line()
    if home.current() is None:
        # Made from the packaged data, it would replace what the engine holds because of a mistyped name.
        why = f"nothing was published in {home.folder}, so there is nothing to push"
        raise StoreError(f"{why}; name another --home, or make a snapshot with `legalgraph ingest PATH…`")
    # What the log of a server would say of the engine is what this command ends with.
    logging.getLogger(Connection.__module__).addHandler(logging.NullHandler())
    ensure_snapshot(home, progress)
    with closing(Connection(endpoint, credentials)) as connection:
        try:
            RemoteEngine(connection).ask("ASK { }")
        except EngineUnavailable:
            # Unlike a server, this command does not ask again.
            why = f"the SPARQL engine at {endpoint} cannot be reached: {connection.breaker.why}"
            raise StoreError(f"{why}; start it, or look whether its address is right, then push again") from None
        address = gsp or guessed_store(endpoint, connection.server)
        if address is None:
            raise click.UsageError(f"name with --gsp where {connection.server or 'this engine'} takes graphs (Graph Store Protocol)")
        with closing(GraphStore(address, credentials)) as store:
            return push(home, connection, store, progress, _warn, replace=replace)


def _warn(coming: Statement) -> None:
    clear_line()
    told = f"loading {coming.triples:,} triples: servers that read from this engine answer 503 to pages and queries until all are there"
    tell(f"{told}; to go without, push to a second engine and let them read from it (docs/engines.md)")

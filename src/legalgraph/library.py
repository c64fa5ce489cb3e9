"""`legalgraph.open()`: one published snapshot as typed reads, an rdflib Dataset and a networkx graph."""

import logging
import os
import shlex
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from legalgraph.catalogue import Catalogue
from legalgraph.errors import NoHome, NotFound
from legalgraph.pipeline import Progress, ensure_snapshot
from legalgraph.queries.reader import Reader
from legalgraph.queries.relate import Answer, relate
from legalgraph.settings import home_folder, named_home
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.snapshots import Home, Snapshot

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

_LOG = logging.getLogger(__name__)


class Library:
    """One immutable snapshot, open for reading.

    `reader` has the typed reads, `engine.select(…)` runs SPARQL, `graph` is the whole as an rdflib Dataset without
    copying it into memory, `networkx()` the documents and relations as a MultiDiGraph.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        snapshot.check()
        self.snapshot = snapshot
        self.engine = EmbeddedEngine.read_only(snapshot.store_path)
        self.reader = Reader(self.engine, Catalogue(snapshot.catalogue_path))

    @cached_property
    def graph(self) -> "rdflib.Dataset":
        """The snapshot as an rdflib Dataset over Oxigraph; the default graph is the union of all graphs."""
        import oxrdflib  # rdflib is slow to import, and typed reads do not need it
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self.engine.store), default_union=True)

    def networkx(self, on: date | None = None) -> "nx.MultiDiGraph[str]":
        """All documents and relations as a networkx MultiDiGraph: nodes are paths, edge keys relation ids.

        Only with a day do nodes have a status: that on it. All relations are read, with their evidence: some seconds for ten thousand.
        Raises TypeError for a day that is no `datetime.date`.
        """
        from legalgraph.analysis import multigraph

        if on is not None and type(on) is not date:
            raise TypeError(f"on={on!r}: a datetime.date is wanted, such as date(2018, 5, 1)")
        documents = self.reader.documents(self.reader.paths())
        statuses = {path: self.reader.status(document, on).status for path, document in documents.items()} if on else None
        return multigraph(documents, self.reader.relations_among(documents), statuses)

    def relate(self, *names: str, depth: int = 4) -> Answer:
        """How two to six documents, in any spelling, relate. Raises NotFound or Ambiguous, QueryError for more."""
        return relate(self.reader, *names, depth=depth)


def _log_newer_data() -> None:
    _LOG.warning("newer data came with legalgraph and are taken into the home first; with many texts that takes minutes")


def open_library(
    home: str | os.PathLike[str] | None = None, progress: Progress = lambda _: None, newer: Callable[[], None] = _log_newer_data
) -> Library:
    """Open the current snapshot of a home folder.

    `home` defaults to LEGALGRAPH_HOME, else the platform's data folder, which is made from the packaged data when there is none.
    Newer data that came with legalgraph are taken in first, which is told by `newer`, a warning in the log when none is given.
    Raises StoreError, and NoHome as `reading_home` does.
    """
    return Library(ensure_snapshot(reading_home(home, os.environ), progress, newer))


def reading_home(named: str | os.PathLike[str] | None, environ: Mapping[str, str]) -> Home:
    """Return the home to read from: the one named, else LEGALGRAPH_HOME, else the platform's data folder.

    Raises NoHome where one is named and nothing was published there: made from the packaged data, it would hide a mistyped name.
    """
    home = Home(home_folder(named, environ))
    if named_home(named, environ) is None or home.is_there():
        return home
    option = f" --home {shlex.quote(str(home.folder))}" if named else ""
    said = "the name of the home" if named else "LEGALGRAPH_HOME"
    remedy = f"look whether {said} is right, or make a home there with `legalgraph{option} init`"
    raise NoHome(f"there is no home in {home.folder}: no file {home.pointer.name}, which names the snapshot to read; {remedy}")


def open_published(folder: Path) -> Library:
    """Open the current snapshot of a home folder. Raises NotFound when nothing was published there."""
    snapshot = Home(folder).current()
    if snapshot is None:
        raise NotFound(f"no snapshot in {folder}; make one with `legalgraph ingest PATH…` or `legalgraph init`")
    return Library(snapshot)

"""`legalgraph.open()`: one published snapshot as typed reads, an rdflib Dataset and a networkx graph."""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from legalgraph.catalogue import Catalogue
from legalgraph.errors import NotFound
from legalgraph.pipeline import Progress, ensure_snapshot
from legalgraph.queries.reader import Reader
from legalgraph.queries.relate import Answer, relate
from legalgraph.settings import home_folder
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.snapshots import Home, Snapshot

if TYPE_CHECKING:
    import networkx as nx
    import rdflib


class Library:
    """One immutable snapshot, open for reading.

    `reader` has the typed reads, `engine.select(…)` runs SPARQL, `graph` is the whole as an rdflib Dataset without
    copying it into memory, `networkx()` the documents and relations as a MultiDiGraph.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.engine = EmbeddedEngine.read_only(snapshot.store_path)
        self.reader = Reader(self.engine, Catalogue(snapshot.catalogue_path))

    @cached_property
    def graph(self) -> "rdflib.Dataset":
        """The snapshot as an rdflib Dataset over Oxigraph; the default graph is the union of all graphs."""
        import oxrdflib  # rdflib is slow to import, and typed reads do not need it
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self.engine.store), default_union=True)

    def networkx(self) -> "nx.MultiDiGraph[str]":
        """All documents and relations as a networkx MultiDiGraph: nodes are paths, edge keys relation ids."""
        from legalgraph.analysis import multigraph

        documents = self.reader.documents(self.reader.paths())
        return multigraph(documents, self.reader.relations_among(documents))

    def relate(self, *names: str, depth: int = 4) -> Answer:
        """How two to six documents, in any spelling, relate. Raises NotFound or Ambiguous, QueryError for more."""
        return relate(self.reader, *names, depth=depth)


def open_library(home: str | os.PathLike[str] | None = None, progress: Progress = lambda _: None) -> Library:
    """Open the current snapshot of a home folder, making it from the packaged data when there is none.

    `home` defaults to LEGALGRAPH_HOME, else the platform's data folder. Raises StoreError.
    """
    folder = home_folder(home, os.environ)
    return Library(ensure_snapshot(Home(folder), progress))


def open_published(folder: Path) -> Library:
    """Open the current snapshot of a home folder. Raises NotFound when nothing was published there."""
    snapshot = Home(folder).current()
    if snapshot is None:
        raise NotFound(f"no snapshot in {folder}; make one with `legalgraph ingest PATH…` or `legalgraph serve`")
    return Library(snapshot)

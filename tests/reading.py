"""A reader over a store that a test has filled itself."""

import tempfile
from pathlib import Path

from pyoxigraph import Store

from legalgraph.catalogue import Catalogue
from legalgraph.queries.reader import Reader
from legalgraph.queries.whole import all_documents, all_spans, catalogue_of
from legalgraph.store.embedded import EmbeddedEngine


def reader_of(store: Store, place: Path | None = None) -> Reader:
    """Write the catalogue of a store, beside it or in a temporary folder, and read both."""
    engine = EmbeddedEngine(store)
    path = place or Path(tempfile.mkdtemp(prefix="legalgraph-")) / "catalogue.sqlite"
    documents = all_documents(engine)
    catalogue_of(engine, path, documents, all_spans(engine, documents), lambda _: None, {})
    return Reader(engine, Catalogue(path))

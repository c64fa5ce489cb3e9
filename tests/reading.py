"""A reader over a store that a test has filled itself."""

import shutil
import tempfile
import weakref
from pathlib import Path

from pyoxigraph import Store

from legalgraph.catalogue import Catalogue
from legalgraph.queries.reader import Reader
from legalgraph.queries.whole import all_documents, all_spans, catalogue_of
from legalgraph.store.embedded import EmbeddedEngine


def reader_of(store: Store, place: Path | None = None) -> Reader:
    """Write the catalogue of a store, there or in a folder that goes with the reader, and read both."""
    engine = EmbeddedEngine(store)
    folder = None if place else tempfile.mkdtemp(prefix="legalgraph-")
    path = place or Path(folder or "") / "catalogue.sqlite"
    documents = all_documents(engine)
    catalogue_of(engine, path, documents, all_spans(engine, documents), lambda _: None, {})
    reader = Reader(engine, Catalogue(path))
    if folder:
        weakref.finalize(reader, shutil.rmtree, folder, ignore_errors=True)
    return reader

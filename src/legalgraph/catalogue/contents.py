"""All that a catalogue was made from, read back from it, so that the next one is made without reading the graph again."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from legalgraph.catalogue.building import VERSION
from legalgraph.catalogue.edges import SELECT_EDGES, Edge
from legalgraph.catalogue.records import unpacked
from legalgraph.errors import StoreError
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty
from legalgraph.time.spans import Span

_SPANS = "SELECT path, since, status, certainty FROM document JOIN span ON document = id ORDER BY document, since"


@dataclass(frozen=True, slots=True)
class Contents:
    """Documents by path, sorted, the status of each through time, and the relations by id."""

    documents: dict[str, Document]
    spans: dict[str, tuple[Span, ...]]
    edges: dict[str, Edge]


def read_contents(path: Path) -> Contents | None:
    """Read a whole catalogue; None when it has another form. Raises StoreError when it is missing or damaged."""
    day = lru_cache(1 << 16)(date.fromisoformat)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
                return None
            rows = connection.execute("SELECT path, record FROM document ORDER BY path")
            documents = {at: unpacked(record) for at, record in rows}
            spans: dict[str, list[Span]] = defaultdict(list)
            for at, since, status, certainty in connection.execute(_SPANS):
                spans[at].append(Span(day(since), Status(status), Certainty(certainty)))
            edges = {
                relation: Edge(relation, source, target, kind, Certainty(certainty), day(said) if said else None, place)
                for relation, source, target, kind, certainty, said, place in connection.execute(SELECT_EDGES)
            }
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"the catalogue {path} cannot be read: {error}") from error
    return Contents(documents, {at: tuple(turns) for at, turns in spans.items()}, edges)

"""The snapshot that pages are made from; moves to a newly published one without dropping a request."""

import re
import threading
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from pyoxigraph import NamedNode

from legalgraph import clock
from legalgraph.catalogue import Catalogue, Related
from legalgraph.errors import StoreError
from legalgraph.model.document import Document, Status
from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.model.relation import ACTS, Relation
from legalgraph.queries.reader import Reader
from legalgraph.store.snapshots import Snapshot
from legalgraph.store.source import Opened, Source
from legalgraph.time.status import StatusOnDay

_LOOK_EVERY = 1.0  # seconds
_READ = 64  # documents of which the relations are kept
SHOWN = 100  # documents told one by one of those related in one kind; who wants more reads the data
_TEXTS = 64  # texts kept, of a few hundred kilobytes each


class View:
    """One open snapshot. It never changes, so what was computed from it may be kept."""

    def __init__(self, opened: Opened, today: Callable[[], date] = clock.today) -> None:
        self.snapshot = opened.snapshot
        self.today = today
        self.catalogue = Catalogue(self.snapshot.catalogue_path)
        self.reader = Reader(opened.engine, self.catalogue)
        self._status = lru_cache(maxsize=20_000)(self._compute_status)
        self.text = lru_cache(maxsize=_TEXTS)(self.reader.text_of)
        """The text of a document with its units and citations, read once."""
        self.related = lru_cache(maxsize=_READ)(self._related)
        """What a document's page tells of its relations, and how many there are."""
        self.statistics = lru_cache(maxsize=1)(self.reader.statistics)
        """What the snapshot holds, read once."""
        self.statuses_by_type = lru_cache(maxsize=4)(self.catalogue.statuses_by_type)

    def _related(self, path: str) -> tuple[list[Relation], Related]:
        related = self.catalogue.related(path, SHOWN, ACTS)
        return self.reader.relations_named(related.ids), related

    def relations_of(self, path: str) -> list[Relation]:
        """The relations of a document that are told one by one: of kinds that thousands have, those of the latest documents."""
        return self.related(path)[0]

    def document(self, path: str) -> Document | None:
        """The document, citation or text at a path that a stranger gave; None also for what is no path at all."""
        try:
            return self.reader.document(path)
        except ValueError:  # characters that no IRI may hold
            return None

    def acting(self, relation: str) -> str | None:
        """The path of the document that acts in a relation, by the id of the relation."""
        if not re.fullmatch("[0-9a-f]{16}", relation):
            return None
        node = NamedNode(f"{BASE}relation/{relation}")
        rows = self.reader.engine.select("SELECT ?relation ?source WHERE { ?relation lg:source ?source }", {"relation": node})
        iris = [row["source"].value for row in rows if isinstance(row["source"], NamedNode)]
        return next((iri.removeprefix(ELI_BASE).removeprefix(BASE) for iri in iris), None)

    def statuses(self, paths: Iterable[str], day: date) -> dict[str, Status]:
        """The status of many documents on a day, without the reasons."""
        return {path: span.status for path, span in self.catalogue.statuses(paths, day, self.today()).items()}

    def status(self, document: Document, day: date) -> StatusOnDay:
        """The status of a document on a day with the reasons, computed once; `statuses` is quicker where those are not told."""
        return self._status(document, day, self.today())

    def _compute_status(self, document: Document, day: date, today: date) -> StatusOnDay:
        return self.reader.status(document, day, today)


class Live:
    """Gives the current view. Requests in flight keep the view they began with."""

    def __init__(self, source: Source, today: Callable[[], date] = clock.today) -> None:
        self.source = source
        self.today = today
        self.moved: Callable[[Snapshot], None] = lambda _: None
        """Called when another snapshot has taken the place of the one before."""
        self._lock = threading.Lock()
        self._view: View | None = None
        self._looked = 0.0

    def view(self) -> View:
        """Return the view of what is current, asking the source at most once a second.

        Raises StoreError when there is nothing to be opened and no view yet.
        """
        now = time.monotonic()
        view = self._view
        if view is None or now - self._looked >= _LOOK_EVERY:
            with self._lock:
                if self._view is None or now - self._looked >= _LOOK_EVERY:
                    self._looked = now
                    self._look()
                view = self._view
        if view is None:
            raise StoreError("nothing can be read yet")
        return view

    def _look(self) -> None:
        before = self._view
        try:
            opened = self.source.latest(before.snapshot if before else None)
            if opened is not None:
                view = View(opened, self.today)
                if before is not None:
                    self.moved(opened.snapshot)  # when this fails the old view stays, and the next look tries again
                self._view = view
        except StoreError:
            # A view that works is worth more than news of one that does not.
            if before is None:
                raise

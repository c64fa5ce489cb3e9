"""The snapshot that pages are made from; moves to a newly published one without dropping a request."""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from pyoxigraph import NamedNode

from legalgraph import clock
from legalgraph.catalogue import Catalogue, Related
from legalgraph.errors import EngineUnavailable, SnapshotDamaged, StoreError
from legalgraph.model.document import Document, Status
from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.model.relation import ACTS, Relation
from legalgraph.queries.reader import Reader
from legalgraph.store.snapshots import Snapshot
from legalgraph.store.source import Opened, Source
from legalgraph.time.status import StatusOnDay
from legalgraph.web.garbage import settle

_LOG = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")
_LOOK_EVERY = 1.0  # seconds
_PATIENCE = 3  # times longer between two looks at what cannot be opened
_READ = 64  # documents of which the relations are kept
SHOWN = 40  # documents told one by one of those related in one kind; who wants more reads the data
_TEXTS = 64  # texts kept, of a few hundred kilobytes each


class View:
    """One open snapshot. It never changes, so what was computed from it may be kept."""

    def __init__(self, opened: Opened, today: Callable[[], date] = clock.today) -> None:
        self.snapshot = opened.snapshot
        self.today = today
        self.catalogue = Catalogue(self.snapshot.catalogue_path)
        self.reader = Reader(opened.engine, self.catalogue)
        self._kept: dict[Callable[..., Any], Callable[..., Any]] = {}
        self._status = lru_cache(maxsize=20_000)(self._compute_status)
        self.text = lru_cache(maxsize=_TEXTS)(self.reader.text_of)
        """The text of a document with its units and citations, read once."""
        self.related = lru_cache(maxsize=_READ)(self._related)
        """What a document's page tells of its relations, and how many there are."""
        self.statistics = lru_cache(maxsize=1)(self.reader.statistics)
        """What the snapshot holds, read once."""
        self.statuses_by_type = lru_cache(maxsize=4)(self.catalogue.statuses_by_type)

    def kept(self, function: Callable[Concatenate["View", P], R], most: int) -> Callable[P, R]:
        """The function of this view, with its last results; they go when the view goes."""
        return self._kept.get(function) or self._kept.setdefault(function, lru_cache(maxsize=most)(partial(function, self)))

    def probe(self) -> None:
        """Read a little of everything. Raises StoreError when the graph or the catalogue is missing, empty or damaged."""
        self.catalogue.probe()
        if not self.reader.engine.ask("ASK { ?s ?p ?o }"):
            raise StoreError(f"the graph of snapshot {self.snapshot.id} is empty")

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
        return self._leading_to("relation", relation, "?it lg:source ?document")

    def disputed(self, conflict: str) -> str | None:
        """The path of the document about which sources differ, by the id of the conflict."""
        return self._leading_to("conflict", conflict, "?document lg:has_conflict ?it")

    def _leading_to(self, what: str, digest: str, pattern: str) -> str | None:
        if not re.fullmatch("[0-9a-f]{12,16}", digest):
            return None
        node = NamedNode(f"{BASE}{what}/{digest}")
        rows = self.reader.engine.select(f"SELECT ?it ?document WHERE {{ {pattern} }}", {"it": node})
        iris = [row["document"].value for row in rows if isinstance(row["document"], NamedNode)]
        return next((iri.removeprefix(ELI_BASE).removeprefix(BASE) for iri in iris), None)

    def statuses(self, paths: Iterable[str], day: date) -> dict[str, Status]:
        """The status of many documents on a day, without the reasons."""
        return {path: span.status for path, span in self.catalogue.statuses(paths, day, self.today()).items()}

    def status(self, document: Document, day: date) -> StatusOnDay:
        """The status of a document on a day with the reasons, computed once; `statuses` is quicker where those are not told."""
        return self._status(document, day, self.today())

    def _compute_status(self, document: Document, day: date, today: date) -> StatusOnDay:
        return self.reader.status(document, day, today)


def keeping(most: int) -> Callable[[Callable[Concatenate[View, P], R]], Callable[Concatenate[View, P], R]]:
    """Have a function of a view and hashable arguments compute the last so many results once; see `View.kept`."""

    def decorate(function: Callable[Concatenate[View, P], R]) -> Callable[Concatenate[View, P], R]:
        @wraps(function)
        def remembering(view: View, /, *args: P.args, **more: P.kwargs) -> R:
            return view.kept(function, most)(*args, **more)

        return remembering

    return decorate


class Live:
    """Gives the current view. Requests in flight keep the view they began with.

    What is published and cannot be opened is not served: the view before it stays, and at the start the latest earlier
    snapshot that can be opened takes its place. `failure` then says so, with the remedy.
    """

    def __init__(self, source: Source, today: Callable[[], date] = clock.today) -> None:
        self.source = source
        self.today = today
        self.moved: Callable[[Snapshot], None] = lambda _: None
        """Called when another snapshot has taken the place of the one before."""
        self.failure: str | None = None
        self._lock = threading.Lock()
        self._view: View | None = None
        self._looked = 0.0
        self._leaving = 0
        self._ended = threading.Event()
        self._follower: threading.Thread | None = None

    @property
    def known(self) -> Snapshot | None:
        """The snapshot that is served, without asking the source."""
        view = self._view
        return view.snapshot if view else None

    @property
    def certain(self) -> bool:
        """Whether what is read belongs to the snapshot that is served."""
        return self.source.certain

    def view(self) -> View:
        """Return the view of what is current, asking the source at most once a second.

        Raises StoreError when there is nothing to be opened and no view yet.
        """
        view = self._view
        if view is None or (self._follower is None and time.monotonic() - self._looked >= _LOOK_EVERY):
            self._look_once()
            view = self._view
        if view is None:
            raise StoreError("nothing can be read yet")
        return view

    def follow(self) -> None:
        """Look for new snapshots beside the requests, so that none of them waits while one is opened."""
        self._follower = threading.Thread(target=self._follow, name="snapshots", daemon=True)
        self._follower.start()

    def close(self) -> None:
        """Stop following."""
        self._ended.set()
        if self._follower is not None:
            self._follower.join(timeout=5)

    def _follow(self) -> None:
        while not self._ended.wait(_LOOK_EVERY * (_PATIENCE if self.failure else 1)):
            with suppress(StoreError):  # who asks for a page is told
                self._look_once()
            if self._leaving:
                # An open store is memory that Python's collector knows nothing of. Twice, for requests that still held it.
                self._leaving -= 1
                settle()

    def _look_once(self) -> None:
        # While one opens a new snapshot, others go on with the view there is.
        if self._lock.acquire(blocking=self._view is None):
            try:
                if self._view is None or time.monotonic() - self._looked >= _LOOK_EVERY * 0.9:
                    self._looked = time.monotonic()
                    self._look()
            finally:
                self._lock.release()

    def _look(self) -> None:
        before = self._view
        try:
            opened = self.source.latest(before.snapshot if before else None)
            if opened is not None:
                view = View(opened, self.today)
                with suppress(EngineUnavailable):  # it comes back by itself; what is known of it is served meanwhile
                    view.probe()
                if before is not None:
                    self._leaving = 2
                    self.moved(opened.snapshot)  # when this fails the old view stays, and the next look tries again
                self._view = view
                _LOG.info("serving the snapshot %s of %s", opened.snapshot.id, opened.snapshot.created)
            self.failure = None
        except StoreError as error:
            # A view that works is worth more than news of one that does not.
            if before is None:
                self._view = before = self._earlier(error)
            served = before.snapshot
            why, remedy = str(error), f"`legalgraph snapshots --use {served.id}` goes on from it; ingest again what came later"
            if isinstance(error, SnapshotDamaged):
                # With a snapshot that is served, there is a better remedy than to begin anew.
                why, remedy = error.what, error.remedy if error.whole_sources else remedy
            meanwhile = f"The snapshot {served.id} of {served.created} is served meanwhile"
            failure = f"what is published cannot be served: {why}. {meanwhile}; {remedy}"
            if failure != self.failure:
                _LOG.error("%s", failure)
            self.failure = failure

    def _earlier(self, error: StoreError) -> View:
        """The latest snapshot before the one that failed that can be served. Raises the error when there is none."""
        for opened in self.source.earlier():
            try:
                view = View(opened, self.today)
                view.probe()
            except StoreError:
                continue
            return view
        raise error

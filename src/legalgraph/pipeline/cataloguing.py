"""The catalogue of a snapshot after a change: that of the one before, brought up to date."""

from collections.abc import Callable, Collection
from functools import partial
from hashlib import file_digest
from pathlib import Path
from shutil import copyfile

from pyoxigraph import Literal, NamedNode

from legalgraph.catalogue import Catalogue, Entry, build_catalogue
from legalgraph.catalogue.contents import read_contents
from legalgraph.catalogue.numbering import NoRoom
from legalgraph.catalogue.updating import Update, update_catalogue
from legalgraph.errors import StoreError
from legalgraph.model.document import Document
from legalgraph.pipeline.change import Change
from legalgraph.pipeline.following import Followed
from legalgraph.pipeline.publication import words_of
from legalgraph.queries.some import path_of_iri
from legalgraph.rdf.vocab import graph, term
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.snapshots import Snapshot

TabledOf = Callable[[Collection[str]], set[str]]
"""Tells of some paths those that tables and the national dataset tell of."""


def digest_of(catalogue: Path) -> str:
    """A digest of a catalogue, by which one is known that is as it was made. Raises OSError."""
    with catalogue.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def catalogue_before(snapshot: Snapshot) -> Catalogue | None:
    """The catalogue of a snapshot; None when it is not as it was made."""
    try:
        as_made = digest_of(snapshot.catalogue_path) == snapshot.manifest.get("catalogue")
    except OSError:
        return None
    return Catalogue(snapshot.catalogue_path) if as_made else None


def told_anew(before: Catalogue, after: Followed, change: Change, tabled_of: TabledOf) -> dict[str, Entry | None]:
    """What is to be written anew: documents of which something else is told, also by tables, and those whose words are others.

    Raises StoreError.
    """
    quads = [*change.removed, *change.added]
    worded = {q.subject.value for q in quads if q.predicate == term("lg:text") and isinstance(q.subject, NamedNode)}
    rewritten = {path_of_iri(iri).removesuffix("/vie") for iri in worded}
    slugs = [q.object for q in quads if q.predicate == term("lg:slug") and q.graph_name in (graph("curated"), graph("portal"))]
    rewritten |= {slug.value for slug in slugs if isinstance(slug, Literal)}
    was = before.documents({*rewritten, *after.documents})
    now: dict[str, Document | None] = {path: was.get(path) for path in rewritten} | {**after.documents}
    told = [path for path, document in now.items() if path in rewritten or document != was.get(path)]
    spans, tabled = {**before.spans(told), **after.spans}, tabled_of(told)
    return {
        path: Entry(document, spans.get(path, ()), path in tabled) if (document := now[path]) else None
        for path in told
        if now[path] or path in was
    }  # fmt: skip


def make_catalogue(
    place: Path, snapshot: Snapshot, update: Update, tabled_of: TabledOf, words: Callable[[str], str | None]
) -> None:
    """Write the catalogue after a change from that of the snapshot before it. `words` gives the text of a path.

    Raises StoreError, OSError.
    """
    before = EmbeddedEngine.read_only(snapshot.store_path)
    copyfile(snapshot.catalogue_path, place)
    try:
        update_catalogue(place, update, partial(words_of, before.store), words)
    except NoRoom:
        _write_anew(place, snapshot.catalogue_path, update, tabled_of, words)


def _write_anew(place: Path, before: Path, update: Update, tabled_of: TabledOf, words: Callable[[str], str | None]) -> None:
    contents = read_contents(before)
    if contents is None:
        raise StoreError(f"the catalogue {before} has another form")
    tabled = tabled_of(contents.documents)
    documents = {path: Entry(document, contents.spans.get(path, ()), path in tabled) for path, document in contents.documents.items()}
    for path, turns in update.spans.items():
        if path in documents:
            documents[path] = Entry(documents[path].document, tuple(turns), path in tabled)
    for path, entry in update.entries.items():
        documents.pop(path, None)
        if entry:
            documents[path] = entry
    gone = {*update.gone}
    edges = [*(edge for relation, edge in contents.edges.items() if relation not in gone), *update.come]
    build_catalogue(place, documents.values(), edges, update.counts, words)

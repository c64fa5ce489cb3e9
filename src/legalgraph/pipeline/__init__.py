"""Ingest: files ▶ a new snapshot. The only place where sources meet RDF and the store.

Tables and readings of texts are kept beside the store, and the graphs are stated anew from all of them when any changed, so a
corrected row or a new version of a file replaces what the old one said, and the order of ingests does not matter. Nothing is
published unless every check holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from pyoxigraph import Quad

from legalgraph import catalogue, clock
from legalgraph.errors import SourceError, StoreError
from legalgraph.pipeline.collection import Collection
from legalgraph.pipeline.curated import Curated, digest_tables, keep_tables, read_curated, table_quads, vocabulary_quads
from legalgraph.pipeline.extracted import quads_of_texts
from legalgraph.pipeline.inputs import Inputs, collect
from legalgraph.pipeline.intake import take_texts
from legalgraph.pipeline.national import keep_national, read_national
from legalgraph.pipeline.portal import Stated, joined, national_quads, source_quads
from legalgraph.pipeline.progress import Meter, Progress, counting
from legalgraph.pipeline.publication import broken_rules, dataset_quads, keep_once, materialise, validated, words_of
from legalgraph.pipeline.report import Report
from legalgraph.queries.whole import all_documents, all_spans, catalogue_of, graph_sizes
from legalgraph.rdf.validation import Finding
from legalgraph.resources import folder
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.snapshots import Draft, Home, Snapshot

__all__ = ["Progress", "Report", "ensure_snapshot", "forget", "ingest", "packaged_data", "text_names", "validate"]

def packaged_data() -> list[Path]:
    """The tables that come with legalgraph: the gazetteer of laws and the khuyến công network."""
    return [folder("data") / "vn" / "laws.csv", folder("data") / "khuyen-cong"]


def _packaged_digest() -> str:
    """A digest of the data and the ontology that come with this version, and of the form in which snapshots are kept."""
    parts = (digest_tables(folder("data")), digest_tables(folder("ontology"), "*.ttl"), str(catalogue.VERSION))
    return sha256("".join(parts).encode()).hexdigest()[:16]


def ingest(
    paths: Sequence[Path],
    home: Home,
    today: date | None = None,
    progress: Progress = lambda _: None,
    processes: int | None = None,
) -> Report:
    """Read files and folders into a new snapshot of `home`.

    `today` is the day for which statuses are materialised, `processes` how many read files at once (default: one a core).
    A text that cannot be read is in the report and stops nothing but an ingest of nothing else. Raises SourceError for
    tables that cannot be read, ValidationFailed when the result would break a rule, StoreError when it cannot be written;
    in each case the snapshot published before stays as it was, and what was read of texts need not be read again.
    """
    progress("looking for files")
    inputs = collect(paths)
    report = Report(skipped=inputs.skipped)
    day = today or clock.today()
    packaged = _packaged_digest()
    with home.writing() as draft:
        current = home.current()
        known = current.manifest if current else {}
        changed, curated = _take_tables(draft, inputs, report, progress)
        changed |= keep_national(draft.national_path, inputs.national)
        collection = Collection(draft.texts_path)
        changed |= take_texts(collection, inputs, home.readings, report, progress, processes)
        # A new version brings a new vocabulary perhaps.
        changed |= current is None or known.get("packaged") != packaged
        if current and not changed and known.get("as_of") == day.isoformat():
            report.snapshot, report.unchanged = current, True
            return report
        if changed:
            _state_all(draft, collection, curated, day, report, progress)
        mentions = report.mentions() if changed else _mentions_of(known)
        _publish(home, draft, day, mentions, report, progress)
        rmtree(home.readings, ignore_errors=True)  # the snapshot holds them now
    return report


def forget(names: Sequence[str], home: Home, today: date | None = None, progress: Progress = lambda _: None) -> Report:
    """Make a snapshot of `home` without what was read from these texts; each is the name of a file or of a document in it.

    Raises NotFound for a name that no text goes by, and what `ingest` raises; the snapshot published before stays as it was then.
    """
    report, day = Report(), today or clock.today()
    with home.writing() as draft:
        collection = Collection(draft.texts_path)
        report.forgotten = collection.forget(names)
        _, curated = _take_tables(draft, Inputs({}, {}, [], set(), []), report, progress)
        _state_all(draft, collection, curated, day, report, progress)
        _publish(home, draft, day, report.mentions(), report, progress)
    return report


def text_names(home: Home) -> list[tuple[str, str]]:
    """The names that `forget` takes, sorted, each with the number of the document the text is; empty for what has none."""
    snapshot = home.current()
    return list(Collection(snapshot.texts_path).listed()) if snapshot else []


def _publish(home: Home, draft: Draft, day: date, mentions: Mapping[str, int], report: Report, progress: Progress) -> None:
    """Add what follows from what is stated, check it, and make it the current snapshot."""
    progress("reading the documents back")
    engine = draft.read()
    documents = all_documents(engine)
    progress("computing statuses")
    spans = all_spans(engine, documents)
    del engine
    materialise(draft.store, spans, day, progress)
    engine = draft.read()
    report.warnings = validated(engine.store, progress)
    graphs = graph_sizes(engine)
    words = counting(partial(words_of, engine.store), Meter(progress, "building the catalogue", len(documents)))
    counts = catalogue_of(engine, draft.catalogue_path, documents, spans, words, mentions)
    del engine, words
    report.documents, report.relations = counts.get("documents", 0), counts.get("relations", 0)
    progress("publishing")
    made: dict[str, object] = {"as_of": day.isoformat(), "packaged": _packaged_digest(), "counts": counts, "graphs": graphs}
    made |= {"mentions": mentions, "warnings": len(report.warnings)}
    report.snapshot = home.publish(draft, made)


def _mentions_of(manifest: Mapping[str, object]) -> dict[str, int]:
    """The citations counted when a snapshot was made from the same sources."""
    counted = manifest.get("mentions")
    return {str(code): int(n) for code, n in counted.items()} if isinstance(counted, dict) else {}


def _take_tables(draft: Draft, inputs: Inputs, report: Report, progress: Progress) -> tuple[bool, Curated]:
    """Keep the tables and read all there are; True when any changed. Errors name the files given."""
    origins: dict[Path, Path] = {}
    before = digest_tables(draft.sources_path)
    for name, files in inputs.tables.items():
        origins |= keep_tables(draft.sources_path / name, files, name in inputs.whole)
        origins[draft.sources_path / name] = files[0].parent  # last, as it begins the names of its files
        report.datasets.append(name)
    progress("reading tables")
    try:
        curated = read_curated(draft.sources_path)
    except SourceError as error:
        message = str(error)
        for copy, original in origins.items():
            message = message.replace(str(copy), str(original))
        raise SourceError(message) from error
    report.unverified = curated.unverified
    return before != digest_tables(draft.sources_path), curated


def _state_all(draft: Draft, collection: Collection, curated: Curated, day: date, report: Report, progress: Progress) -> None:
    """State what all sources say in an empty store, in one load.

    Each further load would write all the indexes' files once more over the same keys, and files that the engine then merges are twice
    as large as those the loader writes.
    """
    draft.begin_anew()
    draft.store.bulk_extend(_statements(draft, collection, curated, day, report, progress))
    keep_once(draft.store)


def _statements(draft: Draft, collection: Collection, curated: Curated, day: date, report: Report, progress: Progress) -> Iterator[Quad]:
    yield from vocabulary_quads()
    yield from table_quads(curated)
    yield from dataset_quads()
    national, tables = None, curated
    if files := sorted(draft.national_path.glob("*.parquet")):
        national = read_national(files, day, progress)
        report.national = national.report
        yield from national_quads(national, curated, report, progress)
        yield from source_quads(national.report)
        curated = joined(national, curated)
    texts, report.instead = collection.texts(national.by_number if national else {})
    if texts:
        yield from quads_of_texts(texts, curated, Stated(national, tables), report, progress)


def validate(paths: Sequence[Path], home: Home, progress: Progress = lambda _: None) -> list[Finding]:
    """Return the rules broken by the current snapshot or, with paths, by what an ingest of them would make.

    Nothing is published. Raises what `ingest` raises, but for ValidationFailed.
    """
    if not paths and (current := home.current()):
        return broken_rules(EmbeddedEngine.read_only(current.store_path).store, progress)
    inputs = collect(paths)
    with home.writing() as draft:
        report = Report()
        _, curated = _take_tables(draft, inputs, report, progress)
        collection = Collection(draft.texts_path)
        keep_national(draft.national_path, inputs.national)
        take_texts(collection, inputs, home.readings, report, progress)
        _state_all(draft, collection, curated, clock.today(), report, progress)
        return broken_rules(draft.read().store, progress)


def ensure_snapshot(home: Home, progress: Progress = lambda _: None) -> Snapshot:
    """Return the current snapshot; make one when there is none, or when newer data came with legalgraph."""
    current = home.current()
    if current is None:
        current = ingest(packaged_data(), home, progress=progress).snapshot
    elif current.manifest.get("packaged") != _packaged_digest():
        # A home that cannot be written, or is being written, still serves what it has.
        with suppress(StoreError):
            current = ingest(packaged_data(), home, progress=progress).snapshot
    if current is None:
        raise StoreError(f"no snapshot could be made in {home.folder}")
    return current

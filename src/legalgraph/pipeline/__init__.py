"""Ingest: files ▶ a new snapshot. The only place where sources meet RDF and the store.

Curated tables are kept beside the store and the curated and inferred graphs are rebuilt from all of them, so
a corrected row replaces the old one. Texts are replaced one by one. Nothing is published unless every check holds.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path

from legalgraph import clock
from legalgraph.errors import SourceError, StoreError
from legalgraph.pipeline.curated import digest_tables, keep_tables, rebuild_curated
from legalgraph.pipeline.inputs import Inputs, collect
from legalgraph.pipeline.publication import broken_rules, describe_dataset, keep_once, materialise, validated
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.texts import add_text, reread_texts
from legalgraph.queries.reader import Reader
from legalgraph.rdf.validation import Finding
from legalgraph.resources import folder
from legalgraph.search import build_index
from legalgraph.sources.plain import read_text
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.snapshots import Draft, Home, Snapshot

__all__ = ["Progress", "Report", "ensure_snapshot", "ingest", "packaged_data", "validate"]

Progress = Callable[[str], None]


def packaged_data() -> list[Path]:
    """The tables that come with legalgraph: the gazetteer of laws and the khuyến công network."""
    return [folder("data") / "vn" / "laws.csv", folder("data") / "khuyen-cong"]


def _packaged_digest() -> str:
    """A digest of the data and the ontology that come with this version."""
    return sha256((digest_tables(folder("data")) + digest_tables(folder("ontology"), "*.ttl")).encode()).hexdigest()[:16]


def ingest(
    paths: Sequence[Path], home: Home, today: date | None = None, progress: Progress = lambda _: None
) -> Report:
    """Read files and folders into a new snapshot of `home`.

    `today` is the day for which statuses are materialised. Raises SourceError for what cannot be read,
    ValidationFailed when the result would break a rule, StoreError when it cannot be written; in each case the
    snapshot published before stays as it was.
    """
    progress("looking for files")
    inputs = collect(paths)
    report = Report(skipped=inputs.skipped)
    day = today or clock.today()
    made = {"as_of": day.isoformat(), "packaged": _packaged_digest()}
    with home.writing() as draft:
        current = home.current()
        # A new day changes statuses, a new version perhaps the vocabulary.
        stale = current is None or {key: current.manifest.get(key) for key in made} != made
        changed = _take_tables(draft, inputs, report, progress, anew=stale) or stale
        for path in inputs.texts:
            progress(f"reading {path.name}")
            changed |= add_text(draft.store, read_text(path), report)
        if current and not changed:
            report.snapshot, report.unchanged = current, True
            return report
        progress("computing statuses")
        materialise(draft.store, day)
        describe_dataset(draft.store)
        keep_once(draft.store)
        progress("checking the rules")
        report.warnings = validated(draft.store)
        progress("building the search index")
        counts = _index(draft)
        report.documents, report.relations = counts.get("documents", 0), counts.get("relations", 0)
        progress("publishing")
        report.snapshot = home.publish(draft, {**made, "counts": counts, "warnings": len(report.warnings)})
    return report


def _take_tables(draft: Draft, inputs: Inputs, report: Report, progress: Progress, anew: bool = False) -> bool:
    """Keep the tables and state anew what all tables say, if any changed or `anew`. Errors name the files given."""
    origins: dict[Path, Path] = {}
    before = digest_tables(draft.sources_path)
    for name, files in inputs.tables.items():
        origins |= keep_tables(draft.sources_path / name, files, name in inputs.whole)
        origins[draft.sources_path / name] = files[0].parent  # last, as it begins the names of its files
        report.datasets.append(name)
    if not anew and before == digest_tables(draft.sources_path) and (draft.folder / "store").exists():
        return False
    progress("reading tables")
    try:
        rebuild_curated(draft, report)
    except SourceError as error:
        message = str(error)
        for copy, original in origins.items():
            message = message.replace(str(copy), str(original))
        raise SourceError(message) from error
    reread_texts(draft.store)
    return True


def _index(draft: Draft) -> dict[str, int]:
    """Build the search index and count. No reader outlives this: the store must be closed to be published."""
    reader = Reader(EmbeddedEngine(draft.store))
    build_index(draft.search_path, reader.documents(reader.paths()).values())
    return reader.statistics().counts


def validate(paths: Sequence[Path], home: Home, progress: Progress = lambda _: None) -> list[Finding]:
    """Return the rules broken by the current snapshot or, with paths, by what an ingest of them would make.

    Nothing is published. Raises what `ingest` raises, but for ValidationFailed.
    """
    if not paths and (current := home.current()):
        progress("checking the rules")
        return broken_rules(EmbeddedEngine.read_only(current.store_path).store)
    inputs = collect(paths)
    with home.writing() as draft:
        _take_tables(draft, inputs, Report(), progress)
        for path in inputs.texts:
            add_text(draft.store, read_text(path), Report())
        progress("checking the rules")
        return broken_rules(draft.store)


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

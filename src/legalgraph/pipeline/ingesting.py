"""Files ▶ a new snapshot, and what else is done to a home.

Tables and readings of texts are kept beside the store. What changed of them, and what hangs on that, is stated again, and
everything else stays; where much changed, everything is stated anew. Either way the graph is what all sources say together, so a
corrected row or a new version of a file replaces what the old one said, and the order of ingests does not matter. Nothing is published
unless every check holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from shutil import rmtree

from legalgraph import clock
from legalgraph.errors import SourceError, StoreError
from legalgraph.pipeline.checking import broken_rules
from legalgraph.pipeline.collection import Collection
from legalgraph.pipeline.curated import Curated, digest_tables, keep_tables, read_curated
from legalgraph.pipeline.inputs import Inputs, collect
from legalgraph.pipeline.intake import take_texts
from legalgraph.pipeline.making import Making, Part, made_alike, packaged_digest
from legalgraph.pipeline.national_files import AGAIN, keep_national, kept_as, require_kept
from legalgraph.pipeline.national_kept import files_read
from legalgraph.pipeline.progress import Progress
from legalgraph.pipeline.report import Report, Since
from legalgraph.rdf.validation import Finding
from legalgraph.resources import folder
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.snapshots import Draft, Home, Snapshot


def packaged_data() -> list[Path]:
    """The tables that come with legalgraph: the gazetteer of laws and the khuyến công network."""
    return [folder("data") / "vn" / "laws.csv", folder("data") / "khuyen-cong"]


def ingest(
    paths: Sequence[Path],
    home: Home,
    today: date | None = None,
    progress: Progress = lambda _: None,
    processes: int | None = None,
    *,
    anew: bool = False,
) -> Report:
    """Read files and folders into a new snapshot of `home`; with `anew`, nothing of the store of the snapshot before is built upon.

    `today` is the day for which statuses are materialised, `processes` how many read files at once (default: one a core at most).
    A text that cannot be read is in the report and stops nothing but an ingest of nothing else. Raises SourceError for
    tables that cannot be read, ValidationFailed when the result would break a rule, StoreError when it cannot be written;
    in each case the snapshot published before stays as it was, and what was read of texts need not be read again.
    """
    progress("looking for files")
    inputs = collect(paths)
    report = Report(skipped=inputs.skipped)
    day = today or clock.today()
    with home.writing() as draft:
        draft.damage = draft.damage or ("as was asked" if anew else "")
        current = home.current()
        tables_changed, curated = _take_tables(draft, inputs, report, progress)
        national_there = any(draft.national_path.glob("*.parquet"))
        with _naming_national(draft, home, inputs.national):
            national_changed = keep_national(draft.national_path, inputs.national, inputs.other_parquet())
        report.national_since = Since.of(there=national_there, changed=national_changed) if inputs.national else None
        collection = Collection(draft.texts_path)
        texts_changed = take_texts(collection, inputs, home.readings, report, progress, processes)
        changed = {Part.TABLES: tables_changed, Part.NATIONAL: national_changed, Part.TEXTS: texts_changed}
        same_day = current and current.manifest.get("as_of") == day.isoformat()
        if current and same_day and made_alike(current) and not any(changed.values()) and not draft.damage:
            report.snapshot, report.unchanged = current, True
            return report
        making = Making(home, draft, collection, curated, day, report, progress)
        with _naming_national(draft, home, inputs.national):
            making.make(current, same=[part for part in Part if not changed[part]])
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
        with _naming_national(draft, home, ()):
            Making(home, draft, collection, curated, day, report, progress).make(home.current(), same=[Part.TABLES, Part.NATIONAL])
    return report


def text_names(home: Home) -> list[tuple[str, str]]:
    """The names that `forget` takes, sorted, each with the number of the document the text is; empty for what has none."""
    snapshot = home.current()
    return list(Collection(snapshot.texts_path).listed()) if snapshot else []


def count_texts(snapshot: Snapshot) -> int:
    """How many texts a snapshot was made from, documents or not. Raises StoreError where their list is damaged."""
    return len(Collection(snapshot.texts_path))


def _take_tables(draft: Draft, inputs: Inputs, report: Report, progress: Progress) -> tuple[bool, Curated]:
    """Keep the tables and read all there are; True when any changed. Errors name the files given."""
    origins: dict[Path, Path] = {}
    before = digest_tables(draft.sources_path)
    for name, files in inputs.tables.items():
        there, former = (draft.sources_path / name).exists(), digest_tables(draft.sources_path / name)
        origins |= keep_tables(draft.sources_path / name, files, name in inputs.whole)
        origins[draft.sources_path / name] = files[0].parent  # last, as it begins the names of its files
        report.datasets.append(name)
        report.since[name] = Since.of(there=there, changed=digest_tables(draft.sources_path / name) != former)
    progress("reading tables")
    with _naming(origins):
        curated = read_curated(draft.sources_path, inputs.tables)
    report.unverified = curated.unverified
    return before != digest_tables(draft.sources_path), curated


@contextmanager
def _naming(origins: Mapping[Path, Path]) -> Iterator[None]:
    """Let errors name the files given in the place of their copies."""
    try:
        yield
    except SourceError as error:
        message = str(error)
        for copy, original in origins.items():
            message = message.replace(str(copy), str(original))
        raise SourceError(message) from error


@contextmanager
def _naming_national(draft: Draft, home: Home, given: Sequence[Path]) -> Iterator[None]:
    """Let errors name the files of the national dataset that were given, and of others the copy in the snapshot before with the remedy."""
    try:
        with _naming(kept_as(draft.national_path, given)):
            require_kept(draft.national_path, given, files_read(draft.national_path))
            yield
    except SourceError as error:
        place, current = str(draft.national_path), home.current()
        if current is None or place not in str(error):
            raise
        what = str(error).replace(place, str(current.national_path)).removesuffix("; fetch it again")
        raise StoreError(f"{what}; it is the home's own copy of a file of the national dataset: {AGAIN}") from error


def validate(paths: Sequence[Path], home: Home, progress: Progress = lambda _: None) -> list[Finding]:
    """Return the rules broken by the current snapshot or, with paths, by what an ingest of them would make.

    Nothing is published. Raises what `ingest` raises, but for ValidationFailed.
    """
    if not paths and (current := home.current()):
        current.check()
        return broken_rules(EmbeddedEngine.read_only(current.store_path).store, progress)
    inputs = collect(paths)
    with home.writing() as draft:
        report = Report()
        _, curated = _take_tables(draft, inputs, report, progress)
        collection = Collection(draft.texts_path)
        take_texts(collection, inputs, home.readings, report, progress)
        with _naming_national(draft, home, inputs.national):
            keep_national(draft.national_path, inputs.national, inputs.other_parquet())
            Making(home, draft, collection, curated, clock.today(), report, progress, keeping=False).state_all()
        return broken_rules(draft.read().store, progress)


def ensure_snapshot(home: Home, progress: Progress = lambda _: None, newer: Callable[[], None] = lambda: None) -> Snapshot:
    """Return the current snapshot; make one when there is none, or when newer data came with legalgraph: then `newer` is called before."""
    current = home.current()
    if current is None:
        current = ingest(packaged_data(), home, progress=progress).snapshot
    elif current.manifest.get("packaged") != packaged_digest():
        newer()
        # A home that cannot be written, or is being written, still serves what it has.
        with suppress(StoreError):
            current = ingest(packaged_data(), home, progress=progress).snapshot
    if current is None:
        raise StoreError(f"no snapshot could be made in {home.folder}")
    return current

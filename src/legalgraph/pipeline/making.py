"""What was taken in ▶ a snapshot: everything stated anew in one load, or what changed, and then what follows from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path

from pyoxigraph import Quad

from legalgraph import catalogue
from legalgraph.catalogue.updating import Update
from legalgraph.errors import SourceError, StoreError
from legalgraph.pipeline.cataloguing import catalogue_before, digest_of, make_catalogue, told_anew
from legalgraph.pipeline.change import Change, carry_out, tell_differences
from legalgraph.pipeline.checking import broken_by, broken_rules, read_warnings, warnings_of, write_warnings
from legalgraph.pipeline.collection import Collection
from legalgraph.pipeline.curated import Curated, digest_tables, read_curated, table_quads, vocabulary_quads
from legalgraph.pipeline.following import followed, recounted, resized, status_change
from legalgraph.pipeline.ledger import Ledger, stating_version
from legalgraph.pipeline.national import National, read_national
from legalgraph.pipeline.national_files import kept_files
from legalgraph.pipeline.national_kept import Dataset, KeptNational, keep_read, open_read
from legalgraph.pipeline.portal import Facts, national_quads
from legalgraph.pipeline.progress import Meter, Progress, counting
from legalgraph.pipeline.publication import dataset_quads, keep_once, materialise, restate_day, words_of
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.stating import World
from legalgraph.pipeline.updating import Unfit, all_statements, changes, former
from legalgraph.queries.some import tabled
from legalgraph.queries.whole import all_documents, all_spans, catalogue_of, graph_sizes
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.validation import Finding
from legalgraph.resources import folder
from legalgraph.store.embedded import EmbeddedEngine, telling_damage
from legalgraph.store.room import is_full
from legalgraph.store.snapshots import Draft, Home, Snapshot

_Tallies = tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]]
"""Counts of documents and relations, sizes of graphs, citations by what came of them."""

# Statements. The loader writes each million apart, and who looks one up looks into each of those files, and into those of the statuses: at
# one million that costs half as much again as in merged ones, at six twice as much, at fourteen five times. Merged files are twice as
# large, up to some ten million.
_MERGED_FROM = 500_000
_MERGED_AT_ONCE_FROM = 5_000_000  # before what is stated is read back, which then takes less than it would and pays for the merging


def made_alike(snapshot: Snapshot) -> bool:
    """True when this version, with the data that come with it, would make the snapshot of the same sources."""
    return (snapshot.manifest.get("packaged"), snapshot.manifest.get("stated_by")) == (packaged_digest(), stating_version())


def packaged_digest() -> str:
    """A digest of the data and the ontology that come with this version, and of the form in which snapshots are kept."""
    parts = (digest_tables(folder("data")), digest_tables(folder("ontology"), "*.ttl"), str(catalogue.VERSION))
    return sha256("".join(parts).encode()).hexdigest()[:16]


def _reading_version() -> str:
    """The version of all that decides what is read of the national dataset."""
    return f"{packaged_digest()}-{stating_version()}"


class Part(Enum):
    """The parts of what a snapshot is made from."""

    TABLES = "tables"
    NATIONAL = "national"
    TEXTS = "texts"


@dataclass
class Making:
    """The making of one snapshot from the tables, the national dataset and the texts of a draft.

    `keeping` is False where the draft is thrown away, so that nothing is kept for later ingests.
    """

    home: Home
    draft: Draft
    collection: Collection
    tables: Curated
    day: date
    report: Report
    progress: Progress
    keeping: bool = True
    _open: list[KeptNational] = field(default_factory=list)

    def make(self, current: Snapshot | None, *, same: Sequence[Part] = ()) -> None:
        """Make the snapshot and publish it. `current` is the one before, in which the sources of the parts named were the same.

        Raises ValidationFailed when a rule is broken, StoreError when it cannot be written.
        """
        try:
            self._make(current, same)
        finally:
            self._let_go()

    def _make(self, current: Snapshot | None, same: Sequence[Part]) -> None:
        before, world = _before(current) if current and not self.draft.damage else None, None
        self.report.damage = self.draft.damage
        if before is not None:
            try:
                with telling_damage():
                    if len(same) < len(Part):
                        world = self._world(kept=Part.NATIONAL in same)
                    made = (Change(), None) if world is None else self._change(before, world, same)
                    world = None
                    self._let_go()
                    tallies = self._follow(before, made)
            except (Unfit, StoreError) as error:  # StoreError: what was kept is damaged, and would be so at every later ingest
                if is_full(error):
                    raise
                self.report.damage = str(error) if isinstance(error, StoreError) else ""
                self.progress(f"stating everything anew: {error}")
            else:
                self._publish(*tallies)
                return
        if world and isinstance(world.facts.national, KeptNational):
            world = None  # asked for all that it holds, it would be slower than what it was made from
        self._let_go()
        stated = self.state_all(world)
        del world
        self._publish_all(stated)

    # --- what the sources say; what is read of them is let go before their statements are read back

    def _world(self, *, kept: bool = False) -> World:
        """All that is to be stated; with `kept` the dataset as it was read before does, where that is still there."""
        place = self.draft.national_path
        national = self._national(place) if kept else self._read_national(place)
        self.report.national = national.report if national else None
        facts = Facts(self.tables, national)
        texts, self.report.instead = self.collection.texts(facts.by_number)
        self.report.nameless = sorted(text.name for text in texts if not (text.card.document or text.card.unidentified))
        return World(texts, facts)

    def _national(self, place: Path) -> Dataset | None:
        """The dataset in a folder as it was read before, else read anew."""
        kept = open_read(place, _reading_version(), self.day)
        if kept is None:
            return self._read_national(place)
        self._open.append(kept)
        return kept

    def _let_go(self) -> None:
        """Close what was kept of the dataset, as nobody asks it any more."""
        while self._open:
            self._open.pop().close()

    def _read_national(self, place: Path) -> National | None:
        """Read the dataset in a folder; that of the draft is kept for later ingests."""
        files = kept_files(place)
        national = read_national(files, self.day, self.progress) if files else None
        if national and self.keeping and place == self.draft.national_path:
            keep_read(place, national, _reading_version(), self.day)
        return national

    def state_all(self, world: World | None = None) -> int:
        """State what all sources say in an empty store, in one load; `world` where it was read already. Tells how many statements.

        Each further load would write all the indexes' files once more over the same keys, and files that the engine then merges are
        twice as large as those the loader writes. Only a large store is merged at once.
        """
        self.draft.begin_anew()
        stated = count()
        with Ledger(self.draft.ledger_path) as ledger:
            statements = self._statements(world or self._world(), ledger)
            self.draft.store.bulk_extend(quad for quad, _ in zip(statements, stated, strict=False))
        number = next(stated)
        if number > _MERGED_AT_ONCE_FROM:
            self.progress("merging the files of the store")
            self.draft.store.optimize()
        keep_once(self.draft.store)
        return number

    def _statements(self, world: World, ledger: Ledger) -> Iterator[Quad]:
        yield from vocabulary_quads()
        yield from table_quads(self.tables)
        yield from dataset_quads()
        yield from national_quads(world.facts, self.report, self.progress)
        yield from all_statements(world, ledger, self.report, self.progress)

    def _change(self, before: "_Before", world: World, same: Sequence[Part]) -> tuple[Change, Report]:
        """Make what changed in the store; with what was counted in all texts. Raises Unfit when everything should be stated anew."""
        snapshot, counted = before.snapshot, Report()
        facts = world.facts
        try:
            if Part.TABLES not in same or Part.NATIONAL not in same:
                tables = self.tables if Part.TABLES in same else read_curated(snapshot.sources_path)
                facts = Facts(tables, facts.national if Part.NATIONAL in same else self._national(snapshot.national_path))
            with Ledger(self.draft.own_ledger()) as ledger:
                was = former(ledger, world, facts, snapshot.texts_path)
                change = changes(was, world, ledger, counted, self.progress)
        except (SourceError, StoreError) as error:
            raise Unfit(str(error)) from error
        tell_differences(world.facts, counted)
        return carry_out(self.draft.store, change), counted

    # --- what follows from it

    def _publish_all(self, stated: int) -> None:
        """Add what follows from what is stated, check it, and make it the current snapshot."""
        self.progress("reading the documents back")
        engine = self.draft.read()
        documents = all_documents(engine)
        self.progress("computing statuses")
        spans = all_spans(engine, documents)
        del engine
        materialise(self.draft.store, spans, self.day, self.progress)
        if stated > _MERGED_FROM:
            self.progress("merging the files of the store")
            self.draft.merge()
        engine = self.draft.read()
        self.report.warnings = warnings_of(broken_rules(engine.store, self.progress))
        graphs, mentions = graph_sizes(engine), self.report.mentions()
        counts = catalogue_of(engine, self.draft.catalogue_path, documents, spans, self._words(engine, len(documents)), mentions)
        del engine
        self._publish(counts, graphs, mentions)

    def _follow(self, before: "_Before", made: tuple[Change, Report | None]) -> _Tallies:
        """Add what follows from a change, without reading back what it does not bear on, check it, and give what is to be published.

        Raises Unfit and StoreError; the report then has nothing of what was counted in texts.
        """
        change, counted = made
        former = catalogue_before(before.snapshot)
        if former is None:
            raise Unfit("the catalogue is not as it was made")
        self.progress("reading back what changed")
        engine = self.draft.read()
        after = followed(engine, former, change)
        del engine
        statuses = carry_out(self.draft.store, status_change(former, before.day, after, self.day))
        if before.day != self.day:
            restate_day(self.draft.store, before.day, self.day)
        engine = self.draft.read()
        # A new day moves the statuses of all documents; those that hang on what changed are checked.
        nodes = {iri_of(path) for path in after.turned}
        moved = Change(*({quad for quad in quads if quad.subject in nodes} for quads in (statuses.removed, statuses.added)))
        borne = Change(change.removed | moved.removed, change.added | moved.added)
        self.report.warnings = warnings_of(broken_by(engine.store, borne, before.warnings, self.progress))
        counts, graphs = recounted(before.counts, change), resized(before.graphs, change, statuses)
        mentions = counted.mentions() if counted else before.mentions
        tabled_of = partial(tabled, engine)
        told = told_anew(former, after, change, tabled_of)
        spans = {path: after.spans.get(path, ()) for path in after.turned}
        tallies = {"count": {**counts, "triples": sum(graphs.values())}, "mention": mentions}
        self.progress("building the catalogue")
        words = partial(words_of, engine.store)
        make_catalogue(self.draft.catalogue_path, before.snapshot, Update(told, spans, after.gone, after.come, tallies), tabled_of, words)
        if counted:
            self.report.add(counted)
        return counts, graphs, mentions

    def _words(self, engine: EmbeddedEngine, documents: int) -> Callable[[str], str | None]:
        return counting(partial(words_of, engine.store), Meter(self.progress, "building the catalogue", documents))

    def _publish(self, counts: Mapping[str, int], graphs: Mapping[str, int], mentions: Mapping[str, int]) -> None:
        self.report.documents, self.report.relations = counts.get("documents", 0), counts.get("relations", 0)
        self.progress("publishing")
        made: dict[str, object] = {"as_of": self.day.isoformat(), "packaged": packaged_digest(), "stated_by": stating_version()}
        write_warnings(self.draft.folder, self.report.warnings)
        made["catalogue"] = digest_of(self.draft.catalogue_path)
        made |= {"counts": counts, "graphs": graphs, "mentions": mentions, "warnings": len(self.report.warnings)}
        self.report.snapshot = self.home.publish(self.draft, made)


@dataclass(frozen=True, slots=True)
class _Before:
    """What is known of the snapshot before: the day of its statuses, what was counted, and its warnings."""

    snapshot: Snapshot
    day: date
    counts: Mapping[str, int]
    graphs: Mapping[str, int]
    mentions: Mapping[str, int]
    warnings: list[Finding]


def _before(snapshot: Snapshot) -> _Before | None:
    """What is known of a snapshot; None when a change of it cannot be told, because other code made it."""
    known = snapshot.manifest
    if not made_alike(snapshot) or not snapshot.ledger_path.exists():
        return None
    warnings = read_warnings(snapshot.folder)
    if warnings is None or not all(isinstance(known.get(name), dict) for name in ("counts", "graphs", "mentions")):
        return None
    counts, graphs, mentions = (_numbers(known.get(name)) for name in ("counts", "graphs", "mentions"))
    return _Before(snapshot, date.fromisoformat(str(known["as_of"])), counts, graphs, mentions, warnings)


def _numbers(said: object) -> dict[str, int]:
    return {str(name): int(n) for name, n in said.items()} if isinstance(said, dict) else {}

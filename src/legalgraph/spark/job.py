"""The whole job: texts, tables and the national dataset ▶ N-Quads, stage by stage.

Each stage is written to the folder of the job before the next one reads it, so that no machine must hold or make again what an
earlier stage gave. Joins are Spark's own: what is small is broadcast, what is large is sorted and merged by key.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from time import monotonic, process_time
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Quad

from legalgraph.errors import SourceError
from legalgraph.model.relation import Relation
from legalgraph.pipeline.curated import Curated, table_quads, vocabulary_quads
from legalgraph.pipeline.kept import pack, unpack
from legalgraph.pipeline.national import NationalReport
from legalgraph.pipeline.portal import as_stated, label_quads, source_quads
from legalgraph.pipeline.publication import dataset_quads
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.succession import without_circles
from legalgraph.pipeline.targets import mark_of_path
from legalgraph.sources.vbpl import COLUMNS, Part, revision_of
from legalgraph.spark import national, statuses, texts
from legalgraph.spark.facts import BEARING, FACTS, Fact, Kind, own, shared
from legalgraph.spark.inputs import Inputs, rows
from legalgraph.spark.storage import Storage
from legalgraph.spark.texts import Tables

Frame = Any  # a pyspark DataFrame; the library is not installed everywhere
Map = Callable[[Iterable[Any]], Iterator[tuple[Any, ...]]]


class _Link(NamedTuple):
    source: str
    target: str
    id: str


@dataclass(slots=True)
class Job:
    """One run of the job. `work` is a folder for its stages, `day` the one for which statuses are computed.

    `slices` is how many parts texts are cut into before they are read, if their files are fewer.
    """

    session: Any
    storage: Storage
    work: str
    day: date
    curated: Curated
    slices: int
    progress: Callable[[str], None] = lambda _: None
    processor: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    facts: list[Frame] = field(default_factory=list)

    def run(self, inputs: Inputs) -> Frame:
        """Make all facts; see `facts.Kind`. Raises SourceError when nothing could be read."""
        from pyspark.sql import functions as f

        tables = self._tables()
        known, numbers, outgoing = self._national(inputs, tables)
        winners = self._texts(inputs, numbers)
        stated = self._state(winners, known, outgoing, tables)
        later = self._later(stated, outgoing, tables)
        self.facts += [stated, later]
        self._gathered(winners)
        self._statuses()
        everything = self._union(self.facts)
        lines = everything.where(f.col("kind") == Kind.SHARED).groupBy("text").agg(f.min("n").alias("n"))
        self._stage("triples", lines)
        return everything.where(f.col("kind") != Kind.SHARED)

    # --- the tools of all stages

    def _stage(self, name: str, frame: Frame) -> Frame:
        """Write a stage and read it back."""
        self.progress(name)
        begun, place = monotonic(), f"{self.work}/{name}"
        frame.write.parquet(place)
        self.seconds[name], self.bytes[name] = monotonic() - begun, self.storage.size(place)
        return self.session.read.schema(frame.schema).parquet(place)

    def _map(self, frame: Frame, function: Map, schema: str) -> Frame:
        """Rows ▶ rows by a function of ours, whose seconds of processor are counted."""
        used = self.processor.setdefault(_name(function), self.session.sparkContext.accumulator(0.0))
        return self.session.createDataFrame(frame.rdd.mapPartitions(partial(_timed, function, used)), schema, verifySchema=False)

    def _union(self, frames: Sequence[Frame]) -> Frame:
        whole = frames[0]
        for frame in frames[1:]:
            whole = whole.unionByName(frame)
        return whole

    def _rows(self, found: Sequence[tuple[Any, ...]], schema: str) -> Frame:
        return self.session.createDataFrame(found, schema, verifySchema=False)

    def _of(self, kind: str, frames: Sequence[Frame] | None = None) -> Frame:
        return self._union([frame.where(frame.kind == kind) for frame in (frames or self.facts)])

    # --- what everybody knows

    def _tables(self) -> Any:
        """State the tables and the vocabulary, and give all executors what the tables say."""
        by_source: dict[str, list[Relation]] = {}
        for relation in self.curated.relations:
            by_source.setdefault(relation.source, []).append(relation)
        quads = list(table_quads(self.curated))
        tables = Tables(
            self.curated.documents, {source: tuple(found) for source, found in by_source.items()}, frozenset(str(q.triple) for q in quads)
        )
        others: list[Quad] = [*vocabulary_quads(), *dataset_quads()]
        # Blank nodes have names in one file only.
        nameless = [q for q in others if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
        found = own(nameless, "ontology")
        apart = set(map(id, nameless))
        found += [shared(q) for q in (*quads, *(q for q in others if id(q) not in apart))]
        found += [Fact(Kind.DOCUMENT, path, blob=pack(document)) for path, document in self.curated.documents.items()]
        found += [Fact(Kind.ACT, r.source, blob=pack(r)) for r in self.curated.relations if r.kind in BEARING]
        self.facts.append(self._stage("tables", self._rows(found, FACTS)))
        return self.session.sparkContext.broadcast(tables)

    # --- the national dataset

    def _national(self, inputs: Inputs, tables: Any) -> tuple[Frame, Frame, Frame]:
        """Documents known, by path; those of the dataset, by its numbers; relations of the dataset, by their source."""
        from pyspark.sql import functions as f

        documents = self._national_documents(inputs.national[Part.METADATA])
        in_tables = documents.where(f.col("path").isin(list(self.curated.documents))).select("path", "document").collect()
        both = {row["path"]: as_stated(unpack(bytes(row["document"])), self.curated.documents[row["path"]], Report()) for row in in_tables}
        listed = [
            (path, mark_of_path(path), d.signed.isoformat() if d.signed else None, pack(d), False)
            for path, d in {**self.curated.documents, **both}.items() if d.identified
        ]  # fmt: skip
        known = self._rows(listed, "path string, mark string, signed string, document binary, claimed boolean")
        theirs = documents.join(known.select("path"), "path", "left_anti")
        known = known.unionByName(theirs.select("path", "mark", "signed", "document", f.lit(True).alias("claimed")))  # noqa: FBT003
        numbers = (
            documents.select(f.explode("ids").alias("id"), "base", "copy", "path", "signed", "document")
            .groupBy("id").agg(f.max(f.struct("base", "copy", "path", "signed", "document")).alias("last"))
            .select("id", "last.path", "last.signed", "last.document")
        )  # fmt: skip
        relations = self._national_relations(inputs.national[Part.RELATIONSHIPS], numbers)
        if inputs.national[Part.METADATA]:
            self._state_national(inputs, documents, relations, tables)
        outgoing = relations.groupBy(f.col("source").alias("path")).agg(f.collect_list("relation").alias("outgoing"))
        return known, numbers, outgoing

    def _national_documents(self, files: Sequence[str]) -> Frame:
        from pyspark.sql import functions as f

        if not files:
            return self._rows([], national.DOCUMENTS)
        columns = COLUMNS[Part.METADATA]
        read = self._map(rows(self.session, files, all_columns=False), partial(national.read_metadata, columns=columns), national.ROWS)
        read = self._stage("metadata", read)
        one = f.struct("file", "row", "id", "document")
        grouped = read.where("path is not null").groupBy("path").agg(f.collect_list(one).alias("rows"))
        refused = read.where("path is null").groupBy("refused").count()
        found = [Fact(Kind.TALLY, f"metadata_refused:{row['refused']}", n=row["count"]) for row in refused.collect()]
        self.facts.append(self._rows(found, FACTS))
        return self._stage("documents", self._map(grouped, national.tell_apart, national.DOCUMENTS))

    def _national_relations(self, files: Sequence[str], numbers: Frame) -> Frame:
        from pyspark.sql import functions as f

        if not files:
            return self._rows([], national.RELATIONS)
        pairs = self._map(rows(self.session, files, all_columns=False), national.read_pairs, national.PAIRS)
        days = numbers.select("id", "path", "signed")
        own = days.select(f.col("id").alias("own"), f.col("path").alias("doc"), f.col("signed").alias("doc_signed"))
        its = days.select(f.col("id").alias("its"), f.col("path").alias("other"), f.col("signed").alias("other_signed"))
        pairs = self._stage("pairs", pairs.join(own, "own").join(its, "its").where("doc != other"))
        later, earlier = (f.sum(f.expr(f"int(coalesce(doc_signed {sign} other_signed, false))")) for sign in "><")
        counted = pairs.groupBy("label").agg(f.count("*").alias("rows"), later.alias("later"), earlier.alias("earlier"))
        tests = national.label_tests(counted.collect())
        related = self._map(pairs, partial(national.relate, tests=tests), national.RELATIONS)
        first = related.groupBy("id").agg(f.min(f.struct("file", "row", "source", "label", "relation")).alias("first"))
        return self._stage("relations", first.select("id", "first.source", "first.label", "first.file", "first.row", "first.relation"))

    def _state_national(self, inputs: Inputs, documents: Frame, relations: Frame, tables: Any) -> None:
        labels = [row.label for row in relations.select("label").distinct().collect()]
        report = NationalReport(_revision(inputs.national[Part.METADATA][0]), documents=documents.count(), relations=relations.count())
        said = [shared(quad) for quad in source_quads(report)]
        said += [shared(quad) for label in labels for quad in label_quads(label)]
        stated = self._map(documents, _with(national.state_documents, tables), FACTS)
        related = self._map(relations, _with(national.state_relations, tables), FACTS)
        self.facts.append(self._stage("portal", self._union([stated, related, self._rows(said, FACTS)])))

    # --- texts

    def _texts(self, inputs: Inputs, numbers: Frame) -> Frame:
        """Read all texts, and choose one for each document. Raises SourceError when none could be read."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        frames = [self._read(one) for one in inputs.texts]
        read = self._stage("readings", self._union(frames) if frames else self._rows([], texts.READ))
        failed = read.where("failed is not null").select("file", "row", "failed")
        count, readable = failed.count(), read.where("failed is null")
        if count and not readable.take(1):
            raise SourceError("\n".join(f"{row.file}, row {row.row}: {row.failed}" for row in failed.take(5)))
        self.facts.append(self._rows([Fact(Kind.TALLY, "texts_failed", n=count)], FACTS))
        copy = f.row_number().over(Window.partitionBy("file", "own").orderBy("row"))
        marked = f.concat("file", f.lit("#"), "own", f.when(copy > 1, f.concat(f.lit("~"), copy.cast("string"))).otherwise(""))
        cards = readable.withColumn("name", marked).select(*texts.CARD_COLUMNS)
        numbered = self._map(cards, texts.numbers_of, f"{texts.CARD}, number bigint")
        claims = numbers.select(f.col("id").alias("number"), f.col("document").alias("claimed"))
        joined = self._map(numbered.join(claims, "number", "left"), texts.join_cards, texts.CARDS)
        order = f.struct("own_header", "characters", "name")
        best = joined.groupBy("path").agg(f.max_by(f.struct(*joined.columns), order).alias("best"))
        return self._stage("winners", best.select("best.*"))

    def _read(self, one: Any) -> Frame:
        frame = rows(self.session, one.files, all_columns=False)
        if frame.rdd.getNumPartitions() < self.slices:
            frame = frame.repartition(self.slices)
        return self._map(frame, partial(texts.read, root=one.root, prefix=one.prefix), texts.READ)

    def _state(self, winners: Frame, known: Frame, outgoing: Frame, tables: Any) -> Frame:
        """State each text with the part of the shelf that it asks for."""
        from pyspark.sql import functions as f

        present = winners.where("mark is not null").select(
            "path", f.col("mark").alias("m"), f.col("signed").alias("s"), "units", "acts", f.lit(True).alias("t")  # noqa: FBT003
        )  # fmt: skip
        shelf = present.join(known.withColumn("k", f.lit(True)), "path", "full").select(  # noqa: FBT003
            "path", f.coalesce("mark", "m").alias("mark"), f.when(f.col("k"), f.col("signed")).otherwise(f.col("s")).alias("signed"),
            f.coalesce("t", f.lit(False)).alias("has_text"), f.coalesce("acts", f.lit(False)).alias("acts"), "units",  # noqa: FBT003
        )  # fmt: skip
        asked = winners.select(f.col("path").alias("by"), f.explode("asks").alias("ask"))
        asked = asked.select("by", f.col("ask.mark").alias("mark"), f.col("ask.units").alias("wanted"))
        answer = f.struct("path", "signed", "has_text", "acts", f.when(f.col("wanted"), f.col("units")).alias("units"))
        answers = asked.join(shelf, "mark").groupBy(f.col("by").alias("path")).agg(f.collect_list(answer).alias("answers"))
        texts_with = (
            winners.select("path", "name", "file", "row", "card", "asks")
            .join(answers, "path", "left").join(outgoing, "path", "left")
            .join(known.select("path", f.col("document").alias("known"), "claimed"), "path", "left")
        )  # fmt: skip
        readings = self.session.read.parquet(f"{self.work}/readings").select("file", "row", "reading")
        whole = readings.join(self._stage("asked", texts_with), ["file", "row"])
        return self._stage("stated", self._map(whole, _with(texts.state, tables), FACTS))

    def _later(self, stated: Frame, outgoing: Frame, tables: Any) -> Frame:
        """State what no text decides alone: who replaces whom without going in a circle, and what is reported of others."""
        from pyspark.sql import functions as f

        succession = self._of(Kind.SUCCESSION, [stated]).select("key", "what", "text").distinct().collect()
        links = [_Link(row["key"], row["what"], row["text"]) for row in succession]
        kept = {link.id for link in without_circles(links, self.curated.relations)}
        dropped = frozenset(link.id for link in links if link.id not in kept)
        waiting = stated.where(f.col("kind").isin(Kind.SUCCESSION, Kind.FOREIGN))
        by_source = waiting.groupBy("key").agg(f.collect_list("blob").alias("blobs"))
        by_source = by_source.join(outgoing.withColumnRenamed("path", "key"), "key", "left")
        return self._stage("later", self._map(by_source, _with(partial(texts.state_later, dropped=dropped), tables), FACTS))

    # --- what all say together

    def _gathered(self, winners: Frame) -> None:
        """State places, and documents known by citations alone."""
        from pyspark.sql import functions as f

        places = self._of(Kind.PLACE).groupBy("key").agg(f.collect_set("text").alias("places"))
        units = winners.select(f.col("path").alias("key"), "units")
        placed = self._map(places.join(units, "key", "left"), texts.state_places, FACTS)
        counted = self._of(Kind.CITED).groupBy("key", "what", "text").agg(f.sum("n").alias("n"))
        cited = counted.groupBy("key").agg(f.collect_list(f.struct("what", "text", "n")).alias("said"))
        bare = self._of(Kind.CITATION).groupBy("key").agg(f.min_by("blob", "text").alias("blob"))
        self.facts.append(
            self._stage("gathered", self._union([
                placed, self._map(cited, texts.state_cited, FACTS), self._map(bare, texts.state_citations, FACTS),
            ]))
        )  # fmt: skip

    def _statuses(self) -> None:
        from pyspark.sql import functions as f

        documents = self._of(Kind.DOCUMENT).groupBy("key").agg(f.collect_list("blob").alias("documents"))
        acts = self._of(Kind.ACT).groupBy("key").agg(f.collect_list("blob").alias("acts"))
        dated = self._map(documents.join(acts, "key", "full"), statuses.date_acts, statuses.SIDES)
        sides = dated.groupBy("path").agg(f.collect_list("document").alias("documents"), f.collect_list("act").alias("acts"))
        self.facts.append(self._stage("statuses", self._map(sides, partial(statuses.state_statuses, day=self.day), FACTS)))


def _with(function: Callable[..., Iterator[Fact]], tables: Any) -> Map:
    """The function with what is broadcast to all executors."""
    return partial(_map_rows, function, tables)


def _map_rows(function: Callable[..., Iterator[Fact]], tables: Any, given: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    return function(given, tables=tables.value)


def _timed(function: Map, used: Any, given: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    begun = process_time()
    yield from function(given)
    used.add(process_time() - begun)


def _name(function: Any) -> str:
    """The name of a function under what it was wrapped in."""
    while isinstance(function, partial):
        function = function.args[0] if function.func is _map_rows else function.func
    return str(function.__name__)


def _revision(uri: str) -> str | None:
    """The revision of a dataset on a disk of the driver, told by its folder."""
    from pathlib import Path
    from urllib.parse import unquote, urlparse

    return revision_of(Path(unquote(urlparse(uri).path))) if uri.startswith("file:") else None

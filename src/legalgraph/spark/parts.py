"""Facts ▶ parts of N-Quads that load into any engine, and a manifest that says what is in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legalgraph.errors import StoreError
from legalgraph.model.identity import CITATION_PREFIX
from legalgraph.pipeline.publication import BY_STRENGTH
from legalgraph.rdf.vocab import graph
from legalgraph.spark.facts import Kind
from legalgraph.spark.job import Frame, Job

_LINES = 400_000  # about 5 to 10 MB packed: every loader takes such parts one after the other, or several at once
_DOCUMENTS = 2_000  # rows of the statements that only one text makes


@dataclass(frozen=True, slots=True)
class Part:
    """A file of N-Quads: its name, size in bytes, SHA-256 and number of quads."""

    name: str
    bytes: int
    sha256: str
    quads: int


def write(job: Job, facts: Frame, out: str, *, packed: bool) -> list[Part]:
    """Write all statements as `part-00000.nq(.gz)` … into a folder. Raises StoreError when what lies there is not what was counted."""
    from pyspark.sql import functions as f

    triples = job.session.read.parquet(f"{job.work}/triples")
    graphs = f.array(*(f.lit(f" {graph(name)} .") for name in BY_STRENGTH))
    lines = triples.select(f.concat("text", graphs[f.col("n").cast("int")]).alias("value"))
    apart = facts.where(f.col("kind") == Kind.OWN).select(f.col("text").alias("value"))
    ending, quads = ".nq.gz" if packed else ".nq", list[int]()
    for name, frame, most in (("lines", lines, _LINES), ("apart", apart, _DOCUMENTS)):
        job.progress(f"writing {name}")
        place = f"{job.work}/{name}"
        frame.write.option("compression", "gzip" if packed else "none").option("maxRecordsPerFile", most).text(place)
        # Read back: what cannot be read is no part.
        counted = job.session.read.text(place).groupBy(f.col("_metadata.file_name").alias("name")).count()
        for row in counted.orderBy("name").collect():
            job.storage.rename(f"{place}/{row['name']}", f"{out}/part-{len(quads):05d}{ending}")
            quads.append(row["count"])
    whole = job.session.read.format("binaryFile").load(f"{out}/part-*{ending}")
    whole = whole.select("path", "length", f.sha2("content", 256).alias("sha"))
    found = {row["path"].rsplit("/", 1)[-1]: (row["length"], row["sha"]) for row in whole.collect()}
    return [Part(name, *found[name], count) for number, count in enumerate(quads) if (name := f"part-{number:05d}{ending}")]


def counts(job: Job, facts: Frame) -> tuple[dict[str, int], dict[str, int]]:
    """Quads by graph, and everything else that was counted."""
    from pyspark.sql import functions as f

    by_graph = dict.fromkeys(BY_STRENGTH, 0)
    for row in job.session.read.parquet(f"{job.work}/triples").groupBy("n").count().collect():
        by_graph[BY_STRENGTH[row["n"]]] += row["count"]
    for row in facts.where(f.col("kind") == Kind.OWN).groupBy("key").agg(f.sum("n").alias("n")).collect():
        by_graph[row["key"]] += row["n"]
    tallies = facts.where(f.col("kind") == Kind.TALLY).groupBy("key").agg(f.sum("n").alias("n")).orderBy("key").collect()
    told = {row["key"]: row["n"] for row in tallies if row["n"]}
    identified = (f.col("kind") == Kind.DOCUMENT) & ~f.col("key").startswith(CITATION_PREFIX)
    told["documents"] = facts.where(identified).select("key").distinct().count()
    return {name: count for name, count in by_graph.items() if count}, told


def finish(job: Job, out: str, parts: list[Part], counted: tuple[Mapping[str, int], Mapping[str, int]]) -> dict[str, Any]:
    """Write `manifest.json`, last: a folder without one is not whole. Raises StoreError when counts do not agree."""
    by_graph, told = counted
    total = sum(part.quads for part in parts)
    if total != sum(by_graph.values()):
        made = sum(by_graph.values())
        raise StoreError(f"{out}: {made} quads were made and {total} lie there; the parts are not whole, run the job again")
    manifest = {
        "application": job.session.sparkContext.applicationId,
        "as_of": job.day.isoformat(),
        "quads": total,
        "graphs": {str(graph(name)).strip("<>"): count for name, count in by_graph.items()},
        "counts": dict(told),
        "parts": [{"name": p.name, "bytes": p.bytes, "sha256": p.sha256, "quads": p.quads} for p in parts],
        "processor": {name: round(used.value, 1) for name, used in job.processor.items()},
        "stages": {name: {"seconds": round(seconds, 1), "bytes": job.bytes[name]} for name, seconds in job.seconds.items()},
    }
    job.storage.write(f"{out}/manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return manifest

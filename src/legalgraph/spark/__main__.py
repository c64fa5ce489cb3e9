"""`python -m legalgraph.spark INPUT… --out FOLDER`: read a corpus on Apache Spark and write it as N-Quads."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from legalgraph import clock
from legalgraph.errors import LegalGraphError, StoreError
from legalgraph.model.visible import visible
from legalgraph.resources import folder
from legalgraph.spark import inputs, parts
from legalgraph.spark.job import Job
from legalgraph.spark.session import failures, start
from legalgraph.spark.storage import Storage

_EXAMPLES = """\
examples:
  python -m legalgraph.spark /data/khuyen-cong /data/texts.parquet --out /data/graph
  python -m legalgraph.spark /shared/vietnamese-legal-documents --out /shared/graph --master spark://head:7077
  spark-submit --archives env.tar.gz#env … job.py hdfs:///corpus --out hdfs:///graph     (see docs/spark.md)
"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="python -m legalgraph.spark", formatter_class=argparse.RawDescriptionHelpFormatter, epilog=_EXAMPLES,
        description="Read texts, tables and the national dataset on Apache Spark and write the graph as N-Quads that any engine loads. "
        "The graph is that of `legalgraph ingest` of the same files. The gazetteer of laws that comes with legalgraph is always read.",
    )  # fmt: skip
    made.add_argument("input", nargs="+", help="Parquet files or folders that all executors can read (paths, hdfs://, s3a:// …), with the "
                      "columns of the national dataset or id, number, title, text; folders of tables (.csv) on this machine")  # fmt: skip
    made.add_argument("--out", required=True, metavar="FOLDER", help="a new folder for parts and manifest.json, writable by executors")
    made.add_argument("--master", help="where Spark runs; default: what spark-submit says, else local[*]: this machine, all cores")
    made.add_argument("--as-of", type=_day, metavar="DAY", help="compute statuses for this day (ISO); default today")
    made.add_argument("--slices", type=int, help="cut texts into so many parts at least; default three for each core of the cluster")
    made.add_argument("--plain", action="store_true", help="write parts as they are, not packed with gzip")
    made.add_argument("--keep-stages", action="store_true", help="leave FOLDER/_work, which holds what each stage gave")
    made.add_argument("--conf", action="append", default=[], metavar="NAME=VALUE", help="a setting of Spark; may be given several times")
    return made


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2014-08-01") from None


def run(arguments: Sequence[str]) -> int:
    """Run the job; return 0, or 1 when it failed. Exits with 2 for wrong arguments."""
    made = parser()
    said = made.parse_args(arguments)
    if bad := next((one for one in said.conf if "=" not in one), None):
        made.error(f"--conf {bad}: it must be NAME=VALUE")
    settings = dict(one.split("=", 1) for one in said.conf)
    try:
        session = start(said.master, settings)
        try:
            told = _job(session, said)
        except failures() as error:
            # What Python workers raise comes with both their stack and Java's; theirs says more and is first.
            raise StoreError(f"the job failed, and {said.out} is not whole: {str(error)[:3000]}") from error
        finally:
            session.stop()
    except LegalGraphError as error:
        print(f"error: {visible(str(error))}", file=sys.stderr)
        return 1
    print(told)
    return 0


def _job(session: object, said: argparse.Namespace) -> str:
    storage = Storage(session)
    out = said.out.rstrip("/")
    if storage.exists(out):
        raise StoreError(f"{out} is there already; name a new folder, or delete that one")
    found = inputs.find(session, storage, said.input)
    curated = inputs.read_tables([folder("data") / "vn" / "laws.csv", *found.tables])
    slices = said.slices or 3 * session.sparkContext.defaultParallelism  # type: ignore[attr-defined]
    job = Job(
        session, storage, f"{out}/_work", said.as_of or clock.today(), curated, slices, lambda step: print(f"… {step}", file=sys.stderr)
    )
    facts = job.run(found)
    written = parts.write(job, facts, out, packed=not said.plain)
    counted = parts.counts(job, facts)
    if unasked := counted[1].get("unasked"):
        raise StoreError(f"{unasked} texts' questions were not foreseen, so that the graph would not be whole: please report this as a bug")
    manifest = parts.finish(job, out, written, counted)
    if not said.keep_stages:
        storage.delete(job.work)
    size = sum(part.bytes for part in written)
    return f"{manifest['quads']:,} quads in {len(written)} parts, {size / 1e6:.1f} MB: {out}"


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

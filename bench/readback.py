"""Reads a snapshot back as the end of an ingest does, and tells what each step costs.

HOME is only read; the catalogue is written to a folder that goes. Told are the seconds of the processor and of the clock, and the
memory after the step and at most.
"""

import argparse
import resource
import tempfile
import time
from functools import partial
from pathlib import Path

from legalgraph.errors import StoreError
from legalgraph.pipeline.checking import broken_rules
from legalgraph.pipeline.publication import words_of
from legalgraph.queries.whole import all_documents, all_spans, catalogue_of
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.snapshots import Home


class _Steps:
    """Prints a line for each step that ended."""

    def __init__(self) -> None:
        print(f"{'CPU':>8} {'clock':>8}  {'MB':>6} {'most':>6}")
        self._cpu, self._clock = time.process_time(), time.perf_counter()

    def done(self, what: str, n: int) -> None:
        """Tell what the step since the one before cost, and how many things it gave."""
        cpu, clock = time.process_time(), time.perf_counter()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{cpu - self._cpu:8.1f} {clock - self._clock:8.1f}  {_memory():6} {most:6}  {what}: {n:,}", flush=True)
        self._cpu, self._clock = time.process_time(), time.perf_counter()


def _memory() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() >> 20


def main() -> None:
    """Read the current snapshot of a home back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    snapshot = Home(parser.parse_args().home).current()
    if snapshot is None:
        raise StoreError("the home holds no snapshot")
    engine = EmbeddedEngine.read_only(snapshot.store_path)
    steps = _Steps()
    documents = all_documents(engine)
    steps.done("documents", len(documents))
    spans = all_spans(engine, documents)
    steps.done("statuses", len(spans))
    steps.done("warnings of the rules", len(broken_rules(engine.store, lambda _: None)))
    with tempfile.TemporaryDirectory(prefix="legalgraph-bench-") as folder:
        counted = catalogue_of(engine, Path(folder) / "catalogue.sqlite", documents, spans, partial(words_of, engine.store), {})
    steps.done("relations in the catalogue", counted["relations"])


if __name__ == "__main__":
    main()

"""Texts ▶ the collection of a draft: files read on all cores, those read before passed over."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from legalgraph.errors import SourceError
from legalgraph.pipeline.collection import Collection
from legalgraph.pipeline.inputs import Inputs
from legalgraph.pipeline.reading_pool import FileDone, Job, Read, pieces, read_files
from legalgraph.pipeline.report import Report

# Files of lines are cut, so that all cores read them.
_OF_LINES = (".jsonl", ".ndjson")
_PIECE = 1 << 20


def take_texts(
    collection: Collection, inputs: Inputs, readings: Path, report: Report, progress: Callable[[str], None], processes: int | None = None
) -> bool:
    """Read the texts given, and those that older readers read, into the collection; False when nothing changed.

    Raises SourceError when texts were given and nothing at all could be read of them or of tables.
    """
    jobs = [*_jobs(inputs), *collection.outdated()]
    if not jobs:
        return False
    readings.mkdir(parents=True, exist_ok=True)
    read: dict[str, list[Read]] = defaultdict(list)
    failed: dict[str, str] = {}
    meter = _Meter(jobs, progress)
    for done in read_files(jobs, [collection.folder, readings], processes, lambda _: meter.show()):
        meter.add(done)
        if done.failed is not None:
            failed[done.name] = done.failed
        read[done.name] += done.read
    for name in failed:
        if not read[name]:
            del read[name]  # what the file said before stays
    report.failed += sorted(failed.items())
    if failed and not read and not inputs.tables and not inputs.national:
        raise SourceError("\n".join(f"{name}: {why}" if name not in why else why for name, why in report.failed[:10]))
    for name, found in sorted(read.items()):
        report.texts += [name] if any(one.new for one in found) else []
        report.kept += all(not one.new for one in found)
    return collection.update(dict(sorted(read.items())), readings)


def _jobs(inputs: Inputs) -> Iterator[Job]:
    for name, path in inputs.texts.items():
        size = path.stat().st_size
        if path.suffix.lower() in _OF_LINES and size > _PIECE:
            for start, end in pieces(path, _PIECE):
                yield Job(path, name, end - start, start, end)
        else:
            yield Job(path, name, size)


class _Meter:
    """Tells how far the reading is: files, megabytes a second, time left."""

    def __init__(self, jobs: list[Job], progress: Callable[[str], None]) -> None:
        self._total, self._bytes = len(jobs), sum(job.size for job in jobs) or 1
        self._progress, self._started = progress, time.monotonic()
        self._done = self._read = 0
        self._shown = 0.0

    def add(self, done: FileDone) -> None:
        """Count a job that ended."""
        self._done += 1
        self._read += done.size
        if time.monotonic() - self._shown > 0.1 or self._done == self._total:
            self.show()

    def show(self) -> None:
        """Tell how far it is."""
        self._shown = now = time.monotonic()
        rate = self._read / max(now - self._started, 1e-3)
        left = f", {(self._bytes - self._read) / rate:.0f} s left" if self._read and self._done < self._total else ""
        self._progress(f"reading {self._done} of {self._total} files, {rate / 1e6:.1f} MB/s{left}")

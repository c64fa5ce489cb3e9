"""Texts ▶ the collection of a draft: files read on all cores, those read before passed over."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from legalgraph.errors import SourceError, StoreError
from legalgraph.pipeline.collection import Collection
from legalgraph.pipeline.inputs import Inputs
from legalgraph.pipeline.kept import is_whole, kept_name, parts_of, version_of
from legalgraph.pipeline.pieces import Piece, cut
from legalgraph.pipeline.progress import length_of
from legalgraph.pipeline.reading_pool import FileDone, Job, Read, read_files
from legalgraph.pipeline.report import Report
from legalgraph.sources.rows import Doubts
from legalgraph.store.room import is_full
from legalgraph.store.snapshots import link

_NAMED = 5  # gaps in a file
_COPY = re.compile("~[0-9]+$")  # of documents of one id in a file

def take_texts(
    collection: Collection, inputs: Inputs, readings: Path, report: Report, progress: Callable[[str], None], processes: int | None = None
) -> bool:
    """Read the texts given, and those that older readers read, into the collection; False when nothing changed.

    Raises SourceError when texts were given and nothing at all could be read of them or of tables, StoreError when the disk is full.
    """
    jobs = [*_jobs(inputs), *collection.outdated()]
    if not jobs:
        return False
    readings.mkdir(parents=True, exist_ok=True)
    folders = [collection.folder, readings]
    ended: dict[str, list[FileDone]] = defaultdict(list)
    meter = _Meter(jobs, progress)
    for done in read_files(jobs, folders, processes, lambda _: meter.show()):
        meter.add(done)
        ended[done.job.name].append(done)
        if done.failed and is_full(done.failed):
            raise StoreError(done.failed)  # whatever comes next cannot be kept either
    read: dict[str, list[Read]] = {}
    failed: dict[str, str] = {}
    for name, parts in sorted(ended.items()):
        given, kept = [p for p in parts if p.job.digest is None], [p for p in parts if p.job.digest is not None]
        found, why = _together(given or kept, folders)
        if why is not None:
            failed[name] = _unnamed(parts[0].job.path, why)
            report.places[name] = str(inputs.texts.get(name, name))
        if found or why is None:  # else what the file said before stays
            read[name] = found
        elif given and kept:
            read[name], _ = _together(kept, folders)
    for name, parts in ended.items():
        if name in read and any(map(_cut_short, parts)):
            before = [one for held in _held_before(collection, name, read[name]) for one in read.get(held.name, [held])]
            read[name] = [*read[name], *before]
            failed[name] += f"; {len(before)} documents of it that were read before stay" if before else ""
    # What an older version read of a file that was read now says nothing new, or what no longer holds.
    files = inputs.texts.keys() & read.keys()
    read = {name: found for name, found in read.items() if not _stands_in(name, files)}
    report.failed += sorted(failed.items())
    if failed and not read and not inputs.tables and not inputs.national:
        raise SourceError("\n".join(f"{report.places[name]}: {why}" for name, why in report.failed[:10]))
    _tell(read, report)
    report.taken = collection.update(dict(sorted(read.items())), readings, read.keys() - failed.keys())
    return report.taken.anything


def _unnamed(path: Path, why: str) -> str:
    """Why a file cannot be read, without its name in front, which stands there already."""
    return why[len(str(path)) :].lstrip(":,/ ") if why.startswith(str(path)) else why


def _tell(read: Mapping[str, Sequence[Read]], report: Report) -> None:
    for name, found in sorted(read.items()):
        report.texts += [name] if any(one.new for one in found) else []
        report.kept += all(not one.new for one in found)
        for one in found:
            report.cannot_use(one.name, one.unusable)


def _jobs(inputs: Inputs) -> Iterator[Job]:
    for name, path in inputs.texts.items():
        pieces = cut(path)
        if pieces:
            yield from (Job(path, name, piece.size, piece) for piece in pieces)
        else:
            yield Job(path, name, path.stat().st_size)


def _stands_in(name: str, files: AbstractSet[str]) -> bool:
    """True for the name of a document in one of the files."""
    parts = name.split("#")
    return any("#".join(parts[:count]) in files for count in range(1, len(parts)))


def _together(parts: Sequence[FileDone], folders: Sequence[Path]) -> tuple[list[Read], str | None]:
    """What the pieces of a file hold, and why not all of it could be read, as if it had been read in one piece."""
    pieces = sorted(((part.job.piece, part) for part in parts if part.job.piece), key=lambda pair: pair[0].before)
    if not pieces:
        return [one for part in parts for one in part.read], next((part.failed for part in parts if part.failed is not None), None)
    read, copies = [], Counter[str]()
    for one in (one for _, part in pieces for one in part.read):
        # Equal documents of one file are counted, and each piece began to count anew.
        digest, copy = parts_of(one.kept)
        read.append(one if copy == copies[digest] else _copied(one, copies[digest], folders))
        copies[digest] += 1
    return read, _why_not(pieces)


def _cut_short(part: FileDone) -> bool:
    """True when there are records in a piece of which nothing is known."""
    return part.failed is not None and part.job.piece is not None and part.behind < part.job.piece.last


def _held_before(collection: Collection, file: str, found: Sequence[Read]) -> list[Read]:
    """What a file held before, but for the documents that were found in it now."""
    names, kept = {one.name for one in found}, {one.kept for one in found}
    held = collection.held(file)
    return [one for one in held if one.kept not in kept and not names & {one.name, _COPY.sub("", one.name)}]


def _copied(one: Read, copy: int, folders: Sequence[Path]) -> Read:
    """A document of which an equal one was read: the same reading as another copy."""
    kept = kept_name(parts_of(one.kept)[0], copy, version_of(one.kept))
    if any(is_whole(folder / kept) for folder in folders):
        return replace(one, kept=kept)
    (folders[-1] / kept).unlink(missing_ok=True)
    link(next(folder / one.kept for folder in folders if is_whole(folder / one.kept)), folders[-1] / kept)
    return replace(one, kept=kept, new=True)


def _why_not(pieces: Sequence[tuple[Piece, FileDone]]) -> str | None:
    """Why not all of a file could be read, and which records are missing; None when nothing is."""
    first, part = pieces[0]
    doubts, total, lost = Doubts(str(part.job.path), first.what), 0, list[tuple[int, int]]()
    for piece, part in pieces:
        total += len(part.read) + len(part.doubts)
        for number, why in part.doubts:
            doubts.add(number, why)
        if part.failed is not None and part.behind < piece.last:
            begun = lost.pop()[0] if lost and lost[-1][1] == part.behind else part.behind + 1
            lost.append((begun, piece.last))
    failed = next((part.failed for _, part in pieces if part.failed is not None), None)
    try:
        doubts.tell(total or 1)
    except SourceError as error:
        failed = f"{failed}; {error}" if failed else str(error)
    missing = ", ".join(f"{begun} to {last}" for begun, last in lost[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
    return f"{failed}; not read: {first.what}s {missing}" if lost else failed


class _Meter:
    """Tells how far the reading is: files, documents, megabytes a second, time left."""

    def __init__(self, jobs: Sequence[Job], progress: Callable[[str], None]) -> None:
        self._left = Counter(job.name for job in jobs)
        self._files, self._bytes = len(self._left), sum(job.size for job in jobs) or 1
        self._progress, self._started = progress, time.monotonic()
        self._documents = self._read = 0
        self._shown = 0.0

    def add(self, done: FileDone) -> None:
        """Count a job that ended; a file of many is read when all its pieces are."""
        self._left[done.job.name] -= 1
        if not self._left[done.job.name]:
            del self._left[done.job.name]
        self._documents += len(done.read)
        self._read += done.job.size
        if time.monotonic() - self._shown > 0.1 or not self._left:
            self.show()

    def show(self) -> None:
        """Tell how far it is."""
        self._shown = now = time.monotonic()
        rate = self._read / max(now - self._started, 1e-3)
        left = f", {length_of((self._bytes - self._read) / rate)} left" if self._read and self._left else ""
        done = self._files - len(self._left)
        self._progress(f"reading {done:,} of {self._files:,} files, {self._documents:,} documents, {rate / 1e6:.1f} MB/s{left}")

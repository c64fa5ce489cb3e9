"""Loading statements, against bare pyoxigraph: `python -m bench.load FILE.nq [FILE.nq …] [--runs N] [--json FILE]`.

The files are N-Quads (`python -m bench.country … --nquads FILE`). Each is loaded three ways, each in a process of its own:

- ours: as an ingest loads what it states. Quads are Python objects, here parsed from the file; they go to a draft in one load, triples
  that stand in two graphs are dropped from the weaker, and the store is closed.
- quads: `Store.bulk_load` of the file, and closed.
- triples: the same without names of graphs, in the default graph.

Told are triples a second of processor time (user and system, all threads) and bytes a triple on disk, as the store lies there after it
is closed and after `Store.optimize()`, which an ingest calls for larger stores; what the engine merges below some ten million statements
it writes without compression.
Exits with 1 when ours is below 0.9 of the speed of the quads, or takes more than 1.15 times their bytes.
"""

import argparse
import gc
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from typing import IO, Any, cast

from pyoxigraph import RdfFormat, Store, parse

from legalgraph.pipeline.publication import keep_once
from legalgraph.store.snapshots import Home

WAYS = ("ours", "quads", "triples")
_GRAPH = re.compile(rb" <[^ ]*> \.\n$")
SPEED, SIZE = 0.9, 1.15


@dataclass(frozen=True, slots=True)
class Load:
    """One load: triples in the store, seconds of the processor and of the clock, MB of memory, bytes closed and optimized."""

    triples: int
    cpu: float
    wall: float
    memory: int
    closed: int
    optimized: int


class _Triples:
    """N-Quads read as N-Triples."""

    def __init__(self, file: IO[bytes]) -> None:
        self._lines: Iterator[bytes] = (_GRAPH.sub(b" .\n", line) for line in file)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        while size < 0 or len(self._rest) < size:
            lines = b"".join(line for line, _ in zip(self._lines, range(1000), strict=False))
            if not lines:
                break
            self._rest += lines
        size = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def load(way: str, file: Path, folder: Path) -> Load:
    """Load a file in one of the WAYS into a new folder."""
    if way == "triples":  # the names are dropped beforehand: it is the load that is measured
        triples = folder / "triples.nt"
        with file.open("rb") as read, triples.open("wb") as written:
            shutil.copyfileobj(cast("IO[bytes]", _Triples(read)), written, 1 << 20)
        file = triples
    before, begun = _cpu(), perf_counter()
    place = _ours(file, folder) if way == "ours" else _bare(file, folder, RdfFormat.N_QUADS if way == "quads" else RdfFormat.N_TRIPLES)
    cpu, wall = _cpu() - before, perf_counter() - begun
    closed = _size(place)
    store = Store(str(place))
    count = len(store)
    store.optimize()
    del store
    gc.collect()
    return Load(count, cpu, wall, getrusage(RUSAGE_SELF).ru_maxrss // 1024, closed, _size(place))


def _ours(file: Path, folder: Path) -> Path:
    with Home(folder / "home").writing() as draft:
        draft.begin_anew()
        draft.store.bulk_extend(parse(path=str(file), format=RdfFormat.N_QUADS))
        keep_once(draft.store)
        draft.close()
        (draft.folder / "store").rename(folder / "store")
    return folder / "store"


def _bare(file: Path, folder: Path, form: RdfFormat) -> Path:
    store = Store(str(folder / "store"))
    store.bulk_load(path=str(file), format=form)
    store.flush()
    del store
    gc.collect()
    return folder / "store"


def _cpu() -> float:
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def measure(way: str, file: Path) -> Load:
    """Load in a process of its own, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="legalgraph-load-") as folder:
        command = [sys.executable, "-m", "bench.load", "--one", way, str(file), "--folder", folder]
        return Load(**json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def told(file: Path, loads: dict[str, Load]) -> dict[str, Any]:
    """Print the loads of a file, and return them with the ratios."""
    for way, one in loads.items():
        speed, closed, optimized = one.triples / one.cpu, one.closed / one.triples, one.optimized / one.triples
        print(f"{one.triples:12,}  {way:8} {one.cpu:7.1f} {speed:14,.0f} {one.wall:8.1f} {one.memory:6} {closed:13.0f} {optimized:10.0f}")
    ours, quads, triples = (loads[way] for way in WAYS)
    ratios = {
        "speed": quads.cpu / ours.cpu,
        "size": ours.closed / quads.closed,
        "size_to_default_graph": ours.closed / triples.closed,
        "size_to_default_graph_optimized": ours.closed / triples.optimized,
    }
    print(
        f"    ours to the same quads: speed {ratios['speed']:.2f} (at least {SPEED}), bytes {ratios['size']:.2f} (at most {SIZE}); "
        f"bytes to the default graph {ratios['size_to_default_graph']:.2f}, optimized {ratios['size_to_default_graph_optimized']:.2f}",
        flush=True,
    )
    return {"file": file.name, **{way: asdict(one) for way, one in loads.items()}, **ratios}


def main() -> None:
    """Load each file each way, print the table, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--runs", type=int, default=1, help="loads of each kind, of which the median is told")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asdict(load(options.one, options.files[0], options.folder))))
        return
    found = []
    print(f"{'triples':>12}  {'way':8} {'CPU s':>7} {'triples/CPU s':>14} {'clock s':>8} {'MB':>6} {'bytes/triple':>13} {'optimized':>10}")
    for file in options.files:
        # By turns, so that what else the machine does falls on all alike.
        runs = [{way: measure(way, file) for way in WAYS} for _ in range(options.runs)]
        median = {way: sorted((run[way] for run in runs), key=lambda one: one.cpu)[(len(runs) - 1) // 2] for way in WAYS}
        found.append(told(file, median))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    if any(one["speed"] < SPEED or one["size"] > SIZE for one in found):
        sys.exit(1)


if __name__ == "__main__":
    main()

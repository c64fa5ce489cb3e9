"""What reading under Spark costs beside reading without it: `python -m bench.spark_speed [--documents 1000 10000] [--master MASTER]`.

For each size a synthetic country with all its texts is made and read twice: row by row in this process, and by a job on a cluster
of two workers of one core each. Processor seconds are those of the processes themselves, so that other work on the machine counts
little. Told are documents and characters a core-second, seconds by kind of process, bytes shuffled, most memory of an executor
(Java and its Python workers), and how large the stages and the graph are. Linux only: it looks into /proc.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyspark
from pyarrow import parquet

import legalgraph
from bench.country.making import make
from bench.country.options import Options
from bench.country.writing import write
from legalgraph.pipeline import packaged_data
from legalgraph.spark.texts import read

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.25  # seconds between two looks


class _Row(dict[str, Any]):
    """A row as Spark gives it."""

    def asDict(self) -> dict[str, Any]:  # noqa: N802 Spark's name
        return dict(self)


@dataclass(slots=True)
class Processes:
    """The processes below one: seconds of processor by pid and role, and the most memory of an executor with its Python."""

    root: int
    seconds: dict[tuple[int, str], float] = field(default_factory=dict)
    executor: int = 0

    def look(self) -> None:
        """Look at all of them once."""
        found = dict(_stats())
        children: dict[int, list[int]] = defaultdict(list)
        for pid, (parent, *_) in found.items():
            children[parent].append(pid)
        memory: dict[int, int] = defaultdict(int)
        below = [(child, 0) for child in children[self.root]]
        while below:
            pid, of = below.pop()
            _, seconds, pages, command = found[pid]
            role = "executor" if "CoarseGrainedExecutorBackend" in command else "python" if of else "driver"
            self.seconds[pid, role] = seconds
            of = pid if role == "executor" else of
            if of:
                memory[of] += pages * _PAGE
            below += [(child, of) for child in children[pid]]
        self.executor = max([self.executor, *memory.values()])

    def by_role(self) -> dict[str, float]:
        """Seconds of processor of drivers, executors' Java, and their Python workers."""
        told: dict[str, float] = defaultdict(float)
        for (_, role), seconds in self.seconds.items():
            told[role] += seconds
        return told


def _stats() -> Iterator[tuple[int, tuple[int, float, int, str]]]:
    """All processes of this machine: pid, then parent, seconds of processor, pages of memory and command."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parts = (folder / "stat").read_text().rpartition(")")[2].split()
                command = (folder / "cmdline").read_text("utf-8", "replace")
            except OSError:  # it has ended
                continue
            yield int(folder.name), (int(parts[1]), (int(parts[11]) + int(parts[12])) / _TICK, int(parts[21]), command)


def read_here(country: Path) -> tuple[int, int, float]:
    """Read all texts in this process: how many, their characters, and seconds of processor."""
    count = characters = 0
    begun = time.process_time()
    for file in sorted((country / "content").glob("*.parquet")):
        for batch in parquet.ParquetFile(file).iter_batches(64):
            rows = [_Row({**row, "_file": str(file), "_row": number}) for number, row in enumerate(batch.to_pylist())]
            for found in read(rows, str(country), "national:"):
                count, characters = count + 1, characters + (found.characters or 0)
    return count, characters, time.process_time() - begun


def run_job(country: Path, folder: Path, master: str) -> tuple[dict[str, Any], Processes, int]:
    """Run the job: its manifest, its processes, and the bytes that it shuffled."""
    events = folder / "events"
    events.mkdir()
    settings = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": events.as_uri(), "spark.eventLog.rolling.enabled": "false",
                "spark.eventLog.compress": "false", "spark.executor.memory": "1g", "spark.driver.memory": "2g"}  # fmt: skip
    command = [sys.executable, "-m", "legalgraph.spark", str(packaged_data()[1]), str(country), "--out", str(folder / "out"),
               "--master", master, "--as-of", "2026-06-30"]  # fmt: skip
    for name, value in settings.items():
        command += ["--conf", f"{name}={value}"]
    watched = Processes(os.getpid())
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY):
            watched.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        # Executors run in folders of their own.
        package = str(Path(legalgraph.__file__).parents[1])
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": package})
    finally:
        done.set()
        watcher.join()
    shuffled = 0
    for log in events.iterdir():
        for line in log.read_text("utf-8").splitlines():
            event = json.loads(line)
            if event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
                shuffled += event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"]
    manifest = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))
    # A cluster in one machine keeps the logs of its executors beside the library.
    shutil.rmtree(Path(pyspark.__file__).parent / "work" / manifest["application"], ignore_errors=True)
    return manifest, watched, shuffled


def measure(documents: int, master: str) -> None:
    """Measure one size and print a table."""
    folder = Path(tempfile.mkdtemp(prefix="legalgraph-bench-"))
    try:
        write(make(Options(documents, 1)), folder / "country")
        size = sum(file.stat().st_size for file in (folder / "country").rglob("*.parquet"))
        count, characters, here = read_here(folder / "country")
        begun = time.perf_counter()
        manifest, watched, shuffled = run_job(folder / "country", folder, master)
        elapsed = time.perf_counter() - begun
    finally:
        shutil.rmtree(folder)
    used, roles = manifest["processor"], watched.by_role()
    there, python = used["read"], sum(used.values())
    stored = sum(part["bytes"] for part in manifest["parts"])
    stages = {name: stage["bytes"] for name, stage in manifest["stages"].items()}
    print(f"\n{count:,} texts of {documents:,} documents, {characters / 1e6:.1f} M characters, {size / 1e6:.1f} MB of Parquet")
    for name, seconds in (("here", here), ("under Spark", there)):
        print(f"  reading {name:12} {count / seconds:8.1f} documents, {characters / seconds / 1e6:5.2f} M characters a core-second")
    print(f"  joining and stating  {count / used['state']:8.1f} documents a core-second")
    print(f"  our functions        {python:8.1f} s: " + ", ".join(f"{name} {seconds}" for name, seconds in used.items() if seconds > 0.5))
    told = ", ".join(f"{seconds:.1f} s {role}" for role, seconds in sorted(roles.items()))
    print(f"  all processes        {told}; {elapsed:.0f} s by the clock")
    print(f"  shuffled             {shuffled / 1e6:8.1f} MB, {shuffled / count / 1e3:.1f} KB a document")
    told = ", ".join(f"{name} {many / 1e6:.1f}" for name, many in stages.items() if many > 1e5)
    print(f"  stages               {sum(stages.values()) / 1e6:8.1f} MB: {told}")
    print(f"  most of an executor  {watched.executor / 1e6:8.0f} MB, Java and Python")
    quads = manifest["quads"]
    print(f"  quads                {quads:8,}, {quads / documents:.0f} a document, {stored / documents / 1e3:.1f} KB packed")
    print("  by graph             " + ", ".join(f"{count:,} {name.rsplit('/', 1)[-1]}" for name, count in manifest["graphs"].items()))


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    said = parser.parse_args()
    for documents in said.documents:
        measure(documents, said.master)


if __name__ == "__main__":
    main()

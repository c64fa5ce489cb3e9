"""How fast a corpus becomes a graph, and how large: `python -m bench.ingest CORPUS` or `python -m bench.ingest --country 150000`.

CORPUS is a folder with `congbao/documents.jsonl` and `phapdien/documents.jsonl` (either may be missing), which have columns of
their own; they are written anew as JSON lines that `legalgraph ingest` reads, one document a line: `id`, `number`, `type`,
`title`, `issued`, `effective`, `issuer`, `text`. `--country N` makes a synthetic country of N documents instead, with the texts of
`--content` of them (default 10,000), or reads the one in the folder `--from`. Told are, of each step, the seconds of the clock and of
the processor (this process and its children), the memory and the size. With `--change N` N new decrees that cite what is there come
in behind it, and once more with other words: what an ingest of so little costs beside that of all. Exits with 1 when an ingest of a
country takes more than 45 minutes or 4 GB.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from legalgraph.library import open_published
from legalgraph.pipeline import ingest, packaged_data
from legalgraph.printing import ingest_report
from legalgraph.registry import type_label
from legalgraph.store.snapshots import Home

MOST_SECONDS, MOST_MEMORY = 45 * 60, 4096
_KEPT = ("id", "number", "type", "title", "issued", "effective", "issuer")


def records(corpus: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The documents of a corpus under the names of their sets."""
    for name in ("congbao", "phapdien"):
        path = corpus / name / "documents.jsonl"
        for line in path.open(encoding="utf-8") if path.exists() else ():
            record = json.loads(line)
            text = record.get("text") or articles(record)
            # The number of a Gazette document is that of its address, which may be wrong: its text knows better.
            known = {key: record[key] for key in _KEPT if record.get(key)}
            if name == "congbao":
                known = {key: known[key] for key in ("id", "title") if key in known}
            yield name, {**known, "text": text}


def articles(record: dict[str, Any]) -> str:
    """The text of a codified document: its articles, each with its heading."""
    lines = []
    for article in record["articles"]:
        lines += [f"Điều {article['dieu']}. {article.get('heading') or ''}".strip(), article["text"]]
    return "\n".join(lines)


def convert(corpus: Path, folder: Path) -> int:
    """Write the corpus as JSON lines; return how many characters it has."""
    characters = 0
    files: dict[str, TextIO] = {}
    for name, record in records(corpus):
        file = files.get(name) or files.setdefault(name, (folder / f"{name}.jsonl").open("w", encoding="utf-8"))
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
        characters += len(record["text"])
    for file in files.values():
        file.close()
    return characters


def main() -> None:
    """Ingest the corpus into a home and tell how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--country", type=int, metavar="N")
    parser.add_argument("--content", type=int, default=10_000, metavar="N", help="documents of the country that have a text")
    parser.add_argument("--from", dest="made", type=Path, metavar="FOLDER", help="a country made before")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--change", type=int, default=0, metavar="N", help="decrees that come in later")
    options = parser.parse_args()
    country = options.country or options.made
    if bool(options.corpus) == bool(country):
        parser.error("give either CORPUS or --country N or --from FOLDER")
    folder = Path(tempfile.mkdtemp(prefix="legalgraph-bench-"))
    try:
        sources = _country(options, folder) if country else _corpus(options.corpus, folder)
        home = Home(options.home or folder / "home")
        ingest(packaged_data(), home)
        whole = _timed(sources, home, options.processes)
        if options.change:
            cited = _cited(home)
            for words in ("dệt lụa", "dệt vải"):
                part = _timed([_decrees(folder / "later", cited, options.change, words)], home, options.processes)
                shares = (part.clock / whole.clock, (part.own + part.children) / (whole.own + whole.children))
                print(f"{shares[0]:8.1%} of the clock, {shares[1]:.1%} of the processor's time")
    finally:
        shutil.rmtree(folder)
    if country and (whole.clock > MOST_SECONDS or whole.memory > MOST_MEMORY):
        sys.exit(f"more than {MOST_SECONDS} s or {MOST_MEMORY} MB")


def _country(options: argparse.Namespace, folder: Path) -> list[Path]:
    if options.made:
        return [options.made]
    made = [sys.executable, "-m", "bench.country", "--documents", str(options.country), "--seed", "1"]
    subprocess.run([*made, "--content", str(options.content), "--out", str(folder / "country")], check=True, stdout=subprocess.DEVNULL)
    return [folder / "country"]


def _corpus(corpus: Path, folder: Path) -> list[Path]:
    print(f"{convert(corpus, folder) / 1e6:8.1f} M characters")
    return sorted(folder.glob("*.jsonl"))


def _cited(home: Home) -> list[str]:
    """What a text calls some of the documents that are there."""
    reader = open_published(home.folder).reader
    paths = [path for path in reader.paths() if path.startswith(("nd/", "luat/", "tt/"))]
    documents = reader.documents(random.Random(1).sample(paths, min(500, len(paths)))).values()
    return [f"{type_label(d.type)} số {d.number}" for d in documents if d.number]


def _decrees(folder: Path, cited: list[str], count: int, words: str) -> Path:
    """Write decrees of a year to come, each with five citations, one of them an act."""
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        chance = random.Random(number)
        first, *others = (chance.choice(cited) for _ in range(5))
        articles = [f"Điều {n}. Thực hiện theo Điều {n} của {other}." for n, other in enumerate(others, 2)]
        lines = [
            "CHÍNH PHỦ", f"Số: {number}/2033/NĐ-CP", "Hà Nội, ngày 02 tháng 3 năm 2033", "NGHỊ ĐỊNH", f"Về nghề {words}",
            f"Căn cứ {first};", "Chính phủ ban hành Nghị định.", f"Điều 1. Bãi bỏ Điều 2 của {chance.choice(cited)} về {words}.", *articles,
        ]  # fmt: skip
        (folder / f"{number}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of the clock, of this process and of its children; MB at most of both together."""

    clock: float
    own: float
    children: float
    memory: int

    @classmethod
    def now(cls) -> "Usage":
        """What was used until now. Of children there is one a core, and each may have had the most at once."""
        mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        memory = (mine.ru_maxrss + theirs.ru_maxrss * (os.cpu_count() or 1)) // 1024
        return cls(time.perf_counter(), mine.ru_utime + mine.ru_stime, theirs.ru_utime + theirs.ru_stime, memory)

    def until(self, later: "Usage") -> "Usage":
        """What was used between the two; the memory is that of all the time before."""
        return Usage(later.clock - self.clock, later.own - self.own, later.children - self.children, later.memory)


def _timed(sources: list[Path], home: Home, processes: int | None) -> Usage:
    steps: list[tuple[str, Usage]] = []

    def progress(step: str) -> None:
        step = step.partition(":")[0].partition(" of ")[0].rstrip("0123456789 ")
        if not steps or steps[-1][0] != step:
            steps.append((step, Usage.now()))

    begun = Usage.now()
    report = ingest(sources, home, progress=progress, processes=processes)
    ended = Usage.now()
    print(ingest_report(report))
    print(f"{'clock':>8} {'CPU':>8} {'children':>8}  seconds")
    for (step, at), (_, following) in zip(steps, [*steps[1:], ("", ended)], strict=True):
        used = at.until(following)
        print(f"{used.clock:8.1f} {used.own:8.1f} {used.children:8.1f}  {step}")
    whole = begun.until(ended)
    print(f"{whole.clock:8.1f} {whole.own:8.1f} {whole.children:8.1f}  in all")
    own, children = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{own:8} MB at most in this process, {children} MB in a child")
    if report.snapshot:
        size = sum(file.stat().st_size for file in report.snapshot.folder.rglob("*") if file.is_file())
        store = sum(file.stat().st_size for file in report.snapshot.store_path.iterdir())
        triples = open_published(home.folder).reader.statistics().triples
        each = store / max(1, triples)
        print(f"{triples:8} triples, {store / 1e6:.0f} MB of store ({each:.0f} bytes a triple), {size / 1e6:.0f} MB of snapshot")
    return whole


if __name__ == "__main__":
    main()

"""How fast a corpus becomes a graph, and how large: `python bench/ingest.py CORPUS [--home FOLDER] [--processes N]`.

CORPUS is a folder with `congbao/documents.jsonl` and `phapdien/documents.jsonl` (either may be missing), which have columns of
their own; they are written anew as JSON lines that `legalgraph ingest` reads, one document a line: `id`, `number`, `type`,
`title`, `issued`, `effective`, `issuer`, `text`. Told are the seconds of each step, the memory of the process and the size.
"""

import argparse
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from legalgraph.library import open_published
from legalgraph.pipeline import ingest, packaged_data
from legalgraph.printing import ingest_report
from legalgraph.store.snapshots import Home

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
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--processes", type=int)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="legalgraph-bench-"))
    home = Home(options.home or folder / "home")
    characters = convert(options.corpus, folder)
    ingest(packaged_data(), home)
    steps: list[tuple[str, float]] = []

    def progress(step: str) -> None:
        step = step.partition(" of ")[0].rstrip("0123456789")
        if not steps or steps[-1][0] != step:
            steps.append((step, time.perf_counter()))

    begun = time.perf_counter()
    report = ingest(sorted(folder.glob("*.jsonl")), home, progress=progress, processes=options.processes)
    ended = time.perf_counter()
    print(ingest_report(report))
    for (step, at), (_, following) in zip(steps, [*steps[1:], ("", ended)], strict=True):
        print(f"{following - at:8.1f} s  {step}")
    print(f"{ended - begun:8.1f} s  in all, {characters / 1e6:.1f} M characters")
    own, children = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{own:8} MB at most in this process, {children} MB in a child")
    if report.snapshot:
        size = sum(file.stat().st_size for file in report.snapshot.folder.rglob("*") if file.is_file())
        store = sum(file.stat().st_size for file in report.snapshot.store_path.iterdir())
        triples = open_published(home.folder).reader.statistics().triples
        each = store / max(1, triples)
        print(f"{triples:8} triples, {store / 1e6:.0f} MB of store ({each:.0f} bytes a triple), {size / 1e6:.0f} MB of snapshot")
    if options.home is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

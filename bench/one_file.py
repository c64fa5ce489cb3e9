"""How well all cores read one file of many texts: `python -m bench.one_file [--documents 2000] [--group 50] [--processes 1 2]`.

Writes the texts of a synthetic country as one Parquet file of one row group (or of groups of `--group` rows, or with `--lines` as JSON
lines) and reads it as an ingest does, without the graph that is made of it. Told are the seconds of the clock, those of the processor
in each child, and the most memory of a child: on idle cores the clock is that of the child with most. Needs Linux and pyarrow.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from legalgraph.pipeline.collection import Collection
from legalgraph.pipeline.inputs import collect
from legalgraph.pipeline.intake import take_texts
from legalgraph.pipeline.report import Report


def main() -> None:
    """Make the file and read it with some numbers of processes, each time from nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--group", type=int, default=10**9, metavar="N", help="rows of a row group (default: all in one)")
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="legalgraph-bench-") as folder:
        file = write(Path(folder), options)
        print(f"{file.stat().st_size / 1e6:8.1f} MB {file.name}")
        for processes in options.processes:
            read(file, Path(folder) / f"home{processes}", processes)


def write(folder: Path, options: argparse.Namespace) -> Path:
    """Write the texts of a country as one file."""
    from pyarrow import parquet

    made = [sys.executable, "-m", "bench.country", "--documents", str(options.documents), "--seed", "1", "--out", str(folder / "country")]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    table = parquet.read_table(folder / "country" / "content")
    file = folder / ("texts.jsonl" if options.lines else "texts.parquet")
    if options.lines:
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist())
    else:
        parquet.write_table(table, file, row_group_size=options.group)
    return file


def read(file: Path, home: Path, processes: int) -> None:
    """Read the file and tell what that took."""
    (home / "texts").mkdir(parents=True)
    used: dict[str, tuple[float, int]] = {}
    begun = time.monotonic()
    take_texts(Collection(home / "texts"), collect([file]), home / "readings", Report(), lambda _: used.update(of_children()), processes)
    clock, most = time.monotonic() - begun, max(memory for _, memory in used.values())
    each = " · ".join(f"{seconds:.1f}" for seconds, _ in sorted(used.values(), reverse=True))
    print(f"{processes:8} processes: {clock:.1f} s by the clock; children {each} s of the processor, at most {most} MB")


def of_children() -> dict[str, tuple[float, int]]:
    """The seconds of the processor that each child of this process has used, and the most memory it had, in MB."""
    found = {}
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            try:
                used = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                most = Path(f"/proc/{child}/status").read_text().partition("VmHWM:")[2].split()
            except OSError:
                continue
            if most:  # else it has just ended
                found[child] = (int(used[11]) + int(used[12])) / 100, int(most[0]) // 1024
    return found


if __name__ == "__main__":
    main()

"""Check that all exports hold the same, by readers that are not ours.

    python -m bench.exports [--home HOME] [--about NUMBER] [--depth N] [--keep FOLDER]

Exports the whole snapshot of a home, and the neighbourhood of one document, in every format; reads every file again
with rdflib, pyoxigraph, pyld, networkx, igraph and csv; prints counts and verdicts. Exit code 1 when any differ.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyoxigraph as ox
from tests.export.rereading import (
    Elements,
    same,
    stated,
    union,
    with_csv,
    with_igraph,
    with_networkx,
    with_pyld,
    with_pyoxigraph,
    with_rdflib,
)

from legalgraph import export
from legalgraph.library import open_library
from legalgraph.queries.reader import Reader
from legalgraph.rdf.formats import formats as rdf_formats


@dataclass(frozen=True, slots=True)
class Row:
    """What one reader found in one file."""

    form: str
    size: int
    seconds: float
    written: str
    reader: str
    found: str
    equal: bool


def main() -> int:
    arguments = _arguments()
    library = open_library(arguments.home)
    reader, day = library.reader, datetime.now(UTC).date()
    about = reader.resolve(arguments.about).path if arguments.about else reader.statistics().most_cited[0][0].path
    around = export.Slice.around(reader, about, arguments.depth)
    parts = {"the whole graph": export.Slice.whole(reader), f"{about}, depth {arguments.depth}": around}
    print(f"snapshot {library.snapshot.id}, {library.engine.describe()}")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, content) in enumerate(parts.items()):
            folder = (arguments.keep or Path(scratch)) / str(number)
            folder.mkdir(parents=True, exist_ok=True)
            print(f"\n{name}\n{'format':10} {'bytes':>11} {'s':>7}  {'written':34} {'read by':11} {'found':28} verdict")
            for row in (*_rdf_rows(content, folder), *_graph_rows(reader, content, folder, day)):
                verdict = "equal" if row.equal else "DIFFERENT"
                print(
                    f"{row.form:10} {row.size:11,} {row.seconds:7.2f}  {row.written:34} {row.reader:11} {row.found:28} {verdict}",
                    flush=True,
                )
                rows.append(row)
    wrong = sum(not row.equal for row in rows)
    print(f"\n{len(rows)} readings, {wrong} different")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="where snapshots live; default as for legalgraph")
    parser.add_argument("--about", help="the document whose neighbourhood is exported; default the most cited one")
    parser.add_argument("--depth", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    return parser.parse_args()


def _export(content: export.Slice, form: str, folder: Path, day: date | None) -> tuple[Path, int, float, export.Counts]:
    row = export.formats()[form]
    output = folder / (f"graph.{row.extension}" if row.extension else "tables")
    started = time.perf_counter()
    counts = export.write(content, form, output, day)
    seconds = time.perf_counter() - started
    files = output.iterdir() if row.is_folder else [output]
    return output, sum(file.stat().st_size for file in files), seconds, counts


def _rdf_rows(content: export.Slice, folder: Path) -> Iterator[Row]:
    """Each file against the statements of the store itself; triples against the union of its graphs."""
    quads = stated(content)
    for form, row in rdf_formats().items():
        output, size, seconds, counts = _export(content, form, folder, None)
        data = output.read_bytes()
        readings = {"pyoxigraph": with_pyoxigraph(data, row.rdf_format), "rdflib": with_rdflib(data, form)}
        if form == "jsonld":
            readings["pyld"] = with_pyld(data)
        for name, found in readings.items():
            expected = ox.Dataset(quads) if row.named_graphs else union(quads)
            equal = counts.statements == len(found) == len(expected) and same(found, expected)
            yield Row(form, size, seconds, str(counts), name, f"{len(found)} statements", equal)


def _graph_rows(reader: Reader, content: export.Slice, folder: Path, day: date) -> Iterator[Row]:
    """Each file against the first, and the first against what a query counts."""
    first: Elements | None = None
    for form, row in export.formats().items():
        if row.kind is not export.Kind.GRAPH:
            continue
        output, size, seconds, counts = _export(content, form, folder, day)
        readings = {"csv": with_csv(output)} if form == "csv" else {"networkx": with_networkx(output, form)}
        if form == "graphml":
            readings["igraph"] = with_igraph(output)
        for name, found in readings.items():
            first = first or found
            sizes = (len(found[0]), len(found[1]))
            equal = found == first and sizes == (counts.nodes, counts.edges) == _counted(reader, content)
            yield Row(form, size, seconds, str(counts), name, f"{sizes[0]} nodes, {sizes[1]} edges", equal)


def _counted(reader: Reader, content: export.Slice) -> tuple[int, int]:
    """How many nodes and edges there are to be, asked of the engine in a way the exports do not use."""
    ends = "?relation a lg:Relation ; lg:source/lg:slug ?source ; lg:target/lg:slug ?target"
    rows = reader.engine.select(f"SELECT DISTINCT ?relation ?source ?target WHERE {{ {ends} }}")
    if content.chosen is None:
        return len(reader.engine.select("SELECT DISTINCT ?node WHERE { ?node lg:slug ?slug }")), len(rows)
    chosen = {ox.Literal(path) for path in content.chosen}
    return len(chosen), sum(row["source"] in chosen and row["target"] in chosen for row in rows)


if __name__ == "__main__":
    sys.exit(main())

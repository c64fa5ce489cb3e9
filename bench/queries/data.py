"""The data every engine is loaded with: one snapshot of legalgraph, as it stands and as N-Quads."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from bench.country.making import make
from bench.country.options import Options
from bench.country.writing import write
from legalgraph.library import open_library
from legalgraph.rdf.formats import formats
from legalgraph.store.snapshots import Home

_WITH_TEXT = 500


@dataclass(frozen=True, slots=True)
class Data:
    """A home folder, the Oxigraph store of its snapshot, and the same statements as N-Quads."""

    home: Path
    store: Path
    nquads: Path
    triples: int


def made(documents: int, seed: int, folder: Path) -> Path:
    """Make a synthetic country and read it into a home, as a user would."""
    tables, home = folder / "country", folder / "home"
    write(make(Options(documents, seed, content=min(documents, _WITH_TEXT))), tables)
    command = [sys.executable, "-m", "legalgraph.cli", "--home", str(home), "ingest", str(tables)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=3600)
    shutil.rmtree(tables)
    return home


def borrowed(home: Path, folder: Path) -> Path:
    """A copy of the current snapshot of another home, by hard links, so that nothing is written there."""
    snapshot = Home(home).current()
    if snapshot is None:
        raise SystemExit(f"nothing was published in {home}")
    copy = folder / "home"
    shutil.copytree(snapshot.folder, copy / "snapshots" / snapshot.id, copy_function=os.link)
    (copy / "CURRENT").write_text(snapshot.id)
    return copy


def data_of(home: Path, folder: Path) -> Data:
    """Write the current snapshot as N-Quads; a snapshot of an older legalgraph is first made new, as `serve` would."""
    library = open_library(home)
    file = folder / "all.nq"
    with file.open("wb") as output:
        library.engine.dump(output, formats()["nq"].rdf_format)
    return Data(home, library.snapshot.store_path, file, len(library.engine.store))


def store_of(data: Data) -> Store:
    """The snapshot's store, open for reading."""
    return Store.read_only(str(data.store))

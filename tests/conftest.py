"""Shared data: the invented tables of tests/cases/tam-tang as a snapshot, and tables written by a test itself.

Nothing here is a real decree but in `packaged_home`, which is made from the tables that come with legalgraph.
"""

import csv
import gc
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from legalgraph.cli import main
from legalgraph.library import Library, open_published
from legalgraph.pipeline import ingest
from legalgraph.sources import tables
from legalgraph.store.snapshots import Home

# How long an example takes is no property of what is tested: other programs take their share, and a first call compiles.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TAM_TANG = Path(__file__).parent / "cases" / "tam-tang"
VAN_BAN = Path(__file__).parent / "cases" / "van-ban"
TODAY = date(2036, 6, 1)
"""The day for which statuses of the invented documents are materialised."""

Cells = Mapping[str, str]
WriteTables = Callable[..., Path]

DEFAULTS: Mapping[str, Cells] = {
    "documents": {"type": "nd", "title": "Về việc thử", "certainty": "verified", "note": "đọc trong văn bản"},
    "relations": {"kind": "basis", "evidence_kind": "text", "certainty": "verified", "note": "đọc tại Điều 1"},
    "conflicts": {"field": "signed", "adopted": "a"},
    "laws": {"type": "luat", "title": "Luật Thử nghiệm", "certainty": "verified"},
}
COLUMNS = {
    "documents": tables.DOCUMENT_COLUMNS,
    "relations": tables.RELATION_COLUMNS,
    "conflicts": tables.CONFLICT_COLUMNS,
    "laws": tables.LAW_COLUMNS,
}


def write_rows(folder: Path, **rows: Sequence[Cells]) -> Path:
    """Write tables by name into a folder; cells not given are as in DEFAULTS, else empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, cells in rows.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name], restval="")
            writer.writeheader()
            writer.writerows({**DEFAULTS[name], **row} for row in cells)
    return folder


@pytest.fixture
def write_tables(tmp_path: Path) -> WriteTables:
    """Write tables into a folder of their own, by default `thu`: `write_tables(documents=[{…}], relations=[{…}])`."""

    def write(folder: str = "thu", **rows: Sequence[Cells]) -> Path:
        return write_rows(tmp_path / folder, **rows)

    return write


def pytest_collection_finish() -> None:
    """Have the collector pass over what stays to the end: an ingest and a closed store look for what is left, through all there is."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose snapshot holds tests/cases/tam-tang and nothing else. Read it only."""
    home = tmp_path_factory.mktemp("sample") / "home"
    ingest([TAM_TANG], Home(home), today=TODAY)
    return home


@pytest.fixture(scope="session")
def texts_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with tests/cases/tam-tang and the full texts of tests/cases/van-ban. Read it only."""
    home = tmp_path_factory.mktemp("texts") / "home"
    ingest([TAM_TANG, VAN_BAN], Home(home), today=TODAY)
    return home

@pytest.fixture(scope="session")
def sample(sample_home: Path) -> Library:
    """The snapshot of `sample_home`, open."""
    return open_published(sample_home)


@pytest.fixture
def own_home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of `sample_home` that a test may change or break."""
    return Path(shutil.copytree(sample_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def packaged_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as first use makes it, from the tables that come with legalgraph. Read it only."""
    home = tmp_path_factory.mktemp("packaged") / "deep" / "home"
    result = CliRunner().invoke(main, ["--home", str(home), "init"])
    assert result.exit_code == 0, result.output
    return home


@pytest.fixture(scope="session")
def packaged(packaged_home: Path) -> Library:
    """The snapshot of `packaged_home`, open."""
    return open_published(packaged_home)

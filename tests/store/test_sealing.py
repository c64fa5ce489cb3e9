"""Files of a snapshot that are no longer what was published: found before anything is read of them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import TAM_TANG, TODAY

from legalgraph.errors import SnapshotDamaged
from legalgraph.library import open_published
from legalgraph.pipeline import ingest, validate
from legalgraph.store.sealing import harm, seals_of
from legalgraph.store.snapshots import Home, Snapshot


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sealed") / "home"
    ingest([TAM_TANG], Home(home), TODAY)
    return home


def current(home: Path) -> Snapshot:
    snapshot = Home(home).current()
    assert snapshot is not None
    return snapshot


def largest(snapshot: Snapshot) -> Path:
    return max(snapshot.store_path.glob("*.sst"), key=lambda file: file.stat().st_size)


def flip(file: Path) -> None:
    with file.open("r+b") as content:
        content.seek(100)
        byte = content.read(1)
        content.seek(100)
        content.write(bytes([byte[0] ^ 1]))


def flip_in_store(snapshot: Snapshot) -> None:
    flip(largest(snapshot))


def flip_in_catalogue(snapshot: Snapshot) -> None:
    flip(snapshot.catalogue_path)


def cut(snapshot: Snapshot) -> None:
    os.truncate(largest(snapshot), 1000)


def remove(snapshot: Snapshot) -> None:
    largest(snapshot).unlink()


DAMAGES = [
    (flip_in_store, r"the content of store/\d+\.sst is not what was written"),
    (flip_in_catalogue, r"the content of catalogue\.sqlite is not what was written"),
    (cut, r"store/\d+\.sst has 1,000 bytes, and had [\d,]+"),
    (remove, r"store/\d+\.sst cannot be read: No such file"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("damage", "told"), DAMAGES, ids=[damage.__name__ for damage, _ in DAMAGES])
def test_damage_is_found_before_anything_is_read_and_the_next_ingest_mends_it(
    made: Path, tmp_path: Path, damage: Callable[[Snapshot], None], told: str
) -> None:
    home = shutil.copytree(made, tmp_path / "home")
    damage(current(home))
    for asks in (lambda: open_published(home), lambda: validate([], Home(home))):
        with pytest.raises(SnapshotDamaged, match=told + r".*; `legalgraph ingest --anew`"):
            asks()
    report = ingest([TAM_TANG], Home(home), TODAY)
    assert report.damage
    assert set(open_published(home).engine.quads()) == set(open_published(made).engine.quads())


def test_a_home_that_was_copied_is_read_whole_once(made: Path, tmp_path: Path) -> None:
    home = shutil.copytree(made, tmp_path / "home", copy_function=shutil.copyfile)
    snapshot = current(home)
    file = largest(snapshot)
    sealed = snapshot.seals[file.relative_to(snapshot.folder).as_posix()]
    assert file.stat().st_mtime_ns != sealed.changed_ns
    snapshot.check()
    assert file.stat().st_mtime_ns == sealed.changed_ns


def test_what_is_linked_from_the_snapshot_before_keeps_its_seal(made: Path, tmp_path: Path) -> None:
    home = shutil.copytree(made, tmp_path / "home")
    before = current(home)
    decree = tmp_path / "nd.txt"
    decree.write_text("CHÍNH PHỦ\nSố: 902/2031/NĐ-CP\nHà Nội, ngày 02 tháng 01 năm 2031\nNGHỊ ĐỊNH\nVề phơi tằm\nĐiều 1. Phạm vi\nTằm.\n", "utf-8")
    ingest([decree], Home(home), TODAY)
    after = current(home)
    same = {name for name, sealed in after.seals.items() if before.seals.get(name) == sealed}
    assert any(name.endswith(".sst") for name in same)
    assert {name for name in after.seals if name.endswith(".sst")} - same
    assert not harm(after.folder, after.seals)


def test_opening_and_reading_changes_no_sealed_file(made: Path) -> None:
    snapshot = current(made)
    held = {name: (snapshot.folder / name).stat().st_mtime_ns for name in snapshot.seals}
    assert {"catalogue.sqlite", "store/CURRENT"} <= held.keys()
    list(open_published(made).engine.quads())
    assert {name: (snapshot.folder / name).stat().st_mtime_ns for name in snapshot.seals} == held


@pytest.mark.parametrize(("manifest", "seals"), [({}, {}), ({"files": {"a": [1, 2, 3]}}, {"a": (1, 2, 3)})])
def test_a_manifest_of_before_has_no_seals(manifest: dict[str, object], seals: dict[str, object]) -> None:
    assert seals_of(manifest) == seals


@pytest.mark.parametrize("files", [["a"], {"a": [1]}, {"a": ["x", 2, 3]}])
def test_seals_that_are_none_are_told(files: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        seals_of({"files": files})

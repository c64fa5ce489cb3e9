"""A store whose files are damaged: told in words, and made anew from the sources that the home keeps."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import TAM_TANG, TODAY, WriteTables

from legalgraph.errors import StoreError
from legalgraph.library import open_published
from legalgraph.pipeline import checking, ingest, making, validate
from legalgraph.printing import ingest_report
from legalgraph.store.snapshots import Home


def damage_blocks(store: Path) -> None:
    """Change some bytes in the midst of the largest files of a store, as a bad disk does: it still opens."""
    for file in sorted(store.glob("*.sst"), key=lambda path: path.stat().st_size)[-6:]:
        data = bytearray(file.read_bytes())
        for at in range(len(data) // 10, len(data) // 2, len(data) // 10):
            data[at : at + 60] = bytes(byte ^ 255 for byte in data[at : at + 60])
        file.unlink()  # it is linked to that of the snapshot before
        file.write_bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("damage", [damage_blocks, shutil.rmtree], ids=["blocks", "store gone"])
def test_a_damaged_store_is_told_in_words_and_made_anew_from_the_sources_that_are_kept(damage: Callable[[Path], None], tmp_path: Path) -> None:
    home, whole = Home(tmp_path / "home"), tmp_path / "whole"
    ingest([TAM_TANG], home, TODAY)
    snapshot = home.current()
    assert snapshot is not None
    shutil.copytree(home.folder, whole)
    damage(snapshot.store_path)
    with pytest.raises(StoreError, match=r"damaged|cannot be opened"):
        list(open_published(home.folder).engine.quads())
    report = ingest([TAM_TANG], home, TODAY)
    assert "could not be built upon, so all was stated anew from its sources" in ingest_report(report)
    assert set(open_published(home.folder).engine.quads()) == set(open_published(whole).engine.quads())


def test_damage_that_an_ingest_comes_upon_does_not_stop_it(tmp_path: Path, write_tables: WriteTables, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "home")
    ingest([TAM_TANG], home, TODAY)

    def comes_upon(*_: object) -> None:
        raise RuntimeError("Corruption: block checksum mismatch in 000012.sst")

    # Aggregates over blocks that are really damaged may never end in the engine.
    with monkeypatch.context() as during:
        during.setattr(checking, "broken", comes_upon)
        with pytest.raises(StoreError, match="the store is damaged"):
            validate([], home)
    monkeypatch.setattr(making, "carry_out", comes_upon)
    report = ingest([write_tables(documents=[{"id": "nd/2030/901/nd-cp", "number": "901/2030/NĐ-CP"}])], home, TODAY)
    assert "stated anew from its sources: the store is damaged (Corruption: block checksum mismatch in 000012.sst)" in ingest_report(report)
    assert open_published(home.folder).reader.document("nd/2030/901/nd-cp") is not None

"""Merged stores: the same statements in one run of files for each index, no larger than as loaded; an unknown list is left alone."""

import gc
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from legalgraph.errors import StoreError
from legalgraph.store import merging
from legalgraph.store.engine_manifest import NotUnderstood, TableFile, appended, moved, table_files
from legalgraph.store.merging import merge, prepare

LOADS, EACH = 2, 6_000
PLACES = [NamedNode(f"https://example.org/graph/{n}") for n in range(2)]


def quad(n: int) -> Quad:
    subject = NamedNode(f"https://example.org/document/{n // 4}")
    return Quad(subject, NamedNode(f"https://example.org/says/{n % 7}"), Literal(f"số {n} của một nghị định"), PLACES[n // 2 % 2])


def loaded(folder: Path, loads: int = LOADS) -> Path:
    """A store in which every load overlaps with every other."""
    store = Store(str(folder))
    for load in range(loads):
        store.bulk_extend(quad(n) for n in range(load, loads * EACH, loads))
    store.flush()
    del store
    gc.collect()
    return folder


def manifest_of(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text().strip()


def files(folder: Path) -> list[TableFile]:
    return table_files(manifest_of(folder).read_bytes())


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.sst"))


def statements(folder: Path) -> set[Quad]:
    return set(Store.read_only(str(folder)))


def test_the_list_tells_the_files_there_are(tmp_path: Path) -> None:
    folder = loaded(tmp_path / "store")
    assert {(f"{file.number:06}.sst", file.size) for file in files(folder)} == {(path.name, path.stat().st_size) for path in folder.glob("*.sst")}
    levels = Counter(file.level for file in files(folder) if file.size > 10_000)
    assert levels[6] >= 7, "six indexes and the words: the first load lies at the bottom"
    assert levels[0] == levels[6], "and the other over it"


def test_a_merged_store_holds_the_same_in_fewer_files_that_are_compressed(tmp_path: Path) -> None:
    folder = loaded(tmp_path / "store")
    before = size(folder)
    assert merge(folder)
    assert statements(folder) == {quad(n) for n in range(LOADS * EACH)}
    assert max(Counter(file.index for file in files(folder) if file.size > 10_000).values()) == 1
    assert size(folder) <= before * 1.05
    # What the engine does by itself, and would go on to do if this were no longer needed.
    other = loaded(tmp_path / "other")
    store = Store(str(other))
    store.optimize()
    store.flush()
    del store
    gc.collect()
    assert size(other) > before * 1.4


def test_a_merged_store_can_be_written_to_and_merged_again(tmp_path: Path) -> None:
    folder = loaded(tmp_path / "store")
    merge(folder)
    store = Store(str(folder))
    store.remove(quad(5))
    store.add(quad(LOADS * EACH))
    store.bulk_extend(quad(n) for n in range(2 * LOADS * EACH, 2 * LOADS * EACH + 100))
    store.flush()
    del store
    gc.collect()
    expected = {quad(n) for n in (*range(LOADS * EACH + 1), *range(2 * LOADS * EACH, 2 * LOADS * EACH + 100)) if n != 5}
    assert statements(folder) == expected
    assert prepare(folder), "there are two fresh files, of what was changed and of what was loaded"
    assert merge(folder)
    assert statements(folder) == expected, "what was removed does not come back"


def test_what_the_engine_merges_by_itself_is_compressed_once_prepared(tmp_path: Path) -> None:
    folder = loaded(tmp_path / "store")
    before = size(folder)
    assert prepare(folder)
    prepared = manifest_of(folder).read_bytes()
    assert {file.level for file in files(folder) if file.size > 10_000} == {5, 6}
    assert prepare(folder)
    assert manifest_of(folder).read_bytes() == prepared, "once is enough"
    store = Store(str(folder))
    store.optimize()
    store.flush()
    del store
    gc.collect()
    assert size(folder) <= before * 1.05


def test_what_was_loaded_at_once_is_left_alone(tmp_path: Path) -> None:
    folder = loaded(tmp_path / "store", loads=1)
    before = manifest_of(folder).read_bytes()
    assert not merge(folder)
    assert manifest_of(folder).read_bytes() == before


@pytest.mark.parametrize("edit", [b"\x87\x02\x01", b"\x06\x00\x7f", b"\x67\x00"], ids=["unknown kind", "unknown file", "cut off"])
def test_a_list_that_is_not_understood_is_left_alone(tmp_path: Path, edit: bytes) -> None:
    folder = loaded(tmp_path / "store")
    manifest = manifest_of(folder)
    changed = appended(manifest.read_bytes(), edit)
    manifest.write_bytes(changed)
    with pytest.raises(NotUnderstood):
        table_files(changed)
    assert not merge(folder)
    assert manifest.read_bytes() == changed


def test_a_damaged_list_is_not_understood(tmp_path: Path) -> None:
    folder = loaded(tmp_path / "store")
    damaged = bytearray(manifest_of(folder).read_bytes())
    damaged[200] ^= 1
    with pytest.raises(NotUnderstood):
        table_files(bytes(damaged))


def test_an_edit_that_the_engine_does_not_take_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(file: TableFile, level: int) -> bytes:
        told = file.told[1:] if file.told[0] < 0x80 else file.told[2:]
        return moved(TableFile(file.index, file.level, file.number, file.size, file.oldest, b"\xff\x7f" + told), level)

    folder = loaded(tmp_path / "store")
    before = manifest_of(folder).read_bytes()
    monkeypatch.setattr(merging, "moved", missing)
    assert not merge(folder)
    assert manifest_of(folder).read_bytes() == before
    assert len(statements(folder)) == LOADS * EACH


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be merged"):
        merge(tmp_path / "store")


@pytest.mark.parametrize("length", [0, 32768 - 7, 32768 - 8, 32768 - 3, 32768 - 20, 40_000])
def test_an_edit_is_cut_where_a_block_ends(length: int) -> None:
    def several(manifest: bytes, edits: Sequence[bytes]) -> bytes:
        for edit in edits:
            manifest = appended(manifest, edit)
        return manifest

    # An edit of a kind that may be passed over, as long as it takes, stands before the file; what comes after still lies where it should.
    filler = bytes([0x80 | 1, 0x40, *_varint(length)]) + bytes(length)
    told = b"\x09\x64\x01a\x01z\x05\x05\x01"
    file = TableFile(3, 0, 9, 100, 5, told)
    new = b"\x67\x00" + told + b"\xc8\x01\x03"
    manifest = several(b"", [filler, new])
    assert table_files(manifest) == [file]
    assert [one.level for one in table_files(several(manifest, [moved(file, 5)]))] == [5]


def _varint(value: int) -> bytes:
    written = []
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])

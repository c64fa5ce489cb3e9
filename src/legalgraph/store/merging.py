"""Merging the files of a store that was just loaded, without its growing to twice its size.

The bulk loader writes a file for each index and each million statements, compressed. `Store.optimize` makes one run of files of each index,
so that who looks a statement up looks into one place. But RocksDB compresses only what lies more than one level below the freshest files,
and of an index below 512 MB it uses no other level than the last: what it merges there is twice as large. Once a file lies on the last
level but one, that level is used, and what passes from it to the last is compressed. So the oldest of the freshest files of each index is
put there beforehand, by an edit to the engine's list of its files; nothing else is touched.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Store

from legalgraph.errors import StoreError
from legalgraph.store.engine_manifest import NotUnderstood, TableFile, appended, moved, table_files

_FRESH, _LAST = 0, 6  # levels
_FEW = 3  # fresh files; with more the engine merges those first


def merge(folder: Path) -> bool:
    """Merge the files of a closed store. False when there was nothing to merge.

    False too, and the store is left as it was, when its merged files would not be compressed, because the engine's list of its files is
    not as it is known here. Raises StoreError when the store cannot be read or written.
    """
    if not prepare(folder):
        return False
    try:
        store = Store(str(folder))
        store.optimize()
        store.flush()
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the files of the store {folder} cannot be merged: {error}") from error
    del store
    gc.collect()  # the engine lets go of the folder
    return True


def prepare(folder: Path) -> bool:
    """See to it that what is merged in a closed store is compressed; True when there is something to merge that will be.

    The engine also merges by itself as soon as an index has two fresh files and the store is open for writing, so this is to be done
    before the second one comes. Raises StoreError when the list of files cannot be read or written.
    """
    try:
        manifest = folder / (folder / "CURRENT").read_text("ascii").strip()
        was = manifest.read_bytes()
        files = table_files(was)
        if len({(file.index, file.level) for file in files}) == len({file.index for file in files}):
            return False
        now = was
        for file, level in _to_raise(files):
            now = appended(now, moved(file, level))
        return now == was or _taken(folder, manifest, now[len(was) :])
    except NotUnderstood:
        return False
    except (OSError, ValueError) as error:
        raise StoreError(f"the store {folder} cannot be merged: {error}") from error


def _taken(folder: Path, manifest: Path, edits: bytes) -> bool:
    """Write edits; True when the engine takes them, else nothing has changed."""
    length = manifest.stat().st_size
    with manifest.open("ab") as file:
        file.write(edits)
    with suppress(OSError, RuntimeError):
        Store.read_only(str(folder))  # reads the list and looks whether levels are in order, and writes nothing
        return True
    os.truncate(manifest, length)
    return False


def _to_raise(files: list[TableFile]) -> Iterator[tuple[TableFile, int]]:
    """Fresh files and the levels where they are to lie, for each index.

    A level that a small index does not need is emptied first unless there are more fresh files, and would then be gone when those are
    merged. So a few of them get levels of their own, and of many the oldest does.
    """
    for index in sorted({file.index for file in files}):
        own = [file for file in files if file.index == index]
        fresh = sorted((file for file in own if file.level == _FRESH), key=lambda file: file.oldest)
        lowest_free = min((file.level for file in own if file.level != _FRESH), default=_FRESH) - 1
        if len(fresh) > _FEW:
            fresh = fresh[:1] if lowest_free == _LAST - 1 else []
        if len(fresh) <= lowest_free:
            yield from zip(fresh, range(lowest_free, 0, -1), strict=False)

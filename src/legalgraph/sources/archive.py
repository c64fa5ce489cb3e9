"""Zip archives: the documents of the files in them, one level deep."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from legalgraph.errors import SourceError
from legalgraph.model.reading import SourceDocument
from legalgraph.sources.unpacking import open_zip, true_name, unpack

_NAMED = 10


def read_zip(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Yield the documents of all files that can be read; those that cannot are named at the end in one SourceError."""
    from legalgraph.sources.files import is_readable, read_bytes

    failed: list[str] = []
    found = 0
    with open_zip(data, name) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(true_name(entry))
            if entry.filename.endswith("/") or not is_readable(path) or any(part.startswith((".", "__MACOSX")) for part in path.parts):
                continue
            try:
                for document in read_bytes(unpack(archive, entry, name), str(path), unpacked=True):
                    found += 1
                    yield replace(document, name=f"{name}/{document.name}")
            except SourceError as error:
                failed.append(str(error).removeprefix(f"{name}: "))
    if failed:
        more = f" and {len(failed) - _NAMED} more" if len(failed) > _NAMED else ""
        raise SourceError(f"{name}: {len(failed)} of its files cannot be read: " + "; ".join(failed[:_NAMED]) + more)
    if not found:
        raise SourceError(f"{name}: no file in it that can be read")

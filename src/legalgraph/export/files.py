"""Files that appear whole or not at all: written beside their place, then renamed into it."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from legalgraph.errors import ExportError

_REMEDIES = {
    errno.ENOENT: "create the folder it is to stand in, or name another",
    errno.ENOTDIR: "a part of the path is a file; name another place",
    errno.EACCES: "the place cannot be written to; name another or change its permissions",
    errno.EPERM: "the place cannot be written to; name another or change its permissions",
    errno.EROFS: "the disk is read-only; name another place",
    errno.ENOSPC: "the disk is full; free some space or name another disk",
    errno.EDQUOT: "your quota is used up; free some space or name another disk",
    errno.EFBIG: "the file grew larger than this system allows; name another disk",
    errno.EISDIR: "name a file in it",
}


@contextmanager
def explained(target: str) -> Iterator[None]:
    """Turn an OSError into an ExportError that names the target and a remedy; a closed pipe passes as it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "name another place")
        raise ExportError(f"cannot write {target}: {error.strerror or error}; {remedy}") from error


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that takes the place of `path` when the block ends well; else `path` stays as it was.

    A device or a pipe is written to directly. Raises ExportError.
    """
    with explained(str(path)):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                yield device
            return
        # A link goes on pointing where it did.
        target = path.resolve()
        part = target.with_name(f".{secrets.token_hex(6)}.part")
        try:
            with part.open("xb") as file:
                yield file
                _settle(file)
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


@contextmanager
def whole_folder(folder: Path, names: Sequence[str]) -> Iterator[list[IO[bytes]]]:
    """Give files that appear together as `folder`/name when the block ends well; other files there stay.

    Raises ExportError.
    """
    if folder.is_file():
        raise ExportError(f"cannot write {folder}: it is a file; this format is a folder of files, so name a folder")
    with explained(str(folder)):
        target = folder.resolve()
        existed = target.is_dir()
        parts = (target if existed else target.parent) / f".{secrets.token_hex(6)}.part"
        parts.mkdir()
        try:
            with ExitStack() as stack:
                files: list[IO[bytes]] = [stack.enter_context((parts / name).open("xb")) for name in names]
                yield files
                for file in files:
                    _settle(file)
            if existed:
                for name in names:
                    (parts / name).replace(target / name)
                parts.rmdir()
            else:
                parts.replace(target)
        except BaseException:
            shutil.rmtree(parts, ignore_errors=True)
            raise


def _settle(file: IO[bytes]) -> None:
    """Some disks report that they are full only here."""
    file.flush()
    os.fsync(file.fileno())

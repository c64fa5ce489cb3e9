"""The files of the national dataset in a home: copies, by names that tell what part each is of."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from filecmp import cmp
from pathlib import Path
from shutil import copyfile

from legalgraph.errors import SourceError
from legalgraph.sources.vbpl import REPOSITORY, Part, damage_of, part_of, require_parquet, revision_of

_REVISION = "REVISION"
_COPY = re.compile(rf"({'|'.join(Part)})-[0-9]{{5}}\.parquet")
AGAIN = f"ingest the dataset again (`legalgraph ingest hf:{REPOSITORY}`, or the folder of its files), which replaces it"


def kept_as(target: Path, files: Iterable[Path]) -> dict[Path, Path]:
    """Where files of the dataset are kept in a folder, each copy with the file it is of."""
    return {
        target / f"{part}-{number:05d}.parquet": file for part, found in find_parts(files).items() for number, file in enumerate(found)
    }


def keep_national(target: Path, files: Sequence[Path], others: Iterable[Path] = ()) -> bool:
    """Copy files of the dataset into a draft, replacing the parts that are given anew; False when nothing changed.

    Raises SourceError, also for relations without metadata, which a damaged one of the `others` given with them may have been.
    """
    copies = kept_as(target, files)
    changed = False
    for part, found in find_parts(files).items():
        given = {copy: file for copy, file in copies.items() if file in found}
        held = {*target.glob(f"{part}-*.parquet")}
        if held == set(given) and all(_same(copy, file) for copy, file in given.items()):
            continue
        changed = True
        try:
            for copy in held:
                copy.unlink()
            for copy, file in given.items():
                copyfile(file, copy)
        except OSError as error:
            raise SourceError(f"{found[0]} cannot be kept: {error}") from error
    require_metadata(files, target.glob(f"{Part.METADATA}-*"), others)
    return _note_revision(target, files, anew=changed) or changed


def require_metadata(given: Iterable[Path], metadata: Iterable[Path], others: Iterable[Path] = ()) -> None:
    """Raise SourceError when relations are given and there is no metadata."""
    relations = find_parts(given).get(Part.RELATIONSHIPS)
    if relations and not any(metadata):
        damaged = "".join(f"\n{damage}" for file in others if (damage := damage_of(file)))
        raise SourceError(f"{relations[0]}: these relations name documents by numbers; ingest the metadata of the dataset, too{damaged}")


def _same(kept: Path, given: Path) -> bool:
    try:
        return kept.stat().st_size == given.stat().st_size and cmp(kept, given, shallow=False)
    except OSError:  # the copy cannot be read: another takes its place
        return False


def _note_revision(target: Path, files: Sequence[Path], *, anew: bool) -> bool:
    """Note the revision of the files given, as their copies no longer lie in the folder that tells it; True when it is another one.

    What files that are the same as before do not tell of it stays; with `anew` they are others.
    """
    revision = next((found for file in files if (found := revision_of(file))), None)
    note = target / _REVISION
    before = noted_revision(target)
    if revision == before or not (anew or revision):
        return False
    note.unlink(missing_ok=True)  # it may be linked to that of an older snapshot
    if revision:
        note.write_text(revision, "ascii")
    return True


def find_parts(files: Iterable[Path]) -> dict[Part, list[Path]]:
    """The files that are parts of the dataset, in the order of their names."""
    found: dict[Part, list[Path]] = defaultdict(list)
    for file in sorted(files):
        part = part_of(file)
        if part is not None:
            found[part].append(file)
    return dict(found)


def kept_files(place: Path) -> list[Path]:
    """The files of the dataset that are kept in a folder; whatever else lies there is passed over. Raises SourceError for a damaged one."""
    files = []
    for file in sorted(place.glob("*.parquet")):
        named = _COPY.fullmatch(file.name)
        if named and (found := part_of(file)) != named[1]:
            require_parquet(file)
            raise SourceError(f"{file}: {'another table than it was' if found else 'damaged or cut off'}")
        files += [file] if named else []
    return files


def require_kept(place: Path, given: Iterable[Path], read: Collection[str]) -> None:
    """Raise SourceError when a file that was `read` for the snapshot before is gone, unless its part of the dataset is given anew.

    Where all files are gone, the dataset was taken out.
    """
    there, anew = {file.name for file in place.glob("*.parquet")}, {*find_parts(given)}
    for name in sorted(read):
        named = _COPY.fullmatch(name)
        if there and named and named[1] not in anew and name not in there:
            raise SourceError(f"{place / name}: missing")


def noted_revision(place: Path) -> str | None:
    """The revision of the dataset that is noted beside its files; None when there is none, or no note that can be read."""
    try:
        return (place / _REVISION).read_text("ascii") or None
    except (OSError, ValueError):
        return None

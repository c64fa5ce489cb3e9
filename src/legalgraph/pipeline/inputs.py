"""The files an ingest is to read, sorted into tables and texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from legalgraph.errors import SourceError
from legalgraph.model.folding import nfc
from legalgraph.sources.files import ENDINGS
from legalgraph.sources.tables import layout
from legalgraph.sources.vbpl import Part, part_of, require_part

NATIONAL = "national:"
"""Begins the names of texts that the national dataset holds; their ids are its numbers of documents."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files to read: tables by the name of their dataset, and texts by the name each goes by in its folder.

    `national` are files of the national dataset. `whole` names the datasets whose folder was given, so that nothing of them stands
    elsewhere.
    """

    tables: dict[str, list[Path]]
    texts: dict[str, Path]
    skipped: list[tuple[str, str]]
    whole: set[str]
    national: list[Path]

    def other_parquet(self) -> list[Path]:
        """The Parquet files that are no part of the national dataset."""
        return [file for name, file in self.texts.items() if file.suffix.lower() == ".parquet" and not name.startswith(NATIONAL)]


def collect(paths: Sequence[Path]) -> Inputs:
    """Find what can be read under the paths.

    Raises SourceError for a path that is missing or holds nothing, and for a part of the national dataset that cannot be read as such.
    """
    inputs = Inputs({}, {}, [], set(), [])
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path}: no such file or folder")
        found = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        shown = [file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts)]
        read = [_sort_in(file, _name(file, path), inputs) for file in shown]
        if path.is_dir():
            inputs.whole.update(name for name, files in inputs.tables.items() if any(f.is_relative_to(path) for f in files))
        if not any(read):
            raise SourceError(_nothing(path, [file for file in shown if file.suffix.lower() == ".csv"]))
    if inputs.national or any(name.startswith(NATIONAL) for name in inputs.texts):
        for file in inputs.other_parquet():
            require_part(file)
    return inputs


def _nothing(path: Path, tables: Sequence[Path]) -> str:
    kinds = f"tables with a known header (.csv) and documents ({', '.join(ENDINGS)})"
    if tables:
        more = f" (and {len(tables) - 1} more)" if len(tables) > 1 else ""
        return f"{tables[0]}, row 1: the header is of no known table{more}; the columns are in data/README.md"
    return f"{path}: nothing to read here; what can be read are {kinds}"


def _name(file: Path, under: Path) -> str:
    """The name of a file, with the folders below the one given. What is not UTF-8 cannot be stored as it is."""
    named = file.name if file == under else file.relative_to(under).as_posix()
    return nfc(named.encode("utf-8", "replace").decode())


def _sort_in(file: Path, name: str, inputs: Inputs) -> bool:
    """Put a file where it belongs; False when it is not read."""
    if file.suffix.lower() == ".csv" and layout(file):
        # The folder names the dataset.
        _add(file, inputs.tables.setdefault(nfc(file.resolve().parent.name) or "tables", []))
    elif file.suffix.lower() == ".parquet" and (part := part_of(file)):
        if part is Part.CONTENT:
            _add_text(file, NATIONAL + name, inputs.texts)
        elif not any(file.samefile(other) for other in inputs.national):
            inputs.national.append(file)
    elif file.suffix.lower() in ENDINGS and not _is_card(file):
        _add_text(file, name, inputs.texts)
    else:
        why = "not a known table" if file.suffix.lower() == ".csv" else f"files of kind {file.suffix or '?'} are not read"
        why = "the card of a dataset, no document" if _is_card(file) else why
        inputs.skipped.append((str(file), why))
        return False
    return True


def _is_card(file: Path) -> bool:
    """Whether a file tells people about the files beside it."""
    return file.name.startswith("README") and file.suffix == ".md"


def _add(file: Path, files: list[Path]) -> None:
    """Add a file once. Raises SourceError when another of its name is there, which it would replace."""
    same = next((f for f in files if nfc(f.name) == nfc(file.name)), None)
    if same is None:
        files.append(file)
    elif not same.samefile(file):
        raise SourceError(f"{file} and {same} have one name, and one would replace the other; rename one or its folder")


def _add_text(file: Path, name: str, texts: dict[str, Path]) -> None:
    """Add a text once. Raises SourceError when another goes by its name, which it would replace."""
    same = texts.setdefault(name, file)
    if same != file and not same.samefile(file):
        raise SourceError(f"{file} and {same} have one name, and one would replace the other; give the folder that holds both")

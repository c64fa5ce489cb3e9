"""A child process that reads files: one job a line comes in, a line for each document kept and one at the end go out.

A job is JSON: `path`, `name` and the `version` of the readers; `start` and `end` where it is a piece of a file of JSON lines;
`digest` and `entry` where the path is a reading kept by an older version. The parent is `reading_pool`.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from legalgraph.errors import LegalGraphError
from legalgraph.extraction.records import read_source
from legalgraph.model.reading import Reading, SourceDocument
from legalgraph.model.text import SourceFile
from legalgraph.pipeline.identification import identify
from legalgraph.pipeline.kept import WHOLE, Card, Kept, is_whole, kept_name, read_kept, write_kept
from legalgraph.sources.files import MANY, read_file

Job = dict[str, Any]


def make_sense(source: SourceDocument) -> Kept:
    """Read the text of a source and say which document it is."""
    reading = read_source(source)
    document = identify(source, reading)
    card = Card(
        file=SourceFile(source.name, source.media_type, source.digest),
        document=document,
        text_digest=sha256(reading.text.encode("utf-8", "surrogatepass")).hexdigest(),
        characters=len(reading.text),
        own_header=document is not None and _speaks_for_itself(reading, document.number),
    )
    return Kept(card, source, reading)


def _speaks_for_itself(reading: Reading, number: str | None) -> bool:
    return reading.metadata.number is not None and str(reading.metadata.number) == number


def work(job: Job, folders: list[Path]) -> Iterator[Job]:
    """Do a job: for each document a message with its name, the name of its kept file, and whether it is `new`.

    `folders` are where readings are kept; new ones are written to the last. Raises LegalGraphError and OSError.
    """
    path, name, version = Path(job["path"]), str(job["name"]), str(job["version"])
    if "digest" in job:  # kept by an older version: the words of the source are there, the file need not be
        kept = read_kept(path)
        if kept is not None:
            yield {"name": name, "kept": _keep(kept.source, folders[-1] / kept_name(job["digest"], job["entry"], version)), "new": True}
        return
    piece = (job["start"], job["end"]) if "start" in job else None
    # How the same bytes are read hangs on the ending of their name.
    digest = sha256(f"{path.suffix.lower()}\0{_digest(path, piece)}".encode()).hexdigest()
    whole = kept_name(digest, WHOLE, version)
    names = _known(whole, folders)
    if names:
        yield from ({"name": name + entry, "kept": kept, "new": False} for entry, kept in names)
        return
    names, copies = [], Counter[str]()
    for entry, source in enumerate(_sources(path, piece)):
        own = own_name(source, path.name, f"{job.get('start', 0)}.{entry}")
        many = path.suffix.lower() in MANY
        mark = f"#{own}" if many or entry else ""
        # A document of many goes by what it is itself, so that those that did not change are not read again when their file did.
        own_digest = _digest_of(source) if many else digest
        own_kept = kept_name(own_digest, copies[own_digest], version)
        copies[own_digest] += 1
        # A large file may have been read in part before a kill.
        new = not any(is_whole(folder / own_kept) for folder in folders)
        names.append((mark, _keep(source, folders[-1] / own_kept) if new else own_kept))
        yield {"name": name + mark, "kept": names[-1][1], "new": new}
    # Written last: what a file holds is known only when all of it is kept.
    _write(folders[-1] / whole, json.dumps(names))


def own_name(source: SourceDocument, file: str, else_name: str) -> str:
    """What a document is called among the others of its file: its id, or its path in an archive."""
    inner = source.name.removeprefix(f"{file}/")
    return dict(source.given).get("id") or (inner if inner != source.name else else_name)


def _digest_of(source: SourceDocument) -> str:
    """A digest of all that decides what is read from a document, but not of where in its file it stands."""
    return sha256(json.dumps([source.name, source.media_type, source.digest, source.given]).encode()).hexdigest()


def _digest(path: Path, piece: tuple[int, int] | None) -> str:
    with path.open("rb") as file:
        if piece is None:
            return file_digest(file, "sha256").hexdigest()
        file.seek(piece[0])
        return sha256(file.read(piece[1] - piece[0])).hexdigest()


def _sources(path: Path, piece: tuple[int, int] | None) -> Iterator[SourceDocument]:
    """The documents of a file, or of a piece of it, which then is made a file of its own."""
    if piece is None:
        yield from read_file(path)
        return
    with TemporaryDirectory(prefix="legalgraph-") as folder:
        part = Path(folder) / path.name
        with path.open("rb") as file:
            # Empty lines in the place of those before it: what is wrong is told with its line.
            before = sum(block.count(b"\n") for block in _blocks(file, piece[0]))
            part.write_bytes(b"\n" * before + file.read(piece[1] - piece[0]))
        yield from read_file(part)


def _blocks(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (block := file.read(min(size, 1 << 20))):
        size -= len(block)
        yield block


def _keep(source: SourceDocument, path: Path) -> str:
    write_kept(path, make_sense(source))
    return path.name


def _known(whole: str, folders: list[Path]) -> list[tuple[str, str]]:
    """What a file holds, if all of it is kept: the mark of each document in the file, and its kept file."""
    for folder in folders:
        try:
            names = json.loads((folder / whole).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if all(any(is_whole(f / kept) for f in folders) for _, kept in names):
            return [(str(mark), str(kept)) for mark, kept in names]
    return []


def _write(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text(text, "utf-8")
    aside.replace(path)


def main(arguments: list[str]) -> None:
    """Work until there are no more jobs. What libraries print goes to stderr, so that it is no answer."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    folders = [Path(folder) for folder in arguments]
    for line in sys.stdin:
        try:
            for message in work(json.loads(line), folders):
                print(json.dumps(message), file=answers, flush=True)
            print(json.dumps({"done": True}), file=answers, flush=True)
        except (LegalGraphError, OSError, MemoryError, RecursionError) as error:
            print(json.dumps({"failed": str(error) or type(error).__name__}), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

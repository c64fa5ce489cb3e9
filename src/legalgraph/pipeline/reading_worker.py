"""A child process that reads files: one job a line comes in, a line for each document kept and one at the end go out.

A job is JSON: `path`, `name` and the `version` of the readers; `piece` where it is one of a file of many records, and `after` where all
up to that number are to be passed over; `digest` and `entry` where the path is a reading kept by an older version. Of the records of
pieces it is told which comes next, and why one cannot be read. The parent is `reading_pool`.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from legalgraph.errors import LegalGraphError, SourceError
from legalgraph.extraction.records import read_source
from legalgraph.model.reading import Reading, SourceDocument
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING
from legalgraph.model.text import SourceFile
from legalgraph.pipeline.identification import identify, unidentified, unusable
from legalgraph.pipeline.kept import WHOLE, Card, Kept, kept_name, read_kept, whole_card, write_kept
from legalgraph.pipeline.pieces import Piece, Records, digest_of, state_of
from legalgraph.sources.files import MANY, naming, read_file, shown_name
from legalgraph.sources.records import document_of
from legalgraph.sources.rows import parsed
from legalgraph.text.metadata import NO_SUCH_DAY

Job = dict[str, Any]
_ACTS = ENDING | CHANGING | SUSPENDING


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
        unusable=(*unusable(source), *(("day of signing", d.message) for d in reading.diagnostics if d.code == NO_SUCH_DAY)),
        unidentified=None if document else unidentified(source, reading),
        tells_acts=any(statement.kind in _ACTS for statement in reading.statements),
    )
    return Kept(card, source, reading)


def _speaks_for_itself(reading: Reading, number: str | None) -> bool:
    return reading.metadata.number is not None and str(reading.metadata.number) == number


class Worker:
    """Does jobs. `folders` are where readings are kept; new ones are written to the last."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders
        self._records = Records()

    def work(self, job: Job) -> Iterator[Job]:
        """Do a job: for each document a message with its name, the name of its kept file, and whether it is `new`.

        Raises LegalGraphError and OSError.
        """
        path, name, version = Path(job["path"]), str(job["name"]), str(job["version"])
        if "digest" in job:
            return self._again(path, name, kept_name(job["digest"], job["entry"], version))
        if "piece" in job:
            return self._piece(path, name, Piece(**job["piece"]), job.get("after"), version)
        return self._whole(path, name, version)

    def _whole(self, path: Path, name: str, version: str) -> Iterator[Job]:
        # How the same bytes are read hangs on the ending of their name.
        digest = sha256(f"{path.suffix.lower()}\0{_digest(path)}".encode()).hexdigest()
        whole = kept_name(digest, WHOLE, version)
        if known := _known(name, whole, self._folders):
            yield from known
            return
        names, copies = list[tuple[str, str]](), Counter[str]()
        for entry, source in enumerate(read_file(path)):
            many = path.suffix.lower() in MANY
            mark = f"#{own_name(source, path.name, f'0.{_place(source, entry)}')}" if many or entry else ""
            own_digest = _digest_of(source) if many else digest
            own_kept = kept_name(own_digest, copies[own_digest], version)
            copies[own_digest] += 1
            names.append((mark, own_kept))
            yield {"name": name + mark, "kept": own_kept, **self._keep(source, own_kept)}
        # Written last: what a file holds is known only when all of it is kept.
        _write(self._folders[-1] / whole, json.dumps(names))

    def _piece(self, path: Path, name: str, piece: Piece, after: int | None, version: str) -> Iterator[Job]:
        whole = kept_name(digest_of(path, piece), WHOLE, version)
        if after is None and (known := _known(name, whole, self._folders)):
            yield from known
            return
        names, complete, copies = list[tuple[str, str]](), after is None, Counter[str]()
        for number, raw in naming(path, self._records.of(path, piece)):
            if number <= (after or 0):
                continue
            yield {"number": number}
            try:
                source = document_of(parsed(raw), shown_name(path), number)
                own_digest = _digest_of(source)
                own_kept = kept_name(own_digest, copies[own_digest], version)
                told = self._keep(source, own_kept)
            except (SourceError, MemoryError, RecursionError) as error:
                complete = False
                yield {"number": number, "why": str(error) or type(error).__name__}
                continue
            copies[own_digest] += 1
            names.append((f"#{own_name(source, path.name, f'0.{number - 1}')}", own_kept))
            yield {"name": name + names[-1][0], "kept": own_kept, **told}
        if state_of(path) != piece.state:  # else what it held now would be told of what it held when it was cut
            raise SourceError(f"{path}: it was written anew while it was read; ingest it again")
        if complete:
            _write(self._folders[-1] / whole, json.dumps(names))

    def _again(self, path: Path, name: str, own_kept: str) -> Iterator[Job]:
        """Read again what was kept by an older version: the words of the source are there, the file need not be."""
        kept = read_kept(path)
        if kept is not None:
            yield {"name": name, "kept": own_kept, **self._keep(kept.source, own_kept)}

    def _keep(self, source: SourceDocument, own_kept: str) -> Job:
        """Read a document and keep that, unless it is kept already, as when a large file was read in part before a kill; what to tell."""
        card = _card(own_kept, self._folders)
        if card is not None:
            return _about(card, new=False)
        kept = make_sense(source)
        write_kept(self._folders[-1] / own_kept, kept)
        return _about(kept.card, new=True)


def own_name(source: SourceDocument, file: str, else_name: str) -> str:
    """What a document is called among the others of its file: its id, or its path in an archive."""
    inner = source.name.removeprefix(f"{file}/")
    return dict(source.given).get("id") or (inner if inner != source.name else else_name)


def _place(source: SourceDocument, entry: int) -> int:
    """The place of a document among the records of its file, from 0: its line where it has one, as in pieces of the file."""
    line = source.origins[0][1].line if source.origins else None
    return entry if line is None else line - 1


def _digest_of(source: SourceDocument) -> str:
    """A digest of all that decides what is read from a document, but not of where in its file it stands.

    By it a document of many is known, so that those that did not change are not read again when their file did.
    """
    dropped = [source.dropped] if source.dropped else []
    return sha256(json.dumps([source.name, source.media_type, source.digest, source.given, *dropped]).encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _card(kept: str, folders: list[Path]) -> Card | None:
    return next((card for folder in folders if (card := whole_card(folder / kept))), None)


def _about(card: Card, *, new: bool) -> Job:
    return {"new": new, **({"unusable": card.unusable} if card.unusable else {})}


def _known(name: str, whole: str, folders: list[Path]) -> list[Job]:
    """What to tell of all that a file holds, if all of it is kept; else nothing."""
    for folder in folders:
        try:
            names = json.loads((folder / whole).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        cards = [_card(kept, folders) for _, kept in names]
        told = [{"name": name + mark, "kept": kept, **_about(c, new=False)} for (mark, kept), c in zip(names, cards, strict=True) if c]
        if len(told) == len(names):
            return told
    return []


def _write(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text(text, "utf-8")
    aside.replace(path)


def main(arguments: list[str]) -> None:
    """Work until there are no more jobs. What libraries print goes to stderr, so that it is no answer."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    worker = Worker([Path(folder) for folder in arguments])
    for line in sys.stdin:
        try:
            for message in worker.work(json.loads(line)):
                print(json.dumps(message), file=answers, flush=True)
            print(json.dumps({"done": True}), file=answers, flush=True)
        except (LegalGraphError, OSError, MemoryError, RecursionError) as error:
            print(json.dumps({"failed": str(error) or type(error).__name__}), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

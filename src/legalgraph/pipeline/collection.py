"""The texts a snapshot is made from: readings of files under the names of the files, one for each document."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from legalgraph.errors import NotFound, StoreError
from legalgraph.model.document import Document
from legalgraph.model.folding import fold, nfc
from legalgraph.model.merging import merge_documents
from legalgraph.pipeline.inputs import NATIONAL
from legalgraph.pipeline.kept import Card, is_current, lists_in, parts_of, read_card
from legalgraph.pipeline.reading_pool import Job, Read
from legalgraph.pipeline.shards import is_shard, left_behind, told_again
from legalgraph.store.snapshots import link

_INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a snapshot. `path` is that of the document it is, or `text/…`; `kept` the file of its reading."""

    name: str
    path: str
    kept: Path
    card: Card


@dataclass(slots=True)
class Taken:
    """What came of texts that were given, by their names.

    Of texts, `new` came, `changed` have other words than before, `gone` are in their file no more, `same` are as they were. `copies` are
    names of texts that are the same as another, and the name it goes by. `others` are names whose document is another one than before,
    with the old one and the new one. `anything` is False when all of it was there already.
    """

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0
    copies: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[str, str, str]] = field(default_factory=list)
    anything: bool = False


class Collection:
    """The texts of a draft, by the names of their files. A file read again replaces what it held before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = self._load()

    def __len__(self) -> int:
        return len(self._names)

    def _load(self) -> dict[str, str]:
        try:
            names = json.loads((self.folder / _INDEX).read_text("utf-8"))
            return {str(name): str(kept) for name, kept in names.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError) as error:
            raise StoreError(
                f"{self.folder / _INDEX} cannot be read ({error}): the list of ingested texts is damaged; "
                "delete that file and ingest the texts again, or go back to an older snapshot"
            ) from error

    def outdated(self) -> list[Job]:
        """Jobs to read again what was read by other versions of the readers; the files themselves are not needed."""
        jobs = []
        for name, kept in sorted(self._names.items()):
            path = self.folder / kept
            if not is_current(kept) and path.exists():
                digest, entry = parts_of(kept)
                jobs.append(Job(path, name, path.stat().st_size, digest=digest, entry=entry))
        return jobs

    def held(self, file: str) -> list[Read]:
        """The documents held of a file of many."""
        return [Read(name, kept, new=False) for name, kept in sorted(self._names.items()) if name.startswith(f"{file}#")]

    def update(self, read: Mapping[str, Iterable[Read]], readings: Path, whole: AbstractSet[str] = frozenset()) -> Taken:
        """Take in what was read from files, by the files' names, and tell what came of it; `whole` names those read without a gap.

        Of a dataset that was cut in files anew, a record takes the place of the same record in a file of the older cut.
        """
        names, before, given, told = dict(self._names), dict[str, str](), dict[str, str](), set[str]()
        for file, found in read.items():
            for gone in [n for n in names if n == file or n.startswith(f"{file}#")]:
                before[gone] = names.pop(gone)
            for one in found:
                name, copy = one.name, 1
                while name in names:  # two documents of one id: a law and a resolution may share their number
                    copy += 1
                    name = f"{one.name}~{copy}"
                names[name] = one.kept
                given[one.kept] = name
                if is_shard(file):  # what newer readers read again of an older cut is given under the name of the record
                    told.add(name)
        again = told_again(names.keys() - told, told)
        for name in {*again, *left_behind(names.keys() - told, told, whole)}:
            kept = names.pop(name)
            before[again.get(name, name)] = before.pop(name, kept)
        came = {name: kept for name, kept in names.items() if given.get(kept) is not None}
        # Equal words under a new name are the same text: the name given last holds.
        names = {name: kept for name, kept in names.items() if given.get(kept, name) == name}
        renewed = {one.kept for found in read.values() for one in found if one.new}.intersection(self._names.values())
        taken = self._compared(before, {name: given[kept] for name, kept in came.items()}, names, readings)
        taken.anything = names != self._names or bool(renewed)
        if not taken.anything:
            return taken
        for file_name in renewed:
            (self.folder / file_name).unlink(missing_ok=True)  # it was damaged
        for file_name in {*names.values(), *lists_in(readings)}:
            if (readings / file_name).exists():
                link(readings / file_name, self.folder / file_name)
        self._hold(names)
        return taken

    def _compared(self, before: Mapping[str, str], given: Mapping[str, str], names: Mapping[str, str], readings: Path) -> Taken:
        """What came of texts: `before` has what their files held, `given` the names they go by now, `names` all that is held now."""
        taken, moved = Taken(copies=sorted((name, other) for name, other in given.items() if name != other)), {*self._names.values()}
        for name in names.keys() & {*given.values()}:
            was, kept = before.get(name), names[name]
            if was is None:
                taken.new, taken.same = taken.new + (kept not in moved), taken.same + (kept in moved)
            elif parts_of(was) == parts_of(kept):  # maybe read again by other readers
                taken.same += 1
            else:
                cards = read_card(self.folder / was), read_card(readings / kept) or read_card(self.folder / kept)
                same = _say_the_same(*cards)
                taken.same, taken.changed = taken.same + same, taken.changed + (not same)
                taken.others += [(name, *told)] if (told := _another(*cards)) else []
        taken.gone = len(before.keys() - names.keys() - given.keys())
        taken.others.sort()
        return taken

    def forget(self, names: Sequence[str]) -> list[str]:
        """Take texts out, each name that of a file or of a document in it; return the names taken out. Raises NotFound."""
        gone: set[str] = set()
        for name in map(nfc, names):
            found = [n for n in self._names if n == name or n.startswith((f"{name}#", f"{name}~"))]
            if not found:
                raise NotFound(f"no text goes by the name {name!r}{self._meant(name)}")
            gone.update(found)
        self._hold({name: kept for name, kept in self._names.items() if name not in gone})
        return sorted(gone)

    def listed(self) -> Iterator[tuple[str, str]]:
        """The names of all texts, sorted, each with the number of the document it is; empty for what has none."""
        for name, kept in sorted(self._names.items()):
            card = read_card(self.folder / kept)
            yield name, (card.document.number or "") if card and card.document else ""

    def _meant(self, name: str) -> str:
        """What to say of a name that no text has: the files a document of that number was read from, else names like it."""
        # Never taken for them: a number may stand in several files, and what is taken out is not read again by itself.
        numbered = [other for other, number in self.listed() if number and fold(number) == fold(name)]
        if numbered:
            return f"; the document of that number was read from {', '.join(numbered)}: give that name"
        near = ", ".join(get_close_matches(name, self._names, 3, 0.5))
        return (f"; there is {near}" if near else "") + "; `legalgraph forget --list` tells all names"

    def _hold(self, names: dict[str, str]) -> None:
        """Hold these texts and no others."""
        self._names = names
        held = set(names.values())
        # The list of a file stays as long as all that the file held does: by it an unchanged file is known.
        wanted = {*held, *(name for name, kept in lists_in(self.folder).items() if held.issuperset(kept)), _INDEX}
        for reading in self.folder.iterdir():
            if reading.name not in wanted:
                reading.unlink()
        index = self.folder / _INDEX
        index.unlink(missing_ok=True)  # it may be linked to that of an older snapshot
        index.write_text(json.dumps(dict(sorted(names.items())), ensure_ascii=False, indent=0), "utf-8")

    def texts(self, national: Mapping[int, Document]) -> tuple[list[Text], list[tuple[str, str]]]:
        """All texts by path, and names of files whose document another file says better, with that file's name.

        The text that names itself in its own header goes first, then the longer one. `national` has the documents of the national
        dataset by its numbers: a text of the dataset is that document, unless its header names another.
        """
        found: dict[str, Text] = {}
        instead: list[tuple[str, Text]] = []
        for text in self._all(national):
            other = found.get(text.path)
            if other is None:
                found[text.path] = text
                continue
            better, worse = (text, other) if _rank(text) > _rank(other) else (other, text)
            found[text.path] = better
            instead.append((worse.name, better))
        return [found[path] for path in sorted(found)], [(name, found[better.path].name) for name, better in instead]

    def _all(self, national: Mapping[int, Document]) -> Iterator[Text]:
        for name, kept in sorted(self._names.items()):
            text = text_of(name, self.folder / kept, national)
            if text is None:
                raise StoreError(f"{self.folder / kept}: the reading of {name} is damaged; ingest {name} again")
            yield text


def _say_the_same(was: Card | None, now: Card | None) -> bool:
    """Whether two texts have the same words and are the same document, as where only the file has another name."""
    return was is not None and now is not None and (was.text_digest, was.document) == (now.text_digest, now.document)


def _another(was: Card | None, now: Card | None) -> tuple[str, str] | None:
    """What a text was and is, where it was another document; empty for no document. None where it is the same, or was none."""
    old, new = was.document if was else None, now.document if now else None
    if now is None or old is None or (new is not None and old.path == new.path):
        return None
    numbers = old.number or old.path, (new.number or new.path) if new else ""
    return numbers if numbers[0] != numbers[1] else (old.path, new.path if new else "")


def text_of(name: str, kept: Path, national: Mapping[int, Document]) -> Text | None:
    """A text by the name of its file and the file of its reading; None when that is damaged. `national` is as for `Collection.texts`."""
    card = read_card(kept)
    if card is None:
        return None
    if name.startswith(NATIONAL):
        card = joined(card, national.get(national_number(name)))
    return Text(name, path_of(card), kept, card)


def path_of(card: Card) -> str:
    """The path of the document that a text is, or of the text itself."""
    return card.document.path if card.document else f"text/{card.text_digest[:16]}"


def national_number(name: str) -> int:
    """The number of a document in the national dataset, by the name of its text; -1 where there is none."""
    found = name.rpartition("#")[2].partition("~")[0]
    return int(found) if found.isascii() and found.isdigit() and len(found) < 19 else -1


def joined(card: Card, claimed: Document | None) -> Card:
    """A card of a text of the national dataset as that of the document the dataset says it is, unless its own header names another."""
    own = card.document
    if claimed is None or (own is not None and card.own_header and own.path != claimed.path.partition("~")[0]):
        return card
    (document,) = merge_documents([claimed, replace(own, path=claimed.path)] if own else [claimed]).values()
    return replace(card, document=document)


def _rank(text: Text) -> tuple[bool, int, str]:
    return text.card.own_header, text.card.characters, text.name

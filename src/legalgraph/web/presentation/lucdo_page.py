"""The page of the lược đồ: the picture, what can be chosen, and the same documents and relations as a table."""

from dataclasses import dataclass, replace
from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.identity import BASE
from legalgraph.web.diagram import measure
from legalgraph.web.diagram.condense import HeapKey
from legalgraph.web.live import View
from legalgraph.web.presentation.lucdo import Doors, Lucdo, draw, heap_id
from legalgraph.web.presentation.lucdo_choice import SIZES, SLUGS, Choice
from legalgraph.web.presentation.lucdo_rows import Row, lucdo_href, rows_of
from legalgraph.web.presentation.neighbourhood import MOST_HOPS, Around, around
from legalgraph.web.presentation.relations import document_href, group_anchor
from legalgraph.web.presentation.words import Words

_NARROWEST = 760  # pixels of a picture in a file: its source line needs them


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen."""

    value: str
    label: str
    chosen: bool
    group: str = ""
    kinds: str = ""


@dataclass(frozen=True, slots=True)
class LucdoPage:
    """All the page shows. `lucdo` is None when nothing is to be drawn."""

    document: Document
    name: str
    title: str
    choice: Choice
    day: date
    lucdo: Lucdo | None
    rows: tuple[Row, ...]
    hops: tuple[Option, ...]
    groups: tuple[Option, ...]
    sizes: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class LucdoFile:
    """What the picture in a file shows; `title` is broken to its width."""

    document: Document
    name: str
    title: tuple[str, ...]
    day: date
    lucdo: Lucdo
    width: int


def lucdo_page(view: View, document: Document, choice: Choice, words: Words, today: date) -> LucdoPage:
    """Gather what the page shows."""
    day = choice.day or today
    found = around(view, document.path, choice.wanted)
    if choice.groups >= set(found.groups):  # all that there are: the next centre may have others
        choice = replace(choice, groups=frozenset())

    def door(path: str) -> str:
        return document_href(path) if path == document.path else lucdo_href(path, choice)

    def heap(key: HeapKey) -> str:
        return f"#{heap_id(key, document.path)}"

    statuses = view.statuses(found.documents, day)
    drawn = draw(found, statuses, words, day, (choice.boxes, choice.boxes), Doors(door, heap))
    return LucdoPage(
        document=document,
        name=words.name(document),
        title=words.title(document),
        choice=choice,
        day=day,
        lucdo=drawn,
        rows=tuple(rows_of(found, statuses, drawn.heaped, choice, words, day)) if drawn else (),
        hops=tuple(Option(str(n), words.number(n), n == choice.hops) for n in range(1, MOST_HOPS + 1)),
        groups=tuple(_group_options(found, drawn, choice)),
        sizes=tuple(Option(str(n), words.number(n), n == choice.boxes) for n in SIZES),
    )


def lucdo_file(view: View, document: Document, choice: Choice, words: Words, today: date) -> LucdoFile | None:
    """The picture for a file that leaves this server: every link in it is the lasting name of a thing. None without a picture."""

    def heap(key: HeapKey) -> str:
        return f"{lasting(key.hub)}#{group_anchor(key.kind, not key.hub_acts)}"

    def lasting(path: str) -> str:
        return found.documents[path].iri

    day = choice.day or today
    found = around(view, document.path, choice.wanted)
    doors = Doors(lasting, heap, f"{BASE}relation/{{}}".format)
    drawn = draw(found, view.statuses(found.documents, day), words, day, (choice.boxes, choice.boxes), doors)
    if drawn is None:
        return None
    width = max(drawn.wide.width, _NARROWEST)
    title = words.title(document)
    lines = measure.wrap(title, width - 24, 13, 2) if title else ()
    return LucdoFile(document, words.name(document), lines, day, drawn, width)


def _group_options(found: Around, drawn: Lucdo | None, choice: Choice) -> list[Option]:
    offered = set(found.groups) | choice.groups
    return [
        Option(slug, group.value, not choice.groups or group in choice.groups, group.value, drawn.kinds_of(group) if drawn else "")
        for group, slug in SLUGS.items()
        if group in offered
    ]

"""The documents of a lược đồ as the rows of a table, with what is drawn between them in words."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from legalgraph.catalogue import Edge
from legalgraph.model.document import Document, Status
from legalgraph.model.folding import fold
from legalgraph.model.relation import Certainty, kind, kinds
from legalgraph.registry import numbered
from legalgraph.web.presentation.lanes import lane_of
from legalgraph.web.presentation.lucdo_choice import SLUGS, Choice
from legalgraph.web.presentation.neighbourhood import Around
from legalgraph.web.presentation.relations import document_href
from legalgraph.web.presentation.words import Words

_DIGITS = re.compile(r"([0-9]+)")
Order = Callable[[Document], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of one kind of relation to one other document; `places` is how many provisions it names, if several."""

    words: str
    group: str
    href: str
    source: str
    target: str
    inferred: str | None
    places: int


@dataclass(frozen=True, slots=True)
class Row:
    """One document. `id` is set on the first row of those that share a box of the picture."""

    id: str | None
    hop: int
    name: str
    title: str
    href: str
    centre_href: str
    lane: str
    day: date | None
    year: int | None
    status: str
    status_label: str
    told: tuple[Told, ...]


def lucdo_href(path: str, choice: Choice | None = None) -> str:
    """The address of the diagram around a document."""
    return f"/luoc-do/{path}{choice.query if choice else ''}"


def rows_of(
    found: Around, statuses: Mapping[str, Status], heaped: Mapping[str, str], choice: Choice, words: Words, day: date
) -> Iterable[Row]:
    """A row for each document but the centre, in the chosen order.

    `statuses` are those on the day; `heaped` gives the box that a document shares.
    """
    told = _told(found, words)
    others = [document for document in found.documents.values() if document.path != found.centre]
    named: set[str] = set()
    for document in sorted(others, key=_order(found, told, choice.sort, words)):
        heap = heaped.get(document.path)
        status = statuses[document.path]
        yield Row(
            id=heap if heap and heap not in named else None,
            hop=found.hop[document.path],
            name=words.name(document),
            title=words.title(document),
            href=document_href(document.path),
            centre_href=lucdo_href(document.path, choice),
            lane=lane_of(document, words)[1],
            day=document.signed,
            year=document.year,
            status=status.value,
            status_label=words.status_of(document, status, day),
            told=tuple(told.get(document.path, ())),
        )
        if heap:
            named.add(heap)


def _order(found: Around, told: Mapping[str, list[Told]], sort: str, words: Words) -> Order:
    groups = [group.value for group in SLUGS]

    def age(document: Document) -> int:
        return -(document.signed or date(document.year or 1, 1, 1)).toordinal()

    def related(document: Document) -> tuple[object, ...]:
        first = next(iter(told.get(document.path, ())), None)
        how = (groups.index(first.group), first.words) if first else (len(groups), "")
        return found.hop[document.path], *how, lane_of(document, words)[0], age(document), document.path

    orders: dict[str, Order] = {
        "van-ban": lambda document: (_counted(words.name(document)), document.path),
        "ngay": lambda document: (age(document), document.path),
        "cap": lambda document: (lane_of(document, words)[0], age(document), document.path),
    }
    return orders.get(sort, related)


def _counted(name: str) -> list[str | int]:
    """A name as people sort it: 9/2020 before 10/2020. Letters and numbers take turns, so that any two can be compared."""
    return [int(part) if number % 2 else part for number, part in enumerate(_DIGITS.split(fold(name)))]


def _told(found: Around, words: Words) -> dict[str, list[Told]]:
    """What each row says: the relations to documents nearer to the centre, and what it does to those at its distance."""
    by_end: dict[tuple[str, str, str, str], list[Edge]] = {}
    for edge in found.edges:
        far, near = found.hop.get(edge.source), found.hop.get(edge.target)
        if far is None or near is None:
            continue
        row, other = (edge.source, edge.target) if far >= near else (edge.target, edge.source)
        by_end.setdefault((row, other, edge.kind, edge.source), []).append(edge)
    order = list(kinds())
    strength = [group.value for group in SLUGS]
    told: dict[str, list[Told]] = {}
    for (row, other, code, source), edges in sorted(
        by_end.items(), key=lambda item: (found.hop[item[0][1]], strength.index(kind(item[0][2]).group), order.index(item[0][2]), item[0])
    ):
        document = found.documents.get(other)
        if document is None or row not in found.documents:
            continue
        first = edges[0]
        inferred = all(edge.certainty is not Certainty.VERIFIED for edge in edges)
        told.setdefault(row, []).append(
            Told(
                words=f"{words.kind(code, inverse=source != row)} {numbered(document) or words.name(document)}",
                group=kind(code).group.value,
                href=f"/relation/{first.id}",
                source=first.source,
                target=first.target,
                inferred=words.certainty(Certainty.INFERRED) if inferred else None,
                places=len({edge.place for edge in edges if edge.place}),
            )
        )
    return told

"""The lược đồ of a document: cards and links from those around it, laid out wide and tall."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from legalgraph import wording
from legalgraph.catalogue import Edge
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty, Relation, kind
from legalgraph.registry import numbered
from legalgraph.web.diagram import tall, wide
from legalgraph.web.diagram.condense import Calm, HeapKey, condense
from legalgraph.web.diagram.parts import Card, Link, Picture, in_time
from legalgraph.web.diagram.tall import Told
from legalgraph.web.diagram.trunks import telling
from legalgraph.web.presentation.lanes import lane_name, lane_of
from legalgraph.web.presentation.neighbourhood import Around
from legalgraph.web.presentation.relations import document_href, edge_relation, group_anchor
from legalgraph.web.presentation.words import Words

# Columns of the wide picture, by how many boxes it has at most.
_COLUMNS = ((24, 5), (40, 6), (10_000, 7))
# What a line between two documents says first, most telling last.
_STRENGTH = {"refers": 0, "same_subject": 0, "basis": 1, "announces": 1, "interprets": 1, "continues": 1}


@dataclass(frozen=True, slots=True)
class Doors:
    """Where a picture leads: the box of a document, by its path, that of a heap, and a line, by the id of its relation."""

    document: Callable[[str], str]
    heap: Callable[[HeapKey], str]
    relation: Callable[[str], str] = "/relation/{}".format


def _to_list(key: HeapKey) -> str:
    return f"#{group_anchor(key.kind, not key.hub_acts)}"


OF_DOCUMENT_PAGE = Doors(document_href, _to_list)
"""On the page of a document boxes lead to the pages of others, and heaps to the lists of the same page."""


@dataclass(frozen=True, slots=True)
class Lucdo:
    """The diagram of one document in its two shapes. `heaped` gives the heap in which a document of the wide one is."""

    wide: Picture
    tall: Picture
    documents: int
    left_out: int
    later: int
    heaped: Mapping[str, str]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of relations that are drawn."""
        return tuple(dict.fromkeys((*self.wide.groups, *self.tall.groups)))

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses of the documents that are drawn."""
        return tuple(status.value for status in Status if any(box.card.status == status for box in self.wide.boxes))

    def kinds_of(self, group: str) -> str:
        """The kinds that are drawn in the look of a group, as the filters of the diagram want them."""
        return " ".join(sorted({line.kind for line in (*self.wide.lines, *self.tall.lines) if line.group == group}))


def draw(
    around: Around, statuses: Mapping[str, Status], words: Words, day: date, boxes: tuple[int, int], doors: Doors = OF_DOCUMENT_PAGE
) -> Lucdo | None:
    """Lay out what is around a document with at most so many boxes, wide and tall; None when it stands alone.

    `statuses` are those of all documents around on the day.
    """
    if len(around.documents) < 2:
        return None
    cards = [card(document, statuses[path], words, day, doors) for path, document in around.documents.items()]
    links = _joined(edge_link(edge, around.documents, words, doors) for edge in around.edges)
    calms = {most: _calm(cards, links, words, most, doors) for most in set(boxes)}
    calm, narrow = (calms[most] for most in boxes)
    columns = next(number for most, number in _COLUMNS if len(calm.cards) <= most)
    captions = _captions(narrow, around, words)
    return Lucdo(
        wide=wide.lay_out(calm.cards, calm.links, around.centre, columns),
        tall=tall.lay_out(narrow.cards, narrow.links, around.centre, captions),
        documents=len(around.documents) - 1,
        left_out=around.left_out + len(calm.hidden),
        later=around.later,
        heaped=calm.heaped,
    )


def card(document: Document, status: Status, words: Words, day: date, doors: Doors = OF_DOCUMENT_PAGE) -> Card:
    """The box of one document, with its status on a day."""
    lane, lane_words = lane_of(document, words)
    when = document.signed or (date(document.year, 1, 1) if document.year else None)
    spoken = [part for part in (words.name(document), words.title(document), words.status_of(document, status, day)) if part]
    return Card(
        id=document.path,
        lane=lane,
        lane_name=lane_words,
        when=when,
        heading=numbered(document) or words.type(document.type),
        title=words.title(document) or ("" if document.number else document.title),
        href=doors.document(document.path),
        spoken=". ".join(spoken) + ".",
        status=status,
        type_name=words.type(document.type),
    )


def link(relation: Relation, words: Words) -> Link:
    """The line of one relation."""
    certain = relation.certainty is Certainty.VERIFIED
    label = short_label(relation.kind, words)
    return Link(
        source=relation.source,
        target=relation.target,
        kind=relation.kind,
        group=kind(relation.kind).group,
        label=label if certain else f"{label} ({words.certainty(relation.certainty)})",
        strength=_STRENGTH.get(relation.kind, 2),
        certain=certain,
    )


def short_label(code: str, words: Words) -> str:
    """The words of a kind where there is little room, as its arrow says them."""
    short = {
        "details": words.gettext("quy định chi tiết"),
        "adopts_programme": words.gettext("phê duyệt chương trình"),
        "carries_out": words.gettext("triển khai"),
        "same_subject": words.gettext("cùng nội dung"),
    }
    return short.get(code) or words.kind(code)


def edge_link(edge: Edge, documents: Mapping[str, Document], words: Words, doors: Doors) -> Link:
    """The line of an edge, with its sentence and the address of its entry."""
    relation = edge_relation(edge)
    spoken = wording.sentence(relation, documents, words.language)
    return replace(link(relation, words), href=doors.relation(edge.id), spoken=spoken)


def _calm(cards: Sequence[Card], links: Sequence[Link], words: Words, most: int, doors: Doors) -> Calm:
    headings = {card.id: card.heading for card in cards}

    def heap(key: HeapKey, members: Sequence[Card], ties: Sequence[Link]) -> tuple[Card, Link]:
        id = heap_id(key, cards[0].id)
        text = _heap_words(members, key.partly, words)
        years = sorted({member.when.year for member in members if member.when})
        span = "" if not years else str(years[0]) if years[0] == years[-1] else f"{years[0]}\N{EN DASH}{years[-1]}"
        how = f"{words.kind(key.kind, key.hub_acts)} {headings[key.hub]}"
        box = Card(
            id=id,
            lane=key.lane,
            lane_name=lane_name(key.lane, words),
            when=in_time(members)[len(members) // 2].when,
            heading=text,
            title=" · ".join(part for part in (span, how) if part),
            href=doors.heap(key),
            spoken=f"{text}: {how}.",
            status="heap",
            count=len(members),
        )
        ends = (key.hub, id) if key.hub_acts else (id, key.hub)
        certain = sum(tie.certain for tie in ties)
        label = next((tie.label for tie in ties if tie.certain == bool(certain)), "")
        if 0 < certain < len(ties):
            label = words.gettext("%(label)s (một phần suy luận)", label=label)
        return box, replace(
            ties[0], source=ends[0], target=ends[1], label=label, certain=certain == len(ties), href=box.href, spoken=box.spoken
        )

    return condense(cards, links, most, heap)


def heap_id(key: HeapKey, centre: str) -> str:
    """The id of a heap: the group of the lists it belongs to, its lane, and the card it hangs on where that is not the centre."""
    hub = "" if key.hub == centre else "-" + key.hub.replace("/", "-").replace("~", "-")
    return f"{group_anchor(key.kind, not key.hub_acts)}-{key.lane}{hub}"


def _heap_words(members: Sequence[Card], partly: bool, words: Words) -> str:
    n, types = len(members), {member.type_name for member in members}
    if len(types) == 1 and (name := next(iter(types))):
        name = name[:1].lower() + name[1:]
        if partly:
            return words.ngettext("và %(n)s %(type)s khác", "và %(n)s %(type)s khác", n, type=name)
        return words.ngettext("%(n)s %(type)s", "%(n)s %(type)s", n, type=name)
    if partly:
        return words.ngettext("và %(n)s văn bản khác", "và %(n)s văn bản khác", n)
    return words.ngettext("%(n)s văn bản", "%(n)s văn bản", n)


def _joined(links: Iterable[Link]) -> list[Link]:
    """Drop links that a stronger, certain one between the same two already implies."""
    links = list(links)
    strong = {(link.source, link.target) for link in links if link.strength > 1 and link.certain}
    return [link for link in links if link.strength > 1 or (link.source, link.target) not in strong]


def _captions(calm: Calm, around: Around, words: Words) -> Mapping[str, Told]:
    """What leads from the centre to each card ("được sửa đổi, bổ sung bởi", then the box), and what it has to do with others."""
    by_pair: dict[tuple[str, str], list[Link]] = {}
    for drawn in calm.links:
        by_pair.setdefault((drawn.source, drawn.target), []).append(drawn)
    headings = {card.id: card.heading for card in calm.cards}
    place = {card.id: number for number, card in enumerate(calm.cards)}
    captions: dict[str, list[tuple[str, Link]]] = {}
    for (source, target), mine in by_pair.items():
        best, known = telling(mine)
        # Of two others, the one that stands further from the centre tells; of two at one distance, the acting one.
        far = [around.hop.get(end, around.hop.get(other, 0) + 1) for end, other in ((source, target), (target, source))]
        teller = source if around.centre == target or (around.centre != source and far[0] >= far[1]) else target
        if around.centre in (source, target):
            label = _told(best, known, words, inverse=teller == source)
        else:
            label = f"{_told(best, known, words, inverse=teller == target)} {headings[target if teller == source else source]}"
        captions.setdefault(teller, []).append((label[:1].upper() + label[1:], best))
    return {
        teller: sorted(told, key=lambda one: (around.centre not in (one[1].source, one[1].target), place[one[1].target]))
        for teller, told in captions.items()
    }


def _told(best: Link, known: Link | None, words: Words, inverse: bool) -> str:
    label = words.kind(best.kind, inverse)
    if not best.certain:
        label = f"{label} ({words.certainty(Certainty.INFERRED)})"
    return f"{words.kind(known.kind, inverse)}; {label}" if known else label

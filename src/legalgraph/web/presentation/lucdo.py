"""The lược đồ of a document: cards and links from its neighbourhood, laid out wide and tall."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.relation import Certainty, Relation, kind
from legalgraph.queries.reader import Neighbourhood
from legalgraph.web.diagram import tall, wide
from legalgraph.web.diagram.condense import HeapKey, condense
from legalgraph.web.diagram.parts import Card, Link, Picture, in_time
from legalgraph.web.diagram.trunks import telling
from legalgraph.web.live import View
from legalgraph.web.presentation.lanes import lane_name, lane_of
from legalgraph.web.presentation.relations import document_href, group_anchor
from legalgraph.web.presentation.words import Words

MOST_CARDS = 20
MOST_TALL = 16
# What a line between two documents says first, most telling last.
_STRENGTH = {"refers": 0, "same_subject": 0, "basis": 1, "announces": 1, "interprets": 1, "continues": 1}
# Among the neighbours themselves, only acts on one another are drawn: that all rest on the same laws is no news.
_AMONG = frozenset({"replaces", "amends", "succeeds", "consolidates"})


@dataclass(frozen=True, slots=True)
class Lucdo:
    """The diagram of one document in its two shapes. `left_out` counts neighbours beyond what was read."""

    wide: Picture
    tall: Picture
    left_out: int
    documents: int

    def kinds_of(self, group: str) -> str:
        """The kinds that are drawn in the look of a group, as the filters of the diagram want them."""
        return " ".join(sorted({line.kind for line in self.wide.lines if line.group == group}))


def draw(view: View, around: Neighbourhood, words: Words, day: date) -> Lucdo | None:
    """Lay out the neighbourhood; None when the document stands alone."""
    # Texts that only mention documents have their place in the lists.
    documents = [document for document in around.documents.values() if not document.is_text]
    if len(documents) < 2:
        return None
    cards = [card(document, view, words, day) for document in documents]
    links = [
        link(relation, words)
        for relation in around.relations
        if around.centre in (relation.source, relation.target) or kind(relation.kind).group in _AMONG
    ]
    shown, drawn = _calm(cards, links, around.centre, words, MOST_CARDS)
    narrow, few = _calm(cards, links, around.centre, words, MOST_TALL)
    return Lucdo(
        wide=wide.lay_out(shown, drawn, around.centre),
        tall=tall.lay_out(narrow, few, around.centre, _captions(few, around.centre, words)),
        left_out=around.left_out,
        documents=len(documents),
    )


def card(document: Document, view: View, words: Words, day: date) -> Card:
    """The box of one document."""
    lane, lane_words = lane_of(document, words)
    status = view.status(document, day).status
    when = document.signed or (date(document.year, 1, 1) if document.year else None)
    signed = words.date(document.signed) if document.signed else str(document.year or "")
    spoken = [words.name(document), document.title, words.status(status)]
    return Card(
        id=document.path,
        lane=lane,
        lane_name=lane_words,
        when=when,
        heading=document.number or words.type(document.type),
        title=document.title,
        href=document_href(document.path),
        spoken=". ".join(spoken) + ".",
        status=status,
        date_words=signed,
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


def _calm(cards: Sequence[Card], links: Sequence[Link], centre: str, words: Words, most: int) -> tuple[list[Card], list[Link]]:
    def heap(key: HeapKey, members: Sequence[Card]) -> Card:
        code, centre_acts, lane = key
        ordered = in_time(members)
        middle = ordered[len(ordered) // 2].when
        text = words.ngettext("và %(n)s văn bản khác", "và %(n)s văn bản khác", len(members))
        years = sorted({member.when.year for member in members if member.when})
        span = "" if not years else str(years[0]) if years[0] == years[-1] else f"{years[0]}\N{EN DASH}{years[-1]}"
        return Card(
            id=f"more-{group_anchor(code, not centre_acts)}-{lane}",
            lane=lane,
            lane_name=lane_name(lane, words),
            when=middle,
            heading=text,
            title=" · ".join(part for part in (span, words.kind(code, not centre_acts)) if part),
            href=f"#{group_anchor(code, not centre_acts)}",
            spoken=f"{text}: {words.kind(code, not centre_acts)}",
            status="heap",
            count=len(members),
        )

    return condense(cards, _joined(links), centre, most, heap)


def _joined(links: Iterable[Link]) -> list[Link]:
    """Drop links that a stronger, certain one between the same two already implies."""
    strong = {(link.source, link.target) for link in links if link.strength > 1 and link.certain}
    return [link for link in links if link.strength > 1 or (link.source, link.target) not in strong]


def _captions(links: Iterable[Link], centre: str, words: Words) -> Mapping[str, tuple[str, str]]:
    """What leads from the centre to each neighbour: "được sửa đổi, bổ sung bởi", then the box."""
    by_other: dict[tuple[str, bool], list[Link]] = {}
    for drawn in links:
        if centre in (drawn.source, drawn.target):
            acts = drawn.target == centre
            by_other.setdefault((drawn.source if acts else drawn.target, acts), []).append(drawn)
    captions: dict[str, tuple[str, str]] = {}
    for (other, acts), mine in by_other.items():
        best, known = telling(mine)
        label = words.kind(best.kind, inverse=acts)
        if not best.certain:
            label = f"{label} ({words.certainty(Certainty.INFERRED)})"
        if known:
            label = f"{words.kind(known.kind, inverse=acts)}; {label}"
        captions[other] = (label[:1].upper() + label[1:], best.group)
    return captions

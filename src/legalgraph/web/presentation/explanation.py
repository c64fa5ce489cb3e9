"""Why a line is drawn: the relations from one document to another, the most telling first, with their evidence."""

from dataclasses import dataclass

from legalgraph.web.live import View
from legalgraph.web.presentation.lucdo_choice import SLUGS
from legalgraph.web.presentation.relations import RelationView, document_href, relation_view
from legalgraph.web.presentation.words import Words

_TOLD = 6  # relations told in full; an act that changes forty provisions is better read on its page


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of one document acting on another. `left_out` relations are on the page of the acting one, `href`."""

    relations: tuple[RelationView, ...]
    left_out: int
    href: str


def explain(view: View, source: str, target: str, words: Words) -> Explanation | None:
    """Read the relations; None when there are none, or no such documents."""
    ends = [view.document(path) for path in (source, target)]
    documents = {document.path: document for document in ends if document}
    if {source, target} != set(documents):
        return None
    edges = view.catalogue.edges_among(ends_asked := (source, target))
    relations = view.reader.relations_named(edge.id for edge in edges if (edge.source, edge.target) == ends_asked)
    if not relations:
        return None
    order = [group.value for group in SLUGS]
    views = [relation_view(relation, documents, words) for relation in relations]
    views.sort(key=lambda told: (order.index(told.group), told.certainty != "verified", told.kind))
    return Explanation(tuple(views[:_TOLD]), max(0, len(views) - _TOLD), document_href(source))

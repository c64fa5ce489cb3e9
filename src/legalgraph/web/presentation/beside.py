"""What stands around a document on its page: how many documents relate to it, its neighbours, and how to cite it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from legalgraph.catalogue import Related
from legalgraph.model.document import Document
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Group, Relation, kind
from legalgraph.queries.neighbours import Neighbours
from legalgraph.web.presentation.relations import document_href, group_anchor, linked
from legalgraph.web.presentation.words import Words
from legalgraph.wording.cite import bibtex, legal_citation
from legalgraph.wording.tally import order, tally_label


@dataclass(frozen=True, slots=True)
class Tally:
    """How many other documents stand in one family of relations, and where on the page they are listed."""

    label: str
    total: int
    href: str
    group: str


@dataclass(frozen=True, slots=True)
class NeighbourView:
    """One neighbour; its title is Vietnamese on every page."""

    name: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class NeighboursView:
    """Neighbours for one reason, told in words."""

    reason: Markup
    items: tuple[NeighbourView, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class CiteView:
    """How to cite the document or, when the page is about a place in it, that place."""

    legal: str
    place: str | None
    bibtex: str
    iri: str


def tallies(relations: Iterable[Relation], path: str, related: Related, words: Words) -> list[Tally]:
    """Other documents counted once a family and direction, those that are not told one by one among them."""
    first: dict[tuple[Group, bool], str] = {}
    for relation in relations:
        incoming = relation.target == path and relation.source != path
        first.setdefault((kind(relation.kind).group, incoming), group_anchor(relation.kind, incoming))
    ordered = sorted(first, key=lambda key: order(*key))
    return [Tally(tally_label(*key, words.language), related.groups[key], f"#{first[key]}", key[0]) for key in ordered]


def neighbours_view(found: Iterable[Neighbours], documents: Mapping[str, Document], words: Words) -> list[NeighboursView]:
    """Neighbours with the reason why they are; those the graph only names are left out."""
    views = []
    for group in found:
        known = [documents[path] for path in group.paths if path in documents]
        shared = documents.get(group.shared or "")
        if not known or (group.shared and shared is None):
            continue
        items = tuple(NeighbourView(words.name(d), document_href(d.path), words.title(d)) for d in known)
        views.append(NeighboursView(linked(_reason(group, shared, words), [shared] if shared else [], words), items, group.left_out))
    return views


def _reason(group: Neighbours, shared: Document | None, words: Words) -> str:
    if shared is None:
        return words.gettext("Cùng chuỗi chương trình")
    name = words.name(shared)
    told = {
        "details": words.gettext("Cùng hướng dẫn %(document)s", document=name),
        "adopts_programme": words.gettext("Cùng phê duyệt chương trình theo %(document)s", document=name),
        "carries_out": words.gettext("Cùng triển khai thực hiện %(document)s", document=name),
        "basis": words.gettext("Cùng loại văn bản, cùng căn cứ %(document)s", document=name),
    }
    return told[group.kind]


def cite_view(document: Document, provision: Provision | None) -> CiteView | None:
    """How to cite; None for what is not an identified document."""
    if not document.identified:
        return None
    place = legal_citation(document, provision) if provision else None
    iri = f"{document.iri}/{provision.path}" if provision else document.iri
    return CiteView(legal_citation(document), place, bibtex(document), iri)

"""Relations as pages show them: the other end as a link, the sentence, and where it can be checked."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from legalgraph import wording
from legalgraph.catalogue import Edge, Related, Standing
from legalgraph.errors import InvalidIdentifier
from legalgraph.model.document import Document
from legalgraph.model.identity import BASE, ELI_BASE, DocumentKey
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Certainty, Evidence, Quote, Relation, kind, kinds
from legalgraph.web.display import unbroken
from legalgraph.web.fulltext.spans import HIGHLIGHT
from legalgraph.web.live import SHOWN, View
from legalgraph.web.presentation.words import Words
from legalgraph.wording.places import place_order
from legalgraph.wording.rules import rule_words


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece of evidence. `site` is the host of the link, None where there is no link; `place` is where the text says it."""

    kind: str
    note: str | None
    note_language: str
    url: str | None
    site: str | None
    quote: Quote | None
    place: str | None


@dataclass(frozen=True, slots=True)
class RelationView:
    """One relation, seen from one of its ends. `telling`: its sentence says more than its kind and the two names."""

    id: str
    kind: str
    group: str
    label: str
    sentence: str
    telling: bool
    certainty: str
    certainty_label: str
    rule: str | None
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class OtherView:
    """Another document with all its relations of one kind to the one in question. Without `href` it is only named.

    `only_cited`: there is nothing of it to read, others only cite it.
    """

    path: str
    name: str
    href: str | None
    title: str
    relations: tuple[RelationView, ...]
    only_cited: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """The relations of one kind and direction, by the other document; `total` counts those left out, too."""

    kind: str
    incoming: bool
    others: Mapping[str, list[Relation]]
    total: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """All documents related in one kind and direction. `left_out` counts those too many to list."""

    anchor: str
    kind: str
    group: str
    label: str
    incoming: bool
    total: int
    items: tuple[OtherView, ...]
    left_out: int


def edge_relation(edge: Edge) -> Relation:
    """The relation of an edge as far as an edge knows it."""
    place = Provision.parse(edge.place) if edge.place else None
    return Relation(edge.source, edge.target, edge.kind, target_provision=place, effective_from=edge.day, certainty=edge.certainty)


def document_href(path: str) -> str:
    """The address of the page of a document or text on this server; the same path as its IRI."""
    return f"/{path}" if path.startswith("text/") else f"/eli/vn/{path}"


def text_href(path: str) -> str:
    """The address of the words of a document."""
    return f"/van-ban/{path}"


def span_href(path: str, start: int, end: int) -> str:
    """The address at which a span of the words of a document is highlighted."""
    return f"{text_href(path)}?tai={start}-{end}#{HIGHLIGHT}"


def evidence_place(evidence: Evidence, source: str) -> str | None:
    """Where the words of a piece of evidence stand: in the document that acts, or in the one of this graph that reports it."""
    if evidence.quote is None:
        return None
    return span_href(_own_path(evidence.url) or source, evidence.quote.start, evidence.quote.end)


def _own_path(url: str | None) -> str | None:
    return next((url.removeprefix(start) for start in (ELI_BASE, BASE) if url and url.startswith(start)), None)


def evidence_view(evidence: Evidence, words: Words, source: str | None = None) -> EvidenceView:
    """One piece of evidence, quoted from the text at `source`. Addresses that are not http(s) are shown as text, never linked."""
    own_path = _own_path(evidence.url)
    linkable = evidence.url and evidence.url.startswith(("http://", "https://")) and own_path is None
    safe = evidence.url if linkable else None
    own = bool(evidence.note_en) if words.language == "en" else True
    return EvidenceView(
        kind=wording.evidence_words(Evidence(evidence.kind), words.language),
        note=words.note({"vi": evidence.note, "en": evidence.note_en}) or (None if safe or own_path else evidence.url),
        note_language=words.language if own else "vi",
        url=safe,
        site=urlsplit(safe).hostname if safe else None,
        quote=evidence.quote,
        place=evidence_place(evidence, source) if source else None,
    )


def relation_view(
    relation: Relation, documents: Mapping[str, Document], words: Words, seen_from: str | None = None
) -> RelationView:
    """One relation as `seen_from` sees it; without that, as its acting document does."""
    incoming = seen_from is not None and seen_from == relation.target and seen_from != relation.source
    return RelationView(
        id=relation.id,
        kind=relation.kind,
        group=kind(relation.kind).group,
        label=words.verb(relation, incoming),
        sentence=sentence(relation, documents, words, seen_from),
        telling=bool(_place_or_day(relation) or relation.exception or relation.condition),
        certainty=relation.certainty,
        certainty_label=words.certainty(relation.certainty),
        rule=rule_words(relation.rule, words.language),
        evidence=tuple(evidence_view(e, words, relation.source) for e in relation.evidence),
    )


def _place_or_day(relation: Relation) -> bool:
    return bool(relation.source_provision or relation.target_provision or relation.places or relation.effective_from or relation.until)


def sentence(relation: Relation, documents: Mapping[str, Document], words: Words, seen_from: str | None = None) -> str:
    """The sentence of a relation without its certainty, which pages show as a sign of its own."""
    told = wording.sentence(replace(relation, certainty=Certainty.VERIFIED), documents, words.language, seen_from)
    # "khoản 2 Điều 1 Nghị định …" begins a sentence here; names of texts keep their letters.
    acted_upon = relation.target_provision or relation.places
    place = acted_upon if seen_from == relation.target != relation.source else relation.source_provision
    return told[:1].upper() + told[1:] if place else told


def only_cited(view: View, paths: Iterable[str]) -> frozenset[str]:
    """Those of the documents of which nothing is known but that others cite them."""
    return frozenset(path for path, standing in view.catalogue.standings(paths).items() if standing is Standing.CITED)


def gather(relations: Iterable[Relation], path: str, related: Related) -> list[Gathered]:
    """Sort the relations of a document that are told by kind and direction, in the order of the table of kinds.

    Of documents beyond SHOWN the latest, by the years in their paths, are kept: the others are only counted, as `related` has them.
    """
    found: dict[tuple[bool, str], dict[str, list[Relation]]] = {}
    for relation in relations:
        incoming = relation.target == path and relation.source != path
        other = relation.source if incoming else relation.target
        found.setdefault((incoming, relation.kind), {}).setdefault(other, []).append(relation)
    order = list(kinds())
    gathered = []
    for incoming, code in sorted(found, key=lambda key: (order.index(key[1]), key[0])):
        others = found[incoming, code]
        kept = sorted(others, key=_latest_first)[:SHOWN]
        gathered.append(Gathered(code, incoming, {other: others[other] for other in kept}, related.kinds[code, incoming]))
    return gathered


def _latest_first(path: str) -> tuple[int, str]:
    try:
        return -DocumentKey.parse(path).year, path
    except InvalidIdentifier:  # known by citation only, or a text
        return 0, path


def grouped(
    gathered: Iterable[Gathered],
    documents: Mapping[str, Document],
    words: Words,
    seen_from: str,
    cited: Container[str] = frozenset(),
) -> tuple[list[GroupView], list[GroupView]]:
    """The groups in which the document acts, and those acting on it; newest documents first. `cited`: see `only_cited`."""
    sides: tuple[list[GroupView], list[GroupView]] = ([], [])
    for group in gathered:
        paths = sorted(group.others, key=lambda path: _newest_first(path, documents))
        view = GroupView(
            anchor=group_anchor(group.kind, group.incoming),
            kind=group.kind,
            group=kind(group.kind).group,
            label=words.kind_title(group.kind, group.incoming),
            incoming=group.incoming,
            total=group.total,
            items=tuple(
                _other(path, group.others[path], documents, words, seen_from, only_cited=path in cited) for path in paths
            ),
            left_out=group.total - len(paths),
        )
        sides[group.incoming].append(view)
    return sides


def _other(
    path: str, relations: Iterable[Relation], documents: Mapping[str, Document], words: Words, seen_from: str, *, only_cited: bool
) -> OtherView:
    document = documents.get(path)
    # The statement about the whole document first, then those about its parts, in the order of their places.
    ordered = sorted(relations, key=lambda r: (place_order(r.target_provision), place_order(r.source_provision), r.id))
    return OtherView(
        path=path,
        name=words.name(document) if document else path,
        href=document_href(path) if document else None,
        title=words.title(document) if document else "",
        relations=tuple(relation_view(relation, documents, words, seen_from) for relation in ordered),
        only_cited=only_cited,
    )


def group_anchor(code: str, incoming: bool) -> str:
    """The fragment of a group of relations on a document's page."""
    return f"{code.replace('_', '-')}-{'in' if incoming else 'out'}"


def _newest_first(path: str, documents: Mapping[str, Document]) -> tuple[int, str]:
    document = documents.get(path)
    if document is None:
        return 1, path
    day = document.signed
    return -(day.toordinal() if day else (document.year or 0) * 365), path


def linked(sentence: str, documents: Iterable[Document], words: Words) -> Markup:
    """The sentence, escaped, with the names of the documents as links to their pages."""
    names: dict[str, str] = {}
    for document in documents:
        names.setdefault(words.name(document), document_href(document.path))
    return _linked(sentence, sorted(names.items(), key=lambda item: -len(item[0])))


def _linked(text: str, names: Sequence[tuple[str, str]]) -> Markup:
    for number, (name, href) in enumerate(names):
        before, found, after = text.partition(name)
        if found:
            return _linked(before, names[number:]) + _link(name, href) + _linked(after, names[number:])
    return escape(text)


@lru_cache(2048)
def _link(name: str, href: str) -> Markup:
    """A name as a link; a page has few names in hundreds of sentences."""
    return Markup('<a href="{}">{}</a>').format(href, unbroken(name))

"""The graph that a CONSTRUCT or DESCRIBE gave, as a picture: who relates to whom, and how."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.model.relation import kinds
from legalgraph.rdf.vocab import prefixed, term
from legalgraph.web.diagram import net
from legalgraph.web.diagram.parts import Card, Link, Picture
from legalgraph.web.diagram.trunks import merged
from legalgraph.web.live import View
from legalgraph.web.presentation.cells import cell
from legalgraph.web.presentation.lucdo import card as document_card
from legalgraph.web.presentation.lucdo import short_label
from legalgraph.web.presentation.words import Words

MOST_NODES = 60
# What names a node when the answer says it, the best first.
_NAMES = ("eli:id_local", "skos:prefLabel", "rdfs:label", "dcterms:title", "eli:title")
_LABELS = "SELECT ?node ?label WHERE { ?node rdfs:label|skos:prefLabel ?label }"
_OTHER = "other"
# Of several links between the same two nodes the one that says most is drawn: 4 and less for kinds of ours.
_STRENGTH = {"basis": 3, "refers": 2, "same_subject": 2}
_WIDER, _FOREIGN = 1, -1
Node = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class GraphView:
    """The picture in two widths, None when there are too many nodes for one, or more of the answer than was read."""

    wide: Picture | None
    narrow: Picture | None


@dataclass(frozen=True, slots=True)
class _Verb:
    """What a property says between two nodes. `backward`: the object is the one that acts."""

    kind: str
    group: str
    backward: bool
    strength: int


def graph_of(triples: Sequence[Triple], more: bool, view: View, words: Words, today: date) -> GraphView | None:
    """Draw what the statements join; None when they join nothing. Literals and classes are left to the table."""
    links = [link for triple in triples if (link := _link(triple, words)) is not None]
    nodes = list(dict.fromkeys(end for link in links for end in (link.source, link.target)))
    if not nodes:
        return None
    if more or len(nodes) > MOST_NODES:
        return GraphView(None, None)
    links = merged(_telling(links))
    cards = _cards(nodes, triples, view, words, today)
    captions = _captions(links)
    wide, narrow = (net.lay_out(cards, links, captions, frame) for frame in (net.WIDE, net.NARROW))
    return GraphView(wide, narrow)


@cache
def _verbs() -> Mapping[str, _Verb]:
    """Properties of our relation kinds by IRI, in both directions, and after them the wider ones of ELI."""
    found: dict[str, _Verb] = {}
    for code, relation in kinds().items():
        forth = _Verb(code, relation.group, backward=False, strength=_STRENGTH.get(code, 4))
        found.setdefault(term(relation.predicate).value, forth)
        if relation.inverse:
            found.setdefault(term(relation.inverse).value, replace(forth, backward=not relation.symmetric))
    for relation in kinds().values():
        for names, backward in ((relation.parents, False), (relation.inverse_parents, True)):
            for name in names:
                found.setdefault(term(name).value, _Verb(name, relation.group, backward, _WIDER))
    return found


def _link(triple: Triple, words: Words) -> Link | None:
    ends = triple.subject, triple.object
    if triple.predicate == term("rdf:type") or not all(isinstance(end, NamedNode | BlankNode) for end in ends):
        return None
    source, target = (str(end) for end in ends)
    iri = triple.predicate.value
    verb = _verbs().get(iri)
    if verb is None:
        return Link(source, target, prefixed(iri), _OTHER, prefixed(iri), _FOREIGN)
    known = kinds().get(verb.kind)
    if verb.backward or (known and known.symmetric and source > target):
        source, target = target, source
    return Link(source, target, verb.kind, verb.group, short_label(verb.kind, words) if known else prefixed(iri), verb.strength)


def _telling(links: Sequence[Link]) -> list[Link]:
    """Without wider properties of ELI where a kind of ours says more exactly how the same two relate."""
    exact = {frozenset((link.source, link.target)) for link in links if link.strength > _WIDER}
    return [link for link in links if link.strength != _WIDER or frozenset((link.source, link.target)) not in exact]


def _cards(nodes: Sequence[str], triples: Iterable[Triple], view: View, words: Words, today: date) -> list[Card]:
    said = _said(triples, words)
    paths = {node: path for node in nodes if (path := _path(node)) is not None}
    documents = view.reader.documents(paths.values())
    statuses = view.statuses(documents, today)
    cards = []
    for node in nodes:
        found = documents.get(paths.get(node, ""))
        if found is None:
            cards.append(_card(node, said.get(node) or _label(node, view, words)))
        else:
            drawn = document_card(found, statuses[found.path], words, today)
            cards.append(Card(node, 0, "", None, drawn.heading, drawn.title, drawn.href, drawn.spoken, drawn.status))
    return cards


def _card(node: str, label: str | None) -> Card:
    shown = cell(NamedNode(node[1:-1])) if node.startswith("<") else None
    name = shown.text if shown else node
    return Card(node, 0, "", None, label or name, name if label else "", (shown.href if shown else None) or "",
                f"{label} ({name})" if label else name, "heap")  # fmt: skip


def _path(node: str) -> str | None:
    iri = node[1:-1] if node.startswith("<") else ""
    if iri.startswith(ELI_BASE):
        return iri.removeprefix(ELI_BASE)
    rest = iri.removeprefix(BASE)
    return rest if rest != iri and rest.startswith(("citation/", "text/")) else None


def _said(triples: Iterable[Triple], words: Words) -> dict[str, str]:
    """The names that the answer itself gives to nodes, in the language of the page where there is a choice."""
    rank = {term(name): place for place, name in enumerate(_NAMES)}
    best: dict[str, tuple[tuple[int, bool], str]] = {}
    for triple in triples:
        if triple.predicate in rank and isinstance(triple.object, Literal):
            worth = rank[triple.predicate], triple.object.language not in (None, words.language)
            node = str(triple.subject)
            if node not in best or worth < best[node][0]:
                best[node] = worth, triple.object.value
    return {node: name for node, (_, name) in best.items()}


def _label(node: str, view: View, words: Words) -> str | None:
    """The name of one of our own terms, places and concepts in the language of the page."""
    if not node.startswith(f"<{BASE}"):
        return None
    rows = view.reader.engine.select(_LABELS, {"node": NamedNode(node[1:-1])})
    labels = [row["label"] for row in rows if isinstance(row["label"], Literal)]
    labels.sort(key=lambda label: (label.language not in (None, words.language), label.value))
    return labels[0].value if labels else None


def _captions(links: Iterable[Link]) -> dict[str, tuple[str, str]]:
    """For nodes at one end of a single link: its words, as the arrow says them."""
    around: dict[str, list[Link]] = {}
    for link in links:
        for end in (link.source, link.target):
            around.setdefault(end, []).append(link)
    captions: dict[str, tuple[str, str]] = {}
    for node, mine in around.items():
        others = {link.target if link.source == node else link.source for link in mine}
        if len(others) == 1:
            (other,) = others
            best = max(mine, key=lambda link: link.strength)
            # Of two nodes that have only one another, one caption says it.
            if other not in captions or len(around[other]) > len(mine):
                captions[node] = best.label, best.group
    return captions

"""The vocabulary as lists: classes and properties of our own, and the concepts of each scheme."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from legalgraph.model.identity import BASE
from legalgraph.rdf.mapping import describe
from legalgraph.rdf.said import Description
from legalgraph.rdf.vocab import PREFIXES, local_name, term
from legalgraph.web.presentation.words import Words

SCHEMES = ("relation", "status", "certainty", "type", "body", "area")
_LABELS = ("skos:prefLabel", "rdfs:label")


@dataclass(frozen=True, slots=True)
class TermView:
    """One term: what it is called here and in the other language, and what it means. `area` is the code of a local body's."""

    name: str
    iri: str
    label: str
    also: str | None
    inverse: str | None
    definition: str | None
    sort: str
    area: str


@dataclass(frozen=True, slots=True)
class TermList:
    """All terms of a scheme, or of the namespace."""

    iri: str
    title: str
    terms: tuple[TermView, ...]


def start_of(scheme: str | None) -> str:
    """What the IRIs of a scheme's concepts begin with; without a scheme, those of our classes and properties."""
    return f"{BASE}vocabulary/{scheme}/" if scheme else PREFIXES["lg"]


def term_list(statements: list[Triple], scheme: str | None, words: Words) -> TermList:
    """List the terms of a scheme from the statements of the ontology."""
    described = describe(statements)
    start = start_of(scheme)
    terms = [_view(iri, said, words) for iri, said in described.items() if iri.startswith(start) and iri != start]
    order = {"Class": 0}
    return TermList(
        iri=start.rstrip("/#"),
        title=_title(scheme, words) or _said(described.get(start.rstrip("/#"), {}), _LABELS, words.language) or "",
        terms=tuple(sorted(terms, key=lambda view: (order.get(view.sort, 1), view.area, view.name))),
    )


def _view(iri: str, said: Description, words: Words) -> TermView:
    other = "en" if words.language == "vi" else "vi"
    kinds = [local_name(node) for node in said.get(term("rdf:type").value, ())]
    return TermView(
        name=local_name(iri),
        iri=iri,
        label=_said(said, _LABELS, words.language) or _said(said, _LABELS, other) or local_name(iri),
        also=_said(said, _LABELS, other),
        inverse=_said(said, ("skos:altLabel",), words.language),
        definition=_said(said, ("skos:definition",), words.language),
        sort="Class" if "Class" in kinds else "Property",
        area=next((local_name(node) for node in said.get(term("lg:area").value, ())), ""),
    )


def _said(said: Description, names: tuple[str, ...], language: str) -> str | None:
    for name in names:
        for node in said.get(term(name).value, ()):
            if isinstance(node, Literal) and node.language == language:
                return node.value
    return None


def _title(scheme: str | None, words: Words) -> str | None:
    titles = {
        None: words.gettext("Các lớp và thuộc tính"),
        "relation": words.gettext("Các loại quan hệ"),
        "status": words.gettext("Tình trạng hiệu lực"),
        "certainty": words.gettext("Mức độ chắc chắn"),
        "type": words.gettext("Loại văn bản"),
        "body": words.gettext("Cơ quan ban hành"),
        "area": words.gettext("Địa phương"),
    }
    return titles.get(scheme)


def about_terms(statements: list[Triple], start: str, exact: str | None = None) -> list[Triple]:
    """The statements about the terms whose IRIs begin with `start`, or about one of them."""
    return [
        t
        for t in statements
        if isinstance(t.subject, NamedNode)
        and (t.subject.value == exact if exact else t.subject.value.startswith(start) or t.subject.value == start.rstrip("/#"))
    ]

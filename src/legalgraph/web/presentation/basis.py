"""Whether the legal bases of a document still stand, as its page tells it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty
from legalgraph.time.basis import Basis, Consequence, Footing, Health, Outcome
from legalgraph.time.status import Reason, merely_amended
from legalgraph.web.presentation.relations import document_href, linked
from legalgraph.web.presentation.words import Words
from legalgraph.wording import basis as wording

ALARMING = frozenset({Outcome.ENDED_WITH_PARENT, Outcome.MAY_CONTINUE, Outcome.DAY_UNKNOWN, Outcome.BEFORE_THE_RULES})
"""Outcomes that put the document's own force in question: the page says so beside its status."""


@dataclass(frozen=True, slots=True)
class BasisView:
    """One legal basis. `relation` is the id of the statement that it is one, `inferred` the word for one that is not certain.

    `merely_amended`: see `StatusView`.
    """

    name: str
    href: str
    title: str
    role: str
    health: str
    label: str
    inferred: str | None
    why: Markup
    relation: str
    merely_amended: bool


@dataclass(frozen=True, slots=True)
class FootingView:
    """All legal bases, and what follows from their ends: one sentence with the rule applied, and its doubts.

    `ended`: what follows is that the document itself ended, which is told among the reasons for its status.
    """

    bases: tuple[BasisView, ...]
    consequence: Markup | None
    alarming: bool
    ended: bool
    doubts: tuple[str, ...]


def footing_view(footing: Footing, documents: Mapping[str, Document], words: Words) -> FootingView | None:
    """What the page says of what a document rests on; None when it rests on nothing that is known."""
    if not footing.bases:
        return None
    found = footing.consequence
    return FootingView(
        bases=tuple(_view(basis, documents, words) for basis in footing.bases),
        consequence=_consequence(found, documents, words) if found else None,
        alarming=found is not None and found.outcome in ALARMING,
        ended=found is not None and found.outcome is Outcome.ENDED_WITH_PARENT,
        doubts=tuple(wording.doubt(code, words.language) for code in found.doubts) if found else (),
    )


def _view(basis: Basis, documents: Mapping[str, Document], words: Words) -> BasisView:
    document = documents[basis.path]
    uncertain = basis.status.certainty is not Certainty.VERIFIED
    return BasisView(
        name=words.name(document),
        href=document_href(document.path),
        title=words.title(document),
        role=wording.role_label(basis, words.language),
        health=Health.AMENDED if basis.status.status is Status.PARTLY_EXPIRED else basis.health,
        label=wording.health_label(basis, words.language),
        inferred=words.certainty(basis.status.certainty) if uncertain else None,
        why=linked(wording.why(basis, documents, words.language), _acting(basis.status.reasons, documents), words),
        relation=basis.relations[0].id,
        merely_amended=basis.health is Health.AMENDED and merely_amended(basis.status),
    )


def _consequence(found: Consequence, documents: Mapping[str, Document], words: Words) -> Markup:
    return linked(wording.consequence(found, documents, words.language), (documents[p] for p in found.parents), words)


def _acting(reasons: Iterable[Reason], documents: Mapping[str, Document]) -> Iterable[Document]:
    return [documents[r.relation.source] for r in reasons if r.relation and r.relation.source in documents]

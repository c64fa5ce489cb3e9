"""The page of two documents: how they relate, over which others, and what happened later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from legalgraph import wording
from legalgraph.model.document import Document
from legalgraph.model.relation import Relation, kind
from legalgraph.queries.relate import Answer, Chain, Step
from legalgraph.records import later_first
from legalgraph.web.live import View
from legalgraph.web.presentation import overtime
from legalgraph.web.presentation.document import StatusView, status_view
from legalgraph.web.presentation.relations import RelationView, document_href, linked, relation_view, sentence
from legalgraph.web.presentation.words import Words

_MOST_IN_PICTURE = 14


@dataclass(frozen=True, slots=True)
class Told:
    """A relation as a sentence with links, and where it can be checked."""

    sentence: Markup
    relation: RelationView


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a chain: from where to where, and the relation that leads there."""

    start: str
    end: str
    forward: bool
    told: Told


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents."""

    document: Document
    name: str
    title: str
    href: str
    status: StatusView


@dataclass(frozen=True, slots=True)
class LaterView:
    """What one other document did to one of the two."""

    name: str
    href: str
    title: str
    group: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class RelatePage:
    """All the page of two documents shows."""

    a: Side
    b: Side
    same: bool
    direct: tuple[Told, ...]
    absent: tuple[Markup, ...]
    chains: tuple[tuple[StepView, ...], ...]
    later: tuple[LaterView, ...]
    picture: overtime.OverTime | None


def relate_page(view: View, answer: Answer, words: Words, today: date) -> RelatePage:
    """Gather what the page of two documents shows."""
    return RelatePage(
        a=_side(view, answer.a, answer, words, today),
        b=_side(view, answer.b, answer, words, today),
        same=answer.a.path == answer.b.path,
        direct=tuple(told(relation, answer.documents, words) for relation in answer.direct),
        absent=tuple(_absent(answer, words)),
        chains=tuple(_chain(chain, answer, words) for chain in answer.chains),
        later=tuple(_later(answer, words)),
        picture=_picture(view, answer, words, today),
    )


def told(relation: Relation, documents: dict[str, Document], words: Words) -> Told:
    """A relation as a sentence whose names are links."""
    ends = [documents[path] for path in (relation.source, relation.target) if path in documents]
    return Told(linked(sentence(relation, documents, words), ends, words), relation_view(relation, documents, words))


def _side(view: View, document: Document, answer: Answer, words: Words, today: date) -> Side:
    status = status_view(view.status(document, today), answer.documents, words)
    title = document.title if document.number else ""
    return Side(document, words.name(document), title, document_href(document.path), status)


def _absent(answer: Answer, words: Words) -> Iterable[Markup]:
    """What no fact supports, said of the later document against the earlier one."""
    acting, other = later_first(answer)
    for code in answer.absent:
        yield linked(wording.absent_sentence(code, acting, other, words.language), [acting, other], words)


def _later(answer: Answer, words: Words) -> Iterable[LaterView]:
    """The acts of others, one entry for each document and kind, in the order of time."""
    grouped: dict[tuple[str, str], list[Relation]] = {}
    for relation in answer.later:
        grouped.setdefault((relation.source, relation.kind), []).append(relation)
    for (path, code), relations in grouped.items():
        document = answer.documents[path]
        yield LaterView(
            name=words.name(document),
            href=document_href(path),
            title=document.title if document.number else "",
            group=kind(code).group,
            told=tuple(told(relation, answer.documents, words) for relation in relations),
        )


def _chain(chain: Chain, answer: Answer, words: Words) -> tuple[StepView, ...]:
    return tuple(_step(step, answer, words) for step in chain.steps)


def _step(step: Step, answer: Answer, words: Words) -> StepView:
    names = [words.name(answer.documents[path]) if path in answer.documents else path for path in (step.start, step.end)]
    return StepView(names[0], names[1], step.forward, told(step.relation, answer.documents, words))


def _picture(view: View, answer: Answer, words: Words, today: date) -> overtime.OverTime | None:
    """Everything the page names, over time; the two themselves first when there is too much of it."""
    steps = [step.relation for chain in answer.chains for step in chain.steps]
    relations = list(dict.fromkeys([*answer.direct, *answer.later, *steps]))
    paths = [answer.a.path, answer.b.path, *(end for relation in relations for end in (relation.source, relation.target))]
    chosen = list(dict.fromkeys(path for path in paths if path in answer.documents and not answer.documents[path].is_text))
    documents = {path: answer.documents[path] for path in chosen[:_MOST_IN_PICTURE]}
    among = [relation for relation in view.reader.relations_among(documents) if _worth_drawing(relation, relations)]
    return overtime.draw(view, documents, among, words, today, (answer.a.path, answer.b.path))


def _worth_drawing(relation: Relation, named: Iterable[Relation]) -> bool:
    return any(relation.id == other.id for other in named) or kind(relation.kind).group in ("replaces", "amends", "succeeds")

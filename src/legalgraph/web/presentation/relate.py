"""The page of several documents: side by side, how they relate, over which others, and what happened later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from legalgraph import wording
from legalgraph.model.document import Document
from legalgraph.model.relation import Group, Relation, kind
from legalgraph.queries.chains import Chain
from legalgraph.queries.reader import in_order
from legalgraph.queries.relate import Answer, Pair
from legalgraph.queries.shared import InCommon
from legalgraph.registry import numbered
from legalgraph.web.live import View
from legalgraph.web.presentation import overtime
from legalgraph.web.presentation.comparison import Row, comparison
from legalgraph.web.presentation.document import StatusView, status_view
from legalgraph.web.presentation.fulltext import shortened
from legalgraph.web.presentation.relations import RelationView, document_href, linked, relation_view
from legalgraph.web.presentation.words import Words

_DRAWN = (Group.REPLACES, Group.AMENDS, Group.SUCCEEDS)  # also where they are not told
_MOST_IN_PICTURE = 16
# Of what one other document did, so many statements are told.
_MOST_STATEMENTS = 12
_MOST_COUNTED = 900

_TITLE = 400  # characters of a title beside others


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
    """One of the documents; `short` is its number, where it has one."""

    document: Document
    name: str
    short: str
    title: str
    href: str
    status: StatusView


@dataclass(frozen=True, slots=True)
class PairView:
    """The chains between two of the documents. `nothing` says how far was looked where neither they nor anything else join them."""

    names: tuple[str, str]
    chains: tuple[tuple[StepView, ...], ...]
    weak: tuple[tuple[StepView, ...], ...]
    left_out: str | None
    nothing: str | None


@dataclass(frozen=True, slots=True)
class SharedView:
    """A document in common, with the sentences that say so."""

    name: str
    href: str
    title: str
    degree: int
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class InCommonView:
    """Documents in common in one way; `among` names those that have them in common, where it is not all."""

    label: str
    group: str
    among: str
    others: tuple[SharedView, ...]
    left_out: int
    weak: bool


@dataclass(frozen=True, slots=True)
class Statements:
    """What one document does to another, in one kind: the whole first, then parts. `left_out` counts those too many to tell."""

    group: str
    told: tuple[Told, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class RelatePage:
    """All the page of several documents shows."""

    day: date
    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    direct: tuple[Statements, ...]
    absent: tuple[Markup, ...]
    pairs: tuple[PairView, ...]
    shared: tuple[InCommonView, ...]
    later: tuple[Statements, ...]
    picture: overtime.OverTime | None
    here: str
    data: str
    svg: str
    turned: str

    @property
    def name(self) -> str:
        """The documents by their names."""
        return " \N{EN DASH} ".join(side.name for side in self.sides)

    @property
    def telling(self) -> bool:
        """True when any chain tells much."""
        return any(pair.chains for pair in self.pairs)

    @property
    def nothing(self) -> bool:
        """True when nothing joins some two of the documents."""
        return any(pair.nothing for pair in self.pairs)

    @property
    def weak(self) -> int:
        """How many weak chains and weak things in common there are."""
        return sum(len(pair.weak) for pair in self.pairs) + sum(group.weak for group in self.shared)


def relate_href(paths: Iterable[str], day: date | None = None, page: str = "/quan-he") -> str:
    """The one address of the page of these documents, in this order, on a day."""
    query = [("vb", path) for path in paths] + ([("ngay", day.isoformat())] if day else [])
    return f"{page}?{urlencode(query, safe='/')}"


def most_chains(asked: int) -> int:
    """How many chains a pair gets when so many documents are asked about."""
    return {1: 6, 2: 6, 3: 4}.get(asked, 2)


def relate_page(view: View, answer: Answer, words: Words, day: date, today: date) -> RelatePage:
    """Gather what the page of several documents shows on a day."""
    paths, chosen_day = [document.path for document in answer.asked], None if day == today else day
    return RelatePage(
        day=day,
        sides=tuple(_side(view, document, answer, words, day) for document in answer.asked),
        rows=comparison(view, answer, words, day),
        direct=_statements(_in_time(answer), answer, words),
        absent=tuple(_absent(answer, words)),
        pairs=tuple(_pair(pair, answer, words) for pair in answer.pairs),
        shared=tuple(_in_common(group, answer, words) for group in answer.shared),
        later=_statements(answer.later, answer, words),
        picture=_picture(view, answer, words, day),
        here=relate_href(paths, chosen_day),
        data=f"/api/relate?{urlencode([('document', path) for path in paths], safe='/')}",
        svg=relate_href(paths, chosen_day, "/quan-he.svg"),
        turned=relate_href(reversed(paths), chosen_day),
    )


def told(relation: Relation, documents: dict[str, Document], words: Words) -> Told:
    """A relation as a sentence whose names are links."""
    ends = [documents[path] for path in (relation.source, relation.target) if path in documents]
    view = relation_view(relation, documents, words)
    return Told(linked(view.sentence, ends, words), view)


def _in_time(answer: Answer) -> list[Relation]:
    """The relations among the documents; among more than two in the order in which the acting ones were signed."""
    if len(answer.asked) < 3:
        return answer.direct
    return sorted(answer.direct, key=lambda relation: answer.documents[relation.source].signed or date.max)


def _side(view: View, document: Document, answer: Answer, words: Words, day: date) -> Side:
    return Side(
        document=document,
        name=words.name(document),
        short=numbered(document) or words.name(document),
        title=shortened(words.title(document), _TITLE),
        href=document_href(document.path),
        status=status_view(view.status(document, day), answer.documents, words),
    )


def _absent(answer: Answer, words: Words) -> Iterable[Markup]:
    """What no fact supports, said of the later document against the earlier one."""
    for pair in answer.pairs:
        acting, other = pair.later_first
        for code in pair.absent:
            yield linked(wording.absent_sentence(code, acting, other, words.language), [acting, other], words)


def _pair(pair: Pair, answer: Answer, words: Words) -> PairView:
    nothing = None
    if not pair.direct and not pair.ways:
        nothing = words.ngettext(
            "Không tìm thấy đường nối nào dài đến %(n)s bước.", "Không tìm thấy đường nối nào dài đến %(n)s bước.", pair.reach
        )
    return PairView(
        names=(words.name(pair.a), words.name(pair.b)),
        chains=tuple(_chain(chain, answer, words) for chain in pair.chains if not chain.weak),
        weak=tuple(_chain(chain, answer, words) for chain in pair.chains if chain.weak),
        left_out=_left_out(pair.left_out, words),
        nothing=nothing,
    )


def _left_out(count: int, words: Words) -> str | None:
    """How many chains were found and are not told; beyond a thousand they were not all counted."""
    if count > _MOST_COUNTED:
        return words.gettext("Còn hơn %(n)s đường khác không kể ở đây.", n=words.number(_MOST_COUNTED))
    told = words.ngettext("Còn %(n)s đường khác không kể ở đây.", "Còn %(n)s đường khác không kể ở đây.", count)
    return told if count else None


def _chain(chain: Chain, answer: Answer, words: Words) -> tuple[StepView, ...]:
    views = []
    for step in chain.steps:
        start, end = (words.name(answer.documents[path]) if path in answer.documents else path for path in (step.start, step.end))
        views.append(StepView(start, end, step.forward, told(step.relation, answer.documents, words)))
    return tuple(views)


def _in_common(group: InCommon, answer: Answer, words: Words) -> InCommonView:
    names = [words.name(answer.documents[path]) for path in group.ends]
    others = [
        SharedView(
            name=words.name(document),
            href=document_href(one.path),
            title=shortened(words.title(document), _TITLE),
            degree=one.degree,
            told=tuple(told(relation, answer.documents, words) for relation in one.relations),
        )
        for one in group.others
        if (document := answer.documents.get(one.path))
    ]
    return InCommonView(
        label=words.gettext("Cùng %(relation)s", relation=words.kind(group.kind, not group.forward)),
        group=kind(group.kind).group,
        among=", ".join(names) if len(names) < len(answer.asked) else "",
        others=tuple(others),
        left_out=group.total - len(others),
        weak=group.weak,
    )


def _statements(relations: Iterable[Relation], answer: Answer, words: Words) -> tuple[Statements, ...]:
    """The relations by acting document, kind and document acted upon, in the order in which they are given."""
    grouped: dict[tuple[str, str, str], list[Relation]] = {}
    for relation in relations:
        grouped.setdefault((relation.source, relation.kind, relation.target), []).append(relation)
    return tuple(
        Statements(
            group=kind(code).group,
            told=tuple(told(relation, answer.documents, words) for relation in found[:_MOST_STATEMENTS]),
            left_out=max(0, len(found) - _MOST_STATEMENTS),
        )
        for (_, code, _), found in grouped.items()
    )


def _picture(view: View, answer: Answer, words: Words, day: date) -> overtime.OverTime | None:
    """Everything that is told in full, over time; the documents themselves first when there is too much of it."""
    # Of what they have in common, that which acts on both of them is too much to draw.
    drawn = (chain for chain in answer.ways if not chain.weak and (not chain.alike or chain.steps[0].forward))
    steps = [step.relation for chain in drawn for step in chain.steps]
    relations = list(dict.fromkeys([*answer.direct, *steps, *answer.later]))
    asked = [document.path for document in answer.asked]
    paths = [*asked, *(end for relation in relations for end in (relation.source, relation.target))]
    drawable = (path for path in dict.fromkeys(paths) if path in answer.documents and not answer.documents[path].is_text)
    documents = {path: answer.documents[path] for path in list(drawable)[:_MOST_IN_PICTURE]}
    told = {relation.id: relation for relation in relations}
    among = [edge.id for edge in view.catalogue.edges_among(documents) if edge.id in told or kind(edge.kind).group in _DRAWN]
    found = [*(told[id] for id in among if id in told), *view.reader.relations_named(id for id in among if id not in told)]
    return overtime.draw(view, documents, in_order(found), words, day, asked)



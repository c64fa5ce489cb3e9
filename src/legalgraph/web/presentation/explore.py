"""The page of the explorer: its filters, the list of what is seen, the chosen document, and the path between two."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from legalgraph.model.document import Status
from legalgraph.model.relation import kind
from legalgraph.queries.chains import Step
from legalgraph.queries.exploring import Seen, Wish, explore, telling
from legalgraph.queries.relate import Answer
from legalgraph.web.live import View
from legalgraph.web.presentation.exploration import MANY, State
from legalgraph.web.presentation.explore_picture import Drawn, Pair, Picture, draw, joined, pair
from legalgraph.web.presentation.relate import StepView, Told, told
from legalgraph.web.presentation.relations import document_href
from legalgraph.web.presentation.words import Words

ROWS = 100
MOST_LINES = 300
_CHIPS = 12  # of one filter, before the rest is folded away
_TOLD = 2  # relations to opened documents in one row
_OTHERS = 12  # of one kind, for the chosen document
_API_NAMES = {
    "vb": "open", "bo": "without", "quan-he": "kind", "loai": "type", "co-quan": "issuer", "tu-nam": "since", "den-nam": "until",
    "ngay": "on", "so": "limit", "het": "everything", "tu": "from", "den": "to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chip:
    """One value of a filter, how much there is of it, whether it is on."""

    code: str
    label: str
    count: int
    on: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its name in the address, its first and its further values."""

    name: str
    label: str
    chips: tuple[Chip, ...]
    more: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """What relates a document to another, in words that stand before its name."""

    words: str
    path: str
    name: str
    group: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the list. `more` counts the ties to opened documents that are not told."""

    path: str
    name: str
    title: str
    href: str
    signed: date | None
    year: int | None
    status: Status
    status_label: str
    cited: int
    opened: bool
    left_out: int
    ties: tuple[Tie, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """All relations of one look between two documents that are seen, in words; `count` says how many."""

    source: str
    source_name: str
    words: str
    target: str
    target_name: str
    group: str
    certain: bool
    count: int


@dataclass(frozen=True, slots=True)
class TiesView:
    """Those related to the chosen document in one way; `more` counts those not named."""

    words: str
    group: str
    inferred: bool
    ties: tuple[Tie, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The document that was chosen. `related` counts all its relations in the graph, not only those seen."""

    row: Row
    type: str
    issuers: tuple[str, ...]
    related: int
    groups: tuple[TiesView, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """What joins two documents: relations between them, and the shortest ways over others; up to `reach` steps were looked at.

    `weak` ways tell little; see `legalgraph.queries.chains.Way`.
    """

    start: str
    goal: str
    direct: tuple[Told, ...]
    chains: tuple[tuple[StepView, ...], ...]
    weak: tuple[tuple[StepView, ...], ...]
    reach: int


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """All the page shows of a state. `rows` is one page of the list; `hidden` are documents that were removed."""

    state: State
    day: date
    seen: Seen
    picture: Picture
    rows: tuple[Row, ...]
    pages: int
    facets: tuple[Facet, ...]
    lines: tuple[Line, ...]
    chosen: Chosen | None
    path: Path | None
    hidden: tuple[tuple[str, str], ...]
    left_out: int
    more: int | None

    names: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """True when there is nothing to see."""
        return not self.seen.documents

    @property
    def pairs(self) -> int:
        """Between how many pairs of documents there are relations."""
        return len({pair(line.source, line.target) for line in self.picture.lines})

    @property
    def narrowed(self) -> bool:
        """True when something is set that stands folded away."""
        return self.state.but(kinds=()).filtered or bool(self.state.day or self.state.start or self.state.goal or self.state.everything)

    @property
    def unfiltered(self) -> str:
        """The address of the state without filters."""
        return self.state.but(kinds=(), types=(), issuers=(), since=None, until=None).href

    @property
    def api(self) -> str:
        """Where programs find what is seen."""
        said = [(_API_NAMES[name], value) for name, value in self.state.pairs() if name in _API_NAMES]
        return f"/api/explore?{urlencode(said, safe='/')}"

    def choose(self, path: str) -> str:
        """The address of the state with another document chosen."""
        return f"{self.state.but(chosen=path).href}#chon"


def explore_page(view: View, state: State, answer: Answer | None, words: Words, today: date) -> ExplorePage:
    """Gather what the page shows; `answer` says how the ends of the path relate."""
    path = _path(answer, words) if answer else None
    walked = _walked(answer) if answer else []
    ends = [answer.a.path, answer.b.path] if answer else []
    ways = {pair(*way) for way in walked}
    added = tuple(dict.fromkeys([*ends, *(end for way in walked for end in way)]))
    seen = explore(view.catalogue, Wish(state.opened, added, frozenset(state.without), state.filters, state.limit, state.everything))
    day = state.day or today
    statuses = view.statuses(seen.documents, day)
    lines = joined(seen.edges, ways)
    picture = draw(seen, lines, statuses, words, state.chosen, added, day)
    rows = _Rows(seen, lines, statuses, words, day)
    ordered = rows.ordered(state.order)
    pages = max(1, -(-len(ordered) // ROWS))
    first = (min(state.page, pages) - 1) * ROWS
    hidden = view.catalogue.documents(state.without)
    left_out = sum(seen.left_out.values())
    return ExplorePage(
        state=state,
        day=day,
        seen=seen,
        picture=picture,
        rows=tuple(rows.row(path) for path in ordered[first : first + ROWS]),
        pages=pages,
        facets=_facets(seen, state, words),
        lines=tuple(rows.line(line) for line in lines[:MOST_LINES]),
        chosen=_chosen(view, state.chosen, rows) if state.chosen in seen.documents else None,
        path=path,
        hidden=tuple((path, words.name(document)) for path, document in hidden.items()),
        left_out=left_out,
        more=min(MANY, state.limit * 2) if left_out and state.limit < MANY else None,
        names=rows.names,
    )


class _Rows:
    """Words one document of the list after another."""

    def __init__(self, seen: Seen, lines: Sequence[Drawn], statuses: Mapping[str, Status], words: Words, day: date) -> None:
        self.seen, self.statuses, self.words, self.day = seen, statuses, words, day
        self.names = {path: words.name(document) for path, document in seen.documents.items()}
        self.touching: dict[str, list[Drawn]] = {path: [] for path in seen.documents}
        for line in lines:
            self.touching[line.source].append(line)
            self.touching[line.target].append(line)

    def ordered(self, order: str) -> list[str]:
        """The documents in the order asked for; the order of importance when none is."""
        documents = self.seen.documents
        keys: dict[str, Callable[[str], object]] = {
            "nam": lambda path: (documents[path].signed or date(documents[path].year or 1, 1, 1), path),
            "ten": lambda path: (self.names[path], path),
            "tinh-trang": lambda path: (list(Status).index(self.statuses[path]), path),
            "dan": lambda path: (self.seen.cited[path], path),
        }
        key = keys.get(order.removeprefix("-"))
        return sorted(documents, key=key, reverse=order.startswith("-")) if key else list(documents)  # type: ignore[arg-type]

    def row(self, path: str) -> Row:
        document = self.seen.documents[path]
        to_opened = [line for line in self.touching[path] if (line.target if line.source == path else line.source) in self.seen.opened]
        ties = [self.tie(line, path) for line in sorted(to_opened, key=lambda line: min(map(telling, line.kinds)))]
        return Row(
            path=path,
            name=self.names[path],
            title=self.words.title(document),
            href=document_href(path),
            signed=document.signed,
            year=document.year,
            status=self.statuses[path],
            status_label=self.words.status_of(document, self.statuses[path], self.day),
            cited=self.seen.cited[path],
            opened=path in self.seen.opened,
            left_out=self.seen.left_out.get(path, 0),
            ties=tuple(ties[:_TOLD]),
            more=len(ties[_TOLD:]),
        )

    def tie(self, line: Drawn, path: str) -> Tie:
        """A line as the document at one of its ends sees it."""
        incoming = line.target == path
        other = line.source if incoming else line.target
        return Tie(self._kinds(line, incoming), other, self.names[other], line.group, line.certain)

    def line(self, line: Drawn) -> Line:
        source, target = self.names[line.source], self.names[line.target]
        return Line(line.source, source, self._kinds(line), line.target, target, line.group, line.certain, len(line.ids))

    def _kinds(self, line: Drawn, incoming: bool = False) -> str:
        return "; ".join(self.words.kind(code, incoming) for code in line.kinds)


def _chosen(view: View, path: str, rows: _Rows) -> Chosen:
    document, words = rows.seen.documents[path], rows.words
    grouped: dict[tuple[str, str], list[Tie]] = {}
    for line in sorted(rows.touching[path], key=lambda line: (min(map(telling, line.kinds)), line.target == path)):
        tie = rows.tie(line, path)
        grouped.setdefault((tie.words, tie.group), []).append(tie)
    groups = [
        TiesView(said[:1].upper() + said[1:], group, not any(tie.certain for tie in ties), tuple(ties[:_OTHERS]), len(ties[_OTHERS:]))
        for (said, group), ties in grouped.items()
    ]
    issuers = tuple(words.body(code) for code in document.issuers)
    return Chosen(rows.row(path), words.type_of(document), issuers, view.catalogue.degree(path), tuple(groups))


def _facets(seen: Seen, state: State, words: Words) -> tuple[Facet, ...]:
    def facet(name: str, label: str, counted: Mapping[str, int], on: Iterable[str], worded: Callable[[str], str]) -> Facet:
        counts = {**dict.fromkeys(on, 0), **counted}
        groups = {code: kind(code).group for code in counts} if name == "quan-he" else {}
        chips = [Chip(code, worded(code), n, code in on, groups.get(code, "")) for code, n in counts.items()]
        chips.sort(key=lambda chip: (not chip.on, -chip.count))
        return Facet(name, label, tuple(chips[:_CHIPS]), tuple(chips[_CHIPS:]))

    return (
        facet("quan-he", words.gettext("Loại quan hệ"), seen.kinds, state.kinds, words.kind),
        facet("loai", words.gettext("Loại văn bản"), seen.types, state.types, words.type),
        facet("co-quan", words.gettext("Cơ quan ban hành"), seen.issuers, state.issuers, words.body),
    )


def _path(answer: Answer, words: Words) -> Path:
    names = {path: words.name(document) for path, document in answer.documents.items()}

    def worded(step: Step) -> StepView:
        return StepView(names[step.start], names[step.end], step.forward, told(step.relation, answer.documents, words))

    direct = tuple(told(relation, answer.documents, words) for relation in answer.direct)
    reach = max((pair.reach for pair in answer.pairs), default=0)
    strong, weak = (tuple(tuple(map(worded, c.steps)) for c in answer.chains if c.weak is is_weak) for is_weak in (False, True))
    return Path(words.name(answer.a), words.name(answer.b), direct, strong, weak, reach)


def _walked(answer: Answer) -> list[Pair]:
    """The pairs of documents that the path walks over."""
    direct = [(relation.source, relation.target) for relation in answer.direct]
    return [*direct, *((step.start, step.end) for chain in answer.chains for step in chain.steps)]

"""Search results, and what to offer when a name is not exactly one document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from legalgraph import wording
from legalgraph.catalogue import Standing, read_typed
from legalgraph.errors import EngineUnavailable, QueryTimeout
from legalgraph.model.document import Document
from legalgraph.queries.nothing import why_nothing
from legalgraph.queries.reader import SearchPage
from legalgraph.queries.snippets import Snippet
from legalgraph.web.live import View
from legalgraph.web.presentation.asked import Asked
from legalgraph.web.presentation.facets import Facet, Order, Value, chips_of, facet_title, facets_of, orders_of
from legalgraph.web.presentation.relations import document_href, text_href
from legalgraph.web.presentation.words import Words

_OFFERED = 12
_MENTIONING = 5  # of the documents that mention one which is not there


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the text of a document: every second of `pieces` is what was searched for. `place` names the provision."""

    pieces: tuple[str, ...]
    place: str | None
    href: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One document in a list. `mentions` counts the documents that mention it."""

    document: Document
    name: str
    title: str
    href: str
    type: str
    issuers: str
    status: str
    status_label: str
    mentions: int = 0
    only_cited: bool = False
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """What was typed exactly and is known only because others mention it: some of them, and how many more there are."""

    name: str
    mentions: int
    by: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Closest:
    """What to try where nothing was found, or only words of texts.

    `near` are numbers like the one typed, `named` names with all words but one, the others addresses with how many documents they give.
    """

    numbered: bool
    near: tuple[Hit, ...] = ()
    fewer: tuple[Value, ...] = ()
    freed: tuple[Value, ...] = ()
    named: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results. `meant` answer exactly to the number or the title that was typed.

    `short` has the abbreviations typed, each with the words that were searched for as well.
    """

    asked: Asked
    total: int
    meant: tuple[Hit, ...]
    hits: tuple[Hit, ...]
    pages: int
    facets: tuple[Facet, ...]
    chips: tuple[Value, ...]
    orders: tuple[Order, ...]
    day: date
    absent: tuple[Absent, ...] = ()
    closest: Closest | None = None
    short: tuple[tuple[str, str], ...] = ()
    whole: bool = True
    """False when the passages are missing because the engine that holds the texts is away."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a typed name may mean: several documents that answer to it, else some that are close."""

    typed: str
    ambiguous: bool
    hits: tuple[Hit, ...]


def hits_of(
    view: View, documents: Sequence[Document], words: Words, day: date, href: Callable[[str], str] = document_href
) -> tuple[Hit, ...]:
    """Documents as lines of a list, with their status on a day."""
    paths = [document.path for document in documents]
    statuses, mentions = view.statuses(paths, day), view.catalogue.cited(paths)
    standings = view.catalogue.standings(paths)
    return tuple(
        Hit(
            document=document,
            name=words.name(document),
            title=words.title(document),
            href=href(document.path),
            type=words.type_of(document),
            issuers=", ".join(words.body(code) for code in document.issuers),
            status=statuses[document.path],
            status_label=words.status_of(document, statuses[document.path], day),
            mentions=mentions.get(document.path, 0),
            only_cited=_only_cited(document, standings[document.path]),
        )
        for document in documents
    )


def _only_cited(document: Document, standing: Standing) -> bool:
    """True for what other documents cite and no table tells of; what is not identified may still have a source."""
    return standing is Standing.CITED or (standing is Standing.NAME and not document.sources)


def results_of(view: View, asked: Asked, per_page: int, words: Words, today: date) -> Results:
    """Search for what was asked; the words of texts are looked up for the documents of this page alone."""
    first, day = (asked.number - 1) * per_page, asked.day or today
    page = view.reader.search(asked.typed, per_page, first, asked.filters(today), asked.order, count=True)
    exact = max(0, min(page.exact - first, per_page))
    typed = read_typed(asked.typed)
    passages, whole = passages_of(view, [document.path for document in page.hits], asked.typed)
    found = [
        replace(hit, passage=_passage(hit, passages[hit.document.path], words)) if hit.document.path in passages else hit
        for hit in hits_of(view, page.hits, words, day)
    ]
    closest = _closest(view, asked, words, today) if not page.total else _mistyped(view, asked, page, words, today)
    near = {hit.document.path for hit in (*closest.near, *closest.named)} if closest else set()
    return Results(
        asked=asked,
        total=page.total,
        meant=tuple(found[:exact]),
        hits=tuple(hit for hit in found[exact:] if hit.document.path not in near),
        pages=-(-page.total // per_page),
        facets=facets_of(asked, page.counts, words),
        chips=chips_of(asked, words),
        orders=orders_of(asked, words),
        day=day,
        absent=_absent(view, found[:exact], words, day),
        closest=closest,
        short=tuple((" ".join(part).upper(), " ".join(meant)) for part, meant in typed.short) if typed else (),
        whole=whole,
    )


def passages_of(view: View, paths: Sequence[str], typed: str) -> tuple[dict[str, Snippet], bool]:
    """The pieces of texts that show what was searched for; False when the engine elsewhere that holds the texts is away."""
    try:
        return view.reader.snippets(paths, typed), True
    except (EngineUnavailable, QueryTimeout):
        return {}, False


def _absent(view: View, meant: Sequence[Hit], words: Words, day: date) -> tuple[Absent, ...]:
    """What was meant, when the graph holds nothing of it but its mentions."""
    if not all(hit.only_cited for hit in meant):
        return ()
    mentioned = ((hit, view.catalogue.mentioning(hit.document.path, _MENTIONING)) for hit in meant[:_OFFERED])
    return tuple(Absent(hit.name, hit.mentions, hits_of(view, by, words, day)) for hit, by in mentioned)


def _closest(view: View, asked: Asked, words: Words, today: date) -> Closest:
    found = why_nothing(view.catalogue, asked.typed, asked.filters(today))
    fewer = tuple(Value(text, n, asked.words(text).href, chosen=False) for text, n in found.fewer)
    freed = tuple(
        Value(
            words.gettext("bỏ bộ lọc “%(facet)s”", facet=facet_title(facet, words)) if facet else words.gettext("bỏ mọi bộ lọc"),
            n,
            (asked.having(facet, ()) if facet else asked.open()).href,
            chosen=False,
        )
        for facet, n in found.freed
    )
    return Closest(found.numbered, hits_of(view, found.near, words, asked.day or today), fewer, freed)


def _mistyped(view: View, asked: Asked, page: SearchPage, words: Words, today: date) -> Closest | None:
    """Numbers or names almost like the one typed, where texts hold its parts but no document has it."""
    if page.exact or asked.number > 1 or asked.values:
        return None
    numbered, like = view.reader.like(asked.typed, page)
    hits = hits_of(view, like, words, asked.day or today)
    return Closest(numbered, near=hits) if numbered else Closest(numbered, named=hits) if hits else None


def _passage(hit: Hit, snippet: Snippet, words: Words) -> Passage:
    place = snippet.place.words(words.language) if snippet.place else None
    href = f"{text_href(hit.document.path)}?tai={snippet.start}-{snippet.end}#tai"
    return Passage(snippet.pieces, place[:1].upper() + place[1:] if place else None, href)


def choices_of(view: View, typed: str, chosen: Callable[[str], str], words: Words, today: date) -> Choices:
    """What a name may mean; each choice leads to the address that `chosen` gives for its path."""
    found = view.reader.find(typed)
    close = found or view.reader.close(typed, _OFFERED)
    return Choices(typed, bool(found), hits_of(view, close[:_OFFERED], words, today, chosen))


def suggestions_of(view: View, typed: str, words: Words) -> dict[str, object]:
    """What a field suggests: `name` and `title` to show, `href` to go to, `value` for a form; `said` is for those who hear it."""
    found = view.catalogue.suggested(typed)
    said = words.ngettext("%(n)s gợi ý, chọn bằng phím lên xuống", "%(n)s gợi ý, chọn bằng phím lên xuống", len(found))
    items = [
        {
            "name": words.name(document),
            "title": words.title(document),
            "href": document_href(document.path),
            "value": _typed(document),
        }
        for document in found
    ]
    return {"said": said if found else words.gettext("Không có gợi ý"), "items": items}


def _typed(document: Document) -> str:
    """What leads to this document and no other when it is typed."""
    if not document.identified or not document.number or document.area or document.key.copy > 1:
        return document.path
    return wording.name(document)

"""Search results, and what to offer when a name is not exactly one document."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from legalgraph.model.document import Document
from legalgraph.web.live import View
from legalgraph.web.presentation.relations import document_href
from legalgraph.web.presentation.words import Words

_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """One document in a list."""

    document: Document
    name: str
    title: str
    href: str
    type: str
    issuers: str
    status: str
    status_label: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results for what was typed. `meant` answers exactly to a number that was typed."""

    typed: str
    total: int
    hits: tuple[Hit, ...]
    meant: tuple[Hit, ...]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What a typed name may mean: several documents that answer to it, else some that are close."""

    typed: str
    ambiguous: bool
    hits: tuple[Hit, ...]


def hit(view: View, document: Document, words: Words, today: date, href: str | None = None) -> Hit:
    """One document as a line of a list."""
    status = view.status(document, today).status
    return Hit(
        document=document,
        name=words.name(document),
        title=document.title if document.number else "",
        href=href or document_href(document.path),
        type=words.type(document.type),
        issuers=", ".join(words.body(code) for code in document.issuers),
        status=status,
        status_label=words.status(status),
    )


def results_of(view: View, typed: str, number: int, per_page: int, words: Words, today: date) -> Results:
    """Search for what was typed; nothing typed finds nothing."""
    page = view.reader.search(typed, per_page, (number - 1) * per_page)
    meant = view.reader.find(typed) if typed and number == 1 else []
    first = {document.path for document in meant}
    return Results(
        typed=typed,
        total=page.total,
        hits=_hits(view, (document for document in page.hits if document.path not in first), words, today),
        meant=_hits(view, meant[:_OFFERED], words, today),
        number=number,
        pages=-(-page.total // per_page),
    )


def _hits(view: View, documents: Iterable[Document], words: Words, today: date) -> tuple[Hit, ...]:
    return tuple(hit(view, document, words, today) for document in documents)


def choices_of(view: View, typed: str, chosen: Callable[[str], str], words: Words, today: date) -> Choices:
    """What a name may mean; each choice leads to the address that `chosen` gives for its path."""
    found = view.reader.find(typed)
    close = found or view.reader.search(typed, _OFFERED).hits
    hits = tuple(hit(view, document, words, today, chosen(document.path)) for document in close[:_OFFERED])
    return Choices(typed, bool(found), hits)

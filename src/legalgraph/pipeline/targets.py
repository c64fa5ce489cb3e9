"""The documents that a text names ▶ paths: documents present, documents known by being cited, or bare citations."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from legalgraph.errors import InvalidIdentifier
from legalgraph.issuers import Place, day_of, issuers_of, read_issuer
from legalgraph.model.document import UNKNOWN_TITLE, Document, presentable_title
from legalgraph.model.folding import fold
from legalgraph.model.identity import DocumentKey, citation_path
from legalgraph.model.number import Number
from legalgraph.model.reading import Citation, Mention, Target
from legalgraph.model.relation import Certainty
from legalgraph.registry import stood, type_label
from legalgraph.text.citedtitles import settled_title
from legalgraph.text.names import Day, LawNames
from legalgraph.text.resolve import Reason, Shelfmark, resolve

T = TypeVar("T", str, date)

CITED_ONLY = "Chỉ được biết qua viện dẫn trong văn bản khác."
_LONGEST_TITLE = 400


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a citation leads to. `rule` says how, or why not; `known` when it is a document, not a bare citation."""

    path: str
    rule: str
    known: bool
    signed: date | None = None


def mark_text(mark: Shelfmark) -> str:
    """A shelfmark as a key to join and to look up by."""
    return f"{mark.ordinal}|{mark.year}|{mark.series}"


def mark_of_path(path: str) -> str:
    """The shelfmark of a document, as a key."""
    return mark_text(Shelfmark.of(DocumentKey.parse(path)))


class Shelf:
    """The documents present, by what their numbers have in common, with their days of signing."""

    def __init__(self, documents: Iterable[tuple[DocumentKey, date | None]]) -> None:
        self._by_mark: dict[Shelfmark, list[tuple[DocumentKey, date | None]]] = defaultdict(list)
        self._signed: dict[str, date | None] = {}
        for key, signed in documents:
            self._by_mark[Shelfmark.of(key)].append((key, signed))
            self._signed[key.path] = signed

    def at(self, mark: Shelfmark) -> Sequence[tuple[DocumentKey, date | None]]:
        """The documents whose numbers one citation may mean."""
        return self._by_mark.get(mark, ())

    def holds(self, path: str) -> bool:
        """True when the document is present."""
        return path in self._signed

    def signed(self, path: str) -> date | None:
        """The day of signing of a document present, as far as it is known."""
        return self._signed.get(path)


@dataclass(slots=True)
class _Cited:
    """What citations say of one document that is not present."""

    type: str
    numbers: Counter[str] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)


class CitedDocuments:
    """Gathers what citations say of documents that are not present, to describe each once."""

    def __init__(self) -> None:
        self._documents: dict[str, _Cited] = {}
        self.citations: dict[str, Document] = {}

    def note(self, path: str, citation: Citation, number: Number | None, signed: date | None, title: str | None) -> None:
        """Take note of one mention of a document that is known by its number alone."""
        cited = self._documents.setdefault(path, _Cited(DocumentKey.parse(path).type))
        if number is not None:
            cited.numbers[str(number)] += 1
        if signed or citation.issued:
            cited.days[signed or citation.issued] += 1  # type: ignore[index]
        if title and len(title) <= _LONGEST_TITLE:
            cited.titles[" ".join(title.split())] += 1

    def bare(self, citation: Citation, scope: str | None = None) -> str:
        """The path of something that is not known to be any one document; what is cited alike in another `scope` is another thing."""
        named = citation.number.folded if citation.number else citation.name
        path = citation_path(citation.type, named, citation.issued.isoformat() if citation.issued else None, *([scope] if scope else []))
        if path not in self.citations:
            number = str(citation.number) if citation.number else None
            self.citations[path] = Document(
                path, citation.type, citation.quote, number=number, signed=citation.issued, certainty=Certainty.INFERRED
            )
        return path

    def documents(self) -> Iterator[Document]:
        """All of them: a day is stated when two thirds of the citations that give one agree on it."""
        for path, cited in sorted(self._documents.items()):
            number = _most(cited.numbers)
            day = _most(cited.days)
            agreed = day is not None and cited.days[day] * 3 >= cited.days.total() * 2
            title = presentable_title(_agreed(cited.titles) or UNKNOWN_TITLE)
            area = DocumentKey.parse(path).area
            yield Document(
                path, cited.type, title, number=number or f"{type_label(cited.type)} {path}", signed=day if agreed else None,
                area=area, issuers=_issuers(number, area), certainty=Certainty.INFERRED, note=CITED_ONLY,
            )  # fmt: skip
        yield from (self.citations[path] for path in sorted(self.citations))

    def counts(self) -> Iterator[tuple[str, str, str, int]]:
        """What was noted, for `count`: path, what is said, in which words or on which day, and how often.

        Of something noted without any of that a row of empty words is given.
        """
        for path, cited in self._documents.items():
            yield path, "", "", 0
            yield from ((path, "number", number, times) for number, times in cited.numbers.items())
            yield from ((path, "day", day.isoformat(), times) for day, times in cited.days.items())
            yield from ((path, "title", title, times) for title, times in cited.titles.items())

    def count(self, path: str, what: str, said: str, times: int) -> None:
        """Take note of what others counted."""
        cited = self._documents.setdefault(path, _Cited(DocumentKey.parse(path).type))
        if what == "number":
            cited.numbers[said] += times
        elif what == "day":
            cited.days[date.fromisoformat(said)] += times
        elif what == "title":
            cited.titles[said] += times


def _issuers(number: str | None, area: str | None) -> tuple[str, ...]:
    """The bodies that the symbol of a number names."""
    try:
        return issuers_of(Number.parse(number), area, ()) if number else ()
    except InvalidIdentifier:
        return ()


def _most(counted: Counter[T]) -> T | None:
    """The most frequent; of several the first in order, so that the outcome does not hang on the order of files."""
    return min(counted, key=lambda value: (-counted[value], value), default=None)


def _agreed(titles: Counter[str]) -> str | None:
    """The title that most say, however they write it; of two said as often the one with which the other begins: on that both agree."""
    alike: dict[str, Counter[str]] = defaultdict(Counter)
    for title, times in titles.items():
        alike[fold(title)][title] += times
    said = {folded: spelled.total() for folded, spelled in alike.items()}

    def beginning(folded: str) -> int:
        return sum(times for other, times in said.items() if other.startswith(folded))

    chosen = min(said, key=lambda folded: (-said[folded], -beginning(folded), folded), default=None)
    return _most(alike[chosen]) if chosen is not None else None


def citation_of(target: Target) -> Citation | None:
    """What a statement says of a document that it does not cite; None where it cites it, or says too little."""
    if target.this or target.citation is not None:
        return None
    if target.context or target.type is None or (target.number is None and target.name is None):
        return None
    mention = Mention.NUMBERED if target.number else Mention.NAMED
    words = f"{type_label(target.type)} {target.number}" if target.number else target.name or ""
    return Citation(0, 0, words, target.type, mention, target.number, target.issued, target.year, target.name, title=target.title)


class Resolver:
    """Resolves the citations of one text, each once."""

    def __init__(
        self, citations: Sequence[Citation], shelf: Shelf, names: LawNames, cited: CitedDocuments, own: str, issued: Day | None
    ) -> None:
        self.citations, self.shelf = citations, shelf
        self._names, self._cited, self._own, self._issued = names, cited, own, issued
        self._area = DocumentKey.parse(own).area if not own.startswith("text/") else None
        self._found: dict[int, Resolved | None] = {}

    def citation(self, index: int) -> Resolved | None:
        """What a citation leads to; None for the document itself and for an alias of nothing known."""
        if index not in self._found:
            self._found[index] = self._resolve(self.citations[index])
        return self._found[index]

    def target(self, target: Target) -> Resolved | None:
        """What a statement is about; None where that is not said well enough."""
        if target.this:
            return Resolved(self._own, "this", known=True, signed=self._issued if isinstance(self._issued, date) else None)
        if target.citation is not None:
            return self.citation(target.citation)
        said = citation_of(target)
        return self._resolve(said) if said else None

    def _area_of(self, citation: Citation) -> str | None:
        """The province whose body is named; in a document of a province "của Ủy ban nhân dân tỉnh" and "của Sở Tơ lụa tỉnh" are its own."""
        day = day_of(citation.number, citation.issued)
        said = read_issuer(citation.issuer or "", day)
        if self._area is not None and said.office is not None and said.is_of(self._area):
            # What "tỉnh" issued before the province was made by dividing another is that one's.
            return self._area if stood(self._area, day) else None
        return said.area

    def _resolve(self, citation: Citation) -> Resolved | None:
        found = resolve(citation, self.shelf.at, self._names, self.citations, self._issued, self._area_of)
        if found.rule == Reason.SELF:
            return None
        root = citation if citation.same_as is None else self.citations[citation.same_as]
        if found.key is not None:
            path = found.key.path
            if self.shelf.holds(path):
                return Resolved(path, found.rule, known=True, signed=self.shelf.signed(path))
            law = found.law
            number = law.number if law else getattr(found, "number", None) or root.number
            signed = law.signed if law else root.issued
            title = settled_title(root.title) if root.title else root.name
            self._cited.note(path, root, number, signed, law.name if law else title)
            return Resolved(path, found.rule, known=True, signed=signed)
        if root.mention is Mention.ALIAS or (root.number is None and root.name is None):
            return None
        return Resolved(self._cited.bare(root, self._scope(root)), found.rule, known=False, signed=root.issued)

    def _scope(self, citation: Citation) -> str | None:
        """Within what a number that provinces give alike may be taken for one: the province named, else that of the text, else the text.

        Districts of one province number their documents alike, too.
        """
        if citation.number is None or citation.number.is_central:
            return None
        said = read_issuer(citation.issuer or "", day_of(citation.number, citation.issued))
        below = fold(citation.issuer or "") if said.place in (Place.BELOW, Place.UNKNOWN) else ""
        return f"{self._area_of(citation) or self._area or self._own} {below}"

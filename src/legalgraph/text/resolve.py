"""Citations ▶ documents. A citation is joined to a document only when nothing is left to guess.

A number that holds type, year and a central issuer is the document's identity, whether or not the document is present.
A number without a year is one only together with its day, a number of a province only with the province, and a law's
name only where one law can be meant. What is not decided stays so, with the reason.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from legalgraph.model.identity import DocumentKey
from legalgraph.model.law import Law
from legalgraph.model.number import Number
from legalgraph.model.reading import Citation, Mention
from legalgraph.model.relation import Certainty
from legalgraph.text.names import Day, Doubt, LawFound, LawNames, name_words, series_of


class Shelfmark(NamedTuple):
    """What the numbers of documents that one citation may mean have in common: ordinal, year, and symbol written in one way."""

    ordinal: str
    year: int
    series: str

    @classmethod
    def of(cls, key: DocumentKey) -> "Shelfmark":
        """The place of a document."""
        return cls(key.ordinal, key.year, series_of(Number(key.ordinal, None, "/", key.symbol)))


# What is present at a place: keys with their days of signing.
Present = Callable[[Shelfmark], Iterable[tuple[DocumentKey, date | None]]]
AreaOf = Callable[[Citation], str | None]
_NO_NAMES = LawNames()
_LAWS = {"luat", "bo-luat"}
# The year in which each National Assembly was elected: a number of the 13th (QH13) bears a year from 2011 to 2016.
_ELECTED = {8: 1987, 9: 1992, 10: 1997, 11: 2002, 12: 2007, 13: 2011, 14: 2016, 15: 2021, 16: 2026, 17: 2031}


class Reason(StrEnum):
    """Why a citation names no document for sure."""

    SELF = "the_document_itself"
    NO_YEAR = "number_without_year_or_day"
    NO_AREA = "number_of_a_province"
    UNKNOWN_ISSUER = "issuer_not_known"
    DAY_UNREADABLE = "day_unreadable"
    DAY_CONTRADICTS = "day_contradicts"
    TYPE_CONTRADICTS = "type_contradicts_number"
    YEAR_CONTRADICTS = "year_contradicts_number"
    SHORT = "short_number"
    SEVERAL = "several_documents"
    ALIAS = "alias_not_resolved"
    NO_NUMBER = "no_number"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The document a citation names, by which rule; without a key, the rule is the reason why it is not known.

    `law` is the gazetteer's law where a name was resolved, `number` the whole number of a short one; `candidates` are the
    documents that may be meant; `present` when the document is there, not only known by being cited.
    """

    key: DocumentKey | None
    rule: str
    certainty: Certainty = Certainty.INFERRED
    candidates: tuple[DocumentKey, ...] = ()
    law: Law | None = None
    number: Number | None = None
    present: bool = False


def _no_area(_: Citation) -> None:
    return None


def resolve(
    citation: Citation,
    present: Present,
    names: LawNames | None = None,
    citations: Sequence[Citation] = (),
    issued: Day | None = None,
    area_of: AreaOf = _no_area,
) -> Resolution:
    """Return the document a citation names. `citations` are all of its text, `issued` the day or year of the citing document.

    `area_of` gives the province of whose bodies a citation names one, None where it names none for sure: provinces number their
    documents alike.
    """
    names = names or _NO_NAMES
    full = _fuller(citation, citations)
    if full.mention is Mention.SELF:
        return Resolution(None, Reason.SELF)
    if full.day_unreadable:
        return Resolution(None, Reason.DAY_UNREADABLE)
    if full.number is not None and full.mention is Mention.NUMBERED:
        return _by_number(full, full.number, present, names, None if full.number.is_central else area_of(full))
    if full.mention is Mention.SHORT and full.number is not None:
        return _by_short_number(full, full.number, present, names)
    if full.type in (*_LAWS, "pl") and full.name is not None and full.mention is Mention.NAMED:
        return _by_name(full, present, names, citations, issued)
    return Resolution(None, Reason.ALIAS if full.mention is Mention.ALIAS else Reason.NO_NUMBER)


def number_of(
    citation: Citation, citations: Sequence[Citation] = (), names: LawNames | None = None, issued: Day | None = None
) -> Number | None:
    """Return the số hiệu a citation stands for: its own, that of the citation it repeats, or that of the law its name means."""
    if citation.mention is Mention.NUMBERED:
        return citation.number
    full = _fuller(citation, citations)
    if full.mention is Mention.NUMBERED:
        return full.number
    found = resolve(citation, _nothing, names, citations, issued)
    return found.law.number if found.law else found.number or full.number


def _nothing(_: Shelfmark) -> Iterable[tuple[DocumentKey, date | None]]:
    return ()


def _fuller(citation: Citation, citations: Sequence[Citation]) -> Citation:
    """The mention of the same document that says most of it: itself, the earlier one it repeats, or the one that has the day."""
    if citation.same_as is not None and citation.same_as < len(citations) and not _is_whole(citation):
        citation = citations[citation.same_as]
    number = citation.number
    if citation.mention is Mention.NUMBERED and number is not None and number.year is None and citation.issued is None:
        dated = _mentions(citations).dated.get((_series(citation.type), number.folded), {})
        return next(iter(dated.values())) if len(dated) == 1 else citation
    return citation


def _is_whole(citation: Citation) -> bool:
    """True for a mention that is resolved by what it says itself."""
    if citation.mention is Mention.NAMED and citation.name is not None:
        return True  # all mentions of the text decide together: see `law_of`
    number = citation.number
    return citation.mention is Mention.NUMBERED and number is not None and (number.year or citation.issued) is not None


def _series(type: str) -> str:
    return "luat" if type in _LAWS else type


@dataclass(frozen=True, slots=True)
class _Mentions:
    """The full mentions of a text: by name, and by a number that only its day makes whole; each document once."""

    named: dict[tuple[str, tuple[str, ...]], dict[str, Citation]]
    dated: dict[tuple[str, str], dict[str, Citation]]


class _Identical:
    """Citations of one text as a key: the very tuple, not one like it."""

    __slots__ = ("citations",)

    def __init__(self, citations: tuple[Citation, ...]) -> None:
        self.citations = citations

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identical) and other.citations is self.citations

    def __hash__(self) -> int:
        return id(self.citations)


def _mentions(citations: Sequence[Citation]) -> _Mentions:
    # Asked for each citation of a text in turn: looking through all of them each time would take a square of time.
    return _mentions_kept(_Identical(citations)) if isinstance(citations, tuple) else _mentions_of(citations)


@lru_cache(maxsize=8)
def _mentions_kept(key: _Identical) -> _Mentions:
    return _mentions_of(key.citations)


def _mentions_of(citations: Sequence[Citation]) -> _Mentions:
    found = _Mentions({}, {})
    for citation in citations:
        number, day = citation.number, citation.issued
        if citation.name is not None and (number is not None or day is not None or citation.year is not None):
            identity = number.folded if number else str(day or citation.year)
            found.named.setdefault((_series(citation.type), name_words(citation.name)), {}).setdefault(identity, citation)
        elif number is not None and number.year is None and day is not None and citation.mention is Mention.NUMBERED:
            found.dated.setdefault((_series(citation.type), number.folded), {}).setdefault(day.isoformat(), citation)
    return found


def _by_number(citation: Citation, number: Number, present: Present, names: LawNames, area: str | None = None) -> Resolution:
    if number.type_codes and citation.type not in number.type_codes and not {citation.type, *number.type_codes} <= _LAWS:
        return Resolution(None, Reason.TYPE_CONTRADICTS)
    if number.is_local and area is None:
        return Resolution(None, Reason.NO_AREA)
    year = number.year or (citation.issued.year if citation.issued else None)
    if year is None:
        return Resolution(None, Reason.NO_YEAR)
    there = present(Shelfmark(number.ordinal_slug, year, series_of(number)))
    known = [(key, signed) for key, signed in there if _may_be(citation, key, area)]
    fit = [key for key, signed in known if citation.issued is None or signed is None or signed == citation.issued]
    if len(fit) > 1:
        return Resolution(None, Reason.SEVERAL, candidates=tuple(fit))
    if fit:
        return Resolution(fit[0], "number_and_day" if number.year is None else "full_citation", present=True)
    if known:
        return Resolution(None, Reason.DAY_CONTRADICTS, candidates=tuple(key for key, _ in known))
    law = names.numbered(number, citation.type)
    if law is not None:
        return Resolution(law.key, "number_in_gazetteer", law=law)
    if not number.is_central and area is None:
        return Resolution(None, Reason.UNKNOWN_ISSUER)
    if not _in_term(number, year):
        return Resolution(None, Reason.YEAR_CONTRADICTS)
    key = DocumentKey.of(number, citation.type, year, area)
    return Resolution(key, "number_is_whole" if number.year is not None else "number_and_day")


def _in_term(number: Number, year: int) -> bool:
    """False for a number of a National Assembly, or of its Standing Committee, that did not sit in that year: it is misprinted."""
    found = re.search(r"qh(\d+)$", number.symbol_slug)
    term = int(found[1]) if found else 0
    return term not in _ELECTED or _ELECTED[term] <= year <= _ELECTED.get(term + 1, year)


def _may_be(citation: Citation, key: DocumentKey, area: str | None) -> bool:
    return key.area == area and (key.type == citation.type or {key.type, citation.type} <= _LAWS)


def _by_short_number(citation: Citation, number: Number, present: Present, names: LawNames) -> Resolution:
    """"Nghị định 45/2012", "Luật số 58/2014": a number whose symbol only one body can have given."""
    year = number.year or (citation.issued.year if citation.issued else None)
    if year is None:
        return Resolution(None, Reason.SHORT)
    whole, law = _whole_number(citation, number, year, names)
    if whole is None:
        return Resolution(None, Reason.SHORT)
    found = _by_number(citation, whole, present, names)
    return replace(found, rule="short_number" if found.key else found.rule, law=law, number=whole)


def _whole_number(citation: Citation, number: Number, year: int, names: LawNames) -> tuple[Number | None, Law | None]:
    law = names.numbered(Number(number.ordinal, year, "", ""), citation.type) if citation.type in (*_LAWS, "pl") else None
    if citation.type == "nd" and year >= 1999:  # since then decrees are the Government's alone, and their numbers have years
        return Number(number.ordinal, year, "/", "NĐ-CP"), law
    return (law.number if law else None), law


def marks_of(citation: Citation, citations: Sequence[Citation], names: LawNames) -> Iterator[Shelfmark]:
    """Give every place that `resolve` may look at for a citation, or find a law at, whatever its day and area and what is there.

    It gives more than that: who knows what is present at all of these can resolve the citation without the rest of the corpus.
    """
    full = _fuller(citation, citations)
    for said in (full, _cited_fully(full, citations)):
        if said is None:
            continue
        laws = list(names.versions(said.name, said.type)) if said.name else []
        number = said.number
        if number is not None and (year := number.year or (said.issued.year if said.issued else None)):
            whole, law = _whole_number(said, number, year, names)
            for one in (number, *([whole] if whole else [])):
                yield Shelfmark(one.ordinal_slug, one.year or year, series_of(one))
            numbered = (names.numbered(number, type) for type in {citation.type, said.type})
            laws += [known for known in (law, *numbered) if known]
        yield from (Shelfmark.of(law.key) for law in laws)


def _by_name(
    citation: Citation, present: Present, names: LawNames, citations: Sequence[Citation], issued: Day | None
) -> Resolution:
    found, rule = law_of(citation, names, citations, issued)
    if found.law is not None:
        return Resolution(found.law.key, rule, candidates=(found.law.key,), law=found.law)
    elsewhere = _cited_fully(citation, citations)
    known = found.candidates or _outer_day(citation, citations) is not None
    if elsewhere is not None and elsewhere.number is not None and not known:
        by_number = _by_number(elsewhere, elsewhere.number, present, names)
        return replace(by_number, rule="named_and_numbered_in_the_text" if by_number.key else by_number.rule, number=elsewhere.number)
    return Resolution(None, found.doubt or Doubt.UNKNOWN_NAME, candidates=tuple(law.key for law in found.candidates))


def law_of(citation: Citation, names: LawNames, citations: Sequence[Citation] = (), issued: Day | None = None) -> tuple[LawFound, str]:
    """Return the law that a name means and the rule by which, or why that is not known.

    In the title of another document a name means what it meant when that document was issued.
    """
    name = citation.name or ""
    if citation.issued is not None or citation.year is not None:
        rule = "law_by_title_and_date" if citation.issued else "law_by_title_and_year"
        return names.law_at(name, citation.type, citation.issued, citation.year), rule
    outer = _outer_day(citation, citations)
    day = issued if outer is None else outer
    meant = names.law_meant(name, citation.type, day) if day is not None else names.law_at(name, citation.type)
    fully = _law_cited_fully(citation, names, citations)
    if fully is not None:
        # What the text says elsewhere counts, unless the law was not or no longer in force, or is an old one told apart.
        if (not meant.candidates or fully in meant.candidates) and not _told_apart(citation, names, citations, fully, day):
            return LawFound(fully, None, (fully,)), "named_and_numbered_in_the_text"
        return LawFound(None, Doubt.SEVERAL_VERSIONS, (fully, *meant.candidates)), ""
    return meant, "law_only_version" if day is None else "law_in_force_at_issue"


def _told_apart(citation: Citation, names: LawNames, citations: Sequence[Citation], fully: Law, day: Day | None) -> bool:
    """True when an old law is cited fully to tell it from the later one of its name, as at the end of what details the later.

    That is so where its year alone is said ("Luật A năm 2007"), or where the name alone was said before.
    """
    elsewhere = _cited_fully(citation, citations)
    if elsewhere is None or day is None:
        return False
    by_year = elsewhere.number is None and elsewhere.issued is None
    return (by_year or elsewhere.start > citation.start) and names.has_later(fully, day)


def _outer_day(citation: Citation, citations: Sequence[Citation]) -> Day | None:
    """The day or year of the document in whose title a citation stands; None for one that stands in no title."""
    seen = 0
    while citation.within is not None and citation.within < len(citations) and seen < 8:
        citation, seen = citations[citation.within], seen + 1
        number = citation.number
        if day := citation.issued or (number.year if number else None) or citation.year:
            return day
    return None


def _law_cited_fully(citation: Citation, names: LawNames, citations: Sequence[Citation]) -> Law | None:
    fully = _cited_fully(citation, citations)
    if fully is None:
        return None
    if fully.number is not None:
        return names.numbered(fully.number, citation.type)
    return names.law_at(fully.name or "", fully.type, fully.issued, fully.year).law


def _cited_fully(citation: Citation, citations: Sequence[Citation]) -> Citation | None:
    """The one citation of the same text that gives the name its number or day; None when there is none or several differ."""
    if citation.name is None or citation.issued is not None or citation.year is not None:
        return None
    full = _mentions(citations).named.get((_series(citation.type), name_words(citation.name)), {})
    return next(iter(full.values())) if len(full) == 1 else None

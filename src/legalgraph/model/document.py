"""Documents, what is known of those that are only cited, and the tables of types, bodies and areas."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.folding import fold
from legalgraph.model.identity import BASE, ELI_BASE, DocumentKey, is_identified
from legalgraph.model.number import Number, one_spelling, symbol_slug
from legalgraph.model.relation import Certainty

UNKNOWN_TITLE = "(chưa rõ tên văn bản)"
"""The title of a document of which only the number is known."""


class Status(StrEnum):
    """Status of a document on a day; the labels of the national database, and `unknown`.

    `partly_expired` includes documents that were merely amended, as in the official lists.
    """

    NOT_YET_IN_FORCE = "not_yet_in_force"
    IN_FORCE = "in_force"
    PARTLY_EXPIRED = "partly_expired"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    PARTLY_SUSPENDED = "partly_suspended"
    NO_LONGER_SUITABLE = "no_longer_suitable"
    UNKNOWN = "unknown"


class EntryRule(StrEnum):
    """How a document says when it comes into force, where it names no day."""

    ON_SIGNING = "on_signing"
    SIGNED_PLUS_10D = "signed_plus_10d"
    SIGNED_PLUS_45D = "signed_plus_45d"
    GAZETTE_PLUS_15D = "gazette_plus_15d"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One type of document; `rank` 1 is highest (Law 64/2025/QH15, Article 4), None where it has none."""

    code: str
    abbreviations: tuple[str, ...]
    vi: str
    en: str
    rank: int | None
    normative: bool | None


@dataclass(frozen=True, slots=True)
class Body:
    """One issuing body (eli:Organization), with the days between which it had this name."""

    code: str
    vi: str
    en: str
    valid_from: date | None = None
    valid_until: date | None = None
    successors: tuple[str, ...] = ()
    area: str | None = None
    certainty: Certainty = Certainty.VERIFIED


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that disagree about one field of a document, and which one was taken (a, b or none)."""

    field: str
    value_a: str
    source_a: str
    value_b: str
    source_b: str
    adopted: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of one document. Unknown is None, never a guess; dates are days without time.

    `path` is a document path, `citation/…` for one that cannot be identified, `text/…` for a text that cites some.
    `status` is the claim of the source, not a computed status. `period_from` and `period_until` are the years a programme covers.
    `subjects` are the fields of law (lĩnh vực) in the words of the source.
    """

    path: str
    type: str
    title: str
    number: str | None = None
    area: str | None = None
    issuers: tuple[str, ...] = ()
    signer: str | None = None
    signed: date | None = None
    published: date | None = None
    in_force_from: date | None = None
    in_force_rule: EntryRule | None = None
    in_force_until: date | None = None
    period_from: int | None = None
    period_until: int | None = None
    status: Status | None = None
    status_as_of: date | None = None
    status_basis: str | None = None
    certainty: Certainty = Certainty.VERIFIED
    sources: tuple[str, ...] = ()
    note: str | None = None
    conflicts: tuple[Conflict, ...] = ()
    subjects: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """The IRI of the document, citation or text."""
        return (BASE if self.is_text else ELI_BASE) + self.path

    @property
    def is_text(self) -> bool:
        """True for a text that is not itself a legal document, such as a news article."""
        return self.path.startswith("text/")

    @property
    def identified(self) -> bool:
        """False for something known only by citation, and for texts."""
        return is_identified(self.path)

    @property
    def key(self) -> DocumentKey:
        """The key. Raises InvalidIdentifier when the document is not identified."""
        return DocumentKey.parse(self.path)

    @property
    def signed_in_another_year(self) -> bool:
        """True where the day of signing does not go with the year in the number: one of the two is not as recorded."""
        return self.identified and self.signed is not None and is_of_another_year(self.signed, self.key.year)

    @property
    def year(self) -> int | None:
        """Year of the number, else of signing; None when neither is known."""
        return self.key.year if self.identified else (self.signed.year if self.signed else None)


def is_of_another_year(signed: date, year: int) -> bool:
    """True of a day of signing that does not go with the year in the number.

    Registers are closed late or opened early: what is signed in December may have the next year, in January the one before.
    """
    turn = {12: 1, 1: -1}.get(signed.month, 0)
    return year not in (signed.year, signed.year + turn)


def says_type(title: str, type_label: str) -> bool:
    """True of a title that begins with the type of its document, as "Luật Nuôi tằm" does: the name does not say it again."""
    title, label = fold(title), fold(type_label)
    return title == label or title.startswith(f"{label} ")


# "…", "./.", "; ." at the end of a title; "v.v." and "TP." end with a dot of their own.
_FULL_STOP = re.compile(r"\s*[,;]?\s*(?<!\.)\.(?:/\.?|\.)?\Z")
_OWN_DOT = re.compile(r"(?<!\w)(?:v|TP|Tp|TX|Tx)\Z")


def presentable_title(said: str) -> str:
    """A title as the name of a document: in one line, it begins with a capital, and no full stop ends it.

    >>> presentable_title("về tơ, lụa, v.v./."), presentable_title("nuôi tằm ./.")
    ('Về tơ, lụa, v.v.', 'Nuôi tằm')
    """
    words = " ".join(said.split())
    if (stop := _FULL_STOP.search(words)) and stop.start():
        words = words[: stop.start()] + ("." if _OWN_DOT.search(words, 0, stop.start()) else "")
    return words[:1].upper() + words[1:]


def in_symbol_order(codes: Iterable[str], number: str | None) -> tuple[str, ...]:
    """Order issuing bodies as the số hiệu names them: the lead issuer of a joint circular stands first."""
    codes = tuple(codes)
    if len(codes) < 2:
        return codes
    symbol = f"-{_series(number or '')}-"
    places = {code: symbol.find(f"-{code}-") for code in codes}
    return tuple(sorted(places, key=lambda code: (places[code] < 0, places[code], code)))


def _series(number: str) -> str:
    try:
        return Number.parse(number).series_slug
    except InvalidIdentifier:
        return one_spelling(symbol_slug(number.lstrip("0123456789./- ")))


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that is not itself a legal document but cites some, such as a news article, or a document that cannot be identified.

    `note` is what the latter says of itself: its number, issuer and day.
    """

    digest: str
    name: str
    text: str
    note: str | None = None

    @property
    def path(self) -> str:
        """The path under the base IRI."""
        return f"text/{self.digest}"

    @property
    def iri(self) -> str:
        """The IRI of the text."""
        return BASE + self.path

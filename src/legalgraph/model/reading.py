"""What was read from one text: its parts, what it cites, and what it says of other documents and of itself.

All offsets are code points of the stored NFC text, and `text[start:end] == quote` holds wherever both are given.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from legalgraph.model.number import Number
from legalgraph.model.offsets import OffsetMap
from legalgraph.model.provision import Locator


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that was not understood, or understood with doubt, and where. `code` is stable, `message` for people."""

    code: str
    message: str
    start: int = 0
    end: int = 0


class Mention(StrEnum):
    """How a document is cited."""

    NUMBERED = "numbered"  # Nghị định số 45/2012/NĐ-CP …
    NAMED = "named"  # Luật Đầu tư; Luật Đầu tư năm 2020; Luật Đầu tư ngày 17 tháng 6 năm 2020
    SHORT = "short"  # Thông tư liên tịch số 01/2017; Luật số 58/2014: a number without its symbol
    ALIAS = "alias"  # what the text itself has introduced by "sau đây gọi là"
    SELF = "self"  # Nghị định này


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document: from the type word to the number or name and the date that directly follows.

    `type` is a code of `data/vn/types.csv` (nd, tt, luat …). `name` is a law's name as printed, type word included.
    `extent` is where the whole noun phrase ends, issuer and title included ("… của Chính phủ về khuyến công").
    `within` is the index of the citation in whose title or extent this one stands; such a one is no target.
    `same_as` is the index of an earlier citation of the same text that names the same document more fully.
    `places` are the places named before it ("khoản 2 Điều 5 của …"), from `places_start`.
    `day_unreadable` when a date is printed that no calendar has.
    """

    start: int
    end: int
    quote: str
    type: str
    mention: Mention = Mention.NUMBERED
    number: Number | None = None
    issued: date | None = None
    year: int | None = None  # of "Luật Đầu tư năm 2020", where no number or date says it
    name: str | None = None
    issuer: str | None = None
    title: str | None = None
    extent: int = 0
    within: int | None = None
    same_as: int | None = None
    places: tuple[Locator, ...] = ()
    places_start: int | None = None
    day_unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The document a statement is about, as far as the text names it; `this` for the document that speaks."""

    type: str | None = None
    number: Number | None = None
    issued: date | None = None
    name: str | None = None
    year: int | None = None
    title: str | None = None
    citation: int | None = None  # index among the citations of the reading
    this: bool = False
    context: bool = False  # the document that the heading above, given by the caller, is about


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of words: spans of the text, quotation marks included, and where new words go ("after “kén”")."""

    old_words: tuple[int, int] | None = None
    new_words: tuple[int, int] | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What the text says: an act upon a document, a past act it reports, or when something holds.

    `kind` is a code of the relation table (basis, ends, amends …), or `history`, `amended_by` (a note of a
    consolidation), `in_force`, `applies_from`, `self_expiry`, `dynamic_reference`.
    Days are ISO dates, or words for an event: `sign_date`, `sign_date+45d`, `gazette_date+15d`, or the printed event.
    `anchor` is a position such as `after dieu_14`; `old_words` and `new_words` are spans of the text.
    `further` are the other edits of words that the same instruction makes in the same places.
    `in_part` are those of the `provisions` of which only the rules about one thing are repealed: "quy định về tơ tại Điều 5".
    `source` is the place in the acting document that says it.
    """

    kind: str
    target: Target
    start: int
    end: int
    provisions: tuple[Locator, ...] = ()
    date: str | None = None
    effective_from: str | None = None
    until: str | None = None
    by: tuple[Target, ...] = ()
    by_provisions: tuple[Locator, ...] = ()
    anchor: str | None = None
    old_words: tuple[int, int] | None = None
    new_words: tuple[int, int] | None = None
    exception: str | None = None
    role: str | None = None  # base, amending or correcting, in a consolidation
    source: Locator | None = None
    rule: str = ""
    further: tuple[Edit, ...] = ()
    in_part: tuple[Locator, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of a text. The children cover the unit from the end of its lead to its end, without a gap.

    `kind` is a unit of `provision.UNITS` (dieu, khoan, diem …), or `document`, `header`, `title`, `recitals`, `body`,
    `signature`, `recipients`, `notes`, `note`, `text`. `label` is the number as printed ("5a", "đ", "II").
    `lead` is where the words before the first child end: number, heading and opening paragraph.
    """

    kind: str
    label: str
    start: int
    end: int
    lead: int
    heading: str | None = None
    children: tuple["Unit", ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark, its own words (a span of the stored text), and where in the text it is called."""

    label: str
    start: int
    end: int
    called: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself; unknown is None. `issuers` and `signer` are as printed.

    `in_force` is what its own clause says, in the words of `Statement.date`.
    """

    type: str | None = None
    number: Number | None = None
    issued: date | None = None
    place: str | None = None
    issuers: tuple[str, ...] = ()
    title: str | None = None
    signer: str | None = None
    signer_post: str | None = None
    number_span: tuple[int, int] | None = None
    issued_span: tuple[int, int] | None = None
    title_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A text made readable: NFC, lines joined to paragraphs, page furniture out, footnotes at the end.

    `back` leads from offsets of `text` to those of the text as it was given.
    """

    text: str
    back: OffsetMap = field(default_factory=OffsetMap)
    notes: tuple[Note, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one text."""

    text: str
    back: OffsetMap
    metadata: Metadata
    tree: Unit
    citations: tuple[Citation, ...]
    statements: tuple[Statement, ...]
    notes: tuple[Note, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in its file a piece of text stood: page and line count from 1; the box is in points from the page's top left."""

    page: int | None = None
    line: int | None = None
    part: str | None = None  # a file in an archive, a table, an annex, a footnote
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One document as a reader of files gives it, not yet made sense of.

    `text` is NFC, a paragraph or a printed line a line; `origins` are (offset, origin) in rising order, each good until
    the next. `given` are values that stood beside the text: id, number, title, issued … as strings; `dropped` are those that are no single
    value of a column or too long for one, shortened.
    `notes_start` is where footnotes begin that the reader set apart, one a line as "[label] words"; `note_calls` are
    (offset, label) of their marks, which are no longer in the text.
    """

    name: str
    text: str
    media_type: str
    digest: str
    origins: tuple[tuple[int, Origin], ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    notes_start: int | None = None
    note_calls: tuple[tuple[int, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()

"""Relations between documents: the one table of kinds, and the relation with its evidence.

Direction is always acting document ▶ document acted upon. The SKOS scheme `ontology/relations.ttl` says the same
as this table; a test holds them together.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.identity import BASE
from legalgraph.model.provision import Provision


class Certainty(StrEnum):
    """How a statement is known. `unverified` is kept out of the graph."""

    VERIFIED = "verified"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


class Group(StrEnum):
    """Families of relation kinds, one look each in diagrams."""

    REPLACES = "replaces"
    AMENDS = "amends"
    BASIS = "basis"
    DETAILS = "details"
    SUCCEEDS = "succeeds"
    CONSOLIDATES = "consolidates"
    REFERS = "refers"


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One kind of relation. `vi` and `en` read between two names: "A căn cứ B"; the inverses likewise.

    `predicate`, `inverse`, `parents` and `inverse_parents` are prefixed names of the eli: and lg: vocabularies.
    """

    code: str
    predicate: str
    inverse: str | None
    parents: tuple[str, ...]
    inverse_parents: tuple[str, ...]
    vi: str
    vi_inverse: str
    en: str
    en_inverse: str
    group: Group

    @property
    def symmetric(self) -> bool:
        """True when A rel B says the same as B rel A."""
        return self.predicate == self.inverse

    def verb(self, language: str, inverse: bool = False) -> str:
        """The words that stand between the two documents."""
        if language == "vi":
            return self.vi_inverse if inverse else self.vi
        return self.en_inverse if inverse else self.en


_BASED = (("eli:based_on",), ("eli:basis_for",))
_CHANGES = (("eli:changes",), ("eli:changed_by",))
_AMENDS = (("eli:amends", "eli:changes"), ("eli:amended_by", "eli:changed_by"))
_REPEALS = (("eli:repeals", "eli:changes"), ("eli:repealed_by", "eli:changed_by"))
_SUSPENDS = (("lg:suspends", "eli:changes"), ("lg:suspended_by", "eli:changed_by"))
_CONSOLIDATES = (("eli:consolidates",), ("eli:consolidated_by",))
_REFERS = (("eli:refers_to",), ())
_RELATED = (("eli:related_to",), ("eli:related_to",))
_IMPLEMENTS = (("eli:ensures_implementation_of",), ("eli:implementation_ensured_by",))
_ANNEX = (("eli:has_annex",), ())
_NONE: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

_G = Group
# code, predicate, inverse, (parents, parents of the inverse), vi, vi inverse, en, en inverse, group
_ROWS = (
    ("basis", "lg:has_legal_basis", "lg:legal_basis_of", _BASED,
     "căn cứ", "là căn cứ của", "has as legal basis", "is the legal basis of", _G.BASIS),
    ("details", "lg:details", "lg:detailed_by", _BASED,
     "quy định chi tiết, hướng dẫn thi hành", "được quy định chi tiết, hướng dẫn thi hành bởi",
     "lays down detailed rules for", "is detailed by", _G.DETAILS),
    ("guides_application", "lg:guides_application_of", "lg:application_guided_by", _REFERS,
     "hướng dẫn áp dụng", "được hướng dẫn áp dụng bởi",
     "guides the application of", "has its application guided by", _G.DETAILS),
    ("adopts_programme", "lg:adopts_programme_under", "lg:has_programme", _BASED,
     "phê duyệt chương trình theo", "có chương trình được phê duyệt bởi",
     "adopts a programme under", "has a programme adopted by", _G.DETAILS),
    ("carries_out", "lg:carries_out", "lg:carried_out_by", _IMPLEMENTS,
     "triển khai thực hiện", "được triển khai thực hiện bởi", "carries out", "is carried out by", _G.DETAILS),
    ("amends", "eli:amends", "eli:amended_by", _CHANGES,
     "sửa đổi, bổ sung", "được sửa đổi, bổ sung bởi", "amends", "is amended by", _G.AMENDS),
    ("adds", "eli:amends", "eli:amended_by", _CHANGES,
     "bổ sung", "được bổ sung bởi", "adds to", "is added to by", _G.AMENDS),
    ("renames", "eli:amends", "eli:amended_by", _CHANGES,
     "sửa đổi tên", "được sửa đổi tên bởi", "changes a heading of", "has a heading changed by", _G.AMENDS),
    ("substitutes_phrase", "eli:amends", "eli:amended_by", _CHANGES,
     "thay thế cụm từ trong", "được thay thế cụm từ bởi",
     "substitutes words in", "has words substituted by", _G.AMENDS),
    ("deletes_phrase", "eli:amends", "eli:amended_by", _CHANGES,
     "bỏ cụm từ trong", "bị bỏ cụm từ bởi", "deletes words from", "has words deleted by", _G.AMENDS),
    ("inserts_phrase", "eli:amends", "eli:amended_by", _CHANGES,
     "bổ sung cụm từ vào", "được bổ sung cụm từ bởi", "inserts words into", "has words inserted by", _G.AMENDS),
    ("replaces_annex", "eli:amends", "eli:amended_by", _CHANGES,
     "thay thế phụ lục, mẫu của", "được thay thế phụ lục, mẫu bởi",
     "replaces an annex or form of", "has an annex or form replaced by", _G.AMENDS),
    ("repeals_part", "lg:abolishes_part_of", "lg:partly_abolished_by", _AMENDS,
     "bãi bỏ một phần", "bị bãi bỏ một phần bởi", "repeals part of", "is partly repealed by", _G.AMENDS),
    ("ends_part", "lg:ends_part_of", "lg:partly_ended_by", _AMENDS,
     "làm hết hiệu lực một phần", "hết hiệu lực một phần theo",
     "ends part of", "is partly ended by", _G.AMENDS),
    ("replaces_part", "lg:replaces_part_of", "lg:partly_replaced_by", _AMENDS,
     "thay thế một phần", "bị thay thế một phần bởi", "replaces part of", "is partly replaced by", _G.AMENDS),
    ("replaces", "lg:replaces", "lg:replaced_by", _REPEALS,
     "thay thế", "bị thay thế bởi", "replaces", "is replaced by", _G.REPLACES),
    ("repeals", "lg:abolishes", "lg:abolished_by", _REPEALS,
     "bãi bỏ", "bị bãi bỏ bởi", "repeals", "is repealed by", _G.REPLACES),
    ("ends", "lg:ends", "lg:ended_by", _REPEALS,
     "làm hết hiệu lực", "hết hiệu lực theo", "ends the effect of", "has its effect ended by", _G.REPLACES),
    ("suspends", "lg:suspends_effect_of", "lg:effect_suspended_by", _SUSPENDS,
     "ngưng hiệu lực", "bị ngưng hiệu lực bởi", "suspends the effect of", "has its effect suspended by", _G.REPLACES),
    ("suspends_part", "lg:suspends_part_of", "lg:partly_suspended_by", _SUSPENDS,
     "đình chỉ một phần", "bị đình chỉ một phần bởi",
     "suspends part of", "is partly suspended by", _G.REPLACES),
    ("suspends_enforcement", "lg:suspends_enforcement_of", "lg:enforcement_suspended_by", _SUSPENDS,
     "đình chỉ thi hành", "bị đình chỉ thi hành bởi",
     "suspends the enforcement of", "has its enforcement suspended by", _G.REPLACES),
    ("restores", "lg:restores_effect_of", "lg:effect_restored_by", _CHANGES,
     "cho tiếp tục có hiệu lực", "được tiếp tục có hiệu lực theo",
     "restores the effect of", "has its effect restored by", _G.AMENDS),
    ("extends_term", "lg:extends_term_of", "lg:term_extended_by", _CHANGES,
     "kéo dài thời hạn của", "được kéo dài thời hạn bởi", "extends the term of", "has its term extended by", _G.AMENDS),
    ("continues", "lg:continues_application_of", "lg:application_continued_by", _REFERS,
     "cho tiếp tục áp dụng", "được tiếp tục áp dụng theo",
     "continues the application of", "continues to apply under", _G.REFERS),
    ("commences", "eli:commences", "eli:commenced_by", _CHANGES,
     "quy định ngày có hiệu lực của", "được quy định ngày có hiệu lực bởi",
     "commences", "is commenced by", _G.AMENDS),
    ("corrects", "eli:corrects", "eli:corrected_by", _NONE,
     "đính chính", "được đính chính bởi", "corrects", "is corrected by", _G.AMENDS),
    ("consolidates", "lg:consolidates_base", "lg:base_consolidated_by", _CONSOLIDATES,
     "hợp nhất", "được hợp nhất trong", "consolidates", "is consolidated in", _G.CONSOLIDATES),
    ("consolidates_amendment", "lg:consolidates_amendment", "lg:amendment_consolidated_by", _CONSOLIDATES,
     "hợp nhất phần sửa đổi của", "có phần sửa đổi được hợp nhất trong",
     "consolidates the amendments of", "has its amendments consolidated in", _G.CONSOLIDATES),
    ("promulgates", "lg:promulgates", "lg:promulgated_by", _ANNEX,
     "ban hành kèm theo", "được ban hành kèm theo", "promulgates", "is promulgated by", _G.DETAILS),
    ("interprets", "lg:interprets", "lg:interpreted_by", _REFERS,
     "giải thích", "được giải thích bởi", "interprets", "is interpreted by", _G.REFERS),
    ("announces", "lg:announces", "lg:announced_by", _REFERS,
     "công bố", "được công bố bởi", "announces", "is announced by", _G.REFERS),
    ("succeeds", "lg:succeeds", "lg:succeeded_by", _RELATED,
     "kế tiếp", "được kế tiếp bởi", "follows in time", "is followed by", _G.SUCCEEDS),
    ("same_subject", "lg:same_subject_as", "lg:same_subject_as", _RELATED,
     "liên quan cùng nội dung với", "liên quan cùng nội dung với",
     "has the same subject as", "has the same subject as", _G.REFERS),
    ("related", "lg:related_otherwise_to", "lg:related_otherwise_to", _RELATED,
     "có liên quan đến", "có liên quan đến", "is related to", "is related to", _G.REFERS),
    ("refers", "eli:cites", "eli:cited_by", _NONE,
     "dẫn chiếu", "được dẫn chiếu bởi", "cites", "is cited by", _G.REFERS),
)  # fmt: skip


@cache
def kinds() -> dict[str, RelationKind]:
    """Return all relation kinds by code, in the order of the table."""
    return {
        code: RelationKind(code, predicate, inverse, parents[0], parents[1], vi, vi_inv, en, en_inv, group)
        for code, predicate, inverse, parents, vi, vi_inv, en, en_inv, group in _ROWS
    }


def kind(code: str) -> RelationKind:
    """Return the kind with this code. Raises InvalidIdentifier naming the codes there are."""
    try:
        return kinds()[code]
    except KeyError:
        raise InvalidIdentifier(f"unknown relation kind {code!r}; the kinds are {', '.join(kinds())}") from None


# Kinds by which the document acted upon stops, changes in part, or stands still.
ENDING = frozenset({"replaces", "repeals", "ends"})
ENDING_PART = frozenset({"repeals_part", "ends_part", "replaces_part"})
CHANGING = ENDING_PART | {"amends", "adds", "renames", "substitutes_phrase", "deletes_phrase", "inserts_phrase", "replaces_annex"}
SUSPENDING = frozenset({"suspends", "suspends_part", "suspends_enforcement"})
ACTS = ENDING | CHANGING | SUSPENDING | {"corrects", "consolidates", "succeeds", "extends_term", "restores", "commences"}
"""Kinds by which another document changes what holds of one: they are its history."""

BEGUN_BEFORE = frozenset({"formula_begun_before", "formula_older_rules"})
"""Rules by which a text was found to let another go on for what was begun under it, and for nothing else."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in a stored text; offsets are code points of its NFC form and `text[start:end] == exact`.

    `prefix` and `suffix` are what stands at once before and after them, as far as it helps to read them.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    @property
    def read(self) -> str:
        """The words together with what stands before and after them."""
        return f"{self.prefix}{self.exact}{self.suffix}"


TELLING_FIRST = ("recital", "text", "title", "heading", "page", "reasoning", "citation")
"""Kinds of evidence, those first that say what a relation is, and last the mere name of its target."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a relation can be checked. `kind` is one of TELLING_FIRST; a `heading` says what is done to the items below it."""

    kind: str
    url: str | None = None
    note: str | None = None
    note_en: str | None = None
    quote: Quote | None = None

    @property
    def order(self) -> tuple[int, int]:
        """Sorts what says the relation before what only names its target, and the words of a text as they stand there."""
        told = TELLING_FIRST.index(self.kind) if self.kind in TELLING_FIRST else len(TELLING_FIRST)
        return told, self.quote.start if self.quote else -1


@dataclass(frozen=True, slots=True)
class Operation:
    """What an amending relation does to words. `anchor` is a position such as `after dieu_14`, not a target."""

    action: str
    anchor: str | None = None
    old_text: str | None = None
    new_text: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation between two documents. `source` and `target` are document, citation or text paths.

    `places` are the places of the target named in a way that no single provision stands for, as `Locator.notation`
    (ranges, "các mẫu"). `condition` is an event, as printed, on which the effective day depends; `exception` is what the act leaves out.
    `not_before` is stated nowhere: of an act without a day, filled in on reading, the first day on which it may have effect.
    """

    source: str
    target: str
    kind: str
    source_provision: Provision | None = None
    target_provision: Provision | None = None
    effective_from: date | None = None
    until: date | None = None
    certainty: Certainty = Certainty.VERIFIED
    rule: str | None = None
    evidence: tuple[Evidence, ...] = ()
    places: tuple[str, ...] = ()
    condition: str | None = None
    exception: str | None = None
    operation: Operation | None = None
    not_before: date | None = None

    @property
    def id(self) -> str:
        """A hash of source, kind, target, provisions and words changed: the same relation has the same id everywhere."""
        parts: tuple[str, ...] = (
            self.source,
            self.kind,
            self.target,
            self.source_provision.path if self.source_provision else "",
            self.target_provision.path if self.target_provision else "",
        )
        if self.operation:
            parts += (self.operation.anchor or "", self.operation.old_text or "", self.operation.new_text or "")
        return sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    @property
    def iri(self) -> str:
        """The IRI of the relation's node."""
        return f"{BASE}relation/{self.id}"

"""Relations, statuses and evidence in words, Vietnamese ("vi") or English ("en"), for pages and commands alike."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from legalgraph.model.document import UNKNOWN_TITLE, Document, EntryRule, Status, says_type
from legalgraph.model.folding import fold, nfc
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Certainty, Evidence, Relation, kind
from legalgraph.registry import areas, type_label
from legalgraph.time.parts import last_day
from legalgraph.time.status import Reason, StatusOnDay
from legalgraph.wording.places import condition_words, exception_words, listed_words, places_words

LANGUAGES = ("vi", "en")

_STATUS = {
    Status.NOT_YET_IN_FORCE: ("Chưa có hiệu lực", "Not yet in force"),
    Status.IN_FORCE: ("Còn hiệu lực", "In force"),
    Status.PARTLY_EXPIRED: ("Hết hiệu lực một phần", "Partly no longer in force"),
    Status.EXPIRED: ("Hết hiệu lực toàn bộ", "No longer in force"),
    Status.SUSPENDED: ("Ngưng hiệu lực", "Suspended"),
    Status.PARTLY_SUSPENDED: ("Ngưng hiệu lực một phần", "Partly suspended"),
    Status.NO_LONGER_SUITABLE: ("Không còn phù hợp", "No longer suitable"),
    Status.UNKNOWN: ("Chưa xác định", "Not determined"),
}
_NOT_ISSUED = ("Chưa được ban hành", "Not issued yet")
_CERTAINTY = {
    Certainty.VERIFIED: ("đã kiểm chứng", "verified"),
    Certainty.INFERRED: ("suy luận", "inferred"),
    Certainty.UNVERIFIED: ("chưa kiểm chứng", "unverified"),
}
_EVIDENCE = {
    "recital": ("phần căn cứ của văn bản", "recital of the document"),
    "title": ("tên văn bản", "title of the document"),
    "text": ("nội dung văn bản", "text of the document"),
    "heading": ("lời dẫn trên danh sách", "words above the list"),
    "page": ("trang thông tin", "information page"),
    "reasoning": ("lập luận", "reasoning"),
    "citation": ("lời dẫn trong văn bản đã đọc", "citation in a text that was read"),
}
_ENTRY_RULE = {
    EntryRule.ON_SIGNING: ("từ ngày ký", "from the day of signing"),
    EntryRule.SIGNED_PLUS_10D: ("sau 10 ngày kể từ ngày ký", "10 days after signing"),
    EntryRule.SIGNED_PLUS_45D: ("sau 45 ngày kể từ ngày ký", "45 days after signing"),
    EntryRule.GAZETTE_PLUS_15D: ("sau 15 ngày kể từ ngày đăng Công báo", "15 days after publication in the Gazette"),
}
_REASONS = {
    "future": ("ngày này chưa đến", "this day has not come yet"),
    "start_unknown": ("chưa rõ ngày có hiệu lực", "the day of entry into force is not known"),
    "in_force_since": ("có hiệu lực từ {day}", "in force from {day}"),
    "in_force_later": ("có hiệu lực từ {day}", "comes into force on {day}"),
    "in_force_until": ("có hiệu lực đến trước {day}", "ceases to be in force on {day}"),
    "not_signed_yet": ("đến {day} mới được ký", "signed only on {day}"),
    "ended_on": ("hết hiệu lực từ {day}", "no longer in force from {day}"),
    "ended_by_replaces": ("bị thay thế bởi {source} từ {day}", "replaced by {source} from {day}"),
    "ended_by_repeals": ("bị bãi bỏ bởi {source} từ {day}", "repealed by {source} from {day}"),
    "ended_by_ends": ("hết hiệu lực theo {source} từ {day}", "ended by {source} from {day}"),
    "ended_by_replaces_undated": ("bị thay thế bởi {source}, chưa rõ từ ngày nào", "replaced by {source}, day not known"),
    "ended_by_repeals_undated": ("bị bãi bỏ bởi {source}, chưa rõ từ ngày nào", "repealed by {source}, day not known"),
    "ended_by_ends_undated": ("hết hiệu lực theo {source}, chưa rõ từ ngày nào", "ended by {source}, day not known"),
    "continues_in_part": ("một phần tiếp tục có hiệu lực theo {source}", "a part continues to apply under {source}"),
    "suspended": ("bị ngưng hiệu lực bởi {source} từ {day}", "suspended by {source} from {day}"),
    "repealed_in_part": ("bị bãi bỏ một phần bởi {source} từ {day}", "partly repealed by {source} from {day}"),
    "ended_in_part": ("hết hiệu lực một phần theo {source} từ {day}", "partly ended by {source} from {day}"),
    "replaced_in_part": ("bị thay thế một phần bởi {source} từ {day}", "partly replaced by {source} from {day}"),
    "suspended_undated": ("bị ngưng hiệu lực bởi {source}, chưa rõ từ ngày nào", "suspended by {source}, day not known"),
    "amended": ("được sửa đổi, bổ sung bởi {source} từ {day}", "amended by {source} from {day}"),
    "amended_undated": ("được sửa đổi, bổ sung bởi {source}, chưa rõ từ ngày nào", "amended by {source}, day not known"),
    "repealed_in_part_undated": ("bị bãi bỏ một phần bởi {source}, chưa rõ từ ngày nào", "partly repealed by {source}, day not known"),
    "ended_in_part_undated": ("hết hiệu lực một phần theo {source}, chưa rõ từ ngày nào", "partly ended by {source}, day not known"),
    "replaced_in_part_undated": ("bị thay thế một phần bởi {source}, chưa rõ từ ngày nào", "partly replaced by {source}, day not known"),
    "period_over": (
        "giai đoạn của chương trình đã kết thúc {day}; chưa thấy văn bản chấm dứt hiệu lực",
        "the programme's period ended on {day}; no document ending its effect has been seen",
    ),
    "within_period": ("ngày này nằm trong giai đoạn của chương trình", "the day lies within the programme's period"),
    "no_evidence_of_force": (
        "chưa có nguồn xác nhận còn hiệu lực vào ngày này",
        "no source confirms that it was in force on this day",
    ),
    "acted_upon_later": (
        "vẫn còn hiệu lực vào {day}, khi {source} tác động đến",
        "still in force on {day}, when {source} acted upon it",
    ),
}
# What is said instead after the places of which it holds: the whole of each.
_OF_PLACES = {
    f"{part}{undated}": _REASONS[f"{whole}{undated}"]
    for part, whole in (
        ("repealed_in_part", "ended_by_repeals"), ("ended_in_part", "ended_by_ends"), ("replaced_in_part", "ended_by_replaces"),
    )
    for undated in ("", "_undated")
} | {"continues_in_part": ("tiếp tục có hiệu lực theo {source}", "continues to apply under {source}")}  # fmt: skip
_LASTED = ("{places} tiếp tục có hiệu lực đến hết {day}", "{places} continued to apply to the end of {day}")
_A_PART = ("một phần", "a part")
_ANOTHER_YEAR = ("ngày ký không khớp với năm trong số hiệu", "the day of signing does not go with the year in the number")
_BEFORE_SIGNING = ("trước ngày ký", "before the day of signing")
_NO_TITLE = (UNKNOWN_TITLE, "(title not known)")
_SIGNED = (", ký ngày {day}", ", signed {day}")
_LAST_DAY = (" đến hết {day}", " to the end of {day}")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# Kinds whose words say "a part of the document", and what is said where that part is named.
_OF_THE_WHOLE = {"repeals_part": "repeals", "ends_part": "ends", "replaces_part": "replaces", "suspends_part": "suspends"}
_UNITS = {"điều": "dieu", "khoản": "khoan", "điểm": "diem"}
_THIS = re.compile(
    r"\b(?:(?P<unit>Điều|[Kk]hoản|[Đđ]iểm)"
    r"|Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết(?: liên tịch)?|Thông tư(?: liên tịch)?|Quyết định|Chỉ thị|Lệnh)\s+này\b"
)
_CLAIM = ("nguồn ghi “{status}”", "a source says “{status}”")
_UNDATED_CLAIM = (", không ghi ngày", ", without a day")


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "vi" else pair[1]


def name(document: Document, language: str = "vi") -> str:
    """What a lawyer calls the document: type and number, with the year where the number has none."""
    if document.is_text:
        return document.title
    label = type_label(document.type, language)
    if not document.number:
        return nfc(document.title if says_type(document.title, label) else f"{label} “{document.title}”")
    year = f" ({document.year})" if document.year and f"/{document.year}" not in document.number else ""
    area = f" {_place(document)}" if document.area else ""
    return f"{label} {document.number}{area}{year}"


def title(document: Document, language: str = "vi") -> str:
    """What the title says besides the name; nothing where the name has it, and the words for one that is not known."""
    return title_beside(document.number, document.title, type_label(document.type), language)


def title_beside(number: str | None, title: str, type_words: str, language: str = "vi") -> str:
    """As `title`, of a document of which these are known; `type_words` are its type in Vietnamese.

    >>> title_beside("901/2031/NĐ-CP", "Nghị định số 901/2031/NĐ-CP", "Nghị định")
    ''
    """
    if not number:
        return ""
    if title == UNKNOWN_TITLE:
        return _pick(_NO_TITLE, language)
    said = fold(title).removeprefix(fold(type_words)).strip().removeprefix("so ").strip()
    return "" if said == fold(number) else title


def _place(document: Document) -> str:
    area = areas().get(document.area or "")
    return area.vi if area else document.area or ""


def _named(path: str, documents: Mapping[str, Document], language: str) -> str:
    document = documents.get(path)
    return name(document, language) if document else path


def date_words(day: date, language: str = "vi") -> str:
    """21/5/2012 in Vietnamese, 21 May 2012 in English, whatever the machine's locale."""
    return f"{day.day}/{day.month}/{day.year}" if language == "vi" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def signing_note(document: Document, language: str = "vi") -> str | None:
    """What is odd about the day of signing; None where nothing is."""
    return _pick(_ANOTHER_YEAR, language) if document.signed_in_another_year else None


def entry_note(document: Document, started: date | None, language: str = "vi") -> str | None:
    """That a document came into force before it was signed, which may be lawful; None where it did not."""
    return _pick(_BEFORE_SIGNING, language) if started and document.signed and started < document.signed else None


def status_label(status: Status, language: str = "vi") -> str:
    """The label of a status, as the national database words it."""
    return _pick(_STATUS[status], language)


def status_label_on_day(found: StatusOnDay, language: str = "vi") -> str:
    """The label of a status on a day; before its signing a document is not issued, rather than not in force."""
    return status_label(found.status, language) if found.issued else not_issued_label(language)


def not_issued_label(language: str = "vi") -> str:
    """The label of a document before its signing."""
    return _pick(_NOT_ISSUED, language)


def certainty_label(certainty: Certainty, language: str = "vi") -> str:
    """The label of a certainty."""
    return _pick(_CERTAINTY[certainty], language)


def kind_label(code: str, language: str = "vi", inverse: bool = False) -> str:
    """The label of a relation kind, seen from the acting document or, inverse, from the other."""
    return kind(code).verb(language, inverse)


def verb(relation: Relation, language: str = "vi", inverse: bool = False) -> str:
    """The label of a relation, seen from either end: what names the place that is repealed repeals the whole of that place.

    "Bãi bỏ một phần Điều 5" would say that the rest of Article 5 stands.
    """
    if not _placed(relation):
        return kind_label(relation.kind, language, inverse)
    if relation.kind == "adds" and language == "en" and not _added_to_the_place(relation):
        return "is added by" if inverse else "adds"
    return kind_label(_OF_THE_WHOLE.get(relation.kind, relation.kind), language, inverse)


def _placed(relation: Relation) -> bool:
    return relation.target_provision is not None or bool(relation.places)


def _added_to_the_place(relation: Relation) -> bool:
    """Words put at the end of a clause are added to it; a new clause is itself what is added."""
    anchor = relation.operation.anchor if relation.operation else None
    return bool(anchor and relation.target_provision and anchor.split()[-1] == relation.target_provision.path)


def entry_rule_words(rule: EntryRule, language: str = "vi") -> str:
    """When a rule of entry into force lets a document begin."""
    return _pick(_ENTRY_RULE[rule], language)


def sentence(
    relation: Relation, documents: Mapping[str, Document], language: str = "vi", seen_from: str | None = None
) -> str:
    """Tell a relation in one sentence. With `seen_from` the path of its target, that document is the subject."""
    inverse = seen_from is not None and seen_from == relation.target and seen_from != relation.source
    subject, other = (relation.target, relation.source) if inverse else (relation.source, relation.target)
    acted_upon, acting = _acted_upon(relation, language), _words_of(relation.source_provision, language)
    subject_place, other_place = (acted_upon, acting) if inverse else (acting, acted_upon)
    joint = "to" if verb(relation, language, inverse) == "adds" else "of"
    told = (
        f"{_with_place(_named(subject, documents, language), subject_place, language)} "
        f"{verb(relation, language, inverse)} "
        f"{_with_place(_named(other, documents, language), other_place, language, joint)}"
    )
    if subject_place:  # "khoản 1 Điều 2 …" begins the sentence
        told = told[0].upper() + told[1:]
    if relation.effective_from:
        told += f", {_pick(('từ', 'from'), language)} {date_words(relation.effective_from, language)}"
    if relation.until:
        told += f" {_pick(('đến', 'until'), language)} {date_words(relation.until, language)}"
    if relation.condition:
        told += f", {condition_words(relation.condition, language)}"
    if relation.exception:
        told += f", {exception_of(relation, documents, language)}"
    if relation.certainty is not Certainty.VERIFIED:
        told += f" ({certainty_label(relation.certainty, language)})"
    return told + "."


def _words_of(place: Provision | None, language: str) -> str:
    return place.words(language) if place else ""


def _acted_upon(relation: Relation, language: str) -> str:
    """The places of the target: the provision, else those that no provision stands for."""
    return _words_of(relation.target_provision, language) or places_words(relation.places, language)


def _with_place(document: str, place: str, language: str, joint: str = "of") -> str:
    if not place:
        return document
    return f"{place} {document}" if language == "vi" else f"{place} {joint} {document}"


def reason(why: Reason, documents: Mapping[str, Document], language: str = "vi") -> str:
    """Tell why a status holds."""
    if why.code.startswith("claimed_"):
        said = _pick(_CLAIM, language).format(status=status_label(Status(why.code.removeprefix("claimed_")), language))
        dated = f" ({date_words(why.day, language)})" if why.day else _pick(_UNDATED_CLAIM, language)
        return said + dated
    day = date_words(why.day, language) if why.day else "?"
    source = _named(why.relation.source, documents, language) if why.relation else "?"
    places = listed_words(why.parts, language)
    words = _OF_PLACES.get(why.code, _REASONS[why.code]) if places else _REASONS[why.code]
    told = f"{places} {_pick(words, language)}".strip().format(day=day, source=source)
    if why.code in ("suspended", "continues_in_part") and why.relation and (until := last_day(why.relation)):
        told += _pick(_LAST_DAY, language).format(day=date_words(until, language))
    acting = documents.get(why.relation.source) if why.undated and why.relation else None
    if acting and acting.signed:
        told += _pick(_SIGNED, language).format(day=date_words(acting.signed, language))
    told = ", ".join([told, *_left(why, documents, language)])
    return told if why.certainty is Certainty.VERIFIED else f"{told} ({certainty_label(why.certainty, language)})"


def _left(why: Reason, documents: Mapping[str, Document], language: str) -> Iterator[str]:
    """What an act left of a document: its exceptions, and what it let go on; not where the act only shows that some of it lived."""
    if why.code in ("acted_upon_later", "continues_in_part"):
        return
    excepted = [act for act in why.parts or (why.relation,) if act and act.exception]
    yield from dict.fromkeys(exception_of(act, documents, language) for act in excepted)
    by_day: dict[date, list[Relation]] = {}
    for act in () if excepted else why.lasting:
        by_day.setdefault(act.until or date.max, []).append(act)
    for day, acts in sorted(by_day.items()):
        places = listed_words(acts, language) or _pick(_A_PART, language)
        yield _pick(_LASTED, language).format(places=places, day=date_words(day, language))


def exception_of(relation: Relation, documents: Mapping[str, Document], language: str = "vi") -> str:
    """What an act leaves out, in its words; what they call "this Article" or "this Decree" is named in square brackets.

    They are read beside the document acted upon, where "this Article" would be another one.
    """
    acting, place = _named(relation.source, documents, language), relation.source_provision

    def named(found: re.Match[str]) -> str:
        steps = place.steps if place and found["unit"] else ()
        units = [unit for unit, _ in steps]
        unit = _UNITS.get((found["unit"] or "").lower())
        here = Provision(steps[: units.index(unit) + 1]).words(language) if unit in units else ""
        return f"{found[0]} [{_with_place(acting, here, language)}]"

    return exception_words(_THIS.sub(named, relation.exception or ""), language)


def evidence_words(evidence: Evidence, language: str = "vi") -> str:
    """Tell what kind of evidence it is and what it notes; the link is for the caller to show."""
    what = _pick(_EVIDENCE.get(evidence.kind, (evidence.kind, evidence.kind)), language)
    note = (evidence.note_en or evidence.note) if language == "en" else evidence.note
    said = note or (f"“{evidence.quote.read}”" if evidence.quote else None)
    return f"{what}: {said}" if said else what


def absent_sentence(code: str, a: Document, b: Document, language: str = "vi") -> str:
    """Say that no fact supports a relation one might expect between two documents."""
    if language == "vi":
        return (
            f"Không có dữ kiện nào cho thấy {name(a)} {kind_label(code)} {name(b)}: "
            "hai văn bản nối tiếp nhau theo giai đoạn, không phải thay thế nhau."
        )
    return (
        f"No fact supports that {name(a, 'en')} {kind_label(code, 'en')} {name(b, 'en')}: "
        "one follows the other by period and does not replace it."
    )

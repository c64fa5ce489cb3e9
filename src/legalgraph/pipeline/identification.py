"""Which document a text is: by what it says of itself, and by what stood beside it in its file."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from legalgraph.errors import InvalidIdentifier
from legalgraph.issuers import Place, area_of_issuer, area_said, day_of, is_below_a_province, is_departmental, issuers_of, read_issuer
from legalgraph.model.document import Conflict, Document, EntryRule, presentable_title
from legalgraph.model.folding import fold, nfc
from legalgraph.model.identity import DocumentKey
from legalgraph.model.number import Number
from legalgraph.model.reading import Mention, Metadata, Reading, SourceDocument, Statement
from legalgraph.model.relation import Certainty
from legalgraph.registry import Day, body_label, body_names, type_label, type_names
from legalgraph.sources.subjects import is_subject

# What the values beside a text are called, ours first: columns of JSON lines and attributes of pages.
_NUMBER = ("number", "so_hieu")
_TYPE = ("type", "loai_van_ban")
_ISSUED = ("issued", "signed", "date", "ngay_ban_hanh")
_TITLE = ("title", "trich_yeu")
_AREA = ("area", "province")
_IN_FORCE = ("in_force_from", "effective")
_ISSUER = ("issuer",)
_MOST_TOLD = 80  # characters of a value that means nothing
_MOST_SUBJECT, _MOST_SUBJECTS = 120, 20  # characters of one, how many of one document
_PRINTED = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")
# "(Điều 14 Thông tư số 64/2031/TT-BTC, có hiệu lực …)": where the codification took an article from.
_TAKEN_FROM = re.compile(r"\(Điều [0-9]{1,3}[a-zđ]? \Z")
_BEFORE = re.compile(r"đến\s+trước\s")
_TYPES_ALONE = ("tt", "ttlt", "nd", "qd", "nq", "ct")
_ENTRY_RULES = {
    "sign_date": EntryRule.ON_SIGNING,
    "sign_date+10d": EntryRule.SIGNED_PLUS_10D,
    "sign_date+45d": EntryRule.SIGNED_PLUS_45D,
    "gazette_date+15d": EntryRule.GAZETTE_PLUS_15D,
}
OWN_WORDS, OWN_NUMBER, BESIDE = "lời văn", "số hiệu", "tệp nguồn"


def identify(source: SourceDocument, reading: Reading) -> Document | None:
    """Return what a text says of the document it is; None when it is none, or not to be told from others.

    The text's own header goes before the values beside it; where the two differ, the document has a conflict.
    """
    given, own = dict(source.given), reading.metadata
    beside = _beside(given)
    said = _header(given, reading)
    if said is None:
        return None
    number, code, signed = said
    when = day_of(number, signed)
    try:
        key = DocumentKey.of(number, code, signed, _area(number, given, own, when))
    except InvalidIdentifier:
        return None
    if number.is_local and key.area is None:
        return None
    contradicted = own.issued is None and signed is not None and _contradicts(number, signed)
    in_force, rule = _entry(reading, key.type)
    in_force = in_force or (_day(_value(given, _IN_FORCE)) if rule is None else None)
    issuers = issuers_of(number, key.area, own.issuers or (given.get("issuer"),), when)
    return Document(
        path=key.path,
        type=code,
        title=presentable_title(own.title or _value(given, _TITLE) or f"{type_label(code)} {number}"),
        number=str(number),
        area=key.area,
        issuers=issuers,
        signer=own.signer,
        signed=None if contradicted else signed,
        in_force_from=in_force,
        in_force_rule=rule,
        in_force_until=_end(reading, in_force),
        certainty=Certainty.INFERRED,
        conflicts=tuple(_conflicts(own, number, beside, given, issuers, (key.area, when))),
        subjects=_subjects(given),
    )


def unidentified(source: SourceDocument, reading: Reading) -> tuple[str, str] | None:
    """Why a text that says it is a document is not identified, and what it says of itself; None for a text that says no such thing.

    The reasons: its body is below a province, the place is none of the table, the province is not named, the year is not known.
    """
    given, own = dict(source.given), reading.metadata
    said = _header(given, reading)
    if said is None:
        return None
    number, code, signed = said
    issuers = [words for words in (own.issuers or (given.get("issuer"),)) if words]
    day = signed.strftime("%d/%m/%Y") if signed else ""
    header = "; ".join(part for part in (f"{type_label(code)} {number}", ", ".join(issuers), day) if part)
    when = day_of(number, signed)
    return _why_not(number, issuers, _area(number, given, own, when), when), header


def _why_not(number: Number, issuers: Sequence[str], area: str | None, when: Day | None) -> str:
    if not number.is_local or area is not None:
        return "year_not_known"
    places = {read_issuer(words, when).place for words in issuers}
    if Place.BELOW in places:
        return "below_a_province"
    return "place_not_in_the_table" if Place.UNKNOWN in places else "province_not_named"


def _header(given: Mapping[str, str], reading: Reading) -> tuple[Number, str, date | None] | None:
    """The number, type and day that a text says it has, what it says itself before what stands beside it; None without number or type."""
    own = reading.metadata
    number = own.number or _beside(given)
    if number is None:
        return None
    if own.number is None and number.symbol_slug in _TYPES_ALONE:
        number = _taken_from(number, reading) or number
    named = (own.type, type_names().get(fold(_value(given, _TYPE) or "")), _calls_itself(reading), _single(number))
    code = next((code for code in named if code and number.can_be(code)), None)
    return (number, code, own.issued or _day(_value(given, _ISSUED))) if code else None


def _taken_from(number: Number, reading: Reading) -> Number | None:
    """The whole of a number that lost its body, where the notes to the articles tell it."""
    told = {
        cited.number.folded: cited.number for cited in reading.citations
        if cited.number is not None and _TAKEN_FROM.search(reading.text, max(0, cited.start - 16), cited.start)
        and (cited.number.ordinal_slug, cited.number.year) == (number.ordinal_slug, number.year)
        and cited.number.series_slug.startswith(f"{number.symbol_slug}-")
    }  # fmt: skip
    return next(iter(told.values())) if len(told) == 1 else None


def _beside(given: Mapping[str, str]) -> Number | None:
    return _number(_value(given, _NUMBER)) or _whole(_number(given.get("id")))


def unusable(source: SourceDocument) -> tuple[tuple[str, str], ...]:
    """The values beside a text that would say which document it is, and mean nothing: each with the name of its column."""
    given, dropped = dict(source.given), dict(source.dropped)
    understood = (
        (_NUMBER, lambda said: _number(said) is not None), (_TYPE, lambda said: fold(said) in type_names()),
        (_ISSUED, lambda said: _day(said) is not None), (_IN_FORCE, lambda said: _day(said) is not None),
        (_TITLE, bool), (_AREA, bool), (_ISSUER, _is_body),
    )  # fmt: skip
    found = []
    for names, means in understood:
        found += [(name, dropped[name]) for name in names if name in dropped]
        name = next((name for name in names if given.get(name)), None)  # the one that is believed
        found += [(name, " ".join(given[name].split())[:_MOST_TOLD])] if name and not means(given[name]) else []
    return (*found, *((name, value) for name, value in source.dropped if name == "id" or is_subject(name)))


def _subjects(given: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of law that stood beside the text; commas are part of their names ("Văn hóa, thể thao")."""
    told = (part for key, value in given.items() if is_subject(key) for part in re.split(r"[;|\n]", value))
    subjects = {nfc(" ".join(part.split())) for part in told if 0 < len(part.strip()) <= _MOST_SUBJECT}
    return tuple(sorted(subjects))[:_MOST_SUBJECTS]


def _conflicts(
    own: Metadata, number: Number, beside: Number | None, given: Mapping[str, str], issuers: Sequence[str],
    there: tuple[str | None, Day | None],
) -> list[Conflict]:  # fmt: skip
    """Where the text, or its number, and what stood beside it differ; `there` are its area and the day by which names are read."""
    found = []
    if own.number and beside and own.number.folded != beside.folded:
        found.append(Conflict("number", str(own.number), OWN_WORDS, str(beside), BESIDE, "a"))
    issued = _day(_value(given, _ISSUED))
    if own.issued and issued and own.issued != issued:
        found.append(Conflict("signed", own.issued.isoformat(), OWN_WORDS, issued.isoformat(), BESIDE, "a"))
    elif issued and own.issued is None and _contradicts(number, issued):
        found.append(Conflict("signed", str(number.year), OWN_NUMBER, issued.isoformat(), BESIDE, "a"))
    told = _bodies(given.get("issuer", ""), number, *there)
    # A chairman signs for the committee, and a portal tells the one for the other.
    if issuers and told and not {code.removeprefix("ct-") for code in issuers} & {code.removeprefix("ct-") for code in told}:
        names = ", ".join(map(body_label, issuers))
        found.append(Conflict("issuer", names, OWN_WORDS if own.issuers else OWN_NUMBER, given["issuer"][:_MOST_TOLD], BESIDE, "a"))
    return found


def _contradicts(number: Number, signed: date) -> bool:
    """True for a day that is not of the year in the number: what is signed at the end of a year may be numbered in the next."""
    return number.year is not None and abs(number.year - signed.year) > 1


def _bodies(said: str, number: Number, area: str | None, when: Day | None) -> set[str]:
    """The bodies that a column names, as far as the table knows them."""
    named = {body_names().get(fold(" ".join(part.split()))) for part in (said, *re.split(r"[,;]", said))}
    return {code for code in named if code} | set(issuers_of(number, area, (said,), when) if number.is_local else ())


def _is_body(said: str) -> bool:
    """Whether a column names a body of the table, or one of a place, in any of its parts."""
    parts = (" ".join(part.split()) for part in (said, *re.split(r"[,;]", said)))
    return any(fold(part) in body_names() or read_issuer(part).place is not Place.NONE for part in parts)


def _value(given: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((given[name] for name in names if given.get(name)), None)


def _whole(number: Number | None) -> Number | None:
    """A key of a row may look like a số hiệu: it is one only when it tells its year or its type."""
    return number if number is not None and (number.year or number.type_codes) else None


def _number(text: str | None) -> Number | None:
    try:
        return Number.parse(text) if text else None
    except InvalidIdentifier:
        return None


def _day(text: str | None) -> date | None:
    if not text:
        return None
    printed = _PRINTED.fullmatch(text.strip())
    try:
        return date(int(printed["y"]), int(printed["m"]), int(printed["d"])) if printed else date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _calls_itself(reading: Reading) -> str | None:
    """The type that the text means by itself ("Luật này"): for numbers that laws and resolutions share."""
    own = Counter(c.type for c in reading.citations if c.mention is Mention.SELF).most_common(2)
    return own[0][0] if own and (len(own) == 1 or own[0][1] > 2 * own[1][1]) else None


def _single(number: Number) -> str | None:
    return number.type_codes[0] if len(number.type_codes) == 1 else None


def _area(number: Number, given: Mapping[str, str], own: Metadata, when: Day | None) -> str | None:
    """The province of a local document: of its issuer, else the one that stands beside it, else of the place of signing.

    None for what is below a province, or of one that the table lacks: it would have the identity of a document of the province beside.
    Of a number that may be of the State as well, only the issuer tells: ministries sign in provinces, too.
    """
    issuers = [words for words in (*own.issuers, given.get("issuer")) if words]
    if number.is_central or any(is_below_a_province(said) for said in issuers):
        return None
    if not number.is_local or (is_departmental(number) and not any(fold(words).startswith("so ") for words in issuers)):
        return area_said(issuers, day=when)
    beside = _value(given, _AREA)
    return area_said(issuers, beside if area_of_issuer(beside or "", when) else own.place, when)


def entries(reading: Reading) -> list[Statement]:
    """What the document says of its own entry into force, whole or in part."""
    return [s for s in reading.statements if s.kind == "in_force" and s.target.this and s.date]


def _entry(reading: Reading, type: str) -> tuple[date | None, EntryRule | None]:
    """The day, or the rule for it, from which the whole is in force; neither when the text names several."""
    # A consolidation repeats what the documents it joins say of themselves.
    days = {s.date for s in entries(reading) if not s.provisions} if type != "vbhn" else set()
    if len(days) != 1:
        return None, None
    day = str(days.pop())
    return _day(day), _ENTRY_RULES.get(day)


def _end(reading: Reading, begun: date | None) -> date | None:
    """The first day without force, where the document sets its own end."""
    whole = (s for s in reading.statements if s.target.this and not s.provisions)
    told = [s for s in whole if s.kind == "self_expiry" or (s.kind == "in_force" and s.until)]
    ends = {day for s in told if (day := _first_without(s, reading.text[s.start : s.end]))}
    end = ends.pop() if len(ends) == 1 else None
    return end if end and (begun is None or begun <= end) else None


def _first_without(statement: Statement, words: str) -> date | None:
    """The first day behind "đến hết ngày …"; "đến trước ngày …" names it itself."""
    if statement.until and (last := _day(statement.until)):
        return last if _BEFORE.search(words) else last + timedelta(1)
    return _day(statement.date)

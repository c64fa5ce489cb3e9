"""Citations of documents in running text, in every form in which Vietnamese legal texts print them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from legalgraph.model.number import Number
from legalgraph.model.reading import Citation, Mention
from legalgraph.model.spelling import WIDER_TYPES
from legalgraph.text.aliases import find_aliases
from legalgraph.text.heads import Head, find_heads, lowered
from legalgraph.text.initials import with_initials
from legalgraph.text.lawtitles import REVISED, constitution_end, name_end, unread_amended
from legalgraph.text.letters import CAPITAL, SMALL
from legalgraph.text.links import linked
from legalgraph.text.names import LawNames, name_words
from legalgraph.text.numbers import BLANK, Printed, day_after, issue_day_after, number_at, short_number_at, year_after

__all__ = ["Citation", "find_citations"]

_LAWS = ("luat", "bo-luat", "pl")
# Words of everyday use: they name a document only with a whole number behind them.
_ONLY_NUMBERED = ("lenh", "cv", "kh", "ttr", "bc", "tb", "hdln", "kl-dang", "qd-dang", "sl")
# Their words are those of everyday speech as well, so that the symbol has to say the same.
_OF_THE_PARTY = ("kl-dang", "qd-dang")
_NO_NAMES = LawNames()
_THIS = re.compile(rf"{BLANK}(?:này|NÀY)(?!\w)")
# "Điều 9. Hiệu lực thi hành⏎1. Thông tư có hiệu lực thi hành kể từ ngày …": the one that speaks, though "này" is missing.
_IN_FORCE = re.compile(rf"(?={BLANK}có hiệu lực(?:{BLANK}thi hành)?{BLANK}(?:(?:kể{BLANK})?từ|sau){BLANK})")
_OF_EFFECT = re.compile(r"(?m)^[ \t]*Điều \d{1,3}[.:]\s*(?:Hiệu lực(?: thi hành)?|(?:Điều khoản|Tổ chức|Trách nhiệm) (?:thi hành|thực hiện))(?:(?: và|,) (?:(?!quyết định|của)[^\n]){2,60})?\.?[ \t]*\n[ \t]*(?:1\.[ \t]*)?\Z|^[ \t]*Điều \d{1,3}[.:][ \t]*\Z")
# "Điều 9. Hiệu lực thi hành⏎1. …⏎3. Thông tư có hiệu lực …": another clause of that article.
_CLAUSE = re.compile(r"\n[ \t]*\d{1,2}\.[ \t]*\Z")
_ARTICLE_ABOVE = re.compile(r"(?m)^[ \t]*Điều \d{1,3}[a-zđ]?[.:][^\n]*\n")
_CLAUSE_REACH = 4000
_IS_AMENDED = re.compile(r"(?:[Ss]ửa đổi|[Bb]ổ sung)[^.;:\n]{0,60}\scủa\s+\Z")
# "Nghị quyết có hiệu lực từ ngày …./.", the last line of what says elsewhere "thi hành Nghị quyết này".
_LAST_LINE = re.compile(
    rf"(?:{BLANK}(?:đã{BLANK})?được{BLANK}[^.;\n]{{1,160}}?thông qua[^.;\n]{{1,80}}?(?:,|và))?(?={BLANK}có hiệu lực(?:{BLANK}thi hành)?{BLANK}(?:(?:kể{BLANK})?từ|sau){BLANK}"
    rf"[^\n]{{1,160}}(?:\./\.?|[.\w])[ \t]*(?:\Z|\n\s*(?:Nơi nhận|(?:TM|KT|TL|TUQ|Q)\.|[{CAPITAL}]{{2}}[^\n{SMALL}]*(?:\n|\Z))))"
)
_SPEAKS = r"\b(?:(?:thi hành|thực hiện|kèm theo)\s+{type}\s+này\b|căn cứ\s+{type}\s+thi hành\b|trách nhiệm\s+thi hành\s+{type}\s*\.)"
_DECIDES = re.compile(r"(?m)^[ \t]*Điều \d{1,2}[.:][ \t]*[-–]?[ \t]*(?:Nay )?(?:Bãi bỏ|Hủy bỏ|Huỷ bỏ|Ban hành|Phê duyệt|Công bố|Thành lập)\s")
_ISSUES = re.compile(r"\bban hành\s+$")
# "NĐ 89-Đ6.doc" names a file.
_FILE = re.compile(r"[ \t]?\w{0,4}\.docx?(?!\w)")
_AMENDING = re.compile(rf"{BLANK}sửa đổi")
# "Sắc lệnh số 51 ngày 17 tháng 10 năm 1945": their symbol was often left out.
_LAST_DECREE = 1960
# "Nghị định của Chính phủ số 45/2012/NĐ-CP": the issuer before the number.
_OFFICE = re.compile(
    rf"{BLANK}(?:(?:của|Của){BLANK}(?=[A-ZĐỦU])|(?=Bộ{BLANK}))(?:(?!{BLANK}(?:số|Nghị|Thông|Quyết|Luật|ngày))[^;:.()“”\"\n0-9]){{2,100}}(?=:?{BLANK}số{BLANK}?[0-9])"
    rf"|{BLANK}(?:Thủ{BLANK}tướng(?:{BLANK}Chính{BLANK}phủ)?|Chính{BLANK}phủ)(?=:?{BLANK}[Ss]ố{BLANK}?[0-9])"
)
_IN_YEAR = re.compile(rf"{BLANK}năm{BLANK}(?:19|20)[0-9]{{2}}(?![\w/])")
# Between the members of a list under one type word.
_AND = re.compile(
    r"(?:,|;|(?<=[\s)])và|(?<=\s)hoặc)[ \t\xa0\n]{1,4}"
    r"(?=(?:[Ss]ố[ \t\xa0:]{0,4})?[0-9]{1,5}(?:\.[0-9]{1,4})?[A-Za-zđĐ]?[ \t]?[/–-]|[Ss]ố[ \t\xa0:]{1,4}[0-9]{1,5}[ \t\xa0]?[A-Za-zđĐ]?[ \t\xa0](?:TTg|[A-ZĐ]{2,8})(?:[/–-]|(?!\w)))"
)
_SEVERAL = re.compile(r"[Cc]ác $")
# "các Quyết định số 12, 13 và 14/2031/QĐ-UBND", "Quyết định số: 12, 13 và 14/2031/QĐ-UBND": all are of the symbol that stands behind the last.
_SHARING = re.compile(r"(?:[ \t\xa0\n]{0,4}(?:,(?:\s{1,4}và)?|và(?=\s))[ \t\xa0\n]{1,4}(?:số[ \t\xa0]{1,4})?(?P<ordinal>[0-9]{1,5}[a-zđ]?)(?P<year>/(?:19|20)[0-9]{2})?(?![\w/.-]))")
_LAST_OF_SHARING = re.compile(r"[ \t\xa0\n]{0,4}(?:,(?:\s{1,4}và)?|và(?=\s))[ \t\xa0\n]{1,4}(?=(?:số[ \t\xa0]{1,4})?[0-9])")
_PLURAL = re.compile(r"\b(?:[Cc]ác|[Nn]hững|(?:hai|ba|bốn|năm|[0-9]{1,2}))\s+$")
_MOST_SHARING = 20
_NEXT_NAME = re.compile(rf"(?:[,;]|(?<=\s)và|[,;]{BLANK}và)(?=({BLANK})[^\W\d_])")
_BEGINS_CLAUSE = re.compile(r";\s{1,4}(?:và\s{1,4})?\Z")
_APART = re.compile(r"[\n:]|\.\s")
_LIST_REACH = 600


def find_citations(text: str, names: LawNames | None = None) -> tuple[Citation, ...]:
    """Return what an NFC text cites, in order of place; `names` are the laws known by name.

    >>> [str(c.number) for c in find_citations("theo Nghị định số 999/2031/NĐ-CP ngày 02/3/2031 về thử nghiệm")]
    ['999/2031/NĐ-CP']
    """
    known = names or _NO_NAMES
    heads = tuple(find_heads(text, lowered(text)))
    numbered: dict[int, Citation | None] = {}
    found = list(_read(text, heads, known, numbered))
    # A name that the text prints with its number or day is known in the rest of the text, and before it.
    learned = {(c.type, name_words(c.name)) for c in found if c.name and (c.number or c.issued) and c.type in _LAWS}
    new = [(type, words) for type, words in learned if not known.knows(type, words)]
    if new:
        found = list(_read(text, heads, known.with_names(new), numbered))
    return linked(text, with_initials(text, found), heads, tuple(find_aliases(text)))


def _read(text: str, heads: Sequence[Head], names: LawNames, numbered: dict[int, Citation | None]) -> Iterator[Citation]:
    """Yield the citations in order; `numbered` keeps what does not hang on names, for a second reading with more of them."""
    last = 0
    series: Citation | None = None  # whose list may go on behind a law that its title names
    for at, head in enumerate(heads):
        if head.start < last:
            continue
        if head.start not in numbered:
            numbered[head.start] = _numbered(text, head) or _self(text, head)
        citation = numbered[head.start]
        if citation is None and (together := _sharing(text, head)):
            yield from together
            last = together[-1].end
            continue
        if citation is None and head.type not in _ONLY_NUMBERED:
            citation = _named(text, head, names) or _short(text, head)
        elif citation is None and head.type == "sl":
            citation = _dated_decree(text, head)
        if citation is not None and citation.number and head.type in _LAWS and _is_being_issued(text, head):
            continue  # the number is that of the law it amends
        if citation is not None and _FILE.match(text, citation.end):
            continue
        if citation is None:
            if head.type in _LAWS and (inner := unread_amended(text, head.end)):
                last = inner + 1
            continue
        yield citation
        last = citation.end
        limit = next((h.start for h in heads[at + 1 :] if h.start >= last and not _is_of_title(text, h)), len(text))
        if citation.mention is Mention.NUMBERED:
            members = list(_members(text, citation, limit))
            series = (citation, *members)[-1] if head.type not in _LAWS else None
        else:
            members = list(_named_members(text, citation, names, limit)) or _behind_title(text, series, citation, limit)
            series = members[-1] if members and series and members[-1].type == series.type else series
        yield from members
        last = members[-1].end if members else last


def _is_of_title(text: str, head: Head) -> bool:
    """True for a type word that cites nothing: "Nghị quyết số A về Kế hoạch nuôi tằm, số B về …" is one list."""
    return head.type in _ONLY_NUMBERED and number_at(text, head.end) is None


def _type(code: str, number: Number) -> str:
    """The type that word and number tell together: people say "Thông tư" of a joint one, the symbol tells more."""
    if not number.type_codes or code in number.type_codes:
        return code
    return next((narrow for narrow in WIDER_TYPES.get(code, ()) if narrow in number.type_codes), code)


def _with_number(
    text: str, start: int, type: str, printed: Printed, name: str | None = None, mention: Mention = Mention.NUMBERED
) -> Citation:
    day = issue_day_after(text, printed.behind, printed.number.year)
    end = day.end if day else printed.end
    return Citation(
        start, end, text[start:end], _type(type, printed.number), mention, printed.number, day.day if day else None, name=name,
        day_unreadable=day is not None and day.day is None,
    )  # fmt: skip


def _numbered(text: str, head: Head) -> Citation | None:
    printed = number_at(text, head.end)
    if printed is None and head.type not in _LAWS and (office := _OFFICE.match(text, head.end)):
        printed = number_at(text, office.end())
    if printed is None or (head.type in _OF_THE_PARTY and head.type not in printed.number.type_codes):
        return None
    return _with_number(text, head.start, head.type, printed)


def _self(text: str, head: Head) -> Citation | None:
    found = _THIS.match(text, head.end) if head.capital else None
    if found is None and head.capital and (said := _IN_FORCE.match(text, head.end)) and _in_article_of_effect(text, head.start):
        found = said
    if found is None and head.capital and text[head.start - 1 : head.start] == "\n" and (last := _LAST_LINE.match(text, head.end)):
        found = last if speaks_as(text, text[head.start : head.end]) else None
        return Citation(head.start, head.end, text[head.start : head.end], head.type, Mention.SELF) if found else None
    if found is None:
        return None
    return Citation(head.start, found.end(), text[head.start : found.end()], head.type, Mention.SELF)


def _in_article_of_effect(text: str, place: int) -> bool:
    """True directly behind the heading of an article about effect, or where a clause of such an article begins."""
    before = text[max(0, place - _CLAUSE_REACH) : place]
    if _OF_EFFECT.search(before[-200:]):
        return True
    headings = list(_ARTICLE_ABOVE.finditer(before)) if _CLAUSE.search(before[-12:]) else []
    return bool(headings and _OF_EFFECT.search(headings[-1][0]) and not re.fullmatch(r"[ \t]*Điều[^.:]*[.:][ \t]*\n", headings[-1][0]))


def speaks_as(text: str, type: str) -> bool:
    """True for a text that calls itself by a type word elsewhere, "thi hành Nghị quyết này"; one that decides in its articles is a decision or resolution."""
    called = re.search(_SPEAKS.format(type=re.escape(type)), text) is not None
    return called or (type in ("Quyết định", "Nghị quyết") and _DECIDES.search(text) is not None)


def _named(text: str, head: Head, names: LawNames) -> Citation | None:
    if head.type == "hp":
        end = constitution_end(text, head.end) if head.capital else None
    else:
        end = name_end(text, head.end, head.type, names, head.capital) if head.type in _LAWS else None
        # "Pháp lệnh năm 2003", "Luật ngày 2 tháng 3 năm 1957": which one, only its day tells.
        if end is None and head.capital and head.type in _LAWS and (day_after(text, head.end) or _IN_YEAR.match(text, head.end)):
            end = head.end
    if end is None:
        return None
    name = " ".join(text[head.start : end].split()) if end > head.end or head.type == "hp" else None
    # "Luật Đất đai (sửa đổi) số …": the remark stands between name and number.
    revised = REVISED.match(text, end)
    year, behind = year_after(text, end) or (None, revised.end() if revised else end)
    if head.type != "hp" and (printed := number_at(text, behind)):
        return _with_number(text, head.start, head.type, printed, name)
    # "Luật A sửa đổi một số điều của Luật B ban hành ngày …": the day is that of A.
    day = (day_after if _IS_AMENDED.search(text, max(0, head.start - 80), head.start) else issue_day_after)(text, behind)
    end = day.end if day else end if revised else behind
    return Citation(
        head.start, end, text[head.start : end], head.type, Mention.NAMED, None, day.day if day else None, year, name,
        day_unreadable=day is not None and day.day is None,
    )  # fmt: skip


def _short(text: str, head: Head) -> Citation | None:
    if head.type == "hp":
        return None
    printed = short_number_at(text, head.end, head.capital)
    if printed is None or (printed.number.year is None and not (head.capital and (printed.worded or head.type not in _LAWS))):
        return None
    return _with_number(text, head.start, head.type, printed, mention=Mention.SHORT)


def _sharing(text: str, head: Head) -> list[Citation]:
    """The documents of a list of ordinals before one whole number, whose symbol and year are those of all; none where one alone is meant."""
    first = short_number_at(text, head.end, head.capital) if head.type != "hp" else None
    colon = first is not None and ":" in text[head.end : first.end]
    if first is None or not first.worded or not (colon or _PLURAL.search(text, max(0, head.start - 10), head.start)):
        return []
    found = [(head.start, first.end, first.number.ordinal, first.number.year)]
    while len(found) < _MOST_SHARING and (more := _SHARING.match(text, found[-1][1])):
        found.append((more.start("ordinal"), more.end(), more["ordinal"], int(more["year"][1:]) if more["year"] else None))
    joint = _LAST_OF_SHARING.match(text, found[-1][1])
    printed = number_at(text, joint.end(), bare=True) if joint else None
    if printed is None or printed.number.year is None or _type(head.type, printed.number) not in printed.number.type_codes:
        return []
    whole = printed.number
    cited = (replace(whole, ordinal=ordinal, year=year or whole.year) for _, _, ordinal, year in found)
    return [
        *(Citation(start, end, text[start:end], _type(head.type, number), Mention.NUMBERED, number) for (start, end, _, _), number in zip(found, cited, strict=True)),
        _with_number(text, printed.start, head.type, printed),
    ]


def _is_being_issued(text: str, head: Head) -> bool:
    """True for "Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật A số …": the law that speaks has its number above."""
    return bool(_ISSUES.search(text, max(0, head.start - 24), head.start) and _AMENDING.match(text, head.end))


def _dated_decree(text: str, head: Head) -> Citation | None:
    """A decree of the President of 1945 to 1959, cited by number and day."""
    printed = short_number_at(text, head.end, head.capital)
    day = day_after(text, printed.end) if printed and printed.worded and printed.number.year is None else None
    if printed is None or day is None or day.day is None or day.day.year >= _LAST_DECREE:
        return None
    number = replace(printed.number, separator="/", symbol="SL")
    return Citation(head.start, day.end, text[head.start : day.end], head.type, Mention.NUMBERED, number, day.day)


def _members(text: str, first: Citation, limit: int) -> Iterator[Citation]:
    """The other numbers under the type word of a citation: "các Quyết định số 1/2031/QĐ-TTg, số 2/2031/QĐ-TTg và số 3/…"."""
    last = first
    reach = min(limit, first.end + _LIST_REACH)
    while joint := _AND.search(text, last.end, reach):
        if _APART.search(text, last.end, joint.start()):
            return
        printed = number_at(text, joint.end(), bare=True)
        if printed is None or not (printed.worded or joint.start() - last.end <= 2):
            return
        # "Quyết định số 1/QĐ-BTC, 2/QĐ-BTC": without year and "số", only the same symbol says that it is one.
        like = last.number is not None and last.number.symbol_slug == printed.number.symbol_slug
        if not printed.worded and printed.number.year is None and not like:
            return
        codes = printed.number.type_codes
        # "Tờ trình số 1/TTr-X, số 2/BC-X": only the symbol says that the second is another kind.
        # "các Thông tư số 26 TC/TCT, số 12 TC/TCT": old symbols say no type.
        code = first.type if first.type in codes or (like and not codes) else codes[0] if len(codes) == 1 and printed.worded else None
        if code is None:
            return
        last = _with_number(text, printed.start, code, printed)
        yield last
        reach = min(limit, last.end + _LIST_REACH)


def _behind_title(text: str, series: Citation | None, law: Citation, limit: int) -> list[Citation]:
    """The further numbers of "các Nghị định: số 1/2031/NĐ-CP về thi hành Luật Nuôi tằm; số 2/2031/NĐ-CP": the law is of a title."""
    if series is None or law.mention is not Mention.NAMED or law.start - series.end > _LIST_REACH or _APART.search(text, series.end, law.start):
        return []
    found = _members(text, replace(series, end=law.end), limit)
    return [member for member in found if member.type == series.type and _BEGINS_CLAUSE.search(text, law.end, member.start)]


def _named_members(text: str, first: Citation, names: LawNames, limit: int) -> Iterator[Citation]:
    """The other laws under one word: "các Luật: Nuôi tằm ngày 02/3/2031; Nuôi ong ngày 05/4/2032"; known names with a day or number."""
    if first.type not in _LAWS or first.issued is None or not _SEVERAL.search(text, max(0, first.start - 6), first.start):
        return
    place = first.end
    while joint := _NEXT_NAME.match(text, place, limit):
        start, end = joint.end(1), names.longest_at(text, joint.end(), first.type)
        if end is None or end > limit or not text[start].isupper():
            return
        name, printed, day = " ".join(text[start:end].split()), number_at(text, end), day_after(text, end)
        if printed is not None:
            member = _with_number(text, start, first.type, printed, name)
        elif day is not None and day.day is not None:
            member = Citation(start, day.end, text[start : day.end], first.type, Mention.NAMED, None, day.day, None, name)
        else:
            return
        yield member
        place = member.end

"""Numbers and days as they are printed behind a type word: `số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012`."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.number import Number

# A blank that may be a broken line. Bounded: what is hostile must not make us look far.
BLANK = r"[ \t\xa0\n]{1,8}"
_MAY = r"[ \t\xa0\n]{0,8}"
# "sổ" where a scan was recognised.
_NUMBER_WORD = rf"(?:[Ss][ốỐôÔổỔ](?:{BLANK}[Hh][iI][ệỆ][uU])?{_MAY}[:.]?{_MAY})"
# One part of a symbol: capitals (Cyrillic look-alikes among them), perhaps with one small letter at its end or within ("TTg", "GDTrH"),
# so that the words after a dash in "1288/QĐ-TTg - Phê duyệt" are none.
_CAPITAL = "A-ZĐÐƯАВСЕОТРНКМХІ"
# "TT-BCA (X13)" names an office of the police; other words in brackets stand apart.
_OFFICE = r"(?:\([A-Z0-9]{1,5}\)|(?<=BCA)\s?\(\s?[A-Z]{1,3}[0-9]{0,2}\s?\))"
# Where a blank was lost, "118/2034/NĐ-CPngày", a word that no symbol has ends it.
_LOST_BLANK = r"(?=(?:ngày|và|của|về|với|tại|theo|thì|được|đã|hết|có|để|này|nêu|như|hoặc|trong|cho|quy định|sửa đổi|hướng dẫn|ban hành|bao gồm)(?!\w))"
_PART = rf"(?:(?:UBTV)?QH\s[0-9]{{1,2}}(?![\w/])|[{_CAPITAL}](?:[{_CAPITAL}0-9&]|[a-z](?=[{_CAPITAL}]))*[a-z]?{_OFFICE}?(?:(?!\w)|{_LOST_BLANK}))"
# The Gazette breaks symbols with spaces ("NĐ- CP"). A dash between two spaces joins only a type to its issuer.
_DASH = r"[–-]"
_TYPE_PART = r"(?:NĐ|ND|NQ|QĐ|QD|TT|CT|PL|TTLT|NQLT|VBHN)"
_SYMBOL = (
    rf"(?:{_TYPE_PART}{_MAY}{_DASH}{_MAY}{_PART}|{_PART})(?:(?:\s?/\s?|\s?{_DASH}|{_DASH}\s|\.(?=[{_CAPITAL}])){_PART}){{0,12}}"
)
# Printed in small letters only where nothing else can be meant: 45/2012/nđ-cp.
_SMALL = r"(?:nđ|nd|tt|qđ|qd|nq|ttlt|ct|pl)-[a-zđ0-9&]{2,10}(?:-[a-zđ0-9&]{2,10}){0,6}(?!\w)|(?:ubtv)?qh[0-9]{1,2}(?!\w)"
# "26 TC/TCT", "08 TT/LB", "150 CP": a blank before the symbol where the rest can be nothing else.
_OLD = rf"(?:[{_CAPITAL}]{{2,8}}(?:{_MAY}[/–-]{_MAY}[{_CAPITAL}][{_CAPITAL}0-9]{{0,7}}){{1,3}}|CP|TTg|HĐBT|CTN)(?!\w)"
_ORDINAL = r"[0-9]{1,5}(?:\.[0-9]{1,4})?(?:\s?[A-Za-zđĐ](?![A-Za-zđĐ]))?"
# "28/2034TT-BTC", "1719QĐ-TTg": the stroke before the type was forgotten.
_FORGOTTEN = rf"(?={_TYPE_PART}[–/-])"
_NUMBER = re.compile(
    rf"(?P<ordinal>{_ORDINAL}|[0-9]{{1,5}}{_FORGOTTEN})"
    rf"(?:(?P<year>{_MAY}/{_MAY}(?:19|20)[0-9]{{2}})(?:{_MAY}//?{_MAY}|{_MAY}{_DASH}{_MAY}|{_FORGOTTEN})(?:(?P<modern>{_SYMBOL})|(?P<small>{_SMALL}))"
    rf"|(?:{_MAY}/{_MAY}|\s?{_DASH}\s?|{_FORGOTTEN})(?P<yearless>{_SYMBOL})"
    rf"|\s?(?P<old>{_OLD}))(?!&)"
)
_DAY_AFTER = re.compile(
    rf"(?:{_MAY},)?{_MAY}(?P<open>\({_MAY})?[Nn][Gg][Àà][Yy]{_MAY}(?:m[ồù]ng{_MAY})?(?P<d>[0-9]{{1,2}})(?:{_MAY}[/.–-]{_MAY}"
    rf"|{_MAY}(?:[.,–-]{_MAY})?(?:[Tt][Hh][Áá][Nn][Gg]|ngày){_MAY}(?:[.,]{_MAY})?)"
    rf"(?P<m>[0-9]{{1,2}}|[Gg]iêng|[Cc]hạp)(?:{_MAY}[/.–-]{_MAY}(?:năm{_MAY})?|{_MAY}(?:[.,–-]{_MAY})?[Nn][Ăă][Mm]{_MAY}(?:[.,]{_MAY})?)(?P<y>(?:19"
    rf"|20)[0-9]{{2}})(?![0-9])(?(open){_MAY}\))"
)
# "Luật Tằm tang ban hành ngày …", "… đã được Quốc hội khóa X thông qua ngày …"; the day of promulgation is another one.
_ISSUED_ON = re.compile(
    rf"(?:{_MAY},)?{BLANK}(?:(?:đã{BLANK})?được{BLANK})?(?:ban{BLANK}hành|(?<=được\s)(?:Quốc{BLANK}hội|[ỦU][yỷ]{BLANK}ban{BLANK}[Tt]hường{BLANK}vụ{BLANK}Quốc{BLANK}hội|Hội{BLANK}đồng{BLANK}nhân{BLANK}dân)"
    rf"[^.;:()“”\"\n]{{0,100}}?{BLANK}thông{BLANK}qua)(?={BLANK}[Nn]gày{BLANK}[0-9])"
)
_IN_BRACKETS = re.compile(r"\s?\(\s?(\w+)\s?\)")
_LOOSE_LEGISLATURE = re.compile(r"QH (\d)")
_YEAR_AFTER = re.compile(rf"{BLANK}(?:[Nn][Ăă][Mm]{_MAY})?((?:19|20)[0-9]{{2}})(?![\w/])(?!{_MAY}[/–-]{_MAY}[0-9])")
_BEFORE = re.compile(rf"(?P<blank>(?:{_MAY}:(?={_MAY}(?:[Ss]ố|[0-9]{{1,5}}/)))?{_MAY})(?P<word>{_NUMBER_WORD})?(?P<link>\[{_MAY})?")
# Pages turned to text keep their links: "[901/2031/NĐ-CP](https://…)".
_LINK = re.compile(r"[ \t]?\]\([^()\s]{0,400}\)")
_SHORT = re.compile(
    rf"(?P<ordinal>[0-9]{{1,5}}[a-zđ]?)(?P<year>{_MAY}/{_MAY}(?:19"
    rf"|20)[0-9]{{2}})?(?![\w%°…*])(?!{_MAY}[/–-]{_MAY}\w)(?![.,][0-9])"
)
_LIKE_YEAR = re.compile("(?:19|20)[0-9]{2}")
_COUNTED = re.compile(
    rf"{BLANK}(?:năm|tháng|ngày làm|người|trường hợp|lần|văn bản|đồng|triệu|tỷ|nghìn|phần|bản|loại|nhóm|luật|cơ|đơn|[a-z]{{1,3}}²)"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as found in a text; `end` is behind it, `behind` also behind a link that it is."""

    start: int
    end: int
    behind: int
    number: Number
    worded: bool  # "số" stands before it


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day as found in a text; `day` is None where no calendar has it."""

    end: int
    day: date | None


@lru_cache(maxsize=8192)
def _parsed(text: str) -> Number | None:
    try:
        return Number.parse(text)
    except InvalidIdentifier:
        return None


def number_at(text: str, place: int, *, bare: bool = False) -> Printed | None:
    """Read the số hiệu that stands at a place, with or without "số" before it. `start` is that of "số".

    One without a year needs a blank or "số" before it, unless it may be `bare`.
    """
    before = _BEFORE.match(text, place)
    if before is None:
        return None
    found = _NUMBER.match(text, before.end())
    if found is None:
        return None
    ordinal, symbol = found["ordinal"], found["modern"] or found["small"] or found["yearless"]
    if found["old"]:
        written = f"{ordinal.replace(' ', '')} {found['old']}"
    elif symbol == found["yearless"]:
        behind = text[found.end("ordinal") : found.end()].strip()
        written = "".join(ordinal.split()) + ("/" if behind[0].isalpha() else "") + behind
    else:
        written = f"{''.join(ordinal.split())}{found['year']}/{symbol.upper() if found['small'] else symbol}"
    if before.end() == place and not found["modern"] and not (bare and found["yearless"]):
        return None
    number = _parsed(_LOOSE_LEGISLATURE.sub(r"QH\1", _IN_BRACKETS.sub(r"(\1)", " ".join(written.split()))))
    if number is None:
        return None
    link = _LINK.match(text, found.end()) if before["link"] else None
    return Printed(before.end("blank"), found.end(), link.end() if link else found.end(), number, before["word"] is not None)


def short_number_at(text: str, place: int, capital: bool) -> Printed | None:
    """Read an ordinal, with a year or without, that stands for a số hiệu: "Thông tư liên tịch số 01/2017", "Nghị định 54"."""
    before = _BEFORE.match(text, place)
    found = _SHORT.match(text, before.end()) if before and before.end() > place and not before["link"] else None
    if before is None or found is None:
        return None
    worded = before["word"] is not None
    if not worded and (not capital or (found["year"] is None and not _stands_for_a_number(text, found))):
        return None
    year = int(found["year"][-4:]) if found["year"] else None
    return Printed(before.end("blank"), found.end(), found.end(), Number(found["ordinal"], year, "", ""), worded)


def _stands_for_a_number(text: str, found: re.Match[str]) -> bool:
    """False for "Nghị định 3." of a numbered list, "Quyết định 2031", "Thông tư 15 trường hợp"."""
    ordinal = found["ordinal"]
    return 2 <= len(ordinal) <= 4 and not _LIKE_YEAR.fullmatch(ordinal) and not _COUNTED.match(text, found.end())


def month(printed: str) -> int:
    """The number of a month; older texts call the first and the last one by their names: "ngày 1 tháng giêng năm 1986"."""
    return int(printed) if printed.isdigit() else {"giêng": 1, "chạp": 12}[printed.lower()]


def day_after(text: str, place: int) -> PrintedDay | None:
    """Read the day of issue that directly follows a place: "ngày 21/5/2012", ", ngày 21 tháng 5 năm 2012", "(ngày 21.5.2012)"."""
    found = _DAY_AFTER.match(text, place)
    if found is None:
        return None
    try:
        return PrintedDay(found.end(), date(int(found["y"]), month(found["m"]), int(found["d"])))
    except ValueError:
        return PrintedDay(found.end(), None)


def issue_day_after(text: str, place: int, year: int | None = None) -> PrintedDay | None:
    """Read the day of issue behind a number or name, also with words that say so: "ban hành ngày …", "được Quốc hội thông qua ngày …".

    Such words tell of something else where the day is not of the `year` in the number: "giấy phép theo Nghị định số … ban hành ngày …".
    """
    said = _ISSUED_ON.match(text, place)
    day = day_after(text, said.end() if said else place)
    other = said and day and day.day and year not in (None, day.day.year)
    return None if other else day


def year_after(text: str, place: int) -> tuple[int, int] | None:
    """Read "năm 2020" or "2020" that directly follows a law's name: the year, and where it ends."""
    found = _YEAR_AFTER.match(text, place)
    return (int(found[1]), found.end()) if found else None

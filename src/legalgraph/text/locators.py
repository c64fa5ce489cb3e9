"""Places named in a text: "các điểm a và b khoản 2, khoản 3 Điều 5" ▶ the paths of all places meant.

The grammar is right-headed: each item takes the nearest larger unit to its right. A semicolon closes a group, whose
items take a unit of the next group only where their own has none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from legalgraph.model.provision import Locator
from legalgraph.text.letters import well_spelled

# Rank of each unit: the smaller, the larger the part of the document it names.
RANK = {"phuluc": 0, "mau": 1, "phan": 2, "chuong": 3, "muc": 4, "tieumuc": 5, "dieu": 6, "khoan": 7, "diem": 8, "tiet": 9,
         "doan": 10, "ten": 11, "mo_dau": 11, "cuoi": 11}  # fmt: skip
_UNIT_OF = {
    "điều": "dieu", "điều thứ": "dieu", "khoản": "khoan", "điểm": "diem", "tiết": "tiet", "mục": "muc", "chương": "chuong", "phần": "phan",
    "tiểu mục": "tieumuc", "phụ lục": "phuluc", "phụ lục số": "phuluc", "mẫu số": "mau", "mẫu": "mau", "biểu mẫu số": "mau",
    "biểu mẫu": "mau", "biểu số": "mau", "đoạn": "doan", "đoạn thứ": "doan", "khổ": "doan", "khổ thứ": "doan", "tên": "ten", "đoạn mở đầu": "mo_dau", "khổ cuối": "cuoi", "đoạn cuối": "cuoi",
}  # fmt: skip
_ORDINALS = {word: str(at) for at, word in enumerate(("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"), 1)}
_ORDINALS |= {"đầu": "1", "đầu tiên": "1"}

# Labels. A letter after a number belongs to it (5a, 14đ, 1a2); "này" and "đó" point to where the words stand.
# "khoản 2,3 và 4 Điều 5" is a list, its blank lost; "khoản 5,5 triệu đồng" is none.
_LISTED = r",\d(?!\d{0,3}[a-zđ]?(?: *(?:,|;|và) *\d{1,3}[a-zđ]?){0,20} *(?:[,;] *|và +)?(?:của +)?(?:[Đđ]iều|[Kk]hoản|Luật|Bộ luật|Nghị|Thông tư|Quyết định|Pháp lệnh|Quy chế|Quy định|Điều lệ)(?!\w))"
_DIGITS = rf"\d{{1,4}}[a-zđ]?\d{{0,2}}(?![\w%/]|\.\d|{_LISTED})"
# "khoản 2.c Điều 9": điểm c khoản 2.
_POINT_AHEAD = r"(?=,? +[Đđ]iều \d)"
_CLAUSE = rf"\d{{1,3}}(?:\.\d{{1,3}}|\.[a-zđ]{_POINT_AHEAD})?[a-zđ]?\d{{0,2}}(?![\w%/]|\.\d|{_LISTED})"
# Circulars of old number their points, and name the part they are in: "điểm 2.1 mục 2 phần I"; "đạt điểm 8" is none.
_IN_PART = (
    r"(?=(?:\s*(?:,|;|và)\s*(?:[Đđ]iểm\s+)?\d{1,2}(?:\.\d{1,2}){0,3})*,?\s+(?:của\s+)?"
    r"(?:(?:[Kk]hoản|(?:[Tt]iểu )?[Mm]ục|[Pp]hần|[Đđ]iều|[Cc]hương)\s+[\dIVXA-D]|[Pp]hụ lục(?!\w)|(?:Thông tư|Nghị định|Quyết định|Nghị quyết|Chỉ thị)\s+(?:liên tịch\s+)?(?:số\s+)?\d))"
)
_LETTER = rf"(?:(?:[a-zđ](?:\.?\d{{1,2}}){{0,2}}|[a-z]{{2}}\d?)(?!\w)(?:\)|/(?=,|\s(?:[Kk]hoản|[Đđ]iểm|[Đđ]iều|[Mm]ục|và|hoặc)\s))?|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}(?![\w%/]){_IN_PART})"
_SMALL = r"\(?(?:[ivx]{1,5}|[a-zđ]?\d{0,2}(?:\.\d{1,2}){0,3}[a-zđ]?)(?!\w)\)?"
_ROMAN = r"(?:[IVXLC]{1,6}(?:[a-zđ]|-[A-D])?|\d{1,2}[a-zđ]?|[A-HĐ])(?![\w/]|\.\d)"
# "Phụ lục 11ban hành kèm theo": the blank was lost.
_ANNEX = r"(?:\d{1,3}(?=(?:ban hành|kèm theo|hoặc)(?!\w))|(?:[IVXLC]{1,6}|\d{1,3}|[A-ZĐ])[a-zđA-Z]?(?:[-.]\w{1,3})?(?![\w/]))"
_FORM = r"\d{1,4}\.?[a-zA-ZĐđ]{0,2}(?:(?:[-./]|[-/]\n *)[A-ZĐ0-9][\wĐ&]*){0,6}(?!\w)"
_WORD = r"(?:thứ\s+)?(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?!\w)"
_PART_AHEAD = r"(?=(?:(?:, ?| và )\d{1,2}){0,8},? (?:của )?(?:[Kk]hoản|[Đđ]iểm|[Đđ]iều) [\da-zđ])"
_HERE = r"này(?!\w)"
_LABELS = {
    "[Đđ]iều(?: thứ)?": _DIGITS, "[Kk]hoản": _CLAUSE, "[Đđ]iểm": _LETTER, "[Tt]iết": _SMALL, "[Tt]iểu mục": _ROMAN, "[Mm]ục": _ROMAN,
    "[Cc]hương": _ROMAN, "[Pp]hần": rf"(?:{_ROMAN}|{_WORD})", "[Pp]hụ lục(?: số)?": _ANNEX, "(?:(?:[Bb]iểu )?[Mm]ẫu(?: số)?|[Bb]iểu số)": _FORM,
    "[Đđ]oạn(?: thứ)?": rf"(?:\d{{1,2}}(?![\w%/.,])|{_WORD})",
    "[Kk]hổ(?: thứ)?": rf"(?:(?:\d{{1,2}}|đầu(?: tiên)?){_PART_AHEAD}|{_WORD})",  # "khổ 66 mm" is a size
}  # fmt: skip
_AND = r"(?: *, *(?:và +)?| +(?:và|hoặc|hay) +| *; *)"
# "tại Điều 30; 2. Bãi bỏ cụm từ …": the number of the next instruction is no article.
_NEXT_ITEM = (
    r"(?! *; *(?:\d{1,3}(?:\.\d{1,2})?|[a-zđ])(?:[.)]|\s?[-–])\s*(?:Bãi bỏ|Bỏ|Hủy|Huỷ|Sửa|Bổ sung|Thay|Đính chính|Điều chỉnh|Đổi|Thêm|Lược|Xóa|Xoá|Tại|Các|Cụm từ|[Đđ]iều|[Kk]hoản|[Đđ]iểm|Phụ lục|Mẫu|Mục|Chương)(?!\w))"
)
# What may stand between two items of one expression.
_JOIN = (
    r"(?: *[,;] *| +(?:[-–] +(?=[Pp]hụ lục |[Cc]hương |[Mm]ục |[Pp]hần ))?)(?:(?:và|hoặc|hay|của|tại|thuộc|trong|các [Đđ]iều(?= từ )|các|toàn bộ|quy định tại|ban hành kèm theo(?= [Pp]hụ lục)|"
    r"kèm theo(?= [Pp]hụ lục)) +){0,3}"
)
_TO = r" +đến +(?:hết +)?"


def _item(unit: str, label: str) -> str:
    """One unit with its labels: "các khoản 1, 2 và 3", "từ Điều 5 đến Điều 9", "khoản này"."""
    following = rf"(?:{_NEXT_ITEM}{_AND}(?:số\s+)?{label}(?=\s*(?:[,;.:)”\"]|$|\n|và |hoặc |của |tại |và\b|{_UNITS_AHEAD}|{_DOCUMENT_AHEAD})))"
    return rf"{unit}:? +(?:{_HERE}|(?:từ +(?={label}{_TO}{label}))?{label}(?:{_TO}(?:{unit} +)?{label})?{following}*)"


_UNITS_AHEAD = r"(?:các )?(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm) |[Tt]iết |[Mm]ục |[Cc]hương |[Pp]hụ lục|[Mm]ẫu|[Bb]iểu số"
_DOCUMENT_AHEAD = (
    r"Luật |Bộ luật |Nghị |Thông tư |Quyết định |Pháp lệnh |Hiến pháp|Quy chế |Quy định |Điều lệ |Chỉ thị |Sắc lệnh |này\b|như sau|vào |được |hết hiệu lực|bằng |từ |ban hành |kèm "
    r"|đã |bị |về |những |quy định |theo |thì |thay |bãi bỏ |bỏ |bổ sung |sửa đổi|có hiệu lực|tiếp tục |nêu trên|nói trên"
)
# "tên Điều và khoản 5 Điều 40": the name of the article that stands behind its parts.
_NAME_AHEAD = (
    r"[Tt]ên (?:[Đđ]iều(?=(?:,| và| hoặc) +(?:(?:các|tên) +)?(?:[Kk]hoản|[Đđ]iểm|[Đđ]oạn) )|[Kk]hoản(?=(?:,| và| hoặc) +(?:(?:các|tên) +)?(?:[Đđ]iểm|[Đđ]oạn) )"
    r"|(?:[Cc]hương|[Mm]ục)(?=(?:,| và| hoặc) +(?:(?:các|tên) +)?(?:[Mm]ục|[Tt]iểu mục|[Đđ]iều) ))"
)
_OPENING_NAME = re.compile(rf"{_NAME_AHEAD}{_JOIN}")
_ALONE = _NAME_AHEAD + r"|[Pp]hụ lục(?!\s+số)(?!\w)(?!\s+\d{1,3}[^\W\d_]{2})(?!\s+[IVX]{1,5}(?:Nghị|Thông|Quyết|Luật))|(?:toàn bộ (?:các )?|các )(?:[Bb]iểu )?[Mm]ẫu(?!\w| số)|[Đđ]oạn mở đầu|(?:[Kk]hổ|[Đđ]oạn) cuối(?: cùng)?" + _PART_AHEAD + r"|[Tt]ên(?: [Đđ]iều(?= [Đđ]iều \d))?(?= [Đđ]iều| [Cc]hương| [Kk]hoản| [Mm]ục)"
_ITEM = "(?:" + "|".join(_item(unit, label) for unit, label in _LABELS.items()) + f"|{_ALONE})"
# Atomic and not possessive, which Python 3.11.0 to 3.11.4 matches wrongly around groups that step back.
_EXPRESSION = re.compile(rf"{_ITEM}(?>(?:{_JOIN}(?:từ +)?{_ITEM})*)")
# Labels of an expression that was found: what stands behind it is not seen.
_LOOSE = {unit: label.replace(f"|{_LISTED}", "").replace(_IN_PART, "") for unit, label in _LABELS.items()}
_TOKEN = re.compile(
    "|".join(
        rf"(?P<u{i}>{unit}):? +(?:(?P<h{i}>{_HERE})|(?:từ +(?={label}{_TO}))?(?P<l{i}>{label}(?:{_TO}(?:{unit}\s+)?{label})?(?:{_AND}(?:số\s+)?{label})*))"
        for i, (unit, label) in enumerate(_LOOSE.items())
    )
    + rf"|(?P<alone>{_ALONE})|(?P<close>;)|(?P<tie>[,]|(?<!\w)(?:và|hoặc|hay)(?!\w))"
)
_LABEL_OF = [re.compile(label.replace(_POINT_AHEAD, "").replace(_PART_AHEAD, "")) for label in _LOOSE.values()]
# Where an expression may begin, found fast: the end of a unit's word with what follows it.
_BEGINS = re.compile(
    r"(?:(?:iều|hoản|iểm|iết|ục|hương|hần|ẫu|oạn|hổ|iểu số)(?: số| thứ)?:? [0-9a-zđA-ZĐ(]|hụ lục|ác (?:[Bb]iểu )?[Mm]ẫu|oạn mở đầu|(?:hổ|oạn) cuối|hổ đầu|ên (?:[Đđ]iều|[Kk]hoản|[Cc]hương|[Mm]ục)(?:,| và| hoặc) )"
)
# "các điểm g, h (trừ thân nhân của họ), i và k khoản 3": a remark between two items, without places or documents of its own.
_REMARK = re.compile(
    r"(?<=\w)\s?\((?!(?:ngoại )?trừ (?:các )?(?:quy định|nội dung|cụm từ))(?![^()]{0,160}(?:[Kk]hoản|[Đđ]iểm|[Đđ]iều|[Mm]ục|[Pp]hụ lục|[Mm]ẫu|số|Luật|Nghị|Thông tư|Quyết định|này)\b)[^()\s]+\s[^()]{1,160}\)"
    r"(?=\s?(?:[,;]\s?(?:và\s)?|và\s|\s(?:và\s)?)(?:(?:\d{1,3}[a-zđ]?|[a-zđ])(?:,|\svà\s|\s(?:[Kk]hoản|[Đđ]iều|[Đđ]iểm)\s)|(?:[Kk]hoản|[Đđ]iểm|[Đđ]iều)\s[\da-zđ]))"
)
# "các khoản 1 (trừ điểm c), 2 và 3 Điều 5", "khoản 1 (bao gồm điểm a), khoản 2 Điều 5": places of what stands before the bracket.
_OF_ONE = re.compile(
    r"(?<=\w)\s?\((?:(?:ngoại )?trừ [^()\n]{1,80}\)(?=\s?(?:[,;]\s?(?:và\s)?|và\s)(?:\d{1,3}[a-zđ]?|[a-zđ])(?:,|\s(?:và|[Kk]hoản|[Đđ]iều|[Đđ]iểm)\s))"
    r"|(?:bao )?gồm (?:cả )?[^()\n]{1,80}\)(?=\s?(?:[,;]\s?(?:và\s)?|và\s)(?:(?:\d{1,3}[a-zđ]?|[a-zđ])(?:,|\s(?:và|[Kk]hoản|[Đđ]iều|[Đđ]iểm)\s)|(?:[Kk]hoản|[Đđ]iểm|[Đđ]iều)\s[\da-zđ])))"
)
# "khoản 1, trừ điểm a, khoản 2 Điều 5", "Điều 4, trừ khoản 1 và khoản 2, Điều 6": of what stands before, and the list goes on.
EXCEPTED_WITHIN = re.compile(
    r"(?<=\w)(?:, | )(?P<what>(?:ngoại )?trừ (?:các )?(?:"
    r"điểm [a-zđ]\d?(?:(?:,| và|, điểm| và điểm) [a-zđ]\d?(?!\w)){0,8}(?=(?:,| và|, và) (?:các )?(?P<clause>[Kk]hoản) \d)"
    r"|khoản \d{1,2}[a-zđ]?(?:(?:,| và|, khoản| và khoản) \d{1,2}[a-zđ]?(?!\w)){0,8}(?=(?:,| và|, và) (?:các )?(?P<article>[Đđ]iều) \d)))"
)
_LIST_BEFORE = re.compile(r"(?P<unit>[Kk]hoản|[Đđ]iều) \d{1,3}[a-zđ]?(?:(?:,|\svà)\s\d{1,3}[a-zđ]?){0,20}\Z")
_BEFORE_REMARK = re.compile(r"(?:[Kk]hoản|[Đđ]iểm|[Đđ]iều)\s(?:\d{1,3}|[a-zđ])[a-zđ]?(?:(?:,|\svà)\s(?:\d{1,3}|[a-zđ])[a-zđ]?){0,20}\Z")
# The only bracket that closes before another opens: "(trừ các điểm a), b) khoản 2)" has marks of letters.
_CLOSED = re.compile(r"[^();\n]+(?=\)(?:[^();\n]*(?:[(;\n]|\Z)))")
# "hai phần ba", "một (01) phần tư" are fractions; "thành phần 2", "cổ phần", "hạng mục 3", "tài khoản 1" and "thời điểm" other things.
_COMPOUND = {
    "p": re.compile(r"(?:(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mấy|thành|cổ|học|bộ|hợp)|[0-9]\))\s+\Z", re.IGNORECASE),
    "m": re.compile(r"(?<!\w)(?:hạng|đề|danh|đầu|chuyên)\s+\Z", re.IGNORECASE),
    "k": re.compile(r"(?<!\w)tài\s+\Z", re.IGNORECASE),
    "đ": re.compile(r"(?<!\w)(?:thời|địa|quan)\s+\Z", re.IGNORECASE),
}
_BRACKET = 160
# So many items further a larger unit may stand that all of them are part of.
_FURTHEST = 120
# What holds what, where no article stands between.
_HOLDERS = {"diem": ("tieumuc", "muc", "phan"), "khoan": ("muc", "phan", "chuong"), "tieumuc": ("muc",), "muc": ("chuong", "phan"), "chuong": ("phan",), "mau": ("phuluc",)}
_OPENINGS = ("tên ", "Tên ", "tiểu ", "Tiểu ", "biểu ", "Biểu ", "toàn bộ ")


@dataclass(frozen=True, slots=True)
class Places:
    """An expression of places in a text: its span, and the places it names in order."""

    start: int
    end: int
    places: tuple[Locator, ...]


@dataclass(slots=True)
class _Item:
    unit: str
    labels: list[tuple[str, str | None]]
    group: int
    tied: bool  # a comma or "và" stands between this item and the next
    comma: bool = False  # it is a comma alone
    start: int = 0  # in the expression
    each: bool = False  # "các" alone stands before it: "khoản 1 các Điều 3, 4 và 5"
    named: str = ""  # "tên Điều": of which unit it is the name
    head: "_Item | None" = None
    used: bool = False


def find_places(text: str, start: int = 0, end: int | None = None) -> Iterator[Places]:
    """Yield the expressions of places between two offsets of a text, in order.

    >>> [p.notation for p in next(find_places("tại điểm a, b khoản 2, khoản 3 Điều 41 của Luật")).places]
    ['dieu_41/khoan_2/diem_a', 'dieu_41/khoan_2/diem_b', 'dieu_41/khoan_3']
    """
    stop = len(text) if end is None else end
    text = _without_remarks(well_spelled(text, start, stop), start, stop)
    place = start
    while hint := _BEGINS.search(text, place, stop):
        found = None
        for begin in _heads(text, hint.start(), place):
            if found := _EXPRESSION.match(text, begin, _bracket_end(text, begin, stop)):
                break
        if found is None:
            place = hint.start() + 1
            continue
        place = found.end()
        if places := read_places(found[0]):
            # "sửa đổi tên Điều, khoản 1 và bổ sung khoản 4 Điều 9": whose name it is stands further on than the places do.
            unread = None if any(p.steps[-1][0] == "ten" for p in places) else _OPENING_NAME.match(found[0])
            yield Places(found.start() + (unread.end() if unread else 0), found.end(), places)


def _bracket_end(text: str, begin: int, stop: int) -> int:
    """Where the bracket closes that a place stands in: the mark of "khoản 1 (trừ điểm a), khoản 2 Điều 5" is not that of a letter."""
    opened = text.rfind("(", max(0, begin - _BRACKET), begin)
    if opened < 0 or text.find(")", opened, begin) >= 0 or text.find("\n", opened, begin) >= 0:
        return stop
    closed = _CLOSED.match(text, begin, min(stop, begin + _BRACKET))
    return closed.end() if closed else stop


def _without_remarks(text: str, start: int, stop: int) -> str:
    """The text with blanks for the remarks that stand within expressions of places."""
    remarks: set[tuple[int, int]] = set()
    if text.find("(", start, stop) >= 0:
        remarks |= {
            found.span() for pattern in (_REMARK, _OF_ONE) for found in pattern.finditer(text, start, stop)
            if _BEFORE_REMARK.search(text, max(start, found.start() - 120), found.start())
        }  # fmt: skip
    remarks |= {found.span() for found in excepted_within(text, start, stop)}
    if not remarks:
        return text
    pieces, place = [], 0
    for first, last in sorted(remarks):
        if first >= place:
            pieces += [text[place:first], " " * (last - first)]
            place = last
    return "".join([*pieces, text[place:]])


def excepted_within(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """The exceptions without brackets between two units of one kind, of parts of the first."""
    place = start
    while (at := text.find("trừ ", place, stop)) >= 0:
        place = at + 4
        begin = at - 1 - (6 if text.startswith("ngoại ", at - 6) else 0)
        begin -= text[begin - 1 : begin] == ","
        found = EXCEPTED_WITHIN.match(text, begin, stop) if begin > start else None
        before = _LIST_BEFORE.search(text, max(start, begin - 120), begin) if found else None
        if found and before and before["unit"].lower() == (found["clause"] or found["article"]).lower():
            yield found


def _heads(text: str, hint: int, floor: int) -> Iterator[int]:
    """Where the expression begins whose first unit's word stands a letter before a hint: there, or at what belongs to it."""
    word = hint - 1
    # "quy định tạiĐiều 5": the blank was lost.
    if word < floor or (word and text[word - 1].isalnum() and not (text[word - 1].islower() and text[word].isupper())):
        return
    if (compound := _COMPOUND.get(text[word : word + 1])) and compound.search(text, max(0, word - 12), word):
        return
    # "tên Điều 5", "Tiểu mục 2", "Biểu mẫu số 1", "toàn bộ các mẫu": the words before belong to it.
    if text[word - 1 : word] == " ":
        for opening in _OPENINGS:
            begin = word - len(opening)
            if begin >= floor and text.startswith(opening, begin) and (begin == 0 or not text[begin - 1].isalnum()):
                yield begin
    yield word


@lru_cache(maxsize=65536)
def read_places(expression: str) -> tuple[Locator, ...]:
    """Return the places an expression names, larger units first in each; empty when it names none."""
    items = list(_items(expression))
    for index in range(len(items) - 1, -1, -1):
        _find_head(items, index)
    return tuple(dict.fromkeys(Locator(path, until) for item in items if not (item.used or (item.named and not item.head)) for label, until in item.labels for path in _paths(item, label)))


class Parted(NamedTuple):
    """An expression that names a place first, and behind it what stands in or beside it; `each` when "các" stands between."""

    place: Locator
    behind: tuple[Locator, ...]
    each: bool


def part_behind(expression: str) -> Parted | None:
    """Part "khoản 2 Điều 6 các điểm d và đ" where a unit follows that is no larger than the one before; None where all is one list.

    >>> parted = part_behind("khoản 2 Điều 6 các điểm d và đ")
    >>> (parted.place.notation, [p.notation for p in parted.behind]) if parted else None
    ('dieu_6/khoan_2', ['diem_d', 'diem_đ'])
    """
    items = list(_items(expression))
    for before, item in pairwise(items):
        if not before.tied and before.group == item.group and RANK[item.unit] >= RANK[before.unit]:
            place, behind = read_places(expression[: item.start]), read_places(expression[item.start :])
            return Parted(place[0], behind, item.each) if len(place) == 1 and behind else None
    return None


def _items(expression: str) -> Iterator[_Item]:
    group, last, place = 0, None, 0
    for found in _TOKEN.finditer(expression):
        each = expression[place : found.start()].split()[-1:] == ["các"]
        place = found.end()
        if found["close"]:
            group += 1
            continue
        if found["tie"]:
            if last:
                last.comma = found["tie"] == "," and not last.tied
                last.tied = True
            continue
        if found["alone"]:
            word = " ".join(found["alone"].lower().removeprefix("toàn bộ ").removeprefix("các ").removesuffix(" cùng").split())
            named = _UNIT_OF[word.removeprefix("tên ")] if word.startswith("tên ") else ""
            last = _Item("ten" if named else _UNIT_OF[word], [("*" if word.endswith("mẫu") else "", None)], group, tied=False, named=named, start=found.start())
            yield last
            continue
        index = int((found.lastgroup or "u0")[1:])
        unit = _UNIT_OF[" ".join(found[f"u{index}"].lower().split())]
        labels: list[tuple[str, str | None]] = [("này", None)] if found[f"h{index}"] else _labels(found[f"l{index}"], index, unit)
        last = _Item(unit, labels, group, tied=False, start=found.start(), each=each)
        yield last


def _labels(words: str, index: int, unit: str) -> list[tuple[str, str | None]]:
    labels: list[tuple[str, str | None]] = []
    place, ranging = 0, False
    for found in _LABEL_OF[index].finditer(words):
        if not found[0] or (found.start() and words[found.start() - 1].isalnum()):
            continue
        between = words[place : found.start()]
        label = _clean(found[0], unit)
        ranging = bool(labels) and "đến" in between
        if ranging:
            labels[-1] = (labels[-1][0], label)
        else:
            labels.append((label, None))
        place = found.end()
    return labels


def _clean(label: str, unit: str) -> str:
    label = re.sub(r"\n *", "", label.strip().strip("()./"))
    if unit in ("doan", "phan"):
        word = label.lower().removeprefix("thứ").strip()
        return _ORDINALS.get(word, label)
    return label


def _find_head(items: list[_Item], index: int) -> None:
    """Find the larger unit an item is part of: to its right, else directly to its left."""
    item = items[index]
    following = items[index + 1] if index + 1 < len(items) else None
    if item.named:
        named = next((other for other in items[index + 1 : index + _FURTHEST] if other.unit == item.named), None)
        if named and named.group == item.group and len(named.labels) == 1 and not named.labels[0][1]:
            item.head, named.used = named, True
        return
    if following and item.tied and following.unit == item.unit and following.group == item.group and following.head and following.head.each and len(following.head.labels) > 1:
        item.head = following.head  # "điểm a, điểm b các khoản 3 và 4"
        return
    tied = False
    for other in items[index + 1 : index + _FURTHEST]:
        tied = tied or items[index].tied
        if _takes(items, index, other):
            item.head, other.used = other, True
            return
    beside = next((other for other in items[index + 1 :] if RANK[other.unit] <= RANK[item.unit]), None)
    if beside and beside.head and beside.unit == item.unit and beside.group == item.group and (beside.head.unit in _HOLDERS.get(item.unit, ()) or (item.unit, beside.head.unit) == ("diem", "phuluc")):
        item.head = beside.head  # "khoản 1, điểm a khoản 2, Mục III", "điểm 2, điểm 3 Phụ lục I"
        return
    left = items[index - 1] if index else None
    # "Điều 5 khoản 2", "Phụ lục II Mẫu số 3": the larger unit first, as older texts have it.
    if left and not left.tied and not (left.unit == "muc" and _is_part_of_article(items, index - 1)) and left.group == item.group and RANK[left.unit] < RANK[item.unit] and len(left.labels) == 1:
        item.head, left.used = left, True


def _takes(items: list[_Item], index: int, other: _Item) -> bool:
    item = items[index]
    # "Biểu số 1, Biểu số 2 Phần 3 Phụ lục 1": an annex has parts, and forms in them.
    if item.unit == "mau" and other.unit == "phan" and len(other.labels) == 1 and not other.labels[0][1]:
        at = next(i for i, candidate in enumerate(items) if candidate is other)
        return not items[at - 1].tied and all(i.unit == "mau" for i in items[index + 1 : at])
    if item.unit == "muc" and items[index + 1] is other and _is_part_of_article(items, index):
        return True
    beside = items[index + 1] is other and not item.tied and item.group == other.group
    if RANK[other.unit] >= RANK[item.unit] or any(until for _, until in other.labels) or (len(other.labels) != 1 and not (beside and other.each)):
        return False
    if beside or _by_comma(items, index, other):
        return True
    if item.unit in ("khoan", "diem", "tiet", "doan", "mo_dau", "cuoi", "ten"):
        # Only articles, clauses and points are shared by a list.
        return other.unit in ("dieu", "khoan", "diem") and _reaches(items, index, other)
    if item.unit in ("mau", "muc", "tieumuc", "chuong", "phan"):
        at = next(i for i, candidate in enumerate(items) if candidate is other)
        # "Chương III và Phụ lục II" are two; "Mẫu số 01, Mẫu số 02 Phụ lục III" has one head.
        return other.unit != "dieu" and not items[at - 1].tied and all(i.unit == item.unit for i in items[index + 1 : at])
    return False


def _is_part_of_article(items: list[_Item], index: int) -> bool:
    """True for Mục III in "khoản 2 mục III Điều 1": the articles of decisions that approve a plan have parts of their own."""
    if not 0 < index < len(items) - 1:
        return False
    before, item, after = items[index - 1 : index + 2]
    smaller = before.unit in ("khoan", "diem", "tiet") and not before.tied and before.group == item.group
    return smaller and after.unit == "dieu" and len(after.labels) == 1 and not after.labels[0][1] and not item.tied and item.group == after.group


def _by_comma(items: list[_Item], index: int, other: _Item) -> bool:
    """True for the steps of one path with commas between: "điểm 4, Mục I, Phần A". "Mục I, Chương II, Chương III" are three."""
    item, after = items[index], items[index + 2] if index + 2 < len(items) else None
    if items[index + 1] is not other or not item.comma or len(item.labels) != 1 or item.group != other.group:
        return False
    if item.unit == "muc" and other.unit == "phuluc":
        # "Khoản 2, Mục I, Phụ lục 01"; "Mục I, Phụ lục 01" may be two.
        before = items[index - 1] if index else None
        return before is not None and before.unit in ("khoan", "diem", "tiet") and before.comma and before.group == item.group and len(before.labels) == 1
    return other.unit in _HOLDERS.get(item.unit, ()) and (after is None or after.unit != other.unit)


def _reaches(items: list[_Item], index: int, other: _Item) -> bool:
    """True when no unit that is larger than the item's wanted head stands between the two."""
    at = next(i for i, candidate in enumerate(items) if candidate is other)
    return not any(RANK[i.unit] <= RANK["dieu"] for i in items[index + 1 : at])


def _paths(item: _Item, label: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """The paths of one label of an item: several where it is in each of several larger units."""
    heads: list[_Item] = []
    while (head := heads[-1].head if heads else item.head) is not None:
        heads.append(head)
    for larger in product(*([(head.unit, of) for of, _ in head.labels] for head in heads)):
        yield _path(item, label, larger)


def _path(item: _Item, label: str, larger: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    clause, _, point = label.partition(".")
    steps = [("diem", point), (item.unit, clause)] if item.unit == "khoan" and point.isalpha() else [(item.unit, label)]
    steps += larger
    # An article is numbered through the whole body: its chapter adds nothing; what stands in it does.
    article = next((at for at, (unit, _) in enumerate(steps) if unit == "dieu"), len(steps))
    steps = steps[: article + 1] + [step for step in steps[article + 1 :] if step[0] not in ("phan", "chuong", "muc", "tieumuc")]
    return tuple(reversed(steps))

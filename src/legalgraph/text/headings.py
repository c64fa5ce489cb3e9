"""Lines that may begin a unit, by their form alone; whether they do is decided by the sequence they stand in."""

import re
from dataclasses import dataclass

from legalgraph.text.letters import CAPITAL, SMALL

_ORDINALS = {
    "nhất": "1", "một": "1", "hai": "2", "ba": "3", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7", "tám": "8", "chín": "9", "mười": "10", "nhì": "2", "mốt": "1", "lăm": "5", "bẩy": "7",
}  # fmt: skip
_ONES = "nhất|nhì|một|mốt|hai|ba|tư|năm|lăm|sáu|bảy|bẩy|tám|chín"
# "Điều thứ nhất", "Điều thứ mười hai": so in the decrees of 1945 to 1950.
_COUNTED = rf"(?i:(?:(?:hai|ba)[ ]mươi|mười)(?:[ ](?:{_ONES}))?|{_ONES})(?!\w)"
# "Điều 2 - Bãi bỏ …" begins an article, "Điều 2 - Luật Tằm tang" names one.
DASHED = re.compile(
    rf"[ ]?[-–][ ](?!(?:Luật|Bộ[ ]luật|Nghị[ ](?:định|quyết)|Thông[ ]tư|Quyết[ ]định|Pháp[ ]lệnh|Hiến[ ]pháp|Chỉ[ ]thị|Điều)\b(?![ ]này\b))[{CAPITAL}]"
)
_LINE = re.compile(
    rf"""(?:(?<=\n)|\A)(?=[^\n])["“‟„]?[ ]?(?:
    (?:QUYẾT[ ](?:ĐỊNH|NGHỊ)[ ]?:[ ]?(?=Điều[ ]))?(?P<dieu>(?:Điều|ĐIỀU)[ ](?:thứ|THỨ)[ ]{_COUNTED}[ ]?(?:[.:]|(?=[-–—]|\n|\Z))|(?:Điều|ĐIỀU)[ ](?:thứ[ ])?[0-9]{{1,4}}[a-zđ]{{0,2}}[0-9]?(?:[ ]?[.:](?![0-9])|(?=[ ]?\n)|\Z|(?=[ ]\((?:được|đã)[ ])|(?={DASHED.pattern})))
  | (?P<part>(?:PHẦN|Phần|CHƯƠNG|Chương|TIỂU[ ]MỤC|Tiểu[ ]mục|MỤC|Mục)[ ](?:(?:[Tt]hứ|THỨ)[ ]\w+|[IVXLC]+[a-zđ]?\b
      |[0-9]{{1,3}}[a-zđ]?\b)[.:]?
        (?=[ ]*(?:\n|\Z|[-–—]|\(?[{CAPITAL}“"])))
  | (?P<annex>(?:PHỤ[ ]LỤC|Phụ[ ]lục)(?:[ ](?:SỐ|số)[ ]?:?)?(?:[ ](?:[IVXLC]+|[0-9]{{1,3}}
      |[A-Z])[A-Za-zđ]?(?:[-.][0-9A-Za-z]{{1,3}})?\b)?[.:]?
        (?=[ ]*(?:\n|\Z|[-–—(]|[{CAPITAL}“"])))
  | (?P<form>(?:MẪU|Mẫu|BIỂU[ ]MẪU|Biểu[ ]mẫu|BIỂU|Biểu)(?:[ ](?:SỐ
      |số))?[ ]?:?[ ]?(?:PL[- ])?[0-9]{{1,3}}[A-Za-zĐđ]{{0,2}}(?:[-./][0-9A-ZĐ][\w&]{{0,11}}){{0,4}}\b[.:]?
        (?=[ ]*(?:\n|\Z|[-–—(]|[{CAPITAL}“"])))
  | (?P<khoan>[*]?[0-9]{{1,3}}[a-zđ]{{0,2}}[0-9]?\.(?=[ ]|\n|\Z|[^\W\d_]|["“(*]))
  | (?P<item>[0-9]{{1,3}}(?:\.[0-9]{{1,2}}){{1,4}}[a-zđ]?\.?(?=[ \n]|\Z))
  | (?P<diem>(?:[a-zđ][0-9]{{0,2}}|[a-zđ]{{2}})\)(?=[^\n]|\Z))
  | (?P<bracket>(?:\([0-9ivx]{{1,4}}\)|[ivx]{{2,5}}\)|[0-9]{{1,2}}\)))
  | (?P<roman>[IVX]{{1,6}}[.](?=[ ]*[{CAPITAL}]))
  | (?P<dash>[-–—•+](?=[ ]?[^\W\d_]))
  | (?P<attached>\((?:Ban[ ]hành[ ])?[Kk]èm[ ]theo[ ])
  | (?P<sign>(?:TM|KT|TL|TUQ|Q)\.[ ]?[{CAPITAL}]|XÁC[ ](?:THỰC|NHẬN)[ ]VĂN[ ]BẢN|(?:BỘ[ ]TRƯỞNG|THỨ[ ]TRƯỞNG|THỦ[ ]TƯỚNG|CHỦ[ ]TỊCH
      |THỐNG[ ]ĐỐC|CHÁNH[ ]ÁN|VIỆN[ ]TRƯỞNG|TỔNG[ ]KIỂM[ ]TOÁN|CHỦ[ ]NHIỆM|TỔNG[ ]THANH[ ]TRA
          |TỔNG[ ]BÍ[ ]THƯ)[^\n.;:{SMALL}]{{0,60}}(?=\n|\Z))
  | (?P<recipients>(?:Nơi[ ]nhận|NƠI[ ]NHẬN)[ ]?:)
    )""",
    re.VERBOSE,
)
# "… theo quy định của pháp luật.Chương VI⏎ĐIỀU KHOẢN THI HÀNH": a chapter whose line break was lost, told by its heading below.
_GLUED_CHAPTER = re.compile(rf"(?<=[{SMALL}0-9)/][.)])(?P<part>Chương[ ][IVXLC]+)(?=[ ]?\n[{CAPITAL}]{{2,}}[ ,])")
_KIND_OF_PART = {"PHẦN": "phan", "CHƯƠNG": "chuong", "MỤC": "muc", "TIỂU MỤC": "tieumuc"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that has the form of a unit's beginning: `form` says which, `words` is where what follows the label begins."""

    form: str
    kind: str
    label: str
    start: int
    words: int


def find_headings(text: str, end: int) -> list[Heading]:
    """Return the lines of `text[:end]` that may begin a unit, in order."""
    found = [*_LINE.finditer(text, 0, end), *_GLUED_CHAPTER.finditer(text, 0, end)]
    return [_heading(line, str(line.lastgroup)) for line in sorted(found, key=re.Match.start)]


def _heading(found: re.Match[str], form: str) -> Heading:
    words = found[form]
    kind, label = form, ""
    if form == "khoan":
        label = words.strip("*.")
    elif form == "dieu":
        label = _ordinal(words) or words.split()[-1].rstrip(".:") or words.split()[-2]
    elif form == "diem":
        label = words[:-1]
    elif form == "item":
        kind, label = "tiet", words.rstrip(".")
    elif form in ("bracket", "dash"):
        kind, label = "tiet", words.strip("()")
    elif form == "roman":
        kind, label = "muc", words[:-1]
    elif form == "part":
        name, _, rest = words.rstrip(".: ").rpartition(" ")
        upper = name.upper()
        if upper.endswith(" THỨ"):
            upper, rest = upper[:-4], _ORDINALS.get(rest.lower(), rest)
        kind, label = _KIND_OF_PART.get(upper, "muc"), rest
    elif form == "annex":
        kind, label = "phuluc", _last_word(words[7:])
    elif form == "form":
        kind, label = "mau", _last_word(words)
    # "QUYẾT ĐỊNH: Điều 1." in one line: the article begins behind the word that enacts it.
    start = found.start(form) if found[0].startswith("QUYẾT") else found.start()
    return Heading(form, kind, label, start, found.end())


def _ordinal(words: str) -> str:
    """The number of "Điều thứ mười hai."; empty for one that is printed in digits.

    >>> _ordinal("Điều thứ hai mươi mốt:"), _ordinal("ĐIỀU THỨ NHẤT."), _ordinal("Điều thứ 5.")
    ('21', '1', '')
    """
    counted = words.lower().rstrip(".: ").split()[2:]
    if not counted or any(word not in _ORDINALS and word != "mươi" for word in counted):
        return ""
    tens, ones = 0, 0
    for word in counted:
        if word == "mươi":
            tens, ones = ones, 0
        elif word == "mười":
            tens = 1
        else:
            ones = int(_ORDINALS[word])
    return str(10 * tens + ones)


def _last_word(words: str) -> str:
    label = words.rstrip(".: ").rpartition(" ")[2].rpartition(":")[2]
    return "" if label.lower() in ("số", "lục") else label

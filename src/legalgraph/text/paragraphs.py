"""Printed lines ▶ paragraphs: which line goes on with the one before it, and which begins anew."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from legalgraph.text.letters import SMALL

# What can begin a paragraph by its own form. Only tried on lines that do not begin with a plain small letter.
_UNIT = re.compile(
    r"""[“"‟„'‘]*(?:
    (?P<dieu>Điều\s+[0-9]+[a-zđ]?\s*[.:])                       # Điều 5. Điều 5a:
  | (?P<part>(?:Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC|Tiểu\s+mục|TIỂU\s+MỤC)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVXLC]+[a-z]?|[0-9]+[a-z]?)\b)
  | (?P<annex>(?:Phụ\s+lục|PHỤ\s+LỤC|Mẫu|MẪU|Biểu|BIỂU)\b)
  | (?P<khoan>[0-9]{1,3}[a-zđ]?\.(?=\s|$|[^\W\d]))                # 1.  1a.
  | (?P<tiet>[0-9]{1,3}(?:\.[0-9]{1,2}){1,4}\.?(?=\s|$))          # 1.1.
  | (?P<diem>(?:[a-zđ][0-9]{0,2}|[ivx]{1,4}|[0-9]{1,2})\))        # a) b1) ii) 1)
  | (?P<roman>[IVX]{1,6}[.)](?=\s))                             # I.
  | (?P<dash>[-+•*–●▪](?=\s|[^\W\d_]))                          # - of a list
  | (?P<recital>Căn\s+cứ\b|Theo\s+đề\s+nghị\b|Xét\s+đề\s+nghị\b|Sau\s+khi\s+xem\s+xét\b|Nơi\s+nhận\s*:|Số\s*:|Luật\s+số\s*:)
    )""",
    re.VERBOSE,
)
# A line that ends so has its reference go on: "… quy định tại" / "khoản" / "Điều 5 và" / "Luật số".
_REFERS = re.compile(
    r"(?:\b(?:khoản|Khoản|điểm|Điểm|điều|Điều|mục|Mục|chương|Chương|tiết|các|tại|theo|và|hoặc|hay|của|với|từ|đến|số|này|sau|trước|vào|"
    r"ngày|tháng|năm|bởi|trong|cho|là|về|như|lục|Phần|Mẫu|Biểu|quy định|Luật|Thông tư|Nghị định|bằng|trên|dưới|hơn)|,|\(|/|[-–]|"
    r"\b(?:khoản|điểm|Điều) [0-9a-zđ]{1,3})$"
)
# The same before a bare number: "… khoản 1, khoản" / "2. Trường hợp".
_REFERS_TO_NUMBER = re.compile(
    r"(?:\b(?:[Kk]hoản|[Đđ]iểm|[Đđ]iều|[Mm]ục|[Cc]hương|[Tt]iết|số|và|hoặc|đến|từ|các|tháng|năm|ngày|Bảng|Mẫu|Biểu|lục|Phần|Hình|tại)|[,(/])$"
)
# "… quy định tại khoản 3" / "Điều 26 của Luật", "điểm k" / "khoản 2 Điều này": one place, however short the line is.
_SMALLER_PLACE = re.compile(r"\b(?:[Kk]hoản|[Đđ]iểm) [0-9a-zđ]{1,3}(?:(?:,| và| hoặc) [0-9a-zđ]{1,3}){0,8}$")
_ITS_PLACE = r"(?:(?:khoản\s[0-9]{1,3}[a-zđ]?\s)?Điều\s(?:[0-9]{1,3}[a-zđ]?,?\s(?:của\s)?(?:Luật|Bộ luật|Pháp lệnh|Nghị|Thông tư|Quyết định|này)|này)(?!\w))"
_LARGER_PLACE = re.compile(_ITS_PLACE)
_CUT_PLACE = re.compile(rf"\b(?:khoản|điểm) [0-9a-zđ]{{1,3}} ?\n ?{_ITS_PLACE}")
# "… Mẫu số" / "02-" / "KÉN/TƠ/2031," / "Mẫu": the code of a form, and the next of a list of forms, in lines that justified print broke early.
_CODE_CUT = re.compile(r"(?:\b[Mm]ẫu số|^số|[0-9]-)$")
_CODE = re.compile(r"[0-9]{1,3}[a-zđ]?-(?:[A-ZĐĂÂÊÔƠƯ]{2,}/|$)|[A-ZĐĂÂÊÔƠƯ]{2,}/")
_CODE_LISTED = re.compile(r"[A-ZĐĂÂÊÔƠƯ]{2,}(?:/[A-ZĐ0-9.]+)+,$")
_TERMINATORS = ".;:”?!"
_QUOTES = '“"‟„'
_ENDS_WITH_PLACE = re.compile(r"(?:Điều|khoản|Khoản|mục|Mục|lục) [0-9IVX]+[a-zđ]?$|như sau$")
_HEADER_WORDS = re.compile(
    r"(?:CỘNG H[OÒ][AÀ] XÃ HỘI|QUỐC HỘI\b|CHÍNH PHỦ\b|BỘ \w|THỦ TƯỚNG|ỦY BAN|UỶ BAN|NGÂN HÀNG NHÀ|HỘI ĐỒNG|TÒA ÁN|VIỆN KIỂM|KIỂM TOÁN|"
    r"TM\.|KT\.|TL\.|Q\.|THỨ TRƯỞNG|CHỦ TỊCH|CHỦ NHIỆM|NGHỊ ĐỊNH$|NGHỊ QUYẾT$|THÔNG TƯ$|QUYẾT ĐỊNH:?$|LUẬT$|BỘ LUẬT$|PHÁP LỆNH$|CHỈ THỊ$|"
    r"XÁC THỰC|VĂN BẢN|VĂN PHÒNG|QUYẾT NGHỊ:?$|CÔNG ĐIỆN$|THÔNG TƯ LIÊN TỊCH$)"
)


class Line(NamedTuple):
    """A printed line without the blanks at its ends: a span of the text, and what stood before it."""

    start: int
    end: int
    words: str
    gap: bool  # blank lines before it
    page: bool  # first of its page
    rule: bool = False  # a blank line as wide as the rule above footnotes before it


def printed_lines(text: str) -> list[Line]:
    """Return the lines that have words. A form feed is where a page begins."""
    lines: list[Line] = []
    place, gap, page, rule = 0, False, False, False
    for printed in text.split("\n"):
        for number, raw in enumerate(printed.split("\f") if "\f" in printed else (printed,)):
            page = page or number > 0
            words = raw.strip()
            if words:
                start = place + raw.index(words[0]) if raw[0] != words[0] else place
                lines.append(Line(start, start + len(words), words, gap and not page, page, rule))
                gap = page = rule = False
            else:
                gap = True
                rule = rule or len(raw) - raw.count("\v") >= _RULE_WIDTH
            place += len(raw) + 1
    return lines


_RULE_WIDTH = 20


def looks_wrapped(text: str) -> bool:
    r"""True when lines of the text are broken where the paper ended: many go on in small letters.

    >>> looks_wrapped("Tổ chức, cá nhân có liên quan chịu trách nhiệm\nthi hành Nghị định này.")
    True
    """
    breaks = text.count("\n")
    if not breaks:
        return False
    if breaks <= _FEW and _CUT_PLACE.search(text):
        return True
    before = (text[max(0, found.start() - 4) : found.start()].rstrip() for found in _SMALL.finditer(text))
    cut = sum(1 for words in before if words and words[-1] not in ".;:")
    if cut * 8 > breaks:
        return cut > 2 or _widest(text) <= _PAPER
    return cut * 20 > breaks and cut > 10 and _widest(text) <= _PAPER


def _widest(text: str) -> int:
    """How wide all but the widest twentieth of the lines are."""
    lengths = sorted(map(len, text.split("\n")))
    return lengths[len(lengths) * 19 // 20]


_FEW = 12  # breaks of a text that is an extract
_PAPER = 160  # a printed line is not wider
_SMALL = re.compile(rf"\n[ \t]*[{SMALL}][{SMALL}, ]")


def widths(lines: Sequence[Line]) -> list[int]:
    """Return for each line how wide the lines about it are printed: what nine of ten do not pass."""
    found: list[int] = []
    step = 60
    whole = _ninth([len(line.words) for line in lines])
    for begin in range(0, len(lines), step):
        some = [n for line in lines[max(0, begin - step // 2) : begin + step * 3 // 2] if (n := len(line.words)) >= 40]
        found += [_ninth(some) if len(some) >= 12 else whole] * min(step, len(lines) - begin)
    return found


def _ninth(numbers: list[int]) -> int:
    return sorted(numbers)[len(numbers) * 9 // 10] if numbers else 0


def begins(line: Line, before: Line, width: int, opening: Line | None = None) -> bool:
    """True when a printed line begins a paragraph, false when it goes on with the line before.

    `opening` is the line with which the paragraph under way began, where that is known.
    """
    words, last = line.words, before.words
    first = words[0]
    if (_LARGER_PLACE.match(words) and _SMALLER_PLACE.search(last, max(0, len(last) - 60))) or (
        _CODE.match(words) and _CODE_CUT.search(last, max(0, len(last) - 8))
    ):
        return False
    open_end = last[-1] not in _TERMINATORS
    full = len(last) + len(words.partition(" ")[0]) + 1 > width * 0.88
    if first.islower():
        if not (len(words) > 1 and words[1] in "0123456789)ivx" and (found := _UNIT.match(words))):
            return line.gap and not (open_end and full)
        # "… tại điểm" / "a) …" is rare, "… tại điểm a" / "b) …" is rarer.
        return not (open_end and full and _REFERS.search(last, max(0, len(last) - 24)))
    found = _UNIT.match(words)
    if found:
        return _unit_begins(found, line, before, full=full, open_end=open_end)
    if line.gap:
        return not (open_end and full and not words.isupper())
    if words.isupper() and len(words) > 3 and not words[0].isdigit():
        if not last.isupper():
            return not (open_end and full) or len(words) > 25 or bool(_HEADER_WORDS.match(words))
        return bool(_HEADER_WORDS.match(words)) or bool(_HEADER_WORDS.match(last)) or len(last) < width * 0.4
    if last.isupper() and len(last) > 8:
        return True
    if not open_end:
        # A sentence that ends where the line does: the next may belong to the same paragraph; that is not told apart.
        return not (last[-1] in ":”" and full and first.isdigit())
    return not full and not _goes_on(last, width, first.isdigit(), before is opening or opening is None, opening or before)


def _goes_on(last: str, width: int, number: bool, first: bool, opening: Line) -> bool:
    """True for a line that is somewhat short and yet has its sentence go on: "… của Thủ tướng" / "Chính phủ", "tối đa" / "60.000 đồng"."""
    if len(last) < width * 0.6 or not (last[-1].islower() or last[-1] == ","):
        return False
    if number or _REFERS.search(last, max(0, len(last) - 24)) or _NAMES_GO_ON.search(last, max(0, len(last) - 24)):
        return True
    # The later lines of a paragraph are no heading, if its first is none.
    return not first and not opening.words.startswith("Điều ") and not opening.words.isupper()


_NAMES_GO_ON = re.compile(
    r"\b(?:Thủ tướng|Thường vụ|[Tt]hành phố|tỉnh|Hồ|Bộ|Bộ trưởng|Chủ tịch|Giám đốc|Ủy ban|Uỷ ban|Cục|Cục trưởng|Sở|Vụ|Viện|Hội đồng|"
    r"Văn phòng|giữa|cùng|"
    r"bảo đảm|đối|được|không|có|phải|khi|nếu|để|do|thì|mà|việc|thuộc|qua|gồm|những|sau khi|nước|Nhà|Trung|Việt)$"
)


def _unit_begins(found: re.Match[str], line: Line, before: Line, *, full: bool, open_end: bool) -> bool:
    kind, last = found.lastgroup, before.words
    if not open_end or (line.gap and not full):
        return True
    if kind == "dash":
        # "Bộ Lao động" / "- Thương binh và Xã hội"
        return not full and not last.endswith(",")
    # Only a line that the paper cut goes on: "… quy định tại" / "Điều 5. …".
    refers = full and bool(_REFERS.search(last, max(0, len(last) - 24)))
    if line.words[0] in _QUOTES and _ENDS_WITH_PLACE.search(last, max(0, len(last) - 24)):
        # "Sửa đổi, bổ sung khoản 2 Điều 4" / "“2. …"
        return True
    if kind in ("khoan", "tiet", "roman"):
        return not (full and _REFERS_TO_NUMBER.search(last, max(0, len(last) - 24)))
    if kind in ("dieu", "diem"):
        return not refers
    if kind == "part":
        return not refers and (not full or before.words.isupper() or found.end() == len(line.words))
    if kind == "annex":
        listed = _CODE_LISTED.search(last, max(0, len(last) - 40))
        return not (refers or listed) and (not full or line.words.isupper())
    return not full or not refers

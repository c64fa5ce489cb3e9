"""What stands before the first provision: header, title and recitals, as spans of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legalgraph.text.headings import Heading
from legalgraph.text.letters import SMALL

# The line that names the type, alone or with the number behind it ("NGHỊ ĐỊNH số 999/2031/NĐ-CP").
_TYPE = re.compile(
    r"(?:\A|(?<=\n))(?P<type>THÔNG TƯ LIÊN TỊCH|NGHỊ QUYẾT LIÊN TỊCH|VĂN BẢN HỢP NHẤT|NGHỊ ĐỊNH|NGHỊ QUYẾT|QUYẾT ĐỊNH|THÔNG TƯ|CHỈ THỊ|"
    r"PHÁP LỆNH|"
    r"SẮC LỆNH|LỆNH|BỘ LUẬT|LUẬT|HIẾN PHÁP|CÔNG ĐIỆN|KẾ HOẠCH|THÔNG BÁO|BÁO CÁO|TỜ TRÌNH|HƯỚNG DẪN)"
    r"(?P<rest>[ ]*(?:\n|\Z|:|(?:[Ss][ốỐ]|SỐ)[ :][^\n]*)|[ ][^\n]{1,240}(?:\n|\Z))"
)
_ENACTS = (
    r"(?:Quốc hội|Chính phủ|Ủy ban [Tt]hường vụ Quốc hội|Uỷ ban [Tt]hường vụ Quốc hội|Bộ trưởng|Thủ tướng|Thống đốc|Hội đồng|Chánh án|"
    r"Viện trưởng|"
    r"Tổng Kiểm toán|Tổng Thanh tra|Liên [Bb]ộ|Chủ nhiệm|Chủ tịch|Ủy ban|UBND)[^\n]{0,200}?(?:ban hành|quyết định|thống nhất|QUYẾT)"
)
_RECITAL = re.compile(
    r"\n(?:Căn cứ\b|Theo đề nghị\b|Xét\b|Sau khi xem xét\b|Thực hiện\b|Thi hành\b|Trên cơ sở\b|Để\b|Nhằm\b|Chiểu\b|Ngày ban hành:|"
    rf"{_ENACTS}|(?:THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|UỶ BAN|BỘ TRƯỞNG|HỘI ĐỒNG|CHỦ TỊCH|CHÁNH ÁN|THỐNG ĐỐC|TỔNG KIỂM TOÁN|"
    rf"VIỆN TRƯỞNG)[^\n{SMALL}]{{0,80}}\n"
    # The title block of a consolidation: "Thông tư số … ngày …, có hiệu lực …, được sửa đổi, bổ sung bởi:".
    r"|(?:Luật|Bộ luật|Nghị định|Nghị quyết|Thông tư|Quyết định|Pháp lệnh)(?! này\b)[^\n]{0,300}?\bsố [0-9]+[^\n]{0,60}ngày [^\n]*)"
)
_BASES = re.compile(r"\n[ ]?(?:Căn cứ|Chiểu|Xét đề nghị|Theo đề nghị)\b")
# What begins a recital, and may begin a title.
_OF_EITHER = re.compile(r"(?:Thực hiện|Thi hành|Trên cơ sở|Để|Nhằm)\b")
# A line that acts or speaks of the document it stands in: with no article and no type named, what precedes is no header.
_ACTS_ALREADY = re.compile(
    r"(?m)^[ ]?(?:(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị)(?: liên tịch)? này\b"
    r"|(?:(?:Nay )?[Bb]ãi bỏ|Thay thế|Các|Những|Kể từ|Từ ngày|Hủy bỏ|Ngưng hiệu lực|Hết hiệu lực)\b[^\n]{0,300}:[ ]?$"
    r"|(?:Nay )?(?:[Bb]ãi bỏ|Thay thế|Hủy bỏ|Huỷ bỏ|Đính chính)(?: toàn bộ| một phần)?[ ]?$)"
)
# "Thông tư số … có căn cứ ban hành như sau:⏎“Căn cứ …": a note repeats the recitals of another document.
_QUOTED = re.compile(r"như sau\s*:\s*[“\"]\s*Căn cứ\b[^”]*\Z")
_FAR = 12000
_TITLE_LINES = 8


@dataclass(frozen=True, slots=True)
class Front:
    """Offsets: header `0..title`, type line and title `title..recitals`, recitals `recitals..end`; equal ones are empty."""

    title: int
    words: int  # where the words of the title begin, behind the line that names the type
    recitals: int
    end: int
    type: str | None = None


def find_front(text: str, headings: Sequence[Heading], stop: int) -> Front:
    """Find the parts of a text before its first provision; `headings` are those outside of quotations."""
    first = _first(headings)
    if first is None and headings and headings[0].form == "annex" and not text[: headings[0].start].strip():
        return Front(0, 0, 0, 0)  # an annex on its own: the documents that its lines begin with are none it is headed by
    limit = min(stop, first if first is not None else _FAR)
    found = _type_line(text, limit)
    if found is None:
        recital = _RECITAL.search("\n" + text[:limit])
        begin = recital.start() if recital else limit if first is not None else 0
        if first is None and (not recital or _ACTS_ALREADY.search(text, 0, begin) or _QUOTED.search(text, 0, begin)):
            return Front(0, 0, 0, 0)
        return Front(begin, begin, begin, limit if first is not None else _without_articles(text, headings, begin, stop))
    alone = not found["rest"].strip() or found["rest"].strip()[0] in ":sS"
    words = found.end() if alone else found.end("type")
    recitals = _title_end(text, found.end(), limit)
    end = limit if first is not None else _without_articles(text, headings, recitals, stop)
    return Front(found.start(), words, min(recitals, end), end, found["type"])


def _first(headings: Sequence[Heading]) -> int | None:
    """Where the body begins: the first Điều, or the Phần, Chương or Mục that it stands in."""
    part: int | None = None
    for heading in headings:
        if heading.form == "dieu":
            return heading.start if part is None else part
        if heading.form == "part" and part is None:
            part = heading.start
    return None


def _type_line(text: str, limit: int) -> re.Match[str] | None:
    """The line that names the type; one that stands alone before one with words behind it."""
    best = None
    for found in _TYPE.finditer(text, 0, min(limit + 1, _FAR)):
        colon = found["rest"].lstrip().startswith(":") and _RECITAL.search("\n" + text[: found.start()])
        if colon or _BASES.search("\n" + text[: found.start()]):
            break  # "QUYẾT ĐỊNH:" behind recitals
        if not found["rest"].strip() or found["rest"].strip()[0] in ":sS":
            return found
        if best is None and found[0].isupper():
            best = found
    return best


def _title_end(text: str, start: int, limit: int) -> int:
    """Where the recitals begin, or the first sentence where there are none."""
    first = text.find("\n", start, limit)
    titled = first >= 0 and _OF_EITHER.match(text, start) and text[first - 1] not in ";,.:"
    found = _RECITAL.search(text, first if titled else max(0, start - 1), limit)
    end = found.start() + 1 if found else limit
    place = start
    for _ in range(_TITLE_LINES):
        line_end = text.find("\n", place, end)
        if line_end < 0:
            return end
        line = text[place:line_end].rstrip()
        if line.endswith((".", ";", ":")) and place > start:
            return place
        place = line_end + 1
    return end if found else place


def _without_articles(text: str, headings: Sequence[Heading], recitals: int, stop: int) -> int:
    """Where the body begins in a text without Điều: behind the last recital, at the first item at the latest."""
    first = next((heading.start for heading in headings if heading.start >= recitals and heading.label in ("1", "I")), stop)
    end = recitals
    for line in _RECITAL.finditer(text, max(0, recitals - 1), min(first, recitals + _FAR)):
        end = text.find("\n", line.start() + 1, stop)
        if end < 0:
            return stop
        end += 1
    return min(end, first)

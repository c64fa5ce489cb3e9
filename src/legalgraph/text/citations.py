"""Full citations with a number: type, số hiệu and, where it directly follows, the date of issue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.folding import fold
from legalgraph.model.number import Number
from legalgraph.model.spelling import WIDER_TYPES

# Longest first, so that "Thông tư liên tịch" is not read as "Thông tư".
_TYPES = {
    "Thông tư liên tịch": "ttlt", "Nghị quyết liên tịch": "nqlt", "Văn bản hợp nhất": "vbhn",
    "Hướng dẫn liên ngành": "hdln", "Bộ luật": "bo-luat", "Nghị định": "nd", "Nghị quyết": "nq", "Quyết định": "qd",
    "Thông tư": "tt", "Chỉ thị": "ct", "Pháp lệnh": "pl", "Sắc lệnh": "sl", "Công văn": "cv", "Kế hoạch": "kh",
    "Tờ trình": "ttr", "Thông báo": "tb", "Báo cáo": "bc", "Luật": "luat", "Lệnh": "lenh",
}  # fmt: skip
# One part of a symbol: capitals (Cyrillic look-alikes among them), perhaps with one small letter at its end ("TTg"),
# so that the words after a dash in "1288/QĐ-TTg - Phê duyệt" are none; nor is anything after a dash between spaces.
_PART = r"[A-ZĐÐƯАВСЕОТРНКМХІ][A-ZĐÐƯАВСЕОТРНКМХІ0-9&]*[a-z]?(?:\([A-Z0-9]+\))?(?!\w)"  # noqa: RUF001
_CITATION = re.compile(
    r"\b(?P<type>(?i:" + "|".join(name.replace(" ", r"\s+") for name in _TYPES) + r"))\s+"
    r"(?:[Ss][ốỐ]\s*(?::\s*)?)?"
    # The number: 45/2012/NĐ-CP, 1288/QĐ-TTg, 36-CP; the Gazette breaks it with spaces ("NĐ- CP").
    r"(?P<number>[0-9]{1,5}(?:\.[0-9]{1,4})?[a-zđ]?(?:\s?/\s?(?:19|20)[0-9]{2})?"
    # Cut short before "(" or "." and a capital it would be another number.
    rf"(?:(?:\s?/\s?|\s?[–-]|[–-]\s){_PART}){{1,12}}(?![(.&][A-Z0-9]))"  # noqa: RUF001
    # "ngày 01/8/2014" or "ngày 21 tháng 5 năm 2012", directly after the number.
    r"(?:,?\s+ngày\s+(?P<d>[0-9]{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<m>[0-9]{1,2})(?:\s*[/.-]\s*|\s+năm\s+)"
    r"(?P<y>(?:19|20)[0-9]{2})(?![0-9]))?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation found in a text: `text[start:end] == quote`, offsets in code points of the NFC text.

    `day_unreadable` when a date is printed that no calendar has, such as 31/02/2003.
    """

    start: int
    end: int
    quote: str
    type: str
    number: Number
    issued: date | None
    day_unreadable: bool = False


def find_citations(text: str) -> Iterator[Citation]:
    """Yield the full citations of an NFC text in order. What cannot be read as a số hiệu is passed over.

    >>> [str(c.number) for c in find_citations("theo Nghị định số 999/2031/NĐ-CP ngày 02/3/2031 về thử nghiệm")]
    ['999/2031/NĐ-CP']
    """
    types = {fold(name): code for name, code in _TYPES.items()}
    for found in _CITATION.finditer(text):
        try:
            number = Number.parse(found["number"])
        except InvalidIdentifier:
            continue
        code = types[fold(" ".join(found["type"].split()))]
        if number.type_codes and code not in number.type_codes:
            narrower = [narrow for narrow in WIDER_TYPES.get(code, ()) if narrow in number.type_codes]
            if not narrower:
                continue
            code = narrower[0]
        issued = _day(found)
        unreadable = bool(found["d"]) and issued is None
        yield Citation(found.start(), found.end(), found[0], code, number, issued, unreadable)


def _day(found: re.Match[str]) -> date | None:
    if not found["d"]:
        return None
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None

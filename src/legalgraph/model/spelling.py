"""What a person types when they mean a document: any spelling of type, number, year, issuer and place.

A spelling names what it can and leaves the rest open; a document answers to it when nothing disagrees.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.folding import fold
from legalgraph.model.identity import DocumentKey, canonical_path
from legalgraph.model.number import Number, one_spelling, symbol_slug, without_leading_zeros

T = TypeVar("T")
_DAYS = re.compile(
    r"\b(?:ngay\s+)?(?P<d>\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<m>\d{1,2})(?:\s*[/.-]\s*|\s+nam\s+)(?P<y>(?:19|20)\d\d)\b(?!\s*/)"
)
# "khoản 1 Điều 2 Nghị định …": where in the document, not which document.
_PLACES = re.compile(r"\b(?:(?:khoan|dieu|muc|chuong|phan)\s+\d+[a-z]?|diem\s+[a-z]{1,2}\d?|phu luc\s+[\divx]+)\b")
# "giai đoạn 2021-2025": the years of a programme, not of the document.
_PERIODS = re.compile(r"\bgiai doan\s+(?:19|20)\d\d\s*-\s*(?:19|20)\d\d\b")
_SYMBOL = r"[a-z][a-z0-9&().]*(?:\s?[-/]\s?(?!(?:19|20)\d\d\b)[a-z0-9&().]+)*"
# After a space only what can be nothing else: "26 tc/tct", "344 qd/kt", "235 hdbt", "1288 qd-ttg".
_OLD_SYMBOL = r"[a-z]{1,6}[/-][a-z][a-z0-9]*(?:[-/][a-z0-9]+)*|hdbt|ttg|cp|ctn"
_NUMBER = re.compile(
    rf"(?<![\w/\x00])(\d{{1,5}}(?:\.\d{{1,4}})?[a-z]?)"  # ordinal
    rf"(?:\s*/\s*((?:19|20)\d\d)(?!\d))?"  # year
    rf"(?:\s*[/-]\s*({_SYMBOL})|\s+({_OLD_SYMBOL})(?![\w/-]))?"
)
_STANDING_SYMBOL = re.compile(r"\b[a-z]{2,5}(?:-[a-z0-9]+)+\b")
_YEAR = re.compile(r"\b(?:nam\s+)?((?:19|20)\d\d)\b")
# "nd45": letters glued to the number they stand before; not the "qh14" of 59/2020/qh14.
_GLUED = re.compile(r"(?<![\w/-])([a-z]{2,5})(?=\d)")
# As names of files have it: "45-2012-nd-cp", "45_2012_nd-cp.pdf", "45.2012.nd-cp".
_FILED = re.compile(
    r"(?<![\w/.-])(\d{1,5}(?:\.\d{1,4})?[a-z]?)[-_.]((?:19|20)\d\d)[-_.]([a-z][a-z0-9&]*(?:[-_.][a-z0-9&]+)*?)(?:\.(?:pdf|docx?|rtf|html?|txt|md|zip))?(?![\w-])"
)
# People type a few words; a pasted citation goes on with a title, whose years and places are not the document's.
_FEW = 4
# People say "luật" of a bộ luật; the symbol of a party paper tells more than the word before it.
WIDER_TYPES = {
    "luat": ("luat", "bo-luat"),
    "nq": ("nq", "nqlt", "nq-dang"),
    "ct": ("ct", "ct-dang"),
    "tt": ("tt", "ttlt"),
}


@dataclass(frozen=True, slots=True)
class Spelling:
    """The parts of a document's name that were typed; None where nothing was typed. `areas` are all that the name of a place may mean."""

    ordinal: str
    year: int | None = None
    symbol: str | None = None
    type: str | None = None
    areas: tuple[str, ...] = ()
    signed: date | None = None

    def matches(self, key: DocumentKey, signed: date | None = None) -> bool:
        """True when nothing that was typed disagrees with the document. A symbol may lack its end, not its beginning."""
        return (
            self.ordinal == key.ordinal
            and self.year in (None, key.year)
            and self.type_fits(key.type)
            and self.symbol_fits(key.symbol)
            and (not self.areas or key.area in self.areas)
            and (self.signed is None or signed is None or self.signed == signed)
        )

    def type_fits(self, code: str) -> bool:
        """True when a document of this type may be meant."""
        return self.type is None or code in WIDER_TYPES.get(self.type, (self.type,))

    def symbol_fits(self, symbol: str) -> bool:
        """True when this symbol may be meant: `qd` stands for `qd-ttg`, but `cp`, an old symbol, not for `nd-cp`."""
        return self.symbol is None or f"{symbol}-".startswith(f"{self.symbol}-")


def read_spelling(text: str, types: Mapping[str, str], areas: Mapping[str, tuple[str, ...]]) -> Spelling | None:
    """Read what a person typed; None when it names no number. `types` and `areas` map folded names to codes, those of areas to several.

    >>> read_spelling("QĐ 1288 2014", {"qd": "qd"}, {})
    Spelling(ordinal='1288', year=2014, symbol=None, type='qd', areas=(), signed=None)
    >>> read_spelling("45/2012/nd-cp", {}, {}).symbol
    'nd-cp'
    """
    rest = _GLUED.sub(r"\1 ", " ".join(fold(text).replace(",", " ").split()))
    rest = unfiled(rest)
    rest = _PERIODS.sub(" ", _PLACES.sub(" ", re.sub(r"(\w)\s*-\s*(?=[a-z])", r"\1-", rest)))
    days, rest = _take_days(rest)
    numbers = [m for m in _NUMBER.finditer(rest) if not _YEAR.fullmatch(m[0])] or list(_NUMBER.finditer(rest))
    if not numbers:
        return None
    number = max(numbers, key=lambda m: (bool(m[3] or m[4]), bool(m[2]), -m.start()))
    before, after = rest[: number.start()], rest[number.end() :]
    few = len(after.replace("\0", " ").split()) <= _FEW
    around = f"{before} \1 {after}" if few else before
    type_code = _take_name(before, types, at_end=True)[0] or _take_name(around, types)[0]
    symbol = number[3] or number[4]
    if symbol is None and (standing := _STANDING_SYMBOL.search(around)):
        symbol = standing[0]
    signed = _day_after(after, days) or (days[0] if days and few else None)
    slug = one_spelling(symbol_slug(symbol)) if symbol else None
    local = slug is None or Number(number[1], None, "/", slug).is_local
    return Spelling(
        without_leading_zeros(number[1]),
        int(number[2]) if number[2] else (signed.year if signed else _year(before, after, few)),
        slug,
        type_code,
        (_take_name(f"{before} {after}", areas)[0] if local or few else None) or (),
        signed,
    )


def unfiled(text: str) -> str:
    """Folded text with the numbers in it that are spelled as in names of files spelled with slashes.

    >>> unfiled("nghi dinh 45_2012_nd_cp.pdf")
    'nghi dinh 45/2012/nd-cp'
    """
    return _FILED.sub(lambda found: f"{found[1]}/{found[2]}/{re.sub('[_.]', '-', found[3])}", text)


def _year(before: str, after: str, few: bool) -> int | None:
    """A year beside the number, or anywhere among few words."""
    beside = re.match(rf"\s*\(?\s*{_YEAR.pattern}", after) or re.search(rf"{_YEAR.pattern}\s*$", before)
    found = beside or (_YEAR.search(f"{before} {after}") if few else None)
    return int(found[1]) if found else None


def _take_days(text: str) -> tuple[list[date], str]:
    """Take the dates out, so that they are not read as numbers; a NUL character stays where each stood."""
    days: list[date] = []

    def take(found: re.Match[str]) -> str:
        try:
            days.append(date(int(found["y"]), int(found["m"]), int(found["d"])))
        except ValueError:
            return found[0]
        return "\0"

    return days, _DAYS.sub(take, text.replace("\0", " "))


def _day_after(after: str, days: list[date]) -> date | None:
    """The date that directly follows the number: the first that was taken out, if nothing was taken before it."""
    return days[0] if days and after.lstrip(" (").startswith("\0") else None


def _take_name(text: str, names: Mapping[str, T], at_end: bool = False) -> tuple[T | None, str]:
    """Find the longest of the names that stands in the text as whole words; `at_end` only before "số" or the end."""
    end = r"(?:\s+so(?:\s+hieu)?)?\s*:?\s*$" if at_end else r"(?![\w-])"
    for name in sorted(names, key=len, reverse=True):
        words = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name)))  # "Bà Rịa - Vũng Tàu", "Bà Rịa-Vũng Tàu"
        # "Cửu Long" and "Hậu Giang" are rivers, too.
        found = re.search(rf"(?<![\w-])(?<!\bsong ){words}{end}", text)
        if found:
            return names[name], text[: found.start()] + " " + text[found.end() :]
    return None, text


def read_path(text: str) -> DocumentKey | None:
    """Return the key when the text is a document's path or IRI, as this or another server writes it, else None."""
    plain = re.sub(r"^(?:https?://[^/]+)?(?:/legalgraph)?/eli/vn/", "", text.strip())
    try:
        return DocumentKey.parse(canonical_path(plain))
    except InvalidIdentifier:
        return None

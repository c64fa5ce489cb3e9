"""What a person types when they mean a document: any spelling of type, number, year, issuer and place.

A spelling names what it can and leaves the rest open; a document answers to it when nothing disagrees.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.folding import fold
from legalgraph.model.identity import DocumentKey
from legalgraph.model.number import symbol_slug, without_leading_zeros

_DAY = re.compile(r"\b(?:ngay\s+)?(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*((?:19|20)\d\d)\b(?!\s*/)")
_LONG_DAY = re.compile(r"\b(?:ngay\s+)?(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+((?:19|20)\d\d)\b")
_SYMBOL = r"[a-z][a-z0-9&().]*(?:\s?[-/]\s?(?!(?:19|20)\d\d\b)[a-z0-9&().]+)*"
_NUMBER = re.compile(
    rf"(?<![\w/])(\d{{1,5}}(?:\.\d{{1,4}})?[a-z]?)"  # ordinal
    rf"(?:\s*/\s*((?:19|20)\d\d)(?!\d))?"  # year
    rf"(?:\s*[/-]\s*({_SYMBOL}))?"
)
_STANDING_SYMBOL = re.compile(r"\b[a-z]{2,5}(?:-[a-z0-9]+)+\b")
_YEAR = re.compile(r"\b(?:nam\s+)?((?:19|20)\d\d)\b")
# "nd45": letters glued to the number they stand before; not the "qh14" of 59/2020/qh14.
_GLUED = re.compile(r"(?<![\w/-])([a-z]{2,5})(?=\d)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The parts of a document's name that were typed; None where nothing was typed."""

    ordinal: str
    year: int | None = None
    symbol: str | None = None
    type: str | None = None
    area: str | None = None
    signed: date | None = None

    def matches(self, key: DocumentKey, signed: date | None = None) -> bool:
        """True when nothing that was typed disagrees with the document. A symbol may be typed in part."""
        return (
            self.ordinal == key.ordinal
            and self.year in (None, key.year)
            and self._type_fits(key)
            and (self.symbol is None or key.symbol == self.symbol or f"-{self.symbol}-" in f"-{key.symbol}-")
            and self.area in (None, key.area)
            and (self.signed is None or signed is None or self.signed == signed)
        )

    def _type_fits(self, key: DocumentKey) -> bool:
        # People say "luật" of a bộ luật, and "thông tư" of a thông tư liên tịch.
        wider = {"luat": ("luat", "bo-luat"), "tt": ("tt", "ttlt")}
        return self.type is None or key.type in wider.get(self.type, (self.type,))


def read_spelling(text: str, types: Mapping[str, str], areas: Mapping[str, str]) -> Spelling | None:
    """Read what a person typed; None when it names no number. `types` and `areas` map folded names to codes.

    >>> read_spelling("QĐ 1288 2014", {"qd": "qd"}, {})
    Spelling(ordinal='1288', year=2014, symbol=None, type='qd', area=None, signed=None)
    >>> read_spelling("45/2012/nd-cp", {}, {}).symbol
    'nd-cp'
    """
    rest = _GLUED.sub(r"\1 ", " ".join(fold(text).replace(",", " ").split()))
    rest = re.sub(r"(\w)\s*-\s*(?=[a-z])", r"\1-", rest)
    signed, rest = _take_day(rest)
    area, rest = _take_name(rest, areas)
    number = next((m for m in _NUMBER.finditer(rest) if not _YEAR.fullmatch(m[0])), None) or _NUMBER.search(rest)
    if number is None:
        return None
    rest = rest[: number.start()] + " " + rest[number.end() :]
    symbol = symbol_slug(number[3]) if number[3] else None
    year = int(number[2]) if number[2] else None
    if year is None and (found := _YEAR.search(rest)):
        year = int(found[1])
    if symbol is None and (standing := _STANDING_SYMBOL.search(rest)):
        symbol = symbol_slug(standing[0])
    type_code, _ = _take_name(rest, types)
    ordinal = without_leading_zeros(number[1])
    return Spelling(ordinal, year or (signed.year if signed else None), symbol, type_code, area, signed)


def _take_day(text: str) -> tuple[date | None, str]:
    for pattern in (_LONG_DAY, _DAY):
        found = pattern.search(text)
        if found:
            try:
                day = date(int(found[3]), int(found[2]), int(found[1]))
            except ValueError:
                continue
            return day, text[: found.start()] + " " + text[found.end() :]
    return None, text


def _take_name(text: str, names: Mapping[str, str]) -> tuple[str | None, str]:
    """Find the longest of the names that stands in the text as whole words."""
    for name in sorted(names, key=len, reverse=True):
        words = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name)))  # "Bà Rịa - Vũng Tàu", "Bà Rịa-Vũng Tàu"
        found = re.search(rf"(?<![\w-]){words}(?![\w-])", text)
        if found:
            return names[name], text[: found.start()] + " " + text[found.end() :]
    return None, text


def read_path(text: str) -> DocumentKey | None:
    """Return the key when the text is a document's path or IRI, else None."""
    try:
        return DocumentKey.parse(text.strip())
    except InvalidIdentifier:
        return None

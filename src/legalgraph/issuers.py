"""What the words of an issuer say: which province, which of its bodies, and when neither is to be told.

"Ủy ban nhân dân tỉnh Ninh Bình", "UBND TP. Hồ Chí Minh", "Tỉnh Lào Cai" are spellings of portals, headers and citations. A number such
as 12/2020/QĐ-UBND tells the body but never the province, and neither a district's body nor that of a province that the table of
areas lacks is ever taken for another's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from itertools import takewhile

from legalgraph.model.document import in_symbol_order
from legalgraph.model.folding import fold, nfc
from legalgraph.model.number import Number
from legalgraph.registry import Day, Level, area_names, areas, bodies, body_of_area, stood


class Place(StrEnum):
    """Of which place an issuer is said to be."""

    AREA = "area"
    """A province or centrally run city of the table."""
    PROVINCE = "province"
    """Of a province that is not named: "Ủy ban nhân dân tỉnh"."""
    CITY = "city"
    """Of a city that is not named."""
    BELOW = "below"
    """A district, a commune or the like."""
    UNKNOWN = "unknown"
    """A name that none of the table bore on the day, as that of a city inside a province; or several provinces."""
    NONE = "none"
    """No place: a central body, or no words."""


@dataclass(frozen=True, slots=True)
class LocalIssuer:
    """What the words of one issuer say. `office` is a code of `registry.OFFICES`, "" for another body, None where only a place is said."""

    place: Place
    area: str | None = None
    office: str | None = None

    def is_of(self, area: str | None) -> bool:
        """True where "tỉnh" or "thành phố" without a name means this area, in a document of its own."""
        return area is not None and self.place is _UNNAMED.get(areas()[area].level)


@dataclass(frozen=True, slots=True)
class _Read:
    """What words say, whatever the day: `codes` are the areas that bear the name on one day or another."""

    place: Place
    codes: tuple[str, ...] = ()
    office: str | None = None

    def on(self, day: Day | None) -> LocalIssuer:
        borne = [code for code in self.codes if areas()[code].may_issue(day)]
        if len(borne) == 1 and (day is not None or len(self.codes) == 1):
            return LocalIssuer(Place.AREA, borne[0], self.office)
        return LocalIssuer(Place.UNKNOWN if self.codes else self.place, office=self.office)


_NOBODY = _Read(Place.NONE)
_BELOW = _Read(Place.BELOW)
_UNNAMED = {Level.PROVINCE: Place.PROVINCE, Level.CITY: Place.CITY}
_LEVEL = re.compile(r"\b(?P<level>tỉnh|thành\s+phố|đặc\s+khu|t\.?p\b\.?|tp(?=hcm\b))\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_BELOW_A_PROVINCE = re.compile(r"\b(?:huyện|quận|thị\s+xã|xã(?!\s+hội\b)|phường|thị\s+trấn|đặc\s+khu)\b", re.IGNORECASE)
# Where two columns of a header stand in one line.
_MOTTO = re.compile(r"\b(?:cộng\s+h(?:òa|oà)\s+xã\s+hội|độc\s+lập\s*-).*", re.IGNORECASE | re.DOTALL)
_IN_BRACKETS = re.compile(r"\([^()]*\)?|\)")
# What goes on behind the name of a province, folded: "khóa XVI", "về việc …". No name of a place begins with one of these words.
_NO_NAMES = frozenset({"ban", "ky", "khoa", "ngay", "nhiem", "quy", "so", "tai", "ve"})
_OFFICES = {
    "uy ban nhan dan": "ubnd", "ubnd": "ubnd", "hoi dong nhan dan": "hdnd", "hdnd": "hdnd",
    "chu tich uy ban nhan dan": "ct-ubnd", "chu tich ubnd": "ct-ubnd",
}  # fmt: skip
_OLD_PARTS = {"ub": "ubnd", "ubt": "ubnd", "ctubnd": "ubnd", "ctub": "ubnd"}


def day_of(number: Number | None, signed: Day | None) -> Day | None:
    """The day or year by which names are read: that of signing; that of the number where the two are years apart, as one is mistyped."""
    if number is None or number.year is None or signed is None:
        return signed or (number.year if number else None)
    return signed if abs((signed.year if isinstance(signed, date) else signed) - number.year) <= 1 else number.year


def is_below_a_province(issuer: str) -> bool:
    """True for bodies of districts, communes and the like."""
    return _read(issuer) == (_BELOW,)


def is_departmental(number: Number) -> bool:
    """True for a local number of neither a council nor a committee: that of a department."""
    return number.is_local and not _offices_of(number) and "ubhc" not in number.symbol_slug


def area_of_issuer(issuer: str, day: Day | None = None) -> str | None:
    """The code of the province or centrally run city whose body this is; None where it names none for sure.

    "Ủy ban nhân dân thành phố Hà Tĩnh" is that of a city inside a province, and "… huyện Gia Viễn, tỉnh Ninh Bình" that of a district.
    """
    return read_issuer(issuer, day).area


def read_issuer(words: str, day: Day | None = None) -> LocalIssuer:
    """Read who issued a document of a day or year, as a portal, a header or a citation says it. See `day_of` for which day.

    Without a day, names that areas bore one after the other, or that were first a city's inside a province, tell no area.

    >>> read_issuer("UBND tỉnh Ninh Bình")
    LocalIssuer(place=<Place.AREA: 'area'>, area='vn-18', office='ubnd')
    >>> read_issuer("Ủy ban nhân dân thành phố Ninh Bình").place  # a city inside the province
    <Place.UNKNOWN: 'unknown'>
    >>> read_issuer("UBND tỉnh Hậu Giang", 1985).area, read_issuer("UBND tỉnh Hậu Giang", 2015).area
    ('vn-haugiang', 'vn-73')
    """
    said = _read(words)
    read = [one.on(day) for one in said]
    if len({one.area or part.codes for one, part in zip(read, said, strict=True) if part.codes}) > 1:
        return LocalIssuer(Place.UNKNOWN)
    return next((one for one in read if one.place is not Place.NONE), LocalIssuer(Place.NONE))


def area_said(issuers: Iterable[str | None], beside: str | None = None, day: Day | None = None) -> str | None:
    """The area that the first of these to name a place names; `beside` (another column, a place of signing) where none does.

    Who is below a province, or of a place that is not in the table, is not of the place said beside; nor is who wrote there before the
    area there was made by dividing another: "Ủy ban nhân dân tỉnh" in Vĩnh Long was that of Cửu Long until 1991.
    """
    read = [read_issuer(words, day) for words in issuers if words]
    said = next((one for one in read if one.place in (Place.AREA, Place.BELOW, Place.UNKNOWN)), None)
    if said is not None:
        return said.area
    area = area_of_issuer(beside or "", day)
    if area is None or not stood(area, day):
        return None
    unnamed = [one for one in read if one.place is not Place.NONE]
    return area if all(one.is_of(area) for one in unnamed) else None


def issuers_of(number: Number | None, area: str | None, said: Iterable[str | None], day: Day | None = None) -> tuple[str, ...]:
    """The codes of the bodies that issued a document: those its number names, or those of its area that the words `said` name.

    The words must name a body of the province, or the province and nothing else: then the number tells the body. Where words,
    number and area contradict each other, nobody is named.
    """
    if number is not None and not number.is_local:
        return _in_symbol(number)
    if area is None:
        return ()
    told = _offices_of(number) if number else set()
    if number is not None and not told:
        return ()  # a department, which stands in the header below its committee
    found: set[str] = set()
    for one in (read_issuer(part, day) for words in said if words for part in re.split(r"[,;]", words)):
        if one.place in (Place.BELOW, Place.UNKNOWN) or (one.area or area) != area:
            return ()
        if one.area or one.is_of(area):
            found |= told if one.office is None and len(told) == 1 else {one.office or ""}
    found.discard("")
    # Chairmen sign under the numbers of their committees.
    fitting = {office for office in found if not told or office.removeprefix("ct-") in {code.removeprefix("ct-") for code in told}}
    return in_symbol_order((body_of_area(office, area) for office in fitting), None) if fitting == found else ()


def _in_symbol(number: Number) -> tuple[str, ...]:
    """The bodies that the symbol names: an old number keeps its old issuer."""
    parts = (re.sub(r"[0-9]+$", "", part) for part in number.series_slug.split("-"))
    return in_symbol_order(dict.fromkeys(part for part in parts if part in bodies()), str(number))


def _offices_of(number: Number) -> set[str]:
    """The bodies of a province that a symbol names: `QĐ-UBND`, `QĐ.UB`, `NQ-HĐND`, `NQ-HĐ16`."""
    parts = [re.sub(r"[0-9]+$", "", part) for part in number.symbol_slug.split("-")]
    named = {"hdnd" if part == "hd" else _OLD_PARTS.get(part, part) for part in parts}
    return named & {"ubnd", "hdnd"}


def _plain(words: str) -> str:
    return " ".join(_IN_BRACKETS.sub(" ", _MOTTO.sub("", nfc(words))).split())


@lru_cache(maxsize=1 << 12)
def _read(words: str) -> tuple[_Read, ...]:
    """Read the parts of the words, whatever the day."""
    plain = _plain(words)
    if _names_a_place_below(plain):
        return (_BELOW,)
    # What stands behind a comma says where the first is: "thành phố A, tỉnh B" is in B.
    return tuple(_read_one(part) for part in re.split(r"[,;]|\b(?:và|hoặc)\b", plain))


def _names_a_place_below(plain: str) -> bool:
    """True where a district, a commune or the like is named; of the special zones, one was not below a province."""
    found = _BELOW_A_PROVINCE.finditer(plain)
    return any(fold(one[0]) != "dac khu" or (_name(plain[one.end() :]), Level.ZONE) not in _names() for one in found)


def _read_one(words: str) -> _Read:
    found = _LEVEL.search(words)
    if found is None:
        return _without_level(words)
    office, level = _office(words[: found.start()]), _level(found["level"])
    name = _name(found["rest"])
    if not name and level in _UNNAMED:
        return _Read(_UNNAMED[level], office=office)
    return _Read(Place.UNKNOWN, _names().get((name, level), ()), office)


def _level(word: str) -> Level:
    return {"tinh": Level.PROVINCE, "dac khu": Level.ZONE}.get(_letters(word), Level.CITY)


def _without_level(words: str) -> _Read:
    """Read "UBND Sơn La" or the bare name; "Ủy ban nhân dân" alone says nothing."""
    name = _letters(words)
    head = next((head for head in _OFFICES if name.startswith(f"{head} ")), "")
    bare = _name(" ".join(words.split()[len(head.split()) :]))
    codes = tuple(code for level in Level for code in _names().get((bare, level), ()))
    return _Read(Place.UNKNOWN, codes, _OFFICES.get(head)) if codes else _NOBODY


def _office(words: str) -> str | None:
    said = _letters(words)
    return _OFFICES.get(said, "") if said else None


def _name(words: str) -> str:
    """The letters of a name of a place, up to where something else begins.

    "tỉnh Hà Nam Ninh" was another province than Hà Nam: the whole name decides.
    """
    parts = words.split()
    is_small = not any(word[0].isupper() for word in parts)
    return _letters(" ".join(takewhile(lambda word: _goes_on(word, is_small), parts)))


def _goes_on(word: str, is_small: bool) -> bool:
    return fold(word) not in _NO_NAMES and (is_small or word[0].isupper() or not word[0].isalpha())


@cache
def _names() -> dict[tuple[str, Level], tuple[str, ...]]:
    """The areas that bear a name, by its letters and what is said before it."""
    found: dict[tuple[str, Level], tuple[str, ...]] = {}
    for name, codes in area_names().items():
        for code in codes:
            key = _letters(name).removeprefix("thanh pho "), areas()[code].level
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), code)))
    return found


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))

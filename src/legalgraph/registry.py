"""The packaged tables of document types, issuing bodies and areas, loaded once at first use."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from legalgraph.errors import InvalidIdentifier, StoreError
from legalgraph.model.document import Body, Document, DocumentType
from legalgraph.model.folding import fold, nfc
from legalgraph.model.identity import DocumentKey
from legalgraph.model.law import Law
from legalgraph.model.number import Number
from legalgraph.model.relation import Certainty
from legalgraph.resources import folder

Day = date | int
"""A day, or the year when that is all that is known."""


class Level(StrEnum):
    """What an area is called before its name."""

    PROVINCE = "tinh"
    CITY = "thanh-pho"
    ZONE = "dac-khu"


_LEVELS = {Level.PROVINCE: ("tỉnh", "Province"), Level.CITY: ("thành phố", "City"), Level.ZONE: ("đặc khu", "Special Zone")}
_YEAR = timedelta(365)


@dataclass(frozen=True, slots=True)
class Area:
    """A province, centrally run city or special zone of today or of an earlier time. `others` are more spellings of its name.

    The code is that of ISO 3166-2:VN in lower case (`vn-18`); those that it does not have bear four letters or more of their name
    (`vn-habac`), which no code of ISO has. `valid_from` and `valid_until` are the first and the last day, None where they are not known
    or have not come; `decided` is the day of the resolution that ended it, and where that is `valid_until`, its bodies went on for a while.
    `certainty` is that of code and name, `period_certainty` that of days and successors.
    """

    code: str
    vi: str
    en: str
    level: Level = Level.PROVINCE
    others: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    decided: date | None = None
    successors: tuple[str, ...] = ()
    certainty: Certainty = Certainty.VERIFIED
    period_certainty: Certainty | None = None

    def may_issue(self, day: Day | None) -> bool:
        """Whether what bears this name may have been issued by it on a day, or in a year.

        A name that meant another place, or none, before `valid_from` tells nothing without a day. For a year behind its end an area may
        still be named: what was begun was finished under its name.
        """
        if day is None:
            return self.valid_from is None
        first, last = _span(day)
        return (self.valid_from is None or self.valid_from <= last) and (self.valid_until is None or first <= self.valid_until + _YEAR)

    def held(self, day: Day) -> bool:
        """Whether it held what its successors hold now, on a day or somewhen in a year; true where its end is not sure to have come."""
        first, last = _span(day)
        until = self.valid_until
        if until is None or (self.valid_from is not None and last < self.valid_from):
            return False
        return first <= (until + _YEAR if self.decided == until else until)


def _span(day: Day) -> tuple[date, date]:
    return (day, day) if isinstance(day, date) else (date(day, 1, 1), date(day, 12, 31))


OFFICES: Mapping[str, tuple[str, str]] = {
    "ubnd": ("Ủy ban nhân dân", "People's Committee"),
    "hdnd": ("Hội đồng nhân dân", "People's Council"),
    "ct-ubnd": ("Chủ tịch Ủy ban nhân dân", "Chairman of the People's Committee"),
}
"""The bodies that every area has: what their codes begin with ▶ what they are called before "tỉnh …" and " of … Province"."""


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = folder("data") / "vn" / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except OSError as error:
        raise StoreError(f"the packaged table {path} cannot be read: {error}") from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("; ")))


@cache
def types() -> dict[str, DocumentType]:
    """All document types by code."""
    return {
        row["code"]: DocumentType(
            row["code"],
            tuple(row["abbreviation"].split()),
            row["vi"],
            row["en"],
            int(row["rank"]) if row["rank"] else None,
            {"yes": True, "no": False}.get(row["normative"]),
        )
        for row in _rows("types.csv")
    }


@cache
def bodies() -> dict[str, Body]:
    """All issuing bodies by code: those of the table, and those that every area has."""
    listed = {
        row["code"]: Body(
            row["code"],
            row["vi"],
            row["en"],
            _day(row["valid_from"]),
            _day(row["valid_until"]),
            _several(row["successor"]),
            row["area"] or None,
            Certainty(row["certainty"]),
        )
        for row in _rows("bodies.csv")
    }
    return listed | {body.code: body for area in areas().values() for body in _bodies_of(area)}


def body_of_area(office: str, area: str) -> str:
    """The code of a body that every area has: `ubnd-vn-18`. `office` is a key of `OFFICES`."""
    return f"{office}-{area}"


def _bodies_of(area: Area) -> Iterator[Body]:
    vi_level, en_level = _LEVELS[area.level]
    vi = area.vi if area.vi.startswith("Thành phố") else f"{vi_level} {area.vi}"
    en = area.en if area.en.endswith("City") else f"{area.en} {en_level}"
    # What is said of a body has one certainty: days that are less sure than its name are said of the area alone.
    sure = area.period_certainty == area.certainty
    for office, (vi_office, en_office) in OFFICES.items():
        yield Body(
            body_of_area(office, area.code), f"{vi_office} {vi}", f"{en_office} of {en}",
            area.valid_from if sure else None, area.valid_until if sure else None,
            tuple(body_of_area(office, later) for later in area.successors) if sure else (), area.code, area.certainty,
        )  # fmt: skip


@cache
def areas() -> dict[str, Area]:
    """All areas by code."""
    return {
        row["code"]: Area(
            row["code"],
            row["vi"],
            row["en"],
            Level(row["level"]),
            _several(row["others"]),
            _day(row["valid_from"]),
            _day(row["valid_until"]),
            _day(row["decided"]),
            _several(row["successors"]),
            Certainty(row["certainty"]),
            Certainty(row["period_certainty"]) if row["period_certainty"] else None,
        )
        for row in _rows("areas.csv")
    }


@cache
def divided_from(code: str) -> tuple[Area, ...]:
    """The areas of which this one is a part that was made by dividing them, those that they themselves were parts of included."""
    whole = [area for area in areas().values() if code in area.successors and len(area.successors) > 1]
    return tuple(dict.fromkeys((*whole, *(earlier for area in whole for earlier in divided_from(area.code)))))


def stood(code: str, day: Day | None) -> bool:
    """Whether an area was there on a day, or in the whole of a year, as far as that is known: before, all was of the one it was part of."""
    return areas()[code].may_issue(day) and (day is None or not any(whole.held(day) for whole in divided_from(code)))


@cache
def laws() -> tuple[Law, ...]:
    """All laws of the gazetteer; those of which nothing was verified are not `sure`."""
    return tuple(
        Law(
            DocumentKey.parse(row["id"]),
            Number.parse(row["number"]),
            row["title"],
            _day(row["signed"]),
            _day(row["in_force_from"]),
            DocumentKey.parse(earlier) if (earlier := row["replaces"] or row["ends"]) else None,
            row["certainty"] != Certainty.UNVERIFIED,
        )
        for row in _rows("laws.csv")
    )


@cache
def abbreviated_words() -> dict[str, tuple[str, ...]]:
    """What well-known abbreviations stand for, for searching alone: `bhxh`, folded ▶ the words with their marks, in lower case."""
    return {fold(row["abbreviation"]): tuple(re.findall(r"\w+", nfc(row["words"]).lower())) for row in _rows("abbreviations.csv")}


@cache
def type_names() -> dict[str, str]:
    """Folded names and abbreviations of types, in both languages, to codes: `nghi dinh` ▶ `nd`."""
    names: dict[str, str] = {}
    for code, the_type in types().items():
        for name in (code, the_type.vi, the_type.en, *the_type.abbreviations):
            names.setdefault(fold(name), code)
    return names


@cache
def area_names() -> dict[str, tuple[str, ...]]:
    """Folded names of areas to codes: `ninh binh` ▶ `vn-18`; a name that areas had one after the other leads to all of them."""
    names: dict[str, tuple[str, ...]] = {}
    for code, area in areas().items():
        for name in dict.fromkeys(fold(name) for name in (area.vi, area.en, *area.others) if name):
            names[name] = (*names.get(name, ()), code)
    return names


@cache
def searched_area_names() -> dict[str, tuple[str, ...]]:
    """As `area_names`, for searching: who names an area that is another one's whole successor may mean that one as well.

    "Huế" was said of Thừa Thiên Huế, too, before that became the city.
    """
    known, before = areas(), {}
    for area in known.values():
        if len(area.successors) == 1 and area.valid_until and known[area.successors[0]].valid_from == area.valid_until + timedelta(1):
            before[area.successors[0]] = area.code
    return {name: (*codes, *(before[code] for code in codes if code in before)) for name, codes in area_names().items()}


@cache
def body_names() -> dict[str, str]:
    """Folded names, codes and spellings of the bodies of the table to codes: `bo y te` ▶ `byt`; a name of several is the latest one's."""
    # Areas of earlier times stand last in their table.
    names = {fold(name): code for code, body in reversed(bodies().items()) for name in (code, body.vi, body.en) if name}
    return {fold(row["alias"]): row["code"] for row in _rows("body_aliases.csv")} | names


def type_label(code: str, language: str = "vi") -> str:
    """The name of a type, or its code when the table lacks it."""
    found = types().get(code)
    return code if found is None else (found.vi if language == "vi" else found.en)


def area_label(code: str, language: str = "vi") -> str:
    """The name of an area, or its code when the table lacks it; with its end where a later area bears the name: "Hậu Giang (đến 1991)"."""
    found = areas().get(code)
    return f"{(found.vi if language == 'vi' else found.en) or found.vi}{_end(found, language)}" if found else code


def _end(area: Area, language: str) -> str:
    if area.valid_until is None or len(area_names()[fold(area.vi)]) == 1:
        return ""
    return f" ({'đến' if language == 'vi' else 'until'} {area.valid_until.year})"


def numbered(document: Document) -> str | None:
    """The number, with the province or city behind that of a local document, as many of them have one number; None without a number."""
    area = areas().get(document.area or "")
    return f"{document.number} ({area.vi})" if document.number and area else document.number


def body_label(code: str, language: str = "vi") -> str:
    """The name of a body, or its code when the table lacks it."""
    found = bodies().get(code)
    return code if found is None else ((found.vi if language == "vi" else found.en) or found.vi)


def listed_body_label(code: str, language: str = "vi") -> str:
    """The name of a body in a list of bodies: with its end where a later one of another area has nearly the same."""
    area = areas().get((bodies()[code].area or "") if code in bodies() else "")
    return f"{body_label(code, language)}{_end(area, language) if area else ''}"


def is_normative(document: Document) -> bool | None:
    """Whether a document is normative (văn bản quy phạm pháp luật), by its type; None where neither type nor number tells.

    A decision with the year in its number is, one without is individual.
    """
    found = types().get(document.type)
    if found is None or found.normative is not None:
        return found.normative if found else None
    if document.type != "qd" or not document.number:
        return None
    try:
        return Number.parse(document.number).year is not None
    except InvalidIdentifier:
        return None

"""The packaged tables of document types, issuing bodies and areas, loaded once at first use."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from legalgraph.errors import InvalidIdentifier, StoreError
from legalgraph.model.document import Body, Document, DocumentType
from legalgraph.model.folding import fold, nfc
from legalgraph.model.identity import DocumentKey
from legalgraph.model.law import Law
from legalgraph.model.number import Number
from legalgraph.model.relation import Certainty
from legalgraph.resources import folder


@dataclass(frozen=True, slots=True)
class Area:
    """A province or centrally run city, code ISO 3166-2:VN in lower case (`vn-18`). `others` are more spellings of its name."""

    code: str
    vi: str
    en: str
    valid_until: date | None
    successor: str | None
    others: tuple[str, ...] = ()
    certainty: Certainty = Certainty.VERIFIED

    @property
    def is_city(self) -> bool:
        """True for the centrally run cities, whose codes are letters (ISO 3166-2:VN)."""
        return not self.code.removeprefix("vn-").isdigit()


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
            row["successor"] or None,
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
    vi = area.vi if area.vi.startswith("Thành phố") else f"{'thành phố' if area.is_city else 'tỉnh'} {area.vi}"
    en = area.en if area.en.endswith("City") else f"{area.en} {'City' if area.is_city else 'Province'}"
    for office, (vi_office, en_office) in OFFICES.items():
        later = body_of_area(office, area.successor) if area.successor else None
        yield Body(
            body_of_area(office, area.code), f"{vi_office} {vi}", f"{en_office} of {en}",
            None, area.valid_until, later, area.code, area.certainty,
        )  # fmt: skip


@cache
def areas() -> dict[str, Area]:
    """All areas by code."""
    return {
        row["code"]: Area(
            row["code"], row["vi"], row["en"], _day(row["valid_until"]), row["successor"] or None,
            tuple(filter(None, row["others"].split("; "))), Certainty(row["certainty"]),
        )
        for row in _rows("areas.csv")
    }


@cache
def laws() -> tuple[Law, ...]:
    """All laws of the gazetteer but those of which nothing was verified."""
    return tuple(
        Law(
            DocumentKey.parse(row["id"]),
            Number.parse(row["number"]),
            row["title"],
            _day(row["signed"]),
            _day(row["in_force_from"]),
            DocumentKey.parse(earlier) if (earlier := row["replaces"] or row["ends"]) else None,
        )
        for row in _rows("laws.csv")
        if row["certainty"] != Certainty.UNVERIFIED
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
def area_names() -> dict[str, str]:
    """Folded names of areas to codes: `ninh binh` ▶ `vn-18`."""
    return {fold(name): code for code, area in areas().items() for name in (area.vi, area.en, *area.others) if name}


@cache
def body_names() -> dict[str, str]:
    """Folded names, codes and spellings of the bodies of the table to codes: `bo y te` ▶ `byt`."""
    names = {fold(name): code for code, body in bodies().items() for name in (code, body.vi, body.en) if name}
    return {fold(row["alias"]): row["code"] for row in _rows("body_aliases.csv")} | names


def type_label(code: str, language: str = "vi") -> str:
    """The name of a type, or its code when the table lacks it."""
    found = types().get(code)
    return code if found is None else (found.vi if language == "vi" else found.en)


def numbered(document: Document) -> str | None:
    """The number, with the province or city behind that of a local document, as many of them have one number; None without a number."""
    area = areas().get(document.area or "")
    return f"{document.number} ({area.vi})" if document.number and area else document.number


def body_label(code: str, language: str = "vi") -> str:
    """The name of a body, or its code when the table lacks it."""
    found = bodies().get(code)
    return code if found is None else ((found.vi if language == "vi" else found.en) or found.vi)


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

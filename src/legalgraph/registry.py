"""The packaged tables of document types, issuing bodies and areas, loaded once at first use."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import takewhile

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
    """A province or centrally run city, code ISO 3166-2:VN in lower case (`vn-18`)."""

    code: str
    vi: str
    en: str
    valid_until: date | None
    successor: str | None


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
    """All issuing bodies by code."""
    return {
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


@cache
def areas() -> dict[str, Area]:
    """All areas by code."""
    return {
        row["code"]: Area(row["code"], row["vi"], row["en"], _day(row["valid_until"]), row["successor"] or None)
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
    return {fold(name): code for code, area in areas().items() for name in (area.vi, area.en) if name}


_OF_A_PROVINCE = re.compile(r"\b(tỉnh|thành phố|tp\.?)\s+(.+)", re.IGNORECASE)
_BELOW_A_PROVINCE = re.compile(r"\b(?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\b", re.IGNORECASE)


def is_below_a_province(issuer: str) -> bool:
    """True for bodies of districts, communes and the like."""
    return bool(_BELOW_A_PROVINCE.search(nfc(issuer)))


def area_of_issuer(issuer: str) -> str | None:
    """The code of the province or centrally run city whose council or committee this is; None where it names none for sure.

    "Ủy ban nhân dân thành phố Hà Tĩnh" is that of a city inside a province, and "… huyện Gia Viễn, tỉnh Ninh Bình" that of a district.
    """
    issuer = " ".join(nfc(issuer).split())
    if is_below_a_province(issuer):
        return None
    found = _OF_A_PROVINCE.search(issuer)
    words = (found[2] if found else issuer).split()
    # "tỉnh Hà Nam Ninh" was another province than Hà Nam: the whole name decides, up to "về việc …".
    name = _letters(" ".join(takewhile(lambda word: word[0].isupper() or not word[0].isalpha(), words)))
    if not found:  # "UBND Sơn La", or the bare name
        name = name.removeprefix("ubnd ").removeprefix("hdnd ")
    code = _area_words().get(name)
    # Codes of the cities that are no part of a province are letters (ISO 3166-2:VN).
    is_city = found is not None and found[1].lower() != "tỉnh"
    return None if code and is_city and code.removeprefix("vn-").isdigit() else code


@cache
def _area_words() -> dict[str, str]:
    return {_letters(name).removeprefix("thanh pho "): code for name, code in area_names().items()}


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def type_label(code: str, language: str = "vi") -> str:
    """The name of a type, or its code when the table lacks it."""
    found = types().get(code)
    return code if found is None else (found.vi if language == "vi" else found.en)


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

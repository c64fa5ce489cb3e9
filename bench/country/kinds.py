"""The kinds of documents the country makes: who signs them, how they are numbered, and how common they are in each year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from legalgraph import registry

FIRST_YEAR, LAST_YEAR = 1995, 2026


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. A document amends and ends those of its own `line`; `rank` is lower for what stands higher."""

    code: str
    type: str
    label: str
    line: str
    rank: int
    weight: float
    symbol: Callable[[int], str]
    first: int = FIRST_YEAR
    last: int = LAST_YEAR
    acts: bool = True
    articles: float = 10.0

    def share(self, year: int) -> float:
        """How common the kind is in a year, against other kinds and years."""
        if not self.first <= year <= self.last:
            return 0.0
        grown = min(year, 2016) - FIRST_YEAR
        # The last year has not ended.
        return self.weight * (1.0 + 0.24 * grown) * (0.45 if year == LAST_YEAR else 1.0)

    @property
    def local(self) -> bool:
        """True for what provinces make."""
        return self.line in ("ubnd", "hdnd")


def legislature(year: int) -> int:
    """The ordinal of the National Assembly that sits for most of a year."""
    return next((9 + place for place, until in enumerate((1997, 2002, 2007, 2011, 2016, 2021, 2026)) if year < until), 16)


def _fixed(symbol: str) -> Callable[[int], str]:
    return lambda year: f"/{year}/{symbol}"


def _bare(symbol: str) -> Callable[[int], str]:
    return lambda year: f"/{symbol}" if year > 2015 else f"/{year}/{symbol}"


def _old(old: str, symbol: str) -> Callable[[int], str]:
    return lambda year: f"/{year}/{symbol}" if year > 1997 else old


def _local(early: str, late: str) -> Callable[[int], str]:
    return lambda year: f"/{year}/{late if year > 2004 else early}"


# "*" stands for the letters of the ministry.
KINDS = (
    Kind("luat", "luat", "Luật", "luat", 2, 0.7, lambda y: f"/{y}/QH{legislature(y)}", articles=45),
    Kind("pl", "pl", "Pháp lệnh", "pl", 3, 0.35, lambda y: f"/{y}/PL-UBTVQH{legislature(y)}", last=2013, articles=30),
    Kind("nq-qh", "nq", "Nghị quyết", "nq-qh", 3, 0.4, lambda y: f"/{y}/QH{legislature(y)}", acts=False, articles=7),
    Kind("nd", "nd", "Nghị định", "nd", 5, 4.2, _old("-CP", "NĐ-CP"), articles=22),
    Kind("qd-ttg", "qd", "Quyết định", "ttg", 6, 3.2, _old("-TTg", "QĐ-TTg"), articles=10),
    Kind("ct-ttg", "ct", "Chỉ thị", "ttg", 12, 0.7, _bare("CT-TTg"), acts=False, articles=7),
    Kind("tt", "tt", "Thông tư", "bo", 8, 15, _fixed("TT-*"), articles=15),
    Kind("qd-bo", "qd", "Quyết định", "bo", 8, 13, _fixed("QĐ-*"), last=2010, articles=11),
    Kind("ttlt", "ttlt", "Thông tư liên tịch", "bo", 9, 4, _fixed("TTLT-*"), last=2016, articles=12),
    Kind("ct-bo", "ct", "Chỉ thị", "bo", 12, 1.4, _bare("CT-*"), acts=False, articles=7),
    Kind("nq-hdnd", "nq", "Nghị quyết", "hdnd", 10, 17, _local("NQ-HĐ", "NQ-HĐND"), articles=8),
    Kind("qd-ubnd", "qd", "Quyết định", "ubnd", 11, 38, _local("QĐ-UB", "QĐ-UBND"), articles=10),
    Kind("ct-ubnd", "ct", "Chỉ thị", "ubnd", 12, 5, _local("CT-UB", "CT-UBND"), acts=False, articles=7),
)
KIND = {kind.code: kind for kind in KINDS}


def area_name(area: str) -> str:
    """A province as it is spoken of: "tỉnh Lào Cai", "thành phố Đà Nẵng", "Thành phố Hồ Chí Minh"."""
    return registry.body_label(f"ubnd-{area}").removeprefix("Ủy ban nhân dân ")


AREAS = tuple(code for code, area in registry.areas().items() if len(code) == len("vn-18") and code != "vn-15")
"""The provinces and cities of the country, as most of its years have them: those of ISO 3166-2:VN, without Hà Tây."""


@cache
def area_then(area: str, year: int) -> str:
    """The province in a year, which may have been a part of another one then, or be a city since."""
    day = date(year, 6, 1)
    whole = next((one.code for one in registry.divided_from(area) if one.held(day)), area)
    later = registry.areas()[whole]
    return later.successors[0] if later.valid_until and later.valid_until < day else whole


def issuer_then(code: str, year: int, dice: int) -> str:
    """The body that an issuer of today was in a year; `dice` decides which of Hà Nội's were those of Hà Tây."""
    area = registry.bodies()[code].area
    if area is None:
        return code
    then = "vn-15" if area == "vn-hn" and year < 2008 and dice % 3 == 0 else area_then(area, year)
    return registry.body_of_area(code.removesuffix(f"-{area}"), then)


def issuer_name(code: str, year: int, dice: int) -> str:
    """What an issuer was called in a year, in full."""
    return registry.body_label(issuer_then(code, year, dice))


# Ways of the portal to write one name, beside capitals; the last leaves the body to be told by the number.
_ROUND_ABOUT = {" - ": " \N{EN DASH} ", "Thiên Huế": "Thiên - Huế", "Đắk Lắk": "Đắc Lắc", "Bắc Kạn": "Bắc Cạn"}
_OLD_TONES = {"Ủy ban": "Uỷ ban", " tỉnh ": " Tỉnh ", "Hòa": "Hoà", "Hóa": "Hoá"}
_SHORT = {"Ủy ban nhân dân": "UBND", "Hội đồng nhân dân": "HĐND"}
_SHORTER = _SHORT | {"thành phố": "TP", "Thành phố": "TP."}
_PLACE_ALONE = {"Ủy ban nhân dân ": "", "Hội đồng nhân dân ": "", "tỉnh ": "Tỉnh "}
_SPELLINGS: tuple[dict[str, str], ...] = ({}, _SHORT, _OLD_TONES, _ROUND_ABOUT, _SHORTER, _PLACE_ALONE)


def portal_name(code: str, year: int, dice: int) -> str:
    """What the portal calls an issuer: those of provinces in one of several spellings."""
    name, way = issuer_name(code, year, dice), (dice >> 30) % (len(_SPELLINGS) + 1)
    if registry.bodies()[code].area is None:
        return name
    for plain, odd in _SPELLINGS[way].items() if way < len(_SPELLINGS) else ():
        name = name.replace(plain, odd)
    return name if way < len(_SPELLINGS) else name.upper()

"""Identity of documents: the key (area, type, year, ordinal, symbol) and its IRI, inverse of each other.

A lawyer can guess the IRI from the số hiệu: 45/2012/NĐ-CP is `…/eli/vn/nd/2012/45/nd-cp`. Where one body is written in two ways
("TT-LĐTBXH", "NQ-UBTVQH12"), it is one of them: see `number.one_spelling`. The year is that of the number, else of signing.
Documents of provinces carry the code of the province at signing: that of ISO 3166-2:VN (`vn-18`), whose last part has three
characters at most, or, of provinces that ISO lacks, four letters or more of the name (`vn-habac`).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.folding import fold
from legalgraph.model.number import Number, one_spelling, without_leading_zeros

BASE = "https://w3id.org/legalgraph/"
ELI_BASE = BASE + "eli/vn/"
CITATION_PREFIX = "citation/"

_PATH = re.compile(
    r"""(?:(?P<area>vn-(?:[a-z0-9]{2,3}|[a-z]{4,24}))/)?
        (?P<type>[a-z]{1,6}(?:-[a-z]{1,6})?)/
        (?P<year>\d{4})/
        (?P<ordinal>[0-9]{1,5}(?:\.[0-9]{1,4})?(?:[a-z]|dd)?|ks-\d{8}-[0-9a-f]{6})
        (?:/(?P<symbol>[a-z0-9]+(?:-[a-z0-9]+)*))?
        (?:~(?P<copy>[1-9]\d*))?""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class DocumentKey:
    """What makes a document itself. `copy` tells true duplicates apart, by date, from 2 on.

    >>> DocumentKey.of("45/2012/NĐ-CP").path
    'nd/2012/45/nd-cp'
    >>> DocumentKey.parse("qd/2014/1288/qd-ttg").iri
    'https://w3id.org/legalgraph/eli/vn/qd/2014/1288/qd-ttg'
    """

    type: str
    year: int
    ordinal: str
    symbol: str
    area: str | None = None
    copy: int = 1

    @classmethod
    def of(
        cls, number: str | Number, type: str | None = None, signed: date | int | None = None, area: str | None = None
    ) -> "DocumentKey":
        """Return the key of a printed số hiệu. `signed` is a date or a year, needed when the number has no year.

        Raises InvalidIdentifier when type or year cannot be known; nothing is guessed.
        """
        parsed = number if isinstance(number, Number) else Number.parse(number)
        code = type or (parsed.type_codes[0] if len(parsed.type_codes) == 1 else None)
        if code is None:
            raise InvalidIdentifier(f"{parsed} does not tell its document type; name it ({', '.join(parsed.type_codes)})")
        year = parsed.year or (signed.year if isinstance(signed, date) else signed)
        if year is None:
            raise InvalidIdentifier(f"{parsed} has no year: the year of signing is needed to identify it")
        return cls(code, year, parsed.ordinal_slug, parsed.series_slug, area)

    @classmethod
    def unnumbered(cls, type: str, signed: date, title: str, area: str | None = None) -> "DocumentKey":
        """Return the key of a document that has no số hiệu: its day and a hash of its folded title."""
        digest = sha256(fold(title).encode()).hexdigest()[:6]
        return cls(type, signed.year, f"ks-{signed:%Y%m%d}-{digest}", "", area)

    @classmethod
    def parse(cls, text: str) -> "DocumentKey":
        """Read a path or an IRI of a document. Raises InvalidIdentifier."""
        return _remembered(text) if len(text) <= _REMEMBERED else _parsed(text)

    @property
    def path(self) -> str:
        """The part of the IRI after `…/eli/vn/`."""
        parts = [self.area, self.type, f"{self.year:04d}", self.ordinal, self.symbol]
        return "/".join(p for p in parts if p) + (f"~{self.copy}" if self.copy > 1 else "")

    @property
    def iri(self) -> str:
        """The document's IRI, the same in every deployment."""
        return ELI_BASE + self.path


def _parsed(text: str) -> DocumentKey:
    path = text.removeprefix(ELI_BASE).strip("/")
    found = _PATH.fullmatch(path)
    if not found or (found["symbol"] is None) != found["ordinal"].startswith("ks-"):
        raise InvalidIdentifier(f"{text!r} is not the path of a document, such as nd/2012/45/nd-cp")
    ordinal = found["ordinal"]
    if ordinal != without_leading_zeros(ordinal) or found["copy"] == "1":
        raise InvalidIdentifier(f"{text!r} is not canonical: numbers have no leading zero in a path, copies start at ~2")
    return DocumentKey(found["type"], int(found["year"]), ordinal, found["symbol"] or "", found["area"], int(found["copy"] or 1))


_REMEMBERED = 200
"""Characters of a path that is remembered: visitors may ask for any, and no path of a document is that long."""
# A page asks some ten times for the key of each document it shows, and pages show the same documents.
_remembered = lru_cache(maxsize=1 << 14)(_parsed)


def canonical_path(path: str) -> str:
    """The path as its document has it, of one in capitals, with marks, or with its body written in another way.

    >>> canonical_path("TT/2013/35/TT-LĐTBXH")
    'tt/2013/35/tt-bldtbxh'
    """
    folded = fold(path).strip("/")
    try:
        key = DocumentKey.parse(folded)
    except InvalidIdentifier:
        return folded
    return replace(key, symbol=one_spelling(key.symbol)).path


def citation_path(*known: str | None) -> str:
    """Return the path of something known only by citation: a hash of what is known, folded."""
    folded = "\x1f".join(fold(part or "") for part in known)
    return CITATION_PREFIX + sha256(folded.encode()).hexdigest()[:16]


def is_citation(path: str) -> bool:
    """True for the path of a citation that no document has been joined to."""
    return path.startswith(CITATION_PREFIX)


def is_identified(path: str) -> bool:
    """True for the path of a document; false for what is known only by citation, and for a text."""
    return not path.startswith((CITATION_PREFIX, "text/"))

"""Số hiệu: the printed number of a document, parsed, folded and printed.

Forms, with N the ordinal: modern `N/YYYY/SYMBOL`, without year `N/SYMBOL`, old `N-SYMBOL` or `N SYMBOL`.
The number alone is not an identity (a law and a resolution may share one): see `identity`.
"""

import re
from dataclasses import dataclass

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.folding import fold, straighten

_FORM = re.compile(
    r"""(?P<ordinal>[0-9]{1,5}(?:\.[0-9]{1,4})?[A-ZĐ]?)  # 45, 004, 30a, 66.16
        (?:/(?P<year>(?:19|20)[0-9]{2})(?=[/ -]))?      # /2012
        (?P<separator>[/ -])                            # 36-CP, 26 TC/TCT
        (?P<symbol>[^\W\d_][\w&()]*(?:[/.-][\w&()]+)*)  # TTLT-BTC-BCT, TT-BCA(X13), QĐ.UB""",
    re.VERBOSE,
)
_AROUND = re.compile(r"\s*([/-])\s*")
_LABEL = re.compile(r"^(?:(?:bộ luật|luật|nghị quyết|pháp lệnh)\s+)?số\s*(?:hiệu)?\s*:?\s*", re.IGNORECASE)
# OCR reads "QH15" as "QHI5" or "QHI15".
_OCR_LEGISLATURE = re.compile(r"(QH)[Il]1?(?=\d)")

# First part of the symbol, folded ▶ type codes that print it. Several: the symbol does not decide.
_TYPE_OF_ABBREVIATION: dict[str, tuple[str, ...]] = {
    "nd": ("nd",), "qd": ("qd",), "tt": ("tt",), "ttlt": ("ttlt",), "ttlb": ("ttlt",), "lb": ("ttlt",),
    "ct": ("ct",), "nq": ("nq",), "nqlt": ("nqlt",), "pl": ("pl",), "l": ("lenh", "luat", "pl"),
    "lct": ("lenh", "luat", "pl"), "vbhn": ("vbhn",), "kh": ("kh",), "tb": ("tb",), "bc": ("bc",),
    "ttr": ("ttr",), "sl": ("sl",), "hdln": ("hdln",), "cp": ("nd", "qd", "nq"),
    "ttg": ("qd", "ct"), "hdbt": ("nd", "qd", "ct", "nq"),
}  # fmt: skip
# The Party gives its decisions and its regulations one symbol: the word before it tells which.
_PARTY = {"nq": ("nq-dang",), "ct": ("ct-dang",), "kl": ("kl-dang",), "qd": ("qd", "qd-dang")}
_PARTY_BODIES = ("tw", "dub", "tu", "du")
_LAWS = {"luat", "bo-luat"}
# "NQ-HĐ" was how councils wrote before they wrote "NQ-HĐND"; "QĐ-UBT", "QĐ-CTUBND" are of committees of provinces and their chairmen.
_LOCAL = re.compile(r"(?:^|-)(?:(?:ct)?ubnd|(?:ct)?ubt?|hdnd|hd\d+|ubhc|(?<=^nq-)hd)(?:-|$)")
# Departments of provinces: SCT, SXD, SNNPTNT. A decree of 1945–59 (SL) and the office of intellectual property are none.
_DEPARTMENT = re.compile(r"-(?!(?:sl|shtt)(?:-|$))s[a-z]{1,9}(?=-|$)")
# Issuers whose number needs no area to be whole. Others may be bodies of a province (a management board, a school).
_CENTRAL = frozenset(
    """
    cp ttg ctn hdtp tandtc tatc vksndtc vkstc ktnn hdbt hdcp nhnn ttcp vpcp vpqh tctk tchq tcdc tcdl bct bcn btm btc bkh bkhdt
    bldtbxh ldtbxh bl bnv btccbcp tccp bgtvt bxd bnnptnt bnn bnnmt btnmt bts btttt bbcvt bkhcn bkhcnmt bdttg ubdt bgddt bgd byt
    bca bqp btp bng bvhttdl bvhtt ubckcnn ubtdtt bhxh tldldvn ubtvqh ubdsgdte
    """.split()  # noqa: SIM905
)
# What names one body in circulars and joint documents, written in two ways: of decisions a department of a province may be meant.
_SPELLED_TWICE = {"ldtbxh": "bldtbxh"}
_BY_MINISTRIES_ALONE = ("tt", "ttlt", "nqlt", "hdln")
_LEGISLATURE = re.compile(r"(?:(?:pl|nq)-)?(?:qh|ubtvqh)[0-9kx]+")
_TYPE_PARTS = ("nd", "nq", "qd", "tt", "ct", "pl", "l", "ttlt", "nqlt", "vbhn", "kh", "tb", "bc", "ttr", "kl", "lct")


@dataclass(frozen=True, slots=True)
class Number:
    """One số hiệu. `ordinal` keeps leading zeros as printed; `separator` stands before the symbol.

    >>> str(Number.parse("Số: 45/2012/NĐ- CP"))
    '45/2012/NĐ-CP'
    >>> Number.parse("36-CP").folded == Number.parse("36/CP").folded
    True
    """

    ordinal: str
    year: int | None
    separator: str
    symbol: str

    @classmethod
    def parse(cls, text: str) -> "Number":
        """Read a số hiệu, forgiving spaces, dashes, look-alike letters and a leading "Số:".

        Raises InvalidIdentifier when the text is not one số hiệu and nothing else.
        """
        clean = _AROUND.sub(r"\1", " ".join(straighten(text).split()))
        clean = _OCR_LEGISLATURE.sub(r"\g<1>1", _LABEL.sub("", clean))
        found = _FORM.fullmatch(_case(clean))
        # Letters that fold to nothing would give two documents one path.
        if not found or not fold(found["symbol"]).isascii():
            raise InvalidIdentifier(f"{text!r} is not a số hiệu such as 45/2012/NĐ-CP, 1288/QĐ-TTg or 36-CP")
        year = found["year"]
        return cls(found["ordinal"].lower(), int(year) if year else None, found["separator"], found["symbol"])

    def __str__(self) -> str:
        year = f"/{self.year}" if self.year else ""
        return f"{self.ordinal}{year}{self.separator}{self.symbol}"

    @property
    def ordinal_slug(self) -> str:
        """The ordinal without leading zeros: `8` for `08`, `30a`, `66.16`."""
        # As in provisions, đ is a letter of its own: 1đ and 1d are two numbers.
        return without_leading_zeros(fold(self.ordinal.replace("đ", "dd")))

    @property
    def symbol_slug(self) -> str:
        """The symbol in lower-case ASCII, slash and space as hyphen, `&` dropped: `nd-cp`, `tt-bgddt`, `l-ctn`."""
        return symbol_slug(self.symbol)

    @property
    def series_slug(self) -> str:
        """The symbol as it stands in paths, the same for all ways to write one body: see `one_spelling`."""
        return one_spelling(self.symbol_slug)

    @property
    def folded(self) -> str:
        """A key equal for all spellings of one số hiệu: `45/2012/nd-cp`, `36/cp`."""
        year = f"{self.year}/" if self.year else ""
        return f"{self.ordinal_slug}/{year}{self.series_slug}"

    @property
    def type_codes(self) -> tuple[str, ...]:
        """The document types this symbol can stand for, by code; empty when the symbol does not tell."""
        return types_of_symbol(self.symbol_slug)

    def can_be(self, type: str | None) -> bool:
        """False when the symbol tells types and this one, by code, is none of them (laws and codes share theirs)."""
        codes = self.type_codes
        return type is None or not codes or type in codes or (type in _LAWS and bool(_LAWS & set(codes)))

    @property
    def bodies(self) -> frozenset[str]:
        """The bodies that the symbol names, without the numbers of their terms: `{btc, bct}` of TTLT-BTC-BCT, `{qh}` of QH15."""
        return frozenset(re.sub(r"\d+$", "", part) for part in self.series_slug.split("-") if part not in _TYPE_PARTS)

    @property
    def is_local(self) -> bool:
        """True for documents of people's councils and committees and of a province's departments, whose identity needs the province."""
        slug = self.symbol_slug
        return bool(_LOCAL.search(slug)) or (bool(_DEPARTMENT.search(slug)) and not self._names_central)

    @property
    def is_central(self) -> bool:
        """True when the symbol names a body of the State as a whole, so that the number needs no more to be an identity.

        What is neither central nor local may be either: QĐ-BQL is of a management board of the State or of a province.
        """
        slug = self.symbol_slug
        # No province issues circulars.
        of_state = _LEGISLATURE.fullmatch(slug) or slug.split("-")[0] in ("tt", "ttlt", "nqlt", "sl")
        return not self.is_local and (bool(of_state) or self._names_central)

    @property
    def _names_central(self) -> bool:
        parts = [part for part in self.symbol_slug.split("-") if part not in _TYPE_PARTS]
        return any(re.sub(r"\d+$", "", part) in _CENTRAL for part in parts)


def without_leading_zeros(ordinal: str) -> str:
    """Drop the zeros that pad an ordinal: `08` is `8`, `00.5` is `0.5`, `0a` stays."""
    return re.sub(r"^0+(?=[0-9])", "", ordinal)


def symbol_slug(symbol: str) -> str:
    """Fold the symbol part of a số hiệu to its form in paths. See `Number.symbol_slug`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(symbol).replace("&", "")).strip("-")


def one_spelling(slug: str) -> str:
    """Return a folded symbol in the one way in which its body is written, where one body can only have given it.

    The order of the bodies stays: two that issue documents together may each give one of them the same number.

    >>> one_spelling("tt-ldtbxh"), one_spelling("nq-ubtvqh12"), one_spelling("ttlt-bytbtnmt")
    ('tt-bldtbxh', 'ubtvqh12', 'ttlt-byt-btnmt')
    """
    kind, *bodies = slug.split("-")
    if kind == "nq" and len(bodies) == 1 and re.fullmatch(r"ubtvqh[0-9]+", bodies[0]):
        return bodies[0]
    if kind not in _BY_MINISTRIES_ALONE:
        return slug
    bodies = bodies if kind == "tt" else [part for body in bodies for part in _unglued(body)]
    return "-".join((kind, *(_SPELLED_TWICE.get(body, body) for body in bodies)))


def _unglued(body: str) -> tuple[str, ...]:
    """The ministries of a joint document between which the hyphen was lost; what is none, or to be divided in two ways, stays."""
    if body in _CENTRAL:
        return (body,)
    found = [(body[:at], body[at:]) for at in range(3, len(body) - 2) if body[:at] in _CENTRAL and body[at:] in _CENTRAL]
    return found[0] if len(found) == 1 else (body,)


def types_of_symbol(slug: str) -> tuple[str, ...]:
    """Return the type codes a folded symbol can stand for (QH15 prints laws, codes and resolutions)."""
    parts = slug.split("-")
    if re.fullmatch(r"qh[0-9kx]+", slug):
        return ("luat", "bo-luat", "nq", "hp")
    if re.fullmatch(r"ubtvqh\d+", slug):
        return ("pl", "nq")
    if parts[-1] in _PARTY_BODIES and parts[0] in _PARTY:
        return _PARTY[parts[0]]
    if parts == ["tt", "lb"]:
        return ("ttlt",)
    # Old numbers may end with the type: "06 NG/QĐ".
    return _TYPE_OF_ABBREVIATION.get(parts[0]) or _TYPE_OF_ABBREVIATION.get(parts[-1], ())


def _case(symbol: str) -> str:
    """Upper case but for `TTg` (Thủ tướng) and `TTr` (tờ trình), which the law itself prints so."""
    upper = symbol.upper()
    return re.sub(r"(?<![^\W_])TT([GR])(?![^\W_])", lambda m: "TT" + m[1].lower(), upper)

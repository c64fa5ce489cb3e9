"""Keys and paths of documents are inverse of each other, and only canonical paths are read."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.errors import InvalidIdentifier
from legalgraph.model import identity
from legalgraph.model.identity import ELI_BASE, DocumentKey, citation_path, is_citation

# number, type, day or year of signing, area, path
KEYS = (
    ("45/2012/NĐ-CP", None, None, None, "nd/2012/45/nd-cp"),
    ("1288/QĐ-TTg", None, date(2014, 8, 1), None, "qd/2014/1288/qd-ttg"),
    ("1288/QĐ-TTg", None, 2014, None, "qd/2014/1288/qd-ttg"),
    ("93/2015/QH13", "luat", None, None, "luat/2015/93/qh13"),
    ("93/2015/QH13", "nq", None, None, "nq/2015/93/qh13"),
    ("45/2019/QH14", "bo-luat", None, None, "bo-luat/2019/45/qh14"),
    ("499/QĐ-UBND", None, 2015, "vn-18", "vn-18/qd/2015/499/qd-ubnd"),
    ("12/2031/QĐ-UBND", None, None, "vn-dn", "vn-dn/qd/2031/12/qd-ubnd"),
    ("26/2014/TTLT-BTC-BCT", None, None, None, "ttlt/2014/26/ttlt-btc-bct"),
    ("35/2031/TT-LĐTBXH", None, None, None, "tt/2031/35/tt-bldtbxh"),
    ("7/2031/NQ-UBTVQH19", None, None, None, "nq/2031/7/ubtvqh19"),
    ("7/2031/UBTVQH19", "nq", None, None, "nq/2031/7/ubtvqh19"),
    ("7/2031/PL-UBTVQH19", None, None, None, "pl/2031/7/pl-ubtvqh19"),
    ("55/VBHN-BCT", None, 2025, None, "vbhn/2025/55/vbhn-bct"),
    ("3384/BCT-CTĐP", "cv", 2022, None, "cv/2022/3384/bct-ctdp"),
    ("19-NQ/TW", None, 2022, None, "nq-dang/2022/19/nq-tw"),
    ("03/2005/TT-BNV", None, None, None, "tt/2005/3/tt-bnv"),
    ("66.16/2026/NQ-CP", None, None, None, "nq/2026/66.16/nq-cp"),
    ("30a/2008/NQ-CP", None, None, None, "nq/2008/30a/nq-cp"),
    ("0.5/2031/NĐ-CP", None, None, None, "nd/2031/0.5/nd-cp"),
    ("0a/2031/NĐ-CP", None, None, None, "nd/2031/0a/nd-cp"),
    ("36-CP", "nd", 1994, None, "nd/1994/36/cp"),
    ("26 TC/TCT", "tt", 1993, None, "tt/1993/26/tc-tct"),
    ("1213/2010/HDLN/STC-SCT", None, None, "vn-22", "vn-22/hdln/2010/1213/hdln-stc-sct"),
    # the year of the number holds, not that of signing
    ("45/2012/NĐ-CP", None, date(2013, 1, 2), None, "nd/2012/45/nd-cp"),
)
NOT_PATHS = (
    "", "/", "nd", "nd/2012", "nd/2012/45", "nd/2012/045/nd-cp", "nd/2012/45/ND-CP", "ND/2012/45/nd-cp", "nd/12/45/nd-cp",
    "nd/2012/45/nđ-cp", "nd/2012/45/nd-cp/dieu_2", "nd/2012/45/nd-cp~1", "nd/2012/45/nd-cp~02", "nd/2012/45/nd-cp~0",
    "nd/2012/45/-nd", "nd/2012/45/nd-", "nd/2012/45/nd--cp", "nd//45/nd-cp", "nd/2012/45/nd-cp?x", "nd/2012/45/nd cp",
    "nd/٢٠١٢/45/nd-cp", "nd/2012/٤٥/nd-cp", "tb/2033/ks-20330405-0a1b2c/x", "tb/2033/ks-2033-0a1b2c", "tb/2033/ks-20330405-0A1B2C",
    "vn-18", "vn-18/nd", "vn-18/vn-18/nd/2012/45/nd-cp", "VN-18/qd/2015/499/qd-ubnd", "citation/x", "text/0011223344556677",
    "https://w3id.org/legalgraph/eli/vn/", "https://example.org/nd/2012/45/nd-cp", "nd/2012/123456/nd-cp", "nd/2012/45/nd-cp\n",
    "nd/2012/45/nd-cp\x00", "\ud800", "a/" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize(("number", "type_code", "signed", "area", "path"), KEYS)
def test_key_of_a_number(number: str, type_code: str | None, signed: date | int | None, area: str | None, path: str) -> None:
    key = DocumentKey.of(number, type_code, signed, area)
    assert key.path == path
    assert key.iri == ELI_BASE + path
    assert DocumentKey.parse(path) == DocumentKey.parse(key.iri) == key


def test_nothing_is_guessed() -> None:
    with pytest.raises(InvalidIdentifier, match="luat, bo-luat, nq, hp"):
        DocumentKey.of("93/2015/QH13")
    with pytest.raises(InvalidIdentifier, match="year of signing"):
        DocumentKey.of("1288/QĐ-TTg")
    with pytest.raises(InvalidIdentifier, match="name it"):
        DocumentKey.of("26 TC/TCT", signed=1993)
    with pytest.raises(InvalidIdentifier, match="not a số hiệu"):
        DocumentKey.of("Luật Khuyến công", "luat", 2031)


@pytest.mark.parametrize("text", NOT_PATHS, ids=[ascii(text[:30]) for text in NOT_PATHS])
def test_what_is_no_canonical_path_is_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        DocumentKey.parse(text)


def test_long_paths_are_not_remembered() -> None:
    before = identity._remembered.cache_info().misses
    assert DocumentKey.parse(f"nd/2012/45/{'x' * 5000}").symbol == "x" * 5000
    assert DocumentKey.parse("/" * 5000 + "nd/2012/45/nd-cp").path == "nd/2012/45/nd-cp"
    assert identity._remembered.cache_info().misses == before


def test_the_tables_are_whole() -> None:
    assert len(KEYS) == 25
    assert len(NOT_PATHS) == 38


def test_unnumbered_documents_are_told_apart_by_day_and_title() -> None:
    key = DocumentKey.unnumbered("tb", date(2033, 4, 5), "Về tằm")
    assert key == DocumentKey.unnumbered("tb", date(2033, 4, 5), "VỀ TẰM")
    assert DocumentKey.parse(key.path) == key
    others = [DocumentKey.unnumbered("tb", date(2033, 4, 6), "Về tằm"), DocumentKey.unnumbered("tb", date(2033, 4, 5), "Về dâu")]
    assert len({key.path, *(other.path for other in others)}) == 3


def test_citations_are_told_apart_by_what_is_known() -> None:
    paths = [citation_path("qd", "1288/qd-ttg", None), citation_path("qd", "1288/qd-ttg", "2014-08-01"),
             citation_path("qd1288/qd-ttg", None, None), citation_path("qd", None, "1288/qd-ttg")]  # fmt: skip
    assert len(set(paths)) == 4
    assert all(is_citation(path) for path in paths)
    assert citation_path("QĐ", None) == citation_path("qd", "")
    assert not is_citation("qd/2014/1288/qd-ttg")


SLUG = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,4}", fullmatch=True)
NUMBERED = st.builds(
    DocumentKey,
    type=st.from_regex(r"[a-z]{1,6}(-[a-z]{1,6})?", fullmatch=True),
    year=st.integers(1, 9999),
    ordinal=st.from_regex(r"(0|[1-9][0-9]{0,4})(\.[0-9]{1,4})?[a-z]?", fullmatch=True),
    symbol=SLUG,
    area=st.none() | st.from_regex(r"vn-([a-z0-9]{2,3}|[a-z]{4,24})", fullmatch=True),
    copy=st.integers(1, 10**6),
)
UNNUMBERED = st.builds(
    DocumentKey.unnumbered, st.just("tb"), st.dates(min_value=date(1000, 1, 1)), st.text(), st.sampled_from([None, "vn-18"])
)


@given(NUMBERED | UNNUMBERED)
def test_path_and_key_are_inverse(key: DocumentKey) -> None:
    assert DocumentKey.parse(key.path) == key
    assert DocumentKey.parse(key.iri) == key
    assert key.path.isascii()
    assert key.path == key.path.lower()


@given(st.text(max_size=60) | st.from_regex(r"(vn-[a-z0-9]{2}/)?[a-z]{2}/\d{4}/[\d.]{1,4}[a-z]?/[a-z-]{1,8}(~\d)?", fullmatch=True))
def test_whatever_path_is_read_is_the_only_spelling_of_its_key(text: str) -> None:
    try:
        key = DocumentKey.parse(text)
    except InvalidIdentifier:
        return
    assert key.path == text.strip("/")


def test_keys_sort() -> None:
    keys = sorted(DocumentKey.of(*row[:4]) for row in KEYS)
    assert all(a <= b for a, b in pairwise(keys))

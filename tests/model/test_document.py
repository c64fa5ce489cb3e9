"""What a document says of itself, and its rank."""

from datetime import date

import pytest

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.document import Document, in_symbol_order, presentable_title
from legalgraph.model.identity import DocumentKey
from legalgraph.model.rank import legal_rank, rank_of_path

RANKS = (
    ("hp/2031/1/qh19", 1), ("luat/2015/93/qh13", 2), ("bo-luat/2019/45/qh14", 2), ("nq/2015/93/qh13", 2), ("pl/2012/1/ubtvqh13", 3),
    ("nq/2011/1269/ubtvqh12", 3), ("nqlt/2017/403/nqlt-ubtvqh14-cp-dctubtwmttqvn", 3), ("lenh/2031/5/l-ctn", 4),
    ("qd/2031/5/qd-ctn", 4), ("nd/2012/45/nd-cp", 5), ("nq/2026/15/nq-cp", 5), ("qd/2014/1288/qd-ttg", 6), ("nq/2018/2/nq-hdtp", 7),
    ("tt/2014/26/tt-bct", 8), ("ttlt/2014/26/ttlt-btc-bct", 9), ("vn-18/nq/2031/5/nq-hdnd", 10), ("vn-18/qd/2015/499/qd-ubnd", 11),
    ("qd/2025/2646/qd-bct", None), ("ct/2031/21/ct-ttg", None), ("cv/2022/3384/bct-ctdp", None), ("nq-dang/2022/19/nq-tw", None),
    ("vbhn/2025/55/vbhn-bct", None), ("citation/x", None), ("text/0011223344556677", None),
)  # fmt: skip


@pytest.mark.parametrize(("path", "rank"), RANKS)
def test_rank(path: str, rank: int | None) -> None:
    assert rank_of_path(path) == rank
    if path.count("/") > 2:
        assert legal_rank(DocumentKey.parse(path)) == rank


def test_document_citation_and_text() -> None:
    document = Document("qd/2014/1288/qd-ttg", "qd", "Về tằm", signed=date(2014, 8, 1))
    assert document.identified
    assert document.year == 2014
    assert document.iri == "https://w3id.org/legalgraph/eli/vn/qd/2014/1288/qd-ttg"
    citation = Document("citation/x", "qd", "Về tằm", signed=date(2013, 8, 1))
    assert not citation.identified
    assert citation.year == 2013
    assert citation.iri == "https://w3id.org/legalgraph/eli/vn/citation/x"
    text = Document("text/0011223344556677", "text", "bao.txt")
    assert text.is_text
    assert not text.identified
    assert text.year is None
    assert text.iri == "https://w3id.org/legalgraph/text/0011223344556677"
    for unidentified in (citation, text):
        with pytest.raises(InvalidIdentifier):
            _ = unidentified.key


@pytest.mark.parametrize(
    ("codes", "number", "ordered"),
    [
        (("bct", "btc"), "26/2014/TTLT-BTC-BCT", ("btc", "bct")),
        (("btc", "bct"), "26/2014/TTLT-BCT-BTC", ("bct", "btc")),
        (("x", "btc", "a"), "26/2014/TTLT-BTC-BCT", ("btc", "a", "x")),
        (("bca", "bldtbxh"), "38a/2031/TTLT-LĐTBXH-BCA", ("bldtbxh", "bca")),
        (("bca", "bldtbxh"), "38/2031/TTLT-BCA-LĐTBXH", ("bca", "bldtbxh")),
        (("bca", "bldtbxh"), "66.16/2031/TTLT-BLĐTBXH-BCA", ("bldtbxh", "bca")),
        (("byt", "btnmt"), "9/2031/TTLT-BTNMTBYT", ("btnmt", "byt")),
        (("bca", "btc"), "không rõ-BTC-BCA", ("btc", "bca")),
        (("b",), "1/2031/TTLT-A-B", ("b",)),
        (("b", "a"), None, ("a", "b")),
        ((), "1/QĐ", ()),
    ],
)
def test_the_lead_issuer_stands_first(codes: tuple[str, ...], number: str | None, ordered: tuple[str, ...]) -> None:
    assert in_symbol_order(codes, number) == ordered


@pytest.mark.parametrize(("said", "shown"), [
    ("quy định về nuôi tằm", "Quy định về nuôi tằm"),
    ("về nuôi tằm.", "Về nuôi tằm"),
    ("về nuôi tằm ./.", "Về nuôi tằm"),
    ("về nuôi tằm./", "Về nuôi tằm"),
    ("về nuôi\n tằm ;.", "Về nuôi tằm"),
    ("về nuôi tằm..", "Về nuôi tằm"),
    ("VỀ TƠ.", "VỀ TƠ"),
    ("về “tơ”.", "Về “tơ”"),
    ("về dự án nhóm A.", "Về dự án nhóm A"),
    ("về tằm, tơ, v.v.", "Về tằm, tơ, v.v."),
    ("về tằm, tơ, v.v./.", "Về tằm, tơ, v.v."),
    ("về các chợ tơ của TP.", "Về các chợ tơ của TP."),
    ("về tơ...", "Về tơ..."),
    ("về tơ…", "Về tơ…"),
    (".", "."),
    ("", ""),
])  # fmt: skip
def test_titles_are_shown_with_a_capital_and_without_a_full_stop(said: str, shown: str) -> None:
    assert presentable_title(said) == shown
    assert presentable_title(shown) == shown

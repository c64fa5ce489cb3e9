"""Full citations in running text: found where they stand, read as what they are, and nothing taken for one that is none."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.model.folding import nfc
from legalgraph.model.reading import Mention
from legalgraph.text.citations import find_citations

# text; for each citation its type, number and day of issue. All decrees are invented.
TEXTS: tuple[tuple[str, list[tuple[str, str, date | None]]], ...] = (
    ("theo Nghị định số 901/2031/NĐ-CP về tằm", [("nd", "901/2031/NĐ-CP", None)]),
    ("theo Nghị định 901/2031/NĐ-CP về tằm", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số: 901/2031/NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("NGHỊ ĐỊNH SỐ 901/2031/NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("nghị\nđịnh số\n901/2031/\nNĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số 901/2031/NĐ- CP ngày 02 tháng 3 năm 2031 của", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("Quyết định số 4001/QĐ-TTg ngày 10/7/2032 và Quyết định số 4002/QĐ-TTg ngày 20-11-2035",
     [("qd", "4001/QĐ-TTg", date(2032, 7, 10)), ("qd", "4002/QĐ-TTg", date(2035, 11, 20))]),
    ("Quyết định số 4001/QĐ-TTg, ngày 10.7.2032", [("qd", "4001/QĐ-TTg", date(2032, 7, 10))]),
    ("Quyết định số 4001/QĐ-TTg ngày 31/02/2032", [("qd", "4001/QĐ-TTg", None)]),  # no such day
    ("Quyết định số 4001/QĐ-TTg ngày    tháng    năm 2032", [("qd", "4001/QĐ-TTg", None)]),  # left blank
    ("Quyết định số 4001/QĐ-TTg ngày 10/7/20325", [("qd", "4001/QĐ-TTg", None)]),
    ("Quyết định số 4001/QĐ-TTg (ngày 10/7/2032)", [("qd", "4001/QĐ-TTg", date(2032, 7, 10))]),
    ("Quyết định số 4001/QĐ-TTg (10/7/2032)", [("qd", "4001/QĐ-TTg", None)]),
    ("Quyết định số 4001/QĐ-TTg - Phê duyệt Chương trình", [("qd", "4001/QĐ-TTg", None)]),
    ("Quyết định số 4001/QĐ-TTg – VỀ VIỆC nuôi tằm", [("qd", "4001/QĐ-TTg", None)]),
    ("Quyết định số 4001/QĐ-UBND - BAN HÀNH quy chế", [("qd", "4001/QĐ-UBND", None)]),
    ("Quyết định số 4001/QĐ-TTg/văn bản", [("qd", "4001/QĐ-TTg", None)]),
    ("Quyết định số 4001/QĐ-TTg.", [("qd", "4001/QĐ-TTg", None)]),
    ("(Quyết định 4001/QĐ-TTg)", [("qd", "4001/QĐ-TTg", None)]),
    ("Luật Tằm tang số 41/2031/QH19", [("luat", "41/2031/QH19", None)]),
    ("Luật số 41/2031/QH19", [("luat", "41/2031/QH19", None)]),
    ("Bộ luật số 45/2031/QH19", [("bo-luat", "45/2031/QH19", None)]),
    ("Nghị quyết số 93/2031/QH19", [("nq", "93/2031/QH19", None)]),
    ("Pháp lệnh số 38/2031/PL-UBTVQH19", [("pl", "38/2031/PL-UBTVQH19", None)]),
    ("Luật số 18-L/CTN", [("luat", "18-L/CTN", None)]),
    ("Nghị định 36-CP", [("nd", "36-CP", None)]),
    ("Quyết định 130-CP", [("qd", "130-CP", None)]),
    ("Sắc lệnh 51/SL", [("sl", "51/SL", None)]),
    ("Thông tư liên tịch số 26/2031/TTLT-BTC-BCT", [("ttlt", "26/2031/TTLT-BTC-BCT", None)]),
    ("Thông tư số 26/2031/TTLT-BTC-BCT", [("ttlt", "26/2031/TTLT-BTC-BCT", None)]),  # people shorten the word
    ("Nghị quyết liên tịch số 72/2031/NQLT/UBTVQH19-CP", [("nqlt", "72/2031/NQLT/UBTVQH19-CP", None)]),
    ("Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2031", [("nq-dang", "57-NQ/TW", date(2031, 12, 22))]),
    ("Chỉ thị số 52-CT/TW", [("ct-dang", "52-CT/TW", None)]),
    ("Chỉ thị số 21/CT-TTg", [("ct", "21/CT-TTg", None)]),
    ("Thông tư số 08/2031/TT- BТС", [("tt", "08/2031/TT-BTC", None)]),  # Cyrillic Т and С
    ("Thông tư số 27/2031/TT-BGD&ĐT", [("tt", "27/2031/TT-BGD&ĐT", None)]),
    ("Nghị định số 901/2031/NÐ-CP", [("nd", "901/2031/NĐ-CP", None)]),  # Icelandic eth
    ("Văn bản hợp nhất số 19/VBHN-VPQH", [("vbhn", "19/VBHN-VPQH", None)]),
    ("Công văn số 3384/BCT-CTĐP ngày 10-6-2032", [("cv", "3384/BCT-CTĐP", date(2032, 6, 10))]),
    ("Nghị quyết số 30a/2031/NQ-CP và số 66.16/2031/NQ-CP", [("nq", "30a/2031/NQ-CP", None), ("nq", "66.16/2031/NQ-CP", None)]),
    ("Nghị định số 901/2031/NĐ-CP sửa đổi Nghị định số 77/2025/NĐ-CP",
     [("nd", "901/2031/NĐ-CP", None), ("nd", "77/2025/NĐ-CP", None)]),
    # none at all
    ("", []),
    ("theo quy định tại Nghị định này", []),
    ("Nghị định số 901/2031", []),
    ("Thông tư số 901/2031/NĐ-CP", [("tt", "901/2031/NĐ-CP", None)]),  # word and number disagree: found, never resolved
    ("Quyết định ngày 31/12/2031", []),
    ("Mẫu số 01/TNDN, mã HS 0101.21.00, QCVN 18:2014/BTTTT", []),
    ("mạng901/2031/NĐ-CP", []),
    ("quy luật 5/10 của tự nhiên", []),
    ("Nghị định số ٩٠١/2031/NĐ-CP", []),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text[:50] for text, _ in TEXTS])
def test_citations(text: str, expected: list[tuple[str, str, date | None]]) -> None:
    found = [c for c in find_citations(text) if c.mention is Mention.NUMBERED]
    assert [(c.type, str(c.number), c.issued) for c in found] == expected
    assert all(text[c.start : c.end] == c.quote for c in found)


def test_the_table_is_whole() -> None:
    assert len(TEXTS) == 50


PIECES = st.sampled_from(
    ["Nghị định", "Quyết định", "Luật", "số", " ", "  ", "\n", "901", "/", "2031", "-", "–", "NĐ", "CP", "TTg", "ngày", "tháng", "năm", "02", "3",
     ".", ",", "QH19", "Đ", "“", "🦋", "i\u0323"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_spans_are_truth(text: str) -> None:
    text = nfc(text)
    end = 0
    for citation in find_citations(text):
        assert text[citation.start : citation.end] == citation.quote
        assert end <= citation.start < citation.end
        end = citation.end
        assert citation.number is None or citation.number.folded.isascii()


@pytest.mark.parametrize(
    "text",
    [
        "Luật " * 40_000, "Luật số" + " " * 200_000 + "x", "Nghị" + " " * 200_000 + "x", "Nghị định 1/NĐ-CP ngày 1" + " " * 200_000 + "x",
        "Nghị định " + "1/" * 100_000, "Nghị định 1" + "/A" * 100_000 + "é", "Nghị định 1" + "-A " * 70_000, "Luật 1 / " * 25_000,
    ],
    ids=lambda text: f"{text[:12]}…",
)  # fmt: skip
def test_hostile_texts_take_no_time(text: str) -> None:
    start = time.process_time()
    list(find_citations(text))
    assert time.process_time() - start < 1

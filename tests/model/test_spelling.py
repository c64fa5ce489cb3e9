"""What people type, and which documents answer to it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.waiting import effort

from legalgraph.model.identity import DocumentKey, canonical_path
from legalgraph.model.spelling import Spelling, read_path, read_spelling
from legalgraph.registry import areas, searched_area_names, type_names, types

# The documents there are in this small world, with their days of signing.
PRESENT = {
    "nd/2012/45/nd-cp": date(2012, 5, 21), "nd/2020/45/nd-cp": date(2020, 4, 8), "nd/1994/45/cp": None,
    "qd/2014/1288/qd-ttg": date(2014, 8, 1), "qd/2019/1288/qd-ttg": date(2019, 9, 25), "vn-18/qd/2015/499/qd-ubnd": date(2015, 5, 26),
    "vn-22/qd/2015/499/qd-ubnd": None, "luat/2015/93/qh13": None, "nq/2015/93/qh13": None, "bo-luat/2019/45/qh14": date(2019, 11, 20),
    "tt/2014/26/tt-bct": None, "ttlt/2014/26/ttlt-btc-bct": None, "nq/2026/66.16/nq-cp": None, "nq/2008/30a/nq-cp": None,
    "vbhn/2020/19/vbhn-vpqh": None, "luat/1993/18/l-ctn": None, "cv/2022/3384/bct-ctdp": None, "nq-dang/2022/19/nq-tw": None,
    "qd/2012/2012/qd-bct": None, "tt/2031/8/tt-bgddt": None,
}  # fmt: skip

# what is typed, the documents that answer
TYPED = (
    ("45/2012/nd-cp", "nd/2012/45/nd-cp"),
    ("45/2012/NĐ-CP", "nd/2012/45/nd-cp"),
    ("45/2012/Nð-CP", "nd/2012/45/nd-cp"),
    ("45 / 2012 / NĐ - CP", "nd/2012/45/nd-cp"),
    ("Nghị định 45/2012", "nd/2012/45/nd-cp"),
    ("nghị định số 45/2012/NĐ-CP của Chính phủ", "nd/2012/45/nd-cp"),
    ("Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công", "nd/2012/45/nd-cp"),
    ("NGHI DINH 45 NAM 2012", "nd/2012/45/nd-cp"),
    ("decree 45/2012", "nd/2012/45/nd-cp"),
    ("nd45/2012", "nd/2012/45/nd-cp"),
    ("NĐ 045/2012", "nd/2012/45/nd-cp"),
    ("45/NĐ-CP/2012", "nd/2012/45/nd-cp"),
    ("45-2012 nghị định", "nd/2012/45/nd-cp"),
    ("45-2012-ND-CP", "nd/2012/45/nd-cp"),
    ("45_2012_ND-CP", "nd/2012/45/nd-cp"),
    ("45.2012.ND-CP", "nd/2012/45/nd-cp"),
    ("45-2012-nd-cp.pdf", "nd/2012/45/nd-cp"),
    ("nghị định 45_2012_NĐ_CP", "nd/2012/45/nd-cp"),
    ("26-2014-TTLT-BTC-BCT", "ttlt/2014/26/ttlt-btc-bct"),
    ("66.16-2026-NQ-CP", "nq/2026/66.16/nq-cp"),
    ("93-2015-qh13.docx", "luat/2015/93/qh13 nq/2015/93/qh13"),
    ("nghi dinh 45", "nd/2012/45/nd-cp nd/2020/45/nd-cp nd/1994/45/cp"),
    ("nd45", "nd/2012/45/nd-cp nd/2020/45/nd-cp nd/1994/45/cp"),
    ("45-CP", "nd/1994/45/cp"),
    ("45/2019", "bo-luat/2019/45/qh14"),
    ("luật 45/2019/QH14", "bo-luat/2019/45/qh14"),
    ("45", "nd/2012/45/nd-cp nd/2020/45/nd-cp nd/1994/45/cp bo-luat/2019/45/qh14"),
    ("qd 1288 2014", "qd/2014/1288/qd-ttg"),
    ("QĐ 1288 2014", "qd/2014/1288/qd-ttg"),
    ("QD1288 2014", "qd/2014/1288/qd-ttg"),
    ("QĐ 1288/QĐ-TTg ngày 01/8/2014", "qd/2014/1288/qd-ttg"),
    ("Quyết định số 1288/QĐ-TTg, ngày 1-8-2014", "qd/2014/1288/qd-ttg"),
    ("quyết định 1288 ngày 1 tháng 8 năm 2014", "qd/2014/1288/qd-ttg"),
    ("1288/QĐ-TTg/2014", "qd/2014/1288/qd-ttg"),
    ("Decision 1288 of 2014", "qd/2014/1288/qd-ttg"),
    ("1288/QĐ-TTg ngày 02/8/2014", ""),  # no decision of that number and day
    ("1288/QĐ-TTg", "qd/2014/1288/qd-ttg qd/2019/1288/qd-ttg"),
    ("1288/ttg", ""),
    ("1288/QĐ-UBND", ""),
    ("499/QĐ-UBND Ninh Bình", "vn-18/qd/2015/499/qd-ubnd"),
    ("499 ninh binh", "vn-18/qd/2015/499/qd-ubnd"),
    ("Quyết định 499/QĐ-UBND tỉnh Nghệ An", "vn-22/qd/2015/499/qd-ubnd"),
    ("499/QĐ-UBND", "vn-18/qd/2015/499/qd-ubnd vn-22/qd/2015/499/qd-ubnd"),
    ("499/QĐ-UBND Cà Mau", ""),
    ("499/QĐ-UBND Bà Rịa Vũng Tàu", ""),
    ("93/2015/QH13", "luat/2015/93/qh13 nq/2015/93/qh13"),
    ("luật 93/2015/QH13", "luat/2015/93/qh13"),
    ("nghị quyết 93/2015/QH13", "nq/2015/93/qh13"),
    ("93/2015/qh14", ""),
    ("thông tư 26/2014/TT-BCT", "tt/2014/26/tt-bct"),
    ("thông tư liên tịch 26/2014", "ttlt/2014/26/ttlt-btc-bct"),
    ("thông tư 26/2014", "tt/2014/26/tt-bct ttlt/2014/26/ttlt-btc-bct"),
    ("26/2014/TTLT-BTC-BCT", "ttlt/2014/26/ttlt-btc-bct"),
    ("66.16/2026/NQ-CP", "nq/2026/66.16/nq-cp"),
    ("nghị quyết 30A", "nq/2008/30a/nq-cp"),
    ("19/VBHN-VPQH", "vbhn/2020/19/vbhn-vpqh"),
    ("19-NQ/TW", "nq-dang/2022/19/nq-tw"),
    ("luật 18-L/CTN", "luat/1993/18/l-ctn"),
    ("công văn 3384/BCT-CTĐP", "cv/2022/3384/bct-ctdp"),
    ("quyết định 2012/QĐ-BCT", "qd/2012/2012/qd-bct"),
    ("2012", "qd/2012/2012/qd-bct"),
    ("08/2031/TT-BGD&ĐT", "tt/2031/8/tt-bgddt"),
    ("9999/QĐ-TTg", ""),
    # Old numbers are other documents, not careless spellings of new ones.
    ("1288 TC/TCT", ""),
    ("1288 QĐ/KT", ""),
    ("45 HĐBT", ""),
    ("1288 QĐ-TTg", "qd/2014/1288/qd-ttg qd/2019/1288/qd-ttg"),
    # A pasted citation goes on with a title, whose years are not the document's.
    ("Quyết định số 1288/QĐ-TTg ngày 01/8/2014 của Thủ tướng Chính phủ phê duyệt Chương trình đến năm 2020", "qd/2014/1288/qd-ttg"),
    ("Quyết định 1288/QĐ-TTg năm 2014 giai đoạn 2015-2020", "qd/2014/1288/qd-ttg"),
    ("Nghị quyết 19-NQ/TW", "nq-dang/2022/19/nq-tw"),
    ("khoản 1 Điều 2 Nghị định 45/2012/NĐ-CP", "nd/2012/45/nd-cp"),
    ("điều 5 nghị định 45/2012", "nd/2012/45/nd-cp"),
)
# These name no number at all.
NUMBERLESS = ("", " ", "Luật Khuyến công", "Hiến pháp", "/", "QĐ-TTg", "ngày tháng năm", "\x00\x01", "\ud800", "🦋", "x" * 10_000, "/" * 10_000)
LONG = ("1" * 10_000, "1/" * 5_000, "-1" * 5_000, "nd" * 5_000, "qd 1 " * 2_000, "1" + " " * 9_999, "ngày 1 " * 1_500, "a-" * 5_000)


def read(text: str) -> Spelling | None:
    return read_spelling(text, type_names(), searched_area_names())


@pytest.mark.parametrize(("typed", "answers"), TYPED, ids=[row[0] for row in TYPED])
def test_who_answers(typed: str, answers: str) -> None:
    spelling = read(typed)
    assert spelling is not None
    found = [path for path, signed in PRESENT.items() if spelling.matches(DocumentKey.parse(path), signed)]
    assert found == answers.split()


def test_the_table_is_whole() -> None:
    assert len(TYPED) == 72


@pytest.mark.parametrize("typed", NUMBERLESS, ids=[ascii(text[:20]) for text in NUMBERLESS])
def test_no_number_no_spelling(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize("typed", LONG, ids=[text[:8] for text in LONG])
def test_long_input_takes_no_time(typed: str) -> None:
    assert effort(lambda: read(typed)) < 1


@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_raises(typed: str) -> None:
    spelling = read(typed)
    assert spelling is None or spelling.ordinal


@given(st.sampled_from(sorted(PRESENT)))
def test_every_path_and_iri_is_read_as_itself(path: str) -> None:
    key = DocumentKey.parse(path)
    assert read_path(f" {path} ") == read_path(key.iri) == key


@pytest.mark.parametrize(("typed", "path"), [
    ("tt/2031/35/tt-ldtbxh", "tt/2031/35/tt-bldtbxh"),
    ("https://luat.example/eli/vn/nq/2031/7/NQ-UBTVQH19", "nq/2031/7/ubtvqh19"),
    ("TTLT/2031/5/TTLT-BYTBTNMT~2", "ttlt/2031/5/ttlt-byt-btnmt~2"),
])  # fmt: skip
def test_a_path_with_a_body_written_otherwise_is_that_of_the_document(typed: str, path: str) -> None:
    key = read_path(typed)
    assert key
    assert key.path == canonical_path(typed.removeprefix("https://luat.example/eli/vn/")) == path


def test_every_name_of_the_tables_is_found_inside_a_sentence() -> None:
    assert len(types()) >= 25
    assert len(areas()) >= 63
    for name, code in type_names().items():
        spelling = read(f"theo {name} 45")
        assert spelling, name
        assert spelling.type == code, name
    for name, codes in searched_area_names().items():
        spelling = read(f"45/QĐ-UBND của {name}")
        assert spelling, name
        assert spelling.areas == codes, name


@pytest.mark.parametrize(("typed", "path", "answers"), [
    ("12/1985/QĐ-UB Hậu Giang", "vn-haugiang/qd/1985/12/qd-ub", True), ("12/2015/QĐ-UBND Hậu Giang", "vn-73/qd/2015/12/qd-ubnd", True),
    ("qd 12 2002 Cần Thơ", "vn-cantho/qd/2002/12/qd-ub", True), ("qd 12 2012 Cần Thơ", "vn-ct/qd/2012/12/qd-ubnd", True),
    ("12/1995/QĐ-UB Hà Bắc", "vn-habac/qd/1995/12/qd-ub", True), ("12/1995/QĐ-UB Hà Bắc", "vn-namha/qd/1995/12/qd-ub", False),
    ("12/1995/QĐ-UB Quảng Nam-Đà Nẵng", "vn-quangnamdanang/qd/1995/12/qd-ub", True),
    ("12/1995/QĐ-UB Quảng Nam-Đà Nẵng", "vn-27/qd/1995/12/qd-ub", False),
    # who says Huế may mean the province that became the city
    ("12/2015/QĐ-UBND Huế", "vn-26/qd/2015/12/qd-ubnd", True), ("12/2026/QĐ-UBND Huế", "vn-tphue/qd/2026/12/qd-ubnd", True),
    ("12/2015/QĐ-UBND Thừa Thiên Huế", "vn-tphue/qd/2015/12/qd-ubnd", False),
    ("12/1999/QĐ-UB Hà Nội", "vn-15/qd/1999/12/qd-ub", False),  # Hà Tây became a part of Hà Nội
    ("1288/QĐ-TTg sông Cửu Long", "qd/2014/1288/qd-ttg", True),  # the river
])  # fmt: skip
def test_places_that_had_a_name_in_other_times(typed: str, path: str, answers: bool) -> None:
    spelling = read(typed)
    assert spelling is not None
    assert spelling.matches(DocumentKey.parse(path)) is answers


@pytest.mark.parametrize("day", ["31/02/2014", "00/01/2014", "1/13/2014", "99-99-2014"])
def test_a_day_that_is_none_is_not_taken_for_one(day: str) -> None:
    spelling = read(f"QĐ 1288/QĐ-TTg ngày {day}")
    assert spelling is not None
    assert spelling.signed is None
    assert spelling.ordinal == "1288"

"""What a document says of itself, read from its header, its closing block or the captions of its annexes. All are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.model.reading import Metadata
from legalgraph.text.layout import flow
from legalgraph.text.metadata import NO_SUCH_DAY, metadata
from legalgraph.text.reading import read as read_all
from legalgraph.text.structure import structure

BODY = "\nCăn cứ Luật Tằm tang số 41/2030/QH19 ngày 01 tháng 02 năm 2030;\nĐiều 1. Phạm vi\nHết./.\n"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def read(text: str) -> Metadata:
    given_text = flow(text)
    return metadata(given_text.text, structure(given_text.text, given_text.notes)[0])


# header and title; type, number, date, place, issuers, title
HEADERS = (
    (f"CHÍNH PHỦ\n{MOTTO}Số: 999/2031/NĐ-CP\nHà Nội, ngày 02 tháng 3 năm 2031\nNGHỊ ĐỊNH\nVề tằm tang",
     ("nd", "999/2031/NĐ-CP", date(2031, 3, 2), "Hà Nội", ("CHÍNH PHỦ",), "Về tằm tang")),
    # number before the motto, issuer on two lines and once more above, title on two lines
    ((f"BỘ TẰM TANG VÀ ƯƠM TƠ\nBỘ TẰM TANG\nVÀ ƯƠM TƠ\nSố: 12/2031/TT-BTTUT\n{MOTTO}Huế, ngày 5 tháng 04 năm 2031\nTHÔNG TƯ\nSửa đổi Thông tư số "
     "11/2030/TT-BTTUT\nvề sổ nuôi tằm"),
     ("tt", "12/2031/TT-BTTUT", date(2031, 4, 5), "Huế", ("BỘ TẰM TANG VÀ ƯƠM TƠ",), "Sửa đổi Thông tư số 11/2030/TT-BTTUT về sổ nuôi tằm")),
    # blanks and line ends in the number, a point in the date, a law's own label
    (f"CHÍNH PHỦ\nSố: 07 /2031/\nNĐ- CP\n{MOTTO}Hà Nội, ngày 02.tháng 3 .năm 2031\nNGHỊ ĐỊNH\nVề dâu",
     ("nd", "07/2031/NĐ-CP", date(2031, 3, 2), "Hà Nội", ("CHÍNH PHỦ",), "Về dâu")),
    (f"{MOTTO}QUỐC HỘI\nLuật số: 42/2031/QH19\nLUẬT\nTRỒNG DÂU", ("luat", "42/2031/QH19", None, None, ("QUỐC HỘI",), "TRỒNG DÂU")),
    # joint issuers
    (f"BỘ TẰM TANG - BỘ DÂU\n{MOTTO}Số: 3/2031/TTLT-BTT-BD\nHà Nội, ngày 1 tháng 1 năm 2031\nTHÔNG TƯ LIÊN TỊCH\nVề tơ",
     ("ttlt", "3/2031/TTLT-BTT-BD", date(2031, 1, 1), "Hà Nội", ("BỘ TẰM TANG", "BỘ DÂU"), "Về tơ")),
    # left blank, and number without a year
    ((f"BỘ TẰM TANG\n{MOTTO}Số:      /QĐ-BTT\nHà Nội, ngày    tháng    năm 2031\nQUYẾT ĐỊNH\nVề việc đính chính Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 "
     "năm 2031"), ("qd", None, None, None, ("BỘ TẰM TANG",), "Về việc đính chính Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031")),
    (f"THỦ TƯỚNG CHÍNH PHỦ\nSố: 4001/QĐ-TTg\n{MOTTO}Hà Nội, ngày 9 tháng 9 năm 2031\nQUYẾT ĐỊNH\nVề tơ",
     ("qd", "4001/QĐ-TTg", date(2031, 9, 9), "Hà Nội", ("THỦ TƯỚNG CHÍNH PHỦ",), "Về tơ")),
    # both columns on one line; a short date
    (f"BỘ TẰM TANG\n{MOTTO}Số : 26/2031/TT- BTT Hà Nội, ngày 29/5/2031\nTHÔNG TƯ\nVề tơ",
     ("tt", "26/2031/TT-BTT", date(2031, 5, 29), "Hà Nội", ("BỘ TẰM TANG",), "Về tơ")),
    # numbers of before 1997
    (f"CHÍNH PHỦ\nSố: 36-CP\n{MOTTO}Hà Nội, ngày 2 tháng 3 năm 1995\nNGHỊ ĐỊNH\nVề tơ",
     ("nd", "36-CP", date(1995, 3, 2), "Hà Nội", ("CHÍNH PHỦ",), "Về tơ")),
    # a number that is no date's year: dotted series
    (f"CHÍNH PHỦ\nSố: 66.21/2031/NQ-CP\n{MOTTO}Hà Nội, ngày 9 tháng 9 năm 2031\nNGHỊ QUYẾT\nVề tơ",
     ("nq", "66.21/2031/NQ-CP", date(2031, 9, 9), "Hà Nội", ("CHÍNH PHỦ",), "Về tơ")),
)  # fmt: skip


@pytest.mark.parametrize(("header", "expected"), HEADERS)
def test_headers(header: str, expected: tuple[object, ...]) -> None:
    found = read(header + BODY)
    assert (found.type, str(found.number) if found.number else None, found.issued, found.place, found.issuers, found.title) == expected


# Issuer, number and day between type and title, as before 1996; the words that say what is enacted come behind the bases.
STAMPED = (
    ("NGHỊ ĐỊNH CỦA HỘI ĐỒNG DÂU TẰM SỐ 24-CP NGÀY 2-2-1976 BAN HÀNH ĐIỀU LỆ TẰM TƠ", ("nd", "24-CP", date(1976, 2, 2), "BAN HÀNH ĐIỀU LỆ TẰM TƠ")),
    ("SẮC LỆNH\nCỦA CHỦ TỊCH NƯỚC SỐ 12/SL NGÀY 20 THÁNG 11 NĂM 1946 VỀ TƠ", ("sl", "12/SL", date(1946, 11, 20), "VỀ TƠ")),
    ("Số: 327/TTg\nQUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ\nVề một số chính sách nuôi tằm", ("qd", "327/TTg", None, "Về một số chính sách nuôi tằm")),
    # A number in the title is that of another document.
    ("NGHỊ ĐỊNH\nSửa đổi Nghị định số 24-CP ngày 2-2-1976 về tơ", ("nd", None, None, "Sửa đổi Nghị định số 24-CP ngày 2-2-1976 về tơ")),
)  # fmt: skip


@pytest.mark.parametrize(("header", "expected"), STAMPED)
def test_headers_of_before_1996(header: str, expected: tuple[object, ...]) -> None:
    found = read(f"{header}\nCăn cứ Luật Tằm tang ngày 01 tháng 02 năm 1970;\nQUYẾT ĐỊNH\nĐiều 1. Phạm vi\nHết./.\n")
    assert (found.type, str(found.number) if found.number else None, found.issued, found.title) == expected


# What was printed close behind a title, and titles that begin as recitals do.
TITLES = (
    (("VĂN BẢN HỢP NHẤT -\nBỘ TƠ\nTHÔNG TƯ\nHướng dẫn nuôi tằm theo Thông tư số 3/2030/TT-BT Thông tư số 28/2031/TT-BT ngày 31 tháng 7 năm 2031 của Bộ trưởng "
     "Bộ Tơ hướng dẫn nuôi tằm theo Thông tư số 3/2030/TT-BT, có hiệu lực kể từ ngày 15 tháng 9 năm 2031, được sửa đổi, bổ sung bởi:"),
     "Hướng dẫn nuôi tằm theo Thông tư số 3/2030/TT-BT"),
    (("CHỈ THỊ\nVề việc sắp xếp trại tằm Thực hiện chủ trương nuôi tằm trong những năm qua, việc sắp xếp các trại nuôi tằm trong cả nước đã đạt được kết quả "
     "quan trọng, số lượng trại nuôi tằm giảm dần theo từng năm. Tuy nhiên, đến thời điểm này vẫn còn nhiều trại tằm nhỏ."),
     "Về việc sắp xếp trại tằm"),
    ("NGHỊ ĐỊNH\nThực hiện thí điểm nuôi tằm sắn", "Thực hiện thí điểm nuôi tằm sắn"),
    ("NGHỊ QUYẾT\nVề Kế hoạch Thực hiện nuôi tằm sắn", "Về Kế hoạch Thực hiện nuôi tằm sắn"),
)  # fmt: skip


@pytest.mark.parametrize(("header", "title"), TITLES)
def test_titles_end_where_other_words_begin(header: str, title: str) -> None:
    assert read(header + BODY).title == title


# Without a header, the number in a title is that of what the document acts upon, unless it is its own.
@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("NGHỊ ĐỊNH sửa đổi, bổ sung một số điều của Nghị định số 13/2030/NĐ-CP ngày 21 tháng 01 năm 2030 hướng dẫn Luật Tằm tang", None),
        ("NGHỊ ĐỊNH\nsửa đổi, bổ sung Nghị định số 13/2030/NĐ-CP", None),
        ("NGHỊ ĐỊNH bãi bỏ các Nghị định số 13/2030/NĐ-CP, số 14/2030/NĐ-CP", None),
        ("NGHỊ ĐỊNH sửa đổi Nghị định số 13/2030/NĐ-CP về nuôi tằm và Nghị định số 14/2030/NĐ-CP về ươm tơ", None),
        ("NGHỊ ĐỊNH SỬA ĐỔI MỘT SỐ ĐIỀU CỦA NGHỊ ĐỊNH SỐ 13/2030/NĐ-CP", None),
        ("NGHỊ ĐỊNH số 13/2030/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 12/2029/NĐ-CP", "13/2030/NĐ-CP"),
        ("NGHỊ ĐỊNH\nsố 13/2030/NĐ-CP\nVề tằm tang", "13/2030/NĐ-CP"),
    ],
)
def test_numbers_in_titles(title: str, number: str | None) -> None:
    found = read(title + BODY).number
    assert (str(found) if found else None) == number


def test_an_official_letter() -> None:
    found = read(f"BỘ TƠ\n{MOTTO}Số: 1234/BT-CN\nV/v hướng dẫn nuôi tằm\nHà Nội, ngày 05 tháng 03 năm 2034\nKính gửi: Các trại tằm\nBộ Tơ có ý kiến như sau:\n")
    assert (found.type, str(found.number), found.issued, found.title) == ("cv", "1234/BT-CN", date(2034, 3, 5), "hướng dẫn nuôi tằm")
    assert read(f"BỘ TƠ\n{MOTTO}Số: 1234/BT-CN\nHà Nội, ngày 05 tháng 03 năm 2034\nNuôi tằm\n").type is None


def test_spans_are_those_of_the_text() -> None:
    text = HEADERS[0][0] + BODY
    found = read(text)
    assert found.number_span is not None
    assert found.issued_span is not None
    assert found.title_span is not None
    assert text[slice(*found.number_span)] == "999/2031/NĐ-CP"
    assert text[slice(*found.issued_span)] == "Hà Nội, ngày 02 tháng 3 năm 2031"
    assert text[slice(*found.title_span)] == "Về tằm tang"


# What portals and editors put above a header or into its cells
BANNERS = (
    "Tình trạng: Hết hiệu lực. Văn bản thay thế: Nghị định số 45/2030/NĐ-CP",
    "Văn bản này đã được sửa đổi, bổ sung bởi Nghị định số 45/2030/NĐ-CP ngày 18 tháng 02 năm 2030.",
    "Luật này được thay thế bởi Luật số 63/2030/QH19 ngày 18 tháng 02 năm 2030",
    "Xem thêm: Nghị định số 45/2030/NĐ-CP về tơ",
    "(Ban hành kèm theo Nghị định số 45/2030/NĐ-CP)",
    "VĂN BẢN HẾT HIỆU LỰC theo Nghị định số 45/2030/NĐ-CP",
    "------- theo Nghị định số 45/2030/NĐ-CP",
    "Số: 45/2030/NĐ-CP thay thế văn bản này",
    # over several lines: one of them looks like a header's own
    "Văn bản thay thế:\nSố: 45/2030/NĐ-CP\nNgày 18 tháng 02 năm 2030",
    "Bị thay thế bởi\nLuật số 63/2030/QH19\nHiệu lực: từ ngày 18 tháng 02 năm 2030",
    "Văn bản sửa đổi:\nNghị định số 45/2030/NĐ-CP ngày 18 tháng 02 năm 2030\nThông tư số 46/2030/TT-BTT",
    "Trang chủ: xem tại đây\n" + "Văn bản liên quan: Thông tư số 46/2030/TT-BTT\n" * 60,
)  # fmt: skip
DECREE = f"CHÍNH PHỦ\n{MOTTO}Số: 999/2031/NĐ-CP\nHà Nội, ngày 02 tháng 3 năm 2031\nNGHỊ ĐỊNH\nVề tằm tang"


ABOUT_DECREES = [f"{banner}\n{DECREE}" for banner in BANNERS]
IN_A_CELL = [DECREE.replace("CHÍNH PHỦ\n", f"CHÍNH PHỦ\n{banner}\n") for banner in BANNERS if "\n" not in banner]


@pytest.mark.parametrize("header", ABOUT_DECREES + IN_A_CELL)
def test_a_sentence_about_the_header_is_not_the_document(header: str) -> None:
    found = read(header + BODY)
    assert (found.type, str(found.number), found.issued, found.place) == ("nd", "999/2031/NĐ-CP", date(2031, 3, 2), "Hà Nội")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        # laws have no day in their header: that of a banner is not theirs
        (f"{BANNERS[2]}\nQUỐC HỘI\n{MOTTO}Luật số: 42/2031/QH19\nLUẬT\nTRỒNG DÂU", ("luat", "42/2031/QH19", None)),
        (f"{BANNERS[9]}\nQUỐC HỘI\n{MOTTO}Bộ luật số: 42/2031/QH19\nBỘ LUẬT\nTƠ TẰM", ("bo-luat", "42/2031/QH19", None)),
        (f"{BANNERS[0]}\nNGHỊ ĐỊNH số 999/2031/NĐ-CP\nVề tằm tang", ("nd", "999/2031/NĐ-CP", None)),
        # a draft without number, a number that cannot be read
        (f"{BANNERS[4]}\nCHÍNH PHỦ\n{MOTTO}Số:      /2031/NĐ-CP\nNGHỊ ĐỊNH\nVề tằm tang", ("nd", None, None)),
        # a banner alone says nothing; a sentence of another type neither, as the type stands in its own line
        (f"{BANNERS[1]}\nNGHỊ ĐỊNH\nVề tằm tang", ("nd", None, None)),
        ("Theo Luật số 63/2030/QH19 ngày 18 tháng 02 năm 2030\nNGHỊ ĐỊNH\nVề tằm tang", ("nd", None, None)),
        # a sentence where there is no header
        ("Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031 về tằm tang\nNGHỊ ĐỊNH\nVề tằm tang", ("nd", "999/2031/NĐ-CP", date(2031, 3, 2))),
        # the continuation of a Gazette: a table of the annex is no title of the document
        ("Thông tư số 46/2030/TT-BTT ngày 02 tháng 3 năm 2030\nvề sổ nuôi tằm\nBÁO CÁO SỐ LỨA TẰM", ("tt", "46/2030/TT-BTT", date(2030, 3, 2))),
    ],
)  # fmt: skip
def test_type_and_number_fit_each_other(header: str, expected: tuple[object, ...]) -> None:
    found = read(header + BODY)
    assert (found.type, str(found.number) if found.number else None, found.issued) == expected


def test_plain_header_of_a_text_file() -> None:
    found = read("NGHỊ ĐỊNH số 999/2031/NĐ-CP\nVề tằm tang\nNgày ban hành: 2031-03-02; hiệu lực: 2031-05-01; cơ quan: Chính phủ\n\nĐiều 1. Phạm vi\nHết.")
    assert (found.type, str(found.number), found.issued, found.title, found.issuers) == (
        "nd", "999/2031/NĐ-CP", date(2031, 3, 2), "Về tằm tang", ("Chính phủ",),
    )  # fmt: skip


def test_a_law_tells_its_day_at_its_end() -> None:
    found = read(HEADERS[3][0] + BODY + "Luật này được Quốc hội khóa XIX, kỳ họp thứ 2 thông qua ngày 20 tháng 11 năm 2031.\nCHỦ TỊCH QUỐC HỘI\nNguyễn Thị Tằm")
    assert (found.issued, found.signer, found.signer_post) == (date(2031, 11, 20), "Nguyễn Thị Tằm", "CHỦ TỊCH QUỐC HỘI")


@pytest.mark.parametrize("word", ["THỰC", "NHẬN"])
def test_a_consolidation_tells_its_number_in_its_closing_block(word: str) -> None:
    found = read(
        f"{MOTTO}NGHỊ ĐỊNH\nVề tằm tang\nNghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ về tằm tang, có hiệu lực kể từ ngày 01 tháng 5 "
        f"năm 2031, được sửa đổi, bổ sung bởi:\n1. Nghị định số 1/2032/NĐ-CP;\nCăn cứ Luật;\nĐiều 1. Phạm vi\nTheo Luật số 41/2030/QH19.\nBỘ TẰM TANG\n"
        f"Số: 17/VBHN-BTT\nXÁC {word} VĂN BẢN HỢP NHẤT\nHà Nội, ngày 04 tháng 6 năm 2032\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nTrần Văn Dâu"
    )
    assert (found.type, str(found.number), found.issued, found.issuers) == ("vbhn", "17/VBHN-BTT", date(2032, 6, 4), ("BỘ TẰM TANG",))
    assert (found.title, found.signer, found.signer_post) == ("Về tằm tang", "Trần Văn Dâu", "KT. BỘ TRƯỞNG THỨ TRƯỞNG")


CAPTION = "TM. CHÍNH PHỦ\nTHỦ TƯỚNG Nguyễn Thị Tằm\nPhụ lục I\nGIỐNG\n(Kèm theo Nghị định số {} ngày 02 tháng 3 năm 2031 của Chính phủ)\nTằm."


def test_captions_of_annexes_name_a_document_without_a_header() -> None:
    found = read("NGHỊ ĐỊNH\nVề tằm tang" + BODY + CAPTION.format("999/2031/NĐ-CP"))
    assert (str(found.number), found.issued) == ("999/2031/NĐ-CP", date(2031, 3, 2))
    assert (found.signer, found.signer_post) == ("Nguyễn Thị Tằm", "TM. CHÍNH PHỦ THỦ TƯỚNG")
    two = CAPTION.format("999/2031/NĐ-CP") + "\n" + CAPTION.format("998/2031/NĐ-CP").partition("Tằm\n")[2]
    assert read("NGHỊ ĐỊNH\nVề tằm tang" + BODY + two).number is None


@pytest.mark.parametrize(
    "text",
    ["", "Điều 1. Phạm vi\nTheo Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031.", "2. Bãi bỏ Điều 5 Nghị định số 999/2031/NĐ-CP.", "Số: 5", "NGHỊ ĐỊNH"],
)
def test_unknown_is_none(text: str) -> None:
    found = read(text)
    assert (found.number, found.issued, found.place, found.title, found.signer) == (None, None, None, None, None)


PIECES = st.sampled_from([line + "\n" for header, _ in HEADERS for line in header.split("\n")] + ["Điều 1. A\n", "XÁC THỰC VĂN BẢN HỢP NHẤT\n", "KT. BỘ\n"])


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map("".join))
def test_any_text_has_metadata_with_true_spans(text: str) -> None:
    stored = flow(text)
    found = metadata(stored.text, structure(stored.text, stored.notes)[0])
    for span in (found.number_span, found.issued_span, found.title_span):
        assert span is None or 0 <= span[0] < span[1] <= len(stored.text)


FRONT = f"CHÍNH PHỦ\nSố: 12/2031/NĐ-CP\n{MOTTO}Hà Nội, %s\nNGHỊ ĐỊNH\nVề tằm"


@pytest.mark.parametrize("day", ["ngày 12 tháng 13 năm 2031", "ngày 31 tháng 02 năm 2031", "ngày 31/4/2031"])
def test_a_day_that_no_month_has_is_a_doubt(day: str) -> None:
    text = FRONT % day + BODY
    (doubt,) = (doubt for doubt in read_all(text).diagnostics if doubt.code == NO_SUCH_DAY)
    assert (doubt.message, text[doubt.start : doubt.end].strip()) == (day, day)


@pytest.mark.parametrize(
    "text",
    [FRONT % "ngày 12 tháng 3 năm 2031" + BODY, FRONT % "ngày     tháng 3 năm 2031" + BODY, FRONT % "Việt Nam" + BODY + "đến ngày 31 tháng 02 năm 2031."],
)
def test_a_day_left_open_or_of_something_else_is_no_doubt(text: str) -> None:
    assert NO_SUCH_DAY not in {doubt.code for doubt in read_all(text).diagnostics}

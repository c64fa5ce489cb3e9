"""What the words of an issuer say, and whom a document names as its issuer."""

from datetime import date

import pytest

from legalgraph.issuers import Place, area_of_issuer, area_said, day_of, issuers_of, read_issuer
from legalgraph.model.number import Number
from legalgraph.model.reading import SourceDocument
from legalgraph.pipeline.reading_worker import make_sense
from legalgraph.registry import OFFICES, areas, bodies


@pytest.mark.parametrize(("issuer", "code"), [
    ("Hội đồng nhân dân tỉnh Ninh Bình", "vn-18"), ("UBND TỈNH NINH BÌNH", "vn-18"), ("Ủy ban nhân dân thành phố Hà Nội", "vn-hn"),
    ("UBND TP. Hồ Chí Minh", "vn-sg"), ("UBND tỉnh Bà Rịa – Vũng Tàu", "vn-43"), ("UBND Sơn La", "vn-05"), ("Hà Nội", "vn-hn"),
    ("Hội đồng nhân dân tỉnh Đắk Lắk về việc thử", "vn-33"), ("Tỉnh Thừa Thiên Huế", "vn-26"),
    ("Ủy ban nhân dân thành phố Ninh Bình", None),  # a city in the province
    ("Ủy ban nhân dân huyện Gia Viễn, tỉnh Ninh Bình", None), ("Ủy ban nhân dân tỉnh Hà Nam Bắc", None), ("Ủy ban nhân dân tỉnh", None),
    ("Toàn quốc", None), ("Bộ Công Thương", None), ("", None),
])  # fmt: skip
def test_the_province_of_an_issuer(issuer: str, code: str | None) -> None:
    assert area_of_issuer(issuer) == code


@pytest.mark.parametrize(("words", "body"), [
    ("Ủy ban nhân dân tỉnh Lào Cai", "ubnd-vn-02"), ("Uỷ ban nhân dân Tỉnh Lào Cai", "ubnd-vn-02"), ("UBND tỉnh Lào Cai", "ubnd-vn-02"),
    ("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "ubnd-vn-02"), ("ủy ban nhân dân tỉnh lào cai", "ubnd-vn-02"), ("UBND Lào Cai", "ubnd-vn-02"),
    ("HĐND tỉnh Lào Cai", "hdnd-vn-02"), ("HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI KHÓA XV", "hdnd-vn-02"),
    ("Chủ tịch UBND tỉnh Thanh Hoá", "ct-ubnd-vn-21"), ("UBND tỉnh Hoà Bình", "ubnd-vn-14"), ("UBND tỉnh Hà Giang (cũ)", "ubnd-vn-03"),
    ("UBND TPHCM", "ubnd-vn-sg"), ("UBND TP.HCM", "ubnd-vn-sg"), ("UBND T.P Hồ Chí Minh", "ubnd-vn-sg"), ("UBND TP Hải Phòng", "ubnd-vn-hp"),
    ("UBND tỉnh Bà Rịa-Vũng Tàu", "ubnd-vn-43"), ("UBND tỉnh Bà Rịa Vũng Tàu", "ubnd-vn-43"), ("UBND tỉnh Thừa Thiên - Huế", "ubnd-vn-26"),
    ("UBND tỉnh Nghệ Tĩnh", "ubnd-vn-nghetinh"), ("UBND Hoàng Liên Sơn", "ubnd-vn-hoanglienson"), ("UBND tỉnh Đắc Lắc", "ubnd-vn-33"), ("UBND tỉnh Đăk Lăk", "ubnd-vn-33"), ("UBND tỉnh Đắc Nông", "ubnd-vn-72"),
    ("UBND tỉnh Bắc Cạn", "ubnd-vn-53"), ("UBND tỉnh Hà Tây", "ubnd-vn-15"),
    ("ỦY BAN NHÂN DÂN TỈNH LÀO CAI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ubnd-vn-02"),
])  # fmt: skip
def test_the_body_that_words_name(words: str, body: str) -> None:
    said = read_issuer(words)
    assert f"{said.office}-{said.area}" == body
    assert body in bodies()


@pytest.mark.parametrize(("words", "place"), [
    ("UBND tỉnh Thử", Place.UNKNOWN), ("UBND tỉnh Nghệ An - Hà Tĩnh", Place.UNKNOWN), ("UBND đặc khu Thử, tỉnh Lào Cai", Place.BELOW),
    ("UBND thành phố Hải Dương", Place.UNKNOWN),
    ("UBND thành phố Thủ Đức, Thành phố Hồ Chí Minh", Place.UNKNOWN), ("UBND xã Thử, tỉnh Lào Cai", Place.BELOW),
    ("ỦY BAN NHÂN DÂN QUẬN THỬ", Place.BELOW), ("UBND thị xã Thử", Place.BELOW), ("Ủy ban nhân dân tỉnh", Place.PROVINCE),
    ("UBND thành phố", Place.CITY), ("UBND tỉnh Lào Cai, UBND tỉnh Sơn La", Place.UNKNOWN), ("UBND tỉnh Lào Cai và tỉnh Sơn La", Place.UNKNOWN),
    ("Bộ Lao động - Thương binh và Xã hội", Place.NONE), ("Ủy ban nhân dân", Place.NONE), ("Bộ Tài chính", Place.NONE), ("", Place.NONE),
])  # fmt: skip
def test_a_place_that_is_no_area_of_the_table_is_none(words: str, place: Place) -> None:
    said = read_issuer(words)
    assert (said.place, said.area) == (place, None)


@pytest.mark.parametrize(("words", "day", "area"), [
    # a name that two provinces had, one after the other; nobody had it between
    ("UBND tỉnh Hậu Giang", date(1985, 3, 2), "vn-haugiang"), ("UBND tỉnh Hậu Giang", 1985, "vn-haugiang"),
    ("UBND tỉnh Hậu Giang", date(1992, 3, 2), "vn-haugiang"),  # what was begun before the division
    ("UBND tỉnh Hậu Giang", date(1999, 3, 2), None), ("UBND tỉnh Hậu Giang", date(2003, 12, 31), None),
    ("UBND tỉnh Hậu Giang", date(2004, 1, 1), "vn-73"), ("UBND tỉnh Hậu Giang", 2004, "vn-73"), ("UBND tỉnh Hậu Giang", None, None),
    ("UBND Hậu Giang", date(1985, 3, 2), "vn-haugiang"), ("UBND Hậu Giang", date(1999, 3, 2), None), ("UBND Hậu Giang", None, None),
    # a province, and the city that was inside it before
    ("UBND tỉnh Cần Thơ", date(1995, 3, 2), "vn-cantho"), ("UBND tỉnh Cần Thơ", date(2003, 12, 31), "vn-cantho"),
    ("UBND tỉnh Cần Thơ", date(1985, 3, 2), None), ("UBND tỉnh Cần Thơ", date(2010, 3, 2), None), ("UBND tỉnh Cần Thơ", None, None),
    ("UBND thành phố Cần Thơ", date(2003, 12, 31), None), ("UBND thành phố Cần Thơ", date(2004, 1, 1), "vn-ct"),
    ("UBND thành phố Cần Thơ", 2012, "vn-ct"), ("UBND thành phố Cần Thơ", None, None),
    ("UBND Cần Thơ", 1995, "vn-cantho"), ("UBND Cần Thơ", 2004, None), ("UBND Cần Thơ", 2012, "vn-ct"),
    ("UBND thành phố Đà Nẵng", date(1990, 3, 2), None), ("UBND thành phố Đà Nẵng", date(1996, 12, 31), None),
    ("UBND TP Đà Nẵng", date(1997, 1, 1), "vn-dn"), ("UBND TP Đà Nẵng", 1997, "vn-dn"), ("UBND TP Đà Nẵng", None, None),
    # the city inside Thừa Thiên Huế, and the one that the whole of it became
    ("UBND thành phố Huế", date(2024, 12, 31), None), ("UBND thành phố Huế", 2024, None), ("UBND thành phố Huế", None, None),
    ("UBND thành phố Huế", date(2025, 1, 1), "vn-tphue"), ("UBND TP. Huế", 2025, "vn-tphue"), ("Huế", 2010, None), ("UBND tỉnh Huế", 2010, None),
    ("UBND thành phố Huế, tỉnh Thừa Thiên Huế", 2010, None), ("UBND tỉnh Thừa Thiên Huế", 2024, "vn-26"),
    ("UBND tỉnh Thừa Thiên Huế", date(2025, 6, 30), "vn-26"), ("UBND tỉnh Thừa Thiên Huế", 2027, None),
    # names that one province had
    ("UBND tỉnh Hà Bắc", 1980, "vn-habac"), ("UBND tỉnh Hà Bắc", None, "vn-habac"), ("UBND tỉnh Hà Bắc", date(1997, 3, 2), "vn-habac"), ("UBND tỉnh Hà Bắc", 1998, None),
    ("UBND tỉnh Hà Bắc", 2010, None), ("HĐND TỈNH QUẢNG NAM - ĐÀ NẴNG", 1990, "vn-quangnamdanang"),
    ("UBND tỉnh Quảng Nam, Đà Nẵng", 1990, None), ("UBND tỉnh Gia Lai - Kontum", 1985, "vn-gialaikontum"),
    ("UBND tỉnh Nam Hà", date(1991, 12, 25), None), ("UBND tỉnh Nam Hà", 1970, None), ("UBND tỉnh Nam Hà", 1991, "vn-namha"),
    ("UBND tỉnh Hà Nam Ninh", 1985, "vn-hanamninh"), ("UBND tỉnh Hà Nam Ninh", 1993, None), ("UBND tỉnh Hà Nam", 1998, "vn-63"),
    ("UBND đặc khu Vũng Tàu - Côn Đảo", 1985, "vn-vungtaucondao"), ("ỦY BAN NHÂN DÂN ĐẶC KHU VŨNG TÀU - CÔN ĐẢO", 1985, "vn-vungtaucondao"),
    ("UBND đặc khu Côn Đảo, Thành phố Hồ Chí Minh", 2026, None), ("UBND phường Thử, đặc khu Vũng Tàu - Côn Đảo", 1985, None),
    # days change nothing for others
    ("UBND tỉnh Ninh Bình", 1960, "vn-18"), ("UBND tỉnh Bắc Giang", 1995, "vn-54"), ("UBND tỉnh Hà Tây", 2020, "vn-15"),
])  # fmt: skip
def test_which_area_bore_a_name_on_a_day(words: str, day: date | int | None, area: str | None) -> None:
    assert area_of_issuer(words, day) == area


@pytest.mark.parametrize(("number", "signed", "day"), [
    ("12/2004/QĐ-UB", date(2003, 12, 30), date(2003, 12, 30)), ("12/2004/QĐ-UB", None, 2004), ("12/QĐ-UB", date(1985, 3, 2), date(1985, 3, 2)),
    ("12/QĐ-UB", None, None), ("12/2010/QĐ-UB", date(1985, 3, 2), 2010), ("12/1985/QĐ-UB", 1984, 1984), (None, date(1985, 3, 2), date(1985, 3, 2)),
])  # fmt: skip
def test_the_day_by_which_names_are_read(number: str | None, signed: date | int | None, day: date | int | None) -> None:
    assert day_of(Number.parse(number) if number else None, signed) == day


@pytest.mark.parametrize(("beside", "day", "area"), [
    ("Vĩnh Long", date(1985, 3, 2), None),  # of Cửu Long
    ("Vĩnh Long", date(1992, 3, 2), None), ("Vĩnh Long", 1991, None),  # not told which
    ("Vĩnh Long", date(1995, 3, 2), "vn-49"), ("Bắc Giang", date(1996, 12, 31), None), ("Bắc Giang", date(1997, 1, 1), "vn-54"),
    ("Nam Định", date(1985, 3, 2), None), ("Nam Định", date(1995, 3, 2), None), ("Nam Định", 1997, "vn-67"), ("Cần Thơ", 1995, "vn-cantho"),
    ("Hòa Bình", 1985, None), ("Hòa Bình", None, "vn-14"), ("Huế", 2010, None), ("Sơn La", 1985, "vn-05"), ("Hà Tây", 1985, None), ("Hà Tây", 1995, "vn-15"),
    ("Tỉnh Hà Bắc", 1995, "vn-habac"), ("Tỉnh Hậu Giang", 1985, "vn-haugiang"),
])  # fmt: skip
def test_a_province_that_does_not_say_its_name_is_the_one_that_was_there_on_the_day(beside: str, day: date | int | None, area: str | None) -> None:
    assert area_said(["Ủy ban nhân dân tỉnh"], beside, day) == area


@pytest.mark.parametrize(("number", "area", "said", "issuers"), [
    ("12/2031/QĐ-UBND", "vn-02", ["UBND tỉnh Lào Cai"], ("ubnd-vn-02",)),
    ("12/2031/QĐ-UBND", "vn-02", ["Chủ tịch UBND tỉnh Lào Cai"], ("ct-ubnd-vn-02",)),
    ("12/2031/NQ-HĐND", "vn-02", ["Tỉnh Lào Cai"], ("hdnd-vn-02",)),  # the province from the words, the body from the number
    ("12/1999/QĐ-UB", "vn-15", ["Tỉnh Hà Tây"], ("ubnd-vn-15",)),
    ("12/1999/NQ-HĐ16", "vn-02", ["Lào Cai"], ("hdnd-vn-02",)),
    ("12/1999/NQ-HĐ", "vn-02", ["Lào Cai"], ("hdnd-vn-02",)),
    ("12/2031/QĐ-UBND", "vn-02", ["Ủy ban nhân dân tỉnh"], ("ubnd-vn-02",)),  # the area is known from beside
    ("12/2031/NQLT-HĐND-UBND", "vn-02", ["HĐND tỉnh Lào Cai, UBND tỉnh Lào Cai"], ("hdnd-vn-02", "ubnd-vn-02")),
    (None, "vn-02", ["UBND tỉnh Lào Cai"], ("ubnd-vn-02",)),
    ("12/2031/QĐ-UBND", "vn-02", [], ()),  # the number alone says no province, nor that the body is not a district's
    ("12/2031/QĐ-UBND", None, ["UBND tỉnh Thử"], ()),
    ("12/2031/QĐ-UBND", "vn-02", ["Ủy ban nhân dân"], ()),
    ("12/2031/QĐ-UBND", "vn-02", ["UBND huyện Thử, tỉnh Lào Cai"], ()),
    ("12/2031/QĐ-UBND", "vn-02", ["Ủy ban nhân dân thành phố"], ()),  # of a city in the province
    ("12/2031/QĐ-UBND", "vn-02", ["UBND tỉnh Sơn La"], ()),
    ("12/2031/QĐ-UBND", "vn-02", ["HĐND tỉnh Lào Cai"], ()),
    ("12/2031/QĐ-UBND", "vn-02", ["Sở Tư pháp tỉnh Lào Cai"], ()),
    ("12/2031/NQ-HĐND", "vn-02", ["Thường trực HĐND tỉnh Lào Cai"], ()),
    ("12/2031/NQLT-UBND-MTTQ", "vn-02", ["UBND tỉnh Lào Cai"], ("ubnd-vn-02",)),  # not the Front of the whole country
    (None, None, ["UBND tỉnh Thử"], ()),
    ("12/2031/TTLT-BTC-BCT", None, ["UBND tỉnh Lào Cai"], ("btc", "bct")),
])  # fmt: skip
def test_who_issued_a_document(number: str | None, area: str | None, said: list[str], issuers: tuple[str, ...]) -> None:
    assert issuers_of(Number.parse(number) if number else None, area, said) == issuers


@pytest.mark.parametrize(("issuers", "beside", "area"), [
    (["UBND tỉnh Lào Cai"], "Tỉnh Sơn La", "vn-02"), (["UBND tỉnh"], "Tỉnh Sơn La", "vn-05"), ([None, ""], "Sơn La", "vn-05"),
    (["Ủy ban nhân dân"], "Sơn La", "vn-05"), (["UBND thành phố"], "Thành phố Hà Nội", "vn-hn"),
    (["UBND thành phố"], "Tỉnh Sơn La", None), (["UBND tỉnh Thử"], "Tỉnh Nghệ An", None),
    (["ỦY BAN NHÂN DÂN HUYỆN THỬ"], "Sơn La", None), ([], "Toàn quốc", None),
])  # fmt: skip
def test_where_a_document_belongs(issuers: list[str | None], beside: str, area: str | None) -> None:
    assert area_said(issuers, beside) == area


def test_every_area_has_its_bodies_and_every_spelling_of_its_name_leads_to_them() -> None:
    for area in areas().values():
        for office, (vi, en) in OFFICES.items():
            body = bodies()[f"{office}-{area.code}"]
            assert (body.area, body.certainty) == (area.code, area.certainty)
            assert body.vi.startswith(vi)
            assert body.en.startswith(en)
            for spelling in (body.vi, body.vi.upper(), body.vi.lower(), *(body.vi.replace(area.vi, other) for other in area.others)):
                said = read_issuer(spelling, area.valid_from or area.valid_until)
                assert (said.office, said.area) == (office, area.code), spelling


@pytest.mark.parametrize(("code", "vi", "en"), [
    ("ubnd-vn-33", "Ủy ban nhân dân tỉnh Đắk Lắk", "People's Committee of Dak Lak Province"),
    ("ubnd-vn-dn", "Ủy ban nhân dân thành phố Đà Nẵng", "People's Committee of Da Nang City"),
    ("hdnd-vn-sg", "Hội đồng nhân dân Thành phố Hồ Chí Minh", "People's Council of Ho Chi Minh City"),
    ("ubnd-vn-habac", "Ủy ban nhân dân tỉnh Hà Bắc", "People's Committee of Ha Bac Province"),
    ("ubnd-vn-haugiang", "Ủy ban nhân dân tỉnh Hậu Giang", "People's Committee of Hau Giang Province"),
    ("hdnd-vn-cantho", "Hội đồng nhân dân tỉnh Cần Thơ", "People's Council of Can Tho Province"),
    ("ubnd-vn-vungtaucondao", "Ủy ban nhân dân đặc khu Vũng Tàu - Côn Đảo", "People's Committee of Vung Tau - Con Dao Special Zone"),
    ("ubnd-vn-tphue", "Ủy ban nhân dân thành phố Huế", "People's Committee of Hue City"),
    ("ct-ubnd-vn-21", "Chủ tịch Ủy ban nhân dân tỉnh Thanh Hóa", "Chairman of the People's Committee of Thanh Hoa Province"),
])  # fmt: skip
def test_what_bodies_of_areas_are_called(code: str, vi: str, en: str) -> None:
    assert (bodies()[code].vi, bodies()[code].en) == (vi, en)


def test_the_committee_of_a_province_that_was_merged_has_a_successor() -> None:
    assert bodies()["ubnd-vn-15"].successors == ("ubnd-vn-hn",)
    assert bodies()["hdnd-vn-habac"].successors == ("hdnd-vn-54", "hdnd-vn-56")


_STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_BODY = "QUYẾT ĐỊNH\nVề việc thử chợ phiên\nCăn cứ Luật Thử;\nĐiều 1. Ban hành quy định thử.\nĐiều 2. Có hiệu lực từ ngày ký.\n"
_PATH = "vn-02/qd/2031/12/qd-ubnd"


@pytest.mark.parametrize(("header", "path", "issuers"), [
    (f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n-------\n{_STATE}", _PATH, ("ubnd-vn-02",)),
    (f"ỦY BAN NHÂN DÂN {_STATE}\nTỈNH LÀO CAI Độc lập - Tự do - Hạnh phúc", _PATH, ("ubnd-vn-02",)),
    (f"UBND TỈNH LÀO CAI\n{_STATE}", _PATH, ("ubnd-vn-02",)),
    (f"CHỦ TỊCH ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n{_STATE}", _PATH, ("ct-ubnd-vn-02",)),
    (f"ỦY BAN NHÂN DÂN TỈNH LÀO CAI\nSỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\n{_STATE}", _PATH, ("ubnd-vn-02",)),
    (f"ỦY BAN NHÂN DÂN\n{_STATE}", _PATH, ()),  # by the place of signing alone it may be anyone's there
    (f"ỦY BAN NHÂN DÂN\nHUYỆN THỬ\n{_STATE}", None, ()),
    (f"UBND XÃ THỬ\n{_STATE}", None, ()),
    (f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ LÀO CAI\n{_STATE}", None, ()),
    (f"ỦY BAN NHÂN DÂN\nTỈNH THỬ\n{_STATE}", None, ()),
])  # fmt: skip
def test_whose_a_text_is_by_its_header(header: str, path: str | None, issuers: tuple[str, ...]) -> None:
    text = f"{header}\nSố: 12/2031/QĐ-UBND\nLào Cai, ngày 02 tháng 3 năm 2031\n{_BODY}"
    document = make_sense(SourceDocument("thu.txt", text, "text/plain", "0" * 64)).card.document
    assert (document.path if document else None, document.issuers if document else ()) == (path, issuers)


@pytest.mark.parametrize(("place", "day", "path", "issuers"), [
    ("TỈNH HẬU GIANG", "02 tháng 3 năm 1985", "vn-haugiang/qd/1985/12/qd-ub", ("ubnd-vn-haugiang",)),
    ("TỈNH HẬU GIANG", "02 tháng 3 năm 2005", "vn-73/qd/2005/12/qd-ub", ("ubnd-vn-73",)), ("TỈNH HẬU GIANG", "02 tháng 3 năm 1998", None, ()),
    ("TỈNH CẦN THƠ", "02 tháng 3 năm 1998", "vn-cantho/qd/1998/12/qd-ub", ("ubnd-vn-cantho",)),
    ("THÀNH PHỐ CẦN THƠ", "02 tháng 3 năm 1998", None, ()),  # of the city inside the province
    ("THÀNH PHỐ CẦN THƠ", "02 tháng 3 năm 2005", "vn-ct/qd/2005/12/qd-ub", ("ubnd-vn-ct",)),
    ("THÀNH PHỐ HUẾ", "02 tháng 3 năm 2024", None, ()), ("THÀNH PHỐ HUẾ", "02 tháng 3 năm 2025", "vn-tphue/qd/2025/12/qd-ub", ("ubnd-vn-tphue",)),
    ("TỈNH HÀ BẮC", "02 tháng 3 năm 1995", "vn-habac/qd/1995/12/qd-ub", ("ubnd-vn-habac",)),
    ("TỈNH", "02 tháng 3 năm 1995", None, ()),  # signed in Bắc Giang, which was in Hà Bắc
    ("TỈNH", "02 tháng 3 năm 1998", "vn-54/qd/1998/12/qd-ub", ("ubnd-vn-54",)),
])  # fmt: skip
def test_whose_a_text_is_by_its_header_and_its_day(place: str, day: str, path: str | None, issuers: tuple[str, ...]) -> None:
    text = f"ỦY BAN NHÂN DÂN\n{place}\n{_STATE}\nSố: 12/QĐ-UB\nBắc Giang, ngày {day}\n{_BODY}"
    document = make_sense(SourceDocument("thu.txt", text, "text/plain", "0" * 64)).card.document
    assert (document.path if document else None, document.issuers if document else ()) == (path, issuers)


@pytest.mark.parametrize(("header", "number", "path"), [
    ("UBND TỈNH LÀO CAI\nSỞ TƠ LỤA", "12/QĐ-STL", "vn-02/qd/2031/12/qd-stl"),
    ("SỞ TƠ LỤA TỈNH LÀO CAI", "12/QĐ-STL", "vn-02/qd/2031/12/qd-stl"),
    ("SỞ TƠ LỤA", "12/QĐ-STL", "vn-02/qd/2031/12/qd-stl"),  # a department signs at home
    ("UBND TỈNH LÀO CAI\nBAN QUẢN LÝ CHỢ PHIÊN", "12/QĐ-BQL", "vn-02/qd/2031/12/qd-bql"),
    ("CHỦ TỊCH ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "12/QĐ-CT", "vn-02/qd/2031/12/qd-ct"),
    ("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "12/QĐ-UBT", "vn-02/qd/2031/12/qd-ubt"),
    ("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "12/QĐ-CTUBND", "vn-02/qd/2031/12/qd-ctubnd"),
    # near misses
    ("UBND TỈNH THỬ\nSỞ TƠ LỤA", "12/QĐ-STL", None),
    ("UBND HUYỆN THỬ\nPHÒNG TƠ LỤA", "12/QĐ-STL", None),
    ("CỤC TƠ LỤA", "12/QĐ-STL", None),  # signed in Lào Cai, and of what is not known
    ("TỔNG CÔNG TY TƠ LỤA", "12/QĐ-TLVN", "qd/2031/12/qd-tlvn"),  # signed in Lào Cai
    ("BỘ TÀI CHÍNH", "12/QĐ-BTC", "qd/2031/12/qd-btc"),
    ("UBND TỈNH LÀO CAI\nBỘ TÀI CHÍNH", "12/QĐ-BTC", "qd/2031/12/qd-btc"),
])  # fmt: skip
def test_numbers_of_departments_are_those_of_their_province(header: str, number: str, path: str | None) -> None:
    text = f"{header}\n{_STATE}\nSố: {number}\nLào Cai, ngày 02 tháng 3 năm 2031\n{_BODY}"
    document = make_sense(SourceDocument("thu.txt", text, "text/plain", "0" * 64)).card.document
    assert (document.path if document else None) == path
    if document and "SỞ" in header:
        assert document.issuers == ()  # not the committee above it


@pytest.mark.parametrize(("line", "issuer"), [
    ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "ct-ubnd-vn-02"), ("CHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH", "ct-ubnd-vn-02"),
    ("CHỦ TỊCH ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "ct-ubnd-vn-02"), ("CHỦ TỊCH UBND TỈNH LÀO CAI", "ct-ubnd-vn-02"),
    ("ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "ubnd-vn-02"), ("", "ubnd-vn-02"),
])  # fmt: skip
def test_what_the_chairman_decides_is_the_chairmans_under_the_header_of_the_committee(line: str, issuer: str) -> None:
    body = _BODY.replace("Căn cứ", f"{line}\nCăn cứ") + "CHỦ TỊCH\nNguyễn Văn Thử\n"
    text = f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n{_STATE}\nSố: 12/2031/QĐ-UBND\nLào Cai, ngày 02 tháng 3 năm 2031\n{body}"
    document = make_sense(SourceDocument("thu.txt", text, "text/plain", "0" * 64)).card.document
    assert document is not None
    assert (document.path, document.issuers, document.title) == (_PATH, (issuer,), "Về việc thử chợ phiên")


@pytest.mark.parametrize(("header", "given", "path"), [
    (f"ỦY BAN NHÂN DÂN\n{_STATE}", {"area": "Lào Cai"}, _PATH),
    (f"ỦY BAN NHÂN DÂN TỈNH\n{_STATE}", {"province": "Lào Cai"}, _PATH),
    (f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n{_STATE}", {"area": "Sơn La"}, _PATH),  # its own words go before what stands beside
    (f"ỦY BAN NHÂN DÂN\n{_STATE}", {"area": "Tây Bắc"}, _PATH),  # no province: the place of signing
    (f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ LÀO CAI\n{_STATE}", {"province": "Lào Cai"}, None),
    (f"ỦY BAN NHÂN DÂN\nTỈNH THỬ\n{_STATE}", {"area": "Lào Cai"}, None),
    ("", {"province": "Lào Cai", "issuer": "UBND xã Thử, tỉnh Lào Cai"}, None),
    ("", {"province": "Lào Cai", "issuer": "UBND thành phố Lào Cai"}, None),
    ("", {"province": "Lào Cai", "issuer": "UBND tỉnh Lào Cai"}, _PATH),
])  # fmt: skip
def test_the_province_beside_a_text_is_not_that_of_a_district_or_of_another_province(
    header: str, given: dict[str, str], path: str | None
) -> None:
    text = f"{header}\nSố: 12/2031/QĐ-UBND\nLào Cai, ngày 02 tháng 3 năm 2031\n{_BODY}"
    document = make_sense(SourceDocument("thu.txt", text, "text/plain", "0" * 64, given=tuple(given.items()))).card.document
    assert (document.path if document else None) == path

"""Citations in running text: found where they stand, read as what they are, and nothing taken for one that is none."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.text.invented_laws import NAMES
from tests.waiting import effort

from legalgraph.model.folding import nfc
from legalgraph.model.reading import Citation, Mention
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
    ("Quyết định số 4001/QĐ-BCT, 4002/QĐ-BCT cùng ngày", [("qd", "4001/QĐ-BCT", None), ("qd", "4002/QĐ-BCT", None)]),
    ("Quyết định số 4001/QĐ-BCT, 05/QTKT", [("qd", "4001/QĐ-BCT", None)]),
    ("các Nghị định của Chính phủ: số 901/2031/NĐ-CP về tằm; số 902/2031/NĐ-CP về tơ",
     [("nd", "901/2031/NĐ-CP", None), ("nd", "902/2031/NĐ-CP", None)]),
    ("các Nghị quyết của Quốc hội: số 5/2031/QH19 ngày 1/2/2031 về Kế hoạch nuôi tằm, số 6/2031/QH19 về dự toán và số 7/2031/QH19",
     [("nq", "5/2031/QH19", date(2031, 2, 1)), ("nq", "6/2031/QH19", None), ("nq", "7/2031/QH19", None)]),
    ("Nghị quyết số 5/2031/QH19 về Kế hoạch số 8/KH-BTC, số 6/2031/QH19", [("nq", "5/2031/QH19", None), ("kh", "8/KH-BTC", None)]),
    ("Quyết định số 64-HĐBT ngày 9 tháng giêng năm 1983", [("qd", "64-HĐBT", date(1983, 1, 9))]),
    ("Công văn số 5512/BGDĐT-GDTrH ngày 18/12/2032", [("cv", "5512/BGDĐT-GDTRH", date(2032, 12, 18))]),
    ("Nghị định số 901/2031/NĐ - CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số 901 / 2031 / NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số 901/2031//NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định sô 901/2031/NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số hiệu 901/2031/NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số 901/2031/nđ-cp", [("nd", "901/2031/NĐ-CP", None)]),
    ("NGHỊ  ĐỊNH SỐ 901/2031/NĐ-CP NGÀY 02 THÁNG 3 NĂM 2031 CỦA CHÍNH PHỦ", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("Nghị định số 901/2031/NĐ-CP.Điều 5", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số 901/2031/NĐ-CP ngày 2 tháng 3.năm 2031", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("Nghị định số 901/2031/NĐ-CP ngày 02tháng 3năm2031", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("Nghị định số 901/2031/NĐ-CP ngày 02.tháng 3 .năm 2031", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("Nghị định số 901/2031/NĐ-CP ngày 02 .tháng 3, năm. 2031", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("Nghị định số 901/2031/NĐ-CP ngày 02-tháng 3-năm 2031", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("Nghị định số 901/2031/NĐ-CP ngày 02.năm 2031", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số 901/2031/NĐ-CP của Chính phủ ngày 02/3/2031", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("Nghị định số 901/2031/NĐ-CP của Chính phủ xong trước ngày 02/3/2032", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị định số 901/2031/NĐ-CP được ban hành ngày 02/3/2031", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    ("giấy phép theo Nghị định số 901/2031/NĐ-CP ban hành ngày 02/3/2034", [("nd", "901/2031/NĐ-CP", None)]),
    ("Nghị quyết số 15/2031/NQ-HĐND được Hội đồng nhân dân tỉnh khóa X, kỳ họp thứ 3 thông qua ngày 02/3/2031", [("nq", "15/2031/NQ-HĐND", date(2031, 3, 2))]),
    ("Luật Tằm tang số 41/2031/QH19 đã được Chủ tịch nước công bố ngày 12/3/2031", [("luat", "41/2031/QH19", None)]),
    ("Kết luận số 910-KL/TW của Trung ương, gửi Bộ Tơ trước ngày 02/3/2032", [("kl-dang", "910-KL/TW", None)]),
    ("Nghị định của Chính phủ số 901/2031/NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    ("Thông tư số 08a/2031/TT-BTC", [("tt", "08a/2031/TT-BTC", None)]),
    ("Thông tư số 08 a/2031/TT-BTC", [("tt", "08a/2031/TT-BTC", None)]),
    ("Thông tư số 21/2031/TT-BCA(X13) ngày 01/4/2031", [("tt", "21/2031/TT-BCA(X13)", date(2031, 4, 1))]),
    ("Thông tư số 21/2031/TT-BCA ( X13 )", [("tt", "21/2031/TT-BCA(X13)", None)]),
    ("Thông tư số 21/2031/TT-BTC (TT21)", [("tt", "21/2031/TT-BTC", None)]),
    ("Thông tư số 926 TC/TCT ngày 27/3/1955", [("tt", "926 TC/TCT", date(1955, 3, 27))]),
    ("các Thông tư số 926A TC/TCT ngày 27/3/1955, số 927B-TC/TCT ngày 28/3/1955 và số 928 TC/TCT",
     [("tt", "926a TC/TCT", date(1955, 3, 27)), ("tt", "927b-TC/TCT", date(1955, 3, 28)), ("tt", "928 TC/TCT", None)]),
    ("các Quyết định số 4001A/QĐ-BCT ngày 02/3/2031, 4002B/QĐ-BCT và số 19A TTg",
     [("qd", "4001a/QĐ-BCT", date(2031, 3, 2)), ("qd", "4002b/QĐ-BCT", None), ("qd", "19a TTg", None)]),
    ("Thông tư liên bộ số 908 TT/LB", [("ttlt", "908 TT/LB", None)]),
    ("Thông tư số 908-TT/LB", [("ttlt", "908-TT/LB", None)]),
    ("Quyết định số 944 QĐ/KT", [("qd", "944 QĐ/KT", None)]),
    ("Quyết định số 906 NG/QĐ", [("qd", "906 NG/QĐ", None)]),
    ("Quyết định số 915TC/QĐ", [("qd", "915 TC/QĐ", None)]),
    ("Quyết định 950 CP", [("qd", "950 CP", None)]),
    ("Quyết định số 919/TTg", [("qd", "919/TTg", None)]),
    ("Nghị định số 962-HĐBT", [("nd", "962-HĐBT", None)]),
    ("Nghị quyết số 18/2031/NQ-QH 19", [("nq", "18/2031/NQ-QH19", None)]),
    ("Kết luận số 910-KL/TW", [("kl-dang", "910-KL/TW", None)]),
    ("Quy định số 905-QĐ/TW, ngày 23/9/2031 của Bộ Chính trị về tằm", [("qd-dang", "905-QĐ/TW", date(2031, 9, 23))]),
    ("theo Quy\nđịnh số 905-QĐ/TW và Quyết định số 906-QĐ/TW", [("qd-dang", "905-QĐ/TW", None), ("qd", "906-QĐ/TW", None)]),
    ("Quy định số 905/QĐ-BCT; quy định số 5; quy định tại Điều 5", []),
    ("Tờ trình số 977/TTr-CP ngày 09/4/2031; Báo cáo thẩm tra số 936/BC-UBVHXH19",
     [("ttr", "977/TTr-CP", date(2031, 4, 9)), ("bc", "936/BC-UBVHXH19", None)]),
    ("các Luật số 43/2031/QH19, số 47/2031/QH19 và 48/2031/QH19",
     [("luat", "43/2031/QH19", None), ("luat", "47/2031/QH19", None), ("luat", "48/2031/QH19", None)]),
    ("các Quyết định số 90/2031/QĐ-TTg ngày 1/2/2031 của Thủ tướng Chính phủ, số 42/2032/QĐ-TTg; Thông tư số 1/2031/TT-BTC",
     [("qd", "90/2031/QĐ-TTg", date(2031, 2, 1)), ("qd", "42/2032/QĐ-TTg", None), ("tt", "1/2031/TT-BTC", None)]),
    ("Nghị định số 901/2031/NĐ-CP. Số 902/2031/NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),  # the number of the next document
    ("Tờ trình số 901/TTr-CP và số 5/BC-CP", [("ttr", "901/TTr-CP", None), ("bc", "5/BC-CP", None)]),
    ("các Quyết định: số 90/2031/QĐ-TTg, số 91/2031/QĐ-TTg", [("qd", "90/2031/QĐ-TTg", None), ("qd", "91/2031/QĐ-TTg", None)]),
    ("Nghị định số [901/2031/NĐ-CP](https://example.org/a.aspx) ngày 02/3/2031", [("nd", "901/2031/NĐ-CP", date(2031, 3, 2))]),
    # the stroke before the type forgotten
    ("Thông tư số 26/2031TT-BTC ngày 02/3/2031", [("tt", "26/2031/TT-BTC", date(2031, 3, 2))]),
    ("Thông tư số 26/2031TT/BTC", [("tt", "26/2031/TT/BTC", None)]),
    ("Quyết định số 4001QĐ-TTg ngày 10/7/2032", [("qd", "4001/QĐ-TTg", date(2032, 7, 10))]),
    ("Nghị định 901/2031NĐ-CP", [("nd", "901/2031/NĐ-CP", None)]),
    # a blank lost behind the symbol; TTg has a small letter of its own
    ("Thông tư số26/2031/TT-BTCbao gồm", [("tt", "26/2031/TT-BTC", None)]),
    ("Nghị định số 901/2031/NĐ-CPngày 17 tháng 12 năm 2031", [("nd", "901/2031/NĐ-CP", date(2031, 12, 17))]),
    ("Thông tư số22/2031/TT-BCTvề tằm", [("tt", "22/2031/TT-BCT", None)]),
    ("Quyết định số 30/2031/QĐ-TTgvà Chỉ thị số 21/CT-TTg", [("qd", "30/2031/QĐ-TTg", None), ("ct", "21/CT-TTg", None)]),
    ("Quyết định72/2031/QĐ-TTg", [("qd", "72/2031/QĐ-TTg", None)]),
    ("Ban hành kèm theo TT số\n02/2031/TT-BTC ngày 10/01/2031", [("tt", "02/2031/TT-BTC", date(2031, 1, 10))]),
    ("theo QĐ 99/2031/QĐ-TTg; NĐ số 5/2031/NĐ-CP", [("qd", "99/2031/QĐ-TTg", None), ("nd", "5/2031/NĐ-CP", None)]),
    ("STT TT 1 NĐ 2 QĐ số 3 01/QĐ-KT", []),
    ("Luật sửa đổi, bổ sung một số điều của Luật Nuôi tằm, Luật Nuôi ong số 09/2036/QH20 ngày 2/3/2036", [("luat", "09/2036/QH20", date(2036, 3, 2))]),
    ("Luật Người nuôi tằm đi làm việc ở nước ngoài theo hợp đồng số 72/2031/QH19", [("luat", "72/2031/QH19", None)]),
    ("Pháp lệnh Chi phí nuôi tằm số 02/2031/UBTVQH19", [("pl", "02/2031/UBTVQH19", None)]),
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
    ("Tờ khai mẫu số 05-ĐK-TCT; Mẫu 301.1/NCC-S; QTKĐ: 21-2016/BLĐTBXH", []),
    ("Kết luận số 12/KL-TTCP; điều lệ số 5; kế hoạch 5 năm; báo cáo 12/2031", []),
)  # fmt: skip


def read(text: str) -> list[Citation]:
    found = list(find_citations(text, NAMES))
    assert all(text[c.start : c.end] == c.quote for c in found)
    return found


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text[:50] for text, _ in TEXTS])
def test_citations(text: str, expected: list[tuple[str, str, date | None]]) -> None:
    found = [c for c in read(text) if c.mention is Mention.NUMBERED]
    assert [(c.type, str(c.number), c.issued) for c in found] == expected


def test_the_table_is_whole() -> None:
    assert len(TEXTS) == 124


# text; the quotes of what is cited otherwise than by a whole number. "|" stands where a quote begins, "‖" where it ends.
MARKED = (
    # laws by name, known ones
    "theo |Luật Tằm tang‖ và các văn bản", "|Luật Tằm tang năm 2031‖ quy định", "|Luật Tằm tang ngày 10 tháng 6 năm 2031‖;",
    "|Bộ luật Chăn tằm 2034‖ và |Pháp lệnh Sâu róm‖", "|Luật Tằm tang và nghề dệt‖ có hiệu lực", "|Luật tằm tang‖, doanh nghiệp phải",
    "theo |luật Tằm tang‖", "|Luật Phòng, chống sâu róm‖, |Luật Tằm tang‖ và Nghị định",
    # unknown ones
    "theo |Luật Ong mật‖.", "theo |Luật Tằm tang‖1 và |Luật Ong mật‖2", "theo |Luật ong mật‖ và các quy định", "tại Điều 5 |Luật Ong mật‖ quy định", "|Luật Bảo vệ và phát triển tổ ong‖.",
    "|Luật Ong mật‖ và báo cáo Sở", "|Luật Ong mật‖ và |Luật Sáp ong‖ thì", "|Pháp lệnh Ong mật ngày 2/3/2031‖", "|Luật Quản lý, sử dụng tổ ong‖;",
    # a comma in an unknown name, told by its day; a clause behind a comma is no name
    "|Pháp lệnh Thuế tổ, kén ngày 2/3/2031‖ và |Pháp lệnh Thuế tổ, kén (sửa đổi) ngày 19 tháng 5 năm 2034‖;", "|Pháp lệnh Giống ong (sửa đổi) ngày 2/3/2031‖",
    "|Luật Ong mật‖, công bố ngày 2/3/2031", "|Luật Ong mật‖, chậm nhất ngày 2/3/2031", "|Luật Ong mật‖, có hiệu lực ngày 2/3/2031", "theo |Luật Ong mật‖, Sở Tơ ngày 2/3/2031 đã",
    "|Luật Ong mật‖ Căn cứ |Luật Tằm tang‖", "|Pháp lệnh năm 2031‖ và |Luật ngày 2 tháng 3 năm 2031‖",
    # amending ones
    "|Luật sửa đổi, bổ sung một số điều của Luật Tằm tang‖ và |Luật Ong mật‖", "|Luật sửa đổi, bổ sung một số điều của Luật Tằm tang năm 2036‖",
    "|Luật sửa đổi, bổ sung một số điều của các luật liên quan đến nuôi tằm ngày 2/3/2031‖",
    # the day at the end of a list, however long, says that it is one law; a day behind a sentence or a clause of its own says nothing
    ("Căn cứ |Luật Sửa đổi, bổ sung một số điều của Luật Tằm tang, Luật Ong mật, Luật Sáp ong, Luật Kén trắng, Luật Kén vàng, Luật Lá dâu, Luật Lá sắn, "
    "Luật Phòng, chống sâu róm, Luật Tổ ong và Luật Phấn hoa ngày 2/3/2031‖;"),
    ("|Luật sửa đổi, bổ sung một số điều của Luật Tằm tang‖, |Luật Ong mật‖, |Luật Sáp ong‖ và các văn bản quy định tại Nghị định về nuôi tằm, nuôi ong, "
    "trồng dâu, trồng sắn, ươm tơ, dệt lụa và chế biến mật ong của các cơ sở theo |Luật Kén trắng ngày 2/3/2031‖"),
    # several under one word
    "các |Luật: Tằm tang ngày 10 tháng 6 năm 2031‖; |Phòng, chống sâu róm ngày 3/3/2033‖; Thể lệ ngày 4/4/2034", "|Luật Tằm tang ngày 10/6/2031‖, Phòng, chống sâu róm",
    # constitutions
    "|Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2031‖", "vi phạm |Hiến pháp‖ và |Luật Tằm tang‖",
    # letters of offices, and documents called only that
    "tại |văn bản số 2958/BTT-KT ngày 08 tháng 5 năm 2031‖ và |Văn bản số 374/ BTT-KT‖; |văn bản số 19/VBHN-BTT‖", "văn bản số hóa, văn bản số 5, văn bản số 12/2031",
    # short numbers
    "theo |Thông tư liên tịch số 01/2031‖ và |Thông tư liên tịch số 01/2032‖", "|Luật số 58/2031‖ thì", "tại Điều 5 |Nghị định 54‖ để", "|Nghị định số 7‖.",
    # self
    "|Nghị định này‖ và |Luật này‖; nghị định này; quyết định này", "|THÔNG TƯ NÀY‖",
    # none
    "luật sư, Luật sư, LUẬT SƯ; pháp luật, Pháp luật; luật pháp; kỷ luật; kỹ thuật; quy luật", "theo luật định; Luật quy định; Luật có hiệu lực",
    "Luật gia, Pháp lệnh và Nghị định; Luật hiện hành; Luật, Nghị định", "Điều lệ; điều ước; Quyết định 15 trường hợp; Nghị định 2031; Thông tư 3.",
    "1. Luật 2. Nghị định 3. Thông tư 4. Quyết định", "phổ biến pháp Luật Tằm tang", "Nghị định thư về tằm; Thông tư 06…/2031/TT-BTC",
)  # fmt: skip


@pytest.mark.parametrize("marked", MARKED)
def test_names_and_short_forms(marked: str) -> None:
    text = marked.replace("|", "").replace("‖", "")
    spans, place = [], 0
    for piece in marked.split("|"):
        quote = piece.partition("‖")[0]
        if "‖" in piece:
            spans.append((place, place + len(quote), quote))
        place += len(piece.replace("‖", ""))
    assert [(c.start, c.end, c.quote) for c in read(text)] == spans


def test_how_each_is_mentioned() -> None:
    text = "Luật Tằm tang số 11/2031/QH19, Luật Tằm tang, Nghị định 54, Nghị định này (sau đây gọi là Nghị định số 54)"
    assert [c.mention for c in read(text)] == ["numbered", "named", "short", "self", "alias"]


# What follows a citation: the issuer and the title that are read, and what stands behind them.
TITLES = (
    (" của Chính phủ về nuôi tằm;", "Chính phủ", "về nuôi tằm", ";"),
    (" của Bộ trưởng Bộ Tơ lụa, Bộ trưởng Bộ Sợi hướng dẫn Luật A.", "Bộ trưởng Bộ Tơ lụa, Bộ trưởng Bộ Sợi", "hướng dẫn Luật A", "."),
    (" của Chính phủ", "Chính phủ", None, ""),
    (" về nuôi tằm hoặc Thông tư này", None, "về nuôi tằm", " hoặc"),
    (" về nuôi tằm trước ngày Nghị định này có hiệu lực", None, "về nuôi tằm", " trước"),
    (" về việc quy định chi tiết khoản 3 Điều 7 và Điều 9 của Luật Tằm tang;", None, "về việc quy định chi tiết khoản 3 Điều 7 và Điều 9 của Luật Tằm tang", ";"),
    (" quy định về tơ, Điều 5 Thông tư số 10/2030/TT-BCT", None, "quy định về tơ", ", Điều"),
    ("\nTrong thời hạn 05 ngày làm việc, cơ quan trả lời.", None, None, "\nTrong"),
    (" thông qua Cổng dịch vụ tằm.", None, None, " thông qua"),
    (" về một số điều của lụa 15/02/2043", None, "về một số điều của lụa", " 15/02"),
    (" của UBND tỉnh Lào Cai về tằm;", "UBND tỉnh Lào Cai", "về tằm", ";"),
    (" của UBND TP. Hồ Chí Minh. Các Sở", "UBND TP. Hồ Chí Minh", None, ". Các"),
    (" của HĐND tỉnh;", "HĐND tỉnh", None, ";"),
    (" của UBNDX về tằm", None, None, " của"),
    (" của Chính phủ và Thông tư số 5/2031/TT-BTC", "Chính phủ", None, " và Thông tư"),
    (" quy định chi tiết một số điều của Luật Tằm tang như sau:", None, "quy định chi tiết một số điều của Luật Tằm tang", " như sau"),
    (" của Chính phủ và quy định của pháp luật về tằm.", "Chính phủ", None, " và quy"),
    (" quy định như sau:", None, None, " quy định"),
    (" của Chính phủ về tằm được sửa đổi, bổ sung bởi", "Chính phủ", "về tằm", " được"),
    (" của Chính phủ về tằm đã được sửa đổi", "Chính phủ", "về tằm", " đã được"),
    (" về tằm hết hiệu lực kể từ ngày", None, "về tằm", " hết"),
    (" về tằm, có hiệu lực kể từ ngày 1", None, "về tằm", ", có"),
    (" về tằm, trừ khoản 2 Điều 5", None, "về tằm", ", trừ"),
    (" về tằm (sau đây gọi là Nghị định)", None, "về tằm", " (sau"),
    (" về tằm (con) và ong)", None, "về tằm (con) và ong", ")"),
    (" về “tằm; ong” và kén” thì", None, "về “tằm; ong” và kén", "”"),
    (" về tằm và Nghị định số 7/2031/NĐ-CP", None, "về tằm", " và Nghị"),
    (" sửa đổi Nghị định số 7/2031/NĐ-CP và Nghị định số 8/2031/NĐ-CP;", None, "sửa đổi Nghị định số 7/2031/NĐ-CP và Nghị định số 8/2031/NĐ-CP", ";"),
    (" về tằm, khoản 9 Điều 1 Thông tư B", None, "về tằm", ", khoản"),
    (" về tằm, ong và bướm\nĐiều 2", None, "về tằm, ong và bướm", "\n"),
    (" thực hiện trong 05 ngày", None, None, " thực"),
    (" bị bãi bỏ", None, None, " bị"),
)  # fmt: skip


def test_the_day_behind_the_issuer_is_part_of_the_reference() -> None:
    cited = read("theo Nghị định số 901/2031/NĐ-CP của Chính phủ ngày 02/3/2031 về nuôi tằm; Luật Nuôi tằm số 5/2031/QH19 của Quốc hội ngày 1/2/2031")
    assert [c.quote for c in cited] == ["Nghị định số 901/2031/NĐ-CP của Chính phủ ngày 02/3/2031", "Luật Nuôi tằm số 5/2031/QH19"]


@pytest.mark.parametrize(("after", "issuer", "title", "behind"), TITLES, ids=[row[0] for row in TITLES])
def test_titles(after: str, issuer: str | None, title: str | None, behind: str) -> None:
    text = "Nghị định số 901/2041/NĐ-CP" + after
    first = read(text)[0]
    assert (first.issuer, first.title) == (issuer, title)
    assert text[first.extent :].startswith(behind)


@pytest.mark.parametrize(("text", "quotes"), [
    ("theo Luật phòng, chống HIV/AIDS và Luật phòng, chống các bệnh của tằm", ["Luật phòng, chống HIV/AIDS", "Luật phòng, chống các bệnh"]),
    ("ngành Luật kinh tế; Luật quốc tế được ưu tiên", []),
    ("Tệp đính kèm: Nghị định 89-Đ6.doc", []),
    ("Luật sửa đổi, bổ sung một số điều và Phụ lục Danh mục tơ của Luật Tằm tang ngày 12/11/2031", ["Luật sửa đổi, bổ sung một số điều và Phụ lục Danh mục tơ của Luật Tằm tang ngày 12/11/2031"]),
])  # fmt: skip
def test_names_cut_or_none(text: str, quotes: list[str]) -> None:
    assert [c.quote for c in read(text)] == quotes


def test_the_day_of_issue_may_stand_behind_the_title() -> None:
    text = "theo Nghị định 901/2041/NĐ-CP Về nuôi tằm ban hành ngày 04/01/2041; Điều 3"
    (cited,) = read(text)
    assert (cited.quote, cited.title, cited.issued) == ("Nghị định 901/2041/NĐ-CP", "Về nuôi tằm", date(2041, 1, 4))
    assert text[cited.extent :].startswith(";")


def test_what_stands_in_a_title_is_within() -> None:
    text = (
        "Nghị định số 3/2033/NĐ-CP của Chính phủ sửa đổi Nghị định số 2/2032/NĐ-CP quy định chi tiết Luật Tằm tang; "
        "Thông tư số 4/2034/TT-BTC"
    )
    assert [(str(c.number or c.name), c.within) for c in read(text)] == [
        ("3/2033/NĐ-CP", None), ("2/2032/NĐ-CP", 0), ("Luật Tằm tang", 1), ("4/2034/TT-BTC", None),
    ]  # fmt: skip


# text; for each citation the index of the earlier one that it repeats
REPEATS = (
    ("Nghị định số 5/2031/NĐ-CP; Nghị định 05/2031/NĐ-CP; Nghị định 5/2031", [None, 0, 0]),
    ("Thông tư số 5/2031/TT-BTC; Nghị định 5/2031", [None, None]),
    ("Thông tư số 5/2031/TT-BTC; Thông tư số 5/2031/TT-BCT; Thông tư số 5/2031", [None, None, None]),  # which?
    ("Luật Tằm tang số 11/2031/QH19; Luật tằm tang; Luật Tằm tang năm 2031; Luật Tằm tang năm 2041", [None, 0, 0, None]),
    ("Luật Tằm tang năm 2031; Luật Tằm tang năm 2041; Luật Tằm tang", [None, None, None]),
    ("Quyết định số 5/QĐ-TTg ngày 1/2/2031; Quyết định số 5/QĐ-TTg; Quyết định số 5/QĐ-TTg ngày 1/2/2032", [None, 0, None]),
    ("Pháp lệnh Sâu róm ngày 3/3/2030; Pháp lệnh năm 2030", [None, 0]),
    ("Nghị định số 5/2031/NĐ-CP (sau đây gọi là Nghị định tằm tang); Nghị định tằm tang, Nghị định này", [None, 0, 0, None]),
    ("Nghị định số 5/2031/NĐ-CP sửa đổi Nghị định số 4/2030/NĐ-CP (gọi tắt là Nghị định số 4). Nghị định số 4", [None, None, 1, 1]),
    ("Luật Tằm tang số 11/2031/QH19 và Luật số 17/2036/QH19 (sau đây viết tắt là Luật Tằm tang). Luật Tằm tang", [None, None, 0, 0]),
    ("Nghị định số 5/2031/NĐ-CP về tằm. Theo khoản 2 Điều 4 Nghị định nêu trên và Nghị định đã nêu ở trên", [None, 0]),
    ("Nghị định số 5/2031/NĐ-CP. Theo khoản 2 Điều 4 của Nghị định nói trên; mức tại Nghị định đã nêu ở trên", [None, 0, 0]),
    ("Thông tư số 6/2031/TT-BTC thay thế Thông tư số 5/2030/TT-BTC. Điều 4 Thông tư nói trên", [None, None, None]),  # which?
    ("Nghị định số 5/2031/NĐ-CP. Thông tư số 5/2030/TT-BTC. Điều 4 Thông tư nêu trên", [None, None, 1]),
    ("Nghị định số 5/2031/NĐ-CP. Hai Nghị định nêu trên, 02 Nghị định nêu trên", [None]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "same"), REPEATS, ids=[row[0][:60] for row in REPEATS])
def test_repeated_mentions(text: str, same: list[int | None]) -> None:
    assert [c.same_as for c in read(text)] == same


def test_a_name_is_learned_from_the_text() -> None:
    text = "Luật bướm đêm, kén vàng; Luật Bướm đêm, kén vàng số 1/2031/QH19"
    assert [c.quote for c in read(text)] == ["Luật bướm đêm, kén vàng", "Luật Bướm đêm, kén vàng số 1/2031/QH19"]


PIECES = st.sampled_from(
    ["Nghị định", "Quyết định", "Luật", "số", " ", "  ", "\n", "901", "/", "2031", "-", "–", "NĐ", "CP", "TTg", "ngày", "tháng", "năm", "02", "3",
     ".", ",", "QH19", "Đ", "“", "🦋", "i\u0323", "Luật Tằm tang", "sửa đổi, bổ sung một số điều của", "Pháp lệnh", "Tằm", "(gọi là ", ")", "này", "và", "của",
     "Chính phủ", "Thông tư", "01", "về", "İ", "các", "Hiến pháp"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_spans_are_truth(text: str) -> None:
    text = nfc(text)
    end = 0
    for index, citation in enumerate(found := find_citations(text, NAMES)):
        assert text[citation.start : citation.end] == citation.quote
        assert end <= citation.start < citation.end <= citation.extent <= len(text)
        end = citation.end
        assert citation.number is None or citation.number.folded.isascii()
        assert citation.same_as is None or (citation.same_as < index and found[citation.same_as].same_as is None)
        assert citation.within is None or found[citation.within].extent >= citation.end


@given(st.sampled_from([text for text, _ in TEXTS]), st.sampled_from(["", "Điều 5. ", "theo các ", "a) "]), st.sampled_from(["", ".", "; b) khác"]))
def test_the_same_in_any_surroundings(text: str, before: str, after: str) -> None:
    alone, inside = read(text), read(before + text + after)
    assert [(c.quote, c.type, c.number) for c in inside] == [(c.quote, c.type, c.number) for c in alone]


HOSTILE = (
    "Luật ", "số số số ", "1/", "(", "“", "Nghị định số 1/2031/NĐ-CP (", "Nghị định số 1/2031/NĐ-CP về ", "Luật A, ", "Luật Tằm tang, ",
    "Luật sửa đổi, bổ sung một số điều của ", "Nghị định số 1/2031/NĐ-CP, số ", "Nghị định số 1/2031/NĐ-CP và số 2/2031/NĐ-CP ",
    "(sau đây gọi là Nghị định 55) ", "gọi là ", "viết tắt là ABC, Luật Tằm tang, ", "Nghị định 54 ", "Nghị định của Chính phủ ", "Quyết định số 1/QĐ-TTg ngày 1/1/2031 ", "nghị ",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            find_citations(text, NAMES)
            best = min(best, time.process_time() - start)
        return best

    # Four times the length; a square would take sixteen times as long.
    assert seconds(40_000) < 9 * max(seconds(10_000), 0.002)


@pytest.mark.parametrize(
    "text",
    [
        "Luật " * 40_000, "Luật số" + " " * 200_000 + "x", "Nghị" + " " * 200_000 + "x", "Nghị định 1/NĐ-CP ngày 1" + " " * 200_000 + "x",
        "Nghị định " + "1/" * 100_000, "Nghị định 1" + "/A" * 100_000 + "é", "Nghị định 1" + "-A " * 70_000, "Luật 1 / " * 25_000,
    ],
    ids=lambda text: f"{text[:12]}…",
)  # fmt: skip
def test_hostile_texts_take_no_time(text: str) -> None:
    assert effort(lambda: list(find_citations(text))) < 1


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Bộ luật Tơ lụa số 15/2030/QH18 (sau đây viết tắt là BLTL): Điều 3 BLTL", ["15/2030/QH18", "15/2030/QH18", "15/2030/QH18"]),
        ("Luật Tằm tang số 41/2031/QH19 (viết tắt: LTT); Công văn số 12/LTT-VP", ["41/2031/QH19", "41/2031/QH19", "12/LTT-VP"]),
        ("Bộ luật Tơ lụa số 15/2030/QH18 (sau đây viết tắt là BLTS): Điều 3 BLTS", ["15/2030/QH18"]),  # not its initials
    ],
)
def test_laws_are_called_by_initials_that_the_text_explains(text: str, cited: list[str]) -> None:
    found = find_citations(text, NAMES)
    assert [str((found[c.same_as] if c.same_as is not None else c).number) for c in found] == cited


def test_a_law_that_amends_an_article_and_an_annex_is_one_law() -> None:
    text = "Căn cứ Luật Tằm tang ngày 26/11/2030; Luật sửa đổi, bổ sung Điều 6 và Phụ lục 4 về Danh mục nghề nuôi tằm, ươm tơ của Luật Tằm tang ngày 22/11/2032"
    assert [(c.name, c.issued) for c in read(text)] == [
        ("Luật Tằm tang", date(2030, 11, 26)),
        ("Luật sửa đổi, bổ sung Điều 6 và Phụ lục 4 về Danh mục nghề nuôi tằm, ươm tơ của Luật Tằm tang", date(2032, 11, 22)),
    ]

"""Places without a document: those of the text that speaks, and those that are not."""

import pytest
from tests.text.tellings import told

from legalgraph.text.names import LawNames
from legalgraph.text.reading import read

NAMES = LawNames()
HEAD = "BỘ TƠ TẰM\nSố: 905/2033/TT-BTT\nTHÔNG TƯ\nVề tơ\nĐiều 1. Tơ\n"
TAIL = "\nĐiều 2. Kén\n1. Kén trắng.\n2. Kén vàng.\nĐiều 3. Nong\n"

# What stands in Article 1, and which of its own places the document then refers to.
CASES = {
    "Cần hai phần ba số hộ nuôi tằm, tức một (01) phần tư số nong; theo khoản 2 Điều 2.": ["dieu_2/khoan_2"],
    "Điểm thành phần 2 được tính theo Danh mục 3.": [],
    "Tiền lãi trên tài khoản này và hàng ở địa điểm này.": [],
    # Notes of the editors of the codification.
    "Tơ là sợi.\n(Điều này có nội dung liên quan đến Điều 2. Kén (trắng); Điều 3. Nong của Luật 41/2031/QH16 Tằm tang ban hành ngày 02/02/2031)\nXem Điều 3.": ["dieu_3"],
    # Things, and annexes that are the document's.
    "Các mẫu kén đã lấy được gửi đi cùng phụ lục hợp đồng và các phụ lục kèm theo (nếu có).": [],
    "Lập theo các mẫu tờ khai ban hành kèm theo Thông tư này.": ["mau_*"],
    "Mức giá quy định tại Phụ lục.": ["phuluc"],
    "Mức giá quy định tại Phụ lục đính kèm Thông tư này.": ["phuluc"],
    "Hộ nuôi tằm kê khai theo phụ lục kèm Thông tư này.": ["phuluc"],
    "Số kén ghi trong các biểu mẫu thống kê kèm theo thông tư này.": ["mau_*"],
    "Báo cáo số kén (có phụ lục kèm theo).": ["phuluc"],
    "Treo nong theo mẫu tại Phụ lục ban hành kèm theo để chỉ dẫn.": ["phuluc"],
    "Nộp đề cương, có phụ lục kèm theo (nếu có).": [],
    "Chuyển sang phụ lục hợp đồng gia công tơ theo thông tư này.": [],
    "Kén nêu tại mục 3 của Bảng số 01 mà hộ nuôi tằm này đã kê khai.": [],
    "Người nuôi tằm theo Điều 2 Thông tư nay được hỗ trợ.": ["dieu_2"],
    "Nuôi tằm mười giống (Phụ lục kèm theo).": ["phuluc"],
    "Loài thuộc Phụ lục II CITES và theo Phụ lục 3 của Dược điển.": [],
    # Of what another document is accompanied by.
    "Chi theo khoản 2 Mục III Chương trình nuôi tằm ban hành kèm theo Quyết định số 77/QĐ-TTg.": [],
    "Làm đơn theo mẫu 14 TS hoặc mẫu 15 TS quy định tại Phụ lục V kèm theo Nghị định số 12/2031/NĐ-CP.": [],
    "Khai như điểm a Điều này trên mẫu Phụ lục V kèm theo Nghị định số 12/2031/NĐ-CP.": ["dieu_1/diem_a"],
    "Theo Điều 2. Danh mục kèm theo Nghị định số 12/2031/NĐ-CP.": ["dieu_2"],
    # Of the document it is about, whose type alone is said.
    "Người nuôi tằm theo Điều 2 của Nghị định được hỗ trợ.": [],
    "Người nuôi tằm theo Điều 2 Thông tư được hỗ trợ.": ["dieu_2"],
    "Các mẫu đơn:\na) Mẫu số 01 Quyết định giao nong.": ["mau_01"],
    # The items below what another document is told of.
    "Thông tư này hướng dẫn một số điều của Nghị định số 12/2031/NĐ-CP:\n1. Nuôi tằm theo Điều 2;\n2. Ươm tơ theo khoản 3 Điều 3 và khoản 1 Điều này.": ["dieu_1/khoan_1"],
    "Nong theo mẫu số 02 ban hành theo Nghị định số 12/2031/NĐ-CP; Chương I “Tơ” của Bộ luật Tơ lụa; Chương I (trừ Điều 93) của Bộ luật Tơ lụa.": [],
    # Inside brackets of another's place, in a list behind another's name, of a paper, of a treaty behind a comma.
    "Tơ theo Chương I (trừ Điều 2) của Bộ luật Tơ lụa số 45/2030/QH15.": [],
    "Thông tư này quy định chi tiết một số điều của Luật Tằm tang số 41/2031/QH16, bao gồm: Điều 2; khoản 1 Điều 3. Tơ theo Điều 3.": ["dieu_3"],
    "Số kén ghi tại Điều 2 của báo cáo; mục 2 của bảng; Phần I của Hồ sơ.": [],
    "Theo khoản 2 Điều này trong báo cáo giám sát.": ["dieu_1/khoan_2"],
    "Theo Điều 2, Công ước về tơ; Điều 3 Quy định 22A của hội.": [],
    # In the name of another.
    "Theo Luật sửa đổi, bổ sung Điều 2 và Phụ lục 4 về nghề nuôi tằm của Luật Tằm tang số 41/2031/QH16; Điều 3.": ["dieu_3"],
    # A part the document does not have, and whom a paper goes to.
    "Số hiệu gồm hai phần: phần thứ nhất là số; Phần II và Phụ lục II là chữ.": ["phuluc_II"],
    "Nơi nhận:\n- Như Điều 2;": [],
    # A dash before the larger unit.
    "Lập theo Mẫu 3.02 - Phụ lục 3 và phần A và phần C Phụ lục 4; Mẫu 1.02 - Phụ lục 1hoặc khác.": ["phuluc_3/mau_3.02, phuluc_4/phan_A, phuluc_4/phan_C, phuluc_1/mau_1.02"],
    "Lập theo Phụ lục 10ban hành kèm theo Thông tư này.": ["phuluc_10"],
    # Headings, rows and names of files.
    "Nuôi tằm.Chương II\nTỔ CHỨC NUÔI TẰM": [],
    "Nuôi tằm. Mục 2\nĐỐI TƯỢNG": [],
    "Nuôi tằm.Chương II\nƯƠM TƠ\nMẫu biểu số 02. Báo cáo": [],
    "Thông tư quy định như sau: Điều 2. Hiệu lực của tơ": [],
    "Nuôi tằm.\n**Chương II**\n**ƯƠM TƠ**": [],
    "Nuôi tằm.\nMẫu số 02 Đơn xin nong\nMẫu số 03. Giấy giao kén\nPhụ lục I - giống tằm.docx": [],
    "Theo Nghị định số 12/2031/NĐ-CP về tơ.\nĐiều 2;\nKhoản 1 Điều 2, Điều 3.\nBộ Tơ tằm": [],
    "Người nuôi tằm theo:\na) Điều 2;\nb) Mẫu số 02.": ["dieu_2", "mau_02"],
}
ATTACHED = """
BỘ TRƯỞNG
Trần Thị Tằm
QUY CHẾ
Nuôi tằm
(Ban hành kèm theo Thông tư số 905/2033/TT-BTT ngày 02 tháng 3 năm 2033 của Bộ trưởng Bộ Tơ tằm)
Chương I
TẰM
Điều 1. Trứng
1. Trứng theo khoản 2 Điều 2 Quy chế này.
2. Trứng theo Điều 3 Thông tư này, Điều 2 và Chương II.
3. Trứng theo Mục 4.
Điều 2. Nhộng
1. Nhộng trắng.
2. Nhộng vàng.
Chương II
NHỘNG
Điều 3. Bướm
Nơi nhận: như Điều 3.
"""


def own_places(body: str) -> list[str]:
    said = told(read(HEAD + body if ATTACHED in body else HEAD + body + TAIL, NAMES), mentions=True)
    return [line.split("places ")[1].split(" | ")[0] for line in said if line.startswith("refers this | places")]


@pytest.mark.parametrize("body", CASES, ids=lambda body: body[:30])
def test_own_places(body: str) -> None:
    assert own_places(body) == CASES[body]


def test_what_is_attached_has_places_of_its_own() -> None:
    assert own_places("Tơ tằm." + TAIL + ATTACHED) == [
        "kem-theo_1/dieu_2/khoan_2", "dieu_3", "kem-theo_1/dieu_2, kem-theo_1/chuong_II",
    ]  # fmt: skip


def test_a_type_alone_may_be_an_alias() -> None:
    text = f"{HEAD}Theo Luật Tằm tang số 41/2031/QH16 (sau đây gọi là Luật), người nuôi tằm quy định tại khoản 2 Điều 9 của Luật được giao nong. Luật về nong."
    said = [line for line in told(read(text, NAMES), mentions=True) if "dieu_9" in line]
    assert said == ["refers 41/2031/QH16 | places dieu_9/khoan_2 | at dieu_1"]


def test_an_alias_of_two_laws_is_neither() -> None:
    text = f"{HEAD}Theo Luật Tằm tang số 41/2031/QH16 (sau đây gọi là Luật) và Luật Nuôi ong số 42/2031/QH16 (sau đây gọi là Luật), khoản 2 Điều 9 của Luật được áp dụng."
    assert not [line for line in told(read(text, NAMES), mentions=True) if "dieu_9" in line and "QH16" in line]


def test_annexes_of_a_form_are_its_own() -> None:
    assert "phuluc" not in own_places("Tơ tằm." + TAIL + ATTACHED + "Kính gửi hộ nuôi tằm (chi tiết tại phụ lục kèm theo).\n")


def test_a_form_issued_by_another_is_of_that() -> None:
    said = told(read(f"{HEAD}Lập biên bản theo mẫu số 44/BB-XM ban hành theo Thông tư số 77/2029/TT-BTT.", NAMES), mentions=True)
    assert "refers 77/2029/TT-BTT | places mau_44/BB-XM | at dieu_1" in said

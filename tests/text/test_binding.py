"""Places that stand before another document, in items below its name, or behind a name of what it issues."""

import pytest
from tests.text.tellings import told

from legalgraph.text.names import LawNames
from legalgraph.text.reading import read

NAMES = LawNames()
HEAD = "BỘ TƠ TẰM\nSố: 905/2033/TT-BTT\nTHÔNG TƯ\nVề tơ\nĐiều 1. Tơ\n"
TAIL = "\nĐiều 2. Kén\nĐiều 299. Nong\n"

# What stands in Article 1, and the places of other documents that it names.
CASES = {
    # What a decision issues has places of its own.
    "Chi theo điểm a khoản 2 Mục III Chương trình nuôi tằm ban hành kèm theo Quyết định số 77/QĐ-TTg và hướng dẫn của Bộ.": ["77/QĐ-TTg muc_III/khoan_2/diem_a"],
    "Theo khoản 2 Điều 16 của Điều lệ Quỹ Tằm ban hành kèm theo Quyết định số 78/2031/QĐ-TTg.": ["78/2031/QĐ-TTg dieu_16/khoan_2"],
    "Theo Chương II Quy chế ban hành theo Quyết định số 78/2031/QĐ-TTg ngày 02/3/2031.": ["78/2031/QĐ-TTg chuong_II"],
    "Phí theo khoản 2 Mục A Biểu mức thu phí nuôi tằm ban hành kèm theo Thông tư số 63/2030/TT-BTT.": ["63/2030/TT-BTT muc_A/khoan_2"],
    "Phí theo Điều 9 Biểu mức thu phí nuôi tằm ban hành kèm theo Thông tư số 63/2030/TT-BTT.": [],
    # The decision itself has first articles too; of two that are issued either may be meant; this one's own is not another's.
    "Theo khoản 2 Điều 2 Quy chế ban hành kèm theo Quyết định số 78/2031/QĐ-TTg.": [],
    "Theo Điều 10 Quy chế nuôi tằm và Quy chế nuôi ong ban hành kèm theo Quyết định số 78/2031/QĐ-TTg.": [],
    "Theo Điều 10 Quy chế ban hành kèm theo Quyết định số 78/2031/QĐ-TTg ban hành Quy chế nuôi tằm và Quy định về nong.": [],
    "Theo Điều 10 Quy chế này và Quy định ban hành kèm theo Quyết định số 78/2031/QĐ-TTg.": [],
    "Theo Điều 10 Quy chế theo Quyết định số 78/2031/QĐ-TTg, Danh mục ban hành kèm theo Quyết định số 79/2031/QĐ-TTg.": [],
    # An annex with its title.
    "Địa bàn tại Phụ lục III danh mục địa bàn nuôi tằm ban hành kèm theo Nghị định số 12/2031/NĐ-CP.": ["12/2031/NĐ-CP phuluc_III"],
    "Lập Mẫu số 02 Đơn xin nong kèm theo Nghị định số 12/2031/NĐ-CP.": ["12/2031/NĐ-CP mau_02"],
    "Lập Mẫu số 02 và Danh mục kén kèm theo Nghị định số 12/2031/NĐ-CP.": [],
    "Lập Mẫu số 02 Thông tư này theo Danh mục kén kèm theo Nghị định số 12/2031/NĐ-CP.": [],
    # A part with its title.
    "Tơ theo Chương VIII “Tạm giữ kén” của Bộ luật Tơ lụa số 45/2030/QH15.": ["45/2030/QH15 chuong_VIII"],
    "Tơ theo Mục III về cơ chế, chính sách của Quyết định số 57/QĐ-TTg.": ["57/QĐ-TTg muc_III"],
    "Tơ theo Chương II về nong tại Thông tư này và các nong của Quyết định số 57/QĐ-TTg.": [],
    # What is said of places twice is said of one document.
    "Tội phạm quy định tại Chương XIII và các tội phạm quy định tại các điều 207 và 208 của Bộ luật Tơ lụa số 45/2030/QH15.": ["45/2030/QH15 chuong_XIII, dieu_207, dieu_208"],
    "Hồ sơ quy định tại khoản 1 Điều 2 và giấy tờ quy định tại Điều 7 của Bộ luật Tơ lụa số 45/2030/QH15.": ["45/2030/QH15 dieu_7"],
    # A name for what is issued.
    "1. Thông tư này quy định về nong của Quy chế nuôi tằm tại các trại ban hành kèm theo Quyết định số 78/2031/QĐ-TTg của Thủ tướng Chính phủ (sau đây gọi tắt là Quy chế).\n2. Nong theo khoản 2 Điều 9 Quy chế; khoản 3 Điều 12 và Điều 14 của Quy chế thì tơ; Điều 2 Quy chế; Điều 15 Quy chế làm việc.": [
        "78/2031/QĐ-TTg dieu_9/khoan_2", "78/2031/QĐ-TTg dieu_12/khoan_3, dieu_14",
    ],
    "1. Quy chế nuôi tằm tại các trại (sau đây gọi là Quy chế) theo Quyết định số 78/2031/QĐ-TTg.\n2. Nong theo khoản 2 Điều 9 Quy chế.": [],
    # Items below the name of a law.
    "Thông tư này quy định chi tiết một số điều, khoản sau đây của Luật Tằm tang số 41/2031/QH16:\n1. Trứng theo khoản 1 Điều 21;\n2. Tơ theo Điều 7, khoản 3 Điều này và mẫu tại Phụ lục I.": [
        "41/2031/QH16 dieu_21/khoan_1",
    ],
    "Thông tư này quy định chi tiết Luật Tằm tang số 41/2031/QH16 về:\n1. Trứng theo khoản 1 Điều 21;\n2. Nong theo Nghị định số 12/2031/NĐ-CP và Điều 9.": ["41/2031/QH16 dieu_21/khoan_1"],
    "Thông tư này quy định chi tiết một số điều của Luật Tằm tang số 41/2031/QH16 và Luật Nuôi ong số 42/2031/QH16:\n1. Trứng theo khoản 1 Điều 21.": [],
    "Nong theo một số điều của Luật Tằm tang số 41/2031/QH16:\na) Điều 5;\nb) Điều 7 về kén.": ["41/2031/QH16 dieu_5", "41/2031/QH16 dieu_7"],
}  # fmt: skip


def of_others(body: str) -> list[str]:
    said = told(read(HEAD + body + ("" if TABLE in body else TAIL), NAMES), mentions=True)
    named = [line.split(" | ") for line in said if line.startswith(("refers", "details")) and "places" in line and " this |" not in line]
    return [f"{parts[0].split(' ', 1)[1]} {parts[1].removeprefix('places ')}" for parts in named]


@pytest.mark.parametrize("body", CASES)
def test_places_are_those_of_the_document_they_are_named_with(body: str) -> None:
    assert of_others(body) == CASES[body]


def test_places_in_items_below_what_is_detailed_are_detailed() -> None:
    body = "Thông tư này quy định chi tiết một số điều của Luật Tằm tang số 41/2031/QH16:\n1. Trứng theo khoản 1 Điều 21."
    assert "details 41/2031/QH16 | places dieu_21/khoan_1 | at dieu_1/khoan_1" in told(read(HEAD + body + TAIL, NAMES))


TABLE = """
BỘ TRƯỞNG
Trần Thị Tằm
Phụ lục II
DANH MỤC VĂN BẢN
(Kèm theo Thông tư số 905/2033/TT-BTT)
1.
Luật Tằm tang số 41/2031/QH16 được sửa đổi, bổ sung bởi Luật số 37/2032/QH16.
Khoản 3 Điều 32;
Điều 68;
Điều 79;
Bộ Tơ tằm
2. Nghị định số 12/2031/NĐ-CP ngày 02/3/2031 về tơ
- Khoản 2, 6 Điều 99
- Mẫu số 12
- Khoản 1 Điều 100
Căn cứ theo Nghị định số 13/2031/NĐ-CP
Khoản 1 Điều 5;
"""


def test_rows_of_a_table_are_places_of_the_document_named_above_them() -> None:
    assert of_others("Tơ theo Phụ lục II." + TAIL + TABLE) == [
        "41/2031/QH16 dieu_32/khoan_3", "41/2031/QH16 dieu_68", "41/2031/QH16 dieu_79", "12/2031/NĐ-CP dieu_99/khoan_2, dieu_99/khoan_6",
        "12/2031/NĐ-CP mau_12", "12/2031/NĐ-CP dieu_100/khoan_1",
    ]  # fmt: skip

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.text.locators import find_places, read_places

# What a text says, and the places it names; the unit after the places is there because grammar looks ahead.
CASES = {
    # Older circulars number their points, and name the part they are in.
    "điểm 4 Phần III Thông tư": "phan_III/diem_4",
    "điểm 2.1; 2.3 và 2.4 mục I của": "muc_I/diem_2.1 muc_I/diem_2.3 muc_I/diem_2.4",
    "tiết a điểm 3 mục II phần B Thông tư": "phan_B/muc_II/diem_3/tiet_a",
    "điểm 3 khoản 2 Điều 1 Nghị định": "dieu_1/khoan_2/diem_3",
    "khoàn 2 Điều 1, Khỏan 3 Điều 4 Nghị định": "dieu_1/khoan_2 dieu_4/khoan_3",
    "bồi hoàn 2 lần": "",
    "điểm 4, Mục I, Phần A Thông tư": "phan_A/muc_I/diem_4",
    "điểm 2, điểm 3 Phụ lục I ban hành": "phuluc_I/diem_2 phuluc_I/diem_3",
    "điểm a khoản 2, điểm c khoản 5, khoản 8 Mục III Điều 1 Quyết định": "dieu_1/muc_III/khoan_2/diem_a dieu_1/muc_III/khoan_5/diem_c dieu_1/muc_III/khoan_8",
    "Điểm 2.6, Khoản 2, Chương I, Phần II Thông tư": "phan_II/chuong_I/khoan_2/diem_2.6",
    "quy định tạiĐiều 5 Nghị định, bạchĐiểm": "dieu_5",
    "Chương IV-A Nghị quyết": "chuong_IV-A",
    "Mẫu số 3, Phụ lục II ban hành kèm theo": "phuluc_II/mau_3",
    "Mẫu số 3, Mẫu số 4, Phụ lục II, Phụ lục III ban hành": "mau_3 mau_4 phuluc_II phuluc_III",
    "khoản 1, khoản 2, Mục III Thông tư": "muc_III/khoan_1 muc_III/khoan_2",
    "khoản 2 và khoản 3 mục I Phụ lục I ban hành": "phuluc_I/muc_I/khoan_2 phuluc_I/muc_I/khoan_3",
    "Mục 2, Chương II Thông tư": "chuong_II/muc_2",
    "Mục 1, Chương II, Chương III của": "muc_1 chuong_II chuong_III",
    "Chương III và Phụ lục II ban hành": "chuong_III phuluc_II",
    "điểm a, điểm b khoản 1 Điều 3": "dieu_3/khoan_1/diem_a dieu_3/khoan_1/diem_b",
    "các điểm a, b và c khoản 1 Điều 5": "dieu_5/khoan_1/diem_a dieu_5/khoan_1/diem_b dieu_5/khoan_1/diem_c",
    "khoản 1, khoản 5 Điều 10": "dieu_10/khoan_1 dieu_10/khoan_5",
    "các khoản 1, 3 Điều 7 và khoản 2 Điều 8 của": "dieu_7/khoan_1 dieu_7/khoan_3 dieu_8/khoan_2",
    "khoản 1, Điều 11": "dieu_11/khoan_1",
    "Điều 5, Điều 6": "dieu_5 dieu_6",
    "các Điều 3, 13 và 14, khoản 4 Điều 17.": "dieu_3 dieu_13 dieu_14 dieu_17/khoan_4",
    "từ Điều 16 đến hết Điều 26": "dieu_16..dieu_26",
    "từ khoản 1 đến khoản 11 Điều 1;": "dieu_1/khoan_1..khoan_11",
    "tiết b1 điểm b khoản 5 Điều 3": "dieu_3/khoan_5/diem_b/tiet_b1",
    "tiết ii khoản 2, Điều 6đ": "dieu_6đ/khoan_2/tiet_ii",
    "khoản 4 Điều 64, tên Điều 111, khoản 6 Điều 111.": "dieu_64/khoan_4 dieu_111/ten dieu_111/khoan_6",
    "tên Điều và khoản 5 Điều 40, tên Điều 41, khoản 1 Điều 42;": "dieu_40/ten dieu_40/khoan_5 dieu_41/ten dieu_42/khoan_1",
    "khoản 4 Điều 39, tên điều, khoản 2 và khoản 5 Điều 40 của": "dieu_39/khoan_4 dieu_40/ten dieu_40/khoan_2 dieu_40/khoan_5",
    "Tên Điều, các khoản 1, 2 và điểm a khoản 3 Điều 40.": "dieu_40/ten dieu_40/khoan_1 dieu_40/khoan_2 dieu_40/khoan_3/diem_a",
    "khoản 3 và tên Điều 40 Luật": "dieu_40/khoan_3 dieu_40/ten",
    "khoản 3, tên Điều và khoản 6 Điều 40 Luật": "dieu_40/khoan_3 dieu_40/ten dieu_40/khoan_6",
    "tên khoản và điểm a khoản 2 Điều 5 Nghị định": "dieu_5/khoan_2/ten dieu_5/khoan_2/diem_a",
    "tên Điều, tên khoản 1 và điểm b khoản 2 Điều 5 Nghị định": "dieu_5/ten dieu_5/khoan_1/ten dieu_5/khoan_2/diem_b",
    "tên Chương và tên Mục 2 Chương III Nghị định": "chuong_III/ten chuong_III/muc_2/ten",
    "tên Điều và khoản 5 các Điều 40, 41 Nghị định": "dieu_40/khoan_5 dieu_41/khoan_5",
    "tên điều và khoản 1, bỏ từ": "khoan_1",
    "ghi rõ tên điểm, địa chỉ, khoản 2 Điều 5 Nghị định": "dieu_5/khoan_2",
    "đoạn mở đầu khoản 1 Điều 4": "dieu_4/khoan_1/mo_dau",
    "Mục 3 Chương II": "chuong_II/muc_3",
    "Mẫu số 01, Mẫu số 02 Phụ lục III ban hành kèm theo": "phuluc_III/mau_01 phuluc_III/mau_02",
    "Biểu số 147.1-TT, Biểu số 03 Phần 3 Phụ lục 1 ban hành": "phuluc_1/phan_3/mau_147.1-TT phuluc_1/phan_3/mau_03",
    "Phần 3 và Mẫu số 02 Phụ lục 1 ban hành": "phan_3 phuluc_1/mau_02",
    "Mẫu số 02-\nĐTD/TT/2020, Mẫu số 03.05.\n2. Tơ": "mau_02-ĐTD/TT/2020 mau_03.05",
    "Mẫu số 01, Mẫu số 02 của Phụ lục III ban hành kèm theo": "phuluc_III/mau_01 phuluc_III/mau_02",
    "khoản 2, khoản 3 Điều 16; điểm b khoản 2 và điểm b khoản 3 Điều 18.": "dieu_16/khoan_2 dieu_16/khoan_3 dieu_18/khoan_2/diem_b dieu_18/khoan_3/diem_b",
    "điểm đ khoản 1, khoản 2 Điều 4 và Điều 11 Nghị định": "dieu_4/khoan_1/diem_đ dieu_4/khoan_2 dieu_11",
    "khoản 2 Điều 1, Điều 7a, Phụ lục Ia, Phụ lục IIa ban hành": "dieu_1/khoan_2 dieu_7a phuluc_Ia phuluc_IIa",
    "Điều 5 và Mục V Phụ lục của": "dieu_5 phuluc/muc_V",
    "Mẫu số 03, Mẫu số 04-A và Mẫu số 05 ban hành": "mau_03 mau_04-A mau_05",
    "Khoản 2, Mục I, Phụ lục 01 Quyết định": "phuluc_01/muc_I/khoan_2",
    "Mục I, Phụ lục 01 Quyết định": "muc_I phuluc_01",
    "điểm đ khoản 1, điểm h khoản 4;": "khoan_1/diem_đ khoan_4/diem_h",
    "điểm a, b khoản 2, khoản 3, tiết 7 điểm b khoản 4 Điều 41": "dieu_41/khoan_2/diem_a dieu_41/khoan_2/diem_b dieu_41/khoan_3 dieu_41/khoan_4/diem_b/tiet_7",
    "Các điều từ Điều 1 đến Điều 11, các điều 14, 15, từ Điều 22 đến Điều 36, các điều 49 và 50 của Luật": "dieu_1..dieu_11 dieu_14 dieu_15 dieu_22..dieu_36 dieu_49 dieu_50",
    "các khoản 1, 2 , 3 và 6 Điều 14, toàn bộ các mẫu tại Phụ lục ban hành": "dieu_14/khoan_1 dieu_14/khoan_2 dieu_14/khoan_3 dieu_14/khoan_6 phuluc/mau_*",
    "điểm 2.4 và điểm 4.1 Phần III": "phan_III/diem_2.4 phan_III/diem_4.1",
    "Điểm 3 Thông tư số 11/1997/TT-BCT": "diem_3",
    "điểm c các khoản 1, 2 và 3 Điều 6": "dieu_6/khoan_1/diem_c dieu_6/khoan_2/diem_c dieu_6/khoan_3/diem_c",
    "khoản 1 các Điều 3, 4 và 5": "dieu_3/khoan_1 dieu_4/khoan_1 dieu_5/khoan_1",
    "điểm c khoản 1, các khoản 2, 3 Điều 6": "dieu_6/khoan_1/diem_c dieu_6/khoan_2 dieu_6/khoan_3",
    "điểm a khoản 1 Điều 7 và tại Phụ lục V bằng": "dieu_7/khoan_1/diem_a phuluc_V",
    "khoản 2 Điều này": "dieu_này/khoan_2",
    "Điều 9 Mục 3 Chương II": "dieu_9",
    "điểm a, b khoản 1; điểm c khoản 2 Điều 5": "dieu_5/khoan_1/diem_a dieu_5/khoan_1/diem_b dieu_5/khoan_2/diem_c",
    "Điều 5 khoản 2 của": "dieu_5/khoan_2",
    "khoản 1 và 2 Điều 12": "dieu_12/khoan_1 dieu_12/khoan_2",
    "khoản 2 và khoản 3 Điều 5, Điều 6 và Điều 7 Luật": "dieu_5/khoan_2 dieu_5/khoan_3 dieu_6 dieu_7",
    "khoản 2,3 và 4 Điều 5; Điều 7,8 Nghị định": "dieu_5/khoan_2 dieu_5/khoan_3 dieu_5/khoan_4 dieu_7 dieu_8",
    "Điều 5,6,7 và Điều 9 Luật": "dieu_5 dieu_6 dieu_7 dieu_9",
    "tại các điều 6, 7 và 8 thay cụm từ": "dieu_6 dieu_7 dieu_8",
    "khoản 2, 3 và 4 Điều 5 đã": "dieu_5/khoan_2 dieu_5/khoan_3 dieu_5/khoan_4",
    "Điều 5, 6 Quy chế ban hành": "dieu_5 dieu_6",
    "các khoản từ 1 đến 4 Điều 12 và các điều từ 20 đến 25 của": "dieu_12/khoan_1..khoan_4 dieu_20..dieu_25",
    "khoản 2.c Điều 9 của": "dieu_9/khoan_2/diem_c",
    "điểm a, điểm b các khoản 3 và 4; điểm c khoản 5 Điều 6": "dieu_6/khoan_3/diem_a dieu_6/khoan_4/diem_a dieu_6/khoan_3/diem_b dieu_6/khoan_4/diem_b dieu_6/khoan_5/diem_c",
    "khoản 1, 2 các Điều 3, 4 của Luật": "dieu_3/khoan_1 dieu_4/khoan_1 dieu_3/khoan_2 dieu_4/khoan_2",
    "nhóm tại Phụ lục INghị định số 902": "",
    "điểm b khoản 2 mục III Điều 1 như sau": "dieu_1/muc_III/khoan_2/diem_b",
    "Điều 9 Mục 3 Chương II Nghị định": "dieu_9",
    "các điểm g, h (trừ thân nhân của họ), i và k khoản 3 Điều 12 Luật": "dieu_12/khoan_3/diem_g dieu_12/khoan_3/diem_h dieu_12/khoan_3/diem_i dieu_12/khoan_3/diem_k",
    "điểm a khoản 1 (phần tằm\nđược giữ lại) và khoản 5 Điều 11 Nghị định": "dieu_11/khoan_1/diem_a dieu_11/khoan_5",
    "khoản 3, điểm a khoản 4 (được hỗ trợ 100% giá kén) Điều 1 Thông tư": "dieu_1/khoan_3 dieu_1/khoan_4/diem_a",
    "khoản 1 (sửa đổi tại Điều 3), khoản 2 Điều 11 Nghị định": "khoan_1 dieu_3 dieu_11/khoan_2",
    "khoản 1 (trừ quy định về tằm), khoản 2 Điều 11 Nghị định": "khoan_1 dieu_11/khoan_2",
    "một khoản 5,5 triệu đồng": "",
    "khoản 3 từ 5 đến 6 triệu đồng": "khoan_3",
    "khoản 3 năm 2031": "khoan_3",
    "khoản 1, 2 năm nay": "khoan_1",
    "Điều lệ của hội": "",
    "điều kiện 5 năm": "",
    "trên 30 điểm cầu": "",
    "theo mục đích": "",
    "các khoản tiền 500 đồng": "",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=CASES)
def test_places(text: str, expected: str) -> None:
    assert [p.notation for found in find_places(text) for p in found.places] == expected.split()


@given(st.text("Điềukhoảnđiểmab 0123456789,;.và()\n", max_size=80))
def test_any_text_is_read(text: str) -> None:
    end = 0
    for found in find_places(text):
        assert end <= found.start < found.end <= len(text)
        assert found.places == read_places(text[found.start : found.end])
        end = found.end


@pytest.mark.parametrize("piece", ["khoản 1, ", "Điều 1, 2, ", "điểm a ", "Phụ lục ", "từ Điều 1 đến ", "các khoản 1, 2 và "])
def test_cost_grows_with_length(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        begun = time.process_time()
        list(find_places(text))
        return time.process_time() - begun

    short, long = min(seconds(500) for _ in range(3)), min(seconds(4000) for _ in range(2))
    assert long < 40 * short + 0.05  # eight times the text

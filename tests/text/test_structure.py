"""The tree of a text: units by their numbers, quotations apart, and every character in its place. All documents are invented."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.model.reading import Unit
from legalgraph.text.layout import flow
from legalgraph.text.structure import articles, place_at, structure

DECREE = """CHÍNH PHỦ
Số: 999/2031/NĐ-CP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 02 tháng 3 năm 2031
NGHỊ ĐỊNH
Về tằm tang và nghề ươm tơ
Căn cứ Luật Tằm tang ngày 01 tháng 02 năm 2030;
Theo đề nghị của Bộ trưởng Bộ Tằm tang;
Chính phủ ban hành Nghị định về tằm tang.
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về tằm tang.
Điều 2. Hỗ trợ
1. Hộ nuôi tằm được hỗ trợ:
a) Giống tằm;
b) Giống dâu, gồm:
- Dâu lai;
- Dâu tằm.
b1) Nong, né;
c) Lá dâu.
1a. Hộ trồng dâu được hỗ trợ đất.
2. Mức hỗ trợ:
2.1. Vùng cao.
2.2. Vùng thấp.
Chương II
THI HÀNH
Mục 1
HIỆU LỰC
Điều 3: Hiệu lực
Nghị định này có hiệu lực kể từ ngày ký.
Điều 3a. Chuyển tiếp
Hết./.
TM. CHÍNH PHỦ
THỦ TƯỚNG
Nguyễn Thị Tằm
Nơi nhận:
- Văn phòng;
Phụ lục I
DANH MỤC GIỐNG TẰM
(Kèm theo Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ)
Mẫu số 01
ĐƠN XIN GIỐNG
1. Tên hộ.
2. Nơi nuôi."""

AMENDING = """Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 999/2031/NĐ-CP
1. Sửa đổi khoản 2 Điều 5 như sau:
“2. Hộ nuôi tằm:
a) Ghi sổ;
b) Báo cáo.”.
2. Bổ sung Điều 5a, Điều 5b vào sau Điều 5 như sau:
“Điều 5a. Sổ nuôi
1. Sổ do hộ lập.
2. Sổ gọi là “sổ tằm”.
Điều 5b. Kiểm tra
Kiểm tra mỗi năm.”
3. Thay cụm từ “tằm” bằng cụm từ “con tằm” tại Điều 7.
Điều 2. Hiệu lực
Nghị định này có hiệu lực kể từ ngày ký."""

ATTACHED = """QUYẾT ĐỊNH
Ban hành Quy chế nuôi tằm
Căn cứ Luật Tằm tang;
Điều 1. Ban hành kèm theo Quyết định này Quy chế nuôi tằm.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
BỘ TRƯỞNG
Trần Văn Dâu
QUY CHẾ
NUÔI TẰM
(Ban hành kèm theo Quyết định số 998/QĐ-BTT ngày 03 tháng 4 năm 2031)
Chương I
CHUNG
Điều 1. Phạm vi
1. Quy chế này quy định việc nuôi tằm.
2. Không áp dụng cho dâu.
Điều 2. Thi hành
Hết."""


def walk(unit: Unit) -> Iterator[Unit]:
    yield unit
    for child in unit.children:
        yield from walk(child)


def outline(unit: Unit) -> list[str]:
    """The units of provisions by kind and label, quotations closed."""
    found = []
    for child in unit.children:
        if child.label:
            found.append(f"{child.kind} {child.label}")
        elif child.kind == "quoted":
            found.append("quoted")
        if child.kind != "quoted":
            found += outline(child)
    return found


def assembled(unit: Unit, text: str) -> str:
    return text[unit.start : unit.lead] + "".join(assembled(child, text) for child in unit.children)


def is_whole(unit: Unit) -> bool:
    """Children cover their unit from the end of its lead to its end, without a gap."""
    places = [unit.lead, *(child.end for child in unit.children)]
    starts = [child.start for child in unit.children]
    return unit.start <= unit.lead <= unit.end == places[-1] and starts == places[:-1] and all(is_whole(child) for child in unit.children)


def test_a_decree() -> None:
    tree, doubts = structure(DECREE)
    assert doubts == []
    assert [child.kind for child in tree.children] == ["header", "title", "recitals", "body", "signature", "recipients", "phuluc"]
    assert outline(tree) == [
        "chuong I", "dieu 1", "dieu 2", "khoan 1", "diem a", "diem b", "tiet -", "tiet -", "diem b1", "diem c", "khoan 1a", "khoan 2", "tiet 2.1",
        "tiet 2.2", "chuong II", "muc 1", "dieu 3", "dieu 3a", "phuluc I", "mau 01", "khoan 1", "khoan 2",
    ]  # fmt: skip
    assert [(a.label, a.heading) for a in articles(tree)] == [("1", "Phạm vi điều chỉnh"), ("2", "Hỗ trợ"), ("3", "Hiệu lực"), ("3a", "Chuyển tiếp")]
    assert next(unit.heading for unit in walk(tree) if unit.kind == "chuong") == "QUY ĐỊNH CHUNG"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Giống dâu", "dieu_2/khoan_1/diem_b"),
        ("Dâu lai", "dieu_2/khoan_1/diem_b"),
        ("Nong, né", "dieu_2/khoan_1/diem_b1"),
        ("được hỗ trợ đất", "dieu_2/khoan_1a"),
        ("Vùng thấp", "dieu_2/khoan_2/tiet_2.2"),
        ("kể từ ngày ký", "dieu_3"),
        ("HIỆU LỰC", "chuong_II/muc_1"),
        ("Tên hộ", "phuluc_I/mau_01/khoan_1"),
        ("Căn cứ", None),
        ("TM. CHÍNH", None),
    ],
)
def test_the_place_of_words(words: str, place: str | None) -> None:
    tree, _ = structure(DECREE)
    found = place_at(tree, DECREE.index(words))
    assert (found.notation if found else None) == place


def test_new_wording_is_no_structure_of_the_amending_document() -> None:
    tree, doubts = structure(AMENDING)
    assert doubts == []
    assert outline(tree) == ["dieu 1", "khoan 1", "quoted", "khoan 2", "quoted", "khoan 3", "dieu 2"]
    first, second = (unit for unit in walk(tree) if unit.kind == "quoted")
    assert outline(first) == ["khoan 2", "diem a", "diem b"]
    assert outline(second) == ["dieu 5a", "khoan 1", "khoan 2", "dieu 5b"]
    assert [a.label for a in articles(tree)] == ["1", "2"]
    place = place_at(tree, AMENDING.index("Sổ do hộ lập"))
    assert place is not None
    assert place.notation == "dieu_1/khoan_2"


def test_articles_of_old_decrees() -> None:
    tree, _ = structure("SẮC LỆNH\nVỀ TƠ\nChiểu Sắc lệnh số 51/SL;\nĐiều thứ 1\nNay đặt một Nha Tơ.\nĐiều thứ 2. Nha Tơ có ba phòng.\n")
    assert [a.label for a in articles(tree)] == ["1", "2"]


@pytest.mark.parametrize(
    ("lost", "code"),
    [
        (("b) Báo cáo.”.", "b) Báo cáo."), "quote-unclosed"),
        (("Kiểm tra mỗi năm.”", "Kiểm tra mỗi năm."), "quote-unclosed"),
        (("“sổ tằm”", "“sổ tằm"), None),
        (("“sổ tằm”", "sổ tằm”"), None),
        (("“", '"'), None),
        (("“", "‟"), None),
        (("năm.”", "năm”."), None),
        (("năm.”", "năm.”;"), None),
    ],
)
def test_a_lost_quotation_mark_swallows_nothing(lost: tuple[str, str], code: str | None) -> None:
    text = AMENDING.replace(*lost)
    if lost[1] == '"':
        text = text.replace("”", '"')
    tree, doubts = structure(text)
    assert outline(tree) == ["dieu 1", "khoan 1", "quoted", "khoan 2", "quoted", "khoan 3", "dieu 2"]
    assert [doubt.code for doubt in doubts] == ([code] if code else [])


def test_an_attached_regulation_begins_anew() -> None:
    tree, doubts = structure(ATTACHED)
    assert doubts == []
    assert [child.kind for child in tree.children] == ["title", "recitals", "body", "signature", "kem-theo"]
    assert [a.label for a in articles(tree)] == ["1", "2"]
    place = place_at(tree, ATTACHED.index("Không áp dụng"))
    assert place is not None
    assert place.notation == "kem-theo_1/dieu_1/khoan_2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("2. Bãi bỏ Điều 5.", ["khoan 2"]),
        ("a) trồng dâu;\nb) nuôi tằm.", ["diem a", "diem b"]),
        # out of order, as articles of a codification are
        ("Điều 1. A\nĐiều 3. C\nĐiều 2. B", ["dieu 1", "dieu 3", "dieu 2"]),
        # a reference is no article
        ("Điều 1. A\nĐiều 5 của Luật Tằm tang.\nĐiều 2. B", ["dieu 1", "dieu 2"]),
        # i) is a letter after h, and a Roman number elsewhere
        ("h) tám\ni) chín\nk) mười", ["diem h", "diem i", "diem k"]),
        ("Điều 1. A\n1. một\na) a\ni) nhỏ\nii) nhỏ\nb) b", ["dieu 1", "khoan 1", "diem a", "tiet i", "tiet ii", "diem b"]),
        # numbers of a table
        ("Điều 1. A\n1. một\n2. hai\n57. số\n3. ba", ["dieu 1", "khoan 1", "khoan 2", "khoan 3"]),
        # names of annexes in an article
        ("Điều 1. Ban hành:\nPhụ lục I: Tằm;\nPhụ lục II: Dâu.\nĐiều 2. Hết.", ["dieu 1", "dieu 2"]),
        # a heading in capitals is no signature
        ("Chương I\nCHỦ TỊCH NƯỚC\nĐiều 1. A\nHết.", ["chuong I", "dieu 1"]),
        # chapters that lost their line break; a reference, and one that does not follow, are none
        ("Chương I\nCHUNG\nĐiều 1. A\nTheo luật này.Chương II\nRIÊNG BIỆT\nĐiều 2. B", ["chuong I", "dieu 1", "chuong II", "dieu 2"]),
        ("Điều 1. A\nTheo luật (mới)Chương VI\nTHI HÀNH LUẬT\nĐiều 2. B", ["dieu 1", "chuong VI", "dieu 2"]),
        ("Điều 1. A\nTheo luật.Chương II\nluật này.\nĐiều 2. B", ["dieu 1", "dieu 2"]),
        ("Điều 1. A\nb) Chương II\nĐiều 2. B", ["dieu 1", "dieu 2"]),
        ("Phần thứ nhất\nCHUNG\nĐiều 1. A\nPhần thứ hai\nRIÊNG\nĐiều 2. B", ["phan 1", "dieu 1", "phan 2", "dieu 2"]),
    ],
)
def test_numbers_decide(text: str, expected: list[str]) -> None:
    assert outline(structure(text)[0]) == expected


def test_notes_are_units_at_the_end() -> None:
    read = flow("CÔNG BÁO/Số 3/Ngày 02-06-2031\n7\nĐiều 1. Phạm vi1\nHết.\n\n1 Điều này được bổ sung theo quy định tại Điều 1 của Nghị định số 9.\n")
    tree, _ = structure(read.text, read.notes)
    assert [(child.kind, [note.label for note in child.children]) for child in tree.children if child.kind == "notes"] == [("notes", ["1"])]
    assert assembled(tree, read.text) == read.text


PIECES = st.sampled_from(
    [*(line + "\n" for text in (DECREE, AMENDING, ATTACHED) for line in text.split("\n")), "“", "”", '"', "\n", "1. a\n", "1.1. b\n", "2.1. c\n", "a) d\n",
     "i) e\n", "(1) f\n", "1) g\n", "- h\n", "+ i\n", "I. J\n", "Phần I\n", "Mẫu số 1\n", "Điều 1.\n"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=60).map("".join))
def test_leads_and_children_are_the_text(text: str) -> None:
    read = flow(text)
    tree, doubts = structure(read.text, read.notes)
    assert (tree.start, tree.end) == (0, len(read.text))
    assert is_whole(tree)
    assert assembled(tree, read.text) == read.text
    assert all(0 <= doubt.start <= doubt.end <= len(read.text) for doubt in doubts)
    for offset in range(0, len(read.text), 7):
        place_at(tree, offset)


def depth(unit: Unit) -> int:
    return 1 + max((depth(child) for child in unit.children), default=0)


@pytest.mark.slow
@pytest.mark.parametrize("piece", [DECREE + "\n", AMENDING + "\n", "“Điều 5. Mở\n", "1.1. a\n2.1. b\na) c\na) d\n", 'Mục 1\n"\n', "Phụ lục I\nĐiều 9. A\n", "a) “b\n"])
def test_time_grows_with_the_text_and_depth_does_not(piece: str) -> None:
    def seconds(text: str) -> float:
        begun = time.process_time()
        assert depth(structure(text)[0]) < 30
        return time.process_time() - begun

    small, large = piece * (10_000 // len(piece)), piece * (80_000 // len(piece))
    assert min(seconds(large) for _ in range(2)) < 32 * min(seconds(small) for _ in range(3)) + 0.05

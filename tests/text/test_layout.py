"""Texts as files give them ▶ texts as they read. All documents are invented."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from legalgraph.model.reading import Flow
from legalgraph.text.layout import flow
from legalgraph.text.pages import blank_furniture

# given; what it reads as
WRAPPED: tuple[tuple[str, str], ...] = (
    # a line that the paper cut, and one that begins a unit
    ("1. Tổ chức, cá nhân nuôi tằm có trách nhiệm ghi sổ theo dõi và báo cáo với cơ quan\nquản lý tằm tang.\n2. Cơ quan quản lý trả lời.",
     "1. Tổ chức, cá nhân nuôi tằm có trách nhiệm ghi sổ theo dõi và báo cáo với cơ quan quản lý tằm tang.\n2. Cơ quan quản lý trả lời."),
    # references at the start of a line
    (("Hộ nuôi tằm quy định tại khoản này được hỗ trợ theo mức quy định tại khoản 3 và khoản\n2 Điều 5 của Nghị định này và theo quy định tại\n"
     "Điều 7. Mức hỗ trợ do địa phương quyết định theo từng năm và theo từng vùng nuôi tằm khác\nnhau."),
     ("Hộ nuôi tằm quy định tại khoản này được hỗ trợ theo mức quy định tại khoản 3 và khoản 2 Điều 5 của Nghị định này và theo quy định tại\n"
     "Điều 7. Mức hỗ trợ do địa phương quyết định theo từng năm và theo từng vùng nuôi tằm khác nhau.")),
    (("Cơ quan tiếp nhận hồ sơ trả lời người nộp trong thời hạn quy định tại điểm a khoản 2 Điều 5\nNghị định số 999/2031/NĐ-CP của Chính phủ và quy định tại\n"
     "thông báo của địa phương."),
     ("Cơ quan tiếp nhận hồ sơ trả lời người nộp trong thời hạn quy định tại điểm a khoản 2 Điều 5 Nghị định số 999/2031/NĐ-CP của Chính phủ "
     "và quy định tại thông báo của địa phương.")),
    # a sum is no number of a unit
    ("1. Mức hỗ trợ cho hộ nuôi tằm ở vùng cao trong năm đầu tiên kể từ khi nhận giống tối đa\n60.000 đồng một tháng cho mỗi vòng tằm và mười nghìn đồng cho mỗi nong dâu trồng mới ở\nnhà.",
     "1. Mức hỗ trợ cho hộ nuôi tằm ở vùng cao trong năm đầu tiên kể từ khi nhận giống tối đa 60.000 đồng một tháng cho mỗi vòng tằm và mười nghìn đồng cho mỗi nong dâu trồng mới ở nhà."),
    # a number broken inside
    ("Nghị định này quy định chi tiết một số điều của Luật Tằm tang theo đề nghị tại Nghị định 999/2031/NĐ-\nCP về trồng dâu\nvà nuôi tằm.",
     "Nghị định này quy định chi tiết một số điều của Luật Tằm tang theo đề nghị tại Nghị định 999/2031/NĐ-CP về trồng dâu và nuôi tằm."),
    # page head with its number, a stamp and a page number in the middle of a sentence
    (("Hộ nuôi tằm có trách nhiệm\nNgười ký: CỔNG THỬ\nEmail: thu@example.vn\nCơ quan: VĂN PHÒNG\nThời gian ký: 07.01.2031 16:32:41 +07:00\n\n \n4 \n"
     "CÔNG BÁO/Số 15 + 16/Ngày 29-12-2031 \n \nghi sổ nuôi tằm."), "Hộ nuôi tằm có trách nhiệm ghi sổ nuôi tằm."),
    ("Hộ nuôi tằm có trách\nCÔNG BÁO/Số 3/Ngày 02-06-2031 \n85\n \nnhiệm ghi sổ.", "Hộ nuôi tằm có trách nhiệm ghi sổ."),
    # a place whose line is short; a text of few lines
    ("2. Giấy theo quy định tại khoản 3\nĐiều 26 của Luật Tằm tang.\nIII. Kén", "2. Giấy theo quy định tại khoản 3 Điều 26 của Luật Tằm tang.\nIII. Kén"),
    ("Nuôi tằm theo điểm k\nkhoản 2 Điều này; trồng dâu theo điểm a, b\nĐiều này.", "Nuôi tằm theo điểm k khoản 2 Điều này; trồng dâu theo điểm a, b Điều này."),
    ("Hết phần một.\n(Xem tiếp Công báo số 17 + 18)\nCÔNG BÁO/Số 3/Ngày 02-06-2031\nPhần hai.", "Hết phần một.\nPhần hai."),
    # columns of a header and lines under it
    (("CHÍNH PHỦ                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n-------             ---------------\nSố: 999/2031/NĐ-CP          "
     "Hà Nội, ngày 02 tháng 3 năm 2031\nCÔNG BÁO/Số 3/Ngày 02-06-2031\n9\n"),
     "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 999/2031/NĐ-CP\nHà Nội, ngày 02 tháng 3 năm 2031"),
    # a list of forms with codes, in lines that justified print broke early; a number broken before its symbol
    (("1. Hộ nuôi tằm gửi đơn theo mẫu cho cơ quan quản lý tằm tang của địa phương\nnơi nuôi tằm. Thay thế các Mẫu số 01-ĐK/TTAM/2031, Mẫu số 02-\nĐN/TTAM/2031,\n"
      "Mẫu\nsố\n03-TƠK/TTAM/2031,\nMẫu\nsố\n04-\nDÂU/TTAM/2031 và Mẫu số 05-KT/TTAM/2031 tại Phụ lục ban hành kèm theo Nghị\nđịnh số 999/2031/NĐ-CP."),
     ("1. Hộ nuôi tằm gửi đơn theo mẫu cho cơ quan quản lý tằm tang của địa phương nơi nuôi tằm. Thay thế các Mẫu số 01-ĐK/TTAM/2031, "
      "Mẫu số 02-ĐN/TTAM/2031, Mẫu số 03-TƠK/TTAM/2031, Mẫu số 04-DÂU/TTAM/2031 và Mẫu số 05-KT/TTAM/2031 tại Phụ lục ban hành kèm theo "
      "Nghị định số 999/2031/NĐ-CP.")),
    ("Nuôi tằm theo tinh thần của Nghị quyết số 918-\nNQ/TW về tằm tang của Ban Chấp hành và theo các quy\nđịnh khác.",
     "Nuôi tằm theo tinh thần của Nghị quyết số 918-NQ/TW về tằm tang của Ban Chấp hành và theo các quy định khác."),
    # forms that stand in lines of their own
    ("Hồ sơ gồm các giấy tờ theo các mẫu ban hành kèm theo Nghị định này mà hộ nuôi tằm\nnộp:\nMẫu số 01 Đơn đề nghị,\nMẫu số 02 Tờ khai.",
     "Hồ sơ gồm các giấy tờ theo các mẫu ban hành kèm theo Nghị định này mà hộ nuôi tằm nộp:\nMẫu số 01 Đơn đề nghị,\nMẫu số 02 Tờ khai."),
    # an amendment: the new wording begins its own paragraph
    ("Điều 3. Sửa đổi, bổ sung khoản 3 Điều 6\n“3. Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ về giống tằm,\ncơ quan trả lời.”.",
     "Điều 3. Sửa đổi, bổ sung khoản 3 Điều 6\n“3. Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ về giống tằm, cơ quan trả lời.”."),
)  # fmt: skip

CLEAN = (
    "Khoản 2\nĐiều 26. Tằm tang\nNghị định này về tằm.",
    "",
    "theo Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ về tằm tang",
    "Điều 1. Phạm vi điều chỉnh\nNghị định này quy định về tằm tang.\nĐiều 2. Đối tượng áp dụng\n1. Hộ nuôi tằm.\n2. Cơ quan quản lý.",
    "NGHỊ ĐỊNH số 999/2031/NĐ-CP\nVề tằm tang\n\nĐiều 1. Phạm vi\n" + "Văn bản này áp dụng cho mọi hộ nuôi tằm trên cả nước. " * 9 + "Hết.",
    "a) trồng dâu;\nb) nuôi tằm;\nc) ươm tơ.",
)

NOTED = """CÔNG BÁO/Số 3/Ngày 02-06-2031
7
Điều 1. Phạm vi1
Nghị định này quy định về việc trồng dâu, nuôi tằm và ươm tơ trong cả nước.
2.2 (được bãi bỏ)
3. Hộ nuôi tằm được hỗ trợ giống tằm và dâu theo quy định của địa phương
nơi nuôi tằm.

1 Điều này được sửa đổi, bổ sung theo quy định tại khoản 1 Điều 1 của Nghị định số 998/2032/NĐ-CP,
có hiệu lực kể từ ngày 01 tháng 5 năm 2032.
2 Khoản này được bãi bỏ theo quy định tại khoản 2 Điều 1 của Nghị định số 998/2032/NĐ-CP.
CÔNG BÁO/Số 3/Ngày 02-06-2031
8
Điều 2. Hiệu lực thi hành
Nghị định này có hiệu lực kể từ ngày 01 tháng 01 năm 2032.
"""


@pytest.mark.parametrize(("printed", "readable"), WRAPPED)
def test_printed_lines_become_paragraphs(printed: str, readable: str) -> None:
    assert flow(printed).text == readable


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_comes_through_unchanged(text: str) -> None:
    read = flow(text)
    assert read.text == text
    assert len(read.back.new) == 1


def test_blanks_in_excess_go_and_their_places_are_known() -> None:
    printed = "  Điều 1.\u00a0Phạm  vi \r\nVăn\u200b bản này.  "
    read = flow(printed)
    assert read.text == "Điều 1. Phạm vi\nVăn bản này."
    assert read.back.to_old(read.text.index("bản")) == printed.index("bản")


LINKED = (
    ("theo Quyết định số [4001/QĐ-TTg](https://example.org/van-ban/(1)/q.aspx) ngày 10/7/2032", "theo Quyết định số 4001/QĐ-TTg ngày 10/7/2032"),
    ('![dấu](/dau.png)Trồng dâu[3](https://example.org/x#_ftn3) [ở đây](#noi "nơi")', "Trồng dâu ở đây"),
    ("a * b * c, [1](2), x[1](khoản 2), ** dâu **, **tằm**", "a * b * c, [1](2), x[1](khoản 2), ** dâu **, **tằm**"),
)  # fmt: skip
MARKED = (
    ("## **Điều 1. Tằm**\n1\\. Trồng ***dâu***, [a]", "Điều 1. Tằm\n1. Trồng dâu, [a]"),
    ("# NGHỊ ĐỊNH\nSố: [**5/2031/NĐ-CP**](/5)", "NGHỊ ĐỊNH\nSố: 5/2031/NĐ-CP"),
    ("a * b, ** dâu **, #5, C:\\tằm", "a * b, ** dâu **, #5, C:\\tằm"),
)  # fmt: skip


@pytest.mark.parametrize(("given_text", "readable", "markdown"), [(*c, False) for c in LINKED] + [(*c, True) for c in MARKED])
def test_links_and_marks_go_and_their_places_are_known(given_text: str, readable: str, markdown: bool) -> None:
    read = flow(given_text, markdown=markdown)
    assert read.text == readable
    for word in ("Quyết", "ngày", "Tằm", "Trồng", "đây", "tằm", "5/2031"):
        if word in readable:
            assert given_text[read.back.to_old(readable.index(word)) :].startswith(word)


def test_decomposed_letters_lead_back() -> None:
    given_text = unicodedata.normalize("NFD", "theo Điều 5 của Luật Tằm tang")
    read = flow(given_text)
    assert read.text == "theo Điều 5 của Luật Tằm tang"
    assert given_text[read.back.to_old(read.text.index("tang")) :] == "tang"


def test_hyphens_that_do_not_break_are_hyphens() -> None:
    assert flow("Nghị định số 901/2031/NĐ‑CP ngày 31‐8‐2031").text == "Nghị định số 901/2031/NĐ-CP ngày 31-8-2031"


def test_letters_of_other_alphabets_that_look_vietnamese_are_so() -> None:
    read = flow("Ðiều 5 và ðiểm a Nghị định số 901/2031/N\u0189-CP")
    assert read.text == "Điều 5 và điểm a Nghị định số 901/2031/NĐ-CP"
    assert read.back.to_old(7) == 7


def test_footnotes_stand_at_the_end_and_know_where_they_are_called() -> None:
    read = flow(NOTED)
    main, _, notes = read.text.partition("\n-----\n")
    assert main.splitlines() == [
        "Điều 1. Phạm vi",
        "Nghị định này quy định về việc trồng dâu, nuôi tằm và ươm tơ trong cả nước.",
        "2. (được bãi bỏ)",
        "3. Hộ nuôi tằm được hỗ trợ giống tằm và dâu theo quy định của địa phương nơi nuôi tằm.",
        "Điều 2. Hiệu lực thi hành",
        "Nghị định này có hiệu lực kể từ ngày 01 tháng 01 năm 2032.",
    ]
    assert [line[:4] for line in notes.splitlines()] == ["[1] ", "[2] "]
    assert [(note.label, read.text[: note.called].rpartition("\n")[2]) for note in read.notes] == [("1", "Điều 1. Phạm vi"), ("2", "2.")]
    assert all(read.text[note.start : note.end].endswith((".", "2032.")) for note in read.notes)


def test_digits_that_call_no_note_stay() -> None:
    text = "CÔNG BÁO/Số 3/Ngày 02-06-2031\n7\nTheo Luật số 41/2031/QH19 diện tích 5 m2 và mẫu B1.\nĐiều 2. Hết3 chương.\n"
    assert flow(text).text == "Theo Luật số 41/2031/QH19 diện tích 5 m2 và mẫu B1.\nĐiều 2. Hết3 chương."


def test_a_number_that_goes_on_with_the_line_above_begins_no_note() -> None:
    text = (
        "CÔNG BÁO/Số 3/Ngày 02-06-2031\n7\nĐiều 2. Hỗ trợ1\nHộ nuôi tằm mua giống, dụng cụ và kén theo quy định tại khoản 4 Điều\n"
        "1 Nghị định số 901/2031/NĐ-CP thì hộ nuôi tằm được nộp hồ sơ tại nơi nuôi tằm.\n"
    )
    read = flow(text)
    assert not read.notes
    assert "khoản 4 Điều 1 Nghị định số 901/2031/NĐ-CP thì" in read.text


def test_footnotes_set_apart_by_the_reader() -> None:
    text = "Điều 1. Phạm vi\nVăn bản này.\n[1] Điều này được bãi bỏ."
    read = flow(text, notes_start=text.index("[1]"), note_calls=((15, "1"), (28, "2")))
    assert [(note.label, note.called, read.text[note.start : note.end]) for note in read.notes] == [("1", 15, "Điều này được bãi bỏ.")]
    assert [doubt.code for doubt in read.diagnostics] == ["note-missing"]


def test_notes_at_the_end_of_a_page_of_a_portal() -> None:
    text = "Điều 1. Phạm vi[1]\n1.[2] (được bãi bỏ)\n2. Hộ nuôi tằm.\n[1] Điều này được sửa đổi.\nTrước đó đã có.\n[2] Khoản này được bãi bỏ."
    read = flow(text)
    assert read.text == "Điều 1. Phạm vi\n1. (được bãi bỏ)\n2. Hộ nuôi tằm.\n-----\n[1] Điều này được sửa đổi. Trước đó đã có.\n[2] Khoản này được bãi bỏ."
    assert [(note.label, note.called) for note in read.notes] == [("1", 15), ("2", 18)]
    assert leads_back(text, read)
    assert flow("Điều 1. Phạm vi\nXem [1].\n1. Một.").notes == ()


def test_pages_without_running_heads_are_known_by_their_numbers() -> None:
    sheet = "hộ nuôi tằm ghi sổ theo dõi và báo cáo với cơ quan quản lý tằm tang của địa\n" * 15 + "phương nơi nuôi.\n"
    printed = sheet + "".join(f"Cơ quan quản lý tằm tang của địa phương kiểm tra sổ theo dõi và\n{page}\nbáo cáo.\n{sheet}" for page in (2, 3, 4, 5))
    read = flow(printed).text
    assert read.count("kiểm tra sổ theo dõi và báo cáo.") == 4
    assert not any(char.isdigit() for char in read)


def test_page_numbers_go_and_cells_of_tables_stay() -> None:
    pages = "hết\n7\nCÔNG BÁO/Số 3/Ngày 02-06-2031\n1\nGiống tằm\n8\n8\nCÔNG BÁO/Số 3/Ngày 02-06-2031\nhai"
    assert blank_furniture(pages).split() == ["hết", "1", "Giống", "tằm", "hai"]
    assert len(blank_furniture(pages)) == len(pages)


PIECES = st.sampled_from(
    ["Điều 1. Phạm vi", "\n", "\n", "\r\n", " ", "  ", "\t", "\u00a0", "\u200b", "“", "”", '"', "1. ", "a) ", "- ", "quy định tại", "khoản 2", "này.", "hết;",
     "CÔNG BÁO/Số 3/Ngày 02-06-2031", "12", "1", "2", "1 Khoản này được sửa đổi theo số 3", "Người ký: A", "16:32:41 +07:00", "----", "e\u0302\u0323", "\f",
     "PHỤ LỤC I", "tằm1", "(Xem tiếp Công báo số 3)", "\u1100\u1161", "BỘ TẰM TANG", "[1]", "\n[1] Điều này", "[2]"]
)  # fmt: skip
# Hyphens of Word, read as the one that is typed, and other alphabets' letters, read as the Vietnamese ones.
AS_TYPED = str.maketrans("\u2010\u2011\u00d0\u0189\u00f0", "--ĐĐđ")
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=40).map("".join)


def leads_back(text: str, read: Flow) -> bool:
    """Every character that was kept leads to an equal one; what was put in is blank, or the number of a note."""
    back = read.back
    # A map may know pieces behind the end of the text: what was there has gone.
    bounds = [min(bound, len(read.text)) for bound in (*back.new[1:], len(read.text))]
    for start, end, old, kept in zip(back.new, bounds, back.old, back.kept, strict=True):
        if not kept:
            if unicodedata.is_normalized("NFC", text) and not all(c.isspace() or c in "-[]0123456789" for c in read.text[start:end]):
                return False
            continue
        for place in range(start, end):
            was = text[old + place - start].translate(AS_TYPED)
            if not was.isspace() and was != read.text[place]:
                return False
    return True


@example("Số: 12/2031/NĐ\u2011CP \u2010 tằm")
@example("Ðiều 5 ð")
@given(TEXTS)
def test_any_text_has_a_readable_form(text: str) -> None:
    read = flow(text)
    assert unicodedata.is_normalized("NFC", read.text)
    assert leads_back(text, read)
    assert all(0 <= note.start <= note.end <= len(read.text) for note in read.notes)
    for start in range(len(read.text)):
        assert 0 <= read.back.to_old(start) <= len(text)


@example("Số: 12/2031/NĐ\u2011CP \u2010 tằm")
@given(TEXTS)
def test_nothing_visible_is_lost_or_invented(text: str) -> None:
    if any(sign in text for sign in ("CÔNG BÁO", "Người ký", "----", "Công báo", "\u200b")):
        return
    text = unicodedata.normalize("NFC", text)
    invisible = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
    if not flow(text).notes:
        assert "".join(flow(text).text.split()) == "".join(text.translate(invisible).translate(AS_TYPED).split())


@settings(max_examples=30)
@given(st.lists(st.sampled_from([c for c in CLEAN if c]), min_size=1, max_size=4).map("\n".join))
def test_readable_text_stays(text: str) -> None:
    once = flow(text).text
    assert flow(once).text == once


def seconds(text: str) -> float:
    def once() -> float:
        begun = time.process_time()
        flow(text)
        return time.process_time() - begun

    return min(once() for _ in range(3))


@pytest.mark.parametrize("piece", [NOTED, CLEAN[2] + "\n", "“Điều 5. Mở\n", "CÔNG BÁO/Số ", "Người ký: ", " \t", "1 Khoản này được\n", "a" * 200 + "1 ", "![](", "[a](/b"])
def test_time_grows_with_the_text(piece: str) -> None:
    small, large = piece * (20_000 // len(piece)), piece * (160_000 // len(piece))
    assert seconds(large) < 32 * seconds(small) + 0.05

"""PDF: lines in reading order, columns, tables, footnotes, stamps, heads, turned pages; scans and broken files refused."""

import gc
import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument, PdfPage, PdfTextPage
from tests.waiting import effort

from legalgraph.errors import SourceError
from legalgraph.model.reading import SourceDocument
from legalgraph.sources import pdf as pdf_module
from legalgraph.sources.pdf import read_pdf
from legalgraph.sources.pdf_letters import Letter
from legalgraph.sources.pdf_pages import arrange
from legalgraph.sources.pdf_tables import take_tables
from legalgraph.text.reading import read

# Folders of tests are no packages: the maker of files stands beside this file.
_SPEC = importlib.util.spec_from_file_location("pdfs", Path(__file__).with_name("pdfs.py"))
assert _SPEC
assert _SPEC.loader
pdfs: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(pdfs)
Sheet, pdf, width = pdfs.Sheet, pdfs.pdf, pdfs.width


def only(data: bytes, name: str = "tam-tang.pdf") -> SourceDocument:
    (document,) = read_pdf(data, name)
    return document


def lines(document: SourceDocument) -> list[str]:
    return [line for line in document.text.split("\n") if line.strip()]


def header() -> Any:
    sheet = Sheet()
    sheet.write("CHÍNH PHỦ\n_______\nSố: 901/2031/NĐ-CP", left=90, top=90)
    sheet.write("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", left=330, top=90, size=11)
    sheet.write("Hà Nội, ngày 02 tháng 3 năm 2031", left=340, top=150, size=12)
    title = "NGHỊ ĐỊNH"
    sheet.write(title, left=297 - width(title, 14) / 2, top=190, size=14)
    sheet.write("Về tằm tang thử nghiệm", left=297 - width("Về tằm tang thử nghiệm", 14) / 2, top=212, size=14)
    sheet.write("Căn cứ Luật Thử nghiệm số 9/2030/QH20;\nChính phủ ban hành Nghị định về tằm tang thử nghiệm.", top=245)
    sheet.write("Điều 1. Phạm vi điều chỉnh\nNghị định này quy định về tằm tang thử nghiệm.", top=300)
    return sheet


def test_columns_of_a_header_are_read_one_after_the_other() -> None:
    document = only(pdf(header()))
    assert lines(document)[:6] == [
        "CHÍNH PHỦ", "Số: 901/2031/NĐ-CP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Hà Nội, ngày 02 tháng 3 năm 2031", "NGHỊ ĐỊNH",
    ]  # fmt: skip
    meta = read(document.text).metadata
    assert (str(meta.number), str(meta.issued), meta.type, meta.title) == ("901/2031/NĐ-CP", "2031-03-02", "nd", "Về tằm tang thử nghiệm")


def test_every_line_leads_back_to_its_page_and_box() -> None:
    document = only(pdf(header(), Sheet().write("Điều 2. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 5 năm 2031.")))
    places = {document.text[offset : document.text.index("\n", offset)]: origin for offset, origin in document.origins}
    origin = places["Điều 2. Hiệu lực"]
    assert (origin.page, origin.line) == (2, 1)
    left, top, right, bottom = origin.box or (0, 0, 0, 0)
    assert left == pytest.approx(80, abs=1)
    assert right == pytest.approx(80 + width("Điều 2. Hiệu lực", 13), abs=3)
    assert top < 100 <= bottom + 1
    assert [offset for offset, _ in document.origins] == sorted(offset for offset, _ in document.origins)


def test_heads_numbers_and_stamps_are_no_text() -> None:
    sheet = Sheet().write("CÔNG BÁO/Số 12 + 13/Ngày 10-3-2031", left=150, top=50, size=12).write("7", left=540, top=50, size=12)
    sheet.write("Điều 3. Tổ chức thử nghiệm\nCơ quan thử nghiệm lập kế hoạch", top=120)
    sheet.write("Người ký: Cổng tin thử nghiệm\nEmail: thu@nghiem.vn\nThời gian ký: 10.03.2031 09:00:00 +07:00", left=350, top=160, size=7)
    sheet.write("và gửi về nơi thử nghiệm trong năm.", top=200)
    assert lines(only(pdf(sheet))) == ["Điều 3. Tổ chức thử nghiệm", "Cơ quan thử nghiệm lập kế hoạch", "và gửi về nơi thử nghiệm trong năm."]


def test_footnotes_are_taken_out_of_the_sentence() -> None:
    sheet = Sheet().write("1. Người nuôi tằm được hỗ trợ", top=120)
    end = 80 + width("1. Người nuôi tằm được hỗ trợ", 13)
    sheet.words.append((end, 115, 7, "12"))
    sheet.write("theo mức thử nghiệm.", top=140)
    sheet.words.append((80, 745, 6, "12"))
    sheet.write("Khoản này được bổ sung theo quy định tại khoản 2 Điều 1", left=80 + width("12", 6) + 3, top=750, size=10)
    sheet.write("của Nghị định số 902/2032/NĐ-CP.", top=764, size=10)
    document = only(pdf(sheet, Sheet().write("2. Mức thử nghiệm do cơ quan quyết định.", top=120)))
    assert document.notes_start is not None
    body, notes = document.text[: document.notes_start], document.text[document.notes_start :]
    assert "1. Người nuôi tằm được hỗ trợ\ntheo mức thử nghiệm." in body
    assert notes.strip() == "[12] Khoản này được bổ sung theo quy định tại khoản 2 Điều 1 của Nghị định số 902/2032/NĐ-CP."
    assert document.note_calls == ((body.index("hỗ trợ") + len("hỗ trợ"), "12"),)
    reading = read(document.text, notes_start=document.notes_start, note_calls=document.note_calls)
    assert [(note.label, reading.text[note.called - 6 : note.called]) for note in reading.notes if note.called] == [("12", "hỗ trợ")]
    assert [said.kind for said in reading.statements if said.kind != "refers"] == ["amended_by"]


def ruled(rows: list[list[str]], top: float = 150) -> Any:
    sheet = Sheet()
    edges, height = [80, 120, 320, 500], 40
    for number, row in enumerate(rows):
        for left, cell in zip(edges, row, strict=False):
            sheet.write(cell, left=left + 4, top=top + number * height + 14, size=10)
    bottom = top + len(rows) * height
    sheet.rules += [(edges[0], y, edges[-1], y + 0.5) for y in (top + n * height for n in range(len(rows) + 1))]
    sheet.rules += [(x, top, x + 0.5, bottom) for x in edges]
    return sheet


def test_each_row_of_a_ruled_table_is_one_line() -> None:
    sheet = ruled([["STT", "Văn bản", "Lý do"], ["1", "Thông tư số 5/2029/TT-BTC\nvề tằm", "Bãi bỏ"], ["2", "Thông tư số 6/2029/TT-BTC", ""]])
    sheet.write("Danh mục thử nghiệm", top=120)
    assert lines(only(pdf(sheet))) == [
        "Danh mục thử nghiệm", "STT | Văn bản | Lý do", "1 | Thông tư số 5/2029/TT-BTC về tằm | Bãi bỏ", "2 | Thông tư số 6/2029/TT-BTC",
    ]  # fmt: skip


def test_a_page_shown_turned_is_read_upright() -> None:
    sheet = Sheet(turned=90).write("Phụ lục I\nDanh mục cây dâu thử nghiệm ở vùng cao và những nơi khác trong nước", left=100, top=80)
    assert lines(only(pdf(sheet))) == ["Phụ lục I", "Danh mục cây dâu thử nghiệm ở vùng cao và những nơi khác trong nước"]


def test_a_scan_is_named_with_the_remedy() -> None:
    with pytest.raises(SourceError, match=r"tam-tang\.pdf: a scan without a text layer \(3 of 3 pages.*ocrmypdf -l vie"):
        only(pdf(*(Sheet(picture=True) for _ in range(3))))


def test_a_few_scanned_pages_are_told() -> None:
    document = only(pdf(header(), Sheet(picture=True), Sheet().write("Điều 2. Hiệu lực")))
    assert [(d.code, d.message) for d in document.diagnostics] == [
        ("page-without-text", "pages without text that can be read: page 2; recognise them with ocrmypdf")
    ]


def test_a_picture_behind_words_is_no_scan() -> None:
    sheet = header()
    sheet.picture = True
    assert read(only(pdf(sheet)).text).metadata.number is not None


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MOST_PAGES", 2)
    with pytest.raises(SourceError, match="3 pages; from 1 to 2 are read"):
        only(pdf(*(header() for _ in range(3))))


def noted(*, scaled: bool = False) -> Any:
    sheet = Sheet(scaled=scaled).write("1. Người nuôi tằm được hỗ trợ\ntheo mức thử nghiệm, sau khi đã nộp đủ hồ sơ.", top=120)
    sheet.words.append((80 + width("1. Người nuôi tằm được hỗ trợ", 13), 115, 7, "12"))
    sheet.rules.append((80, 735, 220, 735.5))
    sheet.words.append((80, 745, 6, "12"))
    return sheet.write("Khoản này được bổ sung theo quy định sau:", left=80 + width("12", 6) + 3, top=750, size=10)


def notes(document: SourceDocument) -> list[str]:
    return [] if document.notes_start is None else document.text[document.notes_start :].splitlines()


def test_type_of_size_one_that_is_drawn_larger() -> None:
    assert notes(only(pdf(noted(scaled=True)))) == notes(only(pdf(noted()))) == ["[12] Khoản này được bổ sung theo quy định sau:"]


def test_a_footnote_goes_on_below_the_rule_of_the_next_page_only() -> None:
    on = Sheet().write("2. Mức thử nghiệm do cơ quan quyết định, và được báo cáo.", top=120)
    on.rules.append((80, 735, 500, 735.5))
    on.write("“1. Mức cao nhất là mười.”", top=750, size=10)
    last = Sheet().write("3. Việc thử nghiệm kết thúc, và kết quả được nộp lại.", top=120).write("Ghi chú: mười là số tròn.", top=750, size=10)
    document = only(pdf(noted(), on, last))
    assert notes(document) == ["[12] Khoản này được bổ sung theo quy định sau: “1. Mức cao nhất là mười.”"]
    assert "Ghi chú: mười là số tròn." in lines(document)


def test_numbers_in_a_footnote_begin_no_other() -> None:
    sheet = noted().write("1. Mức cao nhất là mười.", top=764, size=10)
    assert notes(only(pdf(sheet))) == ["[12] Khoản này được bổ sung theo quy định sau: 1. Mức cao nhất là mười."]


def test_small_lines_at_the_foot_without_a_mark_are_text() -> None:
    sheet = Sheet().write("Bộ trưởng chịu trách nhiệm thi hành việc thử nghiệm này.", top=120).write("1. Ghi rõ\n2. Ghi đủ", top=700, size=9)
    assert lines(only(pdf(sheet)))[1:] == ["1. Ghi rõ", "2. Ghi đủ"]
    assert only(pdf(sheet)).notes_start is None


def test_raised_digits_that_call_no_footnote_stay() -> None:
    sheet = Sheet().write("Nơi nuôi tằm rộng 50 m", top=120).write("Mức thử nghiệm", top=150)
    sheet.words += [(80 + width("Nơi nuôi tằm rộng 50 m", 13), 115, 7, "2"), (80 + width("Mức thử nghiệm", 13), 145, 7, "4")]
    assert lines(only(pdf(sheet))) == ["Nơi nuôi tằm rộng 50 m2", "Mức thử nghiệm4"]


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    document = only(pdf(Sheet().write("Bãi bỏ Thông tư số 5/2029/TT-\nBTC về tằm tang.")))
    assert lines(document) == ["Bãi bỏ Thông tư số 5/2029/TT-", "BTC về tằm tang."]


def test_recipients_and_who_signs_are_read_one_after_the_other() -> None:
    sheet = Sheet().write("Điều 9. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 5 năm 2031./.", top=100)
    sheet.write("Nơi nhận:\n- Các bộ;\n- Lưu: VT.", top=160, size=11)
    sheet.write("TM. CHÍNH PHỦ\nTHỦ TƯỚNG", left=370, top=150).write("Trần Văn Dâu", left=375, top=183)
    assert lines(only(pdf(sheet)))[2:] == ["Nơi nhận:", "- Các bộ;", "- Lưu: VT.", "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Trần Văn Dâu"]


def test_words_across_the_page() -> None:
    sheet = ruled([["STT", "Văn bản", "Lý do"], ["1", "Thông tư số 5/2029/TT-BTC", ""]])
    sheet.upwards += [(420, 222, 10, "Bãi bỏ"), (580, 600, 12, "CÔNG BÁO/Số 12/Ngày 10-3-2031")]
    sheet.raw = "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm <0001000200030004> Tj ET"  # a watermark, aslant
    assert lines(only(pdf(sheet))) == ["STT | Văn bản | Lý do", "1 | Thông tư số 5/2029/TT-BTC | Bãi bỏ"]


def test_words_across_beside_the_state() -> None:
    sheet = Sheet().write("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", left=200, top=200)
    sheet.upwards.append((196, 200, 10, "Phụ lục số"))
    assert lines(only(pdf(sheet))) == ["Phụ lục số | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


def test_a_head_above_several_columns_stays_whole() -> None:
    sheet = Sheet()
    for x, top in ((80, 100), (180, 100), (280, 140), (380, 100), (480, 100)):
        sheet.rules.append((x, top, x + 0.5, 220))
    sheet.rules += [(80, y, 480, y + 0.5) for y in (100, 180, 220)]
    sheet.rules.append((180, 140, 380, 140.5))
    for left, top, words in ((84, 120, "Chỉ tiêu"), (236, 120, "Cả hai năm thử"), (184, 160, "Năm một"), (284, 160, "Năm hai"), (384, 120, "Ghi chú"),
                             (84, 200, "Kén"), (184, 200, "10"), (284, 200, "20"), (384, 200, "kg")):  # fmt: skip
        sheet.write(words, left=left, top=top, size=10)
    assert lines(only(pdf(sheet))) == ["Chỉ tiêu | Cả hai năm thử Năm một | Năm hai | Ghi chú", "Kén | 10 | 20 | kg"]


def test_a_cell_that_spans_rows_belongs_to_the_first() -> None:
    sheet = Sheet()
    sheet.rules += [(x, 100, x + 0.5, 220) for x in (80, 120, 250, 500)]
    sheet.rules += [(80, y, 500, y + 0.5) for y in (100, 140, 220)]
    sheet.rules.append((80, 180, 250, 180.5))
    for left, top, words in ((84, 120, "TT"), (124, 120, "Mẫu"), (254, 120, "Áp dụng"), (84, 155, "1"), (124, 155, "Mẫu số 1"),
                             (84, 195, "2"), (124, 195, "Mẫu số 2"), (254, 155, "Nuôi tằm thử"), (254, 205, "trong năm")):  # fmt: skip
        sheet.write(words, left=left, top=top, size=10)
    assert lines(only(pdf(sheet))) == ["TT | Mẫu | Áp dụng", "1 | Mẫu số 1 | Nuôi tằm thử trong năm", "2 | Mẫu số 2"]


def test_a_footnote_is_called_in_a_cell_and_behind_dots() -> None:
    sheet = ruled([["STT", "Văn bản", "Ghi chú"], ["1", "Thông tư số 5/2029/TT-BTC", "Bãi bỏ"]])
    sheet.write("Nơi nuôi tằm thử nghiệm:.........", top=120)
    sheet.words += [(324 + width("Ghi chú", 10), 160, 6, "1"), (80 + width("Nơi nuôi tằm thử nghiệm:.........", 13), 115, 7, "2")]
    for number, words in (("1", "Ghi rõ lý do."), ("2", "Ghi rõ xã, phường.")):
        top = 735 + int(number) * 14
        sheet.words.append((80, top - 5, 6, number))
        sheet.write(words, left=88, top=top, size=9)
    document = only(pdf(sheet))
    assert notes(document) == ["[1] Ghi rõ lý do.", "[2] Ghi rõ xã, phường."]
    called = {label: document.text[:at].rsplit("\n", 1)[-1] for at, label in document.note_calls}
    assert called == {"1": "STT | Văn bản | Ghi chú", "2": "Nơi nuôi tằm thử nghiệm:........."}


def test_a_white_number_behind_a_mark_is_not_shown() -> None:
    sheet = noted()
    codes = {letter: number for number, letter in enumerate(sorted({x for *_, text in sheet.words for x in text}), 1)}
    left = 80 + width("1. Người nuôi tằm được hỗ trợ", 13) + width("12", 7)
    sheet.raw = f"1 1 1 rg BT /F1 7 Tf 1 0 0 1 {left} {pdfs.HEIGHT - 115} Tm <{codes['1']:04x}> Tj ET"
    document = only(pdf(sheet))
    assert [label for _, label in document.note_calls] == ["12"]
    assert notes(document) == notes(only(pdf(noted())))


def test_the_foot_of_a_page_that_is_written_across_is_its_foot() -> None:
    words = "\n".join(f"Dòng thứ {number} của danh mục cây dâu" for number in range(12))
    sheet = Sheet()
    # Written upwards on an upright page: read from its right side, with the page's number at the foot there.
    sheet.upwards += [(100 + 22 * number, 700, 13, line) for number, line in enumerate(words.split("\n"))]
    sheet.upwards.append((575, 120, 12, "12"))
    assert lines(only(pdf(sheet))) == words.split("\n")


@pytest.mark.parametrize("place", ["1e30 0 0 1e30 0 0", "1 0 0 1 1e38 -1e38", "0 0 0 0 0 0", "1e38 1e38 1e38 1e38 1e38 1e38", "1 0 0 1 99999999999999999999999999999999999999999999 0"])
def test_places_that_are_none(place: str) -> None:
    sheet = header()
    first, *_, left, _ = place.split()
    sheet.raw = f"BT /F1 12 Tf {place} Tm <00010002> Tj ET {first} 0 {left} 10 re S"
    assert "NGHỊ ĐỊNH" in lines(only(pdf(sheet)))


WHOLE = pdf(header(), ruled([["a", "b", "c"], ["d", "e", "f"]]))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", WHOLE[:300], b"%PDF-1.4\n%%EOF", WHOLE.replace(b"/Count 2", b"/Count 0").replace(b"/Kids [", b"/Kid [")])
def test_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="tam-tang"):
        only(data)


_ID = b" /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
_LOCK = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>"


@pytest.mark.parametrize(("data", "told"), [
    (WHOLE.replace(b"trailer << ", b"trailer << /Encrypt " + _LOCK + _ID), "locked with a password; save it without"),
    (WHOLE.replace(b"trailer << ", b"trailer << /Encrypt << /Filter /Thu.Nghiem /V 4 >>" + _ID), "protected in a way .* save it without protection"),
    (WHOLE[: len(WHOLE) // 2], r"broken or cut off \(.*\); fetch it again"),
    (WHOLE.replace(b"/Kids [", b"/Kid ["), r"broken in the middle \(.*\); fetch it again"),
])  # fmt: skip
def test_a_refusal_says_why_and_what_to_do(data: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=rf"tam-tang\.pdf: {told}"):
        only(data)


def test_many_files_leave_nothing_behind() -> None:
    def held() -> int:
        gc.collect()
        return sum(isinstance(thing, PdfDocument | PdfPage | PdfTextPage) for thing in gc.get_objects())

    before = held()
    scan = pdf(Sheet(picture=True))
    for data in (WHOLE, scan, WHOLE[:300], WHOLE.replace(b"/Kids [", b"/Kid [")) * 25:
        try:
            list(read_pdf(data, "x.pdf"))
        except SourceError:
            continue
    assert held() == before


def test_hostile_pages_take_linear_time() -> None:
    assert effort(_arrange_hostile_pages) < 5  # each took more than ten seconds once


def _arrange_hostile_pages() -> None:
    raised = [Letter("1", n * 3.0 + 6, 395, n * 3 + 8.0, 390, 6) for n in range(20_000)]
    between = [Letter("b", n * 3.0 + 6, 400, n * 3 + 8.0, 390, 12) for n in range(20_000)]
    assert len(arrange(1, 595, 842, raised + between, 0).lines) == 1
    rules = [(80.0, 100.0 + 6 * n, 350.0, 100.5 + 6 * n) for n in range(1_800)]
    rules += [(x, 100.0, x + 0.5, 10_900.0) for x in (80.0, 150.0, 350.0, 499.0)]
    beside = [Letter("a", 400 + n % 15 * 6.0, 10_890 - n // 15 % 40 * 3.0, 405 + n % 15 * 6.0, 10_880 - n // 15 % 40 * 3.0, 8) for n in range(40_000)]
    outside, rows = take_tables(beside, rules)
    assert len(outside) == 40_000 or rows


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_files_give_documents_or_errors(data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        if data.draw(st.booleans()):
            damaged[at] = data.draw(st.integers(0, 255))
        else:
            del damaged[at : at + data.draw(st.integers(1, 60))]
    try:
        for document in read_pdf(bytes(damaged), "x.pdf"):
            assert document.text.endswith("\n")
            assert [offset for offset, _ in document.origins] == sorted(offset for offset, _ in document.origins)
    except SourceError:
        pass

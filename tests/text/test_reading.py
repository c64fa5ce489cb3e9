"""Whole readings: invented documents read exactly as their portraits say, and what holds for any text at all."""

import json
import re
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.text.tellings import ACTS, NAMES, cases, portrait, told
from tests.waiting import effort

from legalgraph.extraction.records import read_record
from legalgraph.model.reading import Reading, Unit
from legalgraph.text.reading import read

READINGS = ACTS.parent / "readings"
DOCUMENTS = sorted(READINGS.glob("*.txt"))
TEXTS = {path.stem: path.read_text("utf-8") for path in DOCUMENTS}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_documents_read_as_drawn(path: Path) -> None:
    """A portrait holds all of a reading; one that changes is drawn anew only after it was compared with the text by eye."""
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    found = portrait(read(path.read_text("utf-8"), NAMES))
    for part in expected:
        assert found[part] == expected[part], part
    assert found.keys() == expected.keys()


def test_within_counts_the_citations_that_a_record_lists() -> None:
    """Mentions of the document itself are not among them."""
    text = (
        "Thông tư này thay thế Thông tư số 904/2032/TT-BNV. Thông tư này hướng dẫn Nghị định số 903/2033/NĐ-CP "
        "sửa đổi, bổ sung Nghị định số 902/2032/NĐ-CP sửa đổi Nghị định số 901/2031/NĐ-CP."
    )
    listed = read_record({"text": text})["citations"]
    assert [(c["number"], c["within"]) for c in listed] == [
        ("904/2032/TT-BNV", None), ("903/2033/NĐ-CP", None), ("902/2032/NĐ-CP", 1), ("901/2031/NĐ-CP", 2),
    ]  # fmt: skip


def test_new_wording_speaks_of_the_document_it_will_stand_in() -> None:
    """What it cites by number is cited; "Nghị định này" and bare places in it are no places of the amending document."""
    text = """CHÍNH PHỦ
Số: 905/2033/NĐ-CP
NGHỊ ĐỊNH
Sửa đổi, bổ sung Nghị định số 901/2031/NĐ-CP
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 901/2031/NĐ-CP
1. Sửa đổi Điều 5 như sau:
“Điều 5. Tơ
1. Tơ theo khoản 2 Điều này, Điều 7 Nghị định này và Điều 8 Nghị định số 902/2031/NĐ-CP.
2. Kén theo Điều 9.”
Điều 2. Quy định chung
Thực hiện theo khoản 1 Điều 1 Nghị định này và Điều 3.
Điều 3. Hiệu lực
"""
    cited = [line for line in told(read(text, NAMES), mentions=True) if line.startswith("refers")]
    assert cited == [
        "refers 902/2031/NĐ-CP | places dieu_8 | at dieu_1/khoan_1",
        "refers this | places dieu_1/khoan_1 | at dieu_2", "refers this | places dieu_3 | at dieu_2",
    ]  # fmt: skip


@pytest.mark.parametrize("whose", ["Công ước về tơ lụa", "của Hiệp định Nuôi ong", "BLTT", "Quy chế làm việc của Hội Tằm", "hợp đồng mua kén"])
def test_places_of_what_is_no_document_here_are_not_its_own(whose: str) -> None:
    head = "CHÍNH PHỦ\nSố: 905/2033/NĐ-CP\nNGHỊ ĐỊNH\nVề tơ\nĐiều 1. Tơ\n"
    assert "refers" not in "".join(told(read(f"{head}Thực hiện theo khoản 2 Điều 2 {whose}.\nĐiều 2. Kén\n", NAMES), mentions=True))


def test_a_law_does_not_cite_itself_by_its_title() -> None:
    """The type word and the title below it, and what is issued, are the law that speaks; a number there is that of the law it amends."""
    text = """QUỐC HỘI
Luật số: 51/2034/QH17
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT TẰM TANG
Căn cứ Hiến pháp;
Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Tằm tang số 41/2031/QH16.
Điều 1. Sửa đổi, bổ sung một số điều của Luật Tằm tang
1. Bãi bỏ Điều 5.
"""
    reading = read(text, NAMES)
    assert [cited.name for cited in reading.citations if cited.mention != "self" and cited.type == "luat"] == ["Luật Tằm tang", "Luật Tằm tang"]
    assert told(reading, mentions=True) == (
        "basis Hiến pháp", "refers 41/2031/QH16", "amends 41/2031/QH16 | at dieu_1", "repeals_part 41/2031/QH16 | places dieu_5 | at dieu_1/khoan_1",
    )  # fmt: skip


def test_places_behind_the_last_article_are_not_its_own() -> None:
    text = "CHÍNH PHỦ\nSố: 905/2033/NĐ-CP\nNGHỊ ĐỊNH\nVề tơ\nĐiều 1. Tơ\nTheo khoản 2 Điều 5.\nĐiều 2. Kén\nTheo Điều 1.\n"
    assert [line for line in told(read(text, NAMES), mentions=True) if line.startswith("refers")] == ["refers this | places dieu_1 | at dieu_2"]


@pytest.mark.parametrize(("text", "titles"), [
    ("Nghị định số 3/2033/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 4/2034/NĐ-CP và Nghị định số 5/2035/NĐ-CP về nuôi tằm", ["về nuôi tằm", None, None]),
    ("Nghị định số 3/2033/NĐ-CP về tơ được sửa đổi bởi Nghị định số 4/2034/NĐ-CP về nuôi tằm", ["về tơ", "về nuôi tằm"]),
    ("Nghị định số 3/2033/NĐ-CP được sửa đổi bởi Nghị định số 4/2034/NĐ-CP về việc sửa đổi giá kén", [None, "về việc sửa đổi giá kén"]),
    ("Thông tư số 3/2033/TT-BTT được sửa đổi bởi Nghị định số 4/2034/NĐ-CP về nuôi tằm", [None, "về nuôi tằm"]),
])  # fmt: skip
def test_the_title_behind_those_that_amended_is_that_of_the_first(text: str, titles: list[str | None]) -> None:
    assert [cited.title for cited in read(text, NAMES).citations] == titles


@pytest.mark.parametrize("whose", ["", " Quy chế này", " của Quy định ban hành kèm theo Nghị định này"])
def test_places_without_a_document_are_its_own(whose: str) -> None:
    head = "CHÍNH PHỦ\nSố: 905/2033/NĐ-CP\nNGHỊ ĐỊNH\nVề tơ\nĐiều 1. Tơ\n"
    said = told(read(f"{head}Thực hiện theo khoản 2 Điều 2{whose}.\nĐiều 2. Kén\n", NAMES), mentions=True)
    assert "refers this | places dieu_2/khoan_2 | at dieu_1" in said


def test_documents_are_many() -> None:
    assert len(DOCUMENTS) >= 7


def holds(reading: Reading, given_text: str) -> None:
    """Check what holds for every reading."""
    text = reading.text
    for cited in reading.citations:
        assert cited.quote == text[cited.start : cited.end]
        assert 0 <= cited.start < cited.end <= max(cited.end, cited.extent) <= len(text)
        assert cited.within is None or reading.citations[cited.within].start <= cited.start
    spans = [(s.start, s.end) for s in reading.statements]
    assert spans == sorted(spans)
    quoted = list(quotations(reading.tree))
    for said in reading.statements:
        assert 0 <= said.start < said.end <= len(text), said
        words = [said.old_words, said.new_words, *(span for edit in said.further for span in (edit.old_words, edit.new_words))]
        assert all(0 <= span[0] < span[1] <= len(text) for span in words if span)
        assert said.kind == "refers" or not any(a <= said.start and said.end <= b for a, b in quoted), said
        assert all(place.steps for place in said.provisions)
        for target in (said.target, *said.by):
            assert target.citation is None or 0 <= target.citation < len(reading.citations)
        assert 0 <= reading.back.span_to_old(said.start, said.end)[0] <= len(given_text)


def quotations(unit: Unit) -> list[tuple[int, int]]:
    if unit.kind == "quoted":
        return [(unit.start, unit.end)]
    return [span for child in unit.children for span in quotations(child)]


SENTENCES = [case.text for table in sorted(path.stem for path in ACTS.glob("*.txt")) for case in cases(table)]
WORDS = """
bãi bỏ|Bãi bỏ|sửa đổi, bổ sung|Sửa đổi|bổ sung|Bổ sung|thay thế|Thay thế cụm từ|bằng cụm từ|hết hiệu lực|kể từ ngày|có hiệu lực|Nghị định này
Thông tư số 11/2031/TT-BCT|Nghị định số 901/2031/NĐ-CP ngày 02 tháng 3 năm 2031|của Chính phủ|khoản 2|Điều 5|điểm a, b|Phụ lục II|Mẫu số 01
như sau:|“tằm”|“|”|"|,|;|.|:|và|của|tại|vào sau|được|đã|Căn cứ|ngày 01 tháng 7 năm 2034|tạm ngưng hiệu lực|tiếp tục|đính chính|trừ|đến hết
Luật Tằm tang|này|các|một số|toàn bộ|một phần|sau đây|ban hành kèm theo|cho đến khi|áp dụng từ|Điều này|khoản 2 Điều này|vào cuối
"""
PIECES = [*WORDS.replace("\n", "|").strip("|").split("|"), "\n", "\n1. ", "\na) ", "\nĐiều 2. ", "\nPHỤ LỤC I\n"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
@example("Bổ sung vào sau  Điều 5")
@example("Thay thế cụm từ “tằm” “")
def test_any_sentence_is_read(text: str) -> None:
    holds(read(text, NAMES), text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_any_damage_is_read(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    for _ in range(data.draw(st.integers(1, 5))):
        a = data.draw(st.integers(0, len(text)))
        b = min(len(text), a + data.draw(st.integers(0, 80)))
        text = text[:a] + data.draw(st.sampled_from(["", "\n", "”", "“", " Điều 3. ", text[a:b] * 2, "ﬀ", "\u0301"])) + text[b:]
    holds(read(text, NAMES), text)


def acts(text: str) -> list[str]:
    """What a text states, but not where."""
    return sorted(re.sub(r"\s+", " ", one) for one in told(read(text, NAMES)))


def longer(text: str) -> str:
    """The document with an article of prose more: how wide its lines are printed is only seen in a text of some length."""
    begin = text.index("\nĐiều 2.")
    prose = "\n".join(f"{n}. Người nuôi tằm giữ nong nia sạch, cho ăn lá dâu tươi và ghi chép vào sổ theo dõi lứa tằm thứ {n} trong năm." * 2 for n in range(1, 30))
    return f"{text[:begin]}\nĐiều 1b. Nghề tằm\n{prose}{text[begin:]}"


@pytest.mark.parametrize("width", [64, 75, 90])
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_lines_do_not_matter(name: str, width: int) -> None:
    """The same document printed on narrower or wider pages says the same."""
    # A document whose lines are broken already is first put together.
    whole = TEXTS[name] if max(map(len, TEXTS[name].splitlines())) > 100 else read(TEXTS[name], NAMES).text
    paragraphs = longer(whole).split("\n")
    wrapped = "\n".join(line for paragraph in paragraphs for line in textwrap.wrap(paragraph, width, break_on_hyphens=False) or [""])
    assert acts(wrapped) == acts("\n".join(paragraphs)) == acts(TEXTS[name])


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("words", ["Việc nuôi tằm do người nuôi quyết định.", "Hồ sơ được bổ sung, thay thế, sửa đổi theo yêu cầu."])
def test_what_is_added_elsewhere_changes_nothing(name: str, words: str) -> None:
    text = TEXTS[name]
    begin = text.index("\nĐiều 2.")
    assert acts(f"{text[:begin]}\nĐiều 1b. Nghề tằm\n{words}{text[begin:]}") == acts(text)


@pytest.mark.slow
def test_cost_rises_with_length() -> None:
    """Four times the text, no more than about four times the time: a square would take sixteen times as long."""
    piece = "\n".join(SENTENCES)

    def seconds(times: int) -> float:
        text = piece * times
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            read(text, NAMES)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(4) < 9 * seconds(1) + 0.05


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["bãi bỏ ", "một số cụm từ ", "Điều 5, ", "“", "Nghị định số 901/2031/NĐ-CP và ", "kể từ ngày ", "được sửa đổi, bổ sung bởi ",
                                  "Bãi bỏ “a”, ", "hết hiệu lực ", "khi văn bản dẫn chiếu ", "có hiệu lực, Nghị định này ", "tại khoản 1, ", "các quy định khác trái với Nghị định này bị bãi bỏ ",
                                  "hết hiệu lực, Điều 5 ", "Nghị định này đã được thông qua ", "Kéo dài thời hạn áp dụng các ",
                                  "tạm ngưng hiệu lực ", "Lùi thời hạn áp dụng ", "bị bãi bỏ ", "nay bãi bỏ, ", "tiếp tục có hiệu lực ",
                                  "văn bản hướng dẫn Nghị định số 901/2031/NĐ-CP hết hiệu lực ", "trừ trường hợp Điều 5 và thay thế ", "khoản 1 (trừ điểm c), ", "Điều 5 (khoản 2), ", "Nghi định số 901/2031/NĐ-CP ", "Thông tư có hiệu lực từ ",
                                  "Nghị định số 901/2031/NĐ-CP được sửa đổi bởi ", "Điều 5 Quy chế tằm ", "khoản 1, trừ điểm a, ", "Từ năm học 2031 - 2032, ", "Kể từ ngày 01 tháng 7 năm 2034:\n",
                                  "Nghị định số 901/2031/NĐ-CP có sai sót. Nay đính chính như sau ", "nuôi tằm quy định tại Điều 5 và nuôi tằm ", "Điều 5 Quy chế ban hành kèm theo Nghị định số 901/2031/NĐ-CP ",
                                  "Nghị định số 901/2031/NĐ-CP\nKhoản 1 Điều 5;\n"])  # fmt: skip
def test_repetition_is_no_trap(unit: str) -> None:
    """A sentence as long as sentences get, of one word: read in a moment."""
    for text in (unit * (20_000 // len(unit)), "Bãi bỏ " + unit * (20_000 // len(unit)), f"Căn cứ {unit * (20_000 // len(unit))};"):
        assert effort(partial(read, text, NAMES)) < 4, unit


def test_blank_lines_are_no_trap() -> None:
    blank = "\n \n" * 12_000
    assert effort(partial(read, f"CHÍNH PHỦ\nNGHỊ ĐỊNH\n{blank}Điều 1. Nuôi tằm\n", NAMES)) < 2


def test_items_that_leave_out_points_or_marks_are_read_in_a_whole_document() -> None:
    text = """QUỐC HỘI
Luật số: 51/2034/QH17
LUẬT
SỬA ĐỔI MỘT SỐ ĐIỀU CỦA LUẬT TẰM TANG
Điều 2. Bỏ một số từ, điểm của Luật Tằm tang
1. Bỏ cụm từ, dấu và điểm tại các điều, khoản sau đây của Luật Tằm tang số 41/2031/QH16:
a) Bỏ điểm đ khoản 2 Điều 5;
b) Bỏ dấu “,” tại khoản 1 Điều 6.
"""
    assert [said for said in told(read(text, NAMES)) if "places" in said] == [
        "repeals_part 41/2031/QH16 | places dieu_5/khoan_2/diem_đ | at dieu_2/khoan_1/diem_a",
        "deletes_phrase 41/2031/QH16 | places dieu_6/khoan_1 | old “,” | at dieu_2/khoan_1/diem_b",
    ]

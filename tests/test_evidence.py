"""The words a relation is shown with: they tell the act, and stand in the text where they are said to."""

import pytest
from tests.conftest import TODAY

from legalgraph.library import Library, open_published
from legalgraph.model.relation import Evidence, Quote, Relation
from legalgraph.model.text import unit_rows
from legalgraph.pipeline import ingest
from legalgraph.pipeline.context import Context
from legalgraph.store.snapshots import Home
from legalgraph.text.reading import read
from legalgraph.web.presentation.relations import evidence_view, span_href
from legalgraph.web.presentation.words import Words

HEAD = """BỘ NGHỀ DỆT
Số: 06/2033/TT-BND
Hà Nội, ngày 05 tháng 7 năm 2033
THÔNG TƯ
Quy định chi tiết một số điều của Nghị định số 15/2031/NĐ-CP về nong tằm
Căn cứ Nghị định số 15/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ về nong tằm;
Bộ trưởng Bộ Nghề dệt ban hành Thông tư quy định chi tiết một số điều của Nghị định số 15/2031/NĐ-CP.
"""
BODY = """Điều 1. Phạm vi điều chỉnh
1. Thông tư này quy định chi tiết Điều 3 Nghị định số 15/2031/NĐ-CP về kích thước nong tằm.
2. Nong tằm làm từ tre.
Điều 2. Bãi bỏ một số văn bản
1. Bãi bỏ toàn bộ các Thông tư sau đây:
a) Thông tư số 01/2025/TT-BND ngày 03 tháng 02 năm 2025 của Bộ trưởng Bộ Nghề dệt về khung cửi;
b) Thông tư số 02/2026/TT-BND ngày 04 tháng 3 năm 2026 của Bộ trưởng Bộ Nghề dệt về con thoi.
2. Tên gọi khung cửi giữ nguyên.
Điều 3. Hiệu lực thi hành
1. Thông tư này có hiệu lực thi hành từ ngày 01 tháng 9 năm 2033.
2. Thông tư này thay thế Thông tư số 03/2027/TT-BND ngày 05 tháng 4 năm 2027 của Bộ trưởng Bộ Nghề dệt về guồng tơ.
"""
OWN = "tt/2033/6/tt-bnd"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("said")
    (folder / "06_2033_TT-BND.txt").write_text(HEAD + BODY, "utf-8")
    ingest([folder / "06_2033_TT-BND.txt"], Home(folder / "home"), today=TODAY)
    return open_published(folder / "home")


def relation(library: Library, code: str, number: str) -> Relation:
    path = next(p for p in library.reader.paths() if p.endswith("tt-bnd") and "/6/" in p)
    return next(r for r in library.reader.relations_from(path) if r.kind == code and number in r.target)


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("basis", "15", "Căn cứ Nghị định số 15/2031/NĐ-CP"),
        ("details", "15", "uy định chi tiết "),
        ("repeals", "/1/", "Bãi bỏ toàn bộ các Thông tư sau đây:"),
        ("repeals", "/2/", "Bãi bỏ toàn bộ các Thông tư sau đây:"),
        ("replaces", "/3/", "Thông tư này thay thế Thông tư số 03/2027/TT-BND"),
    ],
)
def test_the_evidence_of_an_act_holds_the_words_that_tell_it(library: Library, code: str, number: str, said: str) -> None:
    found = relation(library, code, number)
    text = library.reader.text_of(found.source)
    assert text is not None
    quotes = [evidence.quote for evidence in found.evidence if evidence.quote]
    assert any(said in quote.read for quote in quotes), quotes
    for quote in quotes:
        assert text.text[quote.start : quote.end] == quote.exact
        assert text.text[: quote.start].endswith(quote.prefix)
    # What only names the target comes last.
    kinds = [evidence.kind for evidence in found.evidence]
    assert kinds[0] != "citation"
    assert "citation" not in kinds or kinds[-1] == "citation"


LONG = "kén " * 120
BEFORE = (
    ("Tằm ăn lá dâu. Thông tư này quy định chi tiết |Điều 3", "Thông tư này quy định chi tiết "),
    ("Điều 1. Phạm vi\nThông tư này hướng dẫn |Điều 3", "Thông tư này hướng dẫn "),
    ("Bãi bỏ các văn bản sau:\na) |Thông tư về kén", ""),
    ("1. |Thông tư về kén", ""),
    ("|Thông tư về kén", ""),
    ("Thông tư này bãi bỏ\n|Điều 3", ""),  # a new line with a capital
    ("Thông tư này bãi bỏ các quy định\nvề kén tại |Điều 3", "Thông tư này bãi bỏ các quy định\nvề kén tại "),
    (f"Thông tư này {LONG}|Điều 3", ("kén " * 60)),
    ("Bãi bỏ Điều 2; |Điều 3", "Bãi bỏ Điều 2; "),
)


@pytest.mark.parametrize(("words", "before"), BEFORE)
def test_the_words_before_are_those_of_the_same_sentence(words: str, before: str) -> None:
    start = words.index("|")
    assert Context(words.replace("|", ""), ()).before(start) == before


HEADS = (
    ("Điều 2. Quy định chuyển tiếp\n1. Bãi bỏ các văn bản sau:\na) |Điều 5 của Thông tư về kén;", "1. Bãi bỏ các văn bản sau:"),
    ("Điều 2. Bãi bỏ ba thông tư\n1. |Điều 5 của Thông tư về kén.", "Điều 2. Bãi bỏ ba thông tư"),
    ("Điều 2. Hiệu lực thi hành\n1. |Điều 5 của Thông tư về kén hết hiệu lực.", None),
    ("Điều 2. Bãi bỏ\n1. |Bãi bỏ Điều 5 của Thông tư về kén.", None),  # the words say it themselves
    ("Điều 2. Chuyển tiếp\n1. Thông tư này bãi bỏ |Điều 5 của Thông tư về kén.", None),
)


@pytest.mark.parametrize(("words", "head"), HEADS)
def test_an_item_of_a_list_has_the_line_above_it(words: str, head: str | None) -> None:
    start, text = (HEAD + words).index("|"), HEAD + words.replace("|", "")
    reading = read(text)
    assert reading.text == text.strip() or reading.text == text
    found = Context(reading.text, list(unit_rows(reading.tree))).head(start)
    assert (reading.text[slice(*found)] if found else None) == head


def test_pages_say_where_the_heading_stands() -> None:
    heading = Evidence("heading", quote=Quote("Bãi bỏ:", "", "", 9, 16))
    for language in ("vi", "en"):
        view = evidence_view(heading, Words(language), source=OWN)
        assert view.kind != "heading"
        assert view.place == span_href(OWN, 9, 16)

"""Articles as others changed them: each change beside what stood there before, with what differs marked, and the words on a day."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.fulltexts import AMENDMENT, DECREE
from tests.web.serving import visiting
from tests.web.test_standing import section, words

from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home
from legalgraph.web.fulltext.differing import differing
from legalgraph.web.fulltext.pieces import Element, Piece, stored_words

TODAY = date(2037, 1, 15)
wordings = st.lists(st.sampled_from(["tằm", "dâu", "kén", "2.", "“", '"', "\n", "\t", "a)", "<b>", "và"]), max_size=40).map(" ".join)


def changed(pieces: tuple[Piece, ...]) -> list[str]:
    return [stored_words([piece]) for piece in pieces if isinstance(piece, Element)]


@pytest.mark.parametrize(
    ("old", "new", "out", "in_"),
    [
        ("1. Hộ nuôi tằm ghi sổ.", "1. Hộ nuôi tằm ghi sổ.", [], []),
        ("1. Hộ nuôi tằm ghi sổ.", "1. Hộ nuôi tằm và ươm tơ ghi sổ.", [], ["và ươm tơ"]),
        ("1. Hộ nuôi tằm, ươm tơ ghi sổ.", "1. Hộ nuôi tằm ghi sổ.", [", ươm tơ"], []),
        ("Mức hỗ trợ là 10 triệu đồng một năm", "Mức hỗ trợ là 25 triệu đồng một năm", ["10"], ["25"]),
        # Ends of lines and the form of marks are no change.
        ("Sổ “tằm”\ncủa hộ", 'Sổ "tằm" của\nhộ', [], []),
        # One small word that both have between two long changes is there by chance.
        ("Hộ nghèo được vay vốn và mua giống tốt ở huyện", "Hộ nghèo được miễn thuế và giảm phí ở huyện", ["vay vốn và mua giống tốt"], ["miễn thuế và giảm phí"]),
    ],
)
def test_what_differs_is_marked(old: str, new: str, out: list[str], in_: list[str]) -> None:
    pair = differing(old, new)
    assert pair
    assert (changed(pair[0]), changed(pair[1])) == (out, in_)


@pytest.mark.parametrize(("old", "new"), [("", "Tằm"), ("Tằm", ""), ("Một hai ba bốn", "Năm sáu bảy tám"), ("tơ " * 2600, "tơ " * 2600)])
def test_what_has_nothing_in_common_or_is_too_long_is_not_compared(old: str, new: str) -> None:
    assert differing(old, new) is None


def test_words_that_stand_everywhere_do_not_make_it_slow() -> None:
    law = [f"lứa {number} hộ và tằm" for number in range(480)]
    shorter = [line for number, line in enumerate(law) if number % 2]
    pair = differing(" ".join(law), " ".join(shorter))
    assert pair
    assert len(changed(pair[0])) == 240
    spun, woven = "tơ kén " * 1200, "kén tơ tơ " * 800
    assert differing(spun, woven) is None


@given(wordings, wordings)
def test_no_word_is_lost_and_what_is_not_marked_is_the_same(old: str, new: str) -> None:
    pair = differing(old, new)
    if pair:
        assert (stored_words(pair[0]), stored_words(pair[1])) == (old, new)
        same = [re.findall(r"\w+|[^\w\s]", "".join(p if isinstance(p, str) else " " for p in side).replace("“", '"')) for side in pair]
        assert same[0] == same[1]


HEAD = """CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/NĐ-CP
Hà Nội, ngày 01 tháng 6 năm {year}
NGHỊ ĐỊNH
Sửa đổi, bổ sung một số điều của Nghị định số 901/2031/NĐ-CP
Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 901/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ về khuyến khích nuôi tằm
{instructions}
Điều 2. Hiệu lực thi hành
Nghị định này có hiệu lực thi hành từ ngày 01 tháng 8 năm {year}.
TM. CHÍNH PHỦ
THỦ TƯỚNG
Nguyễn Văn Thử
"""
RANGE = "1. Bãi bỏ các điều từ Điều 2 đến Điều 16."
AGAIN = """1. Sửa đổi khoản 1 Điều 2 như sau:
“1. Chương trình tằm tang quốc gia do Bộ trưởng Bộ Công Thương phê duyệt cho từng giai đoạn mười năm, gồm:
a) Mục tiêu về diện tích dâu, sản lượng kén và số làng nghề;
b) Danh mục giống tằm được hỗ trợ.”
2. Bổ sung khoản 2a vào sau khoản 2 Điều 2 như sau:
“2a. Hội tằm <i>tang</i> góp ý về chương trình.”
3. Thay thế cụm từ “nong né” bằng cụm từ “né tằm” tại Điều 2."""


@pytest.fixture(scope="module")
def amended_twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The invented decree, its amendment, and one more that words the same clause again."""
    folder = tmp_path_factory.mktemp("twice")
    (folder / "34_2036_NĐ-CP.txt").write_text(HEAD.format(number="34/2036", year="2036", instructions=AGAIN), "utf-8")
    files = [*(Path(__file__).parents[1] / "cases" / "van-ban").glob("*.txt"), *folder.glob("*.txt")]
    ingest(files, Home(folder / "home"), today=TODAY)
    with visiting(folder / "home", TODAY) as client:
        yield client


def marked(page: str, name: str) -> list[str]:
    return re.findall(rf"<{name}>([^<]*)</{name}>", page)


def test_a_clause_worded_twice_shows_each_wording_beside_the_one_before(amended_twice: httpx.Client) -> None:
    page = amended_twice.get(f"/eli/vn/{DECREE}/dieu_2/khoan_1").text
    told = section(page, "rewordings")
    assert told.count("Lời văn trước") == told.count("Lời văn sau") == 2
    assert told.index("Nghị định 12/2034/NĐ-CP") < told.index("Nghị định 34/2036/NĐ-CP")
    assert marked(page, "del")[-1:] == ["năm"]
    assert marked(page, "ins")[-1:] == ["mười"]


def test_new_words_of_strangers_are_escaped_and_an_added_clause_has_none_before(amended_twice: httpx.Client) -> None:
    page = amended_twice.get(f"/eli/vn/{DECREE}/dieu_2").text
    assert "2a. Hội tằm &lt;i&gt;tang&lt;/i&gt; góp ý về chương trình." in page
    told = section(page, "rewordings")
    assert "Lời văn mới 2a. Hội tằm" in told
    assert told.count("Lời văn sau") == told.count("Lời văn trước") == 2
    assert "thay thế cụm từ “nong né” → “né tằm”" in told
    assert "Chưa đưa vào lời văn: không tìm thấy các từ ấy, hoặc thấy nhiều chỗ." in told


@pytest.mark.parametrize(
    ("day", "holds", "lacks"),
    [
        ("2034-07-31", None, None),
        ("2034-08-01", "từng giai đoạn năm năm, gồm", "2a. Hội tằm"),
        ("2036-08-01", "từng giai đoạn mười năm, gồm", "giai đoạn năm năm, gồm"),
    ],
)
def test_the_words_of_an_article_on_a_day(amended_twice: httpx.Client, day: str, holds: str | None, lacks: str | None) -> None:
    page = amended_twice.get(f"/eli/vn/{DECREE}/dieu_2", params={"ngay": day}).text
    if holds is None or lacks is None:
        assert 'id="as-of"' not in page
        return
    told = section(page, "as-of")
    assert "Không phải văn bản hợp nhất chính thức" in told
    assert holds in told
    assert lacks not in told
    assert ("1 thay đổi đã có hiệu lực chưa đưa vào được." in told) == (day == "2036-08-01")
    numbers = re.findall(r'<sup class="call"><a href="#(w-[0-9a-f]{16})">(\d+)</a></sup>', page)
    assert numbers
    assert all(f'id="{anchor}">{number}. ' in page for anchor, number in numbers)


def test_the_page_of_a_clause_has_the_whole_article_with_all_its_changes(amended_twice: httpx.Client) -> None:
    article, clause = (section(amended_twice.get(f"/eli/vn/{DECREE}/{place}").text, "as-of") for place in ("dieu_2", "dieu_2/khoan_2"))
    assert article == clause
    assert "2a. Hội tằm" in clause


@pytest.mark.parametrize("place", ["dieu_1", "chuong_i"])
def test_an_article_that_nobody_changed_has_no_changes(amended_twice: httpx.Client, place: str) -> None:
    page = amended_twice.get(f"/eli/vn/{DECREE}/{place}").text
    assert 'id="rewordings"' not in page
    assert 'id="as-of"' not in page


def test_a_repealed_article_says_so_on_the_day(amended_twice: httpx.Client) -> None:
    told = section(amended_twice.get(f"/eli/vn/{DECREE}/dieu_3").text, "as-of")
    assert "Điều 3. (được bãi bỏ)" in told
    assert "Hộ nuôi tằm" not in told


def test_the_api_gives_what_is_put_in_and_taken_out(amended_twice: httpx.Client) -> None:
    relations = amended_twice.get(f"/api/documents/{DECREE}").json()["relations"]
    told = {(r["kind"], r["target_provision"]): r["operation"] for r in relations if r["source"]["path"] == "nd/2036/34/nd-cp" and r["operation"]}
    assert told["substitutes_phrase", "dieu_2"] == {"anchor": None, "old_text": "“nong né”", "new_text": "“né tằm”"}
    assert told["adds", "dieu_2/khoan_2a"]["new_text"] == "“2a. Hội tằm <i>tang</i> góp ý về chương trình.”"
    assert {r["operation"] is None for r in relations if r["kind"] == "basis"} == {True}


def test_the_api_gives_the_whole_text_on_a_day(amended_twice: httpx.Client) -> None:
    before, after = (amended_twice.get(f"/api/texts/{DECREE}", params={"on": day}).json() for day in ("2034-07-31", "2037-01-15"))
    assert {stretch["by"] for stretch in before["stretches"]} == {None}
    assert (before["written"], before["left"], before["official"]) == ([], [], False)
    words_before, words_after = ("".join(stretch["words"] for stretch in told["stretches"]) for told in (before, after))
    assert "2a. Hội tằm <i>tang</i> góp ý về chương trình." not in words_before
    assert "2a. Hội tằm <i>tang</i> góp ý về chương trình." in words_after
    assert "Điều 3. (được bãi bỏ)" in words_after
    assert {r["id"] for r in after["written"]} == {stretch["by"] for stretch in after["stretches"] if stretch["by"]} | {
        r["id"] for r in after["written"] if (r["source"]["path"], r["target_provision"]) == (AMENDMENT, "dieu_2/khoan_1")
    }
    assert {(one["why"], one["relation"]["kind"]) for one in after["left"]} == {("words_not_there", "substitutes_phrase")}
    assert amended_twice.get("/api/texts/nd/2025/77/nd-cp").status_code == 404


def test_english_pages_keep_the_words_of_the_law_vietnamese(amended_twice: httpx.Client) -> None:
    page = amended_twice.get(f"/eli/vn/{DECREE}/dieu_2/khoan_1", params={"lang": "en"}).text
    amended_twice.cookies.clear()
    told = section(page, "rewordings")
    assert "Each change" in told
    assert "Not put into the words: the words are not found there, or more than once." in told
    assert "Long stretches" not in told
    assert page.count('<div class="wording" lang="vi"') == 6
    assert "The words on 15 January 2037, consolidated by machine" in section(page, "as-of")


def test_a_day_before_a_change_says_that_it_is_to_come(amended_twice: httpx.Client) -> None:
    told = section(amended_twice.get(f"/eli/vn/{DECREE}/dieu_2/khoan_1", params={"ngay": "2035-01-01"}).text, "rewordings")
    assert told.count("(chưa đến ngày)") == 3


def test_the_amendment_itself_has_no_new_wordings(amended_twice: httpx.Client) -> None:
    assert 'id="rewordings"' not in amended_twice.get(f"/eli/vn/{AMENDMENT}/dieu_1").text


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The invented decree as another one left it, with an Article 2a, and an act that takes out a range of it."""
    folder = tmp_path_factory.mktemp("mixed")
    decree = (Path(__file__).parents[1] / "cases" / "van-ban" / "901_2031_NĐ-CP.txt").read_text("utf-8")
    before, line, after = decree.partition("Điều 3. ")
    (folder / "901_2031_NĐ-CP.txt").write_text(f"{before}Điều 2a. Sổ tằm\nHộ nuôi tằm ghi sổ tằm.\n{line}{after}", "utf-8")
    (folder / "34_2036_NĐ-CP.txt").write_text(HEAD.format(number="34/2036", year="2036", instructions=RANGE), "utf-8")
    ingest([folder], Home(folder / "home"), today=TODAY)
    with visiting(folder / "home", TODAY) as client:
        yield client


def test_a_text_that_has_changes_already_is_not_called_as_issued(mixed: httpx.Client) -> None:
    for address in (f"/eli/vn/{DECREE}", f"/van-ban/{DECREE}"):
        told = section(mixed.get(address).text, "outstanding")
        assert "Lời văn ở đây không phải bản ban hành: đã có Điều 2a" in told
        assert "Đã biết 1 thay đổi" in told
        assert "bản ban hành; đã biết" not in told
    page = mixed.get(f"/eli/vn/{DECREE}/dieu_2").text
    assert 'id="as-of"' not in page
    assert "thay đổi cũ có thể đã nằm trong đó" in section(page, "rewordings")


def test_nothing_is_written_into_a_text_that_has_changes_already(mixed: httpx.Client) -> None:
    told = mixed.get(f"/api/texts/{DECREE}").json()
    assert [stretch["by"] for stretch in told["stretches"]] == [None]
    assert [one["why"] for one in told["left"]] == ["mixed"]


@pytest.mark.parametrize(("place", "gone"), [("dieu_2", True), ("dieu_2/khoan_1", True), ("dieu_3", True), ("dieu_1", False)])
def test_the_page_of_an_article_in_a_repealed_range_says_so(mixed: httpx.Client, place: str, gone: bool) -> None:
    page = mixed.get(f"/eli/vn/{DECREE}/{place}").text
    told = words(page[page.index('class="place"') : page.index('class="cols"')])
    assert ("Thay đổi: từ Điều 2 đến Điều 16: bị bãi bỏ" in words(mixed.get(f"/trich-dan/{DECREE}/{place}").text)) is gone
    assert ("Từ Điều 2 đến Điều 16" in told) is gone
    assert ("Chưa có quan hệ nào nêu đích danh điều khoản này" in words(page)) is not gone

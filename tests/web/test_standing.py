"""How a document stands, as its page, the JSON API and `show` tell it: legal bases, changes, what the text lacks, neighbours, citation."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from tests.conftest import VAN_BAN, write_rows
from tests.web.serving import visiting

from legalgraph.cli import main
from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home

TODAY = date(2027, 1, 15)
OLD, NEW, HEIR = "nd/2017/9901/nd-cp", "nd/2019/9902/nd-cp", "nd/2024/9903/nd-cp"
UNDER_OLD, UNDER_NEW, RESTING, BESIDE = "tt/2018/9911/tt-bct", "tt/2020/9912/tt-bct", "tt/2018/9913/tt-bct", "tt/2019/9914/tt-bct"
CASES = VAN_BAN.parent
REPORTED = (
    "Nghị định số 901/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ "
    "được sửa đổi, bổ sung bởi Nghị định số 955/2033/NĐ-CP ngày 01 tháng 4 năm 2033 của Chính phủ"
)
DECREE, AMENDMENT = "nd/2031/901/nd-cp", "nd/2034/12/nd-cp"


def _number(path: str) -> str:
    kind, year, number, symbol = path.split("/")
    return f"{number}/{year}/{'NĐ-CP' if kind == 'nd' else symbol.upper()}"


@pytest.fixture(scope="module")
def standing_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented decrees that ended before and after 1 April 2025, with circulars that detail or only name them."""
    folder = tmp_path_factory.mktemp("standing")
    years = {OLD: "2017", NEW: "2019", HEIR: "2024", UNDER_OLD: "2018", UNDER_NEW: "2020", RESTING: "2018", BESIDE: "2019"}
    documents = [
        {"id": path, "number": _number(path), "type": path.split("/")[0], "title": f"Về tằm số {number}", "issuer": "cp" if path.startswith("nd") else "bct",
         "signed": f"{year}-03-05", "in_force_from": f"{year}-05-01", "status": "in_force" if path in (UNDER_OLD, UNDER_NEW, RESTING) else ""}
        for number, (path, year) in enumerate(years.items())
    ]  # fmt: skip
    relations = [
        {"source": UNDER_OLD, "target": OLD, "kind": "details"},
        {"source": UNDER_OLD, "target": OLD, "kind": "basis"},
        {"source": BESIDE, "target": OLD, "kind": "details"},
        {"source": UNDER_NEW, "target": NEW, "kind": "details"},
        {"source": RESTING, "target": OLD, "kind": "basis", "evidence_kind": "recital"},
        {"source": HEIR, "target": OLD, "kind": "replaces", "effective_from": "2024-05-01", "source_provision": "dieu_9"},
        {"source": HEIR, "target": NEW, "kind": "replaces", "effective_from": "2026-05-01"},
    ]
    home = folder / "home"
    ingest([write_rows(folder / "thu", documents=documents, relations=relations)], Home(home), today=TODAY)
    return home


@pytest.fixture(scope="module")
def standing(standing_home: Path) -> Iterator[httpx.Client]:
    with visiting(standing_home, TODAY) as client:
        yield client


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def section(page: str, heading: str) -> str:
    """The words of the section whose heading has this id."""
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, re.DOTALL)
    assert found, heading
    return words(found[0])


def test_what_details_a_decree_ended_under_the_old_rule_is_told_as_inferred(standing: httpx.Client) -> None:
    page = standing.get(f"/eli/vn/{UNDER_OLD}").text
    told = section(page, "basis")
    assert "Đã hết hiệu lực" in told
    assert "Suy luận: văn bản này hết hiệu lực từ 1/5/2024" in told
    assert "khoản 4 Điều 154 Luật số 80/2015/QH13" in told
    assert "công văn số 1140/BTP-VĐCXDPL" in told
    # The status stays what the facts say; the inference stands beside it.
    state = section(page, "state")
    assert "Còn hiệu lực" in state
    reasons = re.search(r'<ul class="reasons">.*?</ul>', page, re.DOTALL)
    assert reasons
    assert words(reasons[0]).startswith("Suy luận: văn bản này hết hiệu lực từ 1/5/2024")
    assert state.count("Suy luận: văn bản này hết hiệu lực") == 1
    assert 'href="#basis"' in page


def test_the_day_before_the_end_nothing_follows(standing: httpx.Client) -> None:
    page = standing.get(f"/eli/vn/{UNDER_OLD}", params={"ngay": "2024-04-30"}).text
    assert "Suy luận: văn bản này" not in words(page)
    assert "Xét vào ngày 30/4/2024" in section(page, "basis")


def test_what_details_a_decree_ended_under_the_new_rule_may_continue(standing: httpx.Client) -> None:
    told = section(standing.get(f"/eli/vn/{UNDER_NEW}").text, "basis")
    assert "có thể còn hiệu lực" in told
    assert "Điều 57 Luật số 64/2025/QH15" in told
    # The decree that ended it was signed before 1 April 2025.
    assert "thời điểm chuyển tiếp" in told
    english = section(standing.get(f"/eli/vn/{UNDER_NEW}", params={"lang": "en"}).text, "basis")
    standing.cookies.clear()
    assert "may still be in force" in english
    assert "Article 57 of Law 64/2025/QH15" in english


def test_a_lapsed_recital_ends_nothing(standing: httpx.Client) -> None:
    page = standing.get(f"/eli/vn/{RESTING}").text
    assert "căn cứ hết hiệu lực không tự làm văn bản này hết hiệu lực" in section(page, "basis")
    assert "căn cứ hết hiệu lực" not in section(page, "state")


def test_the_api_and_the_command_line_say_the_same(standing: httpx.Client, standing_home: Path) -> None:
    record = standing.get(f"/api/documents/{UNDER_OLD}").json()
    (basis,) = record["basis"]["bases"]
    assert (basis["document"]["path"], basis["health"], basis["ended"], basis["detailed"]) == (OLD, "lapsed", "2024-05-01", True)
    consequence = record["basis"]["consequence"]
    assert (consequence["code"], consequence["day"], [d["code"] for d in consequence["doubts"]]) == ("ended_with_parent", "2024-05-01", ["contested"])
    assert record["status"]["code"] == "in_force"
    told = standing.get(f"/eli/vn/{UNDER_OLD}").text
    assert consequence["sentence"]["vi"] in section(told, "basis").replace(" ,", ",")
    earlier = standing.get(f"/api/documents/{UNDER_OLD}", params={"on": "2024-04-30"}).json()
    assert earlier["basis"]["consequence"] is None
    shown = CliRunner().invoke(main, ["--home", str(standing_home), "show", UNDER_OLD, "--on", "2024-06-01"]).stdout
    assert "căn cứ còn hiệu lực không (1):" in shown
    assert f"! {consequence['sentence']['vi']}" in shown
    english = CliRunner().invoke(main, ["--home", str(standing_home), "show", UNDER_OLD, "--on", "2024-06-01", "--lang", "en"]).stdout
    assert f"! {consequence['sentence']['en']}" in english


def test_reasons_lead_to_their_evidence(standing: httpx.Client) -> None:
    page = standing.get(f"/eli/vn/{OLD}").text
    place = re.search(r'<ul class="reasons">.*?class="proof" href="([^"]+)"', page, re.DOTALL)
    assert place
    path, _, fragment = place[1].partition("#")
    assert path == f"/eli/vn/{OLD}"
    assert f'id="{fragment}"' in page


def test_neighbours_have_reasons(standing: httpx.Client) -> None:
    told = section(standing.get(f"/eli/vn/{UNDER_OLD}").text, "beside")
    assert "Cùng hướng dẫn Nghị định 9901/2017/NĐ-CP" in told
    assert "Thông tư 9914/2019/TT-BCT" in told
    assert "9912" not in told


def test_counts_lead_to_their_lists(standing: httpx.Client) -> None:
    page = standing.get(f"/eli/vn/{OLD}").text
    (nav,) = re.findall(r'<nav class="tallies".*?</nav>', page, re.DOTALL)
    assert words(nav) == "là căn cứ của 2 được hướng dẫn, triển khai bởi 2 bị thay thế, chấm dứt, ngưng bởi 1"
    for anchor in re.findall(r'href="#([^"]+)"', nav):
        assert f'id="{anchor}"' in page


def test_citations_stand_ready(standing: httpx.Client) -> None:
    page = standing.get(f"/eli/vn/{HEIR}/dieu_9").text
    cited = section(page, "more")
    assert "Điều 9 Nghị định số 9903/2024/NĐ-CP ngày 05 tháng 3 năm 2024 của Chính phủ về tằm số 2" in cited
    assert "@misc{nd-2024-9903-nd-cp," in cited
    assert f"https://w3id.org/legalgraph/eli/vn/{HEIR}/dieu_9" in cited
    assert page.count("data-copy") == 4
    assert "<button" not in page[page.index('<dl class="cite">') : page.index("</dl>", page.index('<dl class="cite">'))]


def test_changes_are_told_place_by_place(texts_web: httpx.Client) -> None:
    page = texts_web.get(f"/eli/vn/{DECREE}").text
    rows = [words(row) for row in re.findall(r'<tr class="g-.*?</tr>', page, re.DOTALL)]
    assert any(r.startswith("Khoản 1 Điều 2 Sửa đổi, bổ sung") and "1/8/2034" in r for r in rows)
    assert any(r.startswith("Điều 3 Bãi bỏ") and "Khoản 2 Điều 1 Nghị định 12/2034/NĐ-CP" in r for r in rows)
    assert any(r.startswith("Khoản 2 Điều 17 Bãi bỏ") for r in rows)
    table = page[page.index('<table class="changes"') : page.index("</table>", page.index('<table class="changes"'))]
    for address in {f"/eli/vn/{DECREE}/dieu_3", f"/eli/vn/{AMENDMENT}/dieu_1/khoan_2", *re.findall(r'href="(/van-ban/[^"#]+)', table)}:
        assert f'href="{address}' in table
        assert texts_web.get(unescape(address)).status_code == 200


@pytest.mark.parametrize("address", [f"/van-ban/{DECREE}", f"/eli/vn/{DECREE}"])
def test_a_text_says_which_changes_it_lacks(texts_web: httpx.Client, address: str) -> None:
    page = texts_web.get(address).text
    told = section(page, "outstanding")
    assert "Lời văn ở đây là bản ban hành; đã biết" in told
    assert "gần nhất: Nghị định 12/2034/NĐ-CP , từ 1/8/2034" in told
    (changes,) = set(re.findall(r'href="([^"]*#changes)"', page))
    assert 'id="changes"' in texts_web.get(f"/eli/vn/{DECREE}").text
    assert changes in ("#changes", f"/eli/vn/{DECREE}#changes")


def test_a_text_without_known_changes_says_nothing_of_them(texts_web: httpx.Client) -> None:
    assert 'id="outstanding"' not in texts_web.get(f"/van-ban/{AMENDMENT}").text
    assert 'id="changes"' not in texts_web.get(f"/eli/vn/{AMENDMENT}").text


def test_no_internal_name_of_a_rule_is_shown(texts_web: httpx.Client) -> None:
    for path in (DECREE, AMENDMENT):
        for language in ("vi", "en"):
            page = texts_web.get(f"/eli/vn/{path}", headers={"Accept-Language": language}).text
            told = re.findall(r"(?:Cách nhận ra|How it was found): ([^<]+)\.</p>", page)
            assert told
            assert not [rule for rule in told if "_" in rule]


@pytest.fixture(scope="module")
def consolidated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A decree, one that amended it, and a consolidated text with the changes of another; and a decree that cites badly."""
    folder = tmp_path_factory.mktemp("consolidated")
    merged = (CASES / "readings" / "hop-nhat.txt").read_text("utf-8").replace("08/VBHN-BT", "08/VBHN-BCT")
    (folder / "8_VBHN-BCT.txt").write_text(merged, "utf-8")
    vague = (VAN_BAN / "901_2031_NĐ-CP.txt").read_text("utf-8").replace("901/2031/NĐ-CP", "990/2031/NĐ-CP")
    vague = vague.replace("Điều 3.", f"Điều 3. Theo Quyết định số 15/QĐ-TTg về tằm và {REPORTED}.\nĐiều 3a.", 1)
    (folder / "990_2031_NĐ-CP.txt").write_text(vague, "utf-8")
    files = [*VAN_BAN.glob("*.txt"), *folder.glob("*.txt")]
    ingest(files, Home(folder / "home"), today=date(2036, 6, 1))
    with visiting(folder / "home", date(2036, 6, 1)) as client:
        yield client


def test_a_consolidated_text_says_what_it_has_and_what_it_lacks(consolidated: httpx.Client) -> None:
    told = section(consolidated.get("/van-ban/vbhn/2034/8/vbhn-bct").text, "outstanding")
    assert "Lời văn ở đây là bản hợp nhất của Nghị định 901/2031/NĐ-CP , đã đưa vào: Nghị định 912/2034/NĐ-CP ." in told
    assert re.search(r"Đã biết \d thay đổi không có trong danh sách hợp nhất \(tất cả do máy đọc hoặc suy luận, chưa kiểm chứng\), gần nhất: Nghị định 12/2034/NĐ-CP , từ 1/8/2034", told)


def test_a_text_as_issued_leads_to_the_consolidated_one(consolidated: httpx.Client) -> None:
    page = consolidated.get(f"/van-ban/{DECREE}").text
    told = section(page, "outstanding")
    assert "Đã có văn bản hợp nhất: Văn bản hợp nhất 08/VBHN-BCT (2034)" in told
    assert 'href="/eli/vn/vbhn/2034/8/vbhn-bct"' in page
    assert "12/2034/NĐ-CP" in told
    # Known only from a decree that reports it, and from no day.
    assert "Chưa rõ từ ngày nào: Nghị định 955/2033/NĐ-CP" in told


def test_a_change_that_a_third_text_reports_is_shown_in_that_text(consolidated: httpx.Client) -> None:
    page = consolidated.get(f"/eli/vn/{DECREE}").text
    row = next(r for r in re.findall(r'<tr class="g-.*?</tr>', page, re.DOTALL) if "955/2033" in r)
    (place,) = re.findall(r'href="(/van-ban/[^"]+)"', row)
    assert place.startswith("/van-ban/nd/2031/990/nd-cp?tai=")
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", consolidated.get(unescape(place)).text, re.DOTALL)
    assert "được sửa đổi, bổ sung bởi" in " ".join(words(part) for part in marked)


def test_what_was_not_recognised_is_listed_with_the_reason(consolidated: httpx.Client) -> None:
    told = section(consolidated.get("/van-ban/nd/2031/990/nd-cp").text, "unknown")
    assert re.search(r"Quyết định số 15/QĐ-TTg · Xem trong văn bản [^·]*· số hiệu không có năm, cũng không ghi ngày ký", told), told


def test_a_day_before_the_signing_says_that_it_was_not_issued(standing: httpx.Client) -> None:
    page = words(standing.get(f"/eli/vn/{OLD}?ngay=2016-12-31").text)
    assert "Chưa được ban hành vào ngày 31/12/2016" in page
    assert "đến 5/3/2017 mới được ký" in page
    assert "Số đếm, danh sách quan hệ và dòng thời gian là tất cả những gì biết đến hôm nay" in page
    between = words(standing.get(f"/eli/vn/{OLD}?ngay=2017-04-01").text)
    assert "Chưa có hiệu lực vào ngày 1/4/2017" in between
    assert "Số đếm, danh sách" not in words(standing.get(f"/eli/vn/{OLD}").text)
    assert "Not issued yet" in standing.get(f"/eli/vn/{OLD}?ngay=2016-12-31&lang=en").text


def test_documents_known_only_by_citation_are_marked(consolidated: httpx.Client) -> None:
    text = consolidated.get("/van-ban/nd/2031/990/nd-cp").text
    cited = re.findall(r'<a [^>]*class="cite cited"[^>]*>', text)
    assert cited
    assert all('aria-describedby="only-cited"' in link for link in cited)
    assert f"{len(cited)} lượt gạch chân đứt nét dẫn văn bản không có trong kho" in words(text)
    assert 'id="only-cited"' in text
    relations = section(consolidated.get("/eli/vn/nd/2031/990/nd-cp").text, "relations")
    assert "chỉ biết qua viện dẫn" in relations


def test_changes_that_are_only_probable_stand_apart_and_are_counted_apart(packaged_web: httpx.Client) -> None:
    page = packaged_web.get("/eli/vn/nd/2012/45/nd-cp").text
    table = page[page.index('<table class="changes"') : page.index("</table>", page.index('<table class="changes"'))]
    known, probable = table.split("Có thể đã thay đổi (suy luận)")
    rows = [part.count('<tr class="g-') for part in (known, probable)]
    assert all(rows)
    assert f"Đã biết, hoặc đọc thấy trong văn bản ({rows[0]})" in words(known)
    assert words(probable).startswith(f"({rows[1]})")
    assert "suy luận" not in words(known)
    assert probable.count('badge c-inferred">suy luận') == rows[1]

def test_what_a_text_says_is_known_and_the_notice_counts_both(texts_web: httpx.Client) -> None:
    page = texts_web.get(f"/eli/vn/{DECREE}").text
    table = page[page.index('<table class="changes"') : page.index("</table>", page.index('<table class="changes"'))]
    known, probable = table.split("Có thể đã thay đổi (suy luận)")
    assert "Xem trong văn bản" in known
    assert "Xem trong văn bản" not in probable
    rows = [part.count('<tr class="g-') for part in (known, probable)]
    told = section(page, "outstanding")
    assert re.search(rf"đã biết {rows[0]} thay đổi chưa đưa vào .*; có thể còn {rows[1]} thay đổi nữa \(suy luận\)", told), (rows, told)


def test_a_comparison_of_another_day_says_what_is_of_that_day(packaged_web: httpx.Client) -> None:
    asked = "/quan-he?vb=qd/2020/1881/qd-ttg&vb=qd/2014/1288/qd-ttg"
    then = packaged_web.get(f"{asked}&ngay=2010-01-01").text
    assert "Tính cho ngày đã chọn: tình trạng của từng văn bản" in words(then)
    assert "Tính cho ngày đã chọn" not in packaged_web.get(asked).text
    # Both rest on the day of signing alone.
    assert words(then).count("Chưa được ban hành") >= 2
    assert "Chưa được ban hành suy luận" not in words(then)


def test_words_that_stay_vietnamese_say_so_on_an_english_page(packaged_web: httpx.Client) -> None:
    english = packaged_web.get("/eli/vn/nd/2012/45/nd-cp?lang=en").text
    assert re.search(r'<dd><span lang="vi">[^<]+</span> <span class="note">\[in Vietnamese\]</span></dd>', english)
    assert "[tiếng Việt]" not in packaged_web.get("/eli/vn/nd/2012/45/nd-cp?lang=vi").text

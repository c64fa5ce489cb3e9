"""Pages: what they say, that they are whole without scripts, and that nothing a visitor types gets out of hand."""

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from tests.conftest import TODAY, WriteTables
from tests.waiting import until
from tests.web.serving import settings, visiting

from legalgraph.errors import StoreError
from legalgraph.library import Library
from legalgraph.model.document import Conflict
from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home
from legalgraph.web.app import create_app
from legalgraph.web.assets import is_built
from legalgraph.web.presentation import document as document_presentation
from legalgraph.web.presentation.words import Words
from legalgraph.wording import absent_sentence, name

DECREE = "nd/2031/901/nd-cp"
PROGRAMME = "qd/2032/4001/qd-ttg"
NEXT_PROGRAMME = "qd/2035/4002/qd-ttg"
PAGES = [
    "/",
    "/tim-kiem",
    "/tim-kiem?q=tam+tang",
    "/tim-kiem?q=khong-co-gi-ca",
    f"/eli/vn/{DECREE}",
    f"/eli/vn/{PROGRAMME}",
    "/eli/vn/citation/chi-thi-tam",
    "/quan-he",
    f"/quan-he?vb={PROGRAMME}&vb={DECREE}",
    f"/quan-he?vb={NEXT_PROGRAMME}&vb={PROGRAMME}",
    f"/quan-he?vb={NEXT_PROGRAMME}&vb={PROGRAMME}&vb={DECREE}&vb=nd/2025/77/nd-cp&vb=nd/2034/12/nd-cp&vb=vn-18/qd/2033/4001/qd-ubnd&ngay=2033-01-01",
    f"/quan-he?vb=qd/2036/4001/qd-ttg&vb={DECREE}",
    f"/quan-he?vb={DECREE}",
    "/quan-he?vb=4001&vb=901/2031",
    "/gioi-thieu",
    "/api",
    "/sparql",
    "/ns",
    "/vocabulary/relation",
    "/khong-co",
]


class Outline(HTMLParser):
    """Collects what can be checked without a browser: ids, references to them, headings, attributes, scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.levels: list[int] = []
        self.attributes: set[str] = set()
        self.scripts: list[dict[str, str | None]] = []
        self.links: list[dict[str, str | None]] = []
        self.language = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes |= set(given)
        if "id" in given:
            self.ids.append(given["id"] or "")
        for reference in ("aria-labelledby", "aria-describedby", "for"):
            self.references |= set((given.get(reference) or "").split())
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "script":
            self.scripts.append(given)
        if tag == "a":
            self.links.append(given)
        if tag == "html":
            self.language = given.get("lang") or ""


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_well_made(web: httpx.Client, address: str, language: str) -> None:
    answer = web.get(address, headers={"Accept-Language": language})
    assert answer.headers["content-type"].startswith("text/html")
    outline = Outline(answer.text)
    assert outline.language == answer.headers["content-language"] == language
    assert len(outline.ids) == len(set(outline.ids)), "an id stands twice"
    assert outline.references <= set(outline.ids), "a label or description points nowhere"
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(below - above <= 1 for above, below in zip(outline.levels, outline.levels[1:], strict=False)), outline.levels


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_or_styles_inline(web: httpx.Client, address: str) -> None:
    answer = web.get(address)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    outline = Outline(answer.text)
    assert "style" not in outline.attributes
    # The one sheet that a page carries is known to the policy by its hash, and by nothing wider.
    carried = re.findall(r"<style[^>]*>(.*?)</style>", answer.text, re.DOTALL)
    hashes = ["sha256-" + b64encode(sha256(styles.encode()).digest()).decode() for styles in carried]
    assert re.findall(r"'(sha256-[^']+)'", policy) == hashes
    assert len(hashes) == is_built()
    assert answer.text.count('rel="stylesheet"') == is_built()
    assert 'rel="stylesheet"' not in answer.text.partition("</h1>")[0], "the heading waits for a file"
    assert not [attribute for attribute in outline.attributes if attribute.startswith("on")]
    assert all(s.get("src", "").startswith("/static/") or "json" in (s.get("type") or "") for s in outline.scripts)  # type: ignore[union-attr]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("address", [address for address in PAGES if address != "/khong-co"])
def test_links_of_a_page_lead_somewhere(web: httpx.Client, address: str) -> None:
    answer = web.get(address)
    hrefs = {link["href"] for link in Outline(answer.text).links if link.get("href")}
    own = sorted(unescape(href) for href in hrefs if href and href.startswith("/") and not href.startswith("/static/"))
    for href in own[:60]:
        found = web.get(href.split("#")[0])
        assert found.status_code < 400, href
        fragment = href.partition("#")[2]
        if fragment and found.status_code == 200:
            assert f'id="{fragment}"' in found.text, href


def test_links_to_other_sites_pass_nothing_on(web: httpx.Client) -> None:
    links = Outline(web.get(f"/eli/vn/{DECREE}").text).links
    outside = [link for link in links if (link.get("href") or "").startswith("http")]
    assert outside
    assert {link.get("rel") for link in outside} == {"noopener nofollow"}


# --- home


def test_home_without_the_story_still_helps(web: httpx.Client) -> None:
    page = web.get("/").text
    assert 'action="/tim-kiem"' in page
    assert "luocdo" not in page
    assert "7 văn bản" in text_of(page)


def test_home_tells_the_story_from_the_graph(packaged_web: httpx.Client, packaged: Library) -> None:
    page = packaged_web.get("/")
    told = text_of(page.text)
    found = packaged.reader.documents(["nd/2012/45/nd-cp", "nd/2004/134/nd-cp", "qd/2014/1288/qd-ttg"])
    decree, former, _ = (found[path] for path in ("nd/2012/45/nd-cp", "nd/2004/134/nd-cp", "qd/2014/1288/qd-ttg"))
    assert f"{name(decree)} thay thế {name(former)}" in told
    assert page.text.count('class="node strip') == 2 * 7
    assert "hôm nay" in told


# --- one document


def test_document_page_says_what_is_known(web: httpx.Client) -> None:
    told = text_of(web.get(f"/eli/vn/{DECREE}").text)
    for words in ("Nghị định 901/2031/NĐ-CP", "Về khuyến khích nuôi tằm", "Nguyễn Văn Thử", "2/3/2031", "1/5/2031", "Chính phủ"):
        assert words in told, words
    assert "Hết hiệu lực một phần suy luận vào ngày 1/6/2036" in told
    assert "được sửa đổi, bổ sung bởi Nghị định 12/2034/NĐ-CP từ 1/8/2034" in told


def test_unknown_is_said_not_hidden(web: httpx.Client) -> None:
    told = text_of(web.get(f"/eli/vn/{NEXT_PROGRAMME}").text)
    assert "Chưa xác định vào ngày 1/6/2036" in told
    assert "Người ký chưa rõ" in told
    assert "Có hiệu lực từ chưa rõ" in told


def test_relations_are_grouped_by_kind_and_direction(web: httpx.Client) -> None:
    page = web.get(f"/eli/vn/{DECREE}").text
    assert [text_of(summary) for summary in re.findall(r'<details class="group.*?<summary>(.*?)</summary>', page, re.DOTALL)] == [
        "Thay thế (1)",
        "Là căn cứ của (2)",
        "Có chương trình được phê duyệt bởi (1)",
        "Được sửa đổi, bổ sung bởi (1)",
        "Được dẫn chiếu bởi (1)",
    ]
    assert "Khoản 1 Điều 2 Nghị định 901/2031/NĐ-CP được sửa đổi, bổ sung bởi Nghị định 12/2034/NĐ-CP, từ 1/8/2034." in text_of(page)


def test_evidence_stands_beside_its_relation(web: httpx.Client) -> None:
    page = web.get(f"/eli/vn/{PROGRAMME}").text
    assert '<a href="https://example.org/4001-b" rel="noopener nofollow">example.org</a>' in page
    assert "Bằng chứng (2)" in text_of(page)
    assert "nêu ở phần căn cứ" in page
    assert "Cách nhận ra: điều khoản định nghĩa loại chương trình này." in text_of(page)


def test_conflicts_are_shown(web: httpx.Client) -> None:
    told = text_of(web.get(f"/eli/vn/{DECREE}").text)
    assert "Nguồn không thống nhất" in told
    assert "2/3/2031 (https://example.org/901); 20/3/2031 (https://example.org/khac). Ở đây theo: 2/3/2031." in told


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2031-04-30", "Chưa có hiệu lực vào ngày 30/4/2031"),
        ("2031-05-01", "Hết hiệu lực một phần suy luận vào ngày 1/5/2031"),
        ("2036-06-02", "Chưa xác định vào ngày 2/6/2036 ngày này chưa đến"),
        ("2034-08-01", "Hết hiệu lực một phần suy luận vào ngày 1/8/2034"),
    ],
)
def test_status_on_a_chosen_day(web: httpx.Client, day: str, words: str) -> None:
    assert words in text_of(web.get(f"/eli/vn/{DECREE}?ngay={day}").text)


@pytest.mark.parametrize("day", ["2031-02-30", "hôm qua", "31/12/2031", "9999999-01-01", "<b>"])
def test_a_day_that_is_none_is_told(web: httpx.Client, day: str) -> None:
    answer = web.get(f"/eli/vn/{DECREE}", params={"ngay": day})
    assert answer.status_code == 400
    assert f"“{day}” không phải là một ngày" in unescape(answer.text)
    assert "vào ngày 1/6/2036" in text_of(answer.text)


def test_provision_page_names_its_relations(web: httpx.Client) -> None:
    told = text_of(web.get(f"/eli/vn/{DECREE}/dieu_2/khoan_1").text)
    assert "Các quan hệ nêu đích danh điều khoản này" in told
    assert "Khoản 1 Điều 2" in told
    assert "Chưa có quan hệ nào nêu đích danh" in text_of(web.get(f"/eli/vn/{DECREE}/dieu_77").text)


def test_diagram_has_a_link_for_every_neighbour_in_both_shapes(web: httpx.Client) -> None:
    page = web.get(f"/eli/vn/{DECREE}").text
    pictures = re.findall(r'<svg class="luocdo.*?</svg>', page, re.DOTALL)
    assert len(pictures) == 2
    shown = [set(re.findall(r'data-id="([^"]+)"', picture)) for picture in pictures]
    around = {"nd/2025/77/nd-cp", "nd/2034/12/nd-cp", PROGRAMME, NEXT_PROGRAMME, "citation/chi-thi-tam", DECREE}
    assert shown == [around, around]


def test_diagram_as_a_file_stands_alone(web: httpx.Client) -> None:
    answer = web.get(f"/luoc-do/{DECREE}.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.startswith("<svg")
    assert "<title" in answer.text
    assert "<style>" in answer.text
    assert "unsafe-inline" in answer.headers["content-security-policy"]
    assert web.get("/luoc-do/nd/1999/1/nd-cp.svg").status_code == 404


# --- search


@pytest.mark.parametrize("typed", ["901/2031/NĐ-CP", "901/2031/nd-cp", "nghị định 901/2031", "nghi dinh 901", DECREE])
def test_search_finds_any_spelling(web: httpx.Client, typed: str) -> None:
    page = web.get("/tim-kiem", params={"q": typed}).text
    assert f'href="/eli/vn/{DECREE}"' in page


def test_search_pages_have_limits(web: httpx.Client) -> None:
    assert web.get("/tim-kiem?q=tam&trang=x").status_code == 200
    assert web.get("/tim-kiem?q=tam&trang=-3").status_code == 200
    assert web.get("/tim-kiem?q=tam&trang=99999999999999999999").status_code == 404


# --- several documents


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("a=4002/QĐ-TTg&b=nghị định 901/2031&lang=en", f"vb={NEXT_PROGRAMME}&vb={DECREE}&lang=en"),
        ("vb=4002/QĐ-TTg&vb=&vb=901/2031&vb=12/2034", f"vb={NEXT_PROGRAMME}&vb={DECREE}&vb=nd/2034/12/nd-cp"),
        (f"a=4002/QĐ-TTg&b={DECREE}&vb=12/2034", f"vb={NEXT_PROGRAMME}&vb={DECREE}&vb=nd/2034/12/nd-cp"),
        (f"vb={NEXT_PROGRAMME}&vb={DECREE}&vb={DECREE}", f"vb={NEXT_PROGRAMME}&vb={DECREE}"),
        (f"vb={NEXT_PROGRAMME}&vb={DECREE}&ngay={TODAY}", f"vb={NEXT_PROGRAMME}&vb={DECREE}"),
        (f"ngay=2033-01-01&vb={NEXT_PROGRAMME}&vb={DECREE}", f"vb={NEXT_PROGRAMME}&vb={DECREE}&ngay=2033-01-01"),
        (f"vb={NEXT_PROGRAMME}&vb={DECREE}&x=1&lang=zz", f"vb={NEXT_PROGRAMME}&vb={DECREE}"),
    ],
)
def test_any_spelling_leads_to_the_canonical_address(web: httpx.Client, typed: str, there: str) -> None:
    answer = web.get(f"/quan-he?{typed}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/quan-he?{there}"
    assert web.get(answer.headers["location"]).status_code == 200


def test_relations_of_two_documents(web: httpx.Client) -> None:
    told = text_of(web.get(f"/quan-he?vb={PROGRAMME}&vb={DECREE}").text)
    assert "Quyết định 4001/QĐ-TTg (2032) căn cứ Nghị định 901/2031/NĐ-CP" in told
    assert "phê duyệt chương trình theo khoản 1 Điều 2 Nghị định 901/2031/NĐ-CP" in told
    assert "Nghị định 12/2034/NĐ-CP" in told
    assert "Quyết định 4001/QĐ-TTg (2032) → , Quyết định 4002/QĐ-TTg (2035) → , Nghị định 901/2031/NĐ-CP" in told


def test_documents_stand_side_by_side(web: httpx.Client) -> None:
    page = web.get(f"/quan-he?vb={PROGRAMME}&vb={DECREE}&vb=nd/2025/77/nd-cp").text
    assert page.index('id="direct"') < page.index('id="side-by-side"'), "how they relate is what was asked"
    rows = {text_of(head): [text_of(cell) for cell in re.findall(r"<td.*?<div>(.*?)</div></td>", rest, re.DOTALL)]
            for head, rest in re.findall(r'<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', page, re.DOTALL)}  # fmt: skip
    assert rows["Loại văn bản"] == ["Quyết định", "Nghị định", "Nghị định"]
    assert rows["Ngày ký"][:2] == ["10/7/2032", "2/3/2031"]
    assert rows["Giai đoạn của chương trình"][1:] == ["không có", "không có"]
    status = rows["Tình trạng ngày 1/6/2036"]
    assert status[0].startswith("Chưa xác định giai đoạn của chương trình đã kết thúc 31/12/2035")
    assert re.match(r"Hết hiệu lực một phần suy luận .*được sửa đổi, bổ sung bởi Nghị định 12/2034/NĐ-CP từ 1/8/2034", status[1])
    assert re.match(r"Hết hiệu lực toàn bộ .*bị thay thế bởi Nghị định 901/2031/NĐ-CP từ", status[2])
    assert not re.search(r"\w+\(\w+=|None|Markup", " ".join(status)), "an object where words should stand"
    assert rows["Căn cứ"] == ["Nghị định 901/2031/NĐ-CP", "không ghi nhận", "không ghi nhận"]
    assert rows["Thay thế, bãi bỏ"] == ["không ghi nhận", "Nghị định 77/2025/NĐ-CP", "không ghi nhận"]
    assert rows["Bị thay thế, bãi bỏ bởi"] == ["không ghi nhận", "không ghi nhận", "Nghị định 901/2031/NĐ-CP"]
    assert "Bị ngưng hiệu lực bởi" not in rows, "a row in which nobody has anything"


def test_status_side_by_side_is_that_of_the_chosen_day(web: httpx.Client) -> None:
    address = f"/quan-he?vb={PROGRAMME}&vb={DECREE}"
    assert "Tình trạng ngày 1/6/2036" in text_of(web.get(address).text)
    then = text_of(web.get(f"{address}&ngay=2031-04-30").text)
    assert "Tình trạng ngày 30/4/2031" in then
    assert "Chưa có hiệu lực" in then
    wrong = web.get(f"{address}&ngay=2031-02-30")
    assert (wrong.status_code, "“2031-02-30” không phải là một ngày" in unescape(wrong.text)) == (400, True)
    assert "Tình trạng ngày 1/6/2036" in text_of(wrong.text)


def test_no_way_is_told_with_how_far_was_looked(web: httpx.Client) -> None:
    told = text_of(web.get(f"/quan-he?vb=qd/2036/4001/qd-ttg&vb={DECREE}").text)
    assert "Không tìm thấy đường nối nào dài đến 4 bước." in told
    assert "Không tìm thấy không có nghĩa là không liên quan" in told
    assert "Quyết định 4001/QĐ-TTg (2036)" in told


def test_each_document_can_be_taken_away_and_another_added(web: httpx.Client) -> None:
    page = web.get(f"/quan-he?vb={PROGRAMME}&vb={DECREE}&vb=nd/2025/77/nd-cp&ngay=2033-01-01").text
    form = page[page.index('<form class="choose several"') : page.index("</form>", page.index('<form class="choose several"'))]
    assert re.findall(r'type="hidden" name="vb" value="([^"]+)"', form) == [PROGRAMME, DECREE, "nd/2025/77/nd-cp"]
    assert [unescape(href) for href in re.findall(r'<a href="([^"]+)"', form)] == [
        f"/quan-he?vb={DECREE}&vb=nd/2025/77/nd-cp&ngay=2033-01-01",
        f"/quan-he?vb={PROGRAMME}&vb=nd/2025/77/nd-cp&ngay=2033-01-01",
        f"/quan-he?vb={PROGRAMME}&vb={DECREE}&ngay=2033-01-01",
    ]
    assert form.count('type="text"') == 1


def test_not_more_than_six_at_once(web: httpx.Client) -> None:
    six = [PROGRAMME, NEXT_PROGRAMME, DECREE, "nd/2025/77/nd-cp", "nd/2034/12/nd-cp", "vn-18/qd/2033/4001/qd-ubnd"]
    full = web.get("/quan-he", params={"vb": six})
    assert 'type="text" id="new-' not in full.text
    assert "bỏ bớt để thêm văn bản khác" in text_of(full.text)
    seven = web.get("/quan-he", params={"vb": [*six, "qd/2036/4001/qd-ttg"]})
    assert (seven.status_code, seven.headers["location"].count("vb=")) == (303, 6)
    assert "những tên sau đó không được xét" in text_of(web.get("/quan-he", params={"vb": ["zzz", *six, "qd/2036/4001/qd-ttg"]}).text)


def test_following_is_not_replacing(web: httpx.Client, sample: Library) -> None:
    later, former = sample.reader.resolve(NEXT_PROGRAMME), sample.reader.resolve(PROGRAMME)
    for a, b in ((later, former), (former, later)):
        told = text_of(web.get(f"/quan-he?vb={a.path}&vb={b.path}").text)
        assert "kế tiếp" in told
        assert absent_sentence("replaces", later, former) in re.sub(r"\s+([,.:])", r"\1", told)
        english = text_of(web.get(f"/quan-he?vb={a.path}&vb={b.path}", headers={"Accept-Language": "en"}).text)
        assert absent_sentence("replaces", later, former, "en") in re.sub(r"\s+([,.:])", r"\1", english)


def test_an_ambiguous_name_gives_a_choice(web: httpx.Client) -> None:
    answer = web.get("/quan-he", params={"vb": ["901/2031", "4001/QĐ-TTg", "12/2034"], "ngay": "2033-01-01"})
    assert answer.status_code == 300
    choices = [unescape(href) for href in re.findall(r'class="title" href="([^"]+)"', answer.text)]
    rest = "vb=12/2034&ngay=2033-01-01"
    assert choices == [f"/quan-he?vb={DECREE}&vb={path}&{rest}" for path in (PROGRAMME, "qd/2036/4001/qd-ttg")]
    assert web.get(choices[0]).status_code == 303


def test_an_unknown_name_is_told_and_something_close_offered(web: httpx.Client) -> None:
    answer = web.get("/quan-he", params={"vb": ["999/1999/NĐ-CP", DECREE]})
    assert answer.status_code == 404
    assert "Không có văn bản nào trong đồ thị tên là “999/1999/NĐ-CP”." in text_of(answer.text)
    assert 'aria-invalid="true"' in answer.text
    close = web.get("/quan-he", params={"vb": ["tam tang", DECREE]})
    assert "tằm tang" in close.text


def test_one_document_twice(web: httpx.Client) -> None:
    assert "Những tên này là một văn bản." in text_of(web.get(f"/quan-he?a={DECREE}&b={DECREE}").text)


def test_picture_of_several_documents_as_a_file_stands_alone(web: httpx.Client) -> None:
    answer = web.get(f"/quan-he.svg?vb={PROGRAMME}&vb={DECREE}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.startswith("<svg")
    assert {"<title", "<style>", 'data-id="nd/2031/901/nd-cp"'} <= set(re.findall(r'<title|<style>|data-id="nd/2031/901/nd-cp"', answer.text))
    assert "unsafe-inline" in answer.headers["content-security-policy"]
    assert web.get(f"/quan-he.svg?vb={DECREE}&vb=nd/1999/1/nd-cp").status_code == 404
    assert web.get("/quan-he.svg").status_code == 404


def test_a_slip_in_a_number_is_offered_the_right_one(web: httpx.Client) -> None:
    answer = web.get("/quan-he", params={"vb": [DECREE, "4002/QĐ-TTX"]})
    assert answer.status_code == 404
    assert f"/quan-he?vb={DECREE}&amp;vb={NEXT_PROGRAMME}" in answer.text


# --- what visitors type


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' OR 1=1 --", "\x00", "%00", "a" * 5000, "{{7*7}}", "../../etc/passwd"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_text_is_text(web: httpx.Client, typed: str) -> None:
    for address, parameters in (("/tim-kiem", {"q": typed}), ("/quan-he", {"a": typed, "b": typed}), ("/quan-he", {"vb": [typed, DECREE], "ngay": typed}), ("/sparql", {"query": typed})):
        answer = web.get(address, params=parameters)
        assert answer.status_code < 500
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert "49" not in re.findall(r'value="([^"]*)"', answer.text)


def test_hostile_titles_are_text_side_by_side_in_the_picture_and_at_home(write_tables: WriteTables, tmp_path: Path) -> None:
    evil = '</title><script>alert(1)</script>"><img src=x onerror=alert(1)> {{7*7}} &amp; ' + "dài " * 400
    numbers = {"nd/2004/134/nd-cp": "134/2004/NĐ-CP", "nd/2012/45/nd-cp": "45/2012/NĐ-CP"}
    documents = [{"id": path, "number": number, "signed": f"{path[3:7]}-03-02", "title": evil} for path, number in numbers.items()]
    relations = [{"source": "nd/2012/45/nd-cp", "kind": "replaces", "target": "nd/2004/134/nd-cp", "evidence_url": "https://example.org/45"}]
    home = Home(tmp_path / "home")
    ingest([write_tables(documents=documents, relations=relations)], home, today=TODAY)
    with visiting(home.folder) as visitor:
        for address in ("/", "/quan-he?vb=nd/2004/134/nd-cp&vb=nd/2012/45/nd-cp", "/quan-he.svg?vb=nd/2004/134/nd-cp&vb=nd/2012/45/nd-cp"):
            answer = visitor.get(address)
            assert answer.status_code == 200
            assert "thay thế" in answer.text, address
            assert not re.search(r"<script>alert|<img src=x|\b49 &", answer.text), address


def test_an_act_without_a_day_is_told_with_that_of_its_document(write_tables: WriteTables, tmp_path: Path) -> None:
    documents = [
        {"id": "nd/2025/77/nd-cp", "number": "77/2025/NĐ-CP"},
        {"id": "nd/2031/901/nd-cp", "number": "901/2031/NĐ-CP", "in_force_from": "2031-05-01"},
    ]
    relations = [{"source": "nd/2031/901/nd-cp", "kind": "amends", "target": "nd/2025/77/nd-cp", "evidence_url": "https://example.org/901"}]
    home = Home(tmp_path / "home")
    ingest([write_tables(documents=documents, relations=relations)], home, today=TODAY)
    with visiting(home.folder) as visitor:
        for address, heading in (
            ("/eli/vn/nd/2025/77/nd-cp", "relations"),
            ("/eli/vn/nd/2031/901/nd-cp", "relations"),
            ("/quan-he?vb=nd/2025/77/nd-cp&vb=nd/2031/901/nd-cp", "direct"),
        ):
            page = visitor.get(address, headers={"Accept": "text/html"}, follow_redirects=True).text
            listed = page[page.index(f'id="{heading}"') :].partition("<h2")[0]
            assert re.search("sửa đổi, bổ sung (bởi )?Nghị định [0-9/]+NĐ-CP, từ 1/5/2031", listed), address


@pytest.mark.parametrize("path", ["/eli/vn/<script>", "/eli/vn/%00", "/eli/vn/a%20b", "/eli/vn/nd/2031/901/nd-cp/dieu_", "/eli/vn/", "/text/zz", "/relation/x"])
def test_addresses_that_name_nothing(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text
    assert "<script>" not in answer.text


def test_pages_take_no_orders(web: httpx.Client) -> None:
    for path in ("/", "/tim-kiem", f"/eli/vn/{DECREE}", "/quan-he"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = web.request(method, path)
            assert answer.status_code == 405
            assert "text/html" in answer.headers["content-type"]
        assert web.head(path).status_code == 200


# --- language


def test_language_is_chosen_kept_and_offered(sample_home: Path) -> None:
    with visiting(sample_home) as visitor:
        page = visitor.get(f"/eli/vn/{DECREE}?ngay=2033-01-01")
        assert f'href="/eli/vn/{DECREE}?ngay=2033-01-01&amp;lang=en" hreflang="en" lang="en">English' in page.text
        english = visitor.get(f"/eli/vn/{DECREE}?ngay=2033-01-01&lang=en")
        assert "In force" in english.text
        assert "httponly" in english.headers["set-cookie"].lower()
        assert "Decree 901/2031/NĐ-CP" in visitor.get(f"/eli/vn/{DECREE}").text, "the cookie was not kept"
        assert visitor.get("/", headers={"Accept-Language": "vi"}).headers["content-language"] == "en"
        assert set(english.headers["vary"].replace(" ", "").split(",")) >= {"Accept", "Accept-Language", "Cookie"}


@pytest.mark.parametrize(
    ("address", "href"),
    [("//evil.example/x", "/evil.example/x?lang=en"), ("/a%3Fb%22", "/a%3Fb%22?lang=en"), ("/x?q=a%26b", "/x?q=a%26b&lang=en")],
)
def test_the_other_language_is_always_on_this_server(web: httpx.Client, address: str, href: str) -> None:
    page = web.get(httpx.URL(str(web.base_url).rstrip("/") + address)).text
    assert f'<a class="lang" href="{href.replace("&", "&amp;")}"' in page


# --- snapshots


def test_a_new_snapshot_is_noticed_without_a_restart(own_home: Path, write_tables: WriteTables) -> None:
    with visiting(own_home) as visitor:
        assert visitor.get("/eli/vn/nd/2036/5/nd-cp").status_code == 404
        new = {"id": "nd/2036/5/nd-cp", "number": "5/2036/NĐ-CP", "signed": "2036-01-02"}
        ingest([write_tables(documents=[new])], Home(own_home), today=TODAY)
        until(lambda: visitor.get("/eli/vn/nd/2036/5/nd-cp").status_code == 200)
        query = "ASK { <https://w3id.org/legalgraph/eli/vn/nd/2036/5/nd-cp> ?p ?o }"
        assert visitor.get("/sparql", params={"query": query, "format": "json"}).json()["boolean"] is True


@pytest.mark.slow
def test_a_home_that_vanishes_does_not_stop_the_pages(own_home: Path) -> None:
    with visiting(own_home) as visitor:
        (own_home / "CURRENT").unlink()
        next(own_home.glob("snapshots/*/manifest.json")).unlink()  # while it is there, the only snapshot is the current one
        until(lambda: visitor.get("/ready").json()["warning"] is not None)
        assert visitor.get(f"/eli/vn/{DECREE}").status_code == 200


def test_without_a_snapshot_the_application_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing was published"):
        create_app(settings(tmp_path))


def test_pages_are_compressed_and_light(packaged_web: httpx.Client) -> None:
    answer = packaged_web.get("/eli/vn/nd/2012/45/nd-cp", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < 60_000


def test_status_is_told_for_today_unless_asked(sample_home: Path) -> None:
    with visiting(sample_home, date(2034, 8, 1)) as visitor:
        page = "/eli/vn/nd/2034/12/nd-cp"
        assert "Còn hiệu lực suy luận vào ngày 1/8/2034" in text_of(visitor.get(page).text)
        before = visitor.get(f"{page}?ngay=2034-07-31").text
        assert "Chưa có hiệu lực vào ngày 31/7/2034" in text_of(before)
        assert "Về hôm nay" in before


def test_english_words_of_an_error_are_folded_on_vietnamese_pages(web: httpx.Client) -> None:
    for lang, folded in ("vi", True), ("en", False):
        page = web.post(f"/gioi-thieu?lang={lang}", headers={"Accept": "text/html"})
        assert page.status_code == 405
        assert ('<details><summary>Chi tiết kỹ thuật</summary><pre lang="en">' in page.text) is folded
        assert "Method Not Allowed" in page.text


def test_sources_that_differ_are_named_in_the_language_of_the_page() -> None:
    differing = Conflict("signed", "2031-03-02", "lời văn", "2031-03-20", "tệp nguồn", "a")
    for language, names in ("vi", ("lời văn", "tệp nguồn")), ("en", ("the words of the document", "the file it came in")):
        view = document_presentation._conflict(differing, Words(language))
        assert (view.first_source, view.second_source) == names


def test_a_document_that_is_not_identified_is_told_as_one(tmp_path: Path) -> None:
    header = "ỦY BAN NHÂN DÂN\nHUYỆN LỤA VÀNG\n-------\nSố: 7/2031/QĐ-UBND\nLụa Vàng, ngày 15 tháng 7 năm 2031\nQUYẾT ĐỊNH\nVề việc dệt lụa\n"
    (tmp_path / "a.txt").write_text(f"{header}Điều 1. Dệt lụa.\n", "utf-8")
    ingest([tmp_path / "a.txt"], Home(tmp_path / "home"), today=TODAY)
    with visiting(tmp_path / "home") as client:
        path = next(iter(re.findall(r'href="/(text/[0-9a-f]+)', client.get("/tim-kiem?q=dệt+lụa").text)))
        page = unescape(client.get(f"/{path}").text)
    assert "không phải văn bản pháp luật" not in page
    assert '<p class="crumb">Văn bản chưa nhận diện' in page
    assert "Quyết định 7/2031/QĐ-UBND; ỦY BAN NHÂN DÂN HUYỆN LỤA VÀNG; 15/07/2031" in page


@pytest.mark.parametrize(("address", "leads"), [
    (f"/eli/vn/{DECREE}?on=2032-01-01", f"/eli/vn/{DECREE}?ngay=2032-01-01"),
    (f"/quan-he?vb={PROGRAMME}&vb={DECREE}&on=2032-01-01", f"/quan-he?vb={PROGRAMME}&vb={DECREE}&ngay=2032-01-01"),
    ("/tim-kiem?q=t%E1%BA%B1m&on=2032-01-01", "/tim-kiem?q=t%E1%BA%B1m&ngay=2032-01-01"),
    (f"/eli/vn/{DECREE}?on=2032-01-01&ngay=2033-01-01", f"/eli/vn/{DECREE}?ngay=2033-01-01"),
    ("/tim-kiem?q=t%E1%BA%B1m&version=2032-01-01", None),
])  # fmt: skip
def test_a_day_may_be_given_as_in_the_api(web: httpx.Client, address: str, leads: str | None) -> None:
    answer = web.get(address, follow_redirects=False)
    assert answer.headers.get("location") == leads
    assert answer.status_code == (303 if leads else 200)


def test_without_a_name_of_its_own_on_is_left_to_others(web: httpx.Client) -> None:
    assert web.get(f"/api/documents/{DECREE}?on=2032-01-01", follow_redirects=False).status_code == 200


def test_two_documents_of_one_number_are_told_apart_by_their_province(web: httpx.Client) -> None:
    local = "vn-18/qd/2033/4001/qd-ubnd"
    for address in (f"/quan-he?vb={local}&vb={DECREE}", f"/luoc-do/{local}", f"/kham-pha?vb={local}"):
        assert "(Ninh Bình)" in web.get(address, params=None).text, address
    answer = web.get("/api/relate", params={"a": "4001", "b": DECREE})
    assert answer.status_code == 300
    assert "4001/QĐ-UBND (Ninh Bình)" in answer.text


def test_the_explorer_tells_what_is_not_issued_as_the_page_does(web: httpx.Client) -> None:
    for address in (f"/eli/vn/{DECREE}?ngay=2020-01-01", f"/kham-pha?vb={DECREE}&ngay=2020-01-01"):
        page = web.get(address).text
        assert "Chưa được ban hành" in page, address


def test_the_lists_of_the_vocabulary_are_found(web: httpx.Client) -> None:
    answer = web.get("/vocabulary", follow_redirects=True)
    assert answer.status_code == 200
    assert "/vocabulary/relation" in answer.text

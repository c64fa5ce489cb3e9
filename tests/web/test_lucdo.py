"""The page of the lược đồ: what is chosen and what is left out, one address for each picture, the table, files, evidence."""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree as ET

import httpx
import pytest
from tests.conftest import TODAY, write_rows
from tests.web.serving import visiting

from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home

DECREE = "nd/2031/901/nd-cp"
AMENDMENT = "nd/2034/12/nd-cp"
BEFORE = "nd/2025/77/nd-cp"
PROGRAMME = "qd/2032/4001/qd-ttg"
NEXT_PROGRAMME = "qd/2035/4002/qd-ttg"
LOCAL = "vn-18/qd/2033/4001/qd-ubnd"
AROUND = {DECREE, AMENDMENT, BEFORE, PROGRAMME, NEXT_PROGRAMME, "citation/chi-thi-tam"}

LAW = "nd/2031/100/nd-cp"
CIRCULARS = 95


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A decree on which 130 circulars rest, one of which was replaced twice over."""
    folder = tmp_path_factory.mktemp("crowded")
    documents = [{"id": LAW, "number": "100/2031/NĐ-CP", "title": "Về nghề dệt <b>lụa</b>", "signed": "2031-01-01"}]
    relations = []
    for i in range(1, CIRCULARS + 1):
        path = f"tt/2032/{i}/tt-bct"
        day = f"2032-{1 + i % 12:02}-{1 + i % 28:02}"
        documents.append({"id": path, "type": "tt", "number": f"{i:02}/2032/TT-BCT", "title": f"Hướng dẫn việc thứ {i}", "signed": day})
        certainty = "inferred" if i % 9 == 0 else "verified"
        relations.append(
            {"source": path, "target": LAW, "kind": "basis", "certainty": certainty, "rule": "shared_subject" * (certainty == "inferred")}
        )
    for i, old in ((201, 1), (202, 201)):
        documents.append({"id": f"tt/2033/{i}/tt-bct", "type": "tt", "number": f"{i}/2033/TT-BCT", "signed": f"2033-0{i % 10}-01"})
        year = 2032 if old < 200 else 2033
        relations.append({"source": f"tt/2033/{i}/tt-bct", "target": f"tt/{year}/{old}/tt-bct", "kind": "replaces"})
    ingest([write_rows(folder / "thu", documents=documents, relations=relations)], Home(folder / "home"), today=TODAY)
    with visiting(folder / "home") as client:
        yield client


def pictures(page: str) -> list[str]:
    return re.findall(r'<svg class="luocdo.*?</svg>\n', page, re.DOTALL)


def boxes(picture: str) -> list[str]:
    return re.findall(r'data-id="([^"]+)"', picture)


def rows(page: str) -> list[str]:
    return re.findall(r'<tr[^>]*>\n<th scope="row"><a href="([^"]+)"', page)


# --- what is chosen


def test_both_shapes_and_the_table_hold_the_same_documents(web: httpx.Client) -> None:
    page = web.get(f"/luoc-do/{DECREE}").text
    wide, tall = pictures(page)
    assert set(boxes(wide)) == set(boxes(tall)) == AROUND
    assert {href.removeprefix("/eli/vn/") for href in rows(page)} == AROUND - {DECREE}
    assert set(re.findall(r'data-s="([^"]+)"', wide)) == {DECREE, AMENDMENT, PROGRAMME, NEXT_PROGRAMME, "citation/chi-thi-tam"}


def test_a_box_recentres_and_the_centre_opens_the_document(web: httpx.Client) -> None:
    page = web.get(f"/luoc-do/{DECREE}?buoc=2").text
    for picture in pictures(page):
        hrefs = dict(re.findall(r'href="([^"]+)" data-id="([^"]+)"', picture))
        assert hrefs[f"/eli/vn/{DECREE}"] == DECREE
        assert hrefs[f"/luoc-do/{PROGRAMME}?buoc=2"] == PROGRAMME, "the choice goes along"
    document = web.get(f"/eli/vn/{DECREE}").text
    assert f'href="/luoc-do/{DECREE}"' in document
    assert f'href="/eli/vn/{PROGRAMME}" data-id' in document


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("?buoc=2", {LOCAL}),
        ("?buoc=3", {LOCAL}),
        ("?buoc=4", set[str]()),
        ("?buoc=x", set[str]()),
    ],
)
def test_steps_widen_the_picture(web: httpx.Client, query: str, more: set[str]) -> None:
    page = web.get(f"/luoc-do/{DECREE}{query}", follow_redirects=True).text
    assert set(boxes(pictures(page)[0])) == AROUND | more


def test_kinds_are_chosen(web: httpx.Client) -> None:
    page = web.get(f"/luoc-do/{DECREE}?nhom=thay-the&nhom=sua-doi").text
    assert set(boxes(pictures(page)[0])) == {DECREE, BEFORE, AMENDMENT}
    assert re.findall(r'name="nhom" value="([^"]+)" checked', page) == ["thay-the", "sua-doi"]
    assert re.findall(r'name="nhom" value="([^"]+)">', page) == ["huong-dan", "can-cu", "dan-chieu"]


def drawn_groups(page: str) -> set[str]:
    return {group for picture in pictures(page) for group in re.findall(r'class="edge(?: told)? g-([a-z]+)"', picture)}


@pytest.mark.parametrize("query", ["", "?buoc=2", "?buoc=3"])
def test_whatever_is_drawn_can_be_switched_off(web: httpx.Client, query: str) -> None:
    page = web.get(f"/luoc-do/{DECREE}{query}").text
    offered = re.findall(r'<label class="g-([a-z]+)"><input type="checkbox" name="nhom" value="([^"]+)"', page)
    assert "succeeds" in drawn_groups(page) <= {group for group, _ in offered}
    without = [("buoc", query[-1] if query else "1"), *(("nhom", slug) for group, slug in offered if group != "succeeds")]
    page = web.get(f"/luoc-do/{DECREE}", params=without, follow_redirects=True).text
    assert "succeeds" not in drawn_groups(page)
    assert re.findall(r'name="nhom" value="([^"]+)">', page) == ["ke-tiep"], "and on again"


def test_the_document_page_has_a_box_for_every_line(web: httpx.Client) -> None:
    page = web.get(f"/eli/vn/{DECREE}").text
    switched = {kind for kinds in re.findall(r'<input type="checkbox" data-kind="([^"]*)" checked', page) for kind in kinds.split()}
    drawn = {kind for picture in pictures(page) for kind in re.findall(r'<a class="edge[^>]* data-kind="([^"]+)"', picture)}
    assert "succeeds" in drawn <= switched


def test_on_an_earlier_day_later_documents_are_left_out_and_counted(web: httpx.Client) -> None:
    page = web.get(f"/luoc-do/{DECREE}?ngay=2033-01-01").text
    assert set(boxes(pictures(page)[0])) == {DECREE, BEFORE, PROGRAMME, "citation/chi-thi-tam"}
    assert "Không kể 2 văn bản ban hành sau ngày này." in page


def test_what_is_not_issued_on_a_day_is_spoken_so(web: httpx.Client) -> None:
    page = web.get(f"/luoc-do/{DECREE}?ngay=2020-01-01").text
    assert "Chưa được ban hành.</title>" in pictures(page)[0]
    assert "Chưa có hiệu lực" not in pictures(page)[0]


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("?buoc=1&so=40&ngay=&trong=thay-the+sua-doi&nhom=thay-the&nhom=sua-doi", ""),
        ("?buoc=2&so=40&ngay=&trong=thay-the+sua-doi&nhom=sua-doi", "?buoc=2&nhom=sua-doi"),
        ("?so=80&buoc=3", "?buoc=3&so=80"),
        ("?so=81&xep=ngay&lang=en", "?xep=ngay&lang=en"),
        ("?nhom=khong-co", ""),
    ],
)
def test_each_picture_has_one_address(web: httpx.Client, asked: str, address: str) -> None:
    answer = web.get(f"/luoc-do/{DECREE}{asked}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/luoc-do/{DECREE}{address}")
    assert web.get(answer.headers["location"]).status_code == 200


def test_what_cannot_be_drawn_says_so(web: httpx.Client) -> None:
    assert "Không có gì để vẽ" in web.get(f"/luoc-do/{LOCAL}?nhom=thay-the").text
    assert web.get("/luoc-do/nd/1999/1/nd-cp").status_code == 404
    assert web.get(f"/luoc-do/{DECREE.upper()}").headers["location"] == f"/luoc-do/{DECREE}"
    wrong = web.get(f"/luoc-do/{DECREE}?ngay=hom-<b>qua")
    assert wrong.status_code == 400
    assert "“hom-&lt;b&gt;qua” không phải là một ngày" in wrong.text


# --- dense


@pytest.mark.parametrize("most", [20, 40, 80])
def test_a_crowd_shares_boxes_that_lead_to_the_table(crowded: httpx.Client, most: int) -> None:
    page = crowded.get(f"/luoc-do/{LAW}" + ("" if most == 40 else f"?so={most}")).text
    for picture in pictures(page):
        shown = boxes(picture)
        heaps = [id for id in shown if id.startswith("basis-in-")]
        assert (len(shown), len(heaps)) == (most, 1)
        hidden = CIRCULARS + 1 - (most - 1)
        words = " ".join(re.findall(r"<text class=\"no\"[^>]*>([^<]*)</text>", picture))
        assert f"và {hidden} thông tư khác" in words
        assert f'href="#{heaps[0]}" data-id="{heaps[0]}"' in picture
        assert page.count(f'<tr id="{heaps[0]}">') == 1
    assert "căn cứ (một phần suy luận)" in pictures(page)[0], "some of those in the box are inferred"
    assert len(rows(page)) == CIRCULARS
    assert "<b>lụa" not in page


def test_further_steps_take_the_most_telling_and_count_the_others(crowded: httpx.Client) -> None:
    page = crowded.get("/luoc-do/tt/2032/1/tt-bct?buoc=3").text
    shown = boxes(pictures(page)[0])
    assert {"tt/2033/201/tt-bct", "tt/2033/202/tt-bct", LAW} <= set(shown)
    assert len(shown) <= 40
    assert re.search(r"Còn \d+ văn bản không vẽ", page)


def test_the_table_is_sorted_without_scripts(crowded: httpx.Client) -> None:
    names = {"": "Quan hệ", "?xep=van-ban": "Văn bản", "?xep=ngay": "Ngày ban hành", "?xep=cap": "Cấp"}
    for query, column in names.items():
        page = crowded.get(f"/luoc-do/{LAW}{query}").text
        assert re.findall(r'aria-sort="(?:a|de)scending">([^<]+)<', page) == [column]
        assert len(rows(page)) == CIRCULARS
        days = re.findall(r'<td data-label="Ngày ban hành"><time datetime="([^"]+)"', page)
        assert (days == sorted(days, reverse=True)) == (query != "?xep=van-ban"), "all are circulars of one kind"
        numbers = [int(href.split("/")[-2]) for href in rows(page)]
        assert (numbers == sorted(numbers)) == (query == "?xep=van-ban")


# --- why a line is drawn


def test_every_line_is_a_link_with_its_sentence(web: httpx.Client) -> None:
    wide, tall = pictures(web.get(f"/luoc-do/{DECREE}").text)
    lines = re.findall(r'<a class="edge g-[a-z]+" href="(/relation/[0-9a-f]{16})" aria-label="([^"]+)"', wide)
    assert len(lines) == 6
    assert "Nghị định 12/2034/NĐ-CP sửa đổi, bổ sung Nghị định 901/2031/NĐ-CP, từ 1/8/2034." in {unescape(label) for _, label in lines}
    for href, _ in lines:
        assert web.get(href).headers["location"].endswith(f"#r-{href.rpartition('/')[2]}")
    told = re.findall(r'<a class="edge told g-[a-z]+"[^>]* aria-label="([^"]+)"', tall)
    assert len(told) == 6, "on a phone the same is said in words"


def test_the_explanation_quotes_the_evidence(web: httpx.Client) -> None:
    answer = web.get("/giai-thich", params={"tu": AMENDMENT, "den": DECREE})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert answer.text.count('<div class="why') == 2
    assert "đã kiểm chứng" in answer.text
    assert "/relation/" in answer.text
    assert "is amended by" not in answer.text
    assert "amends" in web.get("/giai-thich", params={"tu": AMENDMENT, "den": DECREE, "lang": "en"}).text


@pytest.mark.parametrize(("source", "target"), [(DECREE, AMENDMENT), (DECREE, "x"), ("", ""), ("<b>", DECREE), (DECREE, DECREE)])
def test_what_is_not_related_is_not_explained(web: httpx.Client, source: str, target: str) -> None:
    assert web.get("/giai-thich", params={"tu": source, "den": target}).status_code == 404


# --- the file


@pytest.mark.parametrize("query", ["", "?buoc=2&so=80", "?nhom=sua-doi", "?lang=en"])
def test_the_file_is_whole_and_leads_back(web: httpx.Client, query: str) -> None:
    answer = web.get(f"/luoc-do/{DECREE}.svg{query}")
    root = ET.fromstring(answer.content)
    words = " ".join("".join(root.itertext()).split())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Về khuyến khích nuôi tằm" in words
    assert "https://w3id.org/legalgraph/eli/vn/nd/2031/901/nd-cp" in words
    assert ("Tình trạng vào ngày 1/6/2036" in words) == ("lang" not in query)
    links = {element.get("href") or "" for element in root.iter("{http://www.w3.org/2000/svg}a")}
    assert links
    assert all(link.startswith("https://w3id.org/legalgraph/") for link in links), "it opens away from this server"


def test_a_crowded_file_is_a_picture_too(crowded: httpx.Client) -> None:
    root = ET.fromstring(crowded.get(f"/luoc-do/{LAW}.svg?so=80").content)
    assert float(root.get("width", "0")) <= 1600
    assert "Về nghề dệt <b>lụa</b>" in "".join(root.itertext())


def test_pages_of_any_size_are_small(crowded: httpx.Client) -> None:
    answer = crowded.get(f"/luoc-do/{LAW}?so=80", headers={"Accept-Encoding": "gzip"})
    sent = int(answer.headers["content-length"]) if "content-length" in answer.headers else answer.num_bytes_downloaded
    assert sent < 60_000

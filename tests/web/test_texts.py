"""Pages of full texts: their parts, what is linked to what and back, and what a stranger may ask for."""

import gzip
import re
from html import unescape
from pathlib import Path

import httpx
import pytest
from tests.conftest import WriteTables
from tests.web.fulltexts import AMENDMENT, DECREE, long_text
from tests.web.serving import visiting
from tests.web.test_pages import Outline, text_of

from legalgraph.clock import today
from legalgraph.model.provision import Provision
from legalgraph.pipeline import ingest
from legalgraph.queries.texts import DocumentText
from legalgraph.store.snapshots import Home
from legalgraph.web.presentation.fulltext import Text
from legalgraph.web.presentation.words import Words

PAGES = [
    f"/van-ban/{DECREE}",
    f"/van-ban/{AMENDMENT}",
    f"/van-ban/{AMENDMENT}?tai=100-500",
    f"/eli/vn/{DECREE}",
    f"/eli/vn/{DECREE}/dieu_2/khoan_1",
    f"/eli/vn/{AMENDMENT}/dieu_1",
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_of_texts_are_well_made(texts_web: httpx.Client, address: str, language: str) -> None:
    answer = texts_web.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    outline = Outline(answer.text)
    assert outline.language == language
    assert len(outline.ids) == len(set(outline.ids)), "an id stands twice"
    assert outline.references <= set(outline.ids), "a label or description points nowhere"
    assert outline.levels.count(1) == 1
    assert all(below - above <= 1 for above, below in zip(outline.levels, outline.levels[1:], strict=False)), outline.levels
    assert "style" not in outline.attributes
    assert not [attribute for attribute in outline.attributes if attribute.startswith("on")]


@pytest.mark.parametrize("address", PAGES)
def test_links_lead_somewhere(texts_web: httpx.Client, address: str) -> None:
    outline = Outline(texts_web.get(address).text)
    here = set(outline.ids)
    for href in {unescape(link["href"] or "") for link in outline.links if link.get("href")}:
        if href.startswith("#"):
            assert href[1:] in here, href
        elif href.startswith(("/eli/", "/van-ban/", "/citation/", "/text/")) and not href.endswith((".ttl", ".rdf", ".nt", ".jsonld")):
            page, _, fragment = href.partition("#")
            found = texts_web.get(page)
            assert found.status_code == 200, href
            assert not fragment or f'id="{fragment}"' in found.text, href


def test_the_words_are_those_of_the_file(texts_web: httpx.Client) -> None:
    page = texts_web.get(f"/van-ban/{DECREE}").text
    assert "Hộ nuôi tằm có từ năm sào dâu trở lên được hỗ trợ theo mức tại Phụ lục" in text_of(page)
    for anchor in ("chuong_i", "dieu_2", "dieu_2/khoan_1", "dieu_2/khoan_1/diem_b"):
        assert f'id="{anchor}"' in page
    assert text_of(page).count("Mục tiêu về diện tích dâu") == 1


def test_a_citation_leads_to_what_it_cites(texts_web: httpx.Client) -> None:
    page = texts_web.get(f"/van-ban/{DECREE}").text
    assert re.search(r'<a id="c-\d+-\d+" class="cite" href="/eli/vn/nd/2025/77/nd-cp">Nghị định số <bdi class="nb">77/2025/NĐ-CP</bdi> ngày', page)


def test_evidence_and_text_lead_to_each_other(texts_web: httpx.Client) -> None:
    document = texts_web.get(f"/eli/vn/{AMENDMENT}").text
    text = texts_web.get(f"/van-ban/{AMENDMENT}").text
    signs = re.findall(r'<a class="act g-[a-z]+" href="([^"#]+)#(r-[0-9a-f]{16})">([^<]+)</a>', text)
    assert {words for _, _, words in signs} >= {"bãi bỏ: Điều 3", "bãi bỏ: khoản 2 Điều 17", "căn cứ"}
    for page, anchor, _ in signs:
        assert page == f"/eli/vn/{AMENDMENT}"
        assert f'id="{anchor}"' in document
    spans = re.findall(r'href="(/van-ban/[^"?]+\?tai=\d+-\d+)#tai">Xem trong văn bản<span class="vh">: Khoản 2 Điều 1[^<]*bãi bỏ[^<]*Điều 3', document)
    span = spans[0]  # the sentence; then the citation in it
    shown = texts_web.get(span).text
    marked = "".join(re.findall(r"<mark(?: id=\"tai\")?>([^<]*)</mark>", shown))
    assert "Bãi bỏ Điều 3 và khoản 2 Điều 17" in marked
    # The document acted upon shows the same evidence.
    assert span in texts_web.get(f"/eli/vn/{DECREE}").text


def test_a_provision_shows_its_words_and_what_names_it(texts_web: httpx.Client) -> None:
    page = texts_web.get(f"/eli/vn/{DECREE}/dieu_2/khoan_1").text
    place = page[page.index('<section class="place"') : page.index('<div class="cols">')]
    assert '<div id="dieu_2/khoan_1" class="u khoan here">' in place
    assert "Điều 2. Chương trình tằm tang" in place
    assert "Chương I" in place
    assert "Nghị định 12/2034/NĐ-CP" in place
    assert f'href="/eli/vn/{DECREE}/dieu_3"' in place
    assert "Đối tượng được hỗ trợ" not in place


def test_an_article_that_the_text_does_not_hold(texts_web: httpx.Client) -> None:
    absent = texts_web.get("/eli/vn/nd/2034/12/nd-cp/dieu_99/khoan_1")
    assert absent.status_code == 404
    assert "Khoản 1 Điều 99 Toàn văn đang có không chứa điều khoản này. Chưa có quan hệ nào" in " ".join(text_of(absent.text).split())
    english = texts_web.get("/eli/vn/nd/2034/12/nd-cp/dieu_99", headers={"Accept-Language": "en"})
    assert "The text at hand does not hold this provision." in text_of(english.text)
    # One that may have been put in later, and one of a text that skips articles.
    for path in ("nd/2034/12/nd-cp/dieu_2a", f"{DECREE}/dieu_99"):
        unknown = texts_web.get(f"/eli/vn/{path}")
        assert unknown.status_code == 200
        assert "Toàn văn đang có" not in text_of(unknown.text)


def test_excerpts(texts_web: httpx.Client) -> None:
    def told(path: str, **headers: str) -> str:
        answer = texts_web.get(f"/trich-dan/{path}", headers=headers)
        assert answer.status_code == 200, path
        assert "<html" not in answer.text
        assert "<script" not in answer.text
        return text_of(answer.text)

    assert "Hộ nuôi tằm có từ năm sào dâu trở lên" in told(f"{DECREE}/dieu_3")
    assert "Thay đổi: bị bãi bỏ bởi Nghị định 12/2034/NĐ-CP, từ 1/8/2034" in told(f"{DECREE}/dieu_3")
    assert "khoản 1 Điều 2: được sửa đổi, bổ sung bởi Nghị định 12/2034/NĐ-CP, từ 1/8/2034" in told(f"{DECREE}/dieu_2")
    assert "Changes: is amended by" in told(f"{DECREE}/dieu_2/khoan_1", **{"Accept-Language": "en"})
    assert "Thay đổi:" not in told(f"{DECREE}/dieu_4")
    assert "Hết hiệu lực một phần" in told(DECREE)
    assert "Partly no longer in force" in told(DECREE, **{"Accept-Language": "en"})
    assert "Toàn văn đang có không chứa điều khoản này." in told(f"{DECREE}/dieu_99")
    assert "Chưa có toàn văn của văn bản này." in told("nd/2025/77/nd-cp/dieu_1")
    assert "Chưa nhận ra" in told("citation/chi-thi-tam")
    assert texts_web.get("/trich-dan/nd/1900/1/nd-cp").status_code == 404
    assert texts_web.get(f"/trich-dan/{DECREE}/dieu_%3Cb%3E").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "target"),
    [
        (f"/van-ban/{DECREE}?tai=dieu_2/khoan_1", 303, f"/van-ban/{DECREE}#dieu_2/khoan_1"),
        (f"/van-ban/{DECREE}/dieu_2/khoan_1", 308, f"/van-ban/{DECREE}?tai=dieu_2/khoan_1"),
        (f"/van-ban/{DECREE.upper()}", 308, f"/van-ban/{DECREE}"),
        (f"/eli/vn/{DECREE}/vie", 303, f"/van-ban/{DECREE}"),
        (f"/van-ban/{DECREE}?tai=dieu_77", 404, None),
        (f"/van-ban/{DECREE}?tai=%3Cscript%3E", 404, None),
        (f"/van-ban/{DECREE}?tai=99999999-999999999", 404, None),
        (f"/van-ban/{DECREE}?phan=0", 404, None),
        (f"/van-ban/{DECREE}?phan=2", 404, None),
        (f"/van-ban/{DECREE}?phan=x", 200, None),
        ("/van-ban/nd/2025/77/nd-cp", 404, None),
        ("/van-ban/", 404, None),
        ("/van-ban///evil.example", 404, None),
        ("/van-ban/%00", 404, None),
    ],
)
def test_what_a_stranger_may_ask_for(texts_web: httpx.Client, address: str, status: int, target: str | None) -> None:
    answer = texts_web.get(address)
    assert answer.status_code == status
    assert answer.headers.get("location") == target


def test_a_hostile_text_stays_a_text(write_tables: WriteTables, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> \u202engược\u202c <img src=x onerror=alert(2)> &amp; \"' " + "dài " * 2500
    words = (
        "CHÍNH PHỦ\nSố: 990/2031/NĐ-CP\nHà Nội, ngày 02 tháng 3 năm 2031\nNGHỊ ĐỊNH\nVề thử\n"
        f"Căn cứ Nghị định số 77/2025/NĐ-CP ngày 15 tháng 01 năm 2025;\nĐiều 1. {evil}\n1. {evil}\n2. </div></section>\n"
    )
    folder = write_tables(documents=[{"id": "nd/2031/990/nd-cp", "number": "990/2031/NĐ-CP", "signed": "2031-03-02", "title": evil}])
    file = tmp_path / "990_2031_NĐ-CP.txt"
    file.write_text(words, "utf-8")
    ingest([folder, file], Home(tmp_path / "home"), today=today())
    with visiting(tmp_path / "home") as web:
        for address in ("/van-ban/nd/2031/990/nd-cp", "/eli/vn/nd/2031/990/nd-cp", "/eli/vn/nd/2031/990/nd-cp/dieu_1"):
            page = web.get(address)
            assert page.status_code == 200
            assert "<script>alert" not in page.text
            assert "<img" not in page.text
            assert all("src" in script or "json" in (script.get("type") or "") for script in Outline(page.text).scripts)
        # Nothing but its own text tells of it.
        assert "<dd>tệp 990_2031_NĐ-CP.txt</dd>" in web.get("/eli/vn/nd/2031/990/nd-cp").text
        # What turns the direction is shown as an invisible joiner of the same length; nothing else changes.
        assert "1. <script>alert(1)</script> \u2060ngược\u2060 <img src=x onerror=alert(2)>" in unescape(page.text)


# -------- long texts


def long_view(articles: int = 340) -> tuple[Text, DocumentText]:
    read = long_text(DECREE, articles)
    return Text(read, Words("vi")), read


def test_a_long_text_is_read_in_parts() -> None:
    text, read = long_view()
    assert len(read.text) > 800_000
    assert len(text.begins) == 8
    bodies = [text.part(number) for number in range(1, len(text.begins) + 1)]
    joined = "".join(unescape(re.sub(r'<a class="self".*?</a>|<[^>]+>', "", str(part.body))) for part in bodies)
    assert joined == read.text
    assert [link.number for link in bodies[0].parts] == list(range(1, 9))
    assert bodies[1].parts[1].href == f"/van-ban/{DECREE}?phan=2"
    (last,) = [entry for chapter in text.view().contents for entry in chapter.entries if entry.label == "Điều 340"]
    assert last.href == f"/van-ban/{DECREE}?phan=8#dieu_340"
    assert 'id="dieu_340"' in bodies[7].body


def test_a_long_page_is_light() -> None:
    text, _ = long_view()
    for number in range(1, len(text.begins) + 1):
        assert len(gzip.compress(str(text.part(number).body).encode(), 5)) < 60_000


def test_contents_keep_chapters_and_articles_apart() -> None:
    text, _ = long_view(45)
    chapters = text.view().contents
    assert [chapter.label for chapter in chapters] == ["Chương I", "Chương II", "Chương III"]
    assert [len(chapter.entries) for chapter in chapters] == [20, 20, 5]


def test_a_place_beyond_the_text_has_no_words() -> None:
    text, _ = long_view(3)
    assert text.place(Provision.parse("dieu_99")) is None
    place = text.place(Provision.parse("dieu_2/khoan_3"))
    assert place
    assert [entry.label for entry in place.around] == ["Chương I"]
    assert place.before
    assert place.after
    assert (place.before.href, place.after.href) == (f"/eli/vn/{DECREE}/dieu_1", f"/eli/vn/{DECREE}/dieu_3")
    assert "Điều 3" not in place.body


def test_articles_changed_by_others_bear_a_mark(texts_web: httpx.Client) -> None:
    page = texts_web.get("/van-ban/nd/2031/901/nd-cp?lang=vi").text
    marks = re.findall(r'<a class="act changed [^"]*" href="/eli/vn/nd/2031/901/nd-cp#r-[0-9a-f]{16}"[^>]*>(.*?)</a>', page)
    assert all('<bdi class="nb">12/2034/NĐ-CP</bdi>' in mark for mark in marks), "no line breaks it at its hyphen"
    marks = [re.sub("<[^>]*>", "", mark) for mark in marks]
    assert [mark.partition(", từ")[0] for mark in marks] == [
        "khoản 1 Điều 2: được sửa đổi, bổ sung bởi Nghị định 12/2034/NĐ-CP",
        "bị bãi bỏ bởi Nghị định 12/2034/NĐ-CP",
        "khoản 2 Điều 17: bị bãi bỏ bởi Nghị định 12/2034/NĐ-CP",
    ]
    # The document that acts has no article of its own changed.
    assert "act changed" not in texts_web.get("/van-ban/nd/2034/12/nd-cp").text

"""The statistics page: sentences, pictures and tables that say what the catalogue counted."""

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from tests.conftest import TODAY, WriteTables
from tests.web.serving import visiting
from tests.web.test_pages import DECREE, text_of

from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home
from legalgraph.text.names import Doubt
from legalgraph.text.resolve import Reason
from legalgraph.web.diagram.bars import NARROW, WIDE
from legalgraph.web.diagram.shares import Part, Whole, shares
from legalgraph.web.presentation.figures.coverage import reason_words
from legalgraph.web.presentation.figures.figure import Cell, Figure, Picture, part_words, percent
from legalgraph.web.presentation.figures.sheet import sheet
from legalgraph.web.presentation.words import Words

VI, EN = Words("vi"), Words("en")
CODES = ["loai", "co-quan", "nam", "bac", "hieu-luc", "duoc-dan", "sua-doi", "do-phu", "vien-dan", "con-thieu", "quan-he", "bat-dong"]


def counted(web: httpx.Client) -> Any:
    return web.get("/api/statistics").json()


def rows(web: httpx.Client, code: str) -> list[list[str]]:
    answer = web.get(f"/thong-ke/{code}.csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f'filename="thong-ke-{code}.csv"' in answer.headers["content-disposition"]
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_every_figure_has_a_sentence_a_picture_a_table_and_a_download(texts_web: httpx.Client) -> None:
    page = texts_web.get("/thong-ke").text
    sections = re.findall(r'<section class="figure" aria-labelledby="([a-z-]+)">(.*?)</section>', page, re.DOTALL)
    assert [code for code, _ in sections if code not in ("vi-sao", "ten-chua-ro")] == CODES
    for code, section in sections:
        assert re.search(rf'<h3 id="{code}">[^<]+\.', section), code
        drawn = re.findall(r"<svg .*?</svg>", section, re.DOTALL)
        assert len(drawn) == 2
        for svg in drawn:
            assert ET.fromstring(svg).get("aria-label")
        assert section.count("<tr>") == len(rows(texts_web, code)) > 1
        assert f'href="/thong-ke/{code}.csv"' in section
        assert f'<a href="#{code}">' in page


def test_tables_say_what_the_catalogue_counted(texts_web: httpx.Client) -> None:
    numbers = counted(texts_web)
    assert [(VI.type(code), str(n)) for code, n in numbers["by_type"].items()] == [(r[0], r[1]) for r in rows(texts_web, "loai")[1:]]
    assert numbers["by_year"] == {year: int(n) for year, n in rows(texts_web, "nam")[1:]}
    assert sum(numbers["by_year"].values()) == sum(numbers["by_type"].values()) == sum(numbers["by_rank"].values())
    assert sum(n for counts in numbers["status_by_type"].values() for n in counts.values()) == sum(numbers["by_type"].values())
    assert numbers["as_of"] == TODAY.isoformat()
    standing = numbers["by_standing"]
    assert [int(row[1]) for row in rows(texts_web, "do-phu")[1:]] == [standing.get(code, 0) for code in ("text", "facts", "cited")]
    assert standing["text"] == 2
    assert standing["cited"] == len(list(numbers["wanted"])) > 0
    assert sum(int(row[1]) for row in rows(texts_web, "vien-dan")[1:]) == sum(numbers["by_mention"].values()) > 0


def test_names_lead_to_what_was_counted(texts_web: httpx.Client) -> None:
    page = texts_web.get("/thong-ke").text
    for href in ("/tim-kiem?loai=nd", "/tim-kiem?co-quan=cp", "/tim-kiem?nam=2031", "/eli/vn/nd/2031/901/nd-cp"):
        assert f'href="{href}"' in page
    assert '<a href="/thong-ke" aria-current="page">Thống kê</a>' in page


def test_the_page_in_english(texts_web: httpx.Client) -> None:
    page = texts_web.get("/thong-ke", headers={"Accept-Language": "en"})
    assert "of the documents are of the type “" in text_of(page.text)
    assert rows(texts_web, "loai")[0] == ["Loại văn bản", "Số văn bản", "Tỷ lệ"]
    texts_web.cookies.set("lang", "en")
    assert rows(texts_web, "loai")[0] == ["Document type", "Documents", "Share"]


def test_a_figure_that_is_not_there(texts_web: httpx.Client) -> None:
    assert texts_web.get("/thong-ke/khong-co.csv").status_code == 404
    assert texts_web.get("/thong-ke/..%2f.csv").status_code == 404


def test_sources_that_disagree_are_counted(web: httpx.Client) -> None:
    numbers = counted(web)
    assert numbers["counts"]["conflicts"] == sum(numbers["by_conflict"].values()) == len(rows(web, "bat-dong")) - 1 == 1
    assert numbers["disputed"] == [{"path": DECREE, "number": "901/2031/NĐ-CP", "fields": ["signed"]}]


def test_titles_are_text_and_no_formula(own_home: Any, write_tables: WriteTables) -> None:
    cited = {"id": "nd/2036/5/nd-cp", "number": "5/2036/NĐ-CP", "title": '=HYPERLINK("http://x";"y")<script>alert(1)</script>'}
    acting = {"id": "nd/2036/6/nd-cp", "number": "6/2036/NĐ-CP"}
    said = {"source": "nd/2036/6/nd-cp", "kind": "amends", "target": "nd/2036/5/nd-cp", "evidence_url": "https://example.org/"}
    ingest([write_tables(documents=[cited, acting], relations=[said])], Home(own_home), today=TODAY)
    with visiting(own_home) as visitor:
        assert "<script>alert" not in visitor.get("/thong-ke").text
        titles = [row[1] for row in rows(visitor, "sua-doi")]
        assert '\'=HYPERLINK("http://x";"y")<script>alert(1)</script>' in titles


def test_numbers_in_sheets_are_plain() -> None:
    picture = Picture(shares([Whole("", [])], WIDE), shares([Whole("", [])], NARROW))
    figure = Figure("x", "x", "x.", ("a", "b"), ((Cell("-1"), Cell("2.293", number=True)), (Cell("@x"), Cell("1,000", number=True))), picture)
    assert sheet(figure) == "\ufeffa,b\r\n'-1,2293\r\n'@x,1000\r\n"


@pytest.mark.parametrize(
    ("n", "total", "vi", "half"),
    [(1, 2, "50%", "Một nửa"), (51, 100, "51%", "Một nửa"), (45, 100, "45%", "45%"), (1, 3, "33%", "Một phần ba"), (74, 100, "74%", "Ba phần tư"),
     (1, 5000, "<1%", "<1%"), (4999, 5000, ">99%", ">99%"), (0, 5, "0%", "0%"), (5, 5, "100%", "100%"), (0, 0, "0%", "0%")],
)  # fmt: skip
def test_shares_in_words(n: int, total: int, vi: str, half: str) -> None:
    assert percent(n, total, VI) == vi
    assert part_words(n, total, VI) == half


@pytest.mark.parametrize("words", [VI, EN])
def test_every_reason_is_worded(words: Words) -> None:
    told = {code.value: reason_words(code.value, words) for code in [*Reason, *Doubt] if code is not Reason.SELF}
    assert not [code for code, said in told.items() if said == code]
    assert len(set(told.values())) == len(told)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_parts_fill_their_whole(width: float) -> None:
    parts = [Part("p-1", 1, "1%", "a"), Part("p-2", 0, "0%", "b"), Part("p-3", 10_000, "99%", "c")]
    chart = shares([Whole("Thông tư", parts, "10.001"), Whole("Luật", [], "0")], width)
    assert [bar.look for bar in chart.bars] == ["p-1", "p-3"], "nothing is drawn of what there is none"
    first, second = chart.bars
    assert first.width >= 1
    assert second.x > first.x + first.width
    assert [word.text for word in chart.words if word.role.startswith("inside")] == ["99%"], "what does not fit is left to the table"
    assert all(bar.x >= 0 and bar.x + bar.width <= width for bar in chart.bars)

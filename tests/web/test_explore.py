"""The explorer without scripts: its address is its state, its parts agree, and what is seen can be taken away."""

import csv
import json
import re
import zipfile
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from legalgraph.model.relation import kinds
from legalgraph.web.explorer_models import ExploreModel
from legalgraph.web.presentation.exploration import ORDERS, State

DECREE, OLD, AMENDING = "nd/2031/901/nd-cp", "nd/2025/77/nd-cp", "nd/2034/12/nd-cp"
FIRST, SECOND, LOCAL = "qd/2032/4001/qd-ttg", "qd/2035/4002/qd-ttg", "vn-18/qd/2033/4001/qd-ubnd"
PATHS = st.sampled_from([DECREE, OLD, AMENDING, FIRST, SECOND, LOCAL])

NAMES = st.sampled_from(
    ["vb", "bo", "quan-he", "loai", "co-quan", "tu-nam", "den-nam", "ngay", "tu", "den", "chon", "so", "het", "xep", "trang", "bo-cuc", "mo",
     "dong", "bo-di", "tra-lai", "bo-duong", "lang", "x"]
)  # fmt: skip
VALUES = st.one_of(PATHS, st.sampled_from([*kinds(), *ORDERS, "-nam", "cum", "0", "7", "1999", "2031-02-30", "2031-02-28", " "]), st.text(max_size=12))


@given(st.lists(st.tuples(NAMES, VALUES), max_size=25))
def test_any_address_is_a_state_and_a_state_is_its_address(query: list[tuple[str, str]]) -> None:
    state = State.parse(query)
    assert State.parse(state.pairs()) == state
    assert State.parse(parse_qsl(state.query)) == state


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ([("vb", DECREE), ("mo", FIRST)], [("vb", DECREE), ("vb", FIRST), ("chon", FIRST)]),
        ([("vb", DECREE), ("mo", DECREE)], [("vb", DECREE), ("chon", DECREE)]),
        ([("vb", DECREE), ("vb", FIRST), ("dong", DECREE)], [("vb", FIRST)]),
        ([("vb", DECREE), ("chon", OLD), ("bo-di", OLD)], [("vb", DECREE), ("bo", OLD)]),
        ([("vb", DECREE), ("bo", OLD), ("tra-lai", OLD)], [("vb", DECREE)]),
        ([("vb", DECREE), ("bo", OLD), ("mo", OLD)], [("vb", DECREE), ("vb", OLD), ("chon", OLD)]),
        ([("tu", DECREE), ("den", OLD), ("bo-duong", "1")], []),
        ([("chon", DECREE), ("chon", OLD)], [("chon", OLD)]),
        ([("quan-he", "none"), ("xep", "x"), ("tu-nam", "-3"), ("ngay", "hom-qua"), ("trang", "1"), ("so", "40")], []),
    ],
)
def test_actions_change_the_address(query: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    assert State.parse(query).pairs() == expected


def page(web: httpx.Client, *query: tuple[str, str]) -> str:
    answer = web.get("/kham-pha", params=urlencode(query))
    assert answer.status_code == 200, answer.headers.get("location")
    return answer.text


def data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="explore-data">(.*?)</script>', html, re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


def rows(html: str) -> list[str]:
    return re.findall(r'<tr data-path="([^"]+)"', html)


def test_the_page_begins_with_examples(web: httpx.Client) -> None:
    html = page(web)
    assert f'href="/kham-pha?vb={DECREE}&amp;chon={DECREE}"' in html
    assert 'aria-current="page">Khám phá' in html
    assert "explore-data" not in html


def test_list_picture_and_data_hold_the_same(web: httpx.Client) -> None:
    html = page(web, ("vb", DECREE))
    listed = rows(html)
    assert listed[:3] == [DECREE, OLD, AMENDING]
    assert sorted(re.findall(r'<a class="node [^>]*data-id="([^"]+)"', html)) == sorted(listed)
    assert [node["data"]["id"] for node in data(html)["nodes"]] == listed
    ends = {end for edge in data(html)["edges"] for end in (edge["data"]["source"], edge["data"]["target"])}
    assert ends <= set(listed)
    assert "thay thế" in html


def test_spellings_and_buttons_lead_to_the_one_address(web: httpx.Client) -> None:
    answer = web.get("/kham-pha", params=urlencode([("vb", DECREE), ("them", "4002/QĐ-TTg"), ("tu-nam", ""), ("lang", "vi")]))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/kham-pha?vb={DECREE}&vb={SECOND}&chon={SECOND}&lang=vi"
    answer = web.get("/kham-pha", params={"tu": "4002/QĐ-TTg", "den": "901/2031/NĐ-CP"})
    assert answer.headers["location"] == f"/kham-pha?tu={SECOND}&den={DECREE}"


def test_a_name_of_several_documents_asks_which(web: httpx.Client) -> None:
    answer = web.get("/kham-pha", params={"them": "4001/QĐ-TTg", "vb": DECREE})
    assert answer.status_code == 300
    assert f'href="/kham-pha?vb={DECREE}&amp;vb={FIRST}&amp;chon={FIRST}"' in answer.text
    assert web.get("/kham-pha", params={"them": "9999/1900"}).status_code == 404


def test_an_address_that_opens_what_is_no_document_says_so(web: httpx.Client) -> None:
    answer = web.get("/kham-pha", params={"vb": "zzz"})
    assert answer.status_code == 404
    assert "Không có văn bản nào trong đồ thị tên là “zzz”" in answer.text
    some = web.get("/kham-pha", params=urlencode([("vb", "zzz"), ("vb", DECREE)]))
    assert some.status_code == 404
    assert "“zzz”" in some.text
    assert rows(some.text)[0] == DECREE
    typed = web.get("/kham-pha", params={"vb": "901/2031/NĐ-CP"})
    assert typed.headers["location"] == f"/kham-pha?vb={DECREE}&chon={DECREE}"


def test_filters_narrow_and_keep_their_chips(web: httpx.Client) -> None:
    html = page(web, ("vb", DECREE), ("quan-he", "replaces"))
    assert rows(html) == [DECREE, OLD]
    assert re.search(r'name="quan-he" value="replaces" checked', html)
    assert re.search(r'name="quan-he" value="amends">', html)
    assert rows(page(web, ("vb", DECREE), ("tu-nam", "2034"))) == [DECREE, AMENDING, SECOND]


@pytest.mark.parametrize(("order", "first", "told"), [("nam", OLD, "ascending"), ("-nam", SECOND, "descending"), ("-dan", DECREE, "descending")])
def test_the_list_is_sorted(web: httpx.Client, order: str, first: str, told: str) -> None:
    html = page(web, ("vb", DECREE), ("xep", order))
    dated = [path for path in rows(html) if not path.startswith("citation/")]
    assert dated[0] == first
    assert html.count(f'aria-sort="{told}"') == 1


def test_the_chosen_document_tells_its_relations(web: httpx.Client) -> None:
    html = page(web, ("vb", DECREE), ("chon", OLD))
    chosen = html[html.index('id="chon"') : html.index('data-part="list"')]
    assert "77/2025/NĐ-CP" in chosen
    assert "Bị thay thế bởi" in chosen
    assert f'href="/quan-he?vb={OLD}"' in chosen
    assert f'name="mo" value="{OLD}"' in chosen


def test_a_path_is_told_and_drawn(web: httpx.Client) -> None:
    html = page(web, ("tu", LOCAL), ("den", DECREE))
    assert {LOCAL, FIRST, DECREE} <= set(rows(html))
    assert 'ol class="chain"' in html
    on_path = {(edge["data"]["source"], edge["data"]["target"]) for edge in data(html)["edges"] if edge["classes"] == "path"}
    assert (LOCAL, FIRST) in on_path
    assert "Chỉ những loại quan hệ đã chọn" in page(web, ("quan-he", "refers"), ("tu", LOCAL), ("den", DECREE))


def test_inferred_relations_are_marked(web: httpx.Client) -> None:
    html = page(web, ("vb", DECREE), ("quan-he", "adopts_programme"))
    assert "(suy luận)" in html
    assert [edge["data"]["certain"] for edge in data(html)["edges"]] == [False]


def test_titles_cannot_break_out(web: httpx.Client) -> None:
    answer = web.get("/kham-pha", params={"them": "</script><script>alert(1)</script>"})
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


STATE = [("vb", DECREE), ("quan-he", "replaces"), ("quan-he", "amends")]


def test_the_picture_is_a_file_of_its_own(web: httpx.Client) -> None:
    answer = web.get("/kham-pha.svg", params=urlencode(STATE))
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "unsafe-inline" in answer.headers["content-security-policy"]
    links = ET.fromstring(answer.text).iter("{http://www.w3.org/2000/svg}a")
    assert sorted(link.attrib["data-id"] for link in links) == sorted([DECREE, OLD, AMENDING])
    assert web.get("/kham-pha.svg").status_code == 404


def test_exports_hold_exactly_what_is_seen(web: httpx.Client) -> None:
    archive = zipfile.ZipFile(BytesIO(web.get("/kham-pha/tai/csv", params=urlencode(STATE)).content))
    nodes = list(csv.DictReader(archive.read("nodes.csv").decode().splitlines()))
    edges = list(csv.DictReader(archive.read("edges.csv").decode().splitlines()))
    assert sorted(node["id"] for node in nodes) == sorted([DECREE, OLD, AMENDING])
    assert {edge["kind"] for edge in edges} == {"replaces", "amends"}
    shown = data(page(web, *STATE))
    ids = {relation for edge in shown["edges"] for relation in edge["data"]["relations"]}
    assert {edge["id"] for edge in edges} == ids
    for name in ("gexf", "graphml"):
        assert ET.fromstring(web.get(f"/kham-pha/tai/{name}", params=urlencode(STATE)).content) is not None
    assert len(web.get("/kham-pha/tai/cytoscape", params=urlencode(STATE)).json()["elements"]["edges"]) == len(ids)
    assert web.get("/kham-pha/tai/docx", params=urlencode(STATE)).status_code == 404
    assert web.get("/kham-pha/tai/ttl").status_code == 404


def test_statements_of_relations_that_are_not_seen_stay_behind(web: httpx.Client) -> None:
    only = [("vb", FIRST), ("quan-he", "adopts_programme")]
    triples = list(parse(web.get("/kham-pha/tai/ttl", params=urlencode(only)).content, format=RdfFormat.TURTLE))
    said = {triple.predicate.value.rsplit("#")[-1] for triple in triples}
    assert "adopts_programme_under" in said
    assert "has_legal_basis" not in said


def test_the_query_asks_for_what_is_seen(web: httpx.Client) -> None:
    html = page(web, *STATE)
    found = re.search(r'href="/sparql\?query=([^"]+)"', html)
    assert found
    query = dict(parse_qsl("query=" + found[1].replace("&amp;", "&")))["query"]
    answer = web.get("/sparql", params={"query": query}, headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200
    ids = {relation for edge in data(html)["edges"] for relation in edge["data"]["relations"]}
    assert len({line.split()[0] for line in answer.text.splitlines()}) == len(ids)


def test_the_interface_gives_the_same(web: httpx.Client) -> None:
    html = page(web, *STATE)
    found = re.search(r'href="(/api/explore\?[^"]+)"', html)
    assert found
    answer = web.get(found[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    shown, read = data(html), answer.json()
    assert ExploreModel.model_validate(read).model_dump(mode="json") == read
    assert read["elements"]["edges"] == shown["edges"]
    assert read["elements"]["nodes"] == shown["nodes"]
    assert read["counts"]["kind"]["replaces"] == 1
    assert web.get(f"/api/explore?{urlencode({'open': DECREE, 'limit': 0})}").status_code == 422
    assert "/api/explore" in web.get("/api/openapi.json").json()["paths"]


def test_pages_in_english(web: httpx.Client) -> None:
    html = page(web, ("vb", DECREE), ("chon", OLD), ("lang", "en"))
    assert "Is replaced by" in html
    assert '<span class="title" lang="vi">' in html


@pytest.mark.parametrize("query", [[], [("quan-he", "replaces")], [("het", "1")], [("quan-he", "amends"), ("quan-he", "succeeds")], [("so", "2")]])
def test_numbers_agree(web: httpx.Client, query: list[tuple[str, str]]) -> None:
    html = page(web, ("vb", DECREE), *query)
    edges = [edge["data"] for edge in data(html)["edges"]]
    seen = sum(len(edge["relations"]) for edge in edges)
    pairs = len({frozenset((edge["source"], edge["target"])) for edge in edges})
    assert f"và {seen} quan hệ giữa {pairs} cặp văn bản." in html
    assert f"<summary>{seen} quan hệ, gộp thành {len(edges)} dòng</summary>" in html
    chips = re.findall(r'name="quan-he" value="([^"]+)"( checked)?>.*?(?:class="count">([0-9]+)<|</label>)', html)
    on = any(checked for _, checked, _ in chips)
    assert sum(int(count or 0) for _, checked, count in chips if checked or not on) == seen
    assert {kind for edge in edges for kind in edge["kinds"]} <= {kind for kind, _, _ in chips}


def test_examples_begin_with_the_story_and_are_known_by_more_than_citations(packaged_web: httpx.Client) -> None:
    offered = re.findall(r'href="/kham-pha\?vb=([^&"]+)&amp;chon=', page(packaged_web))
    assert offered[:2] == ["nd/2012/45/nd-cp", "qd/2014/1288/qd-ttg"]
    assert len(offered) == 6


def test_weak_ways_stand_behind_and_say_so(packaged_web: httpx.Client) -> None:
    page = packaged_web.get("/kham-pha?vb=nd/2012/45/nd-cp&tu=luat/2015/77/qh13&den=nd/2025/235/nd-cp").text
    strong, found, weak = page.partition('<details class="weak"')
    assert found
    assert "đường nối yếu" in weak
    numbers = [int(n) for n in re.findall(r"<h3>Đường (\d+):", page)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert re.search(r"<h3>Đường 1:", strong)

"""The search page, its addresses, its facets, what is said when nothing is found, and suggestions."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from tests.catalogue.test_search import HOSTILE

from legalgraph.library import open_published
from legalgraph.web.presentation.asked import NAMES, Asked
from legalgraph.web.presentation.words import Words

DECREE = "nd/2031/901/nd-cp"


def shown(page: str) -> list[str]:
    return re.findall(r'<a class="title" href="/eli/vn/([^"]+)"', page)


def links(page: str, kind: str) -> dict[str, str]:
    found = re.findall(rf'<a class="{kind}" href="([^"]+)"[^>]*>(?:<span[^>]*>)?([^<]+)', page)
    return {label.strip(): href.replace("&amp;", "&") for href, label in found}


def test_browsing_without_words(web: httpx.Client) -> None:
    everything = web.get("/tim-kiem")
    assert everything.status_code == 200
    decrees = shown(web.get("/tim-kiem?loai=nd").text)
    assert len(decrees) > 2
    assert all("nd" in path.split("/")[:2] for path in decrees)
    assert shown(web.get("/tim-kiem?loai=nd&nam=2031").text) == [DECREE]
    assert shown(web.get("/tim-kiem?nam=2030-2032&loai=nd").text) == [DECREE]


def test_a_facet_is_a_link_that_narrows_and_a_chip_takes_it_away(web: httpx.Client) -> None:
    page = web.get("/tim-kiem?q=tam").text
    href = links(page, "choice")["Nghị định"]
    assert parse_qs(urlsplit(href).query) == {"q": ["tam"], "loai": ["nd"]}
    narrowed = web.get(href).text
    assert set(shown(narrowed)) < set(shown(page))
    assert links(narrowed, "choice")["Nghị định"] == "/tim-kiem?q=tam"
    chips = re.findall(r'<a class="chip" href="([^"]+)"', narrowed)
    assert chips == ["/tim-kiem?q=tam"]


def test_the_status_is_that_of_a_day(web: httpx.Client) -> None:
    assert DECREE in shown(web.get("/tim-kiem?loai=nd&tinh-trang=not_yet_in_force&ngay=2031-04-01").text)
    assert DECREE not in shown(web.get("/tim-kiem?loai=nd&tinh-trang=not_yet_in_force&ngay=2031-06-01").text)
    # The badges tell what was not issued on a chosen day; the facet counts it, and says so.
    assert "Chưa có hiệu lực, hoặc chưa ban hành" in web.get("/tim-kiem?ngay=2031-04-01&lang=vi").text
    assert "hoặc chưa ban hành" not in web.get("/tim-kiem?lang=vi").text
    page = web.get("/tim-kiem?q=tam&ngay=2031-04-01").text
    assert 'value="2031-04-01"' in page
    assert "tình trạng ngày 1/4/2031" in page


def test_orders(web: httpx.Client) -> None:
    newest = shown(web.get("/tim-kiem?loai=nd&sap=moi-nhat").text)
    assert shown(web.get("/tim-kiem?loai=nd&sap=cu-nhat").text) == newest[::-1]
    assert newest == shown(web.get("/tim-kiem?loai=nd").text)
    assert "liên quan nhất" not in web.get("/tim-kiem?loai=nd").text


def test_what_cannot_be_read_is_passed_over_and_told(web: httpx.Client) -> None:
    page = web.get("/tim-kiem?q=tam&nam=hai&ngay=hom-qua&sap=gi-do&trang=x&tinh-trang=&toan-van=2")
    assert page.status_code == 200
    assert shown(page.text) == shown(web.get("/tim-kiem?q=tam").text)
    told = re.search(r'<p class="error" role="alert">(.*?)</p>', page.text)
    assert told
    assert re.findall("<code>(.*?)</code>", told[1]) == ["nam=hai", "ngay=hom-qua", "sap=gi-do"]
    assert 'role="alert"' not in web.get("/tim-kiem?q=tam&nam=2031&ngay=2031-04-01&sap=cu-nhat").text
    assert "<code>nam=&lt;b&gt;</code>" in web.get("/tim-kiem?nam=<b>").text


@pytest.mark.parametrize("typed", HOSTILE, ids=[ascii(typed[:15]) for typed in HOSTILE])
def test_hostile(web: httpx.Client, typed: str) -> None:
    said = typed.encode("utf-8", "replace").decode()[:2000]
    names = ("q", "loai", "co-quan", "nam", "tinh-trang", "linh-vuc", "ngay", "sap", "trang")
    for name in names:
        assert web.get("/tim-kiem", params={name: said, "q": said}).status_code in (200, 404)
    assert web.get("/goi-y", params={"q": said}).status_code == 200


def test_addresses_come_back() -> None:
    address = [("q", "tằm & dâu"), ("loai", "nd"), ("loai", "tt"), ("nam", "2010-2019"), ("ngay", "2031-04-01"), ("sap", "cu-nhat"), ("trang", "3")]
    asked = Asked.read(address)
    query = parse_qs(urlsplit(asked.href).query)
    assert [(name, value) for name, values in query.items() for value in values] == address
    assert asked.switched("type", "nd").chosen("type") == ("tt",)
    assert asked.switched("type", "qd").number == 1
    assert Asked.read([("q", "x"), *(("loai", str(n)) for n in range(100))]).chosen("type") == tuple(map(str, range(20)))
    assert Asked.read([]).href == "/tim-kiem"


VALUES = st.sampled_from(["nd", "2010-2019", "2031", "tằm & dâu", "loai=%00", "a/b c", "in_force", "1", "\x00", "+", "ă"])


@given(
    st.lists(st.tuples(st.sampled_from(["q", *NAMES.values(), "ngay", "sap", "trang"]), VALUES | st.sampled_from(["2031-04-01", "cu-nhat", "3"]))),
    st.sampled_from(list(NAMES)),
    VALUES,
)
def test_addresses_of_a_facet_are_those_with_one_value_switched(address: list[tuple[str, str]], facet: str, value: str) -> None:
    asked = Asked.read(address)
    assert asked.switching(facet)(value) == asked.switched(facet, value).href


@pytest.mark.parametrize("number", [0, 7, 999, 1_000, 1_234_567, -12_345])
def test_numbers_are_grouped_as_babel_does(number: int) -> None:
    for language in ("vi", "en"):
        assert Words(language).number(number) == format_decimal(number, locale=language)


def test_nothing_found_says_why(web: httpx.Client) -> None:
    number = web.get("/tim-kiem?q=901/2032/N%C4%90-CP").text
    assert "không có trong kho" in number
    assert "Số hiệu gần giống" in number
    assert shown(number) == [DECREE]
    narrowed = web.get("/tim-kiem?q=tam&nam=1901").text
    assert re.search(r'<a href="/tim-kiem\?q=tam">bỏ bộ lọc “Năm”</a> \(\d+ văn bản\)', narrowed)
    words = web.get("/tim-kiem?q=ngh%E1%BB%81+t%E1%BA%B1m+xyzzy").text
    assert "“nghề tằm”</a>" in words
    assert web.get("/tim-kiem?q=tam&trang=77").status_code == 404


def test_a_mistyped_number_is_told_though_texts_hold_its_parts(texts_web: httpx.Client) -> None:
    page = texts_web.get("/tim-kiem", params={"q": "77/2025/TT-BCT"}).text
    assert "“77/2025/TT-BCT” không có trong kho." in page
    assert shown(page) == ["nd/2025/77/nd-cp", DECREE], "what has almost this number, then what has its parts among its words"
    one = texts_web.get("/tim-kiem", params={"q": "901/2030/NĐ-CP"}).text
    assert shown(one) == [DECREE], "each document once"
    assert "không có trong kho" not in texts_web.get("/tim-kiem", params={"q": "tằm 2025"}).text


def test_a_half_remembered_name_leads_to_names_that_lack_one_word(texts_web: httpx.Client) -> None:
    title = texts_web.get(f"/api/documents/{DECREE}").json()["title"]
    typed = f"{title} xyzzy" if len(title.split()) > 2 else f"nghị định {title} xyzzy"
    found = texts_web.get("/api/search", params={"q": typed}).json()
    assert DECREE in [document["path"] for document in found["like"]]
    assert texts_web.get("/api/search", params={"q": title}).json()["like"] == []


@pytest.mark.parametrize(("language", "told", "link"), [
    ("vi", "Không có trang 99: kết quả chỉ có", "Đến trang cuối của kết quả"),
    ("en", "There is no page 99: the results have only", "Go to the last page of the results"),
])  # fmt: skip
def test_a_page_beyond_the_last_leads_to_the_last(web: httpx.Client, language: str, told: str, link: str) -> None:
    answer = web.get("/tim-kiem", params={"q": "tam", "trang": "99", "lang": language})
    assert answer.status_code == 404
    assert told in answer.text
    assert shown(answer.text) == []
    href = re.findall(rf'<a href="([^"]+)">{link}</a>', answer.text)[0].replace("&amp;", "&")
    last = web.get(href)
    assert last.status_code == 200
    assert shown(last.text)


def test_what_is_only_mentioned_is_told(texts_web: httpx.Client, texts_home: Path) -> None:
    wanted, mentions = open_published(texts_home).reader.catalogue.wanted(1)[0]
    page = texts_web.get("/tim-kiem", params={"q": wanted.number}).text
    assert f"{wanted.number} không có trong kho; có {mentions} văn bản nhắc đến." in page
    told = page.partition('<div class="notice">')[2].partition("</div>")[0]
    assert told.count('<a href="/eli/vn/') == min(mentions, 5)
    assert "chỉ biết qua viện dẫn" in page
    # Something a table tells of is not said to be missing, though it is not identified.
    assert "không có trong kho" not in texts_web.get("/tim-kiem?q=07/CT-BCT").text


def test_words_of_texts_lead_to_their_place(texts_web: httpx.Client) -> None:
    page = texts_web.get("/tim-kiem?q=nuoi+tam").text
    href, place = re.findall(r'<p class="passage"><a href="([^"]+)">([^<]+)', page)[0]
    assert "<mark>nuôi tằm</mark>" in page.lower()
    assert re.fullmatch(r"/van-ban/\S+\?tai=\d+-\d+#tai", href)
    assert place
    marked = texts_web.get(href)
    assert marked.status_code == 200
    assert 'id="tai"' in marked.text


def test_suggestions(web: httpx.Client) -> None:
    answer = web.get("/goi-y", params={"q": "nd 901", "lang": "vi"})
    first = answer.json()["items"][0]
    assert first == {"name": "Nghị định 901/2031/NĐ-CP", "title": "Về khuyến khích nuôi tằm", "href": f"/eli/vn/{DECREE}", "value": "Nghị định 901/2031/NĐ-CP"}
    assert "gợi ý" in answer.json()["said"]
    assert "set-cookie" not in answer.headers
    again = web.get("/goi-y", params={"q": "nd 901", "lang": "vi"}, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    english = web.get("/goi-y", params={"q": "nd 901", "lang": "en"}, headers={"If-None-Match": answer.headers["etag"]})
    assert english.json()["items"][0]["name"] == "Decree 901/2031/NĐ-CP"
    assert web.get("/goi-y").json() == {"said": "Không có gợi ý", "items": []}


def test_what_is_suggested_for_a_form_leads_to_that_document(web: httpx.Client) -> None:
    for typed in ("tam", "4001", "chuong trinh", "05"):
        for item in web.get("/goi-y", params={"q": typed}).json()["items"]:
            found = web.get("/api/documents", params={"number": item["value"]}).json()["documents"]
            paths = [document["path"] for document in found]
            assert item["href"].removeprefix("/eli/vn/") in paths, item
            assert len(paths) == 1 or "citation" not in item["value"]


def test_the_api_filters_counts_and_shows_words(texts_web: httpx.Client) -> None:
    answer = texts_web.get("/api/search", params={"q": "tam", "type": "nd", "status": "not_yet_in_force", "on": "2031-04-01", "sort": "oldest"}).json()
    signed = [document["signed"] for document in answer["documents"]]
    assert signed == sorted(signed)
    assert answer["total"] == len(signed)
    assert {document["type"] for document in answer["documents"]} == {"nd"}
    assert {c["value"]: c["count"] for c in answer["facets"]["type"]}["nd"] == answer["total"]
    assert texts_web.get("/api/search", params={"year": "2030-2032", "facets": "false"}).json()["facets"] == {}
    words = texts_web.get("/api/search", params={"q": "nuôi tằm", "text": "true"}).json()
    assert words["snippets"]
    assert all(len(snippet["pieces"]) % 2 == 1 for snippet in words["snippets"].values())
    assert texts_web.get("/api/search", params={"status": "so-so"}).status_code == 422

"""What crawlers and previews of links see: robots.txt, the sitemap, canonical addresses, titles, icons; and pages of errors that help."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from tests.web.serving import visiting
from tests.web.test_pages import DECREE, NEXT_PROGRAMME, PAGES, PROGRAMME, text_of

from legalgraph.errors import StoreError
from legalgraph.settings import public_address
from legalgraph.web import crawling
from legalgraph.web.assets import is_built

BASE = "https://luat.example.org"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def public(texts_home: Path) -> Iterator[httpx.Client]:
    """A server that knows its address."""
    with visiting(texts_home, base_url=BASE) as client:
        yield client


def locations(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/xml"
    return [node.text or "" for node in ET.fromstring(answer.content).iter(f"{SPACE}loc")]


def test_the_sitemap_names_every_document_once(public: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawling, "_IN_A_PART", 6)
    monkeypatch.setattr(crawling, "_AT_ONCE", 2)
    assert f"Sitemap: {BASE}/sitemap.xml" in public.get("/robots.txt").text.splitlines()
    parts = locations(public.get("/sitemap.xml"))
    assert len(parts) > 1
    found = [place for part in parts for place in locations(public.get(part.removeprefix(BASE)))]
    assert len(set(found)) == len(found)
    assert all(place.startswith(BASE + "/") for place in found)
    numbers = public.get("/api/statistics").json()
    assert sum("/eli/vn/" in place for place in found) == numbers["counts"]["documents"]
    assert sum("/van-ban/" in place for place in found) == numbers["by_standing"]["text"]
    for place in found:
        assert public.get(place.removeprefix(BASE)).status_code == 200, place
    last = parts[-1].removeprefix(BASE)
    assert public.get(last.replace(str(len(parts)), str(len(parts) + 1))).status_code == 404
    assert public.get("/sitemap-0.xml").status_code == public.get("/sitemap-x.xml").status_code == 404


def test_days_of_the_sitemap_are_that_of_the_snapshot(public: httpx.Client) -> None:
    day = public.get("/api/statistics").json()["created"][:10]
    for address in ("/sitemap.xml", "/sitemap-1.xml"):
        nodes = list(ET.fromstring(public.get(address).content).iter(f"{SPACE}lastmod"))
        assert nodes
        assert {node.text for node in nodes} == {day}


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        (f"/eli/vn/{DECREE}?ngay=2033-01-01", f"/eli/vn/{DECREE}"),
        (f"/eli/vn/{DECREE}?lang=en", f"/eli/vn/{DECREE}?lang=en"),
        (f"/eli/vn/{DECREE}?lang=vi", f"/eli/vn/{DECREE}"),
        (f"/quan-he?vb={NEXT_PROGRAMME}&vb={PROGRAMME}", f"/quan-he?vb={NEXT_PROGRAMME}&vb={PROGRAMME}"),
        ("/tim-kiem?q=tam+tang&trang=1", "/tim-kiem"),
        (f"/van-ban/{DECREE}?tai=1-2", f"/van-ban/{DECREE}"),
    ],
)
def test_pages_name_their_one_address_whatever_host_was_asked(public: httpx.Client, address: str, canonical: str) -> None:
    public.cookies.clear()
    page = public.get(address, headers={"X-Forwarded-Host": "evil.example", "Host": "evil.example"}).text
    assert re.findall(r'<link rel="canonical" href="([^"]+)"', page) == [(BASE + canonical).replace("&", "&amp;")]
    assert f'<meta property="og:url" content="{BASE}{canonical.replace("&", "&amp;")}">' in page
    assert re.findall(r'rel="alternate" hreflang="(\w+)" href="([^"?]+)', page) == [(code, BASE + address.split("?", maxsplit=1)[0]) for code in ("vi", "en")]
    assert "evil.example" not in page


def test_a_server_that_does_not_know_its_address_names_none(web: httpx.Client) -> None:
    page = web.get(f"/eli/vn/{DECREE}").text
    assert 'rel="canonical"' not in page
    assert "og:url" not in page
    assert "og:image" not in page
    assert web.get("/sitemap.xml").status_code == 404
    assert "--base-url" in web.get("/sitemap.xml").text
    assert "Sitemap" not in web.get("/robots.txt").text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_titles_and_descriptions(web: httpx.Client, language: str) -> None:
    titles: Counter[str] = Counter()
    for address in PAGES:
        answer = web.get(address, headers={"Accept-Language": language}, follow_redirects=True)
        (title,) = re.findall(r"<title>([^<]+)</title>", answer.text.split("</head>")[0])
        (shared,) = re.findall(r'<meta property="og:title" content="([^"]+)">', answer.text)
        (described,) = re.findall(r'<meta name="description" content="([^"]+)">', answer.text)
        assert shared == title
        assert len(described) > 20
        assert ("noindex" in answer.text) == (answer.status_code >= 400)
        # The form of relations, half filled, is still the form.
        titles[title] += answer.status_code == 200 and address != f"/quan-he?vb={DECREE}"
    doubled = {title for title, n in titles.items() if n > 1}
    assert not doubled


@pytest.mark.skipif(not is_built(), reason="the front end is not built")
def test_icons_and_the_card_are_there(public: httpx.Client) -> None:
    page = public.get("/").text
    pictures = re.findall(r'<link rel="(?:icon|apple-touch-icon)"[^>]* href="([^"]+)"', page) + re.findall(r'og:image" content="([^"]+)"', page)
    assert len(pictures) == 4
    for address in pictures:
        answer = public.get(address.removeprefix(BASE))
        assert answer.status_code == 200
        assert answer.headers["content-type"] in ("image/png", "image/svg+xml")
        assert len(answer.content) < 120_000
    assert public.get("/favicon.ico", follow_redirects=True).headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("address", "typed", "offered"),
    [
        ("/901/2031/ND-CP", "901 2031 ND CP", f"/eli/vn/{DECREE}"),
        ("/nghi-dinh-901-2031-nd-cp.html", "nghi dinh 901 2031 nd cp html", f"/eli/vn/{DECREE}"),
        ("/eli/vn/tt/2031/901/tt-btc", "901/2031", f"/eli/vn/{DECREE}"),
        ("/eli/vn/nd/2031/901/nd-ttg/dieu_1", "901/2031", f"/eli/vn/{DECREE}"),
        ("/van-ban/qd/2031/901/qd-ttg", "901/2031", f"/eli/vn/{DECREE}"),
        ("/eli/vn/nd/2031/901", "901/2031", f"/eli/vn/{DECREE}"),
        ("/khong-co", "", None),
        ("/eli/vn/<script>", "", None),
    ],
)
def test_an_address_that_looks_like_a_number_offers_what_may_be_meant(web: httpx.Client, address: str, typed: str, offered: str | None) -> None:
    answer = web.get(address)
    assert answer.status_code == 404
    assert f'name="q" value="{typed}"' in answer.text
    assert ("Có phải văn bản này?" in answer.text) == (offered is not None)
    if offered:
        assert f'class="title" href="{offered}"' in answer.text


def test_a_mistake_of_the_server_is_told_calmly(texts_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("legalgraph.web.statistics_page.document_figures", broken)
    with visiting(texts_home) as client:
        answer = client.get("/thong-ke")
    assert answer.status_code == 500
    assert "đã được ghi lại" in text_of(answer.text)
    assert "secret" not in answer.text

    def unavailable(*_: object) -> None:
        raise StoreError("the disk is gone")

    monkeypatch.setattr("legalgraph.web.statistics_page.document_figures", unavailable)
    with visiting(texts_home) as client:
        answer = client.get("/thong-ke")
    assert answer.status_code == 503
    assert "Xin thử lại sau ít phút." in text_of(answer.text)


@pytest.mark.parametrize("text", ["luat.example.org", "ftp://x.example", "https://", "https://x.example/path", "https://x.example/?a=b", "javascript:alert(1)"])
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not the address of a site"):
        public_address(text)


def test_the_address_may_be_left_out() -> None:
    assert public_address(None) is None
    assert public_address("") is None
    assert public_address("http://localhost:8000/") == "http://localhost:8000"

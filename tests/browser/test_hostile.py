"""Documents that attack the pages: nothing of what they say runs, breaks a picture, hides what stands beside it or leaves its box."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser
from tests.browser.looking import DESKTOP, PHONE
from tests.conftest import TODAY, write_rows
from tests.web.serving import serving

from legalgraph.cli import main
from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home

pytestmark = pytest.mark.browser

ATTACKS = {
    "script": "<script>window.owned=1</script>",
    "attribute": "\"' onfocus=window.owned=1 autofocus x='\"><img src=x onerror=window.owned=1>",
    "svg": "]]></title></text></svg><svg onload=window.owned=1><!-- &#0; &amp; &bad;",
    "json": '</script><script>window.owned=1</script>"}]}\\u003c',
    "template": "{{7*7}}{% raw %}${window.owned=1}%(name)s%s{0}",
    "override": "Về \u202egnôc gnuhk\u202c \u2066\u202d\u202bngược",
    "arabic": "قانون الاستثمار رقم ١٢٣ (تعديل)",
    "zero-width": "Về" + "\u200b\u200d\ufeff\u2060" * 300 + "việc",
    "combining": "V" + "\u0310\u0346\u0489\u0363" * 200 + "ề việc",
    "control": "Về\x01\x0b\x1b[31m\x7f\ufffe\uffff việc",
    "endless": "W" * 10_000,
    "words": "tằm " * 2_000,
}
HUB = "nd/2031/1/nd-cp"
PATHS = {name: f"qd/2032/{100 + number}/qd-ttg" for number, name in enumerate(ATTACKS)}


def write_attacks(folder: Path) -> list[Path]:
    """Tables and texts of documents that rest on one decree, each with an attack in every cell that takes free words."""
    documents = [{"id": HUB, "number": "1/2031/NĐ-CP", "title": "Về việc thử", "issuer": "cp", "signed": "2031-01-01", "in_force_from": "2031-02-01"}]
    relations, conflicts = [], []
    for number, (name, words) in enumerate(ATTACKS.items(), 1):
        path = PATHS[name]
        documents.append({
            "id": path, "type": "qd", "number": f"{99 + number}/QĐ-TTg", "title": words, "issuer": "ttg", "signed": f"2032-01-{number:02}", "signer": words,
            "note": words, "source_url": f"javascript:window.owned=1//{words}; https://example.org/?{words}",
        })  # fmt: skip
        about = {"evidence_url": "https://example.org/", "note": words, "note_en": words}
        relations += [
            {"source": path, "target": HUB, "kind": "basis", **about},
            {"source": path, "target": HUB, "kind": "amends", "target_provision": "dieu_1", **about},
        ]
        conflicts.append({"document": path, "field": "title", "value_a": words, "source_a": words, "value_b": words, "source_b": words, "note": words})
    tables = write_rows(folder / "tan-cong", documents=documents, relations=relations, conflicts=conflicts)
    texts = folder / "van-ban"
    texts.mkdir()
    body = "\n".join(f"{number}. {words}" for number, words in enumerate(ATTACKS.values(), 1))
    decree = (
        "CHÍNH PHỦ\nSố: 9/2033/NĐ-CP\nHà Nội, ngày 01 tháng 6 năm 2033\nNGHỊ ĐỊNH\nVề <script>window.owned=1</script> nuôi tằm\n"
        "Căn cứ Nghị định số 1/2031/NĐ-CP ngày 01 tháng 01 năm 2031 của <img src=x onerror=window.owned=1>;\n"
        f"Điều 1. <svg onload=window.owned=1>\n{body}\nĐiều 2. Luật <b>“Thử</b>\nTheo Luật <script>window.owned=1</script>Thử.\n"
    )
    (texts / "<img src=x onerror=window.owned=1>.txt").write_text(decree, "utf-8")
    return [tables, texts]


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    ingest(write_attacks(folder), Home(folder / "home"), today=TODAY)
    return folder / "home"


@pytest.fixture(scope="module")
def hostile_site(hostile_home: Path) -> Iterator[str]:
    with serving(hostile_home) as address:
        yield address


QUERY = "SELECT%20%3Fd%20%3Ft%20WHERE%20%7B%20%3Fd%20dcterms%3Atitle%20%3Ft%20%7D"
CHART = "SELECT%20%3Ft%20(1%20AS%20%3Fn)%20WHERE%20%7B%20%3Fd%20a%20eli%3ALegalResource%20%3B%20dcterms%3Atitle%20%3Ft%20%7D"
GRAPH = "CONSTRUCT%20WHERE%20%7B%20%3Fa%20lg%3Ahas_legal_basis%20%3Fb%20%7D"
ADDRESSES = {
    "home": "/",
    "search": "/tim-kiem?q=qd-ttg",
    "hub": f"/eli/vn/{HUB}",
    "place": f"/eli/vn/{HUB}/dieu_1",
    "lucdo": f"/luoc-do/{HUB}",
    "explorer": f"/kham-pha?vb={HUB}&chon={HUB}",
    "relate-all": "/quan-he?" + "&".join(f"vb={path}" for path in list(PATHS.values())[:6]),
    "text": "/van-ban/nd/2033/9/nd-cp",
    "text-document": "/eli/vn/nd/2033/9/nd-cp",
    "sparql-table": f"/sparql?query={QUERY}",
    "sparql-chart": f"/sparql?query={CHART}",
    "sparql-graph": f"/sparql?query={GRAPH}",
    "statistics": "/thong-ke",
    "about": "/gioi-thieu",
    "api": "/api",
    "not-found": "/901/2031/<script>window.owned=1</script>",
    **{name: f"/eli/vn/{path}" for name, path in PATHS.items()},
    **{f"relate-{name}": f"/quan-he?vb={path}&vb={HUB}" for name, path in PATHS.items()},
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_runs_complains_or_scrolls_sideways(browser: Browser, hostile_site: str, name: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="vi")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    answer = page.goto(hostile_site + ADDRESSES[name], timeout=30_000)
    assert answer is not None
    assert answer.status < 500
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.owned") is None
    assert page.locator("img, iframe, object, embed, [onload], [onerror], [onfocus]").count() == 0
    assert page.locator('a[href^="javascript" i]').count() == 0
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, size
    context.close()
    assert [text for text in said if "status of" not in text] == []


@pytest.mark.parametrize("name", ["lucdo", "hub", "statistics", "home", "search", *ATTACKS])
def test_pages_hold_no_character_that_turns_or_breaks_them(hostile_site: str, name: str) -> None:
    page = httpx.get(hostile_site + ADDRESSES[name], headers={"Accept": "text/html"}, timeout=60).text
    assert not set(page) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x01\x0b\x1b\x7f\ufffe\uffff")


@pytest.mark.parametrize(
    "address", [f"/luoc-do/{HUB}.svg", f"/kham-pha.svg?vb={HUB}", *(f"/luoc-do/{path}.svg" for path in PATHS.values()), f"/quan-he.svg?vb={HUB}&vb={PATHS['svg']}"]
)
def test_pictures_are_well_formed(hostile_site: str, address: str) -> None:
    answer = httpx.get(hostile_site + address, timeout=60)
    assert answer.status_code == 200
    picture = ET.fromstring(answer.content)
    assert picture.tag.endswith("svg")
    assert not [node.tag for node in picture.iter() if node.tag.endswith(("script", "foreignObject", "image"))]
    assert not [name for node in picture.iter() for name in node.attrib if name.startswith("on")]


@pytest.mark.parametrize("name", ATTACKS)
def test_data_can_be_read_back(hostile_site: str, name: str) -> None:
    path = PATHS[name]
    assert ET.fromstring(httpx.get(f"{hostile_site}/eli/vn/{path}.rdf").content).tag.endswith("RDF")
    assert httpx.get(f"{hostile_site}/eli/vn/{path}.jsonld").json()
    assert httpx.get(f"{hostile_site}/api/documents/{path}").json()["path"] == path


@pytest.mark.parametrize("form", ["graphml", "gexf", "rdf"])
def test_exports_are_well_formed(hostile_home: Path, tmp_path: Path, form: str) -> None:
    result = CliRunner().invoke(main, ["--home", str(hostile_home), "export", "--format", form, "-o", str(tmp_path / "x")])
    assert result.exit_code == 0, result.output
    assert len(list(ET.parse(tmp_path / "x").getroot().iter())) > 20


def test_structured_data_is_json(hostile_site: str) -> None:
    page = httpx.get(f"{hostile_site}/eli/vn/{PATHS['json']}", headers={"Accept": "text/html"}).text
    start = page.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    assert ATTACKS["json"] in json.loads(page[start : page.index("</script>", start)]).values()

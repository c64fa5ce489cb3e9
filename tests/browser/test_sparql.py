"""The SPARQL page in a real browser: asking, reading the answer, sorting, sharing, remembering; by mouse, keyboard and thumb."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from tests.browser.looking import AXE, DESKTOP, PAGES, PHONE, example
from tests.browser.test_pages import RULES, TEXTS

pytestmark = pytest.mark.browser

LAPTOP: ViewportSize = {"width": 1280, "height": 800}

ROWS = '/sparql?query=SELECT * WHERE { VALUES (?tên ?số ?ngày) { ("ốc" 9 UNDEF) ("ao" 100 "2031-03-02"^^xsd:date) ("ăn" 20 "2030-12-30"^^xsd:date) } }'.replace(
    "SELECT", "PREFIX xsd: <http://www.w3.org/2001/XMLSchema%23> SELECT"
)


def opened(browser: Browser, site: str, address: str, **context: Any) -> Page:
    page = browser.new_context(**{"locale": "vi", "viewport": DESKTOP, **context}).new_page()
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    return page


def asked(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["query"][0]


def write(page: Page, words: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(words)


# --- the editor


def test_words_of_law_complete_a_property_and_declare_its_prefix(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/sparql")
    write(page, "SELECT * WHERE  ?x là căn")
    # The suggestion is found by its words, and what is put in is the property.
    choice = page.locator(".cm-tooltip-autocomplete li", has_text="lg:legal_basis_of").first
    expect(choice).to_contain_text("là căn cứ của")
    choice.click()
    text = page.locator("#query").input_value()
    assert text.startswith("PREFIX lg: <https://w3id.org/legalgraph/ns#>\nSELECT")
    assert text.rstrip().endswith("lg:legal_basis_of")
    page.context.close()


def test_a_prefix_that_is_declared_is_not_declared_again(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/sparql")
    write(page, "PREFIX eli: <http://data.europa.eu/eli/ontology#>\nASK  ?x eli:amends")
    page.locator(".cm-tooltip-autocomplete li", has_text="eli:amends").first.click()
    assert page.locator("#query").input_value().count("PREFIX") == 1
    page.context.close()


def test_escape_closes_suggestions_then_leaves_and_shift_tab_comes_back(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/sparql")
    write(page, "SEL")
    expect(page.locator(".cm-tooltip-autocomplete")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".cm-tooltip-autocomplete")).to_have_count(0)
    assert page.evaluate("document.activeElement.className") == "editor"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Chạy"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.className") == "editor"
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_forgotten_prefix_is_one_click_away(browser: Browser, site: str, scripts: bool) -> None:
    page = opened(browser, site, PAGES["sparql-error"], java_script_enabled=scripts)
    expect(page.locator(".wrong mark")).to_have_text("eli")
    if scripts:
        expect(page.locator(".cm-error-mark")).to_have_text("eli")
    page.click("text=Thêm khai báo và chạy lại")
    page.locator("table.results").wait_for()
    assert asked(page).startswith("PREFIX eli: <http://data.europa.eu/eli/ontology#>\nSELECT")
    page.context.close()


def test_the_error_is_at_its_line(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/sparql?query=SELECT *%0AWHERE {%0A  ?x ?y%0A}")
    told = page.locator("#query-error").inner_text()
    found = re.search(r"ở dòng (\d+), cột (\d+)", told)
    assert found
    line, place = int(found[1]) - 1, int(found[2]) - 1
    numbered = page.locator(".cm-line").nth(line)
    assert "cm-error-line" in (numbered.get_attribute("class") or "")
    # Whoever tabs into the editor can mend it at once.
    page.evaluate("document.querySelector('.editor').shadowRoot.querySelector('.cm-content').focus()")
    page.keyboard.type("?z")
    assert page.locator("#query").input_value().split("\n")[line][place:].startswith("?z")
    page.context.close()


# --- the answer


def column(page: Page, number: int) -> list[str]:
    return [text.strip() for text in page.locator(f"table.results tbody td:nth-child({number})").all_inner_texts()]


def test_columns_sort_as_words_numbers_and_days(browser: Browser, site: str) -> None:
    page = opened(browser, site, ROWS)
    names = page.locator("table.results th").all_inner_texts()
    place = {re.sub(r"\W", "", name): number for number, name in enumerate(names, 1)}
    assert column(page, place["ngày"])[0] == "–"
    expected = {
        "số": (["9", "20", "100"], ["100", "20", "9"]),
        "ngày": (["30/12/2030", "02/03/2031", "–"], ["02/03/2031", "30/12/2030", "–"]),
        # The alphabet has a before ă, and o before ô.
        "tên": (["ao", "ăn", "ốc"], ["ốc", "ăn", "ao"]),
    }
    for name, (up, down) in expected.items():
        heading = page.locator("table.results th").nth(place[name] - 1)
        heading.locator("button").click()
        assert (column(page, place[name]), heading.get_attribute("aria-sort")) == (up, "ascending")
        heading.locator("button").press("Enter")
        assert (column(page, place[name]), heading.get_attribute("aria-sort")) == (down, "descending")
    assert page.locator("th[aria-sort]").count() == 1
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(("name", "drawn"), [("by_type", "svg.bars"), ("by_year", "svg.bars"), ("chain_graph", "svg.net")])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_picture_table_or_both(browser: Browser, site: str, name: str, drawn: str, size: ViewportSize, scripts: bool) -> None:
    page = opened(browser, site, example(name), viewport=size, java_script_enabled=scripts)
    picture, table = page.locator(f"{drawn}:visible"), page.locator("table.results:visible")
    assert (picture.count(), table.count()) == (1, 1)
    page.check("#view-picture")
    assert (picture.count(), table.count()) == (1, 0)
    page.check("#view-table")
    assert (picture.count(), table.count()) == (0, 1)
    page.focus("#view-table")
    page.keyboard.press("ArrowDown")
    assert page.locator("#view-both").is_checked()
    assert (picture.count(), table.count()) == (1, 1)
    page.context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["chain_graph", "subgraph", "describe"])
def test_pictures_of_graphs_are_legible(browser: Browser, site: str, name: str, size: ViewportSize) -> None:
    page = opened(browser, site, example(name), viewport=size)
    texts = page.evaluate(TEXTS)
    assert len(texts) > 20
    assert not [t["text"] for t in texts if t["size"] < 11.5]
    assert not [t["text"] for t in texts if not t["inside"]], "words stick out of their box"
    for number, a in enumerate(texts):
        for b in texts[number + 1 :]:
            apart = a["right"] <= b["left"] + 1 or b["right"] <= a["left"] + 1 or a["bottom"] <= b["top"] + 4 or b["bottom"] <= a["top"] + 4
            assert apart, (a["text"], b["text"])
    page.context.close()


def test_a_star_fits_the_width_of_a_phone(browser: Browser, site: str) -> None:
    page = opened(browser, site, example("subgraph"), viewport=PHONE)
    wide, room = page.evaluate("(e => [e.scrollWidth, e.clientWidth])(document.querySelector('.graph .scroll'))")
    assert wide <= room
    page.context.close()


def test_the_words_of_charts_are_legible_and_apart(browser: Browser, site: str) -> None:
    for name, size in (("by_type", DESKTOP), ("by_type", PHONE), ("by_year", DESKTOP), ("by_year", PHONE), ("most_relied_on", LAPTOP)):
        page = opened(browser, site, example(name), viewport=size)
        texts = page.evaluate(TEXTS.replace("svg.luocdo text", "svg.bars text"))
        page.context.close()
        assert len(texts) >= 6  # years and amounts, or names
        assert not [t["text"] for t in texts if t["size"] < 11]
        for number, a in enumerate(texts):
            for b in texts[number + 1 :]:
                apart = a["right"] <= b["left"] + 1 or b["right"] <= a["left"] + 1 or a["bottom"] <= b["top"] + 4 or b["bottom"] <= a["top"] + 4
                assert apart, (name, a["text"], b["text"])


def test_nodes_are_links_that_arrows_move_between(browser: Browser, site: str) -> None:
    page = opened(browser, site, example("chain_graph"))
    page.locator("svg.net:visible a.node").first.focus()
    first = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.id")
    assert second != first
    page.keyboard.press("Enter")
    page.wait_for_url("**/eli/vn/**")
    assert page.url.endswith(second.removeprefix("<https://w3id.org/legalgraph").removesuffix(">"))
    page.context.close()


# --- sharing and remembering


def test_the_link_is_copied_and_leads_to_the_same_answer(browser: Browser, site: str) -> None:
    page = opened(browser, site, example("by_status"), permissions=["clipboard-read", "clipboard-write"])
    page.click("#copy")
    expect(page.locator("#copy + [role=status]")).to_have_text("Đã chép")
    copied = page.evaluate("navigator.clipboard.readText()")
    rows = column(page, 1)
    page.goto(copied)
    assert column(page, 1) == rows
    page.context.close()


def test_a_long_query_is_sent_in_a_body(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/sparql")
    long = "# " + "khuyến công " * 900 + "\nASK { ?s ?p ?o }"
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(long)
    page.keyboard.press("Control+Enter")
    expect(page.locator("p.answer")).to_have_text("Có")
    assert page.url == site + "/sparql"
    assert page.locator("#query").input_value() == long
    page.context.close()


def test_without_scripts_a_long_query_has_its_own_button(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/sparql", java_script_enabled=False)
    page.fill("#query", "# " + "khuyến công " * 2000 + "\nASK { ?s ?p ?o }")
    page.click("noscript button")
    expect(page.locator("p.answer")).to_have_text("Có")
    assert not page.locator("#history:visible, #copy:visible, #keys:visible").count()
    page.context.close()


def test_the_browser_remembers_what_was_run_and_forgets_on_demand(browser: Browser, site: str) -> None:
    page = opened(browser, site, example("by_type"))
    page.goto(site + example("by_year"))
    page.goto(site + PAGES["sparql-error"])
    page.goto(site + example("by_type"))
    entries = page.locator("#history li")
    expect(entries).to_have_count(2)  # what failed is not kept, what was run twice is kept once
    assert "SELECT ?type" in entries.nth(0).inner_text()
    assert "SELECT ?year" in entries.nth(1).inner_text()
    assert "PREFIX" not in entries.nth(1).inner_text()
    entries.nth(1).locator("summary").click()
    assert "PREFIX eli:" in entries.nth(1).locator("pre").inner_text()
    entries.nth(1).get_by_text("Chạy lại").click()
    page.wait_for_url(lambda url: "year" in url)
    expect(entries).to_have_count(2)
    assert "SELECT ?year" in entries.nth(0).inner_text()
    entries.nth(0).locator("summary").click()
    entries.nth(0).locator("[data-drop]").press("Enter")
    expect(entries).to_have_count(1)
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.click("[data-clear]")
    expect(page.locator("#history")).to_be_hidden()
    page.goto(site + "/sparql")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#history")).to_be_hidden()
    page.context.close()


def test_fifty_queries_are_kept_and_no_more(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/sparql")
    kept = [{"query": f"ASK {{ ?x ?y {n} }}", "at": n} for n in range(80)]
    page.evaluate("kept => localStorage.setItem('legalgraph.sparql', kept)", json.dumps([*kept, {"query": 1}, None, "x"]))
    page.goto(site + "/sparql?query=ASK {}")
    expect(page.locator("#history li")).to_have_count(50)
    assert "ASK {}" in page.locator("#history li").first.inner_text()
    page.evaluate("localStorage.setItem('legalgraph.sparql', '{broken')")
    page.goto(site + "/sparql?query=ASK {}")
    expect(page.locator("#history li")).to_have_count(1)
    page.context.close()


def test_nothing_is_remembered_where_the_browser_keeps_nothing(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="vi")
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })")
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site + example("by_type"))
    page.locator("table.results th button").first.click()  # the rest of the page works
    assert said == []
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_history_is_accessible(browser: Browser, site: str, size: ViewportSize, scheme: str) -> None:
    page = opened(browser, site, example("by_type"), viewport=size, color_scheme=scheme)
    page.goto(site + example("rules"))
    page.wait_for_load_state("networkidle")
    for summary in page.locator("#history summary").all():
        summary.click()
    page.locator("details.example summary").first.click()
    page.locator("table.results th button").first.click()
    page.evaluate(Path(AXE).read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    assert [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]] == []
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room
    page.context.close()


# --- the gallery


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_example_is_read_and_run_by_keyboard(browser: Browser, site: str, scripts: bool) -> None:
    page = opened(browser, site, "/sparql", java_script_enabled=scripts)
    summary = page.locator("details.example summary", has_text="Mỗi loại văn bản có bao nhiêu?")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.example[open] pre")).to_contain_text("GROUP BY ?type")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("svg.bars:visible").wait_for()
    assert "GROUP BY ?type" in page.locator("#query").input_value()
    page.context.close()

"""Every page in a real browser: accessible, whole on a phone, quiet, and usable without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from tests.browser.looking import AXE, DECREE, DESKTOP, NEXT_PROGRAMME, PAGES, PHONE, PROGRAMME

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def opened(browser: Browser, site: str, address: str, **context: Any) -> Page:
    page = browser.new_context(**{"locale": "vi", **context}).new_page()
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_no_accessibility_violation(browser: Browser, site: str, name: str, size: ViewportSize, scheme: str) -> None:
    language = "vi" if scheme == "light" else "en"
    page = opened(browser, site, PAGES[name], viewport=size, color_scheme=scheme, locale=language)
    assert page.locator("html").get_attribute("lang") == language
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    page.context.close()
    told = [f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]
    assert not told, "\n".join(told)
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_machine_and_nothing_complains(browser: Browser, site: str, name: str) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    status = page.goto(site + PAGES[name])
    page.wait_for_load_state("networkidle")
    context.close()
    assert asked
    assert not [url for url in asked if not url.startswith((site, "data:"))]
    assert status is not None
    # The browser itself reports the page's own status when that is an error.
    assert [text for text in said if "status of" not in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(browser: Browser, site: str, name: str) -> None:
    page = opened(browser, site, PAGES[name], viewport=DESKTOP)
    for width in (1440, 1024, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, width
    page.context.close()


@pytest.mark.parametrize("address", [f"/eli/vn/{DECREE}", f"/luoc-do/{DECREE}"])
def test_the_name_of_a_document_is_one_line_of_its_heading(browser: Browser, site: str, address: str) -> None:
    page = opened(browser, site, address, viewport=DESKTOP)
    number = page.locator("h1 .nb").first
    same = "e => getComputedStyle(e).fontSize === getComputedStyle(e.closest('h1')).fontSize && getComputedStyle(e).display === 'inline'"
    assert number.evaluate(same)
    page.context.close()


TEXTS = """() => [...document.querySelectorAll('svg.luocdo text')].filter(t => t.getClientRects().length).map(t => {
  const box = t.getBoundingClientRect(), svg = t.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const frame = t.closest('a.node:not(.strip)')?.querySelector('rect')?.getBoundingClientRect();
  return {text: t.textContent, size: parseFloat(t.getAttribute('font-size')) * scale, label: !!t.closest('.labels'),
          left: box.left, right: box.right, top: box.top, bottom: box.bottom, inside: !frame || (box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1)};
})"""


@pytest.mark.parametrize(("size", "least"), [(DESKTOP, 10.5), (PHONE, 11.0)], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["home", "decree", "programme", "circular", "lucdo", "lucdo-steps", "relate", "relate-programmes"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_diagrams_are_legible(browser: Browser, site: str, name: str, size: ViewportSize, least: float, language: str) -> None:
    page = opened(browser, site, PAGES[name], viewport=size, locale=language)
    assert page.locator("svg.luocdo:visible").count() == 1
    texts = page.evaluate(TEXTS)
    page.context.close()
    assert len(texts) > 5
    assert not [t["text"] for t in texts if t["size"] < least]
    assert not [t["text"] for t in texts if not t["inside"]], "words stick out of their box"
    labels = [t for t in texts if t["label"]]
    for number, a in enumerate(labels):
        for b in labels[number + 1 :]:
            apart = a["right"] <= b["left"] + 2 or b["right"] <= a["left"] + 2 or a["bottom"] <= b["top"] + 3 or b["bottom"] <= a["top"] + 3
            assert apart, (a["text"], b["text"])


NUMBERS = """() => [...document.querySelectorAll('.nb')].filter(n => n.checkVisibility()).map(n => {
  const [own, around] = [n, n.parentElement].map(e => getComputedStyle(e));
  return {text: n.textContent, lines: n.getClientRects().length, alike: own.fontSize === around.fontSize && own.fontWeight === around.fontWeight};
})"""


@pytest.mark.parametrize("name", ["circular", "lucdo", "relate", "relate-three", "search"])
def test_numbers_stand_on_one_line_among_their_words(browser: Browser, site: str, name: str) -> None:
    page = opened(browser, site, PAGES[name], viewport=PHONE)
    numbers = page.evaluate(NUMBERS)
    page.context.close()
    assert numbers
    assert not [number for number in numbers if number["lines"] != 1 or not number["alike"]]


def test_everything_works_without_scripts(browser: Browser, site: str) -> None:
    page = browser.new_context(viewport=DESKTOP, java_script_enabled=False, locale="vi").new_page()
    page.goto(site + "/")
    page.fill("#search", "nghi dinh 45/2012")
    page.click("main form.search button")
    page.click("ol.results a.title")
    assert page.url.endswith(f"/eli/vn/{DECREE}")
    page.locator("svg.luocdo:visible").wait_for()
    assert not page.locator(".legend input:visible").count(), "filters that do nothing are shown"
    page.locator("details.evidence summary:visible").first.click()
    assert page.locator("details.evidence[open] a:visible").count()
    page.fill("#ngay", "2011-01-01")
    page.click("form.day button")
    assert "ngay=2011-01-01" in page.url
    page.fill("#b", "1288 2014")
    page.click("form.choose button")
    assert page.url.endswith(f"/quan-he?vb={DECREE}&vb={PROGRAMME}")
    page.locator("ul.direct li.relation").nth(1).wait_for()  # a click returns when the address changes, the page may still be arriving
    page.goto(site + "/sparql")
    assert page.locator("textarea#query:visible").count() == 1
    page.fill("#query", "ASK { ?s ?p ?o }")
    page.click("form#sparql button")
    assert page.locator("p.answer").inner_text() == "Có"
    page.context.close()


def test_everything_can_be_reached_by_keyboard(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/eli/vn/{DECREE}", viewport=DESKTOP)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.wait_for_timeout(300)  # it slides in
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.node')"):
            break
    else:
        pytest.fail("no box of the diagram was reached")
    first = page.evaluate("document.activeElement.dataset.id")
    second = first
    while second in (first, DECREE):  # the document of the page itself stands in the way
        page.keyboard.press("ArrowRight")
        before, second = second, page.evaluate("document.activeElement.dataset.id")
        assert second != before
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/eli/vn/{second}")
    page.context.close()


def test_focus_can_be_seen(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/", viewport=DESKTOP)
    seen = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null; const s = getComputedStyle(e);"
            " const mark = e.querySelector('rect.hit'); return [s.outlineStyle, mark ? getComputedStyle(mark).strokeWidth : '0px', e.className] }"
        )
        if style is None:
            break
        assert style[0] != "none" or style[1] != "0px", style[2]
        seen += 1
    page.context.close()
    assert seen > 20


def test_the_editor_completes_marks_and_lets_go(browser: Browser, site: str) -> None:
    page = opened(browser, site, PAGES["sparql-error"], viewport=DESKTOP)
    page.wait_for_selector(".editor")
    assert not page.locator("textarea#query").is_visible()
    assert page.locator(".cm-error-mark").count() == 1
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("ASK { ?s ?p ?o }")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    editor.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**query=ASK**")
    assert page.locator("p.answer").inner_text() == "Có"
    page.context.close()


def test_filters_of_the_diagram(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/eli/vn/{DECREE}", viewport=DESKTOP)
    box = page.locator(".legend input[data-kind~='basis']")
    lines = page.locator("svg.luocdo:visible a.edge.g-basis:visible")
    before = lines.count()
    assert before > 0
    box.uncheck()
    assert lines.count() < before
    page.context.close()


def test_language_is_switched_and_kept(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/quan-he?vb={NEXT_PROGRAMME}&vb={PROGRAMME}", locale="vi")
    page.click("a.lang")
    assert page.locator("h1").inner_text() == "How documents relate"
    page.click("a.brand")
    assert page.locator("html").get_attribute("lang") == "en"
    page.context.close()


def test_paper_gets_the_wide_diagram_and_no_controls(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/eli/vn/{DECREE}", viewport=PHONE)
    page.emulate_media(media="print")
    assert page.locator("svg.luocdo:visible").count() == 1
    assert not page.locator("header.top:visible, form:visible").count()
    page.context.close()


@pytest.mark.parametrize("name", ["home", "search", "decree", "lucdo", "relate", "explore", "statistics", "sparql", "about", "not-found"])
def test_the_first_screen_waits_for_no_file(browser: Browser, site: str, name: str) -> None:
    page = browser.new_context(viewport=PHONE, locale="vi").new_page()
    page.route("**/static/**", lambda _: None)  # asked for, and never answered
    page.goto(site + PAGES[name], wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    painted = "() => new Promise(done => new PerformanceObserver(seen => done(seen.getEntries().length)).observe({type: 'paint', buffered: true}))"
    assert page.evaluate(painted) > 0
    assert page.evaluate("getComputedStyle(document.querySelector('header.top')).display") == "flex"
    page.context.close()


def test_a_sentence_lights_its_arrow_and_the_arrow_its_sentence(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/", viewport=DESKTOP, locale="vi")
    sentence = page.locator("ol.told > li").nth(1)
    arrow = page.locator("svg.story:visible g.edge.g-replaces")
    arrow.wait_for(state="attached")
    sentence.hover()
    expect(arrow).to_have_class(re.compile(r"\bon\b"))
    expect(page.locator("svg.story:visible g.edge.on")).to_have_count(1)
    expect(page.locator("svg.story:visible a.node.on")).to_have_count(2)
    page.mouse.move(0, 0)
    expect(page.locator("svg.story:visible .on")).to_have_count(0)
    # The same by keyboard, and from the picture back.
    sentence.locator("a").first.focus()
    expect(page.locator("svg.story:visible g.edge.on")).to_have_count(1)
    page.locator("svg.story:visible a.node").first.focus()
    expect(page.locator("ol.told > li.lit").first).to_be_visible()
    assert 0 < page.locator("ol.told > li.lit").count() < page.locator("ol.told > li").count()
    page.context.close()


def test_documents_are_added_and_taken_away_without_scripts(browser: Browser, site: str) -> None:
    page = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="vi").new_page()
    page.goto(site + "/quan-he")
    page.fill("#new-0", "134/2004")
    page.fill("#new-1", "45/2012")
    page.click("form.choose button")
    page.locator("table.compare").wait_for()
    page.fill("#new-0", "235/2025")
    page.fill("#ngay", "2015-06-30")
    page.click("form.choose button")
    page.locator("ul.chosen > li").nth(2).wait_for()
    assert page.url.endswith("/quan-he?vb=nd/2004/134/nd-cp&vb=nd/2012/45/nd-cp&vb=nd/2025/235/nd-cp&ngay=2015-06-30")
    assert "Tình trạng ngày 30/6/2015" in page.locator("table.compare").inner_text()
    # Stacked, not shrunken: every cell is as wide as the page allows, and names its document.
    cell = page.locator("table.compare tbody td").first
    box = cell.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert cell.locator(".of").inner_text() == "134/2004/NĐ-CP"
    page.locator("ul.chosen a").first.click()
    page.wait_for_url("**/quan-he?vb=nd/2012/45/nd-cp&vb=nd/2025/235/nd-cp&ngay=2015-06-30")
    page.context.close()


def test_comparison_on_paper(browser: Browser, site: str) -> None:
    page = opened(browser, site, PAGES["relate-three"], viewport=DESKTOP)
    page.emulate_media(media="print")
    assert page.locator("table.compare:visible").count() == 1
    assert page.locator("svg.luocdo:visible").count() == 1
    assert not page.locator("header.top:visible, form:visible").count()
    page.context.close()

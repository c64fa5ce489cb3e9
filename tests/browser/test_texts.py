"""Full texts in a real browser: read with eyes, ears, a keyboard, a finger, on paper, and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from tests.browser.looking import AXE, DESKTOP, PHONE, TEXT_AMENDMENT, TEXT_DECREE, TEXT_PAGES
from tests.browser.test_pages import RULES, opened

pytestmark = pytest.mark.browser

TO_ARTICLE = "a.cite[href$='/dieu_17/khoan_2']"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", TEXT_PAGES)
def test_no_accessibility_violation(browser: Browser, texts_site: str, name: str, size: ViewportSize, scheme: str) -> None:
    language = "vi" if scheme == "light" else "en"
    page = opened(browser, texts_site, TEXT_PAGES[name], viewport=size, color_scheme=scheme, locale=language)
    page.evaluate(AXE.read_text("utf-8"))
    citation = page.locator("a.cite")
    if citation.count():
        page.keyboard.press("Shift")  # not a finger
        citation.first.focus()
        page.wait_for_selector("#excerpt:visible")
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    page.context.close()
    told = [f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_nothing_leaves_the_machine_and_nothing_complains(browser: Browser, texts_site: str, name: str) -> None:
    page = browser.new_context(viewport=DESKTOP).new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(texts_site + TEXT_PAGES[name])
    page.wait_for_load_state("networkidle")
    if page.locator("a.cite").count():
        page.locator("a.cite").first.hover()
        page.wait_for_selector("#excerpt:visible")
    page.context.close()
    assert not [url for url in asked if not url.startswith((texts_site, "data:"))]
    assert said == []


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_no_page_scrolls_sideways(browser: Browser, texts_site: str, name: str) -> None:
    page = opened(browser, texts_site, TEXT_PAGES[name], viewport=DESKTOP)
    for width in (1440, 1024, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, width
    page.context.close()


def excerpt(page: Page) -> Any:
    return page.locator("#excerpt")


def test_a_citation_shows_what_it_cites(browser: Browser, texts_site: str) -> None:
    page = opened(browser, texts_site, TEXT_PAGES["text-amendment"], viewport=DESKTOP)
    link = page.locator(TO_ARTICLE)
    link.hover()
    excerpt(page).wait_for(state="visible")
    assert "Hằng năm báo cáo Chính phủ" in excerpt(page).inner_text()
    assert link.get_attribute("aria-describedby") == "excerpt"
    box = excerpt(page).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= DESKTOP["width"]
    # The words may be reached with the pointer, and go when it leaves.
    excerpt(page).hover()
    page.wait_for_timeout(500)
    assert excerpt(page).is_visible()
    page.mouse.move(5, 5)
    excerpt(page).wait_for(state="hidden")
    assert link.get_attribute("aria-describedby") is None
    # Escape takes them away while the pointer stays.
    link.hover()
    excerpt(page).wait_for(state="visible")
    page.keyboard.press("Escape")
    assert excerpt(page).is_hidden()
    page.context.close()


def test_the_keyboard_alone(browser: Browser, texts_site: str) -> None:
    page = opened(browser, texts_site, TEXT_PAGES["text-amendment"], viewport=DESKTOP)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f'document.activeElement.matches("{TO_ARTICLE}")'):
            break
    else:
        pytest.fail("the citation was not reached")
    excerpt(page).wait_for(state="visible")
    page.keyboard.press("Escape")
    assert excerpt(page).is_hidden()
    assert page.evaluate(f'document.activeElement.matches("{TO_ARTICLE}")'), "Escape keeps the place"
    # The sign behind it leads to the relation in the list, and the evidence there back to the text.
    page.keyboard.press("Tab")
    sign = page.evaluate("document.activeElement.getAttribute('href')")
    assert sign.startswith(f"/eli/vn/{TEXT_AMENDMENT}#r-")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{sign}")
    relation = page.locator(f"[id='{sign.partition('#')[2]}']")
    assert relation.is_visible()
    relation.locator("details.evidence > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert "?tai=" in page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/**#tai")
    marked = page.locator("mark").first
    assert marked.is_visible()
    top = page.evaluate("document.querySelector('mark').getBoundingClientRect().top")
    assert 0 <= top <= DESKTOP["height"]
    page.context.close()


def test_the_list_of_contents_follows_the_reading(browser: Browser, texts_site: str) -> None:
    page = opened(browser, texts_site, TEXT_PAGES["text"], viewport={"width": 1440, "height": 500})
    contents = page.locator("nav.contents")
    assert contents.locator("a:visible").count() == 8
    contents.locator("a[href$='#dieu_17']").click()
    page.wait_for_selector("nav.contents a[aria-current][href$='#dieu_17']")
    assert page.url.endswith("#dieu_17")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_selector("nav.contents a[aria-current]", state="detached")
    page.context.close()


def test_the_list_of_contents_marks_the_article_of_what_is_pointed_at(browser: Browser, texts_site: str) -> None:
    page = opened(browser, texts_site, TEXT_PAGES["text-span"], viewport=DESKTOP)
    page.wait_for_selector("nav.contents a[aria-current]")
    held = page.evaluate("document.querySelector('mark').closest('.u[id]:has(> :is(h2, h3, h4, h5, h6))').id")
    current = page.evaluate("document.querySelector('nav.contents a[aria-current]').hash")
    assert current == f"#{held}"
    page.context.close()


def test_on_a_phone_the_contents_fold_and_a_tap_follows_the_link(browser: Browser, texts_site: str) -> None:
    page = opened(browser, texts_site, TEXT_PAGES["text-amendment"], viewport=PHONE, has_touch=True)
    contents = page.locator("nav.contents")
    assert contents.locator("a:visible").count() == 0
    contents.locator("summary").tap()
    contents.locator("a[href$='#dieu_2']").tap()
    assert page.url.endswith("#dieu_2")
    assert contents.locator("a:visible").count() == 0, "the list gives way to the words"
    page.locator(TO_ARTICLE).tap()
    page.wait_for_url(f"**/eli/vn/{TEXT_DECREE}/dieu_17/khoan_2")
    assert page.locator(".u.here").is_visible()
    page.context.close()


def test_without_scripts(browser: Browser, texts_site: str) -> None:
    page = browser.new_context(viewport=DESKTOP, java_script_enabled=False, locale="vi").new_page()
    page.goto(texts_site + f"/eli/vn/{TEXT_AMENDMENT}")
    page.click("nav.tabs a:not([aria-current])")
    assert page.url.endswith(f"/van-ban/{TEXT_AMENDMENT}")
    assert page.locator("nav.contents a:visible").count() == 2
    page.click("nav.contents a[href$='#dieu_2']")
    assert page.url.endswith("#dieu_2")
    page.click(TO_ARTICLE)
    assert page.url.endswith(f"/eli/vn/{TEXT_DECREE}/dieu_17/khoan_2")
    assert "Hằng năm báo cáo Chính phủ" in page.locator(".u.here").inner_text()
    page.click("section.place nav.pager a[href*='/van-ban/']")
    assert page.url.endswith(f"/van-ban/{TEXT_DECREE}#dieu_17/khoan_2")
    page.goto(texts_site + TEXT_PAGES["text-amendment"])
    page.click("a.act >> nth=-1")
    relation = page.locator(f"[id='{page.url.partition('#')[2]}']")
    relation.locator("details.evidence > summary").click()
    relation.locator("a[href*='?tai=']").first.click()
    assert page.locator("mark#tai").is_visible()
    page.context.close()


def test_what_is_amended_is_set_apart_and_paper_gets_the_words(browser: Browser, texts_site: str) -> None:
    page = opened(browser, texts_site, TEXT_PAGES["text-amendment"], viewport=DESKTOP)
    assert "số làng nghề" in page.locator("blockquote.quoted").inner_text()
    width, size = page.evaluate("(e => [e.clientWidth, parseFloat(getComputedStyle(e).fontSize)])(document.querySelector('.words'))")
    assert 30 <= width / size <= 42, "about seventy letters a line"
    page.emulate_media(media="print")
    assert page.locator(".words").is_visible()
    assert not page.locator("header.top:visible, nav.contents:visible, nav.tabs:visible, a.self:visible").count()
    page.context.close()

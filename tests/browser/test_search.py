"""Search in a real browser: suggestions by keyboard and finger, facets on a phone, everything without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.looking import AXE, DECREE, DESKTOP, PHONE
from tests.browser.test_pages import RULES, opened

pytestmark = pytest.mark.browser
FIELDS = (("/", "#search"), ("/gioi-thieu", "#top-search"), ("/tim-kiem", "#search"), ("/quan-he", "#new-0"), ("/kham-pha", "#them"))


def suggested(page: Page, field: str, typed: str) -> Any:
    page.locator(field).press_sequentially(typed)
    lines = page.locator("ul.suggestions:visible li")
    lines.first.wait_for()
    return lines


@pytest.mark.parametrize(("address", "field"), FIELDS)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_field_suggests_and_is_accessible(browser: Browser, site: str, address: str, field: str, size: Any) -> None:
    page = opened(browser, site, address, viewport=size)
    lines = suggested(page, field, "khuyen cong")
    box = page.locator(field)
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = box.get_attribute("aria-activedescendant")
    assert chosen
    expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    assert "gợi ý" in page.locator(f"{field} ~ span[role=status]").inner_text()
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    assert [violation["id"] for violation in found["violations"]] == []
    page.keyboard.press("Escape")
    expect(lines).to_have_count(0)
    assert box.input_value() == "khuyen cong"
    assert box.get_attribute("aria-expanded") == "false"
    page.context.close()


def test_a_suggestion_is_opened_by_keyboard(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/", viewport=DESKTOP)
    suggested(page, "#search", "nd 45/2012")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/eli/vn/{DECREE}")
    page.context.close()


def test_enter_without_a_choice_searches(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/", viewport=DESKTOP)
    suggested(page, "#search", "khuyen cong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem?q=khuyen+cong")
    page.locator("ol.results li").first.wait_for()
    page.context.close()


def test_a_suggestion_fills_a_form_by_finger(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/quan-he", viewport=PHONE, has_touch=True)
    suggested(page, "#new-0", "nd 45/2012").first.tap()
    assert page.locator("#new-0").input_value() == "Nghị định 45/2012/NĐ-CP"
    expect(page.locator("ul.suggestions:visible")).to_have_count(0)
    page.context.close()


def test_facets_are_folded_on_a_phone_and_open_on_a_desk(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/tim-kiem?q=khuyen+cong", viewport=PHONE, java_script_enabled=False)
    assert not page.locator("a.choice").first.is_visible()
    page.locator(".facets > details > summary").click()
    page.locator("a.choice", has_text="Nghị định").first.click()
    page.wait_for_url("**loai=nd**")
    page.locator("a.chip").first.wait_for()
    page.set_viewport_size(DESKTOP)
    assert page.locator("a.choice").first.is_visible()
    assert not page.locator(".facets > details > summary").is_visible()
    page.locator("a.chip").first.click()
    page.wait_for_url("**/tim-kiem?q=khuyen+cong")
    page.locator(".orders a", has_text="cũ nhất").click()
    page.wait_for_url("**sap=cu-nhat**")
    page.context.close()

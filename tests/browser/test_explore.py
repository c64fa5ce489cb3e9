"""The explorer in a real browser: canvas and list in step, by mouse, by keyboard, on a phone, and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from tests.browser.looking import DECREE, DESKTOP, PHONE, PROGRAMME

pytestmark = pytest.mark.browser
EXPLORE = f"/kham-pha?vb={DECREE}"


def opened(browser: Browser, address: str, size: ViewportSize = DESKTOP, scripts: bool = True) -> Page:
    page = browser.new_context(viewport=size, locale="vi", java_script_enabled=scripts, reduced_motion="reduce").new_page()
    page.goto(address)
    if scripts:
        expect(page.locator("#canvas")).to_have_attribute("data-nodes", re.compile("[0-9]+"))
    return page


def shown(page: Page) -> int:
    return int(page.locator("#canvas").get_attribute("data-nodes") or 0)


def row(page: Page, path: str) -> str:
    assert page.locator(f"tr[data-path='{path}']").count() == 1
    return f"tr[data-path='{path}']"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_canvas_and_list_stay_in_step(browser: Browser, site: str, size: ViewportSize) -> None:
    page = opened(browser, site + EXPLORE, size)
    assert page.locator("#canvas canvas").count() == 3
    assert not page.locator("svg.field").is_visible()
    before = shown(page)
    assert before == page.locator("tr[data-path]").count()
    page.locator(f"{row(page, PROGRAMME)} button[name=mo]").click()
    page.wait_for_url(f"**vb={DECREE}&vb={PROGRAMME}**")
    expect(page.locator(f"{row(page, PROGRAMME)} button[name=dong]")).to_be_visible()
    expect(page.locator("#chosen-name")).to_contain_text("1288/QĐ-TTg")
    assert shown(page) == page.locator("tr[data-path]").count() > before
    page.go_back()
    expect(page.locator(f"{row(page, PROGRAMME)} button[name=mo]")).to_be_visible()
    assert shown(page) == before
    page.locator(f"{row(page, PROGRAMME)} button[name=bo-di]").click()
    expect(page.locator(f"tr[data-path='{PROGRAMME}']")).to_have_count(0)
    expect(page.locator("#canvas")).to_have_attribute("data-nodes", str(before - 1))
    page.context.close()


def test_filters_act_at_once_and_stand_in_the_address(browser: Browser, site: str) -> None:
    page = opened(browser, site + EXPLORE)
    page.check("input[name=quan-he][value=replaces]")
    page.wait_for_url("**quan-he=replaces**")
    expect(page.locator("input[name=quan-he][value=replaces]")).to_be_focused()
    expect(page.locator("#canvas")).to_have_attribute("data-nodes", str(page.locator("tr[data-path]").count()))
    narrow = shown(page)
    page.reload()
    expect(page.locator("#canvas")).to_have_attribute("data-nodes", str(narrow))
    page.locator("#filters summary").first.click()
    page.fill("input[name=tu-nam]", "2020")
    page.keyboard.press("Tab")
    page.wait_for_url("**tu-nam=2020**")
    assert page.locator("#filters").evaluate("one => one.open")
    page.context.close()


def test_everything_can_be_done_by_keyboard(browser: Browser, site: str) -> None:
    page = opened(browser, site + EXPLORE)
    button = page.locator(f"{row(page, PROGRAMME)} button[name=mo]")
    button.focus()
    page.keyboard.press("Enter")
    other = page.locator(f"{row(page, PROGRAMME)} button[name=dong]")
    expect(other).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{row(page, PROGRAMME)} button[name=mo]")).to_be_focused()
    page.locator("button.sort[value=nam]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**xep=nam**")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    page.context.close()


def test_a_click_in_the_picture_chooses(browser: Browser, site: str) -> None:
    page = opened(browser, site + EXPLORE)
    canvas = page.locator("#canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    for step in range(1, 40):  # the documents stand somewhere below the pointer's way
        page.mouse.move(box["x"] + box["width"] * step / 40, box["y"] + box["height"] * step / 40)
        if page.locator("tr.lit").count():
            path = page.locator("tr.lit").get_attribute("data-path")
            page.mouse.down()
            page.mouse.up()
            page.wait_for_url(f"**chon={path}")
            expect(page.locator(f"tr.on[data-path='{path}']")).to_have_count(1)
            break
    else:
        pytest.fail("no document was under the pointer")
    page.context.close()


def test_the_picture_can_be_saved(browser: Browser, site: str) -> None:
    page = opened(browser, site + EXPLORE)
    with page.expect_download() as download:
        page.click("button[data-do=png]")
    assert download.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    page.context.close()


def test_arranged_by_relations(browser: Browser, site: str) -> None:
    page = opened(browser, site + EXPLORE)
    page.locator("#filters summary").first.click()
    page.check("input[name=bo-cuc]")
    page.wait_for_url("**bo-cuc=cum**")
    expect(page.locator("#canvas")).to_have_attribute("data-nodes", str(page.locator("tr[data-path]").count()))
    page.context.close()


def test_everything_works_without_scripts(browser: Browser, site: str) -> None:
    page = opened(browser, site + "/kham-pha", scripts=False)
    page.fill("#them", "nghi dinh 45/2012")
    page.click("#explore .begin button >> nth=0")
    page.locator("svg.field").wait_for()
    assert not page.locator("#canvas").is_visible()
    assert not page.locator(".tools").is_visible()
    before = page.locator("tr[data-path]").count()
    assert page.locator("svg.field a.node").count() == before
    page.locator(f"{row(page, PROGRAMME)} button[name=mo]").click()
    page.locator(f"tr[data-path='{PROGRAMME}'] button[name=dong]").wait_for()  # the next page may only be arriving
    assert page.locator("tr[data-path]").count() > before
    page.check("input[name=quan-he][value=replaces]")
    page.click("button.apply")
    page.locator("input[name=quan-he][value=replaces]:checked").wait_for()
    assert "quan-he=replaces" in page.url
    page.locator(f"svg.field a.node[data-id='{DECREE}']").click()
    page.locator("#chosen-name").wait_for()
    assert f"chon={DECREE}" in page.url
    page.context.close()


@pytest.mark.parametrize("where", ["tr[data-path='{}']", "#chon"], ids=["list", "panel"])
def test_what_was_opened_stays_clear_with_its_neighbours(browser: Browser, site: str, where: str) -> None:
    page = opened(browser, f"{site}{EXPLORE}&chon={PROGRAMME}")
    page.locator(f"{where.format(PROGRAMME)} button[name=mo]").click()
    expect(page.locator(f"{row(page, PROGRAMME)} button[name=dong]")).to_be_visible()
    expect(page.locator("#canvas")).to_have_attribute("data-nodes", str(page.locator("tr[data-path]").count()))
    assert not page.locator("#canvas").get_attribute("data-dimmed")
    neighbours = page.evaluate(
        """path => JSON.parse(document.getElementById("explore-data").textContent).edges.map(({data}) => [data.source, data.target])
        .filter(ends => ends.includes(path)).flat()""",
        PROGRAMME,
    )
    page.locator("tr[data-path]").last.hover()
    expect(page.locator("tr[data-path]").last).to_be_visible()
    dimmed = set((page.locator("#canvas").get_attribute("data-dimmed") or "").split())
    assert not dimmed & {PROGRAMME, *neighbours}
    page.context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_path_opens_whole_with_the_names_of_its_rows(browser: Browser, site: str, size: ViewportSize) -> None:
    page = opened(browser, f"{site}/kham-pha?tu={PROGRAMME}&den=nd/2004/134/nd-cp", size)
    drawn = page.evaluate("JSON.parse(document.querySelector('#explore-data').textContent)")
    asked = [node for node in drawn["nodes"] if node["classes"]]
    assert len(asked) >= 2
    expect(page.locator("#canvas")).to_have_attribute("data-shown", str(len(asked) + len(drawn["axes"]["lanes"])))
    page.context.close()


def test_chips_are_whole_on_a_phone(browser: Browser, site: str) -> None:
    page = opened(browser, site + EXPLORE, PHONE)
    boxes = [chip.bounding_box() for chip in page.locator("[data-part=kinds] fieldset > .chip").all()]
    assert len(boxes) > 3
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
    page.context.close()

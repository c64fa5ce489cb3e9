"""The lược đồ in a real browser: evidence by pointer, keyboard and finger, live choices, pictures, paper."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from tests.browser.looking import DECREE, DESKTOP, PHONE

pytestmark = pytest.mark.browser

BEFORE = "nd/2004/134/nd-cp"
PAPER = {"width": 1032, "height": 703}  # what A4, lying, leaves within its margins, in CSS pixels


def opened(browser: Browser, site: str, address: str, **context: Any) -> Page:
    page = browser.new_context(**{"locale": "vi", "viewport": DESKTOP, **context}).new_page()
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    return page


def active(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.dataset.id"))


@pytest.mark.parametrize("address", [f"/luoc-do/{DECREE}", f"/eli/vn/{DECREE}"])
def test_a_line_tells_why_by_pointer(browser: Browser, site: str, address: str) -> None:
    page = opened(browser, site, address)
    line = page.locator(f"svg.wide a.edge[data-s='{DECREE}'][data-t='{BEFORE}']")
    line.scroll_into_view_if_needed()
    at = line.evaluate(
        "e => { const l = e.querySelector('.ln'), p = l.getPointAtLength(l.getTotalLength() * .85).matrixTransform(l.getScreenCTM()); return [p.x, p.y] }"
    )
    panel = page.locator(".explained")
    page.mouse.move(*at)
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("thay thế Nghị định 134/2004/NĐ-CP")
    expect(panel).to_contain_text("đã kiểm chứng")
    page.mouse.move(5, 5)
    expect(panel).to_be_hidden()
    page.mouse.click(*at)
    expect(panel.locator("a[href^='https://']").first).to_be_visible()
    assert page.url == site + address, "the evidence comes to the reader"
    panel.locator(".close").click()
    expect(panel).to_be_hidden()
    page.context.close()


def test_the_panel_leaves_what_was_asked_about_in_sight(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}")
    line = page.locator(f"svg.wide a.edge[data-s='{DECREE}'][data-t='{BEFORE}']")
    line.scroll_into_view_if_needed()
    line.press("Enter")
    panel = page.locator(".explained.pinned")
    expect(panel).to_be_visible()
    covered = page.evaluate(
        """() => {
          const box = document.querySelector(".explained").getBoundingClientRect(), line = document.querySelector("svg.wide .told-now .ln");
          return [...Array(41).keys()].filter(at => {
            const p = line.getPointAtLength(line.getTotalLength() * at / 40).matrixTransform(line.getScreenCTM());
            return p.x > box.left && p.x < box.right && p.y > box.top && p.y < box.bottom;
          }).length;
        }"""
    )
    assert covered == 0
    page.locator(".explained [role=status]").evaluate("words => words.append(words.cloneNode(true), words.cloneNode(true))")
    panel.evaluate("panel => panel.dispatchEvent(new Event('scroll'))")
    assert panel.evaluate("panel => panel.classList.contains('more')"), "it says that there is more below"
    panel.evaluate("panel => panel.scrollTo(0, panel.scrollHeight)")
    expect(page.locator(".explained.more")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("path", [DECREE, "qd/2020/1881/qd-ttg"])
def test_it_fits_on_a_small_desktop(browser: Browser, site: str, path: str, scripts: bool) -> None:
    page = opened(browser, site, f"/luoc-do/{path}", viewport={"width": 1280, "height": 800}, java_script_enabled=scripts)
    wide, room = page.evaluate("(e => [e.scrollWidth, e.clientWidth])(document.querySelector('.drawn .scroll'))")
    assert wide <= room
    page.context.close()


def test_where_it_does_not_fit_the_centre_is_in_sight(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/luoc-do/qd/2025/2646/qd-bct", viewport={"width": 900, "height": 800})
    box, frame = page.locator("svg.wide a.node.focus").bounding_box(), page.locator(".scroll:has(> svg.wide)").bounding_box()
    assert box is not None
    assert frame is not None
    assert frame["x"] <= box["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]
    page.context.close()


def test_no_line_shows_between_the_words_on_it(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}")
    plates = page.evaluate(
        """() => [...document.querySelectorAll("svg.wide .labels text")].map(text => {
          const plate = text.previousElementSibling.getBoundingClientRect(), words = text.getBoundingClientRect();
          return plate.left < words.left + 2 && plate.right > words.right - 2 && plate.top > words.top - 2 && plate.bottom < words.bottom + 2;
        })"""
    )
    assert plates
    assert all(plates)
    page.context.close()


def test_lines_are_reached_by_keyboard(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}")
    page.locator("svg.wide a.node.focus").focus()
    page.keyboard.press("Space")
    first = active(page)
    assert first.endswith(".")
    expect(page.locator(".explained [role=status] .why").first).to_be_visible()
    seen = {first}
    for _ in range(40):
        page.keyboard.press("ArrowRight")
        if active(page) in seen:
            break
        seen.add(active(page))
    touching = page.locator(f"svg.wide a.edge[data-s='{DECREE}'], svg.wide a.edge[data-t='{DECREE}']").count()
    assert len(seen) == touching > 5
    page.keyboard.press("Enter")
    expect(page.locator(".explained.pinned")).to_be_focused()
    page.keyboard.press("Escape")
    assert active(page) in seen, "back on the line"
    page.keyboard.press("Escape")
    assert active(page) == DECREE, "back on the box"
    page.context.close()


def test_tab_stops_at_boxes_and_not_at_every_line(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}")
    assert page.locator("svg.wide a.edge").count() > 10
    assert page.locator("svg.wide a.edge:not([tabindex='-1'])").count() == 0
    bare = opened(browser, site, f"/luoc-do/{DECREE}", java_script_enabled=False)
    href = bare.locator("svg.wide a.edge").first.get_attribute("href") or ""
    bare.goto(site + href)
    assert "#r-" in bare.url, "without scripts a line is a link to its entry"
    page.context.close()
    bare.context.close()


def test_on_a_phone_words_are_tapped(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}", viewport=PHONE, has_touch=True, is_mobile=True)
    words = page.locator(f"svg.tall a.told[data-t='{BEFORE}']")
    assert (words.bounding_box() or {"height": 0})["height"] >= 24
    words.tap()
    panel = page.locator(".explained.pinned")
    expect(panel).to_contain_text("đã kiểm chứng")
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] == 0
    asked = words.bounding_box()
    assert asked is not None
    assert box["y"] < 2 or abs(box["y"] + box["height"] - PHONE["height"]) < 2, "it stands at the foot of the screen, or the head"
    assert asked["y"] >= box["y"] + box["height"] or asked["y"] + asked["height"] <= box["y"], "what was tapped is in sight"
    page.locator(f"svg.tall a.node[data-id='{BEFORE}']").evaluate("e => e.querySelector('text.no').id = 'number'")
    panel.locator(".close").tap()
    page.locator("#number").tap()
    page.wait_for_url(f"**/luoc-do/{BEFORE}")
    page.context.close()


@pytest.mark.parametrize(("viewport", "told"), [(PHONE, "Từ trên xuống dưới là thời gian."), (DESKTOP, "từ trái sang phải là thời gian.")])
def test_the_picture_that_is_seen_is_explained(browser: Browser, site: str, viewport: ViewportSize, told: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}", viewport=viewport)
    words = page.locator("#lucdo-text").inner_text()
    assert told in words
    assert words.count("là thời gian") == 1
    page.context.close()


def test_choices_are_drawn_at_once_and_kept_in_the_address(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}")
    kinds = page.locator("input[name='nhom']").count()
    page.locator("input[name='buoc'][value='2']").check()
    page.wait_for_url("**?buoc=2")
    expect(page.locator("input[name='nhom']")).not_to_have_count(kinds)
    expect(page.locator(".drawn [role=status]")).to_contain_text("văn bản quanh văn bản này")
    basis = page.locator("input[name='nhom'][value='can-cu']")
    basis.uncheck()
    page.wait_for_url("**nhom=thay-the**")
    assert "can-cu" not in page.url
    expect(basis).to_be_focused()
    expect(page.locator("svg.wide a.edge.g-basis")).to_have_count(0)
    basis.check()
    page.wait_for_url("**/nd-cp?buoc=2")
    page.locator(f"svg.wide a.node[data-id='{BEFORE}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{BEFORE}?buoc=2")
    page.reload()
    assert page.locator("input[name='buoc'][value='2']").is_checked()
    page.context.close()


def test_choices_work_without_scripts(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}", java_script_enabled=False)
    page.locator("input[name='buoc'][value='2']").check()
    page.locator("form.controls button").click()
    page.wait_for_url("**?buoc=2")
    page.locator("table.documents thead a", has_text="Ngày ban hành").click()
    page.wait_for_url("**xep=ngay#danh-sach")
    assert not page.locator("[data-png]:visible").count(), "a button that does nothing is not shown"
    page.context.close()


def test_the_png_shows_the_words_in_the_letters_of_the_page(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/luoc-do/{DECREE}", accept_downloads=True)
    fonts: list[str] = []
    page.on("request", lambda request: fonts.append(request.url) if request.url.endswith(".woff2") else None)
    with page.expect_download() as waited:
        page.locator("[data-png]").click()
    picture = waited.value.path().read_bytes()
    assert waited.value.suggested_filename == "nd-2012-45-nd-cp.png"
    assert picture.startswith(b"\x89PNG")
    assert {"vietnamese-400", "vietnamese-600"} <= {"-".join(url.split("be-vietnam-pro-")[1].split("-")[:2]) for url in fonts}
    found = page.evaluate(
        """async bytes => {
          const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: 'image/png'}));
          const canvas = new OffscreenCanvas(image.width, image.height), brush = canvas.getContext('2d');
          brush.drawImage(image, 0, 0);
          const dark = (x, y, w, h) => { const d = brush.getImageData(x, y, w, h).data; let n = 0;
            for (let i = 0; i < d.length; i += 4) if (d[i] + d[i + 1] + d[i + 2] < 240) n++; return n; };
          return {width: image.width, height: image.height, name: dark(20, 20, 500, 60), beside: dark(image.width - 300, 20, 280, 40)};
        }""",
        list(picture),
    )
    wide = page.locator("svg.wide").evaluate("e => e.viewBox.baseVal.width")
    assert found["width"] == pytest.approx(2 * wide, abs=2)
    assert found["name"] > 1500, "the name of the document stands over the picture"
    assert found["beside"] == 0
    page.context.close()


@pytest.mark.parametrize("address", [f"/luoc-do/{DECREE}", f"/luoc-do/{DECREE}?buoc=2&so=80", f"/eli/vn/{DECREE}"])
def test_paper_can_be_read(browser: Browser, site: str, address: str) -> None:
    page = opened(browser, site, address, viewport=PAPER)
    page.emulate_media(media="print")
    sheets = page.evaluate(
        "() => [...document.querySelectorAll('.sheet, svg.luocdo.wide:not(.cut)')].map(s => { const r = s.getBoundingClientRect(); return [r.width / s.viewBox.baseVal.width, r.height] })"
    )
    assert sheets
    for scale, height in sheets:
        assert 12 * scale * 0.75 >= 5.95, "the smallest letters, in points"
        assert height <= PAPER["height"]
    assert not page.locator("form:visible, .explained:visible, button:visible").count()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.context.close()

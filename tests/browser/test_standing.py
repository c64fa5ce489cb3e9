"""How a document stands, in a real browser: from the counts to the lists, from a changed place to the words, citations copied."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect
from tests.browser.looking import DESKTOP, PHONE, TEXT_AMENDMENT, TEXT_DECREE
from tests.browser.test_pages import opened

pytestmark = pytest.mark.browser

CIRCULAR = "/eli/vn/tt/2017/15/tt-bct"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_a_changed_place_to_the_words_that_changed_it(browser: Browser, texts_site: str, size: ViewportSize, scripts: bool) -> None:
    page = opened(browser, texts_site, f"/van-ban/{TEXT_DECREE}", viewport=size, java_script_enabled=scripts)
    banner = page.locator(".outstanding")
    expect(banner).to_contain_text("chưa đưa vào")
    banner.get_by_role("link", name="Xem từng chỗ đã thay đổi").click()
    page.wait_for_url(f"**/eli/vn/{TEXT_DECREE}#changes")
    row = page.locator("table.changes tbody tr", has_text="Khoản 2 Điều 17")
    expect(row).to_contain_text("Bãi bỏ")
    expect(row).to_contain_text("1/8/2034")
    row.get_by_role("link", name="Xem trong văn bản").click()
    page.wait_for_url(f"**/van-ban/{TEXT_AMENDMENT}?tai=*")
    expect(page.locator("mark#tai")).to_contain_text("Bãi bỏ")
    page.context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_the_status_to_the_lapsed_basis_and_its_proof(browser: Browser, site: str, size: ViewportSize, scripts: bool) -> None:
    page = opened(browser, site, CIRCULAR, viewport=size, java_script_enabled=scripts)
    page.get_by_role("link", name="Xem căn cứ và cách suy luận").click()
    basis = page.locator("ul.bases > li.h-lapsed")
    expect(basis).to_contain_text("68/2017/NĐ-CP")
    expect(basis).to_contain_text("Đã hết hiệu lực")
    expect(page.locator(".follows.alarming", has_text="1140/BTP-VĐCXDPL")).to_be_visible()
    basis.get_by_role("link", name="Xem bằng chứng").click()
    shown = page.locator(":target")
    expect(shown).to_contain_text("68/2017/NĐ-CP")
    expect(shown).to_be_in_viewport()
    page.context.close()


def test_counts_lead_to_their_lists(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/eli/vn/nd/2012/45/nd-cp", viewport=DESKTOP)
    page.locator("nav.tallies").get_by_role("link", name="được hướng dẫn").click()
    expect(page.locator("details.group:target")).to_be_in_viewport()
    page.context.close()


def test_citations_are_copied(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="vi", viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site + CIRCULAR)
    button = page.get_by_role("button", name="Sao chép: Văn bản")
    button.wait_for()
    button.click()
    expect(page.get_by_role("button", name="Đã sao chép: Văn bản")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Thông tư số 15/2017/TT-BCT ngày 31 tháng 8 năm 2017 của Bộ Công Thương")
    assert "Sao chép" not in copied
    context.close()


def test_without_scripts_a_citation_can_be_selected(browser: Browser, site: str) -> None:
    page = opened(browser, site, CIRCULAR, viewport=PHONE, java_script_enabled=False)
    expect(page.locator("dl.cite dd").first).to_contain_text("Thông tư số 15/2017/TT-BCT")
    assert page.locator("button.copy").count() == 0
    page.context.close()

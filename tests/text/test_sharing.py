"""The issuer that a list names once is that of its members, where the grammar leaves no doubt."""

import pytest

from legalgraph.text.citations import find_citations

LC, SL = "Ủy ban nhân dân tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Sơn La"
A, B, C = (f"Quyết định số {n}/2031/QĐ-UBND ngày 0{n} tháng 3 năm 2031" for n in (1, 2, 3))


def issuers(text: str) -> list[str | None]:
    return [cited.issuer for cited in find_citations(text)]


@pytest.mark.parametrize(("text", "expected"), [
    (f"Bãi bỏ {A}, {B} của {LC}.", [LC, LC]),
    (f"Bãi bỏ {A} và {B} của UBND tỉnh.", ["UBND tỉnh"] * 2),
    (f"Bãi bỏ {A}, {B} và {C} của {LC} về nuôi tằm.", [LC, LC, LC]),
    (f"Bãi bỏ các Quyết định: số 1/2031/QĐ-UBND ngày 01/3/2031, số 2/2031/QĐ-UBND ngày 02/3/2031 của {LC}.", [LC, LC]),
    ("Thực hiện Quyết định số 1/QĐ-STL ngày 01/3/2031 và Quyết định số 2/QĐ-STL ngày 02/3/2031 của Sở Tơ lụa tỉnh Lào Cai.", ["Sở Tơ lụa tỉnh Lào Cai"] * 2),
    # near misses
    (f"Bãi bỏ {A} của {LC}, {B} và {C} của {SL}.", [LC, None, SL]),  # whose is the second?
    (f"Bãi bỏ {A} của {LC} và {B}.", [LC, None]),
    (f"Bãi bỏ {A} về nuôi tằm và {B} của {LC}.", [None, LC]),  # the title may have ended a phrase of its own
    (f"Bãi bỏ {A}; {B} của {LC}.", [None, LC]),
    (f"Bãi bỏ {A}. {B} của {LC}.", [None, LC]),
    (f"Bãi bỏ {A} theo {B} của {LC}.", [None, LC]),
    (f"Thực hiện Nghị quyết số 5/2031/NQ-HĐND, {B} của {LC}.", [None, LC]),  # the committee issues no resolutions of the council
    (f"Thực hiện Quyết định số 5/2031/QĐ-TTg, {B} của {LC}.", [None, LC]),
])  # fmt: skip
def test_the_members_before_the_issuer_share_it(text: str, expected: list[str | None]) -> None:
    assert issuers(text) == expected


ITEMS = f"\n1. {A} ban hành Quy định nuôi tằm;\n2. {B}.\n"


@pytest.mark.parametrize(("heading", "issuer"), [
    (f"Điều 1. Bãi bỏ toàn bộ các Quyết định sau đây của {LC}:", LC),
    ("Điều 1. Bãi bỏ toàn bộ 02 (hai) Quyết định của Ủy ban nhân dân tỉnh, gồm:", "Ủy ban nhân dân tỉnh"),
    (f"Điều 1. Bãi bỏ toàn bộ các văn bản sau đây do {LC} ban hành:", LC),
    (f"Điều 1. Bãi bỏ các văn bản quy phạm pháp luật do {LC} ban hành, bao gồm:", LC),
    ("Điều 1. Bãi bỏ các quyết định của UBND TP. Hồ Chí Minh sau đây:", "UBND TP. Hồ Chí Minh"),
    ("Bãi bỏ các Quyết định sau của UBND huyện Thử:", "UBND huyện Thử"),  # what nobody takes for a province's
    # near misses
    ("Điều 1. Bãi bỏ các văn bản quy phạm pháp luật sau:", None),
    (f"Điều 1. Giao Sở Tơ lụa trình các Quyết định. Theo đề nghị của {LC}:", None),
    (f"Điều 1. Bãi bỏ các Quyết định sửa đổi Quyết định số 9/2030/QĐ-UBND của {LC} sau đây:", None),
    (f"Điều 1. Trách nhiệm của {LC}:", None),
    ("Điều 1. Bãi bỏ các Nghị quyết sau của Hội đồng nhân dân tỉnh Lào Cai:", None),  # of the council, and these are the committee's
])  # fmt: skip
def test_items_share_the_issuer_of_their_heading(heading: str, issuer: str | None) -> None:
    found = find_citations(heading + ITEMS)
    assert [cited.issuer for cited in found if cited.number and cited.number.year == 2031] == [issuer, issuer]


@pytest.mark.parametrize(("items", "expected"), [
    (f"\n1. {A} của UBND huyện Thử;\n2. {B};", ["UBND huyện Thử", LC]),  # an item's own issuer wins
    (f"\n1. {A} và {B};\n2. {C}.", [LC, LC, LC]),
    (f" {A}; {B}.\n{C} giữ nguyên.", [LC, LC, None]),
    (f"\na) {A};\nb) {B}.\n2. {C}.", [LC, LC, None]),  # the list is over
    (f"\n1. {A}.\nĐiều 2. {B} giữ nguyên.", [LC, None]),
    (f"\n1. {A}.\nGiám đốc Sở chịu trách nhiệm.\n2. {B}.", [LC, None]),
    (f"\n1. Lĩnh vực tơ:\na) {A};\n2. Lĩnh vực ong:\na) {B}.", [LC, LC]),
    (f"\n1. {A} về việc bãi bỏ {B}.", [LC, None]),  # what is named in a title
    ("\n1. Quyết định số 5/2031/QĐ-TTg ngày 05/3/2031;\n2. Nghị quyết số 6/2031/NQ-HĐND ngày 06/3/2031.", [None, None]),
])  # fmt: skip
def test_a_heading_shares_no_further_than_its_list(items: str, expected: list[str | None]) -> None:
    assert issuers(f"Điều 1. Bãi bỏ các văn bản sau đây của {LC}:" + items) == expected

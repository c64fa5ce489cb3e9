"""What single sentences say: every formula of acts, effect, recitals and notes, in many forms, and what is none."""

import pytest
from tests.text.tellings import ACTS, NAMES, Case, cases, told
from tests.waiting import effort

from legalgraph.text.reading import read

TABLES = sorted(path.stem for path in ACTS.glob("*.txt"))


@pytest.mark.parametrize("case", [case for table in TABLES for case in cases(table)], ids=lambda case: case.name)
def test_says_exactly_this(case: Case) -> None:
    assert sorted(told(case.read())) == sorted(case.expected), case.text


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_wide(table: str) -> None:
    found = list(cases(table))
    assert len(found) >= 6
    assert len({(case.heading, case.text) for case in found}) == len(found), "a case stands twice"


def test_long_lists_with_brackets_take_no_time() -> None:
    items = "; ".join(f"Thông tư số {number}/2031/TT-BCT (sửa đổi Điều 4; bổ sung Điều 5a; bãi bỏ Điều 9; bỏ Điều 10)" for number in range(11, 31))
    assert effort(lambda: read(f"Sửa đổi, bổ sung các Thông tư: {items} theo lộ trình", NAMES)) < 1


def test_heads_with_many_exceptions_take_no_time() -> None:
    excepted = "".join(f", trừ Điều {number} Thông tư số {number}/2031/TT-BCT" for number in range(1, 200))
    assert effort(lambda: read(f"Bãi bỏ các văn bản sau{excepted}: Thông tư số 11/2031/TT-BCT", NAMES)) < 1

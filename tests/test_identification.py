"""Which document a text is, where what stood beside it is badly written. All documents are invented."""

import pytest

from legalgraph.model.reading import SourceDocument
from legalgraph.pipeline.identification import identify
from legalgraph.text.reading import read


def title_and_number(text: str, **given: str) -> tuple[str, str | None]:
    document = identify(SourceDocument("a.txt", text, "text/plain", "", given=tuple(given.items())), read(text))
    assert document is not None
    return document.title, document.number


@pytest.mark.parametrize(("given", "shown"), [
    ("quy định về nuôi tằm", "Quy định về nuôi tằm"),
    ("về Danh mục giống tằm.", "Về Danh mục giống tằm"),
    ("Quy định về tơ (phần hai).", "Quy định về tơ (phần hai)"),
    ("Quy định về tằm, tơ,.", "Quy định về tằm, tơ"),
    ("Quy định về tằm, tơ, v.v.", "Quy định về tằm, tơ, v.v."),
    ("Quy định về tơ…", "Quy định về tơ…"),
    ("đính chính Thông tư 5", "Đính chính Thông tư 5"),
    ("TƠ LỤA TỈNH TẰM", "TƠ LỤA TỈNH TẰM"),  # which words are names is not known
])  # fmt: skip
def test_titles_begin_with_a_capital_and_have_no_full_stop(given: str, shown: str) -> None:
    assert title_and_number("Điều 1. Tằm\nNuôi tằm.", number="45/2031/NĐ-CP", title=given)[0] == shown


NOTE = "Điều 14. Tơ\nƯơm tơ.\nT.7.14. Kén\n(Điều 14 Thông tư số {}, có hiệu lực thi hành kể từ ngày 01/01/2032)\nKén khô."


@pytest.mark.parametrize(("given", "text", "number"), [
    ("64/2031/TT", NOTE.format("64/2031/TT- BTC"), "64/2031/TT-BTC"),
    ("64/2031/TT", NOTE.format("64/2031/TT-BTC") + "\n" + NOTE.format("64/2031/TT-BCA"), "64/2031/TT"),
    ("64/2031/TT", NOTE.format("65/2031/TT-BTC"), "64/2031/TT"),
    ("64/2031/TT", NOTE.format("64/2032/TT-BTC"), "64/2031/TT"),
    ("64/2031/TT-BCA", NOTE.format("64/2031/TT-BTC"), "64/2031/TT-BCA"),
    # Any may cite a circular of this number.
    ("64/2031/TT", "Điều 14. Tơ\nTheo Điều 3 Thông tư số 64/2031/TT-BTC (sau đây gọi là Thông tư 64).", "64/2031/TT"),
])  # fmt: skip
def test_a_number_that_lost_its_body_is_the_one_of_the_notes(given: str, text: str, number: str) -> None:
    assert title_and_number(text, number=given)[1] == number

"""Which words of a quotation are those of which place, where one instruction names several."""

import pytest

from legalgraph.model.provision import Locator
from legalgraph.text.wordings import words_by_place


def place(notation: str) -> Locator:
    steps = [step.partition("_") for step in notation.split("/")]
    return Locator(tuple((unit, label) for unit, _, label in steps))


# A quotation, the places that the instruction names, and the words of each; none where that is not told.
CASES = [
    (
        "“2. Hộ nuôi tằm đóng hằng tháng.\n3. Trại ươm tơ:\na) Đóng theo khoản 2;\nb) Nộp kén.\n4. Nong.”;", "dieu_15/khoan_2 dieu_15/khoan_3 dieu_15/khoan_4",
        ["“2. Hộ nuôi tằm đóng hằng tháng.”", "“3. Trại ươm tơ:\na) Đóng theo khoản 2;\nb) Nộp kén.”", "“4. Nong.”"],
    ),
    ("“a) Tằm;\nđ) Dâu.”.", "dieu_5/khoan_1/diem_a dieu_5/khoan_1/diem_đ", ["“a) Tằm;”", "“đ) Dâu.”"]),
    ("“Điều 5a. Tằm\n1. Nuôi.\n2. Ươm.\nĐiều 5b. Tơ\n1. Dệt.”.", "dieu_5a dieu_5b", ["“Điều 5a. Tằm\n1. Nuôi.\n2. Ươm.”", "“Điều 5b. Tơ\n1. Dệt.”"]),
    ("“2. Tằm.”;\n“3. Hộ gọi là “trại” nuôi tằm.”.", "dieu_5/khoan_2 dieu_5/khoan_3", ["“2. Tằm.”", "“3. Hộ gọi là “trại” nuôi tằm.”"]),
    # A number too many, too few, another order, words before the first; ranges, and places of several kinds or articles.
    ("“2. Tằm.\n3. Tơ.\n4. Dâu.”", "dieu_5/khoan_2 dieu_5/khoan_3", []),
    ("“2. Tằm.\nTơ.”", "dieu_5/khoan_2 dieu_5/khoan_3", []),
    ("“3. Tằm.\n2. Tơ.”", "dieu_5/khoan_2 dieu_5/khoan_3", []),
    ("“Nghề tằm\n2. Tằm.\n3. Tơ.”", "dieu_5/khoan_2 dieu_5/khoan_3", []),
    ("“2. Tằm.\na) Tơ.”", "dieu_5/khoan_2 dieu_5/khoan_3/diem_a", []),
    ("“2. Tằm.\n2. Tơ.”", "dieu_5/khoan_2 dieu_6/khoan_2", []),
    ("“2. Tằm.”", "dieu_5/khoan_2", []),
    ("“tơ tằm”", "dieu_5/khoan_2 dieu_5/khoan_3", []),
    ("“Phụ lục I\nPhụ lục II”", "phuluc_I phuluc_II", []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "places", "expected"), CASES)
def test_each_place_has_its_own_part(words: str, places: str, expected: list[str]) -> None:
    named = [place(notation) for notation in places.split()]
    assert words_by_place(words, named) == dict(zip(named, expected, strict=False))


def test_a_range_names_no_parts() -> None:
    assert words_by_place("“2. Tằm.\n3. Tơ.”", [Locator((("dieu", "5"), ("khoan", "2")), until="3"), place("dieu_5/khoan_3")]) == {}

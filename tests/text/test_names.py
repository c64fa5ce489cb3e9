"""Laws by name: found at their longest, and resolved only where one law can be meant."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.text.invented_laws import LAWS, NAMES

from legalgraph.model.number import Number
from legalgraph.text.names import Doubt, LawNames, fold_word, name_words

LONGEST = (
    ("Luật Tằm tang quy định", "Luật Tằm tang"),
    ("Luật Tằm tang và nghề dệt quy định", "Luật Tằm tang và nghề dệt"),
    ("Luật Tằm tang và nghề rèn", "Luật Tằm tang"),
    ("LUẬT TẰM TANG", "LUẬT TẰM TANG"),
    ("Luật tằm\ntang số", "Luật tằm\ntang"),
    ("Luật Phòng , chống sâu róm", "Luật Phòng , chống sâu róm"),
    ("Luật Phòng, chống sâu bọ", None),
    ("Luật Tằm", None),
    ("Luật Nuôi ong rừng ở nước ngoài quy định", "Luật Nuôi ong rừng ở nước ngoài"),  # its number is not sure, its name is
    ("Luật Tằm tangx", None),
    ("Luật Tằm tang của HĐND, UBND ngày", "Luật Tằm tang của HĐND, UBND"),
    ("Luật Tằm tang của Hội đồng nhân dân và Uỷ ban nhân dân quy", "Luật Tằm tang của Hội đồng nhân dân và Uỷ ban nhân dân"),
    ("Luật Tằm tang của HĐND và Viện", "Luật Tằm tang"),
    ("Luật Bầu người nuôi tằm vào HĐND và UBND", "Luật Bầu người nuôi tằm vào HĐND"),
    ("Luật", None),
)


@pytest.mark.parametrize(("text", "found"), LONGEST)
def test_longest_name(text: str, found: str | None) -> None:
    end = NAMES.longest_at(text, 4, "luat")
    assert (text[:end] if end else None) == found


WORDS = (("uỷ", "ủy", True), ("Hoá", "hóa", True), ("kĩ", "kỹ", True), ("giá", "gia", False), ("tám", "tắm", False), ("quy", "qui", False))


@pytest.mark.parametrize(("one", "other", "same"), WORDS)
def test_words_fold(one: str, other: str, same: bool) -> None:
    assert (fold_word(one) == fold_word(other)) is same


def test_type_words_are_no_part_of_a_name() -> None:
    assert name_words("Luật Tằm tang") == name_words("tằm  Tang") == name_words("Pháp lệnh Tằm tang")
    assert name_words("Bộ luật Chăn tằm") == name_words("CHĂN TẰM")
    assert name_words("Luật Luật sư") == (fold_word("luật"), fold_word("sư"))


# name; day of signing; year; the number of the law, or the doubt
SIGNED = (
    ("Luật Tằm tang", date(2031, 6, 10), None, "11/2031/QH19"),
    ("Luật Tằm tang", date(2041, 6, 15), None, "12/2041/QH21"),
    ("Luật Tằm tang", date(2031, 6, 11), None, Doubt.NO_SUCH_VERSION),
    ("Luật Tằm tang", None, 2041, "12/2041/QH21"),
    ("Luật Tằm tang", None, 2032, Doubt.NO_SUCH_VERSION),  # in force that year, but called by the year of signing
    ("Luật Tằm tang", None, None, Doubt.SEVERAL_VERSIONS),
    ("Bộ luật Chăn tằm", None, None, "15/2034/QH19"),
    ("Luật chăn tằm", None, 2034, "15/2034/QH19"),
    ("Luật Thuế TLNĐ", None, None, "16/2035/QH19"),
    ("Luật TTLNĐ", None, None, "16/2035/QH19"),
    ("Luật Thuế tlnđ", None, None, Doubt.UNKNOWN_NAME),
    ("Luật Tằm tang của HĐND và UBND", None, None, "23/2038/QH20"),
    ("Luật Tằm tang của HĐND, Ủy ban nhân dân", date(2038, 3, 3), None, "23/2038/QH20"),
    ("Luật Tằm tang của HĐND, UBND", date(2031, 6, 10), None, Doubt.NO_SUCH_VERSION),
    ("Luật Ong mật", None, 2031, Doubt.UNKNOWN_NAME),
    ("Luật Sâu róm", None, None, Doubt.UNKNOWN_NAME),  # an ordinance is no law
    ("Luật Nuôi ong", None, 2031, "18/2031/QH19"),
    ("Luật Nuôi ong", None, 2041, Doubt.NO_SUCH_VERSION),  # one of which it is not sure that there is such
    ("Luật Nuôi ong", None, None, Doubt.SEVERAL_VERSIONS),
    ("Luật Nuôi ong rừng ở nước ngoài", None, None, Doubt.UNKNOWN_NAME),
)


@pytest.mark.parametrize(("name", "signed", "year", "expected"), SIGNED)
def test_law_of_a_day(name: str, signed: date | None, year: int | None, expected: str | Doubt) -> None:
    found = NAMES.law_at(name, "luat", signed, year)
    assert (str(found.law.number) if found.law else found.doubt) == expected
    assert (found.law is None) == (found.doubt is not None)


# name; day or year of the document that uses it; the number of the law it means, or the doubt
MEANT = (
    ("Luật Tằm tang", date(2031, 6, 9), Doubt.NO_SUCH_VERSION),
    ("Luật Tằm tang", date(2031, 8, 1), Doubt.SEVERAL_VERSIONS),  # not in force yet: an older one that we do not know may be meant
    ("Luật Tằm tang", date(2032, 1, 1), "11/2031/QH19"),
    ("Luật Tằm tang", date(2041, 6, 14), "11/2031/QH19"),
    ("Luật Tằm tang", date(2041, 6, 15), Doubt.SEVERAL_VERSIONS),  # signed, and the old one still in force
    ("Luật Tằm tang", date(2042, 6, 30), Doubt.SEVERAL_VERSIONS),
    ("Luật Tằm tang", date(2042, 7, 1), "12/2041/QH21"),
    ("Luật Tằm tang", 2040, "11/2031/QH19"),
    ("Luật Tằm tang", 2041, Doubt.SEVERAL_VERSIONS),
    ("Luật Tằm tang", 2043, "12/2041/QH21"),
    ("Luật Phòng, chống sâu róm", date(2033, 3, 3), "14/2033/QH19"),  # what it replaces had another name
    ("Luật Ong mật", 2040, Doubt.UNKNOWN_NAME),
    ("Luật Nuôi ong", 2040, "18/2031/QH19"),
    ("Luật Nuôi ong", 2041, Doubt.SEVERAL_VERSIONS),
    ("Luật Nuôi ong", 2050, Doubt.NO_SUCH_VERSION),  # the one that is not sure may have come
    ("Luật Nuôi ong rừng ở nước ngoài", 2040, Doubt.UNKNOWN_NAME),
    ("Luật sửa đổi, bổ sung một số điều của Luật Nuôi ong", 2036, "21/2033/QH19"),
    ("Luật sửa đổi, bổ sung một số điều của Luật Nuôi ong", 2042, Doubt.SEVERAL_VERSIONS),  # the second did not replace the first
)


@pytest.mark.parametrize(("name", "issued", "expected"), MEANT)
def test_law_that_is_meant(name: str, issued: date | int, expected: str | Doubt) -> None:
    found = NAMES.law_meant(name, "luat", issued)
    assert (str(found.law.number) if found.law else found.doubt) == expected


NUMBERED = (("11/2031/QH19", "luat", True), ("11/2031/QH20", "luat", False), ("3/2030/UBTVQH19", "pl", True), ("11/2031/QH19", "pl", False))


@pytest.mark.parametrize(("number", "type", "known"), NUMBERED)
def test_law_of_a_number(number: str, type: str, known: bool) -> None:
    assert (NAMES.numbered(Number.parse(number), type) is not None) is known


def test_short_numbers() -> None:
    assert NAMES.numbered(Number("12", 2041, "", ""), "luat") == LAWS[1]
    assert NAMES.numbered(Number("12", None, "", ""), "luat") is None


def test_names_that_a_text_teaches() -> None:
    more = NAMES.with_names([("luat", name_words("Luật Ong mật"))])
    assert more.knows("luat", name_words("Luật ong mật"))
    assert not NAMES.knows("luat", name_words("Luật Ong mật"))
    assert more.law_at("Luật Ong mật", "luat").doubt is Doubt.UNKNOWN_NAME


@given(st.text(max_size=40), st.integers(1900, 2100))
def test_any_name_has_an_answer(name: str, year: int) -> None:
    for found in (NAMES.law_at(name, "luat", None, year), NAMES.law_meant(name, "pl", year), LawNames().law_at(name, "luat")):
        assert (found.law is None) == (found.doubt is not None)


@example("ÑỆ")
@given(st.text(max_size=30))
def test_folding_is_stable(word: str) -> None:
    assert fold_word(fold_word(word)) == fold_word(word)

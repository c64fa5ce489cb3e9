"""A citation is joined to a document only when nothing is left to guess."""

from collections.abc import Iterator
from datetime import date

import pytest
from tests.text.invented_laws import NAMES

from legalgraph.model.identity import DocumentKey
from legalgraph.model.relation import Certainty
from legalgraph.text.citations import find_citations
from legalgraph.text.names import Day, Doubt
from legalgraph.text.resolve import Reason, Resolution, Shelfmark, marks_of, number_of, resolve

DAY = date(2032, 7, 10)
PRESENT = {
    "nd/2031/901/nd-cp": date(2031, 3, 2), "qd/2032/4001/qd-ttg": DAY, "qd/2036/4001/qd-ttg": date(2036, 1, 5),
    "qd/2034/4001/qd-ttg": None, "vn-18/qd/2033/4001/qd-ubnd": date(2033, 2, 2), "luat/2031/93/qh19": None, "nq/2031/93/qh19": None,
    "bo-luat/2031/45/qh19": None, "nd/2031/77/nd-cp": None, "nd/2031/77/nd-cp~2": None, "vbhn/2032/19/vbhn-vpqh": DAY,
    "vn-18/qd/2033/12/qd-sct": DAY,
}  # fmt: skip

CASES = (
    ("Nghị định số 901/2031/NĐ-CP", "nd/2031/901/nd-cp"),
    ("Nghị định số 0901/2031/ND-CP", "nd/2031/901/nd-cp"),
    ("Nghị định số 901/2031/NĐ-CP ngày 02/3/2031", "nd/2031/901/nd-cp"),
    ("Nghị định số 901/2031/NĐ-CP ngày 03/3/2031", None),  # the day contradicts
    ("Nghị định số 902/2031/NĐ-CP", "nd/2031/902/nd-cp"),  # not there, yet nothing is open
    ("Nghị định số 901/2030/NĐ-CP", "nd/2030/901/nd-cp"),
    ("Quyết định số 4001/QĐ-TTg ngày 10/7/2032", "qd/2032/4001/qd-ttg"),
    ("Quyết định số 4001/QĐ-TTg ngày 10 tháng 7 năm 2032", "qd/2032/4001/qd-ttg"),
    ("Quyết định số 4001/QĐ-TTg", None),  # which of them?
    ("Quyết định số 4001/QĐ-TTg ngày 11/7/2032", None),
    ("Quyết định số 4001/QĐ-TTg ngày 10/7/2034", "qd/2034/4001/qd-ttg"),  # one series a year
    ("Chỉ thị số 4001/CT-TTg ngày 10/7/2032", "ct/2032/4001/ct-ttg"),
    ("Quyết định số 4001/QĐ-UBND ngày 02/02/2033", None),  # of which province?
    ("Quyết định số 12/QĐ-SCT ngày 10/7/2032", None),
    ("Luật số 93/2031/QH19", "luat/2031/93/qh19"),
    ("Nghị quyết số 93/2031/QH19", "nq/2031/93/qh19"),
    ("Luật số 45/2031/QH19", "bo-luat/2031/45/qh19"),  # people call a code a law
    ("Bộ luật số 45/2031/QH19", "bo-luat/2031/45/qh19"),
    ("Nghị định số 77/2031/NĐ-CP", None),  # there are two
    ("Văn bản hợp nhất số 19/VBHN-VPQH ngày 10/7/2032", "vbhn/2032/19/vbhn-vpqh"),
    ("Văn bản hợp nhất số 19/VBHN-VPQH", None),
)


def documents(mark: Shelfmark) -> Iterator[tuple[DocumentKey, date | None]]:
    for path, signed in PRESENT.items():
        key = DocumentKey.parse(path)
        if Shelfmark.of(key) == mark:
            yield key, signed


def last(text: str, issued: Day | None = None) -> Resolution:
    """What the last citation of a text resolves to."""
    citations = find_citations(text, NAMES)
    return resolve(citations[-1], documents, NAMES, citations, issued)


@pytest.mark.parametrize(("text", "path"), CASES)
def test_resolve(text: str, path: str | None) -> None:
    found = last(text)
    assert (found.key.path if found.key else None) == path
    assert found.present is (path in PRESENT)


# text, of which the last citation counts; its path, the rule or the reason
RULES = (
    ("Nghị định số 901/2031/NĐ-CP", "nd/2031/901/nd-cp", "full_citation"),
    ("Nghị định số 902/2031/NĐ-CP", "nd/2031/902/nd-cp", "number_is_whole"),
    ("Thông tư số 5/2031/TT-BXYZ", "tt/2031/5/tt-bxyz", "number_is_whole"),  # no province issues these
    ("Quyết định số 4001/QĐ-TTg ngày 10/7/2032", "qd/2032/4001/qd-ttg", "number_and_day"),
    ("Quyết định số 4001/QĐ-TTg", None, Reason.NO_YEAR),
    ("Quyết định số 4001/QĐ-TTg ngày 31/02/2032", None, Reason.DAY_UNREADABLE),
    ("Nghị định số 901/2031/NĐ-CP ngày 03/3/2031", None, Reason.DAY_CONTRADICTS),
    ("Nghị định số 77/2031/NĐ-CP", None, Reason.SEVERAL),
    ("Thông tư số 901/2031/NĐ-CP", None, Reason.TYPE_CONTRADICTS),
    ("Luật số 96/2014/QH14", None, Reason.YEAR_CONTRADICTS),  # the 14th was elected in 2016
    ("Luật số 96/2016/QH13", "luat/2016/96/qh13", "number_is_whole"),  # in the year of an election both sit
    ("Luật số 96/2016/QH14", "luat/2016/96/qh14", "number_is_whole"),
    ("Quyết định số 7/2031/QĐ-UBND", None, Reason.NO_AREA),
    ("Quyết định số 7/2031/QĐ-SCT", None, Reason.NO_AREA),
    ("Quyết định số 7/2031/QĐ-BQL", None, Reason.UNKNOWN_ISSUER),  # a management board: of what?
    ("Thông tư số 5/2031", None, Reason.SHORT),
    ("Nghị định số 54", None, Reason.SHORT),
    ("Nghị định 901/2031", "nd/2031/901/nd-cp", "short_number"),  # decrees are the Government's alone
    ("Luật số 11/2031", "luat/2031/11/qh19", "short_number"),
    ("Nghị định này", None, Reason.SELF),
    ("Luật Tằm tang số 11/2031/QH19", "luat/2031/11/qh19", "number_in_gazetteer"),
    ("Luật số 15/2034/QH19", "bo-luat/2034/15/qh19", "number_in_gazetteer"),  # people call a code a law
    ("Pháp lệnh số 3/2030/PL-UBTVQH19", "pl/2030/3/ubtvqh19", "number_in_gazetteer"),  # two ways to print one number
    ("Luật Tằm tang ngày 10 tháng 6 năm 2031", "luat/2031/11/qh19", "law_by_title_and_date"),
    ("Luật Tằm tang năm 2041", "luat/2041/12/qh21", "law_by_title_and_year"),
    ("Luật Tằm tang ngày 11 tháng 6 năm 2031", None, Doubt.NO_SUCH_VERSION),
    ("Luật Tằm tang", None, Doubt.SEVERAL_VERSIONS),
    ("Bộ luật Chăn tằm", "bo-luat/2034/15/qh19", "law_only_version"),
    ("Luật Ong mật", None, Doubt.UNKNOWN_NAME),
    # what else the text says
    ("Luật Tằm tang số 12/2041/QH21; Luật Tằm tang", "luat/2041/12/qh21", "named_and_numbered_in_the_text"),
    ("Luật Ong mật số 1/2031/QH19; Luật Ong mật", "luat/2031/1/qh19", "named_and_numbered_in_the_text"),
    ("Luật Tằm tang năm 2031, Luật Tằm tang năm 2041; Luật Tằm tang", None, Doubt.SEVERAL_VERSIONS),
    ("Quyết định số 4001/QĐ-TTg ngày 10/7/2032; Quyết định số 4001/QĐ-TTg", "qd/2032/4001/qd-ttg", "number_and_day"),
    ("Nghị định số 901/2031/NĐ-CP (gọi là Nghị định nuôi tằm); Nghị định nuôi tằm", "nd/2031/901/nd-cp", "full_citation"),
    ("Thông tư số 5/2031/TT-BXYZ; Thông tư số 5/2031", "tt/2031/5/tt-bxyz", "number_is_whole"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "path", "rule"), RULES, ids=[row[0] for row in RULES])
def test_rules_and_reasons(text: str, path: str | None, rule: str) -> None:
    found = last(text)
    assert (found.key.path if found.key else None, found.rule) == (path, rule)


@pytest.mark.parametrize("text", sorted({row[0] for row in (*CASES, *RULES)}))
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("issued", [None, 2040, date(2042, 8, 1)])
def test_what_may_be_asked_is_known_before(text: str, there: bool, issued: Day | None) -> None:
    citations, asked = find_citations(text, NAMES), set[Shelfmark]()

    def present(mark: Shelfmark) -> list[tuple[DocumentKey, date | None]]:
        asked.add(mark)
        return list(documents(mark)) if there else []

    for citation in citations:
        found = resolve(citation, present, NAMES, citations, issued, area_of=lambda _: "vn-18")
        if found.key:
            asked.add(Shelfmark.of(found.key))
        assert asked <= set(marks_of(citation, citations, NAMES))
        asked.clear()


def test_a_later_mention_may_tell_more() -> None:
    citations = find_citations("Quyết định số 4001/QĐ-TTg và Luật Tằm tang. Quyết định số 4001/QĐ-TTg ngày 10/7/2032, Luật Tằm tang năm 2041", NAMES)
    found = [resolve(c, documents, NAMES, citations).key for c in citations[:2]]
    assert [key.path for key in found if key] == ["qd/2032/4001/qd-ttg", "luat/2041/12/qh21"]


def test_the_day_of_the_document_decides_among_versions() -> None:
    for issued, number in ((2040, "11/2031/QH19"), (date(2042, 8, 1), "12/2041/QH21")):
        found = last("theo Luật Tằm tang", issued)
        assert found.law is not None
        assert (str(found.law.number), found.rule, found.certainty) == (number, "law_in_force_at_issue", Certainty.INFERRED)
    assert last("theo Luật Tằm tang", 2041).key is None


# In the title of an older decree the name means the law of that decree's day; text, day of the citing document, law
IN_TITLES = (
    ("Nghị định số 5/2033/NĐ-CP quy định chi tiết Luật Tằm tang", 2050, "11/2031/QH19"),
    ("Nghị định số 5/2045/NĐ-CP quy định chi tiết Luật Tằm tang", 2050, "12/2041/QH21"),
    ("Nghị định số 5/2041/NĐ-CP quy định chi tiết Luật Tằm tang", 2050, None),
    ("Luật Tằm tang số 12/2041/QH21; Nghị định số 5/2033/NĐ-CP quy định chi tiết Luật Tằm tang", 2050, None),
    ("Luật Tằm tang số 12/2041/QH21; Nghị định số 5/2041/NĐ-CP quy định chi tiết Luật Tằm tang", 2050, "12/2041/QH21"),
    ("Luật Tằm tang số 11/2031/QH19 hết hiệu lực. Theo Luật Tằm tang", 2050, None),
    ("Luật Tằm tang số 11/2031/QH19 sẽ hết hiệu lực. Theo Luật Tằm tang", 2041, "11/2031/QH19"),
    # An old law told apart by its year is not what the name alone means.
    ("Nhiệm vụ cũ theo Luật Tằm tang năm 2031. Theo Luật Tằm tang", 2041, None),
    ("Nhiệm vụ mới theo Luật Tằm tang năm 2041. Theo Luật Tằm tang", 2041, "12/2041/QH21"),
    ("Nhiệm vụ cũ theo Luật Nuôi ong năm 2031. Theo Luật Nuôi ong", 2041, None),
    ("Luật Nuôi ong năm 2031. Theo Luật Nuôi ong", 2036, "18/2031/QH19"),
    ("Luật Tằm tang số 11/2031/QH19. Theo Luật Tằm tang", 2041, "11/2031/QH19"),
    # Behind a bracket that says what a document is called further on, its title has ended.
    ("Nghị định số 5/2033/NĐ-CP về nuôi tằm (Nghị định số 5/2033/NĐ-CP), Luật Tằm tang", 2050, "12/2041/QH21"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "issued", "number"), IN_TITLES, ids=[row[0] for row in IN_TITLES])
def test_names_in_titles(text: str, issued: Day, number: str | None) -> None:
    found = last(text, issued)
    assert (str(found.law.number) if found.law else None) == number


# An old law that is cited fully behind the name alone is told from the later one, which the name means; day, law of the name
BEHIND = ((2041, None), (2040, "11/2031/QH19"), (None, "11/2031/QH19"))


@pytest.mark.parametrize(("issued", "number"), BEHIND)
def test_an_old_law_cited_at_the_end(issued: Day | None, number: str | None) -> None:
    citations = find_citations("Theo Luật Tằm tang. Hồ sơ cũ theo Luật Tằm tang số 11/2031/QH19.", NAMES)
    found = resolve(citations[0], documents, NAMES, citations, issued)
    assert (str(found.law.number) if found.law else None) == number


NUMBERS = (
    ("Nghị định số 901/2031/NĐ-CP", "901/2031/NĐ-CP"), ("Luật Tằm tang năm 2041", "12/2041/QH21"), ("Luật Tằm tang", None),
    ("Thông tư liên tịch số 01/2031", "01/2031"), ("Nghị định 45/2031", "45/2031/NĐ-CP"), ("Luật số 11/2031", "11/2031/QH19"),
    ("Thông tư số 5/2031/TT-BTC; Thông tư số 5", "5/2031/TT-BTC"), ("Luật Ong mật số 1/2031/QH19; Luật ong mật", "1/2031/QH19"), ("Nghị định này", None),
)  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number_of(text: str, number: str | None) -> None:
    citations = find_citations(text, NAMES)
    found = number_of(citations[-1], citations, NAMES)
    assert (str(found) if found else None) == number


def test_a_province_makes_its_numbers_whole() -> None:
    (citation,) = find_citations("Quyết định số 7/2031/QĐ-UBND ngày 01 tháng 02 năm 2031")
    here, there = (DocumentKey("qd", 2031, "7", "qd-ubnd", area) for area in ("vn-18", "vn-05"))

    def present(_: Shelfmark) -> list[tuple[DocumentKey, date | None]]:
        return [(here, date(2031, 2, 1)), (there, date(2031, 2, 1))]

    assert resolve(citation, present).rule == Reason.NO_AREA
    assert resolve(citation, present, area_of=lambda _: "vn-18").key == here
    elsewhere = resolve(citation, present, area_of=lambda _: "vn-63")
    assert elsewhere.key == DocumentKey("qd", 2031, "7", "qd-ubnd", "vn-63")
    assert not elsewhere.present

"""Filters, counts, orders and suggestions over invented documents."""

from datetime import date

import pytest
from tests.catalogue.test_search import HOSTILE

from legalgraph.catalogue import Catalogue, Edge, Entry, Filters, Sort, build_catalogue, read_years
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty
from legalgraph.time.spans import Span

SILK, TEA, BOATS, LAW, PLAN, NAMED = (
    "nd/2031/45/nd-cp", "tt/2032/45/tt-btc", "nd/2032/46/nd-cp", "luat/2029/7/qh20", "qd/2033/145/qd-ttg", "citation/tam"
)  # fmt: skip
DAY = date(2034, 1, 1)


def in_force(since: date) -> tuple[Span, ...]:
    return (Span(date.min, Status.NOT_YET_IN_FORCE, Certainty.VERIFIED), Span(since, Status.IN_FORCE, Certainty.VERIFIED))


def document(path: str, title: str, number: str, issuers: tuple[str, ...], signed: date, subjects: tuple[str, ...] = ()) -> Entry:
    return Entry(Document(path, path.split("/", maxsplit=1)[0], title, number, issuers=issuers, signed=signed, subjects=subjects), in_force(signed))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = tmp_path_factory.mktemp("filters") / "c"
    entries = [
        document(SILK, "Về nuôi tằm", "45/2031/NĐ-CP", ("cp",), date(2031, 3, 2), ("Nông nghiệp",)),
        document(TEA, "Hướng dẫn nuôi dê và trồng tằm tang", "45/2032/TT-BTC", ("btc", "cp"), date(2032, 5, 1), ("Nông nghiệp", "Tài chính")),
        document(BOATS, "Sửa đổi Nghị định số 45/2031/NĐ-CP về nuôi tằm", "46/2032/NĐ-CP", ("cp",), date(2035, 1, 1)),
        document(LAW, "Luật Nuôi tằm", "7/2029/QH20", ("qh",), date(2029, 6, 1)),
        document(PLAN, "Phê duyệt đề án đóng thuyền", "145/QĐ-TTg", ("ttg",), date(2033, 7, 7)),
        Entry(Document(NAMED, "nd", "Nghị định về tằm tơ")),
    ]
    edges = [Edge(f"{n:016x}", source, target, "basis") for n, (source, target) in enumerate([(SILK, LAW), (TEA, LAW), (BOATS, SILK)])]
    build_catalogue(path, entries, edges, {}, {SILK: "Điều 1. Hộ nuôi tằm được đóng thuyền."}.get)
    return Catalogue(path)


FOUND: tuple[tuple[str, Filters, list[str]], ...] = (
    ("tam", Filters(types=("nd",)), [SILK, BOATS, NAMED]),
    ("tam", Filters(types=("nd", "luat")), [SILK, LAW, BOATS, NAMED]),
    ("tam", Filters(types=("nd",), years=((2031, 2031),)), [SILK]),
    ("tam", Filters(years=((2029, 2030), (2032, 2032))), [LAW, TEA]),
    ("tam", Filters(issuers=("btc",)), [TEA]),
    ("tam", Filters(subjects=("Tài chính",)), [TEA]),
    ("tam", Filters(subjects=("Nông nghiệp",), text=True), [SILK]),
    ("tam", Filters(statuses=("in_force",), day=DAY, today=DAY), [SILK, LAW, TEA]),
    ("tam", Filters(statuses=("not_yet_in_force",), day=DAY, today=DAY), [BOATS]),
    ("", Filters(types=("nd",)), [BOATS, SILK]),
    ("", Filters(types=("xyz",)), []),
    ("thuyền", Filters(), [PLAN, SILK]),
    ("thuyền", Filters(text=True), [SILK]),
)


@pytest.mark.parametrize(("typed", "filters", "paths"), FOUND)
def test_filters(catalogue: Catalogue, typed: str, filters: Filters, paths: list[str]) -> None:
    page = catalogue.search(typed, filters=filters, sort=Sort.RELEVANCE if typed else Sort.NEWEST)
    assert sorted(page.paths) == sorted(paths)
    assert page.total == len(paths)


def test_a_word_that_must_not_occur(catalogue: Catalogue) -> None:
    assert set(catalogue.search("tằm -dê").paths) == {SILK, BOATS, LAW, NAMED}
    assert set(catalogue.search('"nuôi tằm"').paths) == {SILK, BOATS, LAW}


def test_counts_are_what_a_choice_would_give(catalogue: Catalogue) -> None:
    filters = Filters(types=("nd",), day=DAY, today=DAY)
    counts = catalogue.search("tam", filters=filters, count=True).counts
    for name, field in (("type", "types"), ("issuer", "issuers"), ("status", "statuses"), ("subject", "subjects")):
        assert counts[name], name
        for value, n in counts[name]:
            # Values of one facet are alternatives: what is chosen of it already does not count.
            chosen = filters.without(name)
            asked = Filters(**{**{f: getattr(chosen, f) for f in Filters.__slots__}, field: (value,)})
            assert catalogue.search("tam", filters=asked).total == n, (name, value)
    assert counts["year"] == [("2031", 1), ("2035", 1)]
    assert counts["text"] == [("1", 1)]
    assert counts["type"][0] == ("nd", 3)


def test_nothing_typed_counts_everything_but_citations(catalogue: Catalogue) -> None:
    page = catalogue.search("", count=True)
    assert page.total == 5
    assert catalogue.search("").total == 0
    assert catalogue.search("…", count=True).total == 0


ORDERS = (
    (Sort.NEWEST, [BOATS, TEA, SILK, LAW, NAMED]),
    (Sort.OLDEST, [LAW, SILK, TEA, BOATS, NAMED]),
    (Sort.CITED, [LAW, SILK, NAMED, BOATS, TEA]),
)


@pytest.mark.parametrize(("sort", "paths"), ORDERS)
def test_orders(catalogue: Catalogue, sort: Sort, paths: list[str]) -> None:
    assert list(catalogue.search("tam", sort=sort).paths) == paths
    parts = [path for offset in range(5) for path in catalogue.search("tam", 1, offset, sort=sort).paths]
    assert parts == paths


FIRST = (
    ("45/2031/NĐ-CP", SILK, 1),
    ("nghị định 45", SILK, 1),
    ("45 2032", TEA, 1),
    ("nuôi tằm", LAW, 2),  # both are called so, and the law is mentioned more
    ("nghị định nuôi tằm", SILK, 1),
    ("luật nuôi tằm 2029", LAW, 1),
    ("nuôi tằm về", BOATS, 0),
    ("đóng thuyền", PLAN, 0),
    ("tằm 45", SILK, 2),  # both numbers, of what else holds the word
)


@pytest.mark.parametrize(("typed", "first", "exact"), FIRST)
def test_what_is_meant_comes_first(catalogue: Catalogue, typed: str, first: str, exact: int) -> None:
    page = catalogue.search(typed)
    if typed != "nuôi tằm về":
        assert page.paths[0] == first
    assert first in page.paths
    assert page.exact == exact


def test_exact_hits_pass_the_filters_too(catalogue: Catalogue) -> None:
    assert catalogue.search("45/2031/NĐ-CP", filters=Filters(types=("tt",))).exact == 0


SUGGESTED = (
    ("nd 45", SILK),
    ("45/2031", SILK),
    ("45/20", SILK),
    ("nghị định 46/2032", BOATS),
    ("nghi dinh 46/20", BOATS),
    ("luat nuoi t", LAW),
    ("phê duyệt đề", PLAN),
    ("thuy", PLAN),
)


@pytest.mark.parametrize(("typed", "first"), SUGGESTED)
def test_suggestions(catalogue: Catalogue, typed: str, first: str) -> None:
    found = [document.path for document in catalogue.suggested(typed)]
    assert found[0] == first
    assert len(found) == len(set(found)) <= 8


def test_a_citation_is_suggested_after_documents(catalogue: Catalogue) -> None:
    assert [document.path for document in catalogue.suggested("tam")][-1] == NAMED
    assert len(catalogue.suggested("tam", 2)) == 2


@pytest.mark.parametrize("typed", HOSTILE, ids=[ascii(typed[:15]) for typed in HOSTILE])
def test_hostile(catalogue: Catalogue, typed: str) -> None:
    filters = Filters((typed,), (typed,), (), (typed,), (typed,), day=DAY, today=DAY)
    assert catalogue.search(typed, filters=filters, count=True).total == 0
    assert len(catalogue.suggested(typed)) <= 8
    assert len(catalogue.near(typed)[1]) <= 5


NEAR: tuple[tuple[str, bool, list[str]], ...] = (
    ("45/2030/NĐ-CP", True, [SILK]),  # another year
    ("46/2032/TT-BTC", True, [BOATS, TEA]),  # another type, then another digit
    ("54/2031/NĐ-CP", True, [SILK]),  # digits that changed places
    ("45/2031/NĐ-CPP", True, [SILK]),  # a letter too many
    ("99/1999/NĐ-CP", True, []),
    ("nuôi tằm", False, []),
)


@pytest.mark.parametrize(("typed", "numbered", "paths"), NEAR)
def test_near_numbers(catalogue: Catalogue, typed: str, numbered: bool, paths: list[str]) -> None:
    told, near = catalogue.near(typed)
    assert told is numbered
    assert [document.path for document in near] == paths


NEARLY: tuple[tuple[str, list[str]], ...] = (
    ("luật nuôi tằm tơ", [LAW]),  # one word too many
    ("luat tam nuoi", []),  # all are there
    ("luật nuôi lụa", []),  # three words
    ("nuôi tằm xyzzy zyzzy", []),  # two are missing
    ("luật nuôi tằm -tơ xyzzy", []),
    ("", []),
)


@pytest.mark.parametrize(("typed", "paths"), NEARLY)
def test_names_that_lack_one_word(catalogue: Catalogue, typed: str, paths: list[str]) -> None:
    assert [document.path for document in catalogue.nearly_named(typed)] == paths


def test_what_is_close_is_suggested_where_nothing_fits(catalogue: Catalogue) -> None:
    assert [document.path for document in catalogue.suggested("luật nuôi tằm xyzzy")] == [LAW]
    assert [document.path for document in catalogue.suggested("45/2030/NĐ-CP")] == [SILK]
    assert SILK not in [document.path for document in catalogue.suggested("46/2032/NĐ-CP")], "that one is there"


YEARS = (("2012", (2012, 2012)), ("2010-2019", (2010, 2019)), ("2019-2010", None), ("12", None), ("2012-", None), ("２０１２", None), ("", None))


@pytest.mark.parametrize(("text", "years"), YEARS)
def test_years(text: str, years: tuple[int, int] | None) -> None:
    assert read_years(text) == years

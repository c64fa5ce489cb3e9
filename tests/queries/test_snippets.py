"""Words of texts around what was searched for, in the provision that the graph says they stand in."""

import re
from typing import cast

import pytest
from pyoxigraph import Literal, NamedNode
from tests.catalogue.test_search import HOSTILE

from legalgraph.catalogue import ALL, Filters, read_typed
from legalgraph.catalogue.numbers import number_words
from legalgraph.library import Library, open_published
from legalgraph.model.provision import Provision
from legalgraph.queries.nothing import why_nothing
from legalgraph.queries.snippets import _best, _numbered, _places, _snippet, snippets
from legalgraph.store.engine import Engine, Row

DECREE, AMENDMENT = "nd/2031/901/nd-cp", "nd/2034/12/nd-cp"


@pytest.fixture(scope="module")
def library(request: pytest.FixtureRequest) -> Library:
    return open_published(request.getfixturevalue("texts_home"))


@pytest.mark.parametrize("path", [DECREE, AMENDMENT])
def test_every_provision_is_found_by_its_own_words(library: Library, path: str) -> None:
    text = library.reader.text_of(path)
    assert text is not None
    checked = 0
    for unit in text.units:
        # A number in front is no part of the words, and what is quoted from another document stands in the unit that quotes it.
        words = text.text[unit.start : unit.end].split()[2:8]
        typed = read_typed(" ".join(words))
        if unit.kind not in ("dieu", "khoan") or len(words) < 6 or typed is None:
            continue
        found = snippets(library.reader.engine, [path], typed).get(path)
        if found is None:
            continue
        checked += 1
        assert text.text[found.start : found.end].split()[0].strip("“”.,;:()") != ""
        if found.place is not None:
            rows = {row.path: row for row in text.units}
            assert rows[found.place.path].start <= found.start < rows[found.place.path].end
    assert checked >= 2


def test_words_are_shown_as_they_stand(library: Library) -> None:
    text = library.reader.text_of(DECREE)
    assert text is not None
    for typed in ("nuôi tằm", "NUOI TAM", '"nuôi tằm"'):
        found = library.reader.snippets([DECREE], typed)[DECREE]
        assert text.text[found.start : found.end].lower() == "nuôi tằm"
        assert found.pieces[1].lower() == "nuôi tằm"
        assert len("".join(found.pieces)) < 600
        assert "\n" not in "".join(found.pieces)


TWO_ARTICLES = (
    "Điều 3. Bồi thường\n2. Người gây thiệt hại bồi thường theo quy định của pháp luật.Chương II\nĐIỀU KHOẢN THI HÀNH\n\n"
    "Điều 4. Hiệu lực\nNghị định này thay thế Nghị định số 45/2031/NĐ-CP.\nĐiều 5. Thi hành\nCác Bộ thi hành."
)


@pytest.mark.parametrize(("typed", "first", "shown"), [
    ("nghị định 45/2031", "Nghị", "Nghị định này thay thế Nghị định số 45/2031/NĐ-CP."),
    ("quy định pháp luật", "quy định", "2. Người gây thiệt hại bồi thường theo quy định của pháp luật."),
    ("điều khoản thi hành", "ĐIỀU KHOẢN THI HÀNH", "ĐIỀU KHOẢN THI HÀNH"),
])  # fmt: skip
def test_a_piece_ends_with_its_article(typed: str, first: str, shown: str) -> None:
    words = read_typed(typed)
    assert words is not None
    spans = _best(TWO_ARTICLES, words)
    told = _snippet(TWO_ARTICLES, spans, None)
    assert "".join(told.pieces) == shown
    assert first.startswith(TWO_ARTICLES[told.start : told.end])


@pytest.mark.parametrize(("typed", "shown"), [
    ("nghị định 45/2031", ["45/2031"]), ("nd45/2031", ["45/2031"]), ("45/2031/nd-cp", ["45/2031/NĐ-CP"]), ("5/2031", []), ("nghị định tằm", []),
])  # fmt: skip
def test_a_number_is_shown_where_it_stands_as_one(typed: str, shown: list[str]) -> None:
    text = "Nghị định này, ngày 12/5/2031, có 45 điều, trong năm 2031.\nThay thế Nghị định số 45/2031/NĐ-CP."
    assert [text[start:end] for start, end in _numbered(text, number_words(typed))] == shown


class Units:
    """Articles of a text, of which the first reaches over the heading of a chapter up to the next."""

    def __init__(self, starts: dict[str, tuple[int, int]]) -> None:
        self.starts = starts

    def select(self, query: str) -> list[Row]:
        found = [(iri, self.starts[iri.rpartition("/")[2]]) for iri in re.findall(r"<([^>]+/dieu_\d+)>", query)]
        return [{"unit": NamedNode(iri), "start": Literal(start), "end": Literal(end)} for iri, (start, end) in found]


@pytest.mark.parametrize(("words", "place"), [
    ("theo quy định của pháp luật", "dieu_3"), ("ĐIỀU KHOẢN THI HÀNH", None), ("Hiệu lực", "dieu_4"), ("Các Bộ thi hành", "dieu_5"),
])  # fmt: skip
def test_the_place_is_that_of_the_first_word_shown(words: str, place: str | None) -> None:
    third, fourth, fifth = (TWO_ARTICLES.index(f"Điều {n}.") for n in (3, 4, 5))
    units = Units({"dieu_3": (third, fourth), "dieu_4": (fourth, fifth), "dieu_5": (fifth, len(TWO_ARTICLES))})
    found = _places(cast(Engine, units), {DECREE: (TWO_ARTICLES, TWO_ARTICLES.index(words))})
    assert (found[DECREE].path if found else None) == place


def test_what_has_no_text_or_no_word_has_no_snippet(library: Library) -> None:
    assert library.reader.snippets(["nd/2025/77/nd-cp", "nd/1/1/none"], "tằm") == {}
    assert library.reader.snippets([DECREE], "xyzzy") == {}
    assert library.reader.snippets([DECREE], "") == {}
    assert library.reader.snippets([], "tằm") == {}


@pytest.mark.parametrize("typed", HOSTILE, ids=[ascii(typed[:15]) for typed in HOSTILE])
def test_hostile(library: Library, typed: str) -> None:
    for found in library.reader.snippets([DECREE, AMENDMENT], typed).values():
        assert found.start < found.end
        assert found.place is None or isinstance(found.place, Provision)


def test_nothing_found_is_explained(library: Library) -> None:
    catalogue = library.reader.catalogue
    near = why_nothing(catalogue, "901/2032/NĐ-CP", ALL)
    assert near.numbered
    assert [document.path for document in near.near] == [DECREE]
    assert near.fewer == ()
    fewer = why_nothing(catalogue, "nghề tằm xyzzy", ALL)
    assert not fewer.numbered
    assert fewer.fewer[0] == ("nghề tằm", catalogue.search("nghề tằm").total)
    assert why_nothing(catalogue, "nghề tằm xyzzy zyx", ALL).fewer[0][0] == "nghề tằm"
    freed = why_nothing(catalogue, "tằm", Filters(types=("luat",), years=((1901, 1902),)))
    assert freed.freed[-1] == ("", catalogue.search("tằm").total)
    assert why_nothing(catalogue, "tằm", Filters(years=((1901, 1902),))).freed == (("year", catalogue.search("tằm").total),)


def test_who_mentions(library: Library) -> None:
    sources = {edge.source for edge in library.reader.catalogue.edges_of([DECREE]) if edge.target == DECREE}
    assert {document.path for document in library.reader.catalogue.mentioning(DECREE, 100)} == sources
    assert len(library.reader.catalogue.mentioning(DECREE, 1)) == 1

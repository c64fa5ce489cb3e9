"""What a text may ask of the rest of a corpus is known when it is read: the answers to that are all it needs."""

from datetime import date
from pathlib import Path

import pytest
from bench.country.content import html
from bench.country.making import make
from bench.country.options import Options
from tests.spark.parquet import CASES

from legalgraph.extraction.records import read_source
from legalgraph.model.document import Document
from legalgraph.model.identity import DocumentKey
from legalgraph.model.reading import SourceDocument
from legalgraph.pipeline.collection import Text, path_of
from legalgraph.pipeline.curated import Curated
from legalgraph.pipeline.extracted import Extraction
from legalgraph.pipeline.kept import Kept
from legalgraph.pipeline.reading_worker import make_sense
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.targets import mark_of_path
from legalgraph.queries.catalog import query
from legalgraph.sources.html import read_html
from legalgraph.spark.answers import Answer, Slice, asks
from legalgraph.spark.facts import BEARING

FILES = sorted(CASES.rglob("*.txt"))


def kept_of(words: str) -> Kept:
    return make_sense(SourceDocument("x", words, "text/plain", "0", ()))


def asked_by(kept: Kept) -> Slice:
    """Join a text to an empty corpus, and return what it was asked."""
    path = path_of(kept.card)
    there = Slice(asks(kept.reading), ())
    extraction = Extraction(Curated({}, (), 0), lambda _: (), there, there.articles, there.tells_acts, Report())
    said = extraction.text(Text("x", path, Path(), kept.card), kept.reading)
    assert list(said.written)
    return there


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_our_texts_ask_nothing_that_was_not_foreseen(file: Path) -> None:
    assert asked_by(kept_of(file.read_text("utf-8"))).unasked == 0


@pytest.mark.slow
def test_a_country_asks_nothing_that_was_not_foreseen() -> None:
    country = make(Options(100, seed=3))
    marks = 0
    for doc in country.docs:
        kept = make_sense(next(iter(read_html(html(country, doc).encode(), "x.html"))))
        assert asked_by(kept).unasked == 0
        marks += len(asks(kept.reading))
    assert marks > 150


def test_units_are_asked_for_where_a_range_is_named() -> None:
    text = "Bãi bỏ từ Điều 5 đến Điều 8 Nghị định số 901/2031/NĐ-CP. Căn cứ Nghị định số 902/2031/NĐ-CP."
    found = asks(read_source(SourceDocument("x", text, "text/plain", "0", ())))
    assert {mark: units for mark, units in found.items() if mark[:3] in ("901", "902")} == {"901|2031|nd-cp": True, "902|2031|nd-cp": False}


def test_a_slice_answers_what_was_asked_and_counts_what_was_not() -> None:
    decree, other = "nd/2031/901/nd-cp", "nd/2031/902/nd-cp"
    there = Slice({mark_of_path(decree): False}, [Answer(decree, "2031-03-02", has_text=True, tells_acts=True, units=None)])
    assert there.holds(decree)
    assert there.signed(decree) == date(2031, 3, 2)
    assert there.tells_acts(decree)
    assert not there.tells_acts(other)
    assert there.unasked == 0
    assert not there.holds(other)
    assert there.articles(decree) == ()
    assert there.unasked == 2


def test_kinds_that_bear_on_a_status_are_those_of_the_query() -> None:
    assert {line.rsplit("/", 1)[1] for line in query("acts").replace(">", ">\n").split(">\n") if "/relation/" in line} == BEARING


def test_a_mark_is_that_of_all_numbers_that_may_be_one() -> None:
    assert mark_of_path("pl/2030/3/pl-ubtvqh19") == mark_of_path("pl/2030/3/ubtvqh19") == "3|2030|ubtvqh19"
    assert isinstance(Document("nd/2031/901/nd-cp", "nd", "x").key, DocumentKey)

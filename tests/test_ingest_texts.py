"""Documents read from texts: what comes into the graph, what replaces what, what is joined to curated facts.

The corpus is invented: a decree on silk weaving, a decree that amends it, and an article that cites both.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from pyoxigraph import Quad
from tests.conftest import TODAY, WriteTables

from legalgraph.errors import NotFound, SourceError, StoreError
from legalgraph.library import Library, open_published
from legalgraph.model.document import EntryRule, Status
from legalgraph.model.reading import SourceDocument
from legalgraph.model.relation import Certainty
from legalgraph.pipeline import Report, forget, ingest, reading_pool, text_names
from legalgraph.pipeline.acts import over_its_head
from legalgraph.pipeline.identification import unusable
from legalgraph.pipeline.kept import reader_version
from legalgraph.pipeline.reading_pool import FileDone, Job, read_files
from legalgraph.printing import ingest_report
from legalgraph.rdf.rules import rules
from legalgraph.rdf.validation import check
from legalgraph.rdf.vocab import concept, graph, term
from legalgraph.resources import folder
from legalgraph.store.snapshots import Home
from legalgraph.time.status import DECIDING

CORPUS = Path(__file__).parent / "cases" / "lang-lua"
SILK, AMENDING, ENDED, LAW = "nd/2031/999/nd-cp", "nd/2033/1001/nd-cp", "nd/2021/555/nd-cp", "luat/2030/77/qh19"


def take(home: Path, *paths: Path, today: date = TODAY) -> Report:
    return ingest(paths, Home(home), today=today)


def quads(home: Path) -> set[Quad]:
    return set(open_published(home).engine.quads())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("silk") / "home"
    take(home, CORPUS)
    return home


@pytest.fixture(scope="module")
def library(home: Path) -> Library:
    return open_published(home)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the corpus that a test may change."""
    return Path(shutil.copytree(CORPUS, tmp_path / "lang-lua"))


# -------- what comes into the graph

RELATIONS = {
    (SILK, "basis", LAW, "", "", "recital"),
    (SILK, "refers", "nd/2029/888/nd-cp", "dieu_3", "dieu_4", "citation"),
    (SILK, "ends", ENDED, "dieu_4/khoan_2", "", "text"),
    (AMENDING, "basis", LAW, "", "", "recital"),
    (AMENDING, "amends", SILK, "", "", "title"),
    (AMENDING, "amends", SILK, "dieu_1/khoan_1", "dieu_3/khoan_1", "text"),
    (AMENDING, "substitutes_phrase", SILK, "dieu_1/khoan_2", "dieu_2/khoan_2/diem_a", "text"),
    (AMENDING, "repeals_part", SILK, "dieu_1/khoan_3", "dieu_2/khoan_2/diem_dd", "text"),
}


def test_relations_of_the_corpus(library: Library) -> None:
    found = set()
    for path in (SILK, AMENDING):
        for relation in library.reader.relations_from(path):
            places = (relation.source_provision, relation.target_provision)
            source, target = (place.path if place else "" for place in places)
            kinds = {evidence.kind for evidence in relation.evidence}
            found |= {(path, relation.kind, relation.target, source, target, kind) for kind in kinds}
            assert relation.certainty is Certainty.INFERRED
            assert relation.rule
    assert found >= RELATIONS
    # What a third text reports is no act of that text, nor said again of documents whose own text is here.
    (article,) = (path for path in library.reader.paths() if path.startswith("text/"))
    assert {r.kind for r in library.reader.relations_from(article)} == {"refers"}
    assert {r.target for r in library.reader.relations_from(article) if not r.target.startswith("citation/")} == {SILK, AMENDING}


def test_documents_know_what_their_texts_say(library: Library) -> None:
    document = library.reader.document(SILK)
    assert document is not None
    assert (document.number, document.title, document.issuers) == ("999/2031/NĐ-CP", "Về nghề dệt lụa", ("cp",))
    assert (document.signed, document.in_force_from, document.signer) == (date(2031, 3, 2), date(2031, 4, 15), "Nguyễn Văn Thử")
    law = library.reader.document(LAW)
    assert law is not None
    assert (law.number, law.signed) == ("77/2030/QH19", date(2030, 11, 15))
    assert "Làng nghề" in law.title
    ended = library.reader.document(ENDED)
    assert ended is not None
    assert library.reader.status(ended, date(2031, 4, 14)).status is not Status.EXPIRED
    status = library.reader.status(ended, date(2031, 4, 15))
    assert (status.status, status.certainty) == (Status.EXPIRED, Certainty.INFERRED)
    silk_after = library.reader.status(document, TODAY)
    assert [(r.code, r.relation.source) for r in silk_after.reasons if r.relation] == [
        ("amended", AMENDING),
        ("repealed_in_part", AMENDING),
    ]
    # Of what is only cited, the symbol names the issuer.
    cited = library.reader.document(ENDED)
    assert cited is not None
    assert (cited.issuers, cited.certainty) == (("cp",), Certainty.INFERRED)


def test_operations_keep_the_words_they_change(library: Library) -> None:
    operations = [r.operation for r in library.reader.relations_from(AMENDING) if r.operation]
    words = {(o.action, (o.old_text or "").strip("“”"), (o.new_text or "").strip("“”")) for o in operations}
    assert ("substitutes_phrase", "khung cửi", "máy dệt") in words
    assert ("amends", "", "1. Mỗi hộ được hỗ trợ hai khung cửi.") in words


def test_each_place_that_one_instruction_words_anew_has_its_own_words(tmp_path: Path) -> None:
    text = """CHÍNH PHỦ
Số: 905/2033/NĐ-CP
Hà Nội, ngày 02 tháng 3 năm 2033
NGHỊ ĐỊNH
Sửa đổi, bổ sung một số điều của Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ về nghề dệt lụa
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031
1. Sửa đổi, bổ sung khoản 2 và khoản 3 Điều 4 như sau:
“2. Hộ dệt lụa đóng phí hằng quý.
3. Trại tằm đóng phí hằng năm.”.
2. Sửa đổi, bổ sung khoản 1 và khoản 2 Điều 5 như sau:
“1. Lụa là hàng thủ công.
Hàng thủ công được miễn phí.”.
Điều 2. Nghị định này có hiệu lực từ ngày 15 tháng 4 năm 2033.
"""
    paper = tmp_path / "905_2033_ND-CP.txt"
    paper.write_text(text, "utf-8")
    take(tmp_path / "home", paper)
    said = open_published(tmp_path / "home").reader.relations_from("nd/2033/905/nd-cp")
    words = {r.target_provision.path: r.operation.new_text for r in said if r.operation and r.target_provision}
    assert words == {
        "dieu_4/khoan_2": "“2. Hộ dệt lụa đóng phí hằng quý.”",
        "dieu_4/khoan_3": "“3. Trại tằm đóng phí hằng năm.”",
        "dieu_5/khoan_1": "“1. Lụa là hàng thủ công.\nHàng thủ công được miễn phí.”.",
        "dieu_5/khoan_2": "“1. Lụa là hàng thủ công.\nHàng thủ công được miễn phí.”.",
    }


def test_the_text_has_units_and_every_citation_its_place(library: Library) -> None:
    text = library.reader.text_of(SILK)
    assert text is not None
    units = {unit.path: unit for unit in text.units}
    assert [u.path for u in text.units if u.kind == "dieu"] == ["dieu_1", "dieu_2", "dieu_3", "dieu_4"]
    point = units["dieu_2/khoan_2/diem_dd"]
    assert (point.label, point.parent, point.order) == ("đ", "dieu_2/khoan_2", 3)
    assert text.text[point.start : point.end].strip() == "đ) Hộ bán lụa."
    assert (units["dieu_3"].heading, units["dieu_3"].parent) == ("Hỗ trợ", "chuong_ii")
    assert all(units[u.parent].start <= u.start <= u.end <= units[u.parent].end for u in text.units if u.parent)
    cited = {text.text[c.start : c.end]: (c.kind, c.target, c.target_provision, c.resolved) for c in text.citations}
    assert cited["Nghị định số 888/2029/NĐ-CP ngày 01 tháng 02 năm 2029"] == ("refers", "nd/2029/888/nd-cp", "dieu_4", True)
    assert (text.resolved, text.unresolved) == (3, 0)
    assert text.source is not None
    assert (text.source.name, len(text.source.digest)) == ("999_2031_ND-CP.txt", 64)
    assert library.reader.text_of(LAW) is None
    assert library.reader.text_of("no such <path>") is None


def test_every_quote_stands_in_its_text(library: Library) -> None:
    checked = 0
    for path in library.reader.paths():
        text = library.reader.text_of(path)
        for relation in library.reader.relations_from(path) if text else ():
            for evidence in relation.evidence:
                assert text is not None
                assert evidence.quote is not None
                assert text.text[evidence.quote.start : evidence.quote.end] == evidence.quote.exact
                checked += 1
    assert checked >= 15


def test_pyshacl_finds_nothing_wrong_either(library: Library) -> None:
    triples = {quad.triple for quad in library.engine.quads() if quad.graph_name != graph("ontology")}
    assert [f for f in check(triples, folder("ontology") / "shapes.ttl") if f.severity == "violation"] == []
    assert rules(folder("ontology") / "shapes.ttl")


def test_the_query_of_status_names_the_kinds_that_decide(library: Library) -> None:
    text = (Path(sys.modules["legalgraph.queries"].__path__[0]) / "rq" / "acts.rq").read_text("utf-8")
    assert {kind for kind in DECIDING if concept("relation", kind).value + ">" in text} == DECIDING
    assert text.count("/vocabulary/relation/") == len(DECIDING)
    stated = library.engine.select("SELECT ?slug ?status { ?d lg:slug ?slug ; lg:current_status ?status }")
    by_path = {getattr(row["slug"], "value", ""): getattr(row["status"], "value", "").rsplit("/", 1)[-1] for row in stated}
    for path, status in by_path.items():
        document = library.reader.document(path)
        assert document is not None
        assert library.reader.status(document, TODAY).status == status


# -------- what replaces what


@pytest.mark.slow
def test_order_and_repetition_do_not_matter(home: Path, corpus: Path, tmp_path: Path) -> None:
    one_by_one = tmp_path / "home"
    for file in sorted(corpus.iterdir(), reverse=True):
        take(one_by_one, file)
    assert quads(one_by_one) == quads(home)
    again = take(one_by_one, corpus)
    assert (again.unchanged, again.texts, again.kept) == (True, [], 3)


def test_a_new_day_changes_statuses_and_nothing_else(corpus: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    take(home, corpus, today=date(2031, 4, 1))
    before = quads(home)
    report = take(home, corpus, today=date(2031, 4, 15))
    assert (report.unchanged, report.texts) == (False, [])
    changed = {quad.predicate for quad in before ^ quads(home)}
    assert changed <= {term("lg:current_status"), term("lg:as_of"), term("eli:in_force")}


def test_a_changed_file_replaces_all_that_was_read_from_it(corpus: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    take(home, corpus)
    file = corpus / "999_2031_ND-CP.txt"
    words = file.read_text("utf-8")
    file.write_text(words.replace("888/2029", "889/2029").replace("b) Hộ nhuộm lụa;\n", ""), "utf-8")
    report = take(home, file)
    assert report.texts == ["999_2031_ND-CP.txt"]
    assert not any("888" in str(quad) for quad in quads(home))
    text = open_published(home).reader.text_of(SILK)
    assert text is not None
    assert "dieu_2/khoan_2/diem_b" not in {u.path for u in text.units}
    file.write_text(words, "utf-8")
    take(home, file)
    assert quads(home) == quads_of_anew(corpus, tmp_path / "other")


@pytest.mark.slow
@pytest.mark.parametrize(
    "damaged",
    ["", "ledger.sqlite", *(pytest.param(name, marks=pytest.mark.slow) for name in ("catalogue.sqlite", "texts/*-0-*.reading"))],
)
def test_what_a_change_cannot_be_told_from_is_stated_anew(damaged: str, corpus: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    snapshot = take(home, corpus).snapshot
    assert snapshot is not None
    for file in snapshot.folder.glob(damaged) if damaged else ():
        file.write_bytes(b"\0" * file.stat().st_size)
    for file in corpus.iterdir():
        file.write_text(file.read_text("utf-8").replace("lụa", "vải"), "utf-8")
    steps: list[str] = []
    ingest([corpus], Home(home), TODAY, steps.append)
    assert ("reading back what changed" in steps, "reading the documents back" in steps) == (not damaged, bool(damaged))
    assert quads(home) == quads_of_anew(corpus, tmp_path / "other")


def quads_of_anew(corpus: Path, home: Path) -> set[Quad]:
    take(home, corpus)
    return quads(home)


def decree(number: int | str, words: str = "dệt lụa") -> str:
    return f"CHÍNH PHỦ\nSố: {number}/2031/NĐ-CP\nNGHỊ ĐỊNH\nVề {words}\nĐiều 1. Phạm vi\nNghị định này quy định về {words}.\n"


def told_of(report: Report, *begun: str) -> list[str]:
    """The lines of a printed report that begin so."""
    return [line.strip() for line in ingest_report(report).splitlines() if line.strip().startswith(begun)]


@pytest.mark.slow
def test_the_report_tells_what_became_of_names(tmp_path: Path, write_tables: WriteTables) -> None:
    home, row = tmp_path / "home", {"id": "nd/2031/901/nd-cp", "number": "901/2031/NĐ-CP", "signed": "2031-03-02"}
    first, second = tmp_path / "first", tmp_path / "second"
    for place, number in ((first, 0), (second, 100)):
        place.mkdir()
        for own in range(1, 13):
            (place / f"{own:02}.txt").write_text(decree(own + number), "utf-8")
    (second / "11.txt").write_text(decree(11, "dệt vải"), "utf-8")
    (second / "12.txt").write_text("Giá lụa hôm nay tăng.", "utf-8")
    records = {str(n): decree(n) for n in range(201, 209)}
    tables = write_tables(documents=[row])
    write_records(first / "many.jsonl", records)
    report = take(home, first, tables)
    assert told_of(report, "read:", "another") == [f"read: tables {tables.name} (new); texts: 20 new"]

    changed = {name: text for name, text in records.items() if name != "201"} | {"203": decree(203, "dệt vải"), "209": decree(209)}
    write_records(second / "many.jsonl", changed)
    report = take(home, second, write_tables(documents=[row | {"signed": "2031-03-03"}]))
    assert told_of(report, "read:") == [f"read: tables {tables.name} (changed); texts: 1 new, 13 changed, 1 gone, 6 the same"]
    assert told_of(report, "another document: 01", "… and") == [
        "another document: 01.txt: was 1/2031/NĐ-CP, is now 101/2031/NĐ-CP", "… and 1 more names with another document",
    ]  # fmt: skip
    names = {name: (was, now) for name, was, now in report.taken.others}
    assert (len(names), "11.txt" in names, names["12.txt"]) == (11, False, ("12/2031/NĐ-CP", ""))

    (first / "11.txt").write_text("Giá vải hôm nay giảm.", "utf-8")
    report = take(home, first / "11.txt", tables)
    assert told_of(report, "read:", "another") == [
        f"read: tables {tables.name} (the same); texts: 1 changed",
        "another document: 11.txt: was 11/2031/NĐ-CP, is now no known document",
    ]


def write_records(file: Path, texts: dict[str, str]) -> None:
    file.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()), "utf-8")


@pytest.mark.slow
def test_a_copy_is_told_as_the_same_text(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(decree(978), "utf-8")
    told = ["the same text: a.txt and b.txt; it goes by the name b.txt"]
    assert told_of(take(home, folder), "read:", "the same text") == ["read: texts: 1 new", *told]
    again = take(home, folder)
    assert (again.unchanged, told_of(again, "the same text")) == (True, told)
    (folder / "b.txt").rename(folder / "c.txt")
    (folder / "a.txt").unlink()
    assert told_of(take(home, folder), "read:", "the same text") == [
        "read: texts: 1 the same", "the same text: b.txt and c.txt; it goes by the name c.txt",
    ]  # fmt: skip


def test_two_files_of_one_document_are_one_document(corpus: Path, tmp_path: Path) -> None:
    (corpus / "bản sao.txt").write_text((corpus / "999_2031_ND-CP.txt").read_text("utf-8")[:900], "utf-8")
    report = take(tmp_path / "home", corpus)
    assert report.instead == [("bản sao.txt", "999_2031_ND-CP.txt")]
    assert open_published(tmp_path / "home").reader.text_of(SILK) is not None


def test_json_lines_hold_many_documents(tmp_path: Path) -> None:
    text = "Điều 1. Phạm vi\nThông tư này hướng dẫn Nghị định số 999/2031/NĐ-CP.\nĐiều 2. Hiệu lực\nThông tư này có hiệu lực."
    rows = [
        {"id": "a", "number": "7/2032/TT-BCT", "title": "Hướng dẫn dệt lụa", "issued": "2032-01-05", "text": text},
        {"id": "b", "number": "8/2032/TT-BCT", "title": "Hướng dẫn nhuộm lụa", "issued": "06/01/2032", "text": text + " "},
        {"id": "c", "title": "Tin làng nghề", "text": "Khách đến xem Nghị định số 999/2031/NĐ-CP."},
    ]
    file = tmp_path / "nhieu.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", "utf-8")
    take(tmp_path / "home", file)
    reader = open_published(tmp_path / "home").reader
    first, second = reader.document("tt/2032/7/tt-bct"), reader.document("tt/2032/8/tt-bct")
    assert first is not None
    assert second is not None
    assert (first.title, first.signed, second.signed) == ("Hướng dẫn dệt lụa", date(2032, 1, 5), date(2032, 1, 6))
    assert {r.target for r in reader.relations_from(first.path)} == {SILK}
    assert len([p for p in reader.paths() if p.startswith("text/")]) == 1
    # A record that goes is gone.
    file.write_text(json.dumps(rows[1], ensure_ascii=False) + "\n", "utf-8")
    take(tmp_path / "home", file)
    assert open_published(tmp_path / "home").reader.document("tt/2032/7/tt-bct") is None


@pytest.mark.slow
def test_a_ledger_with_damaged_values_is_not_believed(corpus: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    snapshot = take(home, corpus).snapshot
    assert snapshot is not None
    with closing(sqlite3.connect(snapshot.ledger_path)) as ledger, ledger:
        ledger.execute("UPDATE text SET report = 'x'")
    file = next(corpus.iterdir())
    file.write_text(file.read_text("utf-8").replace("lụa", "vải"), "utf-8")
    take(home, file)
    assert quads(home) == quads_of_anew(corpus, tmp_path / "other")


def test_a_damaged_reading_is_mended_by_the_file(corpus: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    snapshot = take(home, corpus).snapshot
    assert snapshot is not None
    before = quads(home)
    for kept in snapshot.texts_path.glob("*-0-*.reading"):
        kept.write_bytes(kept.read_bytes()[:-40] + b"\0" * 40)
    report = take(home, corpus)
    assert (report.unchanged, len(report.texts)) == (False, 3)
    assert take(home, corpus).unchanged
    assert quads(home) == before


@pytest.mark.slow
def test_the_ending_of_a_name_says_how_bytes_are_read(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "a.txt"
    file.write_text("Số: 1/2031/NĐ-CP\nNGHỊ ĐỊNH\nVề lụa\nĐiều 1. Bãi bỏ **Nghị định số [2/2031/NĐ-CP](https://example.org)**.\n", "utf-8")
    take(home, file)
    before = quads(home)
    renamed = file.rename(tmp_path / "a.md")
    take(home, renamed)
    forget(["a.txt"], Home(home), today=TODAY)
    assert quads(home) == quads_of_anew(renamed, tmp_path / "other")
    assert {quad.predicate for quad in before ^ quads(home)} >= {term("lg:text")}


@pytest.mark.slow
def test_of_a_file_that_grew_only_what_is_new_is_read(tmp_path: Path) -> None:
    def lines(*numbers: int) -> Path:
        rows = [{"id": f"d{n}", "number": f"{n}/2031/NĐ-CP", "text": f"NGHỊ ĐỊNH\nVề lụa\nĐiều 1. Lụa {n}"} for n in numbers]
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", "utf-8")
        return file

    def readings() -> dict[str, int]:
        snapshot = Home(home).current()
        assert snapshot is not None
        return {kept.name: kept.stat().st_ino for kept in snapshot.texts_path.glob("*.reading")}

    home, file = tmp_path / "home", tmp_path / "d.jsonl"
    take(home, lines(1, 2, 2, 3))
    before = readings()
    assert len(before) == 5  # the list of the file is one
    take(home, lines(7, 3, 2, 8))  # rows moved, came and went
    after = readings()
    assert len(after) == 5
    assert len(before.items() & after.items()) == 2  # the very files
    assert take(home, file).unchanged
    assert quads(home) == quads_of_anew(file, tmp_path / "other")


def test_a_text_is_forgotten(corpus: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    take(home, corpus)
    whole = Home(home).current()
    with pytest.raises(NotFound, match=r"no text goes by the name '999.txt'; there is 999_2031_ND-CP.txt"):
        forget(["1001_2033_ND-CP.txt", "999.txt"], Home(home), today=TODAY)
    with pytest.raises(NotFound, match=r"the document of that number was read from 999_2031_ND-CP.txt: give that name"):
        forget(["999/2031/nđ-cp"], Home(home), today=TODAY)
    assert ("999_2031_ND-CP.txt", "999/2031/NĐ-CP") in text_names(Home(home))
    assert Home(home).current() == whole
    gone = corpus / "999_2031_ND-CP.txt"
    report = forget([gone.name], Home(home), today=TODAY)
    assert report.forgotten == [gone.name]
    words = gone.read_text("utf-8")
    gone.unlink()
    assert quads(home) == quads_of_anew(corpus, tmp_path / "other")
    gone.write_text(words, "utf-8")
    take(home, gone)
    assert quads(home) == quads_of_anew(corpus, tmp_path / "another")


@pytest.mark.slow
def test_documents_of_a_file_are_forgotten_one_by_one_or_all(tmp_path: Path) -> None:
    rows = [{"id": name, "title": "Tin", "text": f"Tin về làng {name}, theo Nghị định số 999/2031/NĐ-CP."} for name in "abc"]
    file = tmp_path / "nhieu.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    home = tmp_path / "home"
    take(home, file)
    assert text_names(Home(home)) == [(f"nhieu.jsonl#{letter}", "") for letter in "abc"]
    assert forget(["nhieu.jsonl#b"], Home(home), today=TODAY).forgotten == ["nhieu.jsonl#b"]
    assert len([p for p in open_published(home).reader.paths() if p.startswith("text/")]) == 2
    assert forget(["nhieu.jsonl"], Home(home), today=TODAY).forgotten == ["nhieu.jsonl#a", "nhieu.jsonl#c"]
    assert not [p for p in open_published(home).reader.paths() if p.startswith("text/")]


# -------- curated facts


def test_curated_facts_hold_and_differences_are_conflicts(corpus: Path, tmp_path: Path, write_tables: WriteTables) -> None:
    facts = write_tables(
        documents=[
            {"id": SILK, "number": "999/2031/NĐ-CP", "title": "Về nghề dệt lụa", "signed": "2031-03-02", "in_force_from": "2031-04-20"},
            {"id": ENDED, "number": "555/2021/NĐ-CP", "title": "Về tơ tằm", "signed": "2021-10-10"},
        ],
        relations=[
            {"source": SILK, "target": ENDED, "kind": "ends", "effective_from": "2031-04-15", "evidence_url": "https://example.org/1"}
        ],
    )
    home = tmp_path / "home"
    report = take(home, facts, corpus)
    reader = open_published(home).reader
    document = reader.document(SILK)
    assert document is not None
    assert (document.in_force_from, document.certainty, document.signer) == (date(2031, 4, 20), Certainty.VERIFIED, "Nguyễn Văn Thử")
    (conflict,) = document.conflicts
    assert (conflict.field, conflict.value_a, conflict.value_b, conflict.adopted) == ("in_force_from", "2031-04-20", "2031-04-15", "a")
    assert report.disagreed == 1
    (ends,) = [r for r in reader.relations_of(ENDED) if r.kind == "ends"]
    # One relation, as certain as before, with the words of the text as more evidence.
    assert (ends.certainty, ends.effective_from) == (Certainty.VERIFIED, date(2031, 4, 15))
    assert {e.kind for e in ends.evidence} >= {"text"}
    assert any(e.url == "https://example.org/1" for e in ends.evidence)
    assert any(e.quote for e in ends.evidence)


def test_entry_rules_and_ends_are_read(tmp_path: Path) -> None:
    head = "CHÍNH PHỦ\nSố: 71/2035/NĐ-CP\nHà Nội, ngày 01 tháng 02 năm 2035\nNGHỊ ĐỊNH\nVề lụa\nĐiều 1. Phạm vi\nNghị định này về lụa.\n"
    (tmp_path / "x.txt").write_text(head + "Điều 2. Hiệu lực\nNghị định này có hiệu lực thi hành sau 45 ngày kể từ ngày ký.\n", "utf-8")
    take(tmp_path / "home", tmp_path / "x.txt")
    document = open_published(tmp_path / "home").reader.document("nd/2035/71/nd-cp")
    assert document is not None
    assert (document.in_force_from, document.in_force_rule) == (None, EntryRule.SIGNED_PLUS_45D)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("clause", "begins", "ends"),
    [
        ("có hiệu lực từ ngày 01 tháng 4 năm 2035 đến hết ngày 30 tháng 6 năm 2036", date(2035, 4, 1), date(2036, 7, 1)),
        ("có hiệu lực từ ngày 01 tháng 4 năm 2035 đến trước ngày 01 tháng 7 năm 2036", date(2035, 4, 1), date(2036, 7, 1)),
        ("có hiệu lực trong hai năm kể từ ngày 01 tháng 4 năm 2035", date(2035, 4, 1), date(2037, 4, 2)),
        ("có hiệu lực đến hết ngày 31 tháng 12 năm 2036", None, date(2037, 1, 1)),
        ("có hiệu lực từ ngày 01 tháng 4 năm 2035", date(2035, 4, 1), None),
    ],
)
def test_a_document_in_force_for_a_time_ends_with_it(tmp_path: Path, clause: str, begins: date | None, ends: date | None) -> None:
    head = "CHÍNH PHỦ\nSố: 71/2035/NĐ-CP\nHà Nội, ngày 01 tháng 02 năm 2035\nNGHỊ ĐỊNH\nVề lụa\nĐiều 1. Phạm vi\nNghị định này về lụa.\n"
    (tmp_path / "x.txt").write_text(f"{head}Điều 2. Hiệu lực\nNghị định này {clause}.\n", "utf-8")
    take(tmp_path / "home", tmp_path / "x.txt")
    document = open_published(tmp_path / "home").reader.document("nd/2035/71/nd-cp")
    assert document is not None
    assert (document.in_force_from, document.in_force_until) == (begins, ends)


def test_an_act_has_effect_from_the_day_of_its_place(tmp_path: Path) -> None:
    words = """CHÍNH PHỦ
Số: 73/2035/NĐ-CP
Hà Nội, ngày 01 tháng 02 năm 2035
NGHỊ ĐỊNH
Về lụa

Điều 1. Bãi bỏ
1. Bãi bỏ Điều 3 Nghị định số 6/2029/NĐ-CP ngày 02 tháng 3 năm 2029.

2. Bãi bỏ Điều 5 Nghị định số 6/2029/NĐ-CP.

3. Ngưng hiệu lực Điều 6 Nghị định số 6/2029/NĐ-CP đến hết ngày 31 tháng 12 năm 2038.

4. Bãi bỏ Điều 8 Nghị định số 6/2029/NĐ-CP.

5. Bãi bỏ Điều 9 Nghị định số 6/2029/NĐ-CP kể từ nhiệm kỳ 2036 - 2041.

Điều 2. Hiệu lực
1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 4 năm 2035.
2. Khoản 2 Điều 1 Nghị định này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2037.
3. Quy định tại khoản 4 Điều 1 của Nghị định này được thực hiện từ nhiệm kỳ Quốc hội khóa XX.
"""
    (tmp_path / "x.txt").write_text(words, "utf-8")
    take(tmp_path / "home", tmp_path / "x.txt")
    found = open_published(tmp_path / "home").reader.relations_from("nd/2035/73/nd-cp")
    acts = [r for r in found if r.kind == "repeals_part"]
    assert [r.target_provision.path for r in found if r.kind == "suspends_part" and r.target_provision] == ["dieu_6"]
    assert {r.target_provision.path: r.effective_from for r in acts if r.target_provision} == {
        "dieu_3": date(2035, 4, 1), "dieu_5": date(2037, 1, 1), "dieu_8": None, "dieu_9": None,
    }  # fmt: skip
    assert [r.condition for r in acts if r.condition] == ["nhiệm kỳ Quốc hội khóa XX", "nhiệm kỳ 2036 - 2041"]
    quoted = [e.quote.exact for r in acts for e in r.evidence if e.quote]
    assert any("01 tháng 01 năm 2037" in words for words in quoted)
    assert all(words == words.strip() for words in quoted)


def test_places_in_items_are_those_of_the_law_above_them(tmp_path: Path) -> None:
    head = "BỘ TẰM TANG\nSố: 72/2035/TT-BTT\nHà Nội, ngày 01 tháng 02 năm 2035\nTHÔNG TƯ\nVề lụa\n"
    words = "Điều 1. Lụa\nThông tư này quy định chi tiết một số điều của Luật Tằm tang số 41/2031/QH16:\n1. Trứng theo Điều 21.\n"
    more = "Điều 2. Nong\nNong theo một số điều của Luật Nuôi ong số 42/2031/QH16:\na) Điều 5;\nb) Điều 7 về sáp.\n"
    (tmp_path / "x.txt").write_text(head + words + more, "utf-8")
    take(tmp_path / "home", tmp_path / "x.txt")
    found = open_published(tmp_path / "home").reader.relations_from("tt/2035/72/tt-btt")
    assert {(r.kind, r.target, r.target_provision.path) for r in found if r.target_provision} == {
        ("details", "luat/2031/41/qh16", "dieu_21"), ("refers", "luat/2031/42/qh16", "dieu_5"), ("refers", "luat/2031/42/qh16", "dieu_7"),
    }  # fmt: skip


@pytest.mark.slow
def test_what_others_report_of_a_text_holds_where_it_tells_no_acts_itself(tmp_path: Path) -> None:
    # What the codification leaves of an amending decree may be its clause on expenses alone: its acts went into what it amends.
    files = tmp_path / "files"
    files.mkdir()
    report = "Căn cứ Nghị định số 11/2031/NĐ-CP ngày 02/3/2031 được sửa đổi, bổ sung bởi Nghị định số 22/2032/NĐ-CP ngày 04/5/2032;"
    (files / "a.txt").write_text(
        f"CHÍNH PHỦ\nSố: 33/2033/NĐ-CP\nHà Nội, ngày 06 tháng 7 năm 2033\nNGHỊ ĐỊNH\nVề chè\n{report}\nĐiều 1. Chè\n", "utf-8"
    )
    head = "CHÍNH PHỦ\nSố: 22/2032/NĐ-CP\nHà Nội, ngày 04 tháng 5 năm 2032\nNGHỊ ĐỊNH\nVề nón\n"
    for number, (words, acts) in enumerate(
        (
            ("Điều 2. Kinh phí\nKinh phí do ngân sách bảo đảm.\n", {None}),
            ("Điều 2. Sửa đổi\nBãi bỏ Điều 4 Nghị định số 11/2031/NĐ-CP.\n", {"dieu_4"}),
            ("Điều 3. Hiệu lực\nNghị định này có hiệu lực từ ngày 01/7/2032.\n", {None}),
        )
    ):
        (files / "b.txt").write_text(head + words, "utf-8")
        take(tmp_path / "home", files)
        found = open_published(tmp_path / "home").reader.relations_from("nd/2032/22/nd-cp")
        assert {r.target_provision.path if r.target_provision else None for r in found if r.target == "nd/2031/11/nd-cp"} == acts
        take(tmp_path / f"anew-{number}", files)
        assert quads(tmp_path / "home") == quads(tmp_path / f"anew-{number}")


def test_a_circular_cannot_end_a_decree(tmp_path: Path) -> None:
    head = "BỘ TẰM TANG\nSố: 72/2035/TT-BTT\nHà Nội, ngày 01 tháng 02 năm 2035\nTHÔNG TƯ\nVề lụa\nĐiều 1. Hiệu lực\n"
    words = "Bãi bỏ Thông tư số 5/2030/TT-BTT ngày 02 tháng 3 năm 2030.\nBãi bỏ Nghị định số 6/2029/NĐ-CP ngày 02 tháng 3 năm 2029.\n"
    (tmp_path / "x.txt").write_text(head + words, "utf-8")
    report = take(tmp_path / "home", tmp_path / "x.txt")
    ended = {r.target for r in open_published(tmp_path / "home").reader.relations_from("tt/2035/72/tt-btt") if r.kind == "repeals"}
    assert ended == {"tt/2030/5/tt-btt"}
    assert report.left_out["acts_on_one_of_higher_rank"] == 1


@pytest.mark.parametrize(("acting", "target", "over"), [
    ("tt/2035/72/tt-btt", "luat/2030/77/qh19", True),
    ("ttlt/2011/16/ttlt-btt-bl", "qd/2010/5/qd-ttg", True),
    ("tt/2035/72/tt-btt", "ttlt/2011/16/ttlt-btt-bl", False),
    ("tt/1995/72/tt-ttg", "qd/1994/5/qd-ttg", False),  # the Prime Minister's own
    ("nq/2035/9/nq-cp", "luat/2030/77/qh19", False),  # by leave of the National Assembly
    ("tt/2035/72/tt-btt", "citation/0123456789abcdef", False),
])  # fmt: skip
def test_what_is_over_its_head(acting: str, target: str, over: bool) -> None:
    assert over_its_head(acting, target) is over


# -------- files that break the reader, and ingests that are killed


@pytest.fixture
def traps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Children that die on a file named "chết", and never end on one named "treo"."""
    (tmp_path / "bẫy").mkdir()
    (tmp_path / "bẫy" / "sitecustomize.py").write_text(
        "import os, sys, time\n"
        "if any('reading_worker' in a for a in sys.orig_argv):\n"
        "    def watch(event, args):\n"
        "        if event == 'open' and 'chết' in str(args[0]): os.kill(os.getpid(), 11)\n"
        "        if event == 'open' and 'treo' in str(args[0]): time.sleep(600)\n"
        "    sys.addaudithook(watch)\n",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "bẫy"), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setattr(reading_pool, "_SECONDS_A_FILE", 30.0)


@pytest.mark.slow
@pytest.mark.usefixtures("traps")
def test_a_file_that_kills_or_holds_its_reader_costs_that_file(corpus: Path, tmp_path: Path) -> None:
    for name in ("chết.txt", "treo.txt"):
        (corpus / name).write_text("Nghị định số 1/2031/NĐ-CP", "utf-8")
    report = take(tmp_path / "home", corpus)
    assert {name: why.split("(")[0].strip() for name, why in report.failed} == {
        "chết.txt": "the reader broke down over it", "treo.txt": "it took more than 30 seconds to read",
    }  # fmt: skip
    assert len(report.texts) == 3
    assert open_published(tmp_path / "home").reader.text_of(SILK) is not None


@pytest.mark.slow
def test_what_a_killed_ingest_has_read_is_not_read_again(tmp_path: Path) -> None:
    folder, home = tmp_path / "in", tmp_path / "home"
    folder.mkdir()
    for number in range(40):
        words = f"Số: {number + 1}/2031/NĐ-CP\nNGHỊ ĐỊNH\nVề lụa\n" + "".join(f"Điều {n}. Lụa\nDệt lụa {number}.\n" for n in range(1, 400))
        (folder / f"{number}.txt").write_text(words, "utf-8")
    command = [sys.executable, "-m", "legalgraph.cli", "--home", str(home), "ingest", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and len(list((home / "readings").glob("*.reading"))) < 10:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    begun = len(list((home / "readings").glob("*--1-*.reading")))
    assert begun >= 3
    reader_version.cache_clear()  # that of the process that was killed
    report = take(home, folder)
    assert report.kept >= begun
    assert report.kept + len(report.texts) == 40
    assert not (home / "readings").exists()
    assert len([p for p in open_published(home).reader.paths() if p.startswith("nd/2031/")]) >= 40


@pytest.mark.slow
def test_forgetting_a_text_keeps_what_an_ingest_has_read(corpus: Path, tmp_path: Path) -> None:
    take(tmp_path / "home", corpus)
    readings = Home(tmp_path / "home").readings
    readings.mkdir()
    (readings / "x.reading").write_text("of an ingest that was killed", "utf-8")
    forget(["999_2031_ND-CP.txt"], Home(tmp_path / "home"), today=TODAY)
    assert (readings / "x.reading").exists()


def test_nothing_but_files_that_fail_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    with pytest.raises(SourceError, match=r"x\.txt"):
        take(tmp_path / "home", tmp_path / "x.txt")
    assert Home(tmp_path / "home").current() is None


def test_children_end_with_the_reading(corpus: Path, tmp_path: Path) -> None:
    jobs = [Job(file, file.name, file.stat().st_size) for file in sorted(corpus.iterdir())]
    reading = read_files(jobs, [tmp_path], processes=2)
    assert next(reading).failed is None
    reading.close()
    left = subprocess.run(["ps", "-o", "args="], capture_output=True, text=True, check=False).stdout
    assert str(tmp_path) not in left


def test_fields_of_law_are_read_counted_and_exported(tmp_path: Path) -> None:
    words = "CHÍNH PHỦ\nSố: {number}/2035/NĐ-CP\nNGHỊ ĐỊNH\nVề lụa\nĐiều 1. Phạm vi\nNghị định này nói về lụa.\n"
    beside: list[dict[str, object]] = [
        {"Lĩnh vực": "Dệt may; Văn hóa, thể thao"},
        {"topics": ["Nông nghiệp", "Dệt may"]},
        {"linh_vuc": " "},
    ]
    rows = [{"id": str(n), "text": words.format(number=n), **more} for n, more in enumerate(beside, 2)]
    file = tmp_path / "lua.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    take(tmp_path / "home", file)
    reader = open_published(tmp_path / "home").reader
    told = {n: reader.document(f"nd/2035/{n}/nd-cp") for n in (2, 3, 4)}
    assert {n: document.subjects for n, document in told.items() if document} == {
        2: ("Dệt may", "Văn hóa, thể thao"), 3: ("Dệt may", "Nông nghiệp"), 4: (),
    }  # fmt: skip
    counts = reader.search("lụa", count=True).counts["subject"]
    assert counts == [("Dệt may", 2), ("Nông nghiệp", 1), ("Văn hóa, thể thao", 1)]


def test_a_disk_that_is_full_of_readings_stops_the_ingest(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(jobs: Sequence[Job], *_: object) -> Iterator[FileDone]:
        yield FileDone(jobs[0], failed=f"[Errno 28] No space left on device: '{tmp_path}/home/readings/.x'")

    take(tmp_path / "home", corpus / next(corpus.iterdir()).name)
    before = Home(tmp_path / "home").current()
    with monkeypatch.context() as patch:
        patch.setattr("legalgraph.pipeline.intake.read_files", full)
        with pytest.raises(StoreError, match=r"the disk that holds .*home is full \(.* free now; .*: .*No space.*make room on it"):
            take(tmp_path / "home", corpus)
    assert Home(tmp_path / "home").current() == before
    assert take(tmp_path / "home", corpus).snapshot != before


LOCAL = """{issuer}
-------
Số: {number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
{place}, ngày 15 tháng 7 năm 2031
QUYẾT ĐỊNH
Về việc dệt lụa
Điều 1. Dệt lụa.
"""
UNIDENTIFIED = {  # by the names of files: issuer, place, why, what is read
    "huyen.txt": ("ỦY BAN NHÂN DÂN\nHUYỆN LỤA VÀNG", "Lụa Vàng", "below_a_province", "ỦY BAN NHÂN DÂN HUYỆN LỤA VÀNG"),
    "la.txt": ("ỦY BAN NHÂN DÂN\nTỈNH LỤA VÀNG", "Lụa Vàng", "place_not_in_the_table", "ỦY BAN NHÂN DÂN TỈNH LỤA VÀNG"),
    "khong.txt": ("ỦY BAN NHÂN DÂN", "Lụa Vàng", "province_not_named", "ỦY BAN NHÂN DÂN"),
}


def test_documents_that_cannot_be_identified_are_counted_with_the_reason(tmp_path: Path) -> None:
    for number, (name, (issuer, place, _, _)) in enumerate(UNIDENTIFIED.items(), 7):
        (tmp_path / name).write_text(LOCAL.format(issuer=issuer, place=place, number=f"{number}/2031/QĐ-UBND"), "utf-8")
    (tmp_path / "bai.txt").write_text("Bài viết về Nghị định số 999/2031/NĐ-CP.", "utf-8")
    home, more = tmp_path / "home", tmp_path / "more.txt"
    told = ingest_report(report := take(home, *tmp_path.glob("*.txt")))
    assert report.unidentified == {why: 1 for _, _, why, _ in UNIDENTIFIED.values()}
    assert "  documents not identified, kept as texts: 3 (" in told
    assert "    huyen.txt: Quyết định 7/2031/QĐ-UBND; ỦY BAN NHÂN DÂN HUYỆN LỤA VÀNG; 15/07/2031 (of a body below a province)" in told
    notes = {str(q.object) for q in quads(home) if q.predicate == term("lg:note") and "/text/" in str(q.subject)}
    headers = {f"Quyết định {n}/2031/QĐ-UBND; {read}; 15/07/2031" for n, (_, _, _, read) in enumerate(UNIDENTIFIED.values(), 7)}
    assert notes == {f'"{header}"@vi' for header in headers}
    more.write_text("Một bài viết khác.", "utf-8")  # what was read before is counted again
    assert take(home, more).unidentified == report.unidentified


def test_columns_that_contradict_the_document_are_told(tmp_path: Path) -> None:
    header = LOCAL.format(issuer="BỘ CÔNG THƯƠNG", place="Hà Nội", number="7/2031/TT-BCT").replace("QUYẾT ĐỊNH", "THÔNG TƯ")
    records = [
        {"id": "a", "issuer": "Bộ Phép thuật", "issued": "1999-01-01", "text": header},
        {"id": "b", "number": "8/2031/TT-BCT", "issuer": "Bộ Y tế", "issued": "1999-01-01", "text": "Điều 1. Dệt lụa."},
        {"id": "c", "number": "9/2031/TT-BCT", "issuer": "bộ công thương", "issued": "2031-01-01", "text": "Điều 1. Dệt vải."},
        {"id": "d", "number": "9/2031/QĐ-UBND", "issuer": "UBND tỉnh Ninh Bình", "issued": "2031-01-01", "text": "Điều 1. Dệt sợi."},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    report = take(tmp_path / "home", tmp_path / "a.jsonl")
    assert report.unusable_examples == [("a.jsonl#a", "issuer", "Bộ Phép thuật")]
    assert {(path, c.field, c.value_a, c.value_b) for path, c in report.disagreements} == {
        ("tt/2031/7/tt-bct", "signed", "2031-07-15", "1999-01-01"), ("tt/2031/8/tt-bct", "signed", "2031", "1999-01-01"),
        ("tt/2031/8/tt-bct", "issuer", "Bộ Công Thương", "Bộ Y tế"),
    }  # fmt: skip
    assert "≠ Bộ Y tế (the file it came in)" in ingest_report(report)
    document = open_published(tmp_path / "home").reader.document("tt/2031/8/tt-bct")
    assert document is not None
    assert document.signed is None


UNUSABLE = (
    {"id": "a1", "number": "12/2031/NĐ-CP", "type": "Nghị định", "issued": "31/02/2031", "text": "Theo Luật này."},
    {"id": "a2", "number": ["13/2031/NĐ-CP"], "type": "Nghi dinnh", "issued": "2031-01-02", "text": "Theo Luật ấy."},
    {"id": "a3", "so_hieu": "không số", "effective": "soon", "embedding": [1, 2], "note": {"a": 1}, "text": "Theo Luật kia."},
    {"id": "a4", "number": None, "title": "", "type": "Luật", "issued": float("nan"), "text": "Theo Luật nọ."},
)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_values_beside_texts_that_mean_nothing_are_counted_and_named(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{ending}"
    records = [record if ending == "jsonl" else {**record, "number": str(record.get("number") or "")} for record in UNUSABLE]
    if ending == "jsonl":
        file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    else:
        records = [{key: value for key, value in record.items() if key not in ("embedding", "note")} | {"issued": str(record.get("issued", ""))}
                   for record in records[:1]]  # fmt: skip
        parquet.write_table(pa.Table.from_pylist(records), file)
    seen = {("a1", "issued", "31/02/2031")}
    if ending == "jsonl":
        seen |= {
            ("a2", "number", "['13/2031/NĐ-CP']"),
            ("a2", "type", "Nghi dinnh"),
            ("a3", "so_hieu", "không số"),
            ("a3", "effective", "soon"),
        }
    for again in (False, True):
        report = take(tmp_path / "home", file)
        assert report.unchanged is again
        assert {(name.removeprefix(f"{file.name}#"), column, value) for name, column, value in report.unusable_examples} == seen
        assert report.unusable.total() == len(seen)
        told = ingest_report(report)
        assert "  values of headers or beside texts that mean nothing: " in told
        assert f"\n    {file.name}#a1, issued: 31/02/2031" in told


def test_a_value_of_several_lines_is_told_in_one() -> None:
    source = SourceDocument("a", "Lụa.", "text/plain", "0" * 64, given=(("issued", "mai\n  failed: b.pdf"),))
    assert unusable(source) == (("issued", "mai failed: b.pdf"),)


def shard(folder: Path, part: int, total: int, *records: tuple[str, str]) -> Path:
    """One of the files of a dataset: records by their ids, or by their places where these are empty."""
    folder.mkdir(exist_ok=True)
    file = folder / f"train-{part:05d}-of-{total:05d}.jsonl"
    lines = [json.dumps({**({"id": own} if own else {}), "text": words}) for own, words in records]
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return file


@pytest.mark.slow
def test_a_dataset_that_is_cut_anew_leaves_no_older_texts(tmp_path: Path) -> None:
    old, new, home = tmp_path / "old", tmp_path / "new", tmp_path / "home"
    words = "Theo Nghị định số {}/2031/NĐ-CP về nuôi tằm.".format
    shard(old, 0, 2, ("a", words(1)), ("b", words(2)), ("", words(3)))
    shard(old, 1, 2, ("c", words(4)), ("d", words(5)))
    take(home, old)
    parts = [shard(new, 0, 3, ("a", words(1)), ("b", words(22))), shard(new, 1, 3, ("c", words(4))), shard(new, 2, 3, ("e", words(6)))]
    report = take(home, parts[0])  # part of a new cut replaces what it holds, and nothing else
    assert (report.taken.new, report.taken.changed, report.taken.gone, report.taken.same) == (0, 1, 0, 1)
    one, two = "train-{:05d}-of-00002.jsonl#{}".format, "train-{:05d}-of-00003.jsonl#{}".format
    assert [name for name, _ in text_names(Home(home))] == [one(0, "0.2"), two(0, "a"), two(0, "b"), one(1, "c"), one(1, "d")]
    report = take(home, new)
    assert (report.taken.new, report.taken.changed, report.taken.gone, report.taken.same) == (1, 0, 2, 3)
    assert [name for name, _ in text_names(Home(home))] == [two(0, "a"), two(0, "b"), two(1, "c"), two(2, "e")]
    take(tmp_path / "anew", new)
    assert quads(home) == quads(tmp_path / "anew")


@pytest.mark.slow
def test_what_a_broken_file_of_a_new_cut_may_hold_stays_as_it_was(tmp_path: Path) -> None:
    old, new, home = tmp_path / "old", tmp_path / "new", tmp_path / "home"
    shard(old, 0, 1, ("a", "Theo Luật này."), ("b", "Theo Luật kia."))
    take(home, old)
    shard(new, 0, 2, ("a", "Theo Luật này."))
    broken = shard(new, 1, 2, ("c", "Theo Luật ấy."))
    broken.write_bytes(broken.read_bytes() + b"{broken\n")
    assert len(take(home, new).failed) == 1
    names = [name for name, _ in text_names(Home(home))]
    assert names == ["train-00000-of-00001.jsonl#b", "train-00000-of-00002.jsonl#a", "train-00001-of-00002.jsonl#c"]


@pytest.mark.slow
def test_an_older_cut_that_newer_readers_read_again_is_left_behind_too(tmp_path: Path) -> None:
    old, new, home = tmp_path / "old", tmp_path / "new", tmp_path / "home"
    words = "Theo Nghị định số {}/2031/NĐ-CP về nuôi tằm.".format
    shard(old, 0, 1, ("a", words(1)), ("b", words(2)), ("c", words(3)))
    take(home, old)
    kept_by_older_readers(home)
    shard(new, 0, 2, ("a", words(1)), ("b", words(22)))
    shard(new, 1, 2, ("d", words(4)))
    report = take(home, new)
    assert (report.taken.new, report.taken.changed, report.taken.gone, report.taken.same) == (1, 1, 1, 1)
    one = "train-{:05d}-of-00002.jsonl#{}".format
    assert [name for name, _ in text_names(Home(home))] == [one(0, "a"), one(0, "b"), one(1, "d")]


def kept_by_older_readers(home: Path) -> None:
    """Let the readings of a home be those of an older version."""
    current = Home(home).current()
    assert current is not None
    for kept in current.texts_path.glob("*.reading"):
        kept.rename(kept.with_name(kept.name.replace(reader_version(), "0" * 12)))
    index = current.texts_path / "index.json"
    index.write_text(index.read_text("utf-8").replace(reader_version(), "0" * 12), "utf-8")


@pytest.mark.slow
def test_a_dataset_that_shares_no_record_with_another_takes_nothing_out(tmp_path: Path) -> None:
    home = tmp_path / "home"
    take(home, shard(tmp_path / "one", 0, 1, ("a", "Theo Luật này."), ("b", "Theo Luật kia.")))
    shard(tmp_path / "two", 0, 2, ("x", "Theo Luật ấy."))
    shard(tmp_path / "two", 1, 2, ("y", "Theo Luật nọ."))
    report = take(home, tmp_path / "two")
    assert (report.taken.new, report.taken.gone) == (2, 0)
    assert len(text_names(Home(home))) == 4

"""Ingest: what comes in, what replaces what, what is refused; and that nothing is lost however it ends."""

import os
import pty
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from tests.conftest import TAM_TANG, TODAY, WriteTables

from legalgraph.errors import NotFound, SourceError, StoreError, ValidationFailed
from legalgraph.library import Library, open_library, open_published
from legalgraph.model.document import Document, Status
from legalgraph.model.merging import merge_documents
from legalgraph.model.relation import Certainty
from legalgraph.pipeline import Report, ingest, making, validate
from legalgraph.printing import ingest_report
from legalgraph.rdf.mapping import document_quads, relation_quads
from legalgraph.rdf.vocab import GRAPHS, concept, graph, term
from legalgraph.registry import type_label
from legalgraph.store import merging
from legalgraph.store.snapshots import Home, Snapshot

DECREE, OLD, FIRST = "nd/2031/901/nd-cp", "nd/2025/77/nd-cp", "qd/2032/4001/qd-ttg"
A = {"id": DECREE, "number": "901/2031/NĐ-CP", "signed": "2031-03-02"}
B = {"id": OLD, "number": "77/2025/NĐ-CP", "signed": "2025-01-15"}
AB = {"source": DECREE, "target": OLD, "evidence_url": "https://example.org/901"}


def take(home: Path, *paths: Path) -> Library:
    """Ingest and open what came of it."""
    ingest(paths, Home(home), today=TODAY)
    return open_published(home)


def current(home: Path) -> Snapshot:
    found = Home(home).current()
    assert found is not None
    return found


def quads(library: Library) -> set[Quad]:
    return set(library.engine.quads())


# -------- tables


def test_the_sample_is_stated_in_its_graphs(sample: Library) -> None:
    stated = quads(sample)
    assert {q.graph_name for q in stated} == {graph(name) for name in GRAPHS if name not in ("extracted", "portal")}
    for path in sample.reader.paths():
        document = sample.reader.document(path)
        assert document is not None
        assert set(document_quads(document, type_label(document.type), graph("curated"))) <= stated
        for relation in sample.reader.relations_from(path):
            home = graph("curated" if relation.certainty is Certainty.VERIFIED else "inferred")
            if relation.certainty is Certainty.VERIFIED:
                assert set(relation_quads(relation, home)) <= stated
            else:
                assert Quad(NamedNode(relation.iri), term("rdf:type"), term("lg:Relation"), home) in stated


def test_no_triple_stands_in_two_graphs(sample: Library, packaged: Library) -> None:
    for library in (sample, packaged):
        times = Counter((q.subject, q.predicate, q.object) for q in library.engine.quads())
        assert [triple for triple, n in times.items() if n > 1] == []


def test_the_report_of_the_sample(tmp_path: Path) -> None:
    steps: list[str] = []
    report = ingest([TAM_TANG], Home(tmp_path), today=TODAY, progress=steps.append)
    assert (report.datasets, report.texts, report.skipped) == (["tam-tang"], [], [])
    assert (report.documents, report.relations, report.unverified, report.warnings) == (7, 9, 2, [])
    assert report.snapshot == current(tmp_path)
    assert report.snapshot is not None
    assert report.snapshot.manifest["counts"] == {"documents": 7, "relations": 9, "citations": 1, "conflicts": 1}
    assert len(steps) == len(set(steps)) >= 5


def test_statuses_are_stated_for_the_day(sample: Library) -> None:
    rows = sample.engine.select("SELECT ?slug ?status ?day { ?d lg:slug ?slug ; lg:current_status ?status ; lg:as_of ?day }")
    statuses = {getattr(row["slug"], "value", ""): getattr(row["status"], "value", "").rsplit("/", 1)[-1] for row in rows}
    assert statuses == {
        DECREE: "partly_expired", OLD: "expired", "nd/2034/12/nd-cp": "in_force", FIRST: "unknown", "qd/2035/4002/qd-ttg": "unknown",
        "vn-18/qd/2033/4001/qd-ubnd": "unknown", "qd/2036/4001/qd-ttg": "unknown",
    }  # fmt: skip
    assert {row["day"] for row in rows} == {Literal("2036-06-01", datatype=term("xsd:date"))}
    in_force = sample.engine.select("SELECT ?slug ?force { ?d lg:slug ?slug ; eli:in_force ?force }")
    # Of what is unknown ELI's property says nothing at all.
    assert {getattr(row["slug"], "value", "") for row in in_force} == {DECREE, OLD, "nd/2034/12/nd-cp"}


def test_the_dataset_describes_itself_and_its_terms(sample: Library) -> None:
    assert sample.engine.ask("ASK { GRAPH <https://w3id.org/legalgraph/graph/void> { ?d a void:Dataset ; dcterms:license ?l } }")
    assert sample.engine.ask("ASK { lg:kind rdfs:label ?words FILTER(LANG(?words) = 'vi') }")
    unknown = sample.engine.select("SELECT DISTINCT ?p { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(lg:))) FILTER NOT EXISTS { ?p rdfs:label ?l } }")
    assert unknown == []
    bodies = sample.engine.select("SELECT ?b { ?d eli:passed_by ?b FILTER NOT EXISTS { ?b rdfs:label ?l } }")
    assert bodies == []


def test_the_same_again_publishes_nothing(own_home: Path) -> None:
    before = current(own_home)
    report = ingest([TAM_TANG], Home(own_home), today=TODAY)
    assert report.unchanged
    assert report.snapshot == before == current(own_home)
    assert [p.name for p in (own_home / "snapshots").iterdir()] == [before.id]
    assert list((own_home / "building").iterdir()) == []


def test_two_ingests_of_the_same_files_state_the_same(tmp_path: Path, sample: Library) -> None:
    assert quads(take(tmp_path, TAM_TANG)) == quads(sample)


def test_the_files_of_a_large_store_are_merged(tmp_path: Path, sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr(making, "_MERGED_FROM", 1_000)
    monkeypatch.setattr(making, "_MERGED_AT_ONCE_FROM", 1_000)
    monkeypatch.setattr(merging, "_LEAST", 1)
    ingest([TAM_TANG], Home(tmp_path), today=TODAY, progress=steps.append)
    assert [step for step in steps if "files of the store" in step] == ["merging the files of the store"] * 2
    assert quads(open_published(tmp_path)) == quads(sample)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["followed", "make_catalogue"])
def test_a_change_that_cannot_be_followed_is_made_anew(
    step: str, own_home: Path, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("the catalogue is damaged")

    steps: list[str] = []
    with monkeypatch.context() as during:
        during.setattr(making, step, fail)
        report = ingest([news], Home(own_home), today=TODAY, progress=steps.append)
    assert "stating everything anew: the catalogue is damaged" in steps
    other = Home(tmp_path / "other")
    anew = ingest([TAM_TANG, news], other, today=TODAY)
    assert quads(open_published(own_home)) == quads(open_published(tmp_path / "other"))
    assert (report.resolved, report.extracted_relations, report.statements) == (anew.resolved, anew.extracted_relations, anew.statements)
    assert current(own_home).manifest["mentions"] == current(tmp_path / "other").manifest["mentions"]


def test_an_amendment_without_a_day_bears_on_no_day_before_its_document_can_have_been_signed(tmp_path: Path, write_tables: WriteTables) -> None:
    old = {**B, "in_force_from": "2025-03-01", "status": "in_force", "status_basis": "https://example.org/77"}
    amends = {**AB, "kind": "amends"}
    for signed, first in (("2031-03-02", date(2031, 3, 2)), ("2031-04-05", date(2031, 4, 5)), ("", date(2031, 1, 1))):
        library = take(tmp_path / "home", write_tables(documents=[{**A, "signed": signed}, old], relations=[amends]))
        decree = library.reader.document(OLD)
        assert decree
        for day, status in ((first - timedelta(1), Status.IN_FORCE), (first, Status.UNKNOWN)):
            assert library.reader.status(decree, day).status is status
            assert library.reader.catalogue.statuses([OLD], day)[OLD].status is status


def test_a_changed_row_replaces_what_it_said(tmp_path: Path, write_tables: WriteTables) -> None:
    first = take(tmp_path / "home", write_tables(documents=[{**A, "title": "Cũ"}, B], relations=[{**AB, "kind": "replaces"}]))
    assert first.reader.relations_from(DECREE)[0].kind == "replaces"
    second = take(tmp_path / "home", write_tables(documents=[{**A, "title": "Mới", "signed": ""}, B], relations=[AB]))
    document = second.reader.document(DECREE)
    assert document == Document(DECREE, "nd", "Mới", number="901/2031/NĐ-CP", note="đọc trong văn bản")
    assert [r.kind for r in second.reader.relations_of(OLD)] == ["basis"]
    assert not second.engine.ask("ASK { ?s ?p 'Cũ'@vi }")
    assert not second.engine.ask("ASK { ?s lg:replaces ?o }")
    assert second.reader.search("cũ").total == 0
    assert second.reader.search("mới").total == 1
    # What was published before stays as it was for those who still read it.
    assert first.reader.search("cũ").total == 1
    assert quads(take(tmp_path / "other", tmp_path / "thu")) == quads(second)


def test_a_row_that_goes_takes_its_statements_along(tmp_path: Path, write_tables: WriteTables) -> None:
    take(tmp_path / "home", write_tables(documents=[A, B], relations=[AB]))
    library = take(tmp_path / "home", write_tables(documents=[A], relations=[]))
    assert library.reader.paths() == [DECREE]
    assert library.reader.relations_of(DECREE) == []
    assert not library.engine.ask("ASK { ?s ?p <https://w3id.org/legalgraph/eli/vn/nd/2025/77/nd-cp> }")


def test_datasets_are_kept_apart_and_joined(tmp_path: Path, write_tables: WriteTables) -> None:
    one = write_tables("mot", documents=[{**A, "title": "Tên thứ nhất", "signer": "Nguyễn Văn Thử", "source_url": "https://example.org/1"}])
    two = write_tables("hai", documents=[{**A, "title": "Tên thứ hai", "source_url": "https://example.org/2"}, B])
    home = tmp_path / "home"
    take(home, one, two)
    # "mot" stands after "hai" in the alphabet, and what comes later holds.
    document = open_published(home).reader.document(DECREE)
    assert document is not None
    assert (document.title, document.signer) == ("Tên thứ nhất", "Nguyễn Văn Thử")
    assert document.sources == ("https://example.org/1", "https://example.org/2")
    relations = write_tables("xa", relations=[AB])  # names documents of the others
    assert len(take(home, relations).reader.relations_of(OLD)) == 1
    assert not take(home, write_tables("xa", relations=[])).reader.relations_of(OLD)  # the last row is taken out


def test_merging_prefers_the_later_and_the_surer() -> None:
    first = Document(DECREE, "nd", "Một", number="901/2031/NĐ-CP", signer="A", certainty=Certainty.VERIFIED, sources=("1", "2"))
    second = Document(DECREE, "nd", "Hai", signed=date(2031, 3, 2), certainty=Certainty.UNVERIFIED, sources=("2", "3"))
    (merged,) = merge_documents([first, second]).values()
    assert merged == Document(DECREE, "nd", "Hai", number="901/2031/NĐ-CP", signer="A", signed=date(2031, 3, 2), sources=("2", "3", "1"))


# -------- texts

NEWS = (
    "Theo Nghị định số 901/2031/NĐ-CP và Quyết định số 4001/QĐ-TTg ngày 10/7/2032, các xã nuôi tằm.\n"
    "Nghị định số 901/2031/NĐ-CP thay Nghị định số 555/2020/NĐ-CP. Xem thêm Quyết định số 4001/QĐ-TTg."
)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "bài báo.txt"
    path.write_text(NEWS, "utf-8")
    return path


def test_a_text_and_what_it_cites(own_home: Path, news: Path) -> None:
    report = ingest([news], Home(own_home), today=TODAY)
    # The second mention of the decision is joined to the first, which has its day.
    assert (report.texts, report.resolved, report.wanted) == (["bài báo.txt"], 5, {"nd/2020/555/nd-cp": 1})
    assert (report.missing, report.failed) == ({}, [])
    reader = open_published(own_home).reader
    (text,) = [p for p in reader.paths() if p.startswith("text/")]
    relations = reader.relations_from(text)
    assert {r.target for r in relations} == {DECREE, FIRST, "nd/2020/555/nd-cp"}
    for relation in relations:
        assert (relation.kind, relation.certainty) == ("refers", Certainty.INFERRED)
        for evidence in relation.evidence:
            quote = evidence.quote
            assert quote is not None
            assert NEWS[quote.start : quote.end] == quote.exact
            assert (quote.prefix, quote.suffix) == ("", "")  # the words around it are in the text that is kept
    twice = next(r for r in relations if r.target == DECREE)
    assert twice.rule == "full_citation"
    assert len(twice.evidence) == 2
    assert reader.search("bai bao").hits == [reader.document(text)]
    assert reader.find(text) == [reader.document(text)]
    assert reader.find("bài báo.txt") == [reader.document(text)]


def test_what_is_only_cited_is_described_by_its_citations(own_home: Path, news: Path) -> None:
    reader = take(own_home, news).reader
    # Type, number and issuer are the identity of a decree, whether or not it is present.
    (found,) = reader.find("555/2020/NĐ-CP")
    assert (found.path, found.number, found.title) == ("nd/2020/555/nd-cp", "555/2020/NĐ-CP", "(chưa rõ tên văn bản)")
    assert (found.certainty, found.status) == (Certainty.INFERRED, None)
    assert found.note == "Chỉ được biết qua viện dẫn trong văn bản khác."
    assert reader.find("555/2021/NĐ-CP") == []


def test_an_unresolved_citation_is_kept_and_does_not_stand_in_the_way(own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text("Theo Quyết định số 4001/QĐ-TTg và Công văn số 7/XYZ-AB.", "utf-8")
    report = ingest([tmp_path / "tin.txt"], Home(own_home), today=TODAY)
    assert report.resolved == 0
    assert report.missing["Quyết định số 4001/QĐ-TTg"] == 1
    assert report.unresolved["number_without_year_or_day"] >= 1
    reader = open_published(own_home).reader
    # 4001/QĐ-TTg without a day was not joined to a decision, but the decisions still answer alone.
    assert [d.identified for d in reader.find("4001/QĐ-TTg")] == [True, True]
    assert reader.resolve("qd 4001 2032").path == FIRST
    (text,) = [p for p in reader.paths() if p.startswith("text/")]
    assert all(r.target.startswith("citation/") for r in reader.relations_from(text))


def test_a_text_read_again_replaces_what_was_read_from_it(own_home: Path, news: Path) -> None:
    bare = quads(open_published(own_home))
    first = quads(take(own_home, news))
    assert ingest([news], Home(own_home), today=TODAY).unchanged
    news.write_text("Theo Quyết định số 4001/QĐ-TTg ngày 10/7/2032.", "utf-8")
    second = quads(take(own_home, news))
    assert not any("555" in str(quad) for quad in second)
    (text,) = [p for p in open_published(own_home).reader.paths() if p.startswith("text/")]
    assert [r.target for r in open_published(own_home).reader.relations_from(text)] == [FIRST]
    news.write_text(NEWS, "utf-8")
    assert quads(take(own_home, news)) == first
    news.write_text("Không dẫn gì cả.", "utf-8")
    left = quads(take(own_home, news)) - bare
    names = ("rdf:type", "lg:slug", "rdfs:label", "dcterms:title", "lg:text", "lg:read_from", "lg:file_name", "lg:digest", "dcterms:format")
    assert {q.predicate for q in left} == set(map(term, names))


@pytest.mark.slow
def test_a_text_with_a_new_name_is_the_same_text(own_home: Path, news: Path) -> None:
    take(own_home, news)
    library = take(own_home, news.rename(news.with_name("tên khác.txt")))
    (text,) = [p for p in library.reader.paths() if p.startswith("text/")]
    document = library.reader.document(text)
    assert document is not None
    assert document.title == "tên khác.txt"


def cited(library: Library) -> set[str]:
    texts = [path for path in library.reader.paths() if path.startswith("text/")]
    return {r.target for path in texts for r in library.reader.relations_from(path)}


@pytest.mark.slow
def test_texts_follow_the_tables(tmp_path: Path, news: Path, write_tables: WriteTables) -> None:
    home = tmp_path / "home"
    late = {"id": "nd/2020/555/nd-cp", "number": "555/2020/NĐ-CP", "title": "Về tơ lụa"}

    def title(library: Library) -> str:
        assert {late["id"], DECREE} <= cited(library)
        document = library.reader.document(late["id"])
        assert document is not None
        return document.title

    # What is only cited is described by its table when that comes, and by its citations again when the table goes.
    assert title(take(home, write_tables(documents=[A]), news)) == "(chưa rõ tên văn bản)"
    after = take(home, write_tables(documents=[A, late]))
    assert title(after) == "Về tơ lụa"
    assert quads(after) == quads(take(tmp_path / "other", write_tables(documents=[A, late]), news))
    assert title(take(home, write_tables(documents=[A]))) == "(chưa rõ tên văn bản)"


def test_what_is_read_in_a_folder(tmp_path: Path, news: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub" / ".git").mkdir(parents=True)
    shutil.copytree(TAM_TANG, folder / "tam-tang")
    shutil.copy(news, folder / "sub" / "a.TXT")
    (folder / "sub" / "b.md").write_text("Nghị định số 901/2031/NĐ-CP", "utf-8")
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 cut off")
    for name in ("README.md", "none", ".hidden.txt", "sub/.git/d.txt", "sub/other.csv"):
        (folder / name).write_text("a,b\n1,2\n")
    (folder / "broken.txt").symlink_to(tmp_path / "nowhere")
    report = ingest([folder], Home(tmp_path / "home"))
    assert report.datasets == ["tam-tang"]
    assert report.texts == ["sub/a.TXT", "sub/b.md"]
    assert [name for name, _ in report.failed] == ["c.pdf"]
    assert {Path(path).name: why for path, why in report.skipped} == {
        "README.md": "the card of a dataset, no document", "none": "files of kind ? are not read",
        "other.csv": "not a known table",
    }  # fmt: skip


# -------- what is refused


def refused(own_home: Path, *paths: Path) -> SourceError:
    """Ingest what cannot be read; check that nothing was published and nothing is left over."""
    before = current(own_home)
    with pytest.raises(SourceError) as caught:
        ingest(paths, Home(own_home))
    assert current(own_home) == before
    assert list((own_home / "building").iterdir()) == []
    return caught.value


def test_an_error_names_the_file_that_was_given(own_home: Path, write_tables: WriteTables) -> None:
    folder = write_tables(documents=[A, {**B, "signed": "hôm qua"}])
    assert str(refused(own_home, folder)).startswith(f"{folder / 'documents.csv'}, row 3, column 'signed'")
    assert str(refused(own_home, folder / "documents.csv")).startswith(f"{folder / 'documents.csv'}, row 3, column 'signed'")
    with pytest.raises(SourceError, match=f"^{folder / 'documents.csv'}, row 3"):
        validate([folder], Home(own_home))
    circle = write_tables("vong", documents=[A, B], relations=[{**AB, "kind": "replaces"}, {"source": OLD, "target": DECREE, "kind": "replaces"}])
    assert str(refused(own_home, circle)).startswith(f"{circle}: the relations 'replaces' go in a circle: {DECREE} ▶ {OLD} ▶ {DECREE}")


def test_a_wrong_text_is_told_and_stops_nothing_else(own_home: Path, tmp_path: Path, news: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\xc3\x28\x00\x00")
    report = ingest([news, tmp_path / "x.txt"], Home(own_home), today=TODAY)
    assert report.texts == [news.name]
    assert [name for name, _ in report.failed] == ["x.txt"]
    assert report.snapshot == current(own_home)
    # Nothing else was asked for: then it is an error.
    assert "x.txt" in str(refused(own_home, tmp_path / "x.txt"))


def test_a_file_that_failed_is_named_once_and_where_it_was_given(own_home: Path, tmp_path: Path, news: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "sai.txt").write_bytes(b"Lu\0a")
    (folder / "rong.txt").write_bytes(b"")
    printed = ingest_report(ingest([news, folder], Home(own_home), today=TODAY))
    assert f"  failed: {folder}/sai.txt: character 2: a NUL character, so" in printed
    assert f"  failed: {folder}/rong.txt: the file is empty; fetch it again" in printed


def test_texts_that_name_no_document_are_told(own_home: Path, tmp_path: Path) -> None:
    note = tmp_path / "ghi-chu.txt"
    note.write_text("Tằm ăn dâu.", "utf-8")
    report = ingest([note], Home(own_home), today=TODAY)
    assert "  texts that name no document, kept for the citations in them: 1, e.g. ghi-chu.txt" in ingest_report(report).splitlines()


def test_a_day_of_signing_that_there_cannot_be_is_told(own_home: Path, tmp_path: Path) -> None:
    decree = tmp_path / "nd.txt"
    decree.write_text("CHÍNH PHỦ\nSố: 12/2031/NĐ-CP\nHà Nội, ngày 12 tháng 13 năm 2031\nNGHỊ ĐỊNH\nVề tằm\nĐiều 1. Phạm vi\nTằm.\n", "utf-8")
    assert "    nd.txt, day of signing: ngày 12 tháng 13 năm 2031" in ingest_report(ingest([decree], Home(own_home), today=TODAY)).splitlines()


def test_one_wrong_table_stops_all(own_home: Path, news: Path, write_tables: WriteTables) -> None:
    misspelt = write_tables("sai", documents=[A])
    table = misspelt / "documents.csv"
    table.write_text(table.read_text("utf-8").replace("title", "tiitle", 1), "utf-8")
    assert "row 1: missing column title" in str(refused(own_home, misspelt, news))


def test_tables_taken_in_before_are_asked_no_more_than_they_were(tmp_path: Path, news: Path, write_tables: WriteTables) -> None:
    """A version that asks for more of tables still goes on from the home of one that asked for less."""
    home = Home(tmp_path / "home")
    ingest([write_tables(documents=[A, B], relations=[{**AB, "evidence_url": "https://example.org/1"}])], home, today=TODAY)
    (kept,) = current(home.folder).sources_path.glob("thu/relations.csv")
    kept.write_text(kept.read_text("utf-8").replace("https://example.org/1", "Công báo số 5").replace("đọc tại Điều 1", ""), "utf-8")
    assert ingest([news], home, today=TODAY).texts == [news.name]
    assert len(open_published(home.folder).reader.relations_of(OLD)) == 1
    given = write_tables(documents=[A, B], relations=[{**AB, "evidence_url": "Công báo số 5"}])
    assert "'Công báo số 5' is not a web address" in str(refused(home.folder, given))


def test_paths_that_hold_nothing(own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 cut off")
    (tmp_path / "x.csv").write_text("a,b\n")
    assert "no such file or folder" in str(refused(own_home, tmp_path / "none"))
    assert "nothing to read here" in str(refused(own_home, tmp_path / "empty"))
    assert "x.pdf" in str(refused(own_home, tmp_path / "x.pdf"))
    assert "row 1: the header is of no known table" in str(refused(own_home, tmp_path / "x.csv"))
    assert "nothing to read here" in str(refused(own_home, TAM_TANG, tmp_path / "empty"))


def test_files_of_one_name_would_replace_each_other(own_home: Path, tmp_path: Path, write_tables: WriteTables) -> None:
    one, two = write_tables("a/thu", documents=[A]), write_tables("b/thu", documents=[B])
    assert "one name" in str(refused(own_home, one, two))
    for folder in ("c", "d"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(folder)
    assert "one name" in str(refused(own_home, tmp_path / "c", tmp_path / "d"))
    # The same file twice is one file.
    report = ingest([one, one / "documents.csv", tmp_path / "a"], Home(own_home))
    assert report.datasets == ["thu"]


def test_data_that_breaks_a_rule_is_not_published(own_home: Path, write_tables: WriteTables) -> None:
    before = current(own_home)
    backwards = write_tables("x", documents=[{**A, "in_force_from": "2031-05-01", "in_force_until": "2031-04-01"}])
    with pytest.raises(ValidationFailed, match=r"1 broken rule\(s\); nothing was published:\n  Nghị định 901/2031/NĐ-CP .*EndNotBeforeStart"):
        ingest([backwards], Home(own_home))
    # No folder has a circle, the graph would have one.
    circle = write_tables("y", relations=[{"source": OLD, "target": DECREE, "kind": "replaces"}])
    with pytest.raises(SourceError, match=r"go in a circle: .* ▶ "):
        ingest([circle], Home(own_home))
    assert current(own_home) == before
    assert list((own_home / "building").iterdir()) == []
    assert {f.shape for f in validate([backwards], Home(own_home))} == {"EndNotBeforeStart"}
    assert validate([], Home(own_home)) == []
    assert current(own_home) == before


def test_warnings_are_reported_and_published(tmp_path: Path, write_tables: WriteTables) -> None:
    late = write_tables(documents=[A, B], relations=[{"source": OLD, "target": DECREE, "kind": "repeals"}])
    report = ingest([late], Home(tmp_path / "home"))
    assert [f.shape for f in report.warnings] == ["EndsLaterDocument"]
    assert current(tmp_path / "home").manifest["warnings"] == 1


def test_odd_characters_go_in_and_come_out(tmp_path: Path, write_tables: WriteTables) -> None:
    odd = "x" + "".join(map(chr, [*range(0x20), 0x7F, 0x85, 0xA0, 0x2028, 0x2029, 0xFFFE, 0x10FFFF])) + "\"\\'''🦋 ễ x"
    folder = write_tables(documents=[{**A, "title": odd, "note": odd, "source_url": "64/2031/QH19, Điều 4"}])
    (tmp_path / "x.txt").write_text(odd.replace("\0", "") + " Nghị định số 901/2031/NĐ-CP", "utf-8")
    library = take(tmp_path / "home", folder, tmp_path / "x.txt")
    document = library.reader.document(DECREE)
    assert document is not None
    assert (document.title, document.note) == (odd, odd)
    assert library.reader.resolve(odd).path == DECREE
    with (tmp_path / "x.nq").open("w+b") as file:
        library.engine.dump(file, RdfFormat.N_QUADS)
        file.seek(0)
        assert set(parse(file, format=RdfFormat.N_QUADS)) == quads(library)


def test_validating_the_current_snapshot_writes_nothing(own_home: Path) -> None:
    before = sorted((str(p), p.stat().st_mtime_ns) for p in own_home.rglob("*"))
    with Home(own_home).writing() as draft:  # an ingest runs meanwhile
        assert validate([], Home(own_home)) == []
        draft.close()
    assert [p for p, _ in before] == sorted(str(p) for p in own_home.rglob("*"))


def test_opening_a_named_home_makes_none(packaged_home: Path, sample_home: Path, tmp_path: Path) -> None:
    assert open_library(sample_home).snapshot == current(sample_home)
    assert open_library(packaged_home).snapshot == current(packaged_home)
    with pytest.raises(NotFound, match="legalgraph ingest"):
        open_published(tmp_path / "none")
    (tmp_path / "file").touch()
    for named in "none", "file":
        with pytest.raises(NotFound, match="no file CURRENT"):
            open_library(tmp_path / named)
    assert not (tmp_path / "none").exists()


def test_unknown_is_stated_as_unknown(sample: Library) -> None:
    statement = Quad(NamedNode("https://w3id.org/legalgraph/eli/vn/" + FIRST), term("lg:current_status"), concept("status", Status.UNKNOWN), graph("inferred"))
    assert statement in quads(sample)


# -------- however it ends, nothing is lost: real processes


def command(home: Path, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "legalgraph.cli", "--home", str(home), *map(str, arguments)]


def run(home: Path, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command(home, *arguments), capture_output=True, text=True, check=False, timeout=600)


def assert_serves(home: Path, *snapshots: Snapshot) -> None:
    """The home serves one of the snapshots, whole."""
    snapshot = current(home)
    assert snapshot in snapshots
    library = open_published(home)
    assert len(list(library.engine.quads())) > 2_500
    assert library.reader.search("chương trình").total == 3
    assert library.reader.statistics().counts == snapshot.manifest["counts"]


# The step of the ingest during which it is killed, as it shows on a terminal, and how many seconds into it.
MOMENTS = (
    ("looking for files", 0), ("reading tables", 0), ("reading back what changed", 0), ("checking the rules", 0),
    ("building the catalogue", 0), ("publishing", 0), ("publishing", 0.04), ("publishing", 0.08),
)  # fmt: skip


def kill_during(step: str, seconds: float, *arguments: str) -> int:
    """Run on a terminal, kill as hard as can be at the moment, and return how the process ended."""
    terminal, its_side = pty.openpty()
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=its_side) as process:
        os.close(its_side)
        shown = b""
        try:
            while step.encode() not in shown:
                shown += os.read(terminal, 1_000)
        except OSError:  # the other side is closed: it ended before
            pass
        time.sleep(seconds)
        process.kill()
        os.close(terminal)
    assert step.encode() in shown, shown
    return process.returncode


@pytest.mark.slow
def test_killed_at_any_moment(own_home: Path, write_tables: WriteTables) -> None:
    ended = []
    for number, (step, seconds) in enumerate(MOMENTS):
        published = current(own_home)
        folder = write_tables(documents=[{**A, "note": str(number)}])
        ended.append(kill_during(step, seconds, *command(own_home, "ingest", folder)))
        assert_serves(own_home, published, current(own_home))
        if step != "publishing":
            assert (ended[-1], current(own_home)) == (-9, published)
    assert ended.count(-9) >= 5
    done = run(own_home, "ingest", write_tables(documents=[{**A, "note": "cuối cùng"}]))
    assert done.returncode == 0, done.stderr
    assert list((own_home / "building").iterdir()) == []
    assert not list(own_home.glob("CURRENT.*"))
    document = open_published(own_home).reader.document(DECREE)
    assert document is not None
    assert document.note == "cuối cùng"
    assert_serves(own_home, current(own_home))


HOLDING = """
import shutil, sys
from pathlib import Path
from legalgraph.store.snapshots import Home
home = Home(Path(sys.argv[1]))
with home.writing() as draft:
    shutil.copy(home.current().catalogue_path, draft.catalogue_path)
    print("writing", flush=True)
    sys.stdin.readline()
    home.publish(draft, home.current().manifest)
"""


def test_an_ingest_while_another_runs(own_home: Path, write_tables: WriteTables) -> None:
    before = current(own_home)
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(own_home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        done = run(own_home, "ingest", write_tables(documents=[A]))
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr == f"legalgraph: another ingest is writing to {own_home}; wait for it to end and try again\n"
        assert_serves(own_home, before)
        # Reading is not disturbed by writing.
        assert run(own_home, "show", "901/2031/NĐ-CP").returncode == 0
        other.communicate("go on\n")
    after = current(own_home)
    assert after.id > before.id
    assert_serves(own_home, after)
    assert run(own_home, "ingest", write_tables(documents=[{**A, "note": "sau"}])).returncode == 0


def test_two_ingests_started_at_once(own_home: Path, write_tables: WriteTables) -> None:
    folders = [write_tables(name, documents=[{"id": f"nd/2031/{n}/nd-cp", "number": f"{n}/2031/NĐ-CP"}]) for n, name in ((51, "x"), (52, "y"))]
    processes = [subprocess.Popen(command(own_home, "ingest", folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for folder in folders]
    outcomes = [(process, *process.communicate()) for process in processes]
    assert 0 in [process.returncode for process, _, _ in outcomes]
    paths = open_published(own_home).reader.paths()
    for (process, _, stderr), number in zip(outcomes, (51, 52), strict=True):
        assert (f"nd/2031/{number}/nd-cp" in paths) == (process.returncode == 0)
        assert process.returncode == 0 or "another ingest is writing" in stderr
    assert DECREE in paths


@pytest.mark.skipif(os.name != "posix", reason="needs a shell with ulimit")
def test_files_may_not_grow(own_home: Path, write_tables: WriteTables) -> None:
    before = current(own_home)
    folder = write_tables(documents=[A, {**B, "note": "x" * 100_000}])
    done = subprocess.run(["sh", "-c", 'ulimit -f 100; exec "$@"', "sh", *command(own_home, "ingest", folder)],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("legalgraph: ")
    assert "Traceback" not in done.stderr
    assert str(own_home) in done.stderr
    assert_serves(own_home, before)
    assert run(own_home, "ingest", folder).returncode == 0
    assert list((own_home / "building").iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("no right to mount a small file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk(small_disk: Path, sample_home: Path, write_tables: WriteTables) -> None:
    home = Path(shutil.copytree(sample_home, small_disk / "home"))
    before = current(home)
    rest = shutil.disk_usage(small_disk).free
    (small_disk / "filling").write_bytes(bytes(rest - 300_000))
    folder = write_tables(documents=[A, {**B, "note": "x" * 100_000}])
    done = run(home, "ingest", folder)
    assert done.returncode == 1
    assert done.stderr.startswith("legalgraph: ")
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert_serves(home, before)
    (small_disk / "filling").unlink()
    assert run(home, "ingest", folder).returncode == 0
    assert list((home / "building").iterdir()) == []


def test_a_report_starts_empty() -> None:
    empty = Report()
    assert not any((empty.datasets, empty.texts, empty.kept, empty.failed, empty.resolved, empty.unresolved, empty.wanted, empty.warnings))
    assert (empty.snapshot, empty.unchanged) == (None, False)


def test_one_relation_in_two_datasets_keeps_the_stronger_certainty_and_its_own_evidence(tmp_path: Path, write_tables: WriteTables) -> None:
    relation = {"source": DECREE, "target": OLD, "kind": "repeals", "effective_from": "2031-05-01"}
    seen = write_tables("seen", documents=[A, B], relations=[{**relation, "evidence_url": "https://example.org/seen"}])
    guessed = write_tables("guessed", relations=[{**relation, "certainty": "inferred", "rule": "title"}])
    reader = take(tmp_path / "home", seen, guessed).reader
    (found,) = reader.relations_of(DECREE)
    assert found.certainty is Certainty.VERIFIED
    assert [evidence.url for evidence in found.evidence] == ["https://example.org/seen"]


def test_datasets_that_disagree_on_a_day_are_refused(tmp_path: Path, write_tables: WriteTables) -> None:
    relation = {"source": DECREE, "target": OLD, "kind": "repeals"}
    one = write_tables("one", documents=[A, B], relations=[{**relation, "effective_from": "2031-05-01"}])
    two = write_tables("two", relations=[{**relation, "effective_from": "2031-06-01"}])
    with pytest.raises(SourceError, match="one with effective_from 2031-05-01, one with 2031-06-01"):
        ingest([one, two], Home(tmp_path / "home"))


def test_a_table_taken_out_of_a_folder_is_taken_out_of_the_graph(tmp_path: Path, write_tables: WriteTables) -> None:
    folder = write_tables(documents=[A, B], relations=[{"source": DECREE, "target": OLD, "kind": "repeals"}])
    assert take(tmp_path / "home", folder).reader.relations_of(DECREE)
    (folder / "relations.csv").unlink()
    assert take(tmp_path / "home", folder).reader.relations_of(DECREE) == []

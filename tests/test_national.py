"""The national dataset as a snapshot: documents, labels and their directions, what is kept apart, and what the report says."""

import re
import shutil
import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from pyoxigraph import Literal
from tests.conftest import TAM_TANG, TODAY, WriteTables
from tests.national import write_dataset

from legalgraph.errors import SourceError, StoreError
from legalgraph.library import Library, open_published
from legalgraph.model.document import Status
from legalgraph.model.relation import Certainty, kinds
from legalgraph.pipeline import Report, ingest, national_kept, validate
from legalgraph.pipeline.national import LABELS
from legalgraph.printing import ingest_report
from legalgraph.rdf.vocab import term
from legalgraph.store.snapshots import Home

Cells = Mapping[str, object]


def decree(identity: int, year: int, **cells: object) -> dict[str, object]:
    """Nghị định `identity` of a year, signed on the first of March."""
    return {"id": identity, "title": f"Về việc thử {identity}", "so_ky_hieu": f"{identity}/{year}/NĐ-CP", "loai_van_ban": "Nghị định",
            "ngay_ban_hanh": f"01/03/{year}", "ngay_co_hieu_luc": f"01/05/{year}", "tinh_trang_hieu_luc": "Còn hiệu lực", **cells}  # fmt: skip


def path(identity: int, year: int) -> str:
    return f"nd/{year}/{identity}/nd-cp"


def take(folder: Path, home: Path, *more: Path) -> tuple[Library, Report]:
    report = ingest([folder, *more], Home(home), today=TODAY)
    return open_published(home), report


def test_documents_and_relations(tmp_path: Path) -> None:
    rows = [decree(1, 2030), decree(2, 2032, tinh_trang_hieu_luc="Hết hiệu lực toàn bộ", ngay_het_hieu_luc="01/01/2034"), decree(3, 2034)]
    related = [(2, "1", "Văn bản căn cứ"), (3, "2", "Văn bản hết hiệu lực"), (2, "3", "Văn bản quy định hết hiệu lực"), (1, "2", "Văn bản khác lạ")]
    library, report = take(write_dataset(tmp_path / "data", rows, related), tmp_path / "home")
    reader = library.reader
    found = reader.document(path(2, 2032))
    assert found is not None
    assert (found.status, found.in_force_until, found.certainty) == (Status.EXPIRED, date(2034, 1, 1), Certainty.INFERRED)
    assert found.sources == ("https://huggingface.co/datasets/th1nhng0/vietnamese-legal-documents",)
    told = {(r.source, r.kind, r.target): r for r in reader.relations_of(path(2, 2032))}
    # The two labels of one end say the same thing once; a label that nobody knows says that there is a relation.
    assert set(told) == {
        (path(2, 2032), "basis", path(1, 2030)), (path(3, 2034), "ends", path(2, 2032)), (path(2, 2032), "related", path(1, 2030)),
    }  # fmt: skip
    ends = told[path(3, 2034), "ends", path(2, 2032)]
    assert (ends.certainty, ends.rule) == (Certainty.INFERRED, "portal_label")
    assert [(e.kind, e.note) for e in ends.evidence] == [("page", "ghi dưới nhãn “Văn bản hết hiệu lực”")]
    national = report.national
    assert national is not None
    assert {test.label: test.verdict for test in national.labels} == {
        "Văn bản căn cứ": "accepted", "Văn bản hết hiệu lực": "accepted", "Văn bản quy định hết hiệu lực": "accepted", "Văn bản khác lạ": "unknown"}
    assert (national.rows, national.documents, national.relation_rows, national.relations, national.repeated) == (3, 3, 4, 3, 1)
    text = ingest_report(report)
    assert "national dataset: 3 rows ▶ 3 documents; 4 relation rows ▶ 3 relations" in text
    assert "  read: the national dataset (new)\n" in text
    assert "accepted          1×  Văn bản căn cứ: 1 of 1 (100.0%)" in text


def test_documents_without_words_are_known_and_not_missing(tmp_path: Path) -> None:
    rows = [decree(1, 2031), decree(2, 2032)]
    source = write_dataset(tmp_path / "source", rows, [(2, "1", "Văn bản căn cứ")])
    library, _ = take(source, tmp_path / "home")
    text = tmp_path / "a.txt"
    text.write_text("Theo Nghị định số 1/2031/NĐ-CP.", "utf-8")
    for again in (False, True):  # stated anew, and what changed alone
        statistics = library.reader.statistics()
        assert dict(statistics.by_standing).get("facts") == 2
        assert not statistics.wanted
        if not again:
            library, _ = take(text, tmp_path / "home")


def rows_of(label: str, right: int, wrong: int) -> tuple[list[dict[str, object]], list[tuple[int, str, str]]]:
    """Documents and rows under one label: in `right` of them its document is the later one."""
    documents, related = [], []
    for number in range(right + wrong):
        older, newer = 2 * number + 1, 2 * number + 2
        documents += [decree(older, 2020), decree(newer, 2025)]
        doc, other = (newer, older) if number < right else (older, newer)
        related.append((doc, str(other), label))
    return documents, related


@pytest.mark.slow
@pytest.mark.parametrize(("right", "wrong", "verdict", "amends"), [
    (200, 0, "accepted", 200), (199, 1, "accepted", 199), (0, 200, "reversed", 200), (1, 199, "reversed", 199), (190, 10, "quarantined", 0),
])  # fmt: skip
def test_a_direction_is_believed_when_nearly_all_rows_bear_it_out(right: int, wrong: int, verdict: str, amends: int, tmp_path: Path) -> None:
    library, report = take(write_dataset(tmp_path / "data", *rows_of("Văn bản được sửa đổi", right, wrong)), tmp_path / "home")
    assert report.national is not None
    (test,) = report.national.labels
    assert test.verdict == verdict
    kinds_found = dict(library.reader.catalogue.tally("kind"))
    kinds_found.pop("replaces", None)
    assert kinds_found.get("amends", 0) == amends
    assert kinds_found.get("related", 0) == right + wrong - amends  # none is dropped
    newer = library.reader.catalogue.edges_of([path(2, 2025)])
    assert [(e.source, e.target) for e in newer] == [(path(2, 2025), path(1, 2020))]


def test_every_label_has_a_kind() -> None:
    assert len(LABELS) == 17
    assert {kind for kind, _ in LABELS.values()} <= set(kinds())


def test_what_is_no_document_and_what_leads_nowhere(tmp_path: Path) -> None:
    rows = [
        decree(1, 2030), decree(1, 2030, id=11), decree(1, 2030, id=12, ngay_ban_hanh="02/03/2030", title="Một văn bản khác"),
        decree(2, 2031, so_ky_hieu="?"), decree(3, 2031, ngay_het_hieu_luc="01/01/2020", tinh_trang_hieu_luc="Chưa có hiệu lực"),
    ]  # fmt: skip
    related = [(1, "99", "Văn bản căn cứ"), (1, "x", "Văn bản căn cứ"), (3, "2", "Văn bản căn cứ"), (1, "11", "Văn bản căn cứ"), (3, "12", "Văn bản căn cứ"), (1, "98", "Văn bản lạ"), (3, "2", "Văn bản lạ"), (1, "97", "")]
    library, report = take(write_dataset(tmp_path / "data", rows, related), tmp_path / "home")
    national = report.national
    assert national is not None
    assert (national.refused, national.same_document, national.same_number) == ({"unreadable_number": 1}, 1, 1)
    assert (national.dangling, national.of_refused, national.with_itself, national.relations) == (4, 2, 1, 1)
    assert national.labels_elsewhere == {"Văn bản lạ": 2, "": 1}
    assert "labels only of rows that lead nowhere: Văn bản lạ 2, (no label) 1" in ingest_report(report)
    assert national.doubts == {"ngay_het_hieu_luc": 1}
    assert national.statuses == {"not_yet_in_force_after_its_start": 1}
    assert library.reader.document(f"{path(1, 2030)}~2") is not None
    assert [edge.target for edge in library.reader.catalogue.edges_of([path(3, 2031)])] == [f"{path(1, 2030)}~2"]
    assert "rows that are no document: unreadable_number 1" in ingest_report(report)


def test_curated_facts_hold_and_no_triple_stands_twice(tmp_path: Path, write_tables: WriteTables) -> None:
    known = write_tables(
        documents=[{"id": path(1, 2030), "number": "1/2030/NĐ-CP", "signed": "2030-03-05", "title": "Tên đúng"}, {"id": path(2, 2032), "number": "2/2032/NĐ-CP"}],
        relations=[{"source": path(2, 2032), "target": path(1, 2030), "kind": "basis"}],
    )
    data = write_dataset(tmp_path / "data", [decree(1, 2030), decree(2, 2032)], [(2, "1", "Văn bản căn cứ")])
    library, report = take(data, tmp_path / "home", known)
    first = library.reader.document(path(1, 2030))
    assert first is not None
    assert (first.title, first.signed, first.in_force_from, first.certainty) == ("Tên đúng", date(2030, 3, 5), date(2030, 5, 1), Certainty.VERIFIED)
    assert [(where, c.field) for where, c in report.disagreements] == [(path(1, 2030), "signed")]
    (relation,) = library.reader.relations_of(path(2, 2032))
    assert relation.certainty is Certainty.VERIFIED
    assert len(relation.evidence) == 2
    triples = [(q.subject, q.predicate, q.object) for q in library.engine.quads()]
    assert len(triples) == len(set(triples))
    assert report.warnings == []


def test_the_dataset_stays_until_it_is_given_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"
    take(write_dataset(tmp_path / "data", [decree(1, 2030)]), home)
    again, report = take(tmp_path / "data", home)
    assert report.unchanged
    library, _ = take(TAM_TANG, home)
    assert library.reader.document(path(1, 2030)) == again.reader.document(path(1, 2030))
    changed, report = take(write_dataset(tmp_path / "data", [decree(2, 2031)]), home)
    assert "  read: the national dataset (changed)\n" in ingest_report(report)
    assert not report.unchanged
    assert changed.reader.document(path(1, 2030)) is None
    assert changed.reader.document(path(2, 2031)) is not None
    void = changed.engine.select("SELECT ?licence WHERE { <https://w3id.org/legalgraph/graph/portal> dcterms:license ?licence }")
    assert [row["licence"].value for row in void if hasattr(row["licence"], "value")] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_relations_without_their_documents(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "data", [], [(1, "2", "Văn bản căn cứ")])
    with pytest.raises(SourceError, match="name documents by numbers; ingest the metadata of the dataset, too"):
        ingest([folder / "relationships"], Home(tmp_path / "home"))


@pytest.mark.slow
@pytest.mark.parametrize(("ids", "kind", "documents", "relations"), [
    (["1", "2", "3"], pa.string(), 3, 1), ([1.0, 2.0, None], pa.float64(), 2, 1), ([1, None, 3], pa.int64(), 2, 0),
    (["1", "2", "x"], pa.string(), 2, 1), (["1", "2", "9" * 30], pa.string(), 2, 1), ([1, 2, 2**64 - 1], pa.uint64(), 2, 1),
])  # fmt: skip
def test_numbers_of_any_type(ids: list[object], kind: pa.DataType, documents: int, relations: int, tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "data", [decree(n, 2029 + n) for n in (1, 2, 3)], [(2, "1", "Văn bản căn cứ"), (-1, "x", "Văn bản căn cứ")])
    file = data / "metadata" / "train-00000-of-00001.parquet"
    table = parquet.read_table(file)
    parquet.write_table(table.set_column(0, "id", pa.array(ids, kind)), file)
    _, report = take(data, tmp_path / "home")
    assert report.national is not None
    assert (report.national.documents, report.national.relations) == (documents, relations)
    assert report.national.refused == ({"no_id": 3 - documents} if documents < 3 else {})
    assert report.national.dangling == 2 - relations


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "data", [decree(1, 2030), decree(2, 2032)], [(2, "1", "Văn bản căn cứ")])
    _, report = take(data, tmp_path / "home", data / "metadata", data / "relationships" / "train-00000-of-00001.parquet")
    assert report.national is not None
    assert (report.national.rows, report.national.relation_rows, report.national.same_document) == (2, 1, 0)


@pytest.mark.slow
def test_another_revision_may_have_the_same_rows(tmp_path: Path) -> None:
    one, other = (tmp_path / "snapshots" / (letter * 40) for letter in "ab")
    steps = [(one, "a" * 40), (other, "b" * 40), (tmp_path / "plain", "b" * 40), (other / "metadata", "b" * 40)]
    home = tmp_path / "home"
    for given, revision in steps:
        folder = given.parent if given.name == "metadata" else given
        write_dataset(folder, [decree(1, 2030), decree(2, 2032)], [(2, "1", "Văn bản căn cứ")])
        ingest([given], Home(home), TODAY)
        stated = {quad.object for quad in open_published(home).engine.quads() if quad.predicate == term("owl:versionInfo")}
        assert stated & {Literal("a" * 40), Literal("b" * 40)} == {Literal(revision)}
    whole, _ = take(other, tmp_path / "anew")
    assert set(open_published(home).engine.quads()) == set(whole.engine.quads())


def test_what_is_wrong_is_told_of_the_files_given(tmp_path: Path) -> None:
    whole = write_dataset(tmp_path / "data", [decree(1, 2030), decree(2, 2032)], [(2, "1", "Văn bản căn cứ")])
    alone = write_dataset(tmp_path / "alone", [], [(2, "1", "Văn bản căn cứ")])
    broken = whole / "metadata" / "train-00000-of-00001.parquet"
    data = broken.read_bytes()
    broken.write_bytes(data[:20] + bytes(200) + data[220:])
    for folder, file in ((whole, broken), (alone, alone / "relationships" / broken.name)):
        for take_in in (lambda given: ingest([given], Home(tmp_path / "home")), lambda given: validate([given], Home(tmp_path / "home"))):
            with pytest.raises(SourceError) as error:
                take_in(folder)
            assert str(error.value).startswith(f"{file}: ")
            assert "building" not in str(error.value)


def words(number: str, year: int, *articles: str, basis: str = "") -> str:
    """The HTML of an invented decree."""
    head = f"<p>CHÍNH PHỦ</p><p>Số: {number}</p><p>Hà Nội, ngày 01 tháng 3 năm {year}</p><p>NGHỊ ĐỊNH</p><p>Về việc thử</p>"
    body = "".join(f"<p>Điều {n}. {article}</p>" for n, article in enumerate(articles, 1))
    return f"<html><body>{head}<p>{basis}</p><p>Chính phủ ban hành Nghị định:</p>{body}<p>TM. CHÍNH PHỦ</p></body></html>"


def test_contents_without_words_are_told_once_by_their_file(tmp_path: Path) -> None:
    source = write_dataset(tmp_path / "data", [decree(1, 2030)], [], [("1", ""), ("2", "<p>Điều 1. Một điều.</p>")])
    _, report = take(source, tmp_path / "home")
    ((_, why),) = report.failed
    assert why.startswith("1 of 2 records cannot be read: row 1: #1: no text in column content_html; fill it in")


def test_the_words_of_the_dataset(tmp_path: Path) -> None:
    rows = [decree(1, 2030), decree(2, 2032), decree(3, 2033)]
    basis = "Căn cứ Nghị định số 1/2030/NĐ-CP ngày 01 tháng 3 năm 2030 của Chính phủ về việc thử;"
    contents = [
        ("2", words("2/2032/NĐ-CP", 2032, "Bãi bỏ Nghị định số 1/2030/NĐ-CP ngày 01 tháng 3 năm 2030 của Chính phủ.", basis=basis)),
        ("2", "<p>Trang trống</p>"),  # several contents of one document: the one that names itself holds
        ("3", "<p>Điều 1. Không có đầu đề nào ở đây.</p>"),
        ("77", "<p>Điều 1. Không có trong metadata.</p>"),
    ]
    related = [(2, "1", "Văn bản căn cứ"), (3, "1", "Văn bản căn cứ")]
    library, report = take(write_dataset(tmp_path / "data", rows, related, contents), tmp_path / "home")
    told = {(r.kind, r.rule == "portal_label"): r for r in library.reader.relations_from(path(2, 2032))}
    assert set(told) == {("basis", True), ("repeals", False)}
    assert {e.kind for e in told["basis", True].evidence} >= {"page", "recital"}  # both are kept
    third = library.reader.text_of(path(3, 2033))
    assert third is not None
    assert "Không có đầu đề" in third.text
    assert report.compared == {("basis", "both"): 1, ("replaces", "words"): 1, ("basis", "dataset"): 1}
    assert "basis              1       1       0" in ingest_report(report)
    triples = [(q.subject, q.predicate, q.object) for q in library.engine.quads()]
    assert len(triples) == len(set(triples))


@pytest.mark.slow
@pytest.mark.parametrize("damaged", ["", "read.sqlite", "read.json"])
def test_a_dataset_is_read_once(damaged: str, tmp_path: Path) -> None:
    rows = [decree(1, 2030), decree(2, 2032, tinh_trang_hieu_luc="Chưa có hiệu lực", ngay_co_hieu_luc="01/05/2037"), decree(3, 2034)]
    data = write_dataset(tmp_path / "data", rows, [(2, "1", "Văn bản căn cứ"), (3, "2", "Văn bản được sửa đổi")])
    home, anew, day = tmp_path / "home", tmp_path / "anew", date(2038, 1, 1)
    take(data, home)
    snapshot = Home(home).current()
    assert snapshot is not None
    if damaged:
        kept = snapshot.national_path / damaged
        said = kept.read_bytes()
        kept.write_bytes(said[:-1] + bytes([said[-1] ^ 1]))
    steps: list[str] = []
    report = ingest([TAM_TANG], Home(home), day, steps.append)
    whole = ingest([data, TAM_TANG], Home(anew), day)
    assert ("reading the national dataset" in steps, "reading the documents back" in steps) == (bool(damaged), False)
    assert report.national == whole.national
    assert report.national is not None
    assert report.national.statuses == {"not_yet_in_force_after_its_start": 1}
    assert set(open_published(home).engine.quads()) == set(open_published(anew).engine.quads())


def three(folder: Path) -> Path:
    """A dataset of three documents and two relations."""
    rows = [decree(1, 2030), decree(2, 2032), decree(3, 2034)]
    return write_dataset(folder, rows, [(2, "1", "Văn bản căn cứ"), (3, "2", "Văn bản được sửa đổi")])


def taken(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A home that holds a dataset, the folder where it keeps its files, and the dataset."""
    home, data = tmp_path / "home", three(tmp_path / "data")
    take(data, home)
    snapshot = Home(home).current()
    assert snapshot is not None
    return home, snapshot.national_path, data


def test_what_else_lies_beside_the_kept_files_stops_nothing(tmp_path: Path) -> None:
    home, place, data = taken(tmp_path)
    before = set(open_published(home).engine.quads())
    for folder in "lost+found", "metadata-00007.parquet":
        (place / folder).mkdir()
    for file in "read.sqlite", "read.json":
        (place / file).unlink()
        (place / file).mkdir()
    (place / "notes.parquet").write_text("no table")
    shutil.copyfile(place / "metadata-00000.parquet", place / "copy of metadata.parquet")
    (place / "REVISION").write_bytes(b"\xff")
    report = ingest([TAM_TANG], Home(home), TODAY)
    assert report.national is not None
    assert (report.national.rows, report.national.documents, report.national.relations) == (3, 3, 2)
    assert set(open_published(home).engine.quads()) >= before
    assert ingest([data], Home(home), TODAY).unchanged


@pytest.mark.slow
@pytest.mark.parametrize("file", ["metadata-00000.parquet", "relationships-00000.parquet"])
@pytest.mark.parametrize("damage", ["cut off", "gone", "a page"])
def test_a_damaged_copy_of_the_dataset_is_told_with_its_remedy_and_mended_by_it(file: str, damage: str, tmp_path: Path) -> None:
    home, place, data = taken(tmp_path)
    copy = place / file
    if damage == "gone":
        copy.unlink()
    else:
        said = copy.read_bytes()
        copy.unlink()
        copy.write_bytes(said[:-9] if damage == "cut off" else b"PAR1" + bytes(200) + said[204:])
    before = Home(home).current()
    for act in (lambda: ingest([TAM_TANG], Home(home), TODAY)), (lambda: validate([TAM_TANG], Home(home))):
        with pytest.raises(StoreError) as told:
            act()
        assert str(told.value).startswith(str(copy))
        assert str(told.value).endswith("or the folder of its files), which replaces it")
        assert "fetch it again" not in str(told.value)
    assert Home(home).current() == before
    report = ingest([data, TAM_TANG], Home(home), TODAY)
    assert report.national is not None
    assert (report.national.documents, report.national.relations) == (3, 2)
    assert not ingest([TAM_TANG], Home(home), date(2037, 1, 1)).unchanged


def test_a_trial_keeps_nothing_of_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legalgraph.pipeline.making.keep_read", lambda *_: pytest.fail("kept what is thrown away"))
    assert validate([three(tmp_path / "data")], Home(tmp_path / "home")) == []


def test_what_was_kept_of_the_dataset_is_closed_when_the_snapshot_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, _, _ = taken(tmp_path)
    opened: list[national_kept.KeptNational] = []

    def opening(*of: Any) -> national_kept.KeptNational | None:
        if kept := national_kept.open_read(*of):
            opened.append(kept)
        return kept

    monkeypatch.setattr("legalgraph.pipeline.making.open_read", opening)
    assert not ingest([TAM_TANG], Home(home), TODAY).unchanged
    assert opened
    for kept in opened:
        with pytest.raises(StoreError):  # so that its folder could be renamed everywhere
            kept.label_names()


def test_a_full_disk_is_told_with_the_room_that_is_free_and_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, data = tmp_path / "home", three(tmp_path / "data")
    ingest([TAM_TANG], Home(home), TODAY)
    before, written = Home(home).current(), national_kept._write

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(national_kept, "_write", full)
    with pytest.raises(StoreError) as told:
        ingest([data], Home(home), TODAY)
    words = str(told.value)
    assert words.startswith(f"the disk that holds {home} is full (")
    assert re.search(r"[GM]B free now; (this ingest had written .*, and needs more than that; )?the snapshot before has .* MB\)", words)
    assert "make room on it, or copy the home to a larger disk, then do the same again: the last snapshot is unchanged" in words
    assert Home(home).current() == before
    monkeypatch.setattr(national_kept, "_write", written)
    assert take(data, home)[1].national is not None

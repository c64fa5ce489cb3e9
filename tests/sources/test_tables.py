"""Curated tables: what a row becomes, and that every wrong cell is named by file, row and column."""

import csv
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import TAM_TANG, Cells, WriteTables, write_rows

from legalgraph.errors import SourceError
from legalgraph.model.document import Conflict, Document, EntryRule, Status
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Certainty, Evidence, Relation
from legalgraph.sources.tables import CONFLICT_COLUMNS, DOCUMENT_COLUMNS, LAW_COLUMNS, RELATION_COLUMNS, layout, read_folder

A: Cells = {"id": "nd/2031/901/nd-cp", "number": "901/2031/NĐ-CP"}
B: Cells = {"id": "nd/2025/77/nd-cp", "number": "77/2025/NĐ-CP"}
C: Cells = {"id": "citation/07-ct-bct", "type": "ct", "number": "07/CT-BCT"}
AB: Cells = {"source": A["id"], "target": B["id"]}


def test_the_sample() -> None:
    tables = read_folder(TAM_TANG)
    by_path = {d.path: d for d in tables.documents}
    assert len(by_path) == len(tables.documents) == 9
    assert by_path["nd/2031/901/nd-cp"] == Document(
        path="nd/2031/901/nd-cp", type="nd", title="Về khuyến khích nuôi tằm", number="901/2031/NĐ-CP", issuers=("cp",),
        signer="Nguyễn Văn Thử", signed=date(2031, 3, 2), in_force_from=date(2031, 5, 1), status=Status.PARTLY_EXPIRED,
        status_basis="Danh mục thử nghiệm", sources=("https://example.org/901",), note="Nghị định giả dùng để thử",
        conflicts=(Conflict("signed", "2031-03-02", "https://example.org/901", "2031-03-20", "https://example.org/khac", "a",
                            "bản in ghi ngày 02"),),
    )  # fmt: skip
    programme = by_path["qd/2032/4001/qd-ttg"]
    assert (programme.in_force_rule, programme.period_from, programme.period_until) == (EntryRule.ON_SIGNING, 2032, 2035)
    assert by_path["vn-18/qd/2033/4001/qd-ubnd"].area == "vn-18"
    assert by_path["tt/2030/5/tt-bct"].certainty is Certainty.UNVERIFIED
    assert not by_path["citation/chi-thi-tam"].identified
    # Eleven rows, two of them about one basis: ten relations, one of them with two pieces of evidence.
    assert len(tables.relations) == 10
    basis = next(r for r in tables.relations if r.source == programme.path and r.kind == "basis")
    assert basis == Relation(
        programme.path, "nd/2031/901/nd-cp", "basis",
        evidence=(Evidence("recital", "https://example.org/4001", "nêu ở phần căn cứ", "named in the recitals"),
                  Evidence("page", "https://example.org/4001-b", "trang khác xác nhận", "confirmed by another page")),
    )  # fmt: skip
    adopts = next(r for r in tables.relations if r.kind == "adopts_programme")
    assert adopts.target_provision == Provision.parse("dieu_2/khoan_1")
    assert (adopts.certainty, adopts.rule) == (Certainty.INFERRED, "programme_defined_in_provision")


# what is wrong, which table, the row's cells, column that must be named, words of the remedy
WRONG = (
    ("no id", "documents", {"id": ""}, "id", "needed"),
    ("id is no path", "documents", {"id": "nd 901"}, "id", "not the path"),
    ("id in capitals", "documents", {"id": "ND/2031/901/nd-cp"}, "id", "not the path"),
    ("id with zero", "documents", {"id": "nd/2031/0901/nd-cp"}, "id", "canonical"),
    ("id of another number", "documents", {"id": "nd/2031/902/nd-cp"}, "id", "nd/2031/901/nd-cp"),
    ("id of another year", "documents", {"id": "nd/2030/901/nd-cp"}, "id", "nd/2031/901/nd-cp"),
    ("id of another type", "documents", {"id": "qd/2031/901/nd-cp"}, "id", "nd/2031/901/nd-cp"),
    ("id of a province", "documents", {"id": "vn-18/nd/2031/901/nd-cp"}, "id", "nd/2031/901/nd-cp"),
    ("province not in the id", "documents", {"area": "vn-18"}, "id", "vn-18/nd/2031/901/nd-cp"),
    ("citation with a space", "documents", {"id": "citation/a b"}, "id", "citation/"),
    ("citation with marks", "documents", {"id": "citation/chỉ-thị"}, "id", "citation/"),
    ("empty citation", "documents", {"id": "citation/"}, "id", "citation/"),
    ("id of a text", "documents", {"id": "text/0011223344556677"}, "id", "not the path"),
    ("number is none", "documents", {"number": "chín không một"}, "number", "not a số hiệu"),
    ("number left out", "documents", {"number": ""}, "number", "901"),
    ("no day for a number without year", "documents", {"id": "qd/2031/9/qd-ttg", "type": "qd", "number": "9/QĐ-TTg"}, "signed", "year of signing"),
    ("no type", "documents", {"type": ""}, "type", "needed"),
    ("unknown type", "documents", {"type": "nđ"}, "type", "is not one of hp, luat"),
    ("unknown area", "documents", {"area": "Ninh Bình"}, "area", "is not one of vn-01"),
    ("no title", "documents", {"title": " "}, "title", "needed"),
    ("unknown body", "documents", {"issuer": "Chính phủ"}, "issuer", "is not one of qh"),
    ("unknown second body", "documents", {"issuer_2": "xyz"}, "issuer_2", "is not one of qh"),
    ("signed on no day", "documents", {"signed": "2031-02-30"}, "signed", "2012-05-21"),
    ("signed in Vietnamese", "documents", {"signed": "02/3/2031"}, "signed", "2012-05-21"),
    ("signed in a week", "documents", {"signed": "2031-W09-1"}, "signed", "2012-05-21"),
    ("signed without dashes", "documents", {"signed": "20310302"}, "signed", "2012-05-21"),
    ("signed at an hour", "documents", {"signed": "2031-03-02T10:00"}, "signed", "2012-05-21"),
    ("published on no day", "documents", {"published": "x"}, "published", "2012-05-21"),
    ("in force from no day", "documents", {"in_force_from": "sau 45 ngày"}, "in_force_from", "2012-05-21"),
    ("in force until no day", "documents", {"in_force_until": "2031"}, "in_force_until", "2012-05-21"),
    ("unknown entry rule", "documents", {"in_force_rule": "45 days"}, "in_force_rule", "on_signing"),
    ("year in two figures", "documents", {"year": "31"}, "year", "2014"),
    ("year with a sign", "documents", {"year": "+201"}, "year", "2014"),
    ("year with an underscore", "documents", {"year": "20_1"}, "year", "2014"),
    ("year in other figures", "documents", {"period_from": "٢٠٣١"}, "period_from", "2014"),
    ("period to no year", "documents", {"period_until": "2036-2040"}, "period_until", "2014"),
    ("unknown status", "documents", {"status": "còn hiệu lực"}, "status", "in_force"),
    ("status of no day", "documents", {"status_as_of": "hôm nay"}, "status_as_of", "2012-05-21"),
    ("no certainty", "documents", {"certainty": ""}, "certainty", "needed"),
    ("unknown certainty", "documents", {"certainty": "sure"}, "certainty", "verified, inferred, unverified"),
    ("address with a space", "documents", {"source_url": "https://example.org/a b"}, "source_url", "%20"),
    ("no source", "relations", {"source": ""}, "source", "needed"),
    ("unknown source", "relations", {"source": "nd/2031/902/nd-cp"}, "source", "add a row with its id, number, type, title and certainty"),
    ("unknown citation", "relations", {"source": "citation/07-ct-bct"}, "source", "not even those of texts that were ingested: add a row"),
    ("a number for a source", "relations", {"source": "45/2012/NĐ-CP"}, "source", "use the path: nd/2012/45/nd-cp"),
    ("a number for a target", "relations", {"target": "901/2031/NĐ-CP"}, "target", "use the path: nd/2031/901/nd-cp"),
    ("a number of a province", "relations", {"target": "15/2031/QĐ-UBND"}, "target", "the province before it: vn-18/qd/"),
    ("a number without year", "relations", {"target": "1288/QĐ-TTg"}, "target", "use its path, such as"),
    ("a title for a target", "relations", {"target": "Nghị định về tằm"}, "target", "use its path, such as"),
    ("to itself", "relations", {"target": A["id"]}, "target", "itself"),
    ("no kind", "relations", {"kind": ""}, "kind", "needed"),
    ("unknown kind", "relations", {"kind": "thay thế"}, "kind", "basis, details"),
    ("unknown source provision", "relations", {"source_provision": "Điều 2"}, "source_provision", "dieu_2/khoan_1"),
    ("unknown target provision", "relations", {"target_provision": "dong_1"}, "target_provision", "dieu_2/khoan_1"),
    ("from no day", "relations", {"effective_from": "2031-13-01"}, "effective_from", "2012-05-21"),
    ("until no day", "relations", {"until": "mai"}, "until", "2012-05-21"),
    ("ends before it starts", "relations", {"effective_from": "2031-05-01", "until": "2031-04-30"}, "until", "2031-05-01"),
    ("evidence of no kind", "relations", {"evidence_kind": ""}, "evidence_kind", "needed"),
    ("evidence of unknown kind", "relations", {"evidence_kind": "hearsay"}, "evidence_kind", "recital"),
    ("evidence at no address", "relations", {"evidence_url": "http://<example>"}, "evidence_url", "web address"),
    ("evidence that is no address", "relations", {"evidence_url": "not a url"}, "evidence_url", "not a web address such as https://"),
    ("evidence that is a program", "relations", {"evidence_url": "javascript:alert(1)"}, "evidence_url", "not a web address such as https://"),
    ("verified nowhere", "relations", {"note": ""}, "evidence_url", "a verified row tells where it was read"),
    ("a document verified nowhere", "documents", {"note": ""}, "source_url", "a verified row tells where it was read"),
    ("unknown certainty of a relation", "relations", {"certainty": "maybe"}, "certainty", "verified, inferred, unverified"),
    ("inferred by no rule", "relations", {"certainty": "inferred"}, "rule", "must name the rule"),
    ("conflict about nothing", "conflicts", {"document": ""}, "document", "needed"),
    ("conflict about a stranger", "conflicts", {"document": "nd/2031/902/nd-cp"}, "document", "not the id of a row"),
    ("conflict about no field", "conflicts", {"field": ""}, "field", "needed"),
    ("conflict settled by neither", "conflicts", {"adopted": "c"}, "adopted", "a, b, none"),
    ("law of no type", "laws", {"type": "law"}, "type", "is not one of"),
    ("law of another id", "laws", {"id": "luat/2031/2/qh19"}, "id", "luat/2031/1/qh19"),
    ("law of no day", "laws", {"in_force_from": "1.7.2031"}, "in_force_from", "2012-05-21"),
    ("law that replaces a stranger", "laws", {"replaces": "luat/2020/1/qh14"}, "replaces", "add a row"),
    ("law that ends what is no id", "laws", {"ends": "Luật cũ"}, "ends", "use its path"),
    ("law without certainty", "laws", {"certainty": ""}, "certainty", "needed"),
)  # fmt: skip
GOOD: Mapping[str, Cells] = {
    "documents": A,
    "relations": AB,
    "conflicts": {"document": A["id"]},
    "laws": {"id": "luat/2031/1/qh19", "number": "01/2031/QH19"},
}


@pytest.mark.parametrize(("table", "cells", "column", "remedy"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_wrong_cell(tmp_path: Path, table: str, cells: Cells, column: str, remedy: str) -> None:
    rows = {name: [row] for name, row in GOOD.items()} | {"documents": [B, A]}
    rows[table] = [*(rows[table][:-1]), {**GOOD[table], **cells}]
    write_rows(tmp_path, **rows)
    with pytest.raises(SourceError) as caught:
        read_folder(tmp_path)
    row = len(rows[table]) + 1
    assert f"{tmp_path / table}.csv, row {row}, column '{column}'" in str(caught.value)
    assert remedy in str(caught.value)


def test_the_table_of_wrong_cells_is_whole_and_the_rows_it_starts_from_are_right(tmp_path: Path) -> None:
    assert len(WRONG) == 76
    tables = read_folder(write_rows(tmp_path, **{name: [row] for name, row in GOOD.items()} | {"documents": [B, A]}))
    assert len(tables.documents) == 3
    assert len(tables.relations) == 1


# name of the case, bytes of documents.csv, words that must be in the message
HEADER = ",".join(DOCUMENT_COLUMNS)
EMPTY = "," * (len(DOCUMENT_COLUMNS) - 1)
FILES = (
    ("nothing", b"", "row 1: missing column id, number"),
    ("a column left out", HEADER.replace("title,", "").encode(), "row 1: missing column title"),
    ("a column misspelt", HEADER.replace("title", "tittle").encode(), "row 1: missing column title"),
    ("a column too many", f"{HEADER},colour\n".encode(), "row 1: unknown or repeated column 'colour'"),
    ("a column twice", f"{HEADER},title\n".encode(), "row 1: unknown or repeated column 'title'"),
    ("columns by semicolon, and one left out", HEADER.replace("title,", "").replace(",", ";").encode(), "row 1: missing column title;"),
    ("a cell too few by semicolon", f"{HEADER}\n{EMPTY[1:]}x\n".replace(",", ";").encode(), "quote cells that hold a semicolon"),
    ("a cell too few", f"{HEADER}\n{EMPTY[1:]}x\n".encode(), "row 2: 21 cells where the header has 22"),
    ("a cell too many", f"{HEADER}\n{EMPTY}x,y\n".encode(), "row 2: 23 cells where the header has 22"),
    ("an open quote", f'{HEADER}\n"{EMPTY}\n'.encode(), "not a CSV table"),
    ("a quote inside", f'{HEADER}\n"a"b{EMPTY}\n'.encode(), "line 2: not a CSV table"),
    ("a huge cell", f"{HEADER}\n{'x' * 200_000}{EMPTY}\n".encode(), "line 2: not a CSV table"),
    ("UTF-16", f"{HEADER}\n".encode("utf-16"), "byte 0: not UTF-8"),
    ("Latin", f"{HEADER}\nVăn{EMPTY}\n".encode("cp1258", "replace") + b"\xe3\xff", "not UTF-8"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
    ("NUL", f"{HEADER}\n\0{EMPTY}\n".encode(), "row 2"),
)


@pytest.mark.parametrize(("data", "words"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_wrong_file(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "documents.csv").write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_folder(tmp_path)
    assert str(tmp_path / "documents.csv") in str(caught.value)
    assert words in str(caught.value)


def test_rows_count_as_in_a_spreadsheet(tmp_path: Path) -> None:
    write_rows(tmp_path, documents=[{**A, "note": "hai\ndòng"}, {**B, "signed": "x"}])
    path = tmp_path / "documents.csv"
    path.write_text(path.read_text("utf-8").replace("\nnd/2025", "\n\n\nnd/2025"), "utf-8")
    with pytest.raises(SourceError, match="row 5, column 'signed'"):
        read_folder(tmp_path)


def test_what_a_spreadsheet_saves_is_read(tmp_path: Path) -> None:
    write_rows(tmp_path, documents=[{**A, "title": "  Vê\u0300 tă\u0300m, “dâu”  "}])
    path = tmp_path / "documents.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (document,) = read_folder(tmp_path).documents
    assert document.title == "Về tằm, “dâu”"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_may_have_semicolons_or_tabs_between_its_cells(tmp_path: Path, separator: str) -> None:
    rows = write_rows(tmp_path / "x", documents=[{**A, "title": "Tằm; dâu, tơ\tlụa"}, B], relations=[AB])
    expected = read_folder(rows)
    for path in rows.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = list(csv.reader(file))
        with path.rename(path.with_stem(f"sheet-{path.stem}")).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=separator).writerows(cells)
    assert {layout(path) for path in rows.glob("*.csv")} == {"documents", "relations"}
    assert read_folder(rows) == expected


def test_a_table_without_rows_says_nothing(tmp_path: Path) -> None:
    tables = read_folder(write_rows(tmp_path, relations=[]))
    assert (tables.documents, tables.relations) == ((), ())


def test_all_wrong_rows_are_told_and_nothing_follows_from_one(tmp_path: Path) -> None:
    wrong = {**B, "signed": "x"}
    relations = [AB, {**AB, "kind": "thay thế"}, {**AB, "evidence_url": "x"}]
    write_rows(tmp_path, documents=[A, wrong, {**A, "title": ""}], relations=relations, conflicts=[{"document": B["id"]}])
    with pytest.raises(SourceError) as caught:
        read_folder(tmp_path)
    told = [line.partition(": ")[0].removeprefix(f"{tmp_path}/") for line in str(caught.value).splitlines()]
    assert told == [
        "documents.csv, row 3, column 'signed'", "documents.csv, row 4, column 'title'",
        "relations.csv, row 3, column 'kind'", "relations.csv, row 4, column 'evidence_url'",
    ]  # fmt: skip


def test_of_many_wrong_rows_the_first_twenty_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_folder(write_rows(tmp_path, documents=[{"id": f"nd/2031/{n}/nd-cp"} for n in range(1, 31)]))
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert "row 21, " in lines[19]
    assert lines[20] == "… and 10 more that are wrong"


def test_one_document_has_one_row(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"documents\.csv, row 3, column 'id'.*another row"):
        read_folder(write_rows(tmp_path, documents=[A, A]))
    law = {"id": "luat/2031/1/qh19", "number": "01/2031/QH19"}
    with pytest.raises(SourceError, match=r"laws\.csv, row 2, column 'id'.*another row"):
        read_folder(write_rows(tmp_path, documents=[{**law, "type": "luat"}], laws=[law]))


def test_a_folder_without_tables(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match=r"no table with a known header.*documents: id,number"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "header", "table"),
    [
        ("x.csv", DOCUMENT_COLUMNS, "documents"), ("x.csv", RELATION_COLUMNS, "relations"), ("x.csv", CONFLICT_COLUMNS, "conflicts"),
        ("x.csv", LAW_COLUMNS, "laws"), ("x.csv", DOCUMENT_COLUMNS[::-1], "documents"), ("x.csv", (*LAW_COLUMNS, "more"), "laws"),
        ("x.csv", ("id", "title"), None), ("x.csv", (), None), ("documents.csv", ("id",), "documents"), ("laws.csv", (), "laws"),
    ],
)  # fmt: skip
def test_a_table_is_known_by_header_else_by_name(tmp_path: Path, name: str, header: tuple[str, ...], table: str | None) -> None:
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(header)
    assert layout(tmp_path / name) == table
    assert layout(tmp_path / "none.csv") is None


@pytest.mark.parametrize("kind", ["replaces", "succeeds"])
@pytest.mark.parametrize("circle", [("AB", "BA"), ("AB", "BC", "CA"), ("AB", "BC", "CB")])
def test_circles_of_succession_are_refused(tmp_path: Path, kind: str, circle: tuple[str, ...]) -> None:
    ids = {"A": A["id"], "B": B["id"], "C": C["id"]}
    relations = [{"source": ids[way[0]], "target": ids[way[1]], "kind": kind} for way in circle]
    with pytest.raises(SourceError, match=f"'{kind}' go in a circle: .* ▶ ") as caught:
        read_folder(write_rows(tmp_path, documents=[A, B, C], relations=relations))
    assert str(tmp_path) in str(caught.value)


def test_what_looks_like_a_circle_but_is_none(tmp_path: Path) -> None:
    ways = (("A", "B", "replaces"), ("A", "C", "replaces"), ("B", "C", "replaces"), ("C", "A", "amends"), ("B", "A", "basis"))
    ids = {"A": A["id"], "B": B["id"], "C": C["id"]}
    relations = [{"source": ids[s], "target": ids[t], "kind": kind} for s, t, kind in ways]
    assert len(read_folder(write_rows(tmp_path, documents=[A, B, C], relations=relations)).relations) == 5


def test_a_long_line_of_succession_is_followed_without_recursion(tmp_path: Path) -> None:
    documents = [{"id": f"nd/2031/{n}/nd-cp", "number": f"{n}/2031/NĐ-CP"} for n in range(1, 3_000)]
    relations = [{"source": a["id"], "target": b["id"], "kind": "replaces"} for a, b in pairwise(documents)]
    assert len(read_folder(write_rows(tmp_path, documents=documents, relations=relations)).relations) == 2_998


def test_rows_about_one_relation_are_joined_by_the_strongest(write_tables: WriteTables) -> None:
    weak = {**AB, "certainty": "inferred", "rule": "guess", "evidence_url": "https://example.org/weak"}
    first = {**AB, "evidence_url": "https://example.org/1"}
    second = {**AB, "evidence_url": "https://example.org/2", "effective_from": "2031-05-01"}
    other_place = {**AB, "target_provision": "dieu_2"}
    joined, apart = read_folder(write_tables(documents=[A, B], relations=[weak, first, second, first, other_place])).relations
    assert joined.certainty is Certainty.VERIFIED
    assert joined.rule is None
    assert joined.effective_from == date(2031, 5, 1)
    # The weak row's evidence does not prove what the strong rows say; equal rows are one piece.
    assert [e.url for e in joined.evidence] == ["https://example.org/1", "https://example.org/2"]
    assert apart.target_provision == Provision.parse("dieu_2")


def test_documents_known_already_may_be_named(write_tables: WriteTables) -> None:
    folder = write_tables(documents=[A], relations=[AB])
    with pytest.raises(SourceError, match="column 'target'"):
        read_folder(folder)
    assert len(read_folder(folder, {B["id"]}).relations) == 1


def test_the_gazetteer_tells_documents_and_what_they_ended(write_tables: WriteTables) -> None:
    old = {"id": "luat/2020/1/qh18", "number": "01/2020/QH18"}
    older = {"id": "pl/2001/3/pl-ubtvqh10", "number": "03/2001/PL-UBTVQH10", "type": "pl"}
    new = {"id": "luat/2031/1/qh19", "number": "01/2031/QH19", "replaces": old["id"], "ends": older["id"], "in_force_from": "2031-07-01",
           "source": "https://example.org/law", "certainty": "inferred"}  # fmt: skip
    tables = read_folder(write_tables(laws=[new, old, older]))
    assert [d.issuers for d in tables.documents] == [("qh",), ("qh",), ("ubtvqh",)]
    assert {(r.kind, r.target, r.effective_from, r.certainty, r.rule) for r in tables.relations} == {
        ("replaces", old["id"], date(2031, 7, 1), Certainty.INFERRED, "gazetteer"),
        ("ends", older["id"], date(2031, 7, 1), Certainty.INFERRED, "gazetteer"),
    }


def test_a_document_without_number_has_a_path_that_says_so(write_tables: WriteTables) -> None:
    row = {"id": "tb/2033/ks-20330405-0a1b2c", "type": "tb", "title": "Thông báo về tằm", "signed": "2033-04-05"}
    (document,) = read_folder(write_tables(documents=[row])).documents
    assert document.number is None
    assert document.identified
    with pytest.raises(SourceError, match=r"column 'id'.*qd/2033/ks-20330405-0a1b2c"):
        read_folder(write_tables(documents=[{**row, "type": "qd"}]))


def test_true_duplicates_are_told_apart_by_their_copy(write_tables: WriteTables) -> None:
    tables = read_folder(write_tables(documents=[A, {**A, "id": A["id"] + "~2"}]))
    assert [d.path for d in tables.documents] == [A["id"], A["id"] + "~2"]


@given(st.binary(max_size=300) | st.text(st.sampled_from('",\n\r\t;\0xà ')).map(str.encode), st.booleans())
def test_no_bytes_raise_anything_but_a_source_error(tmp_path_factory: pytest.TempPathFactory, data: bytes, headed: bool) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "documents.csv").write_bytes((HEADER.encode() + b"\n" if headed else b"") + data)
    told = ""
    try:
        tables = read_folder(folder)
        blank = not "".join(data.decode("utf-8", "replace").split()).strip(';,"\0')
        assert tables.documents or (headed and blank and not tables.relations)
    except SourceError as error:
        told = str(error)
    assert not told or str(folder) in told


def test_fields_of_law_may_stand_in_a_column_of_their_own(tmp_path: Path) -> None:
    plain = write_rows(tmp_path / "x", documents=[A]) / "documents.csv"
    header, row = plain.read_text("utf-8").splitlines()
    plain.write_text(f"{header},subjects\n{row},Tằm tơ ; Dệt may;;Tằm tơ\n", "utf-8")
    (document,) = read_folder(tmp_path / "x").documents
    assert document.subjects == ("Dệt may", "Tằm tơ")

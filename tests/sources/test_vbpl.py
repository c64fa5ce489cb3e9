"""Rows of the national dataset: what identifies a document, days and statuses that mean something, and those that do not."""

import sys
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.national import METADATA, write_dataset

from legalgraph.errors import SourceError
from legalgraph.model.document import Status
from legalgraph.pipeline.ingesting import ingest
from legalgraph.pipeline.inputs import collect
from legalgraph.sources.huggingface import fetch, is_remote
from legalgraph.sources.vbpl import COLUMNS, Part, Refused, part_of, part_of_columns, read_day, read_document, read_rows, revision_of
from legalgraph.store.snapshots import Home

DECREE = {"id": 7, "title": "Về nuôi tằm", "so_ky_hieu": "901/2031/NĐ-CP", "ngay_ban_hanh": "02/03/2031", "loai_van_ban": "Nghị định",
          "co_quan_ban_hanh": "Chính phủ", "tinh_trang_hieu_luc": "Còn hiệu lực"}  # fmt: skip
LOCAL = {"id": 8, "title": "Về tơ", "so_ky_hieu": "05/2032/QĐ-UBND", "ngay_ban_hanh": "01/02/2032", "loai_van_ban": "Quyết định",
         "co_quan_ban_hanh": "UBND tỉnh Ninh Bình"}  # fmt: skip


def read(tmp_path: Path, **cells: object) -> object:
    (tmp_path / "x").mkdir(exist_ok=True)
    file = write_dataset(tmp_path / "x", [cells]) / "metadata" / "train-00000-of-00001.parquet"
    (row,) = read_rows(file, Part.METADATA)
    return read_document(row)


@pytest.mark.parametrize(("cells", "path"), [
    (DECREE, "nd/2031/901/nd-cp"),
    (LOCAL, "vn-18/qd/2032/5/qd-ubnd"),
    ({**LOCAL, "co_quan_ban_hanh": "Ủy ban nhân dân", "pham_vi": "Tỉnh Ninh Bình"}, "vn-18/qd/2032/5/qd-ubnd"),
    ({**DECREE, "so_ky_hieu": "12-CP"}, "nd/2031/12/cp"),
    # what a name means hangs on the day, or, where that is mistyped, on the year of the number
    ({**LOCAL, "so_ky_hieu": "05/QĐ-UB", "ngay_ban_hanh": "01/02/1985", "co_quan_ban_hanh": "UBND tỉnh Hậu Giang"}, "vn-haugiang/qd/1985/5/qd-ub"),
    ({**LOCAL, "so_ky_hieu": "05/QĐ-UB", "ngay_ban_hanh": "01/02/2005", "co_quan_ban_hanh": "UBND tỉnh Hậu Giang"}, "vn-73/qd/2005/5/qd-ub"),
    ({**LOCAL, "so_ky_hieu": "05/2005/QĐ-UB", "ngay_ban_hanh": "01/02/1985", "co_quan_ban_hanh": "UBND tỉnh Hậu Giang"}, "vn-73/qd/2005/5/qd-ub"),
    ({**LOCAL, "so_ky_hieu": "05/1995/QĐ-UB", "ngay_ban_hanh": "", "co_quan_ban_hanh": "Tỉnh Hà Bắc"}, "vn-habac/qd/1995/5/qd-ub"),
    ({**LOCAL, "so_ky_hieu": "05/2026/QĐ-UBND", "ngay_ban_hanh": "01/02/2026", "co_quan_ban_hanh": "UBND thành phố Huế"}, "vn-tphue/qd/2026/5/qd-ubnd"),
])  # fmt: skip
def test_what_identifies_a_document(cells: dict[str, object], path: str, tmp_path: Path) -> None:
    assert read(tmp_path, **cells).document.path == path  # type: ignore[attr-defined]


def test_a_document_without_number_is_told_by_day_and_title(tmp_path: Path) -> None:
    paths = {read(tmp_path, **{**DECREE, "so_ky_hieu": said}).document.path for said in ("Không số", "không số", "")}  # type: ignore[attr-defined]
    assert len(paths) == 1
    assert paths.pop().startswith("nd/2031/ks-20310302-")


@pytest.mark.parametrize(("cells", "reason"), [
    ({"id": -7}, "no_id"),
    ({"loai_van_ban": "Giấy mời"}, "unknown_type"),
    ({"loai_van_ban": ""}, "unknown_type"),
    ({"so_ky_hieu": "số chín"}, "unreadable_number"),
    ({"so_ky_hieu": "12-CP", "ngay_ban_hanh": "31/02/2031"}, "no_year"),
    ({"so_ky_hieu": "Không số", "ngay_ban_hanh": ""}, "no_number_no_day"),
    ({"so_ky_hieu": "5/2031/QĐ-UBND", "loai_van_ban": "Quyết định", "co_quan_ban_hanh": "UBND"}, "province_not_known"),
    ({"so_ky_hieu": "5/2031/QĐ-UBND", "loai_van_ban": "Quyết định", "co_quan_ban_hanh": "UBND huyện Gia Viễn"}, "below_a_province"),
    ({"so_ky_hieu": "5/2020/QĐ-UBND", "ngay_ban_hanh": "02/03/2020", "loai_van_ban": "Quyết định", "co_quan_ban_hanh": "UBND thành phố Huế",
      "pham_vi": "Tỉnh Thừa Thiên Huế"}, "province_not_known"),
    ({"so_ky_hieu": "5/1998/QĐ-UB", "ngay_ban_hanh": "02/03/1998", "loai_van_ban": "Quyết định", "co_quan_ban_hanh": "UBND thành phố Cần Thơ",
      "pham_vi": "Cần Thơ"}, "province_not_known"),
    ({"so_ky_hieu": "5/1995/QĐ-UB", "ngay_ban_hanh": "02/03/1995", "loai_van_ban": "Quyết định", "co_quan_ban_hanh": "UBND tỉnh",
      "pham_vi": "Tỉnh Bắc Giang"}, "province_not_known"),
])  # fmt: skip
def test_what_does_not(cells: dict[str, str], reason: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="7") as refused:
        read(tmp_path, **{**DECREE, **cells})
    assert refused.value.reason == reason


def test_days_and_statuses(tmp_path: Path) -> None:
    said = {"ngay_co_hieu_luc": "01/05/2031", "ngay_het_hieu_luc": "30/06/2035", "ngay_dang_cong_bao": "20/03/2031", "nguoi_ky": "Người Ký", "linh_vuc": "Dâu  tằm"}
    row = read(tmp_path, **{**DECREE, **said})
    document = row.document  # type: ignore[attr-defined]
    assert (document.signed, document.in_force_from, document.in_force_until, document.published) == (
        date(2031, 3, 2), date(2031, 5, 1), date(2035, 6, 30), date(2031, 3, 20))  # fmt: skip
    assert (document.status, document.status_as_of, document.signer, document.issuers) == (Status.IN_FORCE, None, "Người Ký", ("cp",))
    assert document.subjects == ("Dâu tằm",)
    assert row.doubts == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("printed", "signed"), [("02/01/2032", date(2032, 1, 2)), ("31/12/2030", date(2030, 12, 31)), ("02/03/2033", None), ("02/03/2013", None)])
def test_a_day_of_signing_far_from_the_year_in_the_number_is_mistyped(printed: str, signed: date | None, tmp_path: Path) -> None:
    row = read(tmp_path, **{**DECREE, "ngay_ban_hanh": printed, "ngay_co_hieu_luc": "01/05/2031"})
    document = row.document  # type: ignore[attr-defined]
    assert (document.path, document.signed) == ("nd/2031/901/nd-cp", signed)
    if signed is None:  # a day that is not believed tells nothing against another
        assert (row.doubts, document.in_force_from) == ((("ngay_ban_hanh", printed),), date(2031, 5, 1))  # type: ignore[attr-defined]


def test_stray_blanks_and_other_forms_of_letters_change_nothing(tmp_path: Path) -> None:
    said = {**DECREE, "tinh_trang_hieu_luc": " Còn\u00a0 hiệu  lực", "loai_van_ban": "Nghị \n định", "co_quan_ban_hanh": "Chính  phủ", "title": "Về nuôi\r\n tằm"}
    strayed = {name: normalize("NFD", cell) if isinstance(cell, str) else cell for name, cell in said.items()}
    assert read(tmp_path, **strayed) == read(tmp_path, **DECREE)


@pytest.mark.parametrize(("title", "shown"), [
    ("về nuôi tằm./.", "Về nuôi tằm"),
    ("về các chợ tơ của TP.", "Về các chợ tơ của TP."),
    (None, "Nghị định 901/2031/NĐ-CP"),
])  # fmt: skip
def test_titles_are_shown_as_those_of_texts(title: str | None, shown: str, tmp_path: Path) -> None:
    assert read(tmp_path, **{**DECREE, "title": title}).document.title == shown  # type: ignore[attr-defined]


@pytest.mark.parametrize(("cells", "column"), [
    ({"ngay_co_hieu_luc": "31/02/2031"}, "ngay_co_hieu_luc"),
    ({"ngay_co_hieu_luc": "01/01/0001"}, "ngay_co_hieu_luc"),
    ({"ngay_co_hieu_luc": "2031-05-01"}, "ngay_co_hieu_luc"),
    ({"ngay_co_hieu_luc": "01/05/2020"}, "ngay_co_hieu_luc"),
    ({"ngay_co_hieu_luc": "01/05/2031", "ngay_het_hieu_luc": "01/05/2031"}, "ngay_het_hieu_luc"),
    ({"ngay_het_hieu_luc": "01/01/2030"}, "ngay_het_hieu_luc"),
    ({"tinh_trang_hieu_luc": "Không rõ"}, "tinh_trang_hieu_luc"),
])  # fmt: skip
def test_what_means_nothing_is_told_and_not_taken(cells: dict[str, str], column: str, tmp_path: Path) -> None:
    row = read(tmp_path, **{**DECREE, **cells})
    assert row.doubts == ((column, cells[column]),)  # type: ignore[attr-defined]
    document = row.document  # type: ignore[attr-defined]
    ours = {"ngay_co_hieu_luc": document.in_force_from, "ngay_het_hieu_luc": document.in_force_until, "tinh_trang_hieu_luc": document.status}
    assert ours[column] is None


@pytest.mark.parametrize(("text", "day"), [("05/07/2012", date(2012, 7, 5)), ("5/7/2012 ", date(2012, 7, 5)), ("", None), ("05-07-2012", None),
                                           ("31/04/2012", None), ("01/01/1900", None), ("1/1/20121", None)])  # fmt: skip
def test_days(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_parts_are_told_by_their_columns(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [DECREE], [(7, "8", "Văn bản căn cứ")], [("7", "<p>x</p>")])
    for part in Part:
        assert part_of(folder / part / "train-00000-of-00001.parquet") is part
    (tmp_path / "no.parquet").write_bytes(b"PAR1 and no more")
    assert part_of(tmp_path / "no.parquet") is None
    assert set(METADATA) >= {"id", "so_ky_hieu"}


@pytest.mark.parametrize(("part", "lacking"), [(Part.METADATA, "pham_vi"), (Part.METADATA, "tinh_trang_hieu_luc"), (Part.RELATIONSHIPS, "relationship")])
def test_a_part_that_lacks_columns_is_told_and_taken_for_no_other_table(part: Part, lacking: str, tmp_path: Path) -> None:
    file = write_dataset(tmp_path, [DECREE], [(7, "8", "Văn bản căn cứ")]) / part / "train-00000-of-00001.parquet"
    parquet.write_table(parquet.read_table(file).drop_columns([lacking]), file)
    with pytest.raises(SourceError, match=f"{file}: {part} of the national dataset without the column {lacking};"):
        part_of(file)
    table = parquet.read_table(file)
    parquet.write_table(table.append_column("text", [["Một văn bản"] * table.num_rows]), file)
    assert part_of(file) is None  # a table of one's own that has texts


@pytest.mark.parametrize(("part", "column"), [(part, column) for part in Part for column in COLUMNS[part] if part is not Part.CONTENT])
def test_any_column_that_lacks_is_named(part: Part, column: str) -> None:
    left = [name for name in COLUMNS[part] if name != column]
    with pytest.raises(SourceError, match=rf"x: {part} of the national dataset without the column {column};.*docs/reading\.md"):
        part_of_columns(left, "x")


@pytest.mark.parametrize("columns", [("id", "title"), ("id", "relationship"), ("ngay_ban_hanh", "loai_van_ban"), (*COLUMNS[Part.METADATA][1:], "text")])
def test_other_tables_are_no_part(columns: tuple[str, ...]) -> None:
    assert part_of_columns(columns, "x") is None


@pytest.mark.parametrize(("part", "column", "kind", "wanted"), [
    (Part.METADATA, "ngay_ban_hanh", pa.date32(), "write it as text, a day as DD/MM/YYYY"),
    (Part.METADATA, "so_ky_hieu", pa.int64(), "write it as text"),
    (Part.METADATA, "linh_vuc", pa.list_(pa.string()), "write it as text"),
    (Part.METADATA, "id", pa.bool_(), "write it as whole numbers or text"),
    (Part.RELATIONSHIPS, "relationship", pa.int32(), "write it as text"),
    (Part.CONTENT, "content_html", pa.binary(), "write it as text"),
    (Part.METADATA, "nganh", pa.null(), None),
    (Part.METADATA, "nganh", pa.dictionary(pa.int32(), pa.string()), None),
    (Part.METADATA, "id", pa.float64(), None),
    (Part.RELATIONSHIPS, "other_doc_id", pa.int32(), None),
    (Part.RELATIONSHIPS, "relationship", pa.large_string(), None),
])  # fmt: skip
def test_a_column_of_another_type_is_named(part: Part, column: str, kind: pa.DataType, wanted: str | None, tmp_path: Path) -> None:
    file = write_dataset(tmp_path, [DECREE], [(7, "8", "Văn bản căn cứ")], [("7", "<p>x</p>")]) / part / "train-00000-of-00001.parquet"
    table = parquet.read_table(file)
    parquet.write_table(table.set_column(table.schema.get_field_index(column), column, pa.nulls(1, kind)), file)
    if wanted is None:
        assert part_of(file) is part
        return
    with pytest.raises(SourceError) as told:
        part_of(file)
    assert str(told.value) == f"{file}: {part} of the national dataset whose column {column} has the type {parquet.read_schema(file).field(column).type}; {wanted}"


def test_two_columns_of_one_name_are_told(tmp_path: Path) -> None:
    file = write_dataset(tmp_path, [DECREE]) / "metadata" / "train-00000-of-00001.parquet"
    table = parquet.read_table(file)
    parquet.write_table(table.append_column("nganh", table.column("nganh")), file)
    with pytest.raises(SourceError, match=f"{file}: metadata of the national dataset with two columns nganh"):
        part_of(file)


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize(("part", "told"), [
    (Part.METADATA, "metadata of the national dataset, broken or cut off"),
    (Part.RELATIONSHIPS, "relationships of the national dataset, broken or cut off"),
    (Part.CONTENT, None),  # told in the report, as that of any text
])  # fmt: skip
def test_a_damaged_part_among_others_is_named(part: Part, told: str | None, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [DECREE], [(7, "8", "Văn bản căn cứ")], [("7", "<p>x</p>")])
    cut_in_half(file := folder / part / "train-00000-of-00001.parquet")
    if told is None:
        assert collect([folder]).other_parquet() == [file]
        return
    with pytest.raises(SourceError, match=f"{file}: {told} .*; fetch it again"):
        collect([folder])


@pytest.mark.parametrize(("lacking", "left"), [("id", "content_html"), ("content_html", "id")])
def test_content_that_lacks_a_column_is_named_beside_the_metadata(lacking: str, left: str, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [DECREE], [], [("7", "<p>x</p>")])
    file = folder / "content" / "train-00000-of-00001.parquet"
    parquet.write_table(parquet.read_table(file).select([left]), file)
    with pytest.raises(SourceError, match=f"{file}: content of the national dataset without the column {lacking};"):
        collect([folder])
    (folder / "metadata" / "train-00000-of-00001.parquet").unlink()
    assert collect([folder]).other_parquet() == [file]  # alone it may be any table


def test_relations_alone_name_the_damaged_file_beside_them(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "data", [DECREE], [(7, "8", "Văn bản căn cứ")])
    cut_in_half(folder / "metadata" / "train-00000-of-00001.parquet")
    damaged, relations = folder / "x.parquet", folder / "y.parquet"
    (folder / "metadata" / "train-00000-of-00001.parquet").rename(damaged)
    (folder / "relationships" / "train-00000-of-00001.parquet").rename(relations)
    with pytest.raises(SourceError, match=rf"{relations}: these relations .*metadata of the dataset, too\n{damaged}: broken or cut off"):
        ingest([folder], Home(tmp_path / "home"), date(2036, 1, 1))


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    file = write_dataset(tmp_path, [DECREE] * 50) / "metadata" / "train-00000-of-00001.parquet"
    data = bytearray(file.read_bytes())
    data[8:60] = b"\xff" * 52
    file.write_bytes(data)
    with pytest.raises(SourceError, match="broken or cut off"):
        list(read_rows(file, Part.METADATA))


def test_the_revision_of_a_cache() -> None:
    revision = "0123456789abcdef0123456789abcdef01234567"
    cache = Path("/cache/hub/datasets--th1nhng0--vietnamese-legal-documents/snapshots")
    assert revision_of(cache / revision / "metadata" / "x.parquet") == revision
    assert revision_of(cache / "main" / "x.parquet") is None


def test_the_revision_of_a_cache_whose_files_are_links(tmp_path: Path) -> None:
    revision, cache = "0123456789abcdef0123456789abcdef01234567", tmp_path / "datasets--x--y"
    blob, link = cache / "blobs" / "fedc", cache / "snapshots" / revision / "metadata" / "train-00000-of-00001.parquet"
    for file in (blob, link):
        file.parent.mkdir(parents=True)
    blob.write_bytes(b"x")
    link.symlink_to(blob)
    (tmp_path / "mine").symlink_to(link.parent)
    assert revision_of(link) == revision_of(tmp_path / "mine" / link.name) == revision
    assert revision_of(blob) is None


@pytest.mark.parametrize("name", ["hf:", "hf:x", "hf:a/b/c", "hf:../../etc", "hf:a/b@"])
def test_names_that_are_no_dataset(name: str) -> None:
    assert is_remote(name)
    with pytest.raises(SourceError, match="is not the name of a dataset"):
        fetch(name)


def test_without_the_library_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(SourceError, match=r"pip install .*\[hub\]"):
        fetch("hf:th1nhng0/vietnamese-legal-documents")

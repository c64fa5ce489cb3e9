"""Files of the form of the national dataset, with what a test puts in them. Everything in them is invented."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

METADATA = (
    "id", "title", "so_ky_hieu", "ngay_ban_hanh", "loai_van_ban", "ngay_co_hieu_luc", "ngay_het_hieu_luc", "nguon_thu_thap",
    "ngay_dang_cong_bao", "nganh", "linh_vuc", "co_quan_ban_hanh", "chuc_danh", "nguoi_ky", "pham_vi", "thong_tin_ap_dung",
    "tinh_trang_hieu_luc",
)  # fmt: skip


def write_dataset(
    folder: Path, metadata: Iterable[Mapping[str, object]], relationships: Iterable[tuple[int, str, str]] = (), contents: Iterable[tuple[str, str]] = ()
) -> Path:
    """Write the three configurations as the dataset has them; cells not given are empty."""
    rows = [{name: row.get(name, 0 if name == "id" else "") for name in METADATA} for row in metadata]
    schema = pa.schema([(name, pa.int64() if name == "id" else pa.string()) for name in METADATA])
    if rows:
        _write(folder / "metadata", pa.Table.from_pylist(rows, schema))
    related = [dict(zip(("doc_id", "other_doc_id", "relationship"), row, strict=True)) for row in relationships]
    if related:
        _write(folder / "relationships", pa.Table.from_pylist(
            related, pa.schema([("doc_id", pa.int64()), ("other_doc_id", pa.string()), ("relationship", pa.string())])))  # fmt: skip
    words = [{"id": identity, "content_html": html} for identity, html in contents]
    if words:
        _write(folder / "content", pa.Table.from_pylist(words, pa.schema([("id", pa.string()), ("content_html", pa.string())])))
    return folder


def _write(folder: Path, table: pa.Table) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    parquet.write_table(table, folder / "train-00000-of-00001.parquet")

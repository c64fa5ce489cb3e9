"""Fictitious texts of ours as a Parquet file, with the faults that tables of texts have."""

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

CASES = Path(__file__).parents[1] / "cases"


def write_texts(file: Path) -> Path:
    """Write all invented whole documents; one twice under one id, one as HTML without its id, and a row without a text."""
    rows = [{"id": path.stem, "title": None, "text": path.read_text("utf-8")} for path in sorted(CASES.rglob("*.txt"))]
    rows += [
        {"id": rows[0]["id"], "title": "Một bản khác", "text": f"{rows[0]['text']}\nTheo Nghị định số 45/2012/NĐ-CP."},
        {"id": None, "title": "Tin", "text": "<p>Theo Nghị định số 999/2031/NĐ-CP và Quyết định số 7/QĐ-UBND.</p>"},
        {"id": "rỗng", "title": "Rỗng", "text": " "},
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in ("id", "title", "text")])), file)
    return file

"""Tables of documents: which column is the text, what goes beside it, and records that cannot be read."""

import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources import rows as raw_rows
from legalgraph.sources.records import read_jsonl, read_parquet
from legalgraph.sources.rows import Doubts


def lines(*rows: Any) -> io.BytesIO:
    return io.BytesIO("".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())


def read(*rows: Any) -> list[SourceDocument]:
    return list(read_jsonl(lines(*rows), "x.jsonl"))


def table(rows: Sequence[dict[str, Any]], **options: Any) -> io.BytesIO:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(list(rows)), out, **options)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("row", "text", "media_type"),
    [
        ({"text": "Điều 1.\r\nMột\x07"}, "Điều 1.\nMột", "text/plain"),
        ({"text": " ", "content": "Điều 1."}, "Điều 1.", "text/plain"),
        ({"text": None, "content_html": "<p>Điều 1.</p><p>Một</p>"}, "Điều 1.\nMột\n", "text/html"),
        ({"html": "Điều 1.<br>Một"}, "Điều 1.\nMột\n", "text/html"),
        ({"content": "<div>Điều 1.</div>"}, "Điều 1.\n", "text/html"),
        ({"text": "x < y và <kén> là gì"}, "x < y và <kén> là gì", "text/plain"),
    ],
)
def test_the_text(row: dict[str, Any], text: str, media_type: str) -> None:
    (document,) = read(row)
    assert (document.text, document.media_type, document.name, document.origins[0]) == (text, media_type, "x.jsonl#0.0", (0, Origin(line=1)))


def test_what_stands_beside_the_text() -> None:
    row = {
        "id": 17, "number": "999/2031/NĐ-CP", "title": " Về\ntằm ", "signed": "2031-03-02", "valid": True, "score": 0.5, "year": 2031.0,
        "none": None, "empty": "", "list": [1], "object": {}, "nan": float("nan"), "large": 10**40, "long": "x" * 5000, "text": "Điều 1.",
    }  # fmt: skip
    (document,) = read(row)
    assert document.name == "x.jsonl#17"
    assert dict(document.given) == {
        "id": "17", "number": "999/2031/NĐ-CP", "title": "Về\ntằm", "signed": "2031-03-02", "valid": "true", "score": "0.5", "year": "2031",
    }  # fmt: skip


def test_wrong_lines_stop_nothing_and_are_told_at_the_end() -> None:
    found: list[str] = []
    reading = read_jsonl(lines({"text": "a"}, "\n", "{\n", "[1]\n", {"id": "x"}, '{"text": "' + "[" * 9 + "\n", {"text": "b"}), "x.jsonl")
    with pytest.raises(SourceError, match=r"x\.jsonl: 4 of 6 records cannot be read: line 3: not JSON.*line 4: not an object.*line 5: #x: no text"):
        found.extend(document.text for document in reading)
    assert found == ["a", "b"]
    with pytest.raises(SourceError, match="there is no line"):
        read("\n")


def test_hostile_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="not JSON"):
        read('{"text": ' + "[" * 200_000 + "\n")
    with pytest.raises(SourceError, match="not JSON"):
        read('{"text": "a", "n": ' + "9" * 5000 + "}\n")
    (document,) = read('{"text": "a\\ud800b\\u0000c", "id": "\\udfff"}\n')
    assert (document.text, document.given) == ("abc", ())
    monkeypatch.setattr(raw_rows, "_MOST_LINE", 40)
    with pytest.raises(SourceError, match="line 2: longer than"):
        read({"text": "a"}, {"text": "b" * 50})


def test_parquet() -> None:
    rows = [
        {"id": n, "number": f"{n}/2031/NĐ-CP", "signed": date(2031, 3, n), "fee": Decimal("1.50"), "parts": [n], "content": f"Điều {n}."}
        for n in range(1, 30)
    ]
    documents = list(read_parquet(table(rows, row_group_size=7), "x.parquet"))
    assert len(documents) == 29
    assert documents[2].name == "x.parquet#3"
    assert documents[2].given == (("id", "3"), ("number", "3/2031/NĐ-CP"), ("signed", "2031-03-03"), ("fee", "1.50"))
    assert (documents[2].text, documents[2].origins) == ("Điều 3.", ((0, Origin(line=3)),))


def with_rows(rows: int, told: int) -> bytes:
    """A Parquet file of some rows whose row group tells another number: a Thrift number in zigzag, its last field but a few."""
    data = table([{"text": "a"}] * rows).read()
    footer = data.rindex(bytes([0x16, 2 * rows]))  # field of type i64, one on from the last
    return data[: footer + 1] + bytes([2 * told if told >= 0 else -2 * told - 1]) + data[footer + 2 :]


def test_parquet_that_is_refused() -> None:
    with pytest.raises(SourceError, match="one column must be called text"):
        list(read_parquet(table([{"id": 1}]), "x.parquet"))
    with pytest.raises(SourceError, match=r"1 of 2 records cannot be read: row 2: #0\.1: no text in column text; fill it in"):
        list(read_parquet(table([{"text": "a"}, {"text": ""}]), "x.parquet"))
    with pytest.raises(SourceError, match="broken or cut off"):
        list(read_parquet(io.BytesIO(table([{"text": "a"}]).read()[:-9]), "x.parquet"))
    with pytest.raises(SourceError, match="its counts of rows do not agree"):
        list(read_parquet(io.BytesIO(with_rows(7, -25)), "x.parquet"))
    with pytest.raises(SourceError, match="its counts of rows do not agree"):
        list(read_parquet(io.BytesIO(with_rows(7, 8)), "x.parquet"))


@pytest.mark.parametrize(("row", "told"), [
    ({"id": 7, "content_html": ""}, "row 1: #7: no text in column content_html; fill it in, or leave the record out"),
    ({"id": 7, "content_html": "<p> </p>"}, "row 1: #7: no text between the tags of column content_html; fill it in, or leave the record out"),
    ({"id": 7, "text": "", "html": None}, "row 1: #7: no text in column text or html; fill it in, or leave the record out"),
    ({"text": " \x07 "}, "row 1: #0.0: no text in column text; fill it in, or leave the record out"),
    ({"id": "q" * 300, "text": ""}, f"row 1: #{'q' * 60}: no text in column text; fill it in, or leave the record out"),
])  # fmt: skip
def test_a_row_without_a_text_is_told_by_its_place_and_its_name(row: dict[str, object], told: str) -> None:
    with pytest.raises(SourceError) as error:
        list(read_parquet(table([row]), "x.parquet"))
    assert str(error.value) == f"x.parquet: 1 of 1 records cannot be read: {told}"


def test_parquet_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(SourceError, match=r"pip install .*\[parquet\]"):
        next(read_parquet(io.BytesIO(b"PAR1"), "x.parquet"))


@pytest.mark.parametrize("column", ["linh_vuc", "Lĩnh vực", "nganh", "Ngành", "field", "subject", "topics", "LINH-VUC"])
def test_only_fields_of_law_may_be_lists(column: str) -> None:
    row = {"text": "Điều 1.", column: ["Đất đai", "Nhà ở"], "issuer": ["a", "b"]}
    assert dict(read(row)[0].given) == {column: "Đất đai; Nhà ở"}
    (document,) = read_parquet(table([row]), "x.parquet")
    assert dict(document.given) == {column: "Đất đai; Nhà ở"}


def test_all_records_that_cannot_be_read_are_told() -> None:
    doubts = Doubts("x.jsonl", "line")
    for number in (1, 2, 3, 4, 5, 7, 8, 9, 12, *range(100, 700, 2)):
        doubts.add(number, "no text")
    with pytest.raises(SourceError, match=r"309 of 900 .*line 5: no text; also lines 7 to 9, 12, 100, 102, .*, 494 and 102 more$"):
        doubts.tell(900)

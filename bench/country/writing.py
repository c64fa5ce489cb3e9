"""The dataset as files: three tables in Parquet, written a group of rows at a time, and the card that tells of them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from bench.country.content import contents
from bench.country.making import Country
from bench.country.rows import METADATA, ids, metadata, relations

SCHEMAS = {
    "metadata": pa.schema([("id", pa.int64()), *((name, pa.string()) for name in METADATA)]),
    "relationships": pa.schema([("doc_id", pa.int64()), ("other_doc_id", pa.string()), ("relationship", pa.string())]),
    "content": pa.schema([("id", pa.string()), ("content_html", pa.string())]),
}
_GROUP = {"metadata": 10_000, "relationships": 100_000, "content": 500}
_CARD = """---
license: cc-by-4.0
language:
- vi
pretty_name: A synthetic country of legal documents
configs:
{configs}
---
# A synthetic country of legal documents
{documents} documents signed from {years}, seed {seed}. All of it is invented: no document, number, name or sentence is real, whatever
it may resemble. The tables have the form of th1nhng0/vietnamese-legal-documents, and some of their faults on purpose.

| table | rows |
|---|---|
{rows}
"""


def write(country: Country, folder: Path) -> dict[str, int]:
    """Write the dataset into a folder; return how many rows each table has. Raises OSError."""
    given = ids(country)
    tables: dict[str, Iterable[tuple[Any, ...]]] = {
        "metadata": metadata(country, given),
        "relationships": relations(country, given),
        "content": contents(country, given),
    }
    counts = {name: _table(folder / name, name, rows) for name, rows in tables.items()}
    configs = "\n".join(f"- config_name: {name}\n  data_files: {name}/train-*.parquet" for name in tables)
    card = _CARD.format(
        configs=configs,
        documents=f"{len(country.docs):,}",
        seed=country.options.seed,
        years=f"{country.docs[0].signed.year} to {country.docs[-1].signed.year}",
        rows="\n".join(f"| {name} | {count:,} |" for name, count in counts.items()),
    )
    (folder / "README.md").write_text(card, encoding="utf-8")
    return counts


def _table(folder: Path, name: str, rows: Iterable[tuple[Any, ...]]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    schema, count = SCHEMAS[name], 0
    with parquet.ParquetWriter(folder / "train-00000-of-00001.parquet", schema, compression="zstd") as writer:
        for group in _groups(rows, _GROUP[name]):
            columns = [pa.array(column, kind) for column, kind in zip(zip(*group, strict=True), schema.types, strict=True)]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=len(group))
            count += len(group)
    return count


def _groups(rows: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    remaining = iter(rows)
    while group := list(islice(remaining, size)):
        yield group

"""What a job is to read: tables on the driver's disk, and Parquet wherever Spark reads it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from legalgraph.errors import SourceError
from legalgraph.pipeline.curated import Curated, keep_tables, read_curated
from legalgraph.pipeline.inputs import NATIONAL, collect
from legalgraph.sources.rows import TEXT_COLUMNS
from legalgraph.sources.subjects import is_subject
from legalgraph.sources.vbpl import Part, part_of_columns
from legalgraph.spark.storage import Storage


@dataclass(frozen=True, slots=True)
class Texts:
    """Parquet files of one folder with texts: `root` is the path given, `prefix` begins their names."""

    files: tuple[str, ...]
    root: str
    prefix: str


@dataclass(slots=True)
class Inputs:
    """What is to be read. `tables` are paths on the driver's disk."""

    tables: list[Path] = field(default_factory=list)
    texts: list[Texts] = field(default_factory=list)
    national: dict[Part, list[str]] = field(default_factory=lambda: defaultdict(list))


def find(session: Any, storage: Storage, given: Sequence[str]) -> Inputs:
    """Sort what is given into tables, texts and parts of the national dataset. Raises SourceError."""
    inputs = Inputs()
    for uri in given:
        path = Path(uri)
        tables = "://" not in uri and (path.suffix.lower() == ".csv" or (path.is_dir() and any(path.rglob("*.csv"))))
        if tables:
            inputs.tables.append(path)
        if path.suffix.lower() == ".csv" or (tables and not any(path.rglob("*.parquet"))):
            continue
        for files in storage.parquet(uri).values():
            columns = session.read.parquet(*files).columns
            part = part_of_columns(columns, files[0])
            if part in (Part.METADATA, Part.RELATIONSHIPS):
                inputs.national[part] += files
            elif part is Part.CONTENT or set(columns) & set(TEXT_COLUMNS):
                inputs.texts.append(Texts(tuple(files), storage.whole(uri), NATIONAL if part else ""))
            else:
                raise SourceError(f"{files[0]}: no text; one column must be called {', '.join(TEXT_COLUMNS)}")
    if inputs.national[Part.RELATIONSHIPS] and not inputs.national[Part.METADATA]:
        file = inputs.national[Part.RELATIONSHIPS][0]
        raise SourceError(f"{file}: these relations name documents by numbers; give the metadata of the dataset, too")
    return inputs


def read_tables(paths: Sequence[Path]) -> Curated:
    """Read tables as an ingest does. Raises SourceError."""
    found = collect(paths) if paths else None
    with TemporaryDirectory(prefix="legalgraph-") as folder:
        for name, files in found.tables.items() if found else ():
            keep_tables(Path(folder) / name, files, whole=False)
        return read_curated(Path(folder))


def rows(session: Any, files: Sequence[str], *, all_columns: bool) -> Any:
    """Rows of Parquet files with `_file` and `_row`; without `all_columns` only those that are values of a record."""
    from pyspark.sql import functions as f
    from pyspark.sql import types as t

    frame = session.read.parquet(*files)
    kept = []
    for column in frame.schema.fields:
        kind = column.dataType
        subjects = kind == t.ArrayType(t.StringType(), containsNull=True) and is_subject(column.name)
        if all_columns or subjects or not isinstance(kind, t.ArrayType | t.MapType | t.StructType | t.BinaryType):
            kept.append(f.col(f"`{column.name}`"))
    return frame.select(*kept, f.col("_metadata.file_path").alias("_file"), f.col("_metadata.row_index").alias("_row"))

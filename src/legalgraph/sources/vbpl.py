"""The open national dataset (`th1nhng0/vietnamese-legal-documents`, CC BY 4.0): Parquet files told apart by their columns.

`metadata` has a row for each document, `relationships` one for each relation under a label of the old national portal, `content`
the words as HTML. Values are passed on as they are printed; `read_day` and `read_document` say what they mean, or that they mean nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from legalgraph.errors import InvalidIdentifier, SourceError
from legalgraph.issuers import area_said, day_of, is_below_a_province, issuers_of
from legalgraph.model.document import Document, Status, presentable_title
from legalgraph.model.folding import fold, nfc
from legalgraph.model.identity import DocumentKey
from legalgraph.model.number import Number
from legalgraph.model.relation import Certainty
from legalgraph.registry import type_names
from legalgraph.resources import install_line
from legalgraph.sources.rows import TEXT_COLUMNS

REPOSITORY = "th1nhng0/vietnamese-legal-documents"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class Part(StrEnum):
    """The three configurations of the dataset."""

    METADATA = "metadata"
    RELATIONSHIPS = "relationships"
    CONTENT = "content"


COLUMNS: Mapping[Part, tuple[str, ...]] = {
    Part.METADATA: ("id", "title", "so_ky_hieu", "ngay_ban_hanh", "loai_van_ban", "ngay_co_hieu_luc", "ngay_het_hieu_luc",
                    "ngay_dang_cong_bao", "nganh", "linh_vuc", "co_quan_ban_hanh", "nguoi_ky", "pham_vi", "tinh_trang_hieu_luc"),
    Part.RELATIONSHIPS: ("doc_id", "other_doc_id", "relationship"),
    Part.CONTENT: ("id", "content_html"),
}  # fmt: skip
NUMBERS = frozenset(("id", "doc_id", "other_doc_id"))
"""Columns with numbers of documents, as whole numbers or as text; all others hold text."""
# So many columns of a part are those of no other table without texts.
_TELLING = {Part.METADATA: 7, Part.RELATIONSHIPS: 2}
_MARKS = frozenset(("id", "so_ky_hieu", "loai_van_ban"))  # fewer of metadata that do, too
_TEXT_TYPES = frozenset(("string", "large_string", "string_view", "null"))
STATUSES = {
    "con hieu luc": Status.IN_FORCE,
    "chua co hieu luc": Status.NOT_YET_IN_FORCE,
    "het hieu luc toan bo": Status.EXPIRED,
    "het hieu luc mot phan": Status.PARTLY_EXPIRED,
    "ngung hieu luc": Status.SUSPENDED,
    "ngung hieu luc mot phan": Status.PARTLY_SUSPENDED,
    "khong con phu hop": Status.NO_LONGER_SUITABLE,
}
_PRINTED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_EARLIEST = 1945
NO_NUMBER = -1
_BATCH = 20_000


def part_of(path: Path) -> Part | None:
    """Which part of the dataset a Parquet file is, by its columns; None when it is another table or cannot be read.

    Raises SourceError for a part of the dataset that lacks columns, or has others of their names.
    """
    try:
        schema = _schema(path)
    except SourceError:
        return None  # told where the file is read
    part = part_of_columns(schema.names, str(path)) if schema is not None else None
    if part is not None:
        _require_types(schema, part, path)
    return part


def _schema(path: Path) -> Any:
    """The schema of a Parquet file; None without the library that reads it. Raises SourceError for a broken file."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        return None
    try:
        return parquet.read_schema(path)
    except (ArrowException, OSError, ValueError) as error:
        raise SourceError(f"{path}: broken or cut off ({str(error)[:200]}); fetch it again") from error


def _require_types(schema: Any, part: Part, path: Path) -> None:
    for name in COLUMNS[part]:
        if schema.names.count(name) > 1:
            raise SourceError(f"{path}: {part} of the national dataset with two columns {name}; leave one of them out")
        kind = schema.field(name).type
        plain = str(getattr(kind, "value_type", kind) if str(kind).startswith("dictionary") else kind)
        wanted = "whole numbers or text" if name in NUMBERS else "text"
        if plain not in _TEXT_TYPES and not (name in NUMBERS and plain.startswith(("int", "uint", "float", "double"))):
            days = ", a day as DD/MM/YYYY" if name.startswith("ngay_") else ""
            raise SourceError(f"{path}: {part} of the national dataset whose column {name} has the type {kind}; write it as {wanted}{days}")


def damage_of(path: Path) -> str | None:
    """What is wrong with a Parquet file that cannot be opened, naming it; None for a whole one."""
    try:
        _schema(path)
    except SourceError as error:
        return str(error)
    return None


def require_part(path: Path) -> None:
    """Raise SourceError for a file given with the dataset that is no part of it, where its name or that of its folder says it is one.

    Not for damaged content: of texts, those that cannot be read stop nothing. Nor for tables with texts in columns of their own.
    """
    part = next((part for part in Part if path.parent.name.lower() == part or re.match(rf"{part}(?![a-z])", path.name.lower())), None)
    if part is None or ((damage := damage_of(path)) and part is Part.CONTENT):
        return
    if damage:
        raise SourceError(damage.replace(f"{path}: ", f"{path}: {part} of the national dataset, ", 1))
    names = set(_schema(path).names)
    if not names & {*TEXT_COLUMNS} - {*COLUMNS[part]}:
        raise _lacking(names, part, str(path))


def require_parquet(path: Path) -> None:
    """Raise SourceError naming the file when the library that reads it is not there."""
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise SourceError(f"{path}: Parquet needs the library pyarrow: {install_line('parquet')}") from error


def part_of_columns(columns: Iterable[str], file: str) -> Part | None:
    """Which part of the dataset has these columns; None when it is another table.

    Raises SourceError naming the file when it can be nothing but a part of the dataset, and lacks columns of it.
    """
    names = set(columns)
    part = next((part for part, wanted in COLUMNS.items() if names.issuperset(wanted)), None)
    if part is None and not names & set(TEXT_COLUMNS):
        for meant, enough in _TELLING.items():
            if len(names.intersection(COLUMNS[meant])) >= enough or (meant is Part.METADATA and names >= _MARKS):
                raise _lacking(names, meant, file)
    return part


def _lacking(names: Collection[str], part: Part, file: str) -> SourceError:
    lacking = [name for name in COLUMNS[part] if name not in names]
    columns = f"column{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}"
    return SourceError(f"{file}: {part} of the national dataset without the {columns}; fetch it again, or add what lacks (docs/reading.md)")


def count_rows(path: Path) -> int:
    """How many rows a file says it has; 0 when it cannot be read."""
    from pyarrow import ArrowException, parquet

    try:
        return max(0, int(parquet.read_metadata(path).num_rows))
    except (ArrowException, OSError, ValueError):
        return 0  # told where its rows are read


def read_rows(path: Path, part: Part) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a file, the columns in the order of the dataset's description. Raises SourceError for a broken file."""
    from pyarrow import ArrowException, parquet

    names = list(COLUMNS[part])
    try:
        for batch in parquet.ParquetFile(path).iter_batches(_BATCH if part is not Part.CONTENT else 64, columns=names):
            columns = [batch.column(name).to_pylist() for name in names]
            yield from zip(*columns, strict=True)
    except (ArrowException, OSError, ValueError) as error:
        raise SourceError(f"{path}: broken or cut off ({str(error)[:200]}); fetch it again") from error


def revision_of(path: Path) -> str | None:
    """The revision of a dataset in the cache of huggingface_hub, told by its folder; None elsewhere."""
    # In the cache each file is a link to a place that tells nothing of its revision; folders may be links, too.
    for folder in (path.absolute().parent, path.parent.resolve()):
        found = [after for name, after in pairwise(folder.parts) if name == "snapshots" and re.fullmatch("[0-9a-f]{40}", after)]
        if found:
            return found[-1]
    return None


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the dataset: its number there, what it is, and what of its cells meant nothing, as (column, value)."""

    id: int
    document: Document
    doubts: tuple[tuple[str, str], ...] = ()


class Refused(Exception):
    """A row that cannot be told to be any one document. `reason` is one of a few words, for counting."""

    def __init__(self, reason: str, cells: Mapping[str, str]) -> None:
        super().__init__(f"{reason}: {cells['id']}, {cells['so_ky_hieu']!r}, {cells['title'][:80]!r}")
        self.reason = reason


def read_document(row: Sequence[Any]) -> Row:
    """Read one row of `metadata`. Raises Refused when it has no number of its own, or type, number or day do not identify a document.

    Days that are impossible, say that a document ended before it began, or are far from the year in its number, are left out and told as
    doubts.
    """
    cells = {name: _one_line(value) for name, value in zip(COLUMNS[Part.METADATA], row, strict=True)}
    own = number_in(row[0])
    if own == NO_NUMBER:
        raise Refused("no_id", cells)
    doubts: list[tuple[str, str]] = []

    def day(column: str) -> date | None:
        found = read_day(cells[column])
        if found is None and cells[column]:
            doubts.append((column, cells[column]))
        return found

    signed, begun, ended, published = map(day, ("ngay_ban_hanh", "ngay_co_hieu_luc", "ngay_het_hieu_luc", "ngay_dang_cong_bao"))
    key, number = _identity(cells, signed)
    when = day_of(number, signed)
    # Registers are closed late or opened early, but not by years: then the day is mistyped, and no other day is measured by it.
    if signed and number and number.year and abs(signed.year - number.year) > 1:
        doubts.append(("ngay_ban_hanh", cells["ngay_ban_hanh"]))
        signed = None
    if begun and signed and begun < signed and (signed - begun).days > 366:
        doubts.append(("ngay_co_hieu_luc", cells["ngay_co_hieu_luc"]))
        begun = None
    if ended and (begun or signed) and ended <= (begun or signed or ended):
        doubts.append(("ngay_het_hieu_luc", cells["ngay_het_hieu_luc"]))
        ended = None
    status = STATUSES.get(fold(cells["tinh_trang_hieu_luc"]))
    if status is None and cells["tinh_trang_hieu_luc"]:
        doubts.append(("tinh_trang_hieu_luc", cells["tinh_trang_hieu_luc"]))
    document = Document(
        path=key.path,
        type=key.type,
        title=presentable_title(cells["title"] or f"{cells['loai_van_ban']} {cells['so_ky_hieu']}"),
        number=str(number) if number else None,
        area=key.area,
        issuers=issuers_of(number, key.area, [cells["co_quan_ban_hanh"]], when),
        signer=cells["nguoi_ky"] or None,
        signed=signed,
        published=published,
        in_force_from=begun,
        in_force_until=ended,
        status=status,
        certainty=Certainty.INFERRED,
        subjects=tuple(sorted(filter(None, {cells["linh_vuc"], cells["nganh"]}))),
    )
    return Row(own, document, tuple(doubts))


def _one_line(value: Any) -> str:
    """A cell in NFC without stray blanks and breaks of lines; nothing for an empty one."""
    return " ".join(nfc(str(value)).split()) if value is not None else ""


def number_in(cell: Any) -> int:
    """The number of a document of the dataset, as the `id` of its row; NO_NUMBER for what is none."""
    # Whole numbers with gaps in their column come as 3.0.
    text = str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else NO_NUMBER


def read_day(text: str) -> date | None:
    """Read DD/MM/YYYY; None for an empty cell, for what is no day, and for days before 1945, which stand for no day."""
    found = _PRINTED.fullmatch(text.strip())
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
    return day if day and day.year >= _EARLIEST else None


def _identity(cells: Mapping[str, str], signed: date | None) -> tuple[DocumentKey, Number | None]:
    code = type_names().get(fold(cells["loai_van_ban"]))
    if code is None:
        raise Refused("unknown_type", cells)
    try:
        number = Number.parse(cells["so_ky_hieu"])
    except InvalidIdentifier:
        return _without_number(cells, code, signed), None
    if number.is_local and is_below_a_province(cells["co_quan_ban_hanh"]):
        raise Refused("below_a_province", cells)  # districts and communes number their documents alike
    # Of a number that may be of the State as well, only the issuer tells.
    when = day_of(number, signed)
    area = _area(cells, when) if number.is_local else None if number.is_central else area_said([cells["co_quan_ban_hanh"]], day=when)
    if number.is_local and area is None:
        raise Refused("province_not_known", cells)
    try:
        return DocumentKey.of(number, code, signed, area), number
    except InvalidIdentifier as error:
        raise Refused("no_year", cells) from error


def _without_number(cells: Mapping[str, str], code: str, signed: date | None) -> DocumentKey:
    """"Không số", or nothing: the day and the title tell which document it is. A number that cannot be read tells nothing."""
    if fold(cells["so_ky_hieu"]) not in ("khong so", "khongso", "", "-"):
        raise Refused("unreadable_number", cells)
    if signed is None or not cells["title"]:
        raise Refused("no_number_no_day", cells)
    return DocumentKey.unnumbered(code, signed, cells["title"], _area(cells, signed))


def _area(cells: Mapping[str, str], day: date | int | None) -> str | None:
    """The province that the issuer names; the scope where it names no place."""
    return area_said([cells["co_quan_ban_hanh"]], cells["pham_vi"], day)

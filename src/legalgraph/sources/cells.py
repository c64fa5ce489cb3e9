"""The rows of CSV tables as they stand in their file, each cell checked where it is read, and what is wrong in them."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from legalgraph.errors import InvalidIdentifier, SourceError
from legalgraph.model.folding import nfc
from legalgraph.model.provision import Provision

T = TypeVar("T")

_MOST_TOLD = 20  # wrong rows
_SEPARATORS = (",", ";", "\t")  # the second is what spreadsheets write where the comma is the mark of decimals
_SHOWN = {",": "a comma", ";": "a semicolon", "\t": "a tab"}


class Mistakes:
    """What is wrong in the rows of tables, told together: the first wrong cell of each row, and of twenty rows at most."""

    def __init__(self) -> None:
        self._said: list[str] = []

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note what is wrong with a row, and go on."""
        try:
            yield
        except SourceError as error:
            self._said.append(str(error))

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Raise SourceError at the end where something was noted, or before it where it cannot go on."""
        with self.noting():
            yield
        if self._said:
            more = len(self._said) - _MOST_TOLD
            raise SourceError("\n".join([*self._said[:_MOST_TOLD], *([f"… and {more} more that are wrong"] if more > 0 else [])]))


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its place, for messages. Rows count as in a spreadsheet: the header is row 1.

    `former` for one of a table that was taken in before, perhaps by a version that asked for less: it must not stop what comes now.
    """

    file: str
    number: int
    cells: Mapping[str, str]
    former: bool = False

    def error(self, column: str, remedy: str) -> SourceError:
        """What to raise for a cell: the remedy, behind the place and what stands there."""
        return SourceError(f"{self.file}, row {self.number}, column {column!r}: {self.cells.get(column, '')!r} {remedy}")

    def text(self, column: str) -> str:
        """What stands in a cell."""
        return nfc(self.cells.get(column, "").strip())

    def maybe(self, column: str) -> str | None:
        """What stands in a cell, if something does."""
        return self.text(column) or None

    def needed(self, column: str) -> str:
        """What stands in a cell. Raises SourceError when nothing does, as do all that follow for what they cannot read."""
        value = self.text(column)
        if not value:
            raise self.error(column, "is empty, but needed")
        return value

    def day(self, column: str) -> date | None:
        """A day."""
        return self._read(column, _day, "is not a date such as 2012-05-21")

    def year(self, column: str) -> int | None:
        """A year."""
        return self._read(column, _year, "is not a year such as 2014")

    def source(self, column: str) -> str | None:
        """A web address, or the name of a source."""
        value = self.maybe(column)
        if value and value.startswith(("http://", "https://")) and not _WEB_ADDRESS.fullmatch(value):
            raise self.error(column, "is not a web address: write spaces and brackets in it as %20, %5B …")
        return value

    def address(self, column: str) -> str | None:
        """A web address, and nothing else; in a former row also the name of a source."""
        value = self.source(column)
        if value and not self.former and not value.startswith(("http://", "https://")):
            raise self.error(column, "is not a web address such as https://example.org/45: what has none is named in the note")
        return value

    def place(self, column: str) -> Provision | None:
        """A place in a document."""
        return self._read(column, Provision.parse, "is not a provision such as dieu_2/khoan_1")

    def code(self, column: str, known: Iterable[str], needed: bool = False) -> str | None:
        """One of the codes known."""
        value = self.needed(column) if needed else self.maybe(column)
        if value is not None and value not in (codes := list(known)):
            shown = ", ".join(codes[:40]) + (" …" if len(codes) > 40 else "")
            raise self.error(column, f"is not one of {shown}")
        return value

    def _read(self, column: str, parse: Callable[[str], T], remedy: str) -> T | None:
        value = self.text(column)
        if not value:
            return None
        try:
            return parse(value)
        except (ValueError, InvalidIdentifier):
            raise self.error(column, remedy) from None


# Python reads more as a date (2012-W21-1) and as a number (+201) than a table should hold.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[12][0-9]{3}")
# What RFC 3987 lets stand in an address.
_WEB_ADDRESS = re.compile(r"https?://(?:[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`%\[\]]|%[0-9A-Fa-f]{2})+")


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise ValueError(text)
    return int(text)


def separator_of(line: str, columns: Collection[str]) -> str:
    """What stands between the cells of a first line: of comma, semicolon and tab what gives most of these columns."""

    def known(separator: str) -> int:
        return len({cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])} & {*columns})

    return max(_SEPARATORS, key=known)


def rows_of(path: Path, columns: tuple[str, ...], optional: Collection[str], mistakes: Mistakes) -> Iterator[Row]:
    """Yield the rows of a table, but for empty ones; those that have not as many cells as the header are noted.

    Raises SourceError for what is no such table.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}, byte {error.start}: not UTF-8; save the table as CSV UTF-8") from error
    lines = io.StringIO(text, newline="")
    try:
        separator = separator_of(lines.readline(), columns)
        lines.seek(0)
        reader = csv.reader(lines, strict=True, delimiter=separator)
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise SourceError(f"{path}, line 1: not a CSV table: {error}") from error
    if missing := [column for column in columns if column not in header]:
        raise SourceError(f"{path}, row 1: missing column {', '.join(missing)}; the columns are {', '.join(columns)}")
    if unknown := [column for at, column in enumerate(header) if column not in (*columns, *optional) or column in header[:at]]:
        raise SourceError(f"{path}, row 1: unknown or repeated column {', '.join(map(repr, unknown))}")
    try:
        for number, cells in enumerate(reader, 2):
            with mistakes.noting():
                if len(cells) != len(header) and any(cell.strip() for cell in cells):
                    raise SourceError(
                        f"{path}, row {number}: {len(cells)} cells where the header has {len(header)}; "
                        f"quote cells that hold {_SHOWN[separator]}"
                    )
            if len(cells) == len(header) and any(cell.strip() for cell in cells):
                yield Row(str(path), number, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise SourceError(f"{path}, line {reader.line_num}: not a CSV table: {error}") from error

"""What was read from a file: columns, rows, and how the file was understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Literal, NamedTuple

Cell = str | int | float | Decimal | date | datetime | bool | None
DecimalMark = Literal[",", "."]
DayOrder = Literal["dmy", "mdy"]
Looks = Literal["number", "date", "text", "empty"]

SAMPLE_ROWS = 2_000
"""Rows looked at to infer what a column holds: enough to be sure, few enough to be quick."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused unread."""

    bytes: int = 100 * 2**20
    unpacked_bytes: int = 2**30
    """Of a workbook, which is a zip: the sum of what its parts unpack to."""
    ratio: int = 200
    ratio_matters_from: int = 10 * 2**20
    """A small part may be very compressible without being a bomb."""
    rows: int = 1_000_000
    columns: int = 1_000
    cells: int = 16_000_000
    """Of the rectangle that holds every filled cell: two cells far apart fill the memory."""
    cell_characters: int = 1_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Column:
    """One column under its header."""

    index: int
    """Position of its cell in a row."""
    name: str
    """Unique in the table: the second “cost” is “cost (2)”, a column without header is “[C]”."""
    original: str
    """The header as written."""
    looks: Looks
    decimal: DecimalMark
    order: DayOrder


class Row(NamedTuple):
    """One row of data. A tuple rather than a dataclass: there may be a million of them."""

    number: int
    """As the spreadsheet shows it, from 1."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from and how its file was decoded."""

    file: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The one table of a file: what stands above its header is left out, blank rows are counted."""

    origin: Origin
    decimal: DecimalMark
    header_row: int
    """Line of the header as the spreadsheet shows it; 0 when the format has none."""
    columns: tuple[Column, ...]
    rows: list[Row]
    blank_rows: int
    above: tuple[str, ...] = ()
    """The texts above the header: a title, a date, the unit of all amounts."""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def cells(self, column: Column) -> Iterator[Cell]:
        return (row.cells[column.index] for row in self.rows)

    def sample(self, column: Column) -> list[Cell]:
        return list(islice(self.cells(column), SAMPLE_ROWS))

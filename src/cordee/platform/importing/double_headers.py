"""The names of the columns, also where they stand on two lines under merged cells."""

import re

from cordee.platform.importing.days import day
from cordee.platform.importing.table import Cell, Row
from cordee.platform.importing.values import amount

_YEARS = range(1990, 2101)


def whole_header(rows: list[Row], *, place: int) -> tuple[Row, list[Row]]:
    """The header and the rows below it, merged cells joined to what they stand above.

    “Budget” above “2026” and “2027” is read “Budget 2026” and “Budget 2027”.
    """
    header, below = rows[place], rows[place + 1 :]
    if len(below) > 1 and (starts := _parts(header, below[0])):
        return _joined(header, below[0], starts), below[1:]
    if place and (starts := _years_under(rows[place - 1], header)):
        return _joined(rows[place - 1], header, starts), below
    return header, below


def may_name_a_column(cell: Cell) -> bool:
    """A text that is no figure and no date, or a year."""
    if _is_year(cell):
        return True
    if not isinstance(cell, str) or cell.isdigit():
        return False
    return amount(cell, decimal=".").value is None and day(cell, order="dmy").value is None


def header_text(cell: Cell) -> str:
    """
    >>> header_text(2026.0), header_text("  Coût\\nestimé ")
    ('2026', 'Coût estimé')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else re.sub(r"\s+", " ", str(cell)).strip()


def _is_year(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.isdigit() and int(cell) in _YEARS
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _YEARS


def _parts(header: Row, second: Row) -> dict[int, int]:
    """Each cell of a second line of headers -> its merged header; empty for a row of data."""
    filled = [index for index, cell in enumerate(second.cells) if cell is not None]
    named = [index for index, cell in enumerate(header.cells) if cell is not None]
    starts = {i: max((n for n in named if n <= i), default=-1) for i in filled}
    shared = list(starts.values())
    is_second = (
        len(filled) > 1
        and filled[0] > named[0]
        and all(may_name_a_column(second.cells[index]) for index in filled)
        and all(shared.count(start) > 1 and start in starts for start in shared)
    )
    return starts if is_second else {}


def _years_under(band: Row, header: Row) -> dict[int, int]:
    """Each year of the header -> the merged cell above it; empty unless it starts on a year."""
    years = [index for index, cell in enumerate(header.cells) if _is_year(cell)]
    words = [index for index, cell in enumerate(band.cells) if isinstance(cell, str)]
    starts = {i: max((n for n in words if n <= i), default=-1) for i in years}
    return starts if all(start in years for start in starts.values()) else {}


def _joined(upper: Row, lower: Row, starts: dict[int, int]) -> Row:
    width = max(len(upper.cells), len(lower.cells))
    above, below = (
        [header_text(cell) for cell in row.cells] + [""] * (width - len(row.cells))
        for row in (upper, lower)
    )
    texts = (
        f"{above[starts[index]]} {below[index]}"
        if index in starts
        else below[index] or above[index]
        for index in range(width)
    )
    return Row(lower.number, tuple(text or None for text in texts))

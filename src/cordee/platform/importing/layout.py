"""Where the table stands in a sheet: title lines above, header, columns, blank rows left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.days import day, day_order
from cordee.platform.importing.double_headers import (
    header_text,
    may_name_a_column,
    whole_header,
)
from cordee.platform.importing.table import (
    SAMPLE_ROWS,
    Cell,
    Column,
    DecimalMark,
    Limits,
    Looks,
    Origin,
    Row,
    Table,
)
from cordee.platform.importing.unpacking import too_many_columns, too_many_rows
from cordee.platform.importing.values import amount, decimal_mark, is_empty

_LINES_ABOVE = 50
"""A header is looked for in the first lines only."""
_MOSTLY = 0.5


@dataclass(slots=True)
class _Filled:
    """The rows that hold something, and how many do not."""

    rows: list[Row]
    blank: int = 0


def table_of(
    lines: Iterable[Row], *, origin: Origin, limits: Limits, has_header_line: bool = True
) -> Table:
    """The table in these lines, blank ones included; refused when there is none."""
    filled = _filled(lines, origin.file, limits)
    if not filled.rows:
        raise Refused(_("“%(file)s” holds no row at all.") % {"file": origin.file})
    place = _header_place(filled.rows[:_LINES_ABOVE]) if has_header_line else 0
    header, rows = whole_header(filled.rows, place=place)
    if not rows:
        raise Refused(
            _("“%(file)s” has a header on line %(line)d and no row below it.")
            % {"file": origin.file, "line": max(header.number, 1)}
        )
    rows = _squared(rows, header, origin.file, limits)
    columns = _columns(header, rows)
    return Table(
        origin=origin,
        decimal=_table_mark(columns, rows),
        header_row=header.number if has_header_line else 0,
        columns=columns,
        rows=rows,
        blank_rows=filled.blank,
        above=tuple(
            cell for row in filled.rows[:place] for cell in row.cells if isinstance(cell, str)
        ),
    )


def _filled(lines: Iterable[Row], file: str, limits: Limits) -> _Filled:
    found = _Filled([])
    for line in lines:
        if any(cell is not None for cell in line.cells):
            found.rows.append(line)
            if len(found.rows) > limits.rows + _LINES_ABOVE:
                raise too_many_rows(file, limits)
        else:
            found.blank += 1
    return found


def _header_place(first: list[Row]) -> int:
    """The first line whose cells are mostly filled, distinct words, with a row below it."""
    width = max(sum(cell is not None for cell in row.cells) for row in first)
    for place, row in enumerate(first[:-1]):
        cells = [cell for cell in row.cells if cell is not None]
        if (
            len(cells) >= max(_MOSTLY * width, min(width, 2))
            and all(map(may_name_a_column, cells))
            and len(set(map(str, cells))) > _MOSTLY * len(cells)
        ):
            return place
    return 0


def _squared(rows: list[Row], header: Row, file: str, limits: Limits) -> list[Row]:
    """Every row as wide as the widest: a cell beyond the header is kept, not lost."""
    widths = {len(row.cells) for row in rows} | {len(header.cells)}
    width = max(widths)
    if width > limits.columns:
        raise too_many_columns(file, width, limits)
    if len(rows) > limits.rows:
        raise too_many_rows(file, limits)
    if len(widths) == 1:
        return rows
    return [
        row
        if len(row.cells) == width
        else Row(row.number, row.cells + (None,) * (width - len(row.cells)))
        for row in rows
    ]


def _columns(header: Row, rows: list[Row]) -> tuple[Column, ...]:
    originals = [header_text(cell) for cell in header.cells]
    originals += [""] * (len(rows[0].cells) - len(originals))
    names = list(_unique(originals))
    marks = [
        decimal_mark(row.cells[index] for row in rows[:SAMPLE_ROWS]) for index in range(len(names))
    ]
    usual: DecimalMark = "," if marks.count(",") > marks.count(".") else "."
    found = []
    for index, (name, original) in enumerate(zip(names, originals, strict=True)):
        sample = [row.cells[index] for row in islice(rows, SAMPLE_ROWS)]
        if original or any(row.cells[index] is not None for row in rows):
            mark, order = marks[index] or usual, day_order(sample)
            found.append(Column(index, name, original, _looks(sample, mark), mark, order))
    return tuple(found)


def _unique(originals: list[str]) -> Iterator[str]:
    taken = set(originals)
    seen: dict[str, int] = {}
    for index, original in enumerate(originals):
        name = original or f"[{column_letters(index)}]"
        seen[name] = seen.get(name, 0) + 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in taken:
            seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def column_letters(index: int) -> str:
    """
    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _looks(sample: list[Cell], mark: DecimalMark) -> Looks:
    filled = [cell for cell in sample if not is_empty(cell)]
    if not filled:
        return "empty"
    numbers = sum(amount(cell, decimal=mark).value is not None for cell in filled)
    if numbers >= _MOSTLY * len(filled):
        return "number"
    days = sum(day(cell, order="dmy").value is not None for cell in filled)
    return "date" if days >= _MOSTLY * len(filled) else "text"


def _table_mark(columns: tuple[Column, ...], rows: list[Row]) -> DecimalMark:
    """The decimal mark of most columns that can tell."""
    marks = [
        decimal_mark(row.cells[column.index] for row in islice(rows, SAMPLE_ROWS))
        for column in columns
        if column.looks == "number"
    ]
    return "," if marks.count(",") > marks.count(".") else "."

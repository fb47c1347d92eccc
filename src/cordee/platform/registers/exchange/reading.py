"""A file comes back: which export it was, its rows, and what each cell says."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.reading import read_table
from cordee.platform.importing.table import Cell, DecimalMark, Limits, Table
from cordee.platform.importing.values import decimal_mark
from cordee.platform.registers.exchange.fields import FIGURE, KEY, Travelling
from cordee.platform.registers.exchange.headers import MARK, Header, read_header
from cordee.platform.registers.exchange.stamps import Stamp, read_stamp

SHEETS = 20
"""Sheets that are looked at for the one that Cordée wrote."""


class ReturnedRow(NamedTuple):
    """One row of the file."""

    number: int
    """As the spreadsheet shows it."""
    cells: Mapping[str, Cell]
    """By the name of the field; a column that is gone has no entry."""
    stamp: Stamp | None


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that comes back."""

    header: Header
    table: Table
    rows: tuple[ReturnedRow, ...]
    taken: tuple[str, ...]
    """Names of the fields that the file still has."""
    unknown: tuple[str, ...]
    """Columns that Cordée did not write: they are not read."""
    gone: tuple[str, ...]
    """Labels of the columns that left and did not come back: they stay as they are."""
    decimals: Mapping[str, DecimalMark]


def returned_file(path: Path, *, limits: Limits) -> Returned | None:
    """The file as an export that comes back; None when Cordée did not write it."""
    table = read_table(path, limits=limits)
    found = _recognised(table, path)
    for sheet in table.origin.sheets[:SHEETS]:
        if found is None and sheet != table.origin.sheet:
            try:
                table = read_table(path, sheet=sheet, limits=limits)
            except Refused:
                continue
            found = _recognised(table, path)
    return None if found is None else _returned(table, found)


def labelled_file(path: Path, *, register: str, travels: Travelling, limits: Limits) -> Returned:
    """A file whose last column is gone: its headers alone say what its columns are."""
    table = read_table(path, limits=limits)
    columns = {" ".join(field.label.split()): field.name for field in travels.fields}
    header = Header(register, "", "", "", get_language() or "", columns)
    keys = {travels.natural, f"{KEY}{travels.natural or 'pk'}"}
    if not any(columns.get(column.original) in keys for column in table.columns):
        raise Refused(
            _("“%(file)s” has no column that tells its rows apart: export the list, and edit that.")
            % {"file": path.name}
        )
    return _returned(table, header)


def _recognised(table: Table, path: Path) -> Header | None:
    if not table.header_row:
        return _json_header(path)
    found = (read_header(column.original) for column in table.columns)
    return next((header for header in found if header), None)


def _json_header(path: Path) -> Header | None:
    content = json.loads(path.read_bytes())
    return read_header(content, is_text=False) if isinstance(content, dict) else None


def _returned(table: Table, header: Header) -> Returned:
    names = {c.index: header.columns[c.name] for c in table.columns if c.name in header.columns}
    stamps = [c for c in table.columns if c.name == MARK or read_header(c.original)]
    others = [c for c in table.columns if c.index not in names and c not in stamps]
    kept = header.columns.items()
    back = set(names.values())
    gone = [told for told, name in kept if name not in back and not name.startswith((KEY, FIGURE))]
    usual: DecimalMark = "," if header.language.startswith("fr") else "."
    marks = {
        names[column.index]: decimal_mark(table.sample(column)) or usual
        for column in table.columns
        if column.index in names
    }
    place = stamps[0].index if stamps else None
    return Returned(
        header=header,
        table=replace(table, rows=[]),
        rows=tuple(_rows(table, names, place)),
        taken=tuple(names.values()),
        unknown=tuple(column.name for column in others),
        gone=tuple(gone),
        decimals=marks,
    )


def _rows(table: Table, names: Mapping[int, str], place: int | None) -> Iterator[ReturnedRow]:
    for number, cells in table.rows:
        said = {name: cells[index] for index, name in names.items()}
        yield ReturnedRow(number, said, None if place is None else read_stamp(cells[place]))

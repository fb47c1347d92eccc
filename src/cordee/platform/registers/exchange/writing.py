"""The files themselves: xlsx, csv and json, row after row, whatever their number."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.registers.exchange.cells import is_figure, written_cell, written_text
from cordee.platform.registers.exchange.exporting import Departure, Line
from cordee.platform.registers.exchange.fields import Field
from cordee.platform.registers.exchange.headers import MARK

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Look
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {"text": 34, "row": 22, "rows": 28, "words": 22, "choice": 18, "day": 13}
WIDTH, READ_ONLY_WIDTH = 14, 20
SHEET_NAME = 31
"""Signs that the name of a sheet may have."""


def csv_lines(leaving: Departure) -> Iterator[str]:
    """Semicolons and decimal commas in French: a spreadsheet opens it as a table at once."""
    is_french = (get_language() or "").startswith("fr")
    decimal, told = ("," if is_french else "."), io.StringIO(newline="")
    writer = csv.writer(told, delimiter=";" if is_french else ",")
    told.write("\ufeff")  # without it Excel takes UTF-8 for something else
    writer.writerow([*(written_text(_label, f.label) for f in leaving.fields), _title(leaving)])
    for line in leaving.lines:
        cells = zip(leaving.fields, line.values, strict=True)
        writer.writerow([*(written_text(f, v, decimal=decimal) for f, v in cells), line.stamp])
        if told.tell() > 1 << 16:
            yield told.getvalue()
            told.seek(0)
            told.truncate()
    yield told.getvalue()


def json_lines(leaving: Departure) -> Iterator[str]:
    """One object: what the file is, then its rows, one a line."""
    labels = {field.name: field.label for field in leaving.fields}
    told = leaving.header.as_json() | {"facts": dict(facts(leaving)), "labels": labels}
    yield json.dumps(told, ensure_ascii=False)[:-1] + ',\n"rows": [\n'
    start = ""
    for line in leaving.lines:
        yield start + _record(leaving, line)
        start = ",\n"
    yield "\n]}\n"


def write_workbook(leaving: Departure, *, file: IO[bytes]) -> None:
    """A sheet of rows, and a sheet that says what they are. Memory does not grow with the rows."""
    import xlsxwriter

    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(file, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        _write_rows(leaving, book, head)
        _write_facts(leaving, book, head)


def facts(leaving: Departure) -> Iterator[tuple[str, str]]:
    """What the file is, in words."""
    header, reader = leaving.header, leaving.reader
    yield _("Register"), str(leaving.register.title)
    yield _("Organisation"), reader.organisation.name
    yield _("Exported on"), timezone.localtime(leaving.at).strftime("%Y-%m-%d %H:%M")
    yield _("By"), str(reader.user)
    yield _("Rows"), header.narrowed or _("all")
    yield _("Currency of the organisation"), reader.organisation.currency
    yield (
        _("To bring it back"),
        _(
            "Edit the cells, add rows, save, then import this file: Cordée shows every difference "
            "before it writes. Columns marked “read only” are not read back. "
            "Leave the last column as it is: it tells the rows apart."
        ),
    )


def _write_rows(leaving: Departure, book: "Workbook", head: "Look") -> None:
    sheet = book.add_worksheet(_sheet_name(str(leaving.register.title)))
    last = len(leaving.fields)
    for column, field in enumerate(leaving.fields):
        sheet.set_column(column, column, _width(field))
        sheet.write_string(0, column, written_text(_label, field.label), head)
    sheet.set_column(last, last, 2, None, {"hidden": True})
    sheet.write_string(0, last, _title(leaving))
    sheet.freeze_panes(1, 1)
    number = 0
    for number, line in enumerate(leaving.lines, start=1):
        _write_line(sheet, number, leaving, line)
    sheet.autofilter(0, 0, number, last)


def _write_line(sheet: "Worksheet", number: int, leaving: Departure, line: Line) -> None:
    for column, (field, value) in enumerate(zip(leaving.fields, line.values, strict=True)):
        cell = written_cell(field, value)
        if isinstance(cell, str):
            if cell:
                sheet.write_string(number, column, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(number, column, cell)
        else:
            sheet.write_number(number, column, cell)
    sheet.write_string(number, len(leaving.fields), line.stamp)


def _write_facts(leaving: Departure, book: "Workbook", head: "Look") -> None:
    sheet = book.add_worksheet(_sheet_name(_("About this file")))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 80, wrapped)
    told = list(facts(leaving))
    for row, (label, value) in enumerate(told):
        sheet.write_string(row, 0, label, head)
        sheet.write_string(row, 1, written_text(_label, value), wrapped)
    start = len(told) + 1
    sheet.write_string(start, 0, _("Columns"), head)
    for row, field in enumerate(leaving.fields, start=start + 1):
        sheet.write_string(row, 0, written_text(_label, field.label))
        sheet.write_string(row, 1, written_text(_label, _note(field)), wrapped)


def _note(field: Field) -> str:
    if field.kind == "key":
        return _("The row’s number: it never changes. Leave it empty on the rows you add.")
    if not field.is_writable:
        return _("Computed by Cordée: read only.")
    if field.choices:
        return _("One of: %(choices)s.") % {"choices": ", ".join(field.choices.values())}
    return field.note


def _record(leaving: Departure, line: Line) -> str:
    """Numbers exactly as they are: no float stands between."""
    cells = [
        f"{json.dumps(field.name)}: {_literal(field, value)}"
        for field, value in zip(leaving.fields, line.values, strict=True)
    ]
    return "{" + ", ".join([*cells, f'"{MARK}": "{line.stamp}"']) + "}"


def _literal(field: Field, value: str) -> str:
    if not value:
        return "null"
    if is_figure(field, value):
        return value
    told: Any = value == "1" if field.kind == "yes" else value
    return json.dumps(told, ensure_ascii=False)


def _title(leaving: Departure) -> str:
    return leaving.header.as_text()


def _width(field: Field) -> int:
    return WIDTHS.get(field.kind, WIDTH if field.is_writable else READ_ONLY_WIDTH)


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:SHEET_NAME]


_label = Field("", "", "text", str, {})

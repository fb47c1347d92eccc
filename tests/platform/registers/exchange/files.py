"""Takes registers out to files and edits these files as a person does in a spreadsheet."""

import csv
import io
import json
from datetime import UTC, datetime

import openpyxl

from cordee.platform.registers import declared_registers
from cordee.platform.registers.exchange.exporting import departure
from cordee.platform.registers.exchange.returning import read_back
from cordee.platform.registers.exchange.weighing import weighed
from cordee.platform.registers.exchange.writing import csv_lines, json_lines, write_workbook

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
BACK = [one for one in declared_registers() if one.can_come_back]


def register(plural):
    return next(one for one in declared_registers() if one.plural == plural)


def by_name(one):
    return one.plural


def taken_out(one, *, reader, folder, format="xlsx", at=AT, **asked):
    """The file of an export."""
    leaving = departure(one, reader=reader, asked=asked, format=format, at=at)
    path = folder / f"{leaving.name}.{format}"
    if format == "xlsx":
        with path.open("wb") as file:
            write_workbook(leaving, file=file)
    else:
        pieces = csv_lines(leaving) if format == "csv" else json_lines(leaving)
        path.write_bytes("".join(pieces).encode())
    return path


def brought(path, *, one, reader):
    """What the file would change."""
    return weighed(read_back(path, register=one, reader=reader), register=one, reader=reader)


def edited(path, edits):
    """Write {(row number, label): value} in the file, as a spreadsheet program would."""
    edit = {".xlsx": _edit_workbook, ".csv": _edit_csv, ".json": _edit_json}[path.suffix]
    edit(path, edits)
    return path


def _edit_workbook(path, edits):
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for (number, label), value in edits.items():
        cell = sheet.cell(number, places[label])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(path)


def _edit_csv(path, edits):
    text = path.read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in text.split('"')[0] else ","
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    for (number, label), value in edits.items():
        while len(lines) < number:
            lines.append([""] * len(lines[0]))
        lines[number - 1][lines[0].index(label)] = "" if value is None else str(value)
    told = io.StringIO(newline="")
    csv.writer(told, delimiter=delimiter).writerows(lines)
    path.write_text(told.getvalue(), encoding="utf-8-sig")


def _edit_json(path, edits):
    content = json.loads(path.read_text())
    names = {label: name for name, label in content["labels"].items()}
    for (number, label), value in edits.items():
        while len(content["rows"]) < number - 1:
            content["rows"].append({})
        content["rows"][number - 2][names[label]] = value
    path.write_text(json.dumps(content, default=str))

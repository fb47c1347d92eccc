"""Files made for one test, and the sentence with which one is refused."""

import csv
import struct
import zipfile
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

from cordee.platform.errors import Refused
from cordee.platform.importing.reading import read_table
from cordee.platform.importing.suggesting import suggested_mapping

TODAY = date(2026, 11, 23)


def delimited_text(rows, *, delimiter=";"):
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def delimited(folder, rows, *, delimiter=";", encoding="utf-8", name="portfolio.csv"):
    path = folder / name
    path.write_bytes(delimited_text(rows, delimiter=delimiter).encode(encoding))
    return path


def workbook(folder, rows, *, name="portfolio.xlsx", sheets=("Portfolio",)):
    path = folder / name
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    for sheet in sheets:
        page = book.add_worksheet(sheet)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    page.write(line, place, cell)
    book.close()
    return path


def workbook_with_sheet(folder, sheet_data, *, name="made.xlsx"):
    """A workbook whose only sheet holds this XML."""
    plain = BytesIO()
    book = xlsxwriter.Workbook(plain)
    book.add_worksheet("Sheet1").write(0, 0, 1)
    book.close()
    path = folder / name
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", 8) as made:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                head, _, rest = content.partition(b"<sheetData>")
                content = head + b"<sheetData>" + sheet_data + rest[rest.index(b"</sheetData>") :]
            made.writestr(part, content)
    return path


def old_workbook(folder, cells, *, name="portfolio.xls", records=b""):
    """An xls written record by record: `cells` maps (row, column) to a number."""
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for (row, column), value in cells.items():
        body += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    body += _record(0x000A, b"")
    title = b"Sheet1"
    globals_ = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + records
    place = len(globals_) + 4 + 8 + len(title) + 4
    globals_ += _record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(title), 0) + title)
    stream = (globals_ + _record(0x000A, b"") + body).ljust(4096, b"\0")
    path = folder / name
    path.write_bytes(compound({"Workbook": stream}))
    return path


def compound(streams):
    """A compound file (OLE) of 512-byte sectors holding these streams."""
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0)
    sectors, chains = [], []
    for name, content in streams.items():
        directory += _entry(name, 2, 2 + len(sectors), len(content))
        pieces = [content[place : place + 512] for place in range(0, len(content), 512)]
        chains += [3 + len(sectors) + rank for rank in range(len(pieces) - 1)] + [0xFFFFFFFE]
        sectors += [piece.ljust(512, b"\0") for piece in pieces]
    table = [0xFFFFFFFD, 0xFFFFFFFE, *chains]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + b"".join(sectors)


def _entry(name, kind, start, size):
    text = (name + "\0").encode("utf-16-le")
    tail = struct.pack("<IIQ", start, size, 0)[:12]
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + links
    return head.ljust(116, b"\0") + tail


def _record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


def read_rows(folder, rows, **how):
    return read_table(delimited(folder, rows, **how))


def mapping_of(table, fields, *, currency="EUR"):
    return suggested_mapping(table, fields=fields, today=TODAY, currency=currency)


def refusal(path, **how):
    """The sentence with which a file is refused, or None when it is read."""
    try:
        read_table(path, **how)
    except Refused as refused:
        return str(refused)
    return None

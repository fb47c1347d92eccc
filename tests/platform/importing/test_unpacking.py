import struct
import subprocess
import sys
import zipfile

import pytest

from cordee.platform.importing.reading import read_table
from cordee.platform.importing.table import LIMITS, Limits, Row
from cordee.platform.importing.unpacking import Extent, measured
from tests.platform.importing.files import refusal, workbook, workbook_with_sheet

SHEET = "xl/worksheets/sheet1.xml"
BOMB = (
    "“bomb.xlsx” would unpack to far more than its size, as a zip bomb does: "
    "it was not opened. Copy the table alone into a new workbook."
)
DAMAGED = "is damaged or cut short: it cannot be opened. Save or download it again."


def _document(folder, rows):
    path = folder / "portfolio.ods"
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
            '><manifest:file-entry manifest:full-path="/"/></manifest:manifest>',
        )
    return path


def _text(word, attributes=""):
    return (
        f'<table:table-cell office:value-type="string"{attributes}>'
        f"<text:p>{word}</text:p></table:table-cell>"
    )


def test_a_zip_bomb_is_refused_unopened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(SHEET, b" " * (20 * 2**20))

    assert refusal(path) == BOMB


def test_many_parts_that_unpack_to_more_than_the_limit_are_refused(tmp_path):
    path = workbook(tmp_path, [["a", "b"], [1, 2]], name="bomb.xlsx")

    assert refusal(path, limits=Limits(unpacked_bytes=1_000)) == BOMB


def test_a_part_that_unpacks_to_more_than_the_directory_announces_is_refused(tmp_path):
    path = workbook_with_sheet(tmp_path, b"<row/>" * 300_000, name="liar.xlsx")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    announced, smaller = struct.pack("<I", size), struct.pack("<I", 500)
    path.write_bytes(bytes(content).replace(announced, smaller))

    assert refusal(path) == f"“liar.xlsx” {DAMAGED}"


FIRST = b'<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "sheet",
    [
        FIRST + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c>',
        FIRST + b"<row r='9'><c r = 'XFD1048576'><v>1</v></c>",
        FIRST + b'<row r="1048576">' + b"<c><v>1</v></c>" * 16_000,
        FIRST + b'<x:row r="1048576"><x:c r="ZZZ1048576"><v>1</v></x:c></x:row><row>',
    ],
)
def test_two_cells_far_apart_are_refused_before_they_fill_the_memory(tmp_path, sheet):
    path = workbook_with_sheet(tmp_path, sheet + b"</row>", name="sparse.xlsx")

    # In a process of its own: if the guard failed, the reader would abort the whole process.
    code = (
        "import django, sys; from django.conf import settings; "
        "settings.configure(USE_I18N=False); django.setup(); from pathlib import Path; "
        "from tests.platform.importing.files import refusal; print(refusal(Path(sys.argv[1])))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )

    assert (ran.returncode, "columns" in ran.stdout) == (0, True)


def test_a_sheet_that_announces_more_than_it_holds_is_refused(tmp_path):
    sheet = b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells count="4000000000">'

    path = workbook_with_sheet(tmp_path, sheet + b"</mergeCells><sheetData>", name="liar.xlsx")

    assert refusal(path) == f"“liar.xlsx” {DAMAGED}"


def test_the_extent_counts_filled_cells_and_the_last_line_formatted_ones_too(tmp_path):
    usual = b'<row r="2"><c r="B2"><v>1</v></c></row><row r="40"><c r="AA40" s="1"/></row>'
    path = workbook_with_sheet(tmp_path, usual)

    assert measured(path, limits=LIMITS)[SHEET] == Extent(rows=2, columns=2, last_line=40)


def test_a_sheet_without_references_is_measured_cell_by_cell(tmp_path):
    path = workbook_with_sheet(tmp_path, b"<row><c><v>1</v></c><c><v>2</v></c></row><row/>")

    assert measured(path, limits=LIMITS)[SHEET] == Extent(rows=1, columns=2, last_line=2)


def test_formatted_rows_below_the_table_are_counted_as_blank(tmp_path):
    sheet = (
        b'<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="str"><v>cost</v></c></row>'
        b'<row r="2"><c r="A2" t="str"><v>Web</v></c><c r="B2"><v>12</v></c></row>'
        b'<row r="3"><c r="A3" s="0"/></row><row r="4"><c r="A4" s="0"/></row>'
    )

    table = read_table(workbook_with_sheet(tmp_path, sheet))

    assert (table.rows, table.blank_rows) == ([Row(2, ("Web", 12.0))], 2)


def test_an_open_document_is_read(tmp_path):
    header = f"<table:table-row>{_text('name')}{_text('unit')}</table:table-row>"
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    row = f"<table:table-row>{_text('Web')}{_text('Ventes')}</table:table-row>"
    trailing = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    table = read_table(_document(tmp_path, header + blank + row + trailing))

    assert [each.cells for each in table.rows] == [("Web", "Ventes")]


def test_a_cell_repeated_to_fill_the_memory_is_refused(tmp_path):
    cell = _text("x", ' table:number-columns-repeated="900"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'

    assert refusal(_document(tmp_path, rows)) == (
        "“portfolio.ods” spreads over 1048576 rows × 900 columns, more than can be read. "
        "Copy the table alone into a new workbook."
    )

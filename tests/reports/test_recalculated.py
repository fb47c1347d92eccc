"""The workbook computed again, from its formulas alone, by a program that we did not write."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from cordee.reports.board_pack import board_pack
from cordee.reports.documents import write_board_pack
from tests.platform.registers.exchange.test_libreoffice import HAS_CALC, saved_again
from tests.reports.conftest import ON, YEAR

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_CALC, reason="LibreOffice Calc is not installed here"),
]
STORED = re.compile(rb"(</f>)<v>[^<]*</v>")


def without_stored_values(content):
    """The same workbook whose formulas carry no result: whoever opens it must compute them."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            told = old.read(name)
            is_sheet = name.startswith("xl/worksheets/")
            new.writestr(name, STORED.sub(rb"\1", told) if is_sheet else told)
    return buffer.getvalue()


def formulas(content):
    return {
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_formula_gives_the_figure_of_the_product(portfolio, cio_reader, tmp_path, language):
    pack = board_pack(cio_reader, basis=YEAR, on=ON, language=language)
    content = write_board_pack(pack, kind="xlsx")
    path = tmp_path / "board-pack.xlsx"
    path.write_bytes(without_stored_values(content))
    at = formulas(content)

    (saved,) = saved_again([path], folder=tmp_path)

    stored = load_workbook(BytesIO(content), data_only=True)
    computed = load_workbook(saved, data_only=True)
    assert len(at) > 30
    different = {
        (sheet, cell): (stored[sheet][cell].value, computed[sheet][cell].value)
        for sheet, cell in at
        if computed[sheet][cell].value != pytest.approx(stored[sheet][cell].value, abs=1e-9)
    }
    assert different == {}

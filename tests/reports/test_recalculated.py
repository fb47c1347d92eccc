"""The workbook computed again from its formulas alone, by other means than those that wrote it."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from cordee.reports.board_pack import board_pack
from cordee.reports.documents import write_board_pack
from tests.factories import contribution, initiative, objective, spend
from tests.platform.registers.exchange.test_libreoffice import HAS_CALC, saved_again
from tests.reports.calculating import Calculator
from tests.reports.conftest import FORMULA, ON, YEAR

STORED = re.compile(rb"(</f>)<v>[^<]*</v>")


@pytest.fixture
def content(portfolio, cio_reader):
    """The workbook of a portfolio with one cost known in part only and one objective unknown."""

    def write(language):
        pack = board_pack(cio_reader, basis=YEAR, on=ON, language=language)
        return write_board_pack(pack, kind="xlsx")

    unsure = objective(portfolio, "O7", "Résilience", weight=0)
    orion = initiative(portfolio, "I-07", "Orion bis")
    contribution(orion, unsure)
    spend(orion, None, fiscal_year=2027, unknown_reason="à chiffrer")
    return write


def formulas(content):
    return {
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def different(content, computed):
    """The formulas whose value is not the figure that the product stored with them."""
    stored = load_workbook(BytesIO(content), data_only=True)
    return {
        at: (stored[at[0]][at[1]].value, computed(*at))
        for at in formulas(content)
        if computed(*at) != pytest.approx(stored[at[0]][at[1]].value, abs=1e-9)
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_formula_gives_the_figure_of_the_product(content, language):
    written = content(language)

    computed = Calculator(load_workbook(BytesIO(written))).value

    assert len(formulas(written)) > 30
    assert different(written, computed) == {}


def test_a_figure_changed_by_hand_moves_the_totals_and_the_score(content):
    book = load_workbook(BytesIO(content("en")))
    sheet = book["Initiatives"]
    before = Calculator(book).value("Summary", "B5")
    amount = next(row[7] for row in sheet.iter_rows(min_row=5) if row[3].value == FORMULA)

    amount.value += 500_000

    after = Calculator(book)
    assert after.value("Summary", "B6") == 1_500_000
    assert after.value("Summary", "B7") == 700_000
    assert after.value("Summary", "B5") < before


@pytest.mark.slow
@pytest.mark.skipif(not HAS_CALC, reason="LibreOffice Calc is not installed here")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_spreadsheet_program_we_did_not_write_agrees(content, tmp_path, language):
    written = content(language)
    path = tmp_path / "board-pack.xlsx"
    path.write_bytes(_without_stored_values(written))

    (saved,) = saved_again([path], folder=tmp_path)

    book = load_workbook(saved, data_only=True)
    assert different(written, lambda sheet, cell: book[sheet][cell].value) == {}


def _without_stored_values(content):
    """The same workbook whose formulas carry no result: whoever opens it must compute them."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            told = old.read(name)
            is_sheet = name.startswith("xl/worksheets/")
            new.writestr(name, STORED.sub(rb"\1", told) if is_sheet else told)
    return buffer.getvalue()

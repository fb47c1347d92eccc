from io import BytesIO

import openpyxl
import pytest
from pptx import Presentation

from cordee.reports.board_pack import board_pack
from cordee.reports.documents import write_board_pack
from cordee.strategy.models import Objective
from tests.reports.conftest import FORMULA, ON, YEAR

pytestmark = pytest.mark.once


def test_a_name_behind_the_chart_is_a_text_and_never_a_formula(portfolio, cio_reader):
    Objective.objects.filter(code="O1").update(name=FORMULA)
    pack = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    content = write_board_pack(pack, kind="pptx")

    slides = Presentation(BytesIO(content)).slides
    (chart,) = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    behind = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    first, *rows = behind.iter_rows()
    plot = chart.plots[0]
    assert [cell.value for cell in first] == [None, *(series.name for series in plot.series)]
    assert [row[0].value for row in rows] == list(plot.categories)
    assert [row[1].value for row in rows] == pytest.approx(list(plot.series[0].values))
    assert FORMULA in list(plot.categories)
    assert "f" not in {cell.data_type for row in rows for cell in row}

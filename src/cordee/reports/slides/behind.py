"""The small workbook behind a native chart, where a name stays a text and never a formula."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from cordee.reports.workbook import NO_FORMULA_FROM_TEXT

SHEET = "Sheet1"
"""The charts of the slides refer to their cells by this name."""


def put_behind(chart: Any, *, labels: Sequence[str], series: Mapping[str, Sequence[Any]]) -> None:
    """Write the figures that “Edit data” opens, instead of those written by the library.

    The library reads a name that begins with = as a formula of the spreadsheet program."""
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, NO_FORMULA_FROM_TEXT) as workbook:
        sheet = workbook.add_worksheet(SHEET)
        share = workbook.add_format({"num_format": "0%"})
        sheet.write_column(1, 0, labels)
        for place, (name, values) in enumerate(series.items(), start=1):
            sheet.write(0, place, name)
            sheet.write_column(1, place, values, share)
    chart.part.chart_workbook.update_from_xlsx_blob(buffer.getvalue())

"""Charts and tables that a presenter can edit, in the colours and the type of the template."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cordee.reports.contents import Table, writable
from cordee.reports.slides.behind import put_behind
from cordee.reports.slides.fitting import Frame
from cordee.reports.slides.parts import CELL_SIZE, CELL_X, CELL_Y, column_widths, row_height
from cordee.reports.slides.writing import add_run, emu, inches, points
from cordee.strategy.charts.spend import SpendRow, spend_rows
from cordee.strategy.queries import Picture

LABEL_SIZE = 11
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style without any line or band: rows are then told apart by a thin line."""
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def spend_chart(slide: Any, picture: Picture, frame: Frame, *, title: str) -> None:
    """Bars of the share of spend and of the priority, first objective on top, orphans apart."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    rows = spend_rows(picture)
    shares, priorities = [row.share for row in rows], [row.priority for row in rows]
    labels, series = [writable(row.label) for row in rows], {_("Share of spend"): shares}
    if any(row.priority is not None and row.kind == "objective" for row in rows):
        series[_("Priority")] = priorities
    data = CategoryChartData(number_format="0%")  # type: ignore[no-untyped-call]
    data.categories = labels
    for name, values in series.items():
        data.add_series(name, values)  # type: ignore[no-untyped-call]
    shape = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *emu(frame), data)
    put_behind(shape.chart, labels=labels, series=series)
    describe(shape, title)
    _dress(shape.chart, rows)


def native_table(
    slide: Any, table: Table, frame: Frame, *, title: str, style: str, language: str
) -> None:
    """A table to edit, in the table style of the template; rows as high as their words."""
    rows = [tuple(column.label for column in table.columns), *table.rows]
    if table.total:
        rows.append(table.total)
    widths = column_widths(table, frame.width)
    heights = [row_height(row, widths) for row in rows]
    at = Frame(frame.x, frame.y, frame.width, sum(heights))
    shape = slide.shapes.add_table(len(rows), len(table.columns), *emu(at))
    describe(shape, title)
    shape.table.last_row = bool(table.total)
    shape._element.graphic.graphicData.tbl.tblPr.find(f"{A}tableStyleId").text = style
    for place, width in enumerate(widths):
        shape.table.columns[place].width = inches(width)
    for n, row in enumerate(rows):
        shape.table.rows[n].height = inches(heights[n])
        is_bold = n == 0 or (bool(table.total) and n == len(rows) - 1)
        cells = [shape.table.cell(n, place) for place in range(len(row))]
        _write_row(cells, row, table=table, bold=is_bold, language=language)
        if style == NO_STYLE:
            for cell in cells:
                _underline(cell)


def table_style(presentation: Any) -> str:
    """The style that new tables take in this template."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    found = [
        rel.target_part.blob
        for rel in presentation.part.rels.values()
        if rel.reltype == RELATIONSHIP_TYPE.TABLE_STYLES
    ]
    default = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
    return str(etree.fromstring(found[0]).get("def") or default) if found else default


def describe(shape: Any, text: str) -> None:
    """What a screen reader says of a chart or a table, and its name in the pane of selection."""
    shape._element.nvGraphicFramePr.cNvPr.set("descr", writable(text))


def _write_row(
    cells: Sequence[Any], row: Sequence[str], *, table: Table, bold: bool, language: str
) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    for cell, text, column in zip(cells, row, table.columns, strict=True):
        cell.margin_top = cell.margin_bottom = inches(CELL_Y)
        cell.margin_left = cell.margin_right = inches(CELL_X)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.text_frame.word_wrap = True
        line = cell.text_frame.paragraphs[0]
        line.alignment = PP_ALIGN.RIGHT if column.is_number else PP_ALIGN.LEFT
        line._p.get_or_add_endParaRPr().set("sz", str(round(CELL_SIZE * 100)))
        if not text:
            continue
        run = add_run(line, text, language=language)
        run.font.size = points(CELL_SIZE)
        if bold:
            run.font.bold = True


def _dress(chart: Any, rows: tuple[SpendRow, ...]) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION

    chart.font.size = points(LABEL_SIZE)
    chart.has_title = False
    chart.has_legend = len(chart.plots[0].series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.format.line.fill.background()
    chart.value_axis.visible = False
    chart.value_axis.minimum_scale = 0
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0%", False
    _paint(plot.series[0], "ACCENT_1")
    if len(plot.series) > 1:
        _paint(plot.series[1], "TEXT_1", brightness=0.55)
    for n, row in enumerate(rows):
        if row.kind == "orphan":
            _paint(plot.series[0].points[n], "ACCENT_2")


def _paint(shape: Any, colour: str, *, brightness: float = 0.0) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    shape.format.fill.solid()
    shape.format.fill.fore_color.theme_color = getattr(MSO_THEME_COLOR, colour)
    if brightness:
        shape.format.fill.fore_color.brightness = brightness


def _underline(cell: Any) -> None:
    """A thin line under a cell: the library offers no borders."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    fill = '<a:solidFill><a:schemeClr val="tx1"><a:lumMod val="25000"/>'
    fill += '<a:lumOff val="75000"/></a:schemeClr></a:solidFill>'
    border = f'<a:lnB {nsdecls("a")} w="9525">{fill}</a:lnB>'
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(border))

"""The chart of spend against priority that a presenter can edit in the slides."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.charts import TOKENS
from cordee.reports.contents import writable
from cordee.reports.drawing import SANS, Frame, cut, describe
from cordee.strategy.charts.spend import SpendRow, spend_rows
from cordee.strategy.queries import Picture

LONGEST_NAME = 48
LABEL_SIZE = 11


def spend_chart(slide: Any, picture: Picture, frame: Frame, *, title: str, language: str) -> None:
    """Bars of the share of spend and of the priority, first objective on top, orphans in red."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    rows = spend_rows(picture)
    shares, priorities = [row.share for row in rows], [row.priority for row in rows]
    data = CategoryChartData(number_format="0%")  # type: ignore[no-untyped-call]
    data.categories = [cut(writable(row.label), LONGEST_NAME) for row in rows]
    data.add_series(_("Share of spend"), shares)  # type: ignore[no-untyped-call]
    if any(row.priority is not None and row.kind == "objective" for row in rows):
        data.add_series(_("Priority"), priorities)  # type: ignore[no-untyped-call]
    at = (Inches(frame.x), Inches(frame.y), Inches(frame.width), Inches(frame.height))
    shape = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *at, data)
    describe(shape, title)
    _dress(shape.chart, rows)


def _dress(chart: Any, rows: tuple[SpendRow, ...]) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    chart.font.name, chart.font.size = SANS, Pt(LABEL_SIZE)
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
    for series, colour in zip(plot.series, (TOKENS["it"], TOKENS["line-strong"]), strict=False):
        _paint(series, colour)
    for n, row in enumerate(rows):
        if row.kind == "orphan":
            _paint(plot.series[0].points[n], TOKENS["bad"])


def _paint(shape: Any, colour: str) -> None:
    from pptx.dml.color import RGBColor

    shape.format.fill.solid()
    hexadecimal = colour.removeprefix("#").upper()
    shape.format.fill.fore_color.rgb = RGBColor.from_string(hexadecimal)  # type: ignore[no-untyped-call]

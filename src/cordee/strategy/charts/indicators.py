"""An indicator in one sentence and one drawing: its measures against the way to its target."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.charts import Column, Figure, Spec, figure, frame
from cordee.platform.typography import day_text, percent_text, quantity_text
from cordee.strategy.models import Indicator
from cordee.strategy.queries.measured import IndicatorFigure, IndicatorSheet, MeasureFigure

HEIGHT = 220
WIDE = 450
"""Width from which the days of the axis have all their room."""


def indicator_finding(figure: IndicatorFigure) -> str:
    """Where an indicator stands, for every thing that may be unknown."""
    indicator = figure.indicator
    told = {
        "indicator": indicator.name,
        "value": _quantity(figure.value, indicator),
        "target": _quantity(indicator.target, indicator),
        "way": percent_text(figure.way_done, language=_language()),
        "time": percent_text(figure.time_gone, language=_language()),
    }
    if figure.value is None:
        return _("“%(indicator)s” has not been measured yet") % told
    if indicator.target is None:
        return _("“%(indicator)s” stands at %(value)s; it has no target yet") % told
    if figure.is_reached:
        return _("“%(indicator)s” has reached its target: %(value)s for %(target)s") % told
    if figure.way_done is None:
        return _("“%(indicator)s” stands at %(value)s for a target of %(target)s") % told
    return _on_the_way(figure) % told


def measures_finding(sheet: IndicatorSheet) -> str:
    """What the last measure says of the one before."""
    taken = [row.measure for row in sheet.measures]
    last = taken[-1]
    told = {"value": _quantity(last.value, sheet.indicator), "day": _day(last.day)}
    if len(taken) == 1:
        return _("%(value)s on %(day)s, the only measure") % told
    before = taken[-2]
    told |= {"before": _quantity(before.value, sheet.indicator), "then": _day(before.day)}
    change = last.value - before.value
    if not change:
        return _("%(value)s on %(day)s, as on %(then)s: it does not move") % told
    if (change > 0) == (sheet.indicator.direction == Indicator.Direction.UP):
        return _("%(value)s on %(day)s, after %(before)s on %(then)s: it improves") % told
    return _("%(value)s on %(day)s, after %(before)s on %(then)s: it gets worse") % told


def stale_warning(sheet: IndicatorSheet) -> str:
    """That a measure which was due has not come; nothing when all is well."""
    measured_on = sheet.figure.measured_on
    if not sheet.figure.is_stale or measured_on is None:
        return ""
    rhythm = sheet.indicator.get_rhythm_display()
    return _("The last measure is of %(day)s and it is measured “%(rhythm)s”: one is missing.") % {
        "day": _day(measured_on),
        "rhythm": str(rhythm).lower(),
    }


def measures_against_target(sheet: IndicatorSheet, *, width: int) -> Spec:
    """The measures day by day, the straight way from baseline to target, and the target."""
    x = {
        "field": "day",
        "type": "temporal",
        "axis": {
            "title": None,
            "format": "%b %Y",
            "tickCount": 6 if width > WIDE else 3,
            "labelOverlap": True,
            "grid": False,
        },
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"title": None, "tickCount": 4, "grid": True},
    }
    layers = [*_way(sheet.indicator), *_target(sheet), *_measures(sheet)]
    spec: Spec = {"encoding": {"x": x, "y": y}, "layer": layers}
    return frame(spec, width=width, height=HEIGHT)


def measures_figure(sheet: IndicatorSheet) -> Figure | None:
    """The chart for a page; None before the first measure."""
    if not sheet.measures:
        return None
    columns, rows = measures_table(sheet)
    return figure(
        lambda width: measures_against_target(sheet, width=width),
        title=measures_finding(sheet),
        sub=_sub(sheet.indicator),
        columns=columns,
        rows=rows,
        source=_day(sheet.on),
        language=_language(),
    )


def measures_table(
    sheet: IndicatorSheet,
) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    """Every measure, the last one first."""
    columns = (
        Column(_("Day")),
        Column(_("Value"), is_number=True),
        Column(_("Way done"), is_number=True),
        Column(_("Source")),
    )
    return columns, tuple(_cells(row, sheet.indicator) for row in reversed(sheet.measures))


def _on_the_way(figure: IndicatorFigure) -> str:
    """The sentence of an indicator whose way is known and not over."""
    if figure.way_done is not None and figure.way_done < 0:
        return _("“%(indicator)s” moves away from its target: %(value)s for %(target)s")
    if figure.time_gone is None:
        return _("“%(indicator)s” has gone %(way)s of the way to %(target)s")
    if figure.standing == "behind":
        return _("“%(indicator)s” is behind: %(way)s of the way, %(time)s of the time")
    return _("“%(indicator)s” is on its way: %(way)s of the way, %(time)s of the time")


def _cells(row: MeasureFigure, indicator: Indicator) -> tuple[str, ...]:
    measure = row.measure
    return (
        _day(measure.day),
        _quantity(measure.value, indicator),
        percent_text(row.way_done, language=_language()),
        measure.source,
    )


def _sub(indicator: Indicator) -> str:
    direction, rhythm = indicator.get_direction_display(), indicator.get_rhythm_display()
    unit = [indicator.unit_of_measure] if indicator.unit_of_measure else []
    return " · ".join([*unit, str(direction), str(rhythm)])


def _way(indicator: Indicator) -> list[Spec]:
    """The straight line that the target asks for, when both its ends are dated."""
    ends = (
        (indicator.baseline_on, indicator.baseline),
        (indicator.target_on, indicator.target),
    )
    dated = [_datum(day, value) for day, value in ends if day is not None and value is not None]
    if len(dated) < 2:
        return []
    mark = {"type": "line", "color": "@line-strong", "strokeDash": [3, 4], "strokeWidth": 1.5}
    return [{"data": {"values": dated}, "mark": mark}]


def _target(sheet: IndicatorSheet) -> list[Spec]:
    """A rule at the target, with its value in words at the left end of it."""
    indicator = sheet.indicator
    if indicator.target is None:
        return []
    first = min([sheet.measures[0].measure.day, *_days_of(indicator)])
    said = _("Target %(target)s") % {"target": _quantity(indicator.target, indicator)}
    data = {"values": [{**_datum(first, indicator.target), "said": said}]}
    above = indicator.direction == Indicator.Direction.UP
    words = {"type": "text", "align": "left", "dy": -8 if above else 12, "color": "@good"}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": "@good", "strokeWidth": 1.5},
            "encoding": {"x": None, "y": {"field": "value"}},
        },
        {
            "data": data,
            "mark": words | {"fontWeight": 600},
            "encoding": {"text": {"field": "said", "type": "nominal"}},
        },
    ]


def _measures(sheet: IndicatorSheet) -> list[Spec]:
    taken = [row.measure for row in sheet.measures]
    data = {"values": [_datum(measure.day, measure.value) for measure in taken]}
    return [
        {"data": data, "mark": {"type": "line", "color": "@it", "strokeWidth": 2}},
        {
            "data": data,
            "mark": {"type": "point", "filled": True, "color": "@it", "size": 60, "opacity": 1},
        },
    ]


def _days_of(indicator: Indicator) -> list[date]:
    if indicator.baseline is None or indicator.target_on is None:
        return []
    return [day for day in (indicator.baseline_on,) if day is not None]


def _datum(day: date, value: Decimal) -> dict[str, Any]:
    return {"day": f"{day.isoformat()}T00:00:00", "value": float(value)}


def _quantity(value: Decimal | None, indicator: Indicator) -> str:
    return quantity_text(value, indicator.unit_of_measure, language=_language())


def _day(day: date) -> str:
    return day_text(day, language=_language())


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE

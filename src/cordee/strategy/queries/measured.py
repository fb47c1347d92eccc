"""Indicators with their last measure: how far they are, and whether somebody still measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import numpy as np
from django.db.models import OuterRef, QuerySet, Subquery

from cordee.engine import indicators as engine
from cordee.platform.access import Reader
from cordee.strategy.models import Indicator, Measure
from cordee.strategy.queries import reach

RHYTHMS = {
    Indicator.Rhythm.WEEKLY: 7,
    Indicator.Rhythm.MONTHLY: 31,
    Indicator.Rhythm.QUARTERLY: 92,
    Indicator.Rhythm.HALF_YEARLY: 184,
    Indicator.Rhythm.YEARLY: 366,
}
"""Days between two measures: the longest week, month, quarter, half-year and year."""
GRACE = 0.5
"""Share of a rhythm a measure may be late before the page says so."""
Standing = Literal["reached", "on_way", "behind", "unknown"]


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """An indicator on a day: its last measure, the way done, the time gone."""

    indicator: Indicator
    value: Decimal | None
    """Last measure; None when nobody measured it."""
    measured_on: date | None
    way_done: float | None
    """Share of the way from baseline to target; None when unknown."""
    time_gone: float | None
    is_reached: bool
    is_stale: bool

    @property
    def standing(self) -> Standing:
        if self.value is None or self.indicator.target is None:
            return "unknown"
        if self.is_reached:
            return "reached"
        if self.way_done is None or self.time_gone is None:
            return "unknown"
        return "on_way" if self.way_done >= self.time_gone else "behind"


@dataclass(frozen=True, slots=True)
class MeasureFigure:
    """A measure, and how far its indicator was that day."""

    measure: Measure
    way_done: float | None


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """Everything the page of an indicator shows."""

    figure: IndicatorFigure
    measures: tuple[MeasureFigure, ...]
    """From the first day to the last."""
    on: date

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator


def last_measure() -> dict[str, Subquery]:
    """Figures of indicators: the value and the day of the last measure of each."""
    last = Measure.objects.filter(indicator=OuterRef("pk")).order_by("-day")
    return {
        "last_value": Subquery(last.values("value")[:1]),
        "last_day": Subquery(last.values("day")[:1]),
    }


def measured_indicators(reader: Reader) -> QuerySet[Indicator]:
    """The indicators with their last measure."""
    return reach.indicators(reader).annotate(**last_measure())


def indicator_figures(indicators: Sequence[Indicator], *, on: date) -> tuple[IndicatorFigure, ...]:
    """The figures of rows of `measured_indicators`, on that day."""
    rows: Sequence[Any] = indicators
    target, value = _floats([r.target for r in rows]), _floats([r.last_value for r in rows])
    way = engine.way_done(_floats([r.baseline for r in rows]), target, value)
    time = engine.time_gone(
        _days([(r.baseline_on, on) for r in rows]),
        _days([(r.baseline_on, r.target_on) for r in rows]),
    )
    up = [r.direction == Indicator.Direction.UP for r in rows]
    reached = engine.is_reached(target, value, higher_is_better=up)
    stale = engine.is_stale(
        _days([(r.last_day, on) for r in rows]),
        every_days=[RHYTHMS[Indicator.Rhythm(r.rhythm)] for r in rows],
        grace=GRACE,
    )
    return tuple(
        IndicatorFigure(
            row,
            row.last_value,
            row.last_day,
            _known(way[n]),
            _known(time[n]),
            bool(reached[n]),
            bool(stale[n]),
        )
        for n, row in enumerate(rows)
    )


def indicator_sheet(reader: Reader, indicator: Indicator, *, on: date) -> IndicatorSheet:
    """The page of one row of `measured_indicators`."""
    (figure,) = indicator_figures([indicator], on=on)
    measures = list(reach.measures(reader).filter(indicator=indicator).order_by("day"))
    values = _floats([measure.value for measure in measures])
    way = engine.way_done(_floats([indicator.baseline]), _floats([indicator.target]), values)
    told = (MeasureFigure(m, _known(done)) for m, done in zip(measures, way, strict=True))
    return IndicatorSheet(figure, tuple(told), on)


def _floats(values: Sequence[Decimal | None]) -> engine.Floats:
    return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)


def _days(pairs: Sequence[tuple[date | None, date | None]]) -> engine.Floats:
    return np.array(
        [np.nan if a is None or b is None else float((b - a).days) for a, b in pairs],
        dtype=np.float64,
    )


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)

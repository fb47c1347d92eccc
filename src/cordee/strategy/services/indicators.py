"""What changes indicators and their measures."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.storing import removed, stored
from cordee.strategy.models import Indicator, Initiative, Measure


def save_indicator(
    indicator: Indicator,
    *,
    by: User,
    at: datetime,
    initiatives: Iterable[Initiative] | None = None,
) -> Indicator:
    """Create or change an indicator; its target lies on the better side of its baseline."""
    _refuse_wrong_way(indicator)
    begins, ends = indicator.baseline_on, indicator.target_on
    if begins and ends and ends <= begins:
        raise Refused(_("The day of the target comes after the day of the baseline."))
    links = None if initiatives is None else {"initiatives": list(initiatives)}
    return stored(indicator, action="strategy.save_indicator", by=by, at=at, links=links)


def remove_indicator(indicator: Indicator, *, by: User, at: datetime) -> None:
    """Remove an indicator that was never measured: what was measured is kept."""
    if indicator.measures.exists():
        raise Refused(
            _("“%(indicator)s” has measures: remove them first.") % {"indicator": indicator.name}
        )
    removed(indicator, action="strategy.remove_indicator", by=by, at=at)


def save_measure(measure: Measure, *, by: User, at: datetime) -> Measure:
    """Write the value of an indicator on a day, which is over; once a day."""
    if measure.day > day_of(at):
        raise Refused(_("A measure is taken on a day that has come: write today or before."))
    twins = Measure.objects.filter(indicator=measure.indicator, day=measure.day)
    if twins.exclude(pk=measure.pk).exists():
        raise Refused(_("This indicator already has a measure on that day: correct that one."))
    return stored(measure, action="strategy.save_measure", by=by, at=at)


def remove_measure(measure: Measure, *, by: User, at: datetime) -> None:
    removed(measure, action="strategy.remove_measure", by=by, at=at)


def _refuse_wrong_way(indicator: Indicator) -> None:
    baseline, target = indicator.baseline, indicator.target
    if baseline is None or target is None:
        return
    if indicator.direction == Indicator.Direction.UP and target < baseline:
        raise Refused(_("Higher is better: the target cannot be below the baseline."))
    if indicator.direction == Indicator.Direction.DOWN and target > baseline:
        raise Refused(_("Lower is better: the target cannot be above the baseline."))

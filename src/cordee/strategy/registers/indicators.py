"""The lists of indicators and of their measures."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.registers import (
    Asked,
    Column,
    Columns,
    Empty,
    Register,
    Related,
    Tag,
    choice_filter,
    named_in_address,
    row_filter,
)
from cordee.platform.typography import day_text, quantity_text
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.indicators import IndicatorForm, MeasureForm
from cordee.strategy.models import Indicator, Measure
from cordee.strategy.queries.measured import (
    IndicatorFigure,
    indicator_figures,
    last_measure,
)
from cordee.strategy.registers.links import (
    OF_OBJECTIVE,
    SpineColumns,
    indicator_link,
    initiative_link,
)


def standing_tag(figure: IndicatorFigure) -> Tag:
    """Where an indicator stands, in two words."""
    return {
        "reached": Tag(_("reached"), "good"),
        "on_way": Tag(_("on its way"), "good"),
        "behind": Tag(_("behind"), "bad"),
        "unknown": Tag(_("unknown"), "watch"),
    }[figure.standing]


def quantity(value: Decimal | None, indicator: Indicator) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return quantity_text(value, indicator.unit_of_measure, language=language)


def measured_text(figure: IndicatorFigure) -> str:
    """The last measure for the target, and where that stands."""
    indicator = figure.indicator
    if figure.value is None:
        return _("never measured")
    told = {
        "value": quantity(figure.value, indicator),
        "target": quantity(indicator.target, indicator),
        "standing": standing_tag(figure).label,
    }
    if indicator.target is None:
        return _("%(value)s, no target yet") % told
    return _("%(value)s for %(target)s, %(standing)s") % told


def _indicators_counted(count: int) -> str:
    return ngettext("%(count)s indicator", "%(count)s indicators", count) % {"count": count}


def _measures_counted(count: int) -> str:
    return ngettext("%(count)s measure", "%(count)s measures", count) % {"count": count}


def _figures(_reader: Reader, indicators: Sequence[Indicator]) -> tuple[IndicatorFigure, ...]:
    return indicator_figures(indicators, on=timezone.localdate())


def _last(figure: IndicatorFigure) -> str:
    return quantity(figure.value, figure.indicator)


def _target(figure: IndicatorFigure) -> str:
    return quantity(figure.indicator.target, figure.indicator)


def _baseline(figure: IndicatorFigure) -> str:
    indicator = figure.indicator
    return _dated(quantity(indicator.baseline, indicator), indicator.baseline_on)


def _dated_target(figure: IndicatorFigure) -> str:
    return _dated(_target(figure), figure.indicator.target_on)


def _dated(text: str, day: date | None) -> str:
    return text if day is None else f"{text} ({_day(day)})"


def _day(day: date) -> str:
    return day_text(day, language=get_language() or settings.LANGUAGE_CODE)


def _around(reader: Reader, indicator: Indicator) -> tuple[Related, ...]:
    measured = queries.initiatives(reader).filter(indicators=indicator).order_by("sort_name")
    return (
        Related(
            _("Initiatives whose success it measures"),
            tuple((initiative_link(i), str(i.get_status_display())) for i in measured),
            _("It is tied to no initiative."),
        ),
    )


def _named(measure: Measure) -> str:
    return _("%(indicator)s, %(day)s") % {
        "indicator": measure.indicator.name,
        "day": _day(measure.day),
    }


def _freshness(figure: IndicatorFigure) -> Tag:
    """The day of its last measure, and that another one should have come."""
    if figure.measured_on is None:
        return Tag(_("never measured"), "watch")
    day = _day(figure.measured_on)
    return (
        Tag(_("%(day)s, one is missing") % {"day": day}, "watch") if figure.is_stale else Tag(day)
    )


def _today(reader: Reader, asked: Asked) -> dict[str, date | str]:
    return {"day": timezone.localdate(), **named_in_address("indicator")(reader, asked)}


INDICATOR = SpineColumns(of="indicator")
MEASURE = Columns(by=("indicator__code",))

INDICATORS = Register(
    space="strategy",
    plural="indicators",
    singular="indicator",
    title=gettext_lazy("Indicators"),
    new=gettext_lazy("Add an indicator"),
    counted=_indicators_counted,
    query=queries.indicators,
    figures=lambda _reader: last_measure(),
    rows=_figures,
    columns=(
        INDICATOR.name(gettext_lazy("Indicator")),
        INDICATOR.objective(),
        Column(key="last", label=gettext_lazy("Last measure"), value=_last),
        Column(key="target", label=gettext_lazy("Target"), value=_target),
        Column(
            key="way_done",
            label=gettext_lazy("Way done"),
            value=lambda row: row.way_done,
            kind="share",
        ),
        Column(
            key="standing",
            label=gettext_lazy("Standing"),
            value=standing_tag,
            kind="tag",
        ),
        INDICATOR.shown(
            "measured_on",
            gettext_lazy("Measured on"),
            _freshness,
            kind="tag",
            sort="last_day",
            narrow=False,
        ),
        INDICATOR.owner(narrow=False),
    ),
    search=("name", "code", "definition"),
    filters=(
        choice_filter(
            "kind", gettext_lazy("Kind"), gettext_lazy("All kinds"), Indicator.Kind.choices
        ),
        OF_OBJECTIVE,
    ),
    empty=Empty(
        "chart-line",
        gettext_lazy("Nothing says yet whether the objectives are reached"),
        gettext_lazy(
            "This page will show what is measured, from which baseline towards which target, "
            "and how far each indicator is on its way."
        ),
    ),
    facts=(
        INDICATOR.code(),
        INDICATOR.text("definition", gettext_lazy("Definition")),
        INDICATOR.choice("kind", gettext_lazy("Kind")),
        INDICATOR.choice("direction", gettext_lazy("Direction")),
        Column(key="baseline", label=gettext_lazy("Baseline"), value=_baseline),
        Column(key="dated_target", label=gettext_lazy("Target"), value=_dated_target),
        "way_done",
        Column(
            key="time_gone",
            label=gettext_lazy("Time gone"),
            value=lambda row: row.time_gone,
            kind="share",
        ),
        INDICATOR.choice("rhythm", gettext_lazy("Measured")),
        *("owner", "objective"),
    ),
    may_edit=rules.may_edit_indicators,
    form=IndicatorForm,
    save=services.save_indicator,
    remove=services.remove_indicator,
    initial=named_in_address("objective"),
    related=_around,
)


MEASURES = Register(
    space="strategy",
    plural="measures",
    singular="measure",
    title=gettext_lazy("Measures"),
    new=gettext_lazy("Write a measure"),
    counted=_measures_counted,
    query=queries.measures,
    columns=(
        Column(
            key="measure",
            label=gettext_lazy("Measure"),
            value=lambda row: row.indicator.name,
            sort=("indicator__name", "day"),
        ),
        Column(
            key="indicator",
            label=gettext_lazy("Indicator"),
            value=lambda row: indicator_link(row.indicator),
            kind="link",
            sort=("indicator__code", "day"),
            narrow=False,
        ),
        MEASURE.day("day", gettext_lazy("Day")),
        Column(
            key="value",
            label=gettext_lazy("Value"),
            value=lambda row: quantity(row.value, row.indicator),
        ),
        MEASURE.text("source", gettext_lazy("Source"), narrow=False),
    ),
    search=("indicator__name", "indicator__code", "source"),
    name=_named,
    filters=(
        row_filter(
            "indicator",
            gettext_lazy("Indicator"),
            gettext_lazy("All indicators"),
            queries.indicators,
        ),
    ),
    empty=Empty(
        "ruler",
        gettext_lazy("Nobody has measured anything yet"),
        gettext_lazy("This page will show every measure, with its day and where it was read."),
    ),
    may_edit=rules.may_measure,
    form=MeasureForm,
    save=services.save_measure,
    remove=services.remove_measure,
    initial=_today,
)

"""The lists of indicators and of their measures."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cordee.people.registers import face
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Asked,
    Column,
    Edit,
    Empty,
    Filter,
    Link,
    Register,
    Related,
    Tag,
    named_in_address,
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
from cordee.strategy.registers.links import indicator_link, initiative_link, objective_link

NONE = "none"


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


def _objective(figure: IndicatorFigure) -> Link:
    objective = figure.indicator.objective
    return objective_link(objective) if objective else Link("")


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


def _measured(reader: Reader) -> list[tuple[str, str]]:
    found = queries.indicators(reader).values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]


def _freshness(figure: IndicatorFigure) -> Tag:
    """The day of its last measure, and that another one should have come."""
    if figure.measured_on is None:
        return Tag(_("never measured"), "watch")
    day = _day(figure.measured_on)
    return (
        Tag(_("%(day)s, one is missing") % {"day": day}, "watch") if figure.is_stale else Tag(day)
    )


def _objectives(reader: Reader) -> list[tuple[str, str | Promise]]:
    found = queries.objectives(reader).values_list("pk", "name")
    return [(NONE, gettext_lazy("Without objective")), *((str(pk), name) for pk, name in found)]


def _today(reader: Reader, asked: Asked) -> dict[str, date | str]:
    return {"day": timezone.localdate(), **named_in_address("indicator")(reader, asked)}


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
        Column(
            key="name",
            label=gettext_lazy("Indicator"),
            value=lambda row: row.indicator.name,
            sort=("name",),
        ),
        Column(
            key="objective",
            label=gettext_lazy("Objective"),
            value=_objective,
            kind="link",
            sort=("objective__name", "code"),
            edit=Edit(fields=("objective",)),
            narrow=False,
        ),
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
        Column(
            key="measured_on",
            label=gettext_lazy("Measured on"),
            value=_freshness,
            kind="tag",
            sort=("last_day", "code"),
            narrow=False,
        ),
        Column(
            key="owner",
            label=gettext_lazy("Owner"),
            value=lambda row: face(row.indicator.owner),
            kind="person",
            sort=("owner__name", "code"),
            edit=Edit(fields=("owner",)),
            narrow=False,
        ),
    ),
    search=("name", "code", "definition"),
    filters=(
        Filter(
            key="kind",
            label=gettext_lazy("Kind"),
            every=gettext_lazy("All kinds"),
            options=lambda _reader: Indicator.Kind.choices,
            condition=lambda value: Q(kind=value),
        ),
        Filter(
            key="objective",
            label=gettext_lazy("Objective"),
            every=gettext_lazy("All objectives"),
            options=_objectives,
            condition=lambda value: (
                Q(objective__isnull=True) if value == NONE else Q(objective=value)
            ),
        ),
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
        Column(key="code", label=gettext_lazy("Code"), value=lambda row: row.indicator.code),
        Column(
            key="definition",
            label=gettext_lazy("Definition"),
            value=lambda row: row.indicator.definition,
        ),
        Column(
            key="kind",
            label=gettext_lazy("Kind"),
            value=lambda row: row.indicator.get_kind_display(),
        ),
        Column(
            key="direction",
            label=gettext_lazy("Direction"),
            value=lambda row: row.indicator.get_direction_display(),
        ),
        Column(key="baseline", label=gettext_lazy("Baseline"), value=_baseline),
        Column(key="target", label=gettext_lazy("Target"), value=_dated_target),
        Column(
            key="way_done",
            label=gettext_lazy("Way done"),
            value=lambda row: row.way_done,
            kind="share",
        ),
        Column(
            key="time_gone",
            label=gettext_lazy("Time gone"),
            value=lambda row: row.time_gone,
            kind="share",
        ),
        Column(
            key="rhythm",
            label=gettext_lazy("Measured"),
            value=lambda row: row.indicator.get_rhythm_display(),
        ),
        Column(
            key="owner",
            label=gettext_lazy("Owner"),
            value=lambda row: face(row.indicator.owner),
            kind="person",
        ),
        Column(key="objective", label=gettext_lazy("Objective"), value=_objective, kind="link"),
    ),
    may_edit=rules.may_edit_indicators,
    form=IndicatorForm,
    save=services.save_indicator,
    remove=services.remove_indicator,
    initial=named_in_address("objective"),
    related=_around,
)


def _of(measure: Any) -> Link:
    return indicator_link(measure.indicator)


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
            value=_of,
            kind="link",
            sort=("indicator__code", "day"),
            narrow=False,
        ),
        Column(
            key="day",
            label=gettext_lazy("Day"),
            value=lambda row: row.day,
            kind="day",
            sort=("day", "indicator__code"),
        ),
        Column(
            key="value",
            label=gettext_lazy("Value"),
            value=lambda row: quantity(row.value, row.indicator),
        ),
        Column(
            key="source",
            label=gettext_lazy("Source"),
            value=lambda row: row.source,
            narrow=False,
        ),
    ),
    search=("indicator__name", "indicator__code", "source"),
    name=_named,
    filters=(
        Filter(
            key="indicator",
            label=gettext_lazy("Indicator"),
            every=gettext_lazy("All indicators"),
            options=_measured,
            condition=lambda value: Q(indicator=value),
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

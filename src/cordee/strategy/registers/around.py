"""The indicators and the needs that stand beside an objective or an initiative, on its sheet."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.registers import Link, Related
from cordee.strategy import queries, rules
from cordee.strategy.models import Indicator, Initiative, Need, Objective
from cordee.strategy.queries.measured import indicator_figures, measured_indicators
from cordee.strategy.registers.indicators import measured_text
from cordee.strategy.registers.links import indicator_link, need_link


def around_objective(reader: Reader, objective: Objective) -> tuple[Related, Related]:
    """The indicators that say whether it is reached, the needs that ask for it."""
    new = f"{reverse('strategy:new_indicator')}?objective={objective.pk}"
    return (
        Related(
            _("Indicators that say whether it is reached"),
            _measured(measured_indicators(reader).filter(objective=objective)),
            _("Nothing measures it yet."),
            Link(_("Add an indicator"), new) if rules.may_edit_indicators(reader) else None,
        ),
        Related(
            _("Needs that ask for it"),
            _asked(queries.needs(reader).filter(objective=objective)),
            _("No need names it."),
            _new_need(reader, f"objective={objective.pk}"),
        ),
    )


def around_initiative(reader: Reader, initiative: Initiative) -> tuple[Related, Related]:
    """The indicators that measure its success, the needs it answers."""
    return (
        Related(
            _("Indicators of its success"),
            _measured(measured_indicators(reader).filter(initiatives=initiative)),
            _("No indicator measures its success: choose it in the form of one."),
        ),
        Related(
            _("Needs it answers"),
            _asked(queries.needs(reader).filter(initiative=initiative)),
            _("It answers no need that is written."),
            _new_need(reader, f"initiative={initiative.pk}"),
        ),
    )


def _measured(indicators: QuerySet[Indicator]) -> tuple[tuple[Link, str], ...]:
    figures = indicator_figures(list(indicators), on=timezone.localdate())
    return tuple((indicator_link(figure.indicator), measured_text(figure)) for figure in figures)


def _asked(needs: QuerySet[Need]) -> tuple[tuple[Link, str], ...]:
    return tuple((need_link(need), str(need.get_status_display())) for need in needs)


def _new_need(reader: Reader, asked: str) -> Link | None:
    if not rules.may_edit_needs(reader):
        return None
    return Link(_("Write a need"), f"{reverse('strategy:new_need')}?{asked}")

"""Where the rows of the spine open, and the columns and filters that name an objective."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cordee.people.registers import PeopleColumns
from cordee.platform.registers import Column, Link, row_filter
from cordee.strategy import queries
from cordee.strategy.models import Indicator, Need, Objective


def objective_link(objective: Objective) -> Link:
    return Link(objective.name, reverse("strategy:objective", args=[objective.pk]))


def indicator_link(indicator: Indicator) -> Link:
    return Link(indicator.name, reverse("strategy:indicator", args=[indicator.pk]))


def need_link(need: Need) -> Link:
    return Link(need.name, reverse("strategy:need", args=[need.pk]))


def initiative_link(initiative: Any) -> Link:
    return Link(initiative.name, reverse("strategy:initiative", args=[initiative.code]))


def source_link(row: Any) -> Link:
    """The initiative or the application a contribution or a spend line belongs to."""
    if row.initiative:
        return initiative_link(row.initiative)
    return Link(row.application.name, reverse("landscape:application", args=[row.application.pk]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineColumns(PeopleColumns):
    """Makes the columns of a list whose rows name an objective, a code after them."""

    by: tuple[str, ...] = ("code",)

    def objective(self) -> Column:
        label = gettext_lazy("Objective")
        return self.link("objective", label, objective_link, narrow=False, is_edited=True)


OF_OBJECTIVE = row_filter(
    "objective",
    gettext_lazy("Objective"),
    gettext_lazy("All objectives"),
    queries.objectives,
    nothing=gettext_lazy("Without objective"),
)

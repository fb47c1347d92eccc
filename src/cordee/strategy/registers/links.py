"""Where the rows of the spine open."""

from typing import Any

from django.urls import reverse

from cordee.platform.registers import Link
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

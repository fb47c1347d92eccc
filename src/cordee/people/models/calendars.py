"""By which days and hours people work: the public holidays of a place, a week, closed days."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cordee.people.models.spans import check_spans
from cordee.platform.models import Owned
from cordee.platform.sorting import folded

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = Decimal(7)
"""Hours of a person-day, unless the calendar says otherwise."""


def _hours(label: Any, *, default: Decimal) -> "models.DecimalField[Decimal, Decimal]":
    bounds = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(24))]
    return models.DecimalField(
        label, max_digits=4, decimal_places=2, default=default, validators=bounds
    )


class WorkingCalendar(Owned):
    """When people work: the public holidays of a place, hours a week, days when all is closed."""

    name = models.CharField(_("name"), max_length=120)
    sort_name = folded()
    country = models.CharField(_("country"), max_length=2, default="FR", blank=True)
    subdivision = models.CharField(_("subdivision"), max_length=20, blank=True)
    monday = _hours(_("Monday, in hours"), default=DAY)
    tuesday = _hours(_("Tuesday, in hours"), default=DAY)
    wednesday = _hours(_("Wednesday, in hours"), default=DAY)
    thursday = _hours(_("Thursday, in hours"), default=DAY)
    friday = _hours(_("Friday, in hours"), default=DAY)
    saturday = _hours(_("Saturday, in hours"), default=Decimal(0))
    sunday = _hours(_("Sunday, in hours"), default=Decimal(0))
    day_hours = models.DecimalField(
        _("hours of a person-day"),
        max_digits=4,
        decimal_places=2,
        default=DAY,
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(24))],
        help_text=_("A day of seven hours where a person-day is seven hours counts as one."),
    )
    closed_days = models.JSONField(
        _("closed days"), default=list, blank=True, validators=[check_spans]
    )
    """Days when all is closed: ISO days, or two ISO days with a slash between them."""
    worked_holidays = models.JSONField(
        _("public holidays that are worked"), default=list, blank=True, validators=[check_spans]
    )
    """Public holidays on which people work all the same, written alike."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_calendar_per_name"),
            models.CheckConstraint(condition=Q(day_hours__gt=0), name="a_person_day_has_hours"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def week(self) -> tuple[Decimal, ...]:
        """Hours from Monday to Sunday."""
        return tuple(getattr(self, day) for day in WEEKDAYS)

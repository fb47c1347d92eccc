"""What a team's time is made of: calendars, teams, allocations, absences, reserved time."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cordee.people.models.calendars import WorkingCalendar
from cordee.people.models.organisation import Person, Unit
from cordee.platform.models import Owned
from cordee.platform.sorting import folded

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Team(Owned):
    """People who work together, whose time is counted in person-days."""

    code = models.CharField(_("code"), max_length=40)
    sort_code = folded("code")
    name = models.CharField(_("name"), max_length=120)
    sort_name = folded()
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="teams",
        verbose_name=_("unit"),
    )
    lead = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="teams_led",
        verbose_name=_("team lead"),
    )
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="teams",
        verbose_name=_("working calendar"),
        help_text=_("Of its members who have no calendar of their own."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_team_per_code")
        ]

    def __str__(self) -> str:
        return self.name


class Allocation(Owned):
    """The share of a person's time that a team has, from a day to another."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="allocations", verbose_name=_("person")
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="allocations", verbose_name=_("team")
    )
    percent = models.DecimalField(
        _("share of time (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(100),
        validators=PERCENT,
    )
    start = models.DateField(_("first day"))
    end = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="allocation_is_a_share",
                violation_error_message=_("Write a share above 0 and up to 100."),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="allocation_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.team}"


class Absence(Owned):
    """Days on which a person is away; why is never a matter of health here."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Leave")
        TRAINING = "training", _("Training")
        MANDATE = "mandate", _("Mandate or duty elsewhere")
        OTHER = "other", _("Other absence")

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="absences", verbose_name=_("person")
    )
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    starts_at_noon = models.BooleanField(_("leaves at noon on the first day"), default=False)
    ends_at_noon = models.BooleanField(_("is back at noon on the last day"), default=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LEAVE)
    is_planned = models.BooleanField(_("planned ahead"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="absence_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first one."),
            ),
            models.CheckConstraint(
                condition=~Q(start=F("end"), starts_at_noon=True, ends_at_noon=True),
                name="absence_lasts",
                violation_error_message=_(
                    "An absence of one day leaves at noon or is back at noon, not both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.start}"


class Reserve(Owned):
    """The time a team keeps from a day on: to run what exists, and for what nobody foresaw."""

    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, related_name="reserves", verbose_name=_("team")
    )
    since = models.DateField(_("from"))
    run = models.DecimalField(
        _("run share (%)"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    unplanned = models.DecimalField(
        _("unplanned share (%)"), max_digits=5, decimal_places=2, validators=PERCENT
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "since"],
                name="one_reserve_per_team_and_day",
                violation_error_message=_(
                    "What this team keeps from that day on is already stated: change that one."
                ),
                violation_error_code="one_reserve_per_team_and_day",
            ),
            models.CheckConstraint(
                condition=Q(run__gte=0, unplanned__gte=0)
                & Q(run__lte=Decimal(100) - F("unplanned")),
                name="reserve_is_at_most_the_whole",
                violation_error_message=_("Run and unplanned shares together exceed the whole."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.since}"

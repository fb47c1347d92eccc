"""How the organisation knows that it gets there: indicators and their dated measures."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cordee.people.models import Person
from cordee.platform.models import Owned
from cordee.platform.sorting import folded
from cordee.strategy.models.initiatives import Initiative
from cordee.strategy.models.objectives import Objective


class Indicator(Owned):
    """What is measured to know whether an objective is reached or an initiative worth its cost."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("Business")
        TECHNICAL = "technical", _("Technical")

    class Direction(models.TextChoices):
        """Which way is better."""

        UP = "up", _("Higher is better")
        DOWN = "down", _("Lower is better")

    class Rhythm(models.TextChoices):
        """How often it is measured."""

        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        HALF_YEARLY = "half_yearly", _("Every half-year")
        YEARLY = "yearly", _("Every year")

    code = models.CharField(_("code"), max_length=60)
    sort_code = folded("code")
    name = models.CharField(_("name"), max_length=200)
    sort_name = folded()
    definition = models.TextField(_("definition"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BUSINESS)
    unit_of_measure = models.CharField(_("unit of measure"), max_length=40, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.UP
    )
    rhythm = models.CharField(
        _("measured"), max_length=12, choices=Rhythm, default=Rhythm.QUARTERLY
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    target_on = models.DateField(_("day of the target"), null=True, blank=True)
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("owner"),
    )
    objective = models.ForeignKey(
        Objective,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("objective"),
    )
    initiatives = models.ManyToManyField(
        Initiative, blank=True, related_name="indicators", verbose_name=_("initiatives")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_indicator_per_code"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True)
                | Q(target__isnull=True)
                | Q(direction="up", target__gte=F("baseline"))
                | Q(direction="down", target__lte=F("baseline")),
                name="target_lies_the_right_way",
            ),
            models.CheckConstraint(
                condition=Q(baseline_on__isnull=True)
                | Q(target_on__isnull=True)
                | Q(target_on__gt=F("baseline_on")),
                name="target_comes_after_baseline",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "sort_code"], name="indicator_code")]

    def __str__(self) -> str:
        return self.name


class Measure(Owned):
    """The value of an indicator on a day, and where it comes from."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="measures", verbose_name=_("indicator")
    )
    day = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "day"], name="one_measure_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.day}"

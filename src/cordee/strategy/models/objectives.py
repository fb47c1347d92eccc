"""Where the organisation wants to go: vision, objectives, plans of the units."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cordee.people.models import Person, Unit
from cordee.platform.models import Owned
from cordee.platform.sorting import folded


class Vision(Owned):
    """What the organisation wants to be, by when; a new version replaces the one before."""

    version = models.PositiveSmallIntegerField(_("version"), default=1)
    statement = models.TextField(_("statement"))
    horizon = models.PositiveSmallIntegerField(_("horizon (year)"), null=True, blank=True)
    stated_on = models.DateField(_("stated on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="one_vision_per_version"
            )
        ]

    def __str__(self) -> str:
        return self.statement[:80]


class Objective(Owned):
    """What the vision asks for. Its weight, among its siblings, is its priority."""

    class Theme(models.TextChoices):
        GROWTH = "growth", _("Growth")
        EFFICIENCY = "efficiency", _("Efficiency")
        INNOVATION = "innovation", _("Innovation")
        CUSTOMER = "customer", _("Customer satisfaction")
        RESILIENCE = "resilience", _("Resilience")
        SUSTAINABILITY = "sustainability", _("Sustainability")
        OTHER = "other", _("Other")

    vision = models.ForeignKey(
        Vision,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("vision"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent objective"),
    )
    code = models.CharField(_("code"), max_length=60)
    sort_code = folded("code")
    name = models.CharField(_("name"), max_length=200)
    sort_name = folded()
    theme = models.CharField(_("theme"), max_length=16, choices=Theme, default=Theme.OTHER)
    weight = models.DecimalField(
        _("weight"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Points among its siblings. Empty: no priority stated yet."),
    )
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("owner"),
    )
    horizon = models.PositiveSmallIntegerField(_("horizon (year)"), null=True, blank=True)
    aliases = models.JSONField(
        _("other names"),
        default=list,
        blank=True,
        help_text=_("What imported files call it."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_objective_per_code"),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gte=0), name="weight_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="objective_is_not_its_parent",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "sort_code"], name="objective_code")]

    def __str__(self) -> str:
        return self.name


class Plan(Owned):
    """By which initiatives a unit serves the objectives in one fiscal year."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="plans", verbose_name=_("unit")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    intent = models.TextField(_("intent"), blank=True)
    initiatives = models.ManyToManyField(
        "strategy.Initiative", blank=True, related_name="plans", verbose_name=_("initiatives")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fiscal_year"], name="one_plan_per_unit_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.fiscal_year}"

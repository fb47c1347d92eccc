"""Accounts, the organisation they look at, and what belongs to it."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who signs in. The journal knows the pseudonym only: a name can be erased."""

    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.username


class Colour(models.TextChoices):
    """By which a client is recognised at a glance; blue, amber and gold are the rope's own."""

    TEAL = "teal", _("Teal")
    PLUM = "plum", _("Plum")
    OLIVE = "olive", _("Olive")
    BRICK = "brick", _("Brick")
    INDIGO = "indigo", _("Indigo")
    FOREST = "forest", _("Forest")
    ROSE = "rose", _("Rose")
    SLATE = "slate", _("Slate")


class Organisation(models.Model):
    """The tenant: every row belongs to one, every query is scoped to it."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    language = models.CharField(_("language"), max_length=5, default="fr")
    fiscal_year_start = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"), default=1
    )
    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year shown"),
        null=True,
        blank=True,
        help_text=_("Empty: whole-life spend, not spread over the years."),
    )
    colour = models.CharField(
        _("colour"),
        max_length=6,
        choices=Colour,
        blank=True,
        help_text=_("Empty: one that none of the reader’s other clients has, as long as there is."),
    )
    erase_on = models.DateTimeField(null=True, editable=False)
    """From when it is erased; until then it is locked, and its owners may take that back."""
    erased_at = models.DateTimeField(null=True, editable=False)
    """When its rows went; what stays is the chain of its journal, without any name."""
    is_demo = models.BooleanField(default=False)
    requires_second_factor = models.BooleanField(
        _("second factor required"),
        default=False,
        help_text=_("Members who have none are led to set one up before anything else."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fiscal_year_start__gte=1, fiscal_year_start__lte=12),
                name="fiscal_year_starts_in_a_month",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Owned(models.Model):
    """A row of one organisation. Its revision moves on each time it changes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class ExchangeRate(Owned):
    """What one unit of a foreign currency is worth in the organisation's, from a day on."""

    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "currency", "day"], name="one_rate_per_currency_and_day"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day}: {self.rate}"

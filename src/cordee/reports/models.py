"""What the board pack remembers: presentations to dress its slides with, packs asked for."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cordee.platform.models import Owned


class SlideTemplate(Owned):
    """One version of the customer's presentation; at most one is in use."""

    number = models.PositiveIntegerField(_("version"))
    file_name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    """SHA-256 of the content: the journal keeps it too."""
    at = models.DateTimeField(_("brought on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="one_slide_template_per_number"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_in_use=True),
                name="one_slide_template_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class Pack(Owned):
    """A board pack that somebody asked for: made by the worker, kept for some days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("not made")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    basis = models.CharField(max_length=40)
    edition = models.PositiveBigIntegerField(null=True)
    """The edition it is of; None: of the day it is made."""
    language = models.CharField(max_length=5)
    kinds = models.JSONField(default=list)
    template = models.ForeignKey(
        SlideTemplate, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """What dresses its slides; None: the house does."""
    units = models.JSONField(null=True)
    """The perimeter of what it states; None: the whole organisation."""
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    title = models.TextField(blank=True)
    """The finding it opens with, once it is made."""
    stored_as = models.CharField(max_length=40)
    files = models.JSONField(default=dict)
    """Its files once they are made: what each is called and weighs."""

    class Meta:
        indexes = [models.Index(fields=["state", "expires_at"], name="packs_to_forget")]

    def __str__(self) -> str:
        return self.title or f"{self.asked_at:%Y-%m-%d} {self.basis}"

    def is_within(self, units: Collection[int] | None) -> bool:
        """Whether a perimeter holds all that the pack states."""
        return units is None or (self.units is not None and set(self.units) <= set(units))

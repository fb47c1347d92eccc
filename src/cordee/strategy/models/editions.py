"""What is kept of a portfolio at one moment, and priorities that are only imagined."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cordee.platform.models import Owned


class Edition(Owned):
    """A dated, frozen picture of the portfolio: what a committee had before its eyes."""

    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("frozen at"))
    by = models.UUIDField()
    """Pseudonym of who froze it: a name can be erased."""
    head = models.CharField(max_length=64)
    """Head of the journal when it was frozen."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the content: the journal keeps it too."""
    content = models.JSONField()
    pictures = models.BinaryField(default=b"", editable=False)
    """All that its board pack states, compressed; empty for those frozen before packs were kept."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_edition_per_name")
        ]
        indexes = [models.Index(fields=["organisation", "-at"], name="editions_by_day")]

    def __str__(self) -> str:
        return self.name


class Scenario(Owned):
    """Other priorities, and the reason to look at them; the organisation's own do not move."""

    name = models.CharField(_("name"), max_length=120)
    reason = models.TextField(_("reason"))
    points = models.JSONField(_("points"), default=dict)
    """Points as text by id of objective: `{"12": "40.00"}`; a level is shared whole."""
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_scenario_per_name")
        ]

    def __str__(self) -> str:
        return self.name

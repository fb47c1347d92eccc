"""What the landscape remembers: the applications that run."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cordee.people.models import Person, Unit
from cordee.platform.models import Owned


class Application(Owned):
    """A piece of software that people use or that other software calls."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        LIVE = "live", _("Live")
        RETIRING = "retiring", _("Being retired")
        RETIRED = "retired", _("Retired")

    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("unit"),
    )
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("owner"),
    )
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.LIVE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="one_application_per_code"
            )
        ]

    def __str__(self) -> str:
        return self.name

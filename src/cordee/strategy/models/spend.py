"""What ties an initiative or an application to objectives and to euros."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cordee.landscape.models import Application
from cordee.platform.models import Owned
from cordee.strategy.models.initiatives import Initiative
from cordee.strategy.models.objectives import Objective

ONE_SOURCE = Q(initiative__isnull=False, application__isnull=True) | Q(
    initiative__isnull=True, application__isnull=False
)


class Contribution(Owned):
    """Which share of an initiative, or of an application, serves an objective."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions"
    )
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions"
    )
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="contributions")
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_SOURCE, name="contribution_has_one_source"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1), name="contribution_share_is_a_share"
            ),
            models.UniqueConstraint(
                fields=["initiative", "objective"], name="one_contribution_per_initiative"
            ),
            models.UniqueConstraint(
                fields=["application", "objective"], name="one_contribution_per_application"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.share}"


class SpendLine(Owned):
    """An amount for an initiative or an application; unknown when `amount` is empty.

    Without fiscal year, the amount is the whole-life cost. A negative amount is a credit.
    """

    class Nature(models.TextChoices):
        CAPEX = "capex", _("Investment (capex)")
        OPEX = "opex", _("Operating cost (opex)")
        UNSTATED = "unstated", _("Not stated")

    class Purpose(models.TextChoices):
        RUN = "run", _("Run")
        CHANGE = "change", _("Change")
        UNSTATED = "unstated", _("Not stated")

    class Stage(models.TextChoices):
        PLANNED = "planned", _("Planned")
        COMMITTED = "committed", _("Committed")
        ACTUAL = "actual", _("Actual")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, null=True, blank=True, related_name="spend"
    )
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, blank=True, related_name="spend"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), null=True, blank=True)
    nature = models.CharField(_("nature"), max_length=8, choices=Nature, default=Nature.UNSTATED)
    purpose = models.CharField(
        _("purpose"), max_length=8, choices=Purpose, default=Purpose.UNSTATED
    )
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.PLANNED)
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3)
    unknown_reason = models.TextField(_("why the amount is unknown"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_SOURCE, name="spend_has_one_source"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(unknown_reason=""),
                name="only_an_unknown_amount_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "fiscal_year", "stage"], name="spend_of_a_year"),
            models.Index(fields=["organisation", "fiscal_year", "id"], name="spend_in_order"),
            models.Index(
                fields=["initiative", "fiscal_year", "stage", "currency", "amount"],
                name="spend_of_an_initiative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year or '—'} {self.amount} {self.currency}"

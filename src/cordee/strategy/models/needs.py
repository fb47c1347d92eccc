"""What the units ask for: needs, before anybody estimates or plans them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cordee.people.models import Person, Unit
from cordee.platform.models import Owned
from cordee.platform.sorting import folded
from cordee.strategy.models.initiatives import Initiative
from cordee.strategy.models.objectives import Objective


class Need(Owned):
    """What a unit asks, what it is worth to it, and by when; plans and estimates refer to it."""

    class Status(models.TextChoices):
        CAPTURED = "captured", pgettext_lazy("need", "Captured")
        QUALIFIED = "qualified", pgettext_lazy("need", "Qualified")
        PLANNED = "planned", pgettext_lazy("need", "Planned")
        DELIVERED = "delivered", pgettext_lazy("need", "Delivered")
        DECLINED = "declined", pgettext_lazy("need", "Declined")

    code = models.CharField(_("code"), max_length=60)
    sort_code = folded("code")
    name = models.CharField(_("title"), max_length=300)
    sort_name = folded()
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.CAPTURED)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("unit that asks"),
    )
    requester = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs_asked",
        verbose_name=_("requester"),
    )
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs_owned",
        verbose_name=_("owner"),
    )
    objective = models.ForeignKey(
        Objective,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("objective"),
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("initiative"),
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    worth = models.TextField(_("what it is worth, in words"), blank=True)
    value = models.DecimalField(
        _("value a year"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    days = models.DecimalField(
        _("rough size (person-days)"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_need_per_code"),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=0), name="need_size_is_positive"
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""), name="declined_need_has_an_answer"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status"], name="need_status"),
            models.Index(fields=["organisation", "sort_code"], name="need_code"),
        ]

    def __str__(self) -> str:
        return self.name

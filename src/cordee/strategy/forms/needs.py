"""What people write of a need."""

from typing import Any

from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.forms import AmountField, Choices, DayInput, ScopedForm
from cordee.strategy import queries
from cordee.strategy.models import Initiative, Need


class NeedForm(ScopedForm):
    """What a unit asks, what it is worth, what was answered."""

    unique_field = "code"
    value = AmountField(
        label=gettext_lazy("Value a year"),
        required=False,
        max_digits=18,
        decimal_places=2,
        help_text=gettext_lazy("In the currency of your organisation. Empty: unknown."),
    )
    days = AmountField(
        label=gettext_lazy("Rough size (person-days)"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=1,
        help_text=gettext_lazy("An order of magnitude, before the teams estimate."),
    )

    class Meta:
        model = Need
        fields = (
            *("name", "code", "description", "unit", "requester", "owner", "objective"),
            *("initiative", "asked_on", "wanted_by", "worth", "value", "days"),
            *("status", "answer"),
        )
        widgets = {
            "description": Textarea(attrs={"rows": 3}),
            "worth": Textarea(attrs={"rows": 2}),
            "answer": Textarea(attrs={"rows": 2}),
            "asked_on": DayInput(),
            "wanted_by": DayInput(),
        }
        help_texts = {
            "owner": gettext_lazy("Who follows it up, in IT or with the business."),
            "initiative": gettext_lazy("The one that answers it, if there is one."),
            "answer": gettext_lazy("What whoever asked is told; required when it is declined."),
        }

    def choices(self, reader: Reader) -> Choices:
        units = people.units(reader)
        if reader.units is not None:
            self.fields["unit"].required = True
            units = units.filter(pk__in=reader.units)
        everybody = people.people(reader)
        initiatives = queries.initiatives(reader)
        if self.instance.initiative_id:
            # The initiative that answers a need may stand outside the perimeter: it stays.
            own = Initiative.objects.filter(pk=self.instance.initiative_id)
            initiatives = initiatives | own.select_related("unit", "business_sponsor", "it_sponsor")
        return {
            "unit": units,
            "requester": everybody,
            "owner": everybody,
            "objective": queries.objectives(reader),
            "initiative": initiatives.order_by("sort_name"),
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("status") == Need.Status.DECLINED and not typed.get("answer"):
            self.add_error("answer", _("Say why it is declined: whoever asked will read it."))
        return typed

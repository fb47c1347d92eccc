"""What people write of visions, objectives and plans."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import CheckboxSelectMultiple, Textarea
from django.utils.translation import gettext_lazy

from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.forms import AmountField, Choices, DayInput, ScopedForm
from cordee.strategy import queries
from cordee.strategy.models import Objective, Plan, Vision


class VisionForm(ScopedForm):
    """What the organisation wants to be."""

    class Meta:
        model = Vision
        fields = ("statement", "horizon", "stated_on")
        widgets = {"statement": Textarea(attrs={"rows": 4}), "stated_on": DayInput()}
        help_texts = {
            "statement": gettext_lazy("One or two sentences that everybody can repeat."),
            "horizon": gettext_lazy("The year by which it should be true, for example 2029."),
        }


class ObjectiveForm(ScopedForm):
    """An objective, its place in the tree and who answers for it."""

    unique_field = "code"
    weight = AmountField(
        label=gettext_lazy("Weight"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        help_text=gettext_lazy(
            "Points among the objectives of the same level. Empty: no priority stated yet."
        ),
    )

    class Meta:
        model = Objective
        fields = ("name", "code", "parent", "vision", "theme", "weight", "owner", "horizon")
        help_texts = {
            "parent": gettext_lazy("Empty: it stands at the top, under the vision."),
            "horizon": gettext_lazy("The year by which it should be reached, for example 2028."),
        }

    def choices(self, reader: Reader) -> Choices:
        others = queries.objectives(reader).exclude(pk=self.instance.pk)
        return {
            "parent": others,
            "vision": queries.visions(reader),
            "owner": people.people(reader),
        }


class PlanForm(ScopedForm):
    """By which initiatives a unit serves the objectives in a year."""

    class Meta:
        model = Plan
        fields = ("unit", "fiscal_year", "intent", "initiatives")
        widgets = {"intent": Textarea(attrs={"rows": 3}), "initiatives": CheckboxSelectMultiple()}
        help_texts = {
            "fiscal_year": gettext_lazy("For example 2027."),
            "intent": gettext_lazy("What the unit wants to change this year, in a sentence."),
        }
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": gettext_lazy(
                    "This unit already has a plan for that year: change that one."
                )
            }
        }

    def choices(self, reader: Reader) -> Choices:
        units = people.units(reader)
        if reader.units is not None:
            units = units.filter(pk__in=reader.units)
        return {"unit": units, "initiatives": queries.initiatives(reader).order_by("sort_name")}

    def links(self) -> dict[str, Any]:
        return {"initiatives": self.cleaned_data["initiatives"]}

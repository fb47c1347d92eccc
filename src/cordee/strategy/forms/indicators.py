"""What people write of indicators and of their measures."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import CheckboxSelectMultiple, Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.forms import AmountField, Choices, DayInput, ScopedForm
from cordee.strategy import queries
from cordee.strategy.models import Indicator, Initiative, Measure

DIGITS, DECIMALS = 18, 4


class IndicatorForm(ScopedForm):
    """What is measured, from where, towards where."""

    unique_field = "code"
    baseline = AmountField(
        label=gettext_lazy("Baseline"),
        required=False,
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        help_text=gettext_lazy("The value at the start. Empty: unknown."),
    )
    target = AmountField(
        label=gettext_lazy("Target"),
        required=False,
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        help_text=gettext_lazy("The value to reach. Empty: no target is set yet."),
    )

    class Meta:
        model = Indicator
        fields = (
            *("name", "code", "definition", "kind", "unit_of_measure", "direction", "rhythm"),
            *("baseline", "baseline_on", "target", "target_on"),
            *("owner", "objective", "initiatives"),
        )
        widgets = {
            "definition": Textarea(attrs={"rows": 3}),
            "baseline_on": DayInput(),
            "target_on": DayInput(),
            "initiatives": CheckboxSelectMultiple(),
        }
        help_texts = {
            "definition": gettext_lazy("What is counted, where, by whom: two people agree on it."),
            "unit_of_measure": gettext_lazy("For example: %, k€, days, stars."),
            "objective": gettext_lazy("The objective it says reached or not."),
            "initiatives": gettext_lazy("Those whose success it measures."),
        }

    def choices(self, reader: Reader) -> Choices:
        return {
            "owner": people.people(reader),
            "objective": queries.objectives(reader),
            "initiatives": queries.initiatives(reader).order_by("sort_name"),
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        baseline, target = typed.get("baseline"), typed.get("target")
        if baseline is not None and target is not None:
            self._refuse_wrong_way(target - baseline, direction=typed.get("direction"))
        begins, ends = typed.get("baseline_on"), typed.get("target_on")
        if begins and ends and ends <= begins:
            self.add_error(
                "target_on", _("The day of the target comes after the day of the baseline.")
            )
        return typed

    def _refuse_wrong_way(self, way: Decimal, *, direction: str | None) -> None:
        if direction == Indicator.Direction.UP and way < 0:
            self.add_error(
                "target", _("Higher is better: the target cannot be below the baseline.")
            )
        if direction == Indicator.Direction.DOWN and way > 0:
            self.add_error("target", _("Lower is better: the target cannot be above the baseline."))

    def links(self) -> dict[str, Any]:
        """The initiatives chosen, and those that this reader could neither see nor choose."""
        chosen = set(self.cleaned_data["initiatives"])
        return {"initiatives": chosen | self._out_of_reach()}

    def _out_of_reach(self) -> set[Initiative]:
        if self.instance.pk is None:
            return set()
        offered = queries.initiatives(self.reader).order_by().values("pk")
        return set(self.instance.initiatives.exclude(pk__in=offered))


class MeasureForm(ScopedForm):
    """The value of an indicator on a day."""

    value = AmountField(label=gettext_lazy("Value"), max_digits=DIGITS, decimal_places=DECIMALS)

    class Meta:
        model = Measure
        fields = ("indicator", "day", "value", "source")
        widgets = {"day": DayInput()}
        help_texts = {"source": gettext_lazy("Where it was read: a report, a survey, a tool.")}
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": gettext_lazy(
                    "This indicator already has a measure on that day: correct that one."
                )
            }
        }

    def choices(self, reader: Reader) -> Choices:
        return {"indicator": queries.indicators(reader)}


class NewMeasureForm(MeasureForm):
    """The next measure of an indicator, on its own page."""

    class Meta:
        model = Measure
        fields = ("day", "value", "source")
        widgets = MeasureForm.Meta.widgets
        help_texts = MeasureForm.Meta.help_texts

    def choices(self, reader: Reader) -> Choices:
        return {}

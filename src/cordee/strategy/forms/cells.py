"""What people choose in a cell of the list of initiatives: its state, the objective it serves."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cordee.platform.access import Reader
from cordee.platform.forms import Choices, ScopedForm
from cordee.strategy import queries
from cordee.strategy.models import Initiative, Objective


class StateCellForm(ScopedForm):
    """The state an initiative passes to: the one it is in, and those it may pass to."""

    state = forms.ChoiceField(label=gettext_lazy("State"))
    reason = forms.CharField(label=gettext_lazy("Why (optional)"), required=False, max_length=500)

    class Meta:
        model = Initiative
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Initiative.Status(self.instance.status)
        states = (held, *queries.next_states(self.instance, on=timezone.localdate()))
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (state.value, state.label) for state in states
        ]
        self.initial["state"] = held.value

    def links(self) -> dict[str, Any]:
        return {
            "to": Initiative.Status(self.cleaned_data["state"]),
            "reason": self.cleaned_data["reason"],
        }


class ObjectiveCellForm(ScopedForm):
    """The one objective that an initiative serves."""

    objective: forms.ModelChoiceField[Objective] = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Objective"),
        empty_label=gettext_lazy("No objective"),
    )

    class Meta:
        model = Initiative
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = self.instance.contributions.values_list("objective", flat=True)
        self.initial["objective"] = served.first()

    def choices(self, reader: Reader) -> Choices:
        return {"objective": queries.objectives(reader).filter(children__isnull=True)}

    def links(self) -> dict[str, Any]:
        return {"objective": self.cleaned_data["objective"]}

"""What people write to freeze an edition, and to imagine other priorities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField, Textarea
from django.utils.translation import gettext_lazy

from cordee.platform.access import Reader
from cordee.platform.forms import AmountField, ScopedForm
from cordee.strategy import queries
from cordee.strategy.models import Objective, Scenario
from cordee.strategy.queries.scenarios import points_of


class EditionForm(forms.Form):
    """The name of an edition and why it is kept."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("The occasion, for example “Committee of 12 March 2027”."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What the next reader should know of this moment."),
    )


@dataclass(frozen=True, slots=True)
class Level:
    """Objectives of one level, whose points add up to 100."""

    pk: int
    name: str
    """Name of the objective they are parts of; empty at the top."""
    boxes: tuple[tuple[Objective, BoundField], ...]


class ScenarioForm(ScopedForm):
    """Other points for the objectives, level by level, and why to look at them."""

    unique_field = "name"

    class Meta:
        model = Scenario
        fields = ("name", "reason")
        widgets = {"reason": Textarea(attrs={"rows": 2})}
        help_texts = {
            "name": gettext_lazy("For example “Resilience first”."),
            "reason": gettext_lazy("What would have to be true for these to be the priorities."),
        }

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, **kwargs)
        self.objectives = list(queries.objectives(reader))
        given = points_of(self.instance) if self.instance.pk else self._written()
        for objective in self.objectives:
            self.fields[_box(objective)] = AmountField(
                label=objective.name,
                required=False,
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=2,
                initial=given.get(objective.pk),
            )

    def levels(self) -> Iterator[Level]:
        """The levels in the order of the objectives' codes, the top first."""
        parents = {objective.parent_id: objective.parent for objective in self.objectives}
        for pk, parent in sorted(parents.items(), key=lambda one: (one[0] is not None, one[0])):
            boxes = tuple((o, self[_box(o)]) for o in self.objectives if o.parent_id == pk)
            yield Level(pk or 0, parent.name if parent else "", boxes)

    def links(self) -> dict[str, Any]:
        return {"points": self._points()}

    def _points(self) -> Mapping[Objective, Decimal]:
        """The points of each level where some are written; an empty box is 0 there."""
        typed = {o: self.cleaned_data.get(_box(o)) for o in self.objectives}
        shared = {o.parent_id for o, points in typed.items() if points is not None}
        return {o: points or Decimal(0) for o, points in typed.items() if o.parent_id in shared}

    def _written(self) -> dict[int, Decimal | None]:
        return {objective.pk: objective.weight for objective in self.objectives}


def _box(objective: Objective) -> str:
    return f"points-{objective.pk}"

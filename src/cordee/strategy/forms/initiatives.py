"""What people write of an initiative: its sheet, its next state."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.landscape import queries as landscape
from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.forms import Choices, DayInput, ScopedForm, WordsField
from cordee.strategy.models import Initiative

FIRST_STATES = (Initiative.Status.CANDIDATE, Initiative.Status.IDEA)
RESERVED = "new"
"""The address /initiatives/new/ is taken."""


class InitiativeForm(ScopedForm):
    """The sheet of an initiative. Its state changes on its page, with a reason."""

    unique_field = "code"
    tags = WordsField(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("Separated by commas, for example: ai, security."),
    )

    link = forms.URLField(
        label=gettext_lazy("Link"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Initiative
        fields = (
            *("name", "code", "description", "kind", "status", "unit"),
            *("business_sponsor", "it_sponsor", "start", "start_unknown", "end", "end_unknown"),
            *("applications", "tags", "link"),
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "start": DayInput(),
            "end": DayInput(),
            "start_unknown": forms.TextInput(),
            "end_unknown": forms.TextInput(),
        }
        help_texts = {
            "code": gettext_lazy("A short word, as in APP-04: it names the page."),
            "start_unknown": gettext_lazy("Only when the date is not known."),
            "end_unknown": gettext_lazy("Only when the date is not known."),
            "applications": gettext_lazy("Those it changes, creates or replaces."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["status"]
        else:
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                (s.value, s.label) for s in FIRST_STATES
            ]

    def choices(self, reader: Reader) -> Choices:
        units = people.units(reader)
        if reader.units is not None:
            self.fields["unit"].required = True
            units = units.filter(pk__in=reader.units)
        return {
            "unit": units,
            "business_sponsor": people.people(reader),
            "it_sponsor": people.people(reader),
            "applications": landscape.applications(reader),
        }

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code.lower() == RESERVED or re.search(r"[/\\?#%\s]", code):
            raise ValidationError(
                _("Write a word without spaces nor signs such as / ? #, for example APP-04.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        for day in ("start", "end"):
            if typed.get(day) and typed.get(f"{day}_unknown"):
                self.add_error(
                    f"{day}_unknown", _("Write the date, or why it is unknown, not both.")
                )
        return typed

    def links(self) -> dict[str, Any]:
        return {"applications": self.cleaned_data["applications"]}


class StateForm(forms.Form):
    """The next state of an initiative, and why."""

    to = forms.ChoiceField(
        label=gettext_lazy("New state"),
        error_messages={"required": gettext_lazy("Choose the state it passes to.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why: the next reader will ask.")},
    )

    def __init__(self, *args: Any, states: Sequence[Initiative.Status], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(state.value, state.label) for state in states]
        self.fields["to"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def clean_to(self) -> Initiative.Status:
        return Initiative.Status(self.cleaned_data["to"])

"""What is written of an invitation, by whoever invites and whoever joins, and of a token."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cordee.people import queries
from cordee.people.forms.organisation import MemberForm
from cordee.people.models import Invitation, PersonalToken
from cordee.platform.access import Reader, Role
from cordee.platform.forms import Choices, DayInput, ScopedForm

USUAL_LIFE = timedelta(days=90)


class InvitationForm(ScopedForm):
    """Someone who is to join the organisation: their e-mail, then their role."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=150,
        help_text=gettext_lazy("The link goes there; they sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "role", "units")

    class Meta:
        model = Invitation
        fields = MemberForm.Meta.fields
        widgets = MemberForm.Meta.widgets
        help_texts = MemberForm.Meta.help_texts

    def choices(self, reader: Reader) -> Choices:
        return {"units": queries.units(reader)}

    def links(self) -> dict[str, Any]:
        return {
            "organisation": self.reader.organisation,
            "role": Role(self.cleaned_data["role"]),
            "units": self.cleaned_data["units"],
        }


class JoiningForm(forms.Form):
    """Who joins with an invitation, and the password they choose."""

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        help_text=gettext_lazy("At least ten characters: a sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class TokenForm(forms.Form):
    """What a token is for, what it may do, and its last day."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("The program that will use it."),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What it may do"),
        choices=PersonalToken.Scope.choices,
        help_text=gettext_lazy("Never more than you may do yourself."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DayInput(),
        initial=lambda: timezone.localdate() + USUAL_LIFE,
        help_text=gettext_lazy("One year from now at most."),
    )

    def links(self) -> dict[str, Any]:
        """What the service receives."""
        last: date = self.cleaned_data["last_day"]
        ends = datetime.combine(last + timedelta(days=1), time(), timezone.get_current_timezone())
        scope = PersonalToken.Scope(self.cleaned_data["scope"])
        return {"name": self.cleaned_data["name"], "scope": scope, "expires_at": ends}

"""What people write of units, of one another and of members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cordee.people import queries
from cordee.people.models import Membership, Person, Unit
from cordee.platform.access import Reader, Role
from cordee.platform.forms import Choices, ScopedForm


class UnitForm(ScopedForm):
    """A unit and its place in the tree."""

    unique_field = "code"

    class Meta:
        model = Unit
        fields = ("name", "code", "kind", "parent")

    def choices(self, reader: Reader) -> Choices:
        return {"parent": queries.units(reader).exclude(pk=self.instance.pk)}


class PersonForm(ScopedForm):
    """A person, with or without an account."""

    unique_field = "name"

    class Meta:
        model = Person
        fields = ("name", "email", "unit", "calendar", "college", "level")

    def choices(self, reader: Reader) -> Choices:
        return {"unit": queries.units(reader), "calendar": queries.calendars(reader)}


class MemberForm(ScopedForm):
    """What a member may do, and how far they reach."""

    class Meta:
        model = Membership
        fields = ("role", "units")
        widgets = {"units": forms.CheckboxSelectMultiple()}
        help_texts = {
            "units": gettext_lazy(
                "The units this member reaches, with everything under them. "
                "None chosen: the whole organisation."
            )
        }

    def choices(self, reader: Reader) -> Choices:
        return {"units": queries.units(reader)}

    def links(self) -> dict[str, Any]:
        return {"role": Role(self.cleaned_data["role"]), "units": self.cleaned_data["units"]}


class AdmissionForm(MemberForm):
    """Someone who joins the organisation: who they are, then their role."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=150,
        help_text=gettext_lazy("They sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=150,
        help_text=gettext_lazy("An account that already has this e-mail keeps its own name."),
    )
    field_order = ("email", "first_name", "last_name", "role", "units")

    def links(self) -> dict[str, Any]:
        names = {name: self.cleaned_data[name] for name in ("first_name", "last_name")}
        return {**super().links(), **names, "organisation": self.reader.organisation}

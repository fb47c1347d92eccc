"""What people write of units, of one another and of members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cordee.people import queries, services
from cordee.people.models import Membership, Person, Unit
from cordee.platform.access import Reader, Role
from cordee.platform.forms import Choices, ScopedForm, SharedForm, SightField
from cordee.platform.models import Colour


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


class OrganisationSettingsForm(SharedForm, forms.Form):
    """What an organisation is called, and the colour by which its members recognise it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    colour = forms.ChoiceField(
        label=gettext_lazy("Colour"),
        choices=[("", gettext_lazy("None chosen")), *Colour.choices],
        required=False,
        help_text=gettext_lazy(
            "It stands beside the name on every page. None chosen: each member sees one that "
            "none of their other clients has, as long as there is one."
        ),
    )
    revision = SightField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._take_theirs()

    def sight(self, row: Any) -> dict[str, Any]:
        return services.settled(row)

    def links(self) -> dict[str, Any]:
        """What the service receives."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "colour": cleaned["colour"],
            "seen": cleaned["revision"],
        }


class MemberForm(ScopedForm):
    """What a member may do, and how far they reach."""

    revision = SightField()

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
        cleaned = self.cleaned_data
        return {"role": Role(cleaned["role"]), "units": cleaned["units"], "seen": self.seen}

    def sight(self, row: Any) -> dict[str, Any] | None:
        return services.place(row) if row.pk else None

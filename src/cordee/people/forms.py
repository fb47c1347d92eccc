"""What people write of units and of one another."""

from cordee.people import queries
from cordee.people.models import Person, Unit
from cordee.platform.access import Reader
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
        fields = ("name", "email", "unit", "college", "level")

    def choices(self, reader: Reader) -> Choices:
        return {"unit": queries.units(reader)}

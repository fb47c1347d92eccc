"""What people write of the applications."""

from cordee.landscape.models import Application
from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.forms import Choices, ScopedForm


class ApplicationForm(ScopedForm):
    """An application, its owner and its unit."""

    unique_field = "code"

    class Meta:
        model = Application
        fields = ("name", "code", "description", "status", "unit", "owner")

    def choices(self, reader: Reader) -> Choices:
        units = people.units(reader)
        if reader.units is not None:
            self.fields["unit"].required = True
            units = units.filter(pk__in=reader.units)
        return {"unit": units, "owner": people.people(reader)}

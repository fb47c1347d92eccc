"""What the landscape answers."""

from django.db.models import QuerySet

from cordee.landscape.models import Application
from cordee.platform.access import Reader


def applications(reader: Reader) -> QuerySet[Application]:
    """The applications in this reader's reach, by name."""
    found = Application.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(unit__in=reader.units)
    return found.select_related("unit", "owner").order_by("name")

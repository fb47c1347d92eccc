"""What the landscape answers."""

from django.db.models import QuerySet

from cordee.landscape.models import (
    Application,
    Interface,
    Supplier,
    Supply,
    Technology,
    TechnologyUse,
)
from cordee.platform.access import Reader


def applications(reader: Reader) -> QuerySet[Application]:
    """The applications in this reader's reach, by name."""
    found = Application.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(unit__in=reader.units)
    return found.select_related("unit", "owner").order_by("name")


def suppliers(reader: Reader) -> QuerySet[Supplier]:
    """Every supplier: they belong to no unit."""
    found = Supplier.objects.filter(organisation=reader.organisation)
    return found.select_related("owner").order_by("name")


def technologies(reader: Reader) -> QuerySet[Technology]:
    """Every technology: they belong to no unit."""
    found = Technology.objects.filter(organisation=reader.organisation)
    return found.select_related("supplier").order_by("name", "version")


def technology_uses(reader: Reader) -> QuerySet[TechnologyUse]:
    """What the applications in reach are made of."""
    found = TechnologyUse.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(application__unit__in=reader.units)
    return found.select_related("application", "technology").order_by(
        "application__name", "technology__name", "pk"
    )


def supplies(reader: Reader) -> QuerySet[Supply]:
    """What suppliers do for the applications in reach."""
    found = Supply.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(application__unit__in=reader.units)
    return found.select_related("application", "supplier").order_by(
        "application__name", "supplier__name", "pk"
    )


def interfaces(reader: Reader) -> QuerySet[Interface]:
    """The flows whose two applications are in reach: no name outside a perimeter is told."""
    found = Interface.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(source__unit__in=reader.units, target__unit__in=reader.units)
    return found.select_related("source", "target", "owner").order_by("name", "pk")

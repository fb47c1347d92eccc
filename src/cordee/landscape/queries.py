"""What the landscape answers."""

from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from cordee.landscape.models import (
    Application,
    Interface,
    Supplier,
    Supply,
    Technology,
    TechnologyUse,
)
from cordee.platform.access import Reader

SOON = timedelta(days=365)
"""How long before its end the support of a technology is said to end soon."""


class Support(TextChoices):
    """Where the support of a technology stands on a day."""

    ENDED = "ended", gettext_lazy("Support ended")
    ENDING = "ending", gettext_lazy("Ends within a year")
    DATED = "dated", gettext_lazy("Supported beyond a year")
    OPEN_ENDED = "open_ended", gettext_lazy("No end announced")
    UNKNOWN = "unknown", gettext_lazy("End unknown")


def applications(reader: Reader) -> QuerySet[Application]:
    """The applications in this reader's reach, by name."""
    found = Application.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(unit__in=reader.units)
    return found.select_related("unit", "owner").order_by("sort_name")


def suppliers(reader: Reader) -> QuerySet[Supplier]:
    """Every supplier: they belong to no unit."""
    found = Supplier.objects.filter(organisation=reader.organisation)
    return found.select_related("owner").order_by("sort_name")


def technologies(reader: Reader) -> QuerySet[Technology]:
    """Every technology: they belong to no unit."""
    found = Technology.objects.filter(organisation=reader.organisation)
    return found.select_related("supplier").order_by("sort_name", "sort_version", "pk")


def technology_uses(reader: Reader) -> QuerySet[TechnologyUse]:
    """What the applications in reach are made of."""
    found = TechnologyUse.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(application__unit__in=reader.units)
    return found.select_related("application", "technology").order_by(
        "application__sort_name", "technology__sort_name", "pk"
    )


def supplies(reader: Reader) -> QuerySet[Supply]:
    """What suppliers do for the applications in reach."""
    found = Supply.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(application__unit__in=reader.units)
    return found.select_related("application", "supplier").order_by(
        "application__sort_name", "supplier__sort_name", "pk"
    )


def interfaces(reader: Reader) -> QuerySet[Interface]:
    """The flows whose two applications are in reach: no name outside a perimeter is told."""
    found = Interface.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(source__unit__in=reader.units, target__unit__in=reader.units)
    return found.select_related("source", "target", "owner").order_by("sort_name", "pk")


def applications_using(reader: Reader) -> Coalesce:
    """A figure of technologies: how many applications in reach use each."""
    uses = technology_uses(reader).filter(technology=OuterRef("pk"))
    return _applications_of(uses, "technology")


def applications_served(reader: Reader) -> Coalesce:
    """A figure of suppliers: how many applications in reach each serves."""
    served = supplies(reader).filter(supplier=OuterRef("pk"))
    return _applications_of(served, "supplier")


def support_of(technology: Technology, *, on: date) -> Support:
    """Where its support stands on that day."""
    end = technology.support_end
    if end is None:
        return Support.OPEN_ENDED if technology.is_open_ended else Support.UNKNOWN
    if end < on:
        return Support.ENDED
    return Support.ENDING if end <= on + SOON else Support.DATED


def supported_as(support: Support, *, on: date) -> Q:
    """The technologies whose support stands so on that day."""
    return {
        Support.ENDED: Q(support_end__lt=on),
        Support.ENDING: Q(support_end__gte=on, support_end__lte=on + SOON),
        Support.DATED: Q(support_end__gt=on + SOON),
        Support.OPEN_ENDED: Q(is_open_ended=True),
        Support.UNKNOWN: Q(support_end__isnull=True, is_open_ended=False),
    }[support]


def _applications_of(rows: QuerySet[TechnologyUse] | QuerySet[Supply], kind: str) -> Coalesce:
    """How many applications these rows name, counted for the rows of one page only."""
    bare = rows.order_by().select_related(None).values(kind)
    counted = bare.annotate(n=Count("application", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())

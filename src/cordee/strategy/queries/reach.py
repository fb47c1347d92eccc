"""The rows of the spine that a reader may see: the only way views fetch them."""

from django.db.models import F, Q, QuerySet

from cordee.platform.access import Reader
from cordee.platform.models import ExchangeRate
from cordee.strategy.models import (
    Contribution,
    Dependency,
    Indicator,
    Initiative,
    Measure,
    Need,
    Objective,
    Plan,
    SpendLine,
    Vision,
)


def visions(reader: Reader) -> QuerySet[Vision]:
    return Vision.objects.filter(organisation=reader.organisation).order_by("-version")


def objectives(reader: Reader) -> QuerySet[Objective]:
    return (
        Objective.objects.filter(organisation=reader.organisation)
        .select_related("vision", "parent", "owner")
        .order_by("sort_code", "pk")
    )


def plans(reader: Reader) -> QuerySet[Plan]:
    found = Plan.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(unit__in=reader.units)
    return found.select_related("unit").order_by("-fiscal_year", "unit__sort_name")


def initiatives(reader: Reader) -> QuerySet[Initiative]:
    found = Initiative.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(unit__in=reader.units)
    return found.select_related("unit", "business_sponsor", "it_sponsor").order_by(
        "sort_code", "pk"
    )


def contributions(reader: Reader) -> QuerySet[Contribution]:
    return Contribution.objects.filter(_source_in_reach(reader)).select_related("objective")


def dependencies(reader: Reader) -> QuerySet[Dependency]:
    """Those whose two initiatives are in reach."""
    mine = initiatives(reader).order_by().values("pk")
    found = Dependency.objects.filter(source__in=mine, target__in=mine)
    return found.select_related("source", "target").order_by("pk")


def indicators(reader: Reader) -> QuerySet[Indicator]:
    """Every indicator: like the objectives, everybody may read them."""
    found = Indicator.objects.filter(organisation=reader.organisation)
    return found.select_related("owner", "objective").order_by("sort_code", "pk")


def measures(reader: Reader) -> QuerySet[Measure]:
    found = Measure.objects.filter(organisation=reader.organisation)
    return found.select_related("indicator").order_by("-day", "indicator__sort_code", "pk")


def needs(reader: Reader) -> QuerySet[Need]:
    """What the units in reach ask for."""
    found = Need.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(unit__in=reader.units)
    return found.select_related("unit", "requester", "owner", "objective", "initiative").order_by(
        "sort_code", "pk"
    )


def exchange_rates(reader: Reader) -> QuerySet[ExchangeRate]:
    found = ExchangeRate.objects.filter(organisation=reader.organisation)
    return found.order_by("currency", "-day")


def spend_lines(reader: Reader) -> QuerySet[SpendLine]:
    """The lines whose year is unknown come first on every database: they are to be completed."""
    return (
        SpendLine.objects.filter(_source_in_reach(reader))
        .select_related("initiative", "application")
        .order_by(F("fiscal_year").asc(nulls_first=True), "pk")
    )


def _source_in_reach(reader: Reader) -> Q:
    within = Q(organisation=reader.organisation)
    if reader.units is not None:
        within &= Q(initiative__unit__in=reader.units) | Q(application__unit__in=reader.units)
    return within

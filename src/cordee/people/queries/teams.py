"""Teams, what they are made of, and whose absences a reader may see."""

from django.db.models import Q, QuerySet

from cordee.people.models import Absence, Allocation, Person, Reserve, Team
from cordee.people.queries.organisation import people
from cordee.platform.access import STEERING, Reader


def teams(reader: Reader) -> QuerySet[Team]:
    found = Team.objects.filter(organisation=reader.organisation)
    return found.select_related("unit", "lead", "calendar").order_by("sort_name")


def allocations(reader: Reader) -> QuerySet[Allocation]:
    found = Allocation.objects.filter(organisation=reader.organisation)
    return found.select_related("person", "team").order_by("person__sort_name", "start", "pk")


def reserves(reader: Reader) -> QuerySet[Reserve]:
    found = Reserve.objects.filter(organisation=reader.organisation)
    return found.select_related("team").order_by("team__sort_name", "-since")


def absences(reader: Reader) -> QuerySet[Absence]:
    """Those of the people whose absences this reader may see, the latest first."""
    found = Absence.objects.filter(person__in=people_followed(reader).order_by().values("pk"))
    return found.select_related("person").order_by("-start", "person__sort_name", "pk")


def people_followed(reader: Reader) -> QuerySet[Person]:
    """Those whose absences this reader may see one by one: the others see a team's total.

    The steering roles follow everybody in their perimeter; a team lead, the members of the teams
    they lead and themselves.
    """
    found = people(reader)
    if reader.units is not None:
        found = found.filter(unit__in=reader.units)
    if reader.role in STEERING:
        return found
    mine = Allocation.objects.filter(team__lead__user=reader.user).values("person")
    return found.filter(Q(pk__in=mine) | Q(user=reader.user))

"""What a new allocation or absence would contradict."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from cordee.people.models import Absence, Allocation

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Overload:
    """A day on which a person would be given away more than whole."""

    day: date
    percent: Decimal


def first_overload(allocation: Allocation) -> Overload | None:
    """The first day on which this allocation and the others of the person exceed the whole."""
    ongoing = Q(end__isnull=True) | Q(end__gte=allocation.start)
    others = Allocation.objects.filter(ongoing, person=allocation.person_id).exclude(
        pk=allocation.pk
    )
    if allocation.end:
        others = others.filter(start__lte=allocation.end)
    spans = list(others.values_list("start", "end", "percent"))
    begins = sorted({allocation.start, *(max(start, allocation.start) for start, *_ in spans)})
    for day in begins:
        held = (p for start, end, p in spans if start <= day and (end is None or day <= end))
        percent = allocation.percent + sum(held)
        if percent > WHOLE:
            return Overload(day, percent)
    return None


def overlapping_absence(absence: Absence) -> Absence | None:
    """The first absence of the same person that shares half a day with this one."""
    others = Absence.objects.filter(
        person=absence.person_id, start__lte=absence.end, end__gte=absence.start
    ).exclude(pk=absence.pk)
    leaves, returns = _half_days(absence)
    for other in others.order_by("start"):
        first, until = _half_days(other)
        if max(first, leaves) < min(until, returns):
            return other
    return None


def _half_days(absence: Absence) -> tuple[int, int]:
    """The absence as half-days, the last one left out."""
    first = absence.start.toordinal() * 2 + absence.starts_at_noon
    return first, (absence.end.toordinal() + 1) * 2 - absence.ends_at_noon

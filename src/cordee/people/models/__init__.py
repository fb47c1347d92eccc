"""What people remembers: units, persons, members, and what a team's time is made of."""

from cordee.people.models.calendars import WorkingCalendar
from cordee.people.models.capacity import Absence, Allocation, Reserve, Team
from cordee.people.models.organisation import Membership, Person, Unit
from cordee.people.models.spans import Span, span_written

__all__ = [
    "Absence",
    "Allocation",
    "Membership",
    "Person",
    "Reserve",
    "Span",
    "Team",
    "Unit",
    "WorkingCalendar",
    "span_written",
]

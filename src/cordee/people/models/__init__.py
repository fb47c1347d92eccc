"""What people remembers: units, persons, members, the ways in, and what a team’s time is."""

from cordee.people.models.calendars import (
    WorkingCalendar,
)
from cordee.people.models.capacity import (
    Absence,
    Allocation,
    Reserve,
    Team,
)
from cordee.people.models.organisation import (
    Membership,
    Person,
    Unit,
)
from cordee.people.models.spans import (
    Span,
    span_written,
)
from cordee.people.models.ways_in import (
    Invitation,
    PersonalToken,
)

__all__ = [
    "Absence",
    "Allocation",
    "Invitation",
    "Membership",
    "Person",
    "PersonalToken",
    "Reserve",
    "Span",
    "Team",
    "Unit",
    "WorkingCalendar",
    "span_written",
]

"""What people answers: who is looking, units and people in reach, and the time teams have."""

from cordee.people.queries.calendars import (
    calendars,
    days_off,
    worked,
    working_days_of,
)
from cordee.people.queries.capacity import (
    CapacityTable,
    Days,
    Load,
    capacity,
    team_capacity_by_member,
)
from cordee.people.queries.conflicts import first_overload, overlapping_absence
from cordee.people.queries.organisation import (
    is_opened_here,
    members,
    organisations_of,
    people,
    reader_of,
    units,
    with_descendants,
)
from cordee.people.queries.places import (
    COUNTRIES,
    FRANCE,
    WITH_SUBDIVISIONS,
    is_place,
    public_holidays,
    subdivisions,
)
from cordee.people.queries.sheet import Member, TeamSheet, team_sheet
from cordee.people.queries.teams import absences, allocations, people_followed, reserves, teams

__all__ = [
    "COUNTRIES",
    "FRANCE",
    "WITH_SUBDIVISIONS",
    "CapacityTable",
    "Days",
    "Load",
    "Member",
    "TeamSheet",
    "absences",
    "allocations",
    "calendars",
    "capacity",
    "days_off",
    "first_overload",
    "is_opened_here",
    "is_place",
    "members",
    "organisations_of",
    "overlapping_absence",
    "people",
    "people_followed",
    "public_holidays",
    "reader_of",
    "reserves",
    "subdivisions",
    "team_capacity_by_member",
    "team_sheet",
    "teams",
    "units",
    "with_descendants",
    "worked",
    "working_days_of",
]

"""What people answers: who looks, what is in reach, who waits at the door, the time of teams."""

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
from cordee.people.queries.clients import PALETTE, Client, clients
from cordee.people.queries.conflicts import first_overload, overlapping_absence
from cordee.people.queries.copying import Piece, pieces
from cordee.people.queries.organisation import (
    member_lines,
    members,
    organisations_of,
    people,
    reader_in,
    reader_of,
    readers_of,
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
from cordee.people.queries.ways_in import (
    STRONG,
    Bearer,
    account_of,
    digest_of,
    guarded,
    invitation_behind,
    invitations,
    proven_account,
    reader_of_token,
    tokens,
)

__all__ = [
    "COUNTRIES",
    "FRANCE",
    "PALETTE",
    "STRONG",
    "WITH_SUBDIVISIONS",
    "Bearer",
    "CapacityTable",
    "Client",
    "Days",
    "Load",
    "Member",
    "Piece",
    "TeamSheet",
    "absences",
    "account_of",
    "allocations",
    "calendars",
    "capacity",
    "clients",
    "days_off",
    "digest_of",
    "first_overload",
    "guarded",
    "invitation_behind",
    "invitations",
    "is_place",
    "member_lines",
    "members",
    "organisations_of",
    "overlapping_absence",
    "people",
    "people_followed",
    "pieces",
    "proven_account",
    "public_holidays",
    "reader_in",
    "reader_of",
    "reader_of_token",
    "readers_of",
    "reserves",
    "subdivisions",
    "team_capacity_by_member",
    "team_sheet",
    "teams",
    "tokens",
    "units",
    "with_descendants",
    "worked",
    "working_days_of",
]

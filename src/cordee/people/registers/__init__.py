"""The lists of people: who is who, and what a team's time is made of."""

from cordee.people.registers.absences import ABSENCES, CALENDARS, absence_name, halves
from cordee.people.registers.columns import PeopleColumns, face, unit_link
from cordee.people.registers.organisation import MEMBERS, PEOPLE, UNITS
from cordee.people.registers.teams import ALLOCATIONS, RESERVES, TEAMS

REGISTERS = (UNITS, PEOPLE, MEMBERS, TEAMS, ALLOCATIONS, ABSENCES, RESERVES, CALENDARS)

__all__ = [
    "ABSENCES",
    "ALLOCATIONS",
    "CALENDARS",
    "MEMBERS",
    "PEOPLE",
    "REGISTERS",
    "RESERVES",
    "TEAMS",
    "UNITS",
    "PeopleColumns",
    "absence_name",
    "face",
    "halves",
    "unit_link",
]

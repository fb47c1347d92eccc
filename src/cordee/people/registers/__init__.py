"""The lists of people: who is who, and what a team's time is made of."""

from cordee.people.registers.organisation import MEMBERS, PEOPLE, UNITS, face

REGISTERS = (UNITS, PEOPLE, MEMBERS)

__all__ = ["MEMBERS", "PEOPLE", "REGISTERS", "UNITS", "face"]

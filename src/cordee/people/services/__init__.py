"""What changes people: organisations founded, members, units, persons, and the time of teams."""

from cordee.people.services.organisation import (
    add_member,
    admit_member,
    change_member,
    found_organisation,
    open_account,
    remove_member,
    remove_person,
    remove_unit,
    save_person,
    save_unit,
)
from cordee.people.services.teams import (
    remove_absence,
    remove_allocation,
    remove_calendar,
    remove_reserve,
    remove_team,
    save_absence,
    save_allocation,
    save_calendar,
    save_reserve,
    save_team,
)

__all__ = [
    "add_member",
    "admit_member",
    "change_member",
    "found_organisation",
    "open_account",
    "remove_absence",
    "remove_allocation",
    "remove_calendar",
    "remove_member",
    "remove_person",
    "remove_reserve",
    "remove_team",
    "remove_unit",
    "save_absence",
    "save_allocation",
    "save_calendar",
    "save_person",
    "save_reserve",
    "save_team",
    "save_unit",
]

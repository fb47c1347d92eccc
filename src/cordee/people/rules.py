"""Who may change people, units and members."""

from cordee.platform.access import STEERING, Reader, Role


def may_edit_units(reader: Reader) -> bool:
    return reader.role in STEERING


def may_edit_people(reader: Reader) -> bool:
    return reader.role in STEERING


def may_read_members(reader: Reader) -> bool:
    return reader.role in STEERING


def may_administer(reader: Reader) -> bool:
    return reader.role is Role.OWNER


def may_declare_webhooks(reader: Reader) -> bool:
    """What leaves tells of the whole organisation: a perimeter sees none."""
    return reader.role in (Role.OWNER, Role.CIO)


def may_edit_teams(reader: Reader) -> bool:
    return reader.role in STEERING


def may_follow_absences(reader: Reader) -> bool:
    """Whose absences they follow is what `queries.people_followed` answers."""
    return reader.role in STEERING or reader.role is Role.TEAM_LEAD

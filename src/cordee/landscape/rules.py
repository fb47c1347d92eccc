"""Who may change the landscape."""

from cordee.platform.access import STEERING, Reader, Role


def may_edit_applications(reader: Reader) -> bool:
    return reader.role in STEERING | {Role.TEAM_LEAD}

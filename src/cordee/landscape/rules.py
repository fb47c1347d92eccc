"""Who may change the landscape."""

from cordee.platform.access import STEERING, Reader, Role


def may_edit_applications(reader: Reader) -> bool:
    """Applications, what they are made of, who serves them and what flows between them."""
    return reader.role in STEERING | {Role.TEAM_LEAD}


def may_edit_suppliers(reader: Reader) -> bool:
    return reader.role in STEERING | {Role.TEAM_LEAD, Role.FINANCE}

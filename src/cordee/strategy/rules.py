"""Who may change the spine."""

from cordee.platform.access import STEERING, Reader, Role


def may_edit_strategy(reader: Reader) -> bool:
    """Vision, objectives and plans."""
    return reader.role in STEERING


def may_allot_priorities(reader: Reader) -> bool:
    """Priorities belong to those who steer and to the sponsors they sit with."""
    return reader.role in STEERING | {Role.SPONSOR}


def may_edit_initiatives(reader: Reader) -> bool:
    return reader.role in STEERING | {Role.SPONSOR, Role.TEAM_LEAD}


def may_link_initiatives(reader: Reader) -> bool:
    """Say which objectives an initiative contributes to."""
    return reader.role in STEERING | {Role.SPONSOR}


def may_edit_spend(reader: Reader) -> bool:
    return reader.role in STEERING | {Role.FINANCE}


def may_import(reader: Reader) -> bool:
    return reader.role in STEERING | {Role.FINANCE}

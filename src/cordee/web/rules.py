"""Who may use the doors of the shell."""

from cordee.platform.access import STEERING, Reader


def has_password(reader: Reader) -> bool:
    """Personas of the demonstration have none to change."""
    return reader.user.has_usable_password()


def may_found(reader: Reader) -> bool:
    """Those who steer may open another organisation: a subsidiary, a client, a trial."""
    return reader.role in STEERING

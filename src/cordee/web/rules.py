"""Who may use the doors of the shell."""

from cordee.platform.access import Reader


def has_password(reader: Reader) -> bool:
    """Personas of the demonstration have none to change."""
    return reader.user.has_usable_password()

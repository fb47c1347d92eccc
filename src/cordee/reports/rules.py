"""Who may take the board pack away, and who may dress it."""

from cordee.platform.access import Reader, Role, any_member


def may_read_board_pack(reader: Reader) -> bool:
    """Every member: the pack holds what this reader may see anyway, and nothing more."""
    return any_member(reader)


def may_change_slide_template(reader: Reader) -> bool:
    """The slides bear the name of the company: those who answer for them choose their dress."""
    return reader.role in {Role.OWNER, Role.CIO}

"""Who may take the board pack away."""

from cordee.platform.access import Reader, any_member


def may_read_board_pack(reader: Reader) -> bool:
    """Every member: the pack holds what this reader may see anyway, and nothing more."""
    return any_member(reader)

"""The foot of a spreadsheet: is this row one that adds up the others?"""

import re

from cordee.platform.importing.fields import plain
from cordee.platform.importing.table import Row

_TOTAL = re.compile(
    r"(sous |grand |sub ?)?(total|totaux|totals)( (general|generaux|ht|ttc|eur|gbp))*"
)
"""What the lines that add up the others are called, as `plain` makes it."""
_LONGEST = 40


def names_a_total(text: str) -> bool:
    """
    >>> names_a_total("Sous-total"), names_a_total("Total rewards")
    (True, False)
    """
    # Most texts are no total: they are told apart before anything longer is done.
    is_likely = len(text) <= _LONGEST and "tot" in text.casefold()
    return is_likely and _TOTAL.fullmatch(plain(text)) is not None


def is_called_total(row: Row) -> bool:
    """Whether the first text of the row is “Total”, whatever its column.

    >>> is_called_total(Row(9, (None, "Sous-total", 12))), is_called_total(Row(9, ("Totaliser",)))
    (True, False)
    """
    return names_a_total(
        next((cell for cell in row.cells if isinstance(cell, str) and cell.strip()), "")
    )

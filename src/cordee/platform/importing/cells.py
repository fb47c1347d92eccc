"""Raw cells made clean: no outer white space, an empty text is no cell, nothing too long."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.table import Cell, Limits, Row

_KEPT = frozenset((int, float, bool, date, datetime, Decimal, type(None)))


def clean_row(number: int, raw: Sequence[Any], *, file: str, limits: Limits) -> Row:
    """A row of clean cells. One comprehension: a million rows go through here."""
    cells: tuple[Cell, ...] = tuple(
        [
            (cell.strip() or None)
            if (kind := cell.__class__) is str
            else cell
            if kind in _KEPT
            else str(cell)
            for cell in raw
        ]
    )
    for cell in cells:
        if cell.__class__ is str and len(cell) > limits.cell_characters:
            raise too_long_cell(number, file=file, limits=limits)
    return Row(number, cells)


def too_long_cell(number: int, *, file: str, limits: Limits) -> Refused:
    return Refused(
        _(
            "“%(file)s”, row %(row)d: a cell holds more than %(limit)d characters. "
            "A quotation mark may be missing, or the row may not belong to the table."
        )
        % {"file": file, "row": number, "limit": limits.cell_characters}
    )

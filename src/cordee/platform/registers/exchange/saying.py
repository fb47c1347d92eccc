"""What a cell says, as a canonical text; or why it cannot be understood."""

import re

from django.utils.translation import gettext as _

from cordee.platform.importing.days import day
from cordee.platform.importing.table import Cell, DecimalMark
from cordee.platform.importing.values import as_text, number, yes_no
from cordee.platform.registers.exchange.cells import written_text
from cordee.platform.registers.exchange.fields import JOINED, Field, joined, plain_number
from cordee.platform.registers.exchange.texts import LONGEST, as_typed, cut, settled


class Unreadable(Exception):
    """The cell cannot be understood. The message is meant for the user."""


def said_by(
    field: Field, cell: Cell, *, base: str | None, decimal: DecimalMark, is_text: bool = True
) -> str:
    """The canonical text of a cell; `base` is what the same cell said when it left."""
    text = settled(as_text(cell))
    if not text:
        return ""
    if base and text == settled(written_text(field, base, decimal=decimal)):
        return base
    bare = settled(as_typed(text)) if is_text else text
    if base and len(base) > LONGEST // 2 and bare == settled(as_typed(settled(cut(base)))):
        return base
    return _read(field, cell, bare, decimal)


def _read(field: Field, cell: Cell, text: str, decimal: DecimalMark) -> str:
    match field.kind:
        case "number" | "whole":
            return _number(field, cell if isinstance(cell, int | float) else text, decimal)
        case "day":
            return _day(cell if not isinstance(cell, str) else text)
        case "choice":
            return _code(field, text)
        case "rows":
            return joined(several(text))
        case "words":
            return JOINED.join(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))
        case "yes":
            return _yes(cell)
    return text


def several(text: str) -> list[str]:
    """The names in a cell: one a line, else separated by commas or semicolons.

    >>> several("APP-1; APP-2, APP-1")
    ['APP-1', 'APP-2']
    """
    parts = text.split("\n") if "\n" in text else re.split("[,;]", text)
    return sorted(set(filter(None, map(str.strip, parts))))


def _number(field: Field, cell: Cell, decimal: DecimalMark) -> str:
    value = number(cell, decimal=decimal).value
    if value is None or isinstance(cell, bool):
        raise Unreadable(_("Write a number, for example 12,000 or 12.5."))
    if field.kind == "whole" and value != value.to_integral_value():
        raise Unreadable(_("Write a whole number."))
    return plain_number(value)


def _day(cell: Cell) -> str:
    found = day(cell, order="dmy").value
    if found is None:
        raise Unreadable(_("Write a day, for example 2027-03-31."))
    return found.isoformat()


def _code(field: Field, text: str) -> str:
    wanted = text.casefold()
    for code, label in field.choices.items():
        if wanted in (code.casefold(), settled(label).casefold()):
            return code
    raise Unreadable(_("Choose one of: %(choices)s.") % {"choices": _listed(field)})


def _listed(field: Field) -> str:
    return ", ".join(field.choices.values())


def _yes(cell: Cell) -> str:
    found = yes_no(cell).value
    if found is None:
        raise Unreadable(_("Write yes or no."))
    return "1" if found else "0"

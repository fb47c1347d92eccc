"""A canonical text as a cell writes it: a number, a day, a word of the reader's language."""

from datetime import date

from cordee.platform.registers.exchange.fields import Field
from cordee.platform.registers.exchange.texts import cut, without_formula

DIGITS = 15
"""What a spreadsheet keeps of a number."""
FIRST_DAY = date(1900, 3, 1)
"""Before it, programs do not agree on which day a number is."""
Written = str | float | int | date


def written_cell(field: Field, value: str) -> Written:
    """The cell of a workbook: typed when nothing is lost by it, else a text that cannot run."""
    if not value:
        return ""
    if field.kind == "day" and (day := date.fromisoformat(value)) >= FIRST_DAY:
        return day
    if is_figure(field, value) and sum(map(str.isdigit, value)) <= DIGITS:
        return float(value) if "." in value else int(value)
    return written_text(field, value)


def written_text(field: Field, value: str, *, decimal: str = ".") -> str:
    """The same as a text, for csv."""
    if is_figure(field, value):
        return value.replace(".", decimal)
    if field.kind == "choice":
        value = field.choices.get(value, value)
    return without_formula(cut(value))


def is_figure(field: Field, value: str) -> bool:
    """Whether it is a number and nothing else: then a minus sign runs nothing."""
    if field.kind not in ("number", "whole", "figure", "key"):
        return False
    digits = value.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()

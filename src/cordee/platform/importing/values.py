"""One cell, one value: a number, a word, yes or no, or an unknown that keeps the text as reason."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from cordee.platform.importing.fields import plain
from cordee.platform.importing.table import Cell, DecimalMark
from cordee.platform.importing.units import (
    CURRENCY,
    MULTIPLIER,
    SPACE,
    currency_of,
    known_currency,
    multiplier_of,
)

T = TypeVar("T")

_AMOUNT = re.compile(
    rf"""(?P<open>\()?\s*(?P<sign>[-+\u2212\u2013])?\s*(?P<lead>{CURRENCY})?\s*(?P<inner>[-\u2212])?
    (?P<digits>(?:\d[\d.,'’]*(?:{SPACE}\d{{3}})*(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{{1,3}})?)\s*
    (?:(?P<percent>%)|(?P<before>{CURRENCY})?\s*(?P<scale>{MULTIPLIER})?\.?
    \s*(?:d['’]\s?|de\s)?(?P<after>{CURRENCY})?\s*(?:HT|TTC)?)\s*(?P<close>\))?""",
    re.IGNORECASE | re.VERBOSE,
)
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")
_NOTHING_BUT_MARKS = ""
_UNKNOWN = frozenset(
    (_NOTHING_BUT_MARKS, "na", "n a", "nc", "n c", "nd", "n d", "tbd", "tbc", "tba", "none", "null")
) | {"a definir", "a determiner", "inconnu", "inconnue", "unknown", "non renseigne"}
_YES = frozenset(("oui", "o", "yes", "y", "true", "vrai", "x", "1"))
_NO = frozenset(("non", "n", "no", "false", "faux", "0"))


class Reading(NamedTuple, Generic[T]):
    """What a cell says. No value and no reason: the cell is empty; a reason: it is unknown."""

    value: T | None
    reason: str = ""

    @property
    def is_unknown(self) -> bool:
        return self.value is None and bool(self.reason)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written, with the multiplier and the currency the cell itself states."""

    value: Decimal
    multiplier: Decimal | None = None
    currency: str | None = None


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def amount(cell: Cell, *, decimal: DecimalMark) -> Reading[Amount]:
    """A number with its unit, if the cell has them.

    >>> amount("12,5 M€", decimal=",").value
    Amount(value=Decimal('12.5'), multiplier=Decimal('1000000'), currency='EUR')
    >>> amount("en cadrage", decimal=",")
    Reading(value=None, reason='en cadrage')
    """
    if cell is None or is_empty(cell):
        return Reading(None)
    if isinstance(cell, str):
        found = _AMOUNT.fullmatch(cell.strip())
        written = _written(found, decimal) if found else None
        return Reading(written) if written else Reading(None, cell.strip())
    if isinstance(cell, bool | date) or not math.isfinite(cell):
        return Reading(None, str(cell))
    return Reading(Amount(Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)))


def number(cell: Cell, *, decimal: DecimalMark) -> Reading[Decimal]:
    """The number a cell stands for, its own multiplier applied.

    >>> number("1 234,5", decimal=",").value, number("12 %", decimal=",").value
    (Decimal('1234.5'), Decimal('0.12'))
    """
    reading = amount(cell, decimal=decimal)
    if reading.value is None:
        return Reading(None, reading.reason)
    scale = reading.value.multiplier
    return Reading(reading.value.value if scale is None else reading.value.value * scale)


def decimal_mark(cells: Iterable[Cell]) -> DecimalMark | None:
    """The decimal mark most of these cells use; None when no cell can tell.

    >>> decimal_mark(["53,02", "18,8", "6.75"]), decimal_mark(["1,234", "NA"])
    (',', None)
    """
    votes: dict[DecimalMark, int] = {",": 0, ".": 0}
    for cell in cells:
        if isinstance(cell, str) and (found := _AMOUNT.fullmatch(cell.strip())):
            mark = _certain_mark(found["digits"])
            if mark and _value_of(found["digits"], mark) is not None:
                votes[mark] += 1
    if votes[","] == votes["."]:
        return None
    return "," if votes[","] > votes["."] else "."


def yes_no(cell: Cell) -> Reading[bool]:
    """
    >>> yes_no("Oui").value, yes_no("N").value, yes_no("peut-être").reason
    (True, False, 'peut-être')
    """
    if is_empty(cell):
        return Reading(None)
    word = plain(str(cell))
    if word in _YES or word in _NO:
        return Reading(word in _YES)
    return Reading(None, str(cell).strip())


def words(cell: Cell) -> Reading[str]:
    """A text, where “NA”, “à définir” or “?” is an unknown and not a text.

    >>> words("DSI").value, words("n/c").reason
    ('DSI', 'n/c')
    """
    if is_empty(cell):
        return Reading(None)
    text = as_text(cell)
    return Reading(None, text) if plain(text) in _UNKNOWN else Reading(text)


def as_text(cell: Cell) -> str:
    """
    >>> as_text(2026.0), as_text(date(2026, 3, 1))
    ('2026', '2026-03-01')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def choice(cell: Cell, *, choices: Mapping[str, str]) -> Reading[str]:
    """The value a cell's words stand for: the whole text first, else the longest known words in it.

    >>> choice("Phase de cadrage", choices={"cadrage": "candidate"}).value
    'candidate'
    """
    if is_empty(cell):
        return Reading(None)
    text = plain(str(cell))
    if text in choices:
        return Reading(choices[text])
    known = [word for word in choices if f" {word} " in f" {text} "]
    if not known or len(text) > 60:
        return Reading(None, str(cell).strip())
    return Reading(choices[max(known, key=len)])


def currency_code(cell: Cell) -> Reading[str]:
    """The currency a cell of a column of currencies names.

    >>> currency_code("usd").value, currency_code("£").value, currency_code("à définir").value
    ('USD', 'GBP', None)
    """
    if is_empty(cell):
        return Reading(None)
    text = as_text(cell)
    code = known_currency(text) or (text.upper() if _CURRENCY_CODE.fullmatch(text) else None)
    return Reading(code) if code else Reading(None, text)


def items(cell: Cell) -> Reading[tuple[str, ...]]:
    """
    >>> items("ia ; sécurité, ia").value
    ('ia', 'sécurité')
    """
    reading = words(cell)
    if reading.value is None:
        return Reading(None, reading.reason)
    parts = (part.strip() for part in re.split(r"[;,|\n]", reading.value))
    return Reading(tuple(dict.fromkeys(part for part in parts if part)))


def serial_day(serial: float) -> date:
    """The day of a spreadsheet's serial number (1 March 1900 and later, where all agree)."""
    return date(1899, 12, 30) + timedelta(days=int(serial))


def as_date(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell


def _written(found: re.Match[str], decimal: DecimalMark) -> Amount | None:
    value = _value_of(found["digits"], decimal)
    if value is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = (found["sign"] or "", found["inner"] or "")
    if found["open"] or any(sign in "-\u2212\u2013" for sign in signs if sign):
        value = -value
    scale = Decimal("0.01") if found["percent"] else multiplier_of(found["scale"])
    return Amount(
        value,
        None if scale is None else Decimal(scale),
        currency_of(found["lead"] or found["before"] or found["after"]),
    )


def _value_of(digits: str, decimal: DecimalMark) -> Decimal | None:
    mantissa, _, exponent = digits.casefold().partition("e")
    bare = re.sub(rf"{SPACE}|['’]", "", mantissa)
    mark = _certain_mark(mantissa) or decimal
    thousands = "." if mark == "," else ","
    whole, _, fraction = bare.partition(mark)
    if not fraction.isdigit() and fraction:
        return None
    if thousands in whole and not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", whole):
        return None
    value = Decimal(f"{whole.replace(thousands, '') or '0'}.{fraction or '0'}")
    plain_value = value if fraction else value.to_integral_value()
    return plain_value.scaleb(int(exponent)) if exponent else plain_value


def _certain_mark(digits: str) -> DecimalMark | None:
    """The decimal mark this number can only have; None when it has none or may be read twice."""
    bare = digits.casefold().partition("e")[0]
    commas, dots = bare.count(","), bare.count(".")
    if commas and dots:
        return "," if bare.rfind(",") > bare.rfind(".") else "."
    if commas + dots == 0:
        return None
    mark: DecimalMark = "," if commas else "."
    if commas + dots > 1:
        return "." if mark == "," else ","
    whole, _, fraction = bare.partition(mark)
    could_be_thousands = len(fraction) == 3 and 1 <= len(whole) <= 3 and whole.strip("0") != ""
    return None if could_be_thousands else mark

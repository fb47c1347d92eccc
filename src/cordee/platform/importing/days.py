"""One cell, one day: the many ways people write a date, in French and in English."""

import calendar
import re
from collections.abc import Iterable
from datetime import date

from cordee.platform.importing.fields import plain
from cordee.platform.importing.table import Cell, DayOrder
from cordee.platform.importing.values import Reading, as_date, as_text, is_empty, serial_day

_MONTHS = {
    name: rank
    for rank, names in enumerate(
        (
            "janvier january janv jan",
            "fevrier february fevr fev feb",
            "mars march mar",
            "avril april avr apr",
            "mai may",
            "juin june jun",
            "juillet july juil jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_DAY_IN_WORDS = re.compile(r"(?:[a-z]{3,8} )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
_MONTH_IN_WORDS = re.compile(r"([a-z]+) (\d{4})")
_QUARTER = re.compile(r"(?:[tq]([1-4]) (\d{4})|(\d{4}) [tq]([1-4]))")
_YEARS = range(1900, 2101)
_SERIALS = range(20_000, 80_000)
"""Spreadsheet serial numbers of 1954 to 2119: a bare number outside is no date."""
_CENTURY_TURN = 69


def day(cell: Cell, *, order: DayOrder, ends_period: bool = False) -> Reading[date]:
    """The day a cell names; a month or a year stands for its first day (last if `ends_period`).

    >>> day("20.05.2020", order="dmy").value, day("1er mars 2026", order="dmy").value
    (datetime.date(2020, 5, 20), datetime.date(2026, 3, 1))
    >>> day("06/2027", order="dmy", ends_period=True).value
    datetime.date(2027, 6, 30)
    >>> day("Exempt under Section 43", order="dmy").reason
    'Exempt under Section 43'
    """
    if is_empty(cell):
        return Reading(None)
    if isinstance(cell, date):
        return Reading(as_date(cell))
    text = as_text(cell)
    try:
        found = None if isinstance(cell, bool) else _span(text, order)
    except ValueError:  # 31.02.2026: no such day
        found = None
    if found is None:
        return Reading(None, text)
    return Reading(found[1] if ends_period else found[0])


def day_order(cells: Iterable[Cell]) -> DayOrder:
    """Is the day or the month written first? A number above 12 tells; by default the day.

    >>> day_order(["03/04/2026", "03/25/2026"]), day_order(["03/04/2026"])
    ('mdy', 'dmy')
    """
    first = second = 0
    for cell in cells:
        if isinstance(cell, str) and (found := _YEAR_LAST.fullmatch(cell.strip())):
            first += int(found[1]) > 12
            second += int(found[2]) > 12
    return "mdy" if second > first else "dmy"


def _span(text: str, order: DayOrder) -> tuple[date, date] | None:
    if text.replace(".", "", 1).isdigit():
        return _from_digits(text)
    if found := _YEAR_FIRST.fullmatch(text):
        return _one_day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _from_numbers(int(found[1]), int(found[2]), found[3], order)
    if found := _MONTH_YEAR.fullmatch(text):
        return _months(int(found[2]), int(found[1]), 1)
    if found := _YEAR_MONTH.fullmatch(text):
        return _months(int(found[1]), int(found[2]), 1)
    return _from_words(plain(text))


def _from_digits(text: str) -> tuple[date, date] | None:
    if len(text) == 8 and int(text[:4]) in _YEARS:
        return _one_day(int(text[:4]), int(text[4:6]), int(text[6:]))
    if found := _MONTH_YEAR.fullmatch(text):
        return _months(int(found[2]), int(found[1]), 1)
    serial = float(text)
    if text.isdigit() and int(text) in _YEARS:
        return _months(int(text), 1, 12)
    if int(serial) in _SERIALS:
        return serial_day(serial), serial_day(serial)
    return None


def _from_numbers(first: int, second: int, year: str, order: DayOrder) -> tuple[date, date] | None:
    century = 0 if len(year) == 4 else 2000 if int(year) < _CENTURY_TURN else 1900
    month_first = second > 12 or (order == "mdy" and first <= 12)
    month, in_month = (first, second) if month_first else (second, first)
    return _one_day(int(year) + century, month, in_month)


def _from_words(text: str) -> tuple[date, date] | None:
    if (found := _DAY_IN_WORDS.fullmatch(text)) and found[2] in _MONTHS:
        return _one_day(int(found[3]), _MONTHS[found[2]], int(found[1]))
    if (found := _MONTH_FIRST.fullmatch(text)) and found[1] in _MONTHS:
        return _one_day(int(found[3]), _MONTHS[found[1]], int(found[2]))
    if (found := _MONTH_IN_WORDS.fullmatch(text)) and found[1] in _MONTHS:
        return _months(int(found[2]), _MONTHS[found[1]], 1)
    if found := _QUARTER.fullmatch(text):
        quarter, year = int(found[1] or found[4]), int(found[2] or found[3])
        return _months(year, 3 * quarter - 2, 3)
    return None


def _one_day(year: int, month: int, in_month: int) -> tuple[date, date]:
    found = date(year, month, in_month)
    return found, found


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = month + count - 1
    return date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1])

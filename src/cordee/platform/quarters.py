"""Quarters of a fiscal year: their name, their days, the one that follows."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 3
_WRITTEN = re.compile(r"(\d{4})Q([1-4])")
_EARLIEST, _LATEST = 1970, 2200
"""Years an address may ask for."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a fiscal year, which is named after the calendar year in which it ends."""

    year: int
    number: int
    first_month: int = 1
    """Month in which the fiscal year begins."""

    @property
    def first(self) -> date:
        month = self.first_month - 1 + (self.number - 1) * MONTHS
        year = self.year - (self.first_month > 1)
        return date(year + month // 12, month % 12 + 1, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return self.shifted(1)

    def shifted(self, by: int) -> "Quarter":
        """The quarter that many quarters later, or earlier when negative.

        >>> Quarter(2027, 1).shifted(-2)
        Quarter(year=2026, number=3, first_month=1)
        """
        years, number = divmod(self.number - 1 + by, 4)
        return Quarter(self.year + years, number + 1, self.first_month)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def quarter_of(day: date, *, first_month: int) -> Quarter:
    """The fiscal quarter a day belongs to, when the fiscal year begins in `first_month`.

    >>> str(quarter_of(date(2026, 8, 31), first_month=7))
    '2027Q1'
    """
    months = day.year * 12 + day.month - first_month
    return Quarter(months // 12 + (first_month > 1), months % 12 // MONTHS + 1, first_month)


def quarter_written(text: str, *, first_month: int) -> Quarter | None:
    """The quarter that an address names, `2027Q1`; None for anything else.

    >>> quarter_written("2027Q5", first_month=1) is None
    True
    """
    found = _WRITTEN.fullmatch(text)
    if not found or not _EARLIEST <= int(found[1]) <= _LATEST:
        return None
    return Quarter(int(found[1]), int(found[2]), first_month)

"""Which days each calendar works: its week, without public holidays nor closed days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from cordee.engine.capacity import NO_CALENDAR, working_days
from cordee.people.models import WorkingCalendar, span_written
from cordee.people.queries.places import public_holidays
from cordee.platform.access import Reader


@dataclass(frozen=True, slots=True)
class Worked:
    """What the calendars of an organisation work each day of a period."""

    days: NDArray[np.float64]
    """One row per calendar of `rows`, in person-days."""
    rows: dict[int, int]
    """The row of each calendar whose place is known, by the key of the calendar."""

    def row(self, calendar: int | None) -> int:
        return self.rows.get(calendar, NO_CALENDAR) if calendar else NO_CALENDAR


def calendars(reader: Reader) -> QuerySet[WorkingCalendar]:
    return WorkingCalendar.objects.filter(organisation=reader.organisation).order_by("sort_name")


def worked(found: Sequence[WorkingCalendar], *, first: date, last: date) -> Worked:
    """What each calendar works from a day to another, both included."""
    off = [days_off(calendar, first=first, last=last) for calendar in found]
    known = [(c, days) for c, days in zip(found, off, strict=True) if days is not None]
    named = [(row, (day - first).days) for row, (_c, days) in enumerate(known) for day in days]
    week = [
        [float(hours / calendar.day_hours) for hours in calendar.week] for calendar, _d in known
    ]
    days = working_days(
        np.array(week, dtype=float).reshape(-1, 7),
        days=(last - first).days + 1,
        first_weekday=first.weekday(),
        off_calendar=[row for row, _day in named],
        off_day=[day for _row, day in named],
    )
    return Worked(days, {calendar.pk: row for row, (calendar, _days) in enumerate(known)})


def days_off(calendar: WorkingCalendar, *, first: date, last: date) -> set[date] | None:
    """Public holidays not worked and closed days of a period; None when the place is unknown."""
    holidays = public_holidays(
        calendar.country, subdivision=calendar.subdivision, years=range(first.year, last.year + 1)
    )
    if holidays is None:
        return None
    off = set(holidays) - set(_days(calendar.worked_holidays))
    return {day for day in off | set(_days(calendar.closed_days)) if first <= day <= last}


def working_days_of(calendar: WorkingCalendar, *, year: int) -> float | None:
    """Person-days of a calendar year; None when the place of the calendar is unknown."""
    found = worked([calendar], first=date(year, 1, 1), last=date(year, 12, 31))
    return float(found.days.sum()) if found.rows else None


def _days(texts: Iterable[str]) -> Iterable[date]:
    return (day for text in texts for day in span_written(text).days)

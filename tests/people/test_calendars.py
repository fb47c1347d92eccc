"""Public holidays and working days, against the law computed by hand."""

from datetime import date, timedelta

import pytest

from cordee.people.models import WorkingCalendar
from cordee.people.queries import (
    days_off,
    is_place,
    public_holidays,
    subdivisions,
    worked,
    working_days_of,
)

FIXED = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]


def easter(year):
    """Sunday of Easter, by the anonymous Gregorian computus."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return date(year, month, day + 1)


def of_the_labour_code(year):
    """The eleven days of article L3133-1."""
    moving = [easter(year) + timedelta(days=n) for n in (1, 39, 50)]
    return {date(year, *day) for day in FIXED} | set(moving)


def france(**fields):
    return WorkingCalendar(pk=1, name="France", **fields)


@pytest.mark.parametrize("year", range(2024, 2041))
def test_the_public_holidays_of_france_are_the_eleven_of_the_labour_code(year):
    found = public_holidays("FR", subdivision="", years=range(year, year + 1))

    assert set(found) == of_the_labour_code(year)


@pytest.mark.parametrize(("part", "name"), [("57", "Moselle"), ("6AE", "Alsace")])
def test_alsace_and_moselle_have_good_friday_and_the_26th_of_december(part, name):
    found = public_holidays("FR", subdivision=part, years=range(2026, 2027))

    more = {date(2026, 4, 3), date(2026, 12, 26)}
    assert set(found) == of_the_labour_code(2026) | more
    assert subdivisions("FR")[part] == name


@pytest.mark.parametrize(
    ("part", "day"),
    [
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2026, 12, 20)),
        ("976", date(2026, 4, 27)),
    ],
)
def test_each_overseas_department_has_its_day_of_the_abolition_of_slavery(part, day):
    found = public_holidays("FR", subdivision=part, years=range(2026, 2027))

    assert day in found


@pytest.mark.parametrize(("year", "days"), [(2025, 251), (2026, 252), (2027, 254)])
def test_a_week_of_five_days_in_france_works_so_many_days_a_year(year, days):
    assert working_days_of(france(), year=year) == days


def test_moselle_works_one_day_less_in_2026_whose_26th_of_december_is_a_saturday():
    assert working_days_of(france(subdivision="57"), year=2026) == 251


def test_holidays_are_named_in_the_language_asked_for():
    found = public_holidays("FR", subdivision="57", years=range(2026, 2027), language="fr")

    assert found[date(2026, 4, 3)] == "Vendredi saint"


def test_a_week_in_hours_is_worth_its_days():
    four_days = france(
        wednesday=0,
        day_hours="8.75",
        **dict.fromkeys(("monday", "tuesday", "thursday", "friday"), "8.75"),
    )
    four_days.clean_fields(exclude=["organisation"])

    found = worked([four_days], first=date(2026, 3, 2), last=date(2026, 3, 8))

    assert found.days.tolist() == [[1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0]]


def test_closed_days_are_off_and_a_worked_holiday_is_not():
    calendar = france(
        closed_days=["2026-12-24", "2026-08-10/2026-08-14"], worked_holidays=["2026-05-25"]
    )

    off = days_off(calendar, first=date(2026, 5, 1), last=date(2026, 12, 31))

    holidays = {day for day in of_the_labour_code(2026) if day >= date(2026, 5, 1)}
    closure = {date(2026, 8, day) for day in range(10, 15)}
    assert off == holidays - {date(2026, 5, 25)} | closure | {date(2026, 12, 24)}


def test_a_calendar_without_a_country_has_no_public_holiday():
    assert days_off(france(country=""), first=date(2026, 1, 1), last=date(2026, 12, 31)) == set()


def test_the_days_of_a_place_nobody_knows_are_unknown():
    nowhere = france(country="ZZ")

    found = worked([nowhere, france()], first=date(2026, 1, 1), last=date(2026, 1, 7))

    assert (days_off(nowhere, first=date(2026, 1, 1), last=date(2026, 1, 7)), found.rows) == (
        None,
        {1: 0},
    )
    assert working_days_of(nowhere, year=2026) is None


def test_a_place_is_a_country_with_one_of_its_own_parts_or_nothing():
    places = [
        ("FR", ""),
        ("FR", "57"),
        ("FR", "BY"),
        ("DE", "BY"),
        ("ZZ", ""),
        ("", ""),
        ("", "57"),
    ]

    assert [is_place(country, subdivision=part) for country, part in places] == [
        True,
        True,
        False,
        True,
        False,
        True,
        False,
    ]

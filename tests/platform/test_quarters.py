from datetime import date, timedelta

import pytest

from cordee.platform.quarters import Quarter, quarter_of, quarter_written

EVERY_DAY = [date(2025, 12, 1) + timedelta(days=n) for n in range(800)]


@pytest.mark.parametrize("first_month", range(1, 13))
def test_every_day_belongs_to_the_quarter_that_holds_it(first_month):
    for day in EVERY_DAY:
        quarter = quarter_of(day, first_month=first_month)

        assert quarter.first <= day <= quarter.last
        assert (quarter.first.month - first_month) % 3 == 0


def test_a_fiscal_year_is_named_after_the_year_in_which_it_ends():
    named = [str(quarter_of(date(2026, 7, 1), first_month=month)) for month in (1, 4, 7, 8)]

    assert named == ["2026Q3", "2027Q2", "2027Q1", "2026Q4"]


def test_quarters_follow_one_another_across_years():
    quarters = [Quarter(2026, 3, 7).shifted(n) for n in range(-3, 3)]

    assert [str(q) for q in quarters] == [
        "2025Q4",
        "2026Q1",
        "2026Q2",
        "2026Q3",
        "2026Q4",
        "2027Q1",
    ]
    assert [q.last + timedelta(days=1) for q in quarters[:-1]] == [q.first for q in quarters[1:]]


@pytest.mark.parametrize("text", ["", "2027", "2027Q5", "27Q1", "2027Q1 ", "9999Q1", "０２０２Q1"])
def test_an_address_that_names_no_quarter_is_told_so(text):
    assert quarter_written(text, first_month=1) is None


def test_an_address_names_a_quarter_by_its_own_text():
    assert quarter_written("2027Q2", first_month=4) == Quarter(2027, 2, 4)

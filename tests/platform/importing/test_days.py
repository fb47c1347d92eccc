from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.platform.importing.days import day, day_order
from cordee.platform.importing.values import Reading


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2014-07-08", date(2014, 7, 8), date(2014, 7, 8)),
        ("2014-07-08 00:00:00", date(2014, 7, 8), date(2014, 7, 8)),
        ("2014-07-08T09:30:00Z", date(2014, 7, 8), date(2014, 7, 8)),
        ("20.05.2020", date(2020, 5, 20), date(2020, 5, 20)),
        ("3/4/26", date(2026, 4, 3), date(2026, 4, 3)),
        ("01/25/2026", date(2026, 1, 25), date(2026, 1, 25)),
        ("1er mars 2026", date(2026, 3, 1), date(2026, 3, 1)),
        ("12 août 2026", date(2026, 8, 12), date(2026, 8, 12)),
        ("March 3rd, 2026", date(2026, 3, 3), date(2026, 3, 3)),
        ("déc. 2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("02/2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("T3 2016", date(2016, 7, 1), date(2016, 9, 30)),
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
        (2027, date(2027, 1, 1), date(2027, 12, 31)),
        (43159, date(2018, 2, 28), date(2018, 2, 28)),
        ("43159", date(2018, 2, 28), date(2018, 2, 28)),
        (date(2018, 2, 28), date(2018, 2, 28), date(2018, 2, 28)),
        (datetime(2018, 2, 28, 9), date(2018, 2, 28), date(2018, 2, 28)),  # noqa: DTZ001
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(cell, first, last):
    found = (day(cell, order="dmy"), day(cell, order="dmy", ends_period=True))

    assert found == (Reading(first), Reading(last))


@pytest.mark.parametrize("cell", ["Exempt under Section 43", "31/02/2026", "7", "en cours", "NA"])
def test_what_is_no_day_is_an_unknown_that_keeps_its_reason(cell):
    assert day(cell, order="dmy") == Reading(None, cell)


def test_an_empty_cell_is_no_unknown_day():
    assert day("", order="dmy") == Reading(None)


def test_a_number_above_twelve_in_second_place_decides_the_order_of_the_column():
    assert day_order(["03/04/2026", "03/25/2026", "NA"]) == "mdy"
    assert day("03/04/2026", order="mdy") == Reading(date(2026, 3, 4))


@given(
    st.dates(date(1970, 1, 1), date(2068, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%m-%y", "%Y%m%d"]),
)
def test_any_day_written_one_way_is_read_back(value, written):
    assert day(value.strftime(written), order="dmy") == Reading(value)


@given(st.dates(date(1960, 1, 1), date(2100, 1, 1)))
def test_a_serial_number_counts_days(value):
    serial = (value - date(1899, 12, 30)) // timedelta(days=1)

    assert day(float(serial), order="dmy") == Reading(value)

from datetime import date

import pytest

from cordee.strategy.charts.indicators import (
    indicator_finding,
    measures_against_target,
    measures_figure,
    measures_finding,
    stale_warning,
)
from cordee.strategy.queries.measured import indicator_sheet, measured_indicators
from tests.factories import indicator, measure

ON = date(2026, 11, 23)
WAY = {
    "baseline": 8,
    "baseline_on": date(2026, 1, 1),
    "target": 2,
    "target_on": date(2027, 12, 31),
    "direction": "down",
    "unit_of_measure": "h",
}


@pytest.fixture
def told(valmorel, cio_reader):
    def sheet(*values, **fields):
        row = indicator(valmorel, name="Préparation", **{**WAY, **fields})
        for month, value in enumerate(values, start=5):
            measure(row, date(2026, month, 28), value)
        return indicator_sheet(cio_reader, measured_indicators(cio_reader).get(), on=ON)

    return sheet


@pytest.mark.parametrize(
    ("values", "fields", "sentence"),
    [
        ((), {}, "“Préparation” has not been measured yet"),
        (("5",), {"target": None}, "“Préparation” stands at 5 h; it has no target yet"),
        (("2",), {}, "“Préparation” has reached its target: 2 h for 2 h"),
        (("2",), {"baseline": None}, "“Préparation” has reached its target: 2 h for 2 h"),
        (("5",), {"baseline": None}, "“Préparation” stands at 5 h for a target of 2 h"),
        (("5",), {"target_on": None}, "“Préparation” has gone 50% of the way to 2 h"),
        (("5",), {}, "“Préparation” is on its way: 50% of the way, 45% of the time"),
        (("7",), {}, "“Préparation” is behind: 17% of the way, 45% of the time"),
        (("9.5",), {}, "“Préparation” moves away from its target: 9.5 h for 2 h"),
    ],
)
def test_the_finding_says_where_it_stands_and_what_is_unknown(told, values, fields, sentence):
    found = indicator_finding(told(*values, **fields).figure)

    assert found.replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    ("values", "direction", "end"),
    [
        (("5",), "down", "the only measure"),
        (("7", "5"), "down", "it improves"),
        (("5", "7"), "down", "it gets worse"),
        (("5", "7"), "up", "it improves"),
        (("5", "5"), "down", "it does not move"),
    ],
)
def test_the_title_of_the_chart_compares_the_last_two_measures(told, values, direction, end):
    target = 9 if direction == "up" else 2
    sheet = told(*values, direction=direction, target=target)

    assert measures_finding(sheet).endswith(end)


def drawn(spec):
    return [layer["data"]["values"] for layer in spec["layer"]]


def test_the_drawing_shows_the_measures_the_straight_way_and_the_target(told):
    way, rule, words, line, points = drawn(measures_against_target(told("7", "5"), width=700))

    assert way == [
        {"day": "2026-01-01T00:00:00", "value": 8.0},
        {"day": "2027-12-31T00:00:00", "value": 2.0},
    ]
    assert rule == words
    assert (rule[0]["value"], rule[0]["said"].replace("\u00a0", " ")) == (2.0, "Target 2 h")
    assert line == points
    assert line == [
        {"day": "2026-05-28T00:00:00", "value": 7.0},
        {"day": "2026-06-28T00:00:00", "value": 5.0},
    ]


@pytest.mark.parametrize("absent", ["baseline", "baseline_on", "target_on"])
def test_without_its_two_dated_ends_no_straight_way_is_drawn(told, absent):
    layers = drawn(measures_against_target(told("5", **{absent: None}), width=324))

    assert len(layers) == 4


def test_without_target_the_measures_are_drawn_alone(told):
    line, points = drawn(measures_against_target(told("5", target=None), width=324))

    assert line == points == [{"day": "2026-05-28T00:00:00", "value": 5.0}]


def test_both_widths_are_drawn_with_the_table_behind(told):
    figure = measures_figure(told("7", "5"))

    assert "<svg" in figure.wide and "<svg" in figure.narrow
    assert [column.label for column in figure.columns] == ["Day", "Value", "Way done", "Source"]
    assert [row[2] for row in figure.rows] == ["50%", "17%"]


def test_a_fresh_measure_raises_no_warning(told):
    assert stale_warning(told("5", "5", "5", "5", "5", "5")) == ""


def test_a_late_one_says_since_when(told):
    assert stale_warning(told("5")) == (
        "The last measure is of 28 May 2026 and it is measured “every quarter”: one is missing."
    )

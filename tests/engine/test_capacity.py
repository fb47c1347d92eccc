"""The vectorised arithmetic against plain Python that walks day after day."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.engine.capacity import (
    NO_CALENDAR,
    Absences,
    Allocations,
    Reserves,
    headcount,
    team_capacity,
    working_days,
)

TEAMS, PEOPLE, CALENDARS, DAYS = 3, 5, 2, 24
NOBODY_AWAY = Absences(person=[], first=[], until=[], part=[])
PARTS = ("gross", "absent", "run", "unplanned", "net")


def columns(rows, width):
    return list(zip(*rows, strict=True)) or [[]] * width


def allocations(rows):
    return Allocations(*columns(rows, 6))


def absences(rows):
    return Absences(*columns(rows, 4))


def reserves(rows):
    return Reserves(*columns(rows, 4))


def everyone_keeps(run, unplanned, teams=TEAMS):
    return reserves([(team, 0, run, unplanned) for team in range(teams)])


def day_by_day(allocated, away, kept, *, working, starts, teams=TEAMS):
    """What each team has each quarter, as somebody with a pencil would count it."""
    days = len(working[0])
    told = {part: [[0.0] * len(starts) for _ in range(teams)] for part in PARTS}
    for q, (begins, ends) in enumerate(pairwise([*starts, days])):
        for day in range(begins, ends):
            for person, team, calendar, first, until, share in allocated:
                if calendar == NO_CALENDAR or not first <= day < until:
                    continue
                worked = working[calendar][day] * share
                lost = worked * sum(p for who, f, u, p in away if who == person and f <= day < u)
                in_force = [row for row in kept if row[0] == team and max(row[1], 0) <= day]
                here = worked - lost
                _team, _since, run, unplanned = max(in_force, key=lambda row: row[1])
                for part, value in (
                    ("gross", worked),
                    ("absent", lost),
                    ("run", here * run),
                    ("unplanned", here * unplanned),
                    ("net", here * (1 - run - unplanned)),
                ):
                    told[part][team][q] += value
    return told


tenths = st.integers(0, 10).map(lambda n: n / 10)


@st.composite
def spans(draw, width):
    """Days that do not meet, some of them outside the period."""
    cuts = sorted(draw(st.sets(st.integers(-4, DAYS + 4), min_size=2, max_size=6)))
    pairs = list(pairwise(cuts))
    return [(*pair, *(draw(tenths) for _ in range(width))) for pair in pairs if draw(st.booleans())]


@st.composite
def companies(draw):
    """People in teams, never more than whole; absences that do not meet; dated reserves."""
    allocated, away, kept = [], [], []
    for person in range(PEOPLE):
        calendar = draw(st.integers(-1, CALENDARS - 1))
        for first, until, share in draw(spans(1)):
            allocated.append((person, draw(st.integers(0, 2)), calendar, first, until, share / 2))
        for first, until in draw(spans(0)):
            allocated.append((person, draw(st.integers(0, 2)), calendar, first, until, 0.5))
        for first, until, part in draw(spans(1)):
            away.append((person, first, until, part))
    for team in range(TEAMS):
        kept.append((team, draw(st.integers(-3, 0)), draw(tenths) / 2, draw(tenths) / 2))
        if draw(st.booleans()):
            kept.append((team, draw(st.integers(1, DAYS)), draw(tenths) / 2, draw(tenths) / 2))
    working = [[draw(tenths) for _ in range(DAYS)] for _ in range(CALENDARS)]
    starts = [0, *sorted(draw(st.sets(st.integers(1, DAYS - 1), max_size=3)))]
    return allocated, away, kept, {"working": working, "starts": starts}


def computed(allocated, away, kept, *, teams=TEAMS, **period):
    return team_capacity(
        allocations(allocated), absences(away), reserves(kept), teams=teams, **period
    )


@settings(max_examples=150, deadline=None)
@given(companies())
def test_the_days_are_those_counted_one_by_one(company):
    allocated, away, kept, period = company

    found = computed(allocated, away, kept, **period)

    expected = day_by_day(allocated, away, kept, **period)
    for part in PARTS:
        np.testing.assert_allclose(getattr(found, part), expected[part], atol=1e-8)


@settings(max_examples=60, deadline=None)
@given(companies())
def test_no_part_is_negative_and_net_is_what_the_others_leave(company):
    allocated, away, kept, period = company

    found = computed(allocated, away, kept, **period)

    assert all((getattr(found, part) >= 0).all() for part in PARTS)
    left = found.gross - found.absent - found.run - found.unplanned
    np.testing.assert_allclose(found.net, left, atol=1e-8)


@settings(max_examples=60, deadline=None)
@given(companies())
def test_teams_add_up_to_the_company_and_quarters_to_the_period(company):
    allocated, away, _kept, period = company
    same = [(team, 0, 0.2, 0.1) for team in range(TEAMS)]

    apart = computed(allocated, away, same, **period)
    as_one = [(person, 0, *rest) for person, _team, *rest in allocated]
    together = computed(as_one, away, [(0, 0, 0.2, 0.1)], teams=1, **{**period, "starts": [0]})

    for part in PARTS:
        np.testing.assert_allclose(getattr(apart, part).sum(), getattr(together, part), atol=1e-7)


@settings(max_examples=60, deadline=None)
@given(companies(), st.integers(0, DAYS))
def test_an_absence_outside_the_allocation_changes_nothing(company, left):
    allocated, _away, kept, period = company
    until_then = [(*row[:4], min(row[4], left), row[5]) for row in allocated]
    outside = [(PEOPLE, -2, DAYS + 2, 1.0), *((who, left, DAYS + 2, 1.0) for who in range(PEOPLE))]

    without = computed(until_then, [], kept, **period)
    with_absences = computed(until_then, outside, kept, **period)

    for part in PARTS:
        np.testing.assert_array_equal(getattr(without, part), getattr(with_absences, part))


def test_the_worked_example_of_the_documentation():
    working = working_days(
        [[1, 1, 1, 1, 1, 0, 0], [1, 1, 0, 1, 1, 0, 0]],
        days=14,
        first_weekday=0,
        off_calendar=[0, 1],
        off_day=[4, 4],
    )
    given_to = [(0, 0, 0, 0, 14, 1.0), (1, 0, 1, 0, 14, 0.5), (1, 1, 1, 0, 14, 0.5)]
    away = [(0, 7, 9, 1.0), (0, 9, 10, 0.5), (1, 5, 8, 1.0)]
    kept = [(0, 0, 0.4, 0.1), (0, 7, 0.3, 0.1), (1, 0, 0.5, 0.0)]

    found = computed(given_to, away, kept, teams=2, working=working, starts=[0, 7])

    assert {part: getattr(found, part).tolist() for part in PARTS} == {
        "gross": [[5.5, 7.0], [1.5, 2.0]],
        "absent": [[0.0, 3.0], [0.0, 0.5]],
        "run": [[2.2, 1.2], [0.75, 0.75]],
        "unplanned": [[0.55, 0.4], [0.0, 0.0]],
        "net": [[2.75, 2.4], [0.75, 0.75]],
    }


def test_days_worked_before_any_reserve_is_stated_leave_net_unknown():
    found = computed(
        [(0, 0, 0, 0, 10, 1.0)],
        [],
        [(0, 5, 0.2, 0.1)],
        teams=1,
        working=[[1.0] * 10],
        starts=[0, 5],
    )

    np.testing.assert_array_equal(found.net, [[np.nan, 3.5]])
    assert found.gross.tolist() == [[5.0, 5.0]]


def test_a_team_without_anybody_has_no_day_even_when_it_states_nothing():
    found = computed([], [], [], teams=1, working=[[1.0] * 10], starts=[0])

    assert found.net.tolist() == [[0.0]]


def test_somebody_whose_calendar_is_unknown_is_counted_and_gives_no_day():
    given_to = [(0, 0, NO_CALENDAR, 0, 10, 1.0), (1, 0, 0, 0, 10, 1.0)]

    found = computed(
        given_to, [(0, 0, 10, 1.0)], [(0, 0, 0.0, 0.0)], teams=1, working=[[1.0] * 10], starts=[0]
    )
    counted = headcount(allocations(given_to), starts=[0], days=10, teams=1)

    assert (found.gross.tolist(), found.absent.tolist()) == ([[10.0]], [[0.0]])
    assert (counted.people.tolist(), counted.unknown.tolist()) == ([[2]], [[1]])


def test_a_person_who_comes_back_in_the_quarter_is_counted_once():
    given_to = [(0, 0, 0, 0, 3, 1.0), (0, 0, 0, 6, 9, 1.0), (0, 1, 0, 12, 40, 0.5)]

    counted = headcount(allocations(given_to), starts=[0, 10], days=20, teams=2)

    assert counted.people.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("allocated", "away"),
    [
        ([(0, 0, 0, 0, 5, 0.6), (0, 1, 0, 4, 9, 0.6)], []),
        ([(0, 0, 0, 0, 5, 1.0)], [(0, 0, 3, 1.0), (0, 2, 4, 0.5)]),
        ([(0, 0, 0, 0, 5, 1.2)], []),
        ([(0, 0, 0, 0, 5, float("nan"))], []),
        ([(0, 0, 0, 0, 5, 1.0)], [(0, 0, 3, -0.5)]),
    ],
)
def test_more_than_a_whole_person_or_less_than_nobody_is_an_error(allocated, away):
    with pytest.raises(ValueError, match="share"):
        computed(allocated, away, [], working=[[1.0] * 10], starts=[0])


def test_allocations_that_follow_one_another_on_the_same_day_are_whole():
    found = computed(
        [(0, 0, 0, 0, 5, 1.0), (0, 1, 0, 5, 10, 1.0)],
        [],
        [(0, 0, 0, 0), (1, 0, 0, 0)],
        working=[[1.0] * 10],
        starts=[0],
        teams=2,
    )

    assert found.net.tolist() == [[5.0], [5.0]]


@pytest.mark.parametrize("starts", [[], [1], [0, 5, 5], [0, 12]])
def test_quarters_out_of_order_are_an_error(starts):
    with pytest.raises(ValueError, match="quarters"):
        computed([], [], [], working=[[1.0] * 10], starts=starts)


@pytest.mark.parametrize("week", [[1, 1, 1, 1, -1, 0, 0], [float("nan")] * 7])
def test_a_week_that_is_negative_or_unknown_is_an_error(week):
    with pytest.raises(ValueError, match="working day"):
        working_days([week], days=7, first_weekday=0, off_calendar=[], off_day=[])


def test_a_day_off_outside_the_period_changes_nothing():
    found = working_days([[1] * 7], days=3, first_weekday=6, off_calendar=[0, 0], off_day=[-1, 3])

    assert found.tolist() == [[1.0, 1.0, 1.0]]

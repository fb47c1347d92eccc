"""The capacity of teams from the rows of the database, against a count made day after day."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.people.models import Absence, Allocation, Reserve
from cordee.people.queries import Days, capacity, days_off, reader_of, team_capacity_by_member
from cordee.platform.access import Role
from cordee.platform.quarters import Quarter
from tests.factories import (
    absence,
    allocation,
    calendar,
    member,
    organisation,
    person,
    reserve,
    team,
    unit,
)

FIRST = Quarter(2027, 1)


@pytest.fixture
def payment(valmorel):
    """A team of two in France that keeps 30% and 10%."""
    found = team(valmorel, calendar=calendar(valmorel), unit=unit(valmorel))
    reserve(found)
    allocation(person(valmorel, "Inès"), found)
    allocation(person(valmorel, "Paul"), found, percent=50)
    return found


def days(reader, since=FIRST, quarters=1):
    return [load.quarters for load in capacity(reader, since=since, quarters=quarters).teams]


def worked_by_hand(off, *, first, last):
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in span if day.weekday() < 5 and day not in off]


def test_a_team_has_its_working_days_less_absences_run_and_unplanned(payment, cio_reader):
    ines = payment.allocations.get(percent=100).person
    absence(ines, date(2027, 1, 4), date(2027, 1, 8), ends_at_noon=True)

    ((found,),) = days(cio_reader)

    # 90 days of January to March 2027, 64 of them from Monday to Friday, less 1 January and
    # Easter Monday: 62, once and a half; four days and a half away.
    here = 62 * 1.5 - 4.5
    assert found == Days(
        gross=93.0,
        absent=4.5,
        run=pytest.approx(here * 0.3),
        unplanned=pytest.approx(here * 0.1),
        net=pytest.approx(here * 0.6),
        people=2,
        unknown=0,
    )


def test_the_quarters_are_those_of_the_fiscal_year(payment, cio_reader, valmorel):
    since = Quarter(2027, 1, first_month=4)

    table = capacity(cio_reader, since=since, quarters=2)

    assert [(q.first, q.last) for q in table.quarters] == [
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    ]


def test_a_new_reserve_leaves_the_past_as_it_was(payment, cio_reader):
    before = days(cio_reader, quarters=2)[0]
    reserve(payment, run=50, unplanned=10, since=date(2027, 4, 1))

    after = days(cio_reader, quarters=2)[0]

    assert after[0] == before[0]
    assert (before[1].net, after[1].net) == (
        pytest.approx(before[1].present * 0.6),
        pytest.approx(before[1].present * 0.4),
    )


def test_a_team_that_has_not_said_what_it_keeps_has_unknown_days_and_is_counted(
    payment, cio_reader
):
    Reserve.objects.all().delete()

    table = capacity(cio_reader, since=FIRST, quarters=1)

    ((found,),) = (load.quarters for load in table.teams)
    assert (found.gross, found.net, found.unstated, found.is_known) == (93.0, None, 1, False)
    assert (table.total[0].net, table.total[0].unstated) == (None, 1)


def test_somebody_without_a_calendar_is_unknown_and_counted_never_zero(payment, cio_reader):
    alone = team(payment.organisation, "ARC", "Architecture")
    reserve(alone, 0, 0)
    allocation(person(payment.organisation, "Sans calendrier"), alone)

    table = capacity(cio_reader, since=FIRST, quarters=1)

    architecture, paying = (load.quarters[0] for load in table.teams)
    assert (architecture.people, architecture.unknown, architecture.is_known) == (1, 1, False)
    assert (paying.unknown, paying.is_floor) == (0, False)
    assert (table.total[0].people, table.total[0].unknown, table.total[0].is_floor) == (3, 1, True)


def test_a_person_s_own_calendar_comes_before_that_of_the_team(payment, cio_reader):
    paul = payment.allocations.get(percent=50).person
    paul.calendar = calendar(
        payment.organisation, "Moselle, sans mercredi", subdivision="57", wednesday=0
    )
    paul.save()

    ((found,),) = days(cio_reader)

    # 13 Wednesdays less in the quarter, and Good Friday: 48 half-days.
    assert found.gross == 62 + 48 / 2


def test_members_add_up_to_their_team_and_units_to_the_company(payment, cio_reader, valmorel):
    other = team(valmorel, "DAT", "Données", calendar=payment.calendar)
    reserve(other, 20, 20)
    allocation(person(valmorel, "Inès bis"), other, percent=80, end=date(2027, 2, 12))
    allocation(payment.allocations.get(percent=50).person, other, percent=50)

    table = capacity(cio_reader, since=FIRST, quarters=3)
    alone, members = team_capacity_by_member(cio_reader, payment, since=FIRST, quarters=3)

    paying = next(load for load in table.teams if load.subject == payment)
    assert alone.teams == (paying,)
    assert [load.subject.person.name for load in members] == ["Inès", "Paul"]
    for q in range(3):
        for part in ("gross", "absent", "run", "unplanned", "net"):
            of_members = sum(getattr(load.quarters[q], part) for load in members)
            of_units = sum(getattr(load.quarters[q], part) for load in table.units)
            of_teams = sum(getattr(load.quarters[q], part) for load in table.teams)
            assert of_members == pytest.approx(getattr(paying.quarters[q], part))
            assert of_units == of_teams == pytest.approx(getattr(table.total[q], part))
    assert [load.subject and load.subject.name for load in table.units] == ["Commerce", None]
    assert [one.people for one in table.total] == [3, 2, 2]


def test_the_rows_of_another_organisation_count_for_nothing(payment, cio_reader):
    before = days(cio_reader)
    rival = organisation("Rivaud", "rivaud")
    theirs = team(rival, calendar=calendar(rival))
    reserve(theirs)
    absence(allocation(person(rival, "Inès"), theirs).person, date(2027, 1, 4))

    assert days(cio_reader) == before


def furnished(valmorel, *, teams, rng):
    """People who move between teams, absences, dated reserves: drawn at random, never absurd."""
    places = [calendar(valmorel, place or "France", subdivision=place) for place in ("", "57")]
    crews = [
        team(valmorel, f"T{n}", f"Équipe {n}", calendar=rng.choice(places)) for n in range(teams)
    ]
    for crew in crews:
        reserve(crew, rng.randint(0, 50), rng.randint(0, 30), since=date(2026, 1, 1))
        reserve(crew, rng.randint(0, 50), rng.randint(0, 30), since=date(2027, 2, 15))
    for n in range(teams * 3):
        someone = person(valmorel, f"Personne {n}")
        moves = date(2027, 1, 1) + timedelta(days=rng.randint(0, 200))
        allocation(someone, rng.choice(crews), 60, date(2026, 6, 1), moves)
        allocation(someone, rng.choice(crews), 40, date(2026, 6, 1))
        allocation(someone, rng.choice(crews), 60, moves + timedelta(days=1), date(2027, 9, 3))
        away = date(2026, 12, 20) + timedelta(days=rng.randint(0, 20))
        for _ in range(3):
            back = away + timedelta(days=rng.randint(1, 12))
            absence(
                someone,
                away,
                back,
                starts_at_noon=rng.random() < 0.5,
                ends_at_noon=rng.random() < 0.5,
            )
            away = back + timedelta(days=rng.randint(1, 60))
    return crews


def part_away(rows, day):
    for row in rows:
        if row.start <= day <= row.end:
            noon = (day == row.start and row.starts_at_noon) + (day == row.end and row.ends_at_noon)
            return 1 - noon / 2
    return 0


def test_many_teams_agree_with_a_count_made_day_after_day(valmorel, cio_reader):
    crews = furnished(valmorel, teams=4, rng=random.Random(2027))
    period = {"first": date(2027, 1, 1), "last": date(2027, 6, 30)}

    found = capacity(cio_reader, since=FIRST, quarters=2)

    for crew, load in zip(crews, found.teams, strict=True):
        expected = [[0.0, 0.0], [0.0, 0.0]]
        working = worked_by_hand(days_off(crew.calendar, **period), **period)
        for one in Allocation.objects.filter(team=crew):
            rows = list(Absence.objects.filter(person=one.person))
            for day in working:
                if one.start <= day and (one.end is None or day <= one.end):
                    kept = crew.reserves.filter(since__lte=day).latest("since")
                    here = float(one.percent) / 100 * (1 - part_away(rows, day))
                    quarter = expected[day >= date(2027, 4, 1)]
                    quarter[0] += here
                    quarter[1] += here * float(100 - kept.run - kept.unplanned) / 100
        assert [[d.present, d.net] for d in load.quarters] == [pytest.approx(q) for q in expected]


def test_the_number_of_sql_queries_does_not_depend_on_the_rows(valmorel, cio_reader):
    rival = organisation("Rivaud", "rivaud")
    theirs = reader_of(member(rival, Role.CIO), organisation_id=rival.pk)
    small, large = (
        furnished(valmorel, teams=1, rng=random.Random(1)),
        furnished(rival, teams=6, rng=random.Random(6)),
    )

    counts = []
    for reader, crew in ((cio_reader, small[0]), (theirs, large[0])):
        with CaptureQueriesContext(connection) as of_all:
            capacity(reader, since=FIRST, quarters=8)
        with CaptureQueriesContext(connection) as of_one:
            team_capacity_by_member(reader, crew, since=FIRST, quarters=8)
        counts.append((len(of_all), len(of_one)))

    assert counts == [(5, 4), (5, 4)]

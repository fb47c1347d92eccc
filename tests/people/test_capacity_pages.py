"""The page of the capacity, that of a team, and what each reader may know there."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.people.charts import (
    capacity_bars,
    capacity_finding,
    days_label,
    not_counted,
    share_finding,
    team_finding,
)
from cordee.people.models import Absence, Allocation, Reserve, WorkingCalendar
from cordee.people.queries import Days, capacity, team_sheet
from cordee.platform.access import Role
from cordee.platform.charts import painted
from cordee.platform.quarters import Quarter
from tests.factories import (
    absence,
    allocation,
    calendar,
    member,
    person,
    reserve,
    team,
    unit,
)
from tests.pages import IN_ENGLISH, words

FIRST = Quarter(2027, 1)
PAGE = {"from": "2027Q1"}


@pytest.fixture
def payment(valmorel):
    found = team(valmorel, calendar=calendar(valmorel), unit=unit(valmorel))
    reserve(found)
    ines = person(valmorel, "Inès Roy")
    allocation(ines, found)
    absence(ines, date(2027, 1, 4), date(2027, 1, 8))
    return found


def opened(client, user, url, **asked):
    client.force_login(user)
    return client.get(url, asked, headers=IN_ENGLISH)


def told(response, key="content"):
    return words(response, key)


def test_the_page_of_capacity_says_what_the_teams_have(client, cio, payment):
    page = opened(client, cio, reverse("people:capacity"), **PAGE)

    # 62 days worked, 5 away: 57 at work, of which 60% are left.
    assert "One team has 34 days for new work in Q1 2027, of 57 at work" in told(page)
    assert reverse("people:team", args=[payment.pk]) + "?from=2027Q1" in page.content.decode()


def test_the_page_of_a_team_opens_its_figure_to_its_parts(client, cio, payment):
    page = opened(client, cio, reverse("people:team", args=[payment.pk]), **PAGE)

    text = told(page)
    for line in (
        "Allocated time 62.0",
        "− Absences 5.0",
        "= Time at work 57.0",
        "− Run 17.1",
        "− Unplanned 5.7",
        "= For new work 34.2",
    ):
        assert line in text
    assert "Inès Roy 100% 1 Jan 2026 — 57.0" in text


def test_somebody_who_does_not_follow_absences_reads_the_total_of_the_team_only(
    client, valmorel, payment
):
    reader = member(valmorel, Role.READER)

    text = told(opened(client, reader, reverse("people:team", args=[payment.pk]), **PAGE))

    assert "− Absences 5.0" in text
    assert "4 Jan 2027" not in text
    assert "Inès Roy 100% 1 Jan 2026 — 57.0" not in text
    assert "you see the total" in text


def test_a_team_lead_sees_the_absences_of_the_team_and_of_no_other(client, valmorel, payment):
    lead = member(valmorel, Role.TEAM_LEAD)
    payment.lead = person(valmorel, "Karim", user=lead)
    payment.save()
    other = team(valmorel, "DAT", "Données", calendar=payment.calendar)
    allocation(person(valmorel, "Mei"), other)
    absence(Allocation.objects.get(team=other).person, date(2027, 1, 5))

    mine = told(opened(client, lead, reverse("people:team", args=[payment.pk]), **PAGE))
    theirs = told(opened(client, lead, reverse("people:team", args=[other.pk]), **PAGE))
    listed = told(opened(client, lead, reverse("people:absences")))

    assert "4 Jan 2027" in mine
    assert "5 Jan 2027" not in theirs
    assert ("Inès Roy" in listed, "Mei" in listed) == (True, False)


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER, Role.SPONSOR, Role.FINANCE])
def test_the_list_of_absences_is_closed_to_those_who_follow_nobody(client, valmorel, role):
    user = member(valmorel, role)

    assert opened(client, user, reverse("people:absences")).status_code == 403


def test_without_a_team_the_page_says_how_to_begin(client, cio):
    page = opened(client, cio, reverse("people:capacity"))

    assert "The days of teams will stand here" in told(page)
    assert reverse("people:new_calendar") in page.content.decode()


@pytest.mark.parametrize("asked", ["2027Q9", "'; --", "", "1066Q1"])
def test_a_quarter_that_is_none_shows_today_s(client, cio, payment, asked):
    page = opened(client, cio, reverse("people:capacity"), **{"from": asked})

    assert page.status_code == 200
    assert page.context["is_now"]


def test_the_way_to_other_quarters_follows_the_fiscal_year(client, cio, valmorel, payment):
    valmorel.fiscal_year_start = 4
    valmorel.save()

    page = opened(client, cio, reverse("people:capacity"), **PAGE)

    assert page.context["since"].first == date(2026, 4, 1)
    assert {"?from=2026Q1", "?from=2028Q1"} <= set(re.findall(r"\?from=\w+", page.content.decode()))


def test_a_page_of_the_capacity_costs_the_same_queries_for_one_team_and_for_six(
    client, cio, valmorel, payment
):
    def counts():
        found = []
        for url in (reverse("people:capacity"), reverse("people:team", args=[payment.pk])):
            with CaptureQueriesContext(connection) as asked:
                client.get(url, PAGE)
            found.append(len(asked))
        return found

    client.force_login(cio)
    one = counts()
    for n in range(5):
        other = team(valmorel, f"T{n}", f"Équipe {n}", calendar=payment.calendar)
        someone = person(valmorel, f"Personne {n}")
        reserve(other)
        allocation(someone, other, percent=60)
        allocation(someone, payment, percent=40)
        absence(someone, date(2027, 2, 1))

    assert counts() == one


def days(**fields):
    told = {"gross": 10.0, "absent": 0.0, "run": 3.0, "unplanned": 1.0, "net": 6.0}
    return Days(**{**told, "people": 1, "unknown": 0, **fields})


@pytest.mark.parametrize(
    ("known", "label"),
    [
        (days(), "6"),
        (days(people=2, unknown=1), "≥\u00a06"),
        (days(unstated=1), "≥\u00a06"),
        (days(people=1, unknown=1), "unknown"),
        (days(run=None, unplanned=None, net=None, unstated=1), "unknown"),
        (days(gross=0.0, run=0.0, unplanned=0.0, net=0.0, people=0), "0"),
    ],
)
def test_unknown_days_are_never_written_as_zero(known, label):
    assert days_label(known) == label


def test_who_is_not_counted_is_said():
    assert not_counted([days()]) == ""
    assert not_counted([days(unknown=2), days(unstated=1)]) == (
        "Not counted: 2 people without a working calendar, 1 team that has not said what it keeps."
    )


def found(reader):
    return capacity(reader, since=FIRST, quarters=2)


def test_findings_are_true_of_the_picture(cio_reader, payment):
    assert capacity_finding(found(cio_reader)) == (
        "One team has 34 days for new work in Q1 2027, of 57 at work"
    )
    assert share_finding(found(cio_reader)) == (
        "Q1 2027 is the tightest quarter: new work receives 60% of the time at work"
    )

    WorkingCalendar.objects.update(country="ZZ")
    assert capacity_finding(found(cio_reader)) == "The days of teams are unknown in Q1 2027"
    assert team_finding(team_sheet(cio_reader, payment, since=FIRST, quarters=2)) == (
        "The days of “Paiement” are unknown in Q1 2027: no calendar says them"
    )

    WorkingCalendar.objects.update(country="FR")
    Reserve.objects.all().delete()
    assert share_finding(found(cio_reader)) == "No quarter has known days yet"
    assert team_finding(team_sheet(cio_reader, payment, since=FIRST, quarters=2)) == (
        "“Paiement” has not said what it keeps: its days are unknown"
    )

    Absence.objects.all().delete()
    Allocation.objects.all().delete()
    assert capacity_finding(found(cio_reader)) == "Nobody is allocated to a team in Q1 2027"


def test_the_chart_draws_the_parts_of_each_quarter(cio_reader, payment):
    table = found(cio_reader)

    spec = painted(capacity_bars(table, width=710), page=False)

    values = spec["layer"][0]["data"]["values"]
    drawn = {(row["row"], row["part"]): row["days"] for row in values}
    assert drawn == {
        (label, part): getattr(quarter, part)
        for label, quarter in zip(("Q1 2027", "Q2 2027"), table.total, strict=True)
        for part in ("net", "unplanned", "run", "absent")
    }


def test_the_sheet_of_a_calendar_tells_its_days(client, cio, valmorel):
    metz = calendar(valmorel, "Metz", subdivision="57", closed_days=["2026-08-10/2026-08-14"])

    text = told(opened(client, cio, reverse("people:calendar", args=[metz.pk])))

    assert "France — Moselle" in text
    assert "Good Friday" in text
    assert "10 Aug 2026 – 14 Aug 2026" in text


@pytest.mark.parametrize("name", ["teams", "allocations", "absences", "reserves", "calendars"])
def test_each_list_shows_its_rows_and_says_how_to_begin_without_any(client, cio, payment, name):
    full = told(opened(client, cio, reverse(f"people:{name}")))
    Absence.objects.all().delete()
    Allocation.objects.all().delete()
    Reserve.objects.all().delete()
    payment.delete()
    WorkingCalendar.objects.all().delete()

    bare = told(opened(client, cio, reverse(f"people:{name}")))

    assert "This page will show" not in full
    assert "This page will show" in bare


def test_an_allocation_beyond_the_whole_is_refused_on_the_form_with_what_was_typed(
    client, cio, valmorel, payment
):
    client.force_login(cio)
    other = team(valmorel, "DAT", "Données")
    typed = {
        "person": payment.allocations.get().person_id,
        "team": other.pk,
        "percent": "50",
        "start": "2027-02-01",
        "end": "",
    }

    page = client.post(reverse("people:new_allocation"), typed, headers=IN_ENGLISH)

    assert "“Inès Roy” would be allocated at 150% on 1 Feb 2027" in told(page)
    assert 'value="50"' in page.content.decode()
    assert Allocation.objects.count() == 1


def test_the_form_of_an_allocation_starts_with_the_team_one_comes_from(client, cio, payment):
    page = opened(client, cio, reverse("people:new_allocation"), team=str(payment.pk))

    assert f'<option value="{payment.pk}" selected>' in page.content.decode()

"""The teams of the example company, their days counted again here from the file, day after day."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

import cordee.cases.retailer
from cordee.cases.retailer.demo import found_retailer
from cordee.people.models import Absence, Allocation, Membership
from cordee.people.queries import capacity, reader_of
from cordee.platform.access import Role
from cordee.platform.quarters import Quarter
from tests.factories import user
from tests.people.test_calendars import of_the_labour_code

FILE = Path(cordee.cases.retailer.__file__).parent / "teams.toml"
YEAR = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
OF_MOSELLE = {date(2027, 3, 26), date(2027, 12, 26)}
"""Good Friday and the 26th of December of 2027."""


@pytest.fixture(scope="module")
def told():
    return tomllib.loads(FILE.read_text())


@pytest.fixture(scope="module")
def founded(for_the_module, now):
    return found_retailer(by=user("marianne"), at=now)


@pytest.fixture
def table(founded, db):
    owner = Membership.objects.get(organisation=founded, role=Role.OWNER).user
    reader = reader_of(owner, organisation_id=founded.pk)
    return capacity(reader, since=Quarter(2027, 1), quarters=4)


def working(told, name):
    """The days of 2027 that a calendar works."""
    said = next(one for one in told["calendars"] if one["name"] == name)
    week = said.get("hours", [7, 7, 7, 7, 7, 0, 0])
    closed = {date.fromisoformat(day) for day in said["closed_days"]}
    off = of_the_labour_code(2027) | closed | (OF_MOSELLE if "subdivision" in said else set())
    return {day for day in YEAR if week[day.weekday()] and day not in off}


def present(told, name, day):
    """What is left of a person on a day: whole, half or nothing."""
    for first, last, *said in told["away"].get(name, []):
        if first <= day <= last:
            half = {"leaves at noon": first, "back at noon": last}.get("".join(said))
            return 0.5 if half == day else 0
    return 1


def quarters_of(told, team):
    own = {name: one["name"] for one in told["calendars"] for name in one.get("people", [])}
    net = [0.0] * 4
    for name, percent, *span in team["members"]:
        first, last = (*span, YEAR[-1])[:2] if span else (YEAR[0], YEAR[-1])
        for day in working(told, own.get(name, team["calendar"])):
            if first <= day <= last:
                kept = [row for row in team["keeps"] if row[0] <= day][-1]
                share = percent / 100 * present(told, name, day)
                net[(day.month - 1) // 3] += share * (100 - kept[1] - kept[2]) / 100
    return net


def test_the_days_of_each_team_are_those_of_the_file(told, table):
    stated = {team["name"]: quarters_of(told, team) for team in told["teams"] if team["keeps"]}

    found = {load.subject.name: [days.net for days in load.quarters] for load in table.teams}
    silent = [team["name"] for team in told["teams"] if not team["keeps"]]

    assert {name: pytest.approx(net) for name, net in stated.items()} | {
        name: [None] * 4 for name in silent
    } == found


def test_the_company_has_the_teams_the_readme_says(told, table):
    people = {member[0] for team in told["teams"] for member in team["members"]}

    assert (len(told["teams"]), len(people)) == (8, 44)
    assert Allocation.objects.count() == sum(len(team["members"]) for team in told["teams"])
    assert Absence.objects.count() == sum(len(rows) for rows in told["away"].values())
    assert [days.unstated for days in table.total] == [1, 1, 1, 1]

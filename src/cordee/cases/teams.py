"""Gives a case study its teams, as `teams.toml` of its package tells them, through the services."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from cordee.people import services
from cordee.people.models import (
    Absence,
    Allocation,
    Person,
    Reserve,
    Team,
    Unit,
    WorkingCalendar,
)
from cordee.people.models.calendars import WEEKDAYS
from cordee.platform.models import Organisation, User

SINCE = date(2026, 1, 1)
"""First day of those of whom the file says no other."""
NOONS = {"leaves at noon": "starts_at_noon", "back at noon": "ends_at_noon"}


@dataclass(frozen=True, slots=True)
class AuthoredCalendar:
    """A working calendar, and the people who have it as their own."""

    name: str
    country: str
    subdivision: str = ""
    hours: Sequence[int] = (7, 7, 7, 7, 7, 0, 0)
    closed_days: Sequence[str] = ()
    people: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AuthoredTeam:
    """A team, what it keeps and who works there."""

    code: str
    name: str
    unit: str
    lead: str
    calendar: str
    keeps: Sequence[tuple[date, int, int]]
    members: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Crew:
    """The teams of a company."""

    calendars: tuple[AuthoredCalendar, ...]
    teams: tuple[AuthoredTeam, ...]
    away: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)

    @property
    def calendar_of(self) -> dict[str, str]:
        """The calendar of those who have one of their own."""
        return {name: calendar.name for calendar in self.calendars for name in calendar.people}


@dataclass(frozen=True, slots=True)
class _Founding:
    """A founding under way: for whom, by whom, when."""

    organisation: Organisation
    by: User
    at: datetime

    @property
    def told(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}


def crew(package: str) -> Crew:
    """The teams written in `teams.toml` of a case's package."""
    told = tomllib.loads((files(package) / "teams.toml").read_text(encoding="utf-8"))
    return Crew(
        tuple(AuthoredCalendar(**row) for row in told["calendars"]),
        tuple(AuthoredTeam(**row) for row in told["teams"]),
        told["away"],
    )


def found_teams(said: Crew, *, organisation: Organisation, by: User, at: datetime) -> None:
    """Write calendars, teams, allocations and absences; open the people not known yet."""
    founding = _Founding(organisation, by, at)
    calendars = {one.name: _calendar(founding, one) for one in said.calendars}
    people = _people(founding, said, calendars=calendars)
    for one in said.teams:
        _team(founding, one, people=people, calendar=calendars[one.calendar])
    for name, rows in said.away.items():
        for row in rows:
            services.save_absence(_absence(founding, people[name], *row), **founding.told)


def _calendar(founding: _Founding, said: AuthoredCalendar) -> WorkingCalendar:
    hours = dict(zip(WEEKDAYS, map(Decimal, said.hours), strict=True))
    calendar = WorkingCalendar(
        organisation=founding.organisation,
        name=said.name,
        country=said.country,
        subdivision=said.subdivision,
        closed_days=list(said.closed_days),
        **hours,
    )
    return services.save_calendar(calendar, **founding.told)


def _people(
    founding: _Founding, said: Crew, *, calendars: Mapping[str, WorkingCalendar]
) -> dict[str, Person]:
    """Those the company already names, and the other members of the teams."""
    people = {one.name: one for one in Person.objects.filter(organisation=founding.organisation)}
    units = {one.code: one for one in Unit.objects.filter(organisation=founding.organisation)}
    for team in said.teams:
        for name, *_share in team.members:
            own = calendars.get(said.calendar_of.get(name, ""))
            if name not in people or own:
                person = people.get(name) or Person(
                    organisation=founding.organisation,
                    name=name,
                    unit=units[team.unit],
                    college=Person.College.IT,
                )
                person.calendar = own
                people[name] = services.save_person(person, **founding.told)
    return people


def _team(
    founding: _Founding,
    said: AuthoredTeam,
    *,
    people: Mapping[str, Person],
    calendar: WorkingCalendar,
) -> None:
    owner = founding.organisation
    team = Team(
        organisation=owner,
        code=said.code,
        name=said.name,
        unit=Unit.objects.get(organisation=owner, code=said.unit),
        lead=people[said.lead],
        calendar=calendar,
    )
    services.save_team(team, **founding.told)
    for since, run, unplanned in said.keeps:
        kept = Reserve(
            organisation=owner,
            team=team,
            since=since,
            run=Decimal(run),
            unplanned=Decimal(unplanned),
        )
        services.save_reserve(kept, **founding.told)
    for name, percent, *span in said.members:
        start, end = (*span, None, None)[:2]
        given = Allocation(
            organisation=owner,
            person=people[name],
            team=team,
            percent=Decimal(percent),
            start=start or SINCE,
            end=end,
        )
        services.save_allocation(given, **founding.told)


def _absence(
    founding: _Founding, person: Person, start: date, end: date, said: str = ""
) -> Absence:
    kinds = {kind.value for kind in Absence.Kind}
    return Absence(
        organisation=founding.organisation,
        person=person,
        start=start,
        end=end,
        kind=said if said in kinds else Absence.Kind.LEAVE,
        is_planned=said != "unplanned",
        **({NOONS[said]: True} if said in NOONS else {}),
    )

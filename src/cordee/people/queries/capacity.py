"""The time that teams have for new work, quarter by quarter, with everything it is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from cordee.engine.capacity import (
    Absences,
    Allocations,
    Capacity,
    Headcount,
    Reserves,
    headcount,
    team_capacity,
)
from cordee.people.models import Absence, Allocation, Reserve, Team, Unit
from cordee.people.queries.calendars import Worked, calendars, worked
from cordee.people.queries.teams import allocations, teams
from cordee.platform.access import Reader
from cordee.platform.quarters import Quarter


@dataclass(frozen=True, slots=True)
class Days:
    """Person-days of one quarter, from what is worked to what is left for new work."""

    gross: float
    """Working days × allocation, of the people whose calendar is known."""
    absent: float
    run: float | None
    """None, with `unplanned` and `net`, when no team has said what it keeps."""
    unplanned: float | None
    net: float | None
    people: int
    unknown: int
    """People whose calendar is unknown: their days are in no figure."""
    unstated: int = 0
    """Teams at work that have not said what they keep: they are not in `net`."""

    @property
    def present(self) -> float:
        return self.gross - self.absent

    @property
    def is_floor(self) -> bool:
        """Whether the real figure is higher: somebody, or some team, is not counted in it."""
        return bool(self.unknown or self.unstated)

    @property
    def is_known(self) -> bool:
        return self.net is not None and (self.people == 0 or self.unknown < self.people)


@dataclass(frozen=True, slots=True)
class Load:
    """A team, or a unit, with its person-days of each quarter."""

    subject: Any
    """A Team, a Unit, an Allocation; None for the teams without a unit."""
    quarters: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class CapacityTable:
    """The person-days of every team over some quarters."""

    quarters: tuple[Quarter, ...]
    teams: tuple[Load, ...]
    units: tuple[Load, ...]
    total: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class _Period:
    """Some quarters that follow one another, as days."""

    quarters: tuple[Quarter, ...]

    @property
    def first(self) -> date:
        return self.quarters[0].first

    @property
    def last(self) -> date:
        return self.quarters[-1].last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def starts(self) -> list[int]:
        return [(quarter.first - self.first).days for quarter in self.quarters]


_Kept = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class _Allocated:
    """One allocation as the database tells it."""

    pk: int
    person: int
    team: int
    calendar: int | None
    start: date
    end: date | None
    percent: Decimal


@dataclass(frozen=True, slots=True)
class _Given:
    """What a period holds: allocations, what their calendars work, absences, reserved time."""

    rows: Sequence[_Allocated]
    allocations: Allocations
    """The same rows for the engine, each without its place yet."""
    worked: Worked
    absences: Absences
    reserves: Mapping[int, Sequence[_Kept]]
    """By team: from which day on, the run share, the unplanned share."""
    period: _Period

    def arrays(self, places: Sequence[int]) -> Allocations:
        """The allocations for the engine, each in the place it is given."""
        return replace(self.allocations, team=np.array(places, dtype=np.intp))

    def kept(self, teams: Sequence[int]) -> Reserves:
        """The reserved time for the engine, `teams` naming the team of each of its rows."""
        placed = [
            (row, *one) for row, team in enumerate(teams) for one in self.reserves.get(team, ())
        ]
        team, since, run, unplanned = zip(*placed, strict=True) if placed else ([], [], [], [])
        return Reserves(team, since, run, unplanned)

    def counted(self, places: Sequence[int], *, groups: int) -> Headcount:
        return headcount(
            self.arrays(places),
            starts=self.period.starts,
            days=self.period.days,
            teams=groups,
        )


def capacity(reader: Reader, *, since: Quarter, quarters: int) -> CapacityTable:
    """The person-days of each team, of each unit and of all, over `quarters` from `since` on."""
    period = _period(since, quarters)
    given = _given(reader, period=period, allocated=_allocated(reader, period=period))
    return _table(list(teams(reader)), given)


def team_capacity_by_member(
    reader: Reader, team: Team, *, since: Quarter, quarters: int
) -> tuple[CapacityTable, tuple[Load, ...]]:
    """The person-days of a team, and those of each allocation to it, which add up to them."""
    period = _period(since, quarters)
    found = list(_within(allocations(reader).filter(team=team), period=period))
    given = _given(reader, period=period, team=team, allocated=[_told(one) for one in found])
    rows = list(range(len(found)))
    computed = _computed(given, rows=rows, teams=[team.pk] * len(rows))
    return _table([team], given), _loads(found, given, computed, rows=rows)


def _told(one: Allocation) -> _Allocated:
    calendar = one.person.calendar_id or one.team.calendar_id
    return _Allocated(one.pk, one.person_id, one.team_id, calendar, one.start, one.end, one.percent)


def _period(since: Quarter, quarters: int) -> _Period:
    return _Period(tuple(since.shifted(n) for n in range(quarters)))


def _table(found: Sequence[Team], given: _Given) -> CapacityTable:
    place = {team.pk: row for row, team in enumerate(found)}
    rows = [place[one.team] for one in given.rows]
    computed = _computed(given, rows=rows, teams=[team.pk for team in found])
    loads = _loads(found, given, computed, rows=rows)
    unit = [found[row].unit_id or 0 for row in rows]
    return CapacityTable(
        given.period.quarters,
        loads,
        _by_unit(loads, given, unit=unit),
        _together(loads, given.counted([0] * len(rows), groups=1), row=0),
    )


def _computed(given: _Given, *, rows: Sequence[int], teams: Sequence[int]) -> Capacity:
    """`rows` places each allocation in the answer; `teams` names the team of each of its rows."""
    return team_capacity(
        given.arrays(rows),
        given.absences,
        given.kept(teams),
        working=given.worked.days,
        starts=given.period.starts,
        teams=len(teams),
    )


def _given(
    reader: Reader,
    *,
    period: _Period,
    allocated: Sequence[_Allocated],
    team: Team | None = None,
) -> _Given:
    """What the arithmetic needs beside the allocations, in three queries whatever the rows."""
    known = worked(list(calendars(reader)), first=period.first, last=period.last)
    return _Given(
        allocated,
        _arrays(allocated, known=known, period=period),
        known,
        _absences(reader, period=period, team=team),
        _reserves(reader, period=period),
        period,
    )


def _arrays(rows: Sequence[_Allocated], *, known: Worked, period: _Period) -> Allocations:
    origin = period.first
    return Allocations(
        person=np.array([one.person for one in rows], dtype=np.intp),
        team=np.zeros(len(rows), dtype=np.intp),
        calendar=np.array([known.row(one.calendar) for one in rows], dtype=np.intp),
        first=np.array([(one.start - origin).days for one in rows], dtype=np.intp),
        until=np.array(
            [(one.end - origin).days + 1 if one.end else period.days for one in rows],
            dtype=np.intp,
        ),
        share=np.array([float(one.percent) / 100 for one in rows]),
    )


def _allocated(reader: Reader, *, period: _Period) -> list[_Allocated]:
    rows = _within(Allocation.objects.filter(organisation=reader.organisation), period=period)
    found = rows.annotate(used=Coalesce("person__calendar", "team__calendar")).order_by("pk")
    names = ("pk", "person_id", "team_id", "used", "start", "end", "percent")
    return [_Allocated(*row) for row in found.values_list(*names)]


def _within(rows: QuerySet[Any], *, period: _Period) -> QuerySet[Any]:
    """The rows that last into the period."""
    ongoing = Q(end__isnull=True) | Q(end__gte=period.first)
    return rows.filter(ongoing, start__lte=period.last)


def _absences(reader: Reader, *, period: _Period, team: Team | None) -> Absences:
    """Whole days as one span; a day left or resumed at noon as a span of its own."""
    rows = _within(Absence.objects.filter(organisation=reader.organisation), period=period)
    if team is not None:
        rows = rows.filter(person__in=team.allocations.values("person"))
    names = ("person_id", "start", "end", "starts_at_noon", "ends_at_noon")
    told = np.array(
        [
            (person, start.toordinal(), end.toordinal() + 1, late, early)
            for person, start, end, late, early in rows.values_list(*names).order_by("pk")
        ],
        dtype=np.intp,
    ).reshape(-1, len(names))
    person, first, until, late, early = told.T
    first, until = first - period.first.toordinal(), until - period.first.toordinal()
    leaves, returns = late == 1, early == 1
    return Absences(
        person=np.r_[person, person[leaves], person[returns]],
        first=np.r_[first + late, first[leaves], until[returns] - 1],
        until=np.r_[until - early, first[leaves] + 1, until[returns]],
        part=np.r_[np.ones(person.size), np.full(leaves.sum() + returns.sum(), 0.5)],
    )


def _reserves(reader: Reader, *, period: _Period) -> dict[int, list[_Kept]]:
    rows = Reserve.objects.filter(organisation=reader.organisation, since__lte=period.last)
    told: dict[int, list[_Kept]] = {}
    for team, since, run, unplanned in rows.values_list("team_id", "since", "run", "unplanned"):
        day = (since - period.first).days
        told.setdefault(team, []).append((day, float(run) / 100, float(unplanned) / 100))
    return told


def _loads(
    subjects: Sequence[Team | Allocation], given: _Given, computed: Capacity, *, rows: Sequence[int]
) -> tuple[Load, ...]:
    counted = given.counted(rows, groups=len(subjects))
    quarters = range(len(given.period.quarters))
    return tuple(
        Load(subject, tuple(_days(computed, counted, row=row, quarter=q) for q in quarters))
        for row, subject in enumerate(subjects)
    )


def _days(computed: Capacity, counted: Headcount, *, row: int, quarter: int) -> Days:
    at = row, quarter
    return Days(
        gross=float(computed.gross[at]),
        absent=float(computed.absent[at]),
        run=_stated(computed.run[at]),
        unplanned=_stated(computed.unplanned[at]),
        net=_stated(computed.net[at]),
        people=int(counted.people[at]),
        unknown=int(counted.unknown[at]),
        unstated=int(np.isnan(computed.net[at])),
    )


def _stated(days: float) -> float | None:
    return None if np.isnan(days) else float(days)


def _by_unit(loads: Sequence[Load], given: _Given, *, unit: Sequence[int]) -> tuple[Load, ...]:
    """The teams of each unit together, by its name; those without a unit last."""
    units: dict[int, Unit | None] = {load.subject.unit_id or 0: load.subject.unit for load in loads}
    row = {key: place for place, key in enumerate(units)}
    counted = given.counted([row[key] for key in unit], groups=len(units))
    found = []
    for key, subject in units.items():
        inside = [load for load in loads if (load.subject.unit_id or 0) == key]
        found.append(Load(subject, _together(inside, counted, row=row[key])))
    return tuple(
        sorted(found, key=lambda load: (load.subject is None, getattr(load.subject, "name", "")))
    )


def _together(loads: Sequence[Load], counted: Headcount, *, row: int) -> tuple[Days, ...]:
    """The person-days of several teams; what is not stated is counted, somebody counts once."""
    return tuple(
        _sum(
            [load.quarters[q] for load in loads],
            people=int(counted.people[row, q]),
            unknown=int(counted.unknown[row, q]),
        )
        for q in range(counted.people.shape[1])
    )


def _sum(days: Sequence[Days], *, people: int, unknown: int) -> Days:
    return Days(
        gross=sum(one.gross for one in days),
        absent=sum(one.absent for one in days),
        run=_total(one.run for one in days),
        unplanned=_total(one.unplanned for one in days),
        net=_total(one.net for one in days),
        people=people,
        unknown=unknown,
        unstated=sum(one.unstated for one in days),
    )


def _total(values: Iterable[float | None]) -> float | None:
    """The sum of what is stated; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None

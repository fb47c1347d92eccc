"""Capacity: how many person-days does each team have for new work, quarter by quarter?

Units: a day is an index from the first day of the period, 0 up; a span goes from `first` to
`until`, which is left out. A working day is a part of a person-day: 1 is a full one. Shares are
in [0, 1]. Results are person-days. Method, hypotheses and worked example:
docs/algorithms/capacity.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Days = NDArray[np.float64]
Indices = NDArray[np.intp]

NO_CALENDAR = -1
DECIMALS = 9
"""Person-days closer than this are equal: the order of a sum moves the last digits of a float."""
WHOLE = 1 + 1e-9
"""What the shares of one person may reach on a day, with room for the last digits."""


@dataclass(frozen=True, slots=True)
class Allocations:
    """Who gives which share of their time to which team: one row per span."""

    person: ArrayLike
    team: ArrayLike
    calendar: ArrayLike
    """The row of `working` by which this person works there, NO_CALENDAR when it is unknown."""
    first: ArrayLike
    until: ArrayLike
    share: ArrayLike


@dataclass(frozen=True, slots=True)
class Absences:
    """Who is away: one row per span, with the part of each working day that is lost."""

    person: ArrayLike
    first: ArrayLike
    until: ArrayLike
    part: ArrayLike


@dataclass(frozen=True, slots=True)
class Reserves:
    """What a team keeps from a day on, until its next row: to run, and for the unforeseen."""

    team: ArrayLike
    since: ArrayLike
    run: ArrayLike
    unplanned: ArrayLike


@dataclass(frozen=True, slots=True)
class Capacity:
    """Person-days of each team (rows) in each quarter (columns), from what is worked to the rest.

    net = gross − absent − run − unplanned, over the people whose calendar is known.
    """

    gross: Days
    """Working days × allocation."""
    absent: Days
    run: Days
    """nan, with `unplanned` and `net`, when someone works on a day without a stated reserve."""
    unplanned: Days
    net: Days


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people each team (rows) sees in each quarter (columns)."""

    people: Indices
    """People allocated for at least one day; somebody who comes twice counts once."""
    unknown: Indices
    """Those of them whose calendar is unknown: their days are in no figure."""


def working_days(
    week: ArrayLike,
    *,
    days: int,
    first_weekday: int,
    off_calendar: ArrayLike,
    off_day: ArrayLike,
) -> Days:
    """What each calendar works each day: its week repeated, without its days off.

    `week` float[C, 7]: what is worked from Monday to Sunday. `first_weekday`: the weekday of day
    0, 0 for Monday. `off_calendar`, `off_day` int[N]: the days off, one row each; those outside
    the period are passed over. ValueError: a negative or infinite day.

    >>> working_days([[1, 1, 1, 1, 0.5, 0, 0]], days=7, first_weekday=4,
    ...              off_calendar=[0], off_day=[3]).tolist()
    [[0.5, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]]
    """
    pattern = np.asarray(week, dtype=float).reshape(-1, 7)
    if not np.isfinite(pattern).all() or (pattern < 0).any():
        raise ValueError("a working day is a finite part of a person-day, from 0 up")
    worked = pattern[:, (np.arange(days) + first_weekday) % 7]
    calendar, day = _integers(off_calendar), _integers(off_day)
    inside = (day >= 0) & (day < days)
    worked[calendar[inside], day[inside]] = 0.0
    return worked


def team_capacity(
    allocations: Allocations,
    absences: Absences,
    reserves: Reserves,
    *,
    working: ArrayLike,
    starts: ArrayLike,
    teams: int,
) -> Capacity:
    """Person-days of each team in each quarter.

    `working` float[C, D], of `working_days`. `starts` int[Q]: the day each quarter begins, 0
    first; the last one ends with the period. ValueError: a person allocated or away more than
    whole on a day, a share outside [0, 1], quarters out of order.

    >>> capacity = team_capacity(
    ...     Allocations(person=[0], team=[0], calendar=[0], first=[0], until=[10], share=[0.5]),
    ...     Absences(person=[0], first=[8], until=[10], part=[1]),
    ...     Reserves(team=[0], since=[0], run=[0.25], unplanned=[0.25]),
    ...     working=[[1] * 10], starts=[0, 5], teams=1)
    >>> capacity.gross.tolist(), capacity.absent.tolist(), capacity.net.tolist()
    ([[2.5, 2.5]], [[0.0, 1.0]], [[1.25, 0.75]])
    """
    worked = np.atleast_2d(np.asarray(working, dtype=float))
    days = worked.shape[1]
    quarter = _checked_quarters(starts, days=days)
    given, away = _given(allocations, days=days), _away(absences, days=days)
    seats = _Seats.of(allocations, worked=worked, teams=teams)
    gross = seats.by_team(given, row=np.arange(given.person.size))
    lost, row = _lost(given, away)
    absent = seats.by_team(lost, row=row)
    run, unplanned = (
        _kept(reserves, share, present=gross - absent)
        for share in (reserves.run, reserves.unplanned)
    )
    return _summed(gross, absent, run, unplanned, quarter=quarter)


def headcount(allocations: Allocations, *, starts: ArrayLike, days: int, teams: int) -> Headcount:
    """How many people each team sees in each quarter, and how many of them work unknown days.

    `starts` int[Q] as in `team_capacity`, in a period of `days`.

    >>> counted = headcount(
    ...     Allocations(person=[7, 7, 8], team=[0, 0, 0], calendar=[0, 0, NO_CALENDAR],
    ...                 first=[0, 3, 4], until=[2, 9, 9], share=[1, 1, 1]),
    ...     starts=[0, 4], days=9, teams=1)
    >>> counted.people.tolist(), counted.unknown.tolist()
    ([[1, 2]], [[0, 1]])
    """
    quarter = _checked_quarters(starts, days=days)
    spans = _given(allocations, days=days)
    ends = np.r_[quarter[1:], days]
    row, q = np.nonzero(
        np.maximum(spans.first[:, None], quarter) < np.minimum(spans.until[:, None], ends)
    )
    team, calendar = _integers(allocations.team)[row], _integers(allocations.calendar)[row]
    place, shape = team * quarter.size + q, (teams, quarter.size)
    lost = calendar == NO_CALENDAR
    return Headcount(
        _distinct(place, spans.person[row], shape),
        _distinct(place[lost], spans.person[row][lost], shape),
    )


@dataclass(frozen=True, slots=True)
class _Spans:
    """Shares of people over spans of days, inside the period."""

    person: Indices
    first: Indices
    until: Indices
    share: Days

    @classmethod
    def of(
        cls, person: ArrayLike, *, first: ArrayLike, until: ArrayLike, share: ArrayLike, days: int
    ) -> "_Spans":
        shares = np.asarray(share, dtype=float).ravel()
        if not ((shares >= 0) & (shares <= 1)).all():
            raise ValueError("a share is from 0 to 1")
        begins = np.clip(_integers(first), 0, days)
        spans = cls(_integers(person), begins, np.clip(_integers(until), begins, days), shares)
        spans._refuse_more_than_whole()
        return spans

    def _refuse_more_than_whole(self) -> None:
        """Walk through what begins and ends for each person, ends first on the same day."""
        person = np.r_[self.person, self.person]
        day = np.r_[self.first, self.until]
        change = np.r_[self.share, -self.share]
        order = np.lexsort((change, day, person))
        if (np.cumsum(change[order]) > WHOLE).any():
            raise ValueError("the shares of a person are more than whole on a day")


@dataclass(frozen=True, slots=True)
class _Seats:
    """The pairs of a team and a calendar that are met: what is added up before it is a team's."""

    seat: Indices
    """Per allocation: its pair, or the one past the last when its calendar is unknown."""
    team: Indices
    worked: Days
    """Per pair: what its calendar works each day."""
    teams: int

    @classmethod
    def of(cls, allocations: Allocations, *, worked: Days, teams: int) -> "_Seats":
        team, calendar = _integers(allocations.team), _integers(allocations.calendar)
        known = calendar != NO_CALENDAR
        pair, place = np.unique(team[known] * len(worked) + calendar[known], return_inverse=True)
        seat = np.full(team.size, pair.size)
        seat[known] = place
        return cls(seat, pair // len(worked), worked[pair % len(worked)], teams)

    def by_team(self, spans: _Spans, *, row: Indices) -> Days:
        """Person-days of each team each day; `row` says which allocation each span is a part of."""
        seats, days = self.worked.shape
        change = np.zeros((seats + 1) * (days + 1))
        begins = self.seat[row] * (days + 1)
        held = np.where(spans.until > spans.first, spans.share, 0.0)
        np.add.at(change, begins + spans.first, held)
        np.add.at(change, begins + np.maximum(spans.until, spans.first), -held)
        present = change.reshape(seats + 1, days + 1)[:-1, :-1].cumsum(axis=1) * self.worked
        total = np.zeros((self.teams, days))
        np.add.at(total, self.team, present)
        return total


def _given(allocations: Allocations, *, days: int) -> _Spans:
    return _Spans.of(
        allocations.person,
        first=allocations.first,
        until=allocations.until,
        share=allocations.share,
        days=days,
    )


def _away(absences: Absences, *, days: int) -> _Spans:
    return _Spans.of(
        absences.person, first=absences.first, until=absences.until, share=absences.part, days=days
    )


def _lost(given: _Spans, away: _Spans) -> tuple[_Spans, Indices]:
    """What absences take from each allocation they meet, and which allocation that is."""
    at, row = _met(away.person, given.person)
    lost = _Spans(
        given.person[row],
        np.maximum(given.first[row], away.first[at]),
        np.minimum(given.until[row], away.until[at]),
        given.share[row] * away.share[at],
    )
    return lost, row


def _kept(reserves: Reserves, share: ArrayLike, *, present: Days) -> Days:
    """What is kept of each day's presence; nan on a day worked before any reserve is stated."""
    team, since = _integers(reserves.team), _integers(reserves.since)
    kept = np.asarray(share, dtype=float).ravel()
    rates = np.full(present.shape, np.nan)
    for row in np.lexsort((since, team)):
        rates[team[row], max(since[row], 0) :] = kept[row]
    is_there = np.abs(present) > 10.0**-DECIMALS
    return np.where(is_there, present * rates, 0.0)


def _met(away: Indices, given: Indices) -> tuple[Indices, Indices]:
    """Each absence with each allocation of the same person: their two rows."""
    order = np.argsort(given, kind="stable")
    low = np.searchsorted(given[order], away, side="left")
    counts = np.searchsorted(given[order], away, side="right") - low
    at = np.repeat(np.arange(away.size), counts)
    rank = np.arange(at.size) - np.repeat(np.cumsum(counts) - counts, counts)
    return at, order[low[at] + rank]


def _distinct(place: Indices, person: Indices, shape: tuple[int, int]) -> Indices:
    """How many different people are met in each place of a table of that shape."""
    named, one = np.unique(person, return_inverse=True)
    met = np.unique(place * max(named.size, 1) + one) // max(named.size, 1)
    return np.bincount(met, minlength=shape[0] * shape[1]).reshape(shape)


def _summed(gross: Days, absent: Days, run: Days, unplanned: Days, *, quarter: Indices) -> Capacity:
    parts = [
        np.add.reduceat(days, quarter, axis=1).round(DECIMALS)
        for days in (gross, absent, run, unplanned)
    ]
    net = np.maximum(parts[0] - parts[1] - parts[2] - parts[3], 0.0).round(DECIMALS)
    return Capacity(parts[0], parts[1], parts[2], parts[3], net)


def _checked_quarters(starts: ArrayLike, *, days: int) -> Indices:
    quarter = _integers(starts)
    bounds = np.r_[quarter, days]
    if quarter.size == 0 or quarter[0] != 0 or (np.diff(bounds) <= 0).any():
        raise ValueError("quarters begin on day 0 and follow one another inside the period")
    return quarter


def _integers(values: ArrayLike) -> Indices:
    return np.asarray(values, dtype=np.intp).ravel()

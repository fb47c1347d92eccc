"""What changes teams: their members, their calendars, what they keep, who is away."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.people import queries
from cordee.people.models import (
    Absence,
    Allocation,
    Person,
    Reserve,
    Team,
    WorkingCalendar,
)
from cordee.platform.errors import Refused
from cordee.platform.models import Owned, User
from cordee.platform.storing import removed, stored
from cordee.platform.typography import day_text, number_text


def save_team(team: Team, *, by: User, at: datetime) -> Team:
    _refuse_invalid(team)
    return stored(team, action="people.save_team", by=by, at=at)


def remove_team(team: Team, *, by: User, at: datetime) -> None:
    """Remove a team that nobody was ever allocated to, with what it kept."""
    if team.allocations.exists():
        raise Refused(
            _("People are or were allocated to “%(team)s”: its past would be lost.")
            % {"team": team.name}
        )
    removed(team, action="people.remove_team", by=by, at=at)


def save_calendar(calendar: WorkingCalendar, *, by: User, at: datetime) -> WorkingCalendar:
    """Create or change a working calendar, of a place whose public holidays are known."""
    _refuse_invalid(calendar)
    if not queries.is_place(calendar.country, subdivision=calendar.subdivision):
        raise Refused(
            _("The public holidays of “%(place)s” are not known.")
            % {"place": "-".join(filter(None, (calendar.country, calendar.subdivision)))}
        )
    return stored(calendar, action="people.save_calendar", by=by, at=at)


def remove_calendar(calendar: WorkingCalendar, *, by: User, at: datetime) -> None:
    removed(calendar, action="people.remove_calendar", by=by, at=at)


def save_reserve(reserve: Reserve, *, by: User, at: datetime) -> Reserve:
    """State what a team keeps from a day on; what it kept before that day stays."""
    _refuse_invalid(reserve)
    return stored(reserve, action="people.save_reserve", by=by, at=at)


def remove_reserve(reserve: Reserve, *, by: User, at: datetime) -> None:
    removed(reserve, action="people.remove_reserve", by=by, at=at)


def save_allocation(allocation: Allocation, *, by: User, at: datetime) -> Allocation:
    """Give a share of a person's time to a team; nobody is given away more than whole."""
    _refuse_invalid(allocation)
    with transaction.atomic():
        _held(allocation.person)
        over = queries.first_overload(allocation)
        if over is not None:
            language = get_language() or "en"
            raise Refused(
                _(
                    "“%(person)s” would be allocated at %(percent)s%% on %(day)s: a person’s "
                    "allocations add up to 100%% at most."
                )
                % {
                    "person": allocation.person,
                    "percent": number_text(over.percent, language=language),
                    "day": day_text(over.day, language=language),
                }
            )
        return stored(allocation, action="people.save_allocation", by=by, at=at)


def remove_allocation(allocation: Allocation, *, by: User, at: datetime) -> None:
    removed(allocation, action="people.remove_allocation", by=by, at=at)


def save_absence(absence: Absence, *, by: User, at: datetime) -> Absence:
    """Note that a person is away; a day is never counted twice."""
    _refuse_invalid(absence)
    with transaction.atomic():
        _held(absence.person)
        other = queries.overlapping_absence(absence)
        if other is not None:
            language = get_language() or "en"
            raise Refused(
                _(
                    "“%(person)s” is already away from %(first)s to %(last)s: "
                    "change that absence instead."
                )
                % {
                    "person": absence.person,
                    "first": day_text(other.start, language=language),
                    "last": day_text(other.end, language=language),
                }
            )
        return stored(absence, action="people.save_absence", by=by, at=at)


def remove_absence(absence: Absence, *, by: User, at: datetime) -> None:
    removed(absence, action="people.remove_absence", by=by, at=at)


def _held(person: Person) -> None:
    """Two writers of the same person's time come one after the other."""
    Person.objects.select_for_update().get(pk=person.pk)


def _refuse_invalid(row: Owned) -> None:
    """Refuse what no form has checked: figures out of bounds, days that run backwards."""
    try:
        row.clean_fields()
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error

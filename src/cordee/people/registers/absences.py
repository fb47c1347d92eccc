"""The lists of who is away, and of the calendars by which people work."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries, rules, services
from cordee.people.forms import AbsenceForm, CalendarForm
from cordee.people.models import Absence, WorkingCalendar, span_written
from cordee.people.queries import COUNTRIES
from cordee.people.registers.teams import END, PERSON, START, WHEN, language, team_link
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Asked,
    Column,
    Columns,
    Empty,
    Link,
    Register,
    Related,
    choice_filter,
)
from cordee.platform.typography import day_text, french, number_text


def _absences_counted(count: int) -> str:
    return ngettext("%(count)s absence", "%(count)s absences", count) % {"count": count}


def _calendars_counted(count: int) -> str:
    return ngettext("%(count)s working calendar", "%(count)s working calendars", count) % {
        "count": count
    }


def absence_name(row: Absence) -> str:
    return _("%(person)s, away from %(day)s") % {
        "person": row.person,
        "day": day_text(row.start, language=language()),
    }


def halves(row: Absence) -> str:
    """What an absence leaves of its first and last days."""
    told = []
    if row.starts_at_noon:
        told.append(_("from noon"))
    if row.ends_at_noon:
        told.append(_("until noon"))
    return ", ".join(told)


def _at_first(_reader: Reader, asked: Asked) -> dict[str, Any]:
    person = asked.get("person", "")
    return {"start": timezone.localdate(), **({"person": person} if person.isdecimal() else {})}


def _calendar_rows(reader: Reader) -> QuerySet[Any]:
    return queries.calendars(reader).annotate(used=Count("teams"))


def _place(calendar: WorkingCalendar) -> str:
    if not calendar.country:
        return _("No public holiday")
    country = str(COUNTRIES.get(calendar.country, calendar.country))
    part = calendar.subdivision
    return (
        f"{country} — {queries.subdivisions(calendar.country).get(part, part)}" if part else country
    )


def _hours(calendar: WorkingCalendar) -> str:
    hours = number_text(sum(calendar.week), language=language())
    return _("%(hours)s h") % {"hours": hours}


def _days_a_week(calendar: WorkingCalendar) -> Any:
    return sum(calendar.week) / calendar.day_hours


def _around_calendar(reader: Reader, calendar: WorkingCalendar) -> tuple[Related, ...]:
    year = timezone.localdate().year
    return (
        _days_of(calendar, year=year),
        Related(
            _("Teams that work by it"),
            tuple(
                (team_link(team), team.code)
                for team in queries.teams(reader).filter(calendar=calendar)
            ),
            _("No team works by it."),
        ),
    )


def _days_of(calendar: WorkingCalendar, *, year: int) -> Related:
    """The days off of this year and of the next, and how many days are worked in each."""
    known = queries.public_holidays(
        calendar.country,
        subdivision=calendar.subdivision,
        years=range(year, year + 2),
        language=language(),
    )
    lines = [
        (Link(_("%(year)s: person-days worked") % {"year": one}), _worked(calendar, year=one))
        for one in (year, year + 1)
    ]
    worked = set(calendar.worked_holidays)
    for day, name in sorted((known or {}).items()):
        note = _("worked") if day.isoformat() in worked else day_text(day, language=language())
        lines.append((Link(french(name)), note))
    lines += [(Link(_("Closed")), _span(text)) for text in calendar.closed_days]
    return Related(_("Its days"), tuple(lines), "")


def _span(text: str) -> str:
    """The days of a closure as a reader writes them."""
    span = span_written(text)
    days = dict.fromkeys((span.first, span.last))
    return " – ".join(day_text(day, language=language()) for day in days)


def _worked(calendar: WorkingCalendar, *, year: int) -> str:
    days = queries.working_days_of(calendar, year=year)
    return number_text(days, language=language()) if days is not None else _("unknown")


ABSENCE = Columns(by=("start",))
CALENDAR = Columns()

ABSENCES = Register(
    space="people",
    plural="absences",
    singular="absence",
    title=gettext_lazy("Absences"),
    new=gettext_lazy("Note an absence"),
    counted=_absences_counted,
    query=queries.absences,
    columns=(
        PERSON,
        ABSENCE.choice("kind", gettext_lazy("Kind")),
        START,
        END,
        Column(key="halves", label=gettext_lazy("Half days"), value=halves, narrow=False),
        Column(
            key="planned",
            label=gettext_lazy("Planned ahead"),
            value=lambda row: _("yes") if row.is_planned else _("no"),
            sort=("is_planned", "start"),
            narrow=False,
        ),
    ),
    search=("person__name",),
    filters=(
        choice_filter(
            "kind", gettext_lazy("Kind"), gettext_lazy("All kinds"), Absence.Kind.choices
        ),
        WHEN,
    ),
    empty=Empty(
        "calendar-off",
        gettext_lazy("No absence is noted"),
        gettext_lazy(
            "This page will show who is away and when, to those who steer and to team leads only. "
            "Everybody else sees the total of a team."
        ),
    ),
    may_read=rules.may_follow_absences,
    may_edit=rules.may_follow_absences,
    form=AbsenceForm,
    save=services.save_absence,
    remove=services.remove_absence,
    initial=_at_first,
    name=absence_name,
)

CALENDARS = Register(
    space="people",
    plural="calendars",
    singular="calendar",
    title=gettext_lazy("Working calendars"),
    new=gettext_lazy("Add a calendar"),
    counted=_calendars_counted,
    query=_calendar_rows,
    columns=(
        CALENDAR.name(gettext_lazy("Calendar")),
        Column(
            key="place",
            label=gettext_lazy("Public holidays of"),
            value=_place,
            sort=("country", "subdivision"),
        ),
        Column(key="hours", label=gettext_lazy("Hours a week"), value=_hours),
        Column(
            key="days", label=gettext_lazy("Person-days a week"), value=_days_a_week, kind="number"
        ),
        CALENDAR.number("teams", gettext_lazy("Teams"), figure="used", narrow=False),
    ),
    search=("name",),
    empty=Empty(
        "calendar-days",
        gettext_lazy("No working calendar yet"),
        gettext_lazy(
            "This page will show by which days people work: public holidays of a place, hours a "
            "week, closed days. Without one, a person’s days are unknown."
        ),
    ),
    may_edit=rules.may_edit_teams,
    form=CalendarForm,
    save=services.save_calendar,
    remove=services.remove_calendar,
    related=_around_calendar,
)

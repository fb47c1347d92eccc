"""The lists of teams, of who works there, of who is away and of when everybody works."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cordee.people import queries, rules, services
from cordee.people.forms import AllocationForm, ReserveForm, TeamForm
from cordee.people.models import Allocation, Reserve, Team, Unit
from cordee.people.registers.columns import PeopleColumns
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Asked,
    Column,
    Columns,
    Empty,
    Filter,
    Link,
    Register,
    Words,
    row_filter,
)
from cordee.platform.typography import day_text


def team_link(team: Team) -> Link:
    return Link(team.name, reverse("people:team", args=[team.pk]))


def _share(key: str, label: Words, *, of: str) -> Column:
    """A percentage as the share that lists write."""
    return Column(
        key=key,
        label=label,
        value=lambda row: getattr(row, of) / 100,
        kind="share",
        sort=(of,),
    )


def _teams_counted(count: int) -> str:
    return ngettext("%(count)s team", "%(count)s teams", count) % {"count": count}


def _allocations_counted(count: int) -> str:
    return ngettext("%(count)s allocation", "%(count)s allocations", count) % {"count": count}


def _reserves_counted(count: int) -> str:
    return ngettext(
        "%(count)s statement of reserved time", "%(count)s statements of reserved time", count
    ) % {"count": count}


def _team_rows(reader: Reader) -> QuerySet[Any]:
    """The teams with how many people work there today."""
    today = timezone.localdate()
    ongoing = Q(allocations__end__isnull=True) | Q(allocations__end__gte=today)
    now = Q(ongoing, allocations__start__lte=today)
    people = Count("allocations__person", filter=now, distinct=True)
    return queries.teams(reader).annotate(members=people)


def _units_with_teams(reader: Reader) -> QuerySet[Unit]:
    return queries.units(reader).filter(teams__isnull=False).distinct()


def _when(value: str) -> Q:
    today = timezone.localdate()
    if value == "past":
        return Q(end__lt=today)
    if value == "coming":
        return Q(start__gt=today)
    return Q(Q(end__isnull=True) | Q(end__gte=today), start__lte=today)


def _first_team(_reader: Reader, asked: Asked) -> dict[str, Any]:
    """The day it is, and the team or the person from whose page one comes."""
    today = timezone.localdate()
    known = {name: asked[name] for name in ("team", "person") if asked.get(name, "").isdecimal()}
    return {"start": today, "since": today, **known}


def _allocation_name(row: Allocation) -> str:
    return _("%(person)s in “%(team)s”") % {"person": row.person, "team": row.team}


def _reserve_name(row: Reserve) -> str:
    return _("%(team)s, from %(day)s") % {
        "team": row.team,
        "day": day_text(row.since, language=language()),
    }


def language() -> str:
    return get_language() or "en"


WHEN = Filter(
    key="when",
    label=gettext_lazy("When"),
    every=gettext_lazy("Past, present and coming"),
    options=lambda _reader: (
        ("now", gettext_lazy("Today")),
        ("coming", gettext_lazy("Coming")),
        ("past", gettext_lazy("Past")),
    ),
    condition=_when,
)
OF_TEAM = row_filter("team", gettext_lazy("Team"), gettext_lazy("All teams"), queries.teams)
SPAN = Columns(by=())
START = SPAN.day("start", gettext_lazy("From"))
END = SPAN.day("end", gettext_lazy("Until"))
PERSON = Column(
    key="person",
    label=gettext_lazy("Person"),
    value=lambda row: row.person.name,
    sort=("person__name", "start"),
)
TEAM = PeopleColumns()

TEAMS = Register(
    space="people",
    plural="teams",
    singular="team",
    title=gettext_lazy("Teams"),
    new=gettext_lazy("Add a team"),
    counted=_teams_counted,
    query=_team_rows,
    columns=(
        TEAM.name(gettext_lazy("Team")),
        TEAM.code(),
        TEAM.unit(),
        TEAM.person("lead", gettext_lazy("Team lead"), is_edited=True),
        TEAM.number("people", gettext_lazy("People today"), figure="members"),
        Column(
            key="calendar",
            label=gettext_lazy("Working calendar"),
            value=lambda team: team.calendar.name if team.calendar else "",
            sort=("calendar__name", "name"),
            narrow=False,
        ),
    ),
    search=("name", "code", "lead__name"),
    filters=(
        row_filter("unit", gettext_lazy("Unit"), gettext_lazy("All units"), _units_with_teams),
    ),
    empty=Empty(
        "users-round",
        gettext_lazy("No team yet"),
        gettext_lazy(
            "This page will show the teams whose time the quarters are planned with: who leads "
            "them, who works there, and the days they have."
        ),
    ),
    may_edit=rules.may_edit_teams,
    form=TeamForm,
    save=services.save_team,
    remove=services.remove_team,
)

ALLOCATIONS = Register(
    space="people",
    plural="allocations",
    singular="allocation",
    title=gettext_lazy("Allocations"),
    new=gettext_lazy("Allocate someone"),
    counted=_allocations_counted,
    query=queries.allocations,
    columns=(
        PERSON,
        Columns(by=("person__name",)).link("team", gettext_lazy("Team"), team_link),
        _share("share", gettext_lazy("Share of time"), of="percent"),
        START,
        END,
    ),
    search=("person__name", "team__name", "team__code"),
    filters=(
        OF_TEAM,
        WHEN,
    ),
    empty=Empty(
        "user-plus",
        gettext_lazy("Nobody is allocated yet"),
        gettext_lazy(
            "This page will show which team has which share of whose time. "
            "A person’s shares never exceed the whole."
        ),
    ),
    may_edit=rules.may_edit_teams,
    form=AllocationForm,
    save=services.save_allocation,
    remove=services.remove_allocation,
    initial=_first_team,
    name=_allocation_name,
)

RESERVES = Register(
    space="people",
    plural="reserves",
    singular="reserve",
    title=gettext_lazy("Reserved time"),
    new=gettext_lazy("State what a team keeps"),
    counted=_reserves_counted,
    query=queries.reserves,
    columns=(
        Column(
            key="team",
            label=gettext_lazy("Team"),
            value=lambda row: row.team.name,
            sort=("team__name", "since"),
        ),
        SPAN.day("since", gettext_lazy("From")),
        _share("run", gettext_lazy("Run share"), of="run"),
        _share("unplanned", gettext_lazy("Unplanned share"), of="unplanned"),
    ),
    search=("team__name", "team__code"),
    filters=(OF_TEAM,),
    empty=Empty(
        "shield",
        gettext_lazy("No team has said what it keeps"),
        gettext_lazy(
            "This page will show the part of its time that each team keeps to run what exists and "
            "for what nobody foresaw. Until then the days of teams are unknown."
        ),
    ),
    may_edit=rules.may_edit_teams,
    form=ReserveForm,
    save=services.save_reserve,
    remove=services.remove_reserve,
    initial=_first_team,
    path="reserved-time",
    name=_reserve_name,
)

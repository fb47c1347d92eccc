"""The lists of teams, of who works there, of who is away and of when everybody works."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cordee.people import queries, rules, services
from cordee.people.forms import AllocationForm, ReserveForm, TeamForm
from cordee.people.models import Allocation, Reserve, Team
from cordee.people.registers.organisation import face
from cordee.platform.access import Reader
from cordee.platform.registers import Asked, Column, Edit, Empty, Filter, Link, Register
from cordee.platform.typography import day_text


def team_link(team: Team | None) -> Link:
    return Link(team.name, reverse("people:team", args=[team.pk])) if team else Link("")


def person_link(row: Any) -> Link:
    return Link(row.person.name, reverse("people:person", args=[row.person_id]))


def team_options(reader: Reader) -> list[tuple[str, str | Promise]]:
    return [(str(pk), name) for pk, name in queries.teams(reader).values_list("pk", "name")]


def share(percent: Any) -> Any:
    """A percentage as the share that lists write."""
    return percent / 100


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


def _unit(team: Team) -> Link:
    if team.unit is None:
        return Link("")
    return Link(team.unit.name, reverse("people:unit", args=[team.unit.pk]))


def _unit_options(reader: Reader) -> list[tuple[str, str | Promise]]:
    used = queries.units(reader).filter(teams__isnull=False).distinct()
    return [(str(pk), name) for pk, name in used.values_list("pk", "name")]


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
START = Column(
    key="start",
    label=gettext_lazy("From"),
    value=lambda row: row.start,
    kind="day",
    sort=("start",),
)
END = Column(
    key="end", label=gettext_lazy("Until"), value=lambda row: row.end, kind="day", sort=("end",)
)

TEAMS = Register(
    space="people",
    plural="teams",
    singular="team",
    title=gettext_lazy("Teams"),
    new=gettext_lazy("Add a team"),
    counted=_teams_counted,
    query=_team_rows,
    columns=(
        Column(
            key="name", label=gettext_lazy("Team"), value=lambda team: team.name, sort=("name",)
        ),
        Column(
            key="code",
            label=gettext_lazy("Code"),
            value=lambda team: team.code,
            sort=("code",),
            narrow=False,
        ),
        Column(
            key="unit",
            label=gettext_lazy("Unit"),
            value=_unit,
            kind="link",
            sort=("unit__name", "name"),
        ),
        Column(
            key="lead",
            label=gettext_lazy("Team lead"),
            value=lambda team: face(team.lead),
            kind="person",
            sort=("lead__name", "name"),
            edit=Edit(fields=("lead",)),
        ),
        Column(
            key="people",
            label=gettext_lazy("People today"),
            value=lambda team: team.members,
            kind="number",
            sort=("members",),
        ),
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
        Filter(
            key="unit",
            label=gettext_lazy("Unit"),
            every=gettext_lazy("All units"),
            options=_unit_options,
            condition=lambda value: Q(unit=value),
        ),
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
        Column(
            key="person",
            label=gettext_lazy("Person"),
            value=lambda row: row.person.name,
            sort=("person__name", "start"),
        ),
        Column(
            key="team",
            label=gettext_lazy("Team"),
            value=lambda row: team_link(row.team),
            kind="link",
            sort=("team__name", "person__name"),
        ),
        Column(
            key="share",
            label=gettext_lazy("Share of time"),
            value=lambda row: share(row.percent),
            kind="share",
            sort=("percent",),
        ),
        START,
        END,
    ),
    search=("person__name", "team__name", "team__code"),
    filters=(
        Filter(
            key="team",
            label=gettext_lazy("Team"),
            every=gettext_lazy("All teams"),
            options=team_options,
            condition=lambda value: Q(team=value),
        ),
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
        Column(
            key="since",
            label=gettext_lazy("From"),
            value=lambda row: row.since,
            kind="day",
            sort=("since",),
        ),
        Column(
            key="run",
            label=gettext_lazy("Run share"),
            value=lambda row: share(row.run),
            kind="share",
            sort=("run",),
        ),
        Column(
            key="unplanned",
            label=gettext_lazy("Unplanned share"),
            value=lambda row: share(row.unplanned),
            kind="share",
            sort=("unplanned",),
        ),
    ),
    search=("team__name", "team__code"),
    filters=(
        Filter(
            key="team",
            label=gettext_lazy("Team"),
            every=gettext_lazy("All teams"),
            options=team_options,
            condition=lambda value: Q(team=value),
        ),
    ),
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

"""The list of applications."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import ApplicationForm
from cordee.landscape.models import Application
from cordee.people import queries as people
from cordee.people.registers import face
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Empty,
    Filter,
    Link,
    Register,
    Related,
    State,
    number_of,
)

TONES = {"planned": "candidate", "live": "running", "retiring": "paused", "retired": "closed"}
"""Which state of an initiative an application's state looks like."""


def _counted(count: int) -> str:
    return ngettext("%(count)s application", "%(count)s applications", count) % {"count": count}


def _unit(application: Any) -> Link:
    if not application.unit:
        return Link("")
    return Link(application.unit.name, reverse("people:unit", args=[application.unit.pk]))


def _around(reader: Reader, application: Application) -> tuple[Related, ...]:
    changing = application.initiatives.order_by("name")
    if reader.units is not None:
        changing = changing.filter(unit__in=reader.units)
    return (
        Related(
            _("Initiatives that change it"),
            tuple(
                (
                    Link(i.name, reverse("strategy:initiative", args=[i.code])),
                    str(i.get_status_display()),
                )
                for i in changing
            ),
            _("No initiative changes it."),
        ),
    )


APPLICATIONS = Register(
    space="landscape",
    plural="applications",
    singular="application",
    title=gettext_lazy("Applications"),
    new=gettext_lazy("Add an application"),
    counted=_counted,
    query=queries.applications,
    figures=lambda _reader: {
        "changes": number_of(Application.initiatives.through, by="application")
    },
    columns=(
        Column(
            key="name",
            label=gettext_lazy("Application"),
            value=lambda application: application.name,
            sort=("name",),
        ),
        Column(
            key="code",
            label=gettext_lazy("Code"),
            value=lambda application: application.code,
            sort=("code",),
            narrow=False,
        ),
        Column(
            key="status",
            label=gettext_lazy("State"),
            value=lambda a: State(TONES[a.status], a.get_status_display()),
            kind="state",
            sort=("status", "name"),
        ),
        Column(
            key="unit",
            label=gettext_lazy("Unit"),
            value=_unit,
            kind="link",
            sort=("unit__name", "name"),
            narrow=False,
        ),
        Column(
            key="owner",
            label=gettext_lazy("Owner"),
            value=lambda application: face(application.owner),
            kind="person",
            sort=("owner__name", "name"),
        ),
        Column(
            key="initiatives",
            label=gettext_lazy("Initiatives"),
            value=lambda application: application.changes,
            kind="number",
            sort=("changes",),
            narrow=False,
        ),
    ),
    search=("name", "code"),
    filters=(
        Filter(
            key="status",
            label=gettext_lazy("State"),
            every=gettext_lazy("All states"),
            options=lambda _reader: Application.Status.choices,
            condition=lambda value: Q(status=value),
        ),
        Filter(
            key="unit",
            label=gettext_lazy("Unit"),
            every=gettext_lazy("All units"),
            options=lambda r: [(str(u.pk), u.name) for u in people.units(r)],
            condition=lambda value: Q(unit=value),
        ),
    ),
    empty=Empty(
        "app-window",
        gettext_lazy("No application is known yet"),
        gettext_lazy(
            "This page will show what runs, who owns it and which initiatives change it: "
            "the golden thread passes through here."
        ),
    ),
    may_edit=rules.may_edit_applications,
    form=ApplicationForm,
    save=services.save_application,
    remove=services.remove_application,
    related=_around,
)

REGISTERS = (APPLICATIONS,)

"""The list of applications."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import ApplicationForm
from cordee.landscape.models import Application, Interface, TechnologyUse
from cordee.landscape.queries import Support
from cordee.landscape.registers.links import TONES, support_tag
from cordee.people import queries as people
from cordee.people.registers import face
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Edit,
    Empty,
    Filter,
    Link,
    Register,
    Related,
    State,
    number_of,
)

NEAR = (Support.ENDED, Support.ENDING)
"""Ends of support that the sheet of an application says."""


def _counted(count: int) -> str:
    return ngettext("%(count)s application", "%(count)s applications", count) % {"count": count}


def _unit(application: Any) -> Link:
    if not application.unit:
        return Link("")
    return Link(application.unit.name, reverse("people:unit", args=[application.unit.pk]))


def _around(reader: Reader, application: Application) -> tuple[Related, ...]:
    return (
        _made_of(reader, application),
        _supplied(reader, application),
        _flowing_out(reader, application),
        _flowing_in(reader, application),
        _changing(reader, application),
    )


def _made_of(reader: Reader, application: Application) -> Related:
    uses = queries.technology_uses(reader).filter(application=application)
    return Related(
        _("What it is made of"),
        tuple((_use_link(use), _use_said(use)) for use in uses.order_by("purpose", "pk")),
        _("No technology is written for it."),
        _more(reader, _("Write a technology"), "new_technology_use", application=application),
    )


def _supplied(reader: Reader, application: Application) -> Related:
    supplies = queries.supplies(reader).filter(application=application)
    return Related(
        _("Who supplies it"),
        tuple(
            (
                Link(s.supplier.name, reverse("landscape:supply", args=[s.pk])),
                s.get_purpose_display(),
            )
            for s in supplies
        ),
        _("No supplier is written for it."),
        _more(reader, _("Write a supplier"), "new_supply", application=application),
    )


def _flowing_out(reader: Reader, application: Application) -> Related:
    flows = queries.interfaces(reader).filter(source=application)
    return Related(
        _("What it sends"),
        tuple((_flow_link(f), f"{f.target.name} · {f.get_style_display()}") for f in flows),
        _("It sends nothing that is written."),
        _more(reader, _("Write an interface"), "new_interface", source=application),
    )


def _flowing_in(reader: Reader, application: Application) -> Related:
    flows = queries.interfaces(reader).filter(target=application)
    return Related(
        _("What it receives"),
        tuple((_flow_link(f), f"{f.source.name} · {f.get_style_display()}") for f in flows),
        _("It receives nothing that is written."),
        _more(reader, _("Write an interface"), "new_interface", target=application),
    )


def _changing(reader: Reader, application: Application) -> Related:
    changing = application.initiatives.order_by("sort_name")
    if reader.units is not None:
        changing = changing.filter(unit__in=reader.units)
    return Related(
        _("Initiatives that change it"),
        tuple(
            (
                Link(i.name, reverse("strategy:initiative", args=[i.code])),
                str(i.get_status_display()),
            )
            for i in changing
        ),
        _("No initiative changes it."),
    )


def _use_link(use: TechnologyUse) -> Link:
    return Link(use.technology.name, reverse("landscape:technology_use", args=[use.pk]))


def _use_said(use: TechnologyUse) -> str:
    """Its role and version, and the end of its support when it is over or near."""
    told = [use.get_purpose_display(), use.version or use.technology.version]
    today = timezone.localdate()
    if queries.support_of(use.technology, on=today) in NEAR:
        told.append(support_tag(use.technology, on=today).label)
    return " · ".join(part for part in told if part)


def _flow_link(interface: Interface) -> Link:
    return Link(interface.name, reverse("landscape:interface", args=[interface.pk]))


def _more(reader: Reader, text: str, page: str, **chosen: Application) -> Link | None:
    """The form of a new row that starts with this application, for whom may write it."""
    if not rules.may_edit_applications(reader):
        return None
    asked = urlencode({name: row.pk for name, row in chosen.items()})
    return Link(text, f"{reverse(f'landscape:{page}')}?{asked}")


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
            value=lambda a: State(TONES[a.status], Application.Status(a.status).label),
            kind="state",
            sort=("status", "name"),
            edit=Edit(fields=("status",)),
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
            edit=Edit(fields=("owner",)),
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

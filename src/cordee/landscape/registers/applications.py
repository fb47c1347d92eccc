"""The list of applications."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import ApplicationForm
from cordee.landscape.models import Application, Interface, TechnologyUse
from cordee.landscape.queries import Support
from cordee.landscape.registers.links import (
    IN_STATE,
    LandscapeColumns,
    support_tag,
)
from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.registers import Empty, Link, Register, Related, number_of, row_filter

NEAR = (Support.ENDED, Support.ENDING)
"""Ends of support that the sheet of an application says."""


def _counted(count: int) -> str:
    return ngettext("%(count)s application", "%(count)s applications", count) % {"count": count}


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


APPLICATION = LandscapeColumns()

APPLICATIONS = Register(
    space="landscape",
    plural="applications",
    singular="application",
    title=gettext_lazy("Applications"),
    new=gettext_lazy("Add an application"),
    is_in_portfolio=True,
    counted=_counted,
    query=queries.applications,
    figures=lambda _reader: {
        "changes": number_of(Application.initiatives.through, by="application")
    },
    columns=(
        APPLICATION.name(gettext_lazy("Application")),
        APPLICATION.code(),
        APPLICATION.state(),
        APPLICATION.unit(narrow=False),
        APPLICATION.owner(),
        APPLICATION.number(
            "initiatives", gettext_lazy("Initiatives"), figure="changes", narrow=False
        ),
    ),
    search=("name", "code"),
    filters=(
        IN_STATE,
        row_filter("unit", gettext_lazy("Unit"), gettext_lazy("All units"), people.units),
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

"""The list of interfaces between applications."""

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import InterfaceForm
from cordee.landscape.models import Interface
from cordee.landscape.registers.links import IN_STATE, LandscapeColumns, application_link
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Empty,
    Filter,
    Register,
    choice_filter,
    named_in_address,
)


def _counted(count: int) -> str:
    return ngettext("%(count)s interface", "%(count)s interfaces", count) % {"count": count}


def _applications(reader: Reader) -> list[tuple[str, str]]:
    found = queries.applications(reader).values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]


INTERFACE = LandscapeColumns()

INTERFACES = Register(
    space="landscape",
    plural="interfaces",
    singular="interface",
    title=gettext_lazy("Interfaces"),
    new=gettext_lazy("Add an interface"),
    counted=_counted,
    query=queries.interfaces,
    columns=(
        INTERFACE.name(gettext_lazy("Interface")),
        INTERFACE.link("source", gettext_lazy("Sent by"), application_link),
        INTERFACE.link("target", gettext_lazy("Received by"), application_link),
        INTERFACE.choice("style", gettext_lazy("Style")),
        Column(
            key="frequency",
            label=gettext_lazy("Frequency"),
            value=lambda row: row.get_frequency_display(),
            narrow=False,
        ),
        INTERFACE.owner(narrow=False),
        INTERFACE.state(narrow=False),
    ),
    facts=(
        INTERFACE.code(),
        "source",
        "target",
        "style",
        INTERFACE.text("data", gettext_lazy("Data carried")),
        "frequency",
        "owner",
        "status",
    ),
    search=("name", "code", "data", "source__name", "target__name"),
    filters=(
        Filter(
            key="application",
            label=gettext_lazy("Application"),
            every=gettext_lazy("All applications"),
            options=_applications,
            condition=lambda value: Q(source=value) | Q(target=value),
        ),
        choice_filter(
            "style", gettext_lazy("Style"), gettext_lazy("All styles"), Interface.Style.choices
        ),
        IN_STATE,
    ),
    empty=Empty(
        "arrow-right-left",
        gettext_lazy("No interface is known yet"),
        gettext_lazy(
            "This page will show what flows between applications, how and how often: "
            "what a change breaks is read here."
        ),
    ),
    may_edit=rules.may_edit_applications,
    form=InterfaceForm,
    save=services.save_interface,
    remove=services.remove_interface,
    initial=named_in_address("source", "target"),
)

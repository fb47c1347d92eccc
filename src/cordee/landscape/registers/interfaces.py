"""The list of interfaces between applications."""

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import InterfaceForm
from cordee.landscape.models import Application, Interface
from cordee.landscape.registers.links import TONES, application_link
from cordee.people.registers import face
from cordee.platform.access import Reader
from cordee.platform.registers import Column, Edit, Empty, Filter, Register, State, named_in_address


def _counted(count: int) -> str:
    return ngettext("%(count)s interface", "%(count)s interfaces", count) % {"count": count}


def _state(interface: Interface) -> State:
    return State(TONES[interface.status], interface.get_status_display())


def _applications(reader: Reader) -> list[tuple[str, str]]:
    found = queries.applications(reader).values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]


SOURCE = Column(
    key="source",
    label=gettext_lazy("Sent by"),
    value=lambda row: application_link(row.source),
    kind="link",
    sort=("source__name", "name"),
)
TARGET = Column(
    key="target",
    label=gettext_lazy("Received by"),
    value=lambda row: application_link(row.target),
    kind="link",
    sort=("target__name", "name"),
)
STYLE = Column(
    key="style",
    label=gettext_lazy("Style"),
    value=lambda row: row.get_style_display(),
    sort=("style", "name"),
)
FREQUENCY = Column(
    key="frequency",
    label=gettext_lazy("Frequency"),
    value=lambda row: row.get_frequency_display(),
    narrow=False,
)
OWNER = Column(
    key="owner",
    label=gettext_lazy("Owner"),
    value=lambda row: face(row.owner),
    kind="person",
    sort=("owner__name", "name"),
    edit=Edit(fields=("owner",)),
    narrow=False,
)
STATE = Column(
    key="status",
    label=gettext_lazy("State"),
    value=_state,
    kind="state",
    sort=("status", "name"),
    edit=Edit(fields=("status",)),
    narrow=False,
)

INTERFACES = Register(
    space="landscape",
    plural="interfaces",
    singular="interface",
    title=gettext_lazy("Interfaces"),
    new=gettext_lazy("Add an interface"),
    counted=_counted,
    query=queries.interfaces,
    columns=(
        Column(
            key="name", label=gettext_lazy("Interface"), value=lambda row: row.name, sort=("name",)
        ),
        SOURCE,
        TARGET,
        STYLE,
        FREQUENCY,
        OWNER,
        STATE,
    ),
    facts=(
        Column(key="code", label=gettext_lazy("Code"), value=lambda row: row.code),
        SOURCE,
        TARGET,
        STYLE,
        Column(key="data", label=gettext_lazy("Data carried"), value=lambda row: row.data),
        FREQUENCY,
        OWNER,
        STATE,
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
        Filter(
            key="style",
            label=gettext_lazy("Style"),
            every=gettext_lazy("All styles"),
            options=lambda _reader: Interface.Style.choices,
            condition=lambda value: Q(style=value),
        ),
        Filter(
            key="status",
            label=gettext_lazy("State"),
            every=gettext_lazy("All states"),
            options=lambda _reader: Application.Status.choices,
            condition=lambda value: Q(status=value),
        ),
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

"""The list of needs."""

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries as people
from cordee.people.registers import face
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Edit,
    Empty,
    Filter,
    Link,
    Money,
    Register,
    State,
    named_in_address,
)
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.needs import NeedForm
from cordee.strategy.models import Need
from cordee.strategy.queries.listed_needs import ListedNeed, listed_needs
from cordee.strategy.registers.links import initiative_link, objective_link

TONES = {
    "captured": "idea",
    "qualified": "candidate",
    "planned": "running",
    "delivered": "delivered",
    "declined": "killed",
}
"""Which state of an initiative a need's state looks like."""
NONE = "none"


def _counted(count: int) -> str:
    return ngettext("%(count)s need", "%(count)s needs", count) % {"count": count}


def _state(row: ListedNeed) -> State:
    return State(TONES[row.need.status], row.need.get_status_display())


def _unit(row: ListedNeed) -> Link:
    unit = row.need.unit
    return Link(unit.name, reverse("people:unit", args=[unit.pk])) if unit else Link("")


def _objective(row: ListedNeed) -> Link:
    return objective_link(row.need.objective) if row.need.objective else Link("")


def _initiative(row: ListedNeed) -> Link:
    initiative = row.need.initiative
    if initiative is None:
        return Link("")
    return initiative_link(initiative) if row.opens_initiative else Link(initiative.name)


def _value(row: ListedNeed) -> Money:
    return Money(row.need.value, row.currency)


def _units(reader: Reader) -> list[tuple[str, str | Promise]]:
    units = people.units(reader)
    if reader.units is not None:
        units = units.filter(pk__in=reader.units)
    return [(str(pk), name) for pk, name in units.values_list("pk", "name")]


def _objectives(reader: Reader) -> list[tuple[str, str | Promise]]:
    found = queries.objectives(reader).values_list("pk", "name")
    return [(NONE, gettext_lazy("Without objective")), *((str(pk), name) for pk, name in found)]


UNIT = Column(
    key="unit",
    label=gettext_lazy("Unit that asks"),
    value=_unit,
    kind="link",
    sort=("unit__name", "code"),
)
STATE = Column(
    key="status",
    label=gettext_lazy("State"),
    value=_state,
    kind="state",
    sort=("status", "code"),
    edit=Edit(fields=("status",), reason="answer"),
)
OBJECTIVE = Column(
    key="objective",
    label=gettext_lazy("Objective"),
    value=_objective,
    kind="link",
    sort=("objective__name", "code"),
    edit=Edit(fields=("objective",)),
    narrow=False,
)
INITIATIVE = Column(
    key="initiative",
    label=gettext_lazy("Initiative"),
    value=_initiative,
    kind="link",
    sort=("initiative__name", "code"),
    narrow=False,
)
WANTED = Column(
    key="wanted_by",
    label=gettext_lazy("Wanted by"),
    value=lambda row: row.need.wanted_by,
    kind="day",
    sort=("wanted_by", "code"),
)
VALUE = Column(
    key="value",
    label=gettext_lazy("Value a year"),
    value=_value,
    kind="money",
    sort=("value", "code"),
    narrow=False,
)
OWNER = Column(
    key="owner",
    label=gettext_lazy("Owner"),
    value=lambda row: face(row.need.owner),
    kind="person",
    sort=("owner__name", "code"),
    edit=Edit(fields=("owner",)),
    narrow=False,
)
DAYS = Column(
    key="days",
    label=gettext_lazy("Person-days"),
    value=lambda row: row.need.days,
    kind="number",
    sort=("days", "code"),
    narrow=False,
)

NEEDS = Register(
    space="strategy",
    plural="needs",
    singular="need",
    title=gettext_lazy("Needs"),
    new=gettext_lazy("Write a need"),
    counted=_counted,
    query=queries.needs,
    rows=listed_needs,
    columns=(
        Column(
            key="name",
            label=gettext_lazy("Need"),
            value=lambda row: row.need.name,
            sort=("name",),
        ),
        STATE,
        UNIT,
        OBJECTIVE,
        INITIATIVE,
        WANTED,
        VALUE,
        DAYS,
    ),
    facts=(
        Column(key="code", label=gettext_lazy("Code"), value=lambda row: row.need.code),
        STATE,
        Column(
            key="description",
            label=gettext_lazy("Description"),
            value=lambda row: row.need.description,
        ),
        UNIT,
        Column(
            key="requester",
            label=gettext_lazy("Requester"),
            value=lambda row: face(row.need.requester),
            kind="person",
        ),
        OWNER,
        OBJECTIVE,
        INITIATIVE,
        Column(
            key="asked_on",
            label=gettext_lazy("Asked on"),
            value=lambda row: row.need.asked_on,
            kind="day",
        ),
        WANTED,
        Column(
            key="worth",
            label=gettext_lazy("What it is worth"),
            value=lambda row: row.need.worth,
        ),
        VALUE,
        DAYS,
        Column(key="answer", label=gettext_lazy("Answer"), value=lambda row: row.need.answer),
    ),
    search=("name", "code", "description"),
    filters=(
        Filter(
            key="status",
            label=gettext_lazy("State"),
            every=gettext_lazy("All states"),
            options=lambda _reader: Need.Status.choices,
            condition=lambda value: Q(status=value),
        ),
        Filter(
            key="unit",
            label=gettext_lazy("Unit that asks"),
            every=gettext_lazy("All units"),
            options=_units,
            condition=lambda value: Q(unit=value),
        ),
        Filter(
            key="objective",
            label=gettext_lazy("Objective"),
            every=gettext_lazy("All objectives"),
            options=_objectives,
            condition=lambda value: (
                Q(objective__isnull=True) if value == NONE else Q(objective=value)
            ),
        ),
    ),
    empty=Empty(
        "message-square-plus",
        gettext_lazy("Nobody has asked for anything yet"),
        gettext_lazy(
            "This page will show what each unit asks, for which objective, by when, "
            "and what was answered."
        ),
    ),
    may_edit=rules.may_edit_needs,
    form=NeedForm,
    save=services.save_need,
    remove=services.remove_need,
    initial=named_in_address("unit", "objective", "initiative"),
)

"""The list of needs."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries as people
from cordee.people.models import Unit
from cordee.people.registers import unit_link
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Edit,
    Empty,
    Link,
    Money,
    Register,
    State,
    choice_filter,
    named_in_address,
    row_filter,
)
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.needs import NeedForm
from cordee.strategy.models import Need
from cordee.strategy.queries.activity import ONE
from cordee.strategy.queries.listed_needs import ListedNeed, listed_needs
from cordee.strategy.registers.links import OF_OBJECTIVE, SpineColumns, initiative_link

TONES = {
    "captured": "idea",
    "qualified": "candidate",
    "planned": "running",
    "delivered": "delivered",
    "declined": "killed",
}
"""Which state of an initiative a need's state looks like."""


def _counted(count: int) -> str:
    return ngettext("%(count)s need", "%(count)s needs", count) % {"count": count}


def _state(row: ListedNeed) -> State:
    return State(TONES[row.need.status], row.need.get_status_display())


def _initiative(row: ListedNeed) -> Link:
    initiative = row.need.initiative
    if initiative is None:
        return Link("")
    return initiative_link(initiative) if row.opens_initiative else Link(initiative.name)


def _value(row: ListedNeed) -> Money:
    return Money(row.need.value, row.currency)


def _units(reader: Reader) -> QuerySet[Unit]:
    units = people.units(reader)
    return units if reader.units is None else units.filter(pk__in=reader.units)


NEED = SpineColumns(of="need")

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
        NEED.name(gettext_lazy("Need")),
        Column(
            key="status",
            label=gettext_lazy("State"),
            value=_state,
            kind="state",
            sort=("status", "code"),
            edit=Edit(fields=("status",), reason="answer"),
        ),
        NEED.link("unit", gettext_lazy("Unit that asks"), unit_link),
        NEED.objective(),
        NEED.shown(
            "initiative",
            gettext_lazy("Initiative"),
            _initiative,
            kind="link",
            sort="initiative__name",
            narrow=False,
        ),
        NEED.day("wanted_by", gettext_lazy("Wanted by")),
        NEED.shown("value", gettext_lazy("Value a year"), _value, kind="money", narrow=False),
        NEED.shown(
            "days",
            gettext_lazy("Person-days"),
            lambda row: row.need.days,
            kind="number",
            narrow=False,
        ),
    ),
    facts=(
        NEED.code(),
        "status",
        NEED.text("description", gettext_lazy("Description")),
        "unit",
        NEED.person("requester", gettext_lazy("Requester")),
        NEED.owner(),
        *("objective", "initiative"),
        NEED.day("asked_on", gettext_lazy("Asked on")),
        "wanted_by",
        NEED.text("worth", gettext_lazy("What it is worth")),
        *("value", "days"),
        NEED.text("answer", gettext_lazy("Answer")),
    ),
    deeds=ONE,
    search=("name", "code", "description"),
    filters=(
        choice_filter(
            "status", gettext_lazy("State"), gettext_lazy("All states"), Need.Status.choices
        ),
        row_filter("unit", gettext_lazy("Unit that asks"), gettext_lazy("All units"), _units),
        OF_OBJECTIVE,
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

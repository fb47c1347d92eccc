"""The lists of units and people."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries, rules, services
from cordee.people.forms import MemberForm, PersonForm, UnitForm
from cordee.people.models import Membership, Person, Unit
from cordee.platform.access import Reader, Role
from cordee.platform.registers import (
    Column,
    Empty,
    Face,
    Filter,
    Link,
    Register,
    Related,
    Tag,
    number_of,
)

STRANDS = {"business": "biz", "it": "it"}
"""A college that is one of the two strands has its colour."""


def face(person: Person | None) -> Face | None:
    """How a person is shown in a list."""
    return Face(person.name, STRANDS.get(person.college, "")) if person else None


def _unit_rows(reader: Reader) -> QuerySet[Unit]:
    return queries.units(reader).select_related("parent")


def _units_counted(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}


def _people_counted(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _members_counted(count: int) -> str:
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": count}


def _unit_options(reader: Reader) -> list[tuple[str, str | Promise]]:
    units = [(str(pk), name) for pk, name in queries.units(reader).values_list("pk", "name")]
    return [("none", gettext_lazy("Without unit")), *units]


def _in_unit(value: str) -> Q:
    return Q(unit__isnull=True) if value == "none" else Q(unit=value)


def _around_unit(reader: Reader, unit: Unit) -> tuple[Related, ...]:
    under = queries.units(reader).filter(parent=unit)
    people = queries.people(reader).filter(unit=unit)
    return (
        Related(
            _("Units under it"),
            tuple((Link(u.name, reverse("people:unit", args=[u.pk])), u.code) for u in under),
            _("No unit is placed under it."),
        ),
        Related(
            _("People"),
            tuple(
                (Link(p.name, reverse("people:person", args=[p.pk])), p.get_college_display())
                for p in people
            ),
            _("Nobody is attached to it."),
        ),
    )


def _parent(unit: Any) -> Link:
    if not unit.parent:
        return Link("")
    return Link(unit.parent.name, reverse("people:unit", args=[unit.parent.pk]))


def _home(person: Any) -> Link:
    if not person.unit:
        return Link("")
    return Link(person.unit.name, reverse("people:unit", args=[person.unit.pk]))


def _perimeter(membership: Membership) -> str:
    return ", ".join(unit.name for unit in membership.units.all()) or _("Whole organisation")


def _presence(membership: Membership) -> Tag:
    if membership.user.last_login is None:
        return Tag(_("Not signed in yet"), "watch")
    return Tag(_("Has signed in"), "good")


UNITS = Register(
    space="people",
    plural="units",
    singular="unit",
    title=gettext_lazy("Units"),
    new=gettext_lazy("Add a unit"),
    counted=_units_counted,
    query=_unit_rows,
    columns=(
        Column(
            key="name", label=gettext_lazy("Unit"), value=lambda unit: unit.name, sort=("name",)
        ),
        Column(
            key="code",
            label=gettext_lazy("Code"),
            value=lambda unit: unit.code,
            sort=("code",),
            narrow=False,
        ),
        Column(
            key="kind",
            label=gettext_lazy("Kind"),
            value=lambda unit: Unit.Kind(unit.kind).label,
            sort=("kind", "name"),
        ),
        Column(
            key="parent",
            label=gettext_lazy("Placed under"),
            value=_parent,
            kind="link",
            narrow=False,
        ),
        Column(
            key="people",
            label=gettext_lazy("People"),
            value=lambda unit: unit.members,
            kind="number",
            sort=("members",),
            narrow=False,
        ),
    ),
    search=("name", "code"),
    filters=(
        Filter(
            key="kind",
            label=gettext_lazy("Kind"),
            every=gettext_lazy("All kinds"),
            options=lambda _reader: Unit.Kind.choices,
            condition=lambda value: Q(kind=value),
        ),
    ),
    empty=Empty(
        "network",
        gettext_lazy("The organisation has no unit yet"),
        gettext_lazy(
            "This page will show who is who: business lines, IT departments, support functions. "
            "A portfolio file with a unit column fills it."
        ),
    ),
    may_edit=rules.may_edit_units,
    form=UnitForm,
    save=services.save_unit,
    remove=services.remove_unit,
    is_tree=True,
    figures=lambda _reader: {"members": number_of(Person, by="unit")},
    related=_around_unit,
)

PEOPLE = Register(
    space="people",
    plural="people",
    singular="person",
    title=gettext_lazy("People"),
    new=gettext_lazy("Add a person"),
    counted=_people_counted,
    query=lambda reader: queries.people(reader).select_related("unit"),
    columns=(
        Column(
            key="name",
            label=gettext_lazy("Name"),
            value=lambda person: person.name,
            sort=("name",),
        ),
        Column(
            key="college",
            label=gettext_lazy("College"),
            value=lambda person: Person.College(person.college).label,
            sort=("college", "name"),
        ),
        Column(
            key="level",
            label=gettext_lazy("Level"),
            value=lambda person: Person.Level(person.level).label,
            sort=("level", "name"),
            narrow=False,
        ),
        Column(
            key="unit",
            label=gettext_lazy("Unit"),
            value=_home,
            kind="link",
            sort=("unit__name", "name"),
        ),
        Column(
            key="email",
            label=gettext_lazy("E-mail"),
            value=lambda person: person.email,
            narrow=False,
        ),
    ),
    search=("name", "email"),
    filters=(
        Filter(
            key="unit",
            label=gettext_lazy("Unit"),
            every=gettext_lazy("All units"),
            options=_unit_options,
            condition=_in_unit,
        ),
        Filter(
            key="college",
            label=gettext_lazy("College"),
            every=gettext_lazy("All colleges"),
            options=lambda _reader: Person.College.choices,
            condition=lambda value: Q(college=value),
        ),
    ),
    empty=Empty(
        "users",
        gettext_lazy("Nobody is named yet"),
        gettext_lazy(
            "This page will show who sponsors and who leads. "
            "A portfolio file with sponsor columns fills it."
        ),
    ),
    may_edit=rules.may_edit_people,
    form=PersonForm,
    save=services.save_person,
    remove=services.remove_person,
)

MEMBERS = Register(
    space="people",
    plural="members",
    singular="member",
    title=gettext_lazy("Members"),
    new=gettext_lazy("Invite a member"),
    counted=_members_counted,
    query=queries.members,
    columns=(
        Column(
            key="name",
            label=gettext_lazy("Name"),
            value=lambda membership: str(membership.user),
            sort=("user__last_name", "user__first_name"),
        ),
        Column(
            key="email",
            label=gettext_lazy("E-mail"),
            value=lambda membership: membership.user.email,
            sort=("user__email",),
            narrow=False,
        ),
        Column(
            key="role",
            label=gettext_lazy("Role"),
            value=lambda membership: membership.get_role_display(),
            sort=("role",),
        ),
        Column(key="perimeter", label=gettext_lazy("Perimeter"), value=_perimeter),
        Column(
            key="presence",
            label=gettext_lazy("Signed in"),
            value=_presence,
            kind="tag",
            sort=("user__last_login",),
        ),
    ),
    search=("user__first_name", "user__last_name", "user__email"),
    filters=(
        Filter(
            key="role",
            label=gettext_lazy("Role"),
            every=gettext_lazy("All roles"),
            options=lambda _reader: Role.choices,
            condition=lambda value: Q(role=value),
        ),
    ),
    empty=Empty(
        "users-round",
        gettext_lazy("The organisation has no member"),
        gettext_lazy("This page shows who may sign in, with which role and how far they reach."),
    ),
    may_read=rules.may_read_members,
    may_edit=rules.may_administer,
    form=MemberForm,
    save=services.change_member,
    remove=services.remove_member,
    name=lambda membership: str(membership.user),
)

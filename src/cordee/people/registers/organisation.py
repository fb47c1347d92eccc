"""The lists of units and people."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries, rules, services
from cordee.people.forms import MemberForm, PersonForm, UnitForm
from cordee.people.models import Membership, Person, Unit
from cordee.people.registers.columns import PeopleColumns, unit_link
from cordee.platform.access import Reader, Role
from cordee.platform.registers import (
    Column,
    Columns,
    Empty,
    Link,
    Register,
    Related,
    Tag,
    choice_filter,
    number_of,
    row_filter,
)


def _unit_rows(reader: Reader) -> QuerySet[Unit]:
    return queries.units(reader).select_related("parent")


def _units_counted(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}


def _people_counted(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _members_counted(count: int) -> str:
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": count}


def _around_unit(reader: Reader, unit: Unit) -> tuple[Related, ...]:
    under = queries.units(reader).filter(parent=unit)
    people = queries.people(reader).filter(unit=unit)
    return (
        Related(
            _("Units under it"),
            tuple((unit_link(u), u.code) for u in under),
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


def _perimeter(membership: Membership) -> str:
    return ", ".join(unit.name for unit in membership.units.all()) or _("Whole organisation")


def _presence(membership: Membership) -> Tag:
    if membership.user.last_login is None:
        return Tag(_("Not signed in yet"), "watch")
    return Tag(_("Has signed in"), "good")


UNIT = Columns()
PERSON = PeopleColumns()

UNITS = Register(
    space="people",
    plural="units",
    singular="unit",
    title=gettext_lazy("Units"),
    new=gettext_lazy("Add a unit"),
    is_in_portfolio=True,
    counted=_units_counted,
    query=_unit_rows,
    columns=(
        UNIT.name(gettext_lazy("Unit")),
        UNIT.code(),
        UNIT.choice("kind", gettext_lazy("Kind")),
        Column(
            key="parent",
            label=gettext_lazy("Placed under"),
            value=lambda unit: unit_link(unit.parent) if unit.parent else Link(""),
            kind="link",
            narrow=False,
        ),
        UNIT.number("people", gettext_lazy("People"), figure="members", narrow=False),
    ),
    search=("name", "code"),
    filters=(
        choice_filter("kind", gettext_lazy("Kind"), gettext_lazy("All kinds"), Unit.Kind.choices),
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
    is_in_portfolio=True,
    counted=_people_counted,
    query=lambda reader: queries.people(reader).select_related("unit"),
    columns=(
        PERSON.name(gettext_lazy("Name")),
        PERSON.choice("college", gettext_lazy("College")),
        PERSON.choice("level", gettext_lazy("Level"), narrow=False),
        PERSON.unit(),
        PERSON.text("email", gettext_lazy("E-mail"), narrow=False),
    ),
    search=("name", "email"),
    filters=(
        row_filter(
            "unit",
            gettext_lazy("Unit"),
            gettext_lazy("All units"),
            queries.units,
            nothing=gettext_lazy("Without unit"),
        ),
        choice_filter(
            "college",
            gettext_lazy("College"),
            gettext_lazy("All colleges"),
            Person.College.choices,
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
    filters=(choice_filter("role", gettext_lazy("Role"), gettext_lazy("All roles"), Role.choices),),
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
    deeds={
        "people.add_member": gettext_lazy("Became a member"),
        "people.accept_invitation": gettext_lazy("Accepted the invitation"),
        "people.join_by_domain": gettext_lazy("Joined through the company’s sign-in"),
        "people.remove_member": gettext_lazy("Was shown out"),
    },
    lines=queries.member_lines,
)

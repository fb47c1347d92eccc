"""What people answers: who is looking, and which units are in their reach."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from cordee.people.models import Membership, Person, Unit
from cordee.platform.access import Reader, Role
from cordee.platform.models import Entry, Organisation, User
from cordee.platform.remembering import settle

JOINING = ("people.accept_invitation", "people.join_by_domain")
"""What somebody does to become a member: these lines are about who wrote them."""
SETTLED = "_memberships"
"""Where an account keeps its memberships for the time of a page that only reads."""


def reader_of(
    user: User, *, organisation_id: int | None, is_reading: bool = False
) -> Reader | None:
    """The reader this user is in the chosen organisation, else in their first one.

    Who is only reading is told once and for all where they are a member and where the journal of
    the organisation stands: the whole page says the same, in one query.
    """
    memberships = list(_readers(is_reading).filter(user=user))
    if not memberships:
        return None
    chosen: Any = next(
        (m for m in memberships if m.organisation_id == organisation_id), memberships[0]
    )
    if is_reading:
        settle(chosen.organisation, number=chosen.last_line)
        chosen.user.__dict__[SETTLED] = memberships
    return _reader(chosen, units=_perimeter(chosen) if chosen.is_narrowed else None)


@cache
def _readers(is_reading: bool) -> QuerySet[Membership]:
    """The question of every page, put together once: it is then only told whose."""
    rows = Membership.objects.select_related("user", "organisation")
    perimeters = Membership.units.through._default_manager.filter(membership=OuterRef("pk"))
    rows = rows.annotate(is_narrowed=Exists(perimeters)).order_by("organisation__name", "pk")
    if not is_reading:
        return rows
    lines = Entry.objects.filter(organisation=OuterRef("organisation")).order_by("-number")
    return rows.annotate(last_line=Subquery(lines.values("number")[:1]))


def reader_in(membership: Membership) -> Reader:
    """The reader that a member is, in the organisation of this membership."""
    return _reader(membership, units=_perimeter(membership))


def memberships_of(user: User) -> list[Membership]:
    """Those of an account, by the name of the organisation."""
    settled: list[Membership] | None = user.__dict__.get(SETTLED)
    return list(_memberships(user)) if settled is None else settled


def _memberships(user: User) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user=user).select_related("organisation")
    return rows.order_by("organisation__name", "pk")


def _reader(membership: Membership, *, units: frozenset[int] | None) -> Reader:
    return Reader(
        membership.user,
        membership.organisation,
        Role(membership.role),
        units=units,
        inbox_revision=membership.inbox_revision,
    )


def readers_of(user: User) -> tuple[Reader, ...]:
    """The readers this user is, one for each organisation, by name, in as many queries as one."""
    rows = Membership.objects.filter(user=user).select_related("user", "organisation")
    found = list(rows.prefetch_related("units").order_by("organisation__name", "pk"))
    narrowed = [row.organisation_id for row in found if row.units.all()]
    trees: dict[int, list[tuple[int, int | None]]] = {}
    places = Unit.objects.filter(organisation__in=narrowed)
    for organisation, pk, parent in places.values_list("organisation_id", "pk", "parent_id"):
        trees.setdefault(organisation, []).append((pk, parent))
    return tuple(
        Reader(row.user, row.organisation, Role(row.role), _reached(row, trees)) for row in found
    )


def _reached(
    row: Membership, trees: dict[int, list[tuple[int, int | None]]]
) -> frozenset[int] | None:
    roots = [unit.pk for unit in row.units.all()]
    tree = trees.get(row.organisation_id, [])
    return frozenset(with_descendants(roots, tree=tree)) if roots else None


def organisations_of(user: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(memberships__user=user).order_by("name")


def units(reader: Reader) -> QuerySet[Unit]:
    return Unit.objects.filter(organisation=reader.organisation).order_by("sort_name")


def people(reader: Reader) -> QuerySet[Person]:
    return Person.objects.filter(organisation=reader.organisation).order_by("sort_name")


def members(reader: Reader) -> QuerySet[Membership]:
    """Every membership of the organisation, with its user and its perimeter."""
    rows = Membership.objects.filter(organisation=reader.organisation)
    perimeters = Prefetch("units", Unit.objects.order_by("sort_name"))
    return (
        rows.select_related("user", "organisation")
        .prefetch_related(perimeters)
        .order_by("user__last_name", "user__first_name", "user__email", "pk")
    )


def member_lines(membership: Membership, most: int) -> list[Entry]:
    """The lines of the journal about a member: they stand under the organisation."""
    member, home = membership.user.pseudonym, membership.organisation
    lines = Entry.objects.filter(
        Q(detail__member=str(member)) | Q(actor=member, action__in=JOINING),
        organisation=home,
        subject=f"{home._meta.label_lower}:{home.pk}",
    )
    return list(lines.order_by("-number")[:most])


def with_descendants(roots: Iterable[int], *, tree: Iterable[tuple[int, int | None]]) -> set[int]:
    """Ids of the roots and of everything under them, in a tree of (id, parent id)."""
    children: dict[int | None, list[int]] = {}
    for node, parent in tree:
        children.setdefault(parent, []).append(node)
    found, waiting = set[int](), list(roots)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(children.get(node, []))
    return found


def _perimeter(membership: Membership) -> frozenset[int] | None:
    roots = [unit.pk for unit in membership.units.all()]
    if not roots:
        return None
    tree = Unit.objects.filter(organisation=membership.organisation_id).values_list(
        "pk", "parent_id"
    )
    return frozenset(with_descendants(roots, tree=tree))

"""What changes people: organisations founded, members, units and persons kept up to date."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cordee.people.models import Membership, Person, Unit
from cordee.people.queries import with_descendants
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation, User
from cordee.platform.storing import removed, stored


def found_organisation(
    name: str, *, by: User, at: datetime, currency: str = "EUR", language: str = "fr"
) -> Organisation:
    """Open a new organisation whose owner is `by`."""
    with transaction.atomic():
        organisation = Organisation.objects.create(
            name=name, slug=_free_slug(name), currency=currency, language=language
        )
        Membership.objects.create(user=by, organisation=organisation, role=Role.OWNER)
        journal.record("people.found_organisation", organisation, by=by, at=at)
    return organisation


def open_account(email: str, *, password: str) -> User:
    """Open an account for this e-mail; a weak password or a taken e-mail is refused."""
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("An account already uses %(email)s.") % {"email": email})
    account = User(username=email.lower(), email=email)
    try:
        validate_email(email)
        validate_password(password, account)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    account.set_password(password)
    account.save()
    return account


def add_member(
    user: User,
    *,
    organisation: Organisation,
    role: Role,
    by: User,
    at: datetime,
    units: Iterable[Unit] = (),
) -> Membership:
    """Give `user` a role in the organisation, or change the one they have."""
    with transaction.atomic():
        membership, _new = Membership.objects.update_or_create(
            user=user, organisation=organisation, defaults={"role": role}
        )
        membership.units.set(units)
        journal.record(
            "people.add_member",
            organisation,
            by=by,
            at=at,
            detail={"member": str(user.pseudonym), **_place(membership)},
        )
    return membership


def admit_member(
    email: str,
    *,
    first_name: str,
    last_name: str,
    organisation: Organisation,
    role: Role,
    units: Iterable[Unit],
    by: User,
    at: datetime,
) -> Membership:
    """Give a role to the account of this e-mail; opens one, without password, if there is none."""
    perimeter = _checked_perimeter(units, organisation=organisation, role=role)
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).order_by("pk").first()
        if user is None:
            user = User.objects.create_user(
                email.lower(), email=email, first_name=first_name, last_name=last_name
            )
        if Membership.objects.filter(user=user, organisation=organisation).exists():
            raise Refused(
                _("%(email)s is already a member: change the role on the page of this member.")
                % {"email": email}
            )
        return add_member(user, organisation=organisation, role=role, by=by, at=at, units=perimeter)


def change_member(
    membership: Membership, *, role: Role, units: Iterable[Unit], by: User, at: datetime
) -> Membership:
    """Give a member another role or another perimeter; somebody stays owner."""
    organisation = membership.organisation
    perimeter = _checked_perimeter(units, organisation=organisation, role=role)
    with transaction.atomic():
        if role is not Role.OWNER:
            _check_an_owner_stays(membership)
        before = _place(Membership.objects.get(pk=membership.pk))
        membership.role = role
        membership.save(update_fields=["role"])
        membership.units.set(perimeter)
        after = _place(membership)
        changes = {k: [before[k], after[k]] for k in after if before[k] != after[k]}
        if changes:
            detail = {"member": str(membership.user.pseudonym), **changes}
            journal.record("people.change_member", organisation, by=by, at=at, detail=detail)
    return membership


def remove_member(membership: Membership, *, by: User, at: datetime) -> None:
    """Close the organisation to a member, whose account and past deeds stay; an owner stays too."""
    with transaction.atomic():
        _check_an_owner_stays(membership)
        detail = {"member": str(membership.user.pseudonym), **_place(membership)}
        organisation = membership.organisation
        journal.record("people.remove_member", organisation, by=by, at=at, detail=detail)
        membership.delete()


def save_unit(unit: Unit, *, by: User, at: datetime) -> Unit:
    """Create or change a unit; a unit is never placed under itself."""
    if unit.pk and unit.parent_id and unit.parent_id in _under(unit):
        raise Refused(_("A unit cannot be placed under itself or one of its own sub-units."))
    return stored(unit, action="people.save_unit", by=by, at=at)


def save_person(person: Person, *, by: User, at: datetime) -> Person:
    return stored(person, action="people.save_person", by=by, at=at)


def remove_unit(unit: Unit, *, by: User, at: datetime) -> None:
    """Remove a unit that nothing refers to."""
    used = unit.children.exists() or unit.people.exists()
    if used or unit.initiatives.exists() or unit.applications.exists():
        raise Refused(
            _("“%(unit)s” is still used by sub-units, people or initiatives: move them first.")
            % {"unit": unit.name}
        )
    removed(unit, action="people.remove_unit", by=by, at=at)


def remove_person(person: Person, *, by: User, at: datetime) -> None:
    """Remove a person whom nothing names."""
    named = person.sponsored.exists() or person.led.exists() or person.objectives.exists()
    if named or person.applications.exists():
        raise Refused(
            _("“%(person)s” is still named as sponsor or owner: name someone else first.")
            % {"person": person.name}
        )
    removed(person, action="people.remove_person", by=by, at=at)


def _place(membership: Membership) -> dict[str, Any]:
    """What the journal says of a membership: a role and the keys of units, no name."""
    units = sorted(membership.units.values_list("pk", flat=True))
    return {"role": str(membership.role), "units": units}


def _checked_perimeter(
    units: Iterable[Unit], *, organisation: Organisation, role: Role
) -> list[Unit]:
    perimeter = list(units)
    for unit in perimeter:
        if unit.organisation_id != organisation.pk:
            raise Refused(_("“%(unit)s” is not a unit of this organisation.") % {"unit": unit.name})
    if perimeter and role is Role.OWNER:
        raise Refused(
            _("An owner reaches the whole organisation: choose no unit, or another role.")
        )
    return perimeter


def _check_an_owner_stays(membership: Membership) -> None:
    owners = Membership.objects.filter(organisation_id=membership.organisation_id, role=Role.OWNER)
    if [owner.pk for owner in owners] == [membership.pk]:
        raise Refused(
            _("“%(member)s” is the only owner of the organisation: name another owner first.")
            % {"member": membership.user}
        )


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for n in range(len(taken) + 1)
        if (slug := f"{base}-{n + 1}" if n else base) not in taken
    )


def _under(unit: Unit) -> set[int]:
    tree = Unit.objects.filter(organisation=unit.organisation).values_list("pk", "parent_id")
    return with_descendants([unit.pk], tree=tree)

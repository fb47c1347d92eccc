"""Members admitted, given another role or another perimeter, and shown out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from cordee.people.models import Invitation, Membership, PersonalToken, Unit
from cordee.people.queries import STRONG
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Change, Conflict, Refused
from cordee.platform.models import Organisation, User

SETTINGS = ("name", "colour", "requires_second_factor")
"""What an owner settles of the organisation."""


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
            detail={"member": str(user.pseudonym), **place(membership)},
        )
    return membership


def change_member(
    membership: Membership,
    *,
    role: Role,
    units: Iterable[Unit],
    by: User,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
) -> Membership:
    """Give a member another role or another perimeter; somebody stays owner.

    Refused when they no longer stand where they were `seen`."""
    organisation = membership.organisation
    perimeter = checked_perimeter(units, organisation=organisation, role=role)
    with transaction.atomic():
        before = _place_held(membership, seen=seen, at=at)
        if role is not Role.OWNER:
            check_an_owner_stays(membership)
        membership.role = role
        membership.save(update_fields=["role"])
        membership.units.set(perimeter)
        after = place(membership)
        changes = {k: [before[k], after[k]] for k in after if before[k] != after[k]}
        if changes:
            detail = {"member": str(membership.user.pseudonym), **changes}
            journal.record("people.change_member", organisation, by=by, at=at, detail=detail)
    return membership


def remove_member(
    membership: Membership, *, by: User, at: datetime, seen: Mapping[str, Any] | None = None
) -> None:
    """Close the organisation to a member, whose account and past deeds stay; an owner stays too."""
    with transaction.atomic():
        _place_held(membership, seen=seen, at=at)
        check_an_owner_stays(membership)
        detail = {"member": str(membership.user.pseudonym), **place(membership)}
        organisation = membership.organisation
        journal.record("people.remove_member", organisation, by=by, at=at, detail=detail)
        PersonalToken.objects.filter(user=membership.user, organisation=organisation).delete()
        membership.delete()


def require_second_factor(
    organisation: Organisation,
    *,
    is_required: bool,
    by: User,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
) -> None:
    """Demand a second factor of every member, or no longer; whoever demands it has one."""
    if is_required and not Authenticator.objects.filter(user=by, type__in=STRONG).exists():
        raise Refused(_("Set up your own second factor first."))
    with transaction.atomic():
        before = settings_held(organisation, seen=seen, at=at)["requires_second_factor"]
        organisation.requires_second_factor = is_required
        organisation.save(update_fields=["requires_second_factor"])
        if before != is_required:
            detail = {"is_required": [before, is_required]}
            action = "people.require_second_factor"
            journal.record(action, organisation, by=by, at=at, detail=detail)


def _place_held(
    membership: Membership, *, seen: Mapping[str, Any] | None, at: datetime
) -> dict[str, Any]:
    """Where a member stands, the organisation being held: nobody moves them meanwhile."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    held = Membership.objects.filter(pk=membership.pk).first()
    if held is None:
        raise Refused(_("“%(row)s” was removed meanwhile.") % {"row": membership.user})
    now = place(held)
    if seen is not None and now != seen:
        raise _moved(membership.user, row=held, seen=seen, now=now, at=at)
    return now


def settings_held(
    organisation: Organisation, *, seen: Mapping[str, Any] | None, at: datetime
) -> dict[str, Any]:
    """What the organisation is called and demands, held until the transaction ends."""
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    now = settled(held)
    if seen is not None and now != seen:
        raise _moved(held, row=held, seen=seen, now=now, at=at)
    return now


def settled(organisation: Organisation) -> dict[str, Any]:
    """What the organisation is called and demands."""
    return {name: getattr(organisation, name) for name in SETTINGS}


def _moved(
    named: object,
    *,
    row: Membership | Organisation,
    seen: Mapping[str, Any],
    now: Mapping[str, Any],
    at: datetime,
) -> Conflict:
    """What is no longer as it was seen; the journal of members names nobody, so neither does it."""
    told = _("“%(row)s” was changed since you opened it: open it again first.") % {"row": named}
    is_told = seen.keys() == now.keys()
    moved = [name for name in now if is_told and seen[name] != now[name]]
    changes = tuple(Change(name, seen[name], now[name], who="", at=at) for name in moved)
    return Conflict(told, row=row, changes=changes, is_told=is_told)


def place(membership: Membership | Invitation) -> dict[str, Any]:
    """What the journal says of a membership, present or to come; no name is told."""
    units = sorted(membership.units.values_list("pk", flat=True))
    return {"role": str(membership.role), "units": units}


def checked_perimeter(
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


def check_an_owner_stays(membership: Membership) -> None:
    """Refuse what would leave the organisation without owner; two owners at once wait in line."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    owners = Membership.objects.filter(organisation_id=membership.organisation_id, role=Role.OWNER)
    if [owner.pk for owner in owners] == [membership.pk]:
        raise Refused(
            _("“%(member)s” is the only owner of the organisation: name another owner first.")
            % {"member": membership.user}
        )

"""Invitations sent, sent again, withdrawn and accepted: their link works once, for a week."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.people.models import Invitation, Membership, Unit
from cordee.people.queries import digest_of, invitation_behind
from cordee.people.services.accounts import open_account, prove_email
from cordee.people.services.members import checked_perimeter, place
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation, User
from cordee.platform.single_sign_on import Joining, domain_of
from cordee.platform.storing import claim

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An invitation and the secret of its link, which is told once and kept nowhere."""

    invitation: Invitation
    secret: str


def invite(
    email: str,
    *,
    organisation: Organisation,
    role: Role,
    units: Iterable[Unit],
    by: User,
    at: datetime,
) -> Sealed:
    """Keep a place for this e-mail; nobody is a member before they accept."""
    perimeter = checked_perimeter(units, organisation=organisation, role=role)
    with transaction.atomic():
        _check_is_new(email, organisation=organisation)
        secret = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email.lower(),
            role=role,
            digest=digest_of(secret),
            by=by,
            sent_at=at,
            expires_at=at + VALID_FOR,
        )
        invitation.units.set(perimeter)
        _journalled("people.send_invitation", invitation, by=by, at=at)
    return Sealed(invitation, secret)


def renew_invitation(invitation: Invitation, *, by: User, at: datetime) -> Sealed:
    """Make another link, valid for another week; the one before no longer works."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        _claimed(invitation)
        invitation.digest, invitation.was_shown = digest_of(secret), False
        invitation.by, invitation.sent_at = by, at
        invitation.expires_at = at + VALID_FOR
        invitation.save()
        _journalled("people.renew_invitation", invitation, by=by, at=at)
    return Sealed(invitation, secret)


def show_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Remember that the link was handed to whoever invites: it proves no mailbox any more."""
    with transaction.atomic():
        invitation.was_shown = True
        invitation.save(update_fields=["was_shown"])
        _journalled("people.show_invitation", invitation, by=by, at=at)


def revoke_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take the place back: the link no longer works."""
    with transaction.atomic():
        _claimed(invitation)
        _journalled("people.revoke_invitation", invitation, by=by, at=at)
        invitation.delete()


def accept_invitation(secret: str, *, user: User, at: datetime) -> Membership:
    """Make the owner of this e-mail a member; the link has then been used."""
    with transaction.atomic():
        invitation = _taken(secret, at=at)
        if user.email.lower() != invitation.email:
            raise Refused(
                _("This invitation is for %(email)s: sign in with that account.")
                % {"email": invitation.email}
            )
        return _joined(invitation, user=user, at=at)


def open_invited_account(
    secret: str, *, first_name: str, last_name: str, password: str, at: datetime
) -> Membership:
    """Open the account of an invited e-mail that has none, and make it a member."""
    with transaction.atomic():
        invitation = _taken(secret, at=at)
        user = open_account(
            invitation.email, password=password, first_name=first_name, last_name=last_name
        )
        return _joined(invitation, user=user, at=at)


def join_through_company(
    email: str, *, first_name: str, last_name: str, open_to: Iterable[Joining], at: datetime
) -> User:
    """Open the account of somebody the company vouches for: invited, or of a domain let in."""
    valid = Invitation.objects.select_for_update(of=("self",)).filter(email=email.lower())
    with transaction.atomic():
        waiting = list(valid.filter(expires_at__gt=at).select_related("organisation"))
        homes = _homes(open_to, domain=domain_of(email))
        if not waiting and not homes:
            raise Refused(_("%(email)s is not invited: ask an owner.") % {"email": email})
        if User.objects.filter(email__iexact=email).exists():
            raise Refused(
                _("%(email)s has an account that nobody proved yet: choose a new password first.")
                % {"email": email}
            )
        user = User.objects.create_user(
            email.lower(), email=email.lower(), first_name=first_name, last_name=last_name
        )
        prove_email(user)
        for invitation in waiting:
            _joined(invitation, user=user, at=at)
        for home, organisation in homes:
            _joined_by_domain(home, organisation, user=user, at=at)
    return user


def _homes(open_to: Iterable[Joining], *, domain: str) -> list[tuple[Joining, Organisation]]:
    """Where this domain is let in; an organisation erased, or to be, takes nobody any more."""
    wanted = [one for one in open_to if one.domain == domain]
    named = Organisation.objects.filter(slug__in=[one.organisation for one in wanted])
    known = {one.slug: one for one in named.filter(erase_on=None, erased_at=None)}
    return [(one, known[one.organisation]) for one in wanted if one.organisation in known]


def _joined_by_domain(
    home: Joining, organisation: Organisation, *, user: User, at: datetime
) -> None:
    if not Membership.objects.filter(user=user, organisation=organisation).exists():
        membership = Membership.objects.create(
            user=user, organisation=organisation, role=Role(home.role)
        )
        detail = place(membership)
        journal.record("people.join_by_domain", organisation, by=user, at=at, detail=detail)


def _check_is_new(email: str, *, organisation: Organisation) -> None:
    if Membership.objects.filter(user__email__iexact=email, organisation=organisation).exists():
        raise Refused(
            _("%(email)s is already a member: change the role on the page of this member.")
            % {"email": email}
        )
    if Invitation.objects.filter(email=email.lower(), organisation=organisation).exists():
        raise Refused(
            _("%(email)s is already invited: send that invitation again, or withdraw it.")
            % {"email": email}
        )


def _taken(secret: str, *, at: datetime) -> Invitation:
    """The invitation behind a link, held until it is used: of two at once, one comes too late."""
    invitation = invitation_behind(secret, at=at, lock=True)
    if invitation is None:
        raise Refused(_("This link no longer works: it was used, withdrawn, or is too old."))
    return invitation


def _joined(invitation: Invitation, *, user: User, at: datetime) -> Membership:
    organisation = invitation.organisation
    if Membership.objects.filter(user=user, organisation=organisation).exists():
        raise Refused(_("You are already a member of %(name)s.") % {"name": organisation.name})
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=invitation.role
    )
    membership.units.set(invitation.units.all())
    if not invitation.was_shown:
        prove_email(user)
    _journalled("people.accept_invitation", invitation, by=user, at=at)
    invitation.delete()
    return membership


def _claimed(invitation: Invitation) -> None:
    """One hand at a time, on the invitation as it was read: it may have been taken meanwhile."""
    if not Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk).exists():
        raise Refused(_("“%(row)s” was removed meanwhile.") % {"row": invitation.email})
    claim(invitation)


def _journalled(action: str, invitation: Invitation, *, by: User, at: datetime) -> None:
    """One line that names nobody: the number of the invitation, a role, the keys of units."""
    detail = {"invitation": invitation.pk, **place(invitation)}
    journal.record(action, invitation.organisation, by=by, at=at, detail=detail)

"""Accounts opened, their e-mail proven, and erased at the wish of their owner."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from cordee.people.models import PersonalToken
from cordee.people.services.members import check_an_owner_stays
from cordee.platform import journal
from cordee.platform.errors import Refused
from cordee.platform.models import User


def open_account(email: str, *, password: str, first_name: str = "", last_name: str = "") -> User:
    """Open an account for this e-mail; a weak password or a taken e-mail is refused."""
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("An account already uses %(email)s.") % {"email": email})
    account = User(username=email.lower(), email=email, first_name=first_name, last_name=last_name)
    try:
        validate_email(email)
        validate_password(password, account)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    account.set_password(password)
    account.save()
    return account


def prove_email(user: User) -> None:
    """Remember that whoever uses this account reads its mailbox."""
    email = user.email.lower()
    with transaction.atomic():
        EmailAddress.objects.filter(user=user, primary=True).exclude(email=email).delete()
        EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )


def reclaim_account(user: User) -> None:
    """Whoever reads the mailbox takes the account; what was set up before that proof goes."""
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        Authenticator.objects.filter(user=user).delete()
        PersonalToken.objects.filter(user=user).delete()
    prove_email(user)


def erase_account(user: User, *, at: datetime) -> None:
    """Close the account and erase its name; the journal keeps its pseudonym, its deeds stay."""
    with transaction.atomic():
        memberships = list(user.memberships.select_related("organisation"))
        for membership in memberships:
            check_an_owner_stays(membership)
        for membership in memberships:
            journal.record("people.erase_account", membership.organisation, by=user, at=at)
        user.memberships.all().delete()
        user.persons.update(user=None)
        erase_name(user)


def erase_name(user: User) -> None:
    """Nobody signs in with this account any more, and nothing says whose it was."""
    EmailAddress.objects.filter(user=user).delete()
    PersonalToken.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.username, user.email = f"erased-{user.pseudonym}", ""
    user.first_name = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()

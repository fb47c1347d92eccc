"""Who waits at the door, and for whom a token speaks."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from cordee.people.models import Invitation, Membership, PersonalToken, Unit
from cordee.people.queries.organisation import reader_in
from cordee.platform.access import Reader
from cordee.platform.models import Entry, User

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Second factors; recovery codes only stand in for one."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program that acts for a reader, in one organisation."""

    reader: Reader
    may_write: bool
    token_id: int
    last_used_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Guarded:
    """Members who have a second factor, out of all."""

    members: int
    total: int


def digest_of(secret: str) -> str:
    """What is kept of a secret that is too long to be guessed: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitations(reader: Reader) -> QuerySet[Invitation]:
    """Those nobody has accepted yet, the latest first."""
    waiting = Invitation.objects.filter(organisation=reader.organisation)
    perimeters = Prefetch("units", Unit.objects.order_by("name"))
    rows = waiting.select_related("organisation", "by").prefetch_related(perimeters)
    return rows.order_by("-sent_at", "-pk")


def is_invitation_gone(reader: Reader, pk: int) -> bool:
    """Whether this invitation was withdrawn or accepted: the journal keeps its number alone."""
    ends = ("people.revoke_invitation", "people.accept_invitation")
    lines = Entry.objects.filter(organisation=reader.organisation, action__in=ends)
    return lines.filter(detail__invitation=pk).exists()


def invitation_behind(secret: str, *, at: datetime, lock: bool = False) -> Invitation | None:
    """The invitation whose link holds this secret, while it is valid."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    valid = rows.filter(digest=digest_of(secret), expires_at__gt=at)
    return valid.select_related("organisation").first()


def account_of(email: str) -> User | None:
    """The account that signs in with this e-mail."""
    return User.objects.filter(email__iexact=email).order_by("pk").first()


def guarded(reader: Reader) -> Guarded:
    """How many members of the organisation have a second factor."""
    rows = Membership.objects.filter(organisation=reader.organisation)
    strong = Authenticator.objects.filter(user=OuterRef("user"), type__in=STRONG)
    return Guarded(rows.filter(Exists(strong)).count(), rows.count())


def proven_account(email: str) -> User | None:
    """The account of whoever was seen to read this mailbox."""
    proven = EmailAddress.objects.filter(email=email.lower(), verified=True)
    found = proven.filter(user__is_active=True).select_related("user").first()
    return found.user if found else None


def tokens(reader: Reader) -> QuerySet[PersonalToken]:
    """The reader's own tokens in this organisation."""
    own = PersonalToken.objects.filter(organisation=reader.organisation, user=reader.user)
    return own.select_related("organisation", "user").order_by("expires_at", "pk")


def reader_of_token(text: str, *, at: datetime) -> Bearer | None:
    """Who acts with this token; None when it is unknown or over, or its owner left."""
    held = Membership.objects.filter(  # one join: the token itself, in its own organisation
        user__personal_tokens__digest=digest_of(text),
        user__personal_tokens__expires_at__gt=at,
        user__personal_tokens__organisation=F("organisation"),
        user__is_active=True,
    ).annotate(
        token=F("user__personal_tokens__pk"),
        scope=F("user__personal_tokens__scope"),
        used_at=F("user__personal_tokens__last_used_at"),
    )
    membership = held.select_related("user", "organisation").first()
    if membership is None:
        return None
    may_write = membership.scope == PersonalToken.Scope.WRITE
    return Bearer(reader_in(membership), may_write, membership.token, membership.used_at)

"""Personal tokens made, used and withdrawn; what is kept of one cannot be shown to anybody."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.people.models import PersonalToken
from cordee.people.queries import Bearer, digest_of, reader_of_token
from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.models import User

MARK = "cordee_"
"""How every token begins, so that a leaked one is recognised."""
SHOWN = len(MARK) + 6
LONGEST = timedelta(days=366)
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Minted:
    """A token and its text, which is told once and kept nowhere."""

    token: PersonalToken
    text: str


def make_token(
    reader: Reader,
    *,
    name: str,
    scope: PersonalToken.Scope,
    expires_at: datetime,
    at: datetime,
) -> Minted:
    """Let a program act for this reader in this organisation, until a day within a year."""
    if not at < expires_at <= at + LONGEST:
        raise Refused(_("Choose a last day between tomorrow and one year from now."))
    text = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = PersonalToken.objects.create(
            organisation=reader.organisation,
            user=reader.user,
            name=name,
            scope=scope,
            prefix=text[:SHOWN],
            digest=digest_of(text),
            created_at=at,
            expires_at=expires_at,
        )
        detail = {"token": token.pk, "scope": str(scope), "until": expires_at}
        journal.record(
            "people.make_token", reader.organisation, by=reader.user, at=at, detail=detail
        )
    return Minted(token, text)


def revoke_token(token: PersonalToken, *, by: User, at: datetime) -> None:
    """End a token at once."""
    with transaction.atomic():
        detail = {"token": token.pk, "member": str(token.user.pseudonym)}
        journal.record("people.revoke_token", token.organisation, by=by, at=at, detail=detail)
        token.delete()


def use_token(text: str, *, at: datetime) -> Bearer | None:
    """Who acts with this token, noting when; None when it opens nothing."""
    bearer = reader_of_token(text, at=at)
    # At most once a minute: a program that reads a thousand pages writes once.
    if bearer is not None and _is_stale(bearer.last_used_at, at=at):
        PersonalToken.objects.filter(pk=bearer.token_id).update(last_used_at=at)
    return bearer


def _is_stale(noted: datetime | None, *, at: datetime) -> bool:
    return noted is None or noted < at - NOTED_EVERY

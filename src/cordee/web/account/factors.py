"""The second factors of an account, and the organisations that demand one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cordee.people.queries import STRONG
from cordee.platform.access import ReaderRequest
from cordee.platform.models import User

OPEN = ("account_", "mfa_", "set_language", "web:account", "web:switch_organisation", "people:join")
"""How the addresses begin that stay open to whoever must first set up a second factor."""


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey or a security key."""

    pk: int
    name: str
    is_alone: bool
    """It opens the account without password."""
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What guards an account beside its password."""

    app: Authenticator | None
    keys: tuple[Key, ...]
    has_codes: bool

    @property
    def is_guarded(self) -> bool:
        return self.app is not None or bool(self.keys)


def factors(user: User) -> Factors:
    rows = list(Authenticator.objects.filter(user=user).order_by("pk"))
    kept = {row.type: row for row in rows if row.type != Authenticator.Type.WEBAUTHN}
    return Factors(
        app=kept.get(Authenticator.Type.TOTP),
        keys=tuple(_key(row) for row in rows if row.type == Authenticator.Type.WEBAUTHN),
        has_codes=Authenticator.Type.RECOVERY_CODES in kept,
    )


class DemandedFactor:
    """Leads a member to set up a second factor where the organisation demands one."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(self, request: ReaderRequest, *_view: object) -> HttpResponse | None:
        if request.reader is None or not request.reader.organisation.requires_second_factor:
            return None
        match = request.resolver_match
        if (match and match.view_name.startswith(OPEN)) or _is_guarded(request):
            return None
        told = _("%(name)s asks its members for a second factor: set one up to go on.")
        messages.warning(request, told % {"name": request.reader.organisation.name})
        return redirect("mfa_index")


def _is_guarded(request: ReaderRequest) -> bool:
    """Whoever came through the company's own sign-in answers to that one's demands."""
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "socialaccount" for record in records):
        return True
    return bool(Authenticator.objects.filter(user=request.user, type__in=STRONG).exists())


def _key(row: Authenticator) -> Key:
    key = row.wrap()
    return Key(row.pk, key.name, bool(key.is_passwordless), row.created_at, row.last_used_at)

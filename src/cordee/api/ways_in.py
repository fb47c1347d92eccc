"""Who calls: a program with a personal token, or a page of somebody who is signed in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth

from cordee.people.services import use_token
from cordee.platform.access import Reader, Rule

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ASKED = frozenset({"ask_board_pack"})
"""What is posted, and changes nothing of what the organisation keeps."""


class Token(HttpBearer):
    """`Authorization: Bearer …`: a personal token, in one organisation; read or write."""

    def authenticate(self, request: HttpRequest, token: str) -> Reader | None:
        bearer = use_token(token, at=timezone.now())
        if bearer is None:
            return None
        if not bearer.may_write and _writes(request):
            raise HttpError(403, _("This token only reads: make one that writes."))
        request.user = bearer.reader.user
        request.reader = bearer.reader  # type: ignore[attr-defined]
        return bearer.reader


class Session(SessionAuth):
    """The cookie of somebody who is signed in; what writes needs the CSRF token too."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if not request.user.is_authenticated:
            return None
        if reader_of(request) is None:
            raise HttpError(403, _("You do not belong to an organisation yet."))
        return reader_of(request)


def _writes(request: HttpRequest) -> bool:
    found = request.resolver_match
    return request.method not in SAFE and (found is None or found.url_name not in ASKED)


def reader_of(request: HttpRequest) -> Reader:
    """Who calls, once the way in has been found."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return reader


def let_in(rule: Rule, request: HttpRequest) -> Reader:
    """Who calls, when the rule lets them."""
    reader = reader_of(request)
    if not rule(reader):
        raise PermissionDenied(_("Your role does not give this right."))
    return reader

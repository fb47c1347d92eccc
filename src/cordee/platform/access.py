"""Every view declares who may enter; every object is fetched through its reader's scope."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_htmx.middleware import HtmxDetails

from cordee.platform.models import Organisation, User


class Role(models.TextChoices):
    """What a member of an organisation is there for."""

    OWNER = "owner", pgettext_lazy("role", "Owner")
    CIO = "cio", gettext_lazy("CIO")
    TRANSFORMATION_OFFICE = "transformation_office", gettext_lazy("Transformation office")
    SPONSOR = "sponsor", gettext_lazy("Business sponsor")
    FINANCE = "finance", gettext_lazy("Finance")
    TEAM_LEAD = "team_lead", gettext_lazy("Team lead")
    MEMBER = "member", gettext_lazy("Member")
    READER = "reader", gettext_lazy("Reader")


ORGANISATION_KEY = "organisation"
"""Where the session remembers which organisation is looked at."""
OPENED_FOR = "opened_for"
"""How a form says for which organisation it was opened."""
STEERING = frozenset({Role.OWNER, Role.CIO, Role.TRANSFORMATION_OFFICE})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is looking: a user, in one organisation, with a role and possibly a perimeter."""

    user: User
    organisation: Organisation
    role: Role
    units: frozenset[int] | None = None
    """Units of the perimeter, sub-units included; None when the whole organisation is in reach."""
    inbox_revision: int = 0
    """Another one each time they put something off, have done with it, or bring it back."""


Rule = Callable[[Reader], bool]
View = Callable[..., HttpResponseBase]


class ReaderRequest(HttpRequest):
    """A request whose reader is known (set by cordee.web.middleware)."""

    reader: Reader
    htmx: HtmxDetails
    user: User


def anyone(reader: Reader) -> bool:
    """The rule of public pages: they are listed in tests/test_access.py."""
    return True


def any_member(reader: Reader) -> bool:
    """The rule of pages that every member of an organisation may see."""
    return True


def of_oneself(view: View) -> View:
    """Mark a view that is about whoever looks, whichever organisation is looked at."""

    @wraps(view)
    def marked(request: ReaderRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    marked.is_of_oneself = True  # type: ignore[attr-defined]
    return marked


def open_when_locked(view: View) -> View:
    """Mark a view that may still write while its organisation waits to be erased."""

    @wraps(view)
    def marked(request: ReaderRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    marked.is_open_when_locked = True  # type: ignore[attr-defined]
    return marked


def allowed(rule: Rule) -> Callable[[View], View]:
    """Let the request in when `rule(reader)` holds, send strangers to sign in, else answer 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: ReaderRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if rule is anyone:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.reader is None:
                raise PermissionDenied(_("You do not belong to an organisation yet."))
            if not rule(request.reader):
                raise PermissionDenied(_("Your role does not give this right."))
            return view(request, *args, **kwargs)

        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate

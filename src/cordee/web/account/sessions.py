"""The sessions of an account: on which device, from which address, last seen when."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from allauth.account.adapter import get_adapter
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cordee.platform.models import User

SEEN_KEY, SEEN_EVERY = "seen", timedelta(minutes=5)
BROWSERS = (
    ("Edge", r"\bEdg"),
    ("Opera", r"\bOPR/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\b(?:Headless)?Chrom|\bCriOS/"),
    ("Safari", r"\bSafari/"),
)
"""In this order: most browsers also claim to be the ones below them."""
SYSTEMS = (
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One place where the account is signed in."""

    pk: int
    device: str
    """Empty when the browser does not say what it is."""
    address: str
    since: datetime
    seen_at: datetime
    is_current: bool


def note_sign_in(request: HttpRequest, user: User, **_told: object) -> None:
    """Remember the device and the address of a new session, however it was opened."""
    request.session[SEEN_KEY] = timezone.now().timestamp()
    if not request.session.session_key:
        request.session.save()
    told = {
        "user": user,
        "ip": get_adapter().get_client_ip(request),
        "user_agent": request.META.get("HTTP_USER_AGENT", "")[:HTTP_USER_AGENT_MAX_LENGTH],
    }
    key = request.session.session_key
    UserSession.objects.update_or_create(session_key=key, defaults=told)


class LastSeen:
    """Notes when a session was last seen, at most every five minutes: a page writes nothing."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            at, seen = timezone.now(), request.session.get(SEEN_KEY, 0)
            if at.timestamp() - seen > SEEN_EVERY.total_seconds():
                request.session[SEEN_KEY] = at.timestamp()
                UserSession.objects.filter(session_key=request.session.session_key).update(
                    last_seen_at=at, ip=get_adapter().get_client_ip(request)
                )
        return self.respond(request)


def seats(user: User, *, session_key: str | None, at: datetime) -> tuple[Seat, ...]:
    """Where the account is signed in now, this browser first, then the latest seen."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    rows = UserSession.objects.filter(user=user, session_key__in=alive)
    found = [
        Seat(
            pk=row.pk,
            device=device(row.user_agent),
            address=row.ip,
            since=row.created_at,
            seen_at=row.last_seen_at,
            is_current=row.session_key == session_key,
        )
        for row in rows.order_by("-last_seen_at")
    ]
    return tuple(sorted(found, key=lambda seat: not seat.is_current))


def end_seats(user: User, *, but: str | None = None, only: int | None = None) -> int:
    """Sign the account out: everywhere but in one session, or of one seat only; how many."""
    rows = UserSession.objects.filter(user=user)
    chosen = rows.exclude(session_key=but) if but else rows
    chosen = chosen.filter(pk=only) if only is not None else chosen
    ended = list(chosen)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for row in ended:
        store.delete(row.session_key)
        row.delete()
    return len(ended)


def device(user_agent: str) -> str:
    """What a browser says of itself, in two words: Firefox · Linux."""
    named = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return " · ".join(name for name in named if name)


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, mark in known if re.search(mark, user_agent)), "")

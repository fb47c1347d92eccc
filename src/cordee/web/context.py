"""What every page's frame needs: menu, organisations, personas."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from cordee.cases.demo import PERSONAS
from cordee.people import queries
from cordee.people.rules import may_administer
from cordee.platform.access import Reader
from cordee.strategy.queries.waiting import waiting_count
from cordee.web.menu import icon_sheet_url, navigation
from cordee.web.rules import may_found


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of the frame: an organisation to look at, a persona to become."""

    value: str
    label: str
    current: bool
    colour: str = ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page: strangers only see the personas of a demonstration."""
    reader: Reader | None = getattr(request, "reader", None)
    told: dict[str, Any] = {"personas": _personas(reader)}
    if reader is None:
        return told
    waiting = waiting_count(reader, on=timezone.localdate())
    return told | {
        "reader": reader,
        "waiting": waiting,
        "role_label": reader.role.label,
        "menu_icons": icon_sheet_url(),
        "navigation": navigation(reader, path=request.path, waiting=waiting),
        **_clients(reader),
        "may_found": may_found(reader),
        "may_administer": may_administer(reader),
    }


def _clients(reader: Reader) -> dict[str, Any]:
    """Which client is looked at, recognised by its name and its colour, and the others."""
    found, here = queries.clients(reader.user), reader.organisation.pk
    current = next((one for one in found if one.pk == here and one.is_marked), None)
    return {
        "client": current,
        "organisations": tuple(
            Choice(str(one.pk), one.name, current=one.pk == here, colour=one.colour)
            for one in found
        ),
    }


def _personas(reader: Reader | None) -> tuple[Choice, ...]:
    if not settings.DEMO:
        return ()
    now = reader.user.username if reader else ""
    return tuple(Choice(p.username, p.label, current=p.username == now) for p in PERSONAS)

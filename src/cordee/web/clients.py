"""The page of whoever follows several organisations: which they are, what waits in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cordee.people import queries
from cordee.people.queries import Client
from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.models import Entry, Organisation, User
from cordee.platform.search.words import folded
from cordee.strategy.queries.waiting import waiting_counts

SHOWN = 25
MANY = 8
"""Clients from which a list is searched rather than read."""


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client as the page shows it."""

    client: Client
    waiting: int
    written_at: datetime | None
    """When the last line of its journal was written; None without any."""


@allowed(any_member)
@require_safe
def clients(request: ReaderRequest) -> HttpResponse:
    asked, every = request.GET.get("q", "").strip(), queries.clients(request.user)
    found = [one for one in every if folded(asked) in folded(one.name)]
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "total": len(every),
        "is_searched": len(every) >= MANY,
        "page": page,
        "lines": _lines(list(page), user=request.user),
    }
    part = "#list" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"web/clients.html{part}", context)


def _lines(shown: Sequence[Client], *, user: User) -> tuple[ClientLine, ...]:
    pks = {one.pk for one in shown}
    readers = [one for one in queries.readers_of(user) if one.organisation.pk in pks]
    waiting = waiting_counts(readers, on=timezone.localdate())
    last = Entry.objects.filter(organisation=OuterRef("pk")).order_by("-number").values("at")[:1]
    rows = Organisation.objects.filter(pk__in=pks).annotate(last=Subquery(last))
    written = dict(rows.values_list("pk", "last"))
    return tuple(ClientLine(one, waiting.get(one.pk, 0), written[one.pk]) for one in shown)

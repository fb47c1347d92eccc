"""The inbox: what waits for the reader, put off or done in one click."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.strategy.charts.inbox import inbox_finding
from cordee.strategy.queries.waiting import Waiting, waiting, waiting_for
from cordee.strategy.services.inbox import bring_back, finish, put_off

LATER = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
ASIDE = "later"


@allowed(any_member)
@require_GET
def inbox(request: ReaderRequest) -> HttpResponse:
    return _inbox_page(request, is_aside=request.GET.get("view") == ASIDE)


@allowed(any_member)
@require_POST
def set_aside(request: ReaderRequest) -> HttpResponse:
    """Put something off, have done with it, or bring it back; what waits no longer is done."""
    found = waiting(request.reader, key=request.POST.get("item", ""), on=timezone.localdate())
    what = request.POST.get("until", "")
    try:
        told = _moved(request, found, what=what) if found else _("It no longer waits for you.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    is_aside = what == "back"
    if request.htmx:
        return _inbox_page(request, is_aside=is_aside)
    return redirect(f"{request.path.removesuffix('aside/')}{'?view=later' if is_aside else ''}")


def _moved(request: ReaderRequest, found: Waiting, *, what: str) -> str:
    """Do what the button says; the sentence that tells it."""
    reader, at = request.reader, timezone.now()
    if what == "back":
        bring_back(found, reader=reader)
        return _("“%(what)s” waits for you again.") % {"what": found.what[:80]}
    if what == "done":
        finish(found, reader=reader, at=at)
        return _("Done with “%(what)s”.") % {"what": found.what[:80]}
    until = timezone.localdate() + LATER.get(what, LATER["day"])
    put_off(found, reader=reader, until=until, at=at)
    return _("“%(what)s” comes back later.") % {"what": found.what[:80]}


def _inbox_page(request: ReaderRequest, *, is_aside: bool) -> HttpResponse:
    on = timezone.localdate()
    groups = waiting_for(request.reader, on=on, aside=is_aside)
    is_part = bool(request.htmx and not request.htmx.history_restore_request)
    context = {
        "groups": groups,
        "is_part": is_part,
        "is_aside": is_aside,
        "heading": inbox_finding(groups, on=on, is_aside=is_aside),
        "today": on,
    }
    response = render(request, f"strategy/inbox.html{'#inbox' if is_part else ''}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response

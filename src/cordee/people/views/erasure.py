"""Where an owner has the whole organisation erased, and takes that back in time."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cordee.people import rules, services
from cordee.platform.access import ReaderRequest, allowed, open_when_locked
from cordee.platform.errors import Refused
from cordee.platform.registers import read_or_write


@allowed(rules.may_administer)
@read_or_write
def erasure(request: ReaderRequest) -> HttpResponse:
    """Say what goes and when, have the name typed, then lock."""
    organisation, refusal = request.reader.organisation, ""
    typed = request.POST.get("name", "")
    if request.method == "POST":
        try:
            services.ask_erasure(organisation, name=typed, by=request.user, at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
        else:
            return redirect("people:erasure")
    context = {
        "organisation": organisation,
        "days": settings.ERASURE_DAYS,
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, "people/erasure.html", context)


@open_when_locked
@allowed(rules.may_administer)
@require_POST
def take_back(request: ReaderRequest) -> HttpResponse:
    """Open the organisation again."""
    try:
        services.take_back_erasure(request.reader.organisation, by=request.user, at=timezone.now())
    except Refused as sentence:
        messages.error(request, str(sentence))
        return redirect("people:erasure")
    messages.success(request, _("The organisation is kept: nothing was erased."))
    return redirect("people:organisation")

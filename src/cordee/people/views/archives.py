"""Where an owner takes the whole organisation out: archives asked for, watched, downloaded."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cordee.people import rules
from cordee.platform import archives
from cordee.platform.access import ReaderRequest, allowed, open_when_locked
from cordee.platform.errors import Refused

SHOWN = 20


@allowed(rules.may_administer)
@require_GET
def listed(request: ReaderRequest) -> HttpResponse:
    found = archives.standing(archives.archives(request.reader)[:SHOWN])
    context = {"lines": found, "is_busy": any(one.is_busy for one in found)}
    part = "#list" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"people/archives.html{part}", context)


@open_when_locked
@allowed(rules.may_administer)
@require_POST
def ask(request: ReaderRequest) -> HttpResponse:
    try:
        archives.ask_for_archive(request.reader.organisation, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("people:archives")


@open_when_locked
@allowed(rules.may_administer)
@require_POST
def download(request: ReaderRequest, pk: int) -> HttpResponseBase:
    """The file itself, streamed; the journal keeps who took it."""
    archive = get_object_or_404(archives.archives(request.reader), pk=pk)
    try:
        path = archives.opened_archive(archive, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("people:archives")
    name = archives.file_name(archive)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)

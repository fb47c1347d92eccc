"""The search of everything: a page, and the fragment that its dialog asks for while one types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cordee.platform import search as index
from cordee.platform.access import ReaderRequest, allowed, any_member


@allowed(any_member)
@require_safe
def search(request: ReaderRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    part = "#results" if request.htmx and not request.htmx.history_restore_request else ""
    context = {"asked": asked, "groups": index.found(request.reader, asked)}
    return render(request, f"web/search.html{part}", context)

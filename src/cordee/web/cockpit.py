"""The first page: what the spend serves, in one finding."""

from django.http import HttpResponse
from django.shortcuts import render

from cordee.platform.access import ReaderRequest, allowed, any_member


@allowed(any_member)
def cockpit(request: ReaderRequest) -> HttpResponse:
    return render(request, "web/cockpit.html")

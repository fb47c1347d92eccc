"""While an organisation waits to be erased, it is read and taken out, and nothing is written."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cordee.platform.access import ReaderRequest, anyone

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Locked:
    """Answers a form with the sentence that the journal would refuse it with, in a page."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: ReaderRequest, view: Callable[..., Any], *_arguments: object
    ) -> HttpResponse | None:
        is_open = request.reader is None or request.reader.organisation.erase_on is None
        if is_open or request.method in SAFE or not _writes_there(view):
            return None
        if not request.htmx:
            return render(request, "web/locked.html", status=409)
        response = render(request, "web/locked.html#sentence", status=422)
        response["HX-Retarget"], response["HX-Reswap"] = "#notice", "innerHTML"
        return response


def _writes_there(view: Callable[..., Any]) -> bool:
    """The API answers for itself, in its own words."""
    rule = getattr(view, "rule", None)
    is_free = getattr(view, "is_of_oneself", False) or getattr(view, "is_open_when_locked", False)
    return rule is not None and rule is not anyone and not is_free

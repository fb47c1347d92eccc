"""Who is looking: sets `request.reader` from the session's organisation."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cordee.people import queries
from cordee.platform.access import ORGANISATION_KEY
from cordee.platform.models import User

READING = ("GET", "HEAD")


class ReaderMiddleware:
    """Gives each request its reader, or None for a stranger or someone without organisation."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader = None
        if isinstance(request.user, User):
            chosen = request.session.get(ORGANISATION_KEY)
            reader = queries.reader_of(
                request.user, organisation_id=chosen, is_reading=request.method in READING
            )
        request.reader = reader  # type: ignore[attr-defined]
        return self.respond(request)

"""A form opened in one organisation is never written in another, whatever other tabs look at.

The session remembers one organisation, and every tab shares it. Each form, and each fragment that
a page asks for, says for which one it was opened (`templatetags/opened_for.py`); when the session
looks elsewhere by now, nothing is written, and what was typed can still be sent where it belongs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cordee.people import queries
from cordee.platform.access import OPENED_FOR, ORGANISATION_KEY, Reader, ReaderRequest, anyone
from cordee.web.typed import in_words

HEADER = "X-Opened-For"
THERE = "send_there"
"""What the button adds that sends a refused form again, to where it was opened."""
UNTOLD = ("csrfmiddlewaretoken", OPENED_FOR, THERE)
UNSHOWN = ("revision",)
"""What a form says by itself."""


@dataclass(frozen=True, slots=True)
class Misdirected:
    """A form that came while another organisation is looked at, with all that was typed in it."""

    opened_for: str
    meant: str
    """Name of the organisation it was opened for; empty when the reader is no longer there."""
    here: str
    path: str
    typed: tuple[tuple[str, str], ...]
    shown: tuple[tuple[str, str], ...]
    """The same in the words of the form: its labels, the names of its choices."""
    files: tuple[str, ...]

    @property
    def may_send(self) -> bool:
        """A browser lets no page keep a file: then it is chosen again."""
        return bool(self.meant) and not self.files


class OpenedFor:
    """Refuses what was opened in another organisation than the one looked at."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: ReaderRequest, view: Callable[..., Any], *_arguments: object
    ) -> HttpResponse | None:
        if request.reader is None or not _is_about_an_organisation(view):
            return None
        meant = _opened_for(request)
        if meant in ("", str(request.reader.organisation.pk)):
            return None
        if request.POST.get(THERE) and _looks_at(request, meant):
            return None
        return _refusal(request, meant)


def _is_about_an_organisation(view: Callable[..., Any]) -> bool:
    rule = getattr(view, "rule", None)
    return rule is not anyone and not getattr(view, "is_of_oneself", False)


def _opened_for(request: ReaderRequest) -> str:
    """The form's own word first: a fragment carries it too."""
    written = request.POST.get(OPENED_FOR, "") if request.method == "POST" else ""
    return written or request.headers.get(HEADER, "")


def _looks_at(request: ReaderRequest, meant: str) -> bool:
    """Look where the form was opened, if its reader is still a member there."""
    reader = _reader_there(request, meant)
    if reader is None:
        return False
    request.session[ORGANISATION_KEY], request.reader = reader.organisation.pk, reader
    return True


def _reader_there(request: ReaderRequest, meant: str) -> Reader | None:
    """Who one is where the form was opened; None for who is no member there."""
    pk = int(meant) if meant.isdecimal() and len(meant) < 19 else 0
    reader = queries.reader_of(request.user, organisation_id=pk)
    return reader if reader and reader.organisation.pk == pk else None


def _refusal(request: ReaderRequest, meant: str) -> HttpResponse:
    """409 with all that was typed; in place of a fragment, a note that covers nothing else."""
    context = {"misdirected": _misdirected(request, meant)}
    if not request.htmx:
        return render(request, "web/opened_for.html", context, status=409)
    response = render(request, "web/opened_for.html#sentence", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#notice", "innerHTML"
    return response


def _misdirected(request: ReaderRequest, meant: str) -> Misdirected:
    names = {str(one.pk): one.name for one in queries.clients(request.user)}
    lists = ((name, request.POST.getlist(name)) for name in request.POST if name not in UNTOLD)
    typed = tuple((name, str(value)) for name, values in lists for value in values)
    there = _reader_there(request, meant)
    return Misdirected(
        opened_for=meant,
        meant=names.get(meant, ""),
        here=request.reader.organisation.name,
        path=request.get_full_path(),
        typed=typed,
        shown=in_words(request, [one for one in typed if one[0] not in UNSHOWN], reader=there),
        files=tuple(
            file.name or "" for key in request.FILES for file in request.FILES.getlist(key)
        ),
    )

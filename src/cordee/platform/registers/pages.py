"""The pages every register has: its list, a row's sheet, its form, its removal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cordee.platform.access import ReaderRequest
from cordee.platform.errors import Conflict, Refused
from cordee.platform.forms import ScopedForm
from cordee.platform.history import LATEST, MOST, History, history
from cordee.platform.models import Owned
from cordee.platform.registers.asking import asked_of, with_figures
from cordee.platform.registers.declared import Register as Declared
from cordee.platform.registers.declared import Related
from cordee.platform.registers.listing import Cell, Listing, listing
from cordee.platform.registers.naming import readable_names

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
"""What a page with a form answers to."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of one row receives."""

    register: Declared
    name: str
    finding: str
    facts: tuple[Cell, ...]
    related: tuple[Related, ...]
    history: History | None
    """None where the rows have no revision, so no line of their own."""
    edit_url: str
    remove_url: str


def list_page(request: ReaderRequest, register: Declared) -> HttpResponse:
    asked = asked_of(request.GET)
    return listing_page(request, listing(register, reader=request.reader, asked=asked))


def listing_page(
    request: ReaderRequest,
    found: Listing,
    *,
    template: str = "registers/list.html",
    beside: dict[str, Any] | None = None,
) -> HttpResponse:
    """The whole page, or its list alone when the page is already there."""
    is_part = bool(request.htmx and not request.htmx.history_restore_request)
    register = found.register
    context = {
        "listing": found,
        "is_part": is_part,
        "heading": _heading(found),
        "may_edit": register.has_pages and register.may_edit(request.reader),
        **(beside or {}),
    }
    response = render(request, f"{template}{'#list' if is_part else ''}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _heading(found: Listing) -> str:
    """How many rows there are, or that there is none yet: the page says it once."""
    register = found.register
    if found.is_bare:
        return str(register.empty.title)
    return register.counted(found.page.paginator.count)


def sheet_page(request: ReaderRequest, register: Declared, key: dict[str, Any]) -> HttpResponse:
    """The page of the row that `key` names."""
    ground = register.ground(request.reader, request.GET.dict())
    rows = with_figures(register, register.query(request.reader), ground=ground)
    row = get_object_or_404(rows, **key)
    sheet = sheet_of(request, register, row, ground=ground)
    return render(request, "registers/sheet.html", {"sheet": sheet})


def sheet_of(request: ReaderRequest, register: Declared, row: Any, *, ground: Any) -> Sheet:
    """What the page of this row shows to this reader."""
    reader = request.reader
    may_edit = register.may_edit(reader)
    shown = register.rows(ground, [row])[0] if register.rows else row
    return Sheet(
        register=register,
        name=register.name(row),
        finding=register.finding(shown) if register.finding else register.name(row),
        facts=tuple(Cell(c.kind, c.value(shown), c.label, c.narrow) for c in register.told),
        related=register.related(reader, row) if register.related else (),
        history=asked_history(request, register, row),
        edit_url=register.edit_url(row) if may_edit else "",
        remove_url=register.remove_url(row) if may_edit else "",
    )


def asked_history(request: ReaderRequest, register: Declared, row: Any) -> History | None:
    """What was done to the row lately, or all of it where the address says `?history=all`."""
    if register.lines is None and not isinstance(row, Owned):
        return None
    most = MOST if request.GET.get("history") == "all" else LATEST
    naming = partial(readable_names, request.reader)
    return history(row, words=register.deeds, most=most, naming=naming, lines=register.lines)


def form_page(request: ReaderRequest, register: Declared, row: Any = None) -> HttpResponse:
    """Ask, then have the service save; what was typed stays on the page until it is accepted."""
    assert register.form
    name = register.name(row) if row else ""
    data = request.POST if request.method == "POST" else None
    start = register.initial if row is None else None
    initial = start(request.reader, request.GET.dict()) if start else None
    form = register.form(data, instance=row, initial=initial, reader=request.reader)
    if data is not None and is_saved(form, request, save=register.save):
        messages.success(
            request, _("“%(name)s” is saved.") % {"name": register.name(form.instance)}
        )
        return redirect(register.sheet_url(form.instance))
    context = {
        "register": register,
        "form": form,
        "name": name,
        "back": register.sheet_url(row) if name else register.list_url,
    }
    return render(request, "registers/form.html", context)


def removal_page(request: ReaderRequest, register: Declared, row: Any) -> HttpResponse:
    """Say what will go, then have the service remove it, or say why it refuses."""
    assert register.remove
    name, refusal = register.name(row), ""
    back = register.sheet_url(row)
    if request.method == "POST":
        try:
            register.remove(row, by=request.user, at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
        else:
            messages.success(request, _("“%(name)s” is removed.") % {"name": name})
            return redirect(register.list_url)
    context = {"register": register, "name": name, "refusal": refusal, "back": back}
    return render(request, "registers/remove.html", context)


def is_saved(form: ScopedForm, request: ReaderRequest, *, save: Callable[..., Any] | None) -> bool:
    """Whether the service kept what was typed; the form says why it did not."""
    assert save
    if not form.is_valid():
        return False
    try:
        save(form.instance, **form.links(), by=request.user, at=timezone.now())
    except Conflict as conflict:
        form.add_conflict(conflict)
        return False
    except Refused as sentence:
        form.add_refusal(str(sentence))
        return False
    return True

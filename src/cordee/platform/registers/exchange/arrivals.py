"""The pages of a file that comes back: give it, see every difference, settle, apply, undo."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.platform.access import Reader, ReaderRequest
from cordee.platform.errors import Refused
from cordee.platform.importing.uploads import on_disk
from cordee.platform.models import ImportRun
from cordee.platform.registers.declared import Register
from cordee.platform.registers.exchange.comparing import RowChange
from cordee.platform.registers.exchange.fields import travelling
from cordee.platform.registers.exchange.returning import (
    bring_back,
    looked_at,
    read_back,
    receive_back,
    received_run,
    returned_runs,
    undo_bring_back,
)
from cordee.platform.registers.exchange.telling import (
    kept_changes,
    returned_sentence,
    returned_url,
    row_lines,
)
from cordee.platform.registers.exchange.weighing import Weighed

PAGE = 100
State = ImportRun.State


class ReturnForm(forms.Form):
    """The file that comes back."""

    file = forms.FileField(
        label=gettext_lazy("The edited export"),
        help_text=gettext_lazy(
            "xlsx, csv or json, as exported from this list and edited since. Nothing is written "
            "before you have seen every difference."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file that you exported and edited."),
            "empty": gettext_lazy("This file is empty. Export it again."),
        },
        allow_empty_file=True,
    )


def bring_back_page(request: ReaderRequest, register: Register) -> HttpResponse:
    form = ReturnForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with on_disk(form.cleaned_data["file"]) as file:
            try:
                run = _received(file, register=register, reader=request.reader, at=timezone.now())
            except Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect(returned_url(run))
    context = {"register": register, "form": form, "step_labels": step_labels()}
    return render(request, "registers/bring_back.html", context)


def returned_page(request: ReaderRequest, register: Register, pk: int) -> HttpResponse:
    return _rendered(request, register, _run(request, register, pk))


def apply_returned(request: ReaderRequest, register: Register, pk: int) -> HttpResponse:
    """Write the file as its conflicts were settled; a refusal keeps the choices on the page."""
    run = _run(request, register, pk)
    try:
        run = bring_back(
            run,
            register=register,
            reader=request.reader,
            at=timezone.now(),
            chosen=chosen_in(request.POST),
            seen=request.POST.get("seen", ""),
        )
    except Refused as refusal:
        return _rendered(request, register, run, refusal=str(refusal))
    messages.success(request, returned_sentence(run.counts, is_done=True))
    return redirect(returned_url(run))


def undo_returned(request: ReaderRequest, register: Register, pk: int) -> HttpResponse:
    run = _run(request, register, pk)
    try:
        undo_bring_back(run, register=register, reader=request.reader, at=timezone.now())
    except Refused as refusal:
        return _rendered(request, register, run, refusal=str(refusal))
    messages.success(request, _("Undone: all is as it was before this import."))
    return redirect(returned_url(run))


def received_export(file: Path, *, reader: Reader, at: datetime) -> str:
    """Where an export that comes back is looked at; empty when the file is none of ours."""
    run = received_run(file, reader=reader, at=at)
    return "" if run is None else returned_url(run)


def chosen_in(posted: QueryDict) -> set[tuple[int, str]]:
    """The conflicts where the file was chosen."""
    found = set()
    for name, value in posted.items():
        start, _dash, rest = name.partition("-")
        number, _dash, field = rest.partition("-")
        if start == "take" and value == "file" and number.isdecimal() and len(number) < 10:
            found.add((int(number), field))
    return found


def step_labels() -> list[str]:
    return [_("File"), _("Differences"), _("Done")]


def _received(file: Path, *, register: Register, reader: Reader, at: datetime) -> ImportRun:
    returned = read_back(file, register=register, reader=reader)
    return receive_back(file, register=register, returned=returned, reader=reader, at=at)


def _run(request: ReaderRequest, register: Register, pk: int) -> ImportRun:
    found: ImportRun = get_object_or_404(returned_runs(register, reader=request.reader), pk=pk)
    return found


def _rendered(
    request: ReaderRequest, register: Register, run: ImportRun, *, refusal: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "register": register,
        "run": run,
        "refusal": refusal,
        "step_labels": step_labels(),
        "is_applied": run.state == State.APPLIED,
        "is_draft": run.state == State.DRAFT,
        "urls": _urls(register, run),
    }
    if run.state == State.DRAFT:
        context |= _draft_context(request, register, run, refusal=refusal)
    else:
        context |= _done_context(request, register, run)
    return render(request, "registers/returned.html", context)


def _draft_context(
    request: ReaderRequest, register: Register, run: ImportRun, *, refusal: str
) -> dict[str, Any]:
    try:
        found, seen = looked_at(run, register=register, reader=request.reader, at=timezone.now())
    except Refused as why:
        return {"headline": _("This file cannot be read"), "refusal": refusal or str(why)}
    counts = {"created": found.created, "updated": found.changed, "refused": found.refused}
    shown = _shown_rows(request, register, found)
    is_nothing = not found.changes
    return shown | {
        "headline": _("Nothing new in this file: everything it says is already here")
        if is_nothing
        else returned_sentence(counts, is_done=False),
        "found": found,
        "seen": seen,
        "counts": counts | {"unchanged": found.unchanged, "conflicts": found.conflicts},
        "writes": found.created + found.changed,
    }


def _shown_rows(request: ReaderRequest, register: Register, found: Weighed) -> dict[str, Any]:
    """Rows to settle and refused rows whole; the others page after page."""
    fields = travelling(register, reader=request.reader).fields
    taken = {name for name, value in request.POST.items() if value == "file"}

    def lines(rows: list[RowChange]) -> Any:
        return row_lines(rows, fields=fields, taken=taken)

    clashing = [row for row in found.changes if row.conflicts and not row.is_refused]
    refused = [row for row in found.changes if row.is_refused]
    plain = [row for row in found.changes if not row.conflicts and not row.is_refused]
    page = Paginator(plain, PAGE).get_page(request.GET.get("page"))
    return {
        "clashing": lines(clashing),
        "refused": lines(refused[:PAGE]),
        "refused_more": len(refused[PAGE:]),
        "rows": page,
        "differences": lines(list(page.object_list)),
    }


def _done_context(request: ReaderRequest, register: Register, run: ImportRun) -> dict[str, Any]:
    is_applied = run.state == State.APPLIED
    told = returned_sentence(run.counts, is_done=True)
    refused = kept_changes(run)
    fields = travelling(register, reader=request.reader).fields
    return {
        "headline": told if is_applied else _("This import was undone: all is as it was before"),
        "counts": run.counts,
        "refused": row_lines(refused[:PAGE], fields=fields) if is_applied else [],
        "refused_more": len(refused[PAGE:]) if is_applied else 0,
    }


def _urls(register: Register, run: ImportRun) -> dict[str, str]:
    page = returned_url(run)
    return {"apply": f"{page}apply/", "undo": f"{page}undo/"}

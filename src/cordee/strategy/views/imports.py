"""Pages of the imports: give a file, say how it reads, see what it would do, apply, undo."""

from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from cordee.platform.access import ReaderRequest, allowed
from cordee.platform.errors import Refused
from cordee.platform.importing.mapping import Mapping
from cordee.platform.importing.uploads import on_disk
from cordee.platform.models import ImportRun
from cordee.platform.registers import received_export, returned_url
from cordee.strategy import imports as services
from cordee.strategy import rules
from cordee.strategy.forms.imports import FileForm, SheetForm, spend_columns
from cordee.strategy.imports.check import kept_check
from cordee.strategy.imports.runs import counts_sentence, import_runs, listed_runs
from cordee.strategy.imports.work import (
    begun,
    cancel_work,
    check_begun,
    situation,
)
from cordee.strategy.views.import_files import attached, remarks_as_csv
from cordee.strategy.views.import_pages import import_context, mapping_forms, step_labels, work_told

PAGE = 50


@allowed(rules.may_import)
@require_GET
def imports(request: ReaderRequest) -> HttpResponse:
    page = Paginator(import_runs(request.reader), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "runs": listed_runs(page.object_list)}
    return render(request, "strategy/imports.html", context)


@allowed(rules.may_import)
@require_http_methods(["GET", "POST"])
def new_import(request: ReaderRequest) -> HttpResponse:
    earlier = services.earlier_imports(request.reader)
    form = FileForm(request.POST or None, request.FILES or None, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        with on_disk(form.cleaned_data["file"]) as file:
            try:
                if back := received_export(file, reader=request.reader, at=timezone.now()):
                    return redirect(back)
                run = _received(request, form, file=file)
            except services.MappingRefused as refusal:
                is_earlier = bool(form.cleaned_data.get("earlier"))
                form.add_error("earlier" if is_earlier else "mapping", str(refusal))
            except Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                return _checked_next(request, run)
    context = {"form": form, "step_labels": step_labels()}
    return render(request, "strategy/import_new.html", context)


def _received(request: ReaderRequest, form: FileForm, *, file: Path) -> ImportRun:
    """The draft of a file, read as was asked."""
    at, told = timezone.now(), form.cleaned_data
    if told.get("earlier"):
        return services.receive_like(request.reader, file=file, earlier=told["earlier"], at=at)
    return services.receive_file(request.reader, file=file, mapping_text=told["mapping"], at=at)


@allowed(rules.may_import)
@require_GET
def import_page(request: ReaderRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(import_runs(request.reader), pk=pk)
    if run.register:
        return redirect(returned_url(run))
    return _rendered(request, run)


@allowed(rules.may_import)
@require_POST
def map_import(request: ReaderRequest, pk: int) -> HttpResponse:
    """Say how the columns are read, or read another sheet; then check again."""
    run = _run(request, pk)
    try:
        if "sheet" in request.POST:
            form = SheetForm(request.POST, outline=services.outline(run))
            if form.is_valid():
                sheet = form.cleaned_data["sheet"]
                services.read_sheet(run, sheet=sheet, reader=request.reader, at=timezone.now())
            return _checked_next(request, run)
        return _mapped(request, run)
    except Refused as refusal:
        return _rendered(request, run, refusal=str(refusal))


@allowed(rules.may_import)
@require_POST
def apply_import(request: ReaderRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    try:
        if begun(run, what="apply", reader=request.reader, at=timezone.now()):
            messages.success(request, counts_sentence(run.counts, is_done=True))
    except Refused as refusal:
        return _rendered(request, _run(request, pk), refusal=str(refusal))
    return redirect("strategy:import", pk=pk)


@allowed(rules.may_import)
@require_POST
def undo_import(request: ReaderRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    try:
        if begun(run, what="undo", reader=request.reader, at=timezone.now()):
            messages.success(request, _("Undone: all is as it was before this import."))
    except Refused as refusal:
        return _rendered(request, run, refusal=str(refusal))
    return redirect("strategy:import", pk=pk)


@allowed(rules.may_import)
@require_POST
def cancel_import(request: ReaderRequest, pk: int) -> HttpResponse:
    try:
        cancel_work(_run(request, pk))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("strategy:import", pk=pk)


@allowed(rules.may_import)
@require_GET
def import_progress(request: ReaderRequest, pk: int) -> HttpResponse:
    """The fragment that asks for itself while work is under way; then the page is shown whole."""
    run = _run(request, pk)
    found = situation(run)
    if not request.htmx:
        return redirect("strategy:import", pk=pk)
    if not found.is_busy:
        return HttpResponseClientRefresh()
    context = {"run": run, "work": work_told(found, at=timezone.now())}
    return render(request, "strategy/import.html#progress", context)


@allowed(rules.may_import)
@require_GET
def saved_mapping(request: ReaderRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    stem = Path(run.file_name).stem
    return attached(run.mapping, name=f"{stem}.toml", kind="application/toml")


@allowed(rules.may_import)
@require_GET
def refused_rows(request: ReaderRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    check, _holds = kept_check(run, reader=request.reader, on=timezone.localdate())
    name = _("%(file)s refused rows.csv") % {"file": Path(run.file_name).stem}
    return attached(remarks_as_csv(check), name=name, kind="text/csv")


def _run(request: ReaderRequest, pk: int) -> ImportRun:
    """A portfolio from elsewhere: the exports that come back have pages of their own."""
    return get_object_or_404(import_runs(request.reader), pk=pk, register="")


def _mapped(request: ReaderRequest, run: ImportRun) -> HttpResponse:
    form, spend = mapping_forms(run, typed=request.POST, at=timezone.now())
    if not (form.is_valid() and spend.is_valid()):
        return _rendered(request, run, refusal=_("Correct the columns below: nothing was kept."))
    services.save_mapping(
        run,
        mapping=Mapping(form.served(), spend_columns(spend), run.options["sheet"]),
        creates_objectives=form.creates_objectives,
        by=request.user,
        at=timezone.now(),
    )
    return _checked_next(request, run)


def _checked_next(request: ReaderRequest, run: ImportRun) -> HttpResponse:
    check_begun(run, reader=request.reader, at=timezone.now())
    return redirect("strategy:import", pk=run.pk)


def _rendered(request: ReaderRequest, run: ImportRun, *, refusal: str = "") -> HttpResponse:
    """The page of an import; after a refusal, with what was typed."""
    context = import_context(
        run,
        reader=request.reader,
        typed=request.POST if "objectives" in request.POST else None,
        page=request.GET.get("page", "1"),
        at=timezone.now(),
    )
    return render(request, "strategy/import.html", context | {"refusal": refusal})

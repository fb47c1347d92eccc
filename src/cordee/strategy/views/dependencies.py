"""Pages of the dependencies between initiatives."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.registers import form_page, list_page, read_or_write, removal_page, sheet_page
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.dependencies import DependencyForm
from cordee.strategy.registers import DEPENDENCIES


@allowed(any_member)
@require_GET
def dependencies(request: ReaderRequest) -> HttpResponse:
    return list_page(request, DEPENDENCIES)


@allowed(any_member)
@require_GET
def dependency(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.dependencies(request.reader), pk=pk)
    return sheet_page(request, DEPENDENCIES, row)


@allowed(rules.may_edit_initiatives)
@read_or_write
def new_dependency(request: ReaderRequest) -> HttpResponse:
    chosen = request.GET.get("source", "")
    initial = {"source": chosen} if chosen.isdecimal() else {}
    save = services.save_dependency
    return form_page(request, DEPENDENCIES, DependencyForm, save=save, initial=initial)


@allowed(rules.may_edit_initiatives)
@read_or_write
def edit_dependency(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.dependencies(request.reader), pk=pk)
    return form_page(request, DEPENDENCIES, DependencyForm, save=services.save_dependency, row=row)


@allowed(rules.may_edit_initiatives)
@read_or_write
def remove_dependency(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.dependencies(request.reader), pk=pk)
    return removal_page(request, DEPENDENCIES, row, remove=services.remove_dependency)

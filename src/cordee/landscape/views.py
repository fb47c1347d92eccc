"""Pages of the applications."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import ApplicationForm
from cordee.landscape.registers import APPLICATIONS
from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.registers import form_page, list_page, read_or_write, removal_page, sheet_page


@allowed(any_member)
@require_GET
def applications(request: ReaderRequest) -> HttpResponse:
    return list_page(request, APPLICATIONS)


@allowed(any_member)
@require_GET
def application(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(APPLICATIONS.query(request.reader), pk=pk)
    return sheet_page(request, APPLICATIONS, row)


@allowed(rules.may_edit_applications)
@read_or_write
def new_application(request: ReaderRequest) -> HttpResponse:
    return form_page(request, APPLICATIONS, ApplicationForm, save=services.save_application)


@allowed(rules.may_edit_applications)
@read_or_write
def edit_application(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.applications(request.reader), pk=pk)
    return form_page(
        request, APPLICATIONS, ApplicationForm, save=services.save_application, row=row
    )


@allowed(rules.may_edit_applications)
@read_or_write
def remove_application(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.applications(request.reader), pk=pk)
    return removal_page(request, APPLICATIONS, row, remove=services.remove_application)

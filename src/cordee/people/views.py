"""Pages of units and people."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from cordee.people import queries, rules, services
from cordee.people.forms import PersonForm, UnitForm
from cordee.people.registers import PEOPLE, UNITS
from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.registers import form_page, list_page, removal_page, sheet_page

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@allowed(any_member)
@require_GET
def units(request: ReaderRequest) -> HttpResponse:
    return list_page(request, UNITS)


@allowed(any_member)
@require_GET
def unit(request: ReaderRequest, pk: int) -> HttpResponse:
    return sheet_page(request, UNITS, get_object_or_404(UNITS.query(request.reader), pk=pk))


@allowed(rules.may_edit_units)
@read_or_write
def new_unit(request: ReaderRequest) -> HttpResponse:
    return form_page(request, UNITS, UnitForm, save=services.save_unit)


@allowed(rules.may_edit_units)
@read_or_write
def edit_unit(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.units(request.reader), pk=pk)
    return form_page(request, UNITS, UnitForm, save=services.save_unit, row=row)


@allowed(rules.may_edit_units)
@read_or_write
def remove_unit(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.units(request.reader), pk=pk)
    return removal_page(request, UNITS, row, remove=services.remove_unit)


@allowed(any_member)
@require_GET
def people(request: ReaderRequest) -> HttpResponse:
    return list_page(request, PEOPLE)


@allowed(any_member)
@require_GET
def person(request: ReaderRequest, pk: int) -> HttpResponse:
    return sheet_page(request, PEOPLE, get_object_or_404(PEOPLE.query(request.reader), pk=pk))


@allowed(rules.may_edit_people)
@read_or_write
def new_person(request: ReaderRequest) -> HttpResponse:
    return form_page(request, PEOPLE, PersonForm, save=services.save_person)


@allowed(rules.may_edit_people)
@read_or_write
def edit_person(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.people(request.reader), pk=pk)
    return form_page(request, PEOPLE, PersonForm, save=services.save_person, row=row)


@allowed(rules.may_edit_people)
@read_or_write
def remove_person(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.people(request.reader), pk=pk)
    return removal_page(request, PEOPLE, row, remove=services.remove_person)

"""Pages of visions, objectives, plans, contributions and spend lines."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.registers import (
    form_page,
    list_page,
    listing,
    listing_page,
    read_or_write,
    removal_page,
    sheet_page,
)
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.objectives import ObjectiveForm, PlanForm, VisionForm
from cordee.strategy.forms.spend import SpendLineForm
from cordee.strategy.registers import CONTRIBUTIONS, OBJECTIVES, PLANS, SPEND_LINES, VISIONS


@allowed(any_member)
@require_GET
def visions(request: ReaderRequest) -> HttpResponse:
    return list_page(request, VISIONS)


@allowed(any_member)
@require_GET
def vision(request: ReaderRequest, pk: int) -> HttpResponse:
    return sheet_page(request, VISIONS, get_object_or_404(VISIONS.query(request.reader), pk=pk))


@allowed(rules.may_edit_strategy)
@read_or_write
def new_vision(request: ReaderRequest) -> HttpResponse:
    today = {"stated_on": timezone.localdate()}
    return form_page(request, VISIONS, VisionForm, save=services.save_vision, initial=today)


@allowed(rules.may_edit_strategy)
@read_or_write
def edit_vision(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.visions(request.reader), pk=pk)
    return form_page(request, VISIONS, VisionForm, save=services.save_vision, row=row)


@allowed(rules.may_edit_strategy)
@read_or_write
def remove_vision(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.visions(request.reader), pk=pk)
    return removal_page(request, VISIONS, row, remove=services.remove_vision)


@allowed(any_member)
@require_GET
def objectives(request: ReaderRequest) -> HttpResponse:
    return list_page(request, OBJECTIVES)


@allowed(any_member)
@require_GET
def objective(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.objectives(request.reader), pk=pk)
    return sheet_page(request, OBJECTIVES, row)


@allowed(rules.may_edit_strategy)
@read_or_write
def new_objective(request: ReaderRequest) -> HttpResponse:
    return form_page(request, OBJECTIVES, ObjectiveForm, save=services.save_objective)


@allowed(rules.may_edit_strategy)
@read_or_write
def edit_objective(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.objectives(request.reader), pk=pk)
    return form_page(request, OBJECTIVES, ObjectiveForm, save=services.save_objective, row=row)


@allowed(rules.may_edit_strategy)
@read_or_write
def remove_objective(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.objectives(request.reader), pk=pk)
    return removal_page(request, OBJECTIVES, row, remove=services.remove_objective)


@allowed(any_member)
@require_GET
def plans(request: ReaderRequest) -> HttpResponse:
    return list_page(request, PLANS)


@allowed(any_member)
@require_GET
def plan(request: ReaderRequest, pk: int) -> HttpResponse:
    return sheet_page(request, PLANS, get_object_or_404(PLANS.query(request.reader), pk=pk))


@allowed(rules.may_edit_strategy)
@read_or_write
def new_plan(request: ReaderRequest) -> HttpResponse:
    year = {"fiscal_year": request.reader.organisation.fiscal_year}
    return form_page(request, PLANS, PlanForm, save=services.save_plan, initial=year)


@allowed(rules.may_edit_strategy)
@read_or_write
def edit_plan(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.plans(request.reader), pk=pk)
    return form_page(request, PLANS, PlanForm, save=services.save_plan, row=row)


@allowed(rules.may_edit_strategy)
@read_or_write
def remove_plan(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.plans(request.reader), pk=pk)
    return removal_page(request, PLANS, row, remove=services.remove_plan)


@allowed(any_member)
@require_GET
def contributions(request: ReaderRequest) -> HttpResponse:
    found = listing(CONTRIBUTIONS, reader=request.reader, asked=request.GET.dict())
    return listing_page(request, found, template="strategy/contributions.html")


@allowed(any_member)
@require_GET
def spend_lines(request: ReaderRequest) -> HttpResponse:
    return list_page(request, SPEND_LINES)


@allowed(any_member)
@require_GET
def spend_line(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.spend_lines(request.reader), pk=pk)
    return sheet_page(request, SPEND_LINES, row)


@allowed(rules.may_edit_spend)
@read_or_write
def new_spend_line(request: ReaderRequest) -> HttpResponse:
    """An amount; the address may name its initiative: ?initiative=APP-04."""
    code = request.GET.get("initiative", "")
    source = queries.initiatives(request.reader).filter(code=code).first()
    initial = {"initiative": source.pk} if source else None
    save = services.save_spend_line
    return form_page(request, SPEND_LINES, SpendLineForm, save=save, initial=initial)


@allowed(rules.may_edit_spend)
@read_or_write
def edit_spend_line(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.spend_lines(request.reader), pk=pk)
    return form_page(request, SPEND_LINES, SpendLineForm, save=services.save_spend_line, row=row)


@allowed(rules.may_edit_spend)
@read_or_write
def remove_spend_line(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.spend_lines(request.reader), pk=pk)
    return removal_page(request, SPEND_LINES, row, remove=services.remove_spend_line)

"""Pages of the exchange rates."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.registers import form_page, list_page, read_or_write, removal_page, sheet_page
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.rates import ExchangeRateForm
from cordee.strategy.registers import EXCHANGE_RATES


@allowed(any_member)
@require_GET
def exchange_rates(request: ReaderRequest) -> HttpResponse:
    return list_page(request, EXCHANGE_RATES)


@allowed(any_member)
@require_GET
def exchange_rate(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.exchange_rates(request.reader), pk=pk)
    return sheet_page(request, EXCHANGE_RATES, row)


@allowed(rules.may_edit_spend)
@read_or_write
def new_exchange_rate(request: ReaderRequest) -> HttpResponse:
    today = {"day": timezone.localdate()}
    save = services.save_exchange_rate
    return form_page(request, EXCHANGE_RATES, ExchangeRateForm, save=save, initial=today)


@allowed(rules.may_edit_spend)
@read_or_write
def edit_exchange_rate(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.exchange_rates(request.reader), pk=pk)
    save = services.save_exchange_rate
    return form_page(request, EXCHANGE_RATES, ExchangeRateForm, save=save, row=row)


@allowed(rules.may_edit_spend)
@read_or_write
def remove_exchange_rate(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.exchange_rates(request.reader), pk=pk)
    return removal_page(request, EXCHANGE_RATES, row, remove=services.remove_exchange_rate)

"""The page of an indicator: where it stands, its measures, the form of the next one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.registers import sheet_of
from cordee.strategy import rules, services
from cordee.strategy.charts import indicators as charts
from cordee.strategy.forms.indicators import NewMeasureForm
from cordee.strategy.models import Measure
from cordee.strategy.queries.measured import indicator_sheet, measured_indicators
from cordee.strategy.registers import INDICATORS, MEASURES


@allowed(any_member)
@require_GET
def indicator(request: ReaderRequest, pk: int) -> HttpResponse:
    form = NewMeasureForm(reader=request.reader, initial={"day": timezone.localdate()})
    return _page(request, pk, form=form)


@allowed(rules.may_measure)
@require_POST
def measure_indicator(request: ReaderRequest, pk: int) -> HttpResponse:
    """Write the next measure; what was refused stays on the page, with why."""
    row = get_object_or_404(measured_indicators(request.reader), pk=pk)
    form = NewMeasureForm(request.POST, instance=Measure(indicator=row), reader=request.reader)
    if form.is_valid():
        try:
            services.save_measure(form.instance, by=request.user, at=timezone.now())
        except Refused as sentence:
            form.add_refusal(str(sentence))
        else:
            return _written(request, pk, name=row.name)
    return _page(request, pk, form=form)


def _written(request: ReaderRequest, pk: int, *, name: str) -> HttpResponse:
    if request.htmx:
        form = NewMeasureForm(reader=request.reader, initial={"day": timezone.localdate()})
        return _page(request, pk, form=form)
    messages.success(request, _("The measure of “%(name)s” is written.") % {"name": name})
    return redirect("strategy:indicator", pk=pk)


def _page(request: ReaderRequest, pk: int, *, form: NewMeasureForm) -> HttpResponse:
    row = get_object_or_404(measured_indicators(request.reader), pk=pk)
    drawn = indicator_sheet(request.reader, row, on=timezone.localdate())
    context = {
        "sheet": sheet_of(request, INDICATORS, row, ground=request.reader),
        "indicator": row,
        "finding": charts.indicator_finding(drawn.figure),
        "figure": charts.measures_figure(drawn),
        "warning": charts.stale_warning(drawn),
        "measures_url": f"{MEASURES.list_url}?indicator={row.pk}" if drawn.measures else "",
        "form": form if rules.may_measure(request.reader) else None,
    }
    part = "#sheet" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"strategy/indicator.html{part}", context)

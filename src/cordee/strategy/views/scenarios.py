"""Pages of the scenarios: other priorities, what they would say, and their adoption."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Conflict, Refused
from cordee.platform.registers import read_or_write
from cordee.strategy import queries, rules, services
from cordee.strategy.charts import changes
from cordee.strategy.charts.findings import basis_label
from cordee.strategy.forms.editions import ScenarioForm
from cordee.strategy.models import Scenario
from cordee.strategy.queries import Basis
from cordee.strategy.queries.scenarios import (
    judged,
    picture_under,
    scenarios,
    scored_scenarios,
)
from cordee.strategy.views.bases import basis_choices


@allowed(any_member)
@require_GET
def scenario_list(request: ReaderRequest) -> HttpResponse:
    """The scenarios beside the priorities as they are, each with the alignment it would give."""
    on, basis = timezone.localdate(), _basis(request)
    now = queries.picture(request.reader, basis=basis, on=on)
    context = {
        "scenarios": [
            (scored.scenario, changes.score_text(scored.score))
            for scored in scored_scenarios(
                request.reader, scenarios(request.reader), basis=basis, on=on
            )
        ],
        "now": changes.score_text(now.score),
        "basis_label": basis_label(basis),
        "bases": basis_choices(request.reader, chosen=basis),
        "page_url": request.path,
        "may_allot": rules.may_allot_priorities(request.reader),
        "has_objectives": bool(now.objectives),
    }
    return render(request, "strategy/scenarios.html", context)


@allowed(any_member)
@require_GET
def scenario(request: ReaderRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(scenarios(request.reader), pk=pk))


@allowed(rules.may_allot_priorities)
@read_or_write
def new_scenario(request: ReaderRequest) -> HttpResponse:
    return _form_page(request, None)


@allowed(rules.may_allot_priorities)
@read_or_write
def edit_scenario(request: ReaderRequest, pk: int) -> HttpResponse:
    return _form_page(request, get_object_or_404(scenarios(request.reader), pk=pk))


@allowed(rules.may_allot_priorities)
@require_POST
def adopt_scenario(request: ReaderRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(scenarios(request.reader), pk=pk)
    try:
        services.adopt_scenario(shown, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, shown, refusal=str(refusal))
    messages.success(
        request, _("The priorities are now those of “%(name)s”.") % {"name": shown.name}
    )
    return redirect("strategy:priorities")


@allowed(rules.may_allot_priorities)
@require_POST
def remove_scenario(request: ReaderRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(scenarios(request.reader), pk=pk)
    services.remove_scenario(shown, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s” is removed.") % {"name": shown.name})
    return redirect("strategy:scenarios")


def _page(request: ReaderRequest, shown: Scenario, *, refusal: str = "") -> HttpResponse:
    on, basis = timezone.localdate(), _basis(request)
    now = queries.picture(request.reader, basis=basis, on=on)
    then = picture_under(request.reader, scenario=shown, basis=basis, on=on)
    context = {
        "scenario": shown,
        "rows": judged(now, then),
        "now": changes.score_text(now.score),
        "then": changes.score_text(then.score),
        "is_better": (then.score or 0) > (now.score or 0),
        "basis_label": basis_label(basis),
        "bases": basis_choices(request.reader, chosen=basis),
        "page_url": request.path,
        "may_allot": rules.may_allot_priorities(request.reader),
        "refusal": refusal,
    }
    return render(request, "strategy/scenario.html", context)


def _form_page(request: ReaderRequest, row: Scenario | None) -> HttpResponse:
    form = ScenarioForm(
        request.POST if request.method == "POST" else None, instance=row, reader=request.reader
    )
    if form.is_valid():
        try:
            saved = services.save_scenario(
                form.instance, **form.links(), by=request.user, at=timezone.now()
            )
        except Conflict as conflict:
            form.add_conflict(conflict)
        except Refused as refusal:
            form.add_refusal(str(refusal))
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
            return redirect("strategy:scenario", pk=saved.pk)
    return render(request, "strategy/scenario_form.html", {"form": form, "scenario": row})


def _basis(request: ReaderRequest) -> Basis:
    return queries.chosen_basis(request.reader, key=request.GET.get("basis", ""))

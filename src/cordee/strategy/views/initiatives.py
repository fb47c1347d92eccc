"""Pages of the initiatives: their list, one of them, its next state."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.registers import asked_history, asked_of, listing
from cordee.strategy import queries, rules, services
from cordee.strategy.charts import findings
from cordee.strategy.charts.initiatives import list_finding, sheet_finding
from cordee.strategy.forms.discussion import CommentForm
from cordee.strategy.forms.initiatives import StateForm
from cordee.strategy.models import Initiative
from cordee.strategy.queries.portfolio import Ground, ground, waived_initiatives
from cordee.strategy.queries.sheet import initiative_sheet
from cordee.strategy.registers import INITIATIVES
from cordee.strategy.registers.around import around_initiative
from cordee.strategy.views.bases import choices_among
from cordee.strategy.views.comments import discussion_context


@allowed(any_member)
@require_GET
def initiatives(request: ReaderRequest) -> HttpResponse:
    found = listing(INITIATIVES, reader=request.reader, asked=asked_of(request.GET))
    whole = found.everything
    funded, orphans = whole.by_view["funded"], whole.by_view["orphan"]
    is_part = bool(request.htmx and not request.htmx.history_restore_request)
    context = {
        "listing": found,
        "is_part": is_part,
        "heading": list_finding(whole.rows, funded=funded, orphans=orphans),
        "may_edit": rules.may_edit_initiatives(request.reader),
        "may_link": rules.may_link_initiatives(request.reader),
        **_basis(request, found.ground),
    }
    response = render(request, f"strategy/initiatives.html{'#list' if is_part else ''}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@allowed(any_member)
@require_GET
def initiative(request: ReaderRequest, code: str) -> HttpResponse:
    return initiative_page(request, code)


@allowed(rules.may_edit_initiatives)
@require_POST
def move_initiative(request: ReaderRequest, code: str) -> HttpResponse:
    """Pass to another state; a refusal is shown beside the form, with what was typed."""
    row = get_object_or_404(queries.initiatives(request.reader), code=code)
    form = StateForm(request.POST, states=tuple(Initiative.Status))
    if form.is_valid():
        try:
            services.move_to_state(row, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = {"name": row.name, "state": row.get_status_display()}
            messages.success(request, _("“%(name)s” is now “%(state)s”.") % told)
            return redirect(INITIATIVES.sheet_url(row))
    return initiative_page(request, code, form=form)


def initiative_page(
    request: ReaderRequest,
    code: str,
    *,
    form: StateForm | None = None,
    comment_form: CommentForm | None = None,
) -> HttpResponse:
    """The sheet of an initiative, with what was typed in its forms and refused."""
    stood = ground(request.reader, key=request.GET.get("basis", ""), on=timezone.localdate())
    row = get_object_or_404(waived_initiatives(stood), code=code)
    sheet = initiative_sheet(row, ground=stood)
    context: dict[str, Any] = {
        "sheet": sheet,
        "finding": sheet_finding(sheet),
        "state_form": form or StateForm(states=sheet.next_states),
        "may_edit": rules.may_edit_initiatives(request.reader),
        "may_link": rules.may_link_initiatives(request.reader),
        "may_spend": rules.may_edit_spend(request.reader),
        "history": asked_history(request, INITIATIVES, row),
        "measured": around_initiative(request.reader, row),
        **_basis(request, stood),
        **discussion_context(request, row, form=comment_form),
    }
    return render(request, "strategy/initiative.html", context)


def _basis(request: ReaderRequest, ground: Ground) -> dict[str, Any]:
    return {
        "basis_label": findings.basis_label(ground.basis),
        "bases": choices_among(ground.written, chosen=ground.basis),
        "coverage": findings.coverage_sentence(ground.standing),
        "page_url": request.path,
    }

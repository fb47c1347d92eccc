"""One hundred points shared among the objectives of one level."""

import re
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.forms import AmountField
from cordee.platform.registers import read_or_write
from cordee.platform.typography import number_text
from cordee.strategy import queries, rules, services
from cordee.strategy.charts import findings
from cordee.strategy.models import Objective
from cordee.strategy.queries.priorities import Allotment, Weighed, allotment
from cordee.strategy.views.bases import basis_choices

NUMBER = re.compile(r"[0-9]{1,18}")
POINTS = AmountField(required=False, min_value=0, max_value=100, max_digits=7, decimal_places=2)


@allowed(any_member)
@read_or_write
def priorities(request: ReaderRequest) -> HttpResponseBase:
    if request.method == "POST":
        return _allotted(request)
    return _page(request)


@allowed(rules.may_allot_priorities)
def _allotted(request: ReaderRequest) -> HttpResponse:
    """Share the points as typed, or say what is wrong and keep what was typed."""
    shown = _allotment(request)
    reason = request.POST.get("reason", "").strip()
    points, wrong = _points(request, shown)
    if not shown.parts:
        return _page(request)
    if wrong or not reason:
        missing = "" if reason else _("Say why: the next reader will ask.")
        return _page(request, wrong=wrong, missing=missing)
    try:
        services.allot_priorities(
            request.reader.organisation,
            points=points,
            by=request.user,
            at=timezone.now(),
            reason=reason,
        )
    except Refused as refusal:
        return _page(request, refusal=str(refusal))
    messages.success(request, _("The 100 points are shared as you wrote."))
    return redirect(request.get_full_path())


def _points(
    request: ReaderRequest, shown: Allotment
) -> tuple[dict[Objective, Decimal], frozenset[int]]:
    """The points of each objective; an empty box is 0, which the page says."""
    points, wrong = {}, set()
    for part in shown.parts:
        try:
            typed = POINTS.clean(request.POST.get(_name(part), ""))
        except ValidationError:
            wrong.add(part.objective.pk)
        else:
            points[part.objective] = typed or Decimal(0)
    return points, frozenset(wrong)


def _page(
    request: ReaderRequest,
    *,
    wrong: frozenset[int] = frozenset(),
    missing: str = "",
    refusal: str = "",
) -> HttpResponse:
    shown = _allotment(request)
    basis = queries.chosen_basis(request.reader, key=request.GET.get("basis", ""))
    context = {
        "allotment": shown,
        "rows": [
            (part, _name(part), _text(request, part), part.objective.pk in wrong)
            for part in shown.parts
        ],
        "total": number_text(shown.points, language=get_language() or "en"),
        "reason": request.POST.get("reason", ""),
        "missing": missing,
        "refusal": refusal,
        "may_allot": rules.may_allot_priorities(request.reader),
        "basis_label": findings.basis_label(basis),
        "bases": basis_choices(request.reader, chosen=basis),
        "page_url": request.path,
    }
    return render(request, "strategy/priorities.html", context)


def _allotment(request: ReaderRequest) -> Allotment:
    asked = request.GET.get("parent", "")
    parent = None
    if asked:
        pk = asked if NUMBER.fullmatch(asked) else 0
        parent = get_object_or_404(queries.objectives(request.reader), pk=pk)
    basis = queries.chosen_basis(request.reader, key=request.GET.get("basis", ""))
    standing = queries.standing(request.reader, basis=basis, on=timezone.localdate())
    return allotment(request.reader, parent=parent, standing=standing)


def _name(part: Weighed) -> str:
    return f"points-{part.objective.pk}"


def _text(request: ReaderRequest, part: Weighed) -> str:
    """What was typed, else what is stored; an unstated weight is an empty box."""
    if _name(part) in request.POST:
        return request.POST[_name(part)]
    weight = part.objective.weight
    return "" if weight is None else number_text(weight, language=get_language() or "en")

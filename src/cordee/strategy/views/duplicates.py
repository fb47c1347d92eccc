"""Page of the initiatives that look alike or pull against each other, and the verdict on a pair."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import Reader, ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.strategy import queries, rules, services
from cordee.strategy.charts import findings
from cordee.strategy.forms.duplicates import VerdictForm
from cordee.strategy.models import Initiative
from cordee.strategy.queries.pairs import conflict_pairs, duplicate_pairs
from cordee.strategy.views.bases import basis_choices


@allowed(any_member)
@require_GET
def duplicates(request: ReaderRequest) -> HttpResponse:
    return render(request, "strategy/duplicates.html", _context(request))


@allowed(rules.may_edit_initiatives)
@require_POST
def rule_on_duplicates(request: ReaderRequest) -> HttpResponse:
    first, second = _pair(request.reader, request.POST.get("first"), request.POST.get("second"))
    form = VerdictForm(request.POST)
    if form.is_valid():
        try:
            services.rule_on_duplicates(
                first, second, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _rendered(request, form=form, failed=f"{first.pk}-{second.pk}")
    if request.htmx:
        return _rendered(request)
    return redirect(f"{reverse('strategy:duplicates')}?{request.GET.urlencode()}".rstrip("?"))


def _pair(reader: Reader, *keys: str | None) -> tuple[Initiative, Initiative]:
    """The two initiatives, in their order; one alone, or out of reach, is not a pair."""
    known = [key for key in keys if key and key.isdecimal()]
    if len(set(known)) < len(keys):
        raise Http404
    low, high = sorted(int(key) for key in known)
    initiatives = queries.initiatives(reader)
    return get_object_or_404(initiatives, pk=low), get_object_or_404(initiatives, pk=high)


def _rendered(
    request: ReaderRequest, *, form: VerdictForm | None = None, failed: str = ""
) -> HttpResponse:
    part = "#pairs" if request.htmx else ""
    context = _context(request) | {"form": form, "failed": failed}
    return render(request, f"strategy/duplicates.html{part}", context)


def _context(request: ReaderRequest) -> dict[str, Any]:
    reader = request.reader
    basis = queries.chosen_basis(reader, key=request.GET.get("basis", ""))
    picture = queries.picture(reader, basis=basis, on=timezone.localdate())
    return {
        "picture": picture,
        "finding": findings.duplicates_finding(picture),
        "conflict_finding": findings.conflict_finding(picture),
        "coverage": findings.coverage_sentence(picture),
        "basis_label": findings.basis_label(basis),
        "bases": basis_choices(reader, chosen=basis),
        "pairs": duplicate_pairs(reader, picture=picture),
        "conflicts": conflict_pairs(reader, picture=picture),
        "may_rule": rules.may_edit_initiatives(reader),
    }

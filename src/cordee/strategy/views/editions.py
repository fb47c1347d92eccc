"""Pages of the editions: what each one froze, and what moved since."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.registers import read_or_write
from cordee.strategy import queries, rules, services
from cordee.strategy.charts import changes
from cordee.strategy.charts.findings import basis_label
from cordee.strategy.forms.editions import EditionForm
from cordee.strategy.models import Edition
from cordee.strategy.queries import editions as kept
from cordee.strategy.queries.freezing import FrozenFigures, portfolio_of
from cordee.strategy.views.bases import BasisChoice, basis_choices

NUMBER = re.compile(r"[0-9]{1,18}")


@allowed(any_member)
@require_GET
def editions(request: ReaderRequest) -> HttpResponse:
    context = {
        "editions": kept.listed_editions(request.reader),
        "may_freeze": rules.may_freeze_editions(request.reader) and request.reader.units is None,
    }
    return render(request, "strategy/editions.html", context)


@allowed(rules.may_freeze_editions)
@read_or_write
def new_edition(request: ReaderRequest) -> HttpResponse:
    form = EditionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            edition = services.freeze_edition(
                request.reader, **form.cleaned_data, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(
                request, _("The edition “%(name)s” is frozen.") % {"name": edition.name}
            )
            return redirect("strategy:edition", pk=edition.pk)
    return render(request, "strategy/edition_new.html", {"form": form})


@allowed(any_member)
@require_GET
def edition(request: ReaderRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(kept.editions(request.reader), pk=pk)
    portfolio = portfolio_of(shown.content)
    others = kept.editions(request.reader).defer("content", "pictures")
    context = {
        "edition": shown,
        "portfolio": portfolio,
        "figures": [
            (figures, basis_label(figures.basis), _top_objectives(figures))
            for figures in portfolio.figures
        ],
        "is_intact": services.digest_of(shown.content) == shown.digest,
        "earlier": others.filter(at__lt=shown.at).first(),
    }
    return render(request, "strategy/edition.html", context)


@allowed(any_member)
@require_GET
def edition_changes(request: ReaderRequest) -> HttpResponse:
    """Two editions side by side, or one and today."""
    reader = request.reader
    listed = list(kept.editions(reader).defer("content", "pictures"))
    if not listed:
        return render(request, "strategy/edition_changes.html", {"editions": ()})
    before = _asked(request, "before") or listed[0]
    after = _asked(request, "after")
    if after and after.at < before.at:
        before, after = after, before
    basis = queries.chosen_basis(reader, key=request.GET.get("basis", ""))
    moved = kept.compared(reader, before=before, after=after, basis=basis, on=timezone.localdate())
    context = {
        "editions": listed,
        "before": before,
        "after": after,
        "moved": moved,
        "finding": changes.moved_finding(moved, since=before.name),
        "summary": changes.moved_summary(moved),
        "growth": changes.growth_text(moved),
        "then": changes.score_text(moved.before.score if moved.before else None),
        "now": changes.score_text(moved.after.score if moved.after else None),
        "basis_label": basis_label(basis),
        "basis": basis.key,
        "bases": _bases(request, before=before, after=after),
    }
    return render(request, "strategy/edition_changes.html", context)


def _bases(
    request: ReaderRequest, *, before: Edition, after: Edition | None
) -> list[tuple[BasisChoice, str]]:
    """Every basis with the address of this same comparison read on it."""
    chosen = queries.chosen_basis(request.reader, key=request.GET.get("basis", ""))
    pair = f"before={before.pk}&after={after.pk if after else ''}"
    here = reverse("strategy:edition_changes")
    return [
        (choice, f"{here}?{pair}&basis={choice.key}")
        for choice in basis_choices(request.reader, chosen=chosen)
    ]


def _asked(request: ReaderRequest, side: str) -> Edition | None:
    pk = request.GET.get(side, "")
    if not pk:
        return None
    if not NUMBER.fullmatch(pk):
        raise Http404
    return get_object_or_404(kept.editions(request.reader), pk=pk)


def _top_objectives(figures: FrozenFigures) -> tuple[object, ...]:
    return tuple(sorted(figures.objectives, key=lambda o: -(o.priority or 0)))

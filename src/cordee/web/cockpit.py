"""The first page: what the spend serves today, what is in the way, what to do next."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cordee.platform.access import Reader, ReaderRequest, allowed, any_member
from cordee.platform.charts import Figure
from cordee.platform.typography import number_text
from cordee.strategy import queries, rules
from cordee.strategy.charts import changes, findings
from cordee.strategy.charts.spend import spend_figure
from cordee.strategy.queries import Coverage, Picture
from cordee.strategy.queries.activity import told_lately, unapproved_running
from cordee.strategy.queries.editions import since_last_edition
from cordee.strategy.views.bases import basis_choices


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a new organisation does before its figures speak."""

    label: str
    url: str
    is_done: bool
    is_open: bool
    """Whether this reader may do it."""


@allowed(any_member)
@require_GET
def cockpit(request: ReaderRequest) -> HttpResponse:
    reader, on = request.reader, timezone.localdate()
    basis = queries.chosen_basis(reader, key=request.GET.get("basis", ""))
    picture = queries.picture(reader, basis=basis, on=on)
    steps = _steps(reader, picture)
    context = {
        "picture": picture,
        "bases": basis_choices(reader, chosen=basis),
        "query": f"?basis={basis.key}",
        "unapproved": unapproved_running(reader, on=on),
        "lately": told_lately(reader, on=on),
        "since": _since(reader, picture),
        "may_freeze": rules.may_freeze_editions(reader) and reader.units is None,
        "steps": steps,
        "is_starting": not all(step.is_done for step in steps),
        "may_link": rules.may_link_initiatives(reader),
    }
    return render(request, "web/cockpit.html", context | _said(picture))


def _said(picture: Picture) -> dict[str, Any]:
    """The sentences and the chart, none of them computed twice."""
    return {
        "is_empty": not picture.sources and not picture.objectives,
        "finding": findings.main_finding(picture),
        "lede": findings.unserved_finding(picture),
        "coverage": findings.coverage_sentence(picture),
        "basis_label": findings.basis_label(picture.basis),
        "concentration": findings.concentration_finding(picture),
        "spend": _spend(picture) if picture.total else None,
        "score": None if picture.score is None else _out_of_hundred(picture.score),
        "linked": Coverage(
            len(picture.initiatives) - len(picture.orphan_initiatives), len(picture.initiatives)
        ),
        "served": Coverage(
            sum(o.state == "served" for o in picture.objectives), len(picture.objectives)
        ),
        "orphan_applications": len(picture.orphans) - len(picture.orphan_initiatives),
        "orphans_finding": findings.orphans_finding(picture),
        "undecided": sum(not pair.verdict for pair in picture.duplicates),
        "are_priorities_stated": any(o.priority is not None for o in picture.objectives),
    }


def _since(reader: Reader, picture: Picture) -> dict[str, Any] | None:
    """What changed since the last edition; None before there is one."""
    found = since_last_edition(reader, drawn=picture)
    if found is None:
        return None
    return {
        "edition": found.edition,
        "moved": found.moved,
        "finding": changes.moved_finding(found.moved, since=found.edition.name),
        "summary": changes.moved_summary(found.moved),
    }


def _spend(picture: Picture) -> Figure:
    """The chart, under another finding when the page already opens on its own."""
    drawn = spend_figure(picture)
    if picture.concentration is None or drawn.title != findings.main_finding(picture):
        return drawn
    return replace(drawn, title=findings.concentration_finding(picture))


def _out_of_hundred(score: float) -> str:
    """Rounded as the sentence of the finding rounds it."""
    language = get_language() or settings.LANGUAGE_CODE
    return number_text(Decimal(str(score)) * 100, language=language, decimals=0)


def _steps(reader: Reader, picture: Picture) -> tuple[Step, ...]:
    """What is left to do before alignment is computed on everything."""
    are_stated = any(o.priority is not None for o in picture.objectives)
    are_linked = bool(picture.initiatives) and not picture.orphan_initiatives
    return (
        Step(
            _("Bring in the portfolio"),
            reverse("strategy:new_import"),
            is_done=bool(picture.initiatives),
            is_open=rules.may_import(reader),
        ),
        Step(
            _("Write the objectives of the strategy"),
            reverse("strategy:new_objective"),
            is_done=bool(picture.objectives),
            is_open=rules.may_edit_strategy(reader),
        ),
        Step(
            _("Say which objectives each initiative serves"),
            reverse("strategy:contribution_grid"),
            is_done=are_linked,
            is_open=rules.may_link_initiatives(reader),
        ),
        Step(
            _("Share 100 points among the objectives"),
            reverse("strategy:priorities"),
            is_done=are_stated,
            is_open=rules.may_allot_priorities(reader),
        ),
    )

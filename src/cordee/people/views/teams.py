"""Pages of teams that are not like those of every register: their capacity, one team."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cordee.people import charts, queries, rules
from cordee.people.registers import TEAMS
from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.quarters import Quarter, quarter_of, quarter_written
from cordee.platform.registers import PAGE_SIZE, asked_history

QUARTERS = 4
"""Quarters shown together: a year ahead."""


@allowed(any_member)
@require_GET
def capacity(request: ReaderRequest) -> HttpResponse:
    """The days of every team, quarter by quarter."""
    since = _since(request)
    table = queries.capacity(request.reader, since=since, quarters=QUARTERS)
    context = {
        **_quarters(since),
        "table": table,
        "finding": charts.capacity_finding(table),
        "lede": charts.not_counted(table.total),
        "figure": charts.capacity_figure(table) if table.teams else None,
        "page": Paginator(table.teams, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_edit": rules.may_edit_teams(request.reader),
        "may_follow": rules.may_follow_absences(request.reader),
    }
    return render(request, "people/capacity.html", context)


@allowed(any_member)
@require_GET
def team(request: ReaderRequest, pk: int) -> HttpResponse:
    """A team: its days, who works there, who is away as far as the reader may know."""
    row = get_object_or_404(queries.teams(request.reader), pk=pk)
    since = _since(request)
    sheet = queries.team_sheet(request.reader, row, since=since, quarters=QUARTERS)
    context = {
        **_quarters(since),
        "sheet": sheet,
        "history": asked_history(request, TEAMS, row),
        "finding": charts.team_finding(sheet),
        "lede": charts.not_counted(sheet.quarters),
        "may_edit": rules.may_edit_teams(request.reader),
        "may_follow": rules.may_follow_absences(request.reader),
    }
    return render(request, "people/team.html", context)


def _since(request: ReaderRequest) -> Quarter:
    """The first quarter shown: the one the address names, else today's."""
    first_month = request.reader.organisation.fiscal_year_start
    asked = quarter_written(request.GET.get("from", ""), first_month=first_month)
    return asked or quarter_of(timezone.localdate(), first_month=first_month)


def _quarters(since: Quarter) -> dict[str, Any]:
    """The quarters shown, and the way to others."""
    now = quarter_of(timezone.localdate(), first_month=since.first_month)
    return {
        "since": since,
        "now": now,
        "is_now": since == now,
        "earlier": since.shifted(-QUARTERS),
        "later": since.shifted(QUARTERS),
        "labels": [charts.quarter_label(since.shifted(n)) for n in range(QUARTERS)],
    }

"""Pages of members and of teams that are not like those of every register."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cordee.people import charts, invitations, queries, rules, services
from cordee.people.forms import AdmissionForm
from cordee.people.models import Membership
from cordee.people.registers import MEMBERS
from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.quarters import Quarter, quarter_of, quarter_written
from cordee.platform.registers import (
    PAGE_SIZE,
    form_page,
    listing,
    listing_page,
    read_or_write,
)

QUARTERS = 4
"""Quarters shown together: a year ahead."""


@allowed(rules.may_read_members)
@require_GET
def members(request: ReaderRequest) -> HttpResponse:
    found = listing(MEMBERS, reader=request.reader, asked=request.GET.dict())
    return listing_page(request, found, template="people/members.html")


@allowed(rules.may_administer)
@never_cache
@read_or_write
def new_member(request: ReaderRequest) -> HttpResponse:
    """Admit someone, then show how they choose a password, if they have none."""
    data, at = request.POST if request.method == "POST" else None, timezone.now()
    form = AdmissionForm(data, reader=request.reader)
    if data is not None and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            admitted = services.admit_member(email, **form.links(), by=request.user, at=at)
        except Refused as sentence:
            form.add_refusal(str(sentence))
        else:
            return _welcome(request, admitted, at=at)
    context = {"register": MEMBERS, "form": form, "name": "", "back": MEMBERS.list_url}
    return render(request, "registers/form.html", context)


@allowed(rules.may_administer)
@read_or_write
def edit_member(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.members(request.reader), pk=pk)
    page = form_page(request, MEMBERS, row)
    if page.status_code == 302 and row.user_id == request.user.pk:
        return redirect(settings.LOGIN_REDIRECT_URL)  # the new role may not read the sheet
    return page


@allowed(rules.may_administer)
@read_or_write
def remove_member(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.members(request.reader), pk=pk)
    is_oneself, refusal = row.user_id == request.user.pk, ""
    if request.method == "POST":
        try:
            services.remove_member(row, by=request.user, at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
        else:
            messages.success(request, _("“%(name)s” is no longer a member.") % {"name": row.user})
            return redirect(settings.LOGIN_REDIRECT_URL if is_oneself else MEMBERS.list_url)
    context = {
        "register": MEMBERS,
        "member": row.user,
        "organisation": row.organisation,
        "refusal": refusal,
        "back": MEMBERS.sheet_url(row),
    }
    return render(request, "people/member_removal.html", context)


def _welcome(request: ReaderRequest, admitted: Membership, *, at: datetime) -> HttpResponse:
    """The page that hands over a link; whoever has a password already needs none."""
    if admitted.user.has_usable_password():
        told = _("“%(name)s” already had an account and keeps its password.")
        messages.success(request, told % {"name": admitted.user})
        return redirect(MEMBERS.sheet_url(admitted))
    link = request.build_absolute_uri(invitations.first_password_path(admitted.user))
    until = at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    context = {
        "register": MEMBERS,
        "member": admitted.user,
        "sheet_url": MEMBERS.sheet_url(admitted),
        "link": link if queries.is_opened_here(admitted) else "",
        "until": until,
        "is_sent": invitations.sent(admitted, link=link, until=until, by=request.user),
    }
    return render(request, "people/invitation.html", context)


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

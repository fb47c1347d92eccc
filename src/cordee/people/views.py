"""Pages of units, people and members."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cordee.people import invitations, queries, rules, services
from cordee.people.forms import AdmissionForm, MemberForm, PersonForm, UnitForm
from cordee.people.models import Membership
from cordee.people.registers import MEMBERS, PEOPLE, UNITS
from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.registers import (
    form_page,
    list_page,
    listing,
    listing_page,
    read_or_write,
    removal_page,
    sheet_page,
)


@allowed(any_member)
@require_GET
def units(request: ReaderRequest) -> HttpResponse:
    return list_page(request, UNITS)


@allowed(any_member)
@require_GET
def unit(request: ReaderRequest, pk: int) -> HttpResponse:
    return sheet_page(request, UNITS, get_object_or_404(UNITS.query(request.reader), pk=pk))


@allowed(rules.may_edit_units)
@read_or_write
def new_unit(request: ReaderRequest) -> HttpResponse:
    return form_page(request, UNITS, UnitForm, save=services.save_unit)


@allowed(rules.may_edit_units)
@read_or_write
def edit_unit(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.units(request.reader), pk=pk)
    return form_page(request, UNITS, UnitForm, save=services.save_unit, row=row)


@allowed(rules.may_edit_units)
@read_or_write
def remove_unit(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.units(request.reader), pk=pk)
    return removal_page(request, UNITS, row, remove=services.remove_unit)


@allowed(any_member)
@require_GET
def people(request: ReaderRequest) -> HttpResponse:
    return list_page(request, PEOPLE)


@allowed(any_member)
@require_GET
def person(request: ReaderRequest, pk: int) -> HttpResponse:
    return sheet_page(request, PEOPLE, get_object_or_404(PEOPLE.query(request.reader), pk=pk))


@allowed(rules.may_edit_people)
@read_or_write
def new_person(request: ReaderRequest) -> HttpResponse:
    return form_page(request, PEOPLE, PersonForm, save=services.save_person)


@allowed(rules.may_edit_people)
@read_or_write
def edit_person(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.people(request.reader), pk=pk)
    return form_page(request, PEOPLE, PersonForm, save=services.save_person, row=row)


@allowed(rules.may_edit_people)
@read_or_write
def remove_person(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.people(request.reader), pk=pk)
    return removal_page(request, PEOPLE, row, remove=services.remove_person)


@allowed(rules.may_read_members)
@require_GET
def members(request: ReaderRequest) -> HttpResponse:
    found = listing(MEMBERS, reader=request.reader, asked=request.GET.dict())
    return listing_page(request, found, template="people/members.html")


@allowed(rules.may_read_members)
@require_GET
def member(request: ReaderRequest, pk: int) -> HttpResponse:
    return sheet_page(request, MEMBERS, get_object_or_404(queries.members(request.reader), pk=pk))


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
    page = form_page(request, MEMBERS, MemberForm, save=services.change_member, row=row)
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

"""Pages of the members that are not like those of every register."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cordee.people import queries, rules, services
from cordee.people.registers import MEMBERS
from cordee.platform.access import ReaderRequest, allowed
from cordee.platform.errors import Refused
from cordee.platform.forms import sight_in, sight_of
from cordee.platform.registers import asked_of, form_page, listing, listing_page, read_or_write


@allowed(rules.may_read_members)
@require_GET
def members(request: ReaderRequest) -> HttpResponse:
    found = listing(MEMBERS, reader=request.reader, asked=asked_of(request.GET))
    beside = {"may_declare_webhooks": rules.may_declare_webhooks(request.reader)}
    return listing_page(request, found, template="people/members.html", beside=beside)


@allowed(rules.may_administer)
@read_or_write
def security(request: ReaderRequest) -> HttpResponse:
    """What the organisation demands of its members to sign in."""
    organisation, refusal = request.reader.organisation, ""
    is_checked, read = organisation.requires_second_factor, request.POST.get("revision", "")
    if request.method == "POST":
        is_checked = request.POST.get("is_required") == "on"
        seen, at = sight_in(read), timezone.now()
        try:
            services.require_second_factor(
                organisation, is_required=is_checked, by=request.user, at=at, seen=seen
            )
        except Refused as sentence:
            refusal = str(sentence)
        else:
            messages.success(request, _("The rule is saved."))
            return redirect("people:security")
    context = {
        "register": MEMBERS,
        "organisation": organisation,
        "guarded": queries.guarded(request.reader),
        "is_checked": is_checked,
        "revision": read or sight_of(services.settled(organisation)),
        "refusal": refusal,
    }
    return render(request, "people/security.html", context)


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
            seen = sight_in(request.POST.get("revision", ""))
            services.remove_member(row, by=request.user, at=timezone.now(), seen=seen)
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
        "revision": sight_of(services.place(row)),
        "back": MEMBERS.sheet_url(row),
    }
    return render(request, "people/member_removal.html", context)
